"""What a text in any language says that needs no knowledge of it: numbers, names, countries and large cities.

A string and its language go in; facts come out, each with the words as written and the spellings that an English
text may have. Numbers follow the signs of the language; dates and years are none. Names are words in capitals,
or words in Latin letters; a word of Hangul, katakana, Arabic, Hebrew or Devanagari may be one (`word`). Countries and
cities are in CLDR's lists.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Literal, NamedTuple

from crosswire import lexicon
from crosswire.text.names import unmarked
from crosswire.text.native_names import people
from crosswire.text.romanise import script, spellings
from crosswire.text.unvowelled import FOREIGN, chinese
from crosswire.text.words import names, split, terms_of

Kind = Literal["name", "number", "country", "word"]
MOST = 60
"""Facts kept of one text: those of its head, then those said most."""

_NUMBER = re.compile(r"(?<![\dA-Za-z\u00c0-\u052f.,])\d[\d.,’' \u00a0\u202f]{0,24}")
_GROUPED = re.compile(r"\d{1,3}(?:[.,’' \u00a0\u202f]\d{3})+(?![\d])")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?")
_DAY_AFTER = re.compile(r"\s{0,2}(?:[年月日時시년월일]|de\s+|\.\s+)?(\w{0,24})")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_KATAKANA = re.compile(r"[\u30a1-\u30fa][\u30a1-\u30fc]{2,}")
_UNCASED = re.compile(
    rf"(?P<kana>{_KATAKANA.pattern})|(?P<hangul>[\uac00-\ud7a3]{{2,12}})|(?P<latin>[A-Z][A-Za-z\u00c0-\u024f]{{2,}})"
    rf"|(?<!\w)(?P<unvowelled>{FOREIGN.pattern})(?!\w)"
)
_JOINED = re.compile(r"[وفبلكبהבלמ]?(?:ال)?(?=\w{3})")
"""What Arabic and Hebrew write together with the word after it."""
_TENS = {10: "ten", 11: "eleven", 12: "twelve", 13: "thirteen", 14: "fourteen", 15: "fifteen", 16: "sixteen",
         17: "seventeen", 18: "eighteen", 19: "nineteen", 20: "twenty", 30: "thirty", 40: "forty", 50: "fifty",
         60: "sixty", 70: "seventy", 80: "eighty", 90: "ninety"}  # fmt: skip


class Fact(NamedTuple):
    """Something a text says: `words` as written first, `terms` as English may spell it, a number's `weight` in nats."""

    kind: Kind
    words: str
    terms: tuple[str, ...]
    weight: float
    head: bool


class Listed(NamedTuple):
    """An entry of a list: its words in the language, what it is and the terms it has in English."""

    words: tuple[str, ...]
    kind: Kind
    terms: tuple[str, ...]


def facts(text: str, language: str, head: int) -> tuple[Fact, ...]:
    """Return the facts of `text`: those that begin before `head` first, those said most often before others."""
    found: dict[tuple[Kind, tuple[str, ...]], tuple[str, float, int, int]] = {}
    for kind, words, terms, weight, at in _all(text, language, head):
        key = (kind, terms)
        old = found.get(key, (words, weight, 0, at))
        found[key] = (old[0], weight, old[2] + 1, min(old[3], at))
    order = sorted(
        found.items(), key=lambda one: (one[1][3] >= head, -one[1][2], one[1][3], one[0])
    )
    return tuple(
        Fact(kind, words, terms, weight, at < head)
        for (kind, terms), (words, weight, _, at) in order[:MOST]
    )


_Found = tuple[Kind, str, tuple[str, ...], float, int]


def _all(text: str, language: str, head: int) -> Iterator[_Found]:
    yield from _numbers(text, language)
    taken = set()
    for start, one in _listed(text, language):
        taken.add(start)
        end = start + len(" ".join(one.words))
        while not _WIDE.match(text, end - 1) and text[end : end + 1].isalpha():
            end += 1  # an ending that cases change
        taken.update(range(start + 1, end))
        yield one.kind, text[start:end], one.terms, 0.0, start
    for name, family, start in people(text):
        taken.add(start)  # so many bear a given name that it tells nothing
        if family:
            terms = tuple(dict.fromkeys(t for one in family for t in terms_of(one)))
            yield "word", name, terms, 0.0, start
    for kind, words, start in _names(text, head):
        if start not in taken:
            spelled = [term for word in words.split() for term in _terms(word)]
            if spelled:
                yield kind, words, tuple(dict.fromkeys(spelled)), 0.0, start
    if language == "zh":
        for name, pinyin, start in chinese(text):
            if start not in taken:
                yield "word", name, tuple(t for one in pinyin for t in terms_of(one)), 0.0, start


def _terms(word: str) -> Iterator[str]:
    for spelling in spellings(word):
        yield from (term for term in terms_of(spelling) if len(term) > 2)


# ---------------------------------------------------------------- numbers


def _numbers(text: str, language: str) -> Iterator[_Found]:
    plain = text.translate(_digits())
    scales = _scales(language)
    at = 0
    while match := _NUMBER.search(plain, at):
        start = match.start()
        grouped = _GROUPED.match(plain, start)
        found = grouped or _PLAIN.match(plain, start)
        if found is None:
            at = match.end()
            continue
        at = found.end()
        digits = re.sub(r"\D", "", found[0]) if grouped else found[0].replace(",", ".")
        value = float(digits)
        while scales and plain[at : at + 1] in scales:
            value *= scales[plain[at]]
            at += 1
            more = re.compile(r"\s?(\d{1,4})(?!\d)").match(plain, at)
            if more:
                value, at = value + float(more[1]), more.end()
        if not _is_date(plain, at, value, bool(grouped), language):
            spelled, weight = _spelled(value)
            if spelled:
                yield "number", text[start:at], spelled, weight, start


@cache
def _digits() -> dict[int, str]:
    starts = (0x660, 0x6F0, 0x966, 0xFF10)
    return {start + n: str(n) for start in starts for n in range(10)}


@cache
def _scales(language: str) -> dict[str, float]:
    return {
        row["name"]: float(row["value"])
        for row in lexicon.table("foreign_words")
        if row["kind"] == "scale" and row["language"] == language
    }


def _is_date(plain: str, end: int, value: float, grouped: bool, language: str) -> bool:
    """Tell whether a number is a year, a day before its month, an hour."""
    if not grouped and 1900 <= value <= 2100 and value.is_integer():
        return True
    if plain[end : end + 1] in (":", "月", "日", "年", "時", "시", "년", "월", "일"):
        return True
    after = _DAY_AFTER.match(plain, end)
    return value <= 31 and after is not None and after[1].casefold() in _months(language)


@cache
def _months(language: str) -> frozenset[str]:
    return frozenset(row["name"] for row in _rows(language) if row["kind"] == "month")


def _spelled(value: float) -> tuple[tuple[str, ...], float]:
    """Return how English writes a number, and how much it tells: 47 little, 300 more, 4,712 most."""
    if not value < 1e12:
        return (), 0.0
    if value != int(value):
        return (f"{value:g}",), 4.0
    if value < 10:
        return (), 0.0
    whole = int(value)
    spelled = [str(whole)]
    if whole >= 1000:
        spelled.append(f"{whole:,}")
    for scale in (10**6, 10**9):
        if whole >= scale and whole * 10 % scale == 0:
            spelled.append(f"{whole / scale:g}")
    if word := _TENS.get(whole):
        spelled += terms_of(word)
    round_one = whole % 10 ** (len(str(whole)) - 1) == 0
    return tuple(spelled), 3.0 if whole < 100 else 5.0 if whole < 1000 or round_one else 7.0


# ---------------------------------------------------------------- names


def _names(text: str, head: int) -> Iterator[tuple[Kind, str, int]]:
    """Yield what may be a name, as written, and where it first stands."""
    if not _has_case(text):
        matches = list(_UNCASED.finditer(text))
        said = Counter(match[0] for match in matches)
        for match in matches:
            if match.lastgroup == "unvowelled" and match.start() >= head and said[match[0]] < 2:
                continue  # so many spellings are for what the report is about
            kind: Kind = "name" if match.lastgroup == "latin" else "word"
            yield kind, match[0], match.start()
        return
    found, gaps = split(text)
    places: dict[str, int] = {}
    at = 0
    for gap, word in zip(gaps, found, strict=True):
        at += len(gap)
        places.setdefault(word.casefold(), at)
        at += len(word)
    for run in dict.fromkeys(names(found, gaps)):
        start = min(places.get(word, at) for word in run.split())
        written = text[start : start + len(run)]
        yield "name", written if len(written.split()) == len(run.split()) else run, start


def _has_case(text: str) -> bool:
    """Tell whether most letters of a text are of a script that knows capitals."""
    letters = [c for c in text[:2000] if c.isalpha()]
    return 2 * sum(c.lower() != c.upper() for c in letters) > len(letters)


# ---------------------------------------------------------------- lists


def _listed(text: str, language: str) -> Iterator[tuple[int, Listed]]:
    """Yield the countries and cities of `text` that are in the lists of its language, and where they stand."""
    known = _lists(language)
    if not known:
        return
    if language in ("ja", "zh"):
        yield from _run_together(text, known)
        return
    at = 0
    found, gaps = split(text)
    for gap, word in zip(gaps, found, strict=True):
        at += len(gap)
        here, at = at, at + len(word)
        for begin in dict.fromkeys((0, _ahead(word) if language in ("ar", "fa", "he") else 0)):
            entry = _entry(text, here + begin, word[begin:], known)
            if entry:
                yield here + begin, entry
                break


def _ahead(word: str) -> int:
    joined = _JOINED.match(word)
    return joined.end() if joined else 0


def _run_together(
    text: str, known: Mapping[str, tuple[Listed, ...]]
) -> Iterator[tuple[int, Listed]]:
    at = 0
    while at < len(text):
        size = next(
            (n for n in range(8, 1, -1) if text[at : at + n] in known and at + n <= len(text)), 0
        )
        part = _KATAKANA.match(text, at)
        if part and (not size or at + size < part.end()):
            size = part.end() - at if part[0] in known else 0
            at = at if size else part.end() - 1
        if size:
            yield at, known[text[at : at + size]][0]
        at += size or 1


def _entry(text: str, at: int, word: str, known: Mapping[str, tuple[Listed, ...]]) -> Listed | None:
    """Return the listed name that begins with `word` at `at`, inflected or with a particle; the longest first."""
    low = word.casefold()
    for size in range(len(low), max(1, len(low) - 4), -1):
        for one in known.get(low[:size], ()):
            rest = text[at : at + 60].casefold().split()
            if len(one.words) == 1 and (size > 3 or size == len(low) or _wide(low)):
                return one
            if len(one.words) > 1 and all(
                said.startswith(part) for said, part in zip(rest, one.words, strict=False)
            ):
                return one if len(rest) >= len(one.words) else None
    return None


def _wide(word: str) -> bool:
    return script(word) == "hangul"


@cache
def _rows(language: str) -> tuple[Mapping[str, str], ...]:
    tables = (lexicon.table("foreign_names"), lexicon.table("foreign_words"))
    return tuple(row for table in tables for row in table if row["language"] == language)


@cache
def _lists(language: str) -> dict[str, tuple[Listed, ...]]:
    """Return the listed names of a language by their first word, of which an ending is left off; longer ones first."""
    english = {row["iso2"]: row for row in lexicon.table("countries")}
    found: dict[str, list[Listed]] = {}
    for row in _rows(language):
        if row["kind"] == "country" and row["value"] in english:
            terms = _english(english[row["value"]])
            entry = Listed(_stems(row["name"]), "country", terms)
        elif row["kind"] == "city":
            terms = tuple(t for word in split(row["value"])[0] for t in terms_of(word))
            entry = Listed(_stems(row["name"]), "name", terms)
        else:
            continue
        if entry.terms and entry.words and len("".join(entry.words)) > 1:
            found.setdefault(entry.words[0], []).append(entry)
    return {
        first: tuple(sorted(entries, key=lambda e: (-len(e.words), e)))
        for first, entries in found.items()
    }


_ENDING = re.compile(r"(?<=.{3})[аяыиуюеоьйςαηοaeo]$")


def _stems(name: str) -> tuple[str, ...]:
    """Return the words of a name in lower case, without the last letter where cases change it."""
    inflected = script(name) in ("cyrillic", "greek")
    return tuple(_ENDING.sub("", w) if inflected else w for w in name.casefold().split())


def _english(row: Mapping[str, str]) -> tuple[str, ...]:
    """Return the terms of a country's name and adjectives that are its own: of "North Korea" both words."""
    said: Iterable[str] = (row["name"], *row["adjectives"].split("|"))
    terms = [term for name in said for word in split(name)[0] for term in terms_of(word)]
    own = [term for term in terms if unmarked(term) not in _SHARED]
    return tuple(dict.fromkeys(own))


_SHARED = frozenset("north south republic united new island saint central east state".split())
"""Words that name no country by themselves."""
