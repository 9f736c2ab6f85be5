"""A pile of sketches too many to hold as objects: all but ids, times and places lies in files of a folder.

Reports go in in any order, each id once; once `closed`, places are in order of rank. Any process that can read the
folder can then find their lists and settle its wards (`Read`), so that several do.
"""

import mmap
import os
import struct
from array import array
from collections.abc import Iterable, Sequence
from io import BufferedWriter
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from crosswire.stages.cluster.nearest import Flat, Index, Lists, Near, Scale, held, near
from crosswire.stages.cluster.settle import Ward, nearby
from crosswire.stages.cluster.sketch import Sketch, pack, rank_of, unpack

Packed = tuple[str, str, float | None, bytes]
"""A report's id, hash, day and packed sketch: what a process that sketches hands back."""
_SIZES = struct.Struct("<dHHHH")
_COLUMNS: dict[str, type[np.generic]] = {
    "terms": np.uint32,
    "low": np.uint16,
    "body": np.uint16,
    "head": np.uint16,
    "keys": np.uint64,
}
_ROWS = ("term_starts", "key_starts", "order", "known", "slots")
"""Arrays of whole numbers that are written when all has been added."""


def packed(item: Sketch) -> Packed:
    """Return a sketch as it goes into a pile."""
    return item.id, item.sha256, item.day, pack(item)


class Pile:
    """Sketches on their way into `folder`: `add` them all, then `close`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, BufferedWriter] = {
            name: (folder / name).open("wb") for name in ("sketches", *_COLUMNS)
        }
        self._ids: dict[str, int] = {}
        self._ends = array("q", [0])
        self._ranks, self._days = array("q"), array("d")
        self._term_ends, self._key_ends = array("q", [0]), array("q", [0])
        self.foreign: list[int] = []
        """Rows of reports in another language than English."""

    def __len__(self) -> int:
        return len(self._ids)

    def add(self, items: Iterable[Packed]) -> None:
        """Add reports; of one id the first counts."""
        files = self._files
        for name, sha256, day, content in items:
            row = self._ids.setdefault(name, len(self._ids))
            if row < len(self._ranks):
                continue
            record = f"{sha256}\n{name}\n".encode("utf-8", "surrogatepass") + content
            files["sketches"].write(record)
            self._ends.append(self._ends[-1] + len(record))
            self._ranks.append(rank_of(name, sha256, day))
            self._days.append(np.nan if day is None else day)
            _, _, terms, names, keys = _SIZES.unpack_from(content)
            at = _SIZES.size
            numbers = content[at : at + 4 * terms]
            files["terms"].write(numbers)
            files["low"].write(np.frombuffer(numbers, np.uint32).astype(np.uint16).data)
            files["body"].write(content[at + 4 * terms : at + 6 * terms])
            files["head"].write(content[at + 6 * terms : at + 8 * terms])
            at += 9 * terms + 6 * names
            files["keys"].write(content[at : at + 8 * keys])
            self._term_ends.append(self._term_ends[-1] + terms)
            self._key_ends.append(self._key_ends[-1] + keys)
            if at + 8 * keys < len(content):
                self.foreign.append(row)

    def names(self) -> list[str]:
        """Return the ids in the order in which they were added."""
        return list(self._ids)

    def row(self, name: str) -> int | None:
        """Return which report was added under this id: the number of those before it."""
        return self._ids.get(name)

    def close(self) -> NDArray[np.int64]:
        """Put the reports in order of rank, with what their lists are found by; return the row at each place."""
        for file in self._files.values():
            file.close()
        order = self._order()
        starts = {
            "term_starts": np.frombuffer(self._term_ends, np.int64),
            "key_starts": np.frombuffer(self._key_ends, np.int64),
        }
        keys = _Mapped(self._folder / "keys", np.uint64)
        known, slots, holders = held(keys.array, starts["key_starts"], order)
        keys.release()
        found = {**starts, "order": order, "known": known, "slots": slots}
        for name in _ROWS:
            found[name].tofile(self._folder / name)
        holders.tofile(self._folder / "holders")
        np.frombuffer(self._days, np.float64).tofile(self._folder / "days")
        ends = np.frombuffer(self._ends, np.int64)
        np.stack([ends[:-1][order], ends[1:][order]], 1).tofile(self._folder / "places")
        return order

    def _order(self) -> NDArray[np.int64]:
        ranks = np.frombuffer(self._ranks, np.int64)
        order = np.argsort(ranks, kind="stable")
        if np.any(np.diff(ranks[order]) == 0):  # two of one rank stand by their ids
            names = self.names()
            order = np.array(sorted(order.tolist(), key=lambda row: (ranks[row], names[row])))
        return order.astype(np.int64)

    def keep(self, found: Lists) -> None:
        """Keep the lists of all, so that wards can be settled."""
        found.places.tofile(self._folder / "near")


class _Mapped:
    """A file as an array, of which only what is looked at is in memory, until it is released."""

    def __init__(self, path: Path, form: type[np.generic]) -> None:
        self.array: NDArray[Any] = np.zeros(0, form)
        self._map: mmap.mmap | None = None
        if path.stat().st_size:
            with path.open("rb") as file:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            self.array = np.frombuffer(self._map, form)

    def release(self) -> None:
        """Let go of the memory that was looked at; the array can still be read."""
        if self._map is not None and hasattr(mmap, "MADV_DONTNEED"):
            self._map.madvise(mmap.MADV_DONTNEED)


class Read:
    """A closed pile, read from its folder; a context manager."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = (folder / "sketches").open("rb")
        self._maps = {name: _Mapped(folder / name, form) for name, form in _COLUMNS.items()}
        self._maps |= {name: _Mapped(folder / name, np.int64) for name in (*_ROWS, "places")}
        self._maps["holders"] = _Mapped(folder / "holders", np.int32)
        self._maps["days"] = _Mapped(folder / "days", np.float64)
        arrays = {name: one.array for name, one in self._maps.items()}
        self._places = arrays["places"].reshape(-1, 2)
        self._index = Index(
            *(arrays[n] for n in ("keys", "key_starts", "order", "known", "slots", "holders"))
        )
        self._rows = Flat(
            *(arrays[n] for n in ("term_starts", "terms", "low", "body", "head", "days"))
        )
        self._scale = Scale()
        self._near: NDArray[np.int32] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file of sketches."""
        self._file.close()

    def lists(self, start: int, stop: int) -> Near:
        """Return what the reports at these places add to the lists of all."""
        found = near(self._rows, self._index, self._scale, start, stop)
        for one in self._maps.values():
            one.release()
        return found

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
        """Return the ward of these places, of a pile whose lists were kept."""
        if self._near is None:
            self._maps["near"] = _Mapped(self._folder / "near", np.int32)
            self._near = self._maps["near"].array.reshape(len(self._places), -1)
        items = [self.sketch(i) for i in places]
        listed = [[j for j in self._near[i].tolist() if j >= 0] for i in places]
        known = {i: item.id for i, item in zip(places, items, strict=True)}
        return Ward(
            items,
            # Names outside the ward are of no use to it.
            [[known[j] for j in near if j in known] for near in listed],
            [self.sketch(j) for j in nearby(listed, places)],
        )
