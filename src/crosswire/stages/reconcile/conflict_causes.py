"""One happening with its cause as certain and as possible, or with two causes by two parties."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from crosswire.model.dossier import Conflict
from crosswire.model.record import Record
from crosswire.stages.reconcile.conflicts import Held, conflict, holder, side
from crosswire.stages.reconcile.statements import Statement
from crosswire.stages.reconcile.terms import counts

_LINK = r"(?:caused|causes|led to|leads to|triggered|sparked|set off|brought about|(?:was|were|is|are) behind)"
_ACTIVE = re.compile(
    rf"^(?P<cause>.+?)\s(?:(?:may|might|could|had|has|have)\s(?:have\s)?)?{_LINK}\s(?P<effect>.+)$",
    re.DOTALL,
)
_PASSIVE = re.compile(
    r"^(?P<effect>.+?)\s(?:caused|triggered|sparked|set off|brought about|blamed|due)\s(?:by|on|to)\s(?P<cause>.+)$",
    re.DOTALL,
)
MOST = 300
"""Statements of causes compared with each other; the first of a story, by report and place."""
SAME_EFFECT, SAME_CAUSE = 0.5, 0.5
"""Share of the shorter one's terms that two effects, or two causes, have in common to be one."""
_TOLD = ("asserted", "alleged")


class Cause(Record, frozen=True, kw_only=True):
    """A statement that one thing brought about another, each as its terms."""

    statement: Statement
    cause: frozenset[str]
    effect: frozenset[str]


def cause_conflicts(held: Held) -> list[Conflict]:
    """Return causes told as certain and as possible, and causes that two parties do not agree on."""
    causes = list(_causes(held.statements))[:MOST]
    found: dict[tuple[str, frozenset[str]], Conflict] = {}
    for one, two in combinations(causes, 2):
        a, b = one.statement, two.statement
        if a.document == b.document or a.negated != b.negated:
            continue
        if not _alike(one.effect, two.effect, SAME_EFFECT):
            continue
        points = frozenset((held.group_of[a.id], held.group_of[b.id]))
        if _alike(one.cause, two.cause, SAME_CAUSE):
            hedged, plain = (a, b) if a.status == "possible" else (b, a)
            bare = plain.status == "asserted" and not plain.chain
            if hedged.status == "possible" and bare:
                found.setdefault(("attribution", points), _hedged(hedged, plain, held))
        elif not one.cause & two.cause and _two_parties(a, b, held):
            found.setdefault(("polarity", points), _disputed(a, b, held))
    return list(found.values())


def _causes(statements: Sequence[Statement]) -> Iterator[Cause]:
    for statement in statements:
        if statement.headline or statement.status not in (*_TOLD, "possible"):
            continue
        match = _PASSIVE.match(statement.text) or _ACTIVE.match(statement.text)
        if match is None:
            continue
        cause, effect = (frozenset(counts(match[part])) for part in ("cause", "effect"))
        if cause and effect:
            yield Cause(statement=statement, cause=cause, effect=effect)


def _alike(one: frozenset[str], two: frozenset[str], share: float) -> bool:
    return len(one & two) >= share * min(len(one), len(two))


def _two_parties(a: Statement, b: Statement, held: Held) -> bool:
    parties = [held.origins[s.id].party for s in (a, b)]
    told = a.status in _TOLD and b.status in _TOLD
    return told and None not in parties and held.origins[a.id].root != held.origins[b.id].root


def _hedged(hedged: Statement, plain: Statement, held: Held) -> Conflict:
    return conflict(
        "attribution",
        "framing",
        f"How sure is it: “{plain.text}”?",
        [side(plain.text, [plain], held), side(hedged.shown.text, [hedged], held, attributed=True)],
        f"Told plainly once; {holder(hedged, held) or 'another report'} gives it as possible.",
        "low",
        (held.group_of[plain.id], held.group_of[hedged.id]),
        ("one cause of one thing, the hedge dropped",),
    )


def _disputed(a: Statement, b: Statement, held: Held) -> Conflict:
    return conflict(
        "polarity",
        "dispute",
        "What was the cause?",
        [side(a.text, [a], held), side(b.text, [b], held)],
        f"One cause is named by {holder(a, held)}, another by {holder(b, held)}.",
        "medium",
        (held.group_of[a.id], held.group_of[b.id]),
        ("one effect, two causes that have no word in common",),
    )
