"""The index of what documents say: who speaks, who and what is named, how many, when; filled with their annotations.

A name or counted thing stands once in `finding_terms`, each place where it is said in `findings`. Both are made
from the annotations (`text.located`) in the transaction that keeps these, and go with their document.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby

from sqlalchemy import Connection, select, text

from crosswire.model.annotation import Annotations
from crosswire.store.statements import upsert
from crosswire.store.tables import finding_terms, finding_words
from crosswire.text.located import located

AT_ONCE = 500
"""Terms named in one statement."""


def enter(connection: Connection, number: int, annotations: Annotations) -> None:
    """Put what a document says in the place of what was known of it; `number` is its row's."""
    leave(connection, number)
    found = list(located(annotations))
    if not found:
        return
    terms = sorted({(item.kind, item.key) for item in found})
    connection.execute(
        text("INSERT INTO finding_terms (kind, key) VALUES (:kind, :key) ON CONFLICT DO NOTHING"),
        [{"kind": kind, "key": key} for kind, key in terms],
    )
    numbers = _numbers(connection, terms)
    put_words(connection, {numbers[term]: term[1] for term in terms})
    connection.execute(
        text(
            'INSERT INTO findings (term, document, "start", "end", low, high) '
            "VALUES (:term, :document, :start, :end, :low, :high) "
            "ON CONFLICT DO NOTHING"
        ),
        [
            {
                "term": numbers[item.kind, item.key],
                "document": number,
                "start": item.start,
                "end": item.end,
                "low": item.low,
                "high": item.high,
            }
            for item in found
        ],
    )


def _numbers(
    connection: Connection, terms: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], int]:
    """Return the number of each of these terms, which are there."""
    known = finding_terms.c
    found: dict[tuple[str, str], int] = {}
    for kind, some in groupby(terms, key=lambda term: term[0]):
        keys = [key for _, key in some]
        for start in range(0, len(keys), AT_ONCE):
            wanted = select(known.key, known.number).where(
                known.kind == kind, known.key.in_(keys[start : start + AT_ONCE])
            )
            found |= {(kind, row.key): row.number for row in connection.execute(wanted)}
    return found


def put_words(connection: Connection, keys: Mapping[int, str]) -> None:
    """Keep the words of the keys of terms, by the terms' numbers."""
    rows = [
        {"word": word, "term": number} for number, key in keys.items() for word in set(key.split())
    ]
    rows.sort(key=lambda row: (row["word"], row["term"]))
    upsert(connection, finding_words, ["word", "term"], rows)


def leave(connection: Connection, number: int) -> None:
    """Take out what a document says, and every name that no other document says."""
    given = {"number": number}
    terms = connection.execute(
        text("SELECT DISTINCT term FROM findings WHERE document = :number"), given
    ).scalars()
    listed = [{"term": term} for term in terms]
    if not listed:
        return
    connection.execute(text("DELETE FROM findings WHERE document = :number"), given)
    for table, key in (("finding_words", "term"), ("finding_terms", "number")):
        connection.execute(
            text(
                f"DELETE FROM {table} WHERE {key} = :term "
                "AND NOT EXISTS (SELECT 1 FROM findings WHERE term = :term)"
            ),
            listed,
        )
