"""Pages and files go out packed to who can unpack them; what stands for them stays right, and news is never held up."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.web.serving import serving


@pytest.fixture(scope="module")
def api(desk: Path) -> Iterator[httpx.Client]:
    with serving(desk) as found, found.client() as client:
        yield client


def fetched(
    api: httpx.Client, path: str, coding: str, **headers: str
) -> tuple[httpx.Response, bytes]:
    """Return an answer and its body as it came over the wire."""
    with api.stream("GET", path, headers={"Accept-Encoding": coding, **headers}) as answer:
        return answer, b"".join(answer.iter_raw())


def test_a_page_is_packed_for_who_can_unpack_it(api: httpx.Client) -> None:
    packed, small = fetched(api, "/", "gzip")
    plain, whole = fetched(api, "/", "identity")
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert len(small) < len(whole) / 2
    assert gzip.decompress(small).startswith(b"<!DOCTYPE html>")
    for answer in (packed, plain):
        assert "Accept-Encoding" in answer.headers["vary"]
        assert answer.headers["cache-control"] == "no-store"


def test_who_refuses_gzip_is_not_given_it(api: httpx.Client) -> None:
    assert "content-encoding" not in fetched(api, "/", "gzip;q=0")[0].headers


@pytest.mark.parametrize("name", ["desk.css", "desk.js", "server.css"])
def test_a_file_is_known_again_packed_or_not(api: httpx.Client, name: str) -> None:
    packed, small = fetched(api, f"/static/{name}", "gzip")
    plain, whole = fetched(api, f"/static/{name}", "identity")
    assert gzip.decompress(small) == whole
    assert packed.headers["etag"] != plain.headers["etag"]  # a strong tag stands for the very bytes
    for answer in (packed, plain):
        again, body = fetched(
            api, f"/static/{name}", "gzip", **{"If-None-Match": answer.headers["etag"]}
        )
        assert again.status_code == 304
        assert body == b""


def test_news_is_sent_as_it_is(api: httpx.Client) -> None:
    with api.stream("GET", "/api/events", headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert "content-encoding" not in answer.headers
