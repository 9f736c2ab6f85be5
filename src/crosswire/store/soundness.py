"""The integrity check: SQLite's own, then every kept thing against what it was made from. One line for each fault."""

import hashlib
import zlib
from collections.abc import Callable, Iterator

import msgspec
from sqlalchemy import Connection, text

from crosswire.model.act import Act
from crosswire.model.annotation import Annotations
from crosswire.model.codec import from_json
from crosswire.model.dossier import Dossier
from crosswire.store import search
from crosswire.store.connections import Connections
from crosswire.store.facts import TAKEDOWN, fact
from crosswire.store.packing import unpack
from crosswire.store.rows import digest

MOST = 50
"""Faults that are named of one kind; a damaged file has them by the thousand."""
BATCH = 200
"""Rows read at a time."""

_POINTERS = (
    ("a story holds {0}, which is no document",
     "SELECT m.document FROM story_members m LEFT JOIN documents d ON d.id = m.document WHERE d.id IS NULL"),
    ("{0} stands in story {1}, which is not there",
     "SELECT m.document, m.story FROM story_members m LEFT JOIN stories s ON s.id = m.story WHERE s.id IS NULL"),
    ("story {0} says {1} reports and holds {2}",
     "SELECT s.id, s.documents, h.held FROM stories s JOIN ("
     "SELECT m.story, count(*) AS held FROM story_members m JOIN documents d ON d.id = m.document "
     "WHERE d.superseded_by IS NULL AND d.withdrawn IS NULL GROUP BY m.story) h "
     "ON h.story = s.id WHERE h.held <> s.documents"),
    ("story {0} holds no report",
     "SELECT s.id FROM stories s LEFT JOIN story_members m ON m.story = s.id WHERE m.document IS NULL"),
    ("annotations of {0}, which is no document",
     "SELECT a.document FROM annotations a LEFT JOIN documents d ON d.id = a.document WHERE d.id IS NULL"),
    ("a sketch of document number {0}, which is not there",
     "SELECT s.document FROM sketches s LEFT JOIN documents d ON d.number = s.document WHERE d.number IS NULL"),
    ("keys of document number {0}, which is not there",
     "SELECT DISTINCT k.document FROM keys k LEFT JOIN documents d ON d.number = k.document WHERE d.number IS NULL"),
    ("likeness of document number {0}, which is not there",
     "SELECT DISTINCT k.one FROM likenesses k LEFT JOIN documents d ON d.number = k.one WHERE d.number IS NULL"),
    ("{0} is superseded by {1}, which is no document",
     "SELECT e.id, e.superseded_by FROM documents e LEFT JOIN documents d ON d.id = e.superseded_by "
     "WHERE e.superseded_by IS NOT NULL AND d.id IS NULL"),
    ("the former story {0} leads to {1}, which leads nowhere",
     "SELECT f.id, f.heir FROM former_stories f LEFT JOIN stories s ON s.id = f.heir "
     "LEFT JOIN former_stories n ON n.id = f.heir WHERE s.id IS NULL AND n.id IS NULL"),
    ("{0} stands in no story and waits for none; add any report, and stories are settled",
     "SELECT d.id FROM documents d LEFT JOIN story_members m ON m.document = d.id "
     "LEFT JOIN unsettled u ON u.document = d.number "
     "WHERE m.document IS NULL AND u.document IS NULL"),
)  # fmt: skip
"""What must not be found: what is said of each row, and the rows."""


def check(connections: Connections) -> tuple[str, ...]:
    """Return what is wrong; nothing where the store is sound. Memory does not grow with the store."""
    with connections.reading() as connection:
        if found := connections.faults(connection):
            return tuple(found)
        faults: list[str] = []
        for look in (_pointers, _documents, _annotations, _revisions, _acts, _words, _takedown):
            faults += _some(look, connection)
    return tuple(faults)


def _some(look: Callable[[Connection], Iterator[str]], connection: Connection) -> list[str]:
    found: list[str] = []
    for fault in look(connection):
        if len(found) == MOST:
            found.append("and more of this kind")
            break
        found.append(fault)
    return found


def _pointers(connection: Connection) -> Iterator[str]:
    for said, query in _POINTERS:
        for row in connection.execute(text(f"{query} LIMIT {MOST + 1}")).all():
            yield said.format(*row)


def _documents(connection: Connection) -> Iterator[str]:
    query = text(
        f"SELECT number, id, digest, record, text FROM documents WHERE number > :n ORDER BY number LIMIT {BATCH}"
    )
    last = 0
    while rows := connection.execute(query, {"n": last}).all():
        for row in rows:
            if digest(row.record, row.text) != row.digest:
                yield f"document {row.id} differs from what was kept"
        last = rows[-1].number


def _annotations(connection: Connection) -> Iterator[str]:
    query = text(
        "SELECT a.document, a.record, d.text FROM annotations a JOIN documents d ON d.id = a.document "
        f"WHERE a.document > :n AND a.sha256 = d.sha256 ORDER BY a.document LIMIT {BATCH}"
    )
    last = ""
    while rows := connection.execute(query, {"n": last}).all():
        for row in rows:
            try:
                found = unpack(row.record, Annotations)
            except (zlib.error, msgspec.DecodeError) as error:
                yield f"the annotations of {row.document} can't be read ({error})"
                continue
            if found.text != row.text:
                yield f"the annotations of {row.document} are of another text"
            for start, end, words in _spans(msgspec.to_builtins(found)):
                if row.text[start:end] != words:
                    yield f"annotations of {row.document}: [{start}, {end}) is not {words[:60]!r}"
        last = rows[-1].document


def _spans(value: object) -> Iterator[tuple[int, int, str]]:
    """Yield every (start, end, text) anywhere in a record; where no text was kept with a span, nothing is said."""
    waiting = [value]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            start, end, words = item.get("start"), item.get("end"), item.get("text")
            if isinstance(start, int) and isinstance(end, int) and isinstance(words, str):
                yield start, end, words
            waiting += item.values()
        elif isinstance(item, list | tuple):
            waiting += item


def _revisions(connection: Connection) -> Iterator[str]:
    query = text(
        "SELECT story, number, sha256, record FROM revisions WHERE record IS NOT NULL "
        "AND (story, number) > (:s, :n) ORDER BY story, number LIMIT 20"
    )
    last = ("", 0)
    while rows := connection.execute(query, {"s": last[0], "n": last[1]}).all():
        for row in rows:
            said = f"revision {row.number} of story {row.story}"
            try:
                data = zlib.decompress(row.record)
                from_json(data, Dossier)
            except (zlib.error, msgspec.DecodeError) as error:
                yield f"{said} can't be read ({error})"
                continue
            if hashlib.sha256(data).hexdigest() != row.sha256:
                yield f"{said} differs from what was kept"
        last = (rows[-1].story, rows[-1].number)


def _acts(connection: Connection) -> Iterator[str]:
    for row in connection.execute(text("SELECT number, record FROM acts ORDER BY number")).all():
        try:
            from_json(row.record, Act)
        except msgspec.DecodeError as error:
            yield f"act {row.number} can't be read ({error})"


def _words(connection: Connection) -> Iterator[str]:
    fault = search.check(connection)
    if fault:
        yield fault


def _takedown(connection: Connection) -> Iterator[str]:
    if fact(connection, TAKEDOWN) is not None:
        yield (
            "a removed report's bytes are still in the file, because another process held it; "
            "close the others and open the workspace again"
        )
