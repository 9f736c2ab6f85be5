"""Documents to stories in parts: sketches, who holds which key, lists, wards, and each ward settled by itself.

What comes out is what `pipeline.run.group_stories` gives of the same documents. The driver holds a row a report.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby, pairwise

import msgspec
import numpy as np

from crosswire.model.act import Constraints
from crosswire.model.record import Record
from crosswire.model.story import Story
from crosswire.pipeline.batch.reading import AT_ONCE, Row, Where, fetch_documents
from crosswire.pipeline.batch.shelf import Shelf, name_of
from crosswire.pipeline.batch.steps import Steps
from crosswire.stages.cluster.across import Tie, provinces
from crosswire.stages.cluster.nearest import NEAR, Lists
from crosswire.stages.cluster.partition import (
    PARTS,
    Held,
    hold,
    keys_of_all,
    lists_of,
    part_of,
    ties_at,
)
from crosswire.stages.cluster.settle import ClusterOptions, Ward, nearby, settle, whole
from crosswire.stages.cluster.sketch import Sketch, pack, unpack
from crosswire.stages.cluster.sketches import sketches
from crosswire.stages.cluster.wards import wards_of

A_RANGE = 1000
"""Reports whose lists are found at a time."""
A_WARD = 500
"""Reports that are settled at a time, at least."""
A_PART = 20_000
"""Reports for each part that keys are cut into, up to `PARTS`."""

_encode, _decode = msgspec.msgpack.encode, msgspec.msgpack.decode


class Sketching(Record, frozen=True, kw_only=True):
    """Documents to be sketched."""

    out: str
    places: tuple[Where, ...]


class Heads(Record, frozen=True, kw_only=True):
    """What the driver knows of some sketches; `keys` is where those of each part stand, each with whose it is."""

    ranks: tuple[int, ...]
    lengths: tuple[int, ...]
    spans: tuple[tuple[int, int], ...]
    keys: tuple[tuple[int, int], ...]


class Order(Record, frozen=True, kw_only=True):
    """All reports in order of rank: by place the file of the sketch, where it stands there, how many keys it has."""

    files: tuple[str, ...]
    heads: tuple[tuple[tuple[int, int], ...], ...]
    """Where each file's keys stand, by part."""
    at: bytes
    """File, number in it, start, end and keys, by place."""


class Holding(Record, frozen=True, kw_only=True):
    """Parts of the keys."""

    out: str
    order: str
    start: int
    stop: int


class Finding(Record, frozen=True, kw_only=True):
    """Places whose lists are wanted, and the files that tell who holds which key."""

    out: str
    order: str
    start: int
    stop: int
    held: tuple[str, ...]


class Settling(Record, frozen=True, kw_only=True):
    """Wards to be settled: their places with their lists, and what ties those of one group across languages."""

    out: str
    order: str
    groups: tuple[tuple[tuple[tuple[tuple[int, tuple[int, ...]], ...], ...], tuple[Tie, ...]], ...]


def group(steps: Steps, rows: Sequence[Row]) -> list[Story]:
    """Return the stories of documents on the shelf, without members: what `group_stories` gives of the same."""
    if not rows:
        return []
    order, names = _ordered(steps, rows)
    parts = max(1, min(PARTS, len(rows) // A_PART))
    cuts = [round(i * PARTS / parts) for i in range(parts + 1)]
    holding = [
        Holding(out=steps.name("hold", order, a, b), order=order, start=a, stop=b)
        for a, b in pairwise(cuts)
    ]
    held = tuple(task.out for task in steps.run("hold", hold_part, holding))
    finding = [
        Finding(
            out=steps.name("near", order, start, held),
            order=order, start=start, stop=min(start + A_RANGE, len(rows)), held=held,
        )
        for start in range(0, len(rows), A_RANGE)
    ]  # fmt: skip
    near, ties = [np.zeros((0, 2, NEAR), np.int32)], list[Tie]()
    for found in steps.run("near", find_lists, finding):
        data, tied = _decode(steps.shelf.get(found.out), type=tuple[bytes, list[Tie]])
        near.append(np.frombuffer(data, np.int32).reshape(-1, 2, NEAR))
        ties += tied
    both = np.concatenate(near)
    lists = Lists(both[:, 0], both[:, 1])
    stories: list[Story] = []
    for done in steps.run("settle", settle_wards, _settlings(steps, order, lists, names, ties)):
        stories += _decode(steps.shelf.get(done.out), type=list[Story])
    return stories


def _ordered(steps: Steps, rows: Sequence[Row]) -> tuple[str, list[str]]:
    """Sketch all documents; return the name of their order of rank, and their ids in it."""
    by_part = groupby((row.where for row in rows), key=lambda where: where.part)
    sketching = (
        Sketching(out=steps.name("sketch", *places), places=places)
        for places in (tuple(found) for _, found in by_part)
    )
    files, heads = [], []
    ids: list[str] = []
    ranks: list[int] = []
    at: list[tuple[int, int, int, int, int]] = []
    for number, task in enumerate(steps.run("sketch", sketch_part, sketching)):
        head = _decode(steps.shelf.get(task.out), type=Heads)
        files.append(name_of("sketches", task.out))
        heads.append(head.keys)
        ids += [where.id for where in task.places]
        ranks += head.ranks
        spans = zip(head.spans, head.lengths, strict=True)
        at += [(number, k, *span, length) for k, (span, length) in enumerate(spans)]
    order = sorted(range(len(ids)), key=lambda i: (ranks[i], ids[i]))
    kept = Order(
        files=tuple(files),
        heads=tuple(heads),
        at=np.array(at, np.int64)[order].tobytes(),
    )
    name = steps.name("order", *files)
    steps.shelf.put(name, _encode(kept))
    names = [ids[i] for i in order]
    steps.shelf.put(name_of("names", name), _encode((names, [ranks[i] for i in order])))
    return name, names


def _settlings(
    steps: Steps, order: str, lists: Lists, names: Sequence[str], ties: Sequence[Tie]
) -> Iterator[Settling]:
    wards = wards_of(lists)
    groups: Iterable[tuple[list[int], list[Tie]]] = (([n], []) for n in range(len(wards)))
    if ties:
        groups = provinces([[names[i] for i in ward] for ward in wards], ties)
    waiting, size = [], 0
    for together, tied in groups:
        told = tuple(
            tuple((i, tuple(j for j, _ in lists.of(i))) for i in wards[n]) for n in together
        )
        waiting.append((told, tuple(tied)))
        size += sum(map(len, told))
        if size >= A_WARD:
            yield _settling(steps, order, waiting)
            waiting, size = [], 0
    if waiting:
        yield _settling(steps, order, waiting)


def _settling(steps: Steps, order: str, groups: Sequence[object]) -> Settling:
    out = steps.name("settle", order, groups)
    return Settling(out=out, order=order, groups=tuple(groups))  # type: ignore[arg-type]


# ---------------------------------------------------------------- what workers do


def sketch_part(shelf: str, task: Sketching) -> None:
    """Sketch some documents; keep the sketches with their keys by part."""
    kept = Shelf(shelf)
    made = list(sketches(fetch_documents(kept, task.places)))
    records = [_encode((item.id, item.sha256, pack(item))) for item in made]
    ends = np.concatenate([[0], np.cumsum([len(r) for r in records])]).astype(int).tolist()
    keys, owners = keys_of_all(made)
    parts = part_of(keys)
    data, at, spans = [*records], ends[-1], []
    for part in range(PARTS):
        here = parts == part
        packed = _encode((keys[here].tobytes(), owners[here].tobytes()))
        data.append(packed)
        spans.append((at, at + len(packed)))
        at += len(packed)
    kept.put(name_of("sketches", task.out), b"".join(data))
    head = Heads(
        ranks=tuple(item.rank for item in made),
        lengths=tuple(len(item.keys) for item in made),
        spans=tuple(pairwise(ends)),
        keys=tuple(spans),
    )
    kept.put(task.out, _encode(head))


def hold_part(shelf: str, task: Holding) -> None:
    """Find who holds which key of some parts."""
    order = _order(shelf, task.order)
    kept = Shelf(shelf)
    place_of = np.full((len(order.files), AT_ONCE), -1, np.int64)
    place_of[order.at[:, 0], order.at[:, 1]] = np.arange(len(order.at))
    keys, places = [np.zeros(0, np.uint64)], [np.zeros(0, np.int64)]
    for number, (name, spans) in enumerate(zip(order.files, order.heads, strict=True)):
        start, end = spans[task.start][0], spans[task.stop - 1][1]
        data, at = kept.part(name, start, end), 0
        for first, last in spans[task.start : task.stop]:
            some, owners = _decode(data[at : at + last - first], type=tuple[bytes, bytes])
            keys.append(np.frombuffer(some, np.uint64))
            places.append(place_of[number][np.frombuffer(owners, np.int32)])
            at += last - first
    found = hold(np.concatenate(keys), np.concatenate(places))
    arrays = (found.keys.tobytes(), found.starts.tobytes(), found.places.tobytes())
    kept.put(task.out, _encode(arrays))


def find_lists(shelf: str, task: Finding) -> None:
    """Find the lists of some reports, and what ties them to reports in other languages."""
    order = _order(shelf, task.order)
    own = order.sketches(range(task.start, task.stop))
    parts = [_held(shelf, name) for name in task.held]
    found = lists_of(own, parts, order.at[:, 4], order.sketches)

    def known() -> tuple[list[str], list[int]]:
        data = Shelf(shelf).get(name_of("names", task.order))
        return _decode(data, type=tuple[list[str], list[int]])

    ties = ties_at(own, parts, order.sketches, known)
    both = np.stack([found.places, found.values], 1).astype(np.int32)
    Shelf(shelf).put(task.out, _encode((both.tobytes(), ties)))


def settle_wards(shelf: str, task: Settling) -> None:
    """Settle some wards; keep their stories."""
    order = _order(shelf, task.order)
    options, nobody = ClusterOptions(), Constraints()
    stories: list[Story] = []
    for together, ties in task.groups:
        wards = [_ward(order, told) for told in together]
        for ward in whole(wards, ties):
            stories += settle(ward, options, nobody, bare=True)
    Shelf(shelf).put(task.out, _encode(stories))


def _ward(order: "_Order", told: Sequence[tuple[int, Sequence[int]]]) -> Ward:
    places = [place for place, _ in told]
    listed = [near for _, near in told]
    items = order.sketches(places)
    around = nearby(listed, places)
    beside = order.sketches(around)
    # Names outside the ward are of no use to it.
    near = [[items[j].id for j in some if j in items] for some in listed]
    return Ward([items[i] for i in places], near, [beside[j] for j in around])


class _Order:
    """The order of a batch, with the sketches at its places."""

    def __init__(self, shelf: str, name: str) -> None:
        self._shelf = Shelf(shelf)
        kept = _decode(self._shelf.get(name), type=Order)
        self.files, self.heads = kept.files, kept.heads
        self.at = np.frombuffer(kept.at, np.int64).reshape(-1, 5)

    def sketches(self, places: Iterable[int]) -> dict[int, Sketch]:
        """Return the sketches at `places`, by place; a file of which several are wanted is read once."""
        wanted = list(places)
        by_file: dict[int, list[int]] = {}
        for place in wanted:
            by_file.setdefault(int(self.at[place, 0]), []).append(place)
        cuts = [
            (file, int(self.at[some, 2].min()), int(self.at[some, 3].max()))
            for file, some in by_file.items()
        ]
        read = self._shelf.parts([(self.files[f], a, b) for f, a, b in cuts]) if cuts else []
        found: dict[int, Sketch] = {}
        for (file, first, _), data in zip(cuts, read, strict=True):
            for place in by_file[file]:
                start, end = (self.at[place, 2:4] - first).tolist()
                id, sha256, packed = _decode(data[start:end], type=tuple[str, str, bytes])
                found[place] = unpack(id, sha256, packed)
        return {place: found[place] for place in wanted}


@lru_cache(maxsize=1)
def _order(shelf: str, name: str) -> _Order:
    return _Order(shelf, name)


@lru_cache(maxsize=PARTS)
def _held(shelf: str, name: str) -> Held:
    keys, starts, places = _decode(Shelf(shelf).get(name), type=tuple[bytes, bytes, bytes])
    return Held(
        np.frombuffer(keys, np.uint64),
        np.frombuffer(starts, np.int64),
        np.frombuffer(places, np.int32),
    )
