"""Whom the reports cite, and what of them was left open: speakers nobody can name, turns to other stories."""

from collections.abc import Mapping, Sequence

from crosswire.model.document import Document
from crosswire.model.dossier import (
    Edge,
    Unresolved,
)
from crosswire.model.span import Span
from crosswire.stages.reconcile.roots import Origin
from crosswire.stages.reconcile.statements import Statement


def citations(statements: Sequence[Statement], origins: Mapping[str, Origin]) -> tuple[Edge, ...]:
    """Return an edge from each report to each party it cites, with the first words that do."""
    found: dict[tuple[str, str], Edge] = {}
    for s in sorted(statements, key=lambda s: (s.document, s.start, s.end)):
        origin = origins[s.id]
        if origin.party is not None and origin.links:
            key = (s.document, origin.party.id)
            found.setdefault(
                key,
                Edge(
                    from_=s.document,
                    to=origin.party.id,
                    kind="cites",
                    stated=True,
                    score=1.0,
                    evidence=(origin.links[-1].evidence,),
                ),
            )
    return tuple(found[key] for key in sorted(found))


def turned_away(
    documents: Sequence[Document], asides: Mapping[str, Span]
) -> tuple[Unresolved, ...]:
    """Return the stretches left out because their report turns to another story there."""
    return tuple(
        Unresolved(
            kind="digression",
            reason="the report turns to another story here; not read as part of this one",
            evidence=(d.evidence(asides[d.id].start, asides[d.id].end),),
        )
        for d in documents
        if d.id in asides
    )


def unresolved(statements: Sequence[Statement], origins: Mapping[str, Origin]) -> list[Unresolved]:
    """Return speakers that a chain ends in without our knowing who that is."""
    found = []
    for s in statements:
        origin = origins[s.id]
        if origin.links and origin.party is None:
            link = origin.links[-1]
            found.append(
                Unresolved(
                    kind="speaker",
                    reason=f"cannot tell who “{link.speaker}” is",
                    evidence=(link.evidence,),
                )
            )
    return found
