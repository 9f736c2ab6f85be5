"""The reading side of an `SqlStore`: documents, layers, what clustering keeps, revisions, acts, records."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from typing import Any, TypeVar

from sqlalchemy import Connection, func, select

from crosswire.model.act import Act
from crosswire.model.annotation import Annotations
from crosswire.model.codec import from_json
from crosswire.model.document import Document
from crosswire.model.dossier import Dossier
from crosswire.model.finding import Condition, Matches
from crosswire.model.kept import DocumentLine, Label, RevisionLine, Seen, Standing
from crosswire.store import finding, search, tables
from crosswire.store.facts import fact, facts, salted, tombstones
from crosswire.store.packing import unpack
from crosswire.store.reading_stories import StoriesView
from crosswire.store.rows import AT_ONCE, document_of

T = TypeVar("T")
_documents = tables.documents
_LINE = (
    _documents.c.id,
    _documents.c.title,
    _documents.c.outlet,
    _documents.c.language,
    _documents.c.published_at,
    _documents.c.acquired_at,
    _documents.c.superseded_by,
    _documents.c.withdrawn,
)

_STANDING = "SELECT id, acquired_at, canonical, supersedes, superseded_by, withdrawn FROM documents"


class SqlView(StoriesView):
    """The reading side of an `SqlStore`; inside a writer, of its transaction."""

    @classmethod
    def of(cls, connection: Connection) -> "SqlView":
        """Return a view of one connection."""
        return cls(lambda: nullcontext(connection))

    # ------------------------------------------------------------ documents

    def document(self, name: str) -> Document | None:
        """Return the document of this id, current or not, if there is one."""
        rows = self._rows(
            select(_documents.c.record, _documents.c.text).where(_documents.c.id == name)
        )
        return document_of(rows[0].record, rows[0].text) if rows else None

    def documents(
        self, names: Iterable[str] | None = None, *, current: bool = False
    ) -> Iterator[Document]:
        """Yield documents by id: those of `names` that are there, or all, or with `current` all current ones."""
        wanted = select(_documents.c.id, _documents.c.record, _documents.c.text).order_by(
            _documents.c.id
        )
        if names is not None:
            asked = "SELECT id, record, text FROM documents WHERE id {} ORDER BY id"
            for some in _batches(sorted(set(names))):
                for row in self._among(asked, some):
                    yield document_of(row.record, row.text)
            return
        last = ""
        while True:
            page = wanted.where(_documents.c.id > last).limit(AT_ONCE)
            rows = self._rows(page.where(tables.CURRENT) if current else page)
            for row in rows:
                yield document_of(row.record, row.text)
            if len(rows) < AT_ONCE:
                return
            last = rows[-1].id

    def known(self, names: Iterable[str]) -> set[str]:
        """Return which of these ids are documents', without reading them."""
        return {row[0] for row in self._among("SELECT id FROM documents WHERE id {}", names)}

    def count(self) -> int:
        """Return how many documents there are, current or not."""
        return int(self._rows(select(func.count()).select_from(_documents))[0][0])

    def arrivals(self, names: Iterable[str]) -> dict[str, tuple[str, int]]:
        """Return when each of these documents was acquired, and its number in the order of arrival."""
        asked = "SELECT id, acquired_at, number FROM documents WHERE id {}"
        return {name: (at, number) for name, at, number in self._among(asked, names)}

    def labels(self, names: Iterable[str]) -> list[Label]:
        """Return the labels of those of these documents that are there."""
        asked = "SELECT id, outlet, canonical, item FROM documents WHERE id {}"
        return [_label(row) for row in self._among(asked, names)]

    def labels_in(self, stories: Iterable[str]) -> dict[str, list[Label]]:
        """Return the labels of the documents of each of these stories that has any."""
        found: dict[str, list[Label]] = {}
        for row in self._among(
            "SELECT d.id, d.outlet, d.canonical, d.item, m.story FROM story_members m "
            "JOIN documents d ON d.id = m.document WHERE m.story {}",
            stories,
        ):
            found.setdefault(row[4], []).append(_label(row))
        return found

    def same_report(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Return the documents of these canonical addresses or ids of items (`guid`), in order of arrival."""
        given = list(keys)
        found: dict[int, str] = {}
        for column in ("canonical", "item"):
            asked = f"SELECT number, id FROM documents WHERE {column} {{}}"
            found.update(map(tuple, self._among(asked, given)))
        return tuple(found[number] for number in sorted(found))

    def changes(self) -> int:
        """Return how many transactions have written; it grows with every one, of any process."""
        with self._connected() as connection:
            return int(fact(connection, "changes") or 0)

    def ground(self) -> int:
        """Return how many transactions have changed what settling stands on: texts, stories, sketches, keys."""
        with self._connected() as connection:
            found = facts(connection, ("changes", "beside"))
        return int(found.get("changes", 0)) - int(found.get("beside", 0))

    def lines(
        self, *, limit: int = 50, offset: int = 0, current: bool = True, names: Sequence[str] = ()
    ) -> tuple[DocumentLine, ...]:
        """Return documents as a list shows them, without their texts, by id; of `names` where given."""
        home, listed = tables.members, _documents.alias()
        some = select(listed.c.id).order_by(listed.c.id).limit(limit).offset(offset)
        if current:  # by the indexes alone: a deep page passes over documents without reading them
            gone = select(_documents.c.number).where(~tables.CURRENT)
            some = some.where(listed.c.number.not_in(gone))
        if names:
            some = some.where(listed.c.id.in_(list(names)))
        wanted = (
            select(*_LINE, home.c.story)
            .outerjoin(home, home.c.document == _documents.c.id)
            .where(_documents.c.id.in_(some.subquery().select()))
            .order_by(_documents.c.id)
        )
        return tuple(DocumentLine(**row._mapping) for row in self._rows(wanted))

    def standing(self, name: str) -> Standing | None:
        """Return how a document stands: versions, withdrawal, when it was acquired."""
        return self.standings([name]).get(name)

    def standings(self, names: Iterable[str]) -> dict[str, Standing]:
        """Return how each of these documents stands."""
        return {row[0]: _standing(row) for row in self._among(f"{_STANDING} WHERE id {{}}", names)}

    def with_hash(self, sha256: str) -> tuple[Standing, ...]:
        """Return the documents whose original bytes have this hash."""
        rows = self._among(f"{_STANDING} WHERE sha256 {{}} ORDER BY number", [sha256])
        return tuple(_standing(row) for row in rows)

    def search(self, query: str, limit: int, offset: int = 0) -> tuple[str, ...]:
        """Return the ids of the current documents that hold all words, best first."""
        with self._connected() as connection:
            return tuple(search.find(connection, query, limit, offset))

    def find(self, conditions: Sequence[Condition], limit: int, offset: int = 0) -> Matches:
        """Return the documents that meet all conditions, with where they do."""
        with self._connected() as connection:
            return finding.find(connection, conditions, limit, offset)

    # ------------------------------------------------------------ layers

    def annotations(self, name: str, made_by: str) -> Annotations | None:
        """Return the kept annotations of a document, if this producer made them of its present text."""
        return self.layers({name: made_by}).get(name)

    def layers(self, made_by: dict[str, str]) -> dict[str, Annotations]:
        """Return the kept annotations of documents, where the producer named for each made them of its present text."""
        kept = tables.annotations
        found: dict[str, Annotations] = {}
        for some in _batches(made_by, 50):
            rows = self._rows(
                select(kept.c.document, kept.c.made_by, kept.c.record)
                .join(_documents, _documents.c.id == kept.c.document)
                .where(kept.c.document.in_(some), kept.c.sha256 == _documents.c.sha256)
            )
            for row in rows:
                if row.made_by == made_by[row.document]:
                    found[row.document] = unpack(row.record, Annotations)
        return found

    def unread(self, limit: int, *, least: int = 2) -> tuple[str, ...]:
        """Return documents without annotations in stories of `least` reports or more, the newest stories first."""
        home, line, kept = tables.members, tables.stories, tables.annotations
        rows = self._rows(
            select(home.c.document)
            .join(line, line.c.id == home.c.story)
            .outerjoin(kept, kept.c.document == home.c.document)
            .where(line.c.documents >= least, kept.c.document.is_(None))
            .order_by(line.c.last_at.desc(), line.c.id, home.c.place)
            .limit(limit)
        )
        return tuple(row.document for row in rows)

    # ------------------------------------------------------------ revisions, readers, acts

    def revisions(self, story: str) -> tuple[RevisionLine, ...]:
        """Return the kept revisions of a story, under this id alone, in order."""
        kept = tables.revisions.c
        rows = self._rows(
            select(
                kept.story,
                kept.number,
                kept.made_at,
                kept.state,
                kept.sha256,
                kept.record.is_(None).label("gone"),
            )
            .where(kept.story == story)
            .order_by(kept.number)
        )
        return tuple(RevisionLine(**{**row._mapping, "gone": bool(row.gone)}) for row in rows)

    def revision(self, story: str, number: int) -> Dossier | None:
        """Return a kept dossier; None where there is none, or a report in it was taken down."""
        kept = tables.revisions.c
        rows = self._rows(select(kept.record).where(kept.story == story, kept.number == number))
        return unpack(rows[0].record, Dossier) if rows and rows[0].record else None

    def seen(self, reader: str, story: str) -> Seen | None:
        """Return what a reader saw of a story last."""
        kept = tables.seen
        rows = self._rows(select(kept).where(kept.c.reader == reader, kept.c.story == story))
        return Seen(**rows[0]._mapping) if rows else None

    def all_seen(self, reader: str) -> dict[str, Seen]:
        """Return what a reader saw last, by story."""
        rows = self._rows(select(tables.seen).where(tables.seen.c.reader == reader))
        return {row.story: Seen(**row._mapping) for row in rows}

    def acts(self, *, standing: bool = False) -> tuple[Act, ...]:
        """Return the acts in their order; those that were not undone, where `standing`."""
        wanted = select(tables.acts.c.record).order_by(tables.acts.c.number)
        if standing:
            wanted = wanted.where(tables.acts.c.undone_at.is_(None))
        return tuple(from_json(row.record, Act) for row in self._rows(wanted))

    def act(self, name: str) -> Act | None:
        """Return the act of this id."""
        rows = self._rows(select(tables.acts.c.record).where(tables.acts.c.id == name))
        return from_json(rows[0].record, Act) if rows else None

    # ------------------------------------------------------------ feeds' memory, records

    def remembers(self, marks: Iterable[str]) -> frozenset[str]:
        """Return which of these marks (addresses, ids of feed items) were remembered."""
        keys = list(dict.fromkeys(marks))
        noted = tables.items
        with self._connected() as connection:
            hashes = dict(zip(salted(connection, keys), keys, strict=True))
            found: set[str] = set()
            for some in _batches(hashes):
                rows = connection.execute(select(noted.c.hash).where(noted.c.hash.in_(some)))
                found |= {hashes[row.hash] for row in rows}
        return frozenset(found)

    def removed(self, document: Document) -> bool:
        """Tell whether a document of this id, address or content was taken down."""
        return bool(self.remembers(tombstones(document)))

    def record(self, key: str, kind: type[T]) -> T | None:
        """Return the small record of this type kept under `key`."""
        shelf = tables.records.c
        rows = self._rows(select(shelf.record).where(shelf.kind == kind.__name__, shelf.key == key))
        return from_json(rows[0].record, kind) if rows else None

    def records(self, kind: type[T], keys: Iterable[str] | None = None) -> dict[str, T]:
        """Return the small records of this type by key, in the order of the keys: all, or those of `keys`."""
        if keys is not None:
            asked = f"SELECT key, record FROM records WHERE kind = '{kind.__name__}' AND key {{}}"
            return {row[0]: from_json(row[1], kind) for row in sorted(self._among(asked, keys))}
        shelf = tables.records.c
        rows = self._rows(
            select(shelf.key, shelf.record).where(shelf.kind == kind.__name__).order_by(shelf.key)
        )
        return {row.key: from_json(row.record, kind) for row in rows}


def _standing(row: Any) -> Standing:
    return Standing(
        document=row[0],
        acquired_at=row[1],
        canonical=row[2],
        supersedes=row[3],
        superseded_by=row[4],
        withdrawn=row[5],
    )


def _label(row: Any) -> Label:
    return Label(document=row[0], outlet=row[1], canonical=row[2], item=row[3])


def _batches(values: Iterable[Any], size: int = AT_ONCE) -> Iterator[list[Any]]:
    """Yield lists of at most `size` values."""
    found = list(values)
    for start in range(0, len(found), size):
        yield found[start : start + size]
