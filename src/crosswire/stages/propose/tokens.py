"""A text to the words that checks compare: folded, with their class, and cut into segments at commas and dashes."""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from crosswire import lexicon
from crosswire.text.folding import fold

_WORD = re.compile(
    r"\d+(?:[.,:]\d+)*|(?:[^\W\d_]\.){2,}|[^\W_]+(?:[-'’][^\W_]+)*|[%€$£¥°]|[,;:—–()\n]"
)
_CUTS = frozenset(",;:—–()\n")
_SCALES = frozenset("hundred thousand million billion trillion dozen".split())
_NT = re.compile(r"n['’]t\b", re.IGNORECASE)


class Token(NamedTuple):
    """A word: as written, as it is compared, its class of `proposal_words` ("" for most), where, and which segment."""

    text: str
    key: str
    kind: str
    start: int
    segment: int


@cache
def classes() -> dict[str, str]:
    """Return the class of each word of the lexicon `proposal_words`."""
    return {row["word"]: row["class"] for row in lexicon.table("proposal_words")}


def tokens(text: str) -> list[Token]:
    """Return the words of `text` in order; "didn't" is "did" and "not"."""
    found: list[Token] = []
    segment = 0
    plain = _NT.sub(" not", text) if "n't" in text or "n’t" in text else text
    for match in _WORD.finditer(plain):
        word = match.group()
        if word in _CUTS:
            segment += 1
            continue
        for part in word.split("-") if word.count("-") and not word[0].isdigit() else (word,):
            if part:
                low = part.casefold()
                kind = classes().get(low, "")
                if kind == "hedge" and low == "may" and part[0] == "M":
                    kind = ""  # the month
                found.append(Token(part, key_of(part), kind, match.start(), segment))
    return found


def key_of(word: str) -> str:
    """Return the form in which a word is compared: numerals as digits, one spelling, no plural."""
    low = word.casefold()
    return low if low in classes() or low in _SCALES else fold(word)


def is_number(token: Token) -> bool:
    """Tell whether a word is a number or a scale of one."""
    return token.key[:1].isdigit() or token.key in _SCALES


def is_name(token: Token) -> bool:
    """Tell whether a word is written with a capital."""
    return token.text[:1].isupper() and not token.kind


def strange(text: str) -> str | None:
    """Return why `text` has no business in a dossier: look-alikes of digits, hidden marks, markup, addresses."""
    for sign in text:
        kind = unicodedata.category(sign)
        if kind in ("Nd", "Nl", "No") and not sign.isascii():
            return f"it writes a number with {sign!r}, which is not one of 0 to 9"
        if kind in ("Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"):
            return f"it holds the hidden character U+{ord(sign):04X}"
        if kind == "Mn" and unicodedata.normalize("NFC", text) == text:
            return f"it holds the stray mark U+{ord(sign):04X}"
    if re.search(r"[<>{}`\\]|\]\(|https?:|www\.", text):
        return "it holds markup or an address"
    return None


def mixed(text: str, known: str) -> str | None:
    """Return a word with letters of a script that the words behind it don't use: look-alikes of letters."""
    scripts = {_script(s) for s in known if s.isalpha()} or {"LATIN"}
    for match in re.finditer(r"[^\W\d_]+", text):
        if not {_script(s) for s in match.group()} <= scripts:
            return match.group()
    return None


def _script(letter: str) -> str:
    return unicodedata.name(letter, "?").split(" ")[0]
