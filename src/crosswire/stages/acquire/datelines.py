"""The dateline cut off the front of a paragraph: "LONDON, May 3 (Reuters) - ", "(CNN) ", "Paris — "."""

import re
from functools import cache

from crosswire.stages.acquire.agencies import pattern
from crosswire.stages.acquire.clock import months

_DASH = r"(?:--|[—–-])"
_UPPER = r"[A-Z][A-Z'’.]{0,20}(?:[ /-][A-Z][A-Z'’.]{0,20}){0,4}"
_WORD = r"[A-Z][\w.'’-]{1,20}"
_REGION = rf"(?:,\s{_WORD}(?:\s{_WORD}){{0,3}}){{0,2}}"
_FURNITURE = {
    "update",
    "watch",
    "video",
    "breaking",
    "opinion",
    "analysis",
    "exclusive",
    "photos",
    "correction",
    "note",
    "editor's note",
    "live",
    "read more",
    "factbox",
    "explainer",
    "timeline",
    "interview",
    "review",
    "editorial",
}
_MARK = re.compile("[(:—–-]")
"""What any dateline holds."""
_OPENS = r"(?=[\"'“‘\w(\[])"


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Return the shapes of a dateline that may stand at the front of any paragraph."""
    month = "|".join(sorted((m.capitalize() for m in months()), key=lambda m: (-len(m), m)))
    date = rf"(?:,?\s(?:(?:{month})\.?\s\d{{1,2}}|\d{{1,2}}\s(?:{month})\.?)(?:,?\s\d{{4}})?)?"
    agency = rf"\((?:{pattern()})(?:\s?[/—–-]\s?(?:{pattern()}))?\)"
    # Between a place in capitals and a dash, any name in brackets is an agency, listed or not.
    named = r"\([A-Z][^()\n]{1,40}\)"
    return (
        re.compile(rf"{_UPPER}{_REGION}{date},?\s?{named}\s?{_DASH}\s{_OPENS}"),
        re.compile(rf"{_UPPER}{_REGION}{date}\s?(?:{agency}\s?)?{_DASH}\s{_OPENS}"),
        re.compile(
            rf"(?:{_UPPER}|{_WORD}(?:\s{_WORD}){{0,3}}){_REGION}{date}\s?{agency}\s?[:—–-]{{0,2}}\s?{_OPENS}"
        ),
        re.compile(rf"{agency}\s?[:—–-]{{0,2}}\s?{_OPENS}"),
    )


@cache
def _dated() -> re.Pattern[str]:
    """Return the shape of a place in plain letters, a day and a dash, as it may open the body."""
    month = "|".join(sorted((m.capitalize() for m in months()), key=lambda m: (-len(m), m)))
    day = rf"(?:(?:{month})\.?\s\d{{1,2}}|\d{{1,2}}\s(?:{month})\.?)(?:,?\s\d{{4}})?"
    return re.compile(rf"{_WORD}(?:\s{_WORD}){{0,2}}{_REGION},\s{day}\s{_DASH}\s{_OPENS}")


_FIRST = (
    re.compile(rf"{_WORD}(?:\s{_WORD}){{0,2}}{_REGION}\s(?:—|–|--)\s(?=[\"“A-Z])"),
    re.compile(rf"{_UPPER}{_REGION}:\s(?=[\"“A-Z])"),
)
_LINE = re.compile(
    rf"(?:{_UPPER}|{_WORD}(?:\s{_WORD}){{0,2}})(?:,\s{_WORD}(?:\s{_WORD}){{0,2}}){{1,2}}\.?"
)


def dateline(text: str, *, first: bool) -> int:
    """Return how many characters at the front of `text` are a dateline, 0 where there is none.

    `first` tells the first paragraph of the body, where a place alone before a dash is one, too.
    """
    if not _MARK.search(text, 0, 160):
        return 0
    head = text[:160]
    for shape in _patterns() + ((_dated(), *_FIRST) if first else ()):
        found = shape.match(head)
        if found and len(text) - found.end() > 20 and not _is_label(found.group()):
            return len(found.group().rstrip())
    return 0


def is_place_line(text: str) -> bool:
    """Tell whether `text` is a place by itself, as set between headline and body ("Graz, Austria")."""
    return len(text) <= 60 and bool(_LINE.fullmatch(text))


def _is_label(words: str) -> bool:
    return words.strip(" -–—:").casefold() in _FURNITURE
