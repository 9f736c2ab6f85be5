"""The words of all documents: those that hold all words of a query, best first. `fulltext` has the index itself."""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from sqlalchemy import Connection, text

from crosswire.store.fulltext import Phrase, index_of
from crosswire.store.statements import numbers, rows_among

WORDED = ("words", "phrase")
"""Kinds of condition that the index of words knows."""
LATEST = 500
"""Matches that are read and ordered: reading a million would take seconds."""
PAGES = 200
"""Pages of the index that are read for words with any ending; more take longer than a reader waits."""
TITLE = 3
"""Times that a word in the title counts."""
LONG = 20_000
"""Code points at which a text's length halves what its words count."""
MOST_WORDS = 64
"""Words of a query that are looked for; what stands beyond is hostile or a whole text pasted."""
_WORD = re.compile(r"\w+")


def create(connection: Connection) -> None:
    """Make the index."""
    index_of(connection).create(connection)


def bring_forward(connection: Connection) -> None:
    """Bring the index of schema 2 to that of 3."""
    index_of(connection).bring_forward(connection)


def enter(connection: Connection, texts: Mapping[int, str]) -> None:
    """Put the texts of documents in, by number; they must stand in their table already."""
    index_of(connection).enter(connection, texts)


def leave(connection: Connection, numbers: Sequence[int]) -> None:
    """Take the documents of these numbers out; they must stand in their table still."""
    index_of(connection).leave(connection, numbers)


def matches(connection: Connection, query: str) -> str:
    """Return the index's expression for all words of `query`; empty where it has none."""
    index = index_of(connection)
    return index.every([index.together([word]) for word in _WORD.findall(query)[:MOST_WORDS]])


def phrases(connection: Connection, listed: Sequence[str]) -> str:
    """Return the expression for all of these, of each the words together; a final * takes any ending."""
    index = index_of(connection)
    return index.every([index.together(*_phrase(some)) for some in listed])


def _phrase(some: str) -> Phrase:
    return Phrase(_WORD.findall(some)[:MOST_WORDS], some.rstrip().endswith("*"))


def expression(connection: Connection, wanted: Sequence[str], barred: Sequence[str]) -> str:
    """Return the expression for all phrases that are wanted and none that are barred; empty without words wanted."""
    index = index_of(connection)
    found = phrases(connection, wanted)
    left_out = [index.together(*_phrase(some)) for some in barred]
    return index.without(found, list(filter(None, left_out))) if found else ""


def asked(connection: Connection) -> str:
    """Return the SELECT of the numbers of all documents that meet an expression `:q`."""
    return index_of(connection).NUMBERS


def heavy(connection: Connection, listed: Sequence[str]) -> bool:
    """Tell whether the index would read too much for one of these, as for all words that begin with one letter."""
    return _pages(connection, listed) > PAGES


def slow(connection: Connection, listed: Sequence[str]) -> bool:
    """Tell whether the index is better asked once for all of these than several times for some."""
    return _pages(connection, listed) > PAGES // 10


def _pages(connection: Connection, listed: Sequence[str]) -> int:
    index = index_of(connection)
    return max((index.pages(connection, _phrase(some)) for some in listed), default=0)


def tested(
    connection: Connection, wanted: Sequence[str], barred: Sequence[str]
) -> Callable[[Sequence[int]], set[int]]:
    """Return what tells which of some documents meet the phrases."""
    return index_of(connection).tested(
        connection,
        expression(connection, wanted, barred),
        list(map(_phrase, wanted)),
        list(map(_phrase, barred)),
        by_text=heavy(connection, [*wanted, *barred]),
    )


def below(connection: Connection, expression: str, number: int, limit: int) -> list[int]:
    """Return the numbers of the latest documents before one that meet an expression, current or not."""
    given = {"q": expression, "below": number, "n": limit}
    return numbers(connection, index_of(connection).BELOW, given)


def best(
    connection: Connection, expression: str, among: Iterable[int], limit: int, offset: int
) -> list[int]:
    """Return a page of the documents of these numbers: the latest by how well they meet the words, then the others."""
    order = sorted(among, reverse=True)
    asked = "SELECT number, title, text FROM documents WHERE number {}"
    words = {word.casefold() for word in _WORD.findall(expression)}
    near = rows_among(connection, asked, order[:LATEST])
    scored = sorted((-_score(words, title, body), -number) for number, title, body in near)
    return [*(-number for _, number in scored), *order[LATEST:]][offset : offset + limit]


def find(connection: Connection, query: str, limit: int, offset: int = 0) -> list[str]:
    """Return the ids of current documents that hold all words of `query`, best first among the latest `LATEST`.

    A database's own rank reads every place of every word, which for common words takes seconds in a large store; here
    the cost is bounded: the latest matches are ordered by how often, for their length, they have the words.
    """
    wanted = matches(connection, query)
    if not wanted:
        return []
    rows = connection.execute(
        text(
            f"SELECT d.id, d.title, d.text FROM ({index_of(connection).NEWEST}) w "
            "JOIN documents d ON d.number = w.number "
            "WHERE d.superseded_by IS NULL AND d.withdrawn IS NULL"
        ),
        {"q": wanted, "n": max(LATEST, offset + limit)},
    )
    words = {word.casefold() for word in _WORD.findall(query)}
    scored = sorted((-_score(words, row.title, row.text), row.id) for row in rows)
    return [name for _, name in scored[offset : offset + limit]]


def holders(connection: Connection, query: str, limit: int) -> list[str]:
    """Return the ids of the latest documents that hold all words of `query`, unordered by how well."""
    wanted = matches(connection, query)
    if not wanted:
        return []
    newest = index_of(connection).NEWEST
    rows = connection.execute(
        text(f"SELECT d.id FROM ({newest}) w JOIN documents d ON d.number = w.number"),
        {"q": wanted, "n": limit},
    )
    return [row.id for row in rows]


def _score(words: set[str], title: str, body: str) -> float:
    """Return how much a document is about the words: their frequency in a text of usual length, the title's tripled."""
    text, head = body.casefold(), title.casefold()
    found = (text.count(word) + TITLE * head.count(word) for word in words)
    return sum(map(math.log1p, found)) / (1 + len(text) / LONG)


def purge(connection: Connection) -> None:
    """Merge the index, so that no part of it holds a word of what was taken out."""
    index_of(connection).purge(connection)


def check(connection: Connection) -> str | None:
    """Return what is wrong between index and texts, if anything is."""
    return index_of(connection).check(connection)
