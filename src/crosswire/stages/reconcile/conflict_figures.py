"""Figures of one measure that differ, and those that a later count supersedes."""

from collections import defaultdict
from collections.abc import Sequence

from crosswire.model.dossier import Conflict, FigureGroup, FigureMention, Side
from crosswire.model.span import Evidence
from crosswire.stages.reconcile.conflicts import Held, conflict, side_roots


def figure_conflicts(held: Held) -> list[Conflict]:
    """Return the groups of figures that differ or are updated."""
    found = []
    for group in held.figures:
        if group.relation not in ("differ", "updated"):
            continue
        sides = _figure_sides(group, held)
        updated = group.relation == "updated"
        found.append(
            conflict(
                "figure",
                "update" if updated else "dispute" if _disputed(sides, held) else "contradiction",
                group.question,
                sides,
                _figure_reading(group, sides, held),
                "low" if updated else "high" if len(group.mentions) > 2 else "medium",
                group.points,
                ("one measure, and values that can't both hold",),
            )
        )
    return found


def _disputed(sides: Sequence[Side], held: Held) -> bool:
    """Tell whether every value is a named party's own, and no party gives two."""
    roots = [root for side in sides for root in side.roots]
    return (
        all(side.roots for side in sides)
        and set(roots) <= held.parties
        and len(roots) == len(set(roots))
    )


def _figure_sides(group: FigureGroup, held: Held) -> list[Side]:
    by_value: dict[tuple[float | None, float | None, float | None], list[FigureMention]] = (
        defaultdict(list)
    )
    for mention in group.mentions:
        by_value[(mention.value, mention.low, mention.high)].append(mention)
    sides = []
    for mentions in by_value.values():
        sides.append(
            Side(
                text=mentions[0].text,
                evidence=tuple(
                    Evidence(document=m.document, start=m.start, end=m.end, text=m.text)
                    for m in mentions
                ),
                reports=len({m.document for m in mentions}),
                roots=side_roots([(m.document, m.root) for m in mentions], held),
                documents=tuple(sorted({m.document for m in mentions})),
            )
        )
    return sides


def _figure_reading(group: FigureGroup, sides: Sequence[Side], held: Held) -> str:
    if group.relation == "updated":
        return "A count that grows: the later report supersedes the earlier one."
    odd = _odd_one(group)
    if odd is not None:
        return f"The other counts grow from report to report; “{odd}” does not fit in."
    named = [s for s in sides if set(s.roots) & held.parties]
    bare = [s for s in sides if not set(s.roots) & held.parties]
    if named and bare:
        alone = " and ".join(f"“{s.text}”" for s in bare)
        return f"{alone} rests on no named source; the other side names one."
    best = max(sides, key=lambda s: (len(s.roots), s.reports))
    ties = [s for s in sides if (len(s.roots), s.reports) == (len(best.roots), best.reports)]
    if len(ties) > 1:
        return "Neither has more behind it than the other; cannot tell which holds."
    return f"“{best.text}” has more behind it: {best.reports} report(s), {len(best.roots)} root(s)."


def _odd_one(group: FigureGroup) -> str | None:
    """Return the words of the one value without which the others grow in time, if just one is such."""
    counts = sorted(
        {(m.as_of or "", m.value): m.text for m in group.mentions if m.value is not None}.items(),
        key=lambda item: (item[0][0], item[0][1] or 0.0),
    )
    values = [value for (_, value), _ in counts]
    odd = []
    for value in dict.fromkeys(values):
        rest = [v for v in values if v != value]
        if len(set(rest)) >= 2 and rest == sorted(rest, key=lambda v: v or 0.0):
            odd.append(next(text for (_, v), text in counts if v == value))
    return odd[0] if len(odd) == 1 and values != sorted(values, key=lambda v: v or 0.0) else None
