"""What is followed is written by others: one test for each way of turning a feed, list or page against its reader.

A connection to anything but the one public address fails every test here, wherever it comes from.
"""

import gzip
import threading
import time
import tracemalloc

import pytest
from tests.rounds import rounds
from tests.unit.fetch.servers import PUBLIC, Connection, Route, answer, redirect
from tests.unit.fetch.test_fetcher import drip, endless, header
from tests.unit.watch.newsroom import (
    FEED,
    Newsroom,
    body,
    in_turn,
    item,
    newsroom,
    opml,
    page,
    rss,
    sitemap,
    xml,
)

from crosswire.model.codec import to_json
from crosswire.model.feed import Feed, Held
from crosswire.pipeline.by_host import THREAD

INNER = {
    "localhost": [["127.0.0.1"]],
    "inner.example": [["10.0.0.7"]],
    "cloud.example": [["169.254.169.254"]],
}
BAD = [
    "http://127.0.0.1/admin",
    "http://localhost/admin",
    "http://[::1]/admin",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[fe80::1]/",
    "http://2130706433/",
    "http://017700000001/",
    "http://0x7f.1/",
    "http://127.1/",
    "http://0/",
    "http://10.0.0.7/",
    "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://metadata.google.internal/",
    "http://inner.example/",
    "http://cloud.example/",
    "//10.0.0.7/x",
    "http://post.example:22/",
    "file:///etc/passwd",
    "ftp://post.example/x",
    "gopher://post.example/x",
    "javascript:alert(1)",
    "http://[::1",
    "http://maria:s3cret@post.example/1",
]


def told(room: Newsroom) -> str:
    """Return all that a newsroom has kept, as it is kept."""
    view = room.store.view()
    kept = [*room.documents.values(), *view.records(Feed).values(), *view.records(Held).values()]
    return " ".join(to_json(record).decode() for record in kept)


@pytest.mark.parametrize("link", BAD)
def test_a_link_in_a_feed_leads_nowhere_inside(link: str) -> None:
    with newsroom({"/feed": rss(item(1, link=link)), "/1": page(1)}, names=INNER) as room:
        room.watch(FEED)
        for _ in range(4):
            room.later(86401)
        assert set(room.asked) <= {"/feed", "/1"}
        assert set(room.there.dialled) == {PUBLIC}
        assert len(room.documents) == 1
        assert "s3cret" not in told(room)


@pytest.mark.parametrize("link", BAD)
def test_nor_one_in_a_sitemap_a_list_an_index_or_a_page(link: str) -> None:
    quoted = link.replace("&", "&amp;")
    routes = {
        "/map.xml": sitemap((quoted, "2031-03-04")),
        "/index.xml": xml(f"<sitemapindex><sitemap><loc>{quoted}</loc></sitemap></sitemapindex>"),
        "/list": opml(link),
        "/": answer(
            f'<html><head><link rel=alternate type="application/rss+xml" href="{link}"></head><body>'
            f'<a href="{link}">A headline of many words here</a></body></html>'.encode()
        ),
        "/base": answer(
            f'<html><head><base href="{link}"></head><body>'
            '<a href="/2031/03/04/1">A headline of many words here</a></body></html>'.encode()
        ),
        "/robots.txt": answer(f"Sitemap: {link}\n".encode(), content_type="text/plain"),
    }
    with newsroom(routes, names=INNER) as room:
        room.watch(
            *(
                f"http://post.example{path}"
                for path in ("/map.xml", "/index.xml", "/list", "/", "/base")
            )
        )
        room.later(86401)
        assert set(room.there.dialled) == {PUBLIC}
        assert "s3cret" not in told(room)


@pytest.mark.parametrize("status", ["302 Found", "301 Moved"])
@pytest.mark.parametrize("where", ["/feed", "/1", "/robots.txt"])
@pytest.mark.parametrize(
    "to", ["http://127.0.0.1/", "http://inner.example/", "http://169.254.169.254/"]
)
def test_nor_does_a_redirect_of_feed_page_or_robots(status: str, where: str, to: str) -> None:
    routes: dict[str, Route] = {"/feed": rss(item(1)), "/1": page(1), where: redirect(to, status)}
    with newsroom(routes, names=INNER) as room:
        room.watch(FEED)
        room.later(86401)
        assert set(room.there.dialled) == {PUBLIC}
        assert all(feed.url == FEED for feed in room.feeds.values())


def test_nor_a_name_that_is_public_when_checked_and_private_after() -> None:
    names = {"post.example": [[PUBLIC], [PUBLIC], ["10.0.0.7"]]}
    with newsroom({"/feed": rss(item(1)), "/1": page(1)}, names=names) as room:
        room.watch(FEED)
        assert room.there.dialled == [PUBLIC, PUBLIC]
        assert "private" in room.documents["velmont-1"].metadata["page_not_read"]


# ---------------------------------------------------------------- a desk's own network

OWN = {"desk.example": [["10.1.1.1"]], "other.example": [["10.1.1.2"]], **INNER}


def test_a_desk_reads_its_own_feed_and_the_pages_of_that_very_host() -> None:
    routes = {"/feed": rss(item(1, link="http://desk.example/1")), "/1": page(1)}
    with newsroom(routes, names=OWN, reachable=["10.1.1.1"], allow_private=True) as room:
        (done,) = room.watch("http://desk.example/feed", private=True)
        assert done.added == ("http://desk.example/1",)


@pytest.mark.parametrize(
    "link",
    ["http://other.example/1", "http://10.1.1.1/1", "http://10.1.1.2/1", "http://127.0.0.1/1", "http://cloud.example/1",
     "http://desk.example:22/1"],
)  # fmt: skip
def test_but_its_feed_leads_to_no_other_host_or_port_of_the_network(link: str) -> None:
    routes = {"/feed": rss(item(1, link=link)), "/1": page(1)}
    with newsroom(routes, names=OWN, reachable=["10.1.1.1"], allow_private=True) as room:
        room.watch("http://desk.example/feed", private=True)
        assert room.asked == ["/feed"]


@pytest.mark.parametrize(
    "link", ["http://desk.example/1", "http://127.0.0.1/1", "http://10.1.1.1/1"]
)
def test_and_a_public_feed_leads_to_nothing_of_it_whatever_is_allowed(link: str) -> None:
    routes = {
        "/feed": rss(item(1, link=link)),
        "/more": redirect(link),
        "/list": opml(link),
        "/1": page(1),
    }
    with newsroom(routes, names=OWN, allow_private=True) as room:
        room.watch(FEED, "http://post.example/more", "http://post.example/list", private=True)
        assert set(room.there.dialled) == {PUBLIC}


def test_what_was_named_without_leave_has_none_when_others_get_it() -> None:
    with newsroom({"/feed": rss(item(1))}, names=OWN, allow_private=True) as room:
        (done,) = room.watch("http://desk.example/feed", private=False)
        assert done.asked[0].state == "refused"


def test_hosts_that_the_settings_name_may_be_on_the_network_and_those_below_them() -> None:
    routes = {"/feed": rss(item(1, link="http://a.desk.example/1")), "/1": page(1)}
    names = {**OWN, "a.desk.example": [["10.1.1.1"]], "notdesk.example": [["10.1.1.1"]]}
    own = frozenset({"desk.example"})
    with newsroom(routes, names=names, reachable=["10.1.1.1"], private_hosts=own) as room:
        assert room.watch("http://desk.example/feed")[0].added == ("http://a.desk.example/1",)
        room.watch("http://notdesk.example/feed")
        assert room.feeds["http://notdesk.example/feed"].state == "refused"


# ---------------------------------------------------------------- bombs

ENTITIES = "<!ENTITY e0 'ha'>" + "".join(
    f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 30)
)
OUTSIDE = "<!ENTITY x SYSTEM 'file:///etc/passwd'>"
INCLUDE = "<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file:///etc/passwd' parse='text'/>"


def channel(title: str, declared: str = "") -> str:
    return f"{declared}<rss><channel><title>{title}</title></channel></rss>"


BOMBS = {
    "rss": channel("&e29;", f"<?xml version='1.0'?><!DOCTYPE rss [{ENTITIES}]>"),
    "atom": f"<!DOCTYPE feed [{ENTITIES}]><feed xmlns='http://www.w3.org/2005/Atom'><title>&e29;</title></feed>",
    "opml": f"<!DOCTYPE opml [{ENTITIES}]><opml><body><outline xmlUrl='&e29;'/></body></opml>",
    "sitemap": f"<!DOCTYPE urlset [{ENTITIES}]><urlset><url><loc>&e29;</loc></url></urlset>",
    "quadratic": channel("&a;" * 10_000, f"<!DOCTYPE rss [<!ENTITY a '{'a' * 100_000}'>]>"),
    "external": channel("&x;", f"<!DOCTYPE rss [{OUTSIDE}]>"),
    "external dtd": channel("x", "<!DOCTYPE rss SYSTEM 'http://inner.example/evil.dtd'>"),
    "parameter": channel("x", "<!DOCTYPE rss [<!ENTITY % x SYSTEM 'http://inner.example/x'>%x;]>"),
    "xinclude": channel(INCLUDE),
    "deep": "<rss>" + "<a>" * 100_000 + "</a>" * 100_000 + "</rss>",
    "deep json": '{"version": "https://jsonfeed.org/version/1", "items": ' + "[" * 100_000,
    "many items": "<rss><channel>" + "<item/>" * 50_000 + "</channel></rss>",
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_of_xml_and_json_go_off_nowhere(name: str) -> None:
    kind = "application/json" if name == "deep json" else "application/xml"
    routes = {
        "/bomb": answer(BOMBS[name].encode(), content_type=kind),
        "/feed": rss(item(1, body(1))),
    }
    with newsroom(routes, names=INNER) as room:
        began = time.process_time()
        tracemalloc.start()
        (done,) = room.watch("http://post.example/bomb", FEED)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert done.added == ("velmont-1",)
        assert set(room.there.dialled) == {PUBLIC}
        assert "root:" not in told(room)
        assert time.process_time() - began < 10
        assert peak < 200 * 1024 * 1024


def test_a_sitemap_packed_is_read_a_bomb_in_gzip_and_gzip_in_gzip_are_not() -> None:
    plain = sitemap(("http://post.example/1", "2031-03-04")).partition(b"\r\n\r\n")[2]
    packed = {"content_type": "application/gzip"}
    routes = {
        "/good.xml.gz": answer(gzip.compress(plain), **packed),
        "/twice.xml.gz": answer(gzip.compress(gzip.compress(plain)), **packed),
        "/thrice.xml.gz": answer(
            gzip.compress(gzip.compress(gzip.compress(plain))), content_encoding="gzip", **packed
        ),
        "/bomb.xml.gz": answer(gzip.compress(bytes(80 * 1024 * 1024), 9), **packed),
        "/1": page(1),
    }
    with newsroom(routes) as room:
        tracemalloc.start()
        (done,) = room.watch(*(f"http://post.example{path}" for path in routes if path != "/1"))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert done.added == ("http://post.example/1",)
        states = {f.id.rpartition("/")[2].partition(".")[0]: f.error or f.state for f in done.asked}
        assert states["good"] == "news"
        assert "gzip inside gzip" in states["twice"]
        assert "gzip inside gzip" in states["thrice"]
        assert "unpacked" in states["bomb"]
        assert peak < 300 * 1024 * 1024


def test_ten_million_bytes_of_robots_hold_nothing_up() -> None:
    lines = [f"Disallow: /*a*{n}*b*$\n" for n in range(500_000)]
    huge = answer(
        ("User-agent: *\n" + "".join(lines)).encode()[:10_000_000], content_type="text/plain"
    )
    with newsroom({"/feed": rss(item(1)), "/1": page(1), "/robots.txt": huge}) as room:
        began = time.process_time()
        (done,) = room.watch(FEED)
        assert done.added == ("http://post.example/1",)
        assert time.process_time() - began < 5


def test_lists_that_name_lists_without_end_come_to_an_end() -> None:
    def route(connection: Connection) -> None:
        path = room.there.server.asked[-1].split(" ")[1]
        connection.sendall(opml(*(f"http://post.example{path}{n}" for n in range(3))))

    with newsroom({}) as room:
        room.there.server.routes = Everywhere(route)
        room.watch("http://post.example/list")
        assert len(room.feeds) == 1 + 3 + 9
        circle = {"/a": opml("http://post.example/b"), "/b": opml("http://post.example/a")}
        room.there.server.routes = dict(circle)
        room.watch("http://post.example/a")


class Everywhere(dict):  # type: ignore[type-arg]
    """Routes that answer alike to everything but robots.txt."""

    def __init__(self, route: Route) -> None:
        super().__init__()
        self.route = route

    def get(self, path: str, default: Route) -> Route:  # type: ignore[override]
        return default if path == "/robots.txt" else self.route


def test_a_feed_without_end_of_hosts_is_read_by_a_few_threads_and_forgotten() -> None:
    items = [item(n, link=f"http://h{n}.example/{n}") for n in range(40)]
    most = 0

    def counting(connection: Connection) -> None:
        nonlocal most
        most = max(
            most,
            sum(t.name == THREAD for t in threading.enumerate()),
        )
        connection.sendall(page(1))

    with newsroom({"/feed": rss(*items), **{f"/{n}": counting for n in range(40)}}) as room:
        room.watch(FEED)
        assert 0 < most <= 4


# ---------------------------------------------------------------- servers that behave badly


def hang(connection: Connection) -> None:
    connection.recv(1)


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"
BEHAVIOURS: dict[str, Route] = {
    "says nothing": hang,
    "hangs up": b"",
    "drips": drip(b"HTTP/1.1 200 OK\r\nX-Slow: "),
    "drips its body": drip(HEAD + b"Content-Length: 99999\r\n\r\n"),
    "never ends": endless(HEAD + b"\r\n", b"<item>" * 9000),
    "floods headers": endless(b"HTTP/1.1 200 OK\r\n", b"X-Flood: " + b"x" * 100 + b"\r\n"),
    "one header": endless(b"HTTP/1.1 200 OK\r\nX-Flood: ", b"x" * 1000),
    "announces too much": HEAD + b"Content-Length: 99999999999\r\n\r\n",
    "stops short": answer(b"<rss>", content_type="text/xml", content_length="5000"),
    "no HTTP": b"SSH-2.0-OpenSSH_9.6\r\n",
    "noise": b"\x00\xff" * 99,
    "two lengths": HEAD + b"Content-Length: 5\r\nContent-Length: 7\r\n\r\nhello, world",
    "bad chunks": HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
    "a picture": answer(b"\x89PNG", content_type="image/png"),
    "a picture called a feed": answer(
        b"\x89PNG\r\n" + bytes(99), content_type="application/rss+xml"
    ),
    "a PDF called a page": answer(b"%PDF-1.7 ..."),
    "a zip called a sitemap": answer(b"PK\x03\x04" + bytes(99), content_type="application/gzip"),
    "no type": answer(b"<rss/>", content_type=None),
    "nothing": answer(b"", content_type="application/rss+xml"),
    "blanks": answer(b" \n\t " * 99, content_type="application/rss+xml"),
    "half a feed": rss(item(1)).partition(b"<item>")[0] + b"<item><title>Half",
    "another XML": xml("<svg/>"),
    "broken gzip": answer(b"no gzip", content_type="application/rss+xml", content_encoding="gzip"),
    "brotli": answer(b"xx", content_type="application/rss+xml", content_encoding="br"),
    "401": answer(b"", "401 Unauthorized", www_authenticate="Basic"),
    "402": answer(b"", "402 Payment Required"),
    "403": answer(b"", "403 Forbidden"),
    "404": answer(b"", "404 Not Found"),
    "410": answer(b"", "410 Gone"),
    "418": answer(b"", "418 Teapot"),
    "429": answer(b"", "429 Slow", retry_after="9999999999"),
    "500": answer(b"", "500 Oops"),
    "503": answer(b"", "503 Busy", retry_after="yesterday"),
    "999": answer(b"", "999 Odd"),
    "304 unasked": answer(b"", "304 Not Modified"),
    "206": answer(b"x", "206 Partial Content"),
    "a circle": redirect("/bad"),
    "redirect to nowhere": answer(b"", "302 Found"),
    "redirect to a scheme": redirect("data:text/xml,<rss/>"),
    "a login": redirect("/login"),
    "UTF-7": answer(b"+ADw-rss+AD4-", content_type="application/rss+xml; charset=utf-7"),
    "NUL": answer(b"<rss>\x00</rss>", content_type="text/xml"),
    "UTF-16 cut": answer(b"\xff\xfe<\x00r\x00s", content_type="text/xml"),
    "bad JSON": answer(b'{"version": ', content_type="application/json"),
    "JSON of something": answer(b'{"items": 7}', content_type="application/json"),
}


@pytest.mark.parametrize("name", BEHAVIOURS)
def test_a_server_that_behaves_badly_harms_itself_alone(name: str) -> None:
    routes: dict[str, Route] = {"/bad": BEHAVIOURS[name], "/feed": rss(item(1, body(1)))}
    quick = {"total_seconds": 0.6, "read_seconds": 0.3, "max_wire_bytes": 300_000}
    with newsroom(routes, **quick) as room:
        (done,) = room.watch("http://bad.example/bad", FEED)
        assert done.added == ("velmont-1",)
        bad = room.feeds["http://bad.example/bad"]
        assert bad.state in ("failing", "refused", "gone")
        assert bad.error
        assert room.feeds[FEED].state == "news"
        assert (bad.next_at is None) == (bad.state == "gone")


@pytest.mark.parametrize("name", [n for n in BEHAVIOURS if n not in ("429", "503")])
def test_and_so_does_one_whose_pages_do(name: str) -> None:
    routes: dict[str, Route] = {
        "/feed": rss(item(1), item(2, body(2))),
        "/1": BEHAVIOURS[name],
        "/bad": redirect("/bad"),
    }
    quick = {"total_seconds": 0.6, "read_seconds": 0.3, "max_wire_bytes": 300_000}
    with newsroom(routes, **quick) as room:
        (done,) = room.watch(FEED)
        assert "velmont-2" in done.added
        assert room.feeds[FEED].state == "news"
        assert set(room.documents) <= {"velmont-1", "velmont-2"}


def test_cookies_are_sent_to_nobody_and_validators_to_their_own_feed_only() -> None:
    routes = {
        "/feed": rss(item(1), etag='"7"', set_cookie="id=7; Path=/"),
        "/1": page(1),
    }
    with newsroom(routes) as room:
        room.watch(FEED)
        room.there.server.routes["/feed"] = rss(item(2), set_cookie="id=8")
        room.there.server.routes["/2"] = page(2)
        room.later()
        assert all(header(head, "Cookie") is None for head in room.there.server.asked)
        told_to = [h.split(" ")[1] for h in room.there.server.asked if header(h, "If-None-Match")]
        assert told_to == ["/feed"]
        assert "id=7" not in told(room)


def test_a_name_that_looks_like_another_is_told_by_its_letters() -> None:
    with newsroom({"/feed": rss(item(1, body(1)))}) as room:
        room.watch("http://pоst.example/feed")
        (name,) = room.feeds
        assert name.startswith("http://xn--")


def test_a_feed_cannot_pass_for_another_outlet_by_the_page_it_leads_to() -> None:
    lying = page(1, head='<link rel="canonical" href="https://herald.example/true">')
    with newsroom({"/feed": rss(item(1)), "/1": lying}) as room:
        room.watch(FEED)
        (found,) = room.documents.values()
        assert found.id == "http://post.example/1"
        assert found.metadata["claimed_url"] == "https://herald.example/true"


@pytest.mark.parametrize("seed", rounds(1, 50))
def test_whatever_is_flipped_in_a_feed_it_is_read_or_told_and_no_more(seed: int) -> None:
    whole = rss(item(1, body(1)), item(2)).partition(b"\r\n\r\n")[2]
    broken = []
    for n in range(40 * seed, 40 * seed + 40):
        at = (n * 7919) % len(whole)
        cut = bytearray(whole)
        cut[at : at + n % 5] = bytes((n * 37 + k) % 256 for k in range(n % 7))
        broken.append(answer(bytes(cut), content_type="application/rss+xml"))
    with newsroom({"/2": page(2), "/feed": in_turn(*broken)}) as room:
        for _ in broken:
            room.there.clock.now += 86401
            (done,) = room.watch(FEED)
            assert done.asked[0].state in ("news", "unchanged", "empty", "failing", "refused")
            assert "report it" not in (done.asked[0].error or "")


# ---------------------------------------------------------------- passing for others

EVIL = "http://evil.example/feed"


def evil(*items: str) -> bytes:
    return (
        rss(*items)
        .replace(b"Velmont Post", b"Velmont Evil")
        .replace(b"post.example/<", b"evil.example/<")
    )


def test_a_feed_cannot_put_words_into_the_mouth_of_another_site() -> None:
    """It lists the other's report, with a text of its own, before the other's own feed does."""
    lie = body(1, "The bridge was never there, says nobody.")
    routes = {"/feed": in_turn(rss(item(1, lie)), rss(item(1))), "/1": page(1)}
    with newsroom(routes) as room:
        room.watch(EVIL)
        room.watch(FEED)
        (found,) = room.documents.values()
        assert found.id == "http://post.example/1"
        assert "says nobody" not in found.text


def test_nor_keep_its_report_out_by_having_named_it_first() -> None:
    lie = body(1, "The bridge was never there, says nobody.")
    routes = {
        "/feed": in_turn(rss(item(1, lie)), rss(item(1, body(1)))),
        "/1": answer(b"", "403 No"),
    }
    with newsroom(routes) as room:
        room.watch(EVIL)
        room.watch(FEED)
        theirs = [d for d in room.documents.values() if "says nobody" in d.text]
        ours = [d for d in room.documents.values() if "says nobody" not in d.text]
        assert [(d.url, d.metadata["claimed_url"]) for d in theirs] == [
            (None, "http://post.example/1")
        ]
        assert [d.url for d in ours] == ["http://post.example/1"]


@pytest.mark.parametrize("together", [False, True])
def test_nor_take_its_identifier_and_be_a_new_version_of_its_report(together: bool) -> None:
    theirs = item(1, body(3), link="http://evil.example/1")
    routes = {"/feed": rss(item(1, body(1))), "/evil": rss(theirs)}
    bad = "http://z.evil.example/evil"
    with newsroom(routes) as room:
        if together:
            room.watch(FEED, bad)
        else:
            room.watch(FEED)
            room.watch(bad)
        ours = room.documents["velmont-1"]
        assert ours.text.startswith("Ferry line") or "Ferry line" in ours.text
        (other,) = [d for d in room.documents.values() if d.id != "velmont-1"]
        assert "guid" not in other.metadata
        assert other.metadata["claimed_guid"] == "velmont-1"


def test_nor_take_its_report_back() -> None:
    gone = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0">'
        '<at:deleted-entry ref="velmont-1" when="2031-03-04T10:00:00Z"/></feed>'
    )
    routes = {"/feed": in_turn(rss(item(1, body(1))), xml(gone)), "/evil": xml(gone)}
    with newsroom(routes) as room:
        room.watch(FEED)
        (done,) = room.watch("http://evil.example/evil")
        assert done.skipped == ()
        (done,) = (room.later(),)
        assert [item.reason for item in done.skipped] == ["withdrawn by the feed (deleted-entry)"]


def test_a_feed_that_floods_fills_its_own_share_and_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in ("items", "watch"):
        monkeypatch.setattr(f"crosswire.pipeline.{module}.WAITING", 20)
    monkeypatch.setattr("crosswire.pipeline.watch.PAGES", 5)
    items = [item(n) for n in range(60)]
    pages = {f"/{n}": page(n) for n in range(60)}
    with newsroom({"/feed": rss(*items), **pages}) as room:
        assert room.watch(FEED)[0].waiting == 15
        assert room.later().waiting == 15
        for _ in range(12):
            done = room.later()
        assert (len(room.documents), done.waiting) == (60, 0), "all of it in the end"
