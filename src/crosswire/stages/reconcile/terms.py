"""The words of statements as weighted terms: stems, and groups of near-synonyms at part of the weight.

The rarities come from the story's own statements over a background of ordinary reports: what every
clause of the story says tells nothing apart.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from math import fsum, sqrt

from crosswire import lexicon
from crosswire.stages.reconcile.statements import Statement
from crosswire.text.tfidf import Rarity
from crosswire.text.words import is_stop, stem, words

GROUP_WEIGHT = 0.6
"""Share of a word's weight that goes to its group of near-synonyms; the rest stays with the word."""
RESOLVED_WEIGHT = 0.6
"""Weight of what a name, a day or a number stands for, beside the words themselves."""
SHORT = 400
"""Letters up to which the terms of a text are kept for the next time."""


@cache
def groups() -> Mapping[str, str]:
    """Return the near-synonym group of each stem (lexicon `synonyms`)."""
    found: dict[str, str] = {}
    for row in lexicon.table("synonyms"):
        for word in row["words"].split():
            if "_" not in word:
                found.setdefault(stem(word), "=" + row["group"])
    return found


@cache
def phrases() -> Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """Return what may follow a stem to make a phrase of a near-synonym group, with that group, longest first."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for row in lexicon.table("synonyms"):
        for entry in row["words"].split():
            first, *rest = (stem(word) for word in entry.split("_"))
            if rest:
                found.setdefault(first, []).append((tuple(rest), "=" + row["group"]))
    return {
        first: tuple(sorted(ends, key=lambda e: (-len(e[0]), e))) for first, ends in found.items()
    }


@cache
def _members() -> Mapping[str, tuple[str, ...]]:
    members: dict[str, list[str]] = {}
    for term, group in groups().items():
        members.setdefault(group, []).append(term)
    return {group: tuple(terms) for group, terms in members.items()}


def _phrase(stems: Sequence[str], at: int) -> tuple[str, int]:
    """Return the group of the phrase that begins at a word and where that ends, if one does."""
    for rest, group in phrases().get(stems[at], ()):
        end = at + 1 + len(rest)
        if tuple(stems[at + 1 : end]) == rest:
            return group, end
    return "", at + 1


def counts(text: str) -> dict[str, float]:
    """Return the weighted terms of `text`."""
    return dict(_short(text) if len(text) <= SHORT else _counted(text))


@lru_cache(maxsize=1 << 13)
def _short(text: str) -> Mapping[str, float]:
    """Return the terms of a text that may be asked for again: figures and quotes are compared in pairs."""
    return _counted(text)


def _counted(text: str) -> Mapping[str, float]:
    found: dict[str, float] = {}
    known = groups()
    stems = [stem(word.text) for word in words(text)]
    within = 0
    for at, term in enumerate(stems):
        if at >= within:
            phrase, within = _phrase(stems, at)
            if phrase:
                found[phrase] = found.get(phrase, 0.0) + GROUP_WEIGHT
            else:
                within = 0
        if (len(term) < 2 and not term.isdigit()) or is_stop(term):
            continue
        group = known.get(term) if at >= within else None
        if group is not None:
            found[group] = found.get(group, 0.0) + GROUP_WEIGHT
        whole = group is None and at >= within
        found[term] = found.get(term, 0.0) + (1.0 if whole else 1.0 - GROUP_WEIGHT)
    return found


@cache
def _nations() -> Mapping[str, str]:
    """Return the country of each one-word name, adjective and people (lexicon `countries`), by stem."""
    found: dict[str, str] = {}
    for row in lexicon.table("countries"):
        cells = (row["name"], row["names"], row["adjectives"], row["people"])
        for word in (w for cell in cells for w in cell.split("|")):
            if word and " " not in word:
                found.setdefault(stem(word), "@" + row["iso3"])
    return found


def resolved(statement: Statement) -> dict[str, float]:
    """Return the terms of a statement with what its names, days and numbers stand for beside them.

    "He", "the minister" and "Urrea" meet in the entity, "Sunday" and "June 15" in the day, "ten" and
    "10" in the value, "American" and "US" in the country.
    """
    found = counts(statement.text)
    nations = _nations()
    also = {nations[term] for term in found if term in nations}
    also |= {who for _, _, who in statement.named}
    also |= {"@" + t.value[:10] for t in statement.times if t.value and t.value[0].isdigit()}
    also |= {"@" + place.country for place in statement.places if place.country}
    also |= {f"#{f.value:g}" for f in statement.figures if f.value is not None}
    return found | dict.fromkeys(sorted(also), RESOLVED_WEIGHT)


def vectors(statements: Iterable[Statement], *, meant: bool = False) -> dict[str, dict[str, float]]:
    """Return the unit vector of each statement's terms, by statement id; with what they stand for if `meant`."""
    counted = {s.id: resolved(s) if meant else counts(s.text) for s in statements}
    rarity = Rarity(counted.values())
    return {name: _unit(found, rarity) for name, found in counted.items()}


def _unit(found: Mapping[str, float], rarity: Rarity) -> dict[str, float]:
    weights = {term: count * _rarity(term, rarity) for term, count in found.items()}
    norm = sqrt(fsum(w * w for w in weights.values()))
    return {term: weight / norm for term, weight in weights.items()} if norm else {}


def _rarity(term: str, rarity: Rarity) -> float:
    """Return the rarity of a term; a group is as common as its most common member."""
    if term.startswith("="):
        return min(rarity.of(member) for member in (term, *_members().get(term, ())))
    return rarity.of(term)
