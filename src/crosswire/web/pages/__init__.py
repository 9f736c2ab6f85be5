"""The pages of the server: stories, dossiers, reports side by side, search, people's decisions, feeds.

Every page works without its script; every act is a plain form that carries the session's token.
"""

from typing import Any

from fastapi import APIRouter

from crosswire.web.desk import Desk
from crosswire.web.pages import acts, dossiers, feeds, search, stories
from crosswire.web.pages.shell import asset, shown


def router(desk: Desk) -> APIRouter:
    """Return the routes of all pages over `desk`."""
    made = APIRouter(include_in_schema=False)

    def get(path: str, handler: Any) -> None:
        made.add_api_route(path, shown(handler), methods=["GET"], response_model=None)

    def post(path: str, handler: Any) -> None:
        made.add_api_route(path, shown(handler), methods=["POST"], response_model=None)

    get("/", stories.index(desk))
    get("/stories/{story}", dossiers.dossier(desk))
    get("/stories/{story}/side", dossiers.side(desk))
    get("/stories/{story}/judge", acts.judge(desk))
    get("/search", search.search(desk))
    get("/acts", acts.listing(desk))
    get("/feeds", feeds.feeds(desk))
    post("/seen", acts.seen(desk))
    post("/merge", acts.merge(desk))
    post("/split", acts.split(desk))
    post("/judged", acts.judged(desk))
    post("/note", acts.note(desk))
    post("/undo", acts.undo(desk))
    made.add_api_route("/static/{name}", asset, methods=["GET"], response_model=None)
    return made
