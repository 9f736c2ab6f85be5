"""The writing side of an `SqlStore`, stories and what clustering keeps: only rows that differ are written."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, text, update

from crosswire.model.codec import to_json
from crosswire.model.kept import Facet
from crosswire.model.story import Membership, Story
from crosswire.store import tables
from crosswire.store.reading_stories import StoriesView
from crosswire.store.rows import (
    AT_ONCE,
    facts_of,
    keyed_row,
    keys_in,
    member_rows,
    story_record,
    story_row,
)
from crosswire.store.statements import add_rows, rows_among, stream_in, upsert
from crosswire.store.tables import members, stories


class StoriesWriter(ABC):
    """Writing stories, sketches and keys, in one transaction."""

    connection: Connection
    view: StoriesView
    _moves_ground: bool

    @abstractmethod
    def now(self) -> str:
        """Return the time, never earlier than any this store has said."""

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
        self._moves_ground = True
        now = self.now()
        done = set(settled)
        given = list(changed)
        for start in range(0, len(given), AT_ONCE):
            self._put_changed(given[start : start + AT_ONCE], now)
        done.update(name for story in given for name in story.documents)
        for name, heir in sorted((gone or {}).items()):
            self._drop_story(name, heir)
        for old, heir in sorted((former or {}).items()):
            self._lead(old, heir)
        self._settled(done)

    def join_stories(self, found: Iterable[Membership]) -> None:
        """Let documents stand in stories, behind all others, while they go on waiting for a settling."""
        self._moves_ground = True
        by_story: dict[str, list[Membership]] = {}
        for member in found:
            by_story.setdefault(member.story, []).append(member)
        for story, some in sorted(by_story.items()):
            self._join(story, some)

    def _join(self, story: str, found: Sequence[Membership]) -> None:
        names = [member.document for member in found]
        last = select(func.max(members.c.place)).where(members.c.story == story)
        behind = int(self.connection.execute(last).scalar() or 0) + 1
        rows = [
            {"document": m.document, "story": story, "place": place, "record": to_json(m)}
            for place, m in enumerate(found, behind)
        ]
        upsert(self.connection, members, ["document"], rows)
        told = facts_of(self.connection, names)
        marks = [
            {"kind": "outlet", "name": row.outlet, "story": story}
            for row in told.values()
            if row.outlet
        ]
        upsert(self.connection, tables.facets, ["kind", "name", "story"], marks)
        times = [row.published_at for row in told.values() if row.published_at]
        line = self.connection.execute(select(stories).where(stories.c.id == story)).one()
        facets = tables.facets.c
        outlets = select(func.count()).where(facets.kind == "outlet", facets.story == story)
        self.connection.execute(
            update(stories)
            .where(stories.c.id == story)
            .values(
                documents=line.documents + len(told),
                outlets=outlets.scalar_subquery(),
                first_at=min([line.first_at, *times]),
                last_at=max([line.last_at, *times]),
                changed_at=self.now(),
            )
        )
        self._many(
            "UPDATE unsettled SET placed = 1 WHERE document = :n",
            [{"n": number} for number in self.view.numbers(names).values()],
        )

    def _settled(self, done: Collection[str]) -> None:
        """Let those of these documents that wait for a settling wait no more."""
        # CROSS JOIN: SQLite then begins with the few that wait, and not with an index of all documents.
        waiting = (
            "SELECT u.document, d.id FROM unsettled u CROSS JOIN documents d "
            "WHERE d.number = u.document"
        )
        rows = self.connection.exec_driver_sql(f"{waiting} LIMIT {AT_ONCE}").all()
        if len(rows) < AT_ONCE:
            rows = [row for row in rows if row[1] in done]
        else:
            among = "SELECT number, id FROM documents WHERE id {}"
            rows = rows_among(self.connection, among, sorted(done))
        self._many("DELETE FROM unsettled WHERE document = :n", [{"n": row[0]} for row in rows])

    def unsettle(self, documents: Iterable[str]) -> None:
        """Let these documents wait for a settling: an act of a person says something new of them."""
        numbers = self.view.numbers(sorted(documents)).values()
        rows = [{"document": number, "placed": 0} for number in numbers]
        upsert(self.connection, tables.unsettled, ["document"], rows)

    def _put_changed(self, found: Sequence[Story], now: str) -> None:
        """Write what differs of these stories: members first, then the lines of those that changed."""
        before = self._before([story.id for story in found])
        fresh: list[dict[str, Any]] = []
        lost: list[dict[str, str]] = []
        changed: list[Story] = []
        for story in found:
            record, held = before.get(story.id, (None, {}))
            rows = [r for r in member_rows(story) if _differs(r, held.get(r["document"]))]
            out = sorted(held.keys() - set(story.documents))
            if rows or out or record != story_record(story):
                changed.append(story)
                fresh += rows
                lost += [{"d": name, "s": story.id} for name in out]
        self._many("DELETE FROM story_members WHERE document = :d AND story = :s", lost)
        upsert(self.connection, members, ["document"], fresh)
        self._put_lines(changed, before.keys(), now)

    def _before(self, names: Sequence[str]) -> dict[str, tuple[bytes, dict[str, Any]]]:
        """Return of each story that is there its record and the rows of its members."""
        wholes = rows_among(
            self.connection, "SELECT id, record FROM stories WHERE id {}", sorted(names)
        )
        found: dict[str, tuple[bytes, dict[str, Any]]] = {name: (r, {}) for name, r in wholes}
        held = "SELECT story, document, place, record FROM story_members WHERE story {}"
        for row in rows_among(self.connection, held, sorted(found)):
            found[row[0]][1][row[1]] = row
        return found

    def _put_lines(self, changed: Sequence[Story], known: Collection[str], now: str) -> None:
        """Write the lines of stories and the outlets they are found by."""
        told = facts_of(self.connection, [name for story in changed for name in story.documents])
        rows = [story_row(story, told, now) for story in changed]
        upsert(self.connection, stories, ["id"], [row for row in rows if row["id"] in known])
        new = [row for row in rows if row["id"] not in known]
        kept = tables.revisions.c
        for start in range(0, len(new), AT_ONCE):  # an id that comes back has its revisions still
            some = new[start : start + AT_ONCE]
            last = select(kept.story, func.max(kept.number)).group_by(kept.story)
            asked = last.where(kept.story.in_([row["id"] for row in some]))
            numbers = {row[0]: row[1] for row in self.connection.execute(asked)}
            upsert(
                self.connection,
                stories,
                ["id"],
                [{**row, "revision": numbers.get(row["id"], 0)} for row in some],
            )
        named = [story.id for story in changed]
        self._many("DELETE FROM former_stories WHERE id = :s", [{"s": name} for name in named])
        self._put_outlets(
            {
                (outlet, story.id)
                for story in changed
                for outlet in {told[n].outlet for n in story.documents if n in told} - {None}
            },
            named,
        )

    def _put_outlets(self, marks: set[tuple[str, str]], named: Sequence[str]) -> None:
        """Keep the (outlet, story) pairs of the stories `named`."""
        asked = "SELECT name, story FROM story_facets WHERE kind = 'outlet' AND story {}"
        held = {(row[0], row[1]) for row in rows_among(self.connection, asked, named)}
        self._many(
            "DELETE FROM story_facets WHERE kind = 'outlet' AND name = :n AND story = :s",
            [{"n": name, "s": story} for name, story in sorted(held - marks)],
        )
        self._many(
            "INSERT INTO story_facets (kind, name, story) VALUES ('outlet', :n, :s)",
            [{"n": name, "s": story} for name, story in sorted(marks - held)],
        )

    def _many(self, statement: str, rows: Sequence[Mapping[str, Any]]) -> None:
        if rows:
            self.connection.execute(text(statement), list(rows))

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
        self._moves_ground = True
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
        self._moves_ground = True
        given = list(found)
        numbers = self.view.numbers([name for name, _, _ in given])
        made = [
            keyed_row(numbers[name], rank, sorted(set(keys)))
            for name, rank, keys in given
            if name in numbers
        ]
        drop_keys(self.connection, [row["document"] for row in made])
        upsert(self.connection, tables.keyed, ["document"], made)
        rows = sorted(
            (key, row["rank"], row["document"]) for row in made for key in keys_in(row["keys"])
        )
        named = ("key", "rank", "document")
        add_rows(self.connection, tables.keys, [dict(zip(named, row, strict=True)) for row in rows])

    def put_all_keys(self, found: Iterable[tuple[str, int, Iterable[int]]]) -> None:
        """Keep what `put_keys` does, of all documents, in the place of all that was kept.

        The database sorts them on the disk and writes its table in order: a key at a time lands anywhere in it.
        """
        self._moves_ground = True
        run = self.connection.exec_driver_sql
        for table in ("keys", "keyed"):
            run(f"DELETE FROM {table}")
        run("CREATE TEMPORARY TABLE unsorted (key BIGINT, rank BIGINT, document BIGINT)")
        waiting = iter(found)
        while some := list(islice(waiting, AT_ONCE)):
            numbers = self.view.numbers([name for name, _, _ in some])
            made = [keyed_row(numbers[n], rank, sorted(set(keys))) for n, rank, keys in some]
            add_rows(self.connection, tables.keyed, made)
            rows = [(k, row["rank"], row["document"]) for row in made for k in keys_in(row["keys"])]
            stream_in(self.connection, "unsorted", ("key", "rank", "document"), rows)
        run(
            "INSERT INTO keys (key, rank, document) "
            "SELECT key, rank, document FROM unsorted ORDER BY key, rank, document"
        )
        run("DROP TABLE unsorted")

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


def drop_keys(connection: Connection, numbers: Sequence[int]) -> None:
    """Take the keys of documents, given by number, out."""
    asked = "SELECT document, rank, keys FROM keyed WHERE document {}"
    rows = [
        {"k": key, "r": rank, "d": number}
        for number, rank, packed in rows_among(connection, asked, numbers)
        for key in keys_in(packed)
    ]
    if rows:
        gone = "DELETE FROM keys WHERE key = :k AND rank = :r AND document = :d"
        connection.execute(text(gone), rows)
        connection.execute(
            text("DELETE FROM keyed WHERE document = :d"),
            [{"d": number} for number in sorted({row["d"] for row in rows})],
        )


def _differs(row: Mapping[str, Any], before: Any) -> bool:
    return before is None or any(row[name] != getattr(before, name) for name in ("place", "record"))
