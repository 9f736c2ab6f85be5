"""Web addresses as sources: read by the chokepoint, refused with a reason, and never with --offline."""

import ast
import json
import socket
import sys
from pathlib import Path

import pytest
from tests.surfaces.commands import crosswire as command
from tests.unit.fetch.servers import Server, answer, redirect, serving, world

import crosswire
from crosswire.errors import SourceError
from crosswire.settings import Settings

BODY = (
    "The harbour bridge at Velmont will close on Monday, the mayor, Ilse Harding, said. "
    "She told reporters that engineers had found cracks in two of its pillars last week. "
    "Buses will take the long way round until repairs are done, the council added. "
)
PAGE = f"""<!doctype html><html lang="en"><head><title>Bridge to close</title>
<meta property="og:site_name" content="Velmont Post">
<meta property="article:published_time" content="2031-03-04T09:00:00Z">
<link rel="canonical" href="CANONICAL"></head>
<body><article><h1>Bridge to close</h1><p>{BODY}</p><p>{BODY}</p></article></body></html>"""


def page(canonical: str = "") -> bytes:
    return answer(PAGE.replace("CANONICAL", canonical).encode())


AT_ONCE = Settings(fetch_delay_seconds=0)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hosts are asked without a pause, as they are this machine's own."""
    monkeypatch.setenv("CROSSWIRE_FETCH_DELAY_SECONDS", "0")


def test_a_page_by_its_address_is_a_report_like_any_other() -> None:
    with serving({"/bridge": page()}) as server:
        done = command("annotate", server.url("/bridge"), "--allow-private", "-q")
        (found,) = done.lines
    assert done.status == 0, done.err
    assert found["id"] == server.url("/bridge")
    assert found["outlet"] == "Velmont Post"
    assert found["published_at"]["value"].startswith("2031-03-04")
    assert "cracks in two of its pillars" in found["text"]


def test_add_reconcile_and_cluster_take_addresses(tmp_path: Path) -> None:
    other = page().replace(b"Velmont Post", b"Coast Herald")
    with serving({"/a": page(), "/b": answer(other.partition(b"\r\n\r\n")[2])}) as server:
        urls = [server.url("/a"), server.url("/b")]
        kept = command("add", *urls, "--allow-private", "-q", "--json", cwd=tmp_path)
        made = command("reconcile", *urls, "--allow-private", "-q", "--json", cwd=tmp_path)
        rows = command("cluster", *urls, "--allow-private", "-q").lines
    assert kept.status == made.status == 0, kept.err + made.err
    assert kept.json["added"] == urls
    assert made.json["documents"] == 2
    assert [row["document"] for row in rows] == urls


def test_the_canonical_address_is_the_id_where_it_is_of_the_same_host() -> None:
    with world({"/b?ref=x": page("https://www.velmont.example/b")}) as there:
        fetcher = there.fetcher()
        desk = crosswire.open()
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("crosswire.pipeline.web.open_fetcher", lambda policy: fetcher)
            done = desk.add("http://velmont.example/b?ref=x", "http://evil.example/b?ref=x")
        desk_ids = {d.id: d for d in desk.documents()}
        desk.close()
    assert sorted(done.added) == ["http://evil.example/b?ref=x", "https://www.velmont.example/b"]
    lied = desk_ids["http://evil.example/b?ref=x"]
    assert lied.url == "http://evil.example/b?ref=x"
    assert lied.metadata["claimed_url"] == "https://www.velmont.example/b"
    assert desk_ids["https://www.velmont.example/b"].metadata["fetched_from"].endswith("/b?ref=x")


def test_a_feed_by_its_address_is_its_reports_whatever_text_it_is_served_as() -> None:
    feed = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>Velmont Post</title>
    <link>https://velmont.example/</link>
    <item><guid>v1</guid><title>Bridge to close</title><description>{BODY}</description></item>
    <item><guid>v2</guid><title>Ferry late</title><description>The ferry was late.</description></item>
    </channel></rss>""".encode()
    for kind in ("application/rss+xml", "text/xml; charset=utf-8", "text/plain"):
        with (
            serving({"/rss": answer(feed, content_type=kind)}) as server,
            crosswire.open(settings=AT_ONCE) as desk,
        ):
            done = desk.add(server.url("/rss"), allow_private=True)
        assert done.added == ("v1", "v2"), kind


def test_a_feed_with_entities_is_no_way_to_files() -> None:
    feed = b"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>
    <rss version="2.0"><channel><item><guid>v1</guid><title>T</title>
    <description>Before. &x; After the harbour closed.</description></item></channel></rss>"""
    with serving({"/rss": answer(feed, content_type="text/xml")}) as server:
        done = command("annotate", server.url("/rss"), "--allow-private")
    assert "root:" not in done.out + done.err


def test_text_comes_in_the_charset_that_the_server_names() -> None:
    text = "Überschwemmung in Löbau: der Bürgermeister sprach am Montag."
    plain = answer(text.encode("latin-1"), content_type="text/plain; charset=iso-8859-1")
    with serving({"/note": plain}) as server, crosswire.open(settings=AT_ONCE) as desk:
        desk.add(server.url("/note"), allow_private=True)
        (document,) = desk.documents()
    assert document.text == text


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/missing", "status 404"),
        ("/picture", "type image/png"),
        ("/empty", "without a main text"),
        ("/away", "only http and https"),
        ("/lie", "neither a page, a text nor a feed"),
        ("/metadata", "metadata"),
    ],
)
def test_what_is_not_let_in_is_skipped_with_its_reason(path: str, said: str) -> None:
    routes = {
        "/picture": answer(b"\x89PNG", content_type="image/png"),
        "/empty": answer(b"<html><body></body></html>"),
        "/lie": answer(b"%PDF-1.7", content_type="text/plain"),
        "/away": redirect("file:///etc/passwd"),
        "/metadata": redirect("http://169.254.169.254/latest/"),
    }
    with serving(routes) as server:
        done = command("annotate", server.url(path), "--allow-private")
    assert done.status == 1
    assert done.out == ""
    assert said in done.err


def test_this_machine_is_not_read_unless_allowed() -> None:
    with serving({"/a": page()}) as server:
        done = command("annotate", server.url("/a"))
        assert server.asked == []
    assert done.status == 1
    assert "a loopback address" in done.err


@pytest.mark.parametrize("verb", ["annotate", "cluster", "add", "reconcile"])
def test_credentials_of_an_address_are_not_repeated(verb: str, tmp_path: Path) -> None:
    plain, broken = "https://maria:s3cret@news.example/a", "https://maria\n:s3cret@news.example/a"
    for url, *options in ([plain], [plain, "--offline"], [broken], [broken, "--offline"]):
        done = command(verb, url, *options, cwd=tmp_path)
        assert done.status == 1
        assert "s3cret" not in done.out + done.err
        assert "maria" not in done.out + done.err
        assert "news.example" in done.err
    assert not any("s3cret" in str(file.read_bytes()) for file in tmp_path.iterdir())


def test_other_schemes_are_named_and_not_read() -> None:
    done = command("annotate", "ftp://news.example/a.txt")
    assert (done.status, done.out) == (1, "")
    assert "only http and https" in done.err


# ---------------------------------------------------------------- --offline


def commands(server: Server, folder: Path, report: Path) -> list[list[object]]:
    """Return a call of every command that reads sources, each with an address and a file."""
    sources = [server.url("/a"), report]
    return [
        ["annotate", *sources],
        ["cluster", *sources],
        ["add", *sources, "--workspace", folder / "news.db"],
        ["reconcile", *sources, "--all", "-o", folder / "dossiers"],
    ]


def test_offline_touches_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    report = tmp_path / "report.txt"
    report.write_text(f"Bridge to close\n\n{BODY}", encoding="utf-8")
    touched: list[str] = []
    with serving({"/a": page()}) as server:
        for name in ("connect", "connect_ex", "sendto"):
            monkeypatch.setattr(socket.socket, name, lambda *_, name=name: touched.append(name))
        for name in ("getaddrinfo", "gethostbyname", "create_connection"):
            monkeypatch.setattr(socket, name, lambda *_, name=name: touched.append(name))
        for call in commands(server, tmp_path, report):
            done = command(*call, "--offline", "--allow-private")
            assert done.status == 0, done.err
            assert "reads no network" in done.err, call
        monkeypatch.undo()
        assert touched == []
        assert server.asked == []


def test_files_touch_no_network_without_being_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = {"id": "n1", "text": BODY, "url": "https://velmont.example/bridge"}
    (tmp_path / "rows.jsonl").write_text(json.dumps(row), encoding="utf-8")
    (tmp_path / "page.html").write_text(PAGE.replace("CANONICAL", "https://velmont.example/x"))
    touched: list[str] = []
    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, lambda *_, name=name: touched.append(name))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: touched.append("getaddrinfo"))
    done = command("reconcile", tmp_path, "--all", "-o", tmp_path / "out", "-q")
    assert done.status == 0, done.err
    assert touched == []


NETWORK = {"socket", "ssl", "http", "httpcore", "httpx", "requests", "urllib3", "ftplib", "aiohttp"}
LISTENS = {"socket", "http.cookies", "http.cookies.CookieError", "http.cookies.SimpleCookie"}
NETWORK_PARTS = {"urllib.request", "trafilatura.downloads", "asyncio.streams"}


def test_nothing_but_the_chokepoint_imports_what_opens_connections() -> None:
    """What import-linter can't see: parts of the standard library, and functions of libraries that fetch.

    The servers listen, and the one of pages reads the cookies that browsers send it; neither opens a connection.
    """
    root = Path(sys.modules["crosswire"].__file__ or "").parent
    found = []
    for path in sorted(root.rglob("*.py")):
        if path.is_relative_to(root / "fetch"):
            continue
        serves = any(path.is_relative_to(root / name) for name in ("web", "mcp"))
        listens = LISTENS if serves else set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or "", *(f"{node.module}.{a.name}" for a in node.names)]
            if isinstance(node, ast.Attribute) and node.attr in ("fetch_url", "urlopen"):
                names = ["urllib.request"]
            found += [
                f"{path.name}: {name}"
                for name in names
                if (name.split(".")[0] in NETWORK or name in NETWORK_PARTS) and name not in listens
            ]
    assert found == []


def test_the_error_of_a_source_names_it_without_credentials() -> None:
    with crosswire.open() as desk, pytest.raises(SourceError) as error:
        desk.add("https://maria:s3cret@news.example/a", offline=True)
    assert "s3cret" not in str(error.value)
