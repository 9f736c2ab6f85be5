"""When a feed is asked: the pure part of watching."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest

from crosswire.errors import FetchFailedError, FetchRefusedError, UsageError
from crosswire.model.feed import Feed
from crosswire.pipeline.by_host import by_host
from crosswire.pipeline.schedule import (
    Answered,
    answered,
    due,
    failed,
    iso,
    lagging,
    moment,
    pause,
    seconds,
)

NOW = datetime(2031, 3, 4, 9, 0, tzinfo=UTC)
FEED = Feed(id="http://a.example/", url="http://a.example/")


@pytest.mark.parametrize(("text", "span"), [("5m", 300), ("90s", 90), ("2h", 7200), ("1d", 86400)])
def test_spans_of_time(text: str, span: float) -> None:
    assert seconds(text) == span


@pytest.mark.parametrize(
    "text", ["", "5", "m", "59s", "0m", "-5m", "2d", "5 m", "٥m", "1e9s", "9" * 20 + "m"]
)
def test_what_is_no_span_or_too_short_or_long_is_told(text: str) -> None:
    with pytest.raises(UsageError, match="expected 1m to 1d"):
        seconds(text)


def test_an_interval_is_never_below_its_floor_nor_above_a_day() -> None:
    feed = FEED
    for new in (5, 5, 5, 0, 0, None, 0, 7):
        feed = answered(feed, Answered(200, FEED.url, new=new), now=NOW, every=1, chance=1.0)
        assert 60 <= feed.interval <= 86400
        assert moment(feed.next_at) >= NOW + timedelta(seconds=60)  # type: ignore[operator]


def test_chance_spreads_the_askings_and_the_failures() -> None:
    answer = Answered(200, FEED.url, new=0)
    times = {answered(FEED, answer, now=NOW, every=300, chance=c / 9).next_at for c in range(10)}
    assert len(times) == 10
    error = FetchFailedError("x", "no")
    times = {failed(FEED, error, now=NOW, every=300, chance=c / 9).next_at for c in range(10)}
    assert len(times) == 10


def test_a_rule_that_was_broken_waits_an_hour_and_a_host_as_long_as_it_says() -> None:
    refused = failed(FEED, FetchRefusedError("x", "no"), now=NOW, every=60, chance=0)
    assert (refused.state, refused.next_at) == ("refused", iso(NOW + timedelta(hours=1)))
    error = FetchFailedError("x", "busy", status=503, retry_after=5000)
    assert failed(FEED, error, now=NOW, every=60, chance=0).next_at == iso(
        NOW + timedelta(seconds=5000)
    )


def test_what_is_due_is_asked_in_one_order_and_what_is_gone_never() -> None:
    feeds = [
        Feed(id="c", url="c", next_at=iso(NOW)),
        Feed(id="a", url="a"),
        Feed(id="b", url="b", next_at=iso(NOW + timedelta(seconds=1))),
        Feed(id="d", url="d", state="gone"),
        Feed(id="e", url="e", next_at="no time"),
    ]
    assert [f.id for f in due(feeds, NOW)] == ["a", "c", "e"]
    assert pause([feeds[2].next_at], NOW) == 1
    assert pause([], NOW) == 86400
    assert pause([feeds[2].next_at, None], NOW) == 0


def test_the_lag_is_a_mean() -> None:
    feed = lagging(FEED, (10, 20, 60))
    assert (feed.lagged, feed.lag) == (3, 30)


def test_hosts_are_worked_at_once_and_each_in_turn() -> None:
    at: dict[str, int] = {}
    most: dict[str, int] = {}
    lock = threading.Lock()
    orders: dict[str, list[int]] = {"a": [], "b": []}

    def work(task: tuple[str, int]) -> int:
        host, number = task
        with lock:
            at[host] = at.get(host, 0) + 1
            most[host] = max(most.get(host, 0), at[host])
            most["both"] = max(most.get("both", 0), sum(at.values()))
            orders[host].append(number)
        time.sleep(0.02)
        with lock:
            at[host] -= 1
        return number

    tasks = [(host, (host, n)) for n in range(4) for host in "ab"]
    found = by_host(tasks, work, threads=2, over=lambda: False, stopped=lambda: False)
    assert found == {place: task[1] for place, (_, task) in enumerate(tasks)}
    assert (most["a"], most["b"], most["both"]) == (1, 1, 2)
    assert orders == {"a": [0, 1, 2, 3], "b": [0, 1, 2, 3]}


def test_a_stop_does_not_wait_for_what_hangs() -> None:
    let_go = threading.Event()
    stopping = threading.Event()

    def work(number: int) -> int:
        if number == 1:
            let_go.wait(20)
        stopping.set()
        return number

    began = time.monotonic()
    found = by_host(
        [("a", 0), ("b", 1)], work, threads=2, over=lambda: False, stopped=stopping.is_set
    )
    assert 1 not in found
    assert time.monotonic() - began < 5
    let_go.set()


def test_what_work_raises_is_raised() -> None:
    def work(number: int) -> int:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        by_host([("a", 0)], work, threads=1, over=lambda: False, stopped=lambda: False)
    assert by_host([], work, threads=1, over=lambda: False, stopped=lambda: False) == {}


def test_hours_and_days_without_news_are_passed_over() -> None:
    # 4 March 2031 is a Tuesday; nine o'clock.
    night = Answered(200, FEED.url, new=1, skip_hours=(9, 10, 11))
    assert answered(FEED, night, now=NOW, every=300, chance=0).next_at == iso(
        NOW + timedelta(hours=3, minutes=5)
    )
    feed = answered(
        FEED, Answered(200, FEED.url, new=1, skip_days=(1,)), now=NOW, every=300, chance=0
    )
    assert moment(feed.next_at).date() == (NOW + timedelta(days=1)).date()  # type: ignore[union-attr]
    same = answered(feed, Answered(304, FEED.url), now=NOW, every=300, chance=0)
    assert moment(same.next_at).date() == (NOW + timedelta(days=1)).date()  # type: ignore[union-attr]


def test_a_feed_that_sleeps_for_days_is_asked_after_two() -> None:
    long = Answered(200, FEED.url, new=1, skip_days=(1, 2, 3, 4, 5, 6))
    feed = answered(FEED, long, now=NOW, every=300, chance=0)
    assert NOW + timedelta(hours=46) < moment(feed.next_at) <= NOW + timedelta(hours=48)  # type: ignore[operator]
    assert not due([feed], NOW)
