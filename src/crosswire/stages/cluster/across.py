"""Reports that are not in English: which others they are tied to, and so which stories are one. Precision before all.

Such a report looks up the terms that English may have for its names, numbers and countries, and is tied to the
reports, in whatever language, that share several of them, rare ones, near in time. Stories of one language are
settled before, by themselves; a tie may add a story to another, and never makes two stories in English one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import exp
from typing import NamedTuple

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from crosswire.model.act import Constraints
from crosswire.model.record import content_id
from crosswire.model.story import Membership, Reason, Story
from crosswire.stages.cluster.neutral import KINDS
from crosswire.stages.cluster.sketch import (
    SPAN,
    SPREAD,
    UNCOMMON,
    VOCABULARY,
    Sketch,
    rarities,
)
from crosswire.stages.cluster.wards import Joined

ASKED = 1 << 39
"""What the keys begin at under which a report in another language is found by its facts."""
ANY = ASKED
"""The key that all of them have."""
SEEN = 100
"""Reports seen under one key, the first by rank."""
LOOKED = 200
"""Reports that are looked at closely, those that share most facts."""
KEEP = 3
"""Ties of one report, to others of its language and to those of another."""
DAYS = 4.0
"""How many days two reports may be apart."""
COUNTRY = 2.0
"""What a country tells, in nats: that of a name is its rarity."""
ENOUGH, ENOUGH_UNDATED = 19.0, 27.0
"""What the facts of two reports must tell together."""
NAMES, NAMES_ALONE, ALONE = 2, 4, 34.0
"""Rare names that must be shared beside a number; and without one, and what they must tell then."""
BY_A_PERSON = 1 << 30
"""Likeness of two reports that a person put together."""
_SCALE = 30.0

Holder = tuple[int, str]


class Tie(NamedTuple):
    """A report that is not in English, another, and what they share, in thousandths of a nat."""

    one: str
    other: str
    value: int


class Shared(NamedTuple):
    """The facts of one report that another has, too: places of facts, and what each tells in nats."""

    facts: tuple[int, ...]
    tells: tuple[float, ...]
    kinds: tuple[str, ...]
    about: bool
    """Whether one of them stands in the headline or opening of both."""
    gap: float | None


# ---------------------------------------------------------------- keys


def asks(item: Sketch) -> dict[int, set[int]]:
    """Return the keys under which others may have the facts of `item`, each with its facts."""
    found: dict[int, set[int]] = {}
    said = item.neutral
    keys = [said.terms.tolist()]
    if item.day is not None:  # as `keys_of` has them, all at once
        begins = np.mod(said.terms.astype(np.float64) * SPREAD, SPAN)
        days = ((item.day + 1_000_000 + begins) // SPAN).astype(np.int64)
        keys.append((days * VOCABULARY + said.terms).tolist())
    facts = said.fact.tolist()
    for some in keys:
        for key, fact in zip(some, facts, strict=True):
            found.setdefault(key, set()).add(fact)
    return found


def held(item: Sketch) -> list[int]:
    """Return all keys under which `item` is kept: its own, and in another language those of its facts."""
    own: list[int] = item.keys.tolist()
    return [*own, ANY, *(ASKED + key for key in sorted(asks(item)))] if item.language else own


# ---------------------------------------------------------------- pairs


_COUNTS_AS = {"number": "number", "country": "country"}


def shared(one: Sketch, other: Sketch) -> Shared:
    """Return the facts of `one`, which is not in English, that `other` has, too.

    A word that need be no name counts only where the other is of another language.
    """
    terms, heads = _terms_of(other)
    said = one.neutral
    at = np.minimum(np.searchsorted(terms, said.terms), max(0, len(terms) - 1))
    hits = terms[at] == said.terms if len(terms) else np.zeros(len(said.terms), bool)
    by_fact: dict[int, list[int]] = {}
    for place in np.nonzero(hits)[0].tolist():
        by_fact.setdefault(int(said.fact[place]), []).append(place)
    used: set[int] = set()
    facts, tells, about = [], [], False
    for fact, places in sorted(by_fact.items()):
        fresh = [place for place in places if int(said.terms[place]) not in used]
        if not fresh:
            continue
        used.update(int(said.terms[place]) for place in places)
        if KINDS[said.kinds[fact]] == "word" and one.language == other.language:
            continue
        facts.append(fact)
        tells.append(_tells(one, fact, [int(said.terms[place]) for place in fresh]))
        kind = KINDS[said.kinds[fact]]
        top = said.heads[fact] and any(heads[at[place]] for place in fresh)
        about = about or (bool(top) and kind != "country")
    gap = None if one.day is None or other.day is None else abs(one.day - other.day)
    kinds = tuple(_COUNTS_AS.get(KINDS[said.kinds[fact]], "name") for fact in facts)
    return Shared(tuple(facts), tuple(tells), kinds, about, gap)


def _terms_of(item: Sketch) -> tuple[NDArray[np.uint32], NDArray[np.bool_]]:
    if item.language:
        said = item.neutral
        return said.terms, said.heads[said.fact] if len(said.fact) else np.zeros(0, np.bool_)
    return item.terms, item.head > 0


def _tells(one: Sketch, fact: int, numbers: Sequence[int]) -> float:
    kind = KINDS[one.neutral.kinds[fact]]
    if kind == "country":
        return COUNTRY
    if kind == "number":
        return float(one.neutral.weights[fact]) / 16
    return max(rarities()[number] for number in numbers) / 16


def strength(found: Shared) -> int:
    """Return what two reports share, in thousandths of a nat; 0 where it does not show that they tell of one event."""
    total = sum(found.tells)
    pairs = list(zip(found.kinds, found.tells, strict=True))
    rare = sum(kind == "name" and tells * 16 >= UNCOMMON for kind, tells in pairs)
    numbers = sum(kind == "number" for kind in found.kinds)
    if not found.about or (found.gap is not None and found.gap > DAYS):
        return 0
    beside = numbers and rare >= NAMES and total >= ENOUGH
    alone = rare >= NAMES_ALONE and total >= ALONE
    if not (beside or alone) or (found.gap is None and total < ENOUGH_UNDATED):
        return 0
    return round(1000 * total * (1 - 0.05 * (found.gap or 0.0)))


def alike(one: Sketch, other: Sketch) -> int:
    """Return how strongly a report that is not in English is tied to another; of two such, the weaker of both ways."""
    found = strength(shared(one, other))
    return min(found, strength(shared(other, one))) if other.language and found else found


_CALLED = {
    "name": "rare names in both, however spelled",
    "number": "numbers in both",
    "country": "countries in both",
}


def reasons(one: Sketch, other: Sketch) -> tuple[Reason, ...]:
    """Return what ties a report that is not in English to another, by kind; the shares add up to their likeness."""
    if not one.language:
        one, other = other, one
    found = shared(one, other)
    total = sum(found.tells)
    if not total:
        return ()
    likeness = 1 - exp(-total / _SCALE)
    rows = []
    for kind in _CALLED:
        told = [t for k, t in zip(found.kinds, found.tells, strict=True) if k == kind]
        if told:
            weight = likeness * sum(told) / total / len(told)
            rows.append(Reason(feature=_CALLED[kind], value=len(told), weight=round(weight, 4)))
    if found.gap:
        weight = -0.05 * likeness
        rows.append(
            Reason(feature="days apart", value=round(found.gap, 4), weight=round(weight, 4))
        )
    return tuple(rows)


# ---------------------------------------------------------------- ties


def ties_of(
    item: Sketch,
    holders: Callable[[Iterable[int]], Mapping[int, Sequence[Holder]]],
    known: Callable[[Iterable[str]], Mapping[str, Sketch]],
) -> list[Tie]:
    """Return the ties of a report, the strongest first; `holders` gives the first `SEEN` reports of each key."""
    wanted = asks(item)
    if not wanted:
        return []
    found: dict[str, set[int]] = {}
    ranks: dict[str, int] = {}
    looked_up = holders([key for own in wanted for key in (own, ASKED + own)])
    for key, listed in looked_up.items():
        for rank, name in listed:
            found.setdefault(name, set()).update(wanted[key - ASKED if key >= ASKED else key])
            ranks[name] = rank
    found.pop(item.id, None)
    several = [name for name, facts in found.items() if len(facts) >= NAMES]
    several.sort(key=lambda name: (-len(found[name]), ranks[name], name))
    others = known(several[:LOOKED])
    ties = [Tie(item.id, name, alike(item, other)) for name, other in others.items()]
    ties.sort(key=lambda tie: (-tie.value, ranks[tie.other], tie.other))
    own = [tie for tie in ties if others[tie.other].language == item.language and tie.value]
    across = [tie for tie in ties if others[tie.other].language != item.language and tie.value]
    return own[:KEEP] + across[:KEEP]


def ties_among(items: Sequence[Sketch]) -> list[Tie]:
    """Return the ties among `items`, which come in order of rank; none where all are in English."""
    foreign = [item for item in items if item.language]
    if not foreign:
        return []
    wanted = {key for item in foreign for key in asks(item)}
    numbers = np.array(sorted(wanted), np.uint64)
    index: dict[int, list[Holder]] = {}
    for item in items:
        own = item.keys[np.isin(item.keys, numbers)].tolist()
        for key in [ASKED + key for key in asks(item)] if item.language else own:
            listed = index.setdefault(key, [])
            if len(listed) < SEEN:
                listed.append((item.rank, item.id))
    by_id = {item.id: item for item in items}

    def holders(keys: Iterable[int]) -> Mapping[int, Sequence[Holder]]:
        return {key: index[key] for key in keys if key in index}

    def known(names: Iterable[str]) -> Mapping[str, Sketch]:
        return {name: by_id[name] for name in names}

    return [tie for item in foreign for tie in ties_of(item, holders, known)]


def provinces(
    wards: Sequence[Sequence[str]], ties: Iterable[Tie]
) -> Iterator[tuple[list[int], list[Tie]]]:
    """Yield wards that ties hold together, as places of `wards`, with those ties; in the order of `wards`."""
    home = {name: place for place, ward in enumerate(wards) for name in ward}
    joined: Joined[int] = Joined()
    kept: list[Tie] = []
    for tie in ties:
        if tie.one in home and tie.other in home:
            joined.join(home[tie.one], home[tie.other])
            kept.append(tie)
    together: dict[int, list[int]] = {}
    for place in range(len(wards)):
        together.setdefault(joined.find(place), []).append(place)
    of: dict[int, list[Tie]] = {}
    for tie in kept:
        of.setdefault(joined.find(home[tie.one]), []).append(tie)
    for root, places in together.items():
        yield places, of.get(root, [])


# ---------------------------------------------------------------- stories


def join(
    stories: Sequence[Story],
    items: Mapping[str, Sketch],
    ties: Iterable[Tie],
    constraints: Constraints,
) -> list[Story]:
    """Return the stories of single languages made one where ties say so, the strongest first; each keeps its whole.

    No two stories in English become one by it, nor any that a person set apart.
    """
    home = {name: place for place, story in enumerate(stories) for name in story.documents}
    english = [any(not items[name].language for name in story.documents) for story in stories]
    groups: dict[int, set[int]] = {place: {place} for place in range(len(stories))}
    never = [(a, b) for a, b in constraints.apart if a in home and b in home]
    ordered = sorted(ties, key=lambda tie: (-tie.value, tie.one, tie.other))
    for tie in ordered:
        if tie.one not in home or tie.other not in home:
            continue
        one, other = home[tie.one], home[tie.other]
        if groups[one] is groups[other]:
            continue
        both = groups[one] | groups[other]
        if sum(english[place] for place in both) > 1 and tie.value < BY_A_PERSON:
            continue
        if any({home[a], home[b]} <= both and home[a] != home[b] for a, b in never):
            continue
        for place in both:
            groups[place] = both
    found = [
        _one([stories[place] for place in sorted(places)], items, ordered)
        for places in {min(group): group for group in groups.values()}.values()
    ]
    return _neighbours(found)


def _one(parts: Sequence[Story], items: Mapping[str, Sketch], ties: Iterable[Tie]) -> Story:
    """Return one story of several parts, under the id of the part that came first; `ties` come strongest first."""
    if len(parts) == 1:
        return parts[0]
    names = sorted(
        (name for part in parts for name in part.documents),
        key=lambda name: (items[name].rank, name),
    )
    first = next(part for part in parts if names[0] in part.documents)
    inside = set(names)
    tied: dict[str, Tie] = {}
    for tie in ties:
        if tie.one in inside and tie.other in inside:
            tied.setdefault(tie.one, tie)
    members = {m.document: replace(m, story=first.id) for part in parts for m in part.members}
    for tie in tied.values():
        if tie.one in members:
            members[tie.one] = _tied(members[tie.one], items, tie)
    kinds = {member.kind for member in members.values()}
    return replace(
        first,
        documents=tuple(names),
        members=tuple(members[name] for name in names if name in members),
        kind=kinds.pop() if len(kinds) == 1 else "event",
        links=tuple(link for part in parts for link in part.links),
        near=next((part.near for part in parts if part.near), None),
    )


def _tied(member: Membership, items: Mapping[str, Sketch], tie: Tie) -> Membership:
    why = reasons(items[tie.one], items[tie.other])
    score = round(sum(reason.value * reason.weight for reason in why), 4)
    return replace(member, nearest=tie.other, score=score, reasons=why)


def _neighbours(stories: Sequence[Story]) -> list[Story]:
    """Return the stories of one province as neighbours of one saga, their links leading to what there is now."""
    home = {name: story.id for story in stories for name in story.documents}
    saga = content_id("g", min(story.id for story in stories)) if len(stories) > 1 else None
    return [
        replace(
            story,
            saga=saga,
            links=tuple(
                replace(link, story=home[link.other])
                for link in story.links
                if home.get(link.other, story.id) != story.id
            ),
        )
        for story in stories
    ]
