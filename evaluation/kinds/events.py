"""Kinds of error in events: type, actor and recipient, whether it happened; for sets with one event a sentence, too."""

from collections.abc import Sequence

from evaluation.kinds.base import Item, Kinds, Test, field, meet

TODAY = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}
"""PLOVER's types of 2016 and of 2021, folded to what both tell apart."""


def folded(item: Item) -> str:
    return TODAY.get(item["type"]) or str(item["type"])


def side(item: Item, role: str) -> str | None:
    """Return the country of our actor or recipient."""
    return (item[role] or {}).get("code")


def nearness(wanted: Item, found: Item) -> float:
    """Return how much words overlap; where the set gives no place, one of the right type, else the first."""
    if "start" in wanted:
        return float(meet(wanted, found))
    early = 1 / (2 + float(found["order"]))
    if folded(wanted) != folded(found):
        return early
    return 1 + early + sum(test(wanted, found) is None for test in (actor, recipient))


def kind(wanted: Item, found: Item) -> str | None:
    if "type" not in wanted or folded(wanted) == folded(found):
        return None
    return f"type is another: {folded(found)} for {folded(wanted)}"


def codes(wanted: Item, role: str) -> set[str | None] | None:
    """Return the countries that are right; none where that is not judged."""
    if f"{role}s" not in wanted:
        return {wanted[f"{role}.code"]} if f"{role}.code" in wanted else None
    right: set[str | None] = set(wanted[f"{role}s"])
    if role == "recipient" and not right:  # several sources and no target act on one another
        right = {*wanted["actors"], None} if len(wanted["actors"]) > 1 else set()
    return right or None


def party(role: str) -> Test:
    """Return the test of the actor's or recipient's country."""
    other = {"actor": "recipient", "recipient": "actor"}[role]

    def differs(wanted: Item, found: Item) -> str | None:
        right, ours = codes(wanted, role), side(found, role)
        if right is None or ours in right:
            return None
        if ours is None:
            return f"{role} missing" if found[role] is None else f"{role} without its country"
        if right == {None}:
            return f"{role} where there is none"
        if ours in (codes(wanted, other) or ()) and side(found, other) in {*right, None}:
            return "actor and recipient the wrong way round"
        return f"{role} is another country"

    return differs


actor, recipient = party("actor"), party("recipient")


def sector(wanted: Item, found: Item) -> str | None:
    ours = (found["actor"] or {}).get("sector")
    if not wanted.get("sectors") or ours in wanted["sectors"]:
        return None
    return "sector of the actor missing" if ours is None else "sector of the actor is another"


def day(wanted: Item, found: Item) -> str | None:
    name = "happened_at"
    if name not in wanted or wanted[name] == found[name]:
        return None
    return "day missing" if found[name] is None else "day is another"


def order(wanted: Item, found: Item) -> str | None:
    return "not given first" if "actors" in wanted and found["order"] else None


def missed(wanted: Item, found: Sequence[Item]) -> str:
    return f"missed: {wanted['type']}" if found or "start" in wanted else "no event in the sentence"


def extra(found: Item, wanted: Sequence[Item]) -> str:
    return f"extra: {found['type']}"


WRONG = (kind, actor, recipient, field("realis"), field("mode"), day)
EVENTS = Kinds(nearness, WRONG, (order, sector), missed, extra)
