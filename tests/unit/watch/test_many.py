"""Two hundred feeds: each is asked, none holds the others up, askings spread out, a stop in the midst costs nothing."""

import resource
import threading
from collections import Counter
from urllib.parse import urlsplit

import pytest
from tests.unit.fetch.servers import Route
from tests.unit.watch.newsroom import Newsroom, body, item, newsroom, rss

from crosswire.pipeline.by_host import THREAD
from crosswire.pipeline.schedule import moment
from crosswire.pipeline.watch import begin, rounds

MANY = 200


def world() -> tuple[dict[str, Route], list[str]]:
    """Return feeds on a host each, every one with two reports of its own."""
    routes: dict[str, Route] = {}
    named = []
    for n in range(MANY):
        place = f"http://host{n}.example"
        routes[f"/feed{n}"] = rss(
            *(
                item(n * 2 + k, body(n * 2 + k, f"Number {n}."), link=f"{place}/{n}-{k}")
                for k in (0, 1)
            )
        )
        named.append(f"{place}/feed{n}")
    return routes, named


def stopping(room: Newsroom, after: int) -> None:
    """Let the desk be stopped once so many requests were made."""
    object.__setattr__(room.desk, "stopped", lambda: len(room.asked) >= after)


def left_behind_ends() -> None:
    """Wait for the askings that were under way when the desk was stopped, and that it left behind."""
    for thread in threading.enumerate():
        if thread.name == THREAD:
            thread.join(60)


@pytest.mark.slow
def test_two_hundred_feeds_are_followed_and_a_stop_in_the_midst_costs_nothing() -> None:
    routes, named = world()
    with newsroom(routes) as room:
        ids = begin(room.desk, named, private=False, full_text=True)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        stopping(room, MANY // 2)
        list(rounds(room.desk, ids, most=1))
        left_behind_ends()
        asked = Counter(room.asked)
        assert 0 < len(asked) < MANY, "it was stopped in the midst"
        assert set(asked.values()) == {1}
        heard = {urlsplit(f.url).path for f in room.feeds.values() if f.asked_at is not None}
        object.__setattr__(room.desk, "stopped", lambda: False)
        coming = rounds(room.desk, ids, most=2)
        next(coming)
        again = Counter(room.asked) - asked
        assert again == Counter(routes.keys() - heard), "once, and nobody whose answer was noted"
        *_, last = coming
        assert last.waiting == 0
        assert len(room.documents) == 2 * MANY
        assert {f.state for f in room.feeds.values()} <= {"news", "unchanged"}
        assert {f.kept for f in room.feeds.values()} == {2}
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        assert grown < 100_000, f"{grown} KiB more for 200 feeds"


@pytest.mark.slow
def test_the_askings_of_many_feeds_spread_out() -> None:
    routes, named = world()
    draws = iter(n % 97 / 97 for n in range(10_000))
    with newsroom(routes) as room:
        object.__setattr__(room.desk, "chance", lambda: next(draws))
        room.watch(*named)
        for _ in range(3):
            room.later(1900)
        times = sorted(moment(f.next_at) for f in room.feeds.values())  # type: ignore[type-var]
        spread = (times[-1] - times[0]).total_seconds()  # type: ignore[operator]
        busiest = max(Counter(t.replace(second=0) for t in times).values())  # type: ignore[union-attr]
        assert spread > 100
        assert busiest <= 0.7 * MANY


def test_a_host_that_is_slow_holds_no_other_up() -> None:
    routes, named = world()
    slow = [f"http://slow.example/slow{n}" for n in range(40)]
    routes |= {f"/slow{n}": rss(item(900 + n, body(900 + n))) for n in range(40)}
    with newsroom(routes) as room:
        (done,) = room.watch(*slow, *named[:40])
        order = [p for p in room.asked if p.startswith(("/slow", "/feed"))]
        last = max(n for n, p in enumerate(order) if p.startswith("/feed"))
        assert len(done.asked) == 80
        assert last < len(order) - 10, (
            "forty hosts were done while the one with forty feeds had its pauses"
        )
