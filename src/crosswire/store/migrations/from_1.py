"""Schema 1 (release 0.1) to 2: texts in a column of their own, standing of documents, stories by member, packed layers.

Everything is kept: documents, annotations, stories with their reasons, former ids. When a report of schema 1 was
acquired is not known; the time of migrating stands for it.
"""

import secrets
from collections.abc import Iterator

from sqlalchemy import Connection, Row, insert, select, text

from crosswire.model.annotation import Annotations
from crosswire.model.codec import from_json
from crosswire.model.document import Document
from crosswire.model.story import Story
from crosswire.store import findings, search
from crosswire.store.clock import later, system
from crosswire.store.rows import annotation_row, document_row, facts_of, member_rows, story_row
from crosswire.store.tables import annotations, documents, members, stories, tables

BATCH = 500
"""Rows read and written at a time."""
_OLD = ("documents", "annotations", "stories")


def migrate(connection: Connection) -> None:
    """Bring the tables and rows of schema 1 to schema 2."""
    connection.exec_driver_sql("DROP TABLE words")
    for name in _OLD:
        connection.exec_driver_sql(f"ALTER TABLE {name} RENAME TO old_{name}")
    for name in _indexes(connection):
        connection.exec_driver_sql(f'DROP INDEX "{name}"')
    tables.create_all(connection)
    search.create(connection)
    connection.execute(
        text("INSERT INTO about (key, value) VALUES ('salt', :salt)"),
        {"salt": secrets.token_hex(16)},
    )
    now = later(system(), None)
    _documents(connection, now)
    _annotations(connection)
    _stories(connection, now)
    for name in _OLD:
        connection.exec_driver_sql(f"DROP TABLE old_{name}")


def _indexes(connection: Connection) -> list[str]:
    rows = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name LIKE 'old_%' AND sql IS NOT NULL"
    )
    return [row.name for row in rows]


def _pages(
    connection: Connection, columns: str, table: str, key: str
) -> Iterator[list[Row[tuple[object, ...]]]]:
    last = ""
    while True:
        rows = connection.execute(
            text(f"SELECT {columns} FROM {table} WHERE {key} > :last ORDER BY {key} LIMIT {BATCH}"),
            {"last": last},
        ).all()
        if not rows:
            return
        yield list(rows)
        last = getattr(rows[-1], key)


def _documents(connection: Connection, now: str) -> None:
    for rows in _pages(connection, "id, record", "old_documents", "id"):
        found = [from_json(row.record, Document) for row in rows]
        connection.execute(insert(documents), [document_row(d, now) for d in found])
    connection.exec_driver_sql("INSERT INTO words (rowid, text) SELECT number, text FROM documents")


def _annotations(connection: Connection) -> None:
    for rows in _pages(connection, "document, made_by, record", "old_annotations", "document"):
        found = [(from_json(row.record, Annotations), row.made_by) for row in rows]
        connection.execute(insert(annotations), [annotation_row(a, by) for a, by in found])
        for record, _ in found:
            number = select(documents.c.number).where(documents.c.id == record.id)
            findings.enter(connection, connection.execute(number).scalar_one(), record)


def _stories(connection: Connection, now: str) -> None:
    for rows in _pages(connection, "id, record", "old_stories", "id"):
        for story in (from_json(row.record, Story) for row in rows):
            connection.execute(insert(members), member_rows(story))
            facts = facts_of(connection, story.documents)
            connection.execute(insert(stories), story_row(story, facts, now))
