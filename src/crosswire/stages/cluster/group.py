"""From pairs to groups: average-link agglomeration over a sparse graph, twice.

Passes: (1) reports that are very much alike form cores; (2) each core learns how crowded its
neighbourhood is: how alike it is to the other cores around it; (3) cores merge where they are more alike
than their neighbourhoods make likely. A saga of many events is a crowded place, a stray accident an empty
one, and one bound for both would glue the first or shatter the second. Crowding counts cores and
not reports, so a story of a hundred reports doesn't crowd itself out.

The result depends on the items' order only through ties, and items come in the order of their content.
"""

import heapq
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from crosswire.stages.cluster.score import Weights, apart

CROWD_RANKS = (2, 8)
"""The neighbouring cores, nearest first, whose mean likeness is a core's crowding."""

LEAST_CROWD = 0.05
"""Crowding of the emptiest neighbourhood."""
ASSUMED = 0.12
"""Likeness assumed of neighbours that a small pile hasn't got: a pile of few is mostly one saga."""


@dataclass(slots=True)
class Group:
    """Reports held together so far, and the likeness to neighbouring groups (sums over pairs)."""

    members: list[int]
    day_sum: float
    dated: int
    likeness: dict[int, float] = field(default_factory=dict)
    crowd: float = 0.0

    @property
    def day(self) -> float | None:
        """Mean day of the dated members."""
        return self.day_sum / self.dated if self.dated else None


@dataclass(frozen=True, slots=True)
class Pairs:
    """Items 0 to n-1: their days, the likeness of compared pairs (lower first), and copies of originals.

    `between` gives the likeness of two sets of items, summed over all pairs, where it was not compared.
    """

    days: Sequence[float | None]
    likeness: Mapping[tuple[int, int], float]
    tied: Sequence[tuple[int, int]]
    between: Callable[[Sequence[int], Sequence[int]], float]


def group(
    pairs: Pairs, weights: Weights, bounds: tuple[float, float]
) -> tuple[list[list[int]], list[float]]:
    """Return the groups (each in order, sorted) and each item's crowding.

    `bounds` are the scores needed to form a core and to merge two.
    """
    groups = {
        i: Group([i], 0.0 if day is None else day, 0 if day is None else 1)
        for i, day in enumerate(pairs.days)
    }
    for (i, j), value in pairs.likeness.items():
        groups[i].likeness[j] = groups[j].likeness[i] = value
    _tie(groups, pairs)
    _agglomerate(groups, pairs.between, weights, bounds[0])
    crowding = {i: _crowding(one, groups) for i, one in groups.items()}
    for i, one in groups.items():
        one.crowd = crowding[i]
    _agglomerate(groups, pairs.between, weights, bounds[1])
    crowds = [0.0] * len(pairs.days)
    for one in groups.values():
        for member in one.members:
            crowds[member] = one.crowd
    return sorted(sorted(one.members) for one in groups.values()), crowds


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
            _merge(groups, one, other, pairs.between)
            home[other] = one


def _crowding(one: Group, groups: Mapping[int, Group]) -> float:
    size = len(one.members)
    around = [value / (size * len(groups[other].members)) for other, value in one.likeness.items()]
    return crowding(around, len(groups) - 1)


def crowding(likeness: Sequence[float], others: int) -> float:
    """Return how crowded a place is, from the likeness to those of `others` neighbours that were compared."""
    first, last = CROWD_RANKS
    around = sorted(likeness, reverse=True) + [0.0] * (others - len(likeness))
    around = around[:last] + [ASSUMED] * (last - len(around[:last]))
    return max(LEAST_CROWD, sum(around[first:]) / (last - first))


def link(one: Group, other: Group, total: float, weights: Weights) -> float:
    """Return the score of merging two groups whose likeness over all pairs sums to `total`."""
    return (
        total / (len(one.members) * len(other.members))
        - weights.days * apart(one.day, other.day)
        - weights.crowd * (one.crowd + other.crowd) / 2
    )


def _agglomerate(
    groups: dict[int, Group],
    between: Callable[[Sequence[int], Sequence[int]], float],
    weights: Weights,
    bound: float,
) -> None:
    heap: list[tuple[float, int, int, int, int]] = []

    def offer(i: int, j: int) -> None:
        i, j = min(i, j), max(i, j)
        one, other = groups[i], groups[j]
        score = link(one, other, one.likeness[j], weights)
        if score >= bound:
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
        _merge(groups, i, j, between)
        for other in groups[i].likeness:
            offer(i, other)


def _merge(
    groups: dict[int, Group],
    i: int,
    j: int,
    between: Callable[[Sequence[int], Sequence[int]], float],
) -> None:
    """Put group `j` into group `i`; a likeness that only one of them knew is completed."""
    one, other = groups[i], groups.pop(j)
    one.likeness.pop(j, None)
    other.likeness.pop(i, None)
    for k in one.likeness.keys() | other.likeness.keys():
        third = groups[k]
        mine, theirs = one.likeness.get(k), other.likeness.get(k)
        if mine is None:
            mine = between(one.members, third.members)
        if theirs is None:
            theirs = between(other.members, third.members)
        one.likeness[k] = third.likeness[i] = mine + theirs
        third.likeness.pop(j, None)
    sizes = len(one.members), len(other.members)
    one.crowd = (one.crowd * sizes[0] + other.crowd * sizes[1]) / sum(sizes)
    one.members += other.members
    one.day_sum += other.day_sum
    one.dated += other.dated
