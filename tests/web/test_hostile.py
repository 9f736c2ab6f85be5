"""Report text is hostile: on every surface of the server it stays text."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from crosswire.workspace import Workspace
from tests.hostile import FORBIDDEN, hostile_records
from tests.web.serving import Serving, serving

OURS = {"script", "style", "link", "meta", "form", "input", "select", "template"}
"""Elements that pages of ours may hold themselves: those with an address of ours, or none."""


class Elements(HTMLParser):
    """The elements of a page with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    folder = tmp_path_factory.mktemp("hostile")
    lines = "\n".join(json.dumps(record) for record in hostile_records())
    (folder / "hostile.jsonl").write_text(lines, encoding="utf-8")
    with Workspace(str(folder / "news.db")) as workspace:
        workspace.add(str(folder / "hostile.jsonl"))
    with serving(folder / "news.db") as found:
        yield found


def test_pages_hold_nothing_of_the_reports_but_text(hostile: Serving) -> None:
    with hostile.client(follow_redirects=True) as client:
        story = client.get("/api/stories").json()[0]["id"]
        path = f"/api/stories/{story}/dossier"
        making = client.get(path, headers={"Prefer": "respond-async"})
        if making.status_code == 202:
            with client.stream("GET", making.headers["location"] + "/events") as events:
                assert "event: done" in list(events.iter_lines())
        paths = [
            "/",
            f"/stories/{story}",
            "/search?q=wall",
            "/search?q=<script>window.HIT=1</script>",
        ]
        for path in paths:
            page = client.get(path)
            assert "unsafe" not in page.headers["content-security-policy"]
            check(page.text, path)


def check(text: str, path: str) -> None:
    """Fail where an element, a handler or an address comes from a report."""
    for tag, attributes in Elements(text).found:
        said = f"{path}: <{tag} {attributes}>"
        assert tag not in FORBIDDEN or tag in OURS, said
        assert tag != "script" or re.match(r"/static/", attributes.get("src") or ""), said
        assert not [name for name in attributes if name.startswith("on")], said
        for name in ("href", "src", "action", "formaction", "xlink:href"):
            value = (attributes.get(name) or "").strip().lower()
            assert not re.match(r"(?:javascript|vbscript|data|file):", value), said
        assert attributes.get("id") != "HIT", said
        assert attributes.get("name") != "HIT", said


def test_answers_are_no_pages(hostile: Serving) -> None:
    with hostile.client() as client:
        for path in (
            "/api/stories",
            "/api/documents",
            "/api/search?q=%3Cscript%3E",
            "/api/none/<script>",
        ):
            found = client.get(path)
            assert found.headers["content-type"].split(";")[0] in (
                "application/json", "application/problem+json",
            )  # fmt: skip
            assert found.headers["x-content-type-options"] == "nosniff"


def test_headers_hold_nothing_of_a_report(hostile: Serving) -> None:
    with hostile.client() as client:
        for document in client.get("/api/documents").json():
            found = client.get(f"/api/documents/{document['id']}")
            assert not [v for v in found.headers.values() if "HIT" in v]
