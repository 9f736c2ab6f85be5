"""Search: words, phrases, speakers, names, places, figures and dates over everything, with the passages."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from crosswire.model.finding import Found
from crosswire.web.api.at import AtDesk
from crosswire.web.replies import Limit, Offset, paged, reply
from crosswire.web.shapes import says

router = APIRouter(tags=["search"])
EXAMPLE = 'speaker:"Ilse Brandvold" killed > 3 after:2025-03-01 "Calder Strait" outlet:harbour'


@router.get("/search", responses=says(Found), response_model=None)
def search(
    request: Request,
    desk: AtDesk,
    q: Annotated[
        str,
        Query(min_length=1, max_length=1000, description=f"As in: {EXAMPLE}", examples=[EXAMPLE]),
    ],
    limit: Limit = 20,
    offset: Offset = 0,
) -> Response:
    """Find the reports that meet every condition, with the passages that do."""
    found = desk.workspace.find(q, limit=limit, offset=offset)
    headers = paged(request, found.total, limit, offset, at_least=found.at_least)
    return reply(request, found, headers=headers)
