"""Files that list where reports are and hold none: OPML (feeds) and sitemaps (pages, or further sitemaps)."""

from dataclasses import dataclass

from crosswire.stages.acquire.xmltree import Tree, local, read_tree

LISTS = frozenset({"opml", "urlset", "sitemapindex"})
MOST = 50_000
"""Addresses taken from one list, the bound that the sitemap protocol sets itself."""


@dataclass(frozen=True)
class Listed:
    """An address with the title its list gives it ("" without one), and whether it is a feed, a page or a sitemap."""

    address: str
    title: str
    kind: str


def read_list(data: bytes) -> tuple[Listed, ...]:
    """Return the addresses listed in `data`, in order, each once; raises RefusedError where it is no XML."""
    return listed(read_tree(data))


def listed(tree: Tree) -> tuple[Listed, ...]:
    """Return the addresses that `tree` lists, in order, each once; only http and https count."""
    found: dict[str, Listed] = {}
    root = local(tree.root)
    kind = {"opml": "feed", "sitemapindex": "sitemap"}.get(root, "page")
    for element in tree.root.iter():
        name, title = local(element), ""
        address = ""
        if root == "opml" and name == "outline":
            address = element.get("xmlUrl") or element.get("xmlurl") or ""
            title = element.get("title") or element.get("text") or ""
        elif name == "loc" and local(element.getparent()) in ("url", "sitemap"):
            address = element.text or ""
        address = address.strip()
        if address.startswith(("http://", "https://")) and len(found) < MOST:
            found.setdefault(address, Listed(address, " ".join(title.split()), kind))
    return tuple(found.values())


def refusal(tree: Tree) -> str:
    """Return why a list is no source of reports, with how much it lists."""
    addresses = listed(tree)
    what = {"opml": "a list of {} (OPML)", "sitemapindex": "a sitemap of {}"}
    noun = {"opml": "feed", "sitemapindex": "further sitemap"}.get(local(tree.root), "page")
    count = f"{len(addresses)} {noun}{'' if len(addresses) == 1 else 's'}"
    said = what.get(local(tree.root), "a sitemap of {}").format(count)
    return f"{said}, which holds no reports; name the {noun}s themselves, saved as files"
