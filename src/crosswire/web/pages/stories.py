"""The list of stories: newest or largest first, filtered, a hundred a page, with what is new to this reader."""

from collections.abc import Callable
from typing import Annotated, NamedTuple
from urllib.parse import urlencode

from fastapi import Query, Request
from fastapi.responses import Response

from crosswire.model.kept import Facet, Seen, StoryLine, StoryOrder
from crosswire.web.desk import Desk
from crosswire.web.pages.shell import page

PAGE = 100
READER = ""
"""Whose looks are remembered: those of the one who works at this workspace, here and on the command line alike."""
Short = Annotated[str, Query(max_length=300)]


class Row(NamedTuple):
    """A story as the list shows it: `news` is "new", "changed" or ""."""

    line: StoryLine
    news: str


def news(line: StoryLine, seen: Seen | None) -> str:
    """Return what a story is to a reader who last saw it as `seen`."""
    if seen is None:
        return "new"
    return "changed" if line.revision > seen.revision or line.changed_at > seen.at else ""


def index(desk: Desk) -> Callable[..., Response]:
    """Return the handler of the list."""

    def stories(
        request: Request,
        text: Short = "",
        since: Short = "",
        until: Short = "",
        outlet: Short = "",
        place: Short = "",
        entity: Short = "",
        conflicts: bool = False,
        least: Annotated[int, Query(ge=1, le=1_000_000)] = 2,
        order: StoryOrder = "newest",
        start: Annotated[int, Query(ge=0, le=100_000_000)] = 0,
    ) -> Response:
        given: dict[Facet, str] = {"outlet": outlet, "place": place, "entity": entity}
        facets = tuple((kind, name) for kind, name in given.items() if name)
        with desk.workspace.store.snapshot() as view:
            total = view.story_count(
                words=text or None, since=since or None, until=_end(until), facets=facets,
                conflicts=conflicts, least=least,
            )  # fmt: skip
            lines = view.story_lines(
                words=text or None, since=since or None, until=_end(until), facets=facets,
                conflicts=conflicts, least=least, order=order, limit=PAGE, offset=start,
            )  # fmt: skip
            seen = view.all_seen(READER)
            names = {kind: view.facets(kind, 200) for kind in given}
            reports = view.count()
        rows = [Row(line, news(line, seen.get(line.id))) for line in lines]
        values = {
            "text": text, "since": since, "until": until, "outlet": outlet, "place": place,
            "entity": entity, "conflicts": conflicts, "least": least, "order": order,
        }  # fmt: skip
        return page(
            request,
            "stories.html.j2",
            rows=rows,
            total=total,
            reports=reports,
            start=start,
            names=names,
            values=values,
            before=_link(values, start - PAGE) if start else None,
            after=_link(values, start + PAGE) if start + PAGE < total else None,
            here=_link(values, start),
            filtered=bool(text or since or until or facets or conflicts),
        )

    return stories


def _end(until: str) -> str | None:
    """Return the end of a time: a day given alone is meant whole."""
    return f"{until}T23:59:59Z" if len(until) == 10 else until or None


def _link(values: dict[str, object], start: int) -> str:
    kept = {name: value for name, value in values.items() if value not in ("", False)}
    if start > 0:
        kept["start"] = start
    return "/?" + urlencode(kept)
