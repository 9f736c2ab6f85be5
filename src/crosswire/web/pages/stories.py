"""The list of stories: newest or largest first, filtered, a hundred a page, with what is new to this reader."""

import time
from collections.abc import Callable, Sequence
from typing import Annotated, NamedTuple
from urllib.parse import urlencode

from fastapi import Query, Request
from fastapi.responses import Response

from crosswire.model.kept import Facet, Seen, StoryLine, StoryOrder
from crosswire.stages.render.wording import CLASS_MEANINGS
from crosswire.store.base import View
from crosswire.web.desk import Desk
from crosswire.web.pages.shell import page

PAGE = 100
READER = ""
"""Whose looks are remembered: those of the one who works at this workspace, here and on the command line alike."""
NAMES = 200
"""Names of one kind that a field proposes, the most frequent."""
SLOW, KEPT = 0.02, 60.0
"""Seconds that counting names takes in a large workspace, and for which they are then proposed as they were."""
Short = Annotated[str, Query(max_length=300)]
FIELDS: tuple[Facet, ...] = ("outlet", "place", "entity")


class Row(NamedTuple):
    """A story as the list shows it: `news` is "new", "changed" or ""; `classes` of disagreement; who is near."""

    line: StoryLine
    news: str
    classes: tuple[str, ...] = ()
    near: tuple[StoryLine, ...] = ()


class Proposed:
    """The names that the filter's fields propose, with how many stories have them."""

    def __init__(self) -> None:
        self._changes, self._until = -1, 0.0
        self._names: dict[Facet, tuple[tuple[str, int], ...]] = {}

    def names(self, view: View) -> dict[Facet, tuple[tuple[str, int], ...]]:
        """Return the names of each kind, counted anew where something changed and counting is quick or long ago."""
        begun, changes = time.monotonic(), view.changes()
        if changes != self._changes and begun >= self._until:
            self._names = {kind: view.facets(kind, NAMES) for kind in (*FIELDS, "conflict")}
            ended = time.monotonic()
            self._changes, self._until = changes, ended + (KEPT if ended - begun > SLOW else 0)
        return self._names


def news(line: StoryLine, seen: Seen | None) -> str:
    """Return what a story is to a reader who last saw it as `seen`, maybe before anybody had it read (0)."""
    if seen is None:
        return "new"
    later = 0 < seen.revision < line.revision
    return "changed" if later or line.changed_at > seen.at else ""


def index(desk: Desk) -> Callable[..., Response]:
    """Return the handler of the list."""
    proposed = Proposed()

    def stories(
        request: Request,
        text: Short = "",
        since: Short = "",
        until: Short = "",
        outlet: Short = "",
        place: Short = "",
        entity: Short = "",
        conflict: Short = "",
        conflicts: bool = False,
        new: bool = False,
        least: Annotated[int, Query(ge=1, le=1_000_000)] = 2,
        order: StoryOrder = "newest",
        start: Annotated[int, Query(ge=0, le=100_000_000)] = 0,
    ) -> Response:
        values: dict[str, object] = {
            "text": text, "since": since, "until": until, "outlet": outlet, "place": place,
            "entity": entity, "conflict": conflict or ("any" if conflicts else ""), "new": new,
            "least": least, "order": order,
        }  # fmt: skip
        return page(request, "stories.html.j2", **_found(desk, proposed, values, start))

    return stories


def _found(
    desk: Desk, proposed: Proposed, values: dict[str, object], start: int
) -> dict[str, object]:
    """Return what the list's page shows for these values of its filter."""
    asked = _asked(values)
    order: StoryOrder = "largest" if values["order"] == "largest" else "newest"
    with desk.workspace.store.snapshot() as view:
        lines = view.story_lines(order=order, limit=PAGE, offset=start, **asked)  # type: ignore[arg-type]
        total = view.story_count(**asked)  # type: ignore[arg-type]
        seen = view.all_seen(READER)
        fresh = view.story_count(unseen=READER, least=int(str(values["least"])))
        rows = _rows(view, lines, seen)
        names = proposed.names(view)
        reports = view.count()
    filtered = {name for name, value in values.items() if value} - {"least", "order"}
    return {
        "rows": rows, "total": total, "reports": reports, "start": start, "names": names,
        "differing": dict(names["conflict"]), "values": values, "fresh": fresh, "filtered": bool(filtered),
        "before": _link(values, start - PAGE) if start else None,
        "after": _link(values, start + PAGE) if start + PAGE < total else None,
        "here": _link(values, start),
        "only_new": _link({**values, "new": True}, 0),
    }  # fmt: skip


def _asked(values: dict[str, object]) -> dict[str, object]:
    """Return the filter as the store is asked."""
    facets = [(kind, values[kind]) for kind in FIELDS if values[kind]]
    conflict = values["conflict"]
    if conflict not in ("", "any"):
        facets.append(("conflict", conflict))
    return {
        "words": values["text"] or None,
        "since": values["since"] or None,
        "until": _end(str(values["until"])),
        "facets": tuple(facets),
        "conflicts": conflict == "any",
        "least": values["least"],
        "unseen": READER if values["new"] else None,
    }


def _rows(view: View, lines: Sequence[StoryLine], seen: dict[str, Seen]) -> list[Row]:
    names = [line.id for line in lines]
    classes = view.facets_of(names, "conflict")
    near = neighbours(view, names)
    return [
        Row(
            line,
            news(line, seen.get(line.id)),
            tuple(c for c in CLASS_MEANINGS if c in classes.get(line.id, ())),
            near.get(line.id, ()),
        )
        for line in lines
    ]


def neighbours(view: View, names: Sequence[str]) -> dict[str, tuple[StoryLine, ...]]:
    """Return the stories of the same saga next to each of these, the most alike first."""
    links = view.links_of(names)
    lines = view.lines_of(link.story for found in links.values() for link in found)
    return {
        name: tuple(
            lines[link.story]
            for link in sorted(found, key=lambda link: (-link.likeness, link.story))
            if link.story in lines
        )
        for name, found in links.items()
    }


def _end(until: str) -> str | None:
    """Return the end of a time: a day given alone is meant whole."""
    return f"{until}T23:59:59Z" if len(until) == 10 else until or None


def _link(values: dict[str, object], start: int) -> str:
    kept = {
        name: "true" if value is True else value
        for name, value in values.items()
        if value not in ("", False)
    }
    if start > 0:
        kept["start"] = start
    return "/?" + urlencode(kept)
