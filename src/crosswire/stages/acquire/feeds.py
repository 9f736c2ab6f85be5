"""RSS (0.9 to 2.0, and 1.0 in RDF) and Atom, saved as files: one report an entry, full content before teaser.

The publisher is the one the entry names (`<source>`), so that an aggregator is never taken for an outlet; a feed's own
title counts only for entries that lead to the feed's own site. Relative addresses stay as they are.
"""

import hashlib
import re
from collections.abc import Iterator
from email.utils import parseaddr, parsedate_to_datetime
from typing import Any

from lxml import etree  # type: ignore[import-untyped]
from lxml.etree import _Element as Element  # type: ignore[import-untyped]

from crosswire.model.change import Notice
from crosswire.model.skipped import Skipped, TakenBack
from crosswire.stages.acquire.agencies import agencies
from crosswire.stages.acquire.documents import Raw
from crosswire.stages.acquire.fragments import line, paragraphs, prose
from crosswire.stages.acquire.outlets import host, without_credentials
from crosswire.stages.acquire.published import from_metadata
from crosswire.stages.acquire.xmltree import Tree, local

ENTRIES = frozenset({"item", "entry", "deleted-entry"})
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_SPACES = {
    "": "",
    "http://www.w3.org/2005/atom": "",
    "http://purl.org/atom/ns#": "",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss2": "",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://purl.org/rss/1.0/modules/syndication/": "sy:",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner:",
}
_BODIES = ("content:encoded", "content", "description", "summary")
_DATES = ("pubDate", "published", "issued", "dc:date", "dcterms:issued", "dcterms:created")
_UPDATES = ("updated", "modified", "dcterms:modified")

_CUT = re.compile(
    r"(?:…|\.\.\.|[\[(](?:…|\.\.\.)[\])]|read more|continue reading|read the (?:full|whole) (?:story|article))\W*",
    re.IGNORECASE,
)
_SUMMARY = 1500
"""Code points below which a feed's description is taken for a summary: whole reports are seldom as short."""
_PERIODS = {
    "hourly": 3600,
    "daily": 86400,
    "weekly": 604800,
    "monthly": 2592000,
    "yearly": 31536000,
}
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PLUG = 500
"""Code points at the end of a text where a feed's own line may stand."""

Fields = dict[str, list[Element]]


def read_feed(tree: Tree, name: str) -> Iterator[Raw | Skipped]:
    """Yield the reports of the feed `tree`; `name` and the entry's number stand in for a missing id."""
    for item in read_entries(tree, name):
        yield item if isinstance(item, Skipped) or item.text else _without_text(item)
    if tree.broken:
        reason = (
            f"the feed breaks off after entry {len(tree.whole)} ({tree.broken}); fetch it again"
        )
        yield Skipped(document=name, reason=reason)
    elif not tree.whole:
        yield Skipped(document=name, reason="a feed without entries; expected reports")


def read_entries(tree: Tree, name: str) -> Iterator[Raw | Skipped]:
    """Yield the entries of the feed `tree`, also those without a text of their own."""
    about = _about(tree)
    for number, entry in enumerate(tree.whole, 1):
        yield _entry(entry, about, f"{name}:{number}")


def title_of(tree: Tree) -> str | None:
    """Return what the feed calls itself."""
    return _text(_about(tree), "title")


def pace(tree: Tree) -> tuple[float, float]:
    """Return how many seconds the feed wants to be left alone, and how many its writer says lie between two changes.

    Each is 0 where the feed does not say; by RSS's `ttl` (minutes) and the syndication module's `updatePeriod`.
    """
    about = _about(tree)
    alone = _number(_text(about, "ttl")) * 60
    period = _PERIODS.get((_text(about, "sy:updatePeriod") or "").lower(), 0)
    return alone, period / max(_number(_text(about, "sy:updateFrequency")), 1)


def quiet(tree: Tree) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the hours (0 to 23, UTC) and the days (Monday is 0) in which the feed says that it has nothing new.

    By RSS's `skipHours` and `skipDays`; a feed that names them all names none.
    """
    about = _about(tree)
    hours = {
        int(_number(text)) % 24 for text in _inner(about, "skipHours", "hour") if text.isdigit()
    }
    days = {_DAYS.index(text) for text in _inner(about, "skipDays", "day") if text in _DAYS}
    return (
        tuple(sorted(hours)) if len(hours) < 24 else (),
        tuple(sorted(days)) if len(days) < 7 else (),
    )


def _inner(about: Fields, outer: str, inner: str) -> list[str]:
    """Return the words in the elements `inner` of the channel's `outer`, a hundred at most."""
    nodes = [n for e in about.get(outer, ()) for n in e if local(n).lower() == inner]
    return [" ".join((n.text or "").split()).lower() for n in nodes[:100]]


def _number(text: str | None) -> float:
    return float(text) if text and len(text) <= 9 and text.isascii() and text.isdigit() else 0


def _about(tree: Tree) -> Fields:
    """Return what the feed says of itself; a lone entry says nothing of a feed."""
    channel = next((e for e in tree.root if local(e) == "channel"), tree.root)
    return {} if tree.root in tree.whole else _fields(channel)


def _without_text(raw: Raw) -> Skipped:
    """Return why an entry without a text is left out."""
    reason = "a headline without text; follow its address" if raw.title else "an entry without text"
    return Skipped(
        document=raw.id, reason=f"{reason}{f': {raw.url}' if raw.url and raw.title else ''}"
    )


def is_cut(text: str) -> bool:
    """Tell whether `text` ends as a text does that goes on elsewhere."""
    tail = text[-40:]
    return any(found.end() == len(tail) for found in _CUT.finditer(tail))


def _fields(element: Element) -> Fields:
    """Return what stands directly below `element` by its name; names of unknown modules are left out."""
    found: Fields = {}
    for node in element:
        if isinstance(node.tag, str):
            space, _, name = node.tag.rpartition("}")
            prefix = _SPACES.get(space.lstrip("{").casefold())
            if prefix is not None:
                found.setdefault(prefix + name, []).append(node)
    return found


def _entry(entry: Element, about: Fields, place: str) -> Raw | Skipped:
    said = _fields(entry)
    if local(entry) == "deleted-entry":
        gone = " ".join((entry.get("ref") or "").split())[:300]
        reason = "withdrawn by the feed (deleted-entry)"
        if not gone:
            return Skipped(document=place, reason=reason)
        at = from_metadata(entry.get("when")).value
        notice = Notice(item=gone, reason="withdrawn by the feed", at=at)
        return TakenBack(document=gone, reason=reason, notice=notice)
    guid, url = (
        without_credentials(found) if found else None
        for found in (_text(said, "guid", "id"), _address(said))
    )
    id = (guid or url or place)[:300]
    source = said.get("source", [None])[0]
    outlet = _outlet(said, about, source, url)
    title = _title(said, outlet)
    texts = [text for kind in _BODIES for node in said.get(kind, []) if (text := _body(node))]
    text = _without_plug(max(texts, key=len, default=""))
    text = text if _adds(text, title, outlet) else ""
    whole = any(said.get(kind) for kind in _BODIES[:2]) or len(text) >= _SUMMARY
    author = _author(said) or (_author(_fields(source)) if source is not None else None)
    published, updated = _date(said, _DATES), _date(said, _UPDATES)
    teaser = next((t for t in reversed(texts) if t != text), None)
    metadata: dict[str, Any] = {
        "guid": guid,
        "author": author,
        "updated": updated,
        "description": teaser[:1000] if teaser else None,
        "feed": _text(about, "title"),
    }
    return Raw(
        id=id,
        sha256=hashlib.sha256(etree.tostring(entry, encoding="utf-8", with_tail=False)).hexdigest(),
        text=text,
        title=title,
        outlet=outlet,
        agency=", ".join(agencies(author or "")) or None,
        url=url,
        published_at=published or updated,
        language=_language(entry, said, about),
        metadata={key: value for key, value in metadata.items() if value},
        teaser=not whole or is_cut(text),
    )


def _text(said: Fields, *names: str) -> str | None:
    """Return the first of `names` that says something, on one line."""
    for name in names:
        for node in said.get(name, []):
            if found := " ".join("".join(node.itertext()).split()):
                return found
    return None


def _line(node: Element) -> str:
    """Return a title as plain text, whatever it is marked up as."""
    if len(node):
        return " ".join("".join(node.itertext()).split())
    plain = (node.get("type") or "").strip().lower() in ("text", "text/plain")
    return " ".join((node.text or "").split()) if plain else line(node.text or "")


def _title(said: Fields, outlet: str | None) -> str | None:
    """Return the headline without the outlet's name, which aggregators put at its end."""
    title = next((t for node in said.get("title", []) if (t := _line(node))), None)
    tail = f" - {outlet}"
    return title[: -len(tail)] if title and outlet and title.endswith(tail) else title


def _body(node: Element) -> str:
    """Return the text of a content element: XHTML inside it, escaped HTML, or plain text; none that is elsewhere."""
    kind = (node.get("type") or "").strip().lower()
    if len(node):
        return prose(node)
    if kind in ("text", "text/plain"):
        return (node.text or "").strip()
    if "/" in kind and not kind.startswith("text/") and "html" not in kind and "xml" not in kind:
        return ""
    return paragraphs(node.text or "")


def _without_plug(text: str) -> str:
    """Return `text` without the line that a widespread feed writer adds ("The post TITLE appeared first on SITE")."""
    at = text.find("The post ", max(0, len(text) - _PLUG))
    plug = text[at:] if at >= 0 else ""
    return text[:at].rstrip() if " appeared first on " in plug and "\n" not in plug else text


def _adds(text: str, title: str | None, outlet: str | None) -> bool:
    """Tell whether `text` says more than the headline and the outlet's name."""
    left = " ".join(text.split())
    for known in (title, outlet):
        left = left.replace(known, "", 1) if known else left
    return any(c.isalnum() for c in left)


def _address(said: Fields) -> str | None:
    """Return the address of the report itself: as the feed had it before any redirection, else its link."""
    if original := _text(said, "feedburner:origLink"):
        return original
    for link in said.get("link", []):
        relation = (link.get("rel") or "alternate").strip().lower()
        found = (link.get("href") or link.text or "").strip()
        if found and relation == "alternate":
            return found
    guid = said.get("guid", [None])[0]
    found = (guid.text or "").strip() if guid is not None else ""
    permanent = guid is not None and (guid.get("isPermaLink") or "true").strip().lower() == "true"
    return found if permanent and found.startswith(("http://", "https://")) else None


def _outlet(said: Fields, about: Fields, source: Element | None, url: str | None) -> str | None:
    """Return the publisher: the entry's source, what it says itself, or the feed where the entry is its own."""
    if source is not None:
        named = _text(_fields(source), "title") or " ".join((source.text or "").split())
        return named or host(source.get("url"))
    if publisher := _text(said, "dc:publisher"):
        return publisher
    here, there = host(_address(about)), host(url)
    title = _text(about, "dc:publisher", "title")
    # "World news | The Post" names a section, and would make two outlets of one.
    sections = title is not None and any(
        mark in title for mark in (" | ", " - ", " – ", " » ", ": ")
    )
    own = there is None or here is None or there == here
    return title if own and not sections else None


def _author(said: Fields) -> str | None:
    """Return who wrote the entry; of an address with a name, the name."""
    names: list[str] = []
    for node in [*said.get("dc:creator", []), *said.get("author", [])]:
        inner = _text(_fields(node), "name")
        given = inner or ("" if len(node) else " ".join((node.text or "").split()))
        if "@" in given:
            given = given.partition("(")[2].rstrip(") ") or sender(given)[0]
        if given and given not in names:
            names.append(given)
    return ", ".join(names[:20]) or None


def sender(given: str) -> tuple[str, str]:
    """Return the name and the address in a mail's field for its sender, each "" where there is none."""
    try:
        name, address = parseaddr(given[:400])
    except (RecursionError, ValueError, IndexError):
        return "", ""
    return " ".join(name.split()), address


def _date(said: Fields, names: tuple[str, ...]) -> str | None:
    given = _text(said, *names)
    return moment(given) if given else None


def moment(given: str) -> str:
    """Return a date in the words of RFC 822 as ISO 8601, and any other as it is."""
    try:
        return parsedate_to_datetime(given[:80]).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return given


def _language(entry: Element, said: Fields, about: Fields) -> str | None:
    given = _text(said, "dc:language", "language")
    node = entry
    while given is None and node is not None:
        given, node = node.get(_LANG), node.getparent()
    return given or _text(about, "language", "dc:language")
