"""Figures to groups that answer one question, with what sets look-alikes apart.

1. A figure's context is its statement; its measure: what is counted, the predicate, the words around.
2. Two figures meet if their counted heads agree and their contexts do: equal values need little context,
   different ones much, for a wrong "differ" is a false alarm.
3. Groups agree, refine, are updated (a later as-of supersedes) or differ; the question is in plain words.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from math import fsum, sqrt

from crosswire import lexicon
from crosswire.model.annotation import Figure
from crosswire.model.dossier import FigureGroup
from crosswire.stages.reconcile.align import (
    counted_heads,
    counts_alike,
    lacks,
    meet,
    states_near,
)
from crosswire.stages.reconcile.amounts import one_price
from crosswire.stages.reconcile.figure_groups import make_group
from crosswire.stages.reconcile.people import counts_people
from crosswire.stages.reconcile.statements import Statement
from crosswire.stages.reconcile.terms import counts, groups
from crosswire.stages.reconcile.tolls import Told, equal_values, one_event, same_toll, with_toll
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
TWIN = 0.8
"""Likeness to a member of the same value from which a figure is of its measure, whatever the others say."""
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
_UNITS = _MEASURED | {
    "sterling pound",
    "ruble",
    "won",
    "rupee",
    "degree",
    "hectare",
    "acre",
    "liter",
}


COMPARED = 6
"""Members of a group that a figure is compared with: in a story of hundreds of reports more tell nothing new."""


def group_figures(
    told: Sequence[Told], vector: Mapping[str, Mapping[str, float]]
) -> tuple[FigureGroup, ...]:
    """Return the figures by the question they answer; a figure told once stands alone."""
    worth = {t.key: with_toll(t) for t in told if _worth(t.figure) and not _picked_out(t)}
    ordered = [worth[key] for key in sorted(worth)]
    members: list[list[Told]] = []
    counting: dict[str, set[int]] = defaultdict(set)
    for one in ordered:
        kinds = [f"{one.occasion} {kind}" for kind in _kinds(one)]
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
    return tuple(make_group(group) for group in members)


def _kinds(told: Told) -> list[str]:
    """Return what a figure may be compared under: two that may be one measure share an entry."""
    figure = told.figure
    named = figure.counted or figure.unit
    same = [f"toll {told.wide_toll}"] if told.wide_toll else []
    same += [f"value {figure.value:.12g}"] if figure.value and _distinctive(figure.value) else []
    if not named:
        return ["nothing", *same]
    kinds = {*same, *(f"thing {head}" for head in counted_heads(named))}
    if figure.unit:
        kinds.add(f"unit {stem(figure.unit)}")
    if counts_people(named):
        kinds.add("people")
    return sorted(kinds)


def is_conversion(figure: Figure, statement: Statement) -> bool:
    """Tell whether a figure says another one again in other units: 64 metric tons (141,000 lb)."""
    text, at = statement.text, figure.start - statement.start
    if at < 2 or text[at - 1] != "(" or figure.unit is None:
        return False
    end = statement.start + len(text[: at - 1].rstrip())
    return any(f.end == end and f.unit is not None for f in statement.figures)


def _worth(figure: Figure) -> bool:
    """Tell whether a figure answers anything: "one side" and "one of the largest" do not."""
    if figure.value == 1 and figure.unit and not counts_people(figure.counted or figure.unit):
        return figure.unit in _MEASURED
    return figure.value is not None or figure.low is not None or figure.high is not None


def _picked_out(told: Told) -> bool:
    """Tell whether "one of" only says which one is meant: "is one of the firm's outlets" counts nothing."""
    figure, statement = told.figure, told.statement
    if figure.value != 1 or not figure.part_of or " of " not in figure.text:
        return False
    subject = statement.subject
    leads = subject is not None and subject.start <= figure.start < subject.end
    return not counts_people(figure.unit) or (statement.predicate == "be" and not leads)


def _likeness_to(
    one: Told, group: Sequence[Told], vector: Mapping[str, Mapping[str, float]]
) -> float:
    """Return how well `one` fits `group` (0 to 1), 0 where any member is of another measure."""
    # Beside the bare toll, "13 shoppers" says too little to be compared: it came in by its value.
    bare = [o for o in group if o.toll == one.toll] if one.toll else []
    compared = (bare or group)[:COMPARED]
    scores = [_likeness(one, other, vector) for other in compared]
    best = max(scores)
    if best == 0.0:
        return 0.0
    twins = [
        s
        for s, o in zip(scores, compared, strict=True)
        if s >= TWIN and equal_values(one.figure, o.figure)
    ]
    if twins:
        return max(twins)
    if not all(scores) and best < STRONG:
        return 0.0
    tied = [o.figure for s, o in zip(scores, compared, strict=True) if s > 0]
    fits = all(
        s > 0 or meet(one.figure, o.figure) or any(equal_values(o.figure, t) for t in tied)
        for s, o in zip(scores, compared, strict=True)
    )
    return sum(scores) / len(scores) if fits else 0.0


def _likeness(a: Told, b: Told, vector: Mapping[str, Mapping[str, float]]) -> float:
    """Return the likeness of two figures' measures, 0 where they can't be one."""
    equal = equal_values(a.figure, b.figure)
    if not equal and bool(a.figure.part_of) != bool(b.figure.part_of):
        return 0.0
    toll = same_toll(a, b, equal)
    if not toll and not same_unit(a.figure, b.figure):
        return 0.0
    if a.figure.increment != b.figure.increment and not toll:
        return 0.0
    if a.statement.id == b.statement.id:
        return 0.0
    kinds = states_near(a.figure, a.statement), states_near(b.figure, b.statement)
    if all(kinds) and not kinds[0] & kinds[1]:
        return 0.0
    context = _context(a, b, vector, equal)
    if toll and not one_event(a, b, context):
        return 0.0
    if a.point == b.point:
        context = max(context, 0.6)
    alike = 1.0 if counts_alike(a.figure.counted, b.figure.counted) else 0.5
    if equal and toll:
        return max(context, DIFFERENT_NEEDS) + 0.3
    if equal:
        needs = SMALL_NEEDS if (a.figure.value or 0) <= SMALL else EQUAL_NEEDS
        if not _distinctive(a.figure.value) and _other_act(a.statement, b.statement, vector):
            needs = OTHER_ACT_NEEDS
        return context * alike + 0.3 if context >= needs else 0.0
    if a.statement.document == b.statement.document and not meet(a.figure, b.figure) and not toll:
        return 0.0
    if toll:  # "nine dead" is no other item of "fourteen dead and nine missing"
        return max(context, DIFFERENT_NEEDS)
    if _elsewhere(a.figure, b.statement) or _elsewhere(b.figure, a.statement):
        return 0.0
    if meet(a.figure, b.figure):
        return context * alike if context >= CLOSE_NEEDS and _near(a.figure, b.figure) else 0.0
    if (a.statement.status in _COMING) != (b.statement.status in _COMING):
        return 0.0
    if one_price((a.figure, a.statement), (b.figure, b.statement)):
        return max(context, STRONG)
    if not a.figure.counted and not b.figure.counted and a.figure.unit == b.figure.unit:
        return context if context >= AMOUNT_NEEDS else 0.0
    return context * alike if context >= DIFFERENT_NEEDS and alike == 1.0 else 0.0


def _elsewhere(figure: Figure, statement: Statement) -> bool:
    """Tell whether `statement` has the value of `figure`: what differs from it there is another item of a list."""
    return any(equal_values(figure, other) for other in statement.figures_said)


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
    return fsum(weights[t] ** 2 for t in _number_terms(told.figure.text) if t in weights)


@lru_cache(maxsize=1 << 13)
def _number_terms(text: str) -> tuple[str, ...]:
    return tuple(t for t in counts(text) if t[0].isdigit() or t in _scales())


@cache
def _scales() -> frozenset[str]:
    return frozenset(stem(row["word"]) for row in lexicon.table("figures_numbers"))


def _distinctive(value: float | None) -> bool:
    """Tell whether a number is hardly met twice by chance: two digits or more besides its zeros, and no small one."""
    return value is not None and value >= 100 and _digits(value) >= 2


def _digits(value: float | None) -> int:
    """Return how many digits a number of 100 or more has besides the zeros at its end, 0 for a smaller one."""
    if value is None or value < 100:
        return 0
    return len(f"{value:.12g}".rstrip("0").replace(".", ""))


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
    if equal_values(a, b) and not few and all(counts_people(f.counted or f.unit) for f in (a, b)):
        return not _parted(a.counted or "", b.counted or "")
    bare = [not (f.unit or f.counted) for f in (a, b)]
    if equal_values(a, b) and (_digits(a.value) >= 3 or (any(bare) and _distinctive(a.value))):
        return not ({a.unit, b.unit} & _UNITS and not any(bare) and a.unit != b.unit)
    return all(bare)


@lru_cache(maxsize=65_536)
def _parted(left: str, right: str) -> bool:
    """Tell whether two counted groups of people are told apart: the dead from the hurt, one people from another."""
    one, two = ({groups().get(stem(w.text), stem(w.text)) for w in words(x)} for x in (left, right))
    return any((a in one and b in two) or (b in one and a in two) for a, b in _APART)


def _near(a: Figure, b: Figure) -> bool:
    """Tell whether two compatible figures are of one size: "up to 12,000" meets 3 but does not mean it."""
    sizes = [
        abs(x) for f in (a, b) for x in (f.value if f.value is not None else f.low or f.high,) if x
    ]
    return len(sizes) == 2 and max(sizes) <= 1.6 * min(sizes)
