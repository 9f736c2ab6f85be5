"""What a document's annotations can be found by: speakers with what they say, names, figures, dates; and the keys
that queries are compared with.

A key is words between blanks (" coast guard ilse brandvold "), so that whole words of it can be asked for.
"""

import calendar
import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from math import inf, nextafter

from crosswire import lexicon
from crosswire.model.annotation import Annotations, Clause, Figure
from crosswire.model.finding import FindingKind, Located
from crosswire.text.names import unmarked
from crosswire.text.words import stem, words

_WORD = re.compile(r"[a-z0-9]+")
_DAYS = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?=$|T)")
_NAMED: Mapping[str, FindingKind] = {
    "person": "person",
    "organization": "organization",
    "place": "place",
}


def name_key(*names: str) -> str:
    """Return the key of somebody or something under these names: their words, plain and once each."""
    found = dict.fromkeys(w for name in names for w in _WORD.findall(unmarked(name)))
    return f" {' '.join(found)} "


def count_key(text: str) -> str:
    """Return the key of what a figure counts: stems, and groups of near-synonyms in place of their members."""
    known = _groups()
    found = dict.fromkeys(known.get(s, s) for s in (stem(w.text) for w in words(text)))
    return f" {' '.join(found)} "


@cache
def _groups() -> Mapping[str, str]:
    return {
        stem(word): "=" + row["group"]
        for row in reversed(lexicon.table("synonyms"))
        for word in row["words"].split()
        if "_" not in word
    }


def located(annotations: Annotations) -> Iterator[Located]:
    """Yield everything that the document can be found by, in the order of its layers."""
    names = {entity.id: entity for entity in annotations.entities}
    for said in annotations.attributions:
        spans = (*said.speaker.spans, *said.cue.spans, *said.content.spans)
        entity = names.get(said.speaker.entity or "")
        given = [span.text for span in said.speaker.spans]
        key = name_key(*([entity.name] if entity else ()), *given)
        if spans and key.strip():
            start, end = min(s.start for s in spans), max(s.end for s in spans)
            yield Located(kind="speaker", key=key, start=start, end=end)
    for mention in annotations.mentions:
        entity = names.get(mention.entity)
        if entity is None or mention.form == "pronoun":
            continue
        kind = _NAMED.get(mention.type, "other")
        key = name_key(entity.name, mention.text)
        yield Located(kind=kind, key=key, start=mention.start, end=mention.end)
    for place in annotations.places:
        key = name_key(place.name, place.text)
        yield Located(kind="place", key=key, start=place.start, end=place.end)
    clauses = sorted(annotations.clauses, key=lambda c: (c.end - c.start, c.start))
    for figure in annotations.figures:
        low, high = numbers(figure)
        if low is not None:
            key = count_key(_counted(figure, clauses))
            yield Located(
                kind="figure", key=key, start=figure.start, end=figure.end, low=low, high=high
            )
    for time in annotations.times:
        days = days_of(time.value or "")
        if days is not None:
            low, high = days
            yield Located(kind="date", key="", start=time.start, end=time.end, low=low, high=high)


def _counted(figure: Figure, shortest_first: list[Clause]) -> str:
    """Return the words that tell what a figure counts: its own, and the predicate of the clause it stands in."""
    home = next(
        (c for c in shortest_first if c.start <= figure.start and figure.end <= c.end), None
    )
    parts = (figure.text, figure.counted, figure.unit, home.predicate if home else None)
    return " ".join(part for part in parts if part)


def numbers(figure: Figure) -> tuple[float | None, float | None]:
    """Return the least and the greatest number that a figure states; "more than 50" is just above 50."""
    stated = [n for n in (figure.value, figure.low, figure.high) if n is not None]
    if not stated:
        return None, None
    low, high = min(stated), max(stated)
    if figure.high is None and figure.change == ">":
        high = nextafter(high, inf)
    if figure.low is None and figure.change == "<":
        low = nextafter(low, -inf)
    return low, high


def days_of(value: str) -> tuple[float, float] | None:
    """Return the first and last day (ordinals) of a TIMEX3 value, or None where it names no day, month or year."""
    match = _DAYS.match(value)
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    try:
        first = date(year, month or 1, day or 1)
        ends = month or 12
        last = date(year, ends, day or calendar.monthrange(year, ends)[1])
    except ValueError:
        return None
    return float(first.toordinal()), float(last.toordinal())
