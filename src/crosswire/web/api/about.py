"""What this server is: its verbs and shapes, whether it is well, and a copy of its workspace."""

import tempfile
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import FileResponse, Response
from starlette.background import BackgroundTask

from crosswire import __version__
from crosswire.errors import NotFoundError
from crosswire.model.codec import json_schema
from crosswire.model.record import Record
from crosswire.stages.render.schemas import SCHEMAS
from crosswire.web.api.at import AtDesk
from crosswire.web.replies import reply
from crosswire.web.shapes import gives, known_shapes, says

router = APIRouter(tags=["about"])


class About(Record, frozen=True, kw_only=True):
    """What the server is and holds."""

    version: str
    documents: int
    stories: int
    links: dict[str, str]


class Health(Record, frozen=True, kw_only=True):
    """Whether the server answers."""

    healthy: bool


LINKS = {
    "openapi": "/api/openapi.json",
    "stories": "/api/stories",
    "documents": "/api/documents",
    "search": "/api/search?q=",
    "events": "/api/events",
    "schemas": "/api/schemas",
}


@router.get("", responses=says(About), response_model=None)
def about(request: Request, desk: AtDesk) -> Response:
    """Return what the server is, what it holds and where to go on."""
    view = desk.workspace.store.view()
    return reply(
        request,
        About(
            version=__version__,
            documents=view.count(),
            stories=view.story_count(),
            links=LINKS,
        ),
    )


@router.get("/health", responses=says(Health), response_model=None)
def health(request: Request) -> Response:
    """Tell that the server answers; needs no token."""
    return reply(request, Health(healthy=True))


@router.get(
    "/schemas", responses=gives("application/json", "Names of schemas"), response_model=None
)
def list_schemas(request: Request) -> Response:
    """List the names of the shapes that answers have."""
    return reply(request, sorted({*SCHEMAS, *known_shapes()}))


@router.get(
    "/schemas/{name}",
    responses=gives("application/schema+json", "A JSON Schema (2020-12)"),
    response_model=None,
)
def get_schema(request: Request, name: str) -> Response:
    """Return the JSON Schema of a shape, as `crosswire schema NAME` prints it."""
    found = SCHEMAS.get(name) or known_shapes().get(name)
    if found is None:
        raise NotFoundError(f"no schema {name!r}; /api/schemas lists them")
    answer = reply(request, json_schema(found))
    answer.headers["content-type"] = "application/schema+json"
    return answer


@router.get(
    "/backup",
    responses=gives("application/vnd.sqlite3", "The whole workspace in one file"),
    response_model=None,
)
def backup(
    request: Request,
    desk: AtDesk,
    name: Annotated[str, Query(pattern=r"^[A-Za-z0-9_-]{1,60}$")] = "crosswire",
) -> Response:
    """Return a whole copy of the workspace, as of now."""
    folder = tempfile.TemporaryDirectory(prefix="crosswire-")
    path = Path(folder.name) / "copy.db"
    desk.workspace.backup(str(path))
    return FileResponse(
        path,
        filename=f"{name}.db",
        media_type="application/vnd.sqlite3",
        background=BackgroundTask(folder.cleanup),
    )
