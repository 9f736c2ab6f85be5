"""Which report has which point, and what a report leaves out that it could have known.

A cell is missing where the report came before anybody had the point: that is no omission.
"""

from collections.abc import Mapping, Sequence, Set
from typing import Literal

from crosswire.model.document import Document
from crosswire.model.dossier import CoverageRow, Omission, Point

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
) -> tuple[Omission, ...]:
    """Return what single reports leave out: whole speakers first, then points that most others carry."""
    if len(documents) < 3:
        return ()
    found = [
        *_missing_speakers(points, documents, states),
        *_missing_points(points, rows, documents),
    ]
    return tuple(sorted(found, key=lambda o: (o.document, o.text)))


def _missing_speakers(
    points: Sequence[Point], documents: Sequence[Document], states: Set[str]
) -> list[Omission]:
    """Return the parties that most reports cite and one does not; a state as such, named `states`, is none."""
    heard: dict[str, tuple[str, set[str], list[str]]] = {}
    for point in points:
        for root in point.roots:
            if root.kind == "party" and root.name not in states:
                name, docs, ids = heard.setdefault(root.id, (root.name, set(), []))
                docs.update(c.document for c in point.claims if c.root == root.id)
                ids.append(point.id)
    found = []
    for _, (name, docs, ids) in sorted(heard.items()):
        missing = [d.id for d in documents if d.id not in docs]
        if len(docs) >= NOTABLE_SHARE * len(documents):
            found += [
                Omission(document=d, text=f"carries nothing said by {name}", points=tuple(ids[:5]))
                for d in missing
            ]
    return found


def _missing_points(
    points: Sequence[Point], rows: Sequence[CoverageRow], documents: Sequence[Document]
) -> list[Omission]:
    cells = {row.point: row.cells for row in rows}
    found = []
    for point in points:
        if point.reports >= max(3, NOTABLE_SHARE * len(documents)):
            found += [
                Omission(document=d.id, text=f"does not carry: {point.text}", points=(point.id,))
                for d in documents
                if cells[point.id].get(d.id) == "absent"
            ]
    return found
