"""PostgreSQL: how a server is reached, transactions stand in line, takedowns leave it, and its errors are said.

1. Writers stand in line for one advisory lock of their schema, taken before anything is read: what a transaction
   read therefore still holds when it writes, whichever process it is in; readers never wait. A process that is
   killed leaves the line, since its connection ends.
2. No message, name or log line holds the password.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import ConnectionPoolEntry

from crosswire.errors import StoreError
from crosswire.store import copying
from crosswire.store.facts import TAKEDOWN, fact, put_fact
from crosswire.store.statements import SAID
from crosswire.store.tables import tables
from crosswire.text.workspaces import shown

try:
    import psycopg
    from psycopg.types.string import StrDumperUnknown, TextLoader
except ImportError as missing:  # pragma: no cover -- the tests' environment has it
    raise StoreError(
        "a workspace in PostgreSQL needs an extra: pip install 'crosswire[postgres]'"
    ) from missing

WAIT = 60
"""Seconds that a writer waits for the others before it."""
BRIEF = 0.2
"""Seconds that opening a store waits for its turn to finish an earlier takedown."""
REACH = 10
"""Seconds in which a server must answer."""
LINE = 0x43726F73  # "Cros"
"""Number of the advisory lock for which writers stand in line, with that of the schema's name."""


class PostgresConnections:
    """The connections to the first schema of the search path of a PostgreSQL database."""

    def __init__(self, address: str) -> None:
        self.name = shown(address)
        self._url = _url(address, self.name)
        self.engine = _engine(self._url, self.name)
        try:
            self._refuse_others()
        except BaseException:
            self.engine.dispose()
            raise

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection of which each statement sees the last transaction that ended."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Give a connection whose statements all see one and the same state."""
        with self._transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection in a transaction that is the only one to write, from its start."""
        with self._transaction("BEGIN ISOLATION LEVEL READ COMMITTED") as connection:
            connection.exec_driver_sql(
                f"SELECT pg_advisory_xact_lock({LINE}, hashtext(current_schema()))"
            )
            yield connection

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Connection]:
        with self.engine.connect() as connection:
            connection.exec_driver_sql(begin)
            try:
                yield connection
                connection.exec_driver_sql("COMMIT")
            except BaseException:
                _roll_back(connection)
                raise

    def made(self, connection: Connection) -> bool:
        """Tell whether a workspace's tables are there."""
        named = (  # as the transaction sees it: to_regclass() says what the session remembers
            "SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'about'"
        )
        return connection.exec_driver_sql(named).scalar() is not None

    def stamp(self) -> object:
        """Return the count of the transactions that wrote."""
        with self.reading() as connection:
            return fact(connection, "changes")

    def keep_safe(self, schema: int) -> str | None:
        """Keep nothing: all steps are one transaction, and a server has backups of its own."""

    def copy(self, path: str) -> None:
        """Write one state of all that is kept to a new SQLite file, which is a workspace as it stands."""
        from crosswire.store.migrations import bring_forward
        from crosswire.store.sqlite import SqliteConnections

        with copying.whole(path) as part:
            target = SqliteConnections(part)
            try:
                bring_forward(target)
                with self.snapshot() as source, target.writing() as connection:
                    copying.copy_rows(source, connection)
                with target.reading() as connection:
                    connection.exec_driver_sql("PRAGMA journal_mode=DELETE")
            finally:
                target.engine.dispose()

    def faults(self, connection: Connection) -> list[str]:
        """Return what PostgreSQL itself finds wrong: indexes that were left half made."""
        rows = connection.exec_driver_sql(
            "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
            "JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE NOT i.indisvalid AND n.nspname = current_schema()"
        )
        return [f"the index {row.relname} is not valid; REINDEX it" for row in rows]

    def rewrite(self, *, wait: bool) -> bool:
        """Write the tables' files anew without what was taken down; False if readers are in the way now.

        What the server's own log and backups hold of it goes when these are thrown away.
        """
        names = sorted([*(table.name for table in tables.sorted_tables), "words"])
        try:
            with self.reading() as connection:
                limit = int((WAIT if wait else BRIEF) * 1000)
                connection.exec_driver_sql(f"SET lock_timeout = {limit}")
                try:
                    connection.exec_driver_sql(f"VACUUM (FULL) {', '.join(names)}")
                finally:
                    connection.exec_driver_sql(f"SET lock_timeout = {WAIT * 1000}")
        except StoreError as error:
            if isinstance(error.__cause__, psycopg.errors.LockNotAvailable):
                return False
            raise
        with self.writing() as connection:
            put_fact(connection, TAKEDOWN, None)
        return True

    def _refuse_others(self) -> None:
        with self.reading() as connection:
            schema = connection.exec_driver_sql("SELECT current_schema()").scalar()
            if schema is None:
                raise StoreError(
                    f"{self.name}: no schema of the search path exists; make it with CREATE SCHEMA"
                )
            found = set(
                connection.exec_driver_sql(
                    "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
                ).scalars()
            )
        if found and not {"about", "documents"} <= found:
            raise StoreError(
                f"{self.name}: not a Crosswire workspace, but tables of another program "
                f"(in schema {schema}); name another database, or another schema with "
                "?options=-csearch_path%3DNAME"
            )


def _roll_back(connection: Connection) -> None:
    """End the transaction; a server that is gone has ended it by itself."""
    try:
        connection.exec_driver_sql("ROLLBACK")
    except StoreError:
        connection.invalidate()


def _url(address: str, name: str) -> URL:
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):  # its message would say the address
        raise StoreError(
            f"{name}: not the address of a database; one looks like postgresql://USER@HOST:5432/NAME"
        ) from None
    return url.set(drivername="postgresql+psycopg")


def _engine(url: URL, name: str) -> Engine:
    engine = create_engine(
        url,
        connect_args={
            option: value
            for option, value in (("application_name", "crosswire"), ("connect_timeout", REACH))
            if option not in url.query
        },
        isolation_level="AUTOCOMMIT",  # transactions are begun by hand: see `writing`
        skip_autocommit_rollback=True,
        pool_size=4,
        max_overflow=16,
        pool_timeout=WAIT,
        pool_pre_ping=True,  # a server may have been started anew
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, record: ConnectionPoolEntry) -> None:
        record.info[SAID] = partial(store_error, name, password=url.password)
        connection.adapters.register_dumper(str, _WordsDumper)
        for kind in ("text", "varchar"):
            connection.adapters.register_loader(kind, _WordsLoader)
        connection.execute(f"SET lock_timeout = {WAIT * 1000}")
        connection.execute("SET tcp_keepalives_idle = 60")

    @event.listens_for(engine, "handle_error")
    def _on_error(context: ExceptionContext) -> None:
        error = context.original_exception
        if isinstance(error, psycopg.Error) and not context.is_pre_ping:
            raise store_error(name, error, url.password) from error

    return engine


class _WordsDumper(StrDumperUnknown):
    """Text to the server, which takes any letter but the null: that is written as two others."""

    def dump(self, obj: str) -> Any:
        if "\0" in obj or "\x01" in obj:
            obj = obj.replace("\x01", "\x01b").replace("\0", "\x01a")
        return super().dump(obj)


class _WordsLoader(TextLoader):
    """Text from the server, letter for letter as it was given."""

    def load(self, data: Any) -> Any:
        found = super().load(data)
        if isinstance(found, str) and "\x01" in found:
            return found.replace("\x01a", "\0").replace("\x01b", "\x01")
        return found


_REMEDIES = (
    ("password authentication failed|no password supplied|fe_sendauth",
     "check user and password; a password belongs in ~/.pgpass or PGPASSWORD"),
    ("no pg_hba.conf entry", "the server lets nobody in from here; ask who runs it"),
    (r'role ".*" does not exist', "check the user in the address"),
    (r'database ".*" does not exist', "make it with: createdb NAME"),
    ("permission denied|must be owner|no schema has been selected",
     "the user needs the right to make tables there: "
     "GRANT CREATE, USAGE ON SCHEMA … TO the user, or make it the database's owner"),
    ("read-only", "this server or user only reads; name the main server"),
    ("lock timeout|canceling statement due to lock", "another process is writing to it; try again when that is done"),
    ("too many clients|connection slots", "the server has no connection left; close some or raise max_connections"),
    ("No space left|could not extend|disk full", "make room on the server's disk; what was kept before is whole"),
    ("terminat|closed the connection|shut|starting up|connection is lost|consuming input",
     "the server was stopped or restarted; try again; what was kept before is whole"),
    ("connection|resolve|translate host|timeout", "check that the server runs, and host and port of the address"),
    ("does not exist|undefined", "the workspace is damaged or half removed; restore a backup"),
    ("", "see the server's log"),
)  # fmt: skip
"""What to do about an error of PostgreSQL, by words of its message; the first that fits holds."""


def store_error(name: str, error: psycopg.Error, password: object = None) -> StoreError:
    """Return the error of the store that says what happened to which workspace and what to do, without a password."""
    said = (str(error).strip() or type(error).__name__).splitlines()
    message = next((line for line in said if "FATAL" in line), said[0]).strip()
    if password:
        message = message.replace(str(password), "***")
    remedy = next(remedy for words, remedy in _REMEDIES if re.search(words, message))
    return StoreError(f"{name}: {message}; {remedy}")
