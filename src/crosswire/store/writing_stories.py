"""The writing side of an `SqlStore`, stories and what clustering keeps: only rows that differ are written."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, delete, func, select, text
from sqlalchemy.dialects.sqlite import insert

from crosswire.model.kept import Facet
from crosswire.model.story import Story
from crosswire.store import tables
from crosswire.store.reading_stories import StoriesView
from crosswire.store.rows import AT_ONCE, member_rows, story_record, story_row
from crosswire.store.tables import members, stories


class StoriesWriter:
    """Writing stories, sketches and keys, in one transaction."""

    connection: Connection
    view: StoriesView

    def now(self) -> str:
        """Return the time, never earlier than any this store has said."""
        raise NotImplementedError

    # ------------------------------------------------------------ stories

    def put_stories(self, found: Sequence[Story], former: Mapping[str, str]) -> None:
        """Keep the stories in the place of all earlier ones; `former` maps ids that are gone to their heirs."""
        names = {story.id for story in found}
        present = {row.id for row in self.connection.execute(select(stories.c.id))}
        gone = sorted(present - names)
        self.change_stories(found, {name: former.get(name) for name in gone}, former)

    def change_stories(
        self,
        changed: Iterable[Story],
        gone: Mapping[str, str | None] | None = None,
        former: Mapping[str, str] | None = None,
        settled: Iterable[str] = (),
    ) -> None:
        """Keep the stories that changed, each in the place of its earlier form, and leave the others.

        `gone` maps ids of stories that are no more to their heirs (None: no heir), `former` other ids to theirs.
        The documents of `changed`, and those named as `settled`, wait for no settling any more.
        """
        now = self.now()
        done = set(settled)
        for story in changed:
            self._put_story(story, now)
            done.update(story.documents)
        for name, heir in sorted((gone or {}).items()):
            self._drop_story(name, heir)
        for old, heir in sorted((former or {}).items()):
            self._lead(old, heir)
        numbers = [{"n": n} for n in self.view.numbers(sorted(done)).values()]
        if numbers:
            self.connection.execute(text("DELETE FROM unsettled WHERE document = :n"), numbers)

    def unsettle(self, documents: Iterable[str]) -> None:
        """Let these documents wait for a settling: an act of a person says something new of them."""
        rows = [{"document": number} for number in self.view.numbers(sorted(documents)).values()]
        upsert(self.connection, tables.unsettled, ["document"], rows)

    def _put_story(self, story: Story, now: str) -> None:
        held = select(members.c.document, members.c.story, members.c.place, members.c.record)
        before = {
            row.document: row
            for row in self.connection.execute(held.where(members.c.story == story.id))
        }
        rows = member_rows(story)
        fresh = [row for row in rows if _differs(row, before.get(row["document"]))]
        lost = sorted(before.keys() - set(story.documents))
        whole = select(stories.c.record).where(stories.c.id == story.id)
        same = self.connection.execute(whole).scalar() == story_record(story)
        if same and not fresh and not lost:
            return
        for start in range(0, len(lost), AT_ONCE):
            page = members.c.document.in_(lost[start : start + AT_ONCE])
            self.connection.execute(delete(members).where(page, members.c.story == story.id))
        upsert(self.connection, members, ["document"], fresh)
        row = story_row(self.connection, story, now)
        if not before:  # an id that comes back has its revisions still
            kept = tables.revisions.c
            last = select(func.max(kept.number)).where(kept.story == story.id)
            row["revision"] = self.connection.execute(last).scalar() or 0
        upsert(self.connection, stories, ["id"], [row])
        self.connection.execute(delete(tables.former).where(tables.former.c.id == story.id))
        self._put_outlets(story)

    def _put_outlets(self, story: Story) -> None:
        kept = tables.documents.c
        outlets: set[str] = set()
        for start in range(0, len(story.documents), AT_ONCE):
            page = kept.id.in_(story.documents[start : start + AT_ONCE])
            rows = self.connection.execute(
                select(kept.outlet).where(page, kept.outlet.is_not(None))
            )
            outlets |= {row.outlet for row in rows}
        self.put_facets(story.id, "outlet", sorted(outlets))

    def _drop_story(self, name: str, heir: str | None) -> None:
        self.connection.execute(delete(stories).where(stories.c.id == name))
        self.connection.execute(delete(members).where(members.c.story == name))
        self.connection.execute(delete(tables.facets).where(tables.facets.c.story == name))
        if heir is not None:
            self._lead(name, heir)

    def _lead(self, old: str, heir: str) -> None:
        """Let a former id stand for its heir; never one that stands for itself."""
        there = self.connection.execute(select(stories.c.id).where(stories.c.id == old)).scalar()
        if there is None and old != heir:
            upsert(self.connection, tables.former, ["id"], [{"id": old, "heir": heir}])

    def put_facets(self, story: str, kind: Facet, names: Iterable[str]) -> None:
        """Keep the names by which a story can be found, in the place of those of this kind."""
        marks = tables.facets
        self.connection.execute(delete(marks).where(marks.c.story == story, marks.c.kind == kind))
        rows = [{"kind": kind, "name": name, "story": story} for name in sorted(set(names))]
        if rows:
            self.connection.execute(insert(marks), rows)

    # ------------------------------------------------------------ what clustering keeps

    def put_sketches(self, found: Iterable[tuple[str, bytes]], made_by: str) -> None:
        """Keep (document, sketch) pairs, in the place of earlier sketches of those documents."""
        pairs = list(found)
        numbers = self.view.numbers([name for name, _ in pairs])
        rows = [
            {"document": numbers[name], "made_by": made_by, "record": record}
            for name, record in pairs
            if name in numbers
        ]
        upsert(self.connection, tables.sketches, ["document"], rows)

    def put_keys(self, found: Iterable[tuple[str, int, Iterable[int]]]) -> None:
        """Keep (document, rank, keys), signed 64-bit numbers all, in the place of earlier keys of those."""
        given = list(found)
        numbers = self.view.numbers([name for name, _, _ in given])
        known = [{"n": numbers[name]} for name, _, _ in given if name in numbers]
        if not known:
            return
        self.connection.execute(text("DELETE FROM keys WHERE document = :n"), known)
        rows = [
            {"key": key, "rank": rank, "document": numbers[name]}
            for name, rank, keys in given
            if name in numbers
            for key in set(keys)
        ]
        rows.sort(key=lambda row: (row["key"], row["rank"], row["document"]))
        if rows:
            self.connection.execute(
                text("INSERT INTO keys (key, rank, document) VALUES (:key, :rank, :document)"), rows
            )

    def put_likenesses(self, found: Iterable[tuple[str, str, float]]) -> None:
        """Keep how alike pairs of documents are, both ways, in the place of what was kept of those pairs."""
        pairs = list(found)
        numbers = self.view.numbers(sorted({name for pair in pairs for name in pair[:2]}))
        rows = [
            {"one": numbers[one], "other": numbers[other], "value": value}
            for a, b, value in pairs
            if a in numbers and b in numbers
            for one, other in ((a, b), (b, a))
        ]
        rows.sort(key=lambda row: (row["one"], row["other"]))
        upsert(self.connection, tables.likenesses, ["one", "other"], rows)


def _differs(row: Mapping[str, Any], before: Any) -> bool:
    return before is None or any(row[name] != getattr(before, name) for name in ("place", "record"))


def upsert(
    connection: Connection, table: Table, key: list[str], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Write rows in the place of those with the same key, one by one; columns not given stay as they are."""
    if not rows:
        return
    statement = insert(table)
    values = {name: statement.excluded[name] for name in rows[0] if name not in key}
    if values:
        statement = statement.on_conflict_do_update(index_elements=key, set_=values)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=key)
    connection.execute(statement, [dict(row) for row in rows])
