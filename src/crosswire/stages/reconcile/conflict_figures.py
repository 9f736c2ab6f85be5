"""Figures of one measure that differ, and those that a later count supersedes."""

from collections import defaultdict
from collections.abc import Sequence

from crosswire.model.dossier import Conflict, FigureGroup, FigureMention, Side
from crosswire.model.span import Evidence
from crosswire.stages.reconcile.conflicts import Held, conflict


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
                "update" if updated else "contradiction",
                group.question,
                sides,
                _figure_reading(sides, updated, held),
                "low" if updated else "high" if len(group.mentions) > 2 else "medium",
                group.points,
                ("one measure, and values that can't both hold",),
            )
        )
    return found


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
                roots=tuple(sorted({m.root for m in mentions if m.root})),
                documents=tuple(sorted({m.document for m in mentions})),
            )
        )
    return sides


def _figure_reading(sides: Sequence[Side], updated: bool, held: Held) -> str:
    if updated:
        return "A count that grows: the later report supersedes the earlier one."
    parties = {o.party.id for o in held.origins.values() if o.party is not None}
    named = [s for s in sides if set(s.roots) & parties]
    bare = [s for s in sides if not set(s.roots) & parties]
    if named and bare:
        alone = " and ".join(f"“{s.text}”" for s in bare)
        return f"{alone} rests on no named source; the other side names one."
    best = max(sides, key=lambda s: (len(s.roots), s.reports))
    ties = [s for s in sides if (len(s.roots), s.reports) == (len(best.roots), best.reports)]
    if len(ties) > 1:
        return "Neither has more behind it than the other; cannot tell which holds."
    return f"“{best.text}” has more behind it: {best.reports} report(s), {len(best.roots)} root(s)."
