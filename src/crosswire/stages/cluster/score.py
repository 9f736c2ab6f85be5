"""How alike two reports are, as a sum of features times weights, so that `why` can show each share.

The weights are set by hand and monotone: a logistic regression over pairs of ECB+ reports and of two sets
of clustered news gives these features about these proportions on each set from the others.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from crosswire.model.story import Reason
from crosswire.stages.cluster.sketch import Sketch
from crosswire.text.tfidf import Rarity, Vector, cosine, vector

KEEP_TERMS = 200
"""Heaviest terms kept of a report; the rest moves no cosine by more than a hundredth."""
FEWEST_NAMES = 4
"""Names a report must have before their absence elsewhere says anything."""
SURE = 0.42
"""Likeness at which two reports are surely of one story, and above which more says nothing more."""
FADE_DAYS = 1.5
"""Days after the first over which reports of one event grow apart."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Weight of each feature; the similarities are cosines and sum to 1, the last three count against."""

    words: float = 0.41
    opening: float = 0.29
    headline: float = 0.13
    names: float = 0.13
    numbers: float = 0.04
    strangers: float = 0.9
    days: float = 0.25
    crowd: float = 1.0


@dataclass(frozen=True, slots=True)
class Vectors:
    """The unit vectors of a report: of all its words, of headline and lede, of the headline, names, numbers."""

    words: Vector
    opening: Vector
    headline: Vector
    names: Vector
    numbers: Vector


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
    """Return the vectors of a report."""
    return Vectors(
        words=vector(item.body, rarities.words, keep=KEEP_TERMS),
        opening=vector(item.head, rarities.words),
        headline=vector(item.title, rarities.words),
        names=vector(item.names, rarities.names),
        numbers=vector(item.numbers, rarities.numbers),
    )


def similarity(left: Vectors, right: Vectors, weights: Weights) -> float:
    """Return the weighted sum of the cosines, less what strangers lose, 0 to `SURE`."""
    return min(
        SURE, math.fsum(value * weight for _, value, weight in _shares(left, right, weights))
    )


def _shares(left: Vectors, right: Vectors, weights: Weights) -> list[tuple[str, float, float]]:
    words, opening = cosine(left.words, right.words), cosine(left.opening, right.opening)
    names = cosine(left.names, right.names)
    if left.headline and right.headline:
        headline = cosine(left.headline, right.headline)
    else:
        # A report without a headline is judged by the rest.
        headline = words * weights.words + opening * weights.opening
        headline /= weights.words + weights.opening
    shares = [
        ("words", words, weights.words),
        ("headline and opening", opening, weights.opening),
        ("headline", headline, weights.headline),
        ("names", names, weights.names),
        ("numbers", cosine(left.numbers, right.numbers), weights.numbers),
    ]
    strange = strangers(left, right, names)
    if strange:
        total = sum(value * weight for _, value, weight in shares)
        shares.append(("no name shared", strange * total, -weights.strangers))
    return shares


def strangers(left: Vectors, right: Vectors, named: float) -> float:
    """Return 1 where two reports that both name enough share no name, falling to 0 at a cosine of 0.06.

    Two earthquakes are told in one vocabulary; who and where tells them apart.
    """
    if min(len(left.names), len(right.names)) < FEWEST_NAMES:
        return 0.0
    return max(0.0, 1.0 - named / 0.06)


def apart(days: float) -> float:
    """Return how much `days` between two reports count, 0 (a day or less) to 1 (a week and more).

    It stops growing, since follow-ups come late and dates given by pages are now and then plainly wrong.
    """
    return 1.0 - math.exp(-max(0.0, days - 1.0) / FADE_DAYS)


CROWD_RANKS = (8, 24)
"""The neighbours of a report, nearest first, whose mean likeness is its crowding."""


def crowding(likeness: Sequence[float]) -> float:
    """Return how crowded a report's place is, from the likeness to those it was compared with.

    A saga of many events is a crowded place and a stray accident an empty one: the same likeness says less
    in the first. The nearest neighbours are left out, being mostly of the report's own story.
    """
    first, last = CROWD_RANKS
    return sum(sorted(likeness, reverse=True)[first:last]) / (last - first)


def reasons(
    left: Vectors, right: Vectors, days: float, crowd: float, weights: Weights
) -> tuple[Reason, ...]:
    """Return every feature of a pair with its weight; their products add up to its score."""
    shares = _shares(left, right, weights)
    total = math.fsum(value * weight for _, value, weight in shares)
    if total > SURE:
        shares.append(("more alike than counts", total - SURE, -1.0))
    shares.append(("days apart", min(total, SURE) * apart(days), -weights.days))
    shares.append(("crowd", crowd, -weights.crowd))
    return tuple(
        Reason(feature=name, value=round(value, 4), weight=weight) for name, value, weight in shares
    )
