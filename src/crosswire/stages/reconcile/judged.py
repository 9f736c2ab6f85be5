"""What a person confirmed or rejected, as links that reconciling keeps: claims in one point or two, names, roots.

A judgement speaks of claims by their words: it is found again by the span of its evidence, whatever ids a release
gives. One whose words no statement has any more is told as unresolved, never dropped.
"""

from collections.abc import Container, Mapping, Sequence

from msgspec.structs import replace

from crosswire.model.act import Judgement
from crosswire.model.dossier import Root, Unresolved
from crosswire.model.record import Record, content_id
from crosswire.model.span import Evidence
from crosswire.stages.reconcile.parties import Party
from crosswire.stages.reconcile.roots import Origin
from crosswire.stages.reconcile.statements import Statement

OVERLAP = 0.5
"""Share of the union of two spans that they must have in common to be one claim."""


class Links(Record, frozen=True, kw_only=True):
    """Pairs of statements that a person put together or apart, and who decided what about which statement."""

    together: tuple[tuple[str, str], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    roots: tuple[tuple[str, str, bool], ...] = ()
    """Statement, name of a root, and whether it is its root."""
    decided: Mapping[str, tuple[str, ...]] = {}
    """The acts that decided something about a statement."""
    unresolved: tuple[Unresolved, ...] = ()


def links(judgements: Sequence[Judgement], statements: Sequence[Statement]) -> Links:
    """Return what `judgements` say of `statements`; a later one wins."""
    by_document: dict[str, list[Statement]] = {}
    for statement in statements:
        by_document.setdefault(statement.document, []).append(statement)
    pairs: dict[tuple[str, str], bool] = {}
    roots: dict[tuple[str, str], bool] = {}
    decided: dict[str, list[str]] = {}
    lost = []
    for judgement in judgements:
        if judgement.about == "alias" or not _here(judgement, by_document):
            continue
        found = [_meant(e, by_document.get(e.document, ())) for e in judgement.evidence]
        names = [s.id for s in found if s is not None]
        if not names or len(names) < len(judgement.evidence):
            lost.append(_lost(judgement))
            continue
        if judgement.about == "alignment" and len(names) > 1:
            pairs[min(names), max(names)] = judgement.holds
        if judgement.about == "root":
            roots[names[0], judgement.names[-1]] = judgement.holds
        for name in names:
            decided.setdefault(name, []).append(judgement.act)
    return Links(
        together=tuple(sorted(p for p, holds in pairs.items() if holds and p[0] != p[1])),
        apart=tuple(sorted(p for p, holds in pairs.items() if not holds and p[0] != p[1])),
        roots=tuple((*key, holds) for key, holds in roots.items()),
        decided={name: tuple(acts) for name, acts in decided.items()},
        unresolved=tuple(lost),
    )


def _here(judgement: Judgement, documents: Container[str]) -> bool:
    """Tell whether a judgement is about this story's reports: a workspace keeps those about all its stories."""
    return all(e.document in documents for e in judgement.evidence)


def _meant(evidence: Evidence, statements: Sequence[Statement]) -> Statement | None:
    """Return the statement whose span is that of `evidence`, or shares the most with it."""
    best = max(statements, key=lambda s: (_shared(s, evidence), s.id), default=None)
    return best if best is not None and _shared(best, evidence) >= OVERLAP else None


def _shared(statement: Statement, evidence: Evidence) -> float:
    common = min(statement.end, evidence.end) - max(statement.start, evidence.start)
    union = max(statement.end, evidence.end) - min(statement.start, evidence.start)
    return max(0, common) / union if union > 0 else 0.0


def _lost(judgement: Judgement) -> Unresolved:
    return Unresolved(
        kind="judgement",
        reason=f"act {judgement.act} was about words that no claim of the story has any more",
        evidence=(),
    )


def judged_origins(
    roots: Sequence[tuple[str, str, bool]], origins: Mapping[str, Origin]
) -> dict[str, Origin]:
    """Return the origins that a person changed: the root a claim has, or one that it does not have."""
    parties = {o.party.name: o.party for o in origins.values() if o.party is not None}
    reports: dict[str, Root] = {o.report.name: o.report for o in origins.values() if o.report}
    changed: dict[str, Origin] = {}
    for statement, name, holds in roots:
        origin = changed.get(statement, origins[statement])
        if holds and name in reports and name not in parties:
            changed[statement] = replace(origin, party=None, report=reports[name])
        elif holds:
            party = parties.get(name) or Party(key=content_id("p", "judged", name), name=name)
            changed[statement] = replace(origin, party=party, report=None)
        elif origin.party is not None and origin.party.name == name:
            changed[statement] = replace(origin, party=None)
        elif origin.report is not None and origin.report.name == name:
            changed[statement] = replace(origin, report=None)
    return changed


def aliases(
    judgements: Sequence[Judgement], documents: Container[str]
) -> tuple[tuple[str, str, bool], ...]:
    """Return the pairs of names that a person said are one party's, or two's, in these reports."""
    return tuple(
        (j.names[0], j.names[1], j.holds)
        for j in judgements
        if j.about == "alias" and len(j.names) > 1 and _here(j, documents)
    )
