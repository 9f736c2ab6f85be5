"""The door: every request passes here before anything of the workspace is looked at.

In this order: the name it asks for (DNS rebinding), how often it asks, whether it may come in, where an act comes
from (Origin) and whether it carries the session's token (CSRF), and how large it is. Every answer leaves with
the headers that hold a browser to what the page is.
"""

import asyncio
import ipaddress
from collections.abc import MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from crosswire.web.options import LOOPBACK, ServeOptions
from crosswire.web.problems import of, problem
from crosswire.web.rates import Rates
from crosswire.web.sessions import Sessions

SAFE = ("GET", "HEAD", "OPTIONS")
OPEN = ("/login", "/static/", "/api/health")
"""Paths, or beginnings of them, that need no token: what the page for showing it is made of."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # "no-referrer" would have browsers hide the origin of forms, which is asked for above.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "no-store",
}


class Guard:
    """The middleware around everything."""

    def __init__(self, app: ASGIApp, options: ServeOptions, sessions: Sessions) -> None:
        self._app, self._options, self._sessions = app, options, sessions
        limits = options.limits
        self._rates = {"read": Rates(limits.reads), "write": Rates(limits.writes),
                       "login": Rates(limits.logins)}  # fmt: skip
        self._names = {name.lower() for name in (*LOOPBACK, *options.hosts, options.host)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        session, new = self._session(headers)
        scope.setdefault("state", {}).update(csrf=self._sessions.csrf(session), session=session)
        head = scope["method"] == "HEAD"
        if head:
            scope = {**scope, "method": "GET"}
        outward = _Outward(send, head=head, hsts=self._options.tls)
        if new and not scope["path"].startswith("/api"):
            outward.cookie = self._sessions.set_cookie(session)
        refused = self._refused(scope, headers, session)
        if refused is not None:
            await refused(scope, receive, outward.send)
            return
        inward = _Inward(receive, self._options.limits.body, self._options.limits.body_seconds)
        try:
            await self._app(scope, inward.receive, outward.send)
        except Exception as error:
            if outward.begun:
                raise
            await of(error)(scope, receive, outward.send)

    # ------------------------------------------------------------ what is asked

    def _refused(self, scope: Scope, headers: Headers, session: str) -> Response | None:
        """Return the answer to a request that may not go on, or None."""
        return (
            self._misnamed(headers)
            or self._too_often(scope)
            or self._stranger(scope, headers, session)
            or self._forged(scope, headers, session)
            or self._oversized(headers)
        )

    def _misnamed(self, headers: Headers) -> Response | None:
        """Refuse a name that is not the server's: a page elsewhere may have its own name lead here."""
        name = _name(headers.get("host", ""))
        if name in self._names or _is_address(name):
            return None
        return problem(421, "the server does not go by that name; start it with --allow-host NAME")

    def _too_often(self, scope: Scope) -> Response | None:
        kind = "read" if scope["method"] in SAFE else "write"
        if kind == "write" and scope["path"] == "/login":
            kind = "login"
        client = scope.get("client")
        wait = self._rates[kind].wait(client[0] if client else "")
        if not wait:
            return None
        seconds = str(int(wait) + 1)
        return problem(429, f"ask again in {seconds} s", headers={"Retry-After": seconds})

    def _stranger(self, scope: Scope, headers: Headers, session: str) -> Response | None:
        path = scope["path"]
        if path.startswith(OPEN) or self._sessions.is_in(session) or self._bears(headers):
            return None
        if path.startswith("/api"):
            detail = "send the server's token as `Authorization: Bearer TOKEN`"
            return problem(401, detail, headers={"WWW-Authenticate": 'Bearer realm="crosswire"'})
        query = scope.get("query_string", b"").decode("latin-1")
        wanted = path + ("?" + query if query else "")
        return RedirectResponse(f"/login?next={quote(wanted, safe='')}", 303)

    def _bears(self, headers: Headers) -> bool:
        kind, _, token = headers.get("authorization", "").partition(" ")
        return kind.lower() == "bearer" and self._sessions.is_token(token.strip())

    def _forged(self, scope: Scope, headers: Headers, session: str) -> Response | None:
        """Refuse an act that another site may have made a browser send."""
        if scope["method"] in SAFE:
            return None
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        if origin is not None and not self._is_own(origin, headers):
            return problem(403, "acts come from the server's own pages only")
        if site is not None and site not in ("same-origin", "none"):
            return problem(403, "acts come from the server's own pages only")
        browser = origin is not None or site is not None or "cookie" in headers
        if not browser or self._bears(headers) or scope["path"] == "/login":
            return None
        query = parse_qs(scope.get("query_string", b"").decode("latin-1"))
        given = headers.get("x-csrf-token") or (query.get("csrf") or [""])[0]
        if self._sessions.is_csrf(session, given):
            return None
        return problem(403, "the act did not carry this session's token; load the page anew")

    def _is_own(self, origin: str, headers: Headers) -> bool:
        try:
            given = urlsplit(origin)
        except ValueError:
            return False
        scheme = "https" if self._options.tls else "http"
        return given.scheme == scheme and given.netloc.lower() == headers.get("host", "").lower()

    def _oversized(self, headers: Headers) -> Response | None:
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length[:18]) > self._options.limits.body:
            return problem(413, _too_large(self._options.limits.body))
        return None

    def _session(self, headers: Headers) -> tuple[str, bool]:
        """Return the browser's session, and whether it is a new one."""
        try:
            found = SimpleCookie(headers.get("cookie", "")).get(self._sessions.cookie)
        except CookieError:
            found = None
        if found is not None and 20 <= len(found.value) <= 64:
            return found.value, False
        return self._sessions.new(), True


class _Inward:
    """What comes in, counted and timed."""

    def __init__(self, receive: Receive, most: int, seconds: float) -> None:
        self._receive, self._most, self._seconds = receive, most, seconds
        self._taken = 0
        self._ended = False

    async def receive(self) -> Message:
        """Return the next piece; raises where the body is too large or stops coming."""
        if self._ended:  # what comes now is the client's going, however late
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), self._seconds)
        except TimeoutError:
            return {"type": "http.disconnect"}
        if message["type"] == "http.request":
            self._taken += len(message.get("body", b""))
            self._ended = not message.get("more_body", False)
            if self._taken > self._most:
                raise HTTPException(413, _too_large(self._most))
        return message


class _Outward:
    """What goes out, with the headers that every answer has."""

    def __init__(self, send: Send, *, head: bool, hsts: bool) -> None:
        self._send, self._head, self._hsts = send, head, hsts
        self.cookie: str | None = None
        self.begun = False

    async def send(self, message: MutableMapping[str, Any]) -> None:
        """Send a piece on; of an answer to HEAD, the headers only."""
        if message["type"] == "http.response.start":
            self.begun = True
            headers = MutableHeaders(raw=message.setdefault("headers", []))
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            if self._hsts:
                headers.setdefault("Strict-Transport-Security", "max-age=31536000")
            if self.cookie and "set-cookie" not in headers:
                headers.append("Set-Cookie", self.cookie)
            message["headers"] = headers.raw
        elif self._head and message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await self._send(message)


def _too_large(most: int) -> str:
    return f"at most {most} bytes are taken at once; add the rest by another request"


def _name(host: str) -> str:
    """Return the name in a Host header, without its port; empty where it is none."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def _is_address(name: str) -> bool:
    """Tell whether a name is an IP address, which no DNS answer can turn."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
