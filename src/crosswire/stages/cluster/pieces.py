"""Pieces of text between blanks to numbers, hundreds of thousands at once: a table on arrays, as exact as a `dict`.

A piece of up to `WIDE` bytes is two whole numbers, which are looked up and compared for all pieces together, and
becomes a string only when it is met for the first time. What is longer, or has no place, is in a `dict` beside.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

WIDE = 16
"""Bytes of a piece that the table holds; few words of news have more."""
BLANK = 0x20
"""The highest byte that parts pieces: no word has a blank or a control character in it."""
TRIES = 8
"""Places of the table where a piece may stand, from its own on."""
_HALF = WIDE // 2
_KEEP = np.array([(1 << 8 * n) - 1 for n in range(_HALF + 1)], np.uint64)
"""What keeps the first bytes of eight, by how many."""
_LONG = np.uint64((1 << 64) - 1)
"""Stands for the end of a piece that is too long: bytes that no text has."""
_MIX = tuple(np.uint64(n) for n in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0xFF51AFD7ED558CCD))

Integers = NDArray[np.int64]
Halves = NDArray[np.uint64]


class Pieces:
    """Numbers of pieces: what `learn` gives of a piece when it is first met; a table of two to the power of `bits`."""

    def __init__(self, learn: Callable[[str], int], bits: int) -> None:
        self._learn = learn
        self._shift = np.uint64(64 - bits)
        # A piece that stands near the end may have its place beyond.
        size = (1 << bits) + TRIES
        self._first, self._second = np.zeros(size, np.uint64), np.zeros(size, np.uint64)
        self._numbers = np.zeros(size, np.int32)
        self._others: dict[bytes, int] = {}

    def find(self, texts: bytes) -> tuple[Integers, Integers]:
        """Return the numbers of the pieces of `texts` in order, and where each begins."""
        starts, sizes, first, second = _cut(texts)
        place = ((first * _MIX[0]) ^ (second * _MIX[1])) * _MIX[2] >> self._shift
        own = place.astype(np.int64)
        numbers = self._numbers[own].astype(np.int64)
        left = self._apart(own, first, second)
        for step in range(1, TRIES):
            at = own[left] + step
            numbers[left] = self._numbers[at]
            left = left[self._apart(at, first[left], second[left])]
        if len(left):
            ends = starts + sizes
            cuts = zip(starts[left].tolist(), ends[left].tolist(), strict=True)
            found = [texts[start:end] for start, end in cuts]
            numbers[left] = self._met(found, own[left], first[left], second[left])
        return numbers, starts

    def _apart(self, at: Integers, first: Halves, second: Halves) -> Integers:
        """Return which pieces are not those at places of the table."""
        return np.flatnonzero((self._first[at] != first) | (self._second[at] != second))

    def _met(
        self, pieces: Sequence[bytes], own: Integers, first: Halves, second: Halves
    ) -> list[int]:
        """Return the numbers of pieces that are not in the table, where those that are new get a place, if any."""
        known = self._others
        new: dict[bytes, int] = {}
        rows = []
        for row, piece in enumerate(pieces):
            if piece not in new and piece not in known:
                new[piece] = self._learn(piece.decode("utf-8", "surrogatepass"))
                rows.append(row)
        found = [new[piece] if piece in new else known[piece] for piece in pieces]
        numbers = np.array(found, np.int32)
        left = np.array(rows, np.int64)
        for step in range(TRIES):
            at = own[left] + step
            free = (self._first[at] == 0) & (second[left] != _LONG)
            at, row = at[free], left[free]
            # Of several for one place the last is held, in all three.
            self._first[at], self._second[at] = first[row], second[row]
            self._numbers[at] = numbers[row]
            left = left[self._apart(own[left] + step, first[left], second[left])]
        known.update((pieces[row], found[row]) for row in left.tolist())
        return found


def _cut(texts: bytes) -> tuple[Integers, Integers, Halves, Halves]:
    """Return where each piece begins, how many bytes it has, and its first bytes as two whole numbers."""
    padded = b" " + texts + b" " * WIDE
    blank = np.frombuffer(padded, np.uint8) <= BLANK
    edges = np.flatnonzero(blank[1:] != blank[:-1])
    starts, sizes = edges[::2], edges[1::2] - edges[::2]
    # Eight bytes from each byte on, as a whole number.
    numbers = np.ndarray((len(texts) + _HALF + 1,), "<u8", padded, 1, (1,))
    second = numbers[starts + _HALF] & _KEEP[np.clip(sizes - _HALF, 0, _HALF)]
    second[sizes > WIDE] = _LONG
    return starts, sizes, numbers[starts] & _KEEP[np.minimum(sizes, _HALF)], second
