"""Words of a text by shape alone: no parser, any script, linear in the length of the text.

What goes in is any string; what comes out are words as written, light stems, names (runs of
capitalised words) and plain numbers. Nothing here knows English but the stemmer and the stop words.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from crosswire import lexicon

# A number keeps its inner commas and points, an abbreviation its points, a word its apostrophes.
_WORD = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)*)|(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’][^\W_]+)*",
)
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u0e00-\u0eff]")
_ENDS_SENTENCE = frozenset('.!?:;"“”‘\n•|…。！？(')
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_VOWELS = frozenset("aeiouy")


class Word(NamedTuple):
    """A word as written at `[start, end)`; `opens` where a sentence or a line may begin with it."""

    start: int
    end: int
    text: str
    opens: bool


def words(text: str, start: int = 0, end: int | None = None) -> Iterator[Word]:
    """Yield the words of `text[start:end]` in order, with offsets in code points."""
    stop = len(text) if end is None else end
    last = start
    opens = True
    for match in _WORD.finditer(text, start, stop):
        first = match.start()
        if last != first:
            gap = text[last:first]
            opens = opens or not _ENDS_SENTENCE.isdisjoint(gap)
        last = match.end()
        yield Word(first, last, match.group(), opens)
        opens = False


@lru_cache(maxsize=1 << 16)
def stem(word: str) -> str:
    """Return `word` in lower case without possessive, plural, -ed and -ing (crude on purpose).

    "U.S." and "US" give `u.s.`, apart from the pronoun; other abbreviations lose their points.
    """
    if word in ("US", "U.S", "U.S."):
        return "u.s."
    low = word.casefold().replace("’", "'")
    if "." in low and not low[0].isdigit():
        low = low.replace(".", "")
    if low.endswith("'s"):
        low = low[:-2]
    low = low.replace("'", "")
    if len(low) < 4 or not low.isascii() or not low.isalpha():
        return low
    return _without_verb_ending(_without_plural(low))


def _without_plural(low: str) -> str:
    if low.endswith("ies") and len(low) > 4:
        return low[:-3] + "y"
    if low.endswith(("sses", "shes", "ches", "xes", "zes")):
        return low[:-2]
    if low.endswith("s") and not low.endswith(("ss", "us", "is")):
        return low[:-1]
    return low


def _without_verb_ending(low: str) -> str:
    for ending in ("ing", "ed"):
        base = low[: -len(ending)]
        if low.endswith(ending) and len(base) >= 3 and not _VOWELS.isdisjoint(base):
            if base[-1] == base[-2] and base[-1] not in "lsz":
                return base[:-1]
            return base
    # "take" and "taking" meet only without the silent e.
    return low[:-1] if low.endswith("e") and len(low) > 3 else low


def is_stop(low: str) -> bool:
    """Tell whether the lower-case word or stem `low` is a function word, or of news in general."""
    return low in _stop_words()


@lru_cache(maxsize=1)
def _stop_words() -> frozenset[str]:
    listed = lexicon.words("stop_words")
    return listed | {stem(word) for word in listed}


@lru_cache(maxsize=1 << 16)
def terms_of(word: str) -> tuple[str, ...]:
    """Return the index terms of one word: its stem, or letter pairs where a script has no spaces.

    Function words and single letters give none.
    """
    if _WIDE.search(word):
        return tuple(word[i : i + 2] for i in range(len(word) - 1)) or (word,)
    term = stem(word)
    return () if len(term) < 2 or is_stop(term) else (term,)


def is_capitalised(word: str) -> bool:
    """Tell whether `word` begins with a capital (or has one inside, as in "iPhone")."""
    return not word.islower() and word != word.casefold() and not word[0].isdigit()


def names(found: list[Word], text: str, judged: list[Word] | None = None) -> list[str]:
    """Return the names among the words of one text, by shape, in the order they stand.

    A name is a run of capitalised words with only blanks or hyphens between them; each comes as its words'
    stems joined by a blank. A word that opens a sentence counts only if the text elsewhere has it
    capitalised inside one, and a word that is mostly in lower case never counts. `judged` are the words
    by which that is decided, where `found` holds a headline with a capital on every word.
    """
    inside, lower = _shapes(found if judged is None else judged)
    runs: list[str] = []
    run: list[str] = []
    last = -1
    for word in found:
        low = "" if word.text.islower() else stem(word.text)
        named = (
            len(low) > 1
            and inside.get(low, 0) > lower.get(low, 0)
            and is_capitalised(word.text)
            and not is_stop(low)
        )
        if run and not (named and not word.opens and text[last : word.start] in (" ", "-", " ")):
            runs.append(" ".join(run))
            run = []
        if named:
            run.append(low)
            last = word.end
    if run:
        runs.append(" ".join(run))
    return runs


def _shapes(found: list[Word]) -> tuple[dict[str, int], dict[str, int]]:
    inside: dict[str, int] = {}
    lower: dict[str, int] = {}
    for word in found:
        counts = lower if word.text.islower() else None
        if counts is None and not word.opens:
            counts = inside
        if counts is not None:
            low = stem(word.text)
            counts[low] = counts.get(low, 0) + 1
    return inside, lower


def number(word: str, after: str = "") -> float | None:
    """Return the value of a numeral as written ("1,500", "2.5" with `after` "million"), else None."""
    if not word or not word[0].isdigit():
        return None
    try:
        value = float(word.replace(",", ""))
    except ValueError:
        return None
    return value * _SCALES.get(after.casefold(), 1.0)
