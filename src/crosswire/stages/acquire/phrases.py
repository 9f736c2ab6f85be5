"""What a paragraph is by a phrase of page furniture that it is, begins with or holds (`lexicon/data/furniture.tsv`).

Which phrases a text holds anywhere is told of all of it at once, by an automaton of Aho and Corasick (CACM 18,
1975), so that its paragraphs, of which there are many, are asked for those alone: mostly for none.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from crosswire import lexicon
from crosswire.model.document import BlockKind

_STRAIGHT = (
    *zip("‘’´`", "''''", strict=True),
    *zip("“”", '""', strict=True),
    *((invisible, "") for invisible in "\u200b\u200e\u200f\ufeff"),
)
LONGEST_OPENER = 80
"""Code points of a heading of links."""
_EDGES = " _*-–—|•·>»<«:.…,;[](){}=~+#/\\"


class Phrase(NamedTuple):
    """Words that make a paragraph of at most `limit` characters furniture; link lines may follow one that `opens`."""

    words: str
    limit: int
    kind: BlockKind
    opens: bool


def normal(text: str) -> str:
    """Return `text` in lower case, with straight quotes and single blanks."""
    if not text.isascii():
        for written, plain in _STRAIGHT:  # far faster than to look every character up
            text = text.replace(written, plain)
    low = text.casefold()
    # Of what is no letter or sign only the blank is printable: most paragraphs need not be taken apart.
    if low.isprintable() and "  " not in low:
        return low.strip(" ")
    return " ".join(low.split())


@cache
def _phrases(match: str) -> tuple[Phrase, ...]:
    return tuple(
        Phrase(row["phrase"], int(row["limit"]), row["kind"], row["opens"] == "yes")  # type: ignore[arg-type]
        for row in lexicon.table("furniture")
        if row["match"] == match
    )


# ---------------------------------------------------------------- all of it, and its beginning


@cache
def _wholes() -> dict[str, Phrase]:
    return {phrase.words: phrase for phrase in _phrases("whole")}


@cache
def _starts() -> dict[str, tuple[Phrase, ...]]:
    """Return the phrases for beginnings by their first three characters."""
    rows: dict[str, list[Phrase]] = {}
    for phrase in _phrases("start"):
        rows.setdefault(phrase.words[:3], []).append(phrase)
    return {head: tuple(found) for head, found in rows.items()}


def opens_links(text: str) -> bool:
    """Tell whether the paragraph is a heading such as "Related stories", after which links follow."""
    if len(text) > LONGEST_OPENER:
        return False
    found = _wholes().get(normal(text).strip(_EDGES))
    return bool(found and found.opens)


def by_all(low: str) -> BlockKind | None:
    """Return what a paragraph, as `normal`, is by the phrase that it is; one of nothing but signs is a promo."""
    bare = low.strip(_EDGES)
    if not bare:
        return "promo"
    found = _wholes().get(bare)
    return found.kind if found else None


def by_start(low: str) -> BlockKind | None:
    """Return what a paragraph, as `normal`, is by the phrase that it begins with."""
    head = low.lstrip("([{*-–—|•> ")
    for phrase in _starts().get(head[:3], ()):
        if len(low) <= phrase.limit and head.startswith(phrase.words):
            return phrase.kind
    return None


_FRONT = re.compile(r"[A-Za-z]++(?![^\x00-\x7f])")


def front(text: str) -> str:
    """Return the letters that a sentence begins with, in lower case; nothing where it begins with other signs."""
    found = _FRONT.match(text)
    return found.group().casefold() if found else ""


@cache
def promo_fronts() -> frozenset[str]:
    """Return the fronts of all phrases that are a promo or its beginning; each ends with its word or with a sign."""
    phrases = (*_phrases("whole"), *_phrases("start"))
    return frozenset(front(phrase.words) for phrase in phrases if phrase.kind == "promo")


# ---------------------------------------------------------------- inside


@cache
def _insides() -> dict[str, Phrase]:
    return {phrase.words: phrase for phrase in _phrases("inside")}


@cache
def _search(marks: tuple[str, ...]) -> tuple[tuple[str, ...], AhoCorasick]:
    """Return the phrases that may stand anywhere, and `marks`, with what finds them all in one pass."""
    wanted = (*_insides(), *marks)
    return wanted, AhoCorasick(wanted)


def held(low: str, marks: tuple[str, ...]) -> list[str]:
    """Return which of `marks` and of the phrases for any place stand in a text, as `normal`, in a fixed order."""
    wanted, search = _search(marks)
    try:
        found = search.find_matches_as_indexes(low, overlapping=True)
    except UnicodeEncodeError:  # lone surrogates, which are part of none of them
        low = low.encode("utf-8", "replace").decode()
        found = search.find_matches_as_indexes(low, overlapping=True)
    return [wanted[number] for number in sorted({number for number, _, _ in found})]


def among(found: Iterable[str]) -> tuple[Phrase, ...]:
    """Return those of the strings found that are phrases."""
    known = _insides()
    return tuple(known[words] for words in found if words in known)


def by_inside(low: str, phrases: tuple[Phrase, ...]) -> BlockKind | None:
    """Return what a paragraph, as `normal`, is by a phrase that it holds; `phrases` are those of its text."""
    for phrase in phrases:
        if len(low) <= phrase.limit and phrase.words in low:
            if phrase.kind == "promo" and _is_prose(low):
                continue
            return phrase.kind
    return None


_FULL_STOP = re.compile(r"[a-z0-9][.!?][\"')\]]?\s")


def _is_prose(low: str) -> bool:
    """Tell whether sentences stand before the last one: a promo within them is cut out, not the paragraph."""
    return len(_FULL_STOP.findall(low)) > 1
