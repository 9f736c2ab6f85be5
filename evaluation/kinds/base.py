"""What the tables of kinds are made of: items, tests over two of them, and how items are matched one to one.

An item is a mapping of fields; a field that the right one lacks is not judged. A test gives the name of what it
finds wrong, or None.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

Item = Mapping[str, Any]
Spans = Sequence[tuple[int, int]]
Test = Callable[[Item, Item], str | None]


class Kinds(NamedTuple):
    """How a layer's findings are matched with what is right, and what may be wrong with them."""

    nearness: Callable[[Item, Item], float]
    """How near a finding is to what is right; 0 where they are not about the same."""
    wrong: tuple[Test, ...]
    """What makes a finding wrong, the gravest first."""
    inexact: tuple[Test, ...]
    """What is named, too, but leaves a finding right."""
    missed: Callable[[Item, Sequence[Item]], str]
    """The kind of a missed item, given all that was found."""
    extra: Callable[[Item, Sequence[Item]], str]
    """The kind of a finding that is about nothing, given all that is right."""
    always: frozenset[str] = frozenset()
    """Kinds of such findings that count on a set, too, that doesn't name all there is."""


def first(tests: Iterable[Test], wanted: Item, found: Item) -> str | None:
    """Return the first name that a test gives."""
    return next(filter(None, (test(wanted, found) for test in tests)), None)


def matched(
    kinds: Kinds, wanted: Sequence[Item], found: Sequence[Item]
) -> list[tuple[int | None, int | None]]:
    """Return the numbers of what is right and of ours, one to one and the nearest first, then of the rest of ours."""
    near = [
        (-kinds.nearness(item, other), i, j)
        for i, item in enumerate(wanted)
        for j, other in enumerate(found)
    ]
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for nearness, i, j in sorted(near):
        if nearness < 0 and i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
    pairs: list[tuple[int | None, int | None]] = [(i, partner.get(i)) for i in range(len(wanted))]
    return pairs + [(None, j) for j in range(len(found)) if j not in taken]


def characters(spans: Spans) -> set[int]:
    """Return the code points that spans cover."""
    return {at for start, end in spans for at in range(start, end)}


def jaccard(one: Spans, two: Spans) -> float:
    """Return the share of the code points of either that both cover; 0 where neither covers any."""
    left, right = characters(one), characters(two)
    return len(left & right) / len(left | right) if left or right else 0.0


def size(spans: Spans) -> int:
    """Return the number of code points covered."""
    return len(characters(spans))


def meet(one: Item, two: Item) -> int:
    """Return how many code points two items with `start` and `end` share."""
    first_end, last_start = min(one["end"], two["end"]), max(one["start"], two["start"])
    return max(0, int(first_end - last_start))


def words_at(text: str, spans: Spans) -> str:
    """Return the words of spans in lower case, pieces parted by a space."""
    return " ".join(text[start:end] for start, end in spans).lower()


def field(name: str) -> Test:
    """Return the test whether a field is as labelled; the name says what it is and what it should be."""

    def differs(wanted: Item, found: Item) -> str | None:
        if name not in wanted or wanted[name] == found.get(name):
            return None
        return f"{name} is another: {shown(found.get(name))} for {shown(wanted[name])}"

    return differs


def shown(value: Any) -> str:
    return "none" if value is None else str(value).lower()
