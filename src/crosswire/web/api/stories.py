"""Stories: their list with its filters, one of them, what they can be filtered by."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from crosswire.model.kept import Facet, StoryLine, StoryOrder
from crosswire.model.record import Record
from crosswire.model.story import Story
from crosswire.web.api.at import AtDesk, StoryId
from crosswire.web.replies import Limit, Offset, paged, reply
from crosswire.web.shapes import says

router = APIRouter(tags=["stories"])
Text = Annotated[str | None, Query(max_length=1000)]
Name = Annotated[list[str], Query(max_length=20)]
Moment = Annotated[
    str | None,
    Query(
        pattern=r"^\d{4}-\d\d-\d\d(T[0-9:.]+(Z|[+-]\d\d:\d\d)?)?$", description="ISO 8601, in UTC."
    ),
]


class FacetName(Record, frozen=True, kw_only=True):
    """A name that stories can be filtered by, and how many have it."""

    name: str
    stories: int


@router.get("/stories", responses=says(StoryLine, many=True), response_model=None)
def list_stories(
    request: Request,
    desk: AtDesk,
    text: Text = None,
    since: Moment = None,
    until: Moment = None,
    outlet: Name = [],  # noqa: B006 - the framework copies it
    place: Name = [],  # noqa: B006
    entity: Name = [],  # noqa: B006
    conflict: Name = [],  # noqa: B006
    conflicts: bool = False,
    new: Annotated[
        bool, Query(description="Only what `reader` has not seen as it now stands.")
    ] = False,
    reader: Annotated[
        str, Query(max_length=200, description="Whose looks; one's own unless named.")
    ] = "",
    least: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
    order: StoryOrder = "largest",
    limit: Limit = 50,
    offset: Offset = 0,
) -> Response:
    """List stories, the largest or newest first; every filter that is given must hold."""
    facets: list[tuple[Facet, str]] = [
        *(("outlet", name) for name in outlet),
        *(("place", name) for name in place),
        *(("entity", name) for name in entity),
        *(("conflict", name) for name in conflict),
    ]
    view = desk.workspace.store.view()
    unseen = reader if new else None
    total = view.story_count(
        words=text,
        since=since,
        until=until,
        facets=facets,
        conflicts=conflicts,
        least=least,
        unseen=unseen,
    )
    lines = view.story_lines(
        order=order,
        limit=limit,
        offset=offset,
        words=text,
        since=since,
        until=until,
        facets=facets,
        conflicts=conflicts,
        least=least,
        unseen=unseen,
    )
    return reply(request, lines, headers=paged(request, total, limit, offset))


@router.get("/facets/{kind}", responses=says(FacetName, many=True), response_model=None)
def list_facets(request: Request, desk: AtDesk, kind: Facet, limit: Limit = 100) -> Response:
    """List the outlets, places, entities or kinds of conflict that stories can be filtered by, by frequency."""
    found = desk.workspace.store.view().facets(kind, limit)
    return reply(request, [FacetName(name=name, stories=count) for name, count in found])


@router.get("/stories/{story}", responses=says(Story), response_model=None)
def get_story(request: Request, desk: AtDesk, name: StoryId) -> Response:
    """Return a story: its reports and why they stand together."""
    return reply(request, desk.workspace.story(name))
