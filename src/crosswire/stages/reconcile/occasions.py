"""Reports of a story to the occasions they tell of: what has nothing in common is not compared.

A pile that was put together by hand, or a story that took in a stray report, holds reports of several happenings.
Two reports tell of one occasion where their words are alike, or where they share names; and so does whoever tells of
one occasion with either of them. Numbers that look alike across occasions answer different questions.
"""

from collections.abc import Mapping, Sequence
from math import fsum, sqrt

from crosswire.stages.reconcile.statements import Statement

NAMES = 3
"""Names that two reports share to be of one occasion, whatever else they say."""
ALIKE = (0.3, 0.2, 0.13)
"""Cosine of two reports' words from which they tell of one occasion, where they share no name, one or two."""


def occasions(
    statements: Sequence[Statement],
    vector: Mapping[str, Mapping[str, float]],
    around: Mapping[str, frozenset[str]],
    original: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Return the occasion of each report, named by the first of its reports; `around` is what each report names.

    A copy is of the occasion of its `original` and ties no others together.
    """
    source = original or {}
    words = _words(statements, vector)
    members: dict[str, list[str]] = {}
    for document in sorted(around.keys() - source.keys()):
        met = [
            name
            for name, others in members.items()
            if any(_one_occasion(document, other, words, around) for other in others)
        ]
        members[met[0] if met else document] = sorted(
            [document, *(d for name in met for d in members[name])]
        )
        for name in met[1:]:
            del members[name]
    found = {document: name for name, group in members.items() for document in group}
    for document in sorted(source):
        first = document
        while first in source:
            first = source[first]
        found[document] = found[first]
    return found


def _words(
    statements: Sequence[Statement], vector: Mapping[str, Mapping[str, float]]
) -> dict[str, dict[str, float]]:
    """Return the terms of each report, each as heavy as in the statement that is most about it, of length 1."""
    found: dict[str, dict[str, float]] = {}
    for statement in statements:
        own = found.setdefault(statement.document, {})
        for term, weight in vector[statement.id].items():
            own[term] = max(weight, own.get(term, 0.0))
    for own in found.values():
        norm = sqrt(fsum(w * w for w in own.values()))
        own.update({t: w / norm for t, w in own.items()} if norm else {})
    return found


def _one_occasion(
    one: str,
    two: str,
    words: Mapping[str, Mapping[str, float]],
    around: Mapping[str, frozenset[str]],
) -> bool:
    shared = len(around[one] & around[two])
    if shared >= NAMES:
        return True
    left, right = words.get(one, {}), words.get(two, {})
    alike = fsum(w * right[t] for t, w in left.items() if t in right)
    return alike >= ALIKE[shared]
