"""Which places a document names, and where they are: towns, regions, seas and countries with coordinates.

In go the mentions, out come those that mean a place, each resolved by what the text says beside it
("Paris, Texas"), by the countries it names, and by size. Words for a government are no places.
Coordinates are null where nothing decides.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from crosswire.model.annotation import Mention, Place
from crosswire.model.document import Document
from crosswire.stages.annotate.gazetteer import entries
from crosswire.stages.annotate.place_context import AROUND, Context, km
from crosswire.stages.annotate.tree import Tree
from crosswire.text.names import unmarked, without_possessive
from crosswire.text.places import STATE_SIZE, Spot, is_place, places_named, states_by_name

NEIGHBOUR = 250.0
"""Kilometres within which a town and the region named beside it may lie apart."""

TOWN = 20
"""Thousands of inhabitants of a town below which something else in the report must speak for it."""

WIDELY = 300
"""Thousands of inhabitants of a town that one may name without a word of where it is."""

HERE = 0.5
"""Share of a country among those that the report names from which it plays there."""

KNOWN = 100
"""Thousands of inhabitants of a town after which one does not ask whether the county of its name is meant."""

PART = 40.0
"""Kilometres within which a quarter or suburb lies from the middle of its town."""

SURE = 0.4
"""Share of the weight that the best reading needs, or coordinates stay null."""

ALONE = 0.95
"""Confidence of a country or sea that shares its name with no large place."""

CLEAR = 0.9
"""Share of the weight from which a reading, once taken, speaks for the places around it."""

STATED = 0.97
"""Confidence of a reading that the words beside it state ("Paris, Texas")."""

_OUTSKIRTS = ("north", "south", "east", "west", "northern", "southern", "eastern", "western", "central",
              "northeast", "northwest", "southeast", "southwest", "greater", "downtown", "inner", "outer",
              "upper", "lower", "metro", "rural", "suburban", "northeastern", "northwestern",
              "southeastern", "southwestern", "mid")  # fmt: skip


OWN_BODY = re.compile(
    r"(?P<name>[A-Z][\w.-]*(?: [A-Z][\w.-]*){0,2}?(?: County| Parish)?)(?:['’]s)? "
    r"(?:(?:[Cc]ity|[Tt]own|[Vv]illage|[Bb]orough|[Cc]ounty) )?"
    r"(?:[Pp]olice|[Ff]ire (?:[Dd]epartment|[Bb]rigade|[Ss]ervice)|Sheriff|(?:City|Town|County|Borough) Council|"
    r"(?:city|town|county) council|Public Schools|School District|Board of Education)\b"
)
"""A town's or county's own body, whose name says which place."""


class Toponym(NamedTuple):
    """Where a place is named, and the words."""

    start: int
    end: int
    text: str


class Reading(NamedTuple):
    """A place that a name means, and how sure that is, from 0 to 1."""

    spot: Spot
    confidence: float


def find_places(document: Document, tree: Tree, mentions: tuple[Mention, ...]) -> tuple[Place, ...]:
    """Return the places that `document` names, in the order of the text."""
    named = [found for m in mentions if (found := _toponym(m))]
    names = [without_possessive(n.text) for n in named]
    stated = [_inside(name, _beside(document.text, named, n)) for n, name in enumerate(names)]
    chosen = {_key(n): Reading(s, STATED) for n, s in zip(names, stated, strict=True) if s}
    context = Context(document, mentions)
    _gather(context, names, [reading.spot for reading in chosen.values()])
    for least in (CLEAR, SURE):
        for name in dict.fromkeys(names):
            best = _best(name, context) if _key(name) not in chosen else None
            if best and best.confidence >= least:
                chosen[_key(name)] = best
        if least == CLEAR:
            context.anchor(reading.spot for reading in chosen.values())
    readings = (
        Reading(spot, STATED) if spot else chosen.get(_key(name))
        for name, spot in zip(names, stated, strict=True)
    )
    return tuple(_place(mention, reading) for mention, reading in zip(named, readings, strict=True))


def _toponym(mention: Mention) -> Toponym | None:
    """Return the place that a mention names, itself or as a body of its own ("Vesk police")."""
    if mention.form != "name":
        return None
    if mention.type == "place":
        return Toponym(mention.start, mention.end, mention.text)
    own = OWN_BODY.match(mention.text) if mention.type == "organization" else None
    if own is None or mention.text in entries() or not is_place(own["name"]):
        return None
    return Toponym(mention.start, mention.start + own.end("name"), own["name"])


def _key(name: str) -> str:
    return unmarked(" ".join(name.split()))


def _place(mention: Toponym, reading: Reading | None) -> Place:
    spot = reading.spot if reading else None
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
        confidence=round(reading.confidence, 2) if reading else None,
    )


def _beside(text: str, named: list[Toponym], number: int) -> str:
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
        return next((s for s in candidates if (s.country, s.state) == ("US", state)), None)
    wholes = places_named(region)
    for around in wholes:
        inside = [s for s in candidates if s.country == around.country and s != around]
        if around.kind == "city":
            # "Vesk, Arnby and Thornby" lists towns: only a part of the best known one lies in it
            inside = [s for s in inside if _is_part(s, around)] if around == wholes[0] else []
        elif around.kind != "country":
            inside = [s for s in inside if km(s, around) < NEIGHBOUR]
        if inside:
            return inside[0]
    return None


def _is_part(spot: Spot, town: Spot) -> bool:
    return spot.thousands < town.thousands and km(spot, town) < PART


def named_or_part(name: str) -> tuple[Spot, ...]:
    """Return the places of this name, or those of the town or region that it is a part of ("north Vesk")."""
    found = places_named(name)
    words = name.split()
    if found or len(words) < 2:
        return found
    if words[1].lower() == "of" and words[0].lower() in _KINDS:
        return places_named(" ".join(words[2:]).removeprefix("the "))
    if words[0].lower().strip(".").replace("-", "").replace("ern", "") in _PARTS:
        return places_named(" ".join(words[1:]))
    if words[-1].lower() in _KINDS:
        return tuple(sorted(places_named(" ".join(words[:-1])), key=lambda s: s.kind != "region"))
    return _site(words)


def _readings(name: str, context: Context) -> tuple[Spot, ...]:
    """Return the places that a name may mean here: in the United States a county, too, is called by its bare name."""
    found = named_or_part(name)
    if context.countries["US"] and not any(
        s.thousands >= KNOWN or s.kind == "country" for s in found
    ):
        found += tuple(s for s in places_named(name + " County") if s.country == "US")
    return found


def _site(words: list[str]) -> tuple[Spot, ...]:
    """Return the places after which a site is named that stands in them ("Vesk County Jail")."""
    if words[-1].lower() not in _SITES:
        return ()
    for size in range(min(3, len(words) - 1), 0, -1):
        found = places_named(" ".join(words[:size]))
        if found and all(w.lower() in _SITES for w in words[size:]):
            return found
    return ()


_PARTS = frozenset(w.replace("ern", "") for w in _OUTSKIRTS)
_KINDS = frozenset(
    """region province state area oblast prefecture governorate district metro island town city village county
    commonwealth republic municipality borough""".split()
)
_SITES = frozenset(
    """international regional municipal metropolitan county city town national state public central airport jail
    prison hall courthouse hospital station stadium harbour harbor marina port valley coast beach mosque
    cathedral high road school schools district unified sanitation water fire clerk sheriff university museum
    library zoo market mall""".split()
)
"""Words of a site's name after the name of the place that it stands in."""


def _gather(context: Context, names: Iterable[str], known: list[Spot]) -> None:
    """Tell `context` what the names say: those stated and beyond doubt outright, the others by vote."""
    for name in dict.fromkeys(names):
        options = _readings(name, context)
        state = states_by_name().get(name.lower())
        if state == "WA" and len(name) > 5:
            continue  # as often the city
        if state:
            context.countries["US"] += 2
            context.states["US", state] += 1
            context.countries["GE"] += 2 * (name.lower() == "georgia")
        elif _beyond_doubt(options, context):
            context.trust(options[0], 1)
        elif options and options[0].kind != "country":
            context.vote(_key(name), options)
    for spot in known:
        context.trust(spot, 2)


def _beyond_doubt(options: tuple[Spot, ...], context: Context) -> bool:
    """Tell whether all places of a name are about one, and that no hamlet, unless its state is named."""
    if not options or not all(km(spot, options[0]) < AROUND for spot in options):
        return False
    best = options[0]
    county = best.kind == "region" and best.country == "US"
    return best.thousands >= TOWN or county or context.states["US", best.state] > 0


def _stands_alone(name: str, candidates: tuple[Spot, ...], context: Context) -> bool:
    """Tell whether a country or feature has no rival of its name, of some size or where the report plays."""
    first, others = candidates[0], candidates[1:]
    if first.kind in ("city", "region"):
        return False
    if any(s.thousands >= STATE_SIZE for s in others):
        return False
    if first.kind != "country":
        return not any(s.kind == "country" for s in others)
    return not context.is_home(name) and not any(_plays_in(name, s, context) for s in others)


def _plays_in(name: str, town: Spot, context: Context) -> bool:
    """Tell whether a report that hardly speaks of another country plays where a town called like one is."""
    if town.kind != "city" or context.share(town) < HERE:
        return False
    stated = town.country == "US" and context.states[town.country, town.state] > 0
    return (stated or town.thousands >= TOWN) and context.together(name, town) >= 1


def _best(name: str, context: Context) -> Reading | None:
    """Return the likeliest place of this name, or None where it is too close to call.

    Where one place of the name is known all over the world, the outlet's home does not speak for another.
    """
    candidates = _readings(name, context)
    if not candidates:
        return None
    key = _key(name)
    if _stands_alone(key, candidates, context):
        return Reading(candidates[0], ALONE)
    known = any(s.thousands >= STATE_SIZE for s in candidates) and not context.is_home(key)
    weights = [context.weight(key, s, outlet=not known) for s in candidates]
    best = max(range(len(candidates)), key=lambda i: (weights[i], -i))
    if _is_unsupported(key, candidates[best], context):
        return None
    same = sum(
        w for s, w in zip(candidates, weights, strict=True) if km(s, candidates[best]) < AROUND
    )
    share = same / sum(weights)
    return Reading(candidates[best], share)


def _is_unsupported(name: str, spot: Spot, context: Context) -> bool:
    """Tell whether nothing in the report but its name speaks for a place that is not widely known.

    That its country is named is enough elsewhere than in the United States, where town names repeat.
    """
    if spot.kind not in ("city", "region") or spot.thousands >= WIDELY:
        return False
    if context.local(name, spot, outlet=True) > 1.0:
        return False
    hamlet = spot.kind == "city" and spot.country == "US" and spot.thousands < TOWN
    return hamlet or context.share(spot) == 0.0
