"""REST: what is asked is answered, in the published shapes."""

import gzip
import json
import threading
import time
from typing import Any

import httpx
import jsonschema
import pytest

from tests.web.serving import Serving


def shaped(api: httpx.Client, name: str, found: Any) -> None:
    """Check an answer against the schema that the server publishes."""
    jsonschema.validate(found, api.get(f"/api/schemas/{name}").json())


def test_about_says_what_there_is(api: httpx.Client) -> None:
    found = api.get("/api").json()
    assert found["documents"] == 5
    assert found["stories"] == 2
    for link in found["links"].values():
        if "events" not in link and not link.endswith("="):
            assert api.get(link).status_code == 200, link


def test_answers_have_the_published_shapes(api: httpx.Client, story: str) -> None:
    shaped(api, "story", api.get(f"/api/stories/{story}").json())
    shaped(api, "dossier", api.get(f"/api/stories/{story}/dossier").json())
    shaped(api, "StoryLine", api.get("/api/stories").json()[0])
    document = api.get("/api/documents").json()[0]
    shaped(api, "DocumentLine", document)
    shaped(api, "Document", api.get(f"/api/documents/{document['id']}").json())
    shaped(api, "Found", api.get("/api/search", params={"q": "the"}).json())
    shaped(api, "Explanation", api.get(f"/api/why/{story}").json())
    shaped(api, "Changes", api.get(f"/api/stories/{story}/diff").json())
    shaped(api, "History", api.get(f"/api/versions/{document['id']}").json())


def test_same_content_is_not_sent_twice(api: httpx.Client, story: str) -> None:
    for path in ("/api/stories", f"/api/stories/{story}", f"/api/stories/{story}/dossier"):
        first = api.get(path)
        assert first.headers["etag"].startswith('"')
        again = api.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert again.status_code == 304
        assert not again.content
        assert api.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_packed_and_plain_are_the_same(api: httpx.Client, story: str) -> None:
    path = f"/api/stories/{story}/dossier"
    plain = api.get(path, headers={"Accept-Encoding": "identity"})
    with api.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as packed:
        raw = b"".join(packed.iter_raw())
        assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(raw) == plain.content
    refusing = api.get(path, headers={"Accept-Encoding": "gzip;q=0"})
    assert "content-encoding" not in refusing.headers


def test_pages_are_linked(api: httpx.Client) -> None:
    first = api.get("/api/documents", params={"limit": 2})
    assert first.headers["x-total-count"] == "5"
    ids, address = [], "/api/documents?limit=2"
    while address:
        page = api.get(address)
        ids += [d["id"] for d in page.json()]
        address = page.links.get("next", {}).get("url", "")
    assert len(ids) == len(set(ids)) == 5


def test_stories_are_filtered(api: httpx.Client) -> None:
    everything = api.get("/api/stories").json()
    assert len(api.get("/api/stories", params={"least": 2}).json()) < len(everything)
    assert api.get("/api/stories", params={"since": "2999-01-01"}).json() == []
    assert api.get("/api/stories", params={"text": "nothingholdsthisword"}).json() == []
    outlet = api.get("/api/facets/outlet").json()[0]["name"]
    found = api.get("/api/stories", params={"outlet": outlet}).json()
    assert 0 < len(found) <= len(everything)


def test_stories_are_filtered_by_news_and_by_what_is_disputed(own: Serving) -> None:
    with own.client() as api:
        everything = {s["id"] for s in api.get("/api/stories").json()}
        assert {s["id"] for s in api.get("/api/stories?new=true").json()} == everything
        story = api.get("/api/stories").json()[0]["id"]
        assert api.post(f"/api/stories/{story}/seen").status_code == 201
        assert {s["id"] for s in api.get("/api/stories?new=true").json()} == everything - {story}
        other = api.get("/api/stories?new=true&reader=ada").json()
        assert {s["id"] for s in other} == everything
        api.get(f"/api/stories/{story}/dossier")
        kinds = [found["name"] for found in api.get("/api/facets/conflict").json()]
        assert kinds
        for kind in kinds:
            found = api.get("/api/stories", params={"conflict": kind}).json()
            assert [s["id"] for s in found] == [story]
        assert api.get("/api/stories?conflict=none-such").json() == []


def test_a_dossier_is_given_in_other_formats(api: httpx.Client, story: str) -> None:
    page = api.get(f"/api/stories/{story}/dossier", params={"format": "html"})
    assert page.headers["content-type"].startswith("text/html")
    assert page.headers["content-disposition"].startswith("attachment")
    assert api.get(f"/api/stories/{story}/dossier", params={"format": "md"}).text.startswith("#")
    assert api.get(f"/api/stories/{story}/dossier", params={"format": "odd"}).status_code == 422


def test_what_takes_longer_is_a_job(own: Serving) -> None:
    with own.client() as api:
        story = api.get("/api/stories").json()[0]["id"]
        path = f"/api/stories/{story}/dossier"
        first = api.get(path, headers={"Prefer": "respond-async"})
        assert first.status_code == 202
        assert first.json()["state"] in ("waiting", "running")
        with api.stream("GET", first.headers["location"] + "/events") as events:
            told = [line for line in events.iter_lines() if line.startswith("event: ")]
        assert told[-1] == "event: done"
        job = api.get(first.headers["location"]).json()
        assert api.get(job["result"]).status_code == 200


def test_problems_are_said_as_such(api: httpx.Client) -> None:
    for path, status in (
        ("/api/stories/none", 404),
        ("/api/nothing", 404),
        ("/api/documents/none", 404),
        ("/api/search?q=speeker:x", 422),
        ("/api/stories?limit=0", 422),
    ):
        found = api.get(path)
        assert found.status_code == status
        assert found.headers["content-type"] == "application/problem+json"
        assert found.json()["status"] == status
        assert found.json()["title"]


def test_adding_and_removing(own: Serving) -> None:
    with own.client() as api:
        given = {"documents": [{"id": "a/new.txt", "text": "A barge sank at Tessport on Monday."}]}
        first = api.post("/api/documents", json=given)
        assert first.status_code == 201
        assert first.json()["added"] == ["a/new.txt"]
        assert api.post("/api/documents", json=given).status_code == 200
        assert api.get("/api/documents/a/new.txt").json()["text"].startswith("A barge")
        assert api.delete("/api/documents/a/new.txt").json()["documents"] == ["a/new.txt"]
        assert api.get("/api/documents/a/new.txt").status_code == 404
        assert api.delete("/api/documents/a/new.txt").status_code == 404


def test_files_are_uploaded_under_their_last_name(own: Serving) -> None:
    with own.client() as api:
        files = [("file", ("../../../etc/cron.d/one.txt", b"A crane fell at Tessport harbour."))]
        found = api.post("/api/documents", files=files, data={"outlet": "Tessport Post"})
        assert found.json()["added"] == ["one.txt"]
        assert api.get("/api/documents/one.txt").json()["outlet"] == "Tessport Post"


def test_an_act_with_a_key_is_done_once(own: Serving) -> None:
    with own.client() as api:
        story = api.get("/api/stories").json()[0]["id"]
        note = {"name": story, "text": "to be called", "who": "Ilsa"}
        first, again = (
            api.post("/api/notes", json=note, headers={"Idempotency-Key": "k"}) for _ in range(2)
        )
        assert first.json()["id"] == again.json()["id"]
        assert again.headers["idempotency-replayed"] == "true"
        other = api.post("/api/notes", json={**note, "text": "x"}, headers={"Idempotency-Key": "k"})
        assert other.status_code == 409
        assert len(api.get("/api/acts").json()) == 1
        undone = api.post(f"/api/acts/{first.json()['id']}/undo", json={})
        assert undone.status_code == 201
        assert api.get("/api/acts", params={"standing": True}).json() == []


def test_stories_are_split_and_merged(own: Serving) -> None:
    with own.client() as api:
        story = api.get("/api/stories").json()[0]
        members = api.get(f"/api/stories/{story['id']}").json()["documents"]
        act = api.post(f"/api/stories/{story['id']}/split", json={"documents": members[:1]})
        assert act.status_code == 201, act.text
        assert len(api.get("/api/stories").json()) == 3
        assert api.post(f"/api/acts/{act.json()['id']}/undo", json={}).status_code == 201
        assert len(api.get("/api/stories").json()) == 2
        one, other = (s["id"] for s in api.get("/api/stories").json())
        assert api.post(f"/api/stories/{one}/merge", json={"other": other}).status_code == 201
        assert len(api.get("/api/stories").json()) == 1


def test_news_is_told_to_who_listens(own: Serving) -> None:
    heard: list[str] = []

    def listen() -> None:
        with own.client() as client, client.stream("GET", "/api/events") as events:
            for line in events.iter_lines():
                heard.append(line)
                if line.startswith("data: ") and "story-" in heard[-2]:
                    return

    thread = threading.Thread(target=listen)
    thread.start()
    with own.client() as api:
        deadline = time.monotonic() + 20
        while not heard and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(0.2)
        given = {"documents": [{"id": "n", "text": "A crane fell at Tessport harbour on Monday."}]}
        assert api.post("/api/documents", json=given).status_code == 201
    thread.join(20)
    assert any(line.startswith("event: story-new") for line in heard)
    data = next(line for line in heard if line.startswith("data: "))
    assert json.loads(data.removeprefix("data: "))["story"]


def test_a_dossier_in_the_making_holds_nobody_up(own: Serving) -> None:
    with own.client() as api:
        story = api.get("/api/stories").json()[0]["id"]
        making = threading.Thread(
            target=lambda: httpx.get(f"{own.base}/api/stories/{story}/dossier", timeout=60)
        )
        making.start()
        slowest = 0.0
        for _ in range(20):
            begun = time.monotonic()
            assert api.get("/api/stories").status_code == 200
            slowest = max(slowest, time.monotonic() - begun)
        making.join(60)
        assert slowest < 1.0


def test_a_copy_of_the_workspace_is_given(api: httpx.Client) -> None:
    found = api.get("/api/backup")
    assert found.content.startswith(b"SQLite format 3")


def test_a_dossier_is_verified(api: httpx.Client, story: str) -> None:
    dossier = api.get(f"/api/stories/{story}/dossier").content
    found = api.post("/api/verify", content=dossier, headers={"Content-Type": "application/json"})
    assert found.json()["mismatches"] == []
    assert found.json()["spans"] > 0
    assert api.post("/api/verify", content=b"{}").status_code == 422


@pytest.mark.parametrize("path", ["/api/stories", "/api/health"])
def test_head_is_get_without_a_body(api: httpx.Client, path: str) -> None:
    found = api.head(path)
    assert found.status_code == 200
    assert not found.content
    assert (
        found.headers["etag"] == api.get(path, headers={"Accept-Encoding": "gzip"}).headers["etag"]
    )


def test_documents_stream_as_lines(api: httpx.Client) -> None:
    found = api.get("/api/documents", headers={"Accept": "application/x-ndjson"})
    assert len([json.loads(line) for line in found.text.splitlines()]) == 5
