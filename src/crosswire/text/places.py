"""Towns, regions, seas and countries by name: a name in, the places of that name out, largest first.

`places.tsv` (GeoNames, CC BY 4.0) stays bytes, sorted by name: only the rows of the names that are asked for are
cut out and decoded.
"""

from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from crosswire import lexicon
from crosswire.text.names import unmarked


class Spot(NamedTuple):
    """A place: `country` is ISO 3166-1 alpha-2 or "", `state` the code of the region it is in, or ""."""

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
def _table() -> bytes:
    """Return the rows of the place file, which are sorted by `_key`, each with a newline before and after."""
    whole = resources.files(lexicon).joinpath("data/places.tsv").read_bytes()
    return whole[whole.index(b"\n", whole.index(b"\nname\t") + 1) :]


@lru_cache(maxsize=20_000)
def _key(at: int) -> str:
    """Return the sort key of the row that begins at `at`."""
    table = _table()
    return unmarked(table[at : table.index(b"\t", at)].decode())


def _rows(key: str) -> list[Spot]:
    """Return the rows of the place file whose name, without accents and case, is `key`."""
    table = _table()
    low, high = 1, len(table)
    while low < high:
        middle = table.rfind(b"\n", low - 1, (low + high) // 2) + 1
        if _key(middle) < key:
            low = table.index(b"\n", middle) + 1
        else:
            high = middle
    found = []
    while low < len(table) and _key(low) == key:
        end = table.index(b"\n", low)
        found.append(_spot(table[low:end].decode()))
        low = end + 1
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
    rows, listed = _rows(key), list(_listed().get(key, ()))
    for other in _in_full(key):
        rows, listed = rows + _rows(other), listed + _listed().get(other, [])
    if not rows and not listed and key.endswith(" city"):
        town = key.removesuffix(" city")
        rows = [s for s in _rows(town) if s.kind == "city"]
        listed = [s for s in _listed().get(town, ()) if s.kind == "city"]
    if not rows and not listed:
        rows = _rows(key + ".") or _rows(key.replace("-", " "))
        listed = _listed().get(key + ".", [])
    lands = {s.country for s in listed if s.kind == "region"}
    rows = [s for s in rows if s.kind == "city" or s.country not in lands]
    rows.sort(key=lambda s: (-s.thousands, s.country, s.state))
    return tuple(dict.fromkeys(listed + rows))


ABBREVIATED = {"st": "saint", "mt": "mount", "ft": "fort", "pt": "point"}
"""Short first words of towns' names and the words they stand for."""


def _in_full(key: str) -> list[str]:
    """Return the other ways to write a name that begins with an abbreviated word ("st. vesk", "saint vesk")."""
    first, _, rest = key.partition(" ")
    for short, full in ABBREVIATED.items():
        if rest and first.rstrip(".") in (short, full):
            return [
                o for o in (f"{full} {rest}", f"{short}. {rest}", f"{short} {rest}") if o != key
            ]
    return []


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
