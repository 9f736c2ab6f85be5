"""The reading side of an `SqlStore`, stories: what they hold, their list, and what clustering keeps of documents."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Unpack

from sqlalchemy import Connection, Executable, func, select, text

from crosswire.model.codec import from_json
from crosswire.model.kept import Facet, StoryLine, StoryOrder
from crosswire.model.record import Record
from crosswire.model.story import Story, StoryLink
from crosswire.store import listing, tables
from crosswire.store.listing import Wanted
from crosswire.store.rows import AT_ONCE, story_of
from crosswire.store.statements import first_holders, rows_among

_stories, _members, _documents = tables.stories, tables.members, tables.documents
HEIRS = 1000
"""Former ids that are followed to a living one; more than any story can have had."""


_WITH_MEMBERS = (
    "SELECT m.story, m.document, m.record, s.record AS whole FROM story_members m "
    "JOIN stories s ON s.id = m.story WHERE m.story {} ORDER BY m.story, m.place"
)


class _OfSaga(Record, frozen=True, kw_only=True):
    """What a story's record says of its saga."""

    saga: str | None = None


class StoriesView:
    """Reading stories, and what clustering keeps."""

    def __init__(self, connected: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._connected = connected

    def _rows(self, statement: Executable) -> Sequence[Any]:
        try:
            with self._connected() as connection:
                return connection.execute(statement).all()
        except UnicodeEncodeError:  # an id with a lone surrogate, which no store could have kept
            return ()

    def _among(self, statement: str, values: Iterable[Any]) -> Sequence[Any]:
        """Return the rows of a statement for all `values`, sorted; `statements.rows_among` says how."""
        try:
            with self._connected() as connection:
                return rows_among(connection, statement, sorted(set(values)))
        except UnicodeEncodeError:
            return ()

    # ------------------------------------------------------------ stories

    def stories(self, names: Iterable[str] | None = None) -> tuple[Story, ...]:
        """Return stories with their members, by id: those of `names` that are there, or all."""
        if names is None:
            return _gathered(self._rows(text(_WITH_MEMBERS.format("IS NOT NULL"))))
        return _gathered(self._among(_WITH_MEMBERS, names))

    def members(self, stories: Iterable[str]) -> dict[str, list[str]]:
        """Return the documents of each of these stories that is there, in order."""
        found: dict[str, list[str]] = {}
        asked = "SELECT story, document FROM story_members WHERE story {} ORDER BY story, place"
        for story, document in self._among(asked, stories):
            found.setdefault(story, []).append(document)
        return found

    def sagas(self, stories: Iterable[str]) -> dict[str, str]:
        """Return the saga of each of these stories that has one."""
        rows = self._among("SELECT id, record FROM stories WHERE id {}", stories)
        found = {name: from_json(record, _OfSaga).saga for name, record in rows}
        return {name: saga for name, saga in found.items() if saga}

    def story(self, name: str) -> Story | None:
        """Return the story of this present id."""
        found = self.stories([name])
        return found[0] if found else None

    def homes(self, documents: Iterable[str]) -> dict[str, str]:
        """Return the story of each of these documents that has one."""
        asked = "SELECT document, story FROM story_members WHERE document {}"
        return dict(map(tuple, self._among(asked, documents)))

    def story_of(self, name: str) -> str | None:
        """Return the story that a story id, present or former, stands for."""
        for _ in range(HEIRS):
            if self._rows(select(_stories.c.id).where(_stories.c.id == name)):
                return name
            heirs = self._rows(select(tables.former.c.heir).where(tables.former.c.id == name))
            if not heirs:
                return None
            name = heirs[0].heir
        return None

    def former(self, name: str) -> tuple[str, ...]:
        """Return all ids that lead to this story, however many heirs there were between, sorted."""
        found: set[str] = set()
        layer = [name]
        while layer:
            rows = self._rows(select(tables.former.c.id).where(tables.former.c.heir.in_(layer)))
            layer = [row.id for row in rows if row.id not in found and row.id != name]
            found.update(layer)
        return tuple(sorted(found))

    def beginning(self, start: str, limit: int = 2) -> tuple[str, ...]:
        """Return the ids of up to `limit` stories that begin so."""
        matching = _stories.c.id.startswith(start, autoescape=True)
        rows = self._rows(
            select(_stories.c.id).where(matching).order_by(_stories.c.id).limit(limit)
        )
        return tuple(row.id for row in rows)

    def story_lines(
        self,
        *,
        order: StoryOrder = "newest",
        limit: int = 50,
        offset: int = 0,
        **wanted: Unpack[Wanted],
    ) -> tuple[StoryLine, ...]:
        """Return a page of the list of stories; `listing.Wanted` says what they can be asked for by."""
        try:
            with self._connected() as connection:
                asked = listing.page(connection, wanted, order)
                rows = connection.execute(asked.limit(limit).offset(offset)).all()
        except UnicodeEncodeError:
            return ()
        return tuple(_line(row) for row in rows)

    def story_line(self, name: str) -> StoryLine | None:
        """Return the line of a story by its present id."""
        rows = self._rows(select(_stories).where(_stories.c.id == name))
        return _line(rows[0]) if rows else None

    def lines_of(self, stories: Iterable[str]) -> dict[str, StoryLine]:
        """Return the line of each of these stories that is there."""
        found: dict[str, StoryLine] = {}
        some = sorted(set(stories))
        for start in range(0, len(some), AT_ONCE):
            page = _stories.c.id.in_(some[start : start + AT_ONCE])
            found |= {row.id: _line(row) for row in self._rows(select(_stories).where(page))}
        return found

    def story_count(self, **wanted: Unpack[Wanted]) -> int:
        """Return how many stories `story_lines` would list in all."""
        try:
            with self._connected() as connection:
                return listing.count(connection, wanted)
        except UnicodeEncodeError:
            return 0

    def facets(self, kind: Facet, limit: int = 100) -> tuple[tuple[str, int], ...]:
        """Return the names of one kind of facet with how many stories have them, the most first."""
        marks = tables.facets.c
        count = func.count()
        rows = self._rows(
            select(marks.name, count)
            .where(marks.kind == kind)
            .group_by(marks.name)
            .order_by(count.desc(), marks.name)
            .limit(limit)
        )
        return tuple((row[0], row[1]) for row in rows)

    def facets_of(self, stories: Iterable[str], kind: Facet) -> dict[str, tuple[str, ...]]:
        """Return the names of one kind of facet that each of these stories has, if any, sorted."""
        marks = tables.facets.c
        found: dict[str, list[str]] = {}
        some = sorted(set(stories))
        for start in range(0, len(some), AT_ONCE):
            page = marks.story.in_(some[start : start + AT_ONCE])
            wanted = select(marks.story, marks.name).where(marks.kind == kind, page)
            for row in self._rows(wanted.order_by(marks.story, marks.name)):
                found.setdefault(row.story, []).append(row.name)
        return {story: tuple(names) for story, names in found.items()}

    def links_of(self, stories: Iterable[str]) -> dict[str, tuple[StoryLink, ...]]:
        """Return the neighbours of each of these stories that has any, without loading its members."""
        found: dict[str, tuple[StoryLink, ...]] = {}
        some = sorted(set(stories))
        for start in range(0, len(some), AT_ONCE):
            page = _stories.c.id.in_(some[start : start + AT_ONCE])
            for row in self._rows(select(_stories.c.id, _stories.c.record).where(page)):
                links = from_json(row.record, Story).links
                if links:
                    found[row.id] = links
        return found

    def unsettled(self, *, placed: bool = True) -> tuple[str, ...]:
        """Return the documents that no settling has placed yet, or taken out, in the order in which they came.

        Without `placed` those are left out that stand with their nearest for now.
        """
        waiting = tables.unsettled.c
        asked = select(_documents.c.id).join_from(
            tables.unsettled, _documents, _documents.c.number == waiting.document
        )
        if not placed:
            asked = asked.where(waiting.placed == 0)
        return tuple(row.id for row in self._rows(asked.order_by(waiting.document)))

    def placed(self, documents: Iterable[str]) -> set[str]:
        """Return which of these documents stand with their nearest, until they are settled."""
        asked = (
            "SELECT d.id FROM unsettled u JOIN documents d ON d.number = u.document "
            "WHERE u.placed = 1 AND d.id {}"
        )
        return {row[0] for row in self._among(asked, documents)}

    # ------------------------------------------------------------ what clustering keeps

    def sketches(
        self, made_by: str, names: Iterable[str] | None = None
    ) -> Iterator[tuple[str, bytes]]:
        """Yield (document, sketch) of this producer, of `names` or all documents, in order of arrival."""
        asked = (
            "SELECT s.document, d.id, s.made_by, s.record FROM sketches s "
            "JOIN documents d ON d.number = s.document WHERE {} ORDER BY s.document"
        )
        if names is not None:
            for _, name, producer, record in self._among(asked.format("d.id {}"), names):
                if producer == made_by:
                    yield name, record
            return
        last = 0
        page = text(asked.format("s.document > :last") + f" LIMIT {AT_ONCE}")
        while rows := self._rows(page.bindparams(last=last)):
            for row in rows:
                if row.made_by == made_by:
                    yield row.id, row.record
            last = rows[-1].document

    def holders(self, keys: Iterable[int], limit: int) -> dict[int, list[tuple[int, str]]]:
        """Return for each key that any document has the (rank, document) of its first `limit` by rank."""
        with self._connected() as connection:
            found = first_holders(connection, sorted(set(keys)), limit)
        names = self.names(sorted({number for held in found.values() for _, number in held}))
        return {
            key: [(rank, names[number]) for rank, number in held]
            for key, held in found.items()
            if held
        }

    def keyed(self, names: Iterable[str], most: int) -> set[str]:
        """Return those of these documents that have at most so many keys."""
        asked = (
            "SELECT d.id FROM documents d JOIN keyed k ON k.document = d.number "
            f"WHERE d.id {{}} AND k.count <= {most:d}"
        )
        return {row[0] for row in self._among(asked, names)}

    def likenesses(self, documents: Iterable[str]) -> list[tuple[str, str, float]]:
        """Return (one, other, value) of every pair kept of which `one` is among `documents`, by one and other."""
        pairs = tables.likenesses.c
        found: list[tuple[int, int, float]] = []
        some = sorted(self.numbers(documents).values())
        for start in range(0, len(some), AT_ONCE):
            page = pairs.one.in_(some[start : start + AT_ONCE])
            found += [(r[0], r[1], r[2]) for r in self._rows(select(tables.likenesses).where(page))]
        names = self.names(sorted({number for pair in found for number in pair[:2]}))
        return sorted((names[one], names[other], value) for one, other, value in found)

    def numbers(self, names: Iterable[str]) -> dict[str, int]:
        """Return the number of each of these documents, which none other ever has."""
        return dict(map(tuple, self._among("SELECT id, number FROM documents WHERE id {}", names)))

    def names(self, numbers: Sequence[int]) -> dict[int, str]:
        """Return the document of each of these numbers."""
        asked = "SELECT number, id FROM documents WHERE number {}"
        return dict(map(tuple, self._among(asked, numbers)))


def _gathered(rows: Iterable[Any]) -> tuple[Story, ...]:
    """Return the stories of member rows that come sorted by story and place."""
    found: list[Story] = []
    held: list[Any] = []
    for row in rows:
        if held and held[0].story != row.story:
            found.append(story_of(held[0].whole, held))
            held = []
        held.append(row)
    if held:
        found.append(story_of(held[0].whole, held))
    return tuple(found)


def _line(row: Any) -> StoryLine:
    return StoryLine(**{name: row._mapping[name] for name in StoryLine.__struct_fields__})
