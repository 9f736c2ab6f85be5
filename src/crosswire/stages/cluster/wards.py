"""Reports to wards: what can be one story, and so is settled together.

Two reports are tied where each is among the other's nearest, or where one is much like another that is near
to it. A ward is what hangs together by such ties. Ties depend on the lists of the two reports alone, so
that a new report touches the wards of its neighbours and no other.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

import numpy as np

from crosswire.stages.cluster.nearest import SCALE, Lists

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
    places, values = lists.places.astype(np.int64), lists.values
    rows = np.broadcast_to(np.arange(count)[:, None], places.shape)
    held = (places >= 0) & (values >= LEAST)
    near = held.copy()
    near[:, MUTUAL:] = False
    there = np.sort(rows[near] * count + places[near])
    back = places[near] * count + rows[near]
    at = np.minimum(np.searchsorted(there, back), max(0, len(there) - 1))
    mutual = there[at] == back if len(there) else np.zeros(0, bool)
    sure = held & (values >= SURE)
    joined: Joined[int] = Joined()
    for some in (zip(rows[near][mutual], places[near][mutual], strict=True),
                 zip(rows[sure], places[sure], strict=True), bound):  # fmt: skip
        for i, j in some:
            joined.join(int(i), int(j))
    found: dict[int, list[int]] = {}
    for i in range(count):
        found.setdefault(joined.find(i), []).append(i)
    return list(found.values())
