"""A pile of sketches too many to hold as objects: what finds neighbours in rows, the rest in files of a folder.

Reports go in in any order, each id once; once whole, places are in order of rank. Any process that can read the
folder can settle its wards (`Read`), so that several do.
"""

import os
from array import array
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from crosswire.stages.cluster.nearest import Flat, Lists, lists
from crosswire.stages.cluster.settle import Ward, nearby
from crosswire.stages.cluster.sketch import Sketch, pack, unpack

Packed = tuple[str, str, int, bytes]
"""A report's id, hash, rank and packed sketch: what a process that sketches hands back."""
_SKETCHES, _PLACES, _NEAR = "sketches.bin", "places.npy", "near.npy"


def packed(item: Sketch) -> Packed:
    """Return a sketch as it goes into a pile."""
    return item.id, item.sha256, item.rank, pack(item)


class Pile:
    """Sketches on their way into `folder`: `add` them all, then `whole`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = (folder / _SKETCHES).open("wb")
        self._ends = array("q", [0])
        self._ids: dict[str, int] = {}
        self._ranks, self._days = array("q"), array("d")
        self._terms, self._body, self._head = array("I"), array("H"), array("H")
        self._keys = array("Q")
        self._term_ends, self._key_ends = array("q", [0]), array("q", [0])

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, items: Iterable[Packed]) -> None:
        """Add reports; of one id the first counts."""
        for name, sha256, rank, content in items:
            if name in self._ids:
                continue
            self._ids[name] = len(self._ids)
            item = unpack(name, sha256, content)
            record = f"{sha256}\n{name}\n".encode("utf-8", "surrogatepass") + content
            self._file.write(record)
            self._ends.append(self._ends[-1] + len(record))
            self._ranks.append(rank)
            self._days.append(np.nan if item.day is None else item.day)
            self._terms.frombytes(item.terms.tobytes())
            self._body.frombytes(item.body.tobytes())
            self._head.frombytes(item.head.tobytes())
            self._keys.frombytes(item.keys.tobytes())
            self._term_ends.append(len(self._terms))
            self._key_ends.append(len(self._keys))

    def whole(
        self, tell: Callable[[int], None] = lambda done: None
    ) -> tuple[dict[str, int], Lists]:
        """Put the reports in order of rank, find their lists; return each one's place, and the lists."""
        self._file.close()
        names = list(self._ids)
        order = sorted(range(len(names)), key=lambda i: (self._ranks[i], names[i]))
        rows = np.array(order, dtype=np.int64)
        ends = np.frombuffer(self._ends, np.int64)
        np.save(self._folder / _PLACES, np.stack([ends[:-1][rows], ends[1:][rows]], 1))
        found = lists(
            Flat(
                starts=np.frombuffer(self._term_ends, np.int64),
                terms=np.frombuffer(self._terms, np.uint32),
                body=np.frombuffer(self._body, np.uint16),
                head=np.frombuffer(self._head, np.uint16),
                days=np.frombuffer(self._days, np.float64),
            ),
            np.frombuffer(self._keys, np.uint64),
            np.frombuffer(self._key_ends, np.int64),
            rows,
            tell,
        )
        np.save(self._folder / _NEAR, found.places)
        return {names[row]: place for place, row in enumerate(order)}, found


class Read:
    """A whole pile, read from its folder; a context manager."""

    def __init__(self, folder: Path) -> None:
        self._file = (folder / _SKETCHES).open("rb")
        self._places = np.load(folder / _PLACES, mmap_mode="r")
        self._near = np.load(folder / _NEAR, mmap_mode="r")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def sketch(self, place: int) -> Sketch:
        """Return the sketch at a place."""
        start, end = self._places[place].tolist()
        record = os.pread(self._file.fileno(), end - start, start)
        sha256, name, content = record.split(b"\n", 2)
        return unpack(
            name.decode("utf-8", "surrogatepass"),
            sha256.decode("utf-8", "surrogatepass"),
            content,
        )

    def ward(self, places: Sequence[int]) -> Ward:
        """Return the ward of these places."""
        items = [self.sketch(i) for i in places]
        listed = [[j for j in self._near[i].tolist() if j >= 0] for i in places]
        known = {i: item.id for i, item in zip(places, items, strict=True)}
        return Ward(
            items,
            # Names outside the ward are of no use to it.
            [[known[j] for j in near if j in known] for near in listed],
            [self.sketch(j) for j in nearby(listed, places)],
        )
