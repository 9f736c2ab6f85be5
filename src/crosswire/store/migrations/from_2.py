"""Schema 2 to 3: what documents and names are found by goes by indexes, and keys are kept by document, too.

Everything that was kept stays where it is; the new tables are filled from it.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Column, Connection, Table, insert, inspect, select, text

from crosswire.model.codec import from_json
from crosswire.model.document import Document
from crosswire.store import described, findings, search, tables
from crosswire.store.rows import keyed_row
from crosswire.store.statements import WHOLE

BATCH = 500
"""Rows read and written at a time."""
_NEW = (tables.keyed, tables.document_facets, tables.finding_words)


def migrate(connection: Connection) -> None:
    """Bring the tables and rows of schema 2 to schema 3."""
    for table in _NEW:
        table.create(connection, checkfirst=True)  # a file of schema 1 has got them already
    if all(column["name"] != "placed" for column in inspect(connection).get_columns("unsettled")):
        connection.exec_driver_sql(
            "ALTER TABLE unsettled ADD COLUMN placed INTEGER NOT NULL DEFAULT 0"
        )
    _facets(connection)
    _keys(connection)
    _words(connection)
    connection.exec_driver_sql("DROP INDEX IF EXISTS keys_by_document")
    search.bring_forward(connection)
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"ALTER TABLE sketches SET ({WHOLE})")


def _facets(connection: Connection) -> None:
    kept = tables.documents.c
    for page in _pages(connection, kept.number, kept.record):
        found = {number: from_json(record, Document) for number, record in page}
        described.enter(connection, found)


def _keys(connection: Connection) -> None:
    most = int(connection.execute(text("SELECT max(document) FROM keys")).scalar() or 0)
    asked = text(
        "SELECT document, rank, key FROM keys WHERE document > :low AND document <= :high "
        "ORDER BY document, key"
    )
    for low in range(0, most, BATCH):
        rows = connection.execute(asked, {"low": low, "high": low + BATCH})
        _put(
            connection,
            tables.keyed,
            [
                keyed_row(number, rank, [row.key for row in held])
                for (number, rank), held in groupby(rows, key=lambda row: (row.document, row.rank))
            ],
        )


def _words(connection: Connection) -> None:
    known = tables.finding_terms.c
    for page in _pages(connection, known.number, known.key):
        findings.put_words(connection, dict(page))


def _pages(
    connection: Connection, number: Column[Any], value: Column[Any]
) -> Iterator[list[tuple[int, Any]]]:
    """Yield the rows of a table, by number, a batch at a time."""
    last = 0
    asked = select(number, value).order_by(number).limit(BATCH)
    while rows := connection.execute(asked.where(number > last)).all():
        yield [(row[0], row[1]) for row in rows]
        last = rows[-1][0]


def _put(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), list(rows))
