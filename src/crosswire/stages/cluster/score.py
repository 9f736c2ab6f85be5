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


@dataclass(frozen=True, slots=True)
class Weights:
    """Weight of each feature; the similarities are cosines, `days` and `crowd` count against."""

    words: float = 0.75
    names: float = 0.25
    numbers: float = 0.05
    days: float = 0.10
    crowd: float = 1.0


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
    return (
        weights.words * cosine(left.words, right.words)
        + weights.names * cosine(left.names, right.names)
        + weights.numbers * cosine(left.numbers, right.numbers)
    )


def apart(left: float | None, right: float | None) -> float:
    """Return how far apart two days are, 0 (same day, or one unknown) to 1 (more than a week).

    It stops growing, since dates given by pages are now and then plainly wrong.
    """
    if left is None or right is None:
        return 0.0
    return 1.0 - math.exp(-0.5 * (max(0.0, abs(left - right) - 1.0) / 3.0) ** 2)


def reasons(
    left: Vectors,
    right: Vectors,
    days: tuple[float | None, float | None],
    crowd: float,
    weights: Weights,
) -> tuple[Reason, ...]:
    """Return every feature of a pair with its weight; their products add up to its score."""
    values = (
        ("words", cosine(left.words, right.words), weights.words),
        ("names", cosine(left.names, right.names), weights.names),
        ("numbers", cosine(left.numbers, right.numbers), weights.numbers),
        ("days apart", apart(*days), -weights.days),
        ("crowd", crowd, -weights.crowd),
    )
    return tuple(
        Reason(feature=name, value=round(value, 4), weight=weight) for name, value, weight in values
    )
