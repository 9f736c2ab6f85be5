"""A report as it is compared with others: its words folded, each with a weight, its sentences, names and numbers.

A word weighs as much as it is rare in news; nothing weighs what anybody may share without copying: function
words, names, quotations, formulas of the trade, what a law says. What a party said weighs half.
"""

import math
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from crosswire import lexicon
from crosswire.model.annotation import Annotations
from crosswire.model.document import Block, Document
from crosswire.text.folding import fold
from crosswire.text.passages import Spelt
from crosswire.text.shingles import shingles
from crosswire.text.tfidf import background
from crosswire.text.words import Word, is_capitalised, is_stop, number, stem, words

SEED = 5
"""Words in a seed of a passage."""
UNLISTED = 0.0008
"""Share of reports that hold a word the lexicon does not list."""
MOST, FEWEST = 1.5, 0.25
ATTRIBUTED = 0.5
"""What a word weighs that a party is said to have said: two may have it from the party."""
NUMERAL = 0.5
PLAIN, PLAINLY = 1.0, 0.5
"""Mean rarity of a sentence's words below which anybody might write it, if it names nobody and gives no figure; what
its words then weigh, as a share."""
SMALL = 12
"""Numbers up to this one are no figures of a story."""
DAYS = frozenset(
    stem(day)
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
)
_LAW = re.compile(
    r"\b(?:Section|Sections|Article|Articles|Rule|Clause|Regulation|Paragraph|Chapter|Schedule)\s\d|§\s?\d"
)


class Reading(NamedTuple):
    """A report made ready: parallel lists over its words."""

    document: Document
    spelt: Spelt
    weights: list[float]
    quoted: list[bool]
    common: list[bool]
    """Whether a word is quoted, in a formula of the trade or of a law: anybody may have it."""
    plain: list[bool]
    """Whether a word's sentence is of the kind that any report might have."""
    names: list[bool]
    numbers: list[float | None]
    sentences: list[int]
    """The ordinal of the sentence of each word."""
    blocks: list[int]
    size: int
    """Code points of the body's prose."""


def read_report(document: Document, annotations: Annotations) -> Reading:
    """Return `document` made ready for comparison; a report without a body has no words."""
    body = [b for b in document.prose() if b.kind != "headline"]
    found = [(w, n) for n, b in enumerate(body) for w in words(document.text, b.start, b.end)]
    plain = [w for w, _ in found]
    folded = [fold(w.text) for w in plain]
    inside = {stem(w.text) for w in plain if not w.opens and is_capitalised(w.text)}
    named = _mentioned(document, annotations)
    names = [
        is_capitalised(w.text) and (not w.opens or stem(w.text) in inside or bool(named[w.start]))
        for w in plain
    ]
    quoted = marked(document, annotations, "direct")
    said = marked(document, annotations, "indirect", "mixed")
    sentences, free = _sentences(document, annotations, plain)
    # A sentence that quotes, or says through what it was said, is its speaker's in the rest of it, too.
    framing = {
        s
        for s, w in zip(sentences, plain, strict=True)
        if quoted[w.start] or w.text.casefold() in _media()
    }
    formulas = _formulas(folded)
    common = [bool(quoted[w.start]) or formulas[n] or free[n] for n, w in enumerate(plain)]
    rarity = [0.0 if names[n] else weight_of(folded[n], word.text) for n, word in enumerate(plain)]
    numbers = [
        number(text) if text[:1].isdigit() else None
        for text in (
            w.text if w.text[:1].isdigit() else f for w, f in zip(plain, folded, strict=True)
        )
    ]
    anybodys = _anybodys(sentences, rarity, names, numbers, folded)
    weights = []
    for n, word in enumerate(plain):
        weight = 0.0 if common[n] else rarity[n]
        told = said[word.start] or sentences[n] in framing
        weights.append(weight * (ATTRIBUTED if told else 1) * (PLAINLY if anybodys[n] else 1))
    return Reading(
        document=document,
        spelt=Spelt(
            folded, [w.start for w in plain], [w.end for w in plain], shingles(folded, SEED)
        ),
        weights=weights,
        quoted=[bool(quoted[w.start]) for w in plain],
        common=common,
        plain=anybodys,
        names=names,
        numbers=numbers,
        sentences=sentences,
        blocks=[n for _, n in found],
        size=sum(b.end - b.start for b in body),
    )


def _anybodys(
    sentences: Sequence[int],
    rarity: Sequence[float],
    names: Sequence[bool],
    numbers: Sequence[float | None],
    folded: Sequence[str],
) -> list[bool]:
    """Tell of each word whether its sentence is one of common words, without a name or a figure.

    What became of the injured and what the police are doing is said so in thousands of reports; no list has all of it.
    """
    rare: dict[int, list[float]] = {}
    told: set[int] = set()
    for n, sentence in enumerate(sentences):
        if rarity[n]:
            rare.setdefault(sentence, []).append(rarity[n])
        if (numbers[n] or 0) > SMALL or (names[n] and stem(folded[n]) not in DAYS):
            told.add(sentence)
    plain = {s for s, own in rare.items() if s not in told and sum(own) < PLAIN * len(own)}
    return [s in plain for s in sentences]


@lru_cache(maxsize=1 << 16)
def weight_of(folded: str, word: str) -> float:
    """Return what a word tells when two reports share it, by how rare it is; nothing for function words."""
    if folded[:1].isdigit():
        return NUMERAL if len(folded) > 1 else 0.0
    low = stem(word)
    if len(low) < 2 or is_stop(low) or low in _cues() or word.casefold() in _media():
        return 0.0
    share = background().get(low, UNLISTED)
    return max(FEWEST, min(MOST, math.log10(1 / share) / 2))


@cache
def _cues() -> frozenset[str]:
    """Return the stems of verbs that attribute."""
    return frozenset(
        stem(row["lemma"])
        for row in lexicon.table("cues")
        if row["pos"] == "verb" and row["lemma"].isalpha() and row["class"] in ("neutral", "strong")
    )


@cache
def _media() -> frozenset[str]:
    """Return the nouns that name what something was said through: a statement, a release."""
    return frozenset(r["word"] for r in lexicon.table("channels") if r["kind"] == "medium")


def _mentioned(document: Document, annotations: Annotations) -> bytearray:
    """Return one byte a code point of the text: 1 within a name."""
    found = bytearray(len(document.text))
    for mention in annotations.mentions:
        if mention.form in ("name", "acronym"):
            found[mention.start : mention.end] = b"\x01" * (mention.end - mention.start)
    return found


def marked(document: Document, annotations: Annotations, *forms: str) -> bytearray:
    """Return one byte a code point of the text: 1 within what somebody says in one of `forms`."""
    found = bytearray(len(document.text))
    for attribution in annotations.attributions:
        if attribution.form in forms:
            for span in attribution.content.spans:
                found[span.start : span.end] = b"\x01" * (span.end - span.start)
    if "direct" in forms:
        _between_marks(document.prose(), document.text, found)
    return found


def _between_marks(blocks: Sequence[Block], text: str, found: bytearray) -> None:
    """Mark what stands between quotation marks, too; a mark that is never closed opens nothing."""
    for block in blocks:
        opened = -1
        for at in range(block.start, block.end):
            letter = text[at]
            if letter in "“„«" or (letter == '"' and opened < 0):
                opened = at
            elif letter in '”»"' and opened >= 0:
                found[opened : at + 1] = b"\x01" * (at + 1 - opened)
                opened = -1


def _sentences(
    document: Document, annotations: Annotations, plain: Sequence[Word]
) -> tuple[list[int], list[bool]]:
    """Return the sentence of each word, and whether it cites a law."""
    listed = sorted(annotations.sentences, key=lambda s: s.start)
    law = [_LAW.search(document.text, s.start, s.end) is not None for s in listed]
    ordinals, free = [], []
    at = 0
    for word in plain:
        while at < len(listed) and listed[at].end <= word.start:
            at += 1
        ordinals.append(at)
        free.append(at < len(listed) and law[at])
    return ordinals, free


@cache
def _phrases() -> dict[tuple[str, str], list[list[str]]]:
    """Return the formulas by their first two words, longest first."""
    found: dict[tuple[str, str], list[list[str]]] = {}
    for phrase in sorted(lexicon.words("stock_phrases")):
        folded = [fold(w.text) for w in words(phrase)]
        if len(folded) > 1:
            found.setdefault((folded[0], folded[1]), []).append(folded)
    for listed in found.values():
        listed.sort(key=lambda f: (-len(f), f))
    return found


def _formulas(folded: Sequence[str]) -> list[bool]:
    """Tell of each word whether it stands in a formula of the trade."""
    found = [False] * len(folded)
    known = _phrases()
    for at in range(len(folded) - 1):
        for phrase in known.get((folded[at], folded[at + 1]), ()):
            if folded[at : at + len(phrase)] == phrase:
                found[at : at + len(phrase)] = [True] * len(phrase)
                break
    return found
