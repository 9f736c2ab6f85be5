"""PostgreSQL: a tsvector for each document, made of the words that SQLite's index knows, without stems or stop words.

The words are cut here, not by the server, whose own parser takes addresses, versions and fractions for one word each:
so both databases find the same reports. The server keeps 16,383 places in a text and 256 of one word: where a word
stands more often or later than that, a phrase may be missed; single words never are.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import Connection, text

from crosswire.store import statements
from crosswire.store.fulltext.phrase import Phrase
from crosswire.text.spelling import folded

CREATE = (
    "CREATE TABLE words (document BIGINT PRIMARY KEY, vector tsvector NOT NULL) "
    f"WITH ({statements.WHOLE})",
    "CREATE INDEX words_by_vector ON words USING gin (vector)",
)
NUMBERS = "SELECT document AS number FROM words WHERE vector @@ CAST(:q AS tsquery)"
NEWEST = f"{NUMBERS} ORDER BY document DESC LIMIT :n"
BELOW = f"{NUMBERS} AND document < :below ORDER BY document DESC LIMIT :n"
_OTHER_SCRIPTS = text(
    "SELECT number, text FROM documents WHERE number > :n "
    "AND text ~ '[\u0184-\u1fff\u2c00-\U0010fffe]' ORDER BY number LIMIT 200"
)
PLACES, REPEATS = 16_383, 256
"""What a tsvector keeps: the last place in a text, the places of one word."""
LONGEST = 500
"""Letters of a word that are kept; the server takes 2,046 bytes."""
MOST_BYTES = 900_000
"""Bytes of a tsvector, of which the server takes a mebibyte; different words beyond that are not found."""
_TOKEN = re.compile(r"[^\W_]+")


def create(connection: Connection) -> None:
    """Make the index."""
    for statement in CREATE:
        connection.exec_driver_sql(statement)


def bring_forward(connection: Connection) -> None:
    """Let the rows of schema 2 stand whole in their table, so that the server goes by the index of words.

    Texts of other scripts than the Latin are cut anew: some of their letters are folded otherwise since.
    """
    connection.exec_driver_sql("DROP INDEX words_by_vector")
    connection.exec_driver_sql("ALTER TABLE words DROP CONSTRAINT words_pkey")
    connection.exec_driver_sql("ALTER TABLE words RENAME TO old_words")
    create(connection)
    connection.exec_driver_sql("INSERT INTO words SELECT document, vector FROM old_words")
    connection.exec_driver_sql("DROP TABLE old_words")
    last = 0
    while rows := connection.execute(_OTHER_SCRIPTS, {"n": last}).all():
        leave(connection, [row.number for row in rows])
        enter(connection, {row.number: row.text for row in rows})
        last = rows[-1].number


def enter(connection: Connection, texts: Mapping[int, str]) -> None:
    """Put the texts of documents in, by number."""
    rows = [(number, vector(texts[number])) for number in sorted(texts)]
    statements.copy_in(connection, "words", ("document", "vector"), rows)


def leave(connection: Connection, numbers: Sequence[int]) -> None:
    """Take the documents of these numbers out."""
    if numbers:
        connection.execute(
            text("DELETE FROM words WHERE document = :n"), [{"n": number} for number in numbers]
        )


def tokens(body: str) -> list[str]:
    """Return the words of a text as they are looked for: runs of letters and digits, small, without accents."""
    return _TOKEN.findall(folded(body))


def vector(body: str) -> str:
    """Return the words of a text with their places, as PostgreSQL writes a tsvector."""
    words = tokens(body)
    places: dict[str, list[int]] = {}
    if 4 * len(body) + 18 * len(words) < MOST_BYTES and len(words) <= PLACES:
        for place, word in enumerate(words, 1):  # none of the limits is near
            places.setdefault(word, []).append(place)
        return _written({word: found[:REPEATS] for word, found in places.items()})
    size = 0
    for place, word in enumerate(words, 1):
        known = places.get(word)
        if known is None:
            size += len(word.encode()) + 16
            if size > MOST_BYTES:
                break
            places[word] = [min(place, PLACES)]
        elif len(known) < REPEATS and place <= PLACES:
            size += 2
            known.append(place)
    return _written(places)


def _written(places: Mapping[str, Sequence[int]]) -> str:
    cut: dict[str, Sequence[int]] = {}
    for word, found in places.items():
        cut.setdefault(word[:LONGEST], found)
    return " ".join(f"'{word}':{','.join(map(str, found))}" for word, found in cut.items())


def together(words: Sequence[str], open_end: bool = False) -> str:
    """Return the expression for words that stand together; with `open_end` the last may be any longer one."""
    listed = [f"'{word[:LONGEST]}'" for word in tokens(" ".join(words))]
    if not listed:
        return ""
    return f"({' <-> '.join(listed)}{':*' if open_end else ''})"


def every(expressions: Sequence[str]) -> str:
    """Return the expression that is met where all of these are; empty without any."""
    return " & ".join(filter(None, expressions))


def without(wanted: str, barred: Sequence[str]) -> str:
    """Return the expression that is met where one is, and none of others."""
    return f"({wanted}) & !({' | '.join(barred)})" if barred else wanted


def pages(connection: Connection, phrase: Phrase) -> int:
    """Return 0: the server reads of its index what it needs, whatever the ending."""
    return 0


def tested(
    connection: Connection,
    expression: str,
    wanted: Sequence[Phrase],
    barred: Sequence[Phrase],
    *,
    by_text: bool,
) -> Callable[[Sequence[int]], set[int]]:
    """Return what tells which of some documents meet an expression."""

    def test(some: Sequence[int]) -> set[int]:
        where, given = statements.within(connection, "document", some)
        return set(
            statements.numbers(connection, f"{NUMBERS} AND {where}", {"q": expression, **given})
        )

    return test


def purge(connection: Connection) -> None:
    """Do nothing: the index is made anew when its table is rewritten."""


def check(connection: Connection) -> str | None:
    """Return what is wrong between index and texts, if anything is."""
    wanted = text(
        "SELECT d.number, d.id, d.text, w.vector::text AS kept FROM documents d "
        "LEFT JOIN words w ON w.document = d.number WHERE d.number > :n ORDER BY d.number LIMIT 200"
    )
    same = text("SELECT CAST(:one AS tsvector) = CAST(:other AS tsvector)")
    last = 0
    while rows := connection.execute(wanted, {"n": last}).all():
        for row in rows:
            given = {"one": row.kept, "other": vector(row.text)}
            if row.kept is None or not connection.execute(same, given).scalar():
                return f"the index of words does not agree with the text of {row.id}"
        last = rows[-1].number
    strays = "SELECT count(*) FROM words w LEFT JOIN documents d ON d.number = w.document WHERE d.number IS NULL"
    if connection.execute(text(strays)).scalar():
        return "the index of words holds words of documents that are not there"
    return None
