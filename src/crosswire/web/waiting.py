"""Long work behind a request: wait a while, then answer 202 with where to look; and acts that are done once only."""

import asyncio
import hashlib
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from concurrent.futures import CancelledError
from typing import Annotated

from fastapi import Header, Request
from fastapi.responses import Response

from crosswire.model.codec import to_json
from crosswire.web.desk import Running
from crosswire.web.problems import ProblemError

WAIT = 20.0
"""Seconds that a request waits, unless it says (`Prefer: wait=5`, `Prefer: respond-async`, RFC 7240)."""
LONGEST_WAIT = 60.0
REMEMBERED = 1000
"""Answers to acts that are remembered by their key."""
Prefer = Annotated[
    str | None,
    Header(description="`wait=SECONDS` (at most 60), or `respond-async` for an answer at once."),
]
IdempotencyKey = Annotated[
    str | None,
    Header(
        max_length=200,
        description="Any text of your own: the same act with the same key is done once, and answered the same.",
    ),
]


async def late(request: Request, running: Running) -> Response | None:
    """Wait for a job; return the 202 that says where to look if it takes longer, else None."""
    try:
        await asyncio.wait_for(
            asyncio.shield(asyncio.wrap_future(running.future)), _seconds(request)
        )
    except TimeoutError:
        return accepted(running)
    except (CancelledError, asyncio.CancelledError):
        if running.future.cancelled():
            raise ProblemError(503, "the server is stopping") from None
        raise
    return None


def accepted(running: Running) -> Response:
    """Return the answer that says where a job that goes on is to be looked at."""
    place = f"/api/jobs/{running.job.id}"
    return Response(
        to_json(running.job),
        202,
        {"Location": place, "Retry-After": "1", "Link": f'<{place}/events>; rel="monitor"'},
        "application/json",
    )


def _seconds(request: Request) -> float:
    said = request.headers.get("prefer", "")
    if "respond-async" in said:
        return 0.05
    match = re.search(r"\bwait=(\d{1,3})\b", said)
    return min(float(match[1]), LONGEST_WAIT) if match else WAIT


class Once:
    """Answers by the key of the act, so that one sent twice is done once."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, tuple[str, asyncio.Future[Response]]] = OrderedDict()

    async def do(
        self, request: Request, key: str | None, act: Callable[[], Awaitable[Response]]
    ) -> Response:
        """Return the answer of `act`, or the one given to the same key before; another act with the key is refused."""
        if key is None:
            return await act()
        name = f"{request.method} {request.url.path} {key}"
        digest = hashlib.sha256(await request.body()).hexdigest()
        known = self._known.get(name)
        if known is not None:
            if known[0] != digest:
                raise ProblemError(
                    409, "this Idempotency-Key was used for another act; take a new one"
                )
            return _again(await asyncio.shield(known[1]))
        answer: asyncio.Future[Response] = asyncio.get_running_loop().create_future()
        self._known[name] = (digest, answer)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        try:
            made = await act()
        except BaseException as error:
            self._known.pop(name, None)
            answer.set_exception(error if isinstance(error, Exception) else RuntimeError("stopped"))
            answer.exception()  # nobody need have waited for it
            raise
        answer.set_result(made)
        return made


def _again(answer: Response) -> Response:
    headers = dict(answer.headers)
    headers["Idempotency-Replayed"] = "true"
    return Response(bytes(answer.body), answer.status_code, headers)
