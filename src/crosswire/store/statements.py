"""Statements that databases of several makes know under their own names."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, text
from sqlalchemy.dialects import postgresql, sqlite

_INSERT: Mapping[str, Callable[[Table], Any]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}
AGENCY: Mapping[str, str] = {
    "sqlite": "json_extract(CAST(record AS TEXT), '$.agency')",
    "postgresql": "(convert_from(record, 'UTF8')::json ->> 'agency')",
}
"""A document's agency, out of its record."""
ANY_CASE: Mapping[str, str] = {"sqlite": "LIKE", "postgresql": "ILIKE"}
"""LIKE that takes small letters for large ones."""


def upsert(
    connection: Connection, table: Table, key: list[str], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Write rows in the place of those with the same key, one by one; columns not given stay as they are."""
    if not rows:
        return
    statement = _INSERT[connection.dialect.name](table)
    values = {name: statement.excluded[name] for name in rows[0] if name not in key}
    if values:
        statement = statement.on_conflict_do_update(index_elements=key, set_=values)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=key)
    connection.execute(statement, [dict(row) for row in rows])


def first_holders(
    connection: Connection, keys: Sequence[int], limit: int
) -> dict[int, list[tuple[int, int]]]:
    """Return for each key the (rank, document's number) of its first `limit` rows, in that order."""
    found: dict[int, list[tuple[int, int]]] = {key: [] for key in keys}
    if connection.dialect.name == "postgresql":  # a server is asked once, not for each key
        given = {"keys": list(keys), "n": limit}
        for key, rank, number in connection.execute(_FIRST_OF_ALL, given):
            found[key].append((rank, number))
        return found
    for key in keys:
        rows = connection.exec_driver_sql(_FIRST, (key, limit))
        found[key] = [(rank, number) for rank, number in rows]
    return found


_FIRST = "SELECT rank, document FROM keys WHERE key = ? ORDER BY rank, document LIMIT ?"
_FIRST_OF_ALL = text(
    "SELECT g.key, h.rank, h.document FROM unnest(CAST(:keys AS bigint[])) AS g(key), LATERAL ("
    "SELECT rank, document FROM keys WHERE keys.key = g.key ORDER BY rank, document LIMIT :n) h "
    "ORDER BY g.key, h.rank, h.document"
)
