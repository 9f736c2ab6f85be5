"""How alike two reports are, as a sum of features times weights, so that `why` can show each share.

The weights are set by hand and monotone: a logistic regression over pairs of ECB+ reports (another set
than those measured on) gives these features about these proportions.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from crosswire.model.story import Reason
from crosswire.stages.cluster.sketch import Sketch
from crosswire.text.tfidf import Rarity, cosine, vector

KEEP_TERMS = 160
"""Heaviest terms kept of a report; the rest moves no cosine by more than a hundredth."""

FEWEST_NAMES = 4
"""Names a report must have before their absence elsewhere says anything."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Weight of each feature; the similarities are cosines, the last three count against."""

    words: float = 0.75
    names: float = 0.25
    numbers: float = 0.05
    strangers: float = 0.15
    days: float = 0.12
    crowd: float = 1.5


@dataclass(frozen=True, slots=True)
class Vectors:
    """The unit vectors of a report (or, divided by its size, of a story)."""

    words: Mapping[str, float]
    names: Mapping[str, float]
    numbers: Mapping[str, float]


@dataclass(slots=True)
class Rarities:
    """Document frequencies of each kind of feature."""

    words: Rarity
    names: Rarity
    numbers: Rarity

    @classmethod
    def none(cls) -> "Rarities":
        """Return the frequencies of an empty collection: the background alone."""
        return cls(Rarity(), Rarity(), Rarity())

    def add(self, item: Sketch) -> None:
        """Count one report."""
        self.words.add(item.body)
        self.names.add(item.names)
        self.numbers.add(item.numbers)


def vectors(item: Sketch, rarities: Rarities) -> Vectors:
    """Return the vectors of a report; headline and lede count as much as the whole body."""
    body = vector(item.body, rarities.words)
    words = dict(body)
    for term, weight in vector(item.head, rarities.words).items():
        words[term] = words.get(term, 0.0) + weight
    return Vectors(
        words=_unit(words, KEEP_TERMS),
        names=vector(item.names, rarities.names),
        numbers=vector(item.numbers, rarities.numbers),
    )


def _unit(weights: Mapping[str, float], keep: int) -> dict[str, float]:
    heaviest = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:keep]
    norm = math.sqrt(math.fsum(weight * weight for _, weight in heaviest))
    return {term: weight / norm for term, weight in heaviest} if norm else {}


def similarity(left: Vectors, right: Vectors, weights: Weights) -> float:
    """Return the weighted sum of the cosines, 0 to about 1."""
    named = cosine(left.names, right.names)
    return (
        weights.words * cosine(left.words, right.words)
        + weights.names * named
        + weights.numbers * cosine(left.numbers, right.numbers)
        - weights.strangers * strangers(left, right, named)
    )


def strangers(left: Vectors, right: Vectors, named: float) -> float:
    """Return 1 where two reports that both name enough share no name, falling to 0 at a cosine of 0.1.

    Two earthquakes are told in one vocabulary; who and where tells them apart.
    """
    if min(len(left.names), len(right.names)) < FEWEST_NAMES:
        return 0.0
    return max(0.0, 1.0 - named / 0.1)


def apart(left: float | None, right: float | None) -> float:
    """Return how far apart two days are, 0 (same day, or one unknown) to 1 (weeks).

    It stops growing, since dates given by pages are now and then plainly wrong.
    """
    if left is None or right is None:
        return 0.0
    return 1.0 - math.exp(-max(0.0, abs(left - right) - 1.0) / 2.5)


def reasons(
    left: Vectors,
    right: Vectors,
    days: tuple[float | None, float | None],
    crowd: float,
    weights: Weights,
) -> tuple[Reason, ...]:
    """Return every feature of a pair with its weight; their products add up to its score."""
    named = cosine(left.names, right.names)
    values = (
        ("words", cosine(left.words, right.words), weights.words),
        ("names", named, weights.names),
        ("numbers", cosine(left.numbers, right.numbers), weights.numbers),
        ("no name shared", strangers(left, right, named), -weights.strangers),
        ("days apart", apart(*days), -weights.days),
        ("crowd", crowd, -weights.crowd),
    )
    return tuple(
        Reason(feature=name, value=round(value, 4), weight=weight) for name, value, weight in values
    )
