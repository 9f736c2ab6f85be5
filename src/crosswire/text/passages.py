"""Passages that two texts have in common, with offsets in both, small edits allowed.

Passes: (1) index the left text's hashed 5-grams; (2) at each word of the right text that no passage
covers yet, extend the seeds greedily over single edits; (3) keep the longest if it is long enough.
A right word is in at most one passage. The cost is linear: a seed has few positions, and what is
extended is either kept or short.
"""

from collections.abc import Sequence
from typing import NamedTuple

from crosswire.text.shingles import shingles
from crosswire.text.words import words

_SEED = 5
"""Words in a seed: five in a row are rarely shared by chance (methods memo, section 3)."""
_POSITIONS = 8
"""Seeds that stand more often than this in the left text are boilerplate or hostile; the first count."""
_EDIT = 3
"""Words that may be put in, left out or changed at one spot."""
_ANCHOR = 3
"""Words that must agree after an edit for the passage to go on."""


Gap = tuple[int, int, int, int]
"""Where two texts differ amid a passage: words `[left, left end)` stand for words `[right, right end)`."""


class Passage(NamedTuple):
    """A shared passage: `[start, end)` in the left and the right text, and how many words agree."""

    left_start: int
    left_end: int
    right_start: int
    right_end: int
    words: int
    left_words: tuple[int, int] = (0, 0)
    """The same stretch as words `[first, last)` of the left text."""
    right_words: tuple[int, int] = (0, 0)
    gaps: tuple[Gap, ...] = ()


class Spelt(NamedTuple):
    """A text as its words, folded, with their offsets and the hashes of its seeds."""

    words: list[str]
    starts: list[int]
    ends: list[int]
    seeds: list[int]


def spell(text: str) -> Spelt:
    """Return `text` ready for comparison with many others."""
    found = list(words(text))
    folded = [word.text.casefold() for word in found]
    return Spelt(
        folded, [w.start for w in found], [w.end for w in found], list(shingles(folded, _SEED))
    )


def passages(left: str | Spelt, right: str | Spelt, *, least: int = 12) -> list[Passage]:
    """Return the passages of at least `least` agreeing words, in the order of the right text."""
    one = spell(left) if isinstance(left, str) else left
    two = spell(right) if isinstance(right, str) else right
    a, b = one.words, two.words
    seeds: dict[int, list[int]] = {}
    for position, value in enumerate(one.seeds):
        at = seeds.setdefault(value, [])
        if len(at) < _POSITIONS:
            at.append(position)
    found: list[Passage] = []
    values = two.seeds
    covered = 0
    j = 0
    while j < len(values):
        best: Run | None = None
        for i in seeds.get(values[j], ()):
            run = _extend(a, b, i, j, covered)
            if best is None or run[0] > best[0]:
                best = run
        if best is None or best[0] < least:
            j += 1
            continue
        agreeing, i1, i2, j1, j2, gaps = best
        found.append(
            Passage(
                one.starts[i1],
                one.ends[i2 - 1],
                two.starts[j1],
                two.ends[j2 - 1],
                agreeing,
                (i1, i2),
                (j1, j2),
                gaps,
            )
        )
        covered = j = j2
    return found


Run = tuple[int, int, int, int, int, tuple[Gap, ...]]


def _extend(a: Sequence[str], b: Sequence[str], i: int, j: int, covered: int) -> Run:
    """Return (agreeing words, left first, left end, right first, right end, gaps) around a seed."""
    ahead, i2, j2, later = _walk(a, b, i, j, 1, len(a), len(b))
    behind, i1, j1, earlier = _walk(a, b, i - 1, j - 1, -1, -1, covered - 1)
    # Walking back, a gap is met from its end: [i, i - x) turns into [i - x + 1, i + 1).
    before = tuple((p2 + 1, p1 + 1, q2 + 1, q1 + 1) for p1, p2, q1, q2 in reversed(earlier))
    return ahead + behind, i1 + 1, i2, j1 + 1, j2, (*before, *later)


def _walk(
    a: Sequence[str], b: Sequence[str], i: int, j: int, step: int, a_stop: int, b_stop: int
) -> tuple[int, int, int, list[Gap]]:
    """Walk both texts from (i, j) while words agree, over edits; return the count, where it ended, the gaps."""
    agreeing, last_i, last_j = 0, i, j
    gaps: list[Gap] = []
    while True:
        while i != a_stop and j != b_stop and a[i] == b[j]:
            i += step
            j += step
            agreeing += 1
        if agreeing:
            last_i, last_j = i, j
        skip = _edit(a, b, i, j, step, a_stop, b_stop)
        if skip is None:
            return agreeing, last_i, last_j, gaps
        gaps.append((i, i + step * skip[0], j, j + step * skip[1]))
        i += step * skip[0]
        j += step * skip[1]


_EDITS = sorted(
    ((x, y) for x in range(_EDIT + 1) for y in range(_EDIT + 1) if x or y),
    key=lambda edit: (max(edit), sum(edit), edit),
)


def _edit(
    a: Sequence[str], b: Sequence[str], i: int, j: int, step: int, a_stop: int, b_stop: int
) -> tuple[int, int] | None:
    """Return the smallest (left, right) words to skip after which `_ANCHOR` words agree."""
    a_room, b_room = (a_stop - i) * step - _ANCHOR, (b_stop - j) * step - _ANCHOR
    for x, y in _EDITS:
        if x > a_room or y > b_room:
            continue
        p, q = i + step * x, j + step * y
        if a[p] == b[q] and all(a[p + step * k] == b[q + step * k] for k in range(1, _ANCHOR)):
            return x, y
    return None
