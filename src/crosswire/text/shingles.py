"""Hashed runs of words (shingles) and containment: what share of one text's runs another text holds.

Hashes are the same on every machine. A sketch keeps every hash below a bound, so two sketches of any
two texts can be compared and the shares they give are unbiased (Broder 1997, "modulo" sketches).
"""

from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

_MASK = (1 << 61) - 1
_BASE = 0x1A2B3C4D5E6F71
_MIX = 0x9E3779B1


@lru_cache(maxsize=1 << 16)
def _code(word: str) -> int:
    return crc32(word.casefold().encode("utf-8", "surrogatepass")) + 1


def shingles(words: Sequence[str], size: int = 5) -> list[int]:
    """Return the hash of each run of `size` words, in order; none if there are fewer words."""
    codes = [_code(word) for word in words]
    rolling: list[int] = []
    top = pow(_BASE, size, _MASK)
    value = 0
    for i, code in enumerate(codes):
        value = (value * _BASE + code) % _MASK
        if i >= size:
            value = (value - codes[i - size] * top) % _MASK
        if i >= size - 1:
            rolling.append(value)
    return rolling


def sketch(words: Sequence[str], size: int = 5) -> frozenset[int]:
    """Return about one in eight of the distinct shingles of `words`, chosen by the first two words of each.

    The choice reads nothing but the run itself, so two sketches of any two texts can be compared; only the
    chosen runs are hashed in full.
    """
    codes = list(map(_code, words))
    last = len(codes) - size
    chosen = [
        i
        for i, (one, two) in enumerate(pairwise(codes))
        if (one * _MIX + two) * _MIX >> 29 & 7 == 0
    ]
    found = set()
    for i in chosen:
        if i <= last:
            value = 0
            for code in codes[i : i + size]:
                value = (value * _BASE + code) % _MASK
            found.add(value)
    return frozenset(found)


def containment(part: Collection[int], whole: Collection[int]) -> float:
    """Return the share (0 to 1) of `part`'s shingles that `whole` has; 0 for an empty `part`."""
    if not part:
        return 0.0
    return sum(value in whole for value in part) / len(part)
