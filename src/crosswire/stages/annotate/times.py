"""When: every time expression with its TIMEX3 value and the anchor it was resolved against."""

from crosswire.model.annotation import Time
from crosswire.model.document import Document
from crosswire.stages.annotate.tree import Tree


def find_times(document: Document, tree: Tree) -> tuple[Time, ...]:
    """Return the time expressions of `document`, in the order of the text."""
    return ()
