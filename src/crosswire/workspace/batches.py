"""A batch into a workspace: its documents, and what the parser made of them, so that no desk reads them again."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from crosswire.pipeline.batch.dossiers import Layered, dated_documents, layers_of
from crosswire.pipeline.batch.reading import fetch_documents
from crosswire.pipeline.batch.run import Reconciled
from crosswire.settings import Settings
from crosswire.workspace import Workspace
from crosswire.workspace.keeping import Added

Item = TypeVar("Item")

AT_ONCE = 200
"""Documents whose layers are kept in one transaction."""


def take_in(done: Reconciled, layered: Sequence[Layered], settings: Settings) -> Added:
    """Keep the documents of a batch in the workspace that settings name, with those layers that were made."""
    shelf = done.steps.shelf
    with Workspace(settings.workspace, settings) as kept:
        added = kept.keep_all(
            (
                document
                for some in _portions(done.batch.rows)
                for document in fetch_documents(shelf, [row.where for row in some])
            ),
            done.batch.skipped,
            done.batch.notices,
        )
        for some in _portions(layered):
            kept.keep_layers(
                dated_documents(shelf, [m.document for m in some]), layers_of(shelf, some)
            )
    return added


def _portions(items: Iterable[Item]) -> Iterator[list[Item]]:
    waiting = iter(items)
    while some := list(islice(waiting, AT_ONCE)):
        yield some
