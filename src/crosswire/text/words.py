"""Words of a text by shape alone: no parser, any script, linear in the length of the text.

What goes in is any string; what comes out are words as written, light stems, names (runs of
capitalised words) and plain numbers. Nothing here knows English but the stemmer and the stop words.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from crosswire import lexicon

# A number keeps its inner commas and points, an abbreviation its points, a word its apostrophes.
_SHAPE = r"\d+(?:[.,]\d+)*|(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’][^\W_]+)*"
_WORD = re.compile(_SHAPE)
_AROUND = re.compile(f"({_SHAPE})")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u0e00-\u0eff]")
_ENDS_SENTENCE = frozenset('.!?:;"“”‘\n•|…。！？(')
_JOINS = frozenset((" ", "-", "\u00a0"))
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


def split(text: str) -> tuple[list[str], list[str]]:
    """Return the words of `text` and the gap before each: what `words` gives, without offsets, in one pass."""
    pieces = _AROUND.split(text)
    return pieces[1::2], pieces[:-1:2]


@lru_cache(maxsize=1 << 12)
def ends_sentence(gap: str) -> bool:
    """Tell whether a sentence or a line may begin after the `gap` between two words."""
    return not _ENDS_SENTENCE.isdisjoint(gap)


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


def names(found: Sequence[str], gaps: Sequence[str], headline: int = 0) -> list[str]:
    """Return the names among the words `found` (each after its gap), by shape, in the order they stand.

    A name is a run of capitalised words with only blanks or hyphens between them; each comes as its words'
    stems joined by a blank. A word that opens a sentence counts only if the text elsewhere has it
    capitalised inside one, and a word that is mostly in lower case never counts. The first `headline`
    words, which may have a capital each, judge nothing unless there are no others.
    """
    # Most words are in lower case throughout: they are told by one look, and counted but once a form.
    upper = [place for place, word in enumerate(found) if not word.islower()]
    opens = [not place or ends_sentence(gaps[place]) for place in upper]
    first = headline if headline < len(found) else 0
    inside = _inside(found, upper, opens, first)
    lower: dict[str, int] = {}
    for word, count in Counter(found[first:]).items():
        if word.islower() and (low := stem(word)) in inside:
            lower[low] = lower.get(low, 0) + count
    runs: list[list[str]] = []
    last = -2
    for place, opening in zip(upper, opens, strict=True):
        low = _name_stem(found[place])
        if low and inside.get(low, 0) > lower.get(low, 0):
            if place == last + 1 and not opening and gaps[place] in _JOINS:
                runs[-1].append(low)
            else:
                runs.append([low])
            last = place
    return [" ".join(run) for run in runs]


def _inside(
    found: Sequence[str], upper: list[int], opens: list[bool], first: int
) -> dict[str, int]:
    """Count the stems of capitalised words that stand inside a sentence, from the word `first` on."""
    inside: dict[str, int] = {}
    for place, opening in zip(upper, opens, strict=True):
        if place >= first and not opening:
            low = stem(found[place])
            inside[low] = inside.get(low, 0) + 1
    return inside


@lru_cache(maxsize=1 << 16)
def _name_stem(word: str) -> str:
    """Return the stem of a word that may be part of a name, else nothing."""
    low = stem(word)
    return low if len(low) > 1 and is_capitalised(word) and not is_stop(low) else ""


def number(word: str, after: str = "") -> float | None:
    """Return the value of a numeral as written ("1,500", "2.5" with `after` "million"), else None."""
    if not word or not word[0].isdigit():
        return None
    try:
        value = float(word.replace(",", ""))
    except ValueError:
        return None
    return value * _SCALES.get(after.casefold(), 1.0)
