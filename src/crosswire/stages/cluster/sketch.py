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
from functools import lru_cache
from math import isnan, log, nan, sqrt
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from crosswire.model.document import Document, Published
from crosswire.model.story import StoryKind
from crosswire.stages.cluster.kinds import kind_of
from crosswire.text.tfidf import share_of
from crosswire.text.words import names, split, terms_of

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
"""Terms under which a report is found."""
VOCABULARY = 1 << 22
"""Numbers that terms are hashed to."""
UNIT = 4096
"""What a weight of 1 is rounded to."""
POWER = 0.7
"""Power of a term's rarity in its weight: below 1, since a name heard once is not all of a story."""
_HEADLINE_WEIGHT = 2
_FORM = struct.Struct("<dBHHH")
_KINDS: tuple[StoryKind, ...] = ("event", "round-up", "live")

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
    keys: Numbers

    @property
    def rank(self) -> int:
        """Sort key below 2^62: earliest published first, undated ones last, then by content."""
        minutes = (1 << 30) - 1
        if self.day is not None:
            minutes = min(max(int((self.day + 50_000) * 1440), 0), (1 << 30) - 2)
        return minutes << 32 | crc32(f"{self.sha256} {self.id}".encode("utf-8", "surrogatepass"))


def sketch(document: Document) -> Sketch:
    """Return the sketch of `document`; one without prose has no terms."""
    found, gaps, headline = _prose_words(document)
    head = _counts(found[headline : headline + LEDE_WORDS])
    for feature, count in _counts(found[:headline]).items():
        head[feature] = head.get(feature, 0) + _HEADLINE_WEIGHT * count
    kind = kind_of(document)
    return Sketch(
        id=document.id,
        sha256=document.sha256,
        day=day_of(document.published_at),
        kind=kind,
        # A round-up has no keys, so nothing finds it.
        **_weighed(_counts(found), head, 0 if kind == "round-up" else KEYS),
        **_named(_count_names(names(found, gaps, headline))),
    )


_Feature = tuple[int, float, float]
"""The number of a term, its rarity, and that to the power it has in weights."""


def _weighed(
    body: Mapping[_Feature, int], head: Mapping[_Feature, int], keys: int
) -> dict[str, Any]:
    """Return the arrays of terms: the heaviest of the body, and all of the head."""
    bodies: dict[int, float] = {}
    heads: dict[int, float] = {}
    rarity: dict[int, float] = {}
    for weights, counted in ((bodies, body), (heads, head)):
        for (number, rare, factor), count in counted.items():
            rarity[number] = rare
            weights[number] = weights.get(number, 0.0) + (1.0 + log(count)) * factor
    kept: Iterable[int] = bodies
    if len(bodies) > KEEP_TERMS:
        kept = sorted(bodies, key=lambda n: (-bodies[n], n))[:KEEP_TERMS]
    terms = sorted({*kept, *heads})
    # A word said often, or at the start, is more likely to be another report's, too, than one said once.
    ranked = sorted([(-(bodies.get(n, 0.0) ** 2) * (1 + (n in heads)), n) for n in terms])
    return {
        "terms": np.array(terms, dtype=np.uint32),
        "body": _unit([bodies.get(n, 0.0) for n in terms]),
        "head": _unit([heads.get(n, 0.0) for n in terms]),
        "rarity": np.array([round(rarity[n] * 16) for n in terms], dtype=np.uint8),
        "keys": np.array(sorted(n for _, n in ranked[:keys]), np.uint32),
    }


def _named(counts: Mapping[str, int]) -> dict[str, Any]:
    weights: dict[int, float] = {}
    for name, count in counts.items():
        number, rare, _ = _of(name)
        weights[number] = (1.0 + log(count)) * rare
    kept = sorted(sorted(weights, key=lambda n: (-weights[n], n))[:KEEP_NAMES])
    return {
        "names": np.array(kept, dtype=np.uint32),
        "named": _unit([weights[n] for n in kept]),
    }


def _unit(weights: Sequence[float]) -> Parts:
    norm = sqrt(sum([weight * weight for weight in weights])) / UNIT
    return np.array([round(weight / norm) if norm else 0 for weight in weights], dtype=np.uint16)


@lru_cache(maxsize=1 << 18)
def _of(term: str) -> _Feature:
    rarity = -log(share_of(term))
    number = crc32(term.encode("utf-8", "surrogatepass")) % VOCABULARY
    return number, rarity, rarity**POWER


@lru_cache(maxsize=1 << 18)
def _features(word: str) -> tuple[_Feature, ...]:
    return tuple(map(_of, terms_of(word)))


def _counts(words: Iterable[str]) -> dict[_Feature, int]:
    """Count the terms of `words`."""
    counts: dict[_Feature, int] = {}
    for word, count in Counter(words).items():
        for feature in _features(word):
            counts[feature] = counts.get(feature, 0) + count
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


def _prose_words(document: Document) -> tuple[list[str], list[str], int]:
    """Return the words of the prose, the gap before each (a line break at a block), how many the headline has."""
    found: list[str] = []
    gaps: list[str] = []
    headline = -1
    for block in document.prose():
        if headline < 0 and block.kind not in ("headline", "subhead"):
            headline = len(found)
        end = min(block.end, block.start + MOST_CHARACTERS)
        inside, before = split(document.text[block.start : end])
        if inside:
            before[0] = "\n"
            found += inside
            gaps += before
        if len(found) >= MOST_WORDS:
            break
    headline = len(found) if headline < 0 else headline
    return found[:MOST_WORDS], gaps[:MOST_WORDS], min(headline, MOST_WORDS)


def _count_names(found: list[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for name in found:
        parts = name.split(" ")
        for part in parts if len(parts) == 1 else [*parts, name]:
            counts[part] = counts.get(part, 0) + 1
    return counts


def pack(item: Sketch) -> bytes:
    """Return a sketch as bytes, without the document's id and hash."""
    sizes = (len(item.terms), len(item.names), len(item.keys))
    head = _FORM.pack(nan if item.day is None else item.day, _KINDS.index(item.kind), *sizes)
    parts = (item.terms, item.body, item.head, item.rarity, item.names, item.named, item.keys)
    return head + b"".join(part.tobytes() for part in parts)


def unpack(id: str, sha256: str, packed: bytes) -> Sketch:
    """Return the sketch that `pack` made bytes of."""
    day, kind, terms, named, keys = _FORM.unpack_from(packed)
    at = _FORM.size
    fields: list[Any] = []
    for size, form in (
        (terms, np.uint32), (terms, np.uint16), (terms, np.uint16), (terms, np.uint8),
        (named, np.uint32), (named, np.uint16), (keys, np.uint32),
    ):  # fmt: skip
        fields.append(np.frombuffer(packed, form, size, at))
        at += fields[-1].nbytes
    return Sketch(id, sha256, None if isnan(day) else day, _KINDS[kind], *fields)
