"""Names that other tools keep: UUIDs and IRIs made from content, the same on every machine and in every run.

Texts are named by their hash (`ni:`, RFC 6920), passages by code points in them (RFC 5147), everything else by a
version 5 UUID of story and id.
"""

import base64
import uuid
from datetime import UTC, datetime, timedelta

from crosswire.model.dossier import Dossier, DossierDocument

NAMESPACE = uuid.UUID("5f6f6a3e-4f1c-5d0b-9d1e-7c1b0f6a2d11")
"""Of all identifiers of Crosswire: an arbitrary number that never changes."""
TERMS = "urn:crosswire:terms:"
"""Prefix of the words of our own that no standard has: status, verdict, held …"""
EPOCH = "1970-01-01T00:00:00.000Z"
"""Stands for "no report of the story has a date" where a standard demands a time; never for a time of ours."""


def uuid_of(*parts: object) -> str:
    """Return the version 5 UUID of `parts`."""
    return str(
        uuid.uuid5(NAMESPACE, "\x1f".join(map(str, parts)).encode("utf-8", "replace").decode())
    )


def urn(*parts: object) -> str:
    """Return `uuid_of` as an IRI."""
    return f"urn:uuid:{uuid_of(*parts)}"


def text_iri(document: DossierDocument) -> str:
    """Return the IRI of a report's text: by its hash, where the dossier has it, else by id and original bytes."""
    if not document.text_sha256:
        return urn("text", document.id, document.sha256)
    digest = bytes.fromhex(document.text_sha256)
    return "ni:///sha-256;" + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def passage_iri(document: DossierDocument, start: int, end: int) -> str:
    """Return the IRI of a passage of a report's text."""
    return f"{text_iri(document)}#char={start},{end}"


def moment(value: str | None, revision: int = 1) -> str:
    """Return a publication time as RFC 3339 in UTC with milliseconds; what is cut off is filled with the earliest.

    A millisecond is added for each revision past the first, so that a later one supersedes.
    """
    if not value:
        found = datetime(1970, 1, 1, tzinfo=UTC)
    else:
        padded = value + "-01" * (2 - value.count("-")) if len(value) < 10 else value
        try:
            found = datetime.fromisoformat(padded)
        except ValueError:
            found = datetime(1970, 1, 1, tzinfo=UTC)
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    found += timedelta(milliseconds=max(0, revision - 1))
    return found.strftime("%Y-%m-%dT%H:%M:%S.") + f"{found.microsecond // 1000:03d}Z"


def story_iri(dossier: Dossier) -> str:
    """Return the IRI of a story's dossier."""
    return urn("story", dossier.story.id)
