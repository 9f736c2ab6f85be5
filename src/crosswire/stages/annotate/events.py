"""Who did what to whom: event records with PLOVER type and mode, the main one first."""

from crosswire.model.annotation import Attribution, Entity, Event, Mention, Place, Time
from crosswire.model.document import Document
from crosswire.stages.annotate.tree import Tree


def find_events(
    document: Document,
    tree: Tree,
    entities: tuple[Entity, ...],
    mentions: tuple[Mention, ...],
    attributions: tuple[Attribution, ...],
    times: tuple[Time, ...],
    places: tuple[Place, ...],
) -> tuple[Event, ...]:
    """Return the event records of `document`, the main one first."""
    return ()
