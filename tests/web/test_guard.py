"""The door: who may come in, from where acts come, how much is taken, and what leaves."""

import contextlib
import socket
import ssl
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import trustme

from crosswire.errors import UsageError
from crosswire.web.guard import HEADERS
from crosswire.web.options import Limits, ServeOptions, checked
from tests.web.serving import ENDLESS, Serving, serving

TOKEN = "a-token-that-is-long-enough"
ACT = "/api/notes"
NOTE = {"name": "post", "text": "x"}


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    options = ServeOptions(token=TOKEN, read_ahead=False, offline=True, limits=ENDLESS)
    with serving(tmp_path_factory.mktemp("guarded") / "news.db", options) as found:
        yield found


# ---------------------------------------------------------------- names and origins


@pytest.mark.parametrize(
    "host", ["evil.invalid", "evil.invalid:8765", "127.0.0.1.evil.invalid", "", "[::1"]
)
def test_other_names_are_refused(served: Serving, host: str) -> None:
    with served.client() as client:
        assert client.get("/api/stories", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost:1", "127.0.0.1", "[::1]:80", "192.0.2.7"])
def test_own_names_and_addresses_are_let_in(served: Serving, host: str) -> None:
    with served.client() as client:
        assert client.get("/api/health", headers={"Host": host}).status_code == 200


def test_a_name_that_was_allowed(tmp_path: Path) -> None:
    options = ServeOptions(hosts=("desk.invalid",), read_ahead=False, limits=ENDLESS)
    with serving(tmp_path / "a.db", options) as found, found.client() as client:
        assert client.get("/api/health", headers={"Host": "Desk.invalid"}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.invalid"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://[bad"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "same-origin"},
        {"Cookie": "a=b"},
    ],
)
def test_acts_of_other_sites_are_refused(served: Serving, headers: dict[str, str]) -> None:
    with served.client() as client:
        assert client.post(ACT, json=NOTE, headers=headers).status_code == 403


def test_an_act_of_a_page_carries_its_sessions_token(served: Serving) -> None:
    with contextlib.closing(served.browser()) as page:
        assert page.post("/api/verify", content=b"{}").status_code == 422
        token = page.headers.pop("X-CSRF-Token")
        assert page.post("/api/verify", content=b"{}").status_code == 403
        assert page.post(f"/api/verify?csrf={token}", content=b"{}").status_code == 422
        assert page.post("/api/verify?csrf=" + "0" * 64, content=b"{}").status_code == 403
    with contextlib.closing(served.browser()) as other:
        other.headers["X-CSRF-Token"] = token
        assert other.post("/api/verify", content=b"{}").status_code == 403


def test_nothing_is_shared_with_other_origins(served: Serving) -> None:
    with served.client() as client:
        found = client.options(
            "/api/stories",
            headers={"Origin": "http://evil.invalid", "Access-Control-Request-Method": "POST"},
        )
        seen = client.get("/api/stories", headers={"Origin": "http://evil.invalid"})
    for answer in (found, seen):
        assert not [name for name in answer.headers if name.startswith("access-control")]


# ---------------------------------------------------------------- token


def test_without_the_token_nothing_is_told(guarded: Serving) -> None:
    with guarded.client() as client:
        for path in ("/api", "/api/stories", "/api/openapi.json", "/api/backup", "/api/events"):
            found = client.get(path)
            assert found.status_code == 401
            assert found.headers["www-authenticate"].startswith("Bearer")
        page = client.get("/stories/x?a=b")
        assert page.status_code == 303
        assert page.headers["location"] == "/login?next=%2Fstories%2Fx%3Fa%3Db"
        assert client.get("/api/health").status_code == 200


@pytest.mark.parametrize(
    "given", ["", "Bearer", "Bearer x", f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer é"]
)
def test_a_wrong_token_is_none(guarded: Serving, given: str) -> None:
    with guarded.client() as client:
        found = client.get("/api/stories", headers={"Authorization": given.encode()})
        assert found.status_code == 401


def test_the_token_as_bearer(guarded: Serving) -> None:
    with guarded.client(headers={"Authorization": f"Bearer {TOKEN}"}) as client:
        assert client.get("/api/stories").status_code == 200
        assert client.post("/api/verify", content=b"{}").status_code == 422


def test_coming_in_by_the_page_and_going_out(guarded: Serving) -> None:
    with guarded.client(headers={"Origin": guarded.base}) as page:
        wrong = page.post("/login", data={"token": "x"})
        assert wrong.status_code == 401
        assert "not the token" in wrong.text
        before = page.cookies[guarded.desk.sessions.cookie]
        right = page.post("/login?next=/api/stories", data={"token": TOKEN})
        assert right.status_code == 303
        assert right.headers["location"] == "/api/stories"
        cookie = right.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        session = page.cookies[guarded.desk.sessions.cookie]
        assert session != before
        assert page.get("/api/stories").status_code == 200
        csrf = guarded.desk.sessions.csrf(session)
        assert page.post("/logout", headers={"X-CSRF-Token": csrf}).status_code == 303
        assert page.get("/api/stories").status_code == 401


@pytest.mark.parametrize(
    "next", ["//evil.invalid", "https://evil.invalid", "/\\evil.invalid", "\\\\e", "/a\nb"]
)
def test_going_on_leads_nowhere_else(guarded: Serving, next: str) -> None:
    with guarded.client() as page:
        found = page.get("/login", params={"next": next, "token": TOKEN})
        assert found.status_code == 303
        assert found.headers["location"] == "/"


def test_a_network_needs_a_token_and_a_short_one_is_none() -> None:
    assert len(checked(ServeOptions(host="0.0.0.0")).token or "") >= 24
    assert checked(ServeOptions(host="127.0.0.1")).token is None
    with pytest.raises(UsageError, match="guessed"):
        checked(ServeOptions(token="short"))
    with pytest.raises(UsageError, match="go together"):
        checked(ServeOptions(tls_cert="a.pem"))


def test_guessing_is_slowed_down(tmp_path: Path) -> None:
    options = ServeOptions(token=TOKEN, read_ahead=False, limits=Limits(logins=8))
    with serving(tmp_path / "a.db", options) as found, found.client() as client:
        answers = [client.post("/login", data={"token": "x"}).status_code for _ in range(6)]
    assert answers[0] == 401
    assert answers[-1] == 429


def test_tls(tmp_path: Path) -> None:
    authority = trustme.CA()
    issued = authority.issue_cert("127.0.0.1")
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    issued.cert_chain_pems[0].write_to_path(str(cert))
    issued.private_key_pem.write_to_path(str(key))
    context = ssl.create_default_context()
    authority.configure_trust(context)
    options = ServeOptions(tls_cert=str(cert), tls_key=str(key), read_ahead=False, limits=ENDLESS)
    with serving(tmp_path / "a.db", options) as found, found.client(verify=context) as client:
        answer = client.get("/login")
        assert answer.url.scheme == "https"
        assert "max-age" in answer.headers["strict-transport-security"]
        assert "Secure" in answer.headers["set-cookie"]
        assert answer.headers["set-cookie"].startswith("__Host-")


# ---------------------------------------------------------------- sizes and rates


def test_large_bodies_are_refused_whatever_they_say(tmp_path: Path) -> None:
    options = ServeOptions(read_ahead=False, limits=Limits(body=1000, files=2))
    with serving(tmp_path / "a.db", options) as found, found.client() as client:
        assert client.post("/api/documents", content=b"x" * 2000).status_code == 413
        pieces = (b"x" * 500 for _ in range(10))
        said = {"Content-Type": "application/json"}
        assert client.post("/api/documents", content=pieces, headers=said).status_code == 413
        many = [("file", (f"{n}.txt", b"x")) for n in range(3)]
        assert client.post("/api/documents", files=many).status_code == 400


def test_a_body_that_stops_coming_ends(tmp_path: Path) -> None:
    options = ServeOptions(read_ahead=False, limits=Limits(body_seconds=0.3))
    with serving(tmp_path / "a.db", options) as found:
        host, port = urlsplit(found.base).netloc.split(":")
        with socket.create_connection((host, int(port)), timeout=10) as raw:
            raw.sendall(
                b"POST /api/documents HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                b"Content-Length: 100\r\n\r\n{"
            )
            begun = time.monotonic()
            raw.recv(4096)
            assert time.monotonic() - begun < 5
        with found.client() as client:
            assert client.get("/api/health").status_code == 200


def test_who_asks_too_often_waits(tmp_path: Path) -> None:
    options = ServeOptions(read_ahead=False, limits=Limits(reads=20))
    with serving(tmp_path / "a.db", options) as found, found.client() as client:
        answers = [client.get("/api/health") for _ in range(8)]
    assert answers[0].status_code == 200
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) >= 1


# ---------------------------------------------------------------- paths and errors


@pytest.mark.parametrize(
    "source",
    ["/etc/passwd", "../secret.txt", "file:///etc/passwd", "-", "C:\\x", "ftp://a.invalid/x"],
)
def test_no_path_of_the_machine_is_read(own: Serving, source: str) -> None:
    with own.client() as client:
        found = client.post("/api/documents", json={"sources": [source]})
        assert found.status_code == 422
        assert "root:" not in found.text


def test_private_addresses_are_not_fetched(tmp_path: Path, served: Serving) -> None:
    options = ServeOptions(read_ahead=False, limits=ENDLESS)
    with serving(tmp_path / "a.db", options) as found, found.client() as client:
        for address in (f"{served.base}/api/documents", "http://169.254.169.254/latest/meta-data"):
            answer = client.post("/api/documents", json={"sources": [address]})
            assert answer.status_code in (422, 424)


def test_an_upload_that_is_no_report_tells_no_path(own: Serving) -> None:
    with own.client() as client:
        files = [("file", ("broken.zip", b"PK\x03\x04 this is no archive"))]
        found = client.post("/api/documents", files=files)
        assert found.status_code == 422
        assert "broken.zip" in found.text
        assert "/tmp" not in found.text
        assert "crosswire-" not in found.text


def test_a_fault_of_the_server_tells_nothing(
    served: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise RuntimeError("secret /etc/path")

    monkeypatch.setattr(served.desk, "jobs", fail)
    with served.client() as client:
        found = client.get("/api/jobs")
    assert found.status_code == 500
    assert "secret" not in found.text
    assert "incident" in found.json()["detail"]
    assert found.headers["content-security-policy"]


@pytest.mark.parametrize(
    "path", ["/", "/login", "/api/stories", "/api/nothing", "/nothing", "/login.css"]
)
def test_every_answer_has_the_headers(served: Serving, path: str) -> None:
    with served.client() as client:
        found = client.get(path)
    for name in HEADERS:
        assert name in found.headers, name
    assert "script-src 'self'" in found.headers["content-security-policy"]
    assert "unsafe-inline" not in found.headers["content-security-policy"]
    assert "server" not in found.headers


def test_the_form_has_no_script_and_no_style_of_its_own(guarded: Serving) -> None:
    with guarded.client() as client:
        text = client.get("/login", params={"next": "/<script>\"'"}).text
    assert "<script" not in text
    assert "style=" not in text
