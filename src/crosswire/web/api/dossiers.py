"""Dossiers: made where they are not yet, in any format; why a thing in them is so; whether one still holds."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from crosswire.errors import UsageError
from crosswire.model.codec import from_json
from crosswire.model.dossier import Dossier
from crosswire.pipeline.explain import Explanation
from crosswire.pipeline.verify import Verification
from crosswire.stages.render.table import FORMATS, known
from crosswire.web.api.at import AtDesk, StoryId
from crosswire.web.desk import Job, Running
from crosswire.web.jobs import Content
from crosswire.web.replies import reply, send
from crosswire.web.shapes import says, takes
from crosswire.web.waiting import Prefer, late

router = APIRouter(tags=["dossiers"])
MADE_LATER = says(Job, status=202, what="It is being made; look again where Location says")
AS_FORMATS = says(Dossier)
for _format in FORMATS.values():
    AS_FORMATS[200]["content"].setdefault(_format.media_type, {"schema": {}})


@router.get("/stories/{story}/dossier", responses={**AS_FORMATS, **MADE_LATER}, response_model=None)
async def get_dossier(
    request: Request,
    desk: AtDesk,
    name: StoryId,
    format: Annotated[
        str,
        Query(
            max_length=40,
            description="As with `crosswire dossier --format`; `csv:TABLE` and `parquet:TABLE` are one table.",
            json_schema_extra={"enum": list(FORMATS)},
        ),
    ] = "json",
    prefer: Prefer = None,
) -> Response:
    """Return the dossier of a story; the parser reads what it has not read before."""
    wanted = known(format)
    found = await request.app.state.threads(
        desk.start_content, name, "record" if wanted == "json" else wanted
    )
    if isinstance(found, Running):
        waiting = await late(request, found)
        if waiting is not None:
            return waiting
        found = found.future.result()
    assert isinstance(found, Content)
    headers = {}
    if wanted != "json":
        headers["Content-Disposition"] = f'attachment; filename="{name[:40]}{found.suffix}"'
        if not name.isalnum():
            headers["Content-Disposition"] = f'attachment; filename="dossier{found.suffix}"'
    return send(request, found, headers=headers)


@router.get("/why/{id:path}", responses={**says(Explanation), **MADE_LATER}, response_model=None)
async def why(
    request: Request,
    desk: AtDesk,
    id: Annotated[str, Path(min_length=1, max_length=2000)],
    story: Annotated[
        str | None, Query(max_length=200, description="In whose dossier to look.")
    ] = None,
    prefer: Prefer = None,
) -> Response:
    """Return the words, rules and weights behind the id of a document, a story, or anything in a dossier."""
    running = desk.ask("why", id, story=story)
    return await late(request, running) or reply(request, running.future.result())


@router.post(
    "/verify",
    responses={**says(Verification), **MADE_LATER},
    openapi_extra=takes(Dossier),
    response_model=None,
)
async def verify(request: Request, desk: AtDesk, prefer: Prefer = None) -> Response:
    """Check every span and hash of a dossier against the workspace's own texts."""
    try:
        given = from_json(await request.body(), Dossier)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"not a dossier of `crosswire schema dossier` ({error})") from error
    running = desk.ask("verify", given)
    return await late(request, running) or reply(request, running.future.result())
