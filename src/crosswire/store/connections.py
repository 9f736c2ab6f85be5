"""What every database gives a store: transactions, a copy, a rewriting, its own check; which one an address means."""

from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy import Connection, Engine

from crosswire.text.workspaces import is_address


class Connections(Protocol):
    """The connections to one database; `name` is what messages call it, without a password."""

    name: str
    engine: Engine

    def reading(self) -> AbstractContextManager[Connection]:
        """Give a connection of which each statement sees the last transaction that ended."""
        ...

    def snapshot(self) -> AbstractContextManager[Connection]:
        """Give a connection whose statements all see one and the same state."""
        ...

    def writing(self) -> AbstractContextManager[Connection]:
        """Give a connection in a transaction that no other interrupts: writers stand in line."""
        ...

    def made(self, connection: Connection) -> bool:
        """Tell whether a workspace's tables are there."""
        ...

    def stamp(self) -> object:
        """Return quickly what differs after every write, of any process."""
        ...

    def keep_safe(self, schema: int) -> str | None:
        """Make a copy before an old store is brought forward; return its name, if there is one beside it."""
        ...

    def copy(self, path: str) -> None:
        """Write the last whole state to a new file."""
        ...

    def faults(self, connection: Connection) -> list[str]:
        """Return what the database itself finds wrong."""
        ...

    def rewrite(self, *, wait: bool) -> bool:
        """Take the bytes of what was taken down out of the files; False if others are in the way now."""
        ...


def connections_to(where: str | None) -> Connections:
    """Return the connections to an SQLite file, a database in memory (None) or a PostgreSQL address."""
    if where is not None and is_address(where):
        from crosswire.store.postgres import PostgresConnections  # an extra

        return PostgresConnections(where)
    from crosswire.store.sqlite import SqliteConnections

    return SqliteConnections(where)
