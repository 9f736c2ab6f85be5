"""The typed slots of a statement that alignment compares: act, polarity, time, days, places.

A denial of an act and its negation are one polarity; what is planned and what is done are two times.
"""

import re
from collections.abc import Mapping, Set

from crosswire.model.record import Record
from crosswire.stages.reconcile.statements import Statement
from crosswire.stages.reconcile.terms import groups
from crosswire.text.words import is_stop, stem

_UNSAID = ("unconfirmed", "no-comment", "possible", "conditional")
_AHEAD = ("expected", "pledge", "threat", "demand")
_COMING = re.compile(
    r"\b(?:will|would|plan(?:s|ned)? (?:to|for)|due to|(?:is|are|was|were) (?:due|to|about to)|scheduled"
    r"|set to|expect(?:s|ed)? to|hop(?:es|ed?) to|intend(?:s|ed)? to)\b",
    re.IGNORECASE,
)
_NONE = re.compile(r"(?:no|none|nobody|no one|nothing|neither|not one|never)\b", re.IGNORECASE)
_NONE_AFTER = re.compile(
    r"\b(?:am|is|are|was|were|be|been|has|have|had|knows?|knew|saw|sees?|found|finds?)(?: of)?"
    r" (?:no(?! longer)|none|nobody|nothing|neither|never)\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:no|not|none|nobody|nothing|neither|never)\b|n['’]t\b", re.IGNORECASE)
_FIRST_WORDS = 80
"""Letters of a statement in which a negation must stand to be that of its own predicate."""
_LIGHT = frozenset(
    stem(word)
    for word in (
        "be have do make take get give go come occur happen hit say tell put set become remain "
        "continue begin expect plan announce report see call hold"
    ).split()
)
"""Predicates that say little: what happened stands in their subject or object ("a visit is planned")."""


class Slots(Record, frozen=True, kw_only=True):
    """What a statement says, slot by slot, as far as words tell."""

    act: str
    """The stem of its predicate, or its group of near-synonyms."""
    light: bool
    refuted: bool
    """Whether it says that something is not so: negated, or denied, but not both."""
    coming: bool
    open: bool
    """Whether it leaves open if it is so: unconfirmed, possible, conditional."""
    days: frozenset[str]
    places: frozenset[str]


def read_slots(statement: Statement) -> Slots:
    """Return the slots of `statement`."""
    act = stem(statement.predicate)
    return Slots(
        act=groups().get(act, act),
        light=act in _LIGHT or is_stop(act) or not act.isalpha(),
        refuted=refuted(statement),
        coming=statement.status in _AHEAD
        or statement.tense == "future"
        or bool(_COMING.search(statement.text)),
        open=statement.status in _UNSAID,
        days=frozenset(t.value[:10] for t in statement.times if t.value and t.value[:2].isdigit()),
        places=frozenset(place.name for place in statement.places),
    )


def refuted(statement: Statement) -> bool:
    """Tell whether a statement says that something is not so; who denies a negation says that it is so."""
    denied = statement.status == "denied"
    if denied and statement.act is not None:
        after = max(span.end for span in statement.act.cue.spans) - statement.start
        content = bool(_NOT.search(statement.text, max(0, after)))
        return statement.negated == content
    return denied != negated(statement)


def negated(statement: Statement) -> bool:
    """Tell whether a statement is negated, be it in its subject ("nobody") or after the verb ("there was no")."""
    if statement.negated:
        return True
    if statement.subject is not None and _NONE.match(statement.subject.text):
        return True
    first = statement.text[:_FIRST_WORDS]
    return bool(_NONE.match(first.lstrip("“\"‘' ")) or _NONE_AFTER.search(first))


def shared_day(left: Set[str], right: Set[str]) -> bool | None:
    """Tell whether two sets of days have one in common, a month holding its days; None where a set is empty."""
    if not left or not right:
        return None
    return any(a.startswith(b) or b.startswith(a) for a in left for b in right)


def lacks(statement: Statement, other: Mapping[str, float]) -> bool:
    """Tell whether what `statement` predicates is nowhere in the other statement's terms."""
    term = stem(statement.predicate)
    if is_stop(term) or not term.isalpha():
        return False
    return term not in other and groups().get(term, term) not in other
