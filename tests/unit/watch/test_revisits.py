"""Read pages are looked at again: silent edits are kept, ever more seldom, and never once a report is removed."""

import pytest
from tests.unit.fetch.servers import answer
from tests.unit.fetch.test_fetcher import header
from tests.unit.watch.newsroom import FEED, body, in_turn, item, newsroom, page, rss

from crosswire.errors import UsageError
from crosswire.model.feed import Visit
from crosswire.pipeline.schedule import spans
from crosswire.pipeline.watch import forget

STEPS = spans("15m 1h 4h 1d 3d")
URL = "http://post.example/1"
SAME = answer(b"", "304 Not Modified")


def tagged(found: bytes, etag: str = '"1"') -> bytes:
    """Return an answer with a validator."""
    return found.replace(b"\r\n", f"\r\nETag: {etag}\r\n".encode(), 1)


def test_a_silent_edit_is_kept_as_a_version() -> None:
    pages = in_turn(page(1), page(1), page(1, "Nobody had been warned."))
    with newsroom({"/feed": rss(item(1)), "/1": pages}, revisits=STEPS) as room:
        room.watch(FEED)
        first = room.later(16 * 60)
        assert (first.looked, first.added) == (1, ())
        second = room.later(3600)
        assert second.added == (f"{URL}~2",)
        assert "warned" in room.documents[f"{URL}~2"].text
        kept = room.documents[URL], room.documents[f"{URL}~2"]
        assert len({(d.outlet, d.published_at, d.metadata["guid"]) for d in kept}) == 1


@pytest.mark.slow
def test_looks_are_ever_more_seldom_and_end() -> None:
    with newsroom({"/feed": rss(item(1)), "/1": page(1)}, revisits=STEPS) as room:
        room.watch(FEED)
        times, begun = [], room.there.clock.now
        while room.store.view().records(Visit):
            before = room.asked.count("/1")
            room.later(300)
            times += [room.there.clock.now - begun] * (room.asked.count("/1") - before)
        assert len(times) == len(STEPS)
        assert all(step <= at < step + 400 for step, at in zip(STEPS, times, strict=True)), times


def test_looks_ask_conditionally_and_a_304_changes_nothing() -> None:
    with newsroom(
        {"/feed": rss(item(1)), "/1": in_turn(tagged(page(1)), SAME)}, revisits=STEPS
    ) as room:
        room.watch(FEED)
        done = room.later(16 * 60)
        asked = [a for a in room.there.server.asked if a.startswith("GET /1")]
        assert header(asked[-1], "If-None-Match") == '"1"'
        assert (done.looked, done.added, len(room.documents)) == (1, (), 1)


def test_a_page_that_is_gone_is_told_once_and_its_report_stays() -> None:
    gone = answer(b"gone", "410 Gone", content_type="text/html")
    with newsroom({"/feed": rss(item(1)), "/1": in_turn(page(1), gone)}, revisits=STEPS) as room:
        room.watch(FEED)
        (told,) = room.later(16 * 60).skipped
        assert "gone (status 410)" in told.reason
        assert set(room.documents) == {URL}
        assert room.later(7200).looked == 0


def test_a_wall_is_no_edit() -> None:
    wall = answer(
        b"<html><head><title>Consent</title></head><body><p>Accept all cookies to go on.</p></body></html>"
    )
    pages = in_turn(page(1), wall, page(1, "Late words."))
    with newsroom({"/feed": rss(item(1)), "/1": pages}, revisits=STEPS) as room:
        room.watch(FEED)
        assert room.later(16 * 60).added == ()
        assert room.later(3600).added == (f"{URL}~2",)


def test_a_page_that_robots_forbid_by_now_is_not_read() -> None:
    robots = in_turn(
        answer(b"User-agent: *\nAllow: /", content_type="text/plain"),
        answer(b"User-agent: *\nDisallow: /1", content_type="text/plain"),
    )
    routes = {"/feed": rss(item(1)), "/1": page(1), "/robots.txt": robots}
    with newsroom(routes, revisits=spans("15m 2d"), obey_robots=True) as room:
        room.watch(FEED)
        room.later(16 * 60)
        before = room.asked.count("/1")
        assert before == 2
        room.later(2 * 86400)
        assert room.asked.count("/1") == before


def test_whole_items_of_a_feed_and_a_desk_without_revisits_leave_no_visit() -> None:
    with newsroom({"/feed": rss(item(1, body(1))), "/1": page(1)}, revisits=STEPS) as room:
        room.watch(FEED)
        assert not room.store.view().records(Visit)
    with newsroom({"/feed": rss(item(1)), "/1": page(1)}) as room:
        room.watch(FEED)
        assert not room.store.view().records(Visit)


def test_a_removed_report_leaves_no_address_to_look_at() -> None:
    pages = in_turn(page(1), page(1, "Late words."))
    with newsroom({"/feed": rss(item(1)), "/1": pages}, revisits=STEPS) as room:
        room.watch(FEED)
        room.later(16 * 60)
        assert set(room.documents) == {URL, f"{URL}~2"}
        with room.store.writer() as writer:
            writer.drop(f"{URL}~2")
        assert not room.store.view().records(Visit)
        before = room.asked.count("/1")
        room.later(2 * 3600)
        assert room.asked.count("/1") == before


def test_a_feed_that_is_followed_no_more_is_not_looked_at() -> None:
    with newsroom({"/feed": rss(item(1)), "/1": page(1)}, revisits=STEPS) as room:
        room.watch(FEED)
        assert forget(room.store, FEED)
        assert not room.store.view().records(Visit)


def test_one_host_is_asked_for_so_many_pages_a_round(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crosswire.pipeline.revisits.PAGES", 2)
    routes = {"/feed": rss(*(item(n) for n in range(1, 6)))}
    routes |= {f"/{n}": page(n) for n in range(1, 6)}
    with newsroom(routes, revisits=STEPS) as room:
        room.watch(FEED)
        looks = [room.later(16 * 60).looked, room.later(1).looked, room.later(1).looked]
        assert looks == [2, 2, 1]


@pytest.mark.parametrize("text", ["1h 15m", "1h 1h", "soon", "31d", "1s"])
def test_spans_that_are_none_are_told(text: str) -> None:
    with pytest.raises(UsageError):
        spans(text)


def test_no_spans_look_never_again() -> None:
    assert spans("") == ()
    assert spans("15m 3d") == (900, 259200)
