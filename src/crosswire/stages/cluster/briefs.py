"""Wards of short texts (headlines, snippets): stories grow in rounds, each story of a round read as one report.

Two short texts of one event share too few words for a bound that holds for reports; what several of them say
together is as long as a report, and is compared as one. A large ward is taken in runs, in order of rank, so that
no round compares more than `most` with each other.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count
from statistics import median

import numpy as np
from numpy.typing import NDArray

from crosswire.stages.cluster.group import Bounds, Group, group
from crosswire.stages.cluster.score import Matrix
from crosswire.stages.cluster.sketch import UNIT, Sketch
from crosswire.stages.cluster.wards import Joined

BRIEF = 25
"""Terms of a short text at most: a headline with a snippet."""
MANY = 20
"""Short texts from which rounds are worth it: in few, what two events of one kind say together is too alike."""
LEAST = 0.11
"""Likeness below which nothing merges, however many stories there are: rounds make stories, and so ties, anyway."""
DAYS = 3.0
"""Days apart from which two stories are not made one by a later round."""

Pairs = Sequence[tuple[int, int]]
Likeness = Callable[[Sequence[Sketch]], Matrix]


@dataclass(frozen=True, slots=True)
class _Unit:
    """A story so far: its reports by place, and what they say together."""

    members: tuple[int, ...]
    said: Sketch


def are_brief(items: Sequence[Sketch]) -> bool:
    """Tell whether `items` are many, and most of them short texts in English."""
    if items[0].language or len(items) < MANY:
        return False
    return median(len(item.terms) for item in items) <= BRIEF


def grouped(
    items: Sequence[Sketch],
    likeness: Likeness,
    bounds: Bounds,
    most: int,
    together: Pairs = (),
    apart: Pairs = (),
) -> list[Group]:
    """Return the groups of `items`, which come in order of rank, by their first; pairs are by place."""
    units = [_Unit((i,), item) for i, item in enumerate(items)]
    bounds = replace(bounds, least=max(LEAST, bounds.least))
    for rounds in count():
        runs = [units[start : start + most] for start in range(0, len(units), most)]
        found = [one for run in runs for one in _round(run, likeness, bounds, together, apart)]
        found.sort(key=lambda one: one.members)
        # Not until nothing joins any more: each round makes stories longer, and so more alike.
        if len(found) == len(units) or (rounds and len(runs) == 1):
            break
        units = [_Unit(one.members, said([items[i] for i in one.members])) for one in found]
    return _bound(found, together, apart)


def _round(
    run: Sequence[_Unit], likeness: Likeness, bounds: Bounds, together: Pairs, apart: Pairs
) -> list[Group]:
    """Return the groups of a run, as places of reports."""
    home = {i: k for k, unit in enumerate(run) for i in unit.members}

    def inside(pairs: Pairs) -> list[tuple[int, int]]:
        known = [(home[a], home[b]) for a, b in pairs if a in home and b in home]
        return [(one, other) for one, other in known if one != other]

    values = likeness([unit.said for unit in run])
    if any(len(unit.members) > 1 for unit in run):
        days = np.array([np.nan if unit.said.day is None else unit.said.day for unit in run])
        values = np.where(np.abs(days[:, None] - days) > DAYS, 0.0, values)
    found = group(values, bounds, inside(together), inside(apart))
    return [
        replace(one, members=_places(run, one.members), beside=_places(run, one.beside))
        for one in found
    ]


def _places(run: Sequence[_Unit], units: Sequence[int]) -> tuple[int, ...]:
    return tuple(sorted(i for k in units for i in run[k].members))


def _bound(found: list[Group], together: Pairs, apart: Pairs) -> list[Group]:
    """Return the groups with those made one that a person put together, and no run ever had side by side."""
    home = {i: k for k, one in enumerate(found) for i in one.members}
    never = {frozenset((home[a], home[b])) for a, b in apart}
    joined: Joined[int] = Joined()
    for a, b in sorted(together):
        one, other = joined.find(home[a]), joined.find(home[b])
        sides = [[k for k in range(len(found)) if joined.find(k) == x] for x in (one, other)]
        if one != other and not any(frozenset((k, j)) in never for k in sides[0] for j in sides[1]):
            joined.join(one, other)
    parts: dict[int, list[int]] = {}
    for k in range(len(found)):
        parts.setdefault(joined.find(k), []).append(k)
    return [
        found[ks[0]]
        if len(ks) == 1
        else Group(tuple(sorted(i for k in ks for i in found[k].members)))
        for ks in parts.values()
    ]


def said(items: Sequence[Sketch]) -> Sketch:
    """Return what several reports say together as the sketch of one, under the first one's name."""
    if len(items) == 1:
        return items[0]
    terms, first, places = np.unique(
        np.concatenate([item.terms for item in items]), return_index=True, return_inverse=True
    )
    names, spots = np.unique(np.concatenate([item.names for item in items]), return_inverse=True)
    days = [item.day for item in items if item.day is not None]
    weekdays = 0
    for item in items:
        weekdays |= item.weekdays
    return replace(
        items[0],
        day=median(days) if days else None,
        terms=terms,
        body=_sum([item.body for item in items], places, len(terms)),
        head=_sum([item.head for item in items], places, len(terms)),
        rarity=np.concatenate([item.rarity for item in items])[first],
        names=names,
        named=_sum([item.named for item in items], spots, len(names)),
        weekdays=weekdays,
    )


def _sum(
    parts: Sequence[NDArray[np.uint16]], places: NDArray[np.int64], size: int
) -> NDArray[np.uint16]:
    """Return the sum of unit vectors as a unit vector."""
    total = np.bincount(places, np.concatenate(parts), size)
    norm = float(np.sqrt((total * total).sum())) or 1.0
    return np.rint(total / norm * UNIT).astype(np.uint16)
