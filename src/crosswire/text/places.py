"""Towns, regions, seas and countries by name: a name in, the places of that name out, largest first.

`places.tsv` (GeoNames, CC BY 4.0) is cut into rows only for the names that are asked for; reading it takes some
tens of milliseconds, once.
"""

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
STATES = {
    "AL": "Alabama|Ala.", "AK": "Alaska", "AZ": "Arizona|Ariz.", "AR": "Arkansas|Ark.", "CA": "California|Calif.",
    "CO": "Colorado|Colo.", "CT": "Connecticut|Conn.", "DE": "Delaware|Del.", "FL": "Florida|Fla.",
    "GA": "Georgia|Ga.", "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois|Ill.", "IN": "Indiana|Ind.", "IA": "Iowa",
    "KS": "Kansas|Kan.", "KY": "Kentucky|Ky.", "LA": "Louisiana|La.", "ME": "Maine", "MD": "Maryland|Md.",
    "MA": "Massachusetts|Mass.", "MI": "Michigan|Mich.", "MN": "Minnesota|Minn.", "MS": "Mississippi|Miss.",
    "MO": "Missouri|Mo.", "MT": "Montana|Mont.", "NE": "Nebraska|Neb.", "NV": "Nevada|Nev.",
    "NH": "New Hampshire|N.H.", "NJ": "New Jersey|N.J.", "NM": "New Mexico|N.M.", "NY": "New York State|N.Y.",
    "NC": "North Carolina|N.C.", "ND": "North Dakota|N.D.", "OH": "Ohio", "OK": "Oklahoma|Okla.",
    "OR": "Oregon|Ore.", "PA": "Pennsylvania|Pa.", "RI": "Rhode Island|R.I.", "SC": "South Carolina|S.C.",
    "SD": "South Dakota|S.D.", "TN": "Tennessee|Tenn.", "TX": "Texas|Tex.", "UT": "Utah", "VT": "Vermont|Vt.",
    "VA": "Virginia|Va.", "WA": "Washington State|Wash.", "WV": "West Virginia|W.Va.|W. Va.",
    "WI": "Wisconsin|Wis.", "WY": "Wyoming|Wyo.", "DC": "District of Columbia|D.C.",
}  # fmt: skip
"""States of the United States with the abbreviations of the press."""


@cache
def _lines() -> dict[str, list[str]]:
    """Return the lines of the place file by name without accents and case."""
    text = resources.files(lexicon).joinpath("data/places.tsv").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    for line in text.split("\n"):
        if line and line[0] != "#":
            key = line[: line.index("\t")]
            found.setdefault(key.lower() if key.isascii() else unmarked(key), []).append(line)
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
    return found


@lru_cache(maxsize=20_000)
def places_named(name: str) -> tuple[Spot, ...]:
    """Return the places of this name: countries and features first, then regions and towns by size."""
    key = unmarked(" ".join(name.split())).replace("’", "'")
    listed = _listed().get(key, [])
    rows = [_spot(line) for line in _lines().get(key, []) if not line.startswith("name\t")]
    state = states_by_name().get(key)
    if state and not any(r.kind == "region" and r.country == "US" for r in rows):
        full = STATES[state].split("|")[0].removesuffix(" State")
        rows += [_spot(x) for x in _lines().get(full.lower(), []) if x.split("\t")[5] == "r"][:1]
    for form in (" city", "st. "):
        if not rows and not listed and form == " city" and key.endswith(form):
            rows = [_spot(line) for line in _lines().get(key.removesuffix(form), [])]
        if not rows and not listed and key.startswith("st "):
            rows = [_spot(line) for line in _lines().get("st. " + key[3:], [])]
    return tuple(listed + sorted(rows, key=lambda s: (-s.thousands, s.country, s.state)))


def _spot(line: str) -> Spot:
    name, country, lat, lon, size, kind, *state = line.split("\t")
    state_code = state[0] if state else ""
    return Spot(name, country, float(lat), float(lon), int(size), KINDS[kind], state_code)


@cache
def states_by_name() -> dict[str, str]:
    """Return the codes of the United States' states by name, abbreviation and code, in lower case."""
    found = {}
    for code, names in STATES.items():
        for name in names.split("|"):
            found[name.lower()] = code
            found[name.lower().removesuffix(" state")] = code
    return found


def is_place(name: str, least: int = 1) -> bool:
    """Tell whether there is a region, feature or country of this name, or a town of `least` thousand inhabitants."""
    return any(s.thousands >= least or s.kind != "city" for s in places_named(name))
