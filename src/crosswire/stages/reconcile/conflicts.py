"""Conflicts: first the gate (one measure, one utterance, one slot), then the type; precision before recall.

Each detector is a function from what the story holds to conflicts; `find_conflicts` calls them in turn and
drops what shows the same two passages twice. A difference that a later count, another day, a title or a
looser word explains is an update, a naming or a framing, never a contradiction (methods: de Marneffe,
Rafferty & Manning 2008: without event coreference contradictions are found at a precision of a quarter).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from crosswire.model.dossier import Conflict, FigureGroup, Quote, Side
from crosswire.model.record import Record, content_id
from crosswire.model.span import Evidence
from crosswire.stages.reconcile.quotes import Uttered
from crosswire.stages.reconcile.roots import Origin
from crosswire.stages.reconcile.statements import Statement
from crosswire.stages.reconcile.terms import groups
from crosswire.text.words import stem

ALIKE = 0.45
"""Likeness of words from which two statements are about one act."""


class Held(Record, frozen=True, kw_only=True):
    """What the detectors look at; `vector` and `group_of` are by statement id."""

    statements: Sequence[Statement]
    origins: Mapping[str, Origin]
    group_of: Mapping[str, str]
    vector: Mapping[str, Mapping[str, float]]
    likeness: Mapping[tuple[str, str], float]
    """Score of the pairs that alignment looked at, by ids in order, before polarity and figures part them."""
    figures: Sequence[FigureGroup]
    quotes: Sequence[tuple[Quote, tuple[Uttered, ...]]]
    published: Mapping[str, str | None]
    country_of: Mapping[str, str | None]
    """Country of a story entity by id."""
    person_of: Mapping[str, str]
    """Name of a story entity that is a person, by id."""
    parties: frozenset[str]
    """Roots that are parties, and no reports."""


def side(
    text: str, statements: Sequence[Statement], held: Held, *, attributed: bool = False
) -> Side:
    """Return a side made of statements; `attributed` keeps in the evidence who they are ascribed to."""
    spans = [(s.document, s.shown if attributed else s) for s in statements]
    return Side(
        text=text,
        evidence=tuple(
            Evidence(document=document, start=span.start, end=span.end, text=span.text)
            for document, span in spans
        ),
        reports=len({s.document for s in statements}),
        roots=side_roots([(s.document, held.origins[s.id].root) for s in statements], held),
        documents=tuple(sorted({s.document for s in statements})),
    )


def side_roots(pairs: Sequence[tuple[str, str | None]], held: Held) -> tuple[str, ...]:
    """Return the roots of a side from (document, root): a report that cites a party adds no root of its own."""
    parties = held.parties
    citing = {document for document, root in pairs if root in parties}
    return tuple(
        sorted(
            {
                root
                for document, root in pairs
                if root and (root in parties or document not in citing)
            }
        )
    )


def conflict(
    kind: Any,
    class_: Any,
    question: str,
    sides: Sequence[Side],
    reading: str,
    severity: Any,
    points: Iterable[str] = (),
    explain: Sequence[str] = (),
) -> Conflict:
    """Return a conflict with an id of its content; its sides stand in order of reports, then words."""
    ordered = sorted(sides, key=lambda s: (-s.reports, s.text))
    return Conflict(
        id=content_id(
            "x", kind, *[(e.document, e.start, e.end) for s in ordered for e in s.evidence]
        ),
        kind=kind,
        class_=class_,
        question=question,
        sides=tuple(ordered),
        reading=reading,
        severity=severity,
        points=tuple(dict.fromkeys(points)),
        explain=tuple(explain),
    )


def holder(statement: Statement, held: Held) -> str | None:
    """Return who is behind a statement: its party, or None for the report itself."""
    origin = held.origins[statement.id]
    return origin.party.name if origin.party is not None else None


def without_repeats(conflicts: Sequence[Conflict]) -> tuple[Conflict, ...]:
    """Return the conflicts, heaviest first; none of whose sides two overlap with one that is shown."""
    order = {"high": 0, "medium": 1, "low": 2}
    rank = {"contradiction": 0, "dispute": 1, "framing": 2, "naming": 3, "update": 4}
    shown: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    kept: list[Conflict] = []
    for found in sorted(
        conflicts, key=lambda c: (order[c.severity], rank[c.class_], c.question, c.id)
    ):
        met: Counter[int] = Counter()
        for one in found.sides:
            met.update({n for e in one.evidence for n in _shown_by(e, shown[e.document])})
        if any(count >= 2 for count in met.values()):
            continue
        for e in (e for s in found.sides for e in s.evidence):
            shown[e.document].append((e.start, e.end, len(kept)))
        kept.append(found)
    return tuple(kept)


def _shown_by(evidence: Evidence, shown: Sequence[tuple[int, int, int]]) -> set[int]:
    return {n for start, end, n in shown if evidence.start < end and start < evidence.end}


def by_id(held: Held) -> dict[str, Statement]:
    """Return the statements by id."""
    return {s.id: s for s in held.statements}


def act_of(statement: Statement) -> str:
    """Return what a statement predicates: the near-synonym group of its verb, or the verb."""
    term = stem(statement.predicate)
    return groups().get(term, term)
