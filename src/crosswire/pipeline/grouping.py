"""Documents to stories in one go: sketched by all cores, neighbours found in one process, wards settled as found.

Memory stays flat in what is held: about 700 bytes a report, the sketches themselves being in a file.
"""

import tempfile
from collections.abc import Iterable, Iterator

from crosswire.engine.local import map_chunks
from crosswire.model.act import Constraints
from crosswire.model.document import Document
from crosswire.model.story import Story
from crosswire.stages.cluster.pile import Packed, Pile, packed, stories_of
from crosswire.stages.cluster.sketch import sketch

POOL_FROM = 2000
"""Reports from which a second process pays."""


def stories_streaming(
    documents: Iterable[Document], *, workers: int = 0, constraints: Constraints | None = None
) -> Iterator[Story]:
    """Yield the settled stories of `documents`, which are read once; those of one ward come together.

    Of documents of one id the first counts. `workers` is as with `map_chunks`.
    """
    decided = constraints or Constraints()
    with tempfile.TemporaryFile(prefix="crosswire-") as file:
        pile = Pile(file)
        pile.add(map_chunks(sketch_chunk, documents, workers=workers))
        found = pile.whole()
        yield from stories_of(pile.wards(found, decided), decided)


def sketch_chunk(chunk: list[Document]) -> list[Packed]:
    """Return the packed sketches of some documents, for a pool of processes."""
    return [packed(sketch(document)) for document in chunk]
