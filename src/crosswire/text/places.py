"""Towns, regions, seas and countries by name: a name in, the places of that name out, largest first.

`places.tsv` (GeoNames, CC BY 4.0) is cut into rows only for the names that are asked for; reading it takes some
tens of milliseconds, once.
"""

from bisect import bisect_left
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from crosswire import lexicon
from crosswire.text.names import unmarked


class Spot(NamedTuple):
    """A place: `country` is ISO 3166-1 alpha-2 or "", `state` that of a town in the United States."""

    name: str
    country: str
    lat: float
    lon: float
    thousands: int
    kind: str
    state: str


KINDS = {"c": "city", "r": "region"}
STATE_SIZE = 600
"""Thousands of inhabitants of a town that is as likely meant as a state of the United States of its name."""


@cache
def _lines() -> list[str]:
    """Return the lines of the place file, which are sorted by `_key`."""
    text = resources.files(lexicon).joinpath("data/places.tsv").read_text(encoding="utf-8")
    return text[text.index("\nname\t") + 1 :].rstrip("\n").split("\n")[1:]


def _key(line: str) -> str:
    return unmarked(line[: line.index("\t")])


def _rows(key: str) -> list[Spot]:
    """Return the rows of the place file whose name, without accents and case, is `key`."""
    lines = _lines()
    at = bisect_left(lines, key, key=_key)
    found = []
    while at < len(lines) and _key(lines[at]) == key:
        found.append(_spot(lines[at]))
        at += 1
    return found


@cache
def _listed() -> dict[str, list[Spot]]:
    """Return countries, features and states by name without accents and case."""
    found: dict[str, list[Spot]] = {}
    for row in lexicon.table("countries"):
        spot = Spot(
            row["name"], row["iso2"], float(row["lat"]), float(row["lon"]), 0, "country", ""
        )
        for word in (row["name"], *row["names"].split("|")):
            if word:
                found.setdefault(unmarked(word.removeprefix("the ")), []).append(spot)
    for row in lexicon.table("features"):
        lat, lon = float(row["lat"]), float(row["lon"])
        spot = Spot(row["name"].split(",")[0], row["country"], lat, lon, 900, row["kind"], "")
        for word in (row["name"], *row["names"].split("|")):
            if word:
                found.setdefault(unmarked(word), []).append(spot)
    for row in lexicon.table("us_states"):
        kind, size = ("city", 700) if row["code"] == "DC" else ("region", STATE_SIZE)
        lat, lon = float(row["lat"]), float(row["lon"])
        spot = Spot(row["name"], "US", lat, lon, size, kind, row["code"])
        for word in (row["name"], *row["names"].split("|")):
            if word:
                found.setdefault(unmarked(word), []).append(spot)
    return found


@lru_cache(maxsize=20_000)
def places_named(name: str) -> tuple[Spot, ...]:
    """Return the places of this name: countries and features first, then regions and towns by size."""
    key = unmarked(" ".join(name.split())).replace("’", "'")
    listed = _listed().get(key, [])
    rows = _rows(key)
    if not rows and not listed:
        rows = _rows(key.removesuffix(" city")) or _rows("st. " + key.removeprefix("st "))
    rows.sort(key=lambda s: (-s.thousands, s.country, s.state))
    return tuple(dict.fromkeys(listed + rows))


def _spot(line: str) -> Spot:
    name, country, lat, lon, size, kind, *state = line.split("\t")
    state_code = state[0] if state else ""
    return Spot(name, country, float(lat), float(lon), int(size), KINDS[kind], state_code)


@cache
def states_by_name() -> dict[str, str]:
    """Return the codes of the United States' states by name and abbreviation, in lower case."""
    found: dict[str, str] = {}
    for row in lexicon.table("us_states"):
        for name in (row["name"], *row["names"].split("|")):
            if name:
                found.setdefault(name.lower(), row["code"])
    return found


def is_place(name: str, least: int = 1) -> bool:
    """Tell whether there is a region, feature or country of this name, or a town of `least` thousand inhabitants."""
    return any(s.thousands >= least or s.kind != "city" for s in places_named(name))
