"""SQLite: how it is opened, its transactions begun, a file copied and rewritten, its errors said with what to do."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.pool import QueuePool, StaticPool

from crosswire.errors import StoreError
from crosswire.store import copying, search
from crosswire.store.facts import SAFETY, TAKEDOWN, fact, put_fact

WAIT = 60
"""Seconds that a writer waits for another one's transaction."""
WAL_BYTES = 64 * 1024 * 1024
"""Bytes that the log beside the file keeps after a checkpoint; more is given back to the disk."""
CACHE_KIB = 32 * 1024
"""Kibibytes of pages a connection keeps: the inner pages of the indexes of a million documents."""


BRIEF = 200
"""Milliseconds that opening a store waits for its turn to finish an earlier takedown."""


class SqliteConnections:
    """The connections to one file, or to one database in memory where `path` is None."""

    def __init__(self, path: str | None) -> None:
        if path is not None:
            refuse_others(path)
        self.path = path
        self.name = path or "workspace in memory"
        self._one_at_a_time = threading.RLock()  # in memory all threads share one connection
        self.engine = _engine(path)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection of which each statement sees the last transaction that ended."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Give a connection whose statements all see one and the same state."""
        with self.engine.connect() as connection:
            if self.path is None:
                yield connection
                return
            connection.exec_driver_sql("BEGIN")
            try:
                yield connection
            finally:
                connection.exec_driver_sql("COMMIT")

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection in a transaction that has the right to write from its start.

        What was read in it is therefore still so when it is written: two writers stand in line.
        """
        if self.path is None:
            with self._one_at_a_time:
                yield from self._transaction()
        else:
            yield from self._transaction()

    def _transaction(self) -> Iterator[Connection]:
        with self.engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.exec_driver_sql("COMMIT")
            except BaseException:
                _roll_back(connection)
                raise

    def made(self, connection: Connection) -> bool:
        """Tell whether a workspace's tables are there."""
        named = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'about'"
        return connection.exec_driver_sql(named).scalar() is not None

    def stamp(self) -> object:
        """Return sizes and times of the file and the log beside it; of memory, the count of its transactions."""
        if self.path is None:
            with self.reading() as connection:
                return fact(connection, "changes")
        return tuple(_stat(Path(name)) for name in (self.path, f"{self.path}-wal"))

    def keep_safe(self, schema: int) -> str | None:
        """Copy the file beside itself before it is brought forward, once; return the copy's name."""
        if self.path is None:
            return None
        kept = Path(f"{self.path}.schema-{schema}")
        if not kept.exists():
            self.copy(str(kept))
        return kept.name

    def copy(self, path: str) -> None:
        """Write the last whole state to a new file."""
        try:
            with self.reading() as connection:
                source = connection.connection.driver_connection
                assert isinstance(source, sqlite3.Connection)
                copying.copy_file(source, path)
        except sqlite3.Error as error:
            raise store_error(self.path, error) from error

    def faults(self, connection: Connection) -> list[str]:
        """Return what SQLite itself finds wrong."""
        found = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check")]
        return [] if found == ["ok"] else found

    def rewrite(self, *, wait: bool) -> bool:
        """Rewrite the file without what was taken down; False if another process holds it now."""
        if self.path is None:
            with self.writing() as connection:
                put_fact(connection, TAKEDOWN, None)
            return True
        try:
            return self._rewrite_file(self.path, wait=wait)
        except StoreError as error:
            if "locked" in str(error) or "busy" in str(error):
                return False
            raise

    def _rewrite_file(self, path: str, *, wait: bool) -> bool:
        with self.reading() as connection:
            safety = fact(connection, SAFETY)
            if safety is not None:
                for copy in Path(path).resolve().parent.glob(f"{safety}*"):
                    copy.unlink(missing_ok=True)
            connection.exec_driver_sql(f"PRAGMA busy_timeout={WAIT * 1000 if wait else BRIEF}")
            try:
                search.purge(connection)
                connection.exec_driver_sql("VACUUM")
                busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
                if busy:
                    return False
                put_fact(connection, TAKEDOWN, None)
                put_fact(connection, SAFETY, None)
                return True
            finally:
                connection.exec_driver_sql(f"PRAGMA busy_timeout={WAIT * 1000}")


def _stat(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def _roll_back(connection: Connection) -> None:
    """End the transaction; SQLite has ended it by itself after some errors (a full disk)."""
    raw = connection.connection.driver_connection
    if isinstance(raw, sqlite3.Connection) and raw.in_transaction:
        connection.exec_driver_sql("ROLLBACK")


def _engine(path: str | None) -> Engine:
    if path is None:
        address: URL | str = "sqlite://"
        options: dict[str, Any] = {"poolclass": StaticPool}
    else:
        address = URL.create("sqlite", database=path)
        options = {"poolclass": QueuePool, "pool_size": 4, "max_overflow": 60}
    engine = create_engine(
        address,
        connect_args={"timeout": WAIT, "check_same_thread": False, "isolation_level": None},
        isolation_level="AUTOCOMMIT",  # transactions are begun by hand: see `writing`
        skip_autocommit_rollback=True,
        **options,
    )

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _: Any) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={WAIT * 1000}")
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA secure_delete=ON")
        cursor.execute(f"PRAGMA journal_size_limit={WAL_BYTES}")
        cursor.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        cursor.close()

    @event.listens_for(engine, "handle_error")
    def _on_error(context: ExceptionContext) -> None:
        if isinstance(context.original_exception, sqlite3.Error):
            raise store_error(path, context.original_exception) from context.original_exception

    return engine


_REMEDIES = (
    ("locked", "another process is writing to it; try again when that is done"),
    ("readonly", "check its permissions, or name another file with --workspace"),
    ("unable to open", "check the path and its permissions"),
    ("full", "make room on the disk; what was kept before is whole"),
    ("disk I/O", "make room on the disk or check it; what was kept before is whole"),
    ("not a database", "not a Crosswire workspace; name another file with --workspace"),
    ("", "the file is damaged; restore a backup, or name another file with --workspace"),
)
"""What to do about an error of SQLite, by words of its message; the first that fits holds."""


def store_error(path: str | None, error: sqlite3.Error) -> StoreError:
    """Return the error of the store that says what happened to which file and what to do."""
    remedy = next(remedy for words, remedy in _REMEDIES if words in str(error))
    return StoreError(f"{path or 'workspace in memory'}: {error}; {remedy}")


def refuse_others(path: str) -> None:
    """Raise StoreError for a path that can't be a workspace, before anything is written to it."""
    folder = Path(path).resolve().parent
    if not folder.is_dir():
        raise StoreError(f"{path}: the folder {folder} does not exist; make it first")
    if not Path(path).exists():
        return
    try:
        with closing(sqlite3.connect(path, timeout=WAIT)) as connection:
            names = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    except sqlite3.Error as error:
        raise store_error(path, error) from error
    if names and not {"about", "documents"} <= names:
        raise StoreError(
            f"{path}: not a Crosswire workspace, but a database of another program; "
            "name another file with --workspace"
        )
