"""How alike the reports of a ward are: cosines of terms weighed by what is rare among them.

What all reports of a saga say tells its events apart no more, so a term's rarity is that of the background
(lexicon `document_share`) mixed with its share in the ward, where the reports of one story count about once.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from crosswire.model.story import Reason
from crosswire.stages.cluster.sketch import POWER, Sketch

Matrix = NDArray[np.float64]
Places = NDArray[np.int64]

BACKGROUND = 20.0
"""How many stories the background counts for."""
WARD = 40.0
"""How many stories a ward counts for at most."""
ALIKE = (0.1, 0.25)
"""Likeness from which two reports begin to count as one for the rarity of words, and from which they do."""
BODY = 0.6
"""Share of the whole text in that likeness; the rest is of headline and opening."""
ONE_VOICE = (0.2, 0.4)
"""The same for how crowded it is around a report."""
CROWD = 5.0
"""Stories around a report that are its crowd."""
USUAL, EMPTY, FULL = 0.08, 0.065, 0.3
"""How crowded it is as a rule, at least, and at most."""
SCALED = 0.4
"""Power of the crowd in what takes from a likeness: 0 is not at all, 1 is wholly."""
MOST_SEEN = 400
"""Others that are looked at for the crowd."""
FEW = 12
"""Reports of a term that are still multiplied pair by pair."""
FEWEST_NAMES = 4
"""Names a report must have before their absence elsewhere says anything."""
STRANGE = 0.06
"""Cosine of names below which two reports begin to be strangers."""
FADE_DAYS = 1.5
"""Days after the first over which reports of one event grow apart."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Weight of each feature: the first three are of cosines and sum to 1, the others count against."""

    words: float = 0.45
    opening: float = 0.45
    cross: float = 0.10
    strangers: float = 0.9
    days: float = 0.1
    other_weekdays: float = 0.28
    same_weekday: float = -0.1


@dataclass(frozen=True, slots=True)
class Cosines:
    """The features of every pair of a ward."""

    words: Matrix
    opening: Matrix
    cross: Matrix
    strangers: Matrix
    days: Matrix
    other_weekdays: Matrix
    same_weekday: Matrix

    def likeness(self, weights: Weights) -> Matrix:
        """Return the likeness of every pair, 0 to 1."""
        found: Matrix = (
            weights.words * self.words + weights.opening * self.opening + weights.cross * self.cross
        )
        found *= 1.0 - weights.strangers * self.strangers
        found *= 1.0 - weights.days * self.days
        found *= 1.0 - weights.other_weekdays * self.other_weekdays
        found *= 1.0 - weights.same_weekday * self.same_weekday
        # Rounded, so that no order of a machine's additions decides between two pairs.
        return np.round(found, 9)


def cosines(items: Sequence[Sketch]) -> Cosines:
    """Return the features of every pair of `items`; what a report has with itself is left open."""
    terms = _Terms(items)
    words, opening = terms.products(np.ones(len(terms.rarity)))
    voices = _voices(BODY * words + (1 - BODY) * opening, ALIKE)
    words, opening, cross = terms.products(terms.change(voices), cross=True)
    others, same = _weekdays(items)
    return Cosines(
        words=words,
        opening=opening,
        cross=cross,
        strangers=_strangers(items),
        days=_apart(items),
        other_weekdays=others,
        same_weekday=same,
    )


def crowds(alike: Matrix) -> Matrix:
    """Return how crowded it is around each report: its mean likeness to the nearest others, `CROWD` of them.

    Reports of one story count about once, so that what many tell is no crowd. Local scaling of Zelnik-Manor and
    Perona (2004), bounded on both sides.
    """
    values = alike.copy()
    np.fill_diagonal(values, 0.0)
    order = np.argsort(-values, axis=1, kind="stable")[:, :MOST_SEEN]
    voices = _voices(values, ONE_VOICE)[order]
    before = np.cumsum(voices, axis=1) - voices
    voices = np.clip(CROWD - before, 0.0, voices)
    near = (np.take_along_axis(values, order, 1) * voices).sum(1)
    # Where there are fewer others, the rest are taken to be of the usual density.
    result: Matrix = np.clip((near + USUAL * (CROWD - voices.sum(1))) / CROWD, EMPTY, FULL)
    return result


def among(alike: Matrix, crowd: Matrix) -> Matrix:
    """Return likenesses as they weigh among the others there: less where both reports stand in a crowd."""
    less = (USUAL / np.minimum(crowd[:, None], crowd[None])) ** SCALED
    result: Matrix = np.round(alike * less, 9)
    return result


def _voices(alike: Matrix, bounds: tuple[float, float]) -> Matrix:
    """Return how much each report counts: reports of one story together about once."""
    low, high = bounds
    crowd = np.clip((alike - low) / (high - low), 0.0, 1.0)
    np.fill_diagonal(crowd, 1.0)
    result: Matrix = 1.0 / crowd.sum(1)
    return result


class _Terms:
    """The terms of a ward, sorted: `rarity` of each, and where which report has it."""

    def __init__(self, items: Sequence[Sketch]) -> None:
        self._count = len(items)
        order, first, counts = _in_order([item.terms for item in items])
        self._owners = np.repeat(np.arange(len(items)), [len(item.terms) for item in items])[order]
        self._weights = [
            np.concatenate([getattr(item, name) for item in items])[order].astype(np.float64)
            for name in ("body", "head")
        ]
        self._places = np.repeat(np.arange(len(first)), counts)
        self.rarity = np.concatenate([item.rarity for item in items])[order[first]] / 16.0
        many = counts > FEW
        self._many = many[self._places]
        self._column = (np.cumsum(many) - 1)[self._places[self._many]]
        self._few = np.flatnonzero((~many & (counts > 1))[self._places])
        self._pairs = self._paired()

    def change(self, voices: Matrix) -> Matrix:
        """Return by what the weight of each term changes where the ward's use of it is counted, too."""
        share = np.bincount(self._places, voices[self._owners], len(self.rarity)) / voices.sum()
        ward = min(WARD, float(voices.sum()))
        mixed = ward * share + BACKGROUND * np.exp(-self.rarity)
        rarity = -np.log(np.minimum(1.0, mixed / (ward + BACKGROUND)))
        result: Matrix = (rarity / np.maximum(self.rarity, 1 / 16)) ** POWER
        return result

    def products(self, change: Matrix, *, cross: bool = False) -> list[Matrix]:
        """Return the cosines of whole texts, of openings, and with `cross` of one's opening with the other's text.

        Terms that many reports have are multiplied as columns, those of a few pair by pair.
        """
        body, head = (self._unit(weights, change) for weights in self._weights)
        rows, others = self._columns(body), self._columns(head)
        found = [rows @ rows.T, others @ others.T]
        one, other, index = self._pairs
        texts, heads = body[self._few], head[self._few]
        one_text, other_text, one_head, other_head = (
            texts[one],
            texts[other],
            heads[one],
            heads[other],
        )
        shares = [one_text * other_text, one_head * other_head]
        if cross:
            both = rows @ others.T
            found.append((both + both.T) / 2)
            shares.append((one_text * other_head + one_head * other_text) / 2)
        for matrix, share in zip(found, shares, strict=True):
            total = np.bincount(index, share, self._count**2)
            half = total.reshape(self._count, self._count)
            matrix += half + half.T
        return found

    def _paired(self) -> tuple[Places, Places, Places]:
        """Return the pairs of places of one term that a few reports have, and the two reports of each as one number."""
        place, owner = self._places[self._few], self._owners[self._few]
        firsts, seconds = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for step in range(1, FEW):
            one = (place[:-step] == place[step:]).nonzero()[0]
            if not len(one):
                break
            firsts.append(one)
            seconds.append(one + step)
        one, other = np.concatenate(firsts), np.concatenate(seconds)
        return one, other, owner[one] * self._count + owner[other]

    def _columns(self, values: Matrix) -> Matrix:
        rows: Matrix = np.zeros(
            (self._count, int(self._column[-1]) + 1 if len(self._column) else 0)
        )
        rows[self._owners[self._many], self._column] = values[self._many]
        return rows

    def _unit(self, weights: Matrix, change: Matrix) -> Matrix:
        values: Matrix = weights * change[self._places]
        norms = np.sqrt(np.bincount(self._owners, values * values, self._count))
        return values / np.where(norms == 0, 1.0, norms)[self._owners]


def _in_order(numbers: Sequence[NDArray[np.uint32]]) -> tuple[Places, Places, Places]:
    """Return the places of all `numbers` by number, where there each number begins, and how often it is there."""
    every = np.concatenate(numbers)
    # Whole numbers sort in a fraction of the time that places do.
    shift = len(every).bit_length()
    packed = every.astype(np.int64) << shift | np.arange(len(every))
    packed.sort()
    first = np.flatnonzero(np.diff(packed >> shift, prepend=-1))
    return packed & ((1 << shift) - 1), first, np.diff(first, append=len(every))


def _strangers(items: Sequence[Sketch]) -> Matrix:
    """Return 1 where two reports that both name enough share no name, falling to 0 at a cosine of `STRANGE`.

    Two earthquakes are told in one vocabulary; who and where tells them apart.
    """
    order, first, counts = _in_order([item.names for item in items])
    owners = np.repeat(np.arange(len(items)), [len(item.names) for item in items])
    weights = np.concatenate([item.named for item in items]).astype(np.float64)
    norms = np.sqrt(np.bincount(owners, weights * weights, len(items)))  # of whole numbers: exact
    shared = counts > 1
    places = np.repeat(np.arange(len(first)), counts)
    held = order[shared[places]]
    rows = np.zeros((len(items), int(shared.sum())))
    rows[owners[held], (np.cumsum(shared) - 1)[places[shared[places]]]] = weights[held]
    rows /= np.where(norms == 0, 1.0, norms)[:, None]
    strange = np.maximum(0.0, 1.0 - rows @ rows.T / STRANGE)
    enough = np.array([len(item.names) >= FEWEST_NAMES for item in items])
    result: Matrix = strange * enough[:, None] * enough[None]
    return result


def _apart(items: Sequence[Sketch]) -> Matrix:
    """Return how much the days between two reports count, 0 (a day or less, or no date) to 1.

    It stops growing, since follow-ups come late and dates given by pages are now and then plainly wrong.
    """
    days = np.array([np.nan if item.day is None else item.day for item in items])
    gaps = np.abs(days[:, None] - days[None]) - 1.0
    gaps[~(gaps > 0.0)] = 0.0  # without a date, too
    result: Matrix = 1.0 - np.exp(-gaps / FADE_DAYS)
    return result


def _weekdays(items: Sequence[Sketch]) -> tuple[Matrix, Matrix]:
    """Return 1 where two reports that both name weekdays share none, and 1 where they share one.

    News tells its event by weekday: two events of one saga are mostly told of two, reports of one event of one.
    """
    named = np.array([item.weekdays for item in items])
    same = ((named[:, None] & named[None]) > 0).astype(float)
    told = named > 0
    return (told[:, None] & told[None]) * (1.0 - same), same


def reasons(
    found: Cosines, i: int, j: int, weights: Weights, crowd: Matrix | None = None
) -> tuple[Reason, ...]:
    """Return every feature of a pair with its weight; their products add up to its likeness."""
    shares = [
        ("words", float(found.words[i, j]), weights.words),
        ("headline and opening", float(found.opening[i, j]), weights.opening),
        ("opening in the other's text", float(found.cross[i, j]), weights.cross),
    ]
    total = sum(value * weight for _, value, weight in shares)
    against = [
        ("no name shared", found.strangers, weights.strangers),
        ("days apart", found.days, weights.days),
        ("no weekday shared", found.other_weekdays, weights.other_weekdays),
        ("a weekday shared", found.same_weekday, weights.same_weekday),
    ]
    for name, matrix, weight in against:
        value = float(matrix[i, j])
        if value or name == "days apart":
            shares.append((name, value * total, -weight))
        total *= 1.0 - weight * value
    if crowd is not None:
        less = 1.0 - float((USUAL / min(crowd[i], crowd[j])) ** SCALED)
        name, weight = ("many others near", -1.0) if less >= 0 else ("few others near", 1.0)
        shares.append((name, total * abs(less), weight))
    return tuple(
        Reason(feature=name, value=round(value, 4), weight=weight) for name, value, weight in shares
    )
