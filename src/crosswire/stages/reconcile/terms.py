"""The words of statements as weighted terms: stems, and groups of near-synonyms at part of the weight.

The rarities come from the story's own statements over a background of ordinary reports: what every
clause of the story says tells nothing apart.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from math import fsum, sqrt

from crosswire import lexicon
from crosswire.stages.reconcile.statements import Statement
from crosswire.text.tfidf import Rarity
from crosswire.text.words import is_stop, stem, words

GROUP_WEIGHT = 0.6
"""Share of a word's weight that goes to its group of near-synonyms; the rest stays with the word."""


@cache
def groups() -> Mapping[str, str]:
    """Return the near-synonym group of each stem (lexicon `synonyms`)."""
    found: dict[str, str] = {}
    for row in lexicon.table("synonyms"):
        for word in row["words"].split():
            found.setdefault(stem(word), "=" + row["group"])
    return found


@cache
def _members() -> Mapping[str, tuple[str, ...]]:
    members: dict[str, list[str]] = {}
    for term, group in groups().items():
        members.setdefault(group, []).append(term)
    return {group: tuple(terms) for group, terms in members.items()}


def counts(text: str) -> dict[str, float]:
    """Return the weighted terms of `text`."""
    found: dict[str, float] = {}
    known = groups()
    for word in words(text):
        term = stem(word.text)
        if (len(term) < 2 and not term.isdigit()) or is_stop(term):
            continue
        group = known.get(term)
        if group is not None:
            found[group] = found.get(group, 0.0) + GROUP_WEIGHT
        found[term] = found.get(term, 0.0) + (1.0 if group is None else 1.0 - GROUP_WEIGHT)
    return found


def vectors(statements: Iterable[Statement]) -> dict[str, dict[str, float]]:
    """Return the unit vector of each statement's terms, by statement id."""
    counted = {s.id: counts(s.text) for s in statements}
    rarity = Rarity(counted.values())
    return {name: _unit(found, rarity) for name, found in counted.items()}


def _unit(found: Mapping[str, float], rarity: Rarity) -> dict[str, float]:
    weights = {term: count * _rarity(term, rarity) for term, count in found.items()}
    norm = sqrt(fsum(w * w for w in weights.values()))
    return {term: weight / norm for term, weight in weights.items()} if norm else {}


def _rarity(term: str, rarity: Rarity) -> float:
    """Return the rarity of a term; a group is as common as its most common member."""
    if term.startswith("="):
        return min(rarity.of(member) for member in _members()[term])
    return rarity.of(term)
