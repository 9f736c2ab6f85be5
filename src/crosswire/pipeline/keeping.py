"""Documents into a store, many in one transaction; an interrupted run keeps all that it said it had kept.

An id that comes again with another text is kept beside the first, as `ID~2`; one whose item says the same as the
report that is there, in another wrapping, is that report. What a person took down comes in again
only if a person adds it (`again`), never from a feed.
"""

import time
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from crosswire.errors import NotFoundError
from crosswire.model.change import Notice
from crosswire.model.document import Document
from crosswire.model.record import Record
from crosswire.model.skipped import Skipped, TakenBack
from crosswire.pipeline.revisions import forget_notices
from crosswire.pipeline.run import Progress, silent
from crosswire.pipeline.versions import says_the_same
from crosswire.stages.acquire.options import AcquireOptions
from crosswire.store.base import Store, Writer

AT_ONCE = 500
"""Documents in one transaction: each costs a wait for the disk (5 ms), shared by so many."""
CHARACTERS = 4_000_000
"""Code points of text in one transaction, so that memory stays small."""
SECONDS = 2.0
"""After which what has come is kept, however little: from the network it comes slowly."""


def streamed(
    sources: Iterable[str],
    options: AcquireOptions,
    skipped: list[Skipped],
    notices: list[Notice],
    progress: Progress = silent,
) -> Iterator[Document]:
    """Yield the documents of `sources` as they are read; what is left out or taken back goes into the two lists."""
    from crosswire.stages.acquire.sources import acquire

    read = 0
    for item in acquire(sources, options):
        if isinstance(item, Document):
            read += 1
            progress("read", read)
            yield item
        elif isinstance(item, TakenBack):
            notices.append(item.notice)
            skipped.append(Skipped(document=item.document, reason=item.reason))
        else:
            skipped.append(item)


class Kept(Record, frozen=True, kw_only=True):
    """What was done with documents: kept now, known before, left out."""

    added: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()


def keep_documents(
    store: Store,
    documents: Iterable[Document],
    *,
    again: bool = True,
    progress: Progress = silent,
) -> Kept:
    """Keep documents as they come, in transactions of their own; return what became of each."""
    added: list[str] = []
    known: list[str] = []
    skipped: list[Skipped] = []
    for some in _batches(documents):
        with store.writer() as writer:
            done = _keep_batch(writer, some, again=again)
        added += done.added
        known += done.known
        skipped += done.skipped
        progress("kept", len(added))
    return Kept(added=tuple(added), known=tuple(known), skipped=tuple(skipped))


class Removed(Record, frozen=True, kw_only=True):
    """What a takedown did; while another process holds the file, it is not `erased` until it is opened next."""

    documents: tuple[str, ...]
    erased: bool = True


def take_down(store: Store, documents: Sequence[str]) -> Removed:
    """Forget documents and what points to them; raises NotFoundError, and does nothing, if one is not there."""
    from crosswire.pipeline.settling import forget  # numpy, no use to reading commands

    with store.writer() as writer:
        found = list(writer.view.documents(documents))
        missing = sorted(set(documents) - {document.id for document in found})
        if missing or not found:
            raise NotFoundError(
                f"no document {', '.join(map(repr, missing))}; `crosswire documents` lists them"
            )
        for document in found:
            forget_notices(writer, document, set(documents))
        forget(writer, documents)  # so that no neighbour's list names them
        writer.drop(*documents)
    return Removed(documents=tuple(dict.fromkeys(documents)))


def _batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    held: list[Document] = []
    size, began = 0, time.monotonic()
    for document in documents:
        held.append(document)
        size += len(document.text)
        late = time.monotonic() - began > SECONDS
        if len(held) >= AT_ONCE or size >= CHARACTERS or late:
            yield held
            held, size, began = [], 0, time.monotonic()
    if held:
        yield held


def _keep_batch(writer: Writer, documents: Sequence[Document], *, again: bool) -> Kept:
    view = writer.view
    present = {d.id: d for d in view.documents(d.id for d in documents)}
    fresh: dict[str, Document] = {}
    known: list[str] = []
    skipped: list[Skipped] = []
    for document in documents:
        if not again and view.removed(document):
            skipped.append(Skipped(document=document.id, reason=TAKEN_DOWN))
            continue
        there = present.get(document.id)
        if there is not None and not _same(there, document):
            document = _renamed(document, writer, present)
            there = present.get(document.id)
        if there is not None:
            known.append(document.id)
            continue
        present[document.id] = document
        fresh[document.id] = document
    writer.put_documents(fresh.values())
    if again:
        writer.readmit(fresh.values())
    return Kept(added=tuple(fresh), known=tuple(known), skipped=tuple(skipped))


TAKEN_DOWN = "was removed from this workspace; add it by hand to have it again"
"""Why a feed's item is left out."""


def _same(there: Document, document: Document) -> bool:
    return there.text == document.text or says_the_same(there, document)


def _renamed(document: Document, writer: Writer, present: dict[str, Document]) -> Document:
    """Return `document` under the first of `ID~2`, `ID~3` … that is free or holds the same text."""
    number = 2
    while True:
        name = f"{document.id}~{number}"
        if name not in present:
            found = writer.view.document(name)
            if found is not None:
                present[name] = found
        there = present.get(name)
        if there is None or there.text == document.text:
            return replace(
                document, id=name, metadata={**document.metadata, "renamed_from": document.id}
            )
        number += 1
