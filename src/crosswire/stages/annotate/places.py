"""Which of a document's names are places, and where on Earth they lie."""

from crosswire.model.annotation import Mention, Place
from crosswire.model.document import Document
from crosswire.stages.annotate.tree import Tree


def find_places(
    document: Document, tree: Tree, mentions: tuple[Mention, ...]
) -> tuple[Place, ...]:
    """Return the places that `document` names, with coordinates where the gazetteer has them."""
    return ()
