"""Feeds that `crosswire watch` follows: how each is doing, and forgetting one."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from crosswire.model.feed import Feed
from crosswire.model.record import Record
from crosswire.web.api.at import AtDesk, DoneOnce
from crosswire.web.replies import reply
from crosswire.web.shapes import says
from crosswire.web.waiting import IdempotencyKey, Prefer, late

router = APIRouter(tags=["feeds"])


class Forgotten(Record, frozen=True, kw_only=True):
    """Which feed is followed no more."""

    forgotten: str


@router.get("/feeds", responses=says(Feed, many=True), response_model=None)
def list_feeds(request: Request, desk: AtDesk) -> Response:
    """List the feeds that are followed, and how each is doing."""
    return reply(request, desk.workspace.feeds())


@router.delete("/feeds/{feed:path}", responses=says(Forgotten), response_model=None)
async def forget_feed(
    request: Request,
    desk: AtDesk,
    once: DoneOnce,
    feed: Annotated[str, Path(min_length=1, max_length=2000)],
    idempotency_key: IdempotencyKey = None,
    prefer: Prefer = None,
) -> Response:
    """Follow a feed no more; its reports stay."""

    async def act() -> Response:
        running = desk.start_writing("forget_feed", feed)
        return await late(request, running) or reply(request, Forgotten(forgotten=feed))

    return await once.do(request, idempotency_key, act)
