"""Copying in other words: sentences of two reports that tell the same things, with most of the same content words.

Two sentences are held against each other by the weight of the terms they share; figures that differ part them.
One such sentence may be chance; a chain of them in one order is copying, or a machine's paraphrase.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from crosswire.stages.reconcile.copies_reading import Reading
from crosswire.stages.reconcile.copies_weighing import Weighed, near
from crosswire.text.passages import Passage

LEAST_TERMS = 6
"""Content words of a sentence that can be held against another."""
ALIKE = 0.5
"""Share of the lighter sentence's weight that both must have."""
LEAST_SHARED = 4.0
"""Weight of shared words, without names and numbers, of two sentences."""
BOUND = 0.7
"""Share of those two that is enough between reports of which one is known to copy."""
DETAIL = 0.4
"""What a shared name or number weighs here: any report of the event may have it."""
FREQUENT = 40
"""Sentences that may hold a term before it finds none."""

CHAIN = 3
"""Sentences in one order that tell the same in other words: fewer may be chance."""
CHAINED = 0.35
"""Share of the shorter report's sentences that they are."""


class Told(NamedTuple):
    """A sentence as the terms it tells, outside quotations, with the words `[first, last)`."""

    first: int
    last: int
    terms: Mapping[str, float]
    numbers: tuple[float, ...]
    weight: float


def sentences(reading: Reading) -> list[Told]:
    """Return the sentences of a report that say enough to be compared."""
    found = []
    start = 0
    for at in range(1, len(reading.sentences) + 1):
        if at < len(reading.sentences) and reading.sentences[at] == reading.sentences[start]:
            continue
        told = _told(reading, start, at)
        if len(told.terms) >= LEAST_TERMS:
            found.append(told)
        start = at
    return found


def _told(reading: Reading, first: int, last: int) -> Told:
    terms: dict[str, float] = {}
    numbers = []
    for n in range(first, last):
        if reading.quoted[n]:
            continue
        value = reading.numbers[n]
        if value is not None:
            numbers.append(value)
        detail = reading.names[n] or value is not None
        weight = DETAIL if detail else reading.weights[n]
        if weight:
            terms[reading.spelt.words[n]] = weight
    return Told(first, last, terms, tuple(numbers), sum(terms.values()))


def reworded(
    left: Reading,
    right: Reading,
    ones: Sequence[Told],
    twos: Sequence[Told],
    *,
    bound: bool = False,
) -> list[Weighed]:
    """Return the pairs of sentences of two reports that say one thing in other words, by the right report's order."""
    least = BOUND if bound else 1.0
    holders: dict[str, list[int]] = defaultdict(list)
    for n, one in enumerate(ones):
        for term in one.terms:
            holders[term].append(n)
    found = []
    for two in twos:
        meeting: dict[int, float] = defaultdict(float)
        for term, weight in two.terms.items():
            if len(holders.get(term, ())) <= FREQUENT:
                for n in holders.get(term, ()):
                    meeting[n] += min(weight, ones[n].terms[term])
        best = max(meeting, key=lambda n: (meeting[n], -n), default=-1)
        if best >= 0 and (weighed := _alike(ones[best], two, left, right, least)) is not None:
            found.append(weighed)
    return found


def _alike(one: Told, two: Told, left: Reading, right: Reading, least: float) -> Weighed | None:
    both = one.terms.keys() & two.terms.keys()
    shared = sum(sorted(min(one.terms[t], two.terms[t]) for t in both))
    plain = sum(sorted(w for t in both if (w := min(one.terms[t], two.terms[t])) != DETAIL))
    lighter = min(one.weight, two.weight)
    if shared < least * ALIKE * lighter or plain < least * LEAST_SHARED:
        return None
    alike = sum(any(near(a, b) for b in two.numbers) for a in one.numbers)
    apart = max(0, min(len(one.numbers), len(two.numbers)) - alike)
    if apart > alike:
        return None
    passage = Passage(
        left.spelt.starts[one.first],
        left.spelt.ends[one.last - 1],
        right.spelt.starts[two.first],
        right.spelt.ends[two.last - 1],
        len(both),
        (one.first, one.last),
        (two.first, two.last),
    )
    return Weighed(passage, round(plain, 4), 0, (alike, apart), (0, 0), reworded=True)


def in_order(found: Sequence[Weighed]) -> int:
    """Return how many of the sentence pairs stand in one order in both reports (longest increasing run)."""
    tails: list[int] = []
    for weighed in found:
        at = bisect_right(tails, weighed.passage.left_words[0])
        tails[at : at + 1] = [weighed.passage.left_words[0]]
    return len(tails)


def chained(again: Sequence[Weighed], ones: Sequence[Told], twos: Sequence[Told]) -> bool:
    """Tell whether sentences told in other words are so many, in one order, that no chance made them."""
    order = in_order(again)
    return order >= CHAIN and order >= CHAINED * min(len(ones), len(twos))
