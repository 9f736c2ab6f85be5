"""The list of stories: what it can be asked for by, and how a page of a list of many is found.

Stories are gone through in order, and each is asked whether it is wanted. Where a filter leaves few stories, these
are taken and put in order: which filter that is the database cannot know, so that they are counted first.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple, TypedDict

from sqlalchemy import ColumnElement, Connection, Select, exists, func, intersect, or_, select

from crosswire.model.kept import Facet, StoryOrder
from crosswire.store import search, tables
from crosswire.store.statements import rows_among

FOUND = 2000
"""Documents that a search among stories looks at, the latest first."""
FEW = 10_000
"""Stories that a filter leaves up to which they are taken and put in order."""
_stories = tables.stories.c
_ORDERS = {
    "newest": (_stories.last_at, _stories.last_at + ""),
    "largest": (_stories.documents, _stories.documents + 0),
}
"""What a list goes by: as an index has it, and so that none is used."""


class Wanted(TypedDict, total=False):
    """What stories are listed; all that is given must hold.

    `words` must stand in one of a story's reports; `since` and `until` bound its last report; every one of
    `facets` (kind, name) must hold; `conflicts` asks for stories with one; `least` is a number of reports;
    `unseen` names a reader to whom they must be new, or changed since the last look.
    """

    words: str | None
    since: str | None
    until: str | None
    facets: Sequence[tuple[Facet, str]]
    conflicts: bool
    least: int
    unseen: str | None


class Filter(NamedTuple):
    """The stories that a filter leaves, by an index, and what is asked of a story without one."""

    ids: Select[Any]
    test: ColumnElement[bool]


def page(connection: Connection, wanted: Wanted, order: StoryOrder) -> Select[Any]:
    """Return the statement for the stories that are wanted, the newest or the largest first."""
    found = _filters(connection, wanted)
    few = _fewest(connection, found)
    asked = select(tables.stories)
    if few is not None:
        asked = asked.where(_stories.id.in_(few.ids))
    asked = asked.where(*(one.test for one in found if one is not few))
    if (reader := wanted.get("unseen")) is not None:
        asked = asked.where(~_as_seen(reader))
    return asked.order_by(_ORDERS[order][few is not None].desc(), _stories.id)


def count(connection: Connection, wanted: Wanted) -> int:
    """Return how many stories are wanted in all."""
    found = _filters(connection, wanted)
    few = _fewest(connection, found)
    tests = [one.test for one in found if one is not few]
    if few is not None:
        asked = select(func.count()).where(_stories.id.in_(few.ids), *tests)
    elif found:
        held = intersect(*(one.ids for one in found)) if len(found) > 1 else found[0].ids
        asked = select(func.count()).select_from(held.subquery())
    else:
        asked = select(func.count()).select_from(tables.stories)
    total = int(connection.execute(asked).scalar_one())
    reader = wanted.get("unseen")
    if reader is None or not total:
        return total
    looks = select(tables.seen.c.story).where(tables.seen.c.reader == reader)
    known = select(func.count()).where(
        _stories.id.in_(looks), *(one.test for one in found), _as_seen(reader)
    )
    return total - int(connection.execute(known).scalar_one())


def _filters(connection: Connection, wanted: Wanted) -> list[Filter]:
    """Return the filters that are wanted, but for `unseen`."""
    found: list[Filter] = []
    if words := wanted.get("words"):
        held = search.holders(connection, words, FOUND)
        asked = "SELECT story FROM story_members WHERE document {}"
        homes = sorted({row[0] for row in rows_among(connection, asked, sorted(held))})
        found.append(
            Filter(select(_stories.id).where(_stories.id.in_(homes)), (_stories.id + "").in_(homes))
        )
    last, size = _ORDERS["newest"], _ORDERS["largest"]
    if since := wanted.get("since"):
        found.append(Filter(select(_stories.id).where(last[0] >= since), last[1] >= since))
    if until := wanted.get("until"):
        found.append(Filter(select(_stories.id).where(last[0] < until), last[1] < until))
    if (least := wanted.get("least", 1)) > 1:
        found.append(Filter(select(_stories.id).where(size[0] >= least), size[1] >= least))
    marks = tables.facets.c
    named = [(marks.kind == kind, marks.name == name) for kind, name in wanted.get("facets", ())]
    if wanted.get("conflicts"):  # of every conflict its class and kind are kept as names
        named.append((marks.kind == "conflict",))  # type: ignore[arg-type]
    for conditions in named:
        mark = exists().where(*conditions, marks.story == _stories.id)
        found.append(Filter(select(marks.story).where(*conditions).distinct(), mark))
    return found


def _fewest(connection: Connection, found: Sequence[Filter]) -> Filter | None:
    """Return the filter that leaves the fewest stories, if those are few."""
    counted: list[int] = []
    for one in found:
        some = one.ids.limit(FEW + 1).subquery()
        counted.append(connection.execute(select(func.count()).select_from(some)).scalar_one())
    least = min(counted, default=FEW + 1)
    return found[counted.index(least)] if least <= FEW else None


def _as_seen(reader: str) -> ColumnElement[bool]:
    """Return whether a reader has seen a story as it stands."""
    look = tables.seen.c
    return exists().where(
        look.reader == reader,
        look.story == _stories.id,
        or_(look.revision == 0, look.revision >= _stories.revision),
        look.at >= _stories.changed_at,
    )
