"""Laws of watching: the same servers twice add nothing, the order of feeds changes nothing, nothing is kept twice."""

import random
from collections.abc import Mapping

import pytest
from tests.rounds import rounds
from tests.unit.fetch.servers import Route
from tests.unit.watch.newsroom import Newsroom, body, item, newsroom, opml, page, rss, sitemap

SITE = "http://post.example"


def drawn(seed: int) -> tuple[dict[str, Route], list[str]]:
    """Return a world of feeds that share items, whole or in part, and the addresses to be named."""
    chance = random.Random(seed)
    routes: dict[str, Route] = {f"/{n}": page(n) for n in range(8) if chance.random() < 0.8}
    named = []
    for feed in range(4):
        numbers = chance.sample(range(8), chance.randint(0, 5))
        routes[f"/feed{feed}"] = rss(
            *(item(n, body(n) if chance.random() < 0.4 else None) for n in numbers)
        )
        named.append(f"{SITE}/feed{feed}")
    places = [(f"{SITE}/{n}", "2031-03-04") for n in chance.sample(range(8), 3)]
    routes["/map.xml"] = sitemap(*places)
    routes["/list"] = opml(*named[:2])
    return routes, [*named[1:], f"{SITE}/map.xml", f"{SITE}/list", f"{SITE}/nothing"]


def held(room: Newsroom) -> Mapping[str, str]:
    return {name: document.sha256 + document.text for name, document in room.documents.items()}


@pytest.mark.parametrize("seed", rounds(5, 100))
def test_the_order_of_feeds_changes_nothing(seed: int) -> None:
    routes, named = drawn(seed)
    outcomes = []
    for turn in range(3):
        random.Random(turn).shuffle(named)
        with newsroom(routes) as room:
            room.watch(*named, most=2)
            outcomes.append(held(room))
    assert outcomes[0]
    assert outcomes[0] == outcomes[1] == outcomes[2]


@pytest.mark.parametrize("seed", rounds(5, 100))
def test_watching_the_same_servers_again_adds_nothing(seed: int) -> None:
    routes, named = drawn(seed)
    with newsroom(routes) as room:
        room.watch(*named, most=2)
        before = held(room)
        for _ in range(3):
            assert room.later(86401).added == ()
        assert room.watch(*named)[0].added == ()
        assert held(room) == before


@pytest.mark.parametrize("seed", rounds(5, 100))
def test_a_report_is_kept_under_one_address_once(seed: int) -> None:
    routes, named = drawn(seed)
    with newsroom(routes) as room:
        room.watch(*named, most=2)
        addresses = [document.url for document in room.documents.values()]
        assert len(addresses) == len(set(addresses))
