"""Each report's nearest others: found by shared rare terms, ranked by an exact likeness of the pair alone.

A report looks up its heaviest terms and sees the first `HOLDERS` reports of each, in order of time; those
that share `SHARED` terms are compared. So the cost of a report is flat, and its list depends on the set of
reports and not on their order. The likeness knows nothing of other reports: adding one changes the lists of
its own neighbours and of nobody else.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from crosswire.stages.cluster.sketch import UNIT, VOCABULARY, Sketch

HOLDERS = 100
"""Reports seen under one term, the first by rank: the others of a larger story are tied to these."""
SHARED = 3
"""Terms that two reports must share to be compared, fewer where one is very short."""
SHORT = 6
"""Keys of a short report for each that must be shared."""
FEW = SHORT * (SHARED - 1)
"""Keys of a report up to which fewer need be shared with it."""
NEAR = 10
"""Others a report's list keeps."""
SCALE = 5 * UNIT * UNIT
"""What a likeness of 1 is as a whole number."""
FADE = 0.25
FADE_DAYS = 4.0
"""The share of a likeness that days between two reports take at most, and how many days take most of that."""
AT_ONCE = 1000
"""Reports whose candidates are looked up together."""
TOGETHER = 64
"""Reports of these that are compared together, so that what is between stays in the processor's cache."""
CELLS = 1 << 22
"""Terms of others, in rows of one width, that are looked at together; six times what is usual."""
WHOLE = 63
"""Bits of a whole number."""
_SORTED, _SAMPLE = 1 << 22, 100_000
"""Keys that are sorted at once, about, and keys by which these are parted."""

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Flat:
    """The terms of many sketches in one row: `starts[i]` to `starts[i + 1]` are the i-th report's.

    `low` are the lower halves of the terms' numbers, by which most are told apart at half the cost.
    """

    starts: Integers
    terms: NDArray[np.uint32]
    low: NDArray[np.uint16]
    body: NDArray[np.uint16]
    head: NDArray[np.uint16]
    days: NDArray[np.float64]


def flat(items: Sequence[Sketch]) -> Flat:
    """Return the terms of `items` in one row."""
    sizes = np.fromiter((len(item.terms) for item in items), np.int64, len(items))
    empty = np.zeros(0, np.uint32)
    short = np.zeros(0, np.uint16)
    terms = np.concatenate([empty, *(item.terms for item in items)])
    return Flat(
        starts=np.concatenate([[0], np.cumsum(sizes)]),
        terms=terms,
        low=terms.astype(np.uint16),
        body=np.concatenate([short, *(item.body for item in items)]),
        head=np.concatenate([short, *(item.head for item in items)]),
        days=np.array([np.nan if item.day is None else item.day for item in items], np.float64),
    )


class Scale:
    """A table of one report's weights by term, to be compared with many others at once."""

    def __init__(self) -> None:
        self._weights = np.zeros(VOCABULARY, np.int32)
        # Few of the others' terms are the report's: a table that stays in the processor's cache tells most apart.
        self._marks = np.zeros(1 << 16, np.bool_)

    def likenesses(self, i: int, rows: Flat, others: Integers) -> Integers:
        """Return the likeness of row `i` to each of `others`, 0 to `SCALE`; the same in either direction.

        None of them may be without terms.
        """
        return self.of_pairs(rows, np.full(len(others), i), others)

    def of_pairs(self, rows: Flat, mine: Integers, others: Integers) -> Integers:
        """Return the likeness of each of the rows `mine`, of which those alike stand together, to that of `others`."""
        if not len(others):
            return np.zeros(0, np.int64)
        width = int((rows.starts[others + 1] - rows.starts[others]).max())
        if width * len(others) > CELLS and len(others) > 1:  # one of them is very long
            halves = np.array_split(mine, 2), np.array_split(others, 2)
            return np.concatenate(
                [self.of_pairs(rows, *half) for half in zip(*halves, strict=True)]
            )
        runs = np.flatnonzero(np.diff(mine, prepend=-1))
        shared, begins = self._shared(rows, mine[runs], [*runs.tolist(), len(mine)], others)
        counts = np.count_nonzero(shared, axis=1)
        at = np.flatnonzero(shared)
        at += np.repeat(begins - np.arange(len(begins)) * shared.shape[1], counts)
        cuts = np.concatenate([[0], np.cumsum(counts)])
        weights = self._own(rows, mine[runs], rows.terms[at], [*cuts[runs].tolist(), len(at)])
        shares = 3 * (weights >> 16) * rows.body[at] + 2 * (weights & 0xFFFF) * rows.head[at]
        # The sum of all may pass the bits of a number and begin anew; what two of them differ by is right.
        sums = np.zeros(len(at) + 1, np.int32)
        np.cumsum(shares, out=sums[1:])
        found = np.diff(sums[cuts]).astype(np.int64)
        return faded(found, rows.days[mine], rows.days[others])

    def _shared(
        self, rows: Flat, mine: Integers, cuts: list[int], others: Integers
    ) -> tuple[NDArray[np.bool_], Integers]:
        """Return which terms of `others`, a row each, a row of `mine` may have, too, and where each row begins.

        Each of `mine` is compared with the others between two of `cuts`. Rows are of one width:
        so they are taken at once, and what is beyond a report's terms is left out afterwards.
        """
        starts, low = rows.starts[others], rows.low
        sizes = rows.starts[others + 1] - starts
        width = int(sizes.max())
        begins = np.minimum(starts, len(low) - width)
        windows = np.ndarray((len(low) - width + 1, width), low.dtype, low, 0, low.strides * 2)
        held = windows[begins]
        found = np.empty(held.shape, np.bool_)
        for i, (a, b) in zip(mine.tolist(), pairwise(cuts), strict=True):
            own = low[rows.starts[i] : rows.starts[i + 1]]
            self._marks[own] = True
            self._marks.take(held[a:b], out=found[a:b], mode="clip")
            self._marks[own] = False
        before = starts - begins
        found &= np.tri(width + 1, width, -1, np.bool_)[before + sizes]
        for row in np.flatnonzero(before).tolist():
            found[row, : before[row]] = False
        return found, begins

    def _own(
        self, rows: Flat, mine: Integers, terms: NDArray[np.uint32], cuts: list[int]
    ) -> NDArray[np.int32]:
        """Return the weights that terms have in the rows `mine`, each asked for those between two of `cuts`."""
        table = self._weights
        found = np.empty(len(terms), np.int32)
        for i, (a, b) in zip(mine.tolist(), pairwise(cuts), strict=True):
            own = slice(rows.starts[i], rows.starts[i + 1])
            held = rows.terms[own]
            table[held] = rows.body[own].astype(np.int32) << 16 | rows.head[own]
            table.take(terms[a:b], out=found[a:b], mode="clip")
            table[held] = 0
        return found


def faded(values: Integers, day: Any, days: NDArray[np.float64]) -> Integers:
    """Return likenesses less what the days between two reports take; nothing where one has no date."""
    gap = np.abs(days - day) - 1.0
    gap[~(gap > 0.0)] = 0.0  # one without a date, too
    result: Integers = values - np.floor(values * (FADE - FADE * np.exp(gap / -FADE_DAYS))).astype(
        np.int64
    )
    return result


def enough(shared: int, keys: int) -> bool:
    """Tell whether so many keys suffice, shared with a report of so many, however many the other has."""
    return shared >= needed(keys, keys)


def needed(one: int, other: int) -> int:
    """Return how many keys two reports of so many keys must share."""
    return min(SHARED, max(1, -(-min(one, other) // SHORT)))


class Near(NamedTuple):
    """Whose list, who is on it, and their likeness: of each owner the nearest, by place of the owner."""

    owners: Integers
    others: NDArray[np.int32]
    values: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of many reports, a row each: places of others and likenesses, nearest first; -1 fills the rest."""

    places: NDArray[np.int32]
    values: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.places)

    @classmethod
    def empty(cls, count: int) -> Self:
        """Return the lists of so many reports before anything is on them."""
        return cls(np.full((count, NEAR), -1, np.int32), np.zeros((count, NEAR), np.int32))

    def add(self, more: Near) -> None:
        """Put more on the lists, of which the nearest stay."""
        owners = np.unique(more.owners)
        places, values = self.places[owners], self.values[owners]
        held = places >= 0
        all_of = _foremost(
            np.concatenate([np.repeat(owners, held.sum(1)), more.owners]),
            np.concatenate([places[held], more.others]).astype(np.int64),
            np.concatenate([values[held], more.values]).astype(np.int64),
        )
        at = (all_of.owners, _columns(all_of.owners))
        self.places[at], self.values[at] = all_of.others, all_of.values

    def of(self, i: int) -> list[tuple[int, int]]:
        """Return the list of report `i` as (place, likeness)."""
        pairs = zip(self.places[i].tolist(), self.values[i].tolist(), strict=True)
        return [(place, value) for place, value in pairs if place >= 0]


def nearest(items: Sequence[Sketch]) -> Lists:
    """Return the list of each of `items`, which come in order of rank."""
    count = len(items)
    sizes = np.fromiter((len(item.keys) for item in items), np.int64, count)
    keys = np.concatenate([np.zeros(0, np.uint64), *(item.keys for item in items)])
    starts = np.concatenate([[0], np.cumsum(sizes)])
    order, rows, scale = np.arange(count), flat(items), Scale()
    index = Index(keys, starts, order, *held(keys, starts, order), asked(starts, order))
    found = Lists.empty(count)
    for start in range(0, count, AT_ONCE):
        found.add(near(rows, index, scale, start, min(start + AT_ONCE, count)))
    return found


def near(rows: Flat, index: "Index", scale: Scale, start: int, stop: int) -> Near:
    """Return what the reports at places `start` to `stop` of the order of `index` add to all lists.

    Each pair is compared once, when the later of the two is read: for its own list and for the earlier one's.
    """
    found = [
        _compared(rows, index, scale, some, min(some + TOGETHER, stop))
        for some in range(start, stop, TOGETHER)
    ]
    one, other, seen, values = (np.concatenate(part) for part in zip(*found, strict=True))
    alike = values > 0
    back = alike & seen
    return _foremost(
        np.concatenate([one[alike], other[back]]),
        np.concatenate([other[alike], one[back]]),
        np.concatenate([values[alike], values[back]]),
    )


def _compared(
    rows: Flat, index: "Index", scale: Scale, start: int, stop: int
) -> tuple[Integers, Integers, NDArray[np.bool_], Integers]:
    """Return the pairs of `Index.earlier` with their likenesses."""
    one, other, seen = index.earlier(start, stop)
    return one, other, seen, scale.of_pairs(rows, index.order[one], index.order[other])


def _foremost(owners: Integers, others: Integers, values: Integers) -> Near:
    """Return the `NEAR` nearest of each owner, those alike by place."""
    order = _sorted(np.unique(owners, return_inverse=True)[1], values, others)
    kept = order[_columns(owners[order]) < NEAR]
    return Near(owners[kept], others[kept].astype(np.int32), values[kept].astype(np.int32))


def _sorted(owners: Integers, values: Integers, others: Integers) -> Integers:
    """Return the order by owner, highest value and other: by one whole number each, where they fit, for speed."""
    others = np.unique(others, return_inverse=True)[1]
    values = values.max(initial=0) - values
    place, value = len(owners).bit_length(), int(values.max(initial=0)).bit_length()
    if value + 2 * place > WHOLE:
        return np.lexsort((others, values, owners))
    return np.argsort((owners << value | values) << place | others)


def _columns(owners: Integers) -> Integers:
    """Return the place of each among those of its owner, who stand together."""
    return np.arange(len(owners)) - np.searchsorted(owners, owners)


def _ranges(starts: Integers, lengths: Integers) -> Integers:
    """Return the numbers from each start on, as many as its length, in one row."""
    ends = np.cumsum(lengths)
    found: Integers = np.repeat(starts - (ends - lengths), lengths)
    found += np.arange(len(found))
    return found


def held(
    keys: NDArray[np.uint64], starts: Integers, order: Integers
) -> tuple[Integers, Integers, NDArray[np.int32]]:
    """Return the keys that several reports have, where the holders of each begin, and the places of these, in order.

    The first `HOLDERS` are seen. Keys are sorted a range of them after the other, so that little memory is taken.
    """
    places = np.empty(len(order), np.int32)
    places[order] = np.arange(len(order), dtype=np.int32)
    owners = np.repeat(places, np.diff(starts))
    some = np.sort(keys[:: max(1, len(keys) // _SAMPLE)])
    cuts = some[:: max(1, len(some) * _SORTED // max(1, len(keys)))][1:]
    shift = max(1, len(order).bit_length())
    known: list[Integers] = []
    sizes: list[Integers] = []
    holders: list[NDArray[np.int32]] = []
    for low, high in pairwise([None, *dict.fromkeys(cuts.tolist()), None]):
        inside = np.ones(len(keys), np.bool_) if low is None else keys >= np.uint64(low)
        if high is not None:
            inside &= keys < np.uint64(high)
        packed = keys[inside].astype(np.int64) << shift | owners[inside]
        packed.sort()
        of = packed >> shift
        first = np.flatnonzero(np.diff(of, prepend=-1))
        many = np.diff(first, append=len(of))
        first, many = first[many > 1], np.minimum(many[many > 1], HOLDERS)
        known.append(of[first])
        sizes.append(many)
        holders.append((packed[_ranges(first, many)] & ((1 << shift) - 1)).astype(np.int32))
    ends = np.cumsum(np.concatenate([np.zeros(1, np.int64), *sizes]))
    return np.concatenate(known), ends, np.concatenate(holders)


def asked(starts: Integers, order: Integers) -> NDArray[np.uint8]:
    """Return how many keys the report at each place must share with one of as many; of two the lower number holds."""
    sizes = np.diff(starts)[order]
    least: NDArray[np.uint8] = np.clip(-(-sizes // SHORT), 1, SHARED).astype(np.uint8)
    return least


@dataclass(frozen=True, slots=True)
class Index:
    """Which reports have a key: those at places `holders[slots[k]]` to `holders[slots[k + 1]]` have `known[k]`.

    The keys of row r are `keys[starts[r]]` to `keys[starts[r + 1]]`; `order` gives the row that stands at each place,
    `asked` how many keys must be shared with the one there.
    """

    keys: NDArray[np.uint64]
    starts: Integers
    order: Integers
    known: Integers
    slots: Integers
    holders: NDArray[np.int32]
    asked: NDArray[np.uint8]

    def earlier(self, start: int, stop: int) -> tuple[Integers, Integers, NDArray[np.bool_]]:
        """Return the pairs (place, earlier place) to be compared, of places `start` to `stop`, in order.

        The third tells whether the earlier one sees the later one, too: among the first under enough of its keys.
        """
        if not len(self.known):
            return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.bool_)
        rows = self.order[start:stop]
        own = self.starts[rows + 1] - self.starts[rows]
        wanted = self.keys[_ranges(self.starts[rows], own)].astype(np.int64)
        by_key = np.argsort(wanted)  # so looked up, neighbours are near in memory
        at = np.empty_like(by_key)
        at[by_key] = np.searchsorted(self.known, wanted[by_key])
        at = np.minimum(at, len(self.known) - 1)
        first = self.slots[at]
        lengths = np.where(self.known[at] == wanted, self.slots[at + 1] - first, 0)
        others = self.holders[_ranges(first, lengths)]
        me = np.repeat(np.arange(start, stop, dtype=np.int32), own)
        last = self.holders[np.maximum(first + lengths - 1, 0)]
        # What one pair shares is counted where it stands together: the pair, and whether the earlier sees the later.
        tags = (me.astype(np.int64) - start) << 33 | (last >= me)
        before = others < np.repeat(me, lengths)
        packed = np.repeat(tags, lengths)[before] | others[before].astype(np.int64) << 1
        packed.sort()
        pairs = packed >> 1
        first = np.flatnonzero(np.diff(pairs, prepend=-1))
        shared = np.diff(first, append=len(pairs))
        pairs = pairs[first]
        one, other = (pairs >> 32) + start, pairs & 0xFFFFFFFF
        least = np.minimum(self.asked[one], self.asked[other])
        kept = shared >= least
        # Of one pair the keys by which the earlier sees the later come last.
        seen = packed[(first + shared - least)[kept]] & 1
        return one[kept], other[kept], seen > 0
