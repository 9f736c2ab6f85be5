"""What copies still carry of a report whose maker took it back: which reports they are, and which statements.

A copy's outlet has taken nothing back: its report is shown and counted. But its reader is told, and words that were
taken back are no root beside others. What the copy says of its own is untouched.
"""

from collections.abc import Iterable, Mapping, Sequence

from crosswire.model.annotation import Annotations
from crosswire.model.document import Document
from crosswire.model.dossier import Edge
from crosswire.model.record import Record
from crosswire.stages.reconcile.copies import find_copies
from crosswire.stages.reconcile.statements import Statement

_CARRYING = ("same-version", "republishes", "uses-copy")
"""Kinds of edges by which a report has its words from another; an update is its maker's own new word."""


class Gone(Record, frozen=True, kw_only=True):
    """A report that was taken back, with its layers, and why, in its maker's words."""

    document: Document
    annotations: Annotations
    reason: str


class TakenBack(Record, frozen=True, kw_only=True):
    """What reports have from others that were taken back: why, by report; the edges; the statements, by id."""

    reports: Mapping[str, str] = {}
    edges: tuple[Edge, ...] = ()
    statements: Mapping[str, str] = {}


def find_taken_back(
    documents: Sequence[Document],
    gone: Sequence[Gone],
    annotations: Mapping[str, Annotations],
    statements: Iterable[Statement],
) -> TakenBack:
    """Return what `documents` have from the reports that are `gone`; their passages lead there first of all."""
    if not gone:
        return TakenBack()
    why = {g.document.id: f"{g.document.outlet or g.document.id}: {g.reason}" for g in gone}
    current = {d.id for d in documents}
    layers = {**annotations, **{g.document.id: g.annotations for g in gone}}
    copies, edges = find_copies([*documents, *(g.document for g in gone)], layers)
    from_there = tuple(
        e for e in edges if e.kind in _CARRYING and e.from_ in current and e.to in why
    )
    reports: dict[str, str] = {}
    for edge in sorted(from_there, key=lambda e: (-e.score, e.to)):
        reports.setdefault(edge.from_, why[edge.to])
    held = {
        s.id: why[origin]
        for s in statements
        if s.document in reports and (origin := copies.source(s.document, s.start, s.end)) in why
    }
    return TakenBack(reports=reports, edges=from_there, statements=held)
