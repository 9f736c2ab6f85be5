"""Who and what a document names: entities with their titles, and every mention of them."""

from crosswire.model.annotation import Entity, Mention
from crosswire.model.document import Document
from crosswire.stages.annotate.tree import Tree


def find_mentions(document: Document, tree: Tree) -> tuple[tuple[Entity, ...], tuple[Mention, ...]]:
    """Return the entities that `document` names and their mentions, in the order of the text."""
    return (), ()
