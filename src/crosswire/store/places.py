"""Where in documents conditions are met: what the index of findings knows of speakers, names, figures and dates.

Where somebody is to say it (`speaker:`), figures, names, dates, words and phrases must stand within what that
speaker is reported to say.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, text

from crosswire.model.finding import Condition
from crosswire.store.search import WORDED
from crosswire.store.statements import rows_among
from crosswire.text.located import count_key, name_key
from crosswire.text.spelling import folded, word_spans

Places = dict[int, list[tuple[int, int]]]
"""Spans by the number of their document; none where the document itself meets the condition."""
READ = ("speaker", "figure", "date")
"""Kinds of condition that only a report read by the parser can meet."""
LOCATED = ("speaker", "figure", "date", "entity", "place")
"""Kinds that the index of findings knows the places of."""
NAMED = {"entity": ("person", "organization", "place", "other"), "place": ("place",)}
_TEXTS = "SELECT number, text FROM documents WHERE number {}"


def where(connection: Connection, condition: Condition) -> tuple[str, dict[str, Any], int]:
    """Return what the rows of findings must be to meet a condition, the values for it, and of how many terms."""
    open_end = condition.text.endswith("*")
    if condition.kind in ("figure", "date"):
        kinds: Sequence[str] = (condition.kind,)
        words = count_key(condition.text).split() if condition.kind == "figure" else []
    else:
        words = name_key(condition.text).split()
        kinds = NAMED.get(condition.kind, (condition.kind,)) if words else ()
    terms, count = _terms(connection, kinds, words, open_end=open_end)
    found = [f"term IN ({terms})"]
    given: dict[str, Any] = {}
    if condition.low is not None:
        found.append("high > :low" if condition.strict else "high >= :low")
        given["low"] = condition.low
    if condition.high is not None:
        found.append("low < :high" if condition.strict else "low <= :high")
        given["high"] = condition.high
    return " AND ".join(found), given, count


EVERY = 1_000_000_000
"""As many terms as there are of a kind."""


def _terms(
    connection: Connection, kinds: Sequence[str], words: Sequence[str], *, open_end: bool
) -> tuple[str, int]:
    """Return the numbers of the terms of some kinds that hold all words, for SQL, and how many they are."""
    if not kinds:
        return "NULL", 0
    if not words:
        listed = ", ".join(f"'{kind}'" for kind in kinds)
        return f"SELECT number FROM finding_terms WHERE kind IN ({listed})", EVERY
    given: dict[str, object] = {f"k{n}": kind for n, kind in enumerate(kinds)}
    asked = [f"kind IN ({', '.join(f':k{n}' for n in range(len(kinds)))})"]
    for n, word in enumerate(words):
        given[f"w{n}"] = word
        held = f"word = :w{n}"
        if open_end and word == words[-1]:
            given[f"e{n}"] = f"{word}\U0010ffff"
            held = f"word >= :w{n} AND word < :e{n}"
        asked.append(f"number IN (SELECT term FROM finding_words WHERE {held})")
    rows = connection.execute(
        text(f"SELECT number FROM finding_terms WHERE {' AND '.join(asked)}"), given
    )
    found = [str(int(number)) for number in rows.scalars()]
    return ", ".join(found) or "NULL", len(found)


def said(
    connection: Connection, wanted: Mapping[int, Condition], some: Sequence[int]
) -> Sequence[int]:
    """Return those of some documents in which figures, names, dates and words stand within what the speakers say."""
    left = set(some)
    speeches = [_places(connection, c, some) for c in wanted.values() if c.kind == "speaker"]
    for condition in wanted.values():
        if condition.kind in LOCATED and condition.kind != "speaker":
            places = _places(connection, condition, sorted(left))
            left = {n for n in left if _inside(places.get(n, ()), n, speeches)}
    worded = [c.text for c in wanted.values() if c.kind in WORDED]
    if worded and left:
        left = {
            number
            for number, content in rows_among(connection, _TEXTS, sorted(left))
            if all(_is_said(content, words, number, speeches) for words in worded)
        }
    return [number for number in some if number in left]


def shown(
    connection: Connection, wanted: Mapping[int, Condition], some: Sequence[int]
) -> dict[int, list[tuple[int, int, int]]]:
    """Return for each document that is shown its spans, with the ordinal of the condition they meet."""
    found: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    places = {at: _places(connection, c, some) for at, c in wanted.items() if c.kind in LOCATED}
    speeches = [places[at] for at, c in wanted.items() if c.kind == "speaker"]
    texts = dict(map(tuple, rows_among(connection, _TEXTS, some))) if speeches else {}
    for at, condition in wanted.items():
        if speeches and condition.kind in WORDED:
            places[at] = {n: word_spans(folded(t), condition.text) for n, t in texts.items()}
        for number, spans in places.get(at, {}).items():
            if speeches and condition.kind != "speaker":
                spans = _inside(spans, number, speeches)
            found[number] += [(start, end, at) for start, end in spans]
    return found


def _places(connection: Connection, condition: Condition, some: Sequence[int]) -> Places:
    """Return where some documents meet a condition that knows places."""
    held, given, _ = where(connection, condition)
    if connection.dialect.name == "sqlite":
        held = f"+{held}"  # keeps to the index by document: names times documents would be looked up else
    found: Places = defaultdict(list)
    for at in range(0, len(some), AT_ONCE):
        listed = ", ".join(str(int(n)) for n in some[at : at + AT_ONCE])
        asked = (
            f'SELECT document, "start", "end" FROM findings WHERE {held} AND document IN ({listed})'
        )
        for number, start, end in connection.execute(text(asked), given).all():
            found[number].append((start, end))
    return found


AT_ONCE = 500
"""Documents named in one statement."""


def _is_said(content: str, words: str, number: int, speeches: Sequence[Places]) -> bool:
    return all(
        any(word_spans(folded(content[s:e]), words, 1) for s, e in places.get(number, ()))
        for places in speeches
    )


def _inside(
    spans: Sequence[tuple[int, int]], number: int, speeches: Sequence[Places]
) -> list[tuple[int, int]]:
    return [
        (start, end)
        for start, end in spans
        if all(
            any(s <= start and end <= e for s, e in places.get(number, ())) for places in speeches
        )
    ]
