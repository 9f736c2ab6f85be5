"""SQLite: FTS5 over the texts in the table of documents.

The index holds no copy of a text: it reads the table's rows, so that `check` can compare the two, and a row is
taken out by the very words that were put in.
"""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import Connection, text

from crosswire.store.fulltext.phrase import Phrase
from crosswire.store.fulltext.unicode61 import Holds, looked_for, plain
from crosswire.store.statements import numbers, rows_among

CREATE = (
    "CREATE VIRTUAL TABLE words USING fts5("
    "text, content='documents', content_rowid='number', tokenize='unicode61')"
)
NUMBERS = "SELECT rowid AS number FROM words WHERE words MATCH :q"
NEWEST = f"{NUMBERS} ORDER BY rowid DESC LIMIT :n"
BELOW = f"{NUMBERS} AND rowid < :below ORDER BY rowid DESC LIMIT :n"
TEXT = 16
"""Microseconds that it takes to read a text and look for words in it."""
ROW = 0.2
"""Microseconds that the index takes for each document that meets an expression."""
FIRST = 256
"""Documents whose texts are read to learn how many of all meet an expression."""


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


def together(words: Sequence[str], open_end: bool = False) -> str:
    """Return the expression for words that stand together; with `open_end` the last may be any longer one."""
    return f'"{" ".join(words)}"' + ("*" if open_end else "") if words else ""


def every(expressions: Sequence[str]) -> str:
    """Return the expression that is met where all of these are; empty without any."""
    return " ".join(expressions).strip()


def without(wanted: str, barred: Sequence[str]) -> str:
    """Return the expression that is met where one is, and none of others."""
    return f"({wanted}) NOT ({' OR '.join(barred)})" if barred else wanted


def pages(connection: Connection, phrase: Phrase) -> int:
    """Return how many pages of the index hold words that begin as a phrase's last does; 0 where it has one ending.

    For words with any ending FTS5 puts together all documents that have one, before it gives the first: a quarter of
    a millisecond a page.
    """
    last = plain(" ".join(phrase.words)).split()[-1:] if phrase.open_end else []
    if not last:
        return 0
    first = b"0" + last[0].encode()
    found = connection.execute(text(_SPREAD), {"first": first, "end": first + b"\xff"}).scalar()
    return int(found or 0)


_SPREAD = (  # the pages of each part of the index stand in the order of their words
    "WITH RECURSIVE parts (id) AS (SELECT min(segid) FROM words_idx UNION ALL "
    "SELECT (SELECT min(segid) FROM words_idx WHERE segid > parts.id) FROM parts WHERE parts.id IS NOT NULL) "
    "SELECT sum((SELECT pgno >> 1 FROM words_idx WHERE segid = parts.id AND term <= :end "
    "ORDER BY term DESC LIMIT 1) - coalesce((SELECT pgno >> 1 FROM words_idx WHERE segid = parts.id "
    "AND term <= :first ORDER BY term DESC LIMIT 1), 1) + 1) FROM parts WHERE parts.id IS NOT NULL"
)


def tested(
    connection: Connection,
    expression: str,
    wanted: Sequence[Phrase],
    barred: Sequence[Phrase],
    *,
    by_text: bool,
) -> Callable[[Sequence[int]], set[int]]:
    """Return what tells which of some documents meet an expression: by their texts, or by the index from first to last.

    The index can give all documents between two numbers, but to look for a single one in it takes as long as 500 do.
    """
    met, unmet = looked_for(wanted), looked_for(barred)
    looked, found = 0, 0

    def test(some: Sequence[int]) -> set[int]:
        nonlocal looked, found
        low, high = min(some), max(some)
        share = found / looked if looked >= FIRST else 1.0
        readable = met is not None and unmet is not None
        if readable and (by_text or len(some) * TEXT < (high - low) * share * ROW):
            rows = rows_among(connection, _TEXTS, some)
            held = {n for n, body in rows if _holds(body, met or [], unmet or [])}
            looked, found = looked + len(some), found + len(held)
            return held
        between = f"{NUMBERS} AND rowid BETWEEN :first AND :last"
        return set(numbers(connection, between, {"q": expression, "first": low, "last": high}))

    return test


_TEXTS = "SELECT number, text FROM documents WHERE number {}"


def _holds(body: str, met: Sequence[Holds], unmet: Sequence[Holds]) -> bool:
    low = body.lower()
    return all(one(body, low) for one in met) and not any(one(body, low) for one in unmet)


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
