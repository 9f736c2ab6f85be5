"""What every page shares: templates, our own style and script by name and hash, errors as pages.

Jinja escapes every value; a page holds no script or style of its own, so the server's policy can forbid both.
"""

import gzip
from collections.abc import Callable
from functools import cache, wraps
from importlib import resources
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment

from crosswire import __version__
from crosswire.errors import CrosswireError, NotFoundError, UsageError
from crosswire.stages.render import assets, wording
from crosswire.stages.render.html import full_text, templates
from crosswire.stages.render.revised import decision, moment_words
from crosswire.web.jobs import PACKED_FROM, Content, content
from crosswire.web.problems import ProblemError
from crosswire.web.replies import send, takes_gzip

WHO = "crosswire-who"
"""The cookie that keeps the name a person decides under, so that it is typed once."""
KINDS = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
YEAR = 365 * 24 * 3600
QUICKLY = 3
"""How hard a page is packed: half a megabyte in 7 ms to a fourth; 6 takes twice as long for a tenth less."""


def page(request: Request, name: str, status: int = 200, /, **values: Any) -> Response:
    """Return a page from the template `name`."""
    template = _environment().get_template(name)
    text = template.render(
        request=request,
        csrf=getattr(request.state, "csrf", ""),
        who=request.cookies.get(WHO, ""),
        path=request.url.path,
        **values,
    )
    body = text.encode("utf-8", "replace")
    headers = {"Vary": "Accept-Encoding, Cookie"}
    if len(body) >= PACKED_FROM and takes_gzip(request):
        body = gzip.compress(body, QUICKLY, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return HTMLResponse(body, status, headers)


def shown(handler: Callable[..., Response]) -> Callable[..., Response]:
    """Return a handler whose errors are shown as pages, with what was wrong and what to do."""

    @wraps(handler)
    def safe(request: Request, **given: Any) -> Response:
        try:
            return handler(request, **given)
        except NotFoundError as error:
            return page(request, "error.html.j2", 404, title="Not found", detail=str(error))
        except UsageError as error:
            return page(
                request, "error.html.j2", 422, title="That can't be done", detail=str(error)
            )
        except ProblemError as error:
            return page(
                request, "error.html.j2", error.status, title="Not now", detail=error.detail
            )
        except CrosswireError as error:
            return page(request, "error.html.j2", 503, title="Not now", detail=str(error))

    return safe


def back(request: Request, to: str, who: str = "") -> Response:
    """Return the way back to a page of ours after an act, remembering who did it."""
    inside = to if to.startswith("/") and not to.startswith(("//", "/\\")) else "/"
    answer = RedirectResponse(inside, 303)
    if who.strip():
        answer.set_cookie(
            WHO,
            _cookie(who),
            max_age=YEAR,
            httponly=True,
            samesite="strict",
            secure=request.url.scheme == "https",
        )
    return answer


def _cookie(who: str) -> str:
    return "".join(c for c in who.strip()[:60] if c.isalnum() or c in " ._-@").strip()


def asset(request: Request, name: str) -> Response:
    """Return a file of ours; an address with its hash may be kept for ever."""
    found = _files().get(name)
    if found is None:
        return Response("not found\n", 404, media_type="text/plain")
    kept = "public, max-age=31536000, immutable" if request.query_params.get("v") else "no-cache"
    return send(request, found, headers={"Cache-Control": kept, "Vary": "Accept-Encoding"})


def address(name: str) -> str:
    """Return where a file of ours is served, with its hash."""
    return f"/static/{name}?v={_files()[name].etag[:12]}"


@cache
def _files() -> dict[str, Content]:
    folder = resources.files("crosswire.web").joinpath("static")
    texts = {"desk.css": assets.style(), "desk.js": assets.script()}
    for name in ("server.css", "server.js", "icon.svg"):
        texts[name] = folder.joinpath(name).read_text(encoding="utf-8")
    return {
        name: content(text.encode(), KINDS[name.rpartition(".")[2]]) for name, text in texts.items()
    }


@cache
def _environment() -> Environment:
    found = templates("crosswire.web")
    found.globals.update(
        w=wording,
        full_text=full_text,
        address=address,
        decision=decision,
        at=moment_words,
        version=__version__,
    )
    return found
