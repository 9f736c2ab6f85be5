"""Ties across languages in a pile of whatever size: only reports that are not in English are held in memory.

What others have of the facts that such a report asks for is found in one pass over the keys of all, in its file.
The outcome is that of `across.ties_among`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from crosswire.stages.cluster.across import ASKED, SEEN, Tie, asks, ties_of
from crosswire.stages.cluster.pile import Read
from crosswire.stages.cluster.sketch import Sketch

STEP = 1 << 22
"""Keys looked at together."""
_EMPTY = np.zeros(0, np.int64)


def ties_in(folder: Path, read: Read, places: Sequence[int]) -> Iterator[tuple[int, int, Tie]]:
    """Yield the ties of the reports at `places`, which are not in English: the places of both, and the tie."""
    items = {place: read.sketch(place) for place in sorted(places)}
    wanted = np.array(sorted({key for item in items.values() for key in asks(item)}), np.uint64)
    index = _holders(folder, wanted)
    for place, item in items.items():
        for key in asks(item):
            listed = index.setdefault(ASKED + key, [])
            if len(listed) < SEEN:
                listed.append(place)
    for place, item in items.items():
        yield from _ties(place, item, index, items, read)


def _ties(
    place: int,
    item: Sketch,
    index: Mapping[int, Sequence[int]],
    items: Mapping[int, Sketch],
    read: Read,
) -> Iterator[tuple[int, int, Tie]]:
    """Yield the ties of one report; places stand for ids meanwhile, and are in order of rank themselves."""

    def holders(keys: Iterable[int]) -> dict[int, list[tuple[int, str]]]:
        return {
            key: [(other, str(other)) for other in index[key] if other != place]
            for key in keys
            if key in index
        }

    def known(names: Iterable[str]) -> dict[str, Sketch]:
        return {name: items.get(int(name)) or read.sketch(int(name)) for name in names}

    for tie in ties_of(item, holders, known):
        other = int(tie.other)
        yield place, other, Tie(item.id, (items.get(other) or read.sketch(other)).id, tie.value)


def _holders(folder: Path, wanted: NDArray[np.uint64]) -> dict[int, list[int]]:
    """Return the first places, by rank, of the reports that are kept under each of `wanted`."""
    if not len(wanted) or not (folder / "keys").stat().st_size:
        return {}
    keys = np.memmap(folder / "keys", np.uint64, "r")
    starts, order = (np.fromfile(folder / name, np.int64) for name in ("key_starts", "order"))
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    which, where = [_EMPTY], [_EMPTY]
    for begin in range(0, len(keys), STEP):
        part = np.asarray(keys[begin : begin + STEP])
        at = np.minimum(np.searchsorted(wanted, part), len(wanted) - 1)
        hits = np.nonzero(wanted[at] == part)[0]
        which.append(at[hits])
        where.append(place[np.searchsorted(starts, begin + hits, side="right") - 1])
    numbers, places = np.concatenate(which), np.concatenate(where)
    sorting = np.lexsort((places, numbers))
    numbers, places = numbers[sorting], places[sorting]
    nth = np.arange(len(numbers)) - np.searchsorted(numbers, numbers)
    first = nth < SEEN
    found: dict[int, list[int]] = {}
    for number, other in zip(wanted[numbers[first]].tolist(), places[first].tolist(), strict=True):
        found.setdefault(number, []).append(other)
    return found
