"""Who published a report, and whose copy it says it is.

The outlet is what the record or the page names, else the host of the address. The agency is credited by a byline, a
dateline, a credit line or a copyright line; picture credits and passages credited within the report never count.
"""

import re
from functools import cache
from urllib.parse import urlsplit

from crosswire.model.document import Block
from crosswire.model.span import Span, cut
from crosswire.stages.acquire.agencies import agencies, agency, pattern

_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_CREDENTIALS = re.compile(r"(?<=://)[^/?#\s]{0,2000}@")
_PREFIXES = ("www.", "m.", "amp.", "mobile.")


def host(url: str | None) -> str | None:
    """Return the host of `url` without "www." and the like, or None where it is no web address."""
    try:
        name = urlsplit(url or "").hostname or ""
    except ValueError:
        return None
    for prefix in _PREFIXES:
        if name.startswith(prefix) and name.count(".") > 1:
            name = name.removeprefix(prefix)
    return name if _HOST.fullmatch(name) else None


def without_credentials(text: str) -> str:
    """Return `text` without the name and password of the web address that it begins as."""
    return _CREDENTIALS.sub("", text, count=1)


def site(url: str | None) -> str | None:
    """Return the site of an address: its host without "www." and the like; None for what is no address."""
    try:
        return host(url) or urlsplit(url or "").hostname
    except ValueError:
        return None


@cache
def _copyright() -> re.Pattern[str]:
    mark = r"(?:Copyright|©|\(c\))"
    return re.compile(
        rf"{mark}[\s©]{{0,3}}(?:\(c\)\s)?(?:(?:19|20)\d\d\s)?(?:The\s|by\s)?({pattern()})\b", re.I
    )


@cache
def _one_line() -> re.Pattern[str]:
    """Return the pattern of a paragraph that does nothing but credit: "Reuters reported this."""
    return re.compile(
        rf"(?:This (?:was|is) (?:reported|according to) (?:by |to )?)?(?:The )?({pattern()})(?: news agency)?"
        r"(?:\s(?:reported|reports|first reported|said|writes|wrote|has reported)"
        r"(?:\s(?:the information|the news|this|that|it|about it|on this|on it|the story|earlier)){0,2})?\.?"
    )


@cache
def _dateline() -> re.Pattern[str]:
    return re.compile(rf"\(((?:{pattern()})(?:\s?[/—–-]\s?(?:{pattern()}))?)\)")


def is_agency_line(text: str) -> bool:
    """Tell whether the paragraph `text` only says which agency the report is from."""
    return len(text) <= 80 and _one_line().fullmatch(text) is not None


def find_agency(text: str, blocks: tuple[Block, ...]) -> tuple[str, Span] | None:
    """Return the agency or agencies (joined by ", ") that the report credits, and the words that do."""
    for block in blocks:
        reader = _READERS.get(block.kind)
        found = reader(text[block.start : block.end]) if reader else None
        if found:
            names, start, end = found
            return ", ".join(names), cut(text, block.start + start, block.start + end)
    return None


_Found = tuple[tuple[str, ...], int, int] | None


def _in_byline(line: str) -> _Found:
    words = re.sub(r"^(?:By|BY|From|BYLINE)\W{1,3}", "", line).strip()
    names = agencies(words)
    if not names:
        # "By Jane Doe, Associated Press" and "By Jane Doe | Reuters"
        *_, last = re.split(r",|\||/| - | – | — |\bfor\b|\bof\b", words)
        names = agencies(last)
    return (names, 0, len(line)) if names else None


def _in_dateline(line: str) -> _Found:
    found = _dateline().search(line)
    names = agencies(found[1]) if found else ()
    return (names, found.start(), found.end()) if found and names else None


def _in_credit(line: str) -> _Found:
    names = agencies(line.strip(" -–—()[]"))
    if names:
        return names, 0, len(line)
    found = _copyright().search(line)
    if found:
        name = agency(found[1])
        return ((name,), found.start(), found.end()) if name else None
    said = _one_line().fullmatch(line)
    name = agency(said[1]) if said else None
    if name:
        return (name,), 0, len(line)
    desk = re.fullmatch(r"[a-z]{2,4}(?:/[a-z]{2,4}){0,4}\s*\(([^()]{2,60})\)", line)
    names = agencies(desk[1]) if desk else ()
    return (names, 0, len(line)) if names else None


_READERS = {"byline": _in_byline, "dateline": _in_dateline, "credit": _in_credit}
