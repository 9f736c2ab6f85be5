"""Files that list where reports are and hold none: OPML (feeds) and sitemaps (pages, or further sitemaps)."""

import re
from dataclasses import dataclass

from lxml.etree import _Element as Element  # type: ignore[import-untyped]

from crosswire.model.fetched import Fetched
from crosswire.stages.acquire.decode import GZIP_MAGIC, RefusedError, decompress
from crosswire.stages.acquire.options import AcquireOptions
from crosswire.stages.acquire.xmltree import Tree, child, local, read_tree, words

LISTS = frozenset({"opml", "urlset", "sitemapindex"})
MOST = 50_000
"""Addresses taken from one list, the bound that the sitemap protocol sets itself."""
_KINDS = {"opml": "feed", "sitemapindex": "sitemap"}


@dataclass(frozen=True)
class Listed:
    """An address with the title its list gives it ("" without one), and whether it is a feed, a page or a sitemap.

    `dated` is when it was published, else last changed; `changed` when it last changed, as the list has it.
    """

    address: str
    title: str
    kind: str
    dated: str = ""
    changed: str = ""


_ROOT = re.compile(rb"<(?:[\w-]{1,20}:)?(?:opml|urlset|sitemapindex)\b")
_BEFORE = ((b"<?", b"?>"), (b"<!--", b"-->"))
"""What may stand before the root: declarations and comments."""


def unpacked(got: Fetched, options: AcquireOptions) -> bytes:
    """Return the content of `got`, out of the gzip that sitemaps come in; raises RefusedError past the limit."""
    content = got.content
    if content.startswith(GZIP_MAGIC):
        content = decompress(content, options.max_document_bytes)
    if content.startswith(GZIP_MAGIC):
        raise RefusedError("gzip inside gzip, which nothing honest is; check the address")
    return content


def is_list(data: bytes) -> bool:
    """Tell whether `data` begins as a list of addresses does."""
    head = data[:8192].removeprefix(b"\xef\xbb\xbf").lstrip()
    while ends := next((end for start, end in _BEFORE if head.startswith(start)), None):
        head = head.partition(ends)[2].lstrip()
    return _ROOT.match(head) is not None


def read_list(data: bytes) -> tuple[Listed, ...]:
    """Return the addresses listed in `data`, in order, each once; raises RefusedError where it is no XML."""
    return listed(read_tree(data))


def listed(tree: Tree) -> tuple[Listed, ...]:
    """Return the addresses that `tree` lists, in order, each once; only http and https count."""
    found: dict[str, Listed] = {}
    root = local(tree.root)
    kind = _KINDS.get(root, "page")
    for element in tree.root.iter():
        if len(found) >= MOST:
            break
        name = local(element)
        item = None
        if root == "opml" and name == "outline":
            item = _outline(element)
        elif name in ("url", "sitemap") and root != "opml":
            item = _place(element, kind)
        if item and item.address.startswith(("http://", "https://")):
            found.setdefault(item.address, item)
    return tuple(found.values())


def _outline(element: Element) -> Listed:
    address = element.get("xmlUrl") or element.get("xmlurl") or ""
    title = element.get("title") or element.get("text") or ""
    return Listed(address.strip(), " ".join(title.split()), "feed")


def _place(element: Element, kind: str) -> Listed:
    """Return an entry of a sitemap; what Google's extension for news says of it counts first."""
    news = child(element, "news")
    changed = words(child(element, "lastmod"))[:40]
    return Listed(
        (_said(child(element, "loc"))).strip(),
        words(child(news, "title"))[:500],
        kind,
        words(child(news, "publication_date"))[:40] or changed,
        changed,
    )


def _said(element: Element | None) -> str:
    return (element.text or "") if element is not None else ""


def refusal(tree: Tree) -> str:
    """Return why a list is no source of reports, with how much it lists."""
    addresses = listed(tree)
    what = {"opml": "a list of {} (OPML)", "sitemapindex": "a sitemap of {}"}
    noun = {"opml": "feed", "sitemapindex": "further sitemap"}.get(local(tree.root), "page")
    count = f"{len(addresses)} {noun}{'' if len(addresses) == 1 else 's'}"
    said = what.get(local(tree.root), "a sitemap of {}").format(count)
    follow = "follow them with `crosswire watch`, or " if noun == "feed" else ""
    return f"{said}, which holds no reports; {follow}name the {noun}s themselves, saved as files"
