"""How many: every number said of something, with its bounds, unit and counted population."""

from crosswire.model.annotation import Figure, Time
from crosswire.model.document import Document
from crosswire.stages.annotate.tree import Tree


def find_figures(document: Document, tree: Tree, times: tuple[Time, ...]) -> tuple[Figure, ...]:
    """Return the figures of `document`, in the order of the text; numbers inside `times` are none."""
    return ()
