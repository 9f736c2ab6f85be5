"""A takedown: no pointer to a document stays, and no byte of it in the file.

1. `take_down`, in the caller's transaction: rows of the document go; what named it is written anew without it
   (neighbours in its story, later versions, acts) or emptied (revisions that held it).
2. `finish_takedowns`, after it: the index of words is merged, the file rewritten, the log beside it cut to nothing,
   the safety copy of a migration deleted. A flag in the file stands until that is done, over kills and restarts.

What stays is a salted hash of its id, address and content, by which a feed does not bring it in again.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace
from sqlalchemy import Connection, delete, select, update

from crosswire.model.act import without_document
from crosswire.model.document import Document
from crosswire.model.feed import Visit
from crosswire.model.story import Membership, Story
from crosswire.store import described, findings, search, tables
from crosswire.store.connections import Connections
from crosswire.store.facts import TAKEDOWN, fact, put_fact, tombstones
from crosswire.store.writing_stories import drop_keys

if TYPE_CHECKING:
    from crosswire.store.writing import SqlWriter

QUOTE = 8
"""Words in a row that a note shares with a report when it quotes it."""


def take_down(writer: "SqlWriter", names: Sequence[str]) -> None:
    """Forget documents and everything made from them or pointing to them; ids that are not there are passed over."""
    found = list(writer.view.documents(names))
    if not found:
        return
    numbers = writer.view.numbers([document.id for document in found])
    writer.remember([mark for document in found for mark in tombstones(document)])
    search.leave(writer.connection, sorted(numbers.values()))
    described.leave(writer.connection, numbers.values())
    _leave_stories(writer, [document.id for document in found])
    for document in found:
        _forget_pointers(writer, document)
        _forget_rows(writer.connection, document.id, numbers[document.id])
    put_fact(writer.connection, TAKEDOWN, "due")


def _leave_stories(writer: "SqlWriter", names: Iterable[str]) -> None:
    """Take the documents out of their stories; members tied to them lose the reason, not their place."""
    gone = set(names)
    homes = sorted(set(writer.view.homes(gone).values()))
    changed: list[Story] = []
    emptied: dict[str, str | None] = {}
    for story in writer.view.stories(homes):
        left = tuple(name for name in story.documents if name not in gone)
        if not left:
            emptied[story.id] = None
            continue
        members = tuple(_untied(m, gone) for m in story.members if m.document not in gone)
        changed.append(Story(id=story.id, documents=left, members=members))
    writer.change_stories(changed, emptied)
    writer.unsettle(name for story in changed for name in story.documents)
    for name in homes:
        for kind in ("place", "entity", "conflict"):
            writer.put_facets(name, kind, ())
        told = update(tables.stories).where(tables.stories.c.id == name)
        writer.connection.execute(told.values(roots=None, conflicts=None))
    for name in emptied:
        writer.connection.execute(delete(tables.seen).where(tables.seen.c.story == name))


def _untied(member: Membership, gone: set[str]) -> Membership:
    return replace(member, nearest=None, reasons=()) if member.nearest in gone else member


def _forget_pointers(writer: "SqlWriter", document: Document) -> None:
    """Write anew what names the document: other versions, acts; empty the revisions that held it."""
    kept = tables.documents
    named = kept.c.supersedes == document.id
    renamed = kept.c.id.startswith(f"{document.id}~", autoescape=True)
    others = writer.connection.execute(
        select(kept.c.id).where((named | renamed) & (kept.c.id != document.id))
    )
    for other in writer.view.documents([row.id for row in others]):
        metadata = {k: v for k, v in other.metadata.items() if v != document.id}
        later = None if other.supersedes == document.id else other.supersedes
        writer.put_documents([replace(other, supersedes=later, metadata=metadata)])
    for row in writer.connection.execute(
        select(kept.c.id).where(kept.c.superseded_by == document.id)
    ).all():
        writer.supersede(row.id, None)  # its story counts it again
    for act in writer.view.acts():
        quoted = act.text is not None and _quotes(act.text, document.text)
        bare = without_document(act, document.id, quotes=quoted)
        if bare != act:
            writer.change_act(bare)
    held = tables.revision_documents.c
    for row in writer.connection.execute(
        select(held.story, held.number).where(held.document == document.id)
    ).all():
        kept_revision = (tables.revisions.c.story == row.story) & (
            tables.revisions.c.number == row.number
        )
        writer.connection.execute(
            update(tables.revisions).where(kept_revision).values(record=None, sha256="")
        )


def _quotes(said: str, body: str) -> bool:
    """Tell whether `said` has a run of words of `body`."""
    words, source = said.split(), f" {' '.join(body.split())} "
    runs = (" ".join(words[i : i + QUOTE]) for i in range(len(words) - QUOTE + 1))
    return any(f" {run} " in source for run in runs)


def forget_layers(connection: Connection, number: int) -> None:
    """Forget what was made from the text of a document: findings, sketch, keys, likenesses."""
    findings.leave(connection, number)
    pairs = tables.likenesses.c
    for table, where in (
        (tables.likenesses, pairs.other == number),
        (tables.likenesses, pairs.one == number),
        (tables.sketches, tables.sketches.c.document == number),
    ):
        connection.execute(delete(table).where(where))
    drop_keys(connection, [number])


def _forget_rows(connection: Connection, name: str, number: int) -> None:
    forget_layers(connection, number)
    for table, key in (
        (tables.annotations, name),
        (tables.members, name),
        (tables.revision_documents, name),
        (tables.unsettled, number),
    ):
        connection.execute(delete(table).where(table.c.document == key))
    # A page that is to be looked at again: its address is a pointer, too. Versions have one visit, of the first's id.
    shelf = tables.records.c
    mine = (shelf.kind == Visit.__name__) & shelf.key.in_((name, name.rpartition("~")[0] or name))
    connection.execute(delete(tables.records).where(mine))
    connection.execute(delete(tables.documents).where(tables.documents.c.id == name))


def finish_takedowns(connections: Connections, *, wait: bool) -> bool:
    """Rewrite the files without what was taken down, where that is due; False if another process holds them now."""
    with connections.reading() as connection:
        if fact(connection, TAKEDOWN) is None:
            return True
    return connections.rewrite(wait=wait)
