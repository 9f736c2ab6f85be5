"""One act told with another day, place or person in it."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from crosswire.model.annotation import Place
from crosswire.model.dossier import Conflict
from crosswire.stages.reconcile.conflicts import Held, act_of, by_id, conflict, side
from crosswire.stages.reconcile.statements import Statement
from crosswire.stages.reconcile.terms import counts
from crosswire.text.names import name_tokens

VERBATIM = 0.92
"""Likeness from which two statements are one sentence copied: a copy's "Tuesday" is its original's."""


def date_conflicts(held: Held) -> list[Conflict]:
    """Return acts that reports date to different days: one conflict for each two points."""
    known = by_id(held)
    dated = {s.id: day for s in held.statements if (day := _day(s)) and s.tense == "past"}
    clashes: dict[tuple[str, ...], list[tuple[float, Statement, Statement]]] = defaultdict(list)
    for (left, right), likeness in sorted(held.likeness.items()):
        if likeness < 0.6 or left not in dated or right not in dated:
            continue
        a, b = known[left], known[right]
        if dated[left] == dated[right] or a.document == b.document or a.headline or b.headline:
            continue
        if likeness >= VERBATIM and _same_words(a, b):
            continue
        if act_of(a) == act_of(b):
            points = sorted({held.group_of[left], held.group_of[right]})
            clashes[tuple(points)].append((likeness, a, b))
    return [_dated_apart(clash, dated, held) for _, clash in sorted(clashes.items())]


def _dated_apart(
    clash: Sequence[tuple[float, Statement, Statement]], dated: Mapping[str, str], held: Held
) -> Conflict:
    likeness, a, _ = max(clash, key=lambda c: (c[0], c[1].id, c[2].id))
    by_day: dict[str, list[Statement]] = defaultdict(list)
    for one in sorted({s.id: s for _, *two in clash for s in two}.values(), key=lambda s: s.id):
        by_day[dated[one.id]].append(one)
    days = sorted(by_day)
    return conflict(
        "date",
        "contradiction",
        f"When: “{a.text}”?",
        [side(day, by_day[day], held) for day in days],
        "The reports date one act to different days; the anchors were known.",
        "medium",
        sorted({held.group_of[s.id] for _, *two in clash for s in two}),
        (f"likeness {likeness:.2f}, days {' and '.join(days)}",),
    )


def _same_words(a: Statement, b: Statement) -> bool:
    """Tell whether both name their day by the same words, so that only the anchors differ."""
    one, two = ({t.text.lower() for t in s.times} for s in (a, b))
    return bool(one & two)


def _day(statement: Statement) -> str | None:
    days = {
        t.value[:10]
        for t in statement.times
        if t.value and re.match(r"\d{4}-\d\d-\d\d", t.value) and not t.candidates
    }
    return days.pop() if len(days) == 1 else None


REST_ALIKE = 0.8
"""Share of the other terms that two statements must have in common for the one slot to be what differs."""
LEAST_REST = 3
"""Terms besides the slot that make an act recognisable."""
_WHERE = re.compile(
    r"\b(?:in|at|near|off|outside|(?:north|south|east|west) of) (?:the )?"
    r"(?P<name>[^\W\d_a-z][\w’'-]*(?: [^\W\d_a-z][\w’'-]*){0,3})"
)
_DATES = frozenset(
    "January February March April May June July August September October November December "
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
)


def place_conflicts(held: Held) -> list[Conflict]:
    """Return acts that reports locate in different places, neither of which may hold the other."""
    return _slot_conflicts(
        held,
        "place",
        "Where: “{}”?",
        "The reports locate one act in different places.",
        _located,
        _elsewhere,
    )


def name_conflicts(held: Held) -> list[Conflict]:
    """Return acts that reports tell of persons whose names are alike but not the same."""
    return _slot_conflicts(
        held,
        "name",
        "What is the name: “{}”?",
        "The names are too alike for two persons in one part, and not the same: one is misspelt or garbled.",
        _named,
        _misnamed,
    )


class Slot(NamedTuple):
    """What fills a slot of a statement: the words, their terms, and what it is."""

    words: str
    terms: frozenset[str]
    value: Place | str


def _slot_conflicts(
    held: Held,
    kind: Literal["place", "name"],
    question: str,
    reading: str,
    fill: Callable[[Statement, Held], Slot | None],
    clash: Callable[[Slot, Slot], bool],
) -> list[Conflict]:
    """Return the acts of two reports that agree in everything but one slot."""
    known = by_id(held)
    filled = {s.id: slot for s in held.statements if _tells(s) and (slot := fill(s, held))}
    found: dict[frozenset[str], Conflict] = {}
    for left, right in sorted(held.likeness):
        if left not in filled or right not in filled:
            continue
        a, b = known[left], known[right]
        one, two = filled[left], filled[right]
        if a.document == b.document or act_of(a) != act_of(b) or not clash(one, two):
            continue
        if a.negated == b.negated and _rest_agrees(a, b, one.terms | two.terms):
            points = (held.group_of[left], held.group_of[right])
            found.setdefault(
                frozenset((one.words, two.words)),
                conflict(
                    kind,
                    "contradiction",
                    question.format(a.text),
                    [side(one.words, [a], held), side(two.words, [b], held)],
                    reading,
                    "medium",
                    points,
                    (f"one act; “{one.words}” against “{two.words}”, all else alike",),
                ),
            )
    return list(found.values())


def _tells(statement: Statement) -> bool:
    return statement.status in ("asserted", "alleged") and not statement.headline


def _rest_agrees(a: Statement, b: Statement, slot: frozenset[str]) -> bool:
    """Tell whether two statements say the same besides the slot."""
    one, two = (set(counts(s.text)) - slot for s in (a, b))
    if min(len(one), len(two)) < LEAST_REST:
        return False
    return len(one & two) >= REST_ALIKE * min(len(one), len(two))


def _located(statement: Statement, held: Held) -> Slot | None:
    """Return the one place at which a statement puts its act: after "in", "near" and the like."""
    known = {p.start - statement.start: p for p in statement.places}
    found = []
    for match in _WHERE.finditer(statement.text):
        name = match["name"]
        if name.split()[0] not in _DATES:
            place = known.get(match.start("name")) or Place(
                start=statement.start + match.start("name"),
                end=statement.start + match.end("name"),
                text=name,
                name=name,
            )
            found.append(Slot(match[0], frozenset(counts(match[0])), place))
    return found[0] if len(found) == 1 else None


FAR = 0.3
"""Degrees from which two places of known coordinates are not one."""


def _elsewhere(one: Slot, two: Slot) -> bool:
    """Tell whether two places can't be one, nor one in the other: both of one kind, with no word in common."""
    a, b = one.value, two.value
    if isinstance(a, str) or isinstance(b, str) or one.terms & two.terms:
        return False
    if a.kind != b.kind or (a.lat is None) != (b.lat is None):
        return False
    if a.lat is None or b.lat is None or a.lon is None or b.lon is None:
        return True
    return abs(a.lat - b.lat) > FAR or abs(a.lon - b.lon) > FAR


def _named(statement: Statement, held: Held) -> Slot | None:
    """Return the one person that a statement names."""
    names = sorted({held.person_of[e] for e in statement.entities if e in held.person_of})
    names = [n for n in names if n in statement.text and len(n.split()) > 1]
    return Slot(names[0], frozenset(counts(names[0])), names[0]) if len(names) == 1 else None


LIKE_NAMES = 0.6
"""Likeness of two family or given names of which one is taken for the other."""


def _misnamed(one: Slot, two: Slot) -> bool:
    """Tell whether two full names have all but one part in common, and that part is alike but not the same."""
    a, b = (name_tokens(str(slot.value)) for slot in (one, two))
    if len(a) != len(b) or len(a) < 2:
        return False
    other = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    return len(other) == 1 and SequenceMatcher(None, *other[0]).ratio() >= LIKE_NAMES
