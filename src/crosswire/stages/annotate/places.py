"""Which places a document names, and where they are: towns, regions, seas and countries with coordinates.

In go the mentions, out come those that mean a place, each resolved by what the text says beside it
("Paris, Texas"), by the countries it names, and by size. Words for a government are no places.
Coordinates are null where nothing decides.
"""

from collections import Counter
from math import cos, hypot, radians

from crosswire.model.annotation import Mention, Place
from crosswire.model.document import Document
from crosswire.stages.annotate.gazetteer import country_by_code
from crosswire.stages.annotate.tree import Tree
from crosswire.text.names import without_possessive
from crosswire.text.places import Spot, places_named, states_by_name

NEIGHBOUR = 250.0
"""Kilometres within which a town and the region named beside it may lie apart."""

SURE = 0.5
"""Share of the weight that the best reading needs, or coordinates stay null."""


def find_places(document: Document, tree: Tree, mentions: tuple[Mention, ...]) -> tuple[Place, ...]:
    """Return the places that `document` names, in the order of the text."""
    named = [m for m in mentions if m.type == "place" and m.form == "name"]
    context = _context(document.text, mentions)
    chosen: dict[str, Spot | None] = {}
    found = []
    for number, mention in enumerate(named):
        name = without_possessive(mention.text)
        beside = _beside(document.text, named, number)
        spot = _inside(name, beside) if beside else None
        if spot is None and name not in chosen:
            chosen[name] = _best(name, context)
        elif spot is not None:
            chosen[name] = spot
        found.append((mention, spot or chosen[name]))
    return tuple(_place(mention, spot) for mention, spot in found)


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
    return after.text if between.strip() == "," and len(between) <= 3 else ""


def _inside(name: str, region: str) -> Spot | None:
    """Return the largest place called `name` that lies in `region`, or None."""
    state = states_by_name().get(region.lower())
    candidates = places_named(name)
    if state:
        return next((s for s in candidates if s.state == state and s.kind == "city"), None) or next(
            (s for s in candidates if s.state == state), None
        )
    for around in places_named(region):
        if around.kind == "country":
            return next(
                (s for s in candidates if s.country == around.country and s.kind != "country"), None
            )
        near = [s for s in candidates if s.country == around.country and _km(s, around) < NEIGHBOUR]
        if near:
            return near[0]
    return None


def _context(text: str, mentions: tuple[Mention, ...]) -> Counter[str]:
    """Return how often each country is meant, by any form of name of it or of a place that only it has."""
    codes = {v: k for k, v in country_by_code().items()}
    seen: Counter[str] = Counter()
    for mention in mentions:
        if mention.form == "pronoun":
            continue
        for spot in places_named(without_possessive(mention.text))[:1]:
            if spot.kind in ("country", "region") and spot.country:
                seen[spot.country] += 2
            if spot.country == "US" and spot.kind == "region":
                seen["US-" + states_by_name().get(spot.name.lower(), "")] += 1
        if mention.type == "nationality":
            seen[_nation(mention.text, codes)] += 2
    for mention in mentions:
        options = places_named(without_possessive(mention.text)) if mention.type == "place" else ()
        countries = {s.country for s in options if s.kind == "city"}
        if len(countries) == 1 and options[0].thousands >= 20:
            seen[countries.pop()] += 1
    seen.pop("", None)
    return seen


def _nation(text: str, codes: dict[str, str]) -> str:
    from crosswire.stages.annotate.gazetteer import entries

    known = entries().get(text)
    return codes.get(known.country, "") if known else ""


def _best(name: str, context: Counter[str]) -> Spot | None:
    """Return the likeliest place of this name, or None where it is too close to call."""
    candidates = places_named(name)
    if not candidates:
        return None
    if candidates[0].kind not in ("city", "region"):
        return candidates[0]
    weights = [_weight(s, context) for s in candidates]
    best = max(range(len(candidates)), key=lambda i: (weights[i], -i))
    same = sum(
        w for s, w in zip(candidates, weights, strict=True) if _km(s, candidates[best]) < 100
    )
    return candidates[best] if same >= SURE * sum(weights) else None


def _weight(spot: Spot, context: Counter[str]) -> float:
    """Return the weight of a reading: inhabitants, times how much the document speaks of its country."""
    total = sum(n for c, n in context.items() if "-" not in c) or 1
    size = (
        60.0 if spot.kind == "region" else 900.0 if spot.thousands >= 900 else float(spot.thousands)
    )
    if spot.kind == "region" and spot.country == "US" and not spot.state:
        size = 600.0
    share = context.get(spot.country, 0) / total
    state = 8.0 if spot.state and context.get("US-" + spot.state) else 1.0
    return (size + 2.0) * (0.05 + share) * state


def _km(a: Spot, b: Spot) -> float:
    """Return the distance in kilometres, near enough below a thousand."""
    across = (a.lon - b.lon + 540) % 360 - 180
    return 111.2 * hypot(a.lat - b.lat, across * cos(radians((a.lat + b.lat) / 2)))
