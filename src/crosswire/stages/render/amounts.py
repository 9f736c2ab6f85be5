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
"""Units of measure in the plural, as an amount is read."""
_BOUND = re.compile(r"(?: or (?:more|less))?$")


def amount(mention: FigureMention) -> str:
    """Return a figure as read, with its unit: "about 40 tonnes", "82 dollars per share"; none where the noun has it."""
    noun = (mention.counted or "").casefold().split()
    read = reading(mention)
    if not mention.unit or mention.unit.casefold() in noun:
        return read
    first, per, base = mention.unit.partition(" per ")
    plural = mention.value != 1 or first == "percentage"
    unit = (_UNITS.get(first, first) if plural else first) + per + base
    if said := _as_said(mention):
        return f"{said} of {unit}" if said.endswith("s") else f"{said} {unit}"
    return _BOUND.sub(lambda bound: f" {unit}{bound[0]}", read, count=1)


def counted(mention: FigureMention) -> str:
    """Return what the figure counts; says so where the report does not."""
    return mention.counted or ("an amount" if mention.unit else "what it counts is not stated")
