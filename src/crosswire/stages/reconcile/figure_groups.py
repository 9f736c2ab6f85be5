"""Figures of one measure to what a reader sees: question, relation, lowest, best and highest value."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from crosswire.model.annotation import Figure
from crosswire.model.dossier import FigureGroup, FigureMention
from crosswire.model.record import content_id
from crosswire.stages.reconcile.align import interval, meet
from crosswire.stages.reconcile.asof import apart_in_time, later, moment
from crosswire.stages.reconcile.questions import TOLL_QUESTIONS, question
from crosswire.stages.reconcile.tolls import Told, counts_up


def make_group(members: Sequence[Told]) -> FigureGroup:
    """Return the figures `members`, which are of one measure, with their question and relation."""
    mentions = tuple(_mention(t) for t in members)
    relation = _relation(members)
    values = sorted(v for t in members for v in (t.figure.value,) if v is not None)
    lows = [low for t in members for low, _ in (interval(t.figure),) if low > float("-inf")]
    highs = [high for t in members for _, high in (interval(t.figure),) if high < float("inf")]
    return FigureGroup(
        id=content_id("f", *[part for t in members for part in t.key]),
        question=question([(t.figure, t.statement) for t in members], toll=members[0].toll),
        relation=relation,
        mentions=mentions,
        low=min(lows) if lows else None,
        best=_latest(members) if relation == "updated" else _middle(members, values),
        high=max(highs) if highs else None,
        points=tuple(dict.fromkeys(t.point for t in members)),
    )


def superseded(group: FigureGroup) -> list[FigureMention]:
    """Return the mentions of a count that a later one exceeds, or replaces: the missing grow fewer."""
    toll = group.question in TOLL_QUESTIONS
    if group.relation != "updated" and not toll:
        return []
    return [
        m
        for m in group.mentions
        if any(
            later(m.as_of or "", o.as_of or "") and _replaces(o, m, group.relation == "updated")
            for o in group.mentions
        )
    ]


def _replaces(new: FigureMention, old: FigureMention, updated: bool) -> bool:
    """Tell whether a later count leaves an earlier one behind."""
    if updated and None not in (new.value, old.value) and old.low == old.high:
        return new.value != old.value
    return (new.value or 0) > (1.0 if updated else EXCEEDS) * (old.value or 0)


EXCEEDS = 1.2
"""How many times "at least nine" a later count must be to leave it behind; 320 only refines "more than 300"."""


def _latest(members: Sequence[Told]) -> float | None:
    """Return the value of the last count."""
    counted = [t for t in members if t.figure.value is not None and t.as_of]
    last = max(counted, key=lambda t: (t.as_of or "", t.figure.value or 0.0), default=None)
    return last.figure.value if last else None


def _middle(members: Sequence[Told], values: Sequence[float]) -> float | None:
    """Return the value most reports give; the later one where they tie; None where none gives a value."""
    if not values:
        return None
    latest = {
        t.figure.value: (t.as_of or "")
        for t in sorted(members, key=lambda t: (t.as_of or "", t.key))
    }
    return max(set(values), key=lambda v: (values.count(v), latest.get(v, ""), v))


def _relation(members: Sequence[Told]) -> Literal["agree", "refine", "updated", "differ", "single"]:
    if len({t.statement.document for t in members}) < 2:
        return "single"
    clash = [
        (a, b)
        for i, a in enumerate(members)
        for b in members[i + 1 :]
        if not meet(a.figure, b.figure)
    ]
    if clash:
        grows = all(_supersedes(a, b) for a, b in clash) or _grows(members) or _varies(clash)
        return "updated" if grows else "differ"
    exact = {
        t.figure.value for t in members if t.figure.change == "=" and t.figure.value is not None
    }
    vague = any(t.figure.change != "=" or t.figure.value is None for t in members)
    return "refine" if exact and vague and len(exact) == 1 else "agree"


_VARYING = re.compile(
    r"\b(?:missing|unaccounted|still|remain(?:s|ed|ing)?|without (?:power|water)|in hospital|hospitali[sz]ed"
    r"|trapped|evacuated|in custody|on strike)\b",
    re.IGNORECASE,
)


def _varies(clash: Sequence[tuple[Told, Told]]) -> bool:
    """Tell whether values differ because a state changes with the hours: the missing, those without power."""
    return all(
        _VARYING.search(a.statement.text)
        and _VARYING.search(b.statement.text)
        and a.as_of
        and b.as_of
        and apart_in_time(a.as_of, b.as_of)
        for a, b in clash
    )


def _grows(members: Sequence[Told]) -> bool:
    """Tell whether every higher count of a toll was first told later; one repeated late changes nothing."""
    first: dict[float, str] = {}
    if not any(counts_up(told.statement) for told in members):
        return False
    for told in members:
        size = _size(told.figure)
        if not told.as_of:
            return False
        first[size] = min(first.get(size, told.as_of), told.as_of)
    ordered = [first[size] for size in sorted(first)]
    return len(ordered) > 1 and all(later(a, b) for a, b in pairwise(ordered))


def _supersedes(a: Told, b: Told) -> bool:
    """Tell whether one figure is a later count of the other: a count that grows, at another time."""
    if not a.as_of or not b.as_of or not apart_in_time(a.as_of, b.as_of):
        return False
    early, late = sorted((a, b), key=lambda t: (moment(t.as_of or "") or 0.0, t.as_of or ""))
    if (moment(early.as_of or "") is None) != (moment(late.as_of or "") is None):
        early, late = sorted((a, b), key=lambda t: (t.as_of or "")[:10])
    return counts_up(early.statement) and _size(late.figure) >= _size(early.figure)


def _size(figure: Figure) -> float:
    return figure.value or figure.low or figure.high or 0.0


def _mention(told: Told) -> FigureMention:
    figure, statement = told.figure, told.statement
    holder = told.origin.party.name if told.origin.party is not None else None
    return FigureMention(
        document=statement.document,
        start=figure.start,
        end=figure.end,
        text=figure.text,
        value=figure.value,
        low=figure.low,
        high=figure.high,
        change=figure.change,
        unit=figure.unit,
        counted=figure.counted,
        attributed_to=holder,
        as_of=told.as_of,
        root=told.origin.root,
    )
