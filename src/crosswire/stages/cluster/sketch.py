"""A document to its sketch: all that clustering ever reads of it. A pure function of one document.

Only prose blocks count, so promos, credits and captions feed no similarity. A document without a
publication time has none here either; when it was acquired says nothing about the event.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from crosswire.model.document import Document, Published
from crosswire.text import shingles
from crosswire.text.words import Word, names, number, terms_of, words

LEDE_WORDS = 90
"""Words of the body that count with the headline: about the first three sentences."""
MOST_WORDS = 3000
"""Words read of one document: what stands beyond is a transcript or hostile, and never the news."""
_HEADLINE_WEIGHT = 2


@dataclass(frozen=True, slots=True)
class Sketch:
    """What clustering knows of a document: counts of terms, names and numbers, its day, its shingles.

    `day` is in days since 1970-01-01 (UTC, fractions kept), None where not known to the day.
    """

    id: str
    sha256: str
    day: float | None
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
    headline, body = _prose_words(document)
    both = headline + body
    text = document.text
    head: dict[str, int] = {}
    _count_terms(head, headline, _HEADLINE_WEIGHT)
    _count_terms(head, body[:LEDE_WORDS], 1)
    whole: dict[str, int] = {}
    _count_terms(whole, both, 1)
    return Sketch(
        id=document.id,
        sha256=document.sha256,
        day=day_of(document.published_at),
        head=head,
        body=whole,
        names=_count_names(names(both, text, judged=body or headline)),
        numbers=_count_numbers(both),
        copied=shingles.sketch([word.text for word in body]),
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


def _prose_words(document: Document) -> tuple[list[Word], list[Word]]:
    headline: list[Word] = []
    body: list[Word] = []
    for block in document.prose():
        into = headline if block.kind in ("headline", "subhead") and not body else body
        for word in words(document.text, block.start, block.end):
            if len(body) >= MOST_WORDS:
                return headline, body
            into.append(word)
    return headline, body


def _count_terms(counts: dict[str, int], found: list[Word], weight: int) -> None:
    for word in found:
        for term in terms_of(word.text):
            counts[term] = counts.get(term, 0) + weight


def _count_names(found: list[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name in found:
        parts = name.split(" ")
        for part in parts if len(parts) == 1 else [*parts, name]:
            counts[part] = counts.get(part, 0) + 1
    return counts


def _count_numbers(found: list[Word]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for place, word in enumerate(found):
        if not word.text[0].isdigit():
            continue
        after = found[place + 1].text if place + 1 < len(found) else ""
        value = number(word.text, after)
        # Small numbers and years are shared by reports of anything.
        if value is not None and value > 12 and not 1900 <= value <= 2100:
            key = f"{value:g}"
            counts[key] = counts.get(key, 0) + 1
    return counts
