"""What every operation is given: the desk it works at."""

from typing import Annotated

from fastapi import Depends, Path, Request

from crosswire.web.desk import Desk
from crosswire.web.waiting import Once


def desk_of(request: Request) -> Desk:
    """Return the desk of the server that got the request."""
    found = request.app.state.desk
    assert isinstance(found, Desk)
    return found


def once_of(request: Request) -> Once:
    """Return what keeps acts from being done twice."""
    found = request.app.state.once
    assert isinstance(found, Once)
    return found


AtDesk = Annotated[Desk, Depends(desk_of)]
DoneOnce = Annotated[Once, Depends(once_of)]
StoryId = Annotated[
    str,
    Path(
        alias="story",
        min_length=1,
        max_length=200,
        description="A story's id, or a beginning of it.",
    ),
]
DocumentId = Annotated[str, Path(alias="document", min_length=1, max_length=2000)]
