"""Documents to stories in one go: sketched by all cores, neighbours found by one, wards settled by all.

What is held in memory is about 800 bytes a report; sketches are in files of a temporary folder.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from crosswire.engine.local import map_chunks
from crosswire.model.act import Constraints
from crosswire.model.document import Document
from crosswire.model.story import Story
from crosswire.stages.cluster.pile import Packed, Pile, Read, packed
from crosswire.stages.cluster.settle import ClusterOptions, settle
from crosswire.stages.cluster.sketch import sketch
from crosswire.stages.cluster.wards import wards_of

MANY = 5000
"""Reports from which a folder and several processes pay."""
Tell = Callable[[str, int], None]


def group_many(
    documents: Iterable[Document],
    *,
    workers: int = 0,
    constraints: Constraints | None = None,
    bare: bool = False,
    tell: Tell = lambda stage, done: None,
) -> Iterator[Story]:
    """Yield the settled stories of `documents`, which are read once; of one id the first counts.

    `workers` is as with `map_chunks`; `bare` stories have no members; `tell` hears of each stage's progress.
    """
    with tempfile.TemporaryDirectory(prefix="crosswire-") as folder:
        pile = Pile(Path(folder))
        for item in map_chunks(sketch_chunk, documents, workers=workers):
            pile.add([item])
            tell("sketched", len(pile))
        yield from group_pile(
            pile, Path(folder), workers=workers, constraints=constraints, bare=bare, tell=tell
        )


def group_pile(
    pile: Pile,
    folder: Path,
    *,
    workers: int = 0,
    constraints: Constraints | None = None,
    bare: bool = False,
    tell: Tell = lambda stage, done: None,
) -> Iterator[Story]:
    """Yield the stories of a pile in `folder`, to which all has been added."""
    decided = constraints or Constraints()
    place, lists = pile.whole(partial(tell, "compared"))
    bound = [(place[a], place[b]) for a, b in decided.together if {a, b} <= place.keys()]
    wards = wards_of(lists, bound)
    del place, lists
    done = 0
    for stories in map_chunks(
        partial(settle_chunk, str(folder), decided, bare), wards, workers=workers
    ):
        done += sum(len(story.documents) for story in stories)
        tell("settled", done)
        yield from stories


def sketch_chunk(chunk: list[Document]) -> list[Packed]:
    """Return the packed sketches of some documents, for a pool of processes."""
    return [packed(sketch(document)) for document in chunk]


def settle_chunk(
    folder: str, decided: Constraints, bare: bool, chunk: list[list[int]]
) -> list[list[Story]]:
    """Return the stories of some wards, for a pool of processes."""
    options = ClusterOptions()
    with Read(Path(folder)) as pile:
        return [settle(pile.ward(ward), options, decided, bare=bare) for ward in chunk]
