"""What is named is found out: feeds of every kind, lists of them, sitemaps, sites and pages."""

from pathlib import Path

import pytest
from tests.unit.fetch.servers import answer
from tests.unit.watch.newsroom import (
    FEED,
    SUBJECTS,
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

SITE = "http://post.example/"
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Velmont Post</title><entry><id>a1</id>
<title>{SUBJECTS[1]}</title><link href="/1"/><updated>2031-03-04T08:00:00Z</updated>
<summary>The ferry line told.</summary></entry></feed>"""
JSON = (
    '{"version": "https://jsonfeed.org/version/1.1", "title": "Velmont Post", "items": [{"id": "j1", '
    f'"url": "http://post.example/1", "title": "{SUBJECTS[1]}", "summary": "The ferry line told."}}]}}'
)


def front(*links: tuple[str, str], head: str = "") -> bytes:
    """Return the front page of a site."""
    anchors = "".join(f'<p><a href="{href}">{words}</a></p>' for href, words in links)
    return answer(
        f"<!doctype html><html><head><title>Velmont Post</title>{head}</head><body>{anchors}</body></html>".encode()
    )


def alternate(href: str, title: str = "", kind: str = "application/rss+xml") -> str:
    return f'<link rel="alternate" type="{kind}" title="{title}" href="{href}">'


@pytest.mark.parametrize(
    "feed",
    [
        xml(ATOM),
        answer(JSON.encode(), content_type="application/feed+json"),
        answer(JSON.encode(), content_type="application/json"),
        rss(item(1)),
        answer(rss(item(1)).partition(b"\r\n\r\n")[2], content_type="text/html; charset=utf-8"),
        answer(rss(item(1)).partition(b"\r\n\r\n")[2], content_type="text/plain"),
    ],
    ids=["atom", "json feed", "plain json", "rss", "rss as html", "rss as text"],
)
def test_feeds_of_every_kind_lead_to_the_same_report(feed: bytes) -> None:
    with newsroom({"/feed": feed, "/1": page(1)}) as room:
        (done,) = room.watch(FEED)
        assert done.added == ("http://post.example/1",)
        assert (room.feeds[FEED].kind, room.feeds[FEED].title) == ("feed", "Velmont Post")


def test_a_list_of_feeds_is_followed_to_those_at_once_and_read_anew_now_and_then() -> None:
    lists = in_turn(opml(FEED), opml(FEED, "http://b.example/more"))
    routes = {
        "/list": lists,
        "/feed": rss(item(1, body(1))),
        "/more": rss(item(2, body(2), link="")),
    }
    with newsroom(routes) as room:
        (done,) = room.watch("http://list.example/list")
        assert done.added == ("velmont-1",)
        assert room.feeds["http://list.example/list"].kind == "list"
        assert room.feeds[FEED].via == "http://list.example/list"
        room.later(7200)
        assert room.asked.count("/list") == 1
        assert room.later(6 * 3600).added == ("velmont-2",)


def test_a_file_of_feeds_is_followed_to_those(tmp_path: Path) -> None:
    path = tmp_path / "feeds.opml"
    path.write_bytes(opml(FEED, "file:///etc/passwd").partition(b"\r\n\r\n")[2])
    with newsroom({"/feed": rss(item(1, body(1)))}) as room:
        (done,) = room.watch(str(path))
        assert done.added == ("velmont-1",)
        assert set(room.feeds) == {FEED}


def test_a_page_names_its_feeds() -> None:
    head = (
        alternate("/feed", "Velmont Post")
        + alternate("/comments/feed", "Velmont Post » Comments Feed")
        + alternate("/wp-json/wp/v2/pages/1", "JSON", "application/json")
        + alternate("/feed", "again")
        + '<link rel="stylesheet" href="/x.css">'
        + alternate("javascript:alert(1)")
        + alternate("/de", "Deutsch", "text/html")
    )
    with newsroom({"/": front(head=head), "/feed": rss(item(1, body(1)))}) as room:
        (done,) = room.watch(SITE)
        assert done.added == ("velmont-1",)
        assert room.asked == ["/", "/feed"]
        assert room.feeds[SITE].kind == "list"


def test_a_site_without_feeds_names_its_sitemaps_by_robots() -> None:
    rules = answer(
        b"User-agent: *\nDisallow:\nSitemap: http://post.example/archive.xml\n"
        b"Sitemap: http://post.example/news-sitemap.xml\n",
        content_type="text/plain",
    )
    routes = {
        "/": front(),
        "/robots.txt": rules,
        "/news-sitemap.xml": sitemap(("http://post.example/1", "2031-03-04T08:00:00Z")),
        "/1": page(1),
    }
    with newsroom(routes) as room:
        (done,) = room.watch(SITE)
        assert done.added == ("http://post.example/1",)
        assert "/archive.xml" not in room.asked


def test_a_page_without_feeds_is_followed_to_the_reports_it_links_to() -> None:
    links = (
        ("/harbour-bridge-closes-after-cracks", SUBJECTS[0]),
        ("/2031/03/04/ferry", SUBJECTS[1]),
        ("/tag/harbour-bridge-and-all", "All about the harbour bridge"),
        ("/harbour-bridge-closes-after-cracks#comments", "Forty comments on this report"),
        ("http://elsewhere.example/a-report-of-another-site", "A report of another site"),
        ("/about", "About the town and its paper"),
        ("/short-link-text-it-has", "More"),
        ("mailto:desk@post.example", "Write to the desk of ours"),
        ("/photo-of-the-old-bridge.jpg", "A photo of the old bridge"),
    )
    routes = {
        "/section": in_turn(front(*links), front(("/2031/03/05/museum", SUBJECTS[2]), *links)),
        "/harbour-bridge-closes-after-cracks": page(0),
        "/2031/03/04/ferry": page(1),
        "/2031/03/05/museum": page(2),
    }
    with newsroom(routes) as room:
        (done,) = room.watch("http://post.example/section")
        assert sorted(room.asked) == [
            "/2031/03/04/ferry",
            "/harbour-bridge-closes-after-cracks",
            "/section",
        ]
        assert len(done.added) == 2
        assert room.later().added == ("http://post.example/2031/03/05/museum",)


def test_a_report_may_be_watched_itself() -> None:
    head = '<meta property="og:type" content="article">'
    pages = in_turn(page(1, head=head), page(1, head=head), page(1, "Now it is two.", head=head))
    with newsroom({"/1": pages}) as room:
        room.watch("http://post.example/1")
        assert len(room.documents) == 1
        room.later()
        assert len(room.documents) == 2
        assert any("Now it is two." in text for text in room.texts)


# ---------------------------------------------------------------- sitemaps


def test_a_sitemap_is_followed_from_two_days_back() -> None:
    places = (
        ("http://post.example/1", "2031-03-04T08:00:00Z"),
        ("http://post.example/2", "2031-02-04"),
        ("http://post.example/3", ""),
        ("http://elsewhere.example/4", "2031-03-04T08:00:00Z"),
    )
    later = (
        *places,
        ("http://post.example/5", "2031-03-04T09:30:00Z"),
        ("http://post.example/6", ""),
    )
    routes = {"/map.xml": in_turn(sitemap(*places), sitemap(*later))}
    routes |= {f"/{n}": page(n) for n in range(7)}  # type: ignore[dict-item]
    with newsroom(routes) as room:
        (done,) = room.watch("http://post.example/map.xml")
        assert done.added == ("http://post.example/1",)
        assert room.later().added == ("http://post.example/5", "http://post.example/6")
        assert room.feeds["http://post.example/map.xml"].kind == "sitemap"


def test_a_page_whose_date_in_the_sitemap_changes_is_read_again() -> None:
    one, two = (("http://post.example/1", f"2031-03-04T{h}:00:00Z") for h in ("08", "09"))
    routes = {
        "/map.xml": in_turn(sitemap(one), sitemap(two)),
        "/1": in_turn(page(1), page(1, "Two.")),
    }
    with newsroom(routes) as room:
        room.watch("http://post.example/map.xml")
        assert room.later().added == ("http://post.example/1~2",)


def test_an_index_of_sitemaps_is_followed_to_the_newest() -> None:
    maps = "".join(
        f"<sitemap><loc>http://post.example/m{n}.xml</loc><lastmod>2031-03-0{n}</lastmod></sitemap>"
        for n in range(1, 9)
    )
    routes = {
        "/map.xml": xml(f"<sitemapindex>{maps}</sitemapindex>"),
        "/m8.xml": sitemap(("http://post.example/1", "2031-03-04")),
        "/1": page(1),
    }
    with newsroom(routes) as room:
        (done,) = room.watch("http://post.example/map.xml")
        assert done.added == ("http://post.example/1",)
        assert sorted(p for p in room.asked if p.startswith("/m") and p != "/map.xml") == [
            f"/m{n}.xml" for n in range(4, 9)
        ]


def test_a_sitemap_for_news_gives_headline_and_time() -> None:
    news = (
        '<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url>'
        "<loc>http://post.example/1</loc><news:news><news:publication><news:name>Post</news:name>"
        "<news:language>en</news:language></news:publication>"
        "<news:publication_date>2031-03-04T08:30:00Z</news:publication_date>"
        f"<news:title>{SUBJECTS[1]}</news:title></news:news></url></urlset>"
    )
    with newsroom({"/news.xml": xml(news), "/1": page(1, dated=False)}) as room:
        room.watch("http://post.example/news.xml")
        (found,) = room.documents.values()
        assert found.published_at.value == "2031-03-04T08:30:00+00:00"
        assert found.title is not None
        assert found.title.text == SUBJECTS[1]


def test_a_sitemap_of_plain_addresses_is_one() -> None:
    lines = answer(b"http://post.example/1\nhttp://post.example/2\n", content_type="text/plain")
    with newsroom({"/map.txt": lines}) as room:
        room.watch("http://post.example/map.txt")
        feed = room.feeds["http://post.example/map.txt"]
        assert (feed.kind, feed.listed) == ("sitemap", 2)
