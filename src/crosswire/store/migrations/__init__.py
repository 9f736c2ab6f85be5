"""From every released schema to the present one: one module a step, each one function `migrate(connection)`.

A file is brought forward when it is opened: a safety copy is written beside it first (`FILE.schema-N`), then all
steps run in one transaction. A process killed on the way leaves the file as it was.
"""

import secrets
from collections.abc import Callable

from sqlalchemy import Connection

from crosswire.errors import StoreError
from crosswire.store import search
from crosswire.store.connections import Connections
from crosswire.store.facts import SAFETY, fact, put_fact
from crosswire.store.migrations import from_1, from_2
from crosswire.store.tables import SCHEMA, tables

STEPS: dict[int, Callable[[Connection], None]] = {1: from_1.migrate, 2: from_2.migrate}
"""What brings a file from this schema to the next."""


def bring_forward(connections: Connections) -> None:
    """Make the tables of a new store, bring forward those of an old one; raises StoreError for a later one."""
    found = _schema(connections)
    if found == SCHEMA:
        return
    kept = connections.keep_safe(found) if found is not None else None
    with connections.writing() as connection:
        found = _read(connections, connection)  # another process may have been quicker
        if found is None:
            _make(connection)
        for schema in range(found or SCHEMA, SCHEMA):
            STEPS[schema](connection)
        if found is not None and found < SCHEMA and kept is not None:
            put_fact(connection, SAFETY, kept)
        put_fact(connection, "schema", str(SCHEMA))


def _schema(connections: Connections) -> int | None:
    with connections.reading() as connection:
        found = _read(connections, connection)
    if found is not None and (found > SCHEMA or found < 1):
        raise StoreError(
            f"{connections.name}: workspace of schema {found}, this release reads {SCHEMA}; "
            "install a later crosswire"
        )
    return found


def _read(connections: Connections, connection: Connection) -> int | None:
    if not connections.made(connection):
        return None
    value = fact(connection, "schema")
    return None if value is None else int(value)


def _make(connection: Connection) -> None:
    tables.create_all(connection)
    search.create(connection)
    put_fact(connection, "salt", secrets.token_hex(16))
