"""Conditions of a query to the documents that meet all of them, and the places where they do.

Each condition gives the documents that meet it, by number; the sets are intersected here. Where somebody is to
say it (`speaker:`), figures, names, dates, words and phrases must stand within what that speaker is reported to say.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import islice

from sqlalchemy import Connection, text

from crosswire.errors import UsageError
from crosswire.model.finding import Condition, Match, Matches
from crosswire.store import described, search
from crosswire.text.located import count_key, name_key
from crosswire.text.spelling import folded, word_spans

Places = dict[int, list[tuple[int, int]]]
"""Spans by the number of their document; none where the document itself meets the condition."""
READ = ("speaker", "figure", "date")
"""Kinds of condition that only a report read by the parser can meet."""
LOCATED = ("speaker", "figure", "date", "entity", "place")
"""Kinds that the index of findings knows the places of."""
WORDED = ("words", "phrase")
PLAIN = ("outlet", "language")
"""Kinds that many documents meet, and that a document's own row tells."""
NAMED = {"entity": ("person", "organization", "place", "other"), "place": ("place",)}
_NOT_CURRENT = "NOT (superseded_by IS NULL AND withdrawn IS NULL)"
"""As the index of such documents has it, so that it is used."""
FEW = 2000
"""Documents up to which it is quicker to name them than to look at all."""
AT_ONCE = 500


def find(
    connection: Connection, conditions: Sequence[Condition], limit: int, offset: int
) -> Matches:
    """Return the documents that meet all `conditions`, best words first, else the newest first.

    Which documents meet each is asked first, and where they do only of those that are shown.
    """
    wanted = {at: c for at, c in enumerate(conditions) if not c.excluded}
    if not wanted:
        return Matches(0, 0, [])
    expression = search.phrases(
        connection, [c.text for c in wanted.values() if c.kind in WORDED and c.text]
    )
    if all(c.kind in WORDED and not c.excluded for c in conditions):
        return _worded(connection, expression, limit, offset)
    sets: dict[int, set[int]] = {}
    if any(c.kind in WORDED for c in wanted.values()):
        sets[-1] = search.numbers(connection, expression)
    for at, c in sorted(wanted.items(), key=lambda one: one[1].kind in PLAIN):
        if c.kind not in WORDED:
            few = min(sets.values(), key=len, default=None)
            sets[at] = _numbers(connection, c, few if few and len(few) <= FEW else None)
    barred = _not_current(connection)
    for condition in conditions:
        if condition.excluded:
            barred |= _numbers(connection, condition)
    numbers = _meeting(sets.values()) - barred
    unread = _unread(connection, wanted, sets, barred)
    if any(c.kind == "speaker" for c in wanted.values()):
        numbers = _said(connection, wanted, numbers)
    if any(c.kind in WORDED for c in wanted.values()):
        shown = search.best(connection, expression, numbers, limit, offset)
    else:
        shown = _newest(connection, numbers, offset, limit)
    names = _ids(connection, shown)
    places = _shown_places(connection, wanted, set(shown))
    matches = [Match(names[number], sorted(places.get(number, ()))) for number in shown]
    return Matches(len(numbers), unread, matches)


def _meeting(sets: Iterable[set[int]]) -> set[int]:
    """Return the documents that meet every condition, beginning with the one that fewest meet."""
    first, *rest = sorted(sets, key=len)
    return first.intersection(*rest)


def _worded(connection: Connection, expression: str, limit: int, offset: int) -> Matches:
    """Return the documents that hold words and phrases; of a million only the latest are looked at."""
    if not expression:
        return Matches(0, 0, [])
    most = max(search.LATEST, offset + limit)
    last = search.latest(connection, expression, most)
    barred = _not_current(connection)
    numbers = set(last) - barred
    total = len(numbers) if len(last) < most else search.count(connection, expression, barred)
    shown = search.best(connection, expression, numbers, limit, offset)
    names = _ids(connection, shown)
    return Matches(total, 0, [Match(names[number], []) for number in shown])


def _not_current(connection: Connection) -> set[int]:
    rows = connection.execute(text(f"SELECT number FROM documents WHERE {_NOT_CURRENT}"))
    return set(rows.scalars())


def _numbers(
    connection: Connection, condition: Condition, among: set[int] | None = None
) -> set[int]:
    """Return the documents that meet a condition; of a `PLAIN` one those `among` these will do."""
    if condition.kind in PLAIN and among is not None:
        return _plainly(connection, condition, among)
    if condition.kind in WORDED:
        return search.numbers(connection, search.phrases(connection, [condition.text]))
    if condition.kind not in LOCATED:
        return _described(connection, condition)
    where, given = _where(connection, condition)
    rows = connection.execute(text(f"SELECT DISTINCT document FROM findings WHERE {where}"), given)
    found = set(rows.scalars())
    if condition.kind in NAMED:
        listed = search.numbers(connection, search.phrases(connection, [condition.text])) - found
        found |= listed - _read(connection, listed)
    return found


def _plainly(connection: Connection, condition: Condition, among: set[int]) -> set[int]:
    """Return which of a few documents have such an outlet or language."""
    found: set[int] = set()
    for listed in _chunks(sorted(among)):
        asked = f"SELECT number, {condition.kind} FROM documents WHERE number IN ({listed})"
        for number, name in connection.execute(text(asked)):
            if name and condition.text.casefold() in name.casefold():
                found.add(number)
    return found


def _places(connection: Connection, condition: Condition, numbers: set[int]) -> Places:
    """Return where documents meet a condition that knows places."""
    where, given = _where(connection, condition)
    found: Places = defaultdict(list)
    few = len(numbers) <= FEW
    if few and connection.dialect.name == "sqlite":
        where = f"+{where}"  # keeps to the index by document: names times documents would be looked up else
    asked = f'SELECT document, "start", "end" FROM findings WHERE {where}'
    for listed in _chunks(sorted(numbers)) if few else [""]:
        within = f" AND document IN ({listed})" if few else ""
        for number, start, end in connection.execute(text(asked + within), given).all():
            if few or number in numbers:
                found[number].append((start, end))
    return found


def _terms(
    connection: Connection, kinds: Sequence[str], words: Sequence[str], *, open_end: bool
) -> str:
    """Return the numbers of the terms of some kinds that hold all words, as a list for SQL."""
    given: dict[str, object] = {f"k{n}": kind for n, kind in enumerate(kinds)}
    where = [f"kind IN ({', '.join(f':k{n}' for n in range(len(kinds)))})"]
    for n, word in enumerate(words):
        given[f"w{n}"] = word
        held = f"word = :w{n}"
        if open_end and word == words[-1]:
            given[f"e{n}"] = f"{word}\U0010ffff"
            held = f"word >= :w{n} AND word < :e{n}"
        where.append(f"number IN (SELECT term FROM finding_words WHERE {held})")
    rows = connection.execute(
        text(f"SELECT number FROM finding_terms WHERE {' AND '.join(where)}"), given
    )
    return ", ".join(str(int(number)) for number in rows.scalars()) or "NULL"


def _where(connection: Connection, condition: Condition) -> tuple[str, dict[str, object]]:
    """Return what the rows of findings must be to meet a condition, and the values for it."""
    open_end = condition.text.endswith("*")
    if condition.kind in ("figure", "date"):
        key = count_key(condition.text) if condition.kind == "figure" else ""
        terms = _terms(connection, (condition.kind,), key.split(), open_end=open_end)
    else:
        words = name_key(condition.text).split()
        kinds = NAMED.get(condition.kind, (condition.kind,)) if words else ()
        terms = _terms(connection, kinds, words, open_end=open_end)
    where = [f"term IN ({terms})"]
    given: dict[str, object] = {}
    if condition.low is not None:
        where.append("high > :low" if condition.strict else "high >= :low")
        given["low"] = condition.low
    if condition.high is not None:
        where.append("low < :high" if condition.strict else "low <= :high")
        given["high"] = condition.high
    return " AND ".join(where), given


def _described(connection: Connection, condition: Condition) -> set[int]:
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
    elif condition.kind in described.KINDS:
        return described.numbers(connection, condition.kind, condition.text)
    elif condition.kind == "title":
        return _titled(connection, condition.text)
    else:
        raise UsageError(f"no condition of kind {condition.kind!r}")
    rows = connection.execute(text(f"SELECT number FROM documents WHERE {where}"), given)
    return set(rows.scalars())


def _titled(connection: Connection, words: str) -> set[int]:
    """Return the documents whose title has these words, the last with any ending: of those that hold them at all."""
    found: set[int] = set()
    holding = search.numbers(connection, search.phrases(connection, [f"{words}*"]))
    for listed in _chunks(sorted(holding)):
        asked = f"SELECT number, title FROM documents WHERE number IN ({listed})"
        for number, title in connection.execute(text(asked)):
            if word_spans(folded(title), f"{words}*", 1):
                found.add(number)
    return found


def _day(ordinal: float | None) -> str | None:
    if ordinal is None:
        return None
    return date.fromordinal(min(max(int(ordinal), 1), date.max.toordinal())).isoformat()


def _said(connection: Connection, wanted: Mapping[int, Condition], numbers: set[int]) -> set[int]:
    """Return the documents in which figures, names, dates and words stand within what the speaker says."""
    speeches = [_places(connection, c, numbers) for c in wanted.values() if c.kind == "speaker"]
    for condition in wanted.values():
        if condition.kind in LOCATED and condition.kind != "speaker":
            places = _places(connection, condition, numbers)
            numbers = {n for n in numbers if _inside(places.get(n, ()), n, speeches)}
    worded = [c.text for c in wanted.values() if c.kind in WORDED]
    if worded and numbers:
        numbers = {
            number
            for number, content in _texts(connection, numbers)
            if all(_is_said(content, words, number, speeches) for words in worded)
        }
    return numbers


def _is_said(content: str, words: str, number: int, speeches: Sequence[Places]) -> bool:
    return all(
        any(word_spans(folded(content[s:e]), words, 1) for s, e in places.get(number, ()))
        for places in speeches
    )


def _shown_places(
    connection: Connection, wanted: Mapping[int, Condition], numbers: set[int]
) -> dict[int, list[tuple[int, int, int]]]:
    """Return for each document that is shown its spans, with the ordinal of the condition they meet."""
    found: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    places = {at: _places(connection, c, numbers) for at, c in wanted.items() if c.kind in LOCATED}
    speeches = [places[at] for at, c in wanted.items() if c.kind == "speaker"]
    texts = dict(_texts(connection, numbers)) if speeches else {}
    for at, condition in wanted.items():
        if speeches and condition.kind in WORDED:
            places[at] = {n: word_spans(folded(t), condition.text) for n, t in texts.items()}
        for number, spans in places.get(at, {}).items():
            if speeches and condition.kind != "speaker":
                spans = _inside(spans, number, speeches)
            found[number] += [(start, end, at) for start, end in spans]
    return found


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
    wanted: Mapping[int, Condition],
    sets: Mapping[int, set[int]],
    barred: set[int],
) -> int:
    """Count the documents that meet what can be told without reading, and were not read."""
    if not any(c.kind in READ for c in wanted.values()):
        return 0
    told = [found for at, found in sets.items() if at < 0 or wanted[at].kind not in LOCATED]
    if told:
        numbers = _meeting(told) - barred
        return len(numbers - _read(connection, numbers))
    counted = text(
        "SELECT (SELECT count(*) FROM documents WHERE superseded_by IS NULL AND withdrawn IS NULL) "
        "- (SELECT count(*) FROM annotations a JOIN documents d ON d.id = a.document "
        "WHERE d.superseded_by IS NULL AND d.withdrawn IS NULL)"
    )
    return max(0, int(connection.execute(counted).scalar_one()))


def _newest(connection: Connection, numbers: set[int], offset: int, limit: int) -> list[int]:
    """Return the numbers of one page, the newest first."""
    if len(numbers) > FEW:
        asked = "SELECT number FROM documents ORDER BY published_at DESC NULLS LAST, number DESC"
        with connection.execute(text(asked)) as rows:
            met = (row.number for row in rows if row.number in numbers)
            return list(islice(met, offset, offset + limit))
    found: list[tuple[str, int]] = []
    for listed in _chunks(sorted(numbers)):
        asked = f"SELECT number, published_at FROM documents WHERE number IN ({listed})"
        found += [(row.published_at or "", row.number) for row in connection.execute(text(asked))]
    return [number for _, number in sorted(found, reverse=True)][offset : offset + limit]
