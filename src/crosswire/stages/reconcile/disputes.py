"""Which points stand against which, by the conflicts they have a side in."""

from collections import defaultdict
from collections.abc import Sequence

from msgspec.structs import replace

from crosswire.model.dossier import (
    Conflict,
    Point,
)
from crosswire.model.span import Evidence


def disputed(point: Point, conflicts: Sequence[Conflict]) -> Point:
    """Return `point` with the points that stand in a conflict with it."""
    others: list[str] = []
    hot = False
    for conflict in conflicts:
        if conflict.class_ in ("contradiction", "dispute") and point.id in conflict.points:
            hot = True
            others += [p for p in conflict.points if p != point.id]
    return replace(point, disputed=hot, disputed_with=tuple(dict.fromkeys(others)))


def _overlaps(evidence: Evidence, spans: Sequence[tuple[str, int, int]]) -> bool:
    return any(
        d == evidence.document and evidence.start < end and start < evidence.end
        for d, start, end in spans
    )


def only_against(points: Sequence[Point], conflicts: Sequence[Conflict]) -> list[Point]:
    """Return the points, none of them said to stand against one that is on its own side only."""
    spans = {
        p.id: [(c.document, c.evidence.start, c.evidence.end) for c in p.claims] for p in points
    }
    sides: dict[tuple[str, str], set[int]] = defaultdict(set)
    for conflict in conflicts:
        for n, side in enumerate(conflict.sides):
            for p in conflict.points:
                if any(_overlaps(e, spans.get(p, [])) for e in side.evidence):
                    sides[(conflict.id, p)].add(n)
    kept = []
    for point in points:
        with_ = [
            other
            for other in point.disputed_with
            if any(
                sides[(c.id, point.id)] ^ sides[(c.id, other)]
                for c in conflicts
                if point.id in c.points and other in c.points
            )
        ]
        kept.append(replace(point, disputed_with=tuple(with_)))
    return kept
