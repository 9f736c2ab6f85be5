"""Documents: their list, one of them, adding and removing."""

import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Header, Request
from fastapi.responses import Response, StreamingResponse
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException

from crosswire.errors import UsageError
from crosswire.model.codec import to_json
from crosswire.model.document import Document
from crosswire.model.kept import DocumentLine
from crosswire.pipeline.keeping import Removed
from crosswire.web.api.at import AtDesk, DocumentId, DoneOnce
from crosswire.web.desk import Desk, Job
from crosswire.web.problems import ProblemError
from crosswire.web.replies import Limit, Offset, paged, reply
from crosswire.web.shapes import says, takes
from crosswire.web.waiting import IdempotencyKey, Prefer, late
from crosswire.workspace import Added

router = APIRouter(tags=["documents"])
SAID = ("outlet", "agency", "published_at")
LINES = "application/x-ndjson"
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_UNSAFE = re.compile(r"[\x00-\x1f\x7f/\\:]+")


class NewDocument(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A report as one gives it; all but the text may be left out."""

    text: Annotated[str, msgspec.Meta(min_length=1)]
    id: Annotated[str, msgspec.Meta(min_length=1, max_length=500)] | None = None
    title: str | None = None
    outlet: str | None = None
    agency: str | None = None
    url: str | None = None
    published_at: str | None = None
    language: str | None = None


class AddRequest(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What is to be added: reports themselves, web addresses (and paths, where the server allows them)."""

    documents: Annotated[list[NewDocument], msgspec.Meta(max_length=1000)] = []
    sources: Annotated[list[Annotated[str, msgspec.Meta(min_length=1, max_length=2000)]],
                       msgspec.Meta(max_length=100)] = []  # fmt: skip
    outlet: str | None = None
    agency: str | None = None
    published_at: str | None = None


@router.get("/documents", responses=says(DocumentLine, many=True), response_model=None)
def list_documents(
    request: Request,
    desk: AtDesk,
    limit: Limit = 50,
    offset: Offset = 0,
    accept: Annotated[str | None, Header(include_in_schema=False)] = None,
) -> Response:
    """List documents by id, without their texts; as `application/x-ndjson` all of them whole, a line each."""
    view = desk.workspace.store.view()
    if LINES in (accept or ""):
        return StreamingResponse(_lines(desk), media_type=LINES)
    lines = view.lines(limit=limit, offset=offset, current=False)
    return reply(request, lines, headers=paged(request, view.count(), limit, offset))


def _lines(desk: Desk) -> Iterator[bytes]:
    for document in desk.workspace.store.view().documents(current=False):
        yield to_json(document) + b"\n"


_ADDING: dict[str, Any] = {
    "multipart/form-data": {
        "schema": {
            "type": "object",
            "required": ["file"],
            "properties": {
                "file": {"type": "array", "items": {"type": "string", "format": "binary"}},
                "outlet": {"type": "string"},
                "agency": {"type": "string"},
                "published_at": {"type": "string"},
            },
        }
    }
}


@router.post(
    "/documents",
    responses={
        **says(Added, status=201, what="Documents were added"),
        **says(Added, what="All were known already"),
        **says(Job, status=202, what="They are being read; look again where Location says"),
    },
    openapi_extra=takes(AddRequest, also=_ADDING),
    response_model=None,
)
async def add(
    request: Request,
    desk: AtDesk,
    once: DoneOnce,
    idempotency_key: IdempotencyKey = None,
    prefer: Prefer = None,
) -> Response:
    """Keep reports and settle the stories: given in the request, uploaded as files, or fetched from addresses."""

    async def act() -> Response:
        folder = tempfile.mkdtemp(prefix="crosswire-")
        try:
            sources, said = await _received(request, desk, Path(folder))
            running = desk.start_writing(
                "add",
                *sources,
                **said,
                offline=desk.options.offline,
                allow_private=desk.options.allow_private,
                folder=folder,
                result="/api/documents",
            )
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        running.future.add_done_callback(lambda _: shutil.rmtree(folder, ignore_errors=True))
        waiting = await late(request, running)
        if waiting is not None:
            return waiting
        done = running.future.result()
        return reply(request, done, status=201 if done.added else 200)

    return await once.do(request, idempotency_key, act)


async def _received(
    request: Request, desk: Desk, folder: Path
) -> tuple[list[str], dict[str, str | None]]:
    """Return the sources that a request brings, its reports kept in `folder`, and what it says of all of them."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return await _uploaded(request, desk, folder)
    if kind != "application/json":
        raise ProblemError(415, "send application/json or multipart/form-data")
    try:
        asked = msgspec.json.decode(await request.body(), type=AddRequest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"the body: {error}") from error
    for source in asked.sources:
        if not _ADDRESS.match(source) and not desk.options.allow_paths:
            raise UsageError(
                "sources: only web addresses (https://…) are read; upload files instead"
            )
    sources = list(asked.sources)
    if asked.documents:
        path = folder / "given.jsonl"
        path.write_bytes(b"\n".join(map(msgspec.json.encode, asked.documents)))
        sources.append(str(path))
    if not sources:
        raise UsageError("nothing to add: give documents or sources")
    return sources, _of_all(msgspec.to_builtins(asked))


async def _uploaded(
    request: Request, desk: Desk, folder: Path
) -> tuple[list[str], dict[str, str | None]]:
    limits = desk.options.limits
    sources, said = [], {}
    try:
        form = request.form(max_files=limits.files, max_fields=20, max_part_size=64 * 1024)
        async with form as parts:
            for number, (name, part) in enumerate(parts.multi_items()):
                if name not in ("file", *SAID):
                    raise UsageError(
                        f"the form: no part {name[:40]!r}; there are file, {', '.join(SAID)}"
                    )
                if isinstance(part, UploadFile) != (name == "file"):
                    raise UsageError(
                        f"the form: {name} is {'a file' if name == 'file' else 'a text'}"
                    )
                if isinstance(part, UploadFile):
                    own = folder / str(number)
                    own.mkdir()
                    path = own / _file_name(part.filename)
                    await request.app.state.threads(_keep, part, path)
                    sources.append(str(path))
                else:
                    said[name] = part
    except MultiPartException as error:
        raise UsageError(f"the form: {error.message}") from error
    if not sources:
        raise UsageError("the form has no file; send files as `file`")
    return sources, _of_all(said)


def _of_all(said: dict[str, Any]) -> dict[str, str | None]:
    return {name: said.get(name) or None for name in SAID}


def _keep(part: UploadFile, path: Path) -> None:
    with path.open("wb") as file:
        shutil.copyfileobj(part.file, file)


def _file_name(given: str | None) -> str:
    """Return the last part of a file's name, as it can stand in a folder: it becomes the document's id."""
    name = _UNSAFE.split((given or "").strip())[-1].strip(". ")
    while len(name.encode("utf-8", "replace")) > 200:
        name = name[1:]
    return name.encode("utf-8", "replace").decode() or "upload.txt"


@router.get("/documents/{document:path}", responses=says(Document), response_model=None)
def get_document(request: Request, desk: AtDesk, name: DocumentId) -> Response:
    """Return a document with its text."""
    return reply(request, desk.workspace.document(name))


@router.delete("/documents/{document:path}", responses=says(Removed), response_model=None)
async def remove(
    request: Request,
    desk: AtDesk,
    once: DoneOnce,
    name: DocumentId,
    idempotency_key: IdempotencyKey = None,
    prefer: Prefer = None,
) -> Response:
    """Forget a document and everything made from it."""

    async def act() -> Response:
        running = desk.start_writing("remove", name)
        return await late(request, running) or reply(request, running.future.result())

    return await once.do(request, idempotency_key, act)
