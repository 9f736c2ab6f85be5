"""What a web page leads to: the feeds that it names itself, and the reports that it links to.

Only addresses come out of it; whether one may be fetched is decided by whoever fetches. A link counts as one to a
report by its address and its words alone: on the page's own site, with a date, a number or a sentence in its path,
under a text as long as a headline.
"""

import re
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement  # type: ignore[import-untyped]

from crosswire.stages.acquire.feedlists import Listed
from crosswire.stages.acquire.outlets import site

_FEEDS = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
        "application/json",
    }
)
_COMMENTS = re.compile(r"\bcomments?\b|commentaires|kommentare|comentarios", re.IGNORECASE)
_API = re.compile(r"/wp-json/|/oembed", re.IGNORECASE)
_DATED = re.compile(r"/(?:19|20)\d\d[/-]?[01]?\d(?:[/-][0-3]?\d)?/")
_NUMBER = re.compile(r"\d{5,}")
_SECTIONS = re.compile(
    r"/(?:tags?|topics?|authors?|category|categories|sections?|search|about|contact|login|account|subscribe"
    r"|newsletters?|privacy|terms|jobs|shop|video-?gallery)(?:/|$)",
    re.IGNORECASE,
)
_NO_PAGE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|pdf|mp[34]|zip|xml|json|rss|css|js)$", re.I)
MOST_FEEDS = 10
MOST_LINKS = 200
_WORDS = 4
"""Words of a headline: shorter link texts name sections."""


def is_report(tree: HtmlElement) -> bool:
    """Tell whether the page says of itself that it is one report."""
    for node in tree.iter("meta"):
        name = (node.get("property") or "").strip().lower()
        if name == "og:type":
            return (node.get("content") or "").strip().lower() == "article"
    return False


def feeds_of(tree: HtmlElement, url: str) -> tuple[Listed, ...]:
    """Return the feeds that the page at `url` names in its head, those of comments left out."""
    found: dict[str, Listed] = {}
    for node in tree.iter("link"):
        relations = (node.get("rel") or "").lower().split()
        kind = (node.get("type") or "").partition(";")[0].strip().lower()
        if "alternate" not in relations or kind not in _FEEDS or not node.get("href"):
            continue
        title = " ".join((node.get("title") or "").split())[:300]
        address = _absolute(_base(tree, url), node.get("href"))
        if address and not _COMMENTS.search(f"{title} {address}") and not _API.search(address):
            found.setdefault(address, Listed(address, title, "feed"))
    return tuple(found.values())[:MOST_FEEDS]


def reports_of(tree: HtmlElement, url: str) -> tuple[Listed, ...]:
    """Return the links of the page at `url` that lead to reports on its own site, in order, each once."""
    found: dict[str, Listed] = {}
    here, base = site(url), _base(tree, url)
    for node in tree.iter("a"):
        if len(found) >= MOST_LINKS:
            break
        address = _absolute(base, node.get("href") or "")
        if not address or site(address) != here or not _leads_to_report(address):
            continue
        title = " ".join(node.text_content().split())[:300] or (node.get("title") or "")[:300]
        if len(title.split()) >= _WORDS:
            found.setdefault(address, Listed(address, title, "page"))
    return tuple(found.values())


def _leads_to_report(address: str) -> bool:
    path = urlsplit(address).path
    if _SECTIONS.search(path) or _NO_PAGE.search(path):
        return False
    last = path.rstrip("/").rpartition("/")[2]
    sentence = len(re.split(r"[-_]", last)) >= _WORDS
    return bool(sentence or _DATED.search(path) or _NUMBER.search(last))


def _base(tree: HtmlElement, url: str) -> str:
    for node in tree.iter("base"):
        return _absolute(url, node.get("href") or "") or url
    return url


def _absolute(base: str, link: str) -> str | None:
    """Return `link` as seen from `base`, without its fragment; None for what is no web address."""
    try:
        found = urljoin(base, link.strip()[:4096]).partition("#")[0]
        parts = urlsplit(found)
    except ValueError:
        return None
    return found if parts.scheme in ("http", "https") and parts.netloc else None
