"""From pairs to groups: average-link agglomeration over a sparse graph.

Two groups merge where their reports are more alike than their neighbourhoods make likely (`score.crowding`)
and not much less alike than each group's own reports are to each other: so a neighbouring event of one saga
stays outside a close story, while a loose story still gathers its follow-ups.

The result depends on the items' order only through ties, and items come in the order of their content.
"""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from crosswire.stages.cluster.score import Weights, apart

MISSING = 0.7
"""Likeness of a pair that was not compared, as a share of the least likeness that either was found by."""


@dataclass(slots=True)
class Group:
    """Reports held together so far, and the likeness to neighbouring groups (sums over pairs).

    `inner` is the likeness of its own pairs, `crowd` and `edge` are sums over its members.
    """

    members: list[int]
    first: float | None
    last: float | None
    crowd: float
    edge: float
    inner: float = 0.0
    likeness: dict[int, float] = field(default_factory=dict)

    @property
    def cohesion(self) -> float:
        """Mean likeness of the members to each other, 0 for one alone."""
        size = len(self.members)
        return self.inner / (size * (size - 1) / 2) if size > 1 else 0.0


@dataclass(frozen=True, slots=True)
class Pairs:
    """Items 0 to n-1: their days, the likeness of compared pairs (lower first), and copies of originals.

    `crowds` is each item's crowding, `edges` the least likeness among the neighbours it kept (0 where it
    kept all): what was not compared is less alike than that.
    """

    days: Sequence[float | None]
    likeness: Mapping[tuple[int, int], float]
    tied: Sequence[tuple[int, int]]
    crowds: Sequence[float]
    edges: Sequence[float]


@dataclass(frozen=True, slots=True)
class Bounds:
    """`join` is the score from which groups merge.

    They must also be at least `closer` as alike as the closer of the two is within itself, and at least
    `looser` as alike as the looser is: two stories that each hold together are mostly two events.
    """

    join: float = 0.06
    closer: float = 0.55
    looser: float = 0.7

    def likeness(self, one: Group, other: Group) -> float:
        """Return the mean likeness below which two groups are never one, however empty the place."""
        looser, closer = sorted((one.cohesion, other.cohesion))
        return max(self.closer * closer, self.looser * looser)


def group(pairs: Pairs, weights: Weights, bounds: Bounds) -> list[list[int]]:
    """Return the groups of items, each in order, sorted."""
    groups = {
        i: Group([i], day, day, crowd, edge)
        for i, (day, crowd, edge) in enumerate(
            zip(pairs.days, pairs.crowds, pairs.edges, strict=True)
        )
    }
    for (i, j), value in pairs.likeness.items():
        groups[i].likeness[j] = groups[j].likeness[i] = value
    _tie(groups, pairs)
    _agglomerate(groups, weights, bounds)
    return sorted(sorted(one.members) for one in groups.values())


def days_between(one: Group, other: Group) -> float:
    """Return the days from the last report of one group to the first of the other, 0 where they overlap."""
    if one.first is None or one.last is None or other.first is None or other.last is None:
        return 0.0
    return max(0.0, one.first - other.last, other.first - one.last)


def link(one: Group, other: Group, total: float, weights: Weights, bounds: Bounds) -> float:
    """Return by how much a merger passes the bounds, below 0 where it doesn't.

    `total` is the likeness of the two groups summed over all pairs.
    """
    sizes = len(one.members), len(other.members)
    mean = total / (sizes[0] * sizes[1])
    mean *= 1.0 - weights.days * apart(days_between(one, other))
    if mean < bounds.likeness(one, other):
        return -1.0
    crowd = (one.crowd / sizes[0] + other.crowd / sizes[1]) / 2
    return mean - weights.crowd * crowd - bounds.join


def _tie(groups: dict[int, Group], pairs: Pairs) -> None:
    """Put every copy into its original's group, whatever the score."""
    home: dict[int, int] = {}

    def find(i: int) -> int:
        while i in home:
            i = home[i]
        return i

    for copy, original in pairs.tied:
        one, other = sorted((find(copy), find(original)))
        if one != other:
            _merge(groups, one, other)
            home[other] = one


def _agglomerate(groups: dict[int, Group], weights: Weights, bounds: Bounds) -> None:
    heap: list[tuple[float, int, int, int, int]] = []

    def offer(i: int, j: int) -> None:
        i, j = min(i, j), max(i, j)
        one, other = groups[i], groups[j]
        score = link(one, other, one.likeness[j], weights, bounds)
        if score >= 0:
            heapq.heappush(heap, (-score, i, j, len(one.members), len(other.members)))

    for i in groups:
        for j in groups[i].likeness:
            if i < j:
                offer(i, j)
    while heap:
        _, i, j, i_size, j_size = heapq.heappop(heap)
        if i not in groups or j not in groups:
            continue
        if (len(groups[i].members), len(groups[j].members)) != (i_size, j_size):
            continue
        _merge(groups, i, j)
        for other in groups[i].likeness:
            offer(i, other)


def _merge(groups: dict[int, Group], i: int, j: int) -> None:
    """Put group `j` into group `i`; a likeness that only one of them knew is completed."""
    one, other = groups[i], groups.pop(j)
    between = one.likeness.pop(j, None)
    other.likeness.pop(i, None)
    one.inner += other.inner + (_missing(one, other) if between is None else between)
    for k in one.likeness.keys() | other.likeness.keys():
        third = groups[k]
        mine, theirs = one.likeness.get(k), other.likeness.get(k)
        if mine is None:
            mine = _missing(one, third)
        if theirs is None:
            theirs = _missing(other, third)
        one.likeness[k] = third.likeness[i] = mine + theirs
        third.likeness.pop(j, None)
    one.crowd += other.crowd
    one.edge += other.edge
    one.members += other.members
    one.first = min((day for day in (one.first, other.first) if day is not None), default=None)
    one.last = max((day for day in (one.last, other.last) if day is not None), default=None)


def _missing(one: Group, other: Group) -> float:
    """Return the likeness of two groups of which no pair was compared, summed over all pairs."""
    sizes = len(one.members), len(other.members)
    return MISSING * min(one.edge / sizes[0], other.edge / sizes[1]) * sizes[0] * sizes[1]
