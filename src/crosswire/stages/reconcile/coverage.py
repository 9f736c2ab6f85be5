"""Which report has which point, and what a report leaves out that it could have known.

A cell is missing where the report came before anybody had the point: that is no omission.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from typing import Literal

from crosswire.model.document import Document
from crosswire.model.dossier import Conflict, CoverageRow, Omission, Point
from crosswire.stages.reconcile.terms import counts

Cell = Literal["supports", "partial", "contradicts", "absent"]
NOTABLE_SHARE = 0.6
"""A point or a party that this share of the other reports carries is missed where it is missing."""


def cover(points: Sequence[Point], documents: Sequence[Document]) -> tuple[CoverageRow, ...]:
    """Return a row a point with a cell for every report that could have known it."""
    known_from = {d.id: (d.published_at.value or "") for d in documents}
    return tuple(
        CoverageRow(
            point=point.id,
            cells={
                d.id: cell
                for d in documents
                if (cell := _cell(point, d.id, known_from)) is not None
            },
        )
        for point in points
    )


def _cell(point: Point, document: str, known_from: Mapping[str, str]) -> Cell | None:
    relations = {c.relation for c in point.claims if c.document == document}
    if relations & {"same", "entails"}:
        return "supports"
    if "contradicts" in relations:
        return "contradicts"
    if relations:
        return "partial"
    times = sorted(known_from[c.document][:10] for c in point.claims if known_from[c.document])
    own = known_from[document][:10]
    return None if times and own and own < times[0] else "absent"


def find_omissions(
    points: Sequence[Point],
    rows: Sequence[CoverageRow],
    documents: Sequence[Document],
    states: Set[str],
    vector: Mapping[str, Mapping[str, float]] | None = None,
    conflicts: Sequence[Conflict] = (),
    country_of: Mapping[str, str | None] | None = None,
) -> tuple[Omission, ...]:
    """Return what single reports leave out: whole speakers first, then points that most others carry.

    `vector` has the terms of every statement by its id: a report that has most words of a point may say
    it in a way that was not recognised, and nothing is said of it.
    """
    if len(documents) < 3:
        return ()
    found = [
        *_missing_speakers(points, documents, states, country_of or {}),
        *_missing_points(points, rows, documents, vector or {}),
        *_missing_replies(points, documents, conflicts),
    ]
    return tuple(sorted(found, key=lambda o: (o.document, o.text)))


def _missing_speakers(
    points: Sequence[Point],
    documents: Sequence[Document],
    states: Set[str],
    country_of: Mapping[str, str | None],
) -> list[Omission]:
    """Return the parties that most reports cite and one does not; a state as such, named `states`, is none.

    A report that carries what the party says, or cites another organ of its state, leaves it out of nothing.
    """
    heard: dict[str, tuple[str, set[str], list[str]]] = {}
    for point in points:
        for root in point.roots:
            if root.kind == "party" and root.name not in states:
                name, docs, ids = heard.setdefault(root.id, (root.name, set(), []))
                docs.update(c.document for c in point.claims if c.root == root.id)
                ids.append(point.id)
    found = []
    days = {d.id: (d.published_at.value or "")[:10] for d in documents}
    point_of = {p.id: p for p in points}
    of_state: dict[str | None, set[str]] = defaultdict(set)
    for party, (_, cited, _) in heard.items():
        if country_of.get(party):
            of_state[country_of.get(party)] |= cited
    for party, (name, docs, ids) in sorted(heard.items()):
        first = min((days[d] for d in docs if days[d]), default="")
        carried = docs | of_state[country_of.get(party)]
        missing = [
            d.id
            for d in documents
            if d.id not in carried
            and days[d.id] >= first
            and not any(_held_by(point_of[i], d.id) for i in ids)
        ]
        if len(docs) >= NOTABLE_SHARE * len(documents):
            found += [
                Omission(document=d, text=f"carries nothing said by {name}", points=tuple(ids[:5]))
                for d in missing
            ]
    return found


def _missing_replies(
    points: Sequence[Point], documents: Sequence[Document], conflicts: Sequence[Conflict]
) -> list[Omission]:
    """Return the reports that carry one side of a dispute, and nothing from the party that answers it."""
    days = {d.id: (d.published_at.value or "")[:10] for d in documents}
    names = {root.id: root.name for point in points for root in point.roots if root.kind == "party"}
    heard: dict[str, set[str]] = defaultdict(set)
    for claim in (c for point in points for c in point.claims if c.root):
        heard[claim.root or ""].add(claim.document)
    found = []
    for conflict in (c for c in conflicts if c.class_ == "dispute" and len(c.sides) == 2):
        for said, answer in (conflict.sides, conflict.sides[::-1]):
            first = min((days[d] for d in answer.documents if days[d]), default="")
            for root in answer.roots if len(answer.roots) == 1 else ():
                lacking = set(said.documents) - set(answer.documents) - heard[root]
                found += [
                    Omission(
                        document=d,
                        text=f"carries “{said.text}” and nothing from {names[root]}, who disputes it",
                        points=conflict.points,
                    )
                    for d in sorted(lacking)
                    if root in names and days[d] >= first
                ]
    return found


def _held_by(point: Point, document: str) -> bool:
    return any(c.document == document and c.relation != "contradicts" for c in point.claims)


def _missing_points(
    points: Sequence[Point],
    rows: Sequence[CoverageRow],
    documents: Sequence[Document],
    vector: Mapping[str, Mapping[str, float]],
) -> list[Omission]:
    cells = {row.point: row.cells for row in rows}
    said = {d.id: frozenset(counts(d.text)) for d in documents}
    found = []
    for point in points:
        if point.reports >= max(3, NOTABLE_SHARE * len(documents)):
            found += [
                Omission(document=d.id, text=f"does not carry: {point.text}", points=(point.id,))
                for d in documents
                if cells[point.id].get(d.id) == "absent"
                and max(_held(vector.get(c.id, {}), said[d.id]) for c in point.claims) < MAY_SAY
            ]
    return found


MAY_SAY = 0.35
"""Share of a statement's weight from which a report that has its words may say it, too."""


def _held(terms: Mapping[str, float], said: Set[str]) -> float:
    return sum(weight * weight for term, weight in terms.items() if term in said)
