"""By what documents are found besides words: outlet, agency and language, each name with its documents by number."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, text

from crosswire.model.codec import from_json
from crosswire.model.document import Document
from crosswire.store.statements import rows_among, upsert
from crosswire.store.tables import document_facets

KINDS = ("outlet", "agency", "language")
_NAMES = text(  # from name to name, so that what is read are names and not their documents
    "WITH RECURSIVE known (name) AS ("
    "SELECT min(name) FROM document_facets WHERE kind = :kind UNION ALL "
    "SELECT (SELECT min(name) FROM document_facets WHERE kind = :kind AND name > known.name) "
    "FROM known WHERE known.name IS NOT NULL) SELECT name FROM known WHERE name IS NOT NULL"
)


def enter(connection: Connection, found: Mapping[int, Document]) -> None:
    """Put documents, by number, in."""
    upsert(connection, document_facets, ["kind", "name", "document"], _rows(found))


def leave(connection: Connection, numbers: Iterable[int]) -> None:
    """Take the documents of these numbers out; they must stand in their table still."""
    asked = "SELECT number, record FROM documents WHERE number {}"
    found = {
        number: from_json(record, Document)
        for number, record in rows_among(connection, asked, sorted(numbers))
    }
    rows = _rows(found)
    if rows:
        gone = "kind = :kind AND name = :name AND document = :document"
        connection.execute(text(f"DELETE FROM document_facets WHERE {gone}"), rows)


def _rows(found: Mapping[int, Document]) -> list[dict[str, Any]]:
    marks = sorted(
        (kind, name, number)
        for number, document in found.items()
        for kind in KINDS
        if (name := getattr(document, kind))
    )
    return [{"kind": kind, "name": name, "document": number} for kind, name, number in marks]


def names(connection: Connection, kind: str, part: str) -> list[str]:
    """Return the names of a kind that have `part` in them, whatever its capitals."""
    wanted = part.casefold()
    known = connection.execute(_NAMES, {"kind": kind}).scalars()
    return [name for name in known if wanted in name.casefold()]
