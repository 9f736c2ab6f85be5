"""All reports of a workspace settled at once, in bounded memory: sketches and lists lie in files of a temporary folder.

What is held is some hundred bytes a report. Where reports in other languages are among them, all sketches are held:
ties across languages are found among all.
"""

import tempfile
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np

from crosswire.engine.local import LocalEngine
from crosswire.model.act import Constraints, constraints
from crosswire.model.document import Document
from crosswire.model.story import Story
from crosswire.pipeline.grouping import stories_of
from crosswire.pipeline.marking import Stirred
from crosswire.pipeline.settling import (
    MADE_BY,
    PAGE,
    keys_row,
    put_stories,
    reading,
    shelved,
)
from crosswire.stages.cluster.across import ties_among
from crosswire.stages.cluster.ground import Come
from crosswire.stages.cluster.nearest import Lists, nearest
from crosswire.stages.cluster.pile import Pile, Read, packed
from crosswire.stages.cluster.settle import ClusterOptions, parted, settle, ward_of, whole
from crosswire.stages.cluster.sketch import glance
from crosswire.stages.cluster.sketches import sketches
from crosswire.stages.cluster.wards import wards_of
from crosswire.store.base import View, Writer

TOGETHER = 500
"""Stories, about, that are written together."""


def settle_all(writer: Writer) -> Stirred:
    """Settle everything; what was kept of a report is used where it is of this release."""
    view = writer.view
    decided = constraints(view.acts(standing=True))
    # One process: it holds the right to write, and a library starts no others where nobody asked for it.
    with tempfile.TemporaryDirectory(prefix="crosswire-") as name, LocalEngine(1) as engine:
        folder = Path(name)
        pile = Pile(folder)
        _gather(writer, pile)
        if pile.foreign:
            return _put(writer, _across(writer, pile, folder, decided))
        listed = partial(_shelve, writer, pile, folder)
        return _put(writer, stories_of(pile, folder, engine, constraints=decided, listed=listed))


def _gather(writer: Writer, pile: Pile) -> None:
    """Put the sketches of all documents into a pile."""
    waiting = iter(writer.view.sketches(MADE_BY))
    while some := list(islice(waiting, PAGE)):
        pile.add([_told(name, kept) for name, kept in some])
    for found in _pages(writer.view, pile):
        pile.add([packed(item) for item in sketches(found)])


def _told(name: str, kept: bytes) -> tuple[str, str, float | None, bytes]:
    sha256, content, _ = reading.decode(kept)
    return name, sha256, glance(content)[0], content


def _pages(view: View, pile: Pile) -> Iterator[list[Document]]:
    """Yield the documents that are in no pile yet."""
    waiting = (d for d in view.documents() if pile.row(d.id) is None)
    while some := list(islice(waiting, PAGE)):
        yield some


def _shelve(writer: Writer, pile: Pile, folder: Path, lists: Lists) -> None:
    """Keep the sketches of a pile that is closed, with their lists, and what they are found by."""
    names = pile.names()
    order = np.fromfile(folder / "order", np.int64).tolist()
    with Read(folder) as read:
        for start in range(0, len(order), PAGE):
            rows = []
            for i in range(start, min(start + PAGE, len(order))):
                near = tuple((names[order[j]], value) for j, value in lists.of(i))
                rows.append((names[order[i]], shelved(Come(read.sketch(i), near))))
            writer.put_sketches(rows, MADE_BY)
        writer.put_all_keys(keys_row(read.sketch(i)) for i in range(len(order)))


def _across(writer: Writer, pile: Pile, folder: Path, decided: Constraints) -> Iterator[Story]:
    """Yield the stories of a pile of several languages."""
    count = len(pile.close())
    with Read(folder) as read:
        items = [read.sketch(place) for place in range(count)]
    lists = nearest(items)
    _shelve(writer, pile, folder, lists)
    place = {item.id: i for i, item in enumerate(items)}
    own, across = parted(decided.together, {item.id: item for item in items})
    bound = [(place[a], place[b]) for a, b in own]
    wards = [ward_of(items, lists, ward) for ward in wards_of(lists, bound)]
    for ward in whole(wards, across + ties_among(items)):
        yield from settle(ward, ClusterOptions(), decided)


def _put(writer: Writer, stories: Iterator[Story]) -> Stirred:
    """Write stories as they come where there were none before; else all together, so that each keeps its id."""
    view = writer.view
    if view.story_count():
        return put_stories(writer, list(stories), _before(view), view.unsettled())
    held: list[Story] = []
    for story in stories:
        if len(held) >= TOGETHER and (story.saga is None or story.saga != held[-1].saga):
            put_stories(writer, held, {}, ())
            held = []
        held.append(story)
    put_stories(writer, held, {}, ())
    return {}


def _before(view: View) -> dict[str, Story]:
    return {story.id: story for story in view.stories()}
