"""Statements that databases of several makes know under their own names."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, text
from sqlalchemy.dialects import postgresql, sqlite

_INSERT: Mapping[str, Callable[[Table], Any]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}

WHOLE = "toast_tuple_target = 8160"
"""Setting of a table of PostgreSQL whose rows, some kilobytes each, stand in it whole.

Where the larger value is packed and laid aside, each reading fetches and unpacks it, of which the server knows nothing
when it chooses between going by an index and reading all rows.
"""


MANY = 4
"""Rows from which it is quicker to take all out and let them stream in again."""


def upsert(
    connection: Connection, table: Table, key: list[str], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Write rows in the place of those with the same key, one by one; columns not given stay as they are."""
    if not rows:
        return
    whole = len(rows[0]) == len(table.columns) and len(key) == 1
    if whole and len(rows) >= MANY and connection.dialect.name == "postgresql":
        last = {row[key[0]]: row for row in rows}
        delete_among(connection, table.name, key[0], list(last))
        add_rows(connection, table, list(last.values()))
        return
    statement = _INSERT[connection.dialect.name](table)
    values = {name: statement.excluded[name] for name in rows[0] if name not in key}
    if values:
        statement = statement.on_conflict_do_update(index_elements=key, set_=values)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=key)
    connection.execute(statement, [dict(row) for row in rows])


def add_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows of which none is there; all name the same columns."""
    if rows:
        stream_in(connection, table.name, tuple(rows[0]), [tuple(row.values()) for row in rows])


def stream_in(
    connection: Connection, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Write rows of which none is there."""
    if connection.dialect.name == "postgresql":
        copy_in(connection, table, columns, rows)
    elif rows:
        named = ", ".join(f'"{column}"' for column in columns)
        held = ", ".join("?" * len(columns))
        put = f"INSERT INTO {table} ({named}) VALUES ({held})"
        connection.exec_driver_sql(put, list(rows))


def copy_in(
    connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Let rows stream into a table of PostgreSQL, which costs both sides a third of what statements do."""
    stream: Any = connection.connection.cursor()
    try:
        with stream.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    except connection.dialect.loaded_dbapi.Error as error:  # SQLAlchemy has not seen it
        raise connection.info[SAID](error) from error


SAID = "said"
"""Under which a connection keeps what makes an error of its driver one of the store."""


def delete_among(connection: Connection, table: str, column: str, values: Sequence[Any]) -> None:
    """Take out the rows whose `column` is one of `values`."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"DELETE FROM {table} WHERE {column} = ANY(%s)", (list(values),))
    elif values:
        given = [(value,) for value in values]
        connection.exec_driver_sql(f"DELETE FROM {table} WHERE {column} = ?", given)


def rows_among(connection: Connection, statement: str, values: Iterable[Any]) -> list[Any]:
    """Return the rows of a statement for all `values`, in their order; `{}` in it stands for "is one of these".

    It is handed to the database as it is: putting together an expression costs more than many a statement.
    """
    given = list(values)
    found: list[Any] = []
    if connection.dialect.name == "postgresql":
        for start in range(0, len(given), _MOST):
            some = given[start : start + _MOST]
            found += connection.exec_driver_sql(statement.format("= ANY(%s)"), (some,)).all()
        return found
    for start in range(0, len(given), _AT_ONCE):
        some = given[start : start + _AT_ONCE]
        some += some[-1:] * ((1 << (len(some) - 1).bit_length()) - len(some))  # few statements only
        asked = statement.format(f"IN ({', '.join('?' * len(some))})")
        found += connection.exec_driver_sql(asked, tuple(some)).all()
    return found


_AT_ONCE, _MOST = 512, 5000
"""Values named in one statement of SQLite, and of PostgreSQL."""


def numbers(
    connection: Connection, asked: str, given: Mapping[str, Any] | None = None
) -> list[int]:
    """Return the column `number` of a SELECT in its order, of half a million rows in a tenth of a second.

    SQLite hands them over in one text: row by row each would take three times as long.
    """
    if connection.dialect.name != "sqlite":
        return list(connection.execute(text(asked), given).scalars())
    packed = f"SELECT group_concat(number) FROM ({asked})"
    listed = connection.execute(text(packed), given).scalar()
    return _NUMBERS.decode(f"[{listed}]") if listed else []


_NUMBERS = msgspec.json.Decoder(list[int])


def within(
    connection: Connection, column: str, some: Sequence[int]
) -> tuple[str, dict[str, object]]:
    """Return what a column must be to be one of some numbers, and the values for it.

    Where these stand close together all between them are let through, which costs less than to look for each.
    """
    if connection.dialect.name != "sqlite":
        return f"{column} = ANY(CAST(:some AS bigint[]))", {"some": list(some)}
    low, high = min(some), max(some)
    if high - low < CLOSE * len(some):
        return f"{column} BETWEEN :first AND :last", {"first": low, "last": high}
    return f"{column} IN (SELECT value FROM json_each(:some))", {"some": json.dumps(list(some))}


CLOSE = 6
"""Numbers between the first and the last of some, to each of these, up to which they stand close together."""


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
    for start in range(0, len(keys), _PARTS):
        some = keys[start : start + _PARTS]
        asked = " UNION ALL ".join([_FIRST] * len(some))
        pairs = tuple(value for key in some for value in (key, limit))
        for key, rank, number in connection.exec_driver_sql(asked, pairs):
            found[key].append((rank, number))
    for held in found.values():
        held.sort()
    return found


_PARTS = 64
"""Keys that SQLite is asked for at once."""
_FIRST = (
    "SELECT * FROM (SELECT key, rank, document FROM keys WHERE key = ? "
    "ORDER BY rank, document LIMIT ?)"
)
_FIRST_OF_ALL = text(
    "SELECT g.key, h.rank, h.document FROM unnest(CAST(:keys AS bigint[])) AS g(key), LATERAL ("
    "SELECT rank, document FROM keys WHERE keys.key = g.key ORDER BY rank, document LIMIT :n) h "
    "ORDER BY g.key, h.rank, h.document"
)
