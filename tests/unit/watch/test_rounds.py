"""Feeds are followed: what is new is kept once, conditionally asked for, and every feed's health is known."""

from datetime import timedelta

import pytest
from tests.unit.fetch.servers import answer, redirect
from tests.unit.fetch.test_fetcher import header
from tests.unit.watch.newsroom import (
    FEED,
    START,
    Newsroom,
    body,
    in_turn,
    item,
    newsroom,
    page,
    rss,
)

from crosswire.errors import FetchRefusedError, UsageError
from crosswire.model.feed import Held
from crosswire.pipeline.watch import begin, forget


def test_items_with_their_text_are_kept_and_no_page_is_read() -> None:
    with newsroom({"/feed": rss(item(1, body(1)), item(2, body(2)))}) as room:
        (done,) = room.watch(FEED)
        assert done.added == ("velmont-1", "velmont-2")
        assert room.asked == ["/feed"]
        feed = room.feeds[FEED]
        assert (feed.state, feed.title, feed.listed, feed.kept) == ("news", "Velmont Post", 2, 2)
        assert room.documents["velmont-1"].url == "http://post.example/1"


def test_summaries_are_followed_to_their_pages() -> None:
    with newsroom({"/feed": rss(item(1), item(2)), "/1": page(1), "/2": page(2)}) as room:
        (done,) = room.watch(FEED)
        assert done.added == ("http://post.example/1", "http://post.example/2")
        kept = room.documents["http://post.example/1"]
        assert "told reporters" in kept.text
        assert kept.metadata["guid"] == "velmont-1"
        assert kept.metadata["feed"] == "Velmont Post"
        assert done.waiting == 0


def test_without_full_text_the_summary_is_the_report() -> None:
    with newsroom({"/feed": rss(item(1)), "/1": page(1)}) as room:
        room.watch(FEED, full_text=False)
        assert room.asked == ["/feed"]
        assert set(room.documents) == {"velmont-1"}


def test_a_headline_alone_is_followed_to_its_page() -> None:
    headline = item(1).partition("<description>")[0] + "</item>"
    with newsroom({"/feed": rss(headline), "/1": page(1)}) as room:
        (done,) = room.watch(FEED)
        assert done.added == ("http://post.example/1",)


def test_what_was_seen_is_asked_for_conditionally_and_never_read_again() -> None:
    first = rss(item(1), etag='"1"', last_modified="Tue, 04 Mar 2031 09:00:00 GMT")
    same = answer(b"", "304 Not Modified")
    with newsroom({"/feed": in_turn(first, same), "/1": page(1)}) as room:
        room.watch(FEED)
        done = room.later()
        assert room.asked == ["/feed", "/1", "/feed"]
        assert header(room.there.server.asked[-1], "If-None-Match") == '"1"'
        assert header(room.there.server.asked[-1], "If-Modified-Since")
        assert (done.added, room.feeds[FEED].state) == ((), "unchanged")
        room.later()
        assert header(room.there.server.asked[-1], "If-None-Match") == '"1"', "kept over a 304"


def test_a_server_without_validators_is_seen_to_say_the_same() -> None:
    with newsroom({"/feed": rss(item(1)), "/1": page(1)}) as room:
        room.watch(FEED)
        room.later()
        assert room.asked == ["/feed", "/1", "/feed"]
        assert room.feeds[FEED].state == "unchanged"
        assert room.feeds[FEED].listed == 1


def test_a_new_item_among_old_ones_is_the_only_one_read() -> None:
    feeds = in_turn(rss(item(1)), rss(item(2), item(1)))
    with newsroom({"/feed": feeds, "/1": page(1), "/2": page(2)}) as room:
        room.watch(FEED)
        assert room.later().added == ("http://post.example/2",)
        assert room.asked == ["/feed", "/1", "/feed", "/2"]


def test_an_item_that_its_feed_changes_is_read_again() -> None:
    changed = item(1).replace("the town of Velmont said.", "the town of Velmont said again.")
    routes = {
        "/feed": in_turn(rss(item(1)), rss(changed)),
        "/1": in_turn(page(1), page(1, "Now it is two.")),
    }
    with newsroom(routes) as room:
        room.watch(FEED)
        done = room.later()
        assert done.added == ("http://post.example/1~2",)
        assert any("Now it is two." in text for text in room.texts)


def test_comments_counted_in_an_item_do_not_change_it() -> None:
    counted = item(1).replace("<description>", "<comments>7</comments><description>")
    with newsroom({"/feed": in_turn(rss(item(1)), rss(counted)), "/1": page(1)}) as room:
        room.watch(FEED)
        room.later()
        assert room.asked == ["/feed", "/1", "/feed"]


def test_a_removed_report_stays_removed_even_when_its_feed_changes_it() -> None:
    changed = item(1, body(1, "Again."))
    with newsroom(
        {"/feed": in_turn(rss(item(1, body(1))), rss(item(2, body(2)), changed))}
    ) as room:
        room.watch(FEED)
        with room.store.writer() as writer:
            writer.drop("velmont-1")
        assert room.later().added == ("velmont-2",)
        assert set(room.documents) == {"velmont-2"}
        assert not room.store.view().records(Held)


def test_nothing_on_the_shelf_names_a_report_that_is_kept() -> None:
    with newsroom({"/feed": rss(item(1, body(1)))}) as room:
        room.watch(FEED)
        assert not room.store.view().records(Held)
        assert b"velmont-1" not in repr(room.feeds).encode()


# ---------------------------------------------------------------- health and pace


def test_a_feed_with_news_is_asked_sooner_and_a_quiet_one_later() -> None:
    feeds = in_turn(rss(item(1, body(1))))
    with newsroom({"/feed": feeds}) as room:
        room.watch(FEED)
        spans = []
        for _ in range(9):
            room.there.clock.now += room.feeds[FEED].interval
            room.watch()
            spans.append(room.feeds[FEED].interval)
        assert spans[:3] == [450, 675, 1012.5]
        assert spans[-1] == 3600, "an hour is the longest"
        room.there.server.routes["/feed"] = rss(item(2, body(2)))
        room.later()
        assert room.feeds[FEED].interval == 1800


@pytest.mark.parametrize(
    ("head", "headers", "span"),
    [
        ("<ttl>60</ttl>", {}, 3600),
        ("<ttl>1</ttl>", {}, 300),
        ("<ttl>9999999</ttl>", {}, 86400),
        ("<ttl>-5</ttl>", {}, 300),
        ("<ttl>soon</ttl>", {}, 300),
        (
            "<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>",
            {},
            1800,
        ),
        ("<sy:updatePeriod>yearly</sy:updatePeriod>", {}, 3600),
        ("", {"cache_control": "public, max-age=900"}, 900),
        ("", {"cache_control": "max-age=864000"}, 3600),
    ],
)
def test_what_the_feed_says_of_its_pace_counts_within_bounds(
    head: str, headers: dict[str, str], span: float
) -> None:
    with newsroom({"/feed": rss(item(1, body(1)), head=head, **headers)}) as room:
        room.watch(FEED)
        assert room.feeds[FEED].interval == span


def test_failures_are_left_alone_longer_each_time_and_forgotten_after_a_success() -> None:
    with newsroom({"/feed": answer(b"", "500 Oops")}) as room:
        waits = []
        room.watch(FEED)
        for _ in range(10):
            waits.append(room.later(86401).next_in)
        assert waits[:3] == [1200, 2400, 4800]
        assert waits[-1] == 86400
        assert room.feeds[FEED].failures == 11
        assert (
            room.feeds[FEED].error
            == "the server answers with status 500; expected 200: check the address"
        )
        room.there.server.routes["/feed"] = rss(item(1, body(1)))
        room.later(86401)
        assert (room.feeds[FEED].failures, room.feeds[FEED].error) == (0, None)


def test_a_host_that_says_when_to_come_back_is_heeded() -> None:
    with newsroom({"/feed": answer(b"", "503 Busy", retry_after="7200")}) as room:
        (done,) = room.watch(FEED)
        assert done.next_in == pytest.approx(7200, abs=120)
        assert room.feeds[FEED].state == "failing"


def test_a_feed_that_is_gone_is_asked_no_more_until_it_is_named_again() -> None:
    with newsroom({"/feed": answer(b"", "410 Gone")}) as room:
        room.watch(FEED)
        assert room.feeds[FEED].state == "gone"
        room.later(10 * 86400)
        assert room.asked == ["/feed"]
        room.there.server.routes["/feed"] = rss(item(1, body(1)))
        assert room.watch(FEED)[0].added == ("velmont-1",)


@pytest.mark.parametrize("status", ["301 Moved", "308 Moved"])
def test_a_move_for_good_is_remembered(status: str) -> None:
    routes = {"/feed": redirect("/new", status), "/new": rss(item(1, body(1)))}
    with newsroom(routes) as room:
        room.watch(FEED)
        assert room.feeds[FEED].url == "http://post.example/new"
        room.later()
        assert room.asked == ["/feed", "/new", "/new"]


@pytest.mark.parametrize("status", ["302 Found", "307 Temporary", "303 Other"])
def test_a_move_for_now_is_not(status: str) -> None:
    routes = {"/feed": redirect("/new", status), "/new": rss(item(1, body(1)))}
    with newsroom(routes) as room:
        room.watch(FEED)
        assert room.feeds[FEED].url == FEED


def test_a_move_to_where_no_feed_is_or_from_https_to_http_is_not_remembered() -> None:
    routes = {"/feed": redirect("/login", "301 Moved"), "/login": page(1)}
    with newsroom({"/feed": rss(item(1, body(1)))}) as room:
        room.watch(FEED)
        room.there.server.routes.update(routes)
        room.later()
        feed = room.feeds[FEED]
        assert (feed.url, feed.state) == (FEED, "failing")
        assert "a page, where a feed was" in (feed.error or "")


def test_a_feed_astray_is_looked_for_again_where_it_was_named() -> None:
    routes = {"/feed": redirect("/new", "301 Moved"), "/new": rss(item(1, body(1)))}
    with newsroom(routes) as room:
        room.watch(FEED)
        room.there.server.routes.update(
            {"/new": answer(b"", "404 No"), "/feed": rss(item(2, body(2)))}
        )
        for _ in range(4):
            done = room.later(86401)
        assert done.added == ("velmont-2",)


def test_the_lag_is_told_of_items_that_came_while_the_feed_was_followed() -> None:
    old, new = START - timedelta(days=3), START + timedelta(seconds=3100)
    feeds = in_turn(rss(item(1, body(1), when=old)), rss(item(2, body(2), when=new)))
    with newsroom({"/feed": feeds}) as room:
        room.watch(FEED)
        assert room.feeds[FEED].lag is None
        room.later(3700)
        assert (room.feeds[FEED].lagged, room.feeds[FEED].lag) == (1, 600)


def test_a_clock_put_back_does_not_stop_the_asking() -> None:
    with newsroom({"/feed": rss(item(1, body(1)))}) as room:
        room.watch(FEED)
        room.put_back = 400 * 86400
        room.watch()
        assert room.asked == ["/feed", "/feed"]


# ---------------------------------------------------------------- bad pages


def test_a_page_that_is_gone_leaves_the_summary_and_says_so() -> None:
    with newsroom({"/feed": rss(item(1))}) as room:
        room.watch(FEED)
        assert "status 404" in room.documents["velmont-1"].metadata["page_not_read"]


def test_a_page_that_may_come_waits_and_the_summary_is_kept_in_the_end() -> None:
    with newsroom({"/feed": rss(item(1)), "/1": answer(b"", "500 Oops")}) as room:
        (done,) = room.watch(FEED)
        assert (done.added, done.waiting, done.next_in) == ((), 1, 300)
        for _ in range(3):
            done = room.later(86401)
        assert done.added == ("velmont-1",)
        assert room.asked.count("/1") == 4


def test_a_page_that_comes_late_is_the_report() -> None:
    with newsroom({"/feed": rss(item(1)), "/1": in_turn(answer(b"", "502 Oops"), page(1))}) as room:
        room.watch(FEED)
        room.there.server.routes["/feed"] = rss(item(2, body(2)))
        done = room.later()
        assert done.added == ("http://post.example/1", "velmont-2"), (
            "though its feed has let go of it"
        )


def test_a_wall_in_the_place_of_the_page_is_not_taken_for_the_report() -> None:
    wall = answer(
        b"<html><head><title>Before you go on</title></head><body><article><h1>We value your choices</h1>"
        + b"<p>Our partners store cookies on your device to show you adverts that fit. You may refuse.</p>"
        * 9
        + b"</article></body></html>"
    )
    with newsroom({"/feed": rss(item(1)), "/1": wall}) as room:
        room.watch(FEED)
        kept = room.documents["velmont-1"]
        assert "headline" in kept.metadata["page_not_read"]
        assert "cookies" not in kept.text


def test_pages_forbidden_by_robots_are_not_read() -> None:
    rules = answer(b"User-agent: *\nDisallow: /1\n", content_type="text/plain")
    with newsroom({"/feed": rss(item(1)), "/1": page(1), "/robots.txt": rules}) as room:
        room.watch(FEED)
        assert room.asked == ["/feed"]
        assert "robots.txt" in room.documents["velmont-1"].metadata["page_not_read"]


def test_so_many_pages_of_a_host_are_read_in_a_round_and_the_rest_in_the_next() -> None:
    items = [item(n) for n in range(60)]
    with newsroom({"/feed": rss(*items), **{f"/{n}": page(n) for n in range(60)}}) as room:
        first, second = room.watch(FEED, most=2)
        assert (len(first.added), first.waiting) == (50, 10)
        assert (len(second.added), second.waiting) == (10, 0)
        assert room.asked.count("/feed") == 1


def test_a_round_has_an_end_however_slowly_its_host_wants_to_be_asked() -> None:
    rules = answer(b"User-agent: *\nCrawl-delay: 20\n", content_type="text/plain")
    items = [item(n) for n in range(9)]
    with newsroom(
        {"/feed": rss(*items), "/robots.txt": rules, **{f"/{n}": page(n) for n in range(9)}}
    ) as room:
        first, *_ = room.watch(FEED, most=3)
        assert 0 < len(first.added) < 6
        assert len(room.documents) == 9


# ---------------------------------------------------------------- being named, stopped and forgotten


def test_one_bad_feed_never_stops_the_others() -> None:
    routes = {
        "/feed": rss(item(1, body(1))),
        "/bad": answer(b"<rss><chan", content_type="text/xml"),
    }
    with newsroom(routes) as room:
        (done,) = room.watch("http://a.example/bad", FEED, "http://nowhere.example/x")
        assert done.added == ("velmont-1",)
        assert [feed.state for feed in done.asked] == ["failing", "failing", "news"]
        assert "breaks off" in (done.asked[0].error or "")


def test_a_report_that_many_feeds_list_is_read_once() -> None:
    whole, part = rss(item(1, body(1))), rss(item(1))
    with newsroom({"/feed": part, "/all": whole, "/1": page(1)}) as room:
        room.watch(FEED, "http://post.example/all", "http://other.example/feed")
        assert set(room.documents) == {"velmont-1"}, "the feed that has its text is taken"
        assert "/1" not in room.asked


def test_feeds_are_forgotten_with_what_waits() -> None:
    with newsroom({"/feed": rss(item(1)), "/1": answer(b"", "500 Oops")}) as room:
        room.watch(FEED)
        assert room.store.view().records(Held)
        assert forget(room.store, FEED)
        assert not forget(room.store, FEED)
        assert (room.feeds, room.store.view().records(Held)) == ({}, {})


def test_what_is_no_source_is_told_at_once(tmp_path: object) -> None:
    with newsroom({}) as room:
        for source in ("nowhere.xml", f"{tmp_path}"):
            with pytest.raises(UsageError, match="neither a web address nor a file"):
                room.watch(source)
        with pytest.raises(UsageError, match="no feed to follow"):
            begin(room.desk, (), private=False, full_text=True)
        with pytest.raises(FetchRefusedError, match="credentials"):
            room.watch("https://maria:secret@post.example/feed")


def test_a_stop_at_any_moment_loses_nothing_and_the_next_run_goes_on() -> None:
    """The desk is stopped after every possible number of looks at the clock of stopping."""
    routes = {"/feed": rss(*(item(n) for n in range(3))), **{f"/{n}": page(n) for n in range(3)}}
    whole = {f"http://post.example/{n}" for n in range(3)}
    for looks in range(14):
        with newsroom(routes) as room:
            stop_after(room, looks)
            room.watch(FEED)
            stop_after(room, None)
            room.there.clock.now += 4000
            room.watch()
            assert set(room.documents) == whole, f"stopped at look {looks}"
            room.later()
            assert set(room.documents) == whole


def stop_after(room: Newsroom, looks: int | None) -> None:
    import dataclasses

    left = looks

    def stopped() -> bool:
        nonlocal left
        if left is None:
            return False
        left -= 1
        return left < 0

    room.desk = dataclasses.replace(room.desk, stopped=stopped)


@pytest.mark.parametrize("at", range(1, 12))
def test_a_kill_at_any_write_loses_nothing(at: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A writer that dies before it ends its transaction is what a kill leaves: the next run makes it good."""
    routes = {"/feed": rss(item(0, body(0)), item(1), item(2)), "/1": page(1), "/2": page(2)}
    with newsroom(routes) as room:
        real, count = room.store.writer, 0

        def dying() -> object:
            nonlocal count
            count += 1
            if count == at:
                raise KeyboardInterrupt
            return real()

        monkeypatch.setattr(room.store, "writer", dying)
        try:
            room.watch(FEED)
        except KeyboardInterrupt:
            pass
        else:
            assert count < at
        monkeypatch.setattr(room.store, "writer", real)
        room.there.clock.now += 4000
        room.watch(FEED)
        assert set(room.documents) == {
            "velmont-0",
            "http://post.example/1",
            "http://post.example/2",
        }


def test_the_hours_and_days_in_which_a_feed_sleeps_are_heeded() -> None:
    sleeps = (
        "<skipHours><hour>9</hour><hour>10</hour><hour>x</hour></skipHours>"
        "<skipDays><day>Sunday</day><day>Someday</day></skipDays>"
    )
    with newsroom({"/feed": rss(item(1, body(1)), head=sleeps)}) as room:
        room.watch(FEED)
        feed = room.feeds[FEED]
        assert (feed.skip_hours, feed.skip_days) == ((9, 10), (6,))
        assert feed.next_at == (START + timedelta(hours=2, minutes=5)).isoformat()


def test_a_feed_that_says_it_always_sleeps_is_not_believed() -> None:
    always = "".join(f"<hour>{n}</hour>" for n in range(24))
    with newsroom(
        {"/feed": rss(item(1, body(1)), head=f"<skipHours>{always}</skipHours>")}
    ) as room:
        room.watch(FEED)
        assert room.feeds[FEED].skip_hours == ()
