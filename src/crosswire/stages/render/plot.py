"""Figures as marks on one scale: a group of figures in, positions from 0 to 100 out; drawing is the page's."""

import math
from typing import NamedTuple

from crosswire.model.dossier import FigureGroup, FigureMention
from crosswire.stages.render.wording import number

LOG = 50.0
"""Ratio of the largest to the smallest number from which a linear scale would squeeze the small ones together."""


class Mark(NamedTuple):
    """A figure's place on the scale: its value, and its bounds as a whisker; open ends run to the edge."""

    value: float | None
    low: float | None
    high: float | None


class Plot(NamedTuple):
    """The marks of a group, one a mention, and the ends of the scale in words."""

    first: str
    last: str
    marks: tuple[Mark, ...]
    logarithmic: bool


def plot(group: FigureGroup) -> Plot | None:
    """Return where the figures of `group` stand; None where there is nothing to compare."""
    numbers = [n for m in group.mentions for n in _numbers(m)]
    if len(set(numbers)) < 2:
        return None
    first, last = min(numbers), max(numbers)
    logarithmic = first > 0 and last / first > LOG

    def place(value: float | None) -> float | None:
        if value is None or not math.isfinite(value):
            return None
        if logarithmic:
            share = math.log(value / first) / math.log(last / first)
        else:
            # halves first, so that the span of two very large numbers does not overflow
            share = (value / 2 - first / 2) / (last / 2 - first / 2)
        return round(6 + 88 * share, 1)

    marks = tuple(_mark(m, place(m.value), place(m.low), place(m.high)) for m in group.mentions)
    return Plot(number(first), number(last), marks, logarithmic)


def _numbers(mention: FigureMention) -> list[float]:
    given = (mention.value, mention.low, mention.high)
    return [n for n in given if n is not None and math.isfinite(n)]


def _mark(
    mention: FigureMention, value: float | None, low: float | None, high: float | None
) -> Mark:
    if low is None and high is not None and value is None:
        return Mark(None, 0.0, high)
    if high is None and low is not None and value is None:
        return Mark(None, low, 100.0)
    return Mark(value, low, high)
