"""People of Arabic, Persian and Hebrew names in their own letters: how English may spell them.

Such a name has letters that foreign ones lack, and writes few of its vowels; so any word might be one. Only the word
after a given name of the list is taken for a family name, with the vowels that it may have.
"""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice

from crosswire import lexicon
from crosswire.text.unvowelled import varied

MOST = 96
"""Spellings of a family name."""
LONGEST = 12
"""Letters of the longest family name that is spelled."""

_WORD = re.compile(
    r"[\u0620-\u064a\u0671-\u06d3]{2,20}|[\u05d0-\u05ea][\u05d0-\u05ea\u05f3\u05f4'\"]{0,19}"
)
_PLAIN = str.maketrans("أإآٱیيىکئؤة", "اااايييكيوه")
_PREFIXES = {"arabic": "وفبلك", "hebrew": "ובלמהכש"}
_HELPS = frozenset(("بن", "ابن", "بنت", "ابو", "ال", "בן", "בר", "אל"))
"""Stand between given and family name."""


def _letters(table: str) -> dict[str, tuple[str, ...]]:
    """Return the spellings of each letter of a table ("letter latin|latin,letter latin")."""
    rows = (row.split(" ") for row in table.split(","))
    return {letter: tuple(latin.split("|")) for letter, latin in rows}


_ARABIC = _letters(
    "ب b,ت t,ث th|t,ج j|g,ح h,خ kh,د d,ذ dh|th|d|z,ر r,ز z,س s,ش sh,ص s,ض d,ط t,ظ z|dh,غ gh,ف f,ق q|k|g,"
    "ك k,ل l,م m,ن n,ه h,پ p,چ ch,ژ zh,گ g,ڤ v"
)
_HEBREW = _letters(
    "ב b|v,ג g,ד d,ה h,ז z,ח h|ch,ט t,כ k|ch,ך ch|kh,ל l,מ m,ם m,נ n,ן n,ס s,פ p|f,ף f,צ tz|z|ts,ץ tz|z|ts,"
    "ק k,ר r,ש sh|s,ת t"
)
_VOWELS: Mapping[str, tuple[str, ...]] = {
    "ا": ("a",), "و": ("u", "ou", "w", "o", "aw"), "ي": ("i", "y", "ay", "ei", "ee", "ye"), "ع": ("", "a", "aa"),
    "ء": ("",),
    "א": ("a", "e", ""), "ו": ("o", "u", "v"), "י": ("i", "ei", "y"), "ע": ("a", "e", ""),
}  # fmt: skip
_FIRST: Mapping[str, tuple[str, ...]] = {
    "ا": ("a", "i", "u", "e", "o"), "و": ("w", "v"), "ي": ("y",), "ع": ("a", "o", "u", "i", "e"),
    "א": ("a", "e", "o", "i"), "ו": ("v",), "י": ("y", "j"), "ע": ("a", "e", "o"),
}  # fmt: skip
_LAST: Mapping[str, tuple[str, ...]] = {
    "ه": ("a", "eh", "ah", "h"), "ي": ("i", "y", "a"), "ה": ("a", "ah", "eh"), "י": ("i", "y", "ai"),
}  # fmt: skip


def people(text: str) -> Iterator[tuple[str, tuple[str, ...], int]]:
    """Yield (name, spellings, place) of the people in `text`: a given name without spellings, then the family name."""
    words = [(m[0], m.start(), m.end()) for m in _WORD.finditer(text)]
    known = _given()
    at = 0
    while at < len(words):
        size = _given_at(words, at, text, known)
        if not size:
            at += 1
            continue
        start = words[at][1]
        yield text[start : words[at + size - 1][2]], (), start
        at += size
        while (
            at < len(words)
            and words[at][0].translate(_PLAIN) in _HELPS
            and _joined(words, at, text)
        ):
            at += 1
        if at < len(words) and _joined(words, at, text) and not _given_at(words, at, text, known):
            name, start, _ = words[at]
            if family := spellings(name):
                yield name, family, start
            at += 1


Words = Sequence[tuple[str, int, int]]


def _joined(words: Words, at: int, text: str) -> bool:
    """Tell whether only a blank stands before a word."""
    return text[words[at - 1][2] : words[at][1]] in (" ", "\u00a0", "-")


def _given_at(words: Words, at: int, text: str, known: Container[str]) -> int:
    """Return how many words from `at` on are a given name; none, where none is."""
    first = words[at][0].translate(_PLAIN)
    script = "hebrew" if "\u05d0" <= first[0] <= "\u05ea" else "arabic"
    forms = [first, first[1:]] if first[0] in _PREFIXES[script] else [first]
    following = ""
    if at + 1 < len(words) and _joined(words, at + 1, text):
        following = words[at + 1][0].translate(_PLAIN)
    for form in forms:
        if f"{form} {following}" in known:
            return 2
        if form in known:
            return 1
    return 0


@cache
def _given() -> frozenset[str]:
    return frozenset(name.translate(_PLAIN) for name in lexicon.words("native_names"))


def spellings(name: str) -> tuple[str, ...]:
    """Return how English may spell a family name, the likeliest first; nothing for one too short or too long."""
    plain = name.translate(_PLAIN).strip("'\"\u05f3\u05f4")
    if plain.startswith("ال") and len(plain) > 4:
        plain = plain[2:]
    if not 3 <= len(plain) <= LONGEST:
        return ()
    found = dict.fromkeys(one for one in islice(varied(_parts(plain)), MOST) if len(one) > 2)
    return tuple(found)


def _parts(name: str) -> list[tuple[str, ...]]:
    """Return the choices for each letter, and for the vowels that are not written between consonants."""
    consonants = {**_ARABIC, **_HEBREW}
    parts: list[tuple[str, ...]] = []
    last = len(name) - 1
    for at, letter in enumerate(name):
        choices = _FIRST.get(letter) if not at else _LAST.get(letter) if at == last else None
        choices = choices or _VOWELS.get(letter)
        if choices is None:
            choices = consonants.get(letter, ("",))
            before = name[at - 1] if at else ""
            if before in consonants:
                parts.append(_between(name, at, last))
            if at and name[at + 1 : at + 2] in _VOWELS and len(choices[0]) == 1:
                choices = (*choices, 2 * choices[0])  # a doubled consonant is written once
        parts.append(choices)
    return parts


def _between(name: str, at: int, last: int) -> tuple[str, ...]:
    """Return the vowels that may stand between two consonants: one after the first letter, seldom one inside."""
    if at == 1:
        return ("a", "u", "i", "o", "e")
    if at == last:
        return ("i", "e", "", "a") if name[at - 2] in _VOWELS else ("", "a", "e", "i")
    return ("", "a", "i", "e")
