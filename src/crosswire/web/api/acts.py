"""What people decide: merge, split, confirm, reject, note, and undo; kept with who and when."""

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from crosswire.errors import UsageError
from crosswire.model.act import Act, Judged
from crosswire.web.api.at import AtDesk, DoneOnce, StoryId
from crosswire.web.desk import Desk, Job
from crosswire.web.replies import Limit, Offset, paged, reply
from crosswire.web.shapes import says, takes
from crosswire.web.waiting import IdempotencyKey, Once, Prefer, late

router = APIRouter(tags=["acts"])
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=2000, pattern=r"[^\s\x00-\x1f]")]
Who = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
_ANSWERS = {
    **says(Act, status=201, what="It was decided"),
    **says(Job, status=202, what="It is being done; look again where Location says"),
}


class Merging(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Which other story is the same."""

    other: Name
    who: Who | None = None


class Splitting(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Which reports are of another event."""

    documents: Annotated[list[Name], msgspec.Meta(min_length=1, max_length=1000)]
    who: Who | None = None


class Judging(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What is right or wrong: two claims that are aligned, two names, or a claim and its root."""

    about: Judged
    one: Name
    other: Name
    who: Who | None = None


class Noting(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A remark on a story, a report or anything of a dossier."""

    name: Name
    text: Annotated[str, msgspec.Meta(min_length=1, max_length=10_000, pattern=r"[^\s\x00-\x1f]")]
    who: Who | None = None


class Undoing(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Who takes it back."""

    who: Who | None = None


def _accepts(kind: type) -> dict[str, Any]:
    return {"responses": _ANSWERS, "openapi_extra": takes(kind), "response_model": None}


async def _body(request: Request, kind: Any) -> Any:
    try:
        return msgspec.json.decode(await request.body(), type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"the body: {error}") from error


async def _decide(
    request: Request, desk: Desk, once: Once, key: str | None, verb: str, *given: Any, **named: Any
) -> Response:
    async def act() -> Response:
        running = desk.start_writing(verb, *given, **named, result="/api/acts")
        return await late(request, running) or reply(request, running.future.result(), status=201)

    return await once.do(request, key, act)


@router.get("/acts", responses=says(Act, many=True), response_model=None)
def list_acts(
    request: Request,
    desk: AtDesk,
    standing: Annotated[bool, Query(description="Only those that were not undone.")] = False,
    limit: Limit = 50,
    offset: Offset = 0,
) -> Response:
    """List the acts in order."""
    found = desk.workspace.acts(standing=standing)
    shown = found[offset : offset + limit]
    return reply(request, shown, headers=paged(request, len(found), limit, offset))


@router.post("/stories/{story}/merge", **_accepts(Merging))
async def merge(
    request: Request, desk: AtDesk, once: DoneOnce, name: StoryId,
    idempotency_key: IdempotencyKey = None, prefer: Prefer = None,
) -> Response:  # fmt: skip
    """Make two stories one, for good, until it is undone."""
    asked = await _body(request, Merging)
    return await _decide(
        request, desk, once, idempotency_key, "merge", name, asked.other, who=asked.who
    )


@router.post("/stories/{story}/split", **_accepts(Splitting))
async def split(
    request: Request, desk: AtDesk, once: DoneOnce, name: StoryId,
    idempotency_key: IdempotencyKey = None, prefer: Prefer = None,
) -> Response:  # fmt: skip
    """Make some reports of a story a story of their own, for good, until it is undone."""
    asked = await _body(request, Splitting)
    return await _decide(
        request, desk, once, idempotency_key, "split", name, *asked.documents, who=asked.who
    )


@router.post("/stories/{story}/confirm", **_accepts(Judging))
async def confirm(
    request: Request, desk: AtDesk, once: DoneOnce, name: StoryId,
    idempotency_key: IdempotencyKey = None, prefer: Prefer = None,
) -> Response:  # fmt: skip
    """Say that an alignment, an alias or a root of a story is right."""
    return await _judge(request, desk, once, idempotency_key, "confirm", name)


@router.post("/stories/{story}/reject", **_accepts(Judging))
async def reject(
    request: Request, desk: AtDesk, once: DoneOnce, name: StoryId,
    idempotency_key: IdempotencyKey = None, prefer: Prefer = None,
) -> Response:  # fmt: skip
    """Say that an alignment, an alias or a root of a story is wrong."""
    return await _judge(request, desk, once, idempotency_key, "reject", name)


async def _judge(
    request: Request, desk: Desk, once: Once, key: str | None, verb: str, story: str
) -> Response:
    asked = await _body(request, Judging)
    return await _decide(
        request, desk, once, key, verb, asked.about, asked.one, asked.other, story=story, who=asked.who
    )  # fmt: skip


@router.post("/notes", **_accepts(Noting))
async def note(
    request: Request, desk: AtDesk, once: DoneOnce,
    idempotency_key: IdempotencyKey = None, prefer: Prefer = None,
) -> Response:  # fmt: skip
    """Keep a remark."""
    asked = await _body(request, Noting)
    return await _decide(
        request, desk, once, idempotency_key, "note", asked.name, asked.text, who=asked.who
    )


@router.post("/acts/{act}/undo", **_accepts(Undoing))
async def undo(
    request: Request, desk: AtDesk, once: DoneOnce,
    act: Annotated[str, Path(min_length=1, max_length=200)],
    idempotency_key: IdempotencyKey = None, prefer: Prefer = None,
) -> Response:  # fmt: skip
    """Undo an act: what it changed is again what the machine finds."""
    asked = await _body(request, Undoing)
    return await _decide(request, desk, once, idempotency_key, "undo", act, who=asked.who)
