"""Which documents of a story count: of each report the present version; what changed from one version to the next.

Nothing of this is kept: it follows from the texts, the order in which they came and what agencies took back, so that
no interrupted run can leave it half done.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec.structs import replace

from crosswire.model.annotation import Annotations
from crosswire.model.change import History, Notice, Version, VersionChange
from crosswire.model.document import Document
from crosswire.model.dossier import Dossier, DossierDocument, Edge
from crosswire.model.record import Record
from crosswire.model.span import Evidence
from crosswire.stages.compare.notes import find_note
from crosswire.stages.compare.reports import compare_versions
from crosswire.stages.compare.versions import Chain, find_chains, headline, prose, stamp

if TYPE_CHECKING:
    from crosswire.stages.reconcile.taken_back import Gone


class Reports(Record, frozen=True, kw_only=True):
    """A story's documents told apart: those that count, and the chains of versions they stand in."""

    current: tuple[Document, ...]
    earlier: tuple[Document, ...]
    chains: tuple[Chain, ...]


def tell_apart(
    documents: Sequence[Document],
    *,
    elsewhere: Sequence[Document] = (),
    arrivals: Mapping[str, str] | None = None,
    notices: Iterable[Notice] = (),
) -> Reports:
    """Return which of `documents` count and which are earlier versions or were taken back.

    A version that stands in another story (`elsewhere`) counts there alone; here it is listed beside the others.
    """
    own = {d.id for d in documents}
    chains = tuple(
        chain
        for chain in find_chains((*documents, *elsewhere), arrivals=arrivals, notices=notices)
        if not own.isdisjoint(chain.documents)
    )
    counting = {c.documents[-1] for c in chains if c.withdrawn is None} & own
    listed = {name for chain in chains for name in chain.documents} - counting
    return Reports(
        current=tuple(d for d in documents if d.id in counting),
        earlier=tuple(d for d in (*documents, *elsewhere) if d.id in listed),
        chains=chains,
    )


def withdrawn_reports(
    reports: Reports, annotations: Mapping[str, Annotations]
) -> "tuple[Gone, ...]":
    """Return the reports that were taken back, each with all versions that are read whole, and why."""
    from crosswire.stages.reconcile.taken_back import Gone  # no use to commands that only keep

    by_id = {d.id: d for d in reports.earlier}
    return tuple(
        Gone(document=by_id[name], annotations=annotations[name], reason=chain.withdrawn)
        for chain in reports.chains
        if chain.withdrawn is not None
        for name in chain.documents
        if name in by_id and annotations[name].read == "whole"
    )


def with_versions(
    dossier: Dossier, reports: Reports, annotations: Mapping[str, Annotations]
) -> Dossier:
    """Return `dossier`, made from the reports that count, with the others listed and every change told."""
    if not reports.earlier:
        return dossier
    by_id = {d.id: d for d in (*reports.current, *reports.earlier)}
    changes = tuple(
        change for chain in reports.chains for change in changes_in(chain, by_id, annotations)
    )
    superseded = {n: later for c in reports.chains for n, later in pairwise(c.documents)}
    withdrawn = {c.documents[-1]: c.withdrawn for c in reports.chains}
    edges = tuple(_edge(change, by_id) for change in changes)
    story = dossier.story
    if not reports.current:  # all taken back: the story is still known by what it was called
        story = replace(story, title=_title(reports.earlier[-1]) or reports.earlier[-1].id)
    return replace(
        dossier,
        story=story,
        earlier=tuple(
            _listed(d, superseded.get(d.id), withdrawn.get(d.id))
            for d in sorted(reports.earlier, key=lambda d: d.id)
        ),
        versions=changes,
        provenance=replace(dossier.provenance, edges=(*dossier.provenance.edges, *edges)),
    )


def changes_in(
    chain: Chain, documents: Mapping[str, Document], annotations: Mapping[str, Annotations]
) -> tuple[VersionChange, ...]:
    """Return what changed from each version of a report to the next."""
    steps = pairwise(chain.documents)
    return tuple(
        compare_versions(
            documents[before],
            documents[after],
            (annotations[before], annotations[after]),
            because=because,
            kept=kept,
        )
        for (before, after), because, kept in zip(steps, chain.because, chain.kept, strict=True)
    )


def history(
    name: str,
    chain: Chain,
    documents: Mapping[str, Document],
    annotations: Mapping[str, Annotations],
    arrivals: Mapping[str, str],
) -> History:
    """Return the versions of the report that the document `name` is one of."""
    last = chain.documents[-1]
    return History(
        document=name,
        versions=tuple(
            Version(
                document=one,
                sha256=documents[one].sha256,
                state="superseded"
                if one != last
                else "withdrawn"
                if chain.withdrawn
                else "current",
                reason=chain.withdrawn if one == last else None,
                title=_title(documents[one]),
                outlet=documents[one].outlet,
                url=documents[one].url,
                published_at=documents[one].published_at,
                acquired_at=arrivals.get(one),
            )
            for one in chain.documents
        ),
        changes=changes_in(chain, documents, annotations),
    )


def says_the_same(before: Document, after: Document) -> bool:
    """Tell whether a page fetched again says what it said: its words, its time, no new note; layout may differ."""
    return (
        _said(before) == _said(after)
        and stamp(before) == stamp(after)
        and find_note(before, after) is None
    )


def _said(document: Document) -> tuple[str, str]:
    return headline(document), " ".join(prose(document).split())


def unread(document: Document) -> Annotations:
    """Return the annotations of a report that the parser has not read: its text and blocks."""
    return Annotations(
        id=document.id,
        sha256=document.sha256,
        text=document.text,
        blocks=document.blocks,
        title=document.title,
    )


def _title(document: Document) -> str | None:
    return document.title.text if document.title else None


def _listed(
    document: Document, superseded_by: str | None, withdrawn: str | None
) -> DossierDocument:
    return DossierDocument(
        id=document.id,
        sha256=document.sha256,
        outlet=document.outlet,
        agency=document.agency,
        title=_title(document),
        url=document.url,
        published_at=document.published_at,
        language=document.language,
        text=document.text,
        text_sha256=hashlib.sha256(document.text.encode()).hexdigest(),
        superseded_by=superseded_by,
        withdrawn=withdrawn,
    )


def _edge(change: VersionChange, documents: Mapping[str, Document]) -> Edge:
    """Return the edge from a version to the one before it, with the first words that changed or are common."""
    first = next(iter(change.sentences), None)
    words = [e for e in (change.note, first and first.after, first and first.before) if e]
    return Edge(
        from_=change.after,
        to=change.before,
        kind="updates" if change.sentences else "same-version",
        stated=change.note is not None or change.said is not None,
        score=change.kept,
        evidence=tuple(words or [_opening(documents[n]) for n in (change.after, change.before)]),
    )


def _opening(document: Document) -> Evidence:
    """Return a report's headline, or its first line."""
    if document.title:
        return document.evidence(document.title.start, document.title.end)
    text = document.text
    start = len(text) - len(text.lstrip())
    end = text.find("\n", start)
    return document.evidence(start, min(end if end > start else len(text), start + 200))
