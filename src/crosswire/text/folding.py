"""Words to the form in which they are compared across houses: stem, one spelling, numerals as digits.

What goes in is one word as written; what comes out is the same for "harbour" and "harbor", "organised" and
"organizes", "twelve" and "12", a ligature and its letters. Made for comparing texts, not for showing.
"""

import unicodedata
from functools import cache, lru_cache

from crosswire import lexicon
from crosswire.text.words import stem


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """Return the form of `word` in which houses agree; never empty for a word."""
    plain = word if word.isascii() else unicodedata.normalize("NFKC", word)
    if plain[:1].isdigit():
        return plain.replace(",", "")
    low = stem(plain)
    return _numerals().get(plain.casefold()) or _spellings().get(low) or _by_rule(low) or word


def _by_rule(low: str) -> str:
    if not low.isascii() or len(low) < 5:
        return low
    if low.endswith("our"):
        return low[:-3] + "or"
    if low.endswith("isation"):
        return low[:-7] + "ization"
    if low.endswith(("is", "ys")) and len(low) > 5:
        return low[:-1] + "z"
    # "travelled" keeps its double l through the stem, "traveled" never had it.
    return low[:-1] if low.endswith("ll") and len(low) > 5 else low


@cache
def _spellings() -> dict[str, str]:
    return {stem(row["british"]): stem(row["american"]) for row in lexicon.table("spellings")}


@cache
def _numerals() -> dict[str, str]:
    return {
        row["word"]: row["value"]
        for row in lexicon.table("figures_numbers")
        if row["kind"] in ("unit", "ten") and row["word"].isalpha() and row["word"] != "one"
    }
