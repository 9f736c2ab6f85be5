"""Each report's nearest others: found by shared rare terms, ranked by an exact likeness of the pair alone.

A report looks up its heaviest terms and sees the first `HOLDERS` reports of each, in order of time; those
that share `SHARED` terms are compared. So the cost of a report is flat, and its list depends on the set of
reports and not on their order. The likeness knows nothing of other reports: adding one changes the lists of
its own neighbours and of nobody else.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crosswire.stages.cluster.sketch import UNIT, VOCABULARY, Sketch

HOLDERS = 100
"""Reports seen under one term, the first by rank: the others of a larger story are tied to these."""
SHARED = 4
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
        self._body = np.zeros(VOCABULARY, np.int32)
        self._head = np.zeros(VOCABULARY, np.int32)

    def likenesses(self, i: int, rows: Flat, others: Integers) -> Integers:
        """Return the likeness of row `i` to each of `others`, 0 to `SCALE`; the same in either direction."""
        own = slice(rows.starts[i], rows.starts[i + 1])
        mine = rows.terms[own]
        self._body[mine], self._head[mine] = rows.body[own], rows.head[own]
        first, sizes = rows.starts[others], rows.starts[others + 1] - rows.starts[others]
        ends = np.cumsum(sizes)
        places = np.arange(int(ends[-1]) if len(ends) else 0)
        places += np.repeat(first - (ends - sizes), sizes)
        terms = rows.terms[places]
        shares = 3 * self._body[terms] * rows.body[places].astype(np.int64)
        shares += 2 * self._head[terms] * rows.head[places].astype(np.int64)
        totals = np.concatenate([[0], np.cumsum(shares)])
        self._body[mine] = self._head[mine] = 0
        found: Integers = totals[ends] - totals[ends - sizes]
        return faded(found, rows.days[i], rows.days[others])


def faded(values: Integers, day: float, days: NDArray[np.float64]) -> Integers:
    """Return likenesses less what the days between two reports take; nothing where one has no date."""
    gap = np.nan_to_num(np.abs(days - day), nan=0.0)
    lost = FADE * (1.0 - np.exp(-np.maximum(0.0, gap - 1.0) / FADE_DAYS))
    result: Integers = values - np.floor(values * lost).astype(np.int64)
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
    keys = np.concatenate([np.zeros(0, np.uint32), *(item.keys for item in items)])
    return lists(flat(items), keys, np.concatenate([[0], np.cumsum(sizes)]))


def lists(rows: Flat, keys: NDArray[np.uint32], starts: Integers) -> Lists:
    """Return the lists of reports in order of rank, the keys of the i-th being `starts[i]` to `starts[i + 1]`."""
    count = len(starts) - 1
    found = Lists(np.full((count, NEAR), -1, np.int32), np.zeros((count, NEAR), np.int32))
    index, scale = _Index(keys, starts), Scale()
    for start in range(0, count, _AT_ONCE):
        stop = min(start + _AT_ONCE, count)
        one, other = index.candidates(start, stop)
        cuts = np.searchsorted(one, np.arange(start, stop + 1))
        for i in range(start, stop):
            others = other[cuts[i - start] : cuts[i - start + 1]]
            if not len(others):
                continue
            values = scale.likenesses(i, rows, others)
            order = np.lexsort((others, -values))[:NEAR]
            order = order[values[order] > 0]
            found.places[i, : len(order)] = others[order]
            found.values[i, : len(order)] = values[order]
    return found


class _Index:
    """Which reports hold a key: `holders` from `slots[k]` on, `sizes[k]` of them, in order of rank."""

    def __init__(self, keys: NDArray[np.uint32], starts: Integers) -> None:
        self._keys, self._starts = keys, starts
        self._lengths = np.diff(starts)
        count = len(self._lengths)
        self._shift = max(1, count.bit_length())
        packed = keys.astype(np.int64) << self._shift
        packed |= np.repeat(np.arange(count), self._lengths)
        packed.sort()
        self._holders = (packed & ((1 << self._shift) - 1)).astype(np.int32)
        packed >>= self._shift
        self._known, self._slots, sizes = np.unique(packed, return_index=True, return_counts=True)
        self._seen = np.minimum(sizes, HOLDERS)

    def candidates(self, start: int, stop: int) -> tuple[Integers, Integers]:
        """Return the pairs (report, other) that are to be compared, of reports `start` to `stop`."""
        count = len(self._lengths)
        first, last = self._starts[start], self._starts[stop]
        mine = np.searchsorted(self._known, self._keys[first:last])
        me = np.repeat(np.arange(start, stop), self._lengths[start:stop])
        lengths = self._seen[mine]
        ends = np.cumsum(lengths)
        places = np.arange(int(ends[-1]) if len(ends) else 0)
        places += np.repeat(self._slots[mine] - (ends - lengths), lengths)
        pairs = np.repeat(me, lengths) * count + self._holders[places]
        pairs, shared = np.unique(pairs, return_counts=True)
        one, other = pairs // count, pairs % count
        fewer = np.minimum(self._lengths[one], self._lengths[other])
        kept = (shared >= np.minimum(SHARED, np.maximum(1, -(-fewer // SHORT)))) & (one != other)
        return one[kept], other[kept]
