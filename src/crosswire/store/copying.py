"""A whole copy of the database in a new file, also while it is being written to."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from crosswire.store.connections import Connections, store_error


def copy(connections: Connections, path: str) -> None:
    """Write the last whole state to `path`: beside it first, and in its place only when it is whole on the disk.

    One step copies all pages of one state; writers go on meanwhile in the log, which the copy does not see.
    """
    part = Path(f"{path}.part")
    try:
        with connections.reading() as connection:
            source = connection.connection.driver_connection
            assert isinstance(source, sqlite3.Connection)
            with closing(sqlite3.connect(part)) as target:
                source.backup(target)
                target.execute("PRAGMA journal_mode=DELETE")
        _to_disk(part)
        os.replace(part, path)
        _to_disk(Path(path).resolve().parent)
    except sqlite3.Error as error:
        raise store_error(path, error) from error
    finally:
        part.unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    """Wait until a file or folder stands on the disk itself."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
