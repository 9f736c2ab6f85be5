"""The door of the server over HTTP: the name it is asked by, where a request comes from, and the token.

A page of another site may have its name lead here (DNS rebinding) or have a browser send a request: Host and Origin
must be the server's own. Off this machine alone, a token is needed besides.
"""

import hmac
import ipaddress
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Guard:
    """Lets a request through to `app`, or says why not."""

    def __init__(self, app: ASGIApp, names: tuple[str, ...], token: str | None) -> None:
        self._app, self._token = app, token
        self._names = {name.lower() for name in (*LOOPBACK, *names)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on or answer one request."""
        if scope["type"] == "http":
            refused = self._refused(Headers(scope=scope))
            if refused is not None:
                status, reason = refused
                headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
                await JSONResponse({"error": reason}, status, headers)(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _refused(self, headers: Headers) -> tuple[int, str] | None:
        host = headers.get("host", "")
        if not self._own(_name(host)):
            return 421, "the server does not go by that name; start it with --allow-host NAME"
        origin = headers.get("origin")
        if origin is not None and _authority(origin) != host.lower():
            return 403, "requests of other sites' pages are not answered"
        if self._token is not None and not self._bears(headers.get("authorization", "")):
            return 401, "send the server's token as `Authorization: Bearer TOKEN`"
        return None

    def _own(self, name: str) -> bool:
        if name in self._names:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True

    def _bears(self, given: str) -> bool:
        kind, _, token = given.partition(" ")
        right = (self._token or "").encode()
        return kind.lower() == "bearer" and hmac.compare_digest(token.strip().encode(), right)


def _authority(origin: str) -> str:
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def _name(host: str) -> str:
    """Return the name of a Host header without its port, in lower case."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""
