"""Neighbours found in parts: who holds a key, by parts of the keys; lists and ties, by parts of the reports.

What comes of all parts together is what `nearest.lists` and `across.ties_among` give at once, whatever the parts:
a key is wholly in one part, a report's list needs its own keys and those that hold them, and nothing else.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crosswire.stages.cluster.across import ASKED, SEEN, Tie, asks, held, ties_of
from crosswire.stages.cluster.nearest import HOLDERS, NEAR, Integers, Lists, Scale, flat, needed
from crosswire.stages.cluster.sketch import Sketch

PARTS = 64
"""Parts that keys are cut into, each by itself."""
_MOST = max(HOLDERS, SEEN)
_MIX = np.uint64(0x9E3779B97F4A7C15)

Keys = NDArray[np.uint64]
Sketches = Callable[[Iterable[int]], Mapping[int, Sketch]]
"""The sketches at these places."""


def part_of(keys: Keys) -> Integers:
    """Return the part of each key: by a hash, so that parts are alike in size."""
    parts: Integers = ((keys * _MIX) >> np.uint64(58)).astype(np.int64)
    return parts


def keys_of_all(items: Sequence[Sketch]) -> tuple[Keys, NDArray[np.int32]]:
    """Return all keys that `items` are kept under, and the place in `items` that each is of."""
    found = [np.array(held(item), np.uint64) for item in items]
    sizes = [len(keys) for keys in found]
    every = np.concatenate([np.zeros(0, np.uint64), *found])
    return every, np.repeat(np.arange(len(items), dtype=np.int32), sizes)


@dataclass(frozen=True, slots=True)
class Held:
    """Who holds which key of some parts: those of `keys[k]` from `starts[k]` on, by place, the first of many only."""

    keys: Keys
    starts: Integers
    places: NDArray[np.int32]

    def of(self, wanted: Keys, most: int) -> tuple[Integers, Integers]:
        """Return where in `wanted` a key is of these parts, once for each of its first `most` holders, and those."""
        if not len(self.keys):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        at = np.minimum(np.searchsorted(self.keys, wanted), len(self.keys) - 1)
        known = np.nonzero(self.keys[at] == wanted)[0]
        first = self.starts[at[known]]
        sizes = np.minimum(self.starts[at[known] + 1] - first, most)
        ends = np.cumsum(sizes)
        rows = np.repeat(first - (ends - sizes), sizes) + np.arange(int(sizes.sum()))
        return np.repeat(known, sizes), self.places[rows].astype(np.int64)


def hold(keys: Keys, places: Integers) -> Held:
    """Return who holds which of `keys`, each of which is held by the report at its place in `places`."""
    order = np.lexsort((places, keys))
    keys, places = keys[order], places[order]
    known, first, sizes = np.unique(keys, return_index=True, return_counts=True)
    kept = np.arange(len(keys)) - np.repeat(first, sizes) < _MOST
    starts = np.concatenate([[0], np.cumsum(np.minimum(sizes, _MOST))]).astype(np.int64)
    return Held(known, starts, places[kept].astype(np.int32))


def lists_of(
    own: Mapping[int, Sketch], parts: Iterable[Held], lengths: Integers, sketches: Sketches
) -> Lists:
    """Return the lists of the reports at the places of `own`, in that order; `lengths` has all reports' keys."""
    places = np.array(list(own), np.int64)
    count = len(lengths)
    keys = np.concatenate([np.zeros(0, np.uint64), *(item.keys for item in own.values())])
    owners = np.repeat(places, lengths[places]) if len(places) else places
    met = [np.zeros(0, np.int64)]
    for part in parts:
        which, others = part.of(keys, HOLDERS)
        met.append(owners[which] * count + others)
    pairs, shared = np.unique(np.concatenate(met), return_counts=True)
    one, other = pairs // count, pairs % count
    enough = shared >= _needed(lengths[one], lengths[other])
    one, other = one[enough & (one != other)], other[enough & (one != other)]
    known = {**sketches(set(other.tolist()) - own.keys()), **own}
    row = {place: i for i, place in enumerate(known)}
    rows, scale = flat(list(known.values())), Scale()
    found = Lists(
        np.full((len(places), NEAR), -1, np.int32), np.zeros((len(places), NEAR), np.int32)
    )
    cuts = np.searchsorted(one, [places, places + 1]) if len(places) else np.zeros((2, 0), int)
    for i, place in enumerate(places.tolist()):
        others = other[cuts[0][i] : cuts[1][i]]
        if not len(others):
            continue
        at = np.array([row[j] for j in others.tolist()], np.int64)
        values = scale.likenesses(row[place], rows, at)
        best = np.lexsort((others, -values))[:NEAR]
        best = best[values[best] > 0]
        found.places[i, : len(best)] = others[best]
        found.values[i, : len(best)] = values[best]
    return found


def _needed(one: Integers, other: Integers) -> Integers:
    """Return `nearest.needed` of many pairs: it depends on the shorter, of which there are few lengths."""
    fewer = np.minimum(one, other)
    table = np.array([needed(n, n) for n in range(int(fewer.max(initial=0)) + 1)], np.int64)
    result: Integers = table[fewer]
    return result


def ties_at(
    own: Mapping[int, Sketch],
    parts: Iterable[Held],
    sketches: Sketches,
    known: Callable[[], tuple[Sequence[str], Sequence[int]]],
) -> list[Tie]:
    """Return the ties of the reports at the places of `own` that are not in English; `known` gives ids, ranks."""
    foreign = [item for item in own.values() if item.language]
    if not foreign:
        return []
    wanted = np.array(sorted({k for item in foreign for k in _asked(item)}), np.uint64)
    index: dict[int, list[int]] = {}
    for part in parts:
        which, others = part.of(wanted, SEEN)
        for k, place in zip(wanted[which].tolist(), others.tolist(), strict=True):
            index.setdefault(k, []).append(place)
    names, ranks = known()
    place_of = {names[place]: place for listed in index.values() for place in listed}

    def holders(keys: Iterable[int]) -> dict[int, list[tuple[int, str]]]:
        return {k: [(ranks[p], names[p]) for p in index[k]] for k in keys if k in index}

    def named(wanted: Iterable[str]) -> dict[str, Sketch]:
        return {item.id: item for item in sketches([place_of[name] for name in wanted]).values()}

    return [tie for item in foreign for tie in ties_of(item, holders, named)]


def _asked(item: Sketch) -> list[int]:
    return [k for key in asks(item) for k in (key, ASKED + key)]
