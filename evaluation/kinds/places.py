"""Kinds of error in places: missed by what was read instead, without coordinates, far off in or out of the country."""

from collections.abc import Sequence
from functools import cache

from crosswire.lexicon import table
from evaluation.kinds.base import Item, Kinds, meet
from evaluation.places import Gold, kilometres

FAR = 161
"""Kilometres (100 miles) from which a place counts as another, as geoparsing has it."""


def nearness(wanted: Item, found: Item) -> float:
    return float(meet(wanted, found))


def point(item: Item) -> Gold:
    return Gold(0, 0, "", item.get("lat"), item.get("lon"))


@cache
def towns() -> tuple[tuple[str, float, float], ...]:
    return tuple((row["country"], float(row["lat"]), float(row["lon"])) for row in table("places"))


@cache
def country_at(lat: float, lon: float) -> str:
    """Return the country of the town that is nearest in degrees."""
    return min(towns(), key=lambda town: abs(town[1] - lat) + abs(town[2] - lon))[0]


def coordinates(wanted: Item, found: Item) -> str | None:
    if wanted.get("lat") is None:
        return None
    return "no coordinates" if found["lat"] is None else None


def far(wanted: Item, found: Item) -> str | None:
    """Name a place that is too far off."""
    distance = kilometres(point(found), point(wanted))
    if distance is None or distance <= FAR:
        return None
    if found["country"] not in (None, country_at(wanted["lat"], wanted["lon"])):
        return "a place in another country"
    areas = ("country", "region", "state")
    return "middle of a large area" if found["kind"] in areas else "another place of the country"


def country(wanted: Item, found: Item) -> str | None:
    if "country" not in wanted or wanted["country"] == found["country"]:
        return None
    return "country missing" if found["country"] is None else "country is another"


def missed(wanted: Item, found: Sequence[Item]) -> str:
    read_as = wanted.get("read_as")
    return f"missed, read as {read_as}" if read_as else "missed, no name seen"


def extra(found: Item, wanted: Sequence[Item]) -> str:
    return f"extra: {found['kind'] or 'not in the gazetteer'}"


PLACES = Kinds(nearness, (country, coordinates, far), (), missed, extra)
