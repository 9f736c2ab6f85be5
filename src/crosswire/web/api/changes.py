"""What is new: in a story since a look, a revision or a time; in a report from version to version; as Atom."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from crosswire.model.change import Changes, History
from crosswire.model.kept import RevisionLine, Seen
from crosswire.stages.render.atom import render_atom
from crosswire.web.api.at import AtDesk, DocumentId, DoneOnce, StoryId
from crosswire.web.desk import Job
from crosswire.web.jobs import content
from crosswire.web.replies import reply, send
from crosswire.web.shapes import gives, says
from crosswire.web.waiting import IdempotencyKey, Prefer, late

router = APIRouter(tags=["changes"])
_LATER = says(Job, status=202, what="It is being worked out; look again where Location says")
Reader = Annotated[
    str, Query(max_length=200, description="Whose last look; one's own unless named.")
]


@router.get("/stories/{story}/diff", responses={**says(Changes), **_LATER}, response_model=None)
async def diff(
    request: Request,
    desk: AtDesk,
    name: StoryId,
    since: Annotated[
        str,
        Query(max_length=60, description="`last`, a revision, a time (ISO 8601) or an age (`2d`)."),
    ] = "last",
    reader: Reader = "",
    prefer: Prefer = None,
) -> Response:
    """Return what is new in a story since a reader's last look, a revision or a time."""
    running = desk.ask("diff", name, since, reader=reader)
    return await late(request, running) or reply(request, running.future.result())


@router.get(
    "/stories/{story}/revisions", responses=says(RevisionLine, many=True), response_model=None
)
def revisions(request: Request, desk: AtDesk, name: StoryId) -> Response:
    """List the kept revisions of a story, in order."""
    return reply(request, desk.workspace.revisions(name))


@router.get(
    "/stories/{story}/changes.atom",
    responses={**gives("application/atom+xml", "What each revision brought"), **_LATER},
    response_model=None,
)
async def changes(
    request: Request,
    desk: AtDesk,
    name: StoryId,
    most: Annotated[int, Query(ge=1, le=200)] = 20,
    prefer: Prefer = None,
) -> Response:
    """Return what each of the last revisions of a story brought, as an Atom feed."""
    running = desk.ask("changes", name, most=most)
    waiting = await late(request, running)
    if waiting is not None:
        return waiting
    feed = render_atom(running.future.result())
    body = feed.encode() if isinstance(feed, str) else feed
    return send(request, content(body, "application/atom+xml"))


@router.post(
    "/stories/{story}/seen",
    responses={**says(Seen, status=201, what="It was noted"), **_LATER},
    response_model=None,
)
async def mark_seen(
    request: Request,
    desk: AtDesk,
    once: DoneOnce,
    name: StoryId,
    revision: Annotated[int | None, Query(ge=1, le=1_000_000)] = None,
    reader: Reader = "",
    idempotency_key: IdempotencyKey = None,
    prefer: Prefer = None,
) -> Response:
    """Remember that a reader has seen a story, as of its newest revision unless another is named."""

    async def act() -> Response:
        running = desk.start_writing("mark_seen", name, reader=reader, revision=revision)
        return await late(request, running) or reply(request, running.future.result(), status=201)

    return await once.do(request, idempotency_key, act)


@router.get("/versions/{document:path}", responses={**says(History), **_LATER}, response_model=None)
async def versions(
    request: Request, desk: AtDesk, name: DocumentId, prefer: Prefer = None
) -> Response:
    """Return the versions of a report, and what changed from each to the next."""
    running = desk.ask("versions", name)
    return await late(request, running) or reply(request, running.future.result())
