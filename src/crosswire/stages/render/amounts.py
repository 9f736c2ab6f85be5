"""Figures in plain English: what a report's number reads as, and what it counts.

A number that a report says only by its order ("dozens") is given in its words: the bounds we read into it are ours.
"""

import re
from functools import cache

from crosswire import lexicon
from crosswire.model.dossier import FigureMention


def number(value: float) -> str:
    """Return a number as an editor writes it: thousands grouped, no false decimals."""
    if value != value or value in (float("inf"), float("-inf")):
        return "?"
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if abs(value) >= size:
            return f"{value / size:,.3f}".rstrip("0").rstrip(".") + f" {word}"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.3f}".rstrip("0").rstrip(".")


@cache
def _vague() -> re.Pattern[str]:
    """Return the pattern of a number said by its order of magnitude alone: "several hundred", "tens of thousands"."""
    said = "|".join(re.escape(row["phrase"]) for row in lexicon.table("figures_vague"))
    orders = r"(?:\s+(?:of\s+)?(?:hundred|thousand|million|billion|trillion|dozen|score)s?\b)*"
    return re.compile(rf"[^\d]*?\b(?:{said})\b{orders}", re.IGNORECASE)


def _as_said(mention: FigureMention) -> str:
    """Return the words of a number that no digit was said of, since its bounds are ours: "hundreds of thousands"."""
    said = _vague().match(mention.text) if mention.value is None else None
    return " ".join(said[0].lower().split()) if said else ""


def reading(mention: FigureMention) -> str:
    """Return a figure as read, bounds in words: "about 40", "more than 30", "30 to 40", "dozens" where none is said."""
    if words := _as_said(mention):
        return words
    low, high = mention.low, mention.high
    lead = {"~": "about ", "up": "up by ", "down": "down by "}.get(mention.change, "")
    if mention.value is not None and low is None and high is None:
        return lead + number(mention.value)
    if low is not None and high is not None:
        return f"{number(low)} to {number(high)}"
    if low is not None:
        return f"{number(low)} or more"
    if high is not None:
        return f"{number(high)} or less"
    return "not read as a number"


_UNITS = {
    one: one + "s"
    for one in "dollar euro rupee year month week day hour minute mile kilometer meter ton degree".split()
} | {"percentage": "percent", "foot": "feet", "inch": "inches"}
"""Units of measure in the plural, as an amount that counts nothing else is read."""


def amount(mention: FigureMention) -> str:
    """Return a figure as read, with its unit: "about 40 tonnes"; no unit where the counted noun has it."""
    noun = (mention.counted or "").casefold().split()
    unit = mention.unit if mention.unit and mention.unit.casefold() not in noun else None
    if unit and not mention.counted and mention.value != 1:
        unit = _UNITS.get(unit, unit)
    joint = " of " if unit and _as_said(mention).endswith("s") else " "
    return joint.join(filter(None, [reading(mention), unit]))


def counted(mention: FigureMention) -> str:
    """Return what the figure counts; says so where the report does not."""
    return mention.counted or ("an amount" if mention.unit else "what it counts is not stated")
