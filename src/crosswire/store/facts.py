"""What a store knows of itself, by key: schema, salt, clock, takedowns not finished, safety copies."""

import hashlib
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, delete, select

from crosswire.model.document import Document
from crosswire.store.statements import rows_among, upsert
from crosswire.store.tables import about

SAFETY = "safety_copy"
"""Name of the copy made before a migration: it holds the same reports, so a takedown deletes it."""
TAKEDOWN = "takedown"
"""Stands from the transaction of a takedown until the file's bytes were rewritten without what was taken down."""


def fact(connection: Connection, key: str) -> str | None:
    """Return what is kept under `key`."""
    return connection.execute(select(about.c.value).where(about.c.key == key)).scalar()


def facts(connection: Connection, keys: Sequence[str]) -> dict[str, str]:
    """Return what is kept under those of these keys that are there."""
    rows = rows_among(connection, "SELECT key, value FROM about WHERE key {}", keys)
    return {row[0]: row[1] for row in rows}


def put_facts(connection: Connection, found: Mapping[str, str]) -> None:
    """Keep values under their keys."""
    upsert(connection, about, ["key"], [{"key": k, "value": v} for k, v in found.items()])


def put_fact(connection: Connection, key: str, value: str | None) -> None:
    """Keep `value` under `key`; None forgets it."""
    if value is None:
        connection.execute(delete(about).where(about.c.key == key))
        return
    upsert(connection, about, ["key"], [{"key": key, "value": value}])


def tombstones(document: Document) -> list[str]:
    """Return the marks by which a document that was taken down is known if it comes again: id, address, content."""
    known = (("id", document.id), ("address", document.url), ("content", document.sha256))
    return [f"taken down {kind} {value}" for kind, value in known if value]


def salted(connection: Connection, keys: list[str]) -> list[bytes]:
    """Return a hash of each key that tells nobody without this file what the key was."""
    salt = bytes.fromhex(fact(connection, "salt") or "")
    return [
        hashlib.blake2b(key.encode("utf-8", "surrogatepass"), key=salt, digest_size=16).digest()
        for key in keys
    ]
