"""Text to time words: every word that can be part of a time expression, with its class and value.

Rule: one word class is one character of a symbol string, so that patterns over classes are plain
regular expressions that never look at the text. Words that no time expression holds are `OTHER`.
"""

import re
from functools import cache
from typing import NamedTuple

from crosswire import lexicon

OTHER = "."
_NUMBER_CLASSES = (
    "day",
    "nth",
    "number",
    "year",
    "clock",
    "clock24",
    "years",
    "iso",
    "numeric",
    "dotted",
)
_TOKEN = re.compile(
    r"""(?P<initials>(?:[A-Za-z]\.){2,}(?:[A-Za-z](?!\w))?)
      | (?P<word>[^\W\d_]+(?:['’](?=[^\W\d_])[^\W\d_]+)*)
      | (?P<iso>\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?(?![\w-]))
      | (?P<numeric>\d{1,2}(?P<sep>[/.])\d{1,2}(?P=sep)(?:19|20)\d{2}(?!\w))
      | (?P<clock>\d{1,2}(?:[:.]\d{2})?[ ]?(?:[ap]\.m\.|[ap]\.m(?!\w)|[ap]m(?!\w)|[AP]\.?M\.?(?!\w)))
      | (?P<clock24>\d{1,2}:\d{2}(?!\d|:\d))
      | (?P<years>(?:['’]?\d0|1\d\d0|20\d0)['’]?s(?!\w))
      | (?P<nth>\d{1,3}(?:st|nd|rd|th)(?!\w))
      | (?P<mixed>\d{1,3}(?:[ -]1/[2-4](?![\d/])|[¼½¾](?!\w)))
      | (?P<number>\d{1,3}(?:,\d{3})+(?!\d)|\d+[.]\d+|\d+(?!\w))
      | (?P<gap>\n\s*\n)
      | (?P<rest>\w+|\S)""",
    re.VERBOSE,
)
_DOTTED = re.compile(r"(?:1?\d|2[0-3])\.[0-5]\d")
_LONGEST_NUMBER = 9
"""Digits; a longer run counts no time."""
_CAPITAL_CLASSES = {"month", "month_abbr", "weekday", "weekdays", "weekday_abbr", "holiday"}


class TimeWord(NamedTuple):
    """A word `[start, end)` of the text with its class and the value its lexicon entry or digits give."""

    kind: str
    value: str
    start: int
    end: int


@cache
def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], str, str], ...]]:
    """Return the lexicon's entries by first word, the longest first."""
    entries = [(row["words"], row["class"], row["value"]) for row in lexicon.table("times_words")]
    entries += [(row["words"], "holiday", row["date"]) for row in lexicon.table("times_holidays")]
    entries += [(row["words"], "zone", row["words"]) for row in lexicon.table("times_zones")]
    entries += [(words, "name", "") for words in sorted(lexicon.words("times_names"))]
    found: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for words, kind, value in entries:
        pieces = tuple(m.group() for m in _TOKEN.finditer(words))
        found.setdefault(pieces[0], []).append((pieces, kind, value))
    return {first: tuple(sorted(group, key=lambda e: -len(e[0]))) for first, group in found.items()}


@cache
def _letters() -> dict[str, str]:
    """Return the character that stands for each word class."""
    kinds = {entry[1] for group in _phrases().values() for entry in group}
    kinds |= set(_NUMBER_CLASSES) | {"poss", "gap"}
    return {kind: chr(0x100 + number) for number, kind in enumerate(sorted(kinds))}


def letter(kind: str) -> str:
    """Return the symbol of a word class; raises KeyError for a class the lexicon does not have."""
    return _letters()[kind]


def read_words(text: str, start: int, end: int) -> tuple[list[TimeWord], str]:
    """Return the words of `text[start:end]` and their symbol string; both have the same length."""
    phrases, letters = _phrases(), _letters()
    tokens = [(m.start(), m.end(), m.lastgroup or "") for m in _TOKEN.finditer(text, start, end)]
    lowered = _lowered(text, start, end, tokens)
    words: list[TimeWord] = []
    at = 0
    while at < len(tokens):
        first, last, group = tokens[at]
        word = lowered[at]
        entries = phrases.get(word)
        entry = _entry(entries, lowered, at) if entries else None
        if entry is not None:
            size = len(entry[0])
            words.append(_word(entry, text, first, tokens[at + size - 1][1]))
            if words[-1].kind.endswith("_abbr") and lowered[at + size : at + size + 1] == ["."]:
                words[-1] = _stopped(words[-1], tokens[at + size][1])
                size += 1
            at += size
            continue
        if word.endswith("'s") and word[:-2] in phrases:
            words.extend(_possessive(phrases[word[:-2]], text, first, last))
        elif group in ("word", "rest", "initials"):
            words.append(TimeWord("other", "", first, last))
        else:
            words.append(TimeWord(*_digits(group, word), first, last))
        at += 1
    symbols = "".join([letters.get(word.kind, OTHER) for word in words])
    if letters["tens"] in symbols or letters["scale"] in symbols:
        words = _joined_numbers(words)
        symbols = "".join([letters.get(word.kind, OTHER) for word in words])
    return words, symbols


def _lowered(text: str, start: int, end: int, tokens: list[tuple[int, int, str]]) -> list[str]:
    """Return the tokens in lower case with straight apostrophes."""
    low = text[start:end].lower().replace("’", "'")
    if len(low) == end - start:
        return [low[first - start : last - start] for first, last, _ in tokens]
    return [text[first:last].lower().replace("’", "'") for first, last, _ in tokens]


def _possessive(
    entries: tuple[tuple[tuple[str, ...], str, str], ...], text: str, start: int, end: int
) -> list[TimeWord]:
    """Return "Monday's" as a word and its ending."""
    entry = next((e for e in entries if len(e[0]) == 1), None)
    if entry is None:
        return [TimeWord("other", "", start, end)]
    return [_word(entry, text, start, end - 2), TimeWord("poss", "", end - 2, end)]


def _entry(
    entries: tuple[tuple[tuple[str, ...], str, str], ...], lowered: list[str], at: int
) -> tuple[tuple[str, ...], str, str] | None:
    """Return the longest of the entries, all of one first word, that the words from `at` on spell."""
    for entry in entries:
        pieces = entry[0]
        if len(pieces) == 1 or tuple(lowered[at : at + len(pieces)]) == pieces:
            return entry
    return None


def _word(entry: tuple[tuple[str, ...], str, str], text: str, start: int, end: int) -> TimeWord:
    """Return the entry as a word of the text; what needs a capital and has none is an ordinary word."""
    kind, value = entry[1], entry[2]
    if kind in _CAPITAL_CLASSES and not text[start].isupper():
        kind = "other"
    return TimeWord(kind, value, start, end)


def _stopped(word: TimeWord, end: int) -> TimeWord:
    """Return an abbreviation with its full stop, which makes it as good as the whole word."""
    return TimeWord(word.kind.removesuffix("_abbr"), word.value, word.start, end)


def _digits(group: str, word: str) -> tuple[str, str]:
    """Return class and value of a token that is no lexicon entry."""
    if group == "number":
        plain = word.replace(",", "")
        if len(plain) > _LONGEST_NUMBER:
            return "other", ""
        if plain.isdigit() and len(plain) <= 2 and 1 <= int(plain) <= 31:
            return "day", plain
        if plain.isdigit() and len(word) == 4 and 1000 <= int(plain) <= 2100:
            return "year", plain
        if _DOTTED.fullmatch(plain):
            return "dotted", plain
        return "number", plain
    if group == "mixed":
        return "number", _mixed(word)
    if group == "nth":
        return "nth", re.sub(r"\D", "", word)
    if group in ("clock", "clock24", "iso", "numeric", "years", "gap"):
        return group, word
    return "other", ""


def _mixed(word: str) -> str:
    """Return the decimal number of "2 1/2" or "2½"."""
    for sign, part in (("½", 0.5), ("¼", 0.25), ("¾", 0.75)):
        if word.endswith(sign):
            return str(int(word[:-1]) + part)
    whole, fraction = re.split(r"[ -]", word)
    return str(int(whole) + 1 / int(fraction[2:]))


def _joined_numbers(words: list[TimeWord]) -> list[TimeWord]:
    """Return the words with "twenty-five" and "two hundred" each joined to one number."""
    joined: list[TimeWord] = []
    for word in words:
        kind, value, start = word.kind, word.value, word.start
        if kind == "tens":
            kind = "num"
        elif kind in ("num", "scale") and joined and "." not in value:
            before = joined[-1]
            hyphen = before.kind == "dash" and len(joined) > 1 and before.start == joined[-2].end
            number = joined[-2] if hyphen else before
            whole = number.kind in ("num", "day", "number") and number.value.isdigit()
            if kind == "scale" and whole and not hyphen:
                kind, value, start = "num", str(int(number.value) * int(value)), number.start
                joined.pop()
            elif kind == "num" and whole and _tens(number) and 0 < int(value) < 10:
                kind, value, start = "num", str(int(number.value) + int(value)), number.start
                del joined[-2 if hyphen else -1 :]
        joined.append(TimeWord("other" if kind == "scale" else kind, value, start, word.end))
    return joined


def _tens(word: TimeWord) -> bool:
    return word.kind == "num" and int(word.value) in range(20, 100, 10)
