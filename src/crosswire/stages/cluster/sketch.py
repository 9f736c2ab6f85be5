"""A document to its sketch: all that clustering ever reads of it. A pure function of one document.

Only prose blocks count, so promos, credits and captions feed no similarity. A document without a
publication time has none here either; when it was acquired says nothing about the event.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from crosswire.model.document import Document, Published
from crosswire.text import shingles
from crosswire.text.words import names, number, split, terms_of

LEDE_WORDS = 90
"""Words of the body that count with the headline: about the first three sentences."""
MOST_WORDS = 3000
"""Words read of one document: what stands beyond is a transcript or hostile, and never the news."""
MOST_CHARACTERS = 100_000
"""Characters read of one block, for the same reason."""
_HEADLINE_WEIGHT = 2
_DIGITS = frozenset("0123456789")


@dataclass(frozen=True, slots=True)
class Sketch:
    """What clustering knows of a document: its day, counts of terms, names and numbers, its shingles.

    `day` is in days since 1970-01-01 (UTC, fractions kept), None where not known to the day.
    """

    id: str
    sha256: str
    day: float | None
    title: Mapping[str, int]
    head: Mapping[str, int]
    body: Mapping[str, int]
    names: Mapping[str, int]
    numbers: Mapping[str, int]
    copied: frozenset[int]

    @property
    def order(self) -> tuple[float, str, str]:
        """Sort key: earliest published first, undated ones last, then content."""
        return (float("inf") if self.day is None else self.day, self.sha256, self.id)


def sketch(document: Document) -> Sketch:
    """Return the sketch of `document`; one without prose gives empty counts."""
    found, gaps, headline = _prose_words(document)
    title = _count_terms(Counter(found[:headline]))
    head = _count_terms(Counter(found[headline : headline + LEDE_WORDS]))
    for term, count in title.items():
        head[term] = head.get(term, 0) + _HEADLINE_WEIGHT * count
    return Sketch(
        id=document.id,
        sha256=document.sha256,
        day=day_of(document.published_at),
        title=title,
        head=head,
        body=_count_terms(Counter(found)),
        names=_count_names(names(found, gaps, headline)),
        numbers=_count_numbers(found),
        copied=shingles.sketch(found[headline:]),
    )


def day_of(published: Published) -> float | None:
    """Return the publication time in days since 1970 (UTC), or None if not known to the day."""
    if published.value is None or published.precision in ("month", "year", "none"):
        return None
    try:
        at = datetime.fromisoformat(published.value.strip())
    except ValueError:
        return None
    offset = at.utcoffset()
    naive = at.replace(tzinfo=None)
    since = naive - datetime(1970, 1, 1)
    return (since - offset if offset else since).total_seconds() / 86400


def _prose_words(document: Document) -> tuple[list[str], list[str], int]:
    """Return the words of the prose, the gap before each (a line break at a block), how many the headline has."""
    found: list[str] = []
    gaps: list[str] = []
    headline = -1
    for block in document.prose():
        if headline < 0 and block.kind not in ("headline", "subhead"):
            headline = len(found)
        end = min(block.end, block.start + MOST_CHARACTERS)
        inside, before = split(document.text[block.start : end])
        if inside:
            before[0] = "\n"
            found += inside
            gaps += before
        if len(found) >= MOST_WORDS:
            break
    headline = len(found) if headline < 0 else headline
    return found[:MOST_WORDS], gaps[:MOST_WORDS], min(headline, MOST_WORDS)


def _count_terms(words: Mapping[str, int]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for word, count in words.items():
        for term in terms_of(word):
            counts[term] = counts.get(term, 0) + count
    return counts


def _count_names(found: list[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name in found:
        parts = name.split(" ")
        for part in parts if len(parts) == 1 else [*parts, name]:
            counts[part] = counts.get(part, 0) + 1
    return counts


def _count_numbers(found: list[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for place, word in enumerate(found):
        if word[0] not in _DIGITS:
            continue
        value = number(word, found[place + 1] if place + 1 < len(found) else "")
        # Small numbers and years are shared by reports of anything.
        if value is not None and value > 12 and not 1900 <= value <= 2100:
            key = f"{value:g}"
            counts[key] = counts.get(key, 0) + 1
    return counts
