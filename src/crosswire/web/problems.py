"""Errors as RFC 9457 says them: `application/problem+json`, with nothing of the machine in them."""

import logging
import secrets
from collections.abc import Mapping
from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from crosswire.errors import (
    CrosswireError,
    FetchFailedError,
    NotFoundError,
    SourceError,
    StoreError,
    UsageError,
)
from crosswire.model.codec import to_plain
from crosswire.model.record import Record
from crosswire.web.worker import WorkerError

MEDIA_TYPE = "application/problem+json"
log = logging.getLogger("crosswire.web")
_TITLES = {
    400: "This request can't be read",
    401: "Who are you?",
    403: "Not allowed",
    404: "Not found",
    405: "Not done to this",
    406: "Not in that form",
    409: "Not as things stand",
    411: "How long is it?",
    412: "It has changed",
    413: "Too large",
    415: "Not that kind of content",
    424: "The other server did not give it",
    421: "Asked under another name",
    422: "This request makes no sense",
    428: "Say what you saw",
    429: "Too many requests",
    500: "A fault of the server",
    503: "Not now",
}
_STATUS: tuple[tuple[type[CrosswireError], int], ...] = (
    (NotFoundError, 404),
    (UsageError, 422),
    (FetchFailedError, 424),
    (SourceError, 422),
    (StoreError, 503),
    (WorkerError, 503),
)


class Fault(Record, frozen=True, kw_only=True):
    """One thing that is wrong with a request, and where."""

    where: str
    problem: str


class Problem(Record, frozen=True, kw_only=True, omit_defaults=True):
    """What went wrong: `title` and `status` say the kind, `detail` this case and what to do."""

    title: str
    status: int
    type: str = "about:blank"
    detail: str | None = None
    instance: str | None = None
    errors: tuple[Fault, ...] = ()


class ProblemError(Exception):
    """A request that ends in a problem."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers = status, detail, dict(headers or {})


def problem(
    status: int,
    detail: str | None = None,
    *,
    headers: Mapping[str, str] | None = None,
    **more: Any,
) -> JSONResponse:
    """Return the response that says what went wrong."""
    title = _TITLES.get(status, "It did not work")
    said = Problem(title=title, status=status, detail=detail, **more)
    plain = {"type": said.type, **to_plain(said), "status": status}
    return JSONResponse(plain, status, {"Cache-Control": "no-store", **(headers or {})}, MEDIA_TYPE)


def of(error: Exception) -> JSONResponse:
    """Return the problem that an error is."""
    if isinstance(error, ProblemError):
        return problem(error.status, error.detail, headers=error.headers)
    for kind, status in _STATUS:
        if isinstance(error, kind):
            if kind is StoreError:
                log.error("%s", error)
                return problem(503, "the workspace can't be used now; the server's log says why")
            return problem(status, str(error))
    if isinstance(error, CrosswireError):
        return problem(409, str(error))
    incident = secrets.token_hex(4)
    log.error("incident %s", incident, exc_info=error)
    return problem(500, f"the server's log says more, at incident {incident}")


async def on_error(request: Request, error: Exception) -> JSONResponse:
    """Answer a request that raised `error`."""
    return of(error)


async def on_http(request: Request, error: Exception) -> JSONResponse:
    """Answer a request that the framework refused."""
    assert isinstance(error, HTTPException)
    details = {
        404: "nothing has this address; /api says what there is",
        405: "another method is meant",
    }
    return problem(
        error.status_code, details.get(error.status_code, str(error.detail)), headers=error.headers
    )


async def on_invalid(request: Request, error: Exception) -> JSONResponse:
    """Answer a request whose parameters or body are not as they should be; what was given is not repeated."""
    assert isinstance(error, RequestValidationError)
    faults = tuple(
        Fault(where="/".join(str(part) for part in fault["loc"]), problem=str(fault["msg"]))
        for fault in error.errors()[:20]
    )
    return problem(422, "; ".join(f"{f.where}: {f.problem}" for f in faults), errors=faults)
