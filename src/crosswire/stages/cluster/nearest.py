"""Each report's nearest others: found by shared rare terms, ranked by an exact likeness of the pair alone.

A report looks up its heaviest terms and sees the first `HOLDERS` reports of each, in order of time; those
that share `SHARED` terms are compared. So the cost of a report is flat, and its list depends on the set of
reports and not on their order. The likeness knows nothing of other reports: adding one changes the lists of
its own neighbours and of nobody else.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crosswire.stages.cluster.sketch import UNIT, VOCABULARY, Sketch

HOLDERS = 100
"""Reports seen under one term, the first by rank: the others of a larger story are tied to these."""
SHARED = 3
"""Terms that two reports must share to be compared, fewer where one is very short."""
SHORT = 6
"""Keys of a short report for each that must be shared."""
NEAR = 10
"""Others a report's list keeps."""
SCALE = 5 * UNIT * UNIT
"""What a likeness of 1 is as a whole number."""
FADE = 0.25
FADE_DAYS = 4.0
"""The share of a likeness that days between two reports take at most, and how many days take most of that."""
_AT_ONCE = 1000

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Flat:
    """The terms of many sketches in one row: `starts[i]` to `starts[i + 1]` are the i-th report's."""

    starts: Integers
    terms: NDArray[np.uint32]
    body: NDArray[np.uint16]
    head: NDArray[np.uint16]
    days: NDArray[np.float64]


def flat(items: Sequence[Sketch]) -> Flat:
    """Return the terms of `items` in one row."""
    sizes = np.fromiter((len(item.terms) for item in items), np.int64, len(items))
    empty = np.zeros(0, np.uint32)
    short = np.zeros(0, np.uint16)
    return Flat(
        starts=np.concatenate([[0], np.cumsum(sizes)]),
        terms=np.concatenate([empty, *(item.terms for item in items)]),
        body=np.concatenate([short, *(item.body for item in items)]),
        head=np.concatenate([short, *(item.head for item in items)]),
        days=np.array([np.nan if item.day is None else item.day for item in items], np.float64),
    )


class Scale:
    """A table of one report's weights by term, to be compared with many others at once."""

    def __init__(self) -> None:
        self._weights = np.zeros(VOCABULARY, np.int32)

    def likenesses(self, i: int, rows: Flat, others: Integers) -> Integers:
        """Return the likeness of row `i` to each of `others`, 0 to `SCALE`; the same in either direction.

        None of them may be without terms.
        """
        own = slice(rows.starts[i], rows.starts[i + 1])
        mine = rows.terms[own]
        self._weights[mine] = rows.body[own].astype(np.int32) << 16 | rows.head[own]
        first, sizes = rows.starts[others], rows.starts[others + 1] - rows.starts[others]
        places = _ranges(first, sizes)
        weights = self._weights[rows.terms[places]]
        shares = (
            3 * (weights >> 16) * rows.body[places] + 2 * (weights & 0xFFFF) * rows.head[places]
        )
        self._weights[mine] = 0
        if not len(others):
            return np.zeros(0, np.int64)
        found = np.add.reduceat(shares, np.cumsum(sizes) - sizes).astype(np.int64)
        return faded(found, rows.days[i], rows.days[others])


def faded(values: Integers, day: float, days: NDArray[np.float64]) -> Integers:
    """Return likenesses less what the days between two reports take; nothing where one has no date."""
    gap = np.abs(days - day) - 1.0
    gap[~(gap > 0.0)] = 0.0  # one without a date, too
    result: Integers = values - np.floor(values * (FADE - FADE * np.exp(gap / -FADE_DAYS))).astype(
        np.int64
    )
    return result


def needed(one: int, other: int) -> int:
    """Return how many keys two reports of so many keys must share."""
    return min(SHARED, max(1, -(-min(one, other) // SHORT)))


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of many reports, a row each: places of others and likenesses, nearest first; -1 fills the rest."""

    places: NDArray[np.int32]
    values: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.places)

    def of(self, i: int) -> list[tuple[int, int]]:
        """Return the list of report `i` as (place, likeness)."""
        pairs = zip(self.places[i].tolist(), self.values[i].tolist(), strict=True)
        return [(place, value) for place, value in pairs if place >= 0]


def nearest(items: Sequence[Sketch]) -> Lists:
    """Return the list of each of `items`, which come in order of rank."""
    sizes = np.fromiter((len(item.keys) for item in items), np.int64, len(items))
    keys = np.concatenate([np.zeros(0, np.uint64), *(item.keys for item in items)])
    starts = np.concatenate([[0], np.cumsum(sizes)])
    return lists(flat(items), keys, starts, np.arange(len(items)))


def lists(
    rows: Flat,
    keys: NDArray[np.uint64],
    starts: Integers,
    order: Integers,
    tell: Callable[[int], None] = lambda done: None,
) -> Lists:
    """Return the lists of reports by place in order of rank; `order` gives the row that stands at each place.

    The keys of row i are `starts[i]` to `starts[i + 1]`; `tell` hears how many lists are done.
    """
    count = len(order)
    found = Lists(np.full((count, NEAR), -1, np.int32), np.zeros((count, NEAR), np.int32))
    index, scale = _Index(keys, starts, order), Scale()
    for start in range(0, count, _AT_ONCE):
        stop = min(start + _AT_ONCE, count)
        one, other = index.candidates(start, stop)
        cuts = np.searchsorted(one, np.arange(start, stop + 1))
        for i in range(start, stop):
            others = other[cuts[i - start] : cuts[i - start + 1]]
            if not len(others):
                continue
            values = scale.likenesses(int(order[i]), rows, order[others])
            first = np.lexsort((others, -values))[:NEAR]
            first = first[values[first] > 0]
            found.places[i, : len(first)] = others[first]
            found.values[i, : len(first)] = values[first]
        tell(stop)
    return found


def _ranges(starts: Integers, lengths: Integers) -> Integers:
    """Return the numbers from each start on, as many as its length, in one row."""
    ends = np.cumsum(lengths)
    found: Integers = np.repeat(starts - (ends - lengths), lengths)
    found += np.arange(len(found))
    return found


class _Index:
    """Which places hold a key: `holders` from `slots[k]` on, in order."""

    def __init__(self, keys: NDArray[np.uint64], starts: Integers, order: Integers) -> None:
        self._keys, self._starts = keys, starts[order]
        lengths = np.diff(starts)
        self._lengths = lengths[order]
        places = np.empty(len(order), np.int64)
        places[order] = np.arange(len(order))
        shift = max(1, len(order).bit_length())
        packed = keys.astype(np.int64)
        packed <<= shift
        packed |= np.repeat(places, lengths)
        packed.sort()
        self._holders = (packed & ((1 << shift) - 1)).astype(np.int32)
        packed >>= shift
        self._known, self._slots, sizes = np.unique(packed, return_index=True, return_counts=True)
        self._seen = np.minimum(sizes, HOLDERS)

    def candidates(self, start: int, stop: int) -> tuple[Integers, Integers]:
        """Return the pairs (place, other) that are to be compared, of places `start` to `stop`."""
        count = len(self._lengths)
        own = self._lengths[start:stop]
        wanted = self._keys[_ranges(self._starts[start:stop], own)].astype(np.int64)
        mine = np.searchsorted(self._known, wanted)
        lengths = self._seen[mine]
        others = self._holders[_ranges(self._slots[mine], lengths)]
        me = np.repeat(np.repeat(np.arange(start, stop), own), lengths)
        pairs, shared = np.unique(me * count + others, return_counts=True)
        one, other = pairs // count, pairs % count
        fewer = np.minimum(self._lengths[one], self._lengths[other])
        kept = (shared >= np.minimum(SHARED, np.maximum(1, -(-fewer // SHORT)))) & (one != other)
        return one[kept], other[kept]
