"""What ties two reports of different languages, in the words of both: "Пуэрто-Альменар = Puerto Almenar"."""

from collections.abc import Iterator
from typing import NamedTuple

from crosswire.model.document import Document
from crosswire.model.story import Reason
from crosswire.stages.cluster.across import (
    ALONE,
    DAYS,
    ENOUGH,
    ENOUGH_UNDATED,
    NAMES,
    NAMES_ALONE,
    reasons,
    shared,
    strength,
)
from crosswire.stages.cluster.neutral import READ, facts_of
from crosswire.stages.cluster.sketch import UNCOMMON, sketch
from crosswire.text.languages import language
from crosswire.text.words import split, terms_of

_SAID = {"name": "names in both", "number": "numbers in both", "country": "countries in both"}


class Across(NamedTuple):
    """Whether two reports are tied across languages, the reasons with their shares, and both in words."""

    tied: bool
    reasons: tuple[Reason, ...]
    words: tuple[str, ...]


def across(one: Document, other: Document) -> Across | None:
    """Return what two reports share whatever their languages; None where both are in English."""
    left, right = sketch(one), sketch(other)
    if not left.language and not right.language:
        return None
    if not left.language:
        one, other, left, right = other, one, right, left
    found = shared(left, right)
    facts = facts_of(one)
    theirs = _spelled(other)
    lines = [
        f"one is in {language(one.language).name}, the other in {language(other.language).name}: "
        "compared by names, numbers and countries, not by words"
    ]
    for kind, called in _SAID.items():
        said = [
            _paired(facts[fact].words, facts[fact].terms, theirs)
            for fact, of in zip(found.facts, found.kinds, strict=True)
            if of == kind
        ]
        lines.append(f"{called}: {', '.join(said) if said else 'none'}")
    tied = bool(strength(found))
    if not tied:
        rare = sum(
            k == "name" and t * 16 >= UNCOMMON
            for k, t in zip(found.kinds, found.tells, strict=True)
        )
        lines += _lacking(
            rare, found.kinds.count("number"), sum(found.tells), found.about, found.gap
        )
    return Across(tied, reasons(left, right), tuple(lines))


def _lacking(
    rare: int, numbers: int, total: float, about: bool, gap: float | None
) -> Iterator[str]:
    """Yield what would have tied them."""
    if gap is not None and gap > DAYS:
        yield f"they are {gap:.1f} days apart; {DAYS:.0f} are the most"
    if not about:
        yield "nothing that both have stands in the headline or opening of both"
    if not (numbers and rare >= NAMES and total >= ENOUGH) and not (
        rare >= NAMES_ALONE and total >= ALONE
    ):
        yield (
            f"{rare} rare names and {numbers} numbers in both tell {total:.0f}; {NAMES} names with a "
            f"number that tell {ENOUGH:.0f}, or {NAMES_ALONE} names that tell {ALONE:.0f}, are needed"
        )
    elif gap is None and total < ENOUGH_UNDATED:
        yield f"one has no date: they would have to tell {ENOUGH_UNDATED:.0f}, and tell {total:.0f}"


def _spelled(document: Document) -> dict[str, str]:
    """Return the words of a text by the terms they may have in English, as written."""
    found: dict[str, str] = {}
    if language(document.language).depth != "whole":
        for fact in facts_of(document):
            for term in fact.terms:
                found.setdefault(term, fact.words)
    text = "\n".join(document.text[b.start : b.end] for b in document.prose())[:READ]
    for word in split(text)[0]:
        for term in terms_of(word):
            found.setdefault(term, word)
    return found


def _paired(words: str, terms: tuple[str, ...], theirs: dict[str, str]) -> str:
    hits = list(dict.fromkeys(theirs[term] for term in terms if term in theirs))
    same = [hit for hit in hits if hit.casefold() != words.casefold()]
    return f"{words} = {' '.join(same[:3])}" if same else words
