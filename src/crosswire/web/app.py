"""The application: desk, guard, REST and pages put together; and the server that runs it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

import anyio
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from crosswire import __version__
from crosswire.errors import CrosswireError
from crosswire.settings import Settings
from crosswire.web import login, problems
from crosswire.web.api import (
    about,
    acts,
    changes,
    documents,
    dossiers,
    events,
    feeds,
    jobs,
    search,
    stories,
)
from crosswire.web.desk import Desk
from crosswire.web.guard import Guard
from crosswire.web.options import ServeOptions
from crosswire.web.shapes import describe
from crosswire.web.waiting import Once

THREADS = 64
"""Requests that read at once; the rest wait their turn."""
NOUNS = (about, events, stories, dossiers, changes, acts, documents, search, feeds, jobs)
PAGES = "crosswire.web.pages"


def build(path: str, settings: Settings, options: ServeOptions) -> FastAPI:
    """Return the application over the workspace in the file `path`; its desk is `app.state.desk`."""
    desk = Desk(path, settings, options)
    app = FastAPI(
        title="Crosswire",
        summary="Many reports of one event, reconciled, with the words behind every line.",
        version=__version__,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_life,
        middleware=[Middleware(Guard, options=options, sessions=desk.sessions)],
        exception_handlers=_handlers(),
    )
    app.state.desk, app.state.once, app.state.threads = desk, Once(), run_in_threadpool
    for noun in NOUNS:
        app.include_router(noun.router, prefix="/api")
    app.add_api_route("/api/openapi.json", _openapi, include_in_schema=False, response_model=None)
    app.include_router(login.router())
    app.include_router(_pages(desk))
    app.openapi = lambda: describe(app)  # type: ignore[method-assign]
    return app


def _handlers() -> dict[Any, Callable[..., Any]]:
    return {
        CrosswireError: problems.on_error,
        problems.ProblemError: problems.on_error,
        RequestValidationError: problems.on_invalid,
        HTTPException: problems.on_http,
    }


@contextlib.asynccontextmanager
async def _life(app: FastAPI) -> AsyncIterator[None]:
    anyio.to_thread.current_default_thread_limiter().total_tokens = THREADS
    attending = asyncio.create_task(app.state.desk.attend())
    try:
        yield
    finally:
        attending.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await attending
        await asyncio.to_thread(app.state.desk.close)


def _openapi(request: Request) -> Response:
    from crosswire.web.replies import reply

    return reply(request, request.app.openapi())


def _pages(desk: Desk) -> Any:
    """Return the routes of the pages; a plain list of stories where the pages are not installed."""
    if find_spec(PAGES) is not None:
        return import_module(PAGES).router(desk)
    from fastapi import APIRouter

    made = APIRouter(include_in_schema=False)
    made.add_api_route("/", _plain, response_model=None)
    return made


def _plain(request: Request) -> Response:
    from html import escape

    lines = request.app.state.desk.workspace.store.view().story_lines(limit=200)
    items = "".join(
        f'<li><a href="/api/stories/{escape(line.id)}/dossier?format=html">{escape(line.title)}</a> '
        f"({line.documents})</li>"
        for line in lines
    )
    page = f"<!doctype html><html lang=en><title>Crosswire</title><h1>Stories</h1><ul>{items}</ul>"
    return HTMLResponse(page)
