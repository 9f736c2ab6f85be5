"""The words of all documents in one full-text index: FTS5 over the texts in the table of documents.

The index holds no copy of a text: it reads the table's rows, so that `check` can compare the two, and a row is
taken out by the very words that were put in. Another database needs these functions and nothing else.
"""

import re
from collections.abc import Sequence

from sqlalchemy import Connection, text

CREATE = (
    "CREATE VIRTUAL TABLE words USING fts5("
    "text, content='documents', content_rowid='number', tokenize='unicode61')"
)
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
    """Return the ids of the current documents that hold all words of `query`, best first."""
    wanted = matches(query)
    if not wanted:
        return []
    rows = connection.execute(
        text(
            "SELECT d.id FROM words JOIN documents d ON d.number = words.rowid "
            "WHERE words MATCH :q AND d.superseded_by IS NULL AND d.withdrawn IS NULL "
            "ORDER BY words.rank, d.id LIMIT :n OFFSET :o"
        ),
        {"q": wanted, "n": limit, "o": offset},
    )
    return [row.id for row in rows]


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
