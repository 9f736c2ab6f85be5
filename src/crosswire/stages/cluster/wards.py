"""Reports to wards: what can be one story, and so is settled together.

Two reports are tied where each is among the other's nearest, or where one is much like another that is near
to it. A ward is what hangs together by such ties. Ties depend on the lists of the two reports alone, so
that a new report touches the wards of its neighbours and no other.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from crosswire.stages.cluster.nearest import SCALE, Integers, Lists

MUTUAL = 10
"""How near two reports must be to each other, by place in their lists."""
LEAST = int(0.04 * SCALE)
"""Likeness below which nothing is tied."""
SURE = int(0.2 * SCALE)
"""Likeness from which one list is enough."""

K = TypeVar("K", int, str)


def ties(lists: Mapping[K, Sequence[tuple[K, int]]], i: K) -> Iterator[K]:
    """Yield the reports that the list of `i` ties it to; ties by the other's list alone are not among them."""
    for place, (j, value) in enumerate(lists[i]):
        if value >= SURE or (
            value >= LEAST and place < MUTUAL and any(k == i for k, _ in lists.get(j, ())[:MUTUAL])
        ):
            yield j


class Joined(Generic[K]):
    """Sets that grow together, each known by its lowest member."""

    def __init__(self) -> None:
        self._home: dict[K, K] = {}

    def find(self, i: K) -> K:
        """Return the lowest member of the set of `i`."""
        root = i
        while (above := self._home.get(root, root)) != root:
            root = above
        while (above := self._home.get(i, i)) != root:
            self._home[i] = root
            i = above
        return root

    def join(self, i: K, j: K) -> None:
        """Make the sets of `i` and `j` one."""
        one, other = self.find(i), self.find(j)
        if one != other:
            low, high = sorted((one, other))
            self._home[high] = low


def wards(
    lists: Mapping[K, Sequence[tuple[K, int]]], bound: Iterable[tuple[K, K]] = ()
) -> list[list[K]]:
    """Return the wards, in the order of `lists`; `bound` are pairs that a person put together."""
    home: dict[K, list[K]] = {}
    for i in lists:
        own = home.get(i) or home.setdefault(i, [i])
        for j in ties(lists, i):
            if j in lists and home.get(j) is not own:
                own = _joined(home, i, j)
    for i, j in bound:
        _joined(home, i, j)
    found: dict[int, list[K]] = {}
    for i in lists:
        found.setdefault(id(home[i]), []).append(i)
    return list(found.values())


def _joined(home: dict[K, list[K]], i: K, j: K) -> list[K]:
    """Make the sets of `i` and `j` one, the smaller into the larger, and return it."""
    one, other = (home.get(k) or home.setdefault(k, [k]) for k in (i, j))
    if one is other:
        return one
    large, small = (one, other) if len(one) >= len(other) else (other, one)
    large += small
    for k in small:
        home[k] = large
    return large


def wards_of(lists: Lists, bound: Iterable[tuple[int, int]] = ()) -> list[list[int]]:
    """Return the wards of all reports, as `wards` does, from lists in rows."""
    count = len(lists)
    held = (lists.places >= 0) & (lists.values >= LEAST)
    near = held.copy()
    near[:, MUTUAL:] = False
    both = np.sort(_pairs(lists, near))
    mutual = both[:-1][both[1:] == both[:-1]]  # each is on the other's list
    sure = _pairs(lists, held & (lists.values >= SURE))
    own = np.array([(min(pair), max(pair)) for pair in bound], np.int64).reshape(-1, 2)
    tied = np.concatenate([mutual, sure, own[:, 0] * count + own[:, 1]])
    home = _homes(count, tied // max(1, count), tied % max(1, count))
    order = np.argsort(home, kind="stable")
    cuts = np.flatnonzero(np.diff(home[order], prepend=-1)).tolist()
    members = order.tolist()
    return [members[a:b] for a, b in pairwise([*cuts, count])] if count else []


def _pairs(lists: Lists, held: NDArray[np.bool_]) -> Integers:
    """Return who stands on whose list, where `held`, each pair as one number."""
    one, column = np.nonzero(held)
    other = lists.places[one, column].astype(np.int64)
    pairs: Integers = np.minimum(one, other) * len(lists) + np.maximum(one, other)
    return pairs


def _homes(count: int, one: Integers, other: Integers) -> Integers:
    """Return for each of `count` the lowest that pairs tie it to, through any others.

    Each pair takes the lower home of its two on, until both have one; what hangs in a chain is led to its end.
    """
    home = np.arange(count)
    while len(one):
        low = np.minimum(home[one], home[other])
        np.minimum.at(home, home[one], low)
        np.minimum.at(home, home[other], low)
        while not np.array_equal(home, above := home[home]):
            home = above
        apart = home[one] != home[other]
        one, other = one[apart], other[apart]
    return home
