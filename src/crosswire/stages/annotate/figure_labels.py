"""Which numbers are no quantities: dates, clock times, years, model names, addresses, list marks, telephone numbers."""

import re

from crosswire import lexicon
from crosswire.model.annotation import Parse, Time
from crosswire.stages.annotate.figure_counted import is_person
from crosswire.stages.annotate.figure_numbers import Lexeme, Number, low_at

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?\b(?! ?(?:%|percent|per cent|million|billion))"
_BLOCKED = re.compile(
    r"https?://\S+|www\.\S+|[\w.+-]{1,64}@[\w.-]{1,255}|[#@]\w+"
    rf"|\b{_MONTH} (?:{_DAY}(?: ?[-–] ?\d{{1,2}}\b)?(?: (?:and|to) \d{{1,2}}\b(?= ?[,.;]|$))?"
    r"(?:,? ?\d{4}\b)?|,? ?(?:of )?\d{4}\b)"
    rf"|\b{_DAY}(?: ?[-–] ?\d{{1,2}})? (?:of )?{_MONTH}(?:,? \d{{4}}\b)?"
    r"|\b\d{4}-\d{1,2}-\d{1,2}\b|\b\d{1,2}([./])\d{1,2}\1(?:\d{4}|\d{2})\b"
    r"|\b\d{1,2}:\d{2}(?:[:.]\d{1,3})*\b(?: ?[aApP]\.?[mM]\b\.?)?"
    r"|\b\d{1,2}(?:\.\d{2})? ?(?:[ap]\.m\.?|[ap]m\b|[AP]\.M\.?|[AP]M\b)"
    r"|\b\d{3,4} ?(?:GMT|UTC|hrs local|hours local)\b"
    r"|\b(?:\d{4}|\d0)['’]?s\b|['’]\d\ds\b|\b\d+(?:st|nd|rd|th)\b"
    r"|\b(?:1[5-9]|20)\d\d[-–/](?:\d{4}|\d\d)\b"
    r"|\b(?:24/7|9/11|7/7)\b|\+\d[\d -]{7,20}\d|\(\d{3}\) ?\d{3}-\d{4}|\b\d{3}-\d{3,4}-\d{4}\b"
    r"|\b\d{1,5} (?:[A-Z][\w.]* ){1,3}(?:Street|St|Road|Rd|Ave|Avenue|Drive|Dr|Lane|Ln|Way|Boulevard"
    r"|Blvd|Square|Court|Terrace|Close|Crescent)\b"
    r"|\b(?:A\.?D\.?|B\.?C\.?(?:E\.?)?|C\.?E\.) ?\d{1,4}(?: (?:and|to) \d{1,4})?|\b\d{1,4} (?:A\.?D\b|B\.?C\b)"
    r"|\b\d{1,3}-\d{1,3}-\d{1,3}\b|\(\d{1,2}\)"
)
_LIST_MARK = re.compile(r"\s*\(?\d{1,2}[.)]\s+(?=[A-Z])")
_TIED = frozenset("sub minus now pre mid post over under non nearly about up to".split())
_HYPHENS = frozenset("-‐‑–—−")
_MINUS = frozenset("-−–")
_IN_TIME = frozenset(
    "in since until till by during from before after through of late early mid".split()
)
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday today".split())


def blocked_ranges(
    text: str, start: int, end: int, times: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return the stretches of the sentence whose numbers identify or date something, in order."""
    found = [m.span() for m in _BLOCKED.finditer(text, start, end)]
    mark = _LIST_MARK.match(text, start, end)
    if mark:
        found.append(mark.span())
    found.extend(times)
    return sorted(found)


def calendar(times: tuple[Time, ...]) -> list[tuple[int, int]]:
    """Return the spans of `times` that name a day or an hour; durations are quantities of time."""
    return [(t.start, t.end) for t in times if t.type in ("DATE", "TIME")]


def minus_before(lex: list[Lexeme], first: int) -> int:
    """Return how many lexemes before `first` say minus: "-1.3%", "minus 387", "minus-130"."""
    if first == 0:
        return 0
    sign = lex[first - 1]
    if sign.low == "minus":
        return 1
    if not lex[first].glued or sign.text not in _MINUS:
        return 0
    if first > 1 and lex[first - 2].low == "minus":
        return 2
    return int(first == 1 or not sign.glued or lex[first - 2].text in "$£€(")


def is_name_part(lex: list[Lexeme], number: Number) -> bool:
    """Tell whether a number is tied into a name or code: "KN-23", "V10", "ID.3", "#4"."""
    first = number.first
    if first == 0:
        return False
    before, this = lex[first - 1], lex[first]
    if this.glued and before.text.isalpha() and before.low not in _TIED:
        return True
    slashed = this.glued and before.text == "/" and before.glued and first > 1
    if slashed and lex[first - 2].digits is not None:
        return True  # "KN-23/24"
    if this.glued and before.text in "._" and before.glued:
        return True
    if this.glued and before.text in _HYPHENS and before.glued and first > 1:
        word = lex[first - 2]
        return word.low not in _TIED and word.digits is None
    return before.text == "#"


def is_labelled(lex: list[Lexeme], number: Number, parse: Parse) -> bool:
    """Tell whether a number tells apart what the word before it names: "Section 427", "Flight 17", "No. 3"."""
    first = number.first
    if low_at(lex, number.last) in ("o'clock", "o’clock"):
        return True
    if first == 0:
        return False
    before = lex[first - 1]
    label = before.low.rstrip(".")
    if before.text == "." and first > 1 and before.glued:
        label = lex[first - 2].low
        return (
            label in ("no", "nos", "art", "fig", "vol", "pp", "p") and lex[first].digits is not None
        )
    if label in lexicon.words("figures_labels"):
        return not _counts_plural(lex, number, parse) or before.text != before.low
    return False


def follows_name(lex: list[Lexeme], number: Number, parse: Parse) -> bool:
    """Tell whether digits stand right behind a capitalised name ("Stoxx 600", "Cessna 208")."""
    first = number.first
    if first == 0 or number.kind != "digits" or "," in lex[first].text:
        return False
    before = lex[first - 1]
    if not before.text[:1].isupper() or not before.text.isalpha():
        return False
    pos = parse.pos[before.token]
    counts = _counts_plural(lex, number, parse)
    if first == 1:
        return pos in ("PROPN", "NOUN") and not counts
    if pos != "PROPN" or before.low in _DAYS:
        return False
    return not (counts and (is_person(low_at(lex, number.last)) or low_at(lex, first - 2) == "in"))


def is_street(lex: list[Lexeme], number: Number, head: int, parse: Parse) -> bool:
    """Tell whether digits before a singular name are an address or a code ("9 Elm Row", "90049 ZIP code")."""
    after = lex[number.last] if number.last < len(lex) else None
    if number.kind != "digits" or after is None or not after.text[:1].isupper():
        return False
    return parse.tags[lex[head].token] == "NNP" and (number.value or 0) != 1


_MODELS = frozenset((707, 717, 727, 737, 747, 757, 767, 777, 787))
_AIRCRAFT = frozenset("aircraft airliner airliners jet jets plane planes max".split())


def is_model(lex: list[Lexeme], number: Number) -> bool:
    """Tell whether a number is what an aircraft is called ("a laden 737 aircraft")."""
    named = number.kind == "digits" and number.value in _MODELS
    return named and low_at(lex, number.last) in _AIRCRAFT


def _counts_plural(lex: list[Lexeme], number: Number, parse: Parse) -> bool:
    """Tell whether the word behind the number is a plural noun, or an adjective before one."""
    last = number.last
    if last >= len(lex):
        return False
    tag = parse.tags[lex[last].token]
    if tag in ("NNS", "NNPS"):
        return True
    return tag == "JJ" and last + 1 < len(lex) and parse.tags[lex[last + 1].token] == "NNS"


def is_year(lex: list[Lexeme], number: Number, parse: Parse, bounded: bool) -> bool:
    """Tell whether four digits are a year rather than a count; `bounded` says a modifier precedes."""
    first = number.first
    digits = lex[first].text
    if (
        number.last != first + 1
        or len(digits) != 4
        or not digits.isdecimal()
        or digits[0] not in "12"
    ):
        return False
    value = int(digits)
    if not 1000 <= value <= 2199:
        return False
    before = low_at(lex, first - 1)
    if (
        before == "between"
        and low_at(lex, first + 1) == "and"
        and _counts_plural(lex, number, parse) is False
    ):
        return value < 2200 and len(low_at(lex, first + 2)) == 4
    if before in _IN_TIME and not _counts_plural(lex, number, parse):
        return True
    if before in ("year", "summer", "winter", "spring", "autumn", "fall", "season", "model"):
        return True
    if not 1800 <= value <= 2100:
        return False
    if bounded and before not in ("between", "around", "about", "over", "by", "near"):
        return False
    counts = _counts_plural(lex, number, parse)
    determined = parse.pos[lex[first - 1].token] in ("DET", "PRON", "PROPN") if first else False
    return not (counts and value % 50 == 0 and before not in _IN_TIME and not determined)


def is_score(lex: list[Lexeme], number: Number) -> bool:
    """Tell whether digits are tied by a hyphen to other digits: a result ("2-1") or a code, where no unit follows."""
    first, last = number.first, number.last
    if last + 1 < len(lex) and lex[last].text in _HYPHENS and lex[last + 1].digits is not None:
        return lex[last].glued and lex[last + 1].glued
    if first < 2 or lex[first - 1].text not in _HYPHENS or lex[first - 2].digits is None:
        return False
    return lex[first].glued and lex[first - 1].glued
