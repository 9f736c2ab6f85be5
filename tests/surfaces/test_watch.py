"""`watch`, `feeds` and sitemaps from the command line and Python, against a server of this machine."""

import json
import re
import signal
import subprocess
import threading
import time
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.surfaces.commands import COMMAND
from tests.surfaces.commands import crosswire as command
from tests.unit.fetch.servers import Connection, Route, Server, answer, serving
from tests.unit.watch.newsroom import SUBJECTS, body, item, page, rss, sitemap, xml

import crosswire
from crosswire.errors import NotFoundError, UsageError
from crosswire.settings import Settings
from crosswire.workspace import Added, Workspace

AT_ONCE = Settings(fetch_delay_seconds=0)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hosts are asked without a pause, as they are this machine's own."""
    monkeypatch.setenv("CROSSWIRE_FETCH_DELAY_SECONDS", "0")


def here(server: Server, whole: bytes) -> Route:
    """Return a route that gives `whole` with the test server's address in the place of the town's."""

    def route(connection: Connection) -> None:
        head, _, content = whole.partition(b"\r\n\r\n")
        content = content.replace(b"http://post.example", server.url("").encode())
        length = b"content-length: %d" % len(content)
        connection.sendall(re.sub(rb"content-length: \d+", length, head) + b"\r\n\r\n" + content)

    return route


def opened(server: Server) -> None:
    server.routes["/feed"] = here(server, rss(item(1), item(2, body(2))))
    server.routes["/1"] = here(server, page(1))


def test_watch_once_keeps_what_is_new_and_says_so(tmp_path: Path) -> None:
    with serving({}) as server:
        opened(server)
        sources = (server.url("/feed"), server.url("/nothing"))
        first = command("watch", *sources, "--once", "--allow-private", cwd=tmp_path)
        again = command("watch", "--once", "--allow-private", cwd=tmp_path)
        listed = command("feeds", cwd=tmp_path)
        told = command("feeds", "--json", cwd=tmp_path).json
        stories = command("stories", "--json", cwd=tmp_path).json
    assert first.status == again.status == 0, first.err
    assert (
        f"kept {server.url('/1')}\nkept velmont-2\nround 1: 2 of 2 feeds asked, 2 reports kept"
        in first.out
    )
    assert "status 404" in first.err
    assert "0 of 2 feeds asked, 0 reports kept" in again.out
    assert [feed["state"] for feed in told] == ["news", "failing"]
    assert "2 kept of 2 listed last" in listed.out
    assert "status 404" in listed.out
    assert {name for story in stories for name in story["documents"]} == {
        server.url("/1"),
        "velmont-2",
    }


def test_as_json_each_round_is_a_line(tmp_path: Path) -> None:
    with serving({}) as server:
        opened(server)
        done = command(
            "watch", server.url("/feed"), "--once", "--allow-private", "--json", cwd=tmp_path
        )
    (found,) = done.lines
    assert found["added"] == [server.url("/1"), "velmont-2"]
    assert found["asked"][0]["title"] == "Velmont Post"
    assert done.err == ""


def test_where_nothing_can_be_read_the_status_says_so(tmp_path: Path) -> None:
    with serving({}) as server:
        done = command("watch", server.url("/nothing"), "--once", "--allow-private", cwd=tmp_path)
        inner = command("watch", server.url("/feed"), "--once", cwd=tmp_path)
    assert (done.status, inner.status) == (1, 1)
    assert "a loopback address; --allow-private" in inner.err


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("watch", "https://post.example/feed", "--offline"), "--offline forbids"),
        (("watch", "https://post.example/feed", "--every", "5s"), "expected 1m to 1d"),
        (("watch", "nowhere.opml"), "neither a web address nor a file"),
        (("watch",), "no workspace"),
        (("feeds",), "no workspace"),
    ],
)
def test_what_cannot_be_watched_is_a_usage_error(
    args: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    done = command(*args, cwd=tmp_path)
    assert done.status == 2
    assert said in done.err


def test_a_feed_is_forgotten(tmp_path: Path) -> None:
    with serving({}) as server:
        opened(server)
        command("watch", server.url("/feed"), "--once", "--allow-private", "-q", cwd=tmp_path)
    assert command("feeds", "--forget", server.url("/feed"), cwd=tmp_path).status == 0
    assert "no feed is followed" in command("feeds", cwd=tmp_path).out
    assert command("feeds", "--forget", "http://x.example/", cwd=tmp_path).status == 1
    assert len(command("documents", "--json", cwd=tmp_path).lines) == 2


def test_what_a_feed_writes_cannot_move_the_terminals_cursor(tmp_path: Path) -> None:
    evil = item(2, body(2)).replace("velmont-2", "velmont-2&#x9b;31m")
    with serving({}) as server:
        server.routes["/feed"] = here(server, rss(evil))
        done = command("watch", server.url("/feed"), "--once", "--allow-private", cwd=tmp_path)
    assert "kept velmont-2\ufffd31m" in done.out


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
@pytest.mark.parametrize("hanging", [False, True], ids=["waiting", "asking"])
def test_a_stop_ends_it_at_once_and_cleanly(number: int, hanging: bool, tmp_path: Path) -> None:
    reached, ended = threading.Event(), threading.Event()

    def hang(connection: Connection) -> None:
        reached.set()
        ended.wait(60)

    with serving({}) as server:
        opened(server)
        if hanging:
            server.routes["/1"] = hang
        path = tmp_path / "news.db"
        args = ["watch", server.url("/feed"), "--allow-private", "--workspace", str(path)]
        process = subprocess.Popen(
            [*COMMAND, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        if hanging:
            assert reached.wait(60)
        else:
            while "round 1" not in process.stdout.readline():
                pass
        began = time.monotonic()
        process.send_signal(number)
        _, err = process.communicate(timeout=60)
        assert process.returncode == 0
        assert "stopped; what was kept is kept" in err
        assert time.monotonic() - began < 40, "what hangs is not waited for"
        ended.set()
        server.routes["/1"] = here(server, page(1))
        with crosswire.open(str(path), settings=AT_ONCE) as desk:
            assert desk.check() == ()
            done = list(desk.watch(allow_private=True, rounds=1))
            ids = {document.id for document in desk.documents()}
        assert ids == {server.url("/1"), "velmont-2"}
        assert len(done) == 1


def test_what_a_feed_takes_back_is_taken_back(tmp_path: Path) -> None:
    entry = f"""<entry><id>tag:1</id><title>{SUBJECTS[2]}</title><updated>2031-03-04T08:00:00Z</updated>
<content>{body(2)}</content></entry>"""
    space = "http://purl.org/atompub/tombstones/1.0"
    gone = f"<at:deleted-entry xmlns:at='{space}' ref='tag:1' when='2031-03-05T00:00:00Z'/>"
    feed = '<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title>{}</feed>'
    with serving({}) as server, Workspace(None, AT_ONCE) as desk:
        server.routes["/feed"] = xml(feed.format(entry))
        list(desk.watch(server.url("/feed"), rounds=1, allow_private=True))
        server.routes["/feed"] = xml(feed.format(gone))
        with desk.store.writer() as writer:
            for known in desk.feeds():
                writer.put_record(known.id, replace(known, next_at=None))
        kept: list[Added] = []
        (done,) = desk.watch(rounds=1, allow_private=True, kept=kept.append)
        assert [item.reason for item in done.skipped] == ["withdrawn by the feed (deleted-entry)"]
        assert kept[0].withdrawn == ("tag:1",)


def test_what_was_removed_from_the_workspace_is_not_brought_back(tmp_path: Path) -> None:
    with serving({}) as server, Workspace(None, AT_ONCE) as desk:
        opened(server)
        list(desk.watch(server.url("/feed"), rounds=1, allow_private=True))
        desk.remove("velmont-2")
        server.routes["/feed"] = here(server, rss(item(2, body(2, "Again."))))
        desk.forget_feed(server.url("/feed"))
        (done,) = desk.watch(server.url("/feed"), rounds=1, allow_private=True)
        assert done.added == ()


def test_from_python(tmp_path: Path) -> None:
    with serving({}) as server, Workspace(None, AT_ONCE) as desk:
        opened(server)
        with pytest.raises(UsageError, match="no feed to follow"):
            desk.watch()
        (done,) = desk.watch(server.url("/feed"), rounds=1, allow_private=True)
        assert done.added == (server.url("/1"), "velmont-2")
        assert [feed.state for feed in desk.feeds()] == ["news"]
        desk.forget_feed(server.url("/feed"))
        with pytest.raises(NotFoundError):
            desk.forget_feed(server.url("/feed"))


# ---------------------------------------------------------------- sitemaps by `add`


def test_add_follows_a_sitemap_to_its_pages_the_newest_first_within_its_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CROSSWIRE_FETCH_MAX_PAGES", "2")
    places = [(f"http://post.example/{n}", f"2031-03-0{n}") for n in (1, 3, 2)]
    strange = ("http://127.0.0.2/x", "2031-03-09")
    with serving({}) as server:
        server.routes["/map.xml"] = here(server, sitemap(*places, strange))
        server.routes |= {f"/{n}": here(server, page(n)) for n in range(4)}
        done = command("add", server.url("/map.xml"), "--allow-private", "--json", cwd=tmp_path)
    assert done.json["added"] == [server.url("/3"), server.url("/2")]
    reasons = [skipped["reason"] for skipped in done.json["skipped"]]
    assert any("1 of its pages are on other sites" in reason for reason in reasons)
    assert any("3 addresses in it, of which the 2 newest are read" in reason for reason in reasons)


def test_add_follows_an_index_once_and_a_list_of_feeds(tmp_path: Path) -> None:
    with serving({}) as server:
        index = (
            "<sitemapindex><sitemap><loc>http://post.example/PATH</loc></sitemap></sitemapindex>"
        )
        server.routes["/index.xml"] = here(server, xml(index.replace("PATH", "map.xml")))
        server.routes["/map.xml"] = here(server, sitemap(("http://post.example/1", "")))
        server.routes["/loop.xml"] = here(server, xml(index.replace("PATH", "loop.xml")))
        server.routes["/1"] = here(server, page(1))
        server.routes["/feed"] = here(server, rss(item(2, body(2))))
        server.routes["/list"] = here(
            server, xml("<opml><body><outline xmlUrl='http://post.example/feed'/></body></opml>")
        )
        sources = [server.url(path) for path in ("/index.xml", "/loop.xml", "/list")]
        done = command("add", *sources, "--allow-private", "--json", cwd=tmp_path)
        asked = server.paths
    assert done.json["added"] == [server.url("/1"), "velmont-2"]
    assert asked.count("/loop.xml") == 2
    assert [s["reason"] for s in done.json["skipped"]] == [
        "a list of nothing; expected pages or feeds in it"
    ]


def test_no_name_and_password_of_an_address_is_kept(tmp_path: Path) -> None:
    feed = rss(
        item(2, body(2), link="http://maria:s3cret@post.example/2").replace(
            "velmont-2", "http://maria:s3cret@x/"
        )
    )
    (tmp_path / "feed.xml").write_bytes(feed.partition(b"\r\n\r\n")[2])
    kept = command("annotate", "feed.xml", cwd=tmp_path)
    added = command("add", "feed.xml", cwd=tmp_path)
    assert added.status == 0
    raw = (tmp_path / "crosswire.db").read_bytes() + json.dumps(kept.out).encode()
    for path in tmp_path.glob("crosswire.db*"):
        raw += path.read_bytes()
    assert b"s3cret" not in raw
    assert SUBJECTS[2].encode() in raw


def test_a_picture_of_a_sitemap_is_refused() -> None:
    with serving({"/map.xml": answer(b"\x89PNG", content_type="image/png")}) as server:
        done = command("annotate", server.url("/map.xml"), "--allow-private")
    assert done.status == 1
    assert "content of type image/png" in done.err
