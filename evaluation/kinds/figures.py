"""Kinds of error in figures: value, bound or movement, unit; missed and invented ones by how they are written."""

import re
from collections.abc import Sequence

from evaluation.kinds.base import Item, Kinds, Test, field, meet

UNITS = {
    "$": "dollar", "us$": "dollar", "us dollar": "dollar", "u.s. dollar": "dollar", "%": "percentage",
    "percent": "percentage", "per cent": "percentage", "£": "pound sterling", "pound": "pound sterling",
    "€": "euro", "japanese yen": "yen", "chinese yuan": "yuan", "-": "",
}  # fmt: skip
"""What a set calls one unit in several ways."""


def unit_word(unit: str | None) -> str:
    """Return a unit in one spelling: lower case, singular, symbols in words."""
    low = (unit or "").lower().strip(" .")
    singular = UNITS.get(low, low) if low in UNITS else re.sub(r"(?<=[^s]{2})s\b", "", low)
    return UNITS.get(singular, re.sub(r"(met|lit)re\b", r"\1er", singular))


def units(wanted: Item) -> set[str]:
    """Return the spellings that are right."""
    return {unit_word(unit) for unit in wanted.get("units", (wanted.get("unit"),))}


def same_unit(wanted: Item, found: Item) -> bool:
    if "units" not in wanted:  # our labels have one spelling, that of the records
        return (wanted.get("unit", found["unit"]) or "").lower() == (found["unit"] or "").lower()
    right, ours = units(wanted), unit_word(found["unit"])
    if ours in right:
        return True
    return bool(ours) and ours.split()[-1] in {u.split()[-1] for u in right if u}


def near(one: float | None, two: float | None) -> bool:
    if one is None or two is None:
        return one is two
    return abs(one - two) <= 1e-3 * max(abs(one), abs(two), 1e-9)


def same_value(wanted: Item, found: Item) -> bool:
    if wanted.get("range"):
        ends = (found["low"], found["high"])
        return None not in ends and all(map(near, wanted["range"], sorted(ends)))
    return "value" not in wanted or near(wanted["value"], found["value"])


def nearness(wanted: Item, found: Item) -> float:
    """Return how much words overlap; where the set gives no place, whether value, unit and change agree."""
    if "start" in wanted:
        return float(meet(wanted, found))
    unit, change = same_unit(wanted, found), bool(wanted["change"] == found["change"])
    if not same_value(wanted, found):
        return 0.05 if unit and unit_word(found["unit"]) else 0.0
    return 1 + 0.1 * unit + 0.01 * change


def value(wanted: Item, found: Item) -> str | None:
    if same_value(wanted, found):
        return None
    ours, right = found["value"], wanted["value"]
    if wanted.get("range") or (ours is None and found["low"] is not None):
        return "a range read as one number, or one as a range"
    if ours is None or right is None:
        return "no value" if ours is None else "a value where there is none"
    scales = [10.0**n for n in (2, 3, 6, 9, 12)]
    if right and any(near(ours / right, s) or near(ours / right, 1 / s) for s in scales):
        return "scale wrong"
    return "value wrong"


def change(wanted: Item, found: Item) -> str | None:
    right, ours = wanted.get("change", found["change"]), found["change"]
    if right == ours:
        return None
    sort = "movement" if {"up", "down"} & {right, ours} else "bound"
    if ours == "=":
        return f"{sort} missed"
    return f"{sort} where there is none" if right == "=" else f"{sort} is another"


def bound(name: str) -> Test:
    def differs(wanted: Item, found: Item) -> str | None:
        return (
            "end of range wrong" if name in wanted and not near(wanted[name], found[name]) else None
        )

    return differs


def unit(wanted: Item, found: Item) -> str | None:
    if same_unit(wanted, found):
        return None
    right, ours = units(wanted), unit_word(found["unit"])
    if not ours:
        return "unit missing"
    if not any(right):
        return "unit where there is none"
    common = set(ours.split()) & {word for one in right for word in one.split()}
    return "unit too long or too short" if common else "unit is another"


def counted(wanted: Item, found: Item) -> str | None:
    same = "counted" not in wanted or wanted["counted"] == found["counted"]
    return None if same else "counted noun cut or another"


def written(item: Item) -> str:
    """Name how a number is written."""
    words = item["words"].lower()
    if item.get("range"):
        return "a range"
    if re.search(r"\d", words):
        return "digits"
    return "one" if re.search(r"\b(one|an?)\b", words) else "words"


def missed(wanted: Item, found: Sequence[Item]) -> str:
    return f"missed, {written(wanted)}"


def extra(found: Item, wanted: Sequence[Item]) -> str:
    return f"extra, {written(found)}"


WRONG = (
    value,
    bound("low"),
    bound("high"),
    change,
    unit,
    counted,
    field("increment"),
    field("part_of"),
)
FIGURES = Kinds(nearness, WRONG, (), missed, extra)
