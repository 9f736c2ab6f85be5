"""Sources to stories in one go, however many: read and sketched, compared and settled by all cores.

What is held in memory is a few hundred bytes a report; sketches are in files of a temporary folder.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from crosswire.engine.base import Lost
from crosswire.engine.local import LocalEngine
from crosswire.errors import EngineError
from crosswire.model.act import Constraints
from crosswire.model.document import Document
from crosswire.model.skipped import Skipped
from crosswire.model.story import Story
from crosswire.stages.acquire.documents import Raw, build
from crosswire.stages.acquire.options import NOTED, AcquireOptions
from crosswire.stages.acquire.sources import (
    TWICE,
    Item,
    items,
    name_of,
    reports,
    text_hash,
    under,
)
from crosswire.stages.cluster.across import BY_A_PERSON, Tie, provinces
from crosswire.stages.cluster.nearest import AT_ONCE, Lists, Near
from crosswire.stages.cluster.pile import Page, Pile, Read, page, renamed
from crosswire.stages.cluster.pile_ties import ties_in
from crosswire.stages.cluster.settle import ClusterOptions, cluster_sketches, settle, whole
from crosswire.stages.cluster.sketches import packs
from crosswire.stages.cluster.wards import wards_of

FILES, BYTES = 48, 1 << 19
"""Files, and bytes of pieces of files, that a process reads at once."""
TOGETHER = 500
"""Reports of wards that a process settles at once."""
AT_ONCE_WHOLE = 20_000
"""Reports up to which a pile with other languages is settled in memory, as a whole."""
ACROSS = 20_000
"""Reports in other languages up to which ties across languages are looked for."""
FEW = 3
"""Tasks from which several processes pay."""
Tell = Callable[[str, int], None]
Task = TypeVar("Task")
Result = TypeVar("Result")


class Sketched(NamedTuple):
    """What some files held, in order: reports, sketched and ready for a pile, and what could not be read.

    Of each report `digests` tells its text, `singles` whether it is all of its file. `skipped` come before the report
    of their number. `told` are the documents, without text, of which there is more to say, by number.
    """

    page: Page
    digests: list[str]
    singles: list[bool]
    skipped: list[tuple[int, Skipped]]
    told: dict[int, Document]


class Gathered(NamedTuple):
    """What was read into a pile: what was left out, and the documents of which there is something to say."""

    skipped: list[Skipped]
    told: list[Document]


def assigned(
    sources: Iterable[str],
    options: AcquireOptions,
    *,
    workers: int = 0,
    tell: Tell = lambda stage, done: None,
    hear: Callable[[Gathered], None] = lambda gathered: None,
) -> Iterator[tuple[str, str]]:
    """Yield each report of `sources` with its story, in order; `hear` is given what is to be said of the reading."""
    with tempfile.TemporaryDirectory(prefix="crosswire-") as name, LocalEngine(workers) as engine:
        folder = Path(name)
        pile = Pile(folder)
        hear(gather(sources, options, pile, engine, tell))
        home = [""] * len(pile)
        for story in stories_of(pile, folder, engine, bare=True, tell=tell):
            for document in story.documents:
                home[pile.row(document) or 0] = story.id
        yield from zip(pile.names(), home, strict=True)


# ------------------------------------------------------------ reading


def gather(
    sources: Iterable[str],
    options: AcquireOptions,
    pile: Pile,
    engine: LocalEngine,
    tell: Tell = lambda stage, done: None,
) -> Gathered:
    """Read sources into a pile, under the ids that `acquire` gives."""
    found = Gathered([], [])
    texts: dict[str, str] = {}
    bare = replace(options, fetch=None, stdin=None)
    tasks = _batches(items(sources, options), options)
    for done in _mapped(engine, partial(read_items, bare), tasks):
        _add(done, texts, pile, found)
        tell("sketched", len(pile))
    return found


def _add(done: Sketched, texts: dict[str, str], pile: Pile, found: Gathered) -> None:
    """Put what was read into the pile, under ids of their own."""
    names = [
        name_of(id, digest, texts, single)
        for id, digest, single in zip(done.page.ids, done.digests, done.singles, strict=True)
    ]
    again = [
        (row, Skipped(document=done.page.ids[row], reason=TWICE))
        for row, name in enumerate(names)
        if name is None
    ]
    both = sorted([*done.skipped, *again], key=lambda pair: pair[0])
    found.skipped.extend(skipped for _, skipped in both)
    for row, name in enumerate(names):
        id = done.page.ids[row]
        if name is not None and (row in done.told or name != id):
            told = done.told.get(row) or Document(id=id, sha256="", text="")
            found.told.append(under(told, name))
    if names == done.page.ids:
        pile.put(done.page)
    else:
        pile.put(renamed(done.page, names))


_Given = Item | Raw | Skipped | Document


def _batches(given: Iterable[_Given], options: AcquireOptions) -> Iterator[list[_Given]]:
    """Yield what is to be read in lists of about the same size."""
    batch: list[_Given] = []
    size = 0
    for item in given:
        if isinstance(item, Item) and item.path is None and item.data is None:
            held = [done for done, _ in reports(item, options)]  # standard input
            batch += held
            size += sum(len(one.text) for one in held if isinstance(one, Document))
        else:
            batch.append(item)
            size += len(item.data or b"") if isinstance(item, Item) else 0
        if len(batch) >= FILES or size >= BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def read_items(options: AcquireOptions, given: Sequence[_Given]) -> Sketched:
    """Return what some files hold, sketched, for a pool of processes."""
    documents: list[Document] = []
    singles: list[bool] = []
    skipped: list[tuple[int, Skipped]] = []
    for item in given:
        held = (
            reports(item, options) if isinstance(item, Item) else [(_built(item, options), False)]
        )
        for one, single in held:
            if isinstance(one, Skipped):
                skipped.append((len(documents), one))
            else:
                documents.append(one)
                singles.append(single)
    told = {row: said for row, one in enumerate(documents) if (said := _said(one))}
    digests = [text_hash(one) for one in documents]
    return Sketched(page(list(packs(documents))), digests, singles, skipped, told)


def _built(item: Raw | Skipped | Document, options: AcquireOptions) -> Skipped | Document:
    return build(item, options) if isinstance(item, Raw) else item


def _said(document: Document) -> Document | None:
    """Return a document without its text, where more than its story is to be said of it."""
    noted = {key: document.metadata[key] for key in NOTED if key in document.metadata}
    if not noted and document.language in (None, "en"):
        return None
    return Document(id=document.id, sha256="", text="", language=document.language, metadata=noted)


# ------------------------------------------------------------ grouping


def stories_of(
    pile: Pile,
    folder: Path,
    engine: LocalEngine,
    *,
    constraints: Constraints | None = None,
    bare: bool = False,
    tell: Tell = lambda stage, done: None,
    listed: Callable[[Lists], None] = lambda lists: None,
) -> Iterator[Story]:
    """Yield the stories of a pile in `folder`, to which all has been added; `bare` ones have no members.

    `listed` is given the lists of all before; never where ties across languages are looked for.
    """
    decided = constraints or Constraints()
    order = pile.close()
    if pile.foreign and len(pile) <= AT_ONCE_WHOLE:
        with Read(folder) as read:  # ties across languages are found among all
            yield from cluster_sketches(map(read.sketch, range(len(order))), None, decided)
        return
    try:
        yield from _settled(pile, order, folder, engine, decided, bare, tell, listed)
    finally:
        _let_go()


def _settled(
    pile: Pile,
    order: NDArray[np.int64],
    folder: Path,
    engine: LocalEngine,
    decided: Constraints,
    bare: bool,
    tell: Tell,
    listed: Callable[[Lists], None],
) -> Iterator[Story]:
    lists = _lists(len(order), folder, engine, tell)
    pile.keep(lists)
    listed(lists)
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    bound, tied = _decided(pile, place, folder, decided)
    if 0 < len(pile.foreign) <= ACROSS:
        with Read(folder) as read:
            tied += ties_in(folder, read, [int(place[row]) for row in pile.foreign])
    wards = wards_of(lists, bound)
    del lists
    held = {at for one, other, _ in tied for at in (one, other)}
    across: list[Sequence[int]] = []
    done = 0
    work = partial(settle_wards, str(folder), decided, bare)
    for stories in _mapped(engine, work, _some(_untied(wards, held, across))):
        done += sum(len(story.documents) for story in stories)
        tell("settled", done)
        yield from stories
    if across:
        yield from _across(across, [tie for _, _, tie in tied], folder, decided, bare)


def _decided(
    pile: Pile, place: NDArray[np.int64], folder: Path, decided: Constraints
) -> tuple[list[tuple[int, int]], list[tuple[int, int, Tie]]]:
    """Return the pairs that a person put together, by place: those of one language, and as ties those of two."""
    own, across = [], []
    foreign = set(pile.foreign)
    with Read(folder) as read:
        for pair in decided.together:
            rows = [pile.row(name) for name in pair]
            if rows[0] is None or rows[1] is None:
                continue
            one, other = (int(place[row]) for row in rows)
            if foreign.isdisjoint(rows) or read.sketch(one).language == read.sketch(other).language:
                own.append((one, other))
            else:
                across.append((one, other, Tie(*pair, BY_A_PERSON)))
    return own, across


def _untied(
    wards: Iterable[list[int]], held: set[int], across: list[Sequence[int]]
) -> Iterator[list[int]]:
    """Yield the wards that no tie holds; add the others to `across`."""
    for ward in wards:
        if held.isdisjoint(ward):
            yield ward
        else:
            across.append(ward)


def _across(
    wards: Sequence[Sequence[int]],
    ties: Sequence[Tie],
    folder: Path,
    decided: Constraints,
    bare: bool,
) -> Iterator[Story]:
    """Yield the stories of wards that ties across languages hold together."""
    pile, options = _read(str(folder)), ClusterOptions()
    names = [[pile.sketch(place).id for place in ward] for ward in wards]
    for places, held in provinces(names, ties):
        for ward in whole([pile.ward(wards[place]) for place in places], held):
            yield from settle(ward, options, decided, bare=bare)


def _lists(count: int, folder: Path, engine: LocalEngine, tell: Tell) -> Lists:
    """Return the lists of all reports of a pile."""
    pages = [(start, min(start + AT_ONCE, count)) for start in range(0, count, AT_ONCE)]
    found = Lists.empty(count)
    for done, more in enumerate(_mapped(engine, partial(list_page, str(folder)), pages), start=1):
        found.add(more)
        tell("compared", min(done * AT_ONCE, count))
    return found


def list_page(folder: str, page: tuple[int, int]) -> Near:
    """Return what the reports at some places add to all lists, for a pool of processes."""
    return _read(folder).lists(*page)


def settle_wards(
    folder: str, decided: Constraints, bare: bool, wards: Sequence[Sequence[int]]
) -> list[Story]:
    """Return the stories of some wards, for a pool of processes."""
    pile, options = _read(folder), ClusterOptions()
    return [s for ward in wards for s in settle(pile.ward(ward), options, decided, bare=bare)]


_open: dict[str, Read] = {}


def _read(folder: str) -> Read:
    """Return the pile in `folder`, opened once in a process."""
    if folder not in _open:
        _let_go()
        _open[folder] = Read(Path(folder))
    return _open[folder]


def _let_go() -> None:
    for read in _open.values():
        read.close()
    _open.clear()


def _some(wards: Iterable[list[int]]) -> Iterator[list[list[int]]]:
    batch: list[list[int]] = []
    size = 0
    for ward in wards:
        batch.append(ward)
        size += len(ward)
        if size >= TOGETHER:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _mapped(
    engine: LocalEngine, work: Callable[[Task], Result], tasks: Iterable[Task]
) -> Iterator[Result]:
    """Yield the results of tasks, in order; a few are done in this process."""
    waiting = iter(tasks)
    first = list(islice(waiting, FEW))
    if len(first) < FEW:
        yield from map(work, first)
        return
    for found in engine.map(work, chain(first, waiting)):
        if isinstance(found, Lost):
            raise EngineError(f"work was lost: {found.reason}; is there memory enough?")
        yield found
