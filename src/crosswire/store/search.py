"""The words of all documents in one full-text index: FTS5 over the texts in the table of documents.

The index holds no copy of a text: it reads the table's rows, so that `check` can compare the two, and a row is
taken out by the very words that were put in. Another database needs these functions and nothing else.
"""

import math
import re
from collections.abc import Sequence

from sqlalchemy import Connection, text

CREATE = (
    "CREATE VIRTUAL TABLE words USING fts5("
    "text, content='documents', content_rowid='number', tokenize='unicode61')"
)
LATEST = 500
"""Matches that are read and ordered: reading a million would take seconds."""
TITLE = 3
"""Times that a word in the title counts."""
LONG = 20_000
"""Code points at which a text's length halves what its words count."""
MOST_WORDS = 64
"""Words of a query that are looked for; what stands beyond is hostile or a whole text pasted."""


def create(connection: Connection) -> None:
    """Make the index."""
    connection.exec_driver_sql(CREATE)


def enter(connection: Connection, numbers: Sequence[int]) -> None:
    """Put the documents of these numbers in; they must stand in their table already."""
    if not numbers:
        return
    connection.execute(
        text(
            "INSERT INTO words (rowid, text) SELECT number, text FROM documents WHERE number = :n"
        ),
        [{"n": number} for number in numbers],
    )


def leave(connection: Connection, numbers: Sequence[int]) -> None:
    """Take the documents of these numbers out; they must stand in their table still."""
    if not numbers:
        return
    connection.execute(
        text(
            "INSERT INTO words (words, rowid, text) "
            "SELECT 'delete', number, text FROM documents WHERE number = :n"
        ),
        [{"n": number} for number in numbers],
    )


def matches(query: str) -> str:
    """Return the FTS5 expression for all words of `query`; empty where it has none."""
    return " ".join(f'"{word}"' for word in re.findall(r"\w+", query)[:MOST_WORDS])


def find(connection: Connection, query: str, limit: int, offset: int = 0) -> list[str]:
    """Return the ids of current documents that hold all words of `query`, best first among the latest `LATEST`.

    FTS5's own rank reads every place of every word, which for common words takes seconds in a large store; here the
    cost is bounded: the latest matches are ordered by how often, for their length, they have the words.
    """
    wanted = matches(query)
    if not wanted:
        return []
    rows = connection.execute(
        text(
            "SELECT d.id, d.title, d.text FROM (SELECT rowid FROM words WHERE words MATCH :q "
            "ORDER BY rowid DESC LIMIT :n) w JOIN documents d ON d.number = w.rowid "
            "WHERE d.superseded_by IS NULL AND d.withdrawn IS NULL"
        ),
        {"q": wanted, "n": max(LATEST, offset + limit)},
    )
    words = {word.casefold() for word in re.findall(r"\w+", query)}
    scored = sorted((-_score(words, row.title, row.text), row.id) for row in rows)
    return [name for _, name in scored[offset : offset + limit]]


def holders(connection: Connection, query: str, limit: int) -> list[str]:
    """Return the ids of the latest documents that hold all words of `query`, unordered by how well."""
    wanted = matches(query)
    if not wanted:
        return []
    rows = connection.execute(
        text(
            "SELECT d.id FROM (SELECT rowid FROM words WHERE words MATCH :q "
            "ORDER BY rowid DESC LIMIT :n) w JOIN documents d ON d.number = w.rowid"
        ),
        {"q": wanted, "n": limit},
    )
    return [row.id for row in rows]


def _score(words: set[str], title: str, body: str) -> float:
    """Return how much a document is about the words: their frequency in a text of usual length, the title's doubled."""
    text, head = body.casefold(), title.casefold()
    found = (text.count(word) + TITLE * head.count(word) for word in words)
    return sum(map(math.log1p, found)) / (1 + len(text) / LONG)


def purge(connection: Connection) -> None:
    """Merge the index into one part, so that no part holds a word of what was taken out."""
    connection.exec_driver_sql("INSERT INTO words (words) VALUES ('optimize')")


def check(connection: Connection) -> str | None:
    """Return what is wrong between index and texts, if anything is."""
    try:
        connection.exec_driver_sql("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")
    except Exception as error:
        return f"the index of words does not agree with the texts ({error})"
    return None
