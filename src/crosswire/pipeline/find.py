"""A query to reports and the passages that meet it: what `search` shows on every surface."""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from crosswire.model.document import Document
from crosswire.model.finding import Condition, Found, Hit, Mark, Passage
from crosswire.text.query import parse_query
from crosswire.text.spelling import folded, word_spans

if TYPE_CHECKING:
    from crosswire.store.base import View

PASSAGES = 3
"""Passages shown of a report."""
AROUND = 160
"""Letters shown at most on each side of what is met, to the next end of a sentence."""
EACH = 8
"""Places of one condition that are looked at in a report."""
_LOCATED = ("words", "phrase", "entity", "place")
_ABOUT = ("note", "promo", "url", "credit")
_END = re.compile(r"[.!?…]['\"”’»)]*\s|\n")


def find(view: "View", query: str, *, limit: int = 20, offset: int = 0) -> Found:
    """Return the reports that meet `query` (`text.query` has the grammar), with their passages.

    Raises UsageError for a query that cannot be read.
    """
    query = query.encode("utf-8", "replace").decode()  # no report holds a lone surrogate
    conditions = parse_query(query)
    found = view.find(conditions, limit, offset)
    homes = view.homes([match.document for match in found.matches])
    hits = []
    for match in found.matches:
        document = view.document(match.document)
        if document is not None:
            spans = with_words(document, conditions, match.spans)
            hits.append(_hit(document, homes.get(document.id), spans))
    return Found(
        query=query,
        conditions=conditions,
        total=found.total,
        hits=tuple(hits),
        unread=found.unread,
        at_least=found.at_least,
        unread_at_least=found.unread_at_least,
    )


_Spans = Sequence[tuple[int, int, int]]


def with_words(document: Document, conditions: Sequence[Condition], spans: _Spans) -> _Spans:
    """Return spans (start, end, condition) with those of words that only the index of words knows."""
    known = {at for _, _, at in spans}
    text = folded(document.text)
    more = [
        (start, end, at)
        for at, condition in enumerate(conditions)
        if condition.kind in _LOCATED and not condition.excluded and at not in known
        for start, end in word_spans(text, condition.text, EACH)
    ]
    return sorted([*spans, *more])


def _hit(document: Document, story: str | None, spans: _Spans) -> Hit:
    return Hit(
        document=document.id,
        story=story,
        title=document.title.text if document.title else None,
        outlet=document.outlet,
        published_at=document.published_at,
        passages=passages(document, spans),
    )


def passages(document: Document, spans: _Spans) -> tuple[Passage, ...]:
    """Return the stretches that hold most of what is met, at most PASSAGES, in the order of the text."""
    by_condition = groupby(sorted(spans, key=lambda s: (s[2], s[0])), key=lambda s: s[2])
    taken = sorted(span for _, group in by_condition for span in _told(document, group)[:EACH])
    stretches: list[tuple[int, int, list[tuple[int, int, int]]]] = []
    for start, end, at in taken:
        first, last = _window(document.text, start, end)
        if stretches and first < stretches[-1][1]:
            before, until, marks = stretches.pop()
            stretches.append((before, max(until, last), [*marks, (start, end, at)]))
        else:
            stretches.append((first, last, [(start, end, at)]))
    stretches.sort(key=lambda s: (-len({at for _, _, at in s[2]}), s[0]))
    return tuple(
        Passage(
            evidence=document.evidence(first, last),
            marks=tuple(Mark(condition=at, start=start, end=end) for start, end, at in marks),
        )
        for first, last, marks in sorted(stretches[:PASSAGES])
    )


def _told(document: Document, spans: Iterable[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Return the spans that stand in what a report tells; those in what is about it only where there are no others."""
    found = list(spans)
    about = [(b.start, b.end) for b in document.blocks if b.kind in _ABOUT]
    told = [s for s in found if not any(start <= s[0] < end for start, end in about)]
    return told or found


def _window(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the stretch around `[start, end)`: to the ends of sentences, or of words where those are far."""
    first = max(0, start - AROUND)
    cuts = [first + match.end() for match in _END.finditer(text[first:start])]
    if cuts:
        first = cuts[-1]
    elif first:
        first += text[first:start].find(" ") + 1
    last = min(len(text), end + AROUND)
    cut = _END.search(text[max(start, end - 2) : last])
    if cut:
        last = max(end, max(start, end - 2) + len(cut[0].rstrip()) + cut.start())
    elif last < len(text):
        last = max(end, end + text[end:last].rfind(" ")) if " " in text[end:last] else last
    while first < start and text[first].isspace():
        first += 1
    return first, last
