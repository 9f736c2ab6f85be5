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
Near = list[tuple[int, int]]
"""A report's nearest others, as (place, likeness), the nearest first."""


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

    def likenesses(self, item: Sketch, rows: Flat, others: Integers) -> Integers:
        """Return the likeness of `item` to each of `others`, 0 to `SCALE`; the same in either direction."""
        self._body[item.terms], self._head[item.terms] = item.body, item.head
        first, sizes = rows.starts[others], rows.starts[others + 1] - rows.starts[others]
        ends = np.cumsum(sizes)
        places = np.arange(int(ends[-1]) if len(ends) else 0)
        places += np.repeat(first - (ends - sizes), sizes)
        terms = rows.terms[places]
        shares = 3 * self._body[terms] * rows.body[places].astype(np.int64)
        shares += 2 * self._head[terms] * rows.head[places].astype(np.int64)
        totals = np.concatenate([[0], np.cumsum(shares)])
        self._body[item.terms] = self._head[item.terms] = 0
        found: Integers = totals[ends] - totals[ends - sizes]
        return faded(found, np.nan if item.day is None else item.day, rows.days[others])


def faded(values: Integers, day: float, days: NDArray[np.float64]) -> Integers:
    """Return likenesses less what the days between two reports take; nothing where one has no date."""
    gap = np.nan_to_num(np.abs(days - day), nan=0.0)
    lost = FADE * (1.0 - np.exp(-np.maximum(0.0, gap - 1.0) / FADE_DAYS))
    result: Integers = values - np.floor(values * lost).astype(np.int64)
    return result


def needed(one: int, other: int) -> int:
    """Return how many keys two reports of so many keys must share."""
    return min(SHARED, max(1, -(-min(one, other) // SHORT)))


def best(places: Integers, values: Integers) -> Near:
    """Return the `NEAR` nearest of `places`, ties by place."""
    order = np.lexsort((places, -values))[:NEAR]
    return [(int(places[i]), int(values[i])) for i in order if values[i] > 0]


def nearest(items: Sequence[Sketch]) -> list[Near]:
    """Return the list of each of `items`, which come in order of rank."""
    rows, scale = flat(items), Scale()
    lengths_of = np.array([len(item.keys) for item in items], np.int64)
    owners = np.repeat(np.arange(len(items)), lengths_of)
    keys = np.concatenate([np.zeros(0, np.uint32), *(item.keys for item in items)])
    order = np.argsort(keys, kind="stable")
    holders = owners[order]
    _, slots, sizes = np.unique(keys[order], return_index=True, return_counts=True)
    slot_of = np.empty(len(keys), np.int64)
    slot_of[order] = np.repeat(np.arange(len(slots)), sizes)
    key_starts = np.searchsorted(owners, np.arange(len(items) + 1))
    seen = np.minimum(sizes, HOLDERS)
    found: list[Near] = []
    for start in range(0, len(items), _AT_ONCE):
        stop = min(start + _AT_ONCE, len(items))
        mine = slot_of[key_starts[start] : key_starts[stop]]
        me = owners[key_starts[start] : key_starts[stop]]
        lengths = seen[mine]
        ends = np.cumsum(lengths)
        places = np.arange(int(ends[-1]) if len(ends) else 0)
        places += np.repeat(slots[mine] - (ends - lengths), lengths)
        pairs = np.repeat(me, lengths) * len(items) + holders[places]
        pairs, counts = np.unique(pairs, return_counts=True)
        one, other = pairs // len(items), pairs % len(items)
        least = np.minimum(SHARED, -(-np.minimum(lengths_of[one], lengths_of[other]) // SHORT))
        kept = (counts >= least) & (one != other)
        one, other = one[kept], other[kept]
        cuts = np.searchsorted(one, np.arange(start, stop + 1))
        for i in range(start, stop):
            others = other[cuts[i - start] : cuts[i - start + 1]]
            values = scale.likenesses(items[i], rows, others) if len(others) else others
            found.append(best(others, values))
    return found
