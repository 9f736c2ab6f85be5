"""A word in any script to the spellings that English may give it: candidates for an exact match, never a guess shown.

Cyrillic and Greek go by letters, Hangul by syllables (Revised Romanization and what names have in its place),
kana by anyascii; cases and particles at the end are taken off. Arabic, Hebrew and Devanagari have a module of their own
(`text.unvowelled`). Han and Thai give nothing here. At most `MOST` spellings a word, the likeliest first.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice, product

from anyascii import anyascii

from crosswire import lexicon
from crosswire.text import unvowelled
from crosswire.text.names import unmarked

MOST = 16
LONGEST = 40
"""Letters of the longest word that is romanised."""

_SCRIPTS = (
    ("hangul", re.compile(r"[\uac00-\ud7a3]")),
    ("kana", re.compile(r"[\u30a1-\u30fa]")),
    ("cyrillic", re.compile(r"[\u0400-\u04ff]")),
    ("greek", re.compile(r"[\u0370-\u03ff]")),
    ("arabic", re.compile(r"[\u0620-\u06d3]")),
    ("hebrew", re.compile(r"[\u05d0-\u05ea]")),
    ("devanagari", re.compile(r"[\u0901-\u0963]")),
    ("latin", re.compile(r"[A-Za-z\u00c0-\u024f]")),
)


def script(word: str) -> str:
    """Return the script of `word` by the first of its letters that is of a known one, else nothing."""
    return next((name for name, letters in _SCRIPTS if letters.search(word)), "")


@lru_cache(maxsize=1 << 14)
def spellings(word: str) -> tuple[str, ...]:
    """Return how English may spell `word`, in lower case without accents where it has none to lose."""
    if not word or len(word) > LONGEST:
        return ()
    kind = script(word)
    plain = unicodedata.normalize("NFC", word.casefold())
    if kind in ("arabic", "hebrew", "devanagari"):
        many = unvowelled.spelled(plain, kind, _letters())
        return tuple(dict.fromkeys(one for one in many if len(one) > 2))
    make = _MAKERS.get(kind)
    found = make(plain) if make else ()
    return tuple(islice(dict.fromkeys(one for one in found if len(one) > 1), MOST))


# ---------------------------------------------------------------- alphabets


_UMLAUTS = {ord(a): b for a, b in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"))}


def _latin(word: str) -> Iterator[str]:
    yield word
    yield unmarked(word)
    if any(c in word for c in "äöüß"):
        yield word.translate(_UMLAUTS)


@lru_cache(maxsize=1)
def _letters() -> dict[str, tuple[str, ...]]:
    return {row["letters"]: tuple(row["latin"].split("|")) for row in lexicon.table("romanised")}


def _by_letters(word: str) -> Iterator[str]:
    """Yield the spellings of an alphabetic word, letter by letter, two letters that are one sound first."""
    table, parts, at = _letters(), [], 0
    while at < len(word):
        size = 2 if word[at : at + 2] in table else 1
        letters = word[at : at + size]
        parts.append(table.get(letters) or (unmarked(letters),))
        at += size
    # The usual spelling first, then those that differ in one place, then in more.
    yield "".join(part[0] for part in parts)
    for place, part in enumerate(parts):
        for other in part[1:]:
            yield "".join(other if i == place else p[0] for i, p in enumerate(parts))
    yield from ("".join(one) for one in islice(product(*parts), 64))


_CYRILLIC_CASE = re.compile(
    r"(?:ами|ями|ого|ому|ыми|ими|ах|ях|ов|ом|ем|ым|им|ой|ей|ью|ую|[аяыиуюеьй])$"
)


def _cyrillic(word: str) -> Iterator[str]:
    bases = [word]
    if len(word) > 4 and (bare := _CYRILLIC_CASE.sub("", word)) != word and len(bare) > 2:
        bases += [bare, f"{bare}{'й' if bare[-1] in 'еи' else 'а'}", f"{bare}о"]
    yield from _first_of_each(_by_letters(base) for base in bases)


def _greek(word: str) -> Iterator[str]:
    plain = "".join(
        c for c in unicodedata.normalize("NFD", word) if unicodedata.category(c) != "Mn"
    )
    bases = [plain, f"{plain}ς"] if plain[-1:] in "αοη" else [plain]
    if plain.endswith("ου"):
        bases.append(f"{plain[:-2]}ος")
    yield from _first_of_each(_by_letters(base) for base in bases)


def _first_of_each(some: Iterable[Iterator[str]]) -> Iterator[str]:
    """Yield by turns, so that no form of a word crowds out the others."""
    waiting = list(some)
    while waiting:
        for one in list(waiting):
            found = next(one, None)
            if found is None:
                waiting.remove(one)
            else:
                yield found


# ---------------------------------------------------------------- syllables

_ONSETS = "g|k kk n d|t tt r|l m b|v pp s|sh ss - j|z jj ch|z k|c t p|f h".split()
_NUCLEI = "a ae|e ya yae eo|o|u|e e yeo|yu|yo ye o|u wa wae oe|we|oi yo u|oo|w wo we wi yu|you eu|- ui i|ee".split()
_CODAS = "- k k k n n n t l l l l l l l l m p p t t ng|n t t k t p|b t".split()
_CODA_PARTICLES = re.compile(
    r"(?<=..)(?:에서|에게|으로|까지|부터|에는|은|는|이|가|을|를|의|에|로|와|과|도|만|측|시|군|씨)$"
)


def _hangul(word: str) -> Iterator[str]:
    bare = _CODA_PARTICLES.sub("", word)
    yield from _first_of_each(map(_joined, dict.fromkeys((bare, word))))


def _joined(word: str) -> Iterator[str]:
    parts: list[tuple[str, ...]] = []
    for n, syllable in enumerate(word):
        code = ord(syllable) - 0xAC00
        if not 0 <= code < 11172:
            parts.append((unmarked(syllable),))
            continue
        onset, nucleus, coda = code // 588, code // 28 % 21, code % 28
        for table, place in ((_ONSETS, onset), (_NUCLEI, nucleus), (_CODAS, coda)):
            choice = tuple("" if one == "-" else one for one in table[place].split("|"))
            # Written inside a foreign name, a vowel "eu" stands for none.
            parts.append(choice[::-1] if choice == ("eu", "") and n else choice)
    yield from _varied(parts)


def _varied(parts: list[tuple[str, ...]]) -> Iterator[str]:
    for chosen in _chosen(parts):
        yield "".join(chosen).replace("lr", "l")


def _chosen(parts: list[tuple[str, ...]]) -> Iterator[list[str]]:
    """Yield the first choice of each part, then those with one part or two chosen otherwise."""
    yield [part[0] for part in parts]
    places = [i for i, part in enumerate(parts) if len(part) > 1]
    for size in (1, 2):
        for some in product(places, repeat=size):
            if list(some) == sorted(set(some)):
                yield [part[1] if i in some else part[0] for i, part in enumerate(parts)]


_LOOSE = re.compile(r"(?<=[bcfgjkmprsvz])u|(?<=[td])o")


def _kana(word: str) -> Iterator[str]:
    plain = anyascii(word).lower().replace("-", "")
    bare = _LOOSE.sub("", plain)
    for one in dict.fromkeys((bare, plain, bare + plain[-1:])):
        yield one
        yield one.replace("r", "l")
        yield one.replace("b", "v")
        for place, letter in enumerate(one):
            if letter in "rb":
                other = "l" if letter == "r" else "v"
                yield one[:place] + other + one[place + 1 :]


_MAKERS = {
    "latin": _latin,
    "cyrillic": _cyrillic,
    "greek": _greek,
    "hangul": _hangul,
    "kana": _kana,
}
