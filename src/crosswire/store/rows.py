"""Records to rows of the tables, and back."""

import hashlib
import sys
from array import array
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import replace
from sqlalchemy import Connection

from crosswire.model.annotation import Annotations
from crosswire.model.codec import from_json, to_json
from crosswire.model.document import Document
from crosswire.model.story import Membership, Story
from crosswire.store.clock import sortable
from crosswire.store.packing import pack
from crosswire.store.statements import rows_among
from crosswire.text.addresses import canonical

TITLE = 200
"""Code points of a title that lists show."""
AT_ONCE = 500
"""Ids named in one statement."""


def document_row(document: Document, acquired_at: str) -> dict[str, Any]:
    """Return the row of a document."""
    item = document.metadata.get("guid")
    record = to_json(replace(document, text=""))
    return {
        "id": document.id,
        "sha256": document.sha256,
        "canonical": canonical(document.url),
        "item": item if isinstance(item, str) else None,
        "title": title_of(document),
        "outlet": document.outlet,
        "language": document.language,
        "published_at": sortable(document.published_at.value),
        "acquired_at": acquired_at,
        "supersedes": document.supersedes,
        "digest": digest(record, document.text),
        "record": record,
        "text": document.text,
    }


def digest(record: bytes, text: str) -> bytes:
    """Return the hash by which damage to a kept document is found."""
    return hashlib.blake2b(record + text.encode(), digest_size=16).digest()


def document_of(record: bytes, text: str) -> Document:
    """Return the document of a row."""
    return replace(from_json(record, Document), text=text)


def title_of(document: Document) -> str:
    """Return what a list calls the document: its title, else the first line of its text, else its id."""
    said = (
        document.title.text if document.title else document.text[: 4 * TITLE].strip().split("\n")[0]
    )
    return " ".join(said.split())[:TITLE] or document.id


def keyed_row(number: int, rank: int, keys: Sequence[int]) -> dict[str, Any]:
    """Return the row of the keys of one document, signed 64-bit numbers."""
    packed = array("q", keys)
    if sys.byteorder == "big":
        packed.byteswap()
    return {"document": number, "rank": rank, "count": len(packed), "keys": packed.tobytes()}


def keys_in(packed: bytes) -> list[int]:
    """Return the keys that `keyed_row` packed."""
    found = array("q", packed)
    if sys.byteorder == "big":
        found.byteswap()
    return found.tolist()


def annotation_row(record: Annotations, made_by: str) -> dict[str, Any]:
    """Return the row of a document's annotations."""
    return {
        "document": record.id,
        "sha256": record.sha256,
        "made_by": made_by,
        "record": pack(record),
    }


def member_rows(story: Story) -> list[dict[str, Any]]:
    """Return a row for each document of a story, in order."""
    known = {m.document: m for m in story.members}
    return [
        {
            "document": name,
            "story": story.id,
            "place": place,
            "record": to_json(known.get(name) or Membership(document=name, story=story.id)),
        }
        for place, name in enumerate(story.documents)
    ]


def story_of(record: bytes, rows: Sequence[Any]) -> Story:
    """Return a story from its record and the rows of its members, in order."""
    return replace(
        from_json(record, Story),
        documents=tuple(row.document for row in rows),
        members=tuple(from_json(row.record, Membership) for row in rows),
    )


def facts_of(connection: Connection, names: Sequence[str]) -> dict[str, Any]:
    """Return the columns that a story's line is made from of those of these documents that are current."""
    asked = (
        "SELECT id, title, outlet, published_at, acquired_at FROM documents WHERE id {} "
        "AND superseded_by IS NULL AND withdrawn IS NULL"
    )
    return {row[0]: row for row in rows_among(connection, asked, names)}


def story_row(story: Story, facts: Mapping[str, Any], now: str) -> dict[str, Any]:
    """Return the row of a story: counts and times over its current documents, of which `facts` tells."""
    held = [facts[name] for name in story.documents if name in facts]
    times = [row.published_at for row in held if row.published_at]
    times = times or [row.acquired_at for row in held]  # when an undated report came says nothing
    return {
        "id": story.id,
        "title": held[0].title if held else story.id,
        "documents": len(held),
        "outlets": len({row.outlet for row in held if row.outlet}),
        "first_at": min(times, default=now),
        "last_at": max(times, default=now),
        "changed_at": now,
        "record": story_record(story),
    }


def story_record(story: Story) -> bytes:
    """Return what is kept of a story besides its members."""
    return to_json(replace(story, documents=(), members=()))
