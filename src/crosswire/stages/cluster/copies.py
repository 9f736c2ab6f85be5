"""Near copies among sketches: pairs where one report holds most of the other's runs of words.

They join their original's story without scoring. Containment is used and not resemblance, since wire
copy is cut from below and topped anew (methods memo, section 3).
"""

from collections.abc import Iterator, Sequence

from crosswire.stages.cluster.sketch import Sketch
from crosswire.text.shingles import containment

NEAR = 0.8
"""Share of a report's runs that its original must hold."""
LEAST = 6
"""Sampled runs below which a share means nothing (about 50 words)."""
LONGEST = 200
"""Reports that may hold one run before it counts as stock phrase and finds nobody."""


def near_copies(items: Sequence[Sketch]) -> Iterator[tuple[int, int, float]]:
    """Yield (copy, original, share) by index for each report most of which stands in a longer one.

    Each report is tied to one original: the one that holds most of it, then the first in order.
    """
    holders: dict[int, list[int]] = {}
    for i, item in enumerate(items):
        for run in item.copied:
            holders.setdefault(run, []).append(i)
    for i, item in enumerate(items):
        if len(item.copied) < LEAST:
            continue
        shared: dict[int, int] = {}
        for run in item.copied:
            others = holders[run]
            if len(others) <= LONGEST:
                for j in others:
                    shared[j] = shared.get(j, 0) + 1
        enough = [
            j
            for j, count in shared.items()
            if count >= NEAR * len(item.copied) and _longer(items, j, i)
        ]
        if enough:
            j = min(enough, key=lambda j: (-shared[j], items[j].order))
            yield i, j, containment(item.copied, items[j].copied)


def _longer(items: Sequence[Sketch], original: int, copy: int) -> bool:
    mine, theirs = len(items[copy].copied), len(items[original].copied)
    return theirs > mine or (theirs == mine and items[original].order < items[copy].order)
