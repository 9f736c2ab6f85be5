"""A document to its sketch: all that clustering ever reads of it. A pure function of one document.

Only prose blocks count, so promos, credits and captions feed no likeness. A document without a publication
time has none here either; when it was acquired says nothing about the event. Terms are hashed to numbers and
weights rounded to whole ones, so that likenesses are exact and the same on every machine and in any order.
"""

import struct
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache, reduce
from math import isnan, log, nan, sqrt
from operator import or_
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from crosswire.model.document import Document, Published
from crosswire.model.story import StoryKind
from crosswire.stages.cluster.kinds import kind_of
from crosswire.stages.cluster.neutral import NOTHING, Neutral, facts_of, neutral
from crosswire.text.languages import is_whole
from crosswire.text.tfidf import background, share_of
from crosswire.text.words import split, terms_of

LEDE_WORDS = 90
"""Words of the body that count with the headline: about the first three sentences."""
MOST_WORDS = 3000
"""Words read of one document: what stands beyond is a transcript or hostile, and never the news."""
MOST_CHARACTERS = 100_000
"""Characters read of one block, for the same reason."""
KEEP_TERMS = 128
"""Heaviest terms kept of a report; the rest moves no cosine by more than a hundredth."""
KEEP_NAMES = 40
KEYS = 32
"""Terms under which a report without a date is found."""
DATED, UNDATED = 28, 10
"""Terms under which a report with a date is found by those of its days, and by any."""
SPAN = 16.0
"""Days of a key: reports d days apart share about 1 - d / 16 of the keys of their common terms."""
VOCABULARY = 1 << 22
"""Numbers that terms are hashed to."""
FOREIGN = np.uint64(1 << 38)
"""What the keys of reports that are not in English begin at."""
UNIT = 4096
"""What a weight of 1 is rounded to."""
UNCOMMON = 96
"""Rarity in sixteenths from which a word written once with a capital is taken for a name."""
POWER = 0.7
"""Power of a term's rarity in its weight: below 1, since a name heard once is not all of a story."""
HEADLINE_WEIGHT = 2
"""How often a word of the headline counts with the opening."""
SPREAD = 7.3891
"""Days by which the days of a term's keys begin apart from those of the term of the number before."""
WEEKDAY_WORDS = 600
"""Words whose weekdays are told: what comes later is background."""
WEEKDAYS = {
    form + ending: 1 << i
    for i, day in enumerate("monday tuesday wednesday thursday friday saturday sunday".split())
    for form in (day, day.capitalize(), day.upper())
    for ending in ("", "'s", "’s")
}
"""The bit of each weekday, as it may be written."""
_DIGITS = frozenset("0123456789")
_FORM = struct.Struct("<dHHHH")
_KINDS: tuple[StoryKind, ...] = ("event", "round-up", "live")

Packed = tuple[str, str, float | None, bytes]
"""A report's id, hash, day and sketch as `pack` gives it."""
Numbers = NDArray[np.uint32]
Parts = NDArray[np.uint16]


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """What clustering knows of a document.

    `day` is in days since 1970-01-01 (UTC, fractions kept), None where not known to the day. `terms` are
    numbers in order, `body` and `head` their weights as unit vectors (times `UNIT`) over all of the text and
    over headline and lede, `rarity` the terms' rarity in sixteenths; `keys` are those it is found by.
    """

    id: str
    sha256: str
    day: float | None
    kind: StoryKind
    terms: Numbers
    body: Parts
    head: Parts
    rarity: NDArray[np.uint8]
    names: Numbers
    named: Parts
    keys: NDArray[np.uint64]
    language: str = ""
    """ISO 639 code, empty for English and what is taken for it; only reports of one language are found by `keys`."""
    neutral: Neutral = NOTHING
    """What it says in any language, for a report that is not in English."""
    weekdays: int = 0
    """The weekdays that it names, a bit each from Monday on."""

    @property
    def rank(self) -> int:
        """Sort key below 2^62: earliest published first, undated ones last, then by content."""
        return rank_of(self.id, self.sha256, self.day)


def rank_of(id: str, sha256: str, day: float | None) -> int:
    """Return the rank of a report."""
    minutes = (1 << 30) - 1
    if day is not None:
        minutes = min(max(int((day + 50_000) * 1440), 0), (1 << 30) - 2)
    return minutes << 32 | crc32(f"{sha256} {id}".encode("utf-8", "surrogatepass"))


def sketch(document: Document) -> Sketch:
    """Return the sketch of `document`; one without prose has no terms."""
    found, headline = _prose_words(document)
    words = Counter(found)
    head = _counts(Counter(found[headline : headline + LEDE_WORDS]))
    for number, count in _counts(Counter(found[:headline])).items():
        head[number] = head.get(number, 0) + HEADLINE_WEIGHT * count
    kind = kind_of(document)
    day = day_of(document.published_at)
    weighed, ranked = _weighed(_counts(words), head)
    language = "" if is_whole(document.language) else document.language or ""
    kept = [] if kind == "round-up" else ranked  # a round-up has no keys, so nothing finds it
    return Sketch(
        id=document.id,
        sha256=document.sha256,
        day=day,
        kind=kind,
        keys=own_keys(keys_of(kept, day), language) if language else keys_of(kept, day),
        **weighed,
        **_named(words),
        language=language,
        neutral=neutral(facts_of(document), features) if language and kept else NOTHING,
        weekdays=reduce(or_, map(_weekday, found[:WEEKDAY_WORDS]), 0),
    )


def _weekday(word: str) -> int:
    return WEEKDAYS.get(word, 0)


def own_keys(keys: NDArray[np.uint64], language: str) -> NDArray[np.uint64]:
    """Return keys in a range apart from those of English, and of most other languages."""
    salt = np.uint64(crc32(language.encode()) % VOCABULARY)
    days, numbers = keys // np.uint64(VOCABULARY), keys % np.uint64(VOCABULARY)
    apart: NDArray[np.uint64] = np.sort(FOREIGN + days * np.uint64(VOCABULARY) + (numbers ^ salt))
    return apart


def keys_of(ranked: Sequence[int], day: float | None) -> NDArray[np.uint64]:
    """Return the keys of terms, the best first: numbers of days and term, so that what is old crowds out nothing.

    Each term's days begin elsewhere, so that no midnight parts all reports before it from all after.
    """
    if day is None:
        keys = list(ranked[:KEYS])
    else:
        keys = list(ranked[:UNDATED])
        for number in ranked[:DATED]:
            days = int((day + 1_000_000 + number * SPREAD % SPAN) // SPAN)
            keys.append(days * VOCABULARY + number)
    return np.array(sorted(keys), dtype=np.uint64)


def _weighed(
    body: Mapping[int, int], head: Mapping[int, int]
) -> tuple[dict[str, Any], Sequence[int]]:
    """Return the arrays of terms, the heaviest of the body and all of the head; and the best to be found by."""
    rarity = rarities()
    bodies = {n: log_of(count) * factor(rarity[n]) for n, count in body.items()}
    heads = {n: log_of(count) * factor(rarity[n]) for n, count in head.items()}
    kept: Iterable[int] = bodies
    if len(bodies) > KEEP_TERMS:
        kept = sorted(bodies, key=lambda n: (-bodies[n], n))[:KEEP_TERMS]
    terms = sorted({*kept, *heads})
    of = bodies.get
    # A word said often, or at the start, is more likely to be another report's, too, than one said once.
    ranked = sorted([(-(of(n, 0.0) ** 2) * (2 if n in heads else 1), n) for n in terms])
    arrays = {
        "terms": np.array(terms, dtype=np.uint32),
        "body": _unit([of(n, 0.0) for n in terms]),
        "head": _unit([heads.get(n, 0.0) for n in terms]),
        "rarity": np.array([rarity[n] for n in terms], dtype=np.uint8),
    }
    return arrays, [n for _, n in ranked[:KEYS]]


def _named(words: Mapping[str, int]) -> dict[str, Any]:
    """Return the arrays of names: words mostly written with a capital, those of common words more than once."""
    rarity = rarities()
    weights: dict[int, float] = {}
    for word, count in words.items():
        if word.islower() or word[0] in _DIGITS:
            continue
        low = words.get(word.lower(), 0)
        for number in features(word):
            if count > low and (count > 1 or rarity[number] >= UNCOMMON):
                weights[number] = log_of(count) * rarity[number]
    kept = sorted(weights)
    if len(kept) > KEEP_NAMES:
        kept = sorted(sorted(weights, key=lambda n: (-weights[n], n))[:KEEP_NAMES])
    return {
        "names": np.array(kept, dtype=np.uint32),
        "named": _unit([weights[n] for n in kept]),
    }


def _unit(weights: Sequence[float]) -> Parts:
    norm = sqrt(sum([weight * weight for weight in weights])) / UNIT
    return np.array([round(weight / norm) if norm else 0 for weight in weights], dtype=np.uint16)


@cache
def _listed() -> dict[str, int]:
    """Return a number of its own for each term of the background; all others are equally rare."""
    return {term: VOCABULARY - 1 - i for i, term in enumerate(sorted(background()))}


class _Rarity(dict[int, int]):
    """The rarity of terms, in sixteenths, by number; of a term that is not listed the greatest."""

    def __init__(self) -> None:
        rows = _listed().items()
        super().__init__({number: round(-log(share_of(term)) * 16) for term, number in rows})
        self.rarest = round(-log(share_of("")) * 16)

    def __missing__(self, number: int) -> int:
        return self.rarest


@cache
def rarities() -> _Rarity:
    """Return the rarity of each term, by number."""
    return _Rarity()


@lru_cache(maxsize=1 << 18)
def features(word: str) -> tuple[int, ...]:
    """Return the numbers of a word's terms."""
    listed = _listed()
    numbers = []
    for term in terms_of(word):
        number = listed.get(term)
        if number is None:
            hashed = crc32(term.encode("utf-8", "surrogatepass"))
            number = hashed % (VOCABULARY - len(listed))
        numbers.append(number)
    return tuple(numbers)


@lru_cache(maxsize=1 << 12)
def factor(sixteenths: int) -> float:
    """Return what a term of this rarity weighs."""
    return float((sixteenths / 16) ** POWER)


@lru_cache(maxsize=1 << 10)
def log_of(count: int) -> float:
    """Return how much a term weighs more for being said so often."""
    return 1.0 + log(count)


def _counts(words: Mapping[str, int]) -> dict[int, int]:
    """Count the terms of counted words, by number."""
    counts: dict[int, int] = {}
    for word, count in words.items():
        for number in features(word):
            counts[number] = counts.get(number, 0) + count
    return counts


def day_of(published: Published) -> float | None:
    """Return the publication time in days since 1970 (UTC), or None if not known to the day."""
    if published.value is None or published.precision in ("month", "year", "none"):
        return None
    try:
        at = datetime.fromisoformat(published.value.strip())
    except ValueError:
        return None
    offset = at.utcoffset()
    naive = at.replace(tzinfo=None)
    since = naive - datetime(1970, 1, 1)
    return (since - offset if offset else since).total_seconds() / 86400


def _prose_words(document: Document) -> tuple[list[str], int]:
    """Return the words of the prose, and how many of them the headline has."""
    found: list[str] = []
    headline = -1
    for block in document.prose():
        if headline < 0 and block.kind not in ("headline", "subhead"):
            headline = len(found)
        end = min(block.end, block.start + MOST_CHARACTERS)
        found += split(document.text[block.start : end])[0]
        if len(found) >= MOST_WORDS:
            break
    headline = len(found) if headline < 0 else headline
    return found[:MOST_WORDS], min(headline, MOST_WORDS)


def pack(item: Sketch) -> bytes:
    """Return a sketch as bytes, without the document's id and hash."""
    sizes = (len(item.terms), len(item.names), len(item.keys))
    head = form(item.day, item.kind, item.weekdays, *sizes)
    parts = (item.terms, item.body, item.head, item.rarity, item.names, item.named, item.keys)
    own = head + b"".join(part.tobytes() for part in parts)
    return own + item.neutral.pack(item.language) if item.language else own


def form(
    day: float | None, kind: StoryKind, weekdays: int, terms: int, names: int, keys: int
) -> bytes:
    """Return how a packed sketch begins: all that is no array, and the sizes of these."""
    told = _KINDS.index(kind) | weekdays << 2
    return _FORM.pack(nan if day is None else day, told, terms, names, keys)


def glance(packed: bytes) -> tuple[float | None, int, bool]:
    """Return of a packed sketch its day, how many keys it has, and whether it is of another language than English."""
    day, _, terms, named, keys = _FORM.unpack_from(packed)
    size = _FORM.size + 9 * terms + 6 * named + 8 * keys
    return None if isnan(day) else day, keys, size < len(packed)


def unpack(id: str, sha256: str, packed: bytes) -> Sketch:
    """Return the sketch that `pack` made bytes of."""
    day, told, terms, named, keys = _FORM.unpack_from(packed)
    at = _FORM.size
    fields: list[Any] = []
    for size, form in (
        (terms, np.uint32), (terms, np.uint16), (terms, np.uint16), (terms, np.uint8),
        (named, np.uint32), (named, np.uint16), (keys, np.uint64),
    ):  # fmt: skip
        fields.append(np.frombuffer(packed, form, size, at))
        at += fields[-1].nbytes
    fields += Neutral.unpack(packed[at:]) if at < len(packed) else ("", NOTHING)
    fields.append(told >> 2)
    return Sketch(id, sha256, None if isnan(day) else day, _KINDS[told & 3], *fields)
