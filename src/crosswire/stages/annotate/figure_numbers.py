"""Lexemes of one sentence to number expressions: digits, words, scales, fractions, orders of magnitude.

A number is read from its own words alone; what it counts, its bounds and its unit are read elsewhere.
"""

import re
from functools import cache
from typing import NamedTuple

from crosswire import lexicon

_LEXEME = re.compile(
    r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?"  # 1,307,000.5
    r"|\d{1,3}(?:[\u00a0\u2009\u202f]\d{3})+(?!\d)"  # 12 000 with a hard space
    r"|\d+(?:\.\d+)?|(?<![\w.])\.\d+"  # 13000, 2.5, .534
    r"|(?:[A-Za-z]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\s\w]|\w"
)
_HYPHENS = frozenset("-‐‑–")
_BEFORE_ONE = frozenset(
    "some about around approximately roughly nearly almost over than least".split()
)
_SLASHES = frozenset("/⁄")
_BINARY = frozenset((2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 20, 32, 64, 100, 128, 1000))
MAX_DIGITS = 18
"""Longer runs of digits are identifiers, never quantities."""

MAX_SCALES = 4
"""Scales in one number, at most ("two hundred million")."""


class Magnitude(NamedTuple):
    """What a word says of a number's order: its bounds, whether it is one or multiplies one, and what it counts in."""

    low: float
    high: float
    kind: str
    scale: float


NO_MAGNITUDE = Magnitude(0.0, 0.0, "", 0.0)


class Lexeme(NamedTuple):
    """A word, number or sign: its text, lower case, code points, token, and value if it is digits."""

    text: str
    low: str
    start: int
    end: int
    token: int
    glued: bool
    digits: float | None


class Number(NamedTuple):
    """A number over lexemes `[first, last)`: a value, or both bounds and no value."""

    first: int
    last: int
    value: float | None
    low: float | None = None
    high: float | None = None
    kind: str = "digits"


@cache
def _number_words() -> dict[str, tuple[float, str]]:
    return {r["word"]: (float(r["value"]), r["kind"]) for r in lexicon.table("figures_numbers")}


@cache
def _vague() -> dict[str, Magnitude]:
    return {
        r["phrase"]: Magnitude(float(r["low"]), float(r["high"]), r["kind"], float(r["scale"]))
        for r in lexicon.table("figures_vague")
    }


@cache
def trigger() -> re.Pattern[str]:
    """Return the pattern that any sentence with a number in it has a match of."""
    words = [w for w, (_, kind) in _number_words().items() if kind not in ("letter", "glyph")]
    words += [w for w, m in _vague().items() if m.kind == "plural"]
    glyphs = "".join(w for w, (_, kind) in _number_words().items() if kind == "glyph")
    return re.compile(rf"[\d{glyphs}]|\b(?:no|{'|'.join(sorted(words))})\b", re.IGNORECASE)


@cache
def starters() -> frozenset[str]:
    """Return every word, in lower case, that a number expression without digits can begin with."""
    words = {w for w, (_, kind) in _number_words().items() if kind not in ("letter", "part")}
    return frozenset({phrase.split()[0] for phrase in _vague()} | words | {"a", "an", "half", "no"})


def lexemes(text: str, start: int, end: int, starts: list[int], first: int) -> list[Lexeme]:
    """Return the lexemes of `text[start:end]`; `starts` gives the tokens, the sentence's first is `first`."""
    found: list[Lexeme] = []
    token, before = first, start - 1
    for match in _LEXEME.finditer(text, start, end):
        at, word = match.start(), match.group()
        while token + 1 < len(starts) and starts[token + 1] <= at:
            token += 1
        is_number = word[0].isdecimal() or (word[0] == "." and len(word) > 1)
        value = _value(word) if is_number else None
        found.append(Lexeme(word, word.lower(), at, match.end(), token, at == before, value))
        before = match.end()
    return found


def _value(word: str) -> float | None:
    plain = re.sub(r"[,\u00a0\u2009\u202f]", "", word)
    return float(plain) if len(plain) <= MAX_DIGITS else None


def read_number(lex: list[Lexeme], i: int) -> Number | None:
    """Return the number expression that begins at lexeme `i`, or None."""
    for reader in (_ratio, _digits, _magnitude, _fraction, _words):
        number = reader(lex, i)
        if number is not None:
            return number
    return None


def scale_within(lex: list[Lexeme]) -> float:
    """Return the product of the scales among lexemes ("4 hundred million": 100,000,000), 1 for none."""
    product = 1.0
    for i in range(len(lex)):
        value, kind = _kind(lex, i)
        product *= value if kind in ("scale", "letter") else 1.0
    return product


def low_at(lex: list[Lexeme], i: int) -> str:
    """Return the lower-case text of lexeme `i`, or an empty string outside the sentence."""
    return lex[i].low if 0 <= i < len(lex) else ""


def _kind(lex: list[Lexeme], i: int) -> tuple[float, str]:
    return _number_words().get(low_at(lex, i), (0.0, ""))


def _skip_hyphen(lex: list[Lexeme], i: int) -> int:
    """Return `i`, or what stands after a hyphen that ties lexeme `i - 1` to the next word."""
    tied = i + 1 < len(lex) and lex[i].text in _HYPHENS and lex[i].glued and lex[i + 1].glued
    return i + 1 if tied else i


def _digits(lex: list[Lexeme], i: int) -> Number | None:
    value, kind = lex[i].digits, _kind(lex, i)
    if kind[1] == "glyph":
        return Number(i, i + 1, kind[0], kind="fraction")
    if value is None:
        return None
    last = i + 1
    if _parted(lex, i):
        return _scaled(lex, i, i + 3, value * 1000 + (lex[i + 2].digits or 0.0))
    simple = _slashed(lex, i)
    if simple is not None:
        return simple
    if last < len(lex) and lex[last].glued and _kind(lex, last)[1] == "glyph":
        return Number(i, last + 1, value + _kind(lex, last)[0])
    mixed = _slashed(lex, last) if last < len(lex) and not lex[last].glued else None
    if mixed is not None and mixed.value is not None and value == int(value):
        return Number(i, mixed.last, value + mixed.value)
    if low_at(lex, last) in ("×", "x") and lex[last].glued and low_at(lex, last + 1) == "10":
        power, sign = last + 2, 1
        if low_at(lex, power) in ("−", "-", "^"):
            sign, power = (-1 if low_at(lex, power) != "^" else 1), power + 1
        if power < len(lex) and lex[power].glued and (lex[power].digits or 99) < 99:
            return Number(i, power + 1, value * 10.0 ** (sign * int(lex[power].digits or 0)))
    return _scaled(lex, i, last, value)


def _parted(lex: list[Lexeme], i: int) -> bool:
    """Tell whether a blank slipped in after the comma of thousands ("some 1, 600 officers").

    Only behind a word that one number follows; "On May 1, 600 officers" are two.
    """
    if i + 3 >= len(lex) or low_at(lex, i - 1) not in _BEFORE_ONE or len(lex[i].text) > 3:
        return False
    comma, rest, after = lex[i + 1 : i + 4]
    whole = lex[i].text.isdecimal() and lex[i].text[0] != "0"
    return (
        whole
        and comma.text == ","
        and comma.glued
        and not rest.glued
        and rest.text.isdecimal()
        and len(rest.text) == 3
        and after.text.isalpha()
        and after.low not in ("and", "or")
    )


def _slashed(lex: list[Lexeme], i: int) -> Number | None:
    """Read "1/16": a fraction only where the denominator is one that people say."""
    if i + 2 >= len(lex) or lex[i + 1].text not in _SLASHES or not lex[i + 1].glued:
        return None
    top, bottom = lex[i].digits, lex[i + 2].digits
    if top is None or bottom is None or not lex[i + 2].glued or low_at(lex, i + 3) in _SLASHES:
        return None
    if not 0 < top < bottom or bottom not in _BINARY or top != int(top):
        return None
    return Number(i, i + 3, top / bottom, kind="fraction")


def _scaled(lex: list[Lexeme], i: int, last: int, value: float) -> Number:
    """Read the scales behind digits: "2.5 million", "4 hundred million", "3-million"."""
    for _ in range(MAX_SCALES):
        at = _skip_hyphen(lex, last)
        factor, kind = _kind(lex, at)
        if kind != "scale":
            break
        value, last = value * factor, at + 1
    return Number(i, last, value)


def _magnitude(lex: list[Lexeme], i: int) -> Number | None:
    """Read "dozens", "tens of thousands", "several hundred", "a few dozen"."""
    vague = _vague()
    for length in range(min(3, len(lex) - i), 0, -1):
        phrase = " ".join(x.low for x in lex[i : i + length])
        low, high, kind, _ = vague.get(phrase, NO_MAGNITUDE)
        last = i + length
        if kind == "factor":
            factor, after = _kind(lex, last)
            if after != "scale":
                continue
            number = _scaled(lex, i, last, 1.0)
            scale = number.value or factor
            if low == high:
                return Number(i, number.last, low * scale, kind="words")
            return Number(i, number.last, None, low * scale, high * scale, "vague")
        if kind == "plural":
            of = low_at(lex, last) == "of"
            _, _, more, scale = vague.get(low_at(lex, last + 1) if of else "", NO_MAGNITUDE)
            if more == "plural" and scale >= 100:
                return Number(i, last + 2, None, low * scale, high * scale, "vague")
            if phrase in ("tens", "scores") and not of:
                return None
            return None if phrase == "tens" else Number(i, last, None, low, high, "vague")
    return None


def _fraction(lex: list[Lexeme], i: int) -> Number | None:
    """Read "half a million", "two-thirds", "a quarter of", "one-half"."""
    word = lex[i].low
    if word == "half":
        at = _skip_hyphen(lex, i + 1)
        at += low_at(lex, at) in ("a", "an")
        factor, kind = _kind(lex, at)
        if kind == "scale":
            return Number(i, at + 1, factor / 2, kind="words")
        after = low_at(lex, i + 1)
        ordinal = low_at(lex, i - 1) in ("first", "second", "last", "other", "latter", "better")
        if after in ("of", "the", "its", "their", "his", "her") and not ordinal:
            return Number(i, i + 1, 0.5, kind="fraction")
        return None
    numerator, kind = (1.0, "unit") if word in ("a", "an") else _kind(lex, i)
    if kind != "unit" or not 0 < numerator < 20:
        return None
    at = _skip_hyphen(lex, i + 1)
    part, kind = _kind(lex, at)
    if kind != "part":
        return None
    plural = low_at(lex, at).endswith(("s", "halves"))
    fits = plural == (numerator > 1)
    if word in ("a", "an") and low_at(lex, at + 1) != "of":
        return None
    return Number(i, at + 1, numerator * part, kind="fraction") if fits else None


def _ratio(lex: list[Lexeme], i: int) -> Number | None:
    """Read "one in five" and "two out of three" as shares."""
    top = lex[i].digits if lex[i].digits is not None else _small(lex, i)
    if top is None or not 0 < top <= 20 or i + 2 >= len(lex):
        return None
    if lex[i + 1].low == "in":
        at = i + 2
        spoken = lex[at].digits is None or (top == 1 and lex[i].digits is not None)
        if not spoken:
            return None
    elif lex[i + 1].low == "out" and low_at(lex, i + 2) == "of":
        at = i + 3 + (low_at(lex, i + 3) == "every")
    else:
        return None
    at += low_at(lex, at) == "every"
    if at >= len(lex):
        return None
    bottom = lex[at].digits if lex[at].digits is not None else _small(lex, at)
    if bottom is None or not top < bottom <= 100_000 or _kind(lex, at + 1)[1] == "scale":
        return None
    return Number(i, at + 1, top / bottom, kind="ratio")


def _small(lex: list[Lexeme], i: int) -> float | None:
    value, kind = _kind(lex, i)
    return value if kind in ("unit", "ten") else None


def _words(lex: list[Lexeme], i: int) -> Number | None:
    """Read number words by the usual composition: tens and units add, hundred multiplies, scales close."""
    total, current, last = 0.0, None, i
    at, scales = i, 0
    if lex[i].low in ("a", "an") and _kind(lex, i + 1)[1] == "scale":
        current, at = 1.0, i + 1
    while at < len(lex):
        value, kind = _kind(lex, at)
        if kind in ("unit", "ten") and _room(current, value):
            current = (current or 0.0) + value
        elif kind == "scale" and (current is not None or total) and scales < MAX_SCALES:
            scales += 1
            if value <= 100:
                current = (current if current else 1.0) * value
            else:
                total = (
                    (total + (current or 0)) * value if current is None else total + current * value
                )
                current = None
        elif kind == "scale" and at == i:
            return _bare_scale(lex, i, value)
        elif lex[at].low == "and" and last == at and at > i:
            if low_at(lex, at + 1) == "a" and low_at(lex, at + 2) == "half" and current is not None:
                current, last, at = current + 0.5, at + 3, at + 3
                continue
            follows = _kind(lex, at + 1)[1] in ("unit", "ten")
            if not follows or not (total or (current or 0) >= 100):
                break
            at += 1
            continue
        else:
            break
        last = at + 1
        at = _skip_hyphen(lex, last)
    if last == i or (current is None and not total):
        return None
    return Number(i, last, total + (current or 0.0), kind="words")


def _room(current: float | None, value: float) -> bool:
    """Tell whether a unit may follow what has been read: "twenty" + "five", "hundred" + "five"."""
    if current is None:
        return True
    rest = current % 100
    return (rest == 0 and current >= 100) or (
        20 <= rest <= 90 and rest % 10 == 0 and 0 < value < 10
    )


def _bare_scale(lex: list[Lexeme], i: int, value: float) -> Number | None:
    """Read "million dollar house": a scale alone counts once, but only before a word it scales."""
    after = low_at(lex, _skip_hyphen(lex, i + 1))
    return Number(i, i + 1, value, kind="words") if after in ("dollar", "percent") else None
