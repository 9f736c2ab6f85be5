"""A pile of sketches too many to hold as objects: what finds neighbours in rows, the rest in a file.

Reports go in in any order; once whole, the pile's places are in order of rank.
"""

import os
from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

import numpy as np

from crosswire.model.act import Constraints
from crosswire.model.story import Story
from crosswire.stages.cluster.nearest import Flat, Integers, Lists, lists
from crosswire.stages.cluster.settle import MOST, ClusterOptions, Ward, settle
from crosswire.stages.cluster.sketch import Sketch, pack, unpack
from crosswire.stages.cluster.wards import wards_of

Packed = tuple[str, str, int, bytes]
"""A report's id, hash, rank and packed sketch: what a process that sketches hands back."""


def packed(item: Sketch) -> Packed:
    """Return a sketch as it goes into a pile."""
    return item.id, item.sha256, item.rank, pack(item)


class Pile:
    """Sketches in `file`, which must have a descriptor; `add` them all, then `whole`, then read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._ends = array("q", [0])
        self._ids: list[str] = []
        self._ranks = array("q")
        self._days = array("d")
        self._terms, self._body, self._head = array("I"), array("H"), array("H")
        self._keys = array("I")
        self._term_ends, self._key_ends = array("q", [0]), array("q", [0])
        self._rows: Integers = np.zeros(0, np.int64)

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, items: Iterable[Packed]) -> None:
        """Add reports, each id once."""
        for name, sha256, rank, content in items:
            item = unpack(name, sha256, content)
            record = sha256.encode("utf-8", "surrogatepass") + b"\n" + content
            self._file.write(record)
            self._ends.append(self._ends[-1] + len(record))
            self._ids.append(name)
            self._ranks.append(rank)
            self._days.append(np.nan if item.day is None else item.day)
            self._terms.frombytes(item.terms.tobytes())
            self._body.frombytes(item.body.tobytes())
            self._head.frombytes(item.head.tobytes())
            self._keys.frombytes(item.keys.tobytes())
            self._term_ends.append(len(self._terms))
            self._key_ends.append(len(self._keys))

    def whole(self) -> Lists:
        """Put the reports in order of rank and return their lists."""
        self._file.flush()
        ranks = np.frombuffer(self._ranks, np.int64)
        self._rows = np.array(sorted(range(len(ranks)), key=lambda i: (ranks[i], self._ids[i])))
        rows = Flat(
            starts=np.frombuffer(self._term_ends, np.int64),
            terms=np.frombuffer(self._terms, np.uint32),
            body=np.frombuffer(self._body, np.uint16),
            head=np.frombuffer(self._head, np.uint16),
            days=np.frombuffer(self._days, np.float64),
        )
        starts = np.frombuffer(self._key_ends, np.int64)
        return lists(rows, np.frombuffer(self._keys, np.uint32), starts, self._rows)

    def place(self) -> dict[str, int]:
        """Return the place of each report by its id."""
        return {self._ids[row]: place for place, row in enumerate(self._rows.tolist())}

    def sketch(self, place: int) -> Sketch:
        """Return the sketch at a place, read from the file."""
        row = int(self._rows[place])
        start = self._ends[row]
        record = os.pread(self._file.fileno(), self._ends[row + 1] - start, start)
        sha256, _, content = record.partition(b"\n")
        return unpack(self._ids[row], sha256.decode("utf-8", "surrogatepass"), content)

    def wards(self, found: Lists, constraints: Constraints) -> Iterator[Ward]:
        """Yield the wards of the pile, each when it is asked for."""
        bound: Sequence[tuple[int, int]] = ()
        if constraints.together:
            place = self.place()
            bound = [
                (place[a], place[b]) for a, b in constraints.together if {a, b} <= place.keys()
            ]
        for ward in wards_of(found, bound):
            yield self._ward(found, ward)

    def _ward(self, found: Lists, ward: Sequence[int]) -> Ward:
        items = [self.sketch(i) for i in ward]
        if len(ward) == 1:
            return Ward(items, [[]])
        near = [[j for j, _ in found.of(i)] for i in ward]
        around = sorted({j for listed in near for j in listed}.difference(ward))
        return Ward(
            items,
            [[self._ids[self._rows[j]] for j in listed] for listed in near],
            [self.sketch(j) for j in around[:MOST]],
        )


def stories_of(wards: Iterable[Ward], constraints: Constraints) -> Iterator[Story]:
    """Yield the stories of each ward."""
    options = ClusterOptions()
    for ward in wards:
        yield from settle(ward, options, constraints)
