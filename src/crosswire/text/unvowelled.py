"""Names of Arabic, Hebrew, Devanagari and Chinese to the spellings that English may give them (`text.romanise`).

A foreign name in Arabic or Hebrew letters has most of its vowels, one sign for several of them, and no doubled
letters; in Devanagari all of them. So each letter has its choices, the usual one first, and spellings come in the order
of how many letters depart from the usual. Chinese names go by pinyin, where a word beside them says that they are
names. Words that only a native word can be spelled like are left out: they would be many and match nothing.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, islice, product

from anyascii import anyascii

MOST = {"arabic": 48, "hebrew": 32, "devanagari": 16}
"""Spellings of a word, of which one letter in two may have several: fewer where most words may be names, or vowels are
written."""
DEPARTURES = 4
"""Letters of a spelling that are not the usual."""
SHORTEST = 4
"""Letters of the shortest word in Arabic or Hebrew letters; a shorter one may be too many names."""

FOREIGN = re.compile(
    r"[ابتجدرزسشغفكلمنهويأإآپچژڤگکی]{4,20}|[\u05d0-\u05ea][\u05d0-\u05ea\u05f3\']{3,20}|[\u0901-\u0963]{3,30}"
)
"""A word that may be a foreign name: in Arabic of the letters that such are spelled with."""
_WRITTEN_WITH = {"arabic": "وبلفك", "hebrew": "ובלמהכש"}
"""What is written together with the word after it."""
_FIRST = {
    "و": ("w", "o", "v", "u"),
    "ي": ("y", "i", "e", "j"),
    "ی": ("y", "i", "e", "j"),
    "ו": ("v", "w", "o", "u"),
    "י": ("y", "i", "j", "e"),
}
"""Letters that are something else where a word begins with them."""
_LAST = {
    "ه": ("a", "ah"),
    "ה": ("a", "ah"),
    "ي": ("i", "y", "e"),
    "ی": ("i", "y", "e"),
    "י": ("i", "y", "e"),
}
"""Letters that are a vowel where a word ends with them."""
_VOWELS = frozenset("aeiouy")
_DOUBLED = frozenset("rlstnm")

Letters = Mapping[str, Sequence[str]]


def spelled(word: str, script: str, letters: Letters) -> Iterator[str]:
    """Yield the spellings of a word of "arabic", "hebrew" or "devanagari" letters, the likeliest first."""
    forms = [word]
    if word[0] in _WRITTEN_WITH.get(script, "") and len(word) > SHORTEST:
        forms.append(word[1:])
    parts_of: Callable[[str, Letters], list[tuple[str, ...]]]
    parts_of = _syllables if script == "devanagari" else _consonants
    each = MOST[script] // len(forms)
    for form in forms:
        yield from islice(varied(_loosened(parts_of(form, letters), script)), each)


def _consonants(word: str, letters: Letters) -> list[tuple[str, ...]]:
    parts: list[tuple[str, ...]] = []
    at = 0
    while at < len(word):
        size = 2 if word[at : at + 2] in letters else 1
        sign = word[at : at + size]
        edge = _FIRST.get(sign) if not at else _LAST.get(sign) if at + size >= len(word) else None
        parts.append(edge or tuple(letters.get(sign, ("",))))
        at += size
    return parts


def _syllables(word: str, letters: Letters) -> list[tuple[str, ...]]:
    """Return the letters of Devanagari with the vowel that a consonant has when no sign tells another."""
    parts: list[tuple[str, ...]] = []
    for place, sign in enumerate(word):
        if sign in "़्":
            continue
        parts.append(tuple(letters.get(sign, ("",))))
        after = word[place + 1 : place + 2]
        if "क" <= sign <= "ह" and (not after or "अ" <= after <= "ह") and after:
            parts.append(("a", "e", ""))
    return parts


def _loosened(parts: list[tuple[str, ...]], script: str) -> list[tuple[str, ...]]:
    """Return the choices with what is not written: a letter doubled between vowels, in Hebrew a vowel."""
    found: list[tuple[str, ...]] = []
    for place, part in enumerate(parts):
        before = parts[place - 1][0][-1:] if place else ""
        after = parts[place + 1][0][:1] if place + 1 < len(parts) else ""
        cluster = bool(before and part[0]) and not _vowel(before) and not _vowel(part[0])
        if cluster and (script == "hebrew" or (script == "arabic" and place + 1 == len(parts))):
            found.append(("", "e", "a"))
        if not _front(after):
            part = tuple(one for one in part if one != "qu")
        if part[0] in _DOUBLED and _vowel(before) and _vowel(after):
            part = (*part, 2 * part[0])
        found.append(part)
    return found


def _front(letters: str) -> bool:
    return letters in ("i", "e")


def _vowel(letters: str) -> bool:
    return letters[:1] in _VOWELS


def varied(parts: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the words that choices of letters make: the first of each, then those with one other, two, three."""
    several = [place for place, part in enumerate(parts) if len(part) > 1]
    usual = [part[0] for part in parts]
    for count in range(DEPARTURES + 1):
        for places in combinations(several, count):
            for others in product(*(parts[place][1:] for place in places)):
                chosen = list(usual)
                for place, other in zip(places, others, strict=True):
                    chosen[place] = other
                yield "".join(chosen)


# ---------------------------------------------------------------- Chinese

_SURNAMES = (
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林罗羅高郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖田董袁潘蒋蔣蔡余"
    "杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鍾谭譚陆陸汪范金石廖贾賈夏韦韋付方白邹鄒孟熊秦邱江尹薛闫段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴"
)
_TOWN = re.compile(r"[市县縣省镇鎮村乡鄉]")
_PERSON = re.compile(
    rf"[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}(?=表示|[说說称稱]|指出|介[绍紹]|透露|告[诉訴])"
)
_HAN = re.compile(r"[\u4e00-\u9fff]{2,3}")


def chinese(text: str) -> Iterator[tuple[str, tuple[str, ...], int]]:
    """Yield (name, spellings, place) of the names of a Chinese text: towns by what they are, people by what they do."""
    for match in _TOWN.finditer(text):
        for size in (2, 3):
            start = match.start() - size
            if start >= 0 and _HAN.fullmatch(text, start, match.start()):
                yield text[start : match.start()], (pinyin(text[start : match.start()]),), start
    for match in _PERSON.finditer(text):
        given = pinyin(match[0][1:])
        if len(match[0]) == 3 and len(given) > SHORTEST:
            yield match[0], (given,), match.start()


def pinyin(name: str) -> str:
    """Return the letters that English writes for Chinese signs, in one word."""
    return anyascii(name).lower() if name else ""
