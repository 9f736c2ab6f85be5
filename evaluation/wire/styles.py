"""What desks and machines do to words: house style, typography, spelling, rounding, misread letters, synonyms."""

import re
from collections.abc import Mapping
from random import Random

_BRITISH = {
    "labor": "labour",
    "Labor": "Labour",
    "harbor": "harbour",
    "liters": "litres",
    "meters": "metres",
    "offense": "offence",
    "license": "licence",
    "canceled": "cancelled",
    "neighboring": "neighbouring",
    "program": "programme",
    "color": "colour",
    "gray": "grey",
    "percent": "per cent",
    "travelers": "travellers",
    "councilor": "councillor",
    "organize": "organise",
    "recognized": "recognised",
    "defense": "defence",
    "center": "centre",
    "theater": "theatre",
}
_DIGITS = {
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "eight": "8",
    "nine": "9",
    "nineteen": "19",
    "twenty": "20",
    "thirty": "30",
}
_MISREAD = (("rn", "m"), ("m", "rn"), ("l", "1"), ("o", "0"), ("e", "c"), ("h", "b"), ("i", "l"))
_RESPELLED = (("ck", "k"), ("c", "k"), ("v", "w"), ("w", "v"), ("y", "i"), ("x", "ks"), ("k", "c"))


def british(text: str) -> str:
    """Return the text in another house's style: spelling, numerals, quotation marks, titles, days."""
    text = re.sub(r"[A-Za-z]+", lambda m: _BRITISH.get(m.group(), m.group()), text)
    text = re.sub(r"\b[a-z]+\b", lambda m: _DIGITS.get(m.group(), m.group()), text)
    text = re.sub(r"“([^”]*)”", r"‘\1’", text)
    text = re.sub(r"\b(\d+) p\.m\.", r"\1pm", text)
    text = re.sub(r"\b(\d+:\d+) a\.m\.", r"\1am", text)
    text = re.sub(r"\b(Labour|Finance|Transport|Education) Minister\b", r"the \1 minister,", text)
    return re.sub(r"\bon ((?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b", r"\1", text)


def typography(text: str) -> str:
    """Return the text with straight quotes, other dashes, hard blanks and ligatures."""
    for old, new in (("“", '"'), ("”", '"'), ("’", "'"), (" - ", " – "), ("fi", "ﬁ")):
        text = text.replace(old, new)
    return re.sub(r"(\d) (?=[a-z])", "\\1\u00a0", text)


def respelled(text: str, names: Mapping[str, str]) -> str:
    """Return the text with its names spelled as in `names`."""
    for old, new in names.items():
        text = text.replace(old, new)
    return text


def spelling_of(name: str) -> str:
    """Return a name as another desk transliterates it."""
    low = name
    for old, new in _RESPELLED:
        if old in low[1:]:
            return low[0] + low[1:].replace(old, new, 1)
    return low + "e" if not low.endswith("e") else low[:-1]


def rounded(text: str) -> str:
    """Return the text with its numbers of three digits and more rounded to two, and said to be near."""

    def near(match: re.Match[str]) -> str:
        value = int(match.group().replace(",", ""))
        step = 10 ** (len(str(value)) - 2)
        return f"about {round(value / step) * step:,}"

    return re.sub(r"(?<![\d,])(?:\d{1,3}(?:,\d{3})+|\d{3,})(?![\d,])", near, text)


def misread(text: str, rng: Random, share: float = 0.07) -> str:
    """Return the text as a scan reads it: about `share` of the words with letters mistaken."""

    def worn(word: str) -> str:
        if len(word) < 4 or rng.random() > share:
            return word
        old, new = rng.choice([pair for pair in _MISREAD if pair[0] in word] or [("", "")])
        return word.replace(old, new, 1) if old else word

    return " ".join(worn(word) for word in text.split(" "))


def with_synonyms(text: str, listed: Mapping[str, str], rng: Random, share: float = 0.9) -> str:
    """Return the text outside quotation marks with words exchanged for synonyms."""
    pieces = re.split(r"(“[^”]*”)", text)

    def other(match: re.Match[str]) -> str:
        word = match.group()
        return listed[word] if word in listed and rng.random() < share else word

    return "".join(p if p.startswith("“") else re.sub(r"[A-Za-z]+", other, p) for p in pieces)
