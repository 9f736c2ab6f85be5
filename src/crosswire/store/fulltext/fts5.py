"""SQLite: FTS5 over the texts in the table of documents.

The index holds no copy of a text: it reads the table's rows, so that `check` can compare the two, and a row is
taken out by the very words that were put in.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, text

CREATE = (
    "CREATE VIRTUAL TABLE words USING fts5("
    "text, content='documents', content_rowid='number', tokenize='unicode61')"
)
NUMBERS = "SELECT rowid AS number FROM words WHERE words MATCH :q"
NEWEST = f"{NUMBERS} ORDER BY rowid DESC LIMIT :n"


def create(connection: Connection) -> None:
    """Make the index."""
    connection.exec_driver_sql(CREATE)


def bring_forward(connection: Connection) -> None:
    """Do nothing: the index is as it was."""


def enter(connection: Connection, texts: Mapping[int, str]) -> None:
    """Put the texts of documents in, by number; they must stand in their table already."""
    if not texts:
        return
    connection.execute(
        text(
            "INSERT INTO words (rowid, text) SELECT number, text FROM documents WHERE number = :n"
        ),
        [{"n": number} for number in texts],
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


def together(words: Sequence[str], *, open_end: bool = False) -> str:
    """Return the expression for words that stand together; with `open_end` the last may be any longer one."""
    return f'"{" ".join(words)}"' + ("*" if open_end else "") if words else ""


def every(expressions: Sequence[str]) -> str:
    """Return the expression that is met where all of these are; empty without any."""
    return " ".join(expressions).strip()


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
