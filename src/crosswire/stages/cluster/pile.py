"""A pile of sketches too many to hold as objects: all but ids, times and places lies in files of a folder.

Reports go in in any order, each id once; once `closed`, places are in order of rank. Any process that can read the
folder can then find their lists and settle its wards (`Read`), so that several do.
"""

import mmap
import os
import struct
from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache
from io import BufferedWriter
from itertools import accumulate, islice
from math import nan
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from crosswire.stages.cluster.nearest import Flat, Index, Lists, Near, Scale, asked, held, near
from crosswire.stages.cluster.settle import Ward, nearby
from crosswire.stages.cluster.sketch import Packed, Sketch, glance, pack, rank_of, unpack

_SIZES = struct.Struct("<dHHHH")
_COLUMNS: dict[str, type[np.generic]] = {
    "terms": np.uint32,
    "low": np.uint16,
    "body": np.uint16,
    "head": np.uint16,
    "keys": np.uint64,
}
KEPT = 2000
"""Sketches that a process keeps while it settles wards."""
_ROWS = ("term_starts", "key_starts", "order", "known", "slots")
"""Arrays of whole numbers that are written when all has been added."""


def packed(item: Sketch) -> Packed:
    """Return a sketch as it goes into a pile."""
    return item.id, item.sha256, item.day, pack(item)


class Page(NamedTuple):
    """Reports made ready for a pile by whoever sketched them: their contents in a row, column by column.

    `sizes` are of each report the lengths of its record, terms and keys, `foreign` the rows of other languages.
    """

    ids: list[str]
    ranks: list[int]
    days: list[float]
    sizes: tuple[list[int], list[int], list[int]]
    foreign: list[int]
    columns: dict[str, bytes]


def page(items: Sequence[Packed]) -> Page:
    """Return `items`, each id once, as a page."""
    parts: dict[str, list[bytes]] = {
        name: [] for name in ("sketches", "terms", "body", "head", "keys")
    }
    lengths: tuple[list[int], list[int], list[int]] = ([], [], [])
    foreign = []
    for row, (name, sha256, _, content) in enumerate(items):
        record = _record(name, sha256, content)
        _, _, terms, names, keys = _SIZES.unpack_from(content)
        body = _SIZES.size + 4 * terms
        head, rarity = body + 2 * terms, body + 4 * terms
        at = rarity + terms + 6 * names
        end = at + 8 * keys
        parts["sketches"].append(record)
        parts["terms"].append(content[_SIZES.size : body])
        parts["body"].append(content[body:head])
        parts["head"].append(content[head:rarity])
        parts["keys"].append(content[at:end])
        for row_lengths, length in zip(lengths, (len(record), terms, keys), strict=True):
            row_lengths.append(length)
        if end < len(content):
            foreign.append(row)
    columns = {name: b"".join(found) for name, found in parts.items()}
    columns["low"] = np.frombuffer(columns["terms"], np.uint32).astype(np.uint16).tobytes()
    return Page(
        ids=[item[0] for item in items],
        ranks=[rank_of(name, sha256, day) for name, sha256, day, _ in items],
        days=[nan if day is None else day for _, _, day, _ in items],
        sizes=lengths,
        foreign=foreign,
        columns=columns,
    )


def renamed(made: Page, names: Sequence[str | None]) -> Page:
    """Return a page with each report under another id, or left out where that is None."""
    ends = list(accumulate(made.sizes[0], initial=0))
    items: list[Packed] = []
    for row, name in enumerate(names):
        if name is not None:
            _, sha256, content = _parts(made.columns["sketches"][ends[row] : ends[row + 1]])
            items.append((name, sha256, glance(content)[0], content))
    return page(items)


def _record(name: str, sha256: str, content: bytes) -> bytes:
    own = name.encode("utf-8", "surrogatepass")
    return f"{len(own)} {sha256}\n".encode("utf-8", "surrogatepass") + own + content


def _parts(record: bytes) -> tuple[str, str, bytes]:
    """Return the id, the hash and the packed sketch of a record."""
    head, _, rest = record.partition(b"\n")
    size, _, sha256 = head.decode("utf-8", "surrogatepass").partition(" ")
    return rest[: int(size)].decode("utf-8", "surrogatepass"), sha256, rest[int(size) :]


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
        fresh: dict[str, Packed] = {}
        for item in items:
            if item[0] not in self._ids:
                fresh.setdefault(item[0], item)
        if fresh:
            self.put(page(list(fresh.values())))

    def put(self, more: Page) -> None:
        """Add a page of reports, none of whose ids was added before."""
        row = len(self._ids)
        self._ids.update(zip(more.ids, range(row, row + len(more.ids)), strict=True))
        for name, column in more.columns.items():
            self._files[name].write(column)
        for ends, lengths in zip(
            (self._ends, self._term_ends, self._key_ends), more.sizes, strict=True
        ):
            ends.extend(islice(accumulate(lengths, initial=ends[-1]), 1, None))
        self._ranks.extend(more.ranks)
        self._days.extend(more.days)
        self.foreign += [row + i for i in more.foreign]

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
        starts, order = arrays["key_starts"], arrays["order"]
        self._index = Index(
            keys=arrays["keys"],
            starts=starts,
            order=order,
            known=arrays["known"],
            slots=arrays["slots"],
            holders=arrays["holders"],
            asked=asked(starts, order),
        )
        self._rows = Flat(
            *(arrays[n] for n in ("term_starts", "terms", "low", "body", "head", "days"))
        )
        self._scale = Scale()
        self._near: NDArray[np.int32] | None = None
        # Wards that are settled one after the other have mostly the same reports around them.
        self._kept = lru_cache(KEPT)(self._unpacked)

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
        return self._kept(place)

    def _unpacked(self, place: int) -> Sketch:
        start, end = self._places[place].tolist()
        return unpack(*_parts(os.pread(self._file.fileno(), end - start, start)))

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
