"""The page on which a browser shows the server's token, once; and going out again."""

from html import escape
from urllib.parse import parse_qs, urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from crosswire.web.api.at import AtDesk
from crosswire.web.desk import Desk

LONGEST = 4096
"""Bytes of the form that are read."""
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Crosswire: who are you?</title><link rel="stylesheet" href="/login.css"></head>
<body><main><h1>Crosswire</h1>{said}
<form method="post" action="/login?next={next}">
<label for="token">The token that <code>crosswire serve</code> printed</label>
<input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
<button>Come in</button></form></main></body></html>
"""
STYLE = """:root{color-scheme:light dark;font:1.0625rem/1.5 Charter,Georgia,serif}
main{max-width:26rem;margin:18vh auto 0;padding:0 1rem}h1{font-size:1.6rem;margin:0 0 1rem}
label{display:block;margin-bottom:.35rem}input,button{font:inherit;padding:.45rem .6rem}
input{width:100%;box-sizing:border-box;margin-bottom:.8rem}p{font-weight:600}
"""


def router() -> APIRouter:
    """Return the pages of coming in and going out."""
    made = APIRouter(include_in_schema=False)
    made.add_api_route("/login", show, methods=["GET"], response_model=None)
    made.add_api_route("/login", come_in, methods=["POST"], response_model=None)
    made.add_api_route("/login.css", style, methods=["GET"], response_model=None)
    made.add_api_route("/logout", go_out, methods=["POST"], response_model=None)
    return made


def show(request: Request, desk: AtDesk, next: str = "/", token: str = "") -> Response:
    """Show the form; with the token in the address (as `--open` gives it) come in at once."""
    if desk.sessions.is_token(token):
        return _welcome(request, desk, next)
    return _form(next)


async def come_in(request: Request, desk: AtDesk, next: str = "/") -> Response:
    """Let in a browser that shows the token."""
    body = (await request.body())[:LONGEST].decode("utf-8", "replace")
    given = (parse_qs(body).get("token") or [""])[0].strip()
    if not desk.sessions.is_token(given):
        return _form(next, "<p role=alert>That is not the token.</p>", 401)
    return _welcome(request, desk, next)


def go_out(request: Request, desk: AtDesk) -> Response:
    """Forget the browser."""
    desk.sessions.forget(request.state.session)
    return RedirectResponse("/login" if desk.sessions.guarded else "/", 303)


def style() -> Response:
    """Return the form's style."""
    return Response(STYLE, media_type="text/css")


def _welcome(request: Request, desk: Desk, next: str) -> Response:
    # A session of its own, so that one set by somebody else before is worth nothing.
    session = desk.sessions.new()
    desk.sessions.let_in(session)
    answer = RedirectResponse(_inside(next), 303)
    answer.headers["Set-Cookie"] = desk.sessions.set_cookie(session)
    return answer


def _form(next: str, said: str = "", status: int = 200) -> Response:
    return HTMLResponse(PAGE.format(said=said, next=escape(_inside(next), quote=True)), status)


def _inside(next: str) -> str:
    """Return where to go on: a path of this server, never another's address."""
    parts = urlsplit(next.replace("\\", "/"))
    inside = next.startswith("/") and not next.startswith("//") and not parts.netloc
    clean = inside and next.isprintable() and "\\" not in next
    return next if clean else "/"
