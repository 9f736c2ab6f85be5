"""Lines that hold nothing but a time ("Updated on May 3, 2019 5:35 a.m. ET", "12:01 GMT")."""

import re
from functools import cache

from crosswire import lexicon

_TOKEN = re.compile(r"\d+(?:st|nd|rd|th)?|[^\W\d_]+(?:\.[^\W\d_]+)+\.?|[^\W\d_]+")
_DIGIT = re.compile(r"\d")
_TELLING = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}[:.]\d\d\b|\b\d{1,2}\s?[ap]\.?\s?m\b|\bago\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b",
    re.IGNORECASE,
)


@cache
def months() -> dict[str, int]:
    """Return the numbers of the months by name and short name, in lower case."""
    return {
        row["word"]: int(row["value"]) for row in lexicon.table("clock") if row["kind"] == "month"
    }


@cache
def weekdays() -> dict[str, int]:
    """Return the numbers of the weekdays (Monday 0) by name and short name, in lower case."""
    return {
        row["word"]: int(row["value"]) for row in lexicon.table("clock") if row["kind"] == "weekday"
    }


@cache
def zones() -> dict[str, str]:
    """Return UTC offsets ("+09:00", "-05:00/-04:00" for winter and summer) by zone name, in lower case."""
    return {row["word"]: row["value"] for row in lexicon.table("clock") if row["kind"] == "zone"}


@cache
def _known() -> frozenset[str]:
    return frozenset(row["word"] for row in lexicon.table("clock"))


def is_time_line(text: str) -> bool:
    """Tell whether every word of `text` is a date, a time or the label of one, and one of them tells a time."""
    if len(text) > 120 or not (_DIGIT.search(text) or "ago" in text.casefold()):
        return False  # the dearer pattern would find nothing
    if not _TELLING.search(text):
        return False
    tokens = [token.casefold().replace(".", "") for token in _TOKEN.findall(text)]
    return all(token[0].isdigit() or token in _known() for token in tokens)
