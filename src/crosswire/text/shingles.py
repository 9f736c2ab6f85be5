"""Hashed runs of words (shingles) and containment: what share of one text's runs another text holds.

Hashes are the same on every machine. A sketch keeps every hash below a bound, so two sketches of any
two texts can be compared and the shares they give are unbiased (Broder 1997, "modulo" sketches).
"""

from collections.abc import Collection, Sequence
from functools import lru_cache
from zlib import crc32

_MASK = (1 << 61) - 1
_BASE = 0x1A2B3C4D5E6F71


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


def sketch(words: Sequence[str], size: int = 5, one_in: int = 8) -> frozenset[int]:
    """Return about one in `one_in` of the distinct shingles of `words`, chosen by their hashes.

    A text so short that nothing but chance would be left keeps all of them.
    """
    return frozenset(value for value in shingles(words, size) if value * _MIX % _MASK % one_in == 0)


_MIX = 0x9E3779B97F4A7C15 % _MASK


def containment(part: Collection[int], whole: Collection[int]) -> float:
    """Return the share (0 to 1) of `part`'s shingles that `whole` has; 0 for an empty `part`."""
    if not part:
        return 0.0
    return sum(value in whole for value in part) / len(part)
