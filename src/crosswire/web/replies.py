"""Answers: strong ETags and 304, packing, pages of lists with their links, large bodies piece by piece."""

from collections.abc import AsyncIterator, Mapping
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query, Request
from fastapi.responses import Response, StreamingResponse

from crosswire.model.codec import to_json
from crosswire.web.jobs import Content, content

PIECE = 64 * 1024
"""Bytes sent at once of a large body."""
Limit = Annotated[int, Query(ge=1, le=1000, description="How many at most.")]
Offset = Annotated[int, Query(ge=0, le=10_000_000, description="How many to pass over.")]


def reply(
    request: Request,
    record: object,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a record as JSON."""
    return send(
        request, content(to_json(record), "application/json"), status=status, headers=headers
    )


def send(
    request: Request,
    what: Content,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return content as the client can take it, or 304 where it has it already."""
    packed = what.packed is not None and takes_gzip(request)
    tag = f'"{what.etag}{"-gz" if packed else ""}"'
    sent = {
        "ETag": tag,
        "Cache-Control": "private, no-cache",
        "Vary": "Accept-Encoding, Authorization, Cookie",
        **(headers or {}),
    }
    if status == 200 and _has(request, what.etag):
        return Response(status_code=304, headers=sent)
    body = what.packed if packed and what.packed is not None else what.body
    if packed:
        sent["Content-Encoding"] = "gzip"
    if len(body) <= PIECE:
        return Response(body, status, sent, what.media_type)
    sent["Content-Length"] = str(len(body))
    return StreamingResponse(_pieces(body), status, sent, what.media_type)


async def _pieces(body: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(body), PIECE):
        yield body[start : start + PIECE]


def takes_gzip(request: Request) -> bool:
    """Tell whether the client can unpack what is packed."""
    for part in request.headers.get("accept-encoding", "").lower().split(","):
        coding, _, quality = part.strip().partition(";")
        if coding.strip() in ("gzip", "*"):
            return quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def _has(request: Request, etag: str) -> bool:
    """Tell whether the client names the content it has: packed or not, it is the same."""
    given = request.headers.get("if-none-match", "")
    named = {part.strip().removeprefix("W/").strip('"') for part in given.split(",")}
    return "*" in named or etag in named or f"{etag}-gz" in named


def paged(
    request: Request, total: int, limit: int, offset: int, *, at_least: bool = False
) -> dict[str, str]:
    """Return the headers of a page of a list: the number of all, and links to the others (RFC 8288).

    Where there are `at_least` so many nobody knows the last page; `X-Total-At-Least` says so.
    """
    last = max(0, (total - 1) // limit * limit)
    places = {"first": 0, "prev": max(0, offset - limit), "next": offset + limit, "last": last}
    if offset <= 0:
        del places["prev"]
    if at_least:
        del places["last"]
    elif offset + limit >= total:
        del places["next"]
    kept = [
        (k, v)
        for k, v in request.query_params.multi_items()
        if k not in ("limit", "offset", "csrf")
    ]
    links = (
        f'<{request.url.path}?{urlencode([*kept, ("limit", limit), ("offset", at)])}>; rel="{name}"'
        for name, at in places.items()
    )
    bound = {"X-Total-At-Least": "true"} if at_least else {}
    return {"X-Total-Count": str(total), **bound, "Link": ", ".join(links)}
