"""Who says what: speaker, cue and content, nested into chains, with the status of the content."""

from crosswire.model.annotation import Attribution, Entity, Mention
from crosswire.model.document import Document
from crosswire.stages.annotate.tree import Tree


def find_attributions(
    document: Document,
    tree: Tree,
    entities: tuple[Entity, ...],
    mentions: tuple[Mention, ...],
) -> tuple[Attribution, ...]:
    """Return the attributions of `document`, in the order of their cues."""
    return ()
