"""Conditions of a query to the documents that meet all of them, and the places where they do.

Each condition gives the documents that meet it, by number; the sets are intersected here. Where somebody is to
say it (`speaker:`), figures, names, dates, words and phrases must stand within what that speaker is reported to say.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial

from sqlalchemy import Connection, text

from crosswire.errors import UsageError
from crosswire.model.finding import Condition, Match, Matches
from crosswire.text.located import count_key, name_key
from crosswire.text.spelling import folded, word_spans

Places = dict[int, list[tuple[int, int]]]
"""Spans by the number of their document; none where the document itself meets the condition."""
READ = ("speaker", "figure", "date")
"""Kinds of condition that only a report read by the parser can meet."""
SAID = ("figure", "date", "entity", "place", "words", "phrase")
NAMED = {"entity": ("person", "organization", "place", "other"), "place": ("place",)}
AT_ONCE = 500


def find(
    connection: Connection, conditions: Sequence[Condition], limit: int, offset: int
) -> Matches:
    """Return the documents that meet all `conditions`, best words first, else the newest first."""
    wanted = [(at, c) for at, c in enumerate(conditions) if not c.excluded]
    if not wanted:
        return Matches(0, 0, [])
    places = {at: _places(connection, c) for at, c in wanted}
    barred = _not_current(connection)
    for condition in conditions:
        if condition.excluded:
            barred |= _places(connection, condition).keys()
    numbers = _meeting(places.values()) - barred
    unread = _unread(connection, conditions, places, barred)
    said = {at: spans for at, spans in places.items() if conditions[at].kind == "speaker"}
    if said:
        numbers = _said(connection, conditions, places, said, numbers)
    ordered = _in_order(connection, [c for _, c in wanted], numbers)
    shown = ordered[offset : offset + limit]
    names = _ids(connection, shown)
    matches = [
        Match(
            names[number],
            sorted((s, e, at) for at in places for s, e in places[at].get(number, ())),
        )
        for number in shown
    ]
    return Matches(len(numbers), unread, matches)


def _meeting(places: Iterable[Mapping[int, object]]) -> set[int]:
    """Return the documents that meet every condition, beginning with the one that fewest meet."""
    first, *rest = sorted(places, key=len)
    return set(first).intersection(*rest)


def _not_current(connection: Connection) -> set[int]:
    rows = connection.execute(
        text(
            "SELECT number FROM documents WHERE superseded_by IS NOT NULL OR withdrawn IS NOT NULL"
        )
    )
    return set(rows.scalars())


def _places(connection: Connection, condition: Condition) -> Places:
    if condition.kind in ("words", "phrase"):
        return {number: [] for number in _with_words(connection, condition.text)}
    if condition.kind in NAMED:
        found = _named(connection, NAMED[condition.kind], condition)
        listed = set(_with_words(connection, condition.text)) - found.keys()
        return found | {number: [] for number in listed - _read(connection, listed)}
    if condition.kind == "speaker":
        return _named(connection, ("speaker",), condition)
    if condition.kind in ("figure", "date"):
        return _numbered(connection, condition)
    return {number: [] for number in _described(connection, condition)}


def _with_words(connection: Connection, words: str) -> list[int]:
    expression = _expression(words)
    if not expression:
        return []
    rows = connection.execute(
        text("SELECT rowid FROM words WHERE words MATCH :q"), {"q": expression}
    )
    return list(rows.scalars())


def _expression(words: str) -> str:
    """Return the full-text expression for words that stand together; a final * takes any ending."""
    listed = re.findall(r"\w+", words)[:64]
    if not listed:
        return ""
    return f'"{" ".join(listed)}"' + ("*" if words.rstrip().endswith("*") else "")


def _patterns(key: str, *, open_end: bool) -> list[str]:
    """Return the LIKE patterns of keys that hold every word of `key`."""
    listed = key.split()
    return [f"% {word}{'%' if open_end and word == listed[-1] else ' %'}" for word in listed]


def _terms(kinds: Sequence[str], patterns: Sequence[str]) -> tuple[str, dict[str, object]]:
    """Return the subquery of the terms of some kinds that match all patterns, and its values."""
    given: dict[str, object] = {f"k{n}": kind for n, kind in enumerate(kinds)}
    given |= {f"p{n}": pattern for n, pattern in enumerate(patterns)}
    where = [f"kind IN ({', '.join(f':k{n}' for n in range(len(kinds)))})"]
    where += [f"key LIKE :p{n}" for n in range(len(patterns))]
    return f"SELECT number FROM finding_terms WHERE {' AND '.join(where)}", given


def _named(connection: Connection, kinds: Sequence[str], condition: Condition) -> Places:
    patterns = _patterns(name_key(condition.text), open_end=condition.text.endswith("*"))
    if not patterns:
        return {}
    terms, given = _terms(kinds, patterns)
    return _rows(connection, f"term IN ({terms})", given)


def _numbered(connection: Connection, condition: Condition) -> Places:
    key = count_key(condition.text) if condition.kind == "figure" else ""
    terms, given = _terms((condition.kind,), _patterns(key, open_end=condition.text.endswith("*")))
    where = [f"term IN ({terms})"]
    if condition.low is not None:
        where.append("high > :low" if condition.strict else "high >= :low")
        given["low"] = condition.low
    if condition.high is not None:
        where.append("low < :high" if condition.strict else "low <= :high")
        given["high"] = condition.high
    return _rows(connection, " AND ".join(where), given)


def _rows(connection: Connection, where: str, given: Mapping[str, object]) -> Places:
    found: Places = defaultdict(list)
    rows = connection.execute(
        text(f'SELECT document, "start", "end" FROM findings WHERE {where}'), given
    )
    for number, start, end in rows:
        found[number].append((start, end))
    return dict(found)


def _described(connection: Connection, condition: Condition) -> list[int]:
    """Return the documents whose outlet, agency, language, title, story or day of publication is meant."""
    given: dict[str, object]
    if condition.kind == "published":
        low, high = (_day(b) for b in (condition.low, condition.high))
        given = {"low": low or "", "high": (high or "9999-12-31") + "~"}
        where = "published_at >= :low AND published_at <= :high"
    elif condition.kind == "story":
        given = {"story": condition.text}
        where = (
            "id IN (SELECT document FROM story_members WHERE story = :story "
            "OR story IN (SELECT heir FROM former_stories WHERE id = :story))"
        )
    else:
        given = {"like": "%" + re.sub(r"([%_\\])", r"\\\1", condition.text) + "%"}
        column = {
            "outlet": "outlet",
            "title": "title",
            "language": "language",
            "agency": "json_extract(CAST(record AS TEXT), '$.agency')",
        }.get(condition.kind)
        if column is None:
            raise UsageError(f"no condition of kind {condition.kind!r}")
        where = f"{column} LIKE :like ESCAPE '\\'"
    rows = connection.execute(text(f"SELECT number FROM documents WHERE {where}"), given)
    return list(rows.scalars())


def _day(ordinal: float | None) -> str | None:
    if ordinal is None:
        return None
    return date.fromordinal(min(max(int(ordinal), 1), date.max.toordinal())).isoformat()


def _said(
    connection: Connection,
    conditions: Sequence[Condition],
    places: dict[int, Places],
    said: Mapping[int, Places],
    numbers: set[int],
) -> set[int]:
    """Narrow conditions down to what the speaker says; return the documents in which all is said."""
    texts = partial(_texts, connection)
    for at, spots in places.items():
        condition = conditions[at]
        if condition.kind not in SAID:
            continue
        if condition.kind in ("words", "phrase"):
            spots = {
                number: word_spans(folded(content), condition.text)
                for number, content in texts(numbers)
            }
        places[at] = {
            number: inside
            for number in numbers
            if (inside := _inside(spots.get(number, []), number, said))
        }
        numbers = numbers & places[at].keys()
    return numbers


def _inside(
    spans: Sequence[tuple[int, int]], number: int, said: Mapping[int, Places]
) -> list[tuple[int, int]]:
    return [
        (start, end)
        for start, end in spans
        if all(
            any(s <= start and end <= e for s, e in speeches.get(number, ()))
            for speeches in said.values()
        )
    ]


def _texts(connection: Connection, numbers: set[int]) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for listed in _chunks(sorted(numbers)):
        rows = connection.execute(
            text(f"SELECT number, text FROM documents WHERE number IN ({listed})")
        )
        found += [(row.number, row.text) for row in rows]
    return found


def _ids(connection: Connection, numbers: Sequence[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for listed in _chunks(numbers):
        rows = connection.execute(
            text(f"SELECT number, id FROM documents WHERE number IN ({listed})")
        )
        found |= {row.number: row.id for row in rows}
    return found


def _chunks(numbers: Sequence[int]) -> list[str]:
    """Return the numbers as lists for SQL; they are integers that the database gave."""
    return [
        ", ".join(str(int(n)) for n in numbers[at : at + AT_ONCE])
        for at in range(0, len(numbers), AT_ONCE)
    ]


def _read(connection: Connection, numbers: set[int]) -> set[int]:
    """Return which of these documents the parser has read."""
    found: set[int] = set()
    for listed in _chunks(sorted(numbers)):
        rows = connection.execute(
            text(
                "SELECT d.number FROM documents d JOIN annotations a ON a.document = d.id "
                f"WHERE d.number IN ({listed})"
            )
        )
        found.update(rows.scalars())
    return found


def _unread(
    connection: Connection,
    conditions: Sequence[Condition],
    places: Mapping[int, Places],
    barred: set[int],
) -> int:
    """Count the documents that meet what can be told without reading, and were not read."""
    if not any(conditions[at].kind in READ for at in places):
        return 0
    told = [spots for at, spots in places.items() if conditions[at].kind not in (*READ, *NAMED)]
    if told:
        numbers = _meeting(told) - barred
        return len(numbers - _read(connection, numbers))
    counted = text(
        "SELECT (SELECT count(*) FROM documents WHERE superseded_by IS NULL AND withdrawn IS NULL) "
        "- (SELECT count(*) FROM annotations a JOIN documents d ON d.id = a.document "
        "WHERE d.superseded_by IS NULL AND d.withdrawn IS NULL)"
    )
    return max(0, int(connection.execute(counted).scalar_one()))


def _in_order(
    connection: Connection, conditions: Sequence[Condition], numbers: set[int]
) -> list[int]:
    """Return the numbers, best words first where the query has words, else the newest first."""
    expressions = [_expression(c.text) for c in conditions if c.kind in ("words", "phrase")]
    expression = " ".join(e for e in expressions if e)
    if expression:
        rows = connection.execute(
            text("SELECT rowid FROM words WHERE words MATCH :q ORDER BY rank, rowid"),
            {"q": expression},
        ).scalars()
        return [number for number in rows if number in numbers]
    newest: list[tuple[str, int]] = []
    for listed in _chunks(sorted(numbers)):
        found = connection.execute(
            text(f"SELECT number, published_at FROM documents WHERE number IN ({listed})")
        )
        newest += [(row.published_at or "", -row.number) for row in found]
    return [-number for _, number in sorted(newest, reverse=True)]
