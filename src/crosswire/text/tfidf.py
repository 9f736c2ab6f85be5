"""Sparse TF-IDF vectors and their cosine: term counts and document frequencies in, unit vectors out.

The document frequencies of a collection are mixed with a background table, so that five reports of one
event do not make their common words look worthless (nor the rare ones of a small pile precious).
"""

import math
from collections.abc import Iterable, Mapping
from functools import cache

from crosswire import lexicon

Vector = Mapping[str, float]

_BACKGROUND_WEIGHT = 20.0
"""How many documents the background counts for: from about this many on, the collection leads."""
_UNLISTED = 0.0004
"""Share of reports assumed to hold a word the background lacks: names, mostly."""


class Rarity:
    """Inverse document frequencies of a collection over the background; `add` documents, then `of` a term."""

    def __init__(self, documents: Iterable[Iterable[str]] = ()) -> None:
        self.size = 0
        self._counts: dict[str, int] = {}
        self._known: dict[str, float] = {}
        for terms in documents:
            self.add(terms)

    def add(self, terms: Iterable[str]) -> None:
        """Count one document by its distinct `terms`."""
        self.size += 1
        self._known.clear()
        counts = self._counts
        for term in terms:
            counts[term] = counts.get(term, 0) + 1

    def of(self, term: str) -> float:
        """Return the weight of `term`: minus the logarithm of the share of documents that hold it."""
        known = self._known.get(term)
        if known is None:
            expected = _BACKGROUND_WEIGHT * background().get(term, _UNLISTED)
            share = (self._counts.get(term, 0) + expected) / (self.size + _BACKGROUND_WEIGHT)
            known = self._known[term] = -math.log(min(1.0, share))
        return known


@cache
def background() -> Mapping[str, float]:
    """Return the share of ordinary reports that hold a term, for common terms (lexicon `document_share`)."""
    return {row["term"]: float(row["share"]) for row in lexicon.table("document_share")}


def vector(counts: Mapping[str, float], rarity: Rarity, *, keep: int = 0) -> dict[str, float]:
    """Return the unit vector of `counts` (1 + log tf, times rarity); only the `keep` heaviest terms if > 0.

    Empty counts give an empty vector.
    """
    log, of = math.log, rarity.of
    weights = {term: (1.0 + log(count)) * of(term) for term, count in counts.items()}
    if keep and len(weights) > keep:
        weights = _heaviest(weights, keep)
    norm = math.sqrt(math.fsum([weight * weight for weight in weights.values()]))
    return {term: weight / norm for term, weight in weights.items()} if norm else {}


def _heaviest(weights: dict[str, float], keep: int) -> dict[str, float]:
    """Return the `keep` heaviest terms; of those that tie for the last places, the first by name."""
    least = sorted(weights.values(), reverse=True)[keep - 1]
    kept = {term: weight for term, weight in weights.items() if weight > least}
    ties = sorted(term for term, weight in weights.items() if weight == least)
    return kept | dict.fromkeys(ties[: keep - len(kept)], least)


def cosine(left: Vector, right: Vector) -> float:
    """Return the inner product of two unit vectors (0 to 1), the same in either order."""
    if not left or not right:
        return 0.0
    # fsum rounds once, so the result does not depend on the order in which a set is walked.
    return min(1.0, math.fsum([left[term] * right[term] for term in left.keys() & right.keys()]))


def share_of(term: str) -> float:
    """Return the share of ordinary reports that hold `term`, by the background alone."""
    return background().get(term, _UNLISTED)
