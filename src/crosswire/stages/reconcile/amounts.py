"""Amounts of money that price one thing: the same kind of offer, fine or loan, between the same parties.

"Its original $105 million approach" and "an initial $103 million offer" count nothing that could tell them
apart; what is priced, whether it was the first or the last, and who offers it to whom do.
"""

import re
from functools import lru_cache

from crosswire.model.annotation import Figure
from crosswire.model.record import Record
from crosswire.stages.reconcile.statements import Statement
from crosswire.stages.reconcile.terms import groups
from crosswire.text.words import stem, words

_EARLIER = frozenset("initial original first previous earlier prior opening old rejected".split())
_LATER = frozenset("new latest revised raised sweetened improved higher final second".split())
_PRICED = {"=buy": "=bid"}
"""A purchase and the bid for it have one price."""
REACH = 60
"""Code points after an amount in which its target is looked for ("a $9 million bid for Tessera")."""
RATIO = 2.0
"""Amounts further apart than this price different things, or one of them is a slip that no rule should judge."""


class Price(Record, frozen=True, kw_only=True):
    """What an amount prices: the head noun's group, its turn, and the entities on either side of it."""

    head: str
    turn: str
    owner: str | None
    target: str | None


def one_price(one: tuple[Figure, Statement], two: tuple[Figure, Statement]) -> bool:
    """Tell whether two amounts of one currency price one thing."""
    (a, s), (b, t) = one, two
    if not a.unit or a.unit != b.unit or not a.value or not b.value:
        return False
    if max(a.value, b.value) > RATIO * min(a.value, b.value):
        return False
    left, right = price(a, s), price(b, t)
    if left is None or right is None or (left.head, left.turn) != (right.head, right.turn):
        return False
    if left.target and right.target:
        return left.target == right.target
    return bool(left.turn) and left.owner is not None and left.owner == right.owner


@lru_cache(maxsize=8192)
def price(figure: Figure, statement: Statement) -> Price | None:
    """Return what an amount prices, None where it stands before no noun."""
    listed = [w.text.lower() for w in words(figure.counted or "")]
    if not listed:
        return None
    head = groups().get(stem(listed[-1]), stem(listed[-1]))
    start, end = figure.start - statement.start, figure.end - statement.start
    before = [w.text.lower() for w in words(statement.text[max(0, start - 30) : start])]
    said = {*before[-2:], *listed}
    turn = "earlier" if said & _EARLIER else "later" if said & _LATER else ""
    owners = [(e, who) for s, e, who in statement.named if e <= figure.start]
    subject = sorted(statement.subject_entities)
    after = statement.text[end : end + REACH]
    link = re.search(r"\b(?:for|of|on|against|to)\b", after)
    targets = [
        (s, who)
        for s, e, who in statement.named
        if link and figure.end + link.end() <= s <= figure.end + REACH
    ]
    return Price(
        head=_PRICED.get(head, head),
        turn=turn,
        owner=max(owners)[1] if owners else subject[0] if len(subject) == 1 else None,
        target=min(targets)[1] if targets else None,
    )
