"""The index of what documents say: who speaks, who and what is named, how many, when; filled with their annotations.

A name or counted thing stands once in `finding_terms`, each place where it is said in `findings`. Both are made
from the annotations (`text.located`) in the transaction that keeps these, and go with their document.
"""

from sqlalchemy import Connection, text

from crosswire.model.annotation import Annotations
from crosswire.text.located import located

TABLES = (
    "CREATE TABLE IF NOT EXISTS finding_terms ("
    "number INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, UNIQUE (kind, key))",
    'CREATE TABLE IF NOT EXISTS findings (term INTEGER NOT NULL, document INTEGER NOT NULL, "start" INTEGER NOT NULL, '
    '"end" INTEGER NOT NULL, low REAL, high REAL, PRIMARY KEY (term, document, "start", "end")) WITHOUT ROWID',
    "CREATE INDEX IF NOT EXISTS findings_by_document ON findings (document)",
)


def create(connection: Connection) -> None:
    """Make the index's tables where they are missing."""
    for statement in TABLES:
        connection.exec_driver_sql(statement)


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
    numbers = {
        (kind, key): connection.execute(
            text("SELECT number FROM finding_terms WHERE kind = :kind AND key = :key"),
            {"kind": kind, "key": key},
        ).scalar_one()
        for kind, key in terms
    }
    connection.execute(
        text(
            "INSERT INTO findings VALUES (:term, :document, :start, :end, :low, :high) "
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
    connection.execute(
        text(
            "DELETE FROM finding_terms WHERE number = :term "
            "AND NOT EXISTS (SELECT 1 FROM findings WHERE term = :term)"
        ),
        listed,
    )
