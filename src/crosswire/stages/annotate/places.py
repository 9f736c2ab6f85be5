"""Which places a document names, and where they are: towns, regions, seas and countries with coordinates.

In go the mentions, out come those that mean a place, each resolved by what the text says beside it
("Paris, Texas"), by the countries it names, and by size. Words for a government are no places.
Coordinates are null where nothing decides.
"""

from collections import Counter
from functools import cache
from math import cos, hypot, radians
from typing import NamedTuple

from crosswire.model.annotation import Mention, Place
from crosswire.model.document import Document
from crosswire.stages.annotate.gazetteer import country_by_code, entries
from crosswire.stages.annotate.tree import Tree
from crosswire.text.names import without_possessive
from crosswire.text.places import Spot, places_named, states_by_name

NEIGHBOUR = 250.0
"""Kilometres within which a town and the region named beside it may lie apart."""

AROUND = 150.0
"""Kilometres within which places named in one report speak for each other."""

SURE = 0.5
"""Share of the weight that the best reading needs, or coordinates stay null."""

_OUTSKIRTS = ("north", "south", "east", "west", "northern", "southern", "eastern", "western", "central",
              "northeast", "northwest", "southeast", "southwest", "greater", "downtown", "inner", "outer",
              "upper", "lower", "metro", "rural", "suburban", "northeastern", "northwestern",
              "southeastern", "southwestern", "mid")  # fmt: skip


class Context(NamedTuple):
    """What a report says of where it plays: countries and states by weight, and places beyond doubt."""

    countries: Counter[str]
    states: Counter[str]
    anchors: list[Spot]


def find_places(document: Document, tree: Tree, mentions: tuple[Mention, ...]) -> tuple[Place, ...]:
    """Return the places that `document` names, in the order of the text."""
    named = [m for m in mentions if m.type == "place" and m.form == "name"]
    names = [without_possessive(m.text) for m in named]
    inside = [_inside(name, _beside(document.text, named, n)) for n, name in enumerate(names)]
    chosen = {name: spot for name, spot in zip(names, inside, strict=True) if spot}
    context = _context(mentions, names, list(chosen.values()))
    for name in names:
        if name not in chosen and (best := _best(name, context)):
            chosen[name] = best
    return tuple(
        _place(mention, spot or chosen.get(name))
        for mention, name, spot in zip(named, names, inside, strict=True)
    )


def _place(mention: Mention, spot: Spot | None) -> Place:
    return Place(
        start=mention.start,
        end=mention.end,
        text=mention.text,
        name=spot.name if spot else mention.text,
        country=(spot.country or None) if spot else None,
        lat=spot.lat if spot else None,
        lon=spot.lon if spot else None,
        kind=spot.kind if spot else None,
        rule="gazetteer" if spot else "unresolved",
    )


def _beside(text: str, named: list[Mention], number: int) -> str:
    """Return the place named after a comma ("Belmont, Texas"), or ""."""
    if number + 1 >= len(named):
        return ""
    here, after = named[number], named[number + 1]
    between = text[here.end : after.start]
    return after.text if between.strip() in (",", ", in", "in", "(") and len(between) <= 5 else ""


def _inside(name: str, region: str) -> Spot | None:
    """Return the largest place called `name` that lies in `region`, or None."""
    if not region or name.lower() in states_by_name():
        return None
    candidates = [s for s in named_or_part(name) if s.kind != "country"]
    state = states_by_name().get(region.lower())
    if state:
        return next((s for s in candidates if s.state == state), None)
    for around in places_named(region):
        inside = [s for s in candidates if s.country == around.country]
        if around.kind != "country":
            inside = [s for s in inside if _km(s, around) < NEIGHBOUR and s != around]
        if inside:
            return inside[0]
    return None


def named_or_part(name: str) -> tuple[Spot, ...]:
    """Return the places of this name, or those of the town or region that it is a part of ("north Vesk")."""
    found = places_named(name)
    if not found:
        first, _, rest = name.partition(" ")
        if rest and first.lower().replace("-", "").replace("ern", "") in _PARTS:
            return places_named(rest)
        stem = name.rpartition(" ")
        if stem[0] and stem[2].lower() in ("region", "province", "state", "area", "oblast", "prefecture",
                                           "governorate", "district", "metro", "island", "town"):  # fmt: skip
            return tuple(sorted(places_named(stem[0]), key=lambda s: s.kind != "region"))
    return found


_PARTS = frozenset(w.replace("ern", "") for w in _OUTSKIRTS)


def _context(mentions: tuple[Mention, ...], names: list[str], known: list[Spot]) -> Context:
    """Return how often each country and state is meant, and the places that leave no doubt."""
    countries: Counter[str] = Counter()
    states: Counter[str] = Counter()
    anchors = list(known)
    for mention in mentions:
        entry = entries().get(mention.text) if mention.form != "pronoun" else None
        if entry and entry.country and entry.kind in ("country", "nationality"):
            countries[codes().get(entry.country, "")] += 2
    for name in dict.fromkeys(names):
        options = named_or_part(name)
        state = states_by_name().get(name.lower())
        if state and state != "WA":
            countries["US"] += 2
            states[state] += 1
        elif _beyond_doubt(options):
            anchors.append(options[0])
            countries[options[0].country] += 1
    for spot in known:
        countries[spot.country] += 2
        states[spot.state] += 2 * bool(spot.state)
    countries.pop("", None)
    return Context(countries, states, anchors[:30])


def _beyond_doubt(options: tuple[Spot, ...]) -> bool:
    """Tell whether all places of a name are about one, and that no hamlet."""
    if not options or not (options[0].thousands >= 20 or options[0].state):
        return False
    return all(_km(spot, options[0]) < AROUND for spot in options)


def _best(name: str, context: Context) -> Spot | None:
    """Return the likeliest place of this name, or None where it is too close to call."""
    candidates = named_or_part(name)
    if not candidates:
        return None
    rivals = [s for s in candidates if s.kind in ("country", "region") or s.thousands >= 600]
    if candidates[0].kind not in ("city", "region") and len(rivals) == 1:
        return candidates[0]
    weights = [_weight(s, context) for s in candidates]
    best = max(range(len(candidates)), key=lambda i: (weights[i], -i))
    same = sum(
        w for s, w in zip(candidates, weights, strict=True) if _km(s, candidates[best]) < AROUND
    )
    return candidates[best] if same >= SURE * sum(weights) else None


def _weight(spot: Spot, context: Context) -> float:
    """Return the weight of a reading: inhabitants, times how much the report speaks of where it is."""
    size = 60.0 if spot.kind == "region" and not spot.thousands else min(900.0, spot.thousands)
    if spot.kind == "country":
        size = 900.0
    share = context.countries[spot.country] / (context.countries.total() or 1)
    near = sum(_km(spot, anchor) < AROUND for anchor in context.anchors)
    local = 1.0 + 8.0 * min(1, context.states[spot.state] if spot.state else 0) + 8.0 * min(3, near)
    return (size + 2.0) * (0.05 + share) * local


def _km(a: Spot, b: Spot) -> float:
    """Return the distance in kilometres, near enough below a thousand."""
    across = (a.lon - b.lon + 540) % 360 - 180
    return 111.2 * hypot(a.lat - b.lat, across * cos(radians((a.lat + b.lat) / 2)))


@cache
def codes() -> dict[str, str]:
    """Return ISO 3166-1 alpha-2 by alpha-3."""
    return {three: two for two, three in country_by_code().items()}
