"""Figures of one measure that differ, and those that a later count supersedes."""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set

from msgspec.structs import replace

from crosswire.model.dossier import Conflict, FigureGroup, FigureMention, Side
from crosswire.model.span import Evidence
from crosswire.stages.reconcile.align import meet
from crosswire.stages.reconcile.asof import later, moment
from crosswire.stages.reconcile.conflicts import Held, conflict, side_roots
from crosswire.stages.reconcile.statements import Statement
from crosswire.stages.reconcile.tolls import counts_up


def figure_conflicts(held: Held) -> list[Conflict]:
    """Return the groups of figures that differ or are updated."""
    found = []
    heads = {(s.document, s.start, s.end) for s in held.statements if s.headline}
    for group in held.figures:
        if group.relation not in ("differ", "updated"):
            continue
        bare, group = _beside_body(group, heads)
        found += [_against_body(group, head, body, held) for head, body in bare]
        if len({(m.value, m.low, m.high) for m in group.mentions}) < 2:
            continue
        if group.relation == "differ" and (history := _history(group, held)):
            found += history
        else:
            found.append(_shown(group, _figure_sides(group, held), held))
    return found


def _beside_body(
    group: FigureGroup, heads: Set[tuple[str, int, int]]
) -> tuple[list[tuple[FigureMention, FigureMention]], FigureGroup]:
    """Return the headlines' figures that their own report's body gives otherwise, and the group without them."""
    in_head = [m for m in group.mentions if _inside(m, heads)]
    bodies = [m for m in group.mentions if m not in in_head]
    found = []
    for head in in_head:
        own = [m for m in bodies if m.document == head.document]
        if own and not any(meet(m, head) and not _overstates(head, m) for m in own):
            found.append((head, own[0]))
    odd = [head for head, _ in found]
    return found, replace(group, mentions=tuple(m for m in group.mentions if m not in odd))


OVERSTATED = 1.5
"""How many times "at least 63" a headline may have before it says more than its report."""


def _overstates(head: FigureMention, body: FigureMention) -> bool:
    least = head.value if head.value is not None else head.low
    return least is not None and body.value is not None and least > OVERSTATED * body.value


def _inside(mention: FigureMention, heads: Set[tuple[str, int, int]]) -> bool:
    return any(d == mention.document and s <= mention.start < e for d, s, e in heads)


def _against_body(
    group: FigureGroup, head: FigureMention, body: FigureMention, held: Held
) -> Conflict:
    return conflict(
        "headline-body",
        "contradiction",
        group.question,
        [_side([m], held) for m in (head, body)],
        f"The headline has “{head.text}”, the body of its own report “{body.text}”.",
        "high",
        group.points,
        ("one measure, and the headline's value is not its report's",),
    )


def _shown(group: FigureGroup, sides: Sequence[Side], held: Held) -> Conflict:
    updated = group.relation == "updated"
    return conflict(
        "figure",
        "update" if updated else "dispute" if _disputed(group, sides, held) else "contradiction",
        group.question,
        sides,
        _figure_reading(group, sides, held),
        "low" if updated else "high" if len(group.mentions) > 2 else "medium",
        group.points,
        ("one measure, and values that can't both hold",),
    )


def _history(group: FigureGroup, held: Held) -> list[Conflict]:
    """Return a count that grows from report to report as an update, and apart what does not fit into it.

    Empty where the figures count nothing that grows, or no two of them follow each other.
    """
    if not any(counts_up(s) for s in held.statements if _tells(s, group)):
        return []
    by_value: dict[float, list[FigureMention]] = defaultdict(list)
    for mention in group.mentions:
        if mention.value is not None and mention.as_of:
            by_value[mention.value].append(mention)
    chain = _longest(by_value)
    odd = [value for value in sorted(by_value) if value not in chain]
    if len(chain) < 2:
        return []
    side_of = {v: _side(told, held) for v, told in by_value.items()}
    update = replace(group, relation="updated")
    found = [_shown(update, [side_of[v] for v in chain], held)]
    for value in odd:
        near = min(chain, key=lambda v: (_gap(by_value[v], by_value[value]), -v))
        if not _stale(by_value[value], by_value, chain):
            found.append(_shown(group, [side_of[near], side_of[value]], held))
    return found


def _tells(statement: Statement, group: FigureGroup) -> bool:
    return any(
        m.document == statement.document and statement.start <= m.start < statement.end
        for m in group.mentions
    )


def _longest(by_value: Mapping[float, Sequence[FigureMention]]) -> list[float]:
    """Return the values of the heaviest series that grows in time; the weight is the number of reports."""
    first = {v: min(m.as_of or "" for m in told) for v, told in by_value.items()}
    weight = {v: len({m.document for m in told}) for v, told in by_value.items()}
    best: dict[float, list[float]] = {}
    for value in sorted(by_value):
        before = [best[v] for v in best if v < value and later(first[v], first[value])]
        longest = max(before, key=lambda c: (sum(weight[v] for v in c), c), default=[])
        best[value] = [*longest, value]
    return max(best.values(), key=lambda c: (sum(weight[v] for v in c), len(c), c), default=[])


def _stale(
    told: Sequence[FigureMention],
    by_value: Mapping[float, Sequence[FigureMention]],
    chain: Sequence[float],
) -> bool:
    """Tell whether a value is only an earlier count repeated late: it lies below one that is older."""
    value = told[0].value or 0.0
    first = min(m.as_of or "" for m in told)
    known = [v for v in chain if later(min(m.as_of or "" for m in by_value[v]), first)]
    return bool(known) and min(chain) < value < max(known)


def _gap(one: Sequence[FigureMention], two: Sequence[FigureMention]) -> float:
    """Return how many hours apart two values were first told; a day without a clock is taken at its noon."""
    firsts = [min(m.as_of or "" for m in told) for told in (one, two)]
    hours = [moment(f) or moment(f"{f[:10]}T12:00") or 0.0 for f in firsts]
    return abs(hours[0] - hours[1])


_DEEDS = ("commissive", "directive", "threat", "prospective")


def _disputed(group: FigureGroup, sides: Sequence[Side], held: Held) -> bool:
    """Tell whether every value is what a named party says, and no party gives two; an offer states no sum."""
    told = [s for s in held.statements if s.chain and _tells(s, group)]
    if any(s.chain[-1].cue.class_ in _DEEDS for s in told):
        return False
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
    return [_side(mentions, held) for mentions in by_value.values()]


def _side(mentions: Sequence[FigureMention], held: Held) -> Side:
    return Side(
        text=mentions[0].text,
        evidence=tuple(
            Evidence(document=m.document, start=m.start, end=m.end, text=m.text) for m in mentions
        ),
        reports=len({m.document for m in mentions}),
        roots=side_roots([(m.document, m.root) for m in mentions], held),
        documents=tuple(sorted({m.document for m in mentions})),
    )


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
