"""What an address that is followed lists: the answer of a server to the items, feeds or sitemaps in it.

RSS, Atom, JSON Feed, ninjs, NewsML-G2, OPML, sitemaps and plain pages all come out as one `Listing`. Nothing is fetched
here, and no more than `MOST` items of one answer are taken.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

import msgspec

from crosswire.model.feed import FeedKind
from crosswire.model.fetched import Fetched
from crosswire.model.skipped import Skipped
from crosswire.stages.acquire import feeds, frontpages, jsonnews, newsml
from crosswire.stages.acquire.decode import RefusedError, decode
from crosswire.stages.acquire.documents import Raw
from crosswire.stages.acquire.feedlists import LISTS, Listed, listed, unpacked
from crosswire.stages.acquire.kinds import by_content
from crosswire.stages.acquire.options import AcquireOptions
from crosswire.stages.acquire.outlets import site
from crosswire.stages.acquire.pages import tree_of
from crosswire.stages.acquire.xmltree import local, read_tree

MOST = 1_000
"""Items taken from one feed: real ones list a hundred at most."""
_HTML = ("text/html", "application/xhtml+xml")
_FEEDS = frozenset({"rss", "rdf", "feed", "channel"})
_ADDRESSES = re.compile(r"\s*(?:https?://\S+\s+)*https?://\S+\s*")
_EXPECTED = "expected RSS, Atom, JSON Feed, OPML, a sitemap or a page"


@dataclass(frozen=True)
class Entry:
    """An item of a feed: its report as far as the feed has it, or only where it stands."""

    address: str | None
    name: str
    """Its own identifier, else its address."""
    title: str = ""
    dated: str = ""
    changed: str = ""
    raw: Raw | None = None
    skipped: Skipped | None = None
    """Why it is no report, for one that the feed withdraws or that nothing can be made of."""


@dataclass(frozen=True)
class Listing:
    """What one answer lists.

    `asks` and `usual` are seconds: between two askings, between two changes. In `skip_hours` (UTC) and on `skip_days`
    (Monday is 0) nothing is new.
    """

    kind: FeedKind
    title: str | None = None
    entries: tuple[Entry, ...] = ()
    further: tuple[Listed, ...] = ()
    """Feeds and sitemaps that it names."""
    asks: float = 0
    usual: float = 0
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()
    report: bool = False
    """Whether it is a page that is itself one report."""
    broken: str = ""


def read_listing(got: Fetched, options: AcquireOptions) -> Listing:
    """Return what the answer `got` lists; raises RefusedError where it is nothing that can be followed."""
    content = unpacked(got, options)
    kind = by_content(content)
    if kind == "xml":
        found = _xml(content, got, options)
    elif kind == "json":
        found = _json(content, got, options)
    elif kind == "page" or (kind == "text" and got.content_type in _HTML):
        found = _page(content, got, options)
    elif kind == "text" and _ADDRESSES.fullmatch(text := decode(content[:200_000]).text):
        found = Listing("sitemap", entries=tuple(_places(_lines(text), got.url)))
    else:
        raise RefusedError(f"nothing that can be followed; {_EXPECTED}")
    return found


def _lines(text: str) -> Iterator[Listed]:
    return (Listed(line, "", "page") for line in text.split()[:MOST])


def _xml(content: bytes, got: Fetched, options: AcquireOptions) -> Listing:
    tree = read_tree(content, feeds.ENTRIES | newsml.ITEMS)
    root = local(tree.root)
    if root.lower() in _FEEDS:
        alone, usual = feeds.pace(tree)
        entries = _entries(feeds.read_entries(tree, got.url), got.url)
        hours, days = feeds.quiet(tree)
        return Listing(
            "feed",
            feeds.title_of(tree),
            entries,
            asks=alone,
            usual=usual,
            skip_hours=hours,
            skip_days=days,
            broken=tree.broken,
        )
    if root in LISTS:
        found = listed(tree)
        if root == "urlset":
            return Listing("sitemap", entries=tuple(_places(found, got.url)), broken=tree.broken)
        kind: FeedKind = "list" if root == "opml" else "sitemap"
        return Listing(kind, further=found, broken=tree.broken)
    if root in newsml.ROOTS:
        return Listing("feed", None, _entries(newsml.read_newsml(tree, got.url, options), got.url))
    if root.lower() == "html":
        return _page(content, got, options)
    raise RefusedError(f"XML of another kind (<{root[:40]}>); {_EXPECTED}")


def _json(content: bytes, got: Fetched, options: AcquireOptions) -> Listing:
    try:
        value = msgspec.json.decode(decode(content).text)
    except (msgspec.DecodeError, RecursionError) as error:
        raise RefusedError(f"JSON that can't be read ({error}); {_EXPECTED}") from error
    if jsonnews.is_feed(value) and isinstance(value, dict):
        title = value.get("title")
        entries = _entries(jsonnews.read_entries(value, got.url), got.url)
        return Listing("feed", title[:300] if isinstance(title, str) else None, entries)
    found = jsonnews.read_json(value, got.url, options)
    if found is None:
        raise RefusedError(f"JSON that is neither JSON Feed nor ninjs; {_EXPECTED}")
    return Listing("feed", None, _entries(found, got.url))


def _page(content: bytes, got: Fetched, options: AcquireOptions) -> Listing:
    _, tree = tree_of(content, options, got.charset)
    title = next((" ".join((t.text or "").split()) for t in tree.iter("title")), "")[:300]
    links = frontpages.reports_of(tree, got.url)
    return Listing(
        "page",
        title or None,
        tuple(_places(links, got.url)),
        frontpages.feeds_of(tree, got.url),
        report=frontpages.is_report(tree),
    )


def _entries(found: Iterable[Raw | Skipped], url: str) -> tuple[Entry, ...]:
    """Return at most `MOST` entries, each identifier once: what a feed repeats is one item."""
    entries: dict[str, Entry] = {}
    for item in found:
        if len(entries) >= MOST:
            break
        if isinstance(item, Skipped):
            entry = Entry(None, item.document, skipped=item)
        else:
            entry = Entry(
                _absolute(item.url, url),
                item.id,
                item.title or "",
                str(item.published_at or ""),
                str(item.metadata.get("updated") or ""),
                raw=item,
            )
        entries.setdefault(entry.name, entry)
    return tuple(entries.values())


def _places(found: Iterable[Listed], url: str) -> Iterator[Entry]:
    """Yield the pages of a sitemap that are on its own site; others it has no say in."""
    here, root = site(url), "/".join(url.split("/", 3)[:3]) + "/"
    for item in found:
        if item.address.startswith(root) or site(item.address) == here:
            yield Entry(item.address, item.address, item.title, item.dated, item.changed)


def _absolute(address: str | None, url: str) -> str | None:
    try:
        found = urljoin(url, address) if address else ""
    except ValueError:
        return None
    return found if found.startswith(("http://", "https://")) else None
