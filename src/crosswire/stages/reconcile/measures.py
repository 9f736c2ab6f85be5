"""Whether the figures of two statements are one, clash, or count other things: values, heads, what befell the counted.

Two statements in, "same" or "other" out; bounds and "about" are intervals, near-synonyms one head.
"""

from functools import lru_cache

from crosswire.model.annotation import Figure
from crosswire.stages.reconcile.statements import Statement
from crosswire.stages.reconcile.terms import groups
from crosswire.text.words import stem, words


def compare_figures(left: Statement, right: Statement) -> tuple[bool, bool]:
    """Tell whether the statements share a figure, and whether they give one measure different values."""
    same = other = False
    for a in left.figures:
        for b in right.figures:
            kinds = states_near(a, left), states_near(b, right)
            if all(kinds) and not kinds[0] & kinds[1]:
                other = True
            elif a.value is not None and a.value == b.value and a.value > 1:
                same = True
            elif counts_alike(a.counted or a.unit, b.counted or b.unit) and not meet(a, b):
                other = True
    return same, other and not same


_STATES = frozenset(("=kill", "=injure", "=arrest", "=rescue", "=survivor", "missing", "miss"))


def states_near(figure: Figure, statement: Statement) -> frozenset[str]:
    """Return what is said of the people a figure counts (dead, hurt, missing, saved), from the words around it."""
    told = _states(figure.counted or "")
    if told:
        return told
    start = max(0, figure.start - statement.start - 30)
    return _states(statement.text[start : figure.end - statement.start + 40])


@lru_cache(maxsize=1 << 15)
def _states(text: str) -> frozenset[str]:
    return _grouped(text) & _STATES


@lru_cache(maxsize=1 << 13)
def _grouped(text: str) -> frozenset[str]:
    """Return the words of a short text as stems or their groups; every pair of figures asks anew."""
    known = groups()
    return frozenset(known.get(stem(w.text), stem(w.text)) for w in words(text))


def counts_alike(left: str | None, right: str | None) -> bool:
    """Tell whether two counted nouns have the same head, or heads of one meaning."""
    if not left or not right:
        return False
    return bool(counted_heads(left) & counted_heads(right))


@lru_cache(maxsize=1 << 13)
def counted_heads(counted: str) -> frozenset[str]:
    """Return the head of a counted phrase ("US citizens on board": citizen) as stem or group."""
    listed = [w.text for w in words(counted.split(" of ")[0].split(" on ")[0].split(" in ")[0])]
    return frozenset(groups().get(stem(w), stem(w)) for w in listed[-1:])


def meet(a: object, b: object) -> bool:
    """Tell whether the intervals of two figures share a value, "about" giving ten per cent each way."""
    low_a, high_a = interval(a)
    low_b, high_b = interval(b)
    return low_a <= high_b and low_b <= high_a


def interval(figure: object) -> tuple[float, float]:
    """Return the values a figure allows, both ends included."""
    value, low, high, change = (
        getattr(figure, name) for name in ("value", "low", "high", "change")
    )
    endless = float("inf")
    if low is not None or high is not None:
        return (low if low is not None else -endless, high if high is not None else endless)
    if value is None:
        return (-endless, endless)
    slack = 0.1 * abs(value) if change == "~" else 0.0
    return (value - slack, value + slack)
