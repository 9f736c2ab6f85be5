"""One test for each attack on fetching, against a server of this process; nothing leaves the machine."""

import gzip
import logging
import socket
import ssl
import threading
import time
import tracemalloc
import zlib
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
import trustme
from tests.unit.fetch.servers import (
    PUBLIC,
    QUICK,
    Connection,
    Route,
    World,
    answer,
    redirect,
    serving,
    world,
)

from crosswire.errors import FetchFailedError, FetchRefusedError, SourceError, UsageError
from crosswire.fetch import open_fetcher
from crosswire.fetch.fetcher import Fetcher, user_agent
from crosswire.fetch.policy import Policy
from crosswire.model.codec import to_json

STORY = "http://news.example/story"


def header(request: str, name: str) -> str | None:
    """Return what a request says under `name`."""
    for line in request.split("\r\n")[1:]:
        key, _, value = line.partition(":")
        if key.lower() == name.lower():
            return value.strip()
    return None


# ---------------------------------------------------------------- what comes back


def test_a_page_comes_with_all_that_is_needed_to_read_it_and_to_ask_again() -> None:
    page = answer(
        b"<p>\xdcber</p>",
        content_type='Text/HTML; Charset="ISO-8859-1"',
        etag='W/"7"',
        last_modified="Mon, 02 Jun 2025 10:00:00 GMT",
    )
    with world({"/story": page}) as there:
        got = there.fetcher().get(STORY)
    assert (got.url, got.asked, got.status, got.content) == (STORY, STORY, 200, b"<p>\xdcber</p>")
    assert (got.content_type, got.charset) == ("text/html", "ISO-8859-1")
    assert (got.etag, got.modified) == ('W/"7"', "Mon, 02 Jun 2025 10:00:00 GMT")
    assert not got.not_modified
    assert got.redirects == ()


def test_a_conditional_request_hands_the_validators_back_and_takes_304() -> None:
    with world({"/story": answer(b"", "304 Not Modified", etag='"8"')}) as there:
        got = there.fetcher().get(STORY, etag='"7"', modified="Mon, 02 Jun 2025 10:00:00 GMT")
        asked = there.server.asked[-1]
    assert got.not_modified
    assert (got.status, got.content, got.etag) == (304, b"", '"8"')
    assert header(asked, "If-None-Match") == '"7"'
    assert header(asked, "If-Modified-Since") == "Mon, 02 Jun 2025 10:00:00 GMT"


def test_304_to_a_question_that_was_not_conditional_is_no_answer() -> None:
    with (
        world({"/story": answer(b"", "304 Not Modified")}) as there,
        pytest.raises(FetchFailedError, match="304"),
    ):
        there.fetcher().get(STORY)


def test_a_validator_that_smuggles_a_header_is_not_sent() -> None:
    with world({"/story": answer()}) as there:
        there.fetcher().get(STORY, etag='"7"\r\nX-Evil: 1')
        assert "evil" not in there.server.asked[-1].lower()


def test_it_says_who_it_is_and_how_to_say_no() -> None:
    with world({"/story": answer()}) as there:
        there.fetcher(contact="desk@herald.example (evil)").get(STORY)
        agent = header(there.server.asked[-1], "User-Agent") or ""
    assert agent.startswith("Crosswire/")
    assert "robots.txt, User-agent: Crosswire" in agent
    assert agent.endswith("; desk@herald.example evil)")
    assert "\n" not in user_agent(Policy(contact="a\r\nX-Evil: 1"))


def test_redirects_are_followed_and_told() -> None:
    routes = {"/story": redirect("/a"), "/a": redirect("//other.example/b"), "/b": answer()}
    with world(routes) as there:
        got = there.fetcher().get(STORY)
    assert got.url == "http://other.example/b"
    assert got.asked == STORY
    assert got.redirects == (STORY, "http://news.example/a")


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.0.0.7", "100.64.0.1", "169.254.169.254", "::1", "::ffff:10.0.0.7", "fe80::1"],
)
def test_a_name_at_an_inner_address_is_refused(address: str) -> None:
    with world({}, names={"news.example": [[address]]}) as there:
        with pytest.raises(FetchRefusedError, match=r"news\.example is at"):
            there.fetcher().get(STORY)
        assert there.dialled == []


def test_one_inner_address_among_public_ones_spoils_them_all() -> None:
    with world({}, names={"news.example": [[PUBLIC, "10.0.0.7"]]}) as there:
        with pytest.raises(FetchRefusedError, match="private"):
            there.fetcher().get(STORY)
        assert there.dialled == []


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://127.0.0.1./",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://0/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/latest/meta-data/",
    ],
)
def test_inner_addresses_given_as_numbers_are_refused(url: str) -> None:
    with world({}) as there:
        with pytest.raises(FetchRefusedError):
            there.fetcher().get(url)
        assert there.dialled == []


def test_localhost_is_refused_by_the_systems_own_resolver() -> None:
    with serving({"/": answer()}) as server:
        with pytest.raises(FetchRefusedError, match="loopback"):
            Fetcher(Policy(**QUICK)).get(f"http://localhost:{server.port}/")
        assert server.asked == []


def test_a_desk_may_read_its_own_network_by_the_same_way() -> None:
    with serving({"/": answer()}) as server:
        got = Fetcher(Policy(allow_private=True, **QUICK)).get(server.url())
    assert got.content == b"<p>News.</p>"


def test_metadata_is_refused_even_to_a_desk() -> None:
    with world({}, names={"own.example": [["169.254.169.254"]]}) as there:
        with pytest.raises(FetchRefusedError, match="metadata"):
            there.fetcher(allow_private=True).get("http://own.example/")
        assert there.dialled == []


def test_the_connection_is_made_to_the_very_address_that_was_checked() -> None:
    """Rebinding: DNS says a public address when asked first, the machine itself ever after."""
    names = {"news.example": [[PUBLIC], ["127.0.0.1"]]}
    with world({"/story": answer()}, names=names) as there:
        got = there.fetcher(obey_robots=False).get(STORY)
        assert got.content
        assert there.resolved == ["news.example"]
        assert there.dialled == [PUBLIC]


def test_an_address_that_changes_between_robots_and_page_is_refused() -> None:
    names = {"news.example": [[PUBLIC], ["127.0.0.1"]]}
    with world({"/story": answer()}, names=names) as there:
        with pytest.raises(FetchRefusedError, match="loopback"):
            there.fetcher().get(STORY)
        assert there.server.paths == []


def test_an_address_that_changes_at_a_redirect_to_itself_is_refused() -> None:
    names = {"news.example": [[PUBLIC], ["127.0.0.1"]]}
    with world({"/story": redirect("/b"), "/b": answer()}, names=names) as there:
        with pytest.raises(FetchRefusedError, match="loopback"):
            there.fetcher(obey_robots=False).get(STORY)
        assert there.server.paths == ["/story"]


def test_a_name_that_is_nowhere_and_a_resolver_that_hangs() -> None:
    def nowhere(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    def hanging(host: str, port: int) -> list[str]:
        time.sleep(0.5)
        return [PUBLIC]

    for resolve, said in ((nowhere, "has no address"), (hanging, "no answer from DNS")):
        with world({}) as there:
            there.resolve = resolve  # type: ignore[method-assign]
            with pytest.raises(FetchFailedError, match=said):
                there.fetcher(connect_seconds=0.1, obey_robots=False).get(STORY)


# ---------------------------------------------------------------- redirects


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.1/admin",
        "http://169.254.169.254/latest/meta-data/",
        "http://inner.example/",
        "//10.0.0.7/",
        "file:///etc/passwd",
        "gopher://news.example/_x",
        "ftp://news.example/x",
        "data:text/html,x",
        "javascript:alert(1)",
        "http://2130706433/",
        "http://news.example:22/",
        "http://user:s3cret@news.example/",
    ],
)
def test_a_redirect_goes_nowhere_that_could_not_be_asked_for(to: str) -> None:
    names = {"inner.example": [["10.0.0.7"]]}
    with world({"/story": redirect(to)}, names=names) as there:
        with pytest.raises(FetchRefusedError) as refusal:
            there.fetcher().get(STORY)
        assert there.server.paths == ["/story"]
        assert set(there.dialled) == {PUBLIC}
    assert "s3cret" not in str(refusal.value)


def test_redirects_in_a_circle_and_too_many() -> None:
    circle = {"/story": redirect("/a"), "/a": redirect("/story#again")}
    with world(circle) as there, pytest.raises(FetchRefusedError, match="circle"):
        there.fetcher().get(STORY)
    chain: dict[str, Route] = {f"/{n}": redirect(f"/{n + 1}") for n in range(9)}
    with world(chain) as there:
        with pytest.raises(FetchRefusedError, match="more than 5 redirects"):
            there.fetcher().get("http://news.example/0")
        assert there.server.paths == [f"/{n}" for n in range(6)]


def test_a_redirect_without_an_address() -> None:
    with (
        world({"/story": answer(b"", "302 Found")}) as there,
        pytest.raises(FetchFailedError, match="nowhere"),
    ):
        there.fetcher().get(STORY)


# ---------------------------------------------------------------- what is never sent or kept


def test_cookies_are_never_sent_back() -> None:
    routes = {
        "/story": answer(b"", "302 Found", location="/next", set_cookie="id=7; Path=/"),
        "/next": answer(set_cookie="id=8"),
    }
    with world(routes) as there:
        fetcher = there.fetcher()
        first = fetcher.get(STORY)
        fetcher.get(STORY)
        assert len(there.server.asked) == 5
        assert all(header(head, "Cookie") is None for head in there.server.asked)
    assert b"id=" not in to_json(first)


def test_credentials_are_never_sent_told_or_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with world({"/story": answer()}) as there:
        with pytest.raises(FetchRefusedError, match="credentials") as refusal:
            there.fetcher().get("http://maria:s3cret@news.example/story")
        assert there.dialled == []
        assert there.resolved == []
    assert "s3cret" not in f"{refusal.value!r} {refusal.value} {refusal.value.source} {caplog.text}"
    assert "maria" not in f"{refusal.value!r} {refusal.value} {refusal.value.source} {caplog.text}"


def test_proxies_and_netrc_of_the_environment_change_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    with serving({}) as proxy, world({"/story": answer()}) as there:
        (netrc := f"{tmp_path}/netrc")
        with open(netrc, "w", encoding="utf-8") as file:
            file.write("machine news.example login maria password s3cret\n")
        monkeypatch.setenv("NETRC", netrc)
        for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url())
        there.fetcher().get(STORY)
        assert proxy.asked == []
        assert header(there.server.asked[-1], "Authorization") is None


def test_the_host_header_names_the_name_and_not_the_address() -> None:
    with world({"/story": answer()}) as there:
        there.fetcher().get("http://news.example:8080/story")
        assert header(there.server.asked[-1], "Host") == "news.example:8080"


# ---------------------------------------------------------------- bombs, drips and lies


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "deflate", "bare deflate", "identity"])
def test_packed_bodies_are_unpacked(encoding: str) -> None:
    text = b"<p>The mayor spoke.</p>" * 1000
    bare = zlib.compressobj(wbits=-15)
    packed = {
        "deflate": zlib.compress(text),
        "bare deflate": bare.compress(text) + bare.flush(),
        "identity": text,
    }.get(encoding, gzip.compress(text[:99]) + gzip.compress(text[99:]))
    page = answer(packed, content_encoding=encoding.split()[-1])
    with world({"/story": page}) as there:
        assert there.fetcher().get(STORY).content == text


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_bomb_is_seen_before_it_is_in_memory(encoding: str) -> None:
    size = 64 * 1024 * 1024
    pack = gzip.compress if encoding == "gzip" else zlib.compress
    bomb = pack(bytes(size), 9)
    assert size / len(bomb) > 1000
    with world({"/story": answer(bomb, content_encoding=encoding)}) as there:
        tracemalloc.start()
        with pytest.raises(FetchRefusedError, match="more than 1000000 bytes unpacked"):
            there.fetcher(max_bytes=1_000_000).get(STORY)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 8 * 1024 * 1024


def test_gzip_of_thousands_of_empty_parts() -> None:
    page = answer(gzip.compress(b"") * 5000, content_encoding="gzip")
    with world({"/story": page}) as there, pytest.raises(FetchRefusedError, match="64 parts"):
        there.fetcher().get(STORY)


@pytest.mark.parametrize(
    ("body", "encoding", "said"),
    [
        (gzip.compress(b"x" * 999)[:-9], "gzip", "ends too soon"),
        (zlib.compress(b"x" * 999)[:-5], "deflate", "ends too soon"),
        (b"no gzip at all", "gzip", "broken"),
        (b"x\x00\x00\x00", "deflate", "broken"),
    ],
    ids=["gzip cut", "deflate cut", "no gzip", "no deflate"],
)
def test_broken_packing_is_a_failure(body: bytes, encoding: str, said: str) -> None:
    page = answer(body, content_encoding=encoding)
    with world({"/story": page}) as there, pytest.raises(FetchFailedError, match=said):
        there.fetcher().get(STORY)


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "compress"])
def test_packing_that_was_not_asked_for_is_refused(encoding: str) -> None:
    page = answer(b"whatever", content_encoding=encoding)
    with world({"/story": page}) as there:
        with pytest.raises(FetchRefusedError, match="not asked for"):
            there.fetcher().get(STORY)
        assert header(there.server.asked[-1], "Accept-Encoding") == "gzip, deflate"


def drip(start: bytes, pause: float = 0.05) -> Route:
    """Return a route that sends `start` and then a byte now and then, as long as it is let."""

    def route(connection: Connection) -> None:
        connection.sendall(start)
        for _ in range(400):
            connection.sendall(b"x")
            time.sleep(pause)

    return route


@pytest.mark.parametrize(
    "start",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nX-Slow: ",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 999999\r\n\r\n",
    ],
)
def test_a_drip_ends_when_the_time_is_up(start: bytes) -> None:
    with world({"/story": drip(start)}) as there:
        began = time.monotonic()
        with pytest.raises(FetchFailedError, match=r"not done after 0\.4 seconds"):
            there.fetcher(total_seconds=0.4, obey_robots=False).get(STORY)
        assert time.monotonic() - began < 3


def test_a_server_that_says_nothing_is_left() -> None:
    def silent(connection: Connection) -> None:
        connection.recv(1)

    with (
        world({"/story": silent}) as there,
        pytest.raises(FetchFailedError, match="no answer in time"),
    ):
        there.fetcher(read_seconds=0.2, obey_robots=False).get(STORY)


def test_a_port_where_nobody_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(FetchFailedError, match="no connection"):
        Fetcher(Policy(allow_private=True, obey_robots=False, **QUICK)).get(
            f"http://127.0.0.1:{port}/"
        )


def endless(start: bytes, part: bytes) -> Route:
    """Return a route that sends `start` and then `part` for ever."""

    def route(connection: Connection) -> None:
        connection.sendall(start)
        while True:
            connection.sendall(part)

    return route


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.mark.parametrize(
    ("start", "part"),
    [
        (HEAD + b"\r\n", b"x" * 65536),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1000\r\n" + b"x" * 4096 + b"\r\n"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X-Trailer: x\r\n" * 10),
    ],
)
def test_an_endless_body_ends_at_its_limit(start: bytes, part: bytes) -> None:
    with world({"/story": endless(start, part)}) as there, pytest.raises(SourceError) as ended:
        there.fetcher(max_wire_bytes=500_000).get(STORY)
    assert "more than 500000 bytes" in str(ended.value) or "breaks HTTP" in str(ended.value)


@pytest.mark.parametrize(
    ("start", "part"),
    [
        (b"HTTP/1.1 200 OK\r\n", b"X-Flood: " + b"x" * 100 + b"\r\n"),
        (b"HTTP/1.1 200 OK\r\nX-Flood: ", b"x" * 1000),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"", b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"),
    ],
)
def test_a_flood_of_headers_ends_at_its_limit(start: bytes, part: bytes) -> None:
    with (
        world({"/story": endless(start, part)}) as there,
        pytest.raises(FetchRefusedError, match="headers of more than 32768 bytes"),
    ):
        there.fetcher(obey_robots=False).get(STORY)


def test_a_length_beyond_the_limit_is_refused_before_the_body() -> None:
    page = HEAD + b"Content-Length: 99999999999\r\n\r\n"
    with (
        world({"/story": page}) as there,
        pytest.raises(FetchRefusedError, match="99999999999 bytes are announced"),
    ):
        there.fetcher().get(STORY)


def test_a_length_that_promises_too_much_is_a_failure_and_not_a_short_page() -> None:
    with (
        world({"/story": answer(b"<p>Half", content_length="5000")}) as there,
        pytest.raises(FetchFailedError, match="breaks HTTP"),
    ):
        there.fetcher().get(STORY)


def test_a_length_that_promises_too_little_cuts_what_is_smuggled_behind() -> None:
    with world({"/story": answer(b"<p>True</p><p>Smuggled</p>", content_length="11")}) as there:
        assert there.fetcher().get(STORY).content == b"<p>True</p>"


@pytest.mark.parametrize(
    "page",
    [
        HEAD + b"Content-Length: 5\r\nContent-Length: 7\r\n\r\nhello, world",
        HEAD + b"Content-Length: -5\r\n\r\nhello",
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
        HEAD + b"Broken Header\r\n\r\nhello",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"\x00\xff" * 99,
        b"",
    ],
)
def test_what_breaks_http_is_a_failure(page: bytes) -> None:
    with world({"/story": page}) as there, pytest.raises(FetchFailedError, match="HTTP"):
        there.fetcher(obey_robots=False).get(STORY)


@pytest.mark.parametrize(
    ("purpose", "kind", "taken"),
    [
        ("page", "text/html", True),
        ("page", "application/xhtml+xml;charset=utf-8", True),
        ("page", "application/pdf", False),
        ("page", "image/png", False),
        ("page", "application/octet-stream", False),
        ("page", "text/htmlx", False),
        ("page", "text/html, image/png", False),
        ("page", None, False),
        ("feed", "application/atom+xml", True),
        ("feed", "application/feed+json", True),
        ("feed", "text/html", False),
        ("source", "text/html", True),
        ("source", "application/rss+xml", True),
        ("source", "application/pdf", False),
        ("sitemap", "text/xml", True),
        ("sitemap", "application/gzip", True),
        ("sitemap", "application/zip", False),
    ],
)
def test_each_purpose_takes_its_own_types(purpose: str, kind: str | None, taken: bool) -> None:
    with world({"/story": answer(content_type=kind)}) as there:
        if taken:
            assert there.fetcher().get(STORY, purpose=purpose).content  # type: ignore[arg-type]
        else:
            with pytest.raises(FetchRefusedError, match=f"expected for a {purpose}"):
                there.fetcher().get(STORY, purpose=purpose)  # type: ignore[arg-type]


@pytest.mark.parametrize("status", ["404 Not Found", "410 Gone", "500 Oops", "206 Partial Content"])
def test_other_statuses_are_failures_that_carry_them(status: str) -> None:
    with (
        world({"/story": answer(b"<p>no", status)}) as there,
        pytest.raises(FetchFailedError) as failure,
    ):
        there.fetcher().get(STORY)
    assert failure.value.status == int(status[:3])


# ---------------------------------------------------------------- TLS


def tls(*names: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return the context of a server that stands for `names`, and that of a client that trusts its issuer."""
    issuer = trustme.CA()
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    issuer.issue_cert(*names).configure_cert(server)
    client = ssl.create_default_context()
    issuer.configure_trust(client)
    return server, client


def test_tls_is_verified_against_the_name_and_not_the_address() -> None:
    server, client = tls("news.example")
    asked: list[str | None] = []
    server.sni_callback = lambda _socket, name, _context: asked.append(name)
    with serving({"/story": answer()}, server) as behind:
        there = World(behind, trusted=client)
        assert there.fetcher().get("https://news.example/story").status == 200
    assert set(asked) == {"news.example"}
    assert set(there.dialled) == {PUBLIC}


def test_a_certificate_for_another_name_is_refused() -> None:
    server, client = tls("other.example", PUBLIC)
    with serving({"/story": answer()}, server) as behind:
        with pytest.raises(FetchRefusedError, match=r"does not stand for news\.example"):
            World(behind, trusted=client).fetcher().get("https://news.example/story")
        assert behind.asked == []


def test_a_certificate_of_an_issuer_that_nobody_knows_is_refused() -> None:
    server, _ = tls("news.example")
    with serving({"/story": answer()}, server) as behind:
        with pytest.raises(FetchRefusedError, match="certificate"):
            World(behind).fetcher().get("https://news.example/story")
        assert behind.asked == []


def test_a_server_without_tls_behind_https_is_a_failure() -> None:
    with world({"/story": answer()}) as there, pytest.raises(FetchFailedError):
        there.fetcher(obey_robots=False, total_seconds=1).get("https://news.example/story")


# ---------------------------------------------------------------- robots.txt


def test_what_robots_forbid_is_not_fetched() -> None:
    rules = answer(b"User-agent: *\nDisallow: /story\n", content_type="text/plain")
    with world({"/robots.txt": rules, "/story": answer(), "/free": answer()}) as there:
        fetcher = there.fetcher()
        with pytest.raises(FetchRefusedError, match=r"robots.txt of news.example says no"):
            fetcher.get(STORY)
        assert fetcher.get("http://news.example/free").status == 200
        assert there.server.paths == ["/free"]
        assert len(there.server.asked) == 2, "robots.txt is asked for once"


def test_robots_of_the_host_that_a_redirect_leads_to_count_too() -> None:
    def rules(connection: Connection) -> None:
        forbidden = b"/b" if b"other" in there.server.asked[-1].encode() else b"/none"
        connection.sendall(
            answer(b"User-agent: *\nDisallow: " + forbidden, content_type="text/plain")
        )

    routes = {"/robots.txt": rules, "/story": redirect("http://other.example/b"), "/b": answer()}
    with world(routes) as there:
        with pytest.raises(FetchRefusedError, match=r"robots\.txt of other\.example"):
            there.fetcher().get(STORY)
        assert there.server.paths == ["/story"]


def test_a_host_without_robots_allows_all_and_one_in_trouble_nothing_for_a_while() -> None:
    with world({"/story": answer()}) as there:
        assert there.fetcher().get(STORY).status == 200
    with world({"/robots.txt": answer(b"", "500 Oops"), "/story": answer()}) as there:
        fetcher = there.fetcher()
        for _ in range(2):
            with pytest.raises(FetchFailedError, match="can't be had") as failure:
                fetcher.get(STORY)
        assert failure.value.retry_after == pytest.approx(900)
        assert len(there.server.asked) == 1
        there.server.routes["/robots.txt"] = answer(b"", content_type="text/plain")
        there.clock.now += 901
        assert fetcher.get(STORY).status == 200


def test_a_host_that_is_nowhere_is_told_as_such_and_not_as_a_matter_of_robots() -> None:
    def nowhere(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with world({}) as there:
        there.resolve = nowhere  # type: ignore[method-assign]
        with pytest.raises(FetchFailedError, match="the name has no address") as failure:
            there.fetcher().get(STORY)
    assert "robots" not in str(failure.value)


def test_a_robots_file_that_is_huge_or_no_text_holds_nothing_up() -> None:
    huge = b"User-agent: *\nDisallow: /story\n" + b"# filler\n" * 200_000 + b"Disallow: /late\n"
    routes = {"/robots.txt": answer(huge, content_type="text/plain"), "/late": answer()}
    with world(routes) as there:
        fetcher = there.fetcher()
        with pytest.raises(FetchRefusedError, match="says no"):
            fetcher.get(STORY)
        assert fetcher.get("http://news.example/late").status == 200, "cut off at its limit"
    picture = answer(b"\x89PNG", content_type="image/png")
    with world({"/robots.txt": picture, "/story": answer()}) as there:
        assert there.fetcher().get(STORY).status == 200


# ---------------------------------------------------------------- politeness


def test_a_host_is_asked_again_only_after_a_pause() -> None:
    with world({"/story": answer(), "/robots.txt": answer(content_type="text/plain")}) as there:
        fetcher = there.fetcher(delay_seconds=2)
        fetcher.get(STORY)
        fetcher.get(STORY)
        fetcher.get("http://other.example/story")
    assert there.clock.slept == [2, 2, 2], "robots, page, page; then another host and its page"


def test_a_pause_that_robots_ask_for_is_kept_within_patience() -> None:
    rules = answer(b"User-agent: *\nCrawl-delay: 7\n", content_type="text/plain")
    with world({"/story": answer(), "/robots.txt": rules}) as there:
        fetcher = there.fetcher(max_wait_seconds=20)
        fetcher.get(STORY)
        fetcher.get(STORY)
    assert there.clock.slept == [7]
    rules = answer(b"User-agent: *\nCrawl-delay: 86400\n", content_type="text/plain")
    with world({"/story": answer(), "/robots.txt": rules}) as there:
        fetcher = there.fetcher(max_wait_seconds=20)
        fetcher.get(STORY)
        fetcher.get(STORY)
    assert there.clock.slept == [20]


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
def test_a_busy_host_is_asked_once_more_when_it_said(status: str) -> None:
    def route(connection: Connection) -> None:
        first = len(there.server.paths) == 1
        connection.sendall(answer(b"", status, retry_after="9") if first else answer())

    with world({"/story": route}) as there:
        assert there.fetcher(back_off_seconds=4).get(STORY).status == 200
    assert there.clock.slept == [9 + 4 * 0.5 / 2], "what it said, and by chance a little more"


def test_a_host_that_wants_an_hour_gets_it() -> None:
    when = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    for said in ("3600", when):
        page = answer(b"", "503 Busy", retry_after=said)
        with world({"/story": page, "/other": answer()}) as there:
            fetcher = there.fetcher()
            with pytest.raises(FetchFailedError, match="come back in 36") as failure:
                fetcher.get(STORY)
            assert failure.value.status == 503
            assert failure.value.retry_after == pytest.approx(3600, abs=10)
            with pytest.raises(FetchFailedError, match="left alone"):
                fetcher.get("http://news.example/other")
            assert there.server.paths == ["/story"]
            assert there.clock.slept == []
            there.clock.now += 3700
            assert fetcher.get("http://news.example/other").status == 200


@pytest.mark.parametrize("said", [None, "soon", "-5", "9" * 400, "Thu, 99 Foo 2025", "١٢"])
def test_without_a_time_that_can_be_read_the_pause_grows(said: str | None) -> None:
    with (
        world({"/story": answer(b"", "429 Slow", retry_after=said)}) as there,
        pytest.raises(FetchFailedError) as failure,
    ):
        there.fetcher(retries=2, back_off_seconds=4, max_wait_seconds=100).get(STORY)
    if said == "9" * 400:
        assert failure.value.retry_after == 24 * 3600
        assert there.clock.slept == []
    else:
        assert there.clock.slept == [4 * 1.25, 8 * 1.25]
        assert failure.value.retry_after == 16 * 1.25


def test_threads_ask_a_host_one_after_the_other() -> None:
    now, most = 0, 0
    counting = threading.Lock()

    def route(connection: Connection) -> None:
        nonlocal now, most
        with counting:
            now += 1
            most = max(most, now)
        time.sleep(0.05)
        with counting:
            now -= 1
        connection.sendall(answer())

    with world({"/story": route}) as there:
        fetcher = there.fetcher()
        with ThreadPoolExecutor(4) as pool:
            got = list(pool.map(fetcher.get, [STORY] * 6))
        assert [one.status for one in got] == [200] * 6
        assert len(there.server.paths) == 6
    assert most == 1


# ---------------------------------------------------------------- the extra


def test_without_its_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    for name in [name for name in sys.modules if name.startswith("crosswire.fetch.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "httpcore", None)
    with pytest.raises(UsageError, match=r"httpcore.*pip install 'crosswire\[feeds\]'"):
        open_fetcher()
