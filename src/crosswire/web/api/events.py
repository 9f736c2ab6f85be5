"""News: server-sent events of all stories, or of one."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Header, Request
from fastapi.responses import Response, StreamingResponse

from crosswire.web.api.at import AtDesk, StoryId
from crosswire.web.desk import Desk
from crosswire.web.problems import ProblemError
from crosswire.web.shapes import gives

router = APIRouter(tags=["news"])
LastHeard = Annotated[
    str | None,
    Header(alias="Last-Event-ID", max_length=60, description="Id of the last event heard."),
]
_STREAM = gives(
    "text/event-stream",
    "story-new, story-changed, story-gone, acts-changed; reset where news was missed",
)


@router.get("/events", responses=_STREAM, response_model=None)
async def all_events(request: Request, desk: AtDesk, last: LastHeard = None) -> Response:
    """Tell what changes in the workspace, as it happens."""
    return _listening(desk, None, last)


@router.get("/stories/{story}/events", responses=_STREAM, response_model=None)
async def story_events(
    request: Request, desk: AtDesk, name: StoryId, last: LastHeard = None
) -> Response:
    """Tell what changes in one story, as it happens."""
    story = await request.app.state.threads(desk.workspace.story, name)
    return _listening(desk, story.id, last)


def _listening(desk: Desk, story: str | None, last: str | None) -> Response:
    if desk.news.listeners >= desk.options.limits.streams:
        raise ProblemError(503, "too many pages listen; close some", {"Retry-After": "30"})
    stream: AsyncIterator[bytes] = desk.news.stream(story, last)
    return StreamingResponse(
        stream,
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )
