"""The writing side of an `SqlStore`: one transaction, with a view of what it sees."""

import hashlib
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Any, Self

from msgspec.structs import replace
from sqlalchemy import delete, func, insert, select, update

from crosswire.errors import NotFoundError
from crosswire.model.act import Act
from crosswire.model.annotation import Annotations
from crosswire.model.codec import to_json
from crosswire.model.document import Document
from crosswire.model.dossier import Dossier
from crosswire.model.kept import RevisionLine, Seen
from crosswire.model.record import content_id
from crosswire.store import described, findings, search, tables, takedown
from crosswire.store.clock import Clock, later
from crosswire.store.connections import Connections
from crosswire.store.facts import fact, facts, put_facts, salted, tombstones
from crosswire.store.packing import pack
from crosswire.store.reading import SqlView
from crosswire.store.rows import annotation_row, document_row, facts_of, story_row
from crosswire.store.statements import add_rows, upsert
from crosswire.store.writing_stories import StoriesWriter

_documents = tables.documents


class SqlWriter(StoriesWriter):
    """One transaction of an `SqlStore`; `view` reads inside it, so what was read holds when it is written."""

    view: SqlView

    def __init__(self, connections: Connections, clock: Clock) -> None:
        self._connections = connections
        self._clock = clock
        self._said: str | None = None
        self._moves_ground = False

    def __enter__(self) -> Self:
        self._begun = self._connections.writing()
        self.connection = self._begun.__enter__()
        self.view = SqlView.of(self.connection)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            counts = ("changes",) if self._moves_ground else ("changes", "beside")
            known = facts(self.connection, counts)
            told = {name: str(int(known.get(name, 0)) + 1) for name in counts}
            if self._said is not None:
                told["clock"] = self._said
            put_facts(self.connection, told)
        self._begun.__exit__(kind, error, trace)

    def now(self) -> str:
        """Return the time of this transaction (ISO 8601, UTC), never earlier than any this store has said."""
        if self._said is None:
            self._said = later(self._clock(), fact(self.connection, "clock"))
        return self._said

    # ------------------------------------------------------------ documents and layers

    def put(self, record: Document | Annotations, made_by: str = "") -> None:
        """Keep a record, in the place of an earlier one of the same id."""
        if isinstance(record, Document):
            self.put_documents([record])
        else:
            self.put_annotations([record], {record.id: made_by})

    def put_documents(self, found: Iterable[Document]) -> None:
        """Keep documents, in the place of earlier ones of the same ids; what they supersede is no longer current.

        Of a document with another text than before, nothing stays that was made from the earlier one but its place.
        """
        given = {document.id: document for document in found}
        if not given:
            return
        numbers = self.view.numbers(list(given))
        rows = [document_row(d, self.now()) for d in given.values()]
        new = [row for row in rows if row["id"] not in numbers]
        if new:
            add_rows(self.connection, _documents, new)
            added = self.view.numbers([row["id"] for row in new])
            search.enter(self.connection, {added[row["id"]]: row["text"] for row in new})
            described.enter(self.connection, {n: given[name] for name, n in added.items()})
            waiting = [{"document": number} for number in sorted(added.values())]
            add_rows(self.connection, tables.unsettled, waiting)
        for row in rows:
            if row["id"] in numbers:
                self._replace(numbers[row["id"]], row, given[row["id"]])
        for document in given.values():
            if document.supersedes is not None:
                self._stand(document.supersedes, superseded_by=document.id)

    def _replace(self, number: int, row: dict[str, Any], document: Document) -> None:
        """Write a document's row anew; when it was acquired first stays."""
        kept = _documents.c
        before = self.connection.execute(select(kept.text).where(kept.number == number)).scalar()
        if before != row["text"]:
            self._moves_ground = True
            search.leave(self.connection, [number])
            takedown.forget_layers(self.connection, number)
        described.leave(self.connection, [number])
        values = {name: value for name, value in row.items() if name != "acquired_at"}
        self.connection.execute(update(_documents).where(kept.number == number).values(**values))
        if before != row["text"]:
            search.enter(self.connection, {number: row["text"]})
        described.enter(self.connection, {number: document})

    def supersede(self, earlier: str, later: str | None) -> None:
        """Say that `later` took the place of `earlier`, which is current no longer; None takes that back."""
        for name in (earlier, later):
            if name is not None:
                self._must(name)
        self._stand(earlier, superseded_by=later)

    def withdraw(self, name: str, reason: str | None) -> None:
        """Say why a document is no longer current (its outlet killed it); None takes that back."""
        self._must(name)
        self._stand(name, withdrawn=reason)

    def _stand(self, name: str, **values: str | None) -> None:
        self.connection.execute(update(_documents).where(_documents.c.id == name).values(**values))
        home = self.view.homes([name]).get(name)
        story = self.view.story(home) if home is not None else None
        if story is not None:
            facts = facts_of(self.connection, story.documents)
            row = story_row(story, facts, self.now())
            line = tables.stories
            self.connection.execute(update(line).where(line.c.id == story.id).values(**row))

    def _must(self, name: str) -> Document:
        found = self.view.document(name)
        if found is None:
            raise NotFoundError(f"no document {name!r}; `crosswire documents` lists them")
        return found

    def put_annotations(self, found: Iterable[Annotations], made_by: Mapping[str, str]) -> None:
        """Keep annotations, in the place of earlier ones; `made_by` has the producer of each document's.

        Those of a document that was removed meanwhile are not kept.
        """
        given = {record.id: record for record in found}
        numbers = self.view.numbers(given)
        rows = [annotation_row(given[name], made_by[name]) for name in sorted(numbers)]
        upsert(self.connection, tables.annotations, ["document"], rows)
        for name, number in sorted(numbers.items()):
            findings.enter(self.connection, number, given[name])

    def drop(self, *names: str) -> None:
        """Forget documents and everything made from them or pointing to them; see `store.takedown`.

        What is left of their bytes in the file goes with `SqlStore.purge`, or when the store is opened next.
        """
        self._moves_ground = True
        takedown.take_down(self, names)

    # ------------------------------------------------------------ revisions, readers, acts

    def put_revision(self, story: str, dossier: Dossier, state: str) -> RevisionLine:
        """Keep a dossier as the next revision of a story, of which its `story.revision` has the number.

        `state` is the hash of what it was made from. Raises NotFoundError where a report in it was removed meanwhile.
        """
        held = sorted({d.id for d in (*dossier.documents, *dossier.earlier)})
        gone = sorted(set(held) - self.view.known(held))
        if gone:
            raise NotFoundError(
                f"{', '.join(gone)} of story {story} was removed while its dossier was made; ask again"
            )
        kept = tables.revisions
        last = select(func.max(kept.c.number)).where(kept.c.story == story)
        number = int(self.connection.execute(last).scalar() or 0) + 1
        dossier = replace(dossier, story=replace(dossier.story, revision=number))
        line = RevisionLine(
            story=story,
            number=number,
            made_at=self.now(),
            state=state,
            sha256=hashlib.sha256(to_json(dossier)).hexdigest(),
        )
        self.connection.execute(
            insert(kept).values(
                story=story,
                number=number,
                made_at=line.made_at,
                state=state,
                sha256=line.sha256,
                record=pack(dossier),
            )
        )
        rows = [{"document": name, "story": story, "number": number} for name in held]
        if rows:
            self.connection.execute(insert(tables.revision_documents), rows)
        self._tell(story, dossier, number)
        return line

    def _tell(self, story: str, dossier: Dossier, number: int) -> None:
        """Let the story's line in lists say what its newest dossier does."""
        line = tables.stories
        self.connection.execute(
            update(line)
            .where(line.c.id == story)
            .values(
                title=dossier.story.title or line.c.title,
                roots=len(dossier.provenance.roots),
                conflicts=len(dossier.conflicts),
                revision=number,
            )
        )
        if self.view.story_line(story) is not None:
            self.put_facets(story, "place", [place.name for place in dossier.places])
            self.put_facets(story, "entity", [entity.name for entity in dossier.entities])
            differing = [name for c in dossier.conflicts for name in (c.class_, c.kind)]
            self.put_facets(story, "conflict", differing)

    def put_seen(self, reader: str, story: str, revision: int) -> Seen:
        """Keep which revision of a story a reader saw last."""
        found = Seen(reader=reader, story=story, revision=revision, at=self.now())
        row = {"reader": reader, "story": story, "revision": revision, "at": found.at}
        upsert(self.connection, tables.seen, ["reader", "story"], [row])
        return found

    def put_act(self, act: Act) -> Act:
        """Keep a new act; its `number`, `at` and `id` are given here."""
        last = self.connection.execute(select(func.max(tables.acts.c.number))).scalar()
        number = int(last or 0) + 1
        act = replace(act, number=number, at=self.now())
        act = replace(act, id=content_id("a", number, act.at, act.who, act.kind))
        self.connection.execute(insert(tables.acts).values(number=number, **_act_row(act)))
        return act

    def change_act(self, act: Act) -> None:
        """Keep an act anew: undone, or without what was taken down."""
        kept = update(tables.acts).where(tables.acts.c.number == act.number)
        self.connection.execute(kept.values(**_act_row(act)))

    # ------------------------------------------------------------ feeds' memory, records

    def remember(self, marks: Iterable[str]) -> None:
        """Remember addresses or ids of feed items as seen; only salted hashes of them are kept."""
        now = self.now()
        hashes = sorted(set(salted(self.connection, list(marks))))
        upsert(self.connection, tables.items, ["hash"], [{"hash": h, "at": now} for h in hashes])

    def forget(self, marks: Iterable[str]) -> None:
        """Forget that these were seen."""
        noted = tables.items
        for found in salted(self.connection, list(marks)):
            self.connection.execute(delete(noted).where(noted.c.hash == found))

    def readmit(self, documents: Iterable[Document]) -> None:
        """Forget that these were taken down: a person adds them again."""
        marks = [mark for document in documents for mark in tombstones(document)]
        self.forget(self.view.remembers(marks))

    def put_record(self, key: str, record: object) -> None:
        """Keep a small typed record (a feed, a rule) under `key`, in the place of the one there.

        It must name no document and quote none: what points to documents has tables of its own, which takedowns know.
        """
        self.put_records({key: record})

    def put_records(self, found: Mapping[str, object]) -> None:
        """Keep small typed records under their keys, as `put_record` does one."""
        rows = [
            {"kind": type(record).__name__, "key": key, "record": to_json(record)}
            for key, record in sorted(found.items())
        ]
        upsert(self.connection, tables.records, ["kind", "key"], rows)

    def drop_record(self, key: str, kind: type) -> None:
        """Forget the record of this type under `key`."""
        shelf = tables.records
        self.connection.execute(
            delete(shelf).where(shelf.c.kind == kind.__name__, shelf.c.key == key)
        )


def _act_row(act: Act) -> dict[str, object]:
    return {
        "id": act.id,
        "at": act.at,
        "who": act.who,
        "kind": act.kind,
        "undone_at": act.undone_at,
        "record": to_json(act),
    }
