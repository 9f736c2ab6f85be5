"""Candidate pairs: which reports are worth comparing. Postings of each report's heaviest terms and names.

A report's shortest postings are read first, and none that would take it over `BUDGET` entries: a posting
counts whole or not at all, so the candidates depend on the set of reports and not on their order, and the
cost a report stays flat.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from crosswire.stages.cluster.score import Vectors

TERMS = 32
"""Heaviest words of a report that are looked up, and half as many names."""
BUDGET = 6000
"""Entries of postings that are read for one report."""
MOST = 32
"""Candidates a report keeps."""
FEW = 100
"""Reports of a pile so small that each is compared with each."""


def keys(item: Vectors) -> list[tuple[str, float]]:
    """Return the terms under which a report is found, with their weights."""
    found = [("w " + term, weight) for term, weight in _heaviest(item.words, TERMS)]
    found += [("n " + name, weight) for name, weight in _heaviest(item.names, TERMS // 2)]
    return found


def _heaviest(weights: Mapping[str, float], most: int) -> list[tuple[str, float]]:
    return sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:most]


def candidates(items: Sequence[Vectors]) -> Iterator[tuple[int, int]]:
    """Yield each pair (lower, higher) of indexes worth comparing, once, in order."""
    if len(items) <= FEW:
        yield from combinations(range(len(items)), 2)
        return
    looked_up = [keys(item) for item in items]
    postings: dict[str, list[tuple[int, float]]] = {}
    for i, found in enumerate(looked_up):
        for key, weight in found:
            postings.setdefault(key, []).append((i, weight))
    pairs: set[tuple[int, int]] = set()
    for i, found in enumerate(looked_up):
        partial: dict[int, float] = {}
        left = BUDGET
        for length, key, weight in sorted(
            (len(postings[key]), key, weight) for key, weight in found
        ):
            left -= length
            if left < 0:
                break
            for j, other in postings[key]:
                partial[j] = partial.get(j, 0.0) + weight * other
        partial.pop(i, None)
        best = sorted(partial, key=lambda j: (-partial[j], j))[:MOST]
        pairs.update((i, j) if i < j else (j, i) for j in best)
    yield from sorted(pairs)
