"""A whole copy: an SQLite file page by page, or the rows of any store into another, empty one."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, delete, func, insert, select

from crosswire.store import search
from crosswire.store.tables import documents, tables

AT_ONCE = 200
"""Rows read and written at a time; the largest hold a dossier of some hundred kilobytes."""


def copy_file(source: sqlite3.Connection, path: str) -> None:
    """Write the last whole state to `path`: beside it first, and in its place only when it is whole on the disk.

    One step copies all pages of one state; writers go on meanwhile in the log, which the copy does not see.
    """
    with whole(path) as part, closing(sqlite3.connect(part)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")


@contextmanager
def whole(path: str) -> Iterator[str]:
    """Give the name of a file to write, which stands at `path` only when it is whole and on the disk."""
    part = Path(f"{path}.part")
    try:
        yield str(part)
        _to_disk(part)
        os.replace(part, path)
        _to_disk(Path(path).resolve().parent)
    finally:
        part.unlink(missing_ok=True)


def copy_rows(source: Connection, target: Connection) -> None:
    """Put all rows of a store into the tables of one that has none yet; indexes of words are made anew."""
    for table in tables.sorted_tables:
        target.execute(delete(table))  # what a new store knows of itself
        found = source.execute(select(table).execution_options(yield_per=AT_ONCE))
        for rows in found.mappings().partitions():
            target.execute(insert(table), [dict(row) for row in rows])
    last = 0
    text = select(documents.c.number, documents.c.text).order_by(documents.c.number).limit(AT_ONCE)
    while page := target.execute(text.where(documents.c.number > last)).all():
        search.enter(target, {row.number: row.text for row in page})
        last = page[-1].number


def copy_into(source: Connection, target: Connection) -> None:
    """Put all rows of a store into a PostgreSQL one that has just been made, and let it count on from there."""
    copy_rows(source, target)
    for table in tables.sorted_tables:
        for column in table.primary_key:
            if column.autoincrement is True:
                numbered = f"pg_get_serial_sequence('{table.name}', '{column.name}')"
                last = target.execute(select(func.max(column))).scalar()
                if last is not None:
                    target.exec_driver_sql(f"SELECT setval({numbered}, {int(last)})")


def _to_disk(path: Path) -> None:
    """Wait until a file or folder stands on the disk itself."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
