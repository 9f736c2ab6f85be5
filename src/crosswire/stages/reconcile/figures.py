"""Figures to groups that answer one question, with what sets look-alikes apart.

1. A figure's context is its statement; its measure: what is counted, the predicate, the words around.
2. Two figures meet if their counted heads agree and their contexts do: equal values need little context,
   different ones much, for a wrong "differ" is a false alarm.
3. Groups agree, refine, are updated (a later as-of supersedes) or differ; the question is in plain words.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from math import fsum, sqrt
from typing import Literal

from crosswire import lexicon
from crosswire.model.annotation import Figure
from crosswire.model.dossier import FigureGroup, FigureMention
from crosswire.model.record import Record, content_id
from crosswire.stages.reconcile.align import (
    counted_heads,
    counts_alike,
    interval,
    lacks,
    meet,
    states_near,
)
from crosswire.stages.reconcile.amounts import one_price
from crosswire.stages.reconcile.people import counts_people
from crosswire.stages.reconcile.questions import question
from crosswire.stages.reconcile.roots import Origin
from crosswire.stages.reconcile.statements import Statement
from crosswire.stages.reconcile.terms import counts, groups
from crosswire.text.tfidf import cosine
from crosswire.text.words import stem, words

EQUAL_NEEDS, CLOSE_NEEDS, DIFFERENT_NEEDS = 0.08, 0.25, 0.5
"""Likeness of contexts that two figures of equal, compatible and disjoint values need to be one measure."""
AMOUNT_NEEDS = 0.8
"""The same for amounts, which count nothing that could tell them apart: only all but equal sentences do."""
SMALL_NEEDS = 0.25
"""The same for equal values up to SMALL, which meet by chance."""
SMALL = 5
STRONG = 0.6
"""Likeness to one member that makes up for members of the same value that say too little to be compared."""
OTHER_ACT_NEEDS = 0.3
"""Likeness that equal values need where the statements tell of different acts: sent or trained."""
_APART = (
    ("=kill", "=injure"),
    ("=pilot", "=passenger"),
    ("=woman", "=man"),
    ("=child", "=man"),
    ("=police", "=attacker"),
)
_COMING = ("expected", "possible", "conditional", "pledge", "threat", "demand")
_MEASURED = frozenset("dollar euro yen yuan percentage mile kilometer meter ton".split())
_TOLL = frozenset(("=kill", "=injure", "missing", "=arrest", "=victim"))


COMPARED = 40
"""Members of a group that a figure is compared with: in a story of hundreds of reports more tell nothing new."""


class Told(Record, frozen=True, kw_only=True):
    """A figure as one report tells it: with its statement, that statement's origin and its point."""

    figure: Figure
    statement: Statement
    origin: Origin
    point: str
    as_of: str | None
    past: bool = False
    """Whether its statement is dated long before the event."""

    @property
    def key(self) -> tuple[str, int, int]:
        """Return document and offsets, by which the order is fixed."""
        return (self.statement.document, self.figure.start, self.figure.end)


def group_figures(
    told: Sequence[Told], vector: Mapping[str, Mapping[str, float]]
) -> tuple[FigureGroup, ...]:
    """Return the figures by the question they answer; a figure told once stands alone."""
    ordered = sorted({t.key: t for t in told if _worth(t.figure)}.values(), key=lambda t: t.key)
    members: list[list[Told]] = []
    counting: dict[str, set[int]] = defaultdict(set)
    for one in ordered:
        kinds = _kinds(one.figure)
        near = sorted({n for kind in kinds for n in counting[kind]})
        best = max(((_likeness_to(one, members[n], vector), -n) for n in near), default=(0.0, 0))
        home = -best[1]
        if best[0] > 0:
            members[home].append(one)
        else:
            home = len(members)
            members.append([one])
        for kind in kinds:
            counting[kind].add(home)
    return tuple(_group(group) for group in members)


def _kinds(figure: Figure) -> list[str]:
    """Return what a figure may be compared under: two that `same_unit` takes for one kind share an entry."""
    named = figure.counted or figure.unit
    if not named:
        return ["nothing"]
    kinds = {f"thing {head}" for head in counted_heads(named)}
    if figure.unit:
        kinds.add(f"unit {stem(figure.unit)}")
    if counts_people(named):
        kinds.add("people")
    return sorted(kinds)


def _worth(figure: Figure) -> bool:
    """Tell whether a figure answers anything: "one side" and "one of the largest" do not."""
    if figure.value == 1 and figure.unit and not counts_people(figure.counted or figure.unit):
        return figure.unit in _MEASURED
    return figure.value is not None or figure.low is not None or figure.high is not None


def _likeness_to(
    one: Told, group: Sequence[Told], vector: Mapping[str, Mapping[str, float]]
) -> float:
    """Return how well `one` fits `group` (0 to 1), 0 where any member is of another measure."""
    compared = group[:COMPARED]
    scores = [_likeness(one, other, vector) for other in compared]
    tied = [o.figure for s, o in zip(scores, compared, strict=True) if s > 0]
    fits = all(scores) or (
        max(scores) >= STRONG
        and all(
            s > 0 or meet(one.figure, o.figure) or any(_equal(o.figure, t) for t in tied)
            for s, o in zip(scores, compared, strict=True)
        )
    )
    return sum(scores) / len(scores) if fits else 0.0


def _likeness(a: Told, b: Told, vector: Mapping[str, Mapping[str, float]]) -> float:
    """Return the likeness of two figures' measures, 0 where they can't be one."""
    if not same_unit(a.figure, b.figure) or a.figure.increment != b.figure.increment:
        return 0.0
    if a.statement.id == b.statement.id:
        return 0.0
    kinds = states_near(a.figure, a.statement), states_near(b.figure, b.statement)
    if all(kinds) and not kinds[0] & kinds[1]:
        return 0.0
    equal = _equal(a.figure, b.figure)
    context = _context(a, b, vector, equal)
    if a.point == b.point:
        context = max(context, 0.6)
    alike = 1.0 if counts_alike(a.figure.counted, b.figure.counted) else 0.5
    if equal and _one_toll(a, b):
        return max(context, DIFFERENT_NEEDS) + 0.3
    if equal:
        needs = SMALL_NEEDS if (a.figure.value or 0) <= SMALL else EQUAL_NEEDS
        if not _distinctive(a.figure.value) and _other_act(a.statement, b.statement, vector):
            needs = OTHER_ACT_NEEDS
        return context * alike + 0.3 if context >= needs else 0.0
    if a.statement.document == b.statement.document and not meet(a.figure, b.figure):
        return 0.0
    if _one_toll(a, b):
        return max(context, DIFFERENT_NEEDS)
    if meet(a.figure, b.figure):
        return context * alike if context >= CLOSE_NEEDS and _near(a.figure, b.figure) else 0.0
    if (a.statement.status in _COMING) != (b.statement.status in _COMING):
        return 0.0
    if one_price((a.figure, a.statement), (b.figure, b.statement)):
        return max(context, STRONG)
    if not a.figure.counted and not b.figure.counted and a.figure.unit == b.figure.unit:
        return context if context >= AMOUNT_NEEDS else 0.0
    return context * alike if context >= DIFFERENT_NEEDS and alike == 1.0 else 0.0


def _context(a: Told, b: Told, vector: Mapping[str, Mapping[str, float]], equal: bool) -> float:
    """Return the likeness of two figures' statements; other values are left out, which differ as it is."""
    left, right = vector[a.statement.id], vector[b.statement.id]
    likeness = cosine(left, right)
    if equal:
        return likeness
    share = (1 - _numeric(a, left)) * (1 - _numeric(b, right))
    return min(1.0, likeness / sqrt(share)) if share > 0.04 else 0.0


def _numeric(told: Told, weights: Mapping[str, float]) -> float:
    """Return the share of a statement's weight that its figure's own digits and number words have."""
    terms = counts(told.figure.text)
    return fsum(
        weights[t] ** 2 for t in terms if t in weights and (t[0].isdigit() or t in _scales())
    )


@cache
def _scales() -> frozenset[str]:
    return frozenset(stem(row["word"]) for row in lexicon.table("figures_numbers"))


_BARE = frozenset(
    "people person persons victim victims killed dead death deaths toll injured hurt wounded lives".split()
)


def _one_toll(a: Told, b: Told) -> bool:
    """Tell whether two figures are the toll of the story's own event: the dead or the hurt, told barely.

    "Three Tunisians", "two of the crew" or last year's dead are other tolls: their words say so.
    """
    tolls = [_toll(t) for t in (a, b)]
    return tolls[0] is not None and tolls[0] == tolls[1]


@lru_cache(maxsize=16_384)
def _toll(told: Told) -> str | None:
    figure, statement = told.figure, told.statement
    counted = (figure.counted or figure.unit or "").lower()
    listed = [w.text.lower() for w in words(counted)]
    if figure.part_of or figure.increment or not listed or not set(listed) <= _BARE:
        return None
    if told.past or (figure.value or figure.low or 0) < 2:
        return None
    known = states_near(figure, statement)
    kinds = [kind for kind in ("=kill", "=injure") if kind in known]
    return kinds[0] if len(kinds) == 1 else None


def _distinctive(value: float | None) -> bool:
    """Tell whether a number is hardly met twice by chance: two digits or more besides its zeros, and no small one."""
    return (
        value is not None
        and value >= 100
        and len(f"{value:.12g}".rstrip("0").replace(".", "")) >= 2
    )


def _other_act(a: Statement, b: Statement, vector: Mapping[str, Mapping[str, float]]) -> bool:
    """Tell whether two statements predicate different acts, neither of which the other has a word for."""
    return not a.headline and not b.headline and lacks(a, vector[b.id]) and lacks(b, vector[a.id])


def same_unit(a: Figure, b: Figure) -> bool:
    """Tell whether two figures count in the same unit, or things of one kind."""
    if a.unit and b.unit and stem(a.unit) == stem(b.unit):
        return True
    if counts_alike(a.counted or a.unit, b.counted or b.unit):
        return True
    few = (a.value or 0) <= SMALL
    if _equal(a, b) and not few and all(counts_people(f.counted or f.unit) for f in (a, b)):
        return not _parted(a.counted or "", b.counted or "")
    return not (a.unit or a.counted or b.unit or b.counted)


@lru_cache(maxsize=65_536)
def _parted(left: str, right: str) -> bool:
    """Tell whether two counted groups of people are told apart: the dead from the hurt, one people from another."""
    one, two = ({groups().get(stem(w.text), stem(w.text)) for w in words(x)} for x in (left, right))
    return any((a in one and b in two) or (b in one and a in two) for a, b in _APART)


def _equal(a: Figure, b: Figure) -> bool:
    if a.value is not None and b.value is not None:
        return abs(a.value - b.value) <= 1e-9 * max(abs(a.value), abs(b.value), 1)
    return a.value is None and b.value is None and (a.low, a.high) == (b.low, b.high)


def _near(a: Figure, b: Figure) -> bool:
    """Tell whether two compatible figures are of one size: "up to 12,000" meets 3 but does not mean it."""
    sizes = [
        abs(x) for f in (a, b) for x in (f.value if f.value is not None else f.low or f.high,) if x
    ]
    return len(sizes) == 2 and max(sizes) <= 1.6 * min(sizes)


def _group(members: Sequence[Told]) -> FigureGroup:
    mentions = tuple(_mention(t) for t in members)
    values = sorted(v for t in members for v in (t.figure.value,) if v is not None)
    lows = [low for t in members for low, _ in (interval(t.figure),) if low > float("-inf")]
    highs = [high for t in members for _, high in (interval(t.figure),) if high < float("inf")]
    return FigureGroup(
        id=content_id("f", *[part for t in members for part in t.key]),
        question=question([(t.figure, t.statement) for t in members], toll=_toll(members[0])),
        relation=_relation(members),
        mentions=mentions,
        low=min(lows) if lows else None,
        best=_middle(members, values),
        high=max(highs) if highs else None,
        points=tuple(dict.fromkeys(t.point for t in members)),
    )


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
        return "updated" if all(_supersedes(a, b) for a, b in clash) else "differ"
    exact = {
        t.figure.value for t in members if t.figure.change == "=" and t.figure.value is not None
    }
    vague = any(t.figure.change != "=" or t.figure.value is None for t in members)
    return "refine" if exact and vague and len(exact) == 1 else "agree"


HOURS_APART = 2.0
"""Hours between two counts of one day from which the later one supersedes."""


def _supersedes(a: Told, b: Told) -> bool:
    """Tell whether one figure is a later count of the other: a count that grows, at another time."""
    if not a.as_of or not b.as_of or not _apart_in_time(a.as_of, b.as_of):
        return False
    early, late = (a, b) if a.as_of < b.as_of else (b, a)
    return counts_up(early) and _size(late.figure) >= _size(early.figure)


def _size(figure: Figure) -> float:
    return figure.value or figure.low or figure.high or 0.0


def _apart_in_time(one: str, two: str) -> bool:
    if one[:10] != two[:10]:
        return True
    clocks = [re.search(r"T(\d\d):(\d\d)", value) for value in (one, two)]
    if not clocks[0] or not clocks[1]:
        return False
    first, second = (int(c[1]) + int(c[2]) / 60 for c in clocks if c)
    return abs(first - second) >= HOURS_APART


def counts_up(told: Told) -> bool:
    """Tell whether a figure counts something that grows as news comes in: a toll."""
    known = groups()
    terms = {stem(w) for w in re.findall(r"\w+", told.statement.text.lower())}
    return bool(_TOLL & {known.get(t, t) for t in terms})


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
