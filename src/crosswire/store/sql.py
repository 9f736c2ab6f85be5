"""The store in SQL, by SQLAlchemy Core: SQLite in a file (WAL, full-text index) or in memory, or PostgreSQL.

1. Records are kept as the JSON that `model.codec` gives, beside the columns that are asked for (`tables`).
2. One transaction a writer; a killed process leaves the last whole one.
3. A file of an earlier schema is brought forward on opening (`migrations`), one of a later release refused.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crosswire.errors import StoreError
from crosswire.store import soundness
from crosswire.store.clock import Clock, system
from crosswire.store.connections import connections_to
from crosswire.store.copying import copy_into
from crosswire.store.migrations import bring_forward
from crosswire.store.reading import SqlView
from crosswire.store.takedown import finish_takedowns
from crosswire.store.writing import SqlWriter
from crosswire.text.workspaces import is_address


class SqlStore:
    """A workspace in an SQLite file, a PostgreSQL database (its address), or in memory where `path` is None."""

    def __init__(self, path: str | None = None, *, clock: Clock = system) -> None:
        """Open the store, making it where it is missing; raises StoreError for a file that is none."""
        self.path = path
        self.clock = clock
        self.connections = connections_to(path)
        self.engine = self.connections.engine
        try:
            bring_forward(self.connections)
            finish_takedowns(self.connections, wait=False)
        except BaseException:
            self.engine.dispose()
            raise

    def view(self) -> SqlView:
        """Return the store for reading."""
        return SqlView(self.connections.reading)

    @contextmanager
    def snapshot(self) -> Iterator[SqlView]:
        """Give a view that sees one and the same state throughout."""
        with self.connections.snapshot() as connection:
            yield SqlView.of(connection)

    def writer(self) -> SqlWriter:
        """Return a transaction."""
        return SqlWriter(self.connections, self.clock)

    def stamp(self) -> object:
        """Return quickly what differs after every write, of any process."""
        return self.connections.stamp()

    def purge(self) -> bool:
        """Take the bytes of what was dropped out of the file itself; False where another process holds it now.

        What could not be done now is done when the store is opened next.
        """
        return finish_takedowns(self.connections, wait=True)

    def check(self) -> tuple[str, ...]:
        """Return what is wrong with the store; nothing where it is sound."""
        return soundness.check(self.connections)

    def backup(self, path: str) -> None:
        """Write a whole copy to `path`, a new file or an empty PostgreSQL database; raises StoreError if it is none."""
        if is_address(path):
            self._move_to(path)
            return
        if Path(path).exists():
            raise StoreError(f"{path}: exists already; name a new file for the backup")
        self.connections.copy(path)

    def _move_to(self, address: str) -> None:
        """Put all that is kept into a PostgreSQL database that has no workspace yet."""
        target = connections_to(address)
        try:
            with target.reading() as connection:
                if target.made(connection):
                    raise StoreError(
                        f"{target.name}: has a workspace already; name an empty database"
                    )
            bring_forward(target)
            with self.connections.snapshot() as source, target.writing() as connection:
                copy_into(source, connection)
        finally:
            target.engine.dispose()

    def close(self) -> None:
        """Let go of the file or the server."""
        self.engine.dispose()
