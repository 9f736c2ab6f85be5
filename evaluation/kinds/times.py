"""Kinds of error in times: what is missed or invented by type, and how far a value is off."""

import re
from collections.abc import Sequence
from datetime import date

from evaluation.kinds.base import Item, Kinds, meet

TYPES = {"DATE": "a date", "TIME": "a time of day", "DURATION": "a duration", "SET": "a set"}


def nearness(wanted: Item, found: Item) -> float:
    common = meet(wanted, found)
    return common + 0.5 * (wanted.get("value") == found["value"]) if common else 0.0


def kind(wanted: Item, found: Item) -> str | None:
    right = wanted.get("type", found["type"])
    return (
        None
        if right == found["type"]
        else f"type is another: {TYPES[found['type']]} for {TYPES[right]}"
    )


def value(wanted: Item, found: Item) -> str | None:
    """Name how a value is off."""
    right, ours = wanted.get("value"), found["value"]
    if "value" not in wanted or right == ours:
        return None
    if not ours or not right:
        return "no value" if not ours else "a value where there is none"
    if kind(wanted, found):
        return kind(wanted, found)
    if right.startswith("P") and ours.startswith("P"):
        return "another length"
    if "_REF" in right or "_REF" in ours:
        return "past, present or future for a date, or the reverse"
    if right.startswith(ours) or ours.startswith(right):
        return "coarser than said" if len(ours) < len(right) else "finer than said"
    return off(right, ours)


def off(right: str, ours: str) -> str:
    """Name how far apart two dates are."""
    days = [re.match(r"\d{4}-\d\d-\d\d", value) for value in (right, ours)]
    if days[0] and days[1]:
        try:
            apart = abs((date.fromisoformat(days[0][0]) - date.fromisoformat(days[1][0])).days)
        except ValueError:
            return "another value"
        if apart == 0:
            return "another part of the day"
        if right[4:] == ours[4:]:
            return "a year off"
        return {1: "a day off", 7: "a week off"}.get(apart, "another day")
    if len(right) != len(ours):
        return "another unit of the calendar"
    return "another year" if right[:4] != ours[:4] else "another month, week or quarter"


def extent(wanted: Item, found: Item) -> str | None:
    right, ours = ((item["start"], item["end"]) for item in (wanted, found))
    if right == ours:
        return None
    return "words too many" if ours[0] <= right[0] and ours[1] >= right[1] else "words too few"


def missed(wanted: Item, found: Sequence[Item]) -> str:
    return f"missed, {TYPES.get(wanted.get('type', ''), 'of no type')}"


def extra(found: Item, wanted: Sequence[Item]) -> str:
    return f"extra, {TYPES[found['type']]}"


TIMES = Kinds(nearness, (value,), (kind, extent), missed, extra)
