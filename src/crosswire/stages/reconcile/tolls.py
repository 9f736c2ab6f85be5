"""Figures as reports tell them, and the toll among them: how many died or were hurt, the count that grows."""

import re

from msgspec.structs import replace

from crosswire.model.annotation import Figure
from crosswire.model.record import Record
from crosswire.stages.reconcile.align import states_near
from crosswire.stages.reconcile.people import counts_people
from crosswire.stages.reconcile.roots import Origin
from crosswire.stages.reconcile.statements import Statement
from crosswire.stages.reconcile.terms import groups
from crosswire.text.words import stem, words


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
    occasion: str = ""
    """Which of the story's occasions its report tells of: figures of two are never compared."""
    toll: str | None = None
    """What toll of the event the figure gives, told barely ("12 people", "12 dead")."""
    wide_toll: str | None = None
    """The same, told by a plain word for the people, too ("12 passengers")."""

    @property
    def key(self) -> tuple[str, int, int]:
        """Return document and offsets, by which the order is fixed."""
        return (self.statement.document, self.figure.start, self.figure.end)


_TOLL = frozenset(("=kill", "=injure", "missing", "=arrest", "=victim"))
_ROLE = re.compile(r"(?:er|or|ist|ant|ent|ee)s$")
_NUMBER_OF = re.compile(
    r"\b(?:number|toll|tally|count)\b(?: of)?\b[^,;.]{0,80}\b(?:to|at|was|is|were|reached|hit|passed)(?: \w+){0,2} $"
)
_TOLLS = ("=kill", "=injure")
_BARE = frozenset(
    "people person persons victim victims killed dead death deaths toll injured hurt wounded lives bodies".split()
)


SHARED, CONTEXT = 2, 0.2
"""Names that two reports share, or the likeness of their sentences beside one name, to be of one event."""


def with_toll(told: Told) -> Told:
    """Return a figure with the toll that it gives."""
    return replace(told, toll=_toll_of(told), wide_toll=_toll_of(told, roles=True))


def same_toll(a: Told, b: Told, equal: bool) -> bool:
    """Tell whether two figures give one kind of toll: the dead or the hurt, told barely.

    "Three Tunisians", "two of the crew" or last year's dead are other tolls: their words say so. "Eleven
    patients" may be all or some of the dead: they are all where another report counts eleven.
    """
    one, two = (a.wide_toll, b.wide_toll) if equal else (a.toll, b.toll)
    return one is not None and one == two


def one_event(a: Told, b: Told, context: float) -> bool:
    """Tell whether the reports of two tolls are of one event, `context` being the likeness of their sentences."""
    shared = len(a.around & b.around)
    return shared >= SHARED or (shared > 0 and context >= CONTEXT) or a.point == b.point


def _toll_of(told: Told, *, roles: bool = False) -> str | None:
    figure, statement = told.figure, told.statement
    listed = [w.text.lower() for w in words((figure.counted or figure.unit or "").lower())]
    role = roles and len(listed) == 1 and bool(counts_people(listed[0]) or _ROLE.search(listed[0]))
    if figure.part_of or told.past or _sums_up(statement) or not (role or set(listed) <= _BARE):
        return None
    if (figure.value or figure.low or 0) < 2:
        return None
    known = states_near(figure, statement)
    before = statement.text[: max(0, figure.start - statement.start)].lower()
    act = groups().get(stem(statement.predicate))
    if not listed and act not in _TOLLS:
        numbered = _NUMBER_OF.search(before)
        if numbered is None:
            return None
        known = frozenset(groups().get(stem(w.text), "") for w in words(numbered[0]))
    if {"bodies", "toll"} & set(listed) or before.endswith("bodies of "):
        known |= {"=kill"}
    kinds = [kind for kind in _TOLLS if kind in known]
    # "Another 40 were hurt" stands beside the dead and adds to them, not to the hurt.
    if len(kinds) != 1 or (figure.increment and kinds[0] != "=injure"):
        return None
    return kinds[0]


_LONG_SPAN = re.compile(r"P\d+[YM]")


def _sums_up(statement: Statement) -> bool:
    """Tell whether a statement counts over months or years ("in the past year"): no toll of one event."""
    times = (*statement.times, *filter(None, (statement.before,)))
    return any(t.rule == "duration-past" and _LONG_SPAN.match(t.value or "") for t in times)


def counts_up(statement: Statement) -> bool:
    """Tell whether a statement counts something that grows as news comes in: a toll."""
    known = groups()
    terms = {stem(w) for w in re.findall(r"\w+", statement.text.lower())}
    return bool(_TOLL & {known.get(t, t) for t in terms})


def equal_values(a: Figure, b: Figure) -> bool:
    """Tell whether two figures give one value, or one pair of bounds."""
    if a.value is not None and b.value is not None:
        return abs(a.value - b.value) <= 1e-9 * max(abs(a.value), abs(b.value), 1)
    return a.value is None and b.value is None and (a.low, a.high) == (b.low, b.high)
