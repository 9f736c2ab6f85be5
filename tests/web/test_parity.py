"""Python, command line and REST say the same verbs: a verb that one of them lacks fails here."""

import inspect
from typing import Any

import httpx
import pytest

from crosswire.cli.main import VERBS
from crosswire.workspace import Workspace

PARITY: dict[str, tuple[str, str]] = {
    # Python: (command line, REST)
    "add": ("add", "POST /api/documents"),
    "documents": ("documents", "GET /api/documents"),
    "document": ("documents", "GET /api/documents/{document}"),
    "stories": ("stories", "GET /api/stories"),
    "story": ("stories", "GET /api/stories/{story}"),
    "dossier": ("dossier", "GET /api/stories/{story}/dossier"),
    "search": ("search", "GET /api/search"),
    "find": ("search", "GET /api/search"),
    "why": ("why", "GET /api/why/{id}"),
    "verify": ("verify", "POST /api/verify"),
    "diff": ("diff", "GET /api/stories/{story}/diff"),
    "mark_seen": ("diff", "POST /api/stories/{story}/seen"),
    "revisions": ("diff", "GET /api/stories/{story}/revisions"),
    "changes": ("diff", "GET /api/stories/{story}/changes.atom"),
    "versions": ("versions", "GET /api/versions/{document}"),
    "merge": ("merge", "POST /api/stories/{story}/merge"),
    "split": ("split", "POST /api/stories/{story}/split"),
    "confirm": ("confirm", "POST /api/stories/{story}/confirm"),
    "reject": ("reject", "POST /api/stories/{story}/reject"),
    "note": ("note", "POST /api/notes"),
    "undo": ("undo", "POST /api/acts/{act}/undo"),
    "acts": ("acts", "GET /api/acts"),
    "remove": ("remove", "DELETE /api/documents/{document}"),
    "feeds": ("feeds", "GET /api/feeds"),
    "forget_feed": ("watch", "DELETE /api/feeds/{feed}"),
    "backup": ("backup", "GET /api/backup"),
}
OWN = {
    "close": "the end of the object",
    "keep": "what `add` does with what was read already",
    "keep_all": "what `run` does with a batch that was read already",
    "keep_layers": "what `run` does with layers that its workers made",
    "watch": "a loop, which a request is not; the server is told of what another process watches",
    "check_rules": "belongs to the loop of `watch`",
    "check": "`doctor`: of the machine, not of the server's visitors",
    "export": "a folder of the machine; `dossier?format=` gives each file",
    "read": "the server reads ahead by itself",
    "settle": "what every writing verb does by itself",
    "match": "a tool of `mcp`: programs ask it, people search",
    "propose": "asks a model with the user's own key, which no visitor of a server may spend",
}
"""Verbs that one surface alone has, and why."""
BESIDE = {
    "GET /api", "GET /api/health", "GET /api/events", "GET /api/stories/{story}/events", "GET /api/jobs",
    "GET /api/jobs/{job}", "GET /api/jobs/{job}/events", "GET /api/schemas", "GET /api/schemas/{name}",
    "GET /api/facets/{kind}",
}  # fmt: skip
"""Operations that a server needs besides the verbs."""


def python_verbs() -> list[str]:
    return [
        name
        for name, found in inspect.getmembers(Workspace, inspect.isfunction)
        if not name.startswith("_")
    ]


def operations(api: httpx.Client) -> set[str]:
    paths: dict[str, Any] = api.get("/api/openapi.json").json()["paths"]
    return {f"{method.upper()} {path}" for path, asked in paths.items() for method in asked}


def test_every_verb_of_python_is_accounted_for() -> None:
    known = {*PARITY, *OWN}
    assert set(python_verbs()) == known


@pytest.mark.parametrize("verb", PARITY)
def test_the_command_line_says_it(verb: str) -> None:
    names = {(getattr(f, "__name__", "")).rstrip("_") for f, _ in VERBS}
    assert PARITY[verb][0] in names


def test_rest_says_every_verb_and_nothing_else(api: httpx.Client) -> None:
    said = operations(api)
    assert {operation for _, operation in PARITY.values()} - said == set()
    assert said - {operation for _, operation in PARITY.values()} - BESIDE == set()


def test_the_three_give_the_same(api: httpx.Client, story: str) -> None:
    schema = api.get("/api/schemas/story").json()
    assert schema["$schema"].endswith("2020-12/schema")
    listed = api.get("/api/stories", params={"order": "largest"}).json()
    assert listed[0]["id"] == story
