"""Figures to groups that answer one question, with what sets look-alikes apart.

1. A figure's context is its statement; its measure: what is counted, the predicate, the words around.
2. Two figures meet if their counted heads agree and their contexts do: equal values need little context,
   different ones much, for a wrong "differ" is a false alarm.
3. Groups agree, refine, are updated (a later as-of supersedes) or differ; the question is in plain words.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
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
    around: frozenset[str] = frozenset()
    """The persons, bodies and places that its report names: reports of one event have some in common."""

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
        kinds = _kinds(one)
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


def _kinds(told: Told) -> list[str]:
    """Return what a figure may be compared under: two that may be one measure share an entry."""
    figure = told.figure
    named = figure.counted or figure.unit
    toll = _toll(told, roles=True)
    same = [f"toll {toll}"] if toll else []
    same += [f"value {figure.value:.12g}"] if figure.value and _distinctive(figure.value) else []
    if not named:
        return ["nothing", *same]
    kinds = {*same, *(f"thing {head}" for head in counted_heads(named))}
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
    kind = _toll(one)
    # Beside the bare toll, "13 shoppers" says too little to be compared: it came in by its value.
    bare = [o for o in group if kind is not None and _toll(o) == kind]
    compared = (bare or group)[:COMPARED]
    scores = [_likeness(one, other, vector) for other in compared]
    tied = [o.figure for s, o in zip(scores, compared, strict=True) if s > 0]
    twins = [s for s, o in zip(scores, compared, strict=True) if _equal(one.figure, o.figure)]
    fits = all(scores) or (
        max(scores) >= STRONG
        and all(
            s > 0 or meet(one.figure, o.figure) or any(_equal(o.figure, t) for t in tied)
            for s, o in zip(scores, compared, strict=True)
        )
    )
    if max(twins, default=0.0) >= TWIN:
        return max(twins)
    return sum(scores) / len(scores) if fits else 0.0


def _likeness(a: Told, b: Told, vector: Mapping[str, Mapping[str, float]]) -> float:
    """Return the likeness of two figures' measures, 0 where they can't be one."""
    equal = _equal(a.figure, b.figure)
    if not equal and bool(a.figure.part_of) != bool(b.figure.part_of):
        return 0.0
    toll = _one_toll(a, b, equal)
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
    if a.statement.document == b.statement.document and not meet(a.figure, b.figure):
        return 0.0
    if _elsewhere(a.figure, b.statement) or _elsewhere(b.figure, a.statement):
        return 0.0
    if toll:
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


def _elsewhere(figure: Figure, statement: Statement) -> bool:
    """Tell whether `statement` has the value of `figure`: what differs from it there is another item of a list."""
    return any(_equal(figure, other) for other in statement.figures_said)


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


_ROLE = re.compile(r"(?:er|or|ist|ant|ent|ee)s$")
_TOLLS = ("=kill", "=injure")
_BARE = frozenset(
    "people person persons victim victims killed dead death deaths toll injured hurt wounded lives bodies".split()
)


def _one_toll(a: Told, b: Told, equal: bool) -> bool:
    """Tell whether two figures are the toll of the story's own event: the dead or the hurt, told barely.

    "Three Tunisians", "two of the crew" or last year's dead are other tolls: their words say so. "Eleven
    patients" may be all or some of the dead: they are all where another report counts eleven.
    """
    tolls = [_toll(t, roles=equal) for t in (a, b)]
    linked = bool(a.around & b.around) or a.point == b.point
    return linked and tolls[0] is not None and tolls[0] == tolls[1]


@lru_cache(maxsize=16_384)
def _toll(told: Told, *, roles: bool = False) -> str | None:
    """Return what toll a figure gives of the event: `roles` takes a plain word for the people, too."""
    figure, statement = told.figure, told.statement
    listed = [w.text.lower() for w in words((figure.counted or figure.unit or "").lower())]
    role = roles and len(listed) == 1 and bool(counts_people(listed[0]) or _ROLE.search(listed[0]))
    if figure.part_of or told.past or not (role or set(listed) <= _BARE):
        return None
    if (figure.value or figure.low or 0) < 2:
        return None
    act = groups().get(stem(statement.predicate))
    if not listed and act not in _TOLLS:
        return None
    known = states_near(figure, statement)
    before = statement.text[: max(0, figure.start - statement.start)].lower()
    if "bodies" in listed or before.endswith("bodies of "):
        known |= {"=kill"}
    kinds = [kind for kind in _TOLLS if kind in known]
    # "Another 40 were hurt" stands beside the dead and adds to them, not to the hurt.
    if len(kinds) != 1 or (figure.increment and kinds[0] != "=injure"):
        return None
    return kinds[0]


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
    if _equal(a, b) and not few and all(counts_people(f.counted or f.unit) for f in (a, b)):
        return not _parted(a.counted or "", b.counted or "")
    bare = [not (f.unit or f.counted) for f in (a, b)]
    if _equal(a, b) and (_digits(a.value) >= 3 or (any(bare) and _distinctive(a.value))):
        return not ({a.unit, b.unit} & _UNITS and not any(bare) and a.unit != b.unit)
    return all(bare)


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
    relation = _relation(members)
    values = sorted(v for t in members for v in (t.figure.value,) if v is not None)
    lows = [low for t in members for low, _ in (interval(t.figure),) if low > float("-inf")]
    highs = [high for t in members for _, high in (interval(t.figure),) if high < float("inf")]
    return FigureGroup(
        id=content_id("f", *[part for t in members for part in t.key]),
        question=question([(t.figure, t.statement) for t in members], toll=_toll(members[0])),
        relation=relation,
        mentions=mentions,
        low=min(lows) if lows else None,
        best=_latest(members) if relation == "updated" else _middle(members, values),
        high=max(highs) if highs else None,
        points=tuple(dict.fromkeys(t.point for t in members)),
    )


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
    early, late = sorted((a, b), key=lambda t: (_moment(t.as_of or "") or 0.0, t.as_of or ""))
    if (_moment(early.as_of or "") is None) != (_moment(late.as_of or "") is None):
        early, late = sorted((a, b), key=lambda t: (t.as_of or "")[:10])
    return counts_up(early.statement) and _size(late.figure) >= _size(early.figure)


def _size(figure: Figure) -> float:
    return figure.value or figure.low or figure.high or 0.0


def _apart_in_time(one: str, two: str) -> bool:
    moments = [_moment(value) for value in (one, two)]
    if moments[0] is not None and moments[1] is not None:
        return abs(moments[0] - moments[1]) >= HOURS_APART
    return one[:10] != two[:10]


def _moment(value: str) -> float | None:
    """Return a date with a clock as hours since 1970, UTC where no zone is given; None without a clock."""
    if not re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d", value):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() / 3600


def counts_up(statement: Statement) -> bool:
    """Tell whether a statement counts something that grows as news comes in: a toll."""
    known = groups()
    terms = {stem(w) for w in re.findall(r"\w+", statement.text.lower())}
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
