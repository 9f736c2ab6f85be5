"""Many documents to their sketches at once: what `sketch` gives of each, at a quarter of its cost.

Words are looked up as they stand between blanks, each with the numbers of its terms, in a table that a process
keeps; all counting, weighing and ordering is done on arrays of all the documents together.
"""

from array import array
from collections.abc import Iterator, Sequence
from functools import cache
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from crosswire.model.document import Document
from crosswire.model.story import StoryKind
from crosswire.stages.cluster import sketch as one
from crosswire.stages.cluster.kinds import kind_of
from crosswire.stages.cluster.pieces import Pieces
from crosswire.stages.cluster.sketch import Packed, Sketch, day_of
from crosswire.text.languages import is_whole
from crosswire.text.words import split

TABLE, BITS = 1 << 20, 21
"""Written words of which a process remembers the terms, about 100 bytes each, and bits of their places in a table."""
AT_ONCE = 256
"""Documents whose arrays are handled together."""
LONG = 40_000
"""Characters from which a document is sketched by itself: most of it is beyond the words that are read."""
_LOGS = 1 << 14
"""Counts whose logarithms are looked up: more than thrice `MOST_WORDS`."""
_NUMBER = one.VOCABULARY.bit_length() - 1
_PLACE = one.MOST_WORDS.bit_length()
_KEY = 40
"""Bits of a term's number, and more than those of a key."""
_DIGITS = frozenset("0123456789")
_lock = Lock()

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


def sketches(documents: Sequence[Document]) -> Iterator[Sketch]:
    """Yield the sketch of each of `documents`, in order."""
    for some, batch in _batches(documents):
        ready = iter(batch.sketches())
        yield from (next(ready) if _is_plain(d) else one.sketch(d) for d in some)


def packs(documents: Sequence[Document]) -> Iterator[Packed]:
    """Yield the sketch of each of `documents` as it is packed, in order, without making it first."""
    for some, batch in _batches(documents):
        ready = iter(batch.packed())
        for d in some:
            if _is_plain(d):
                yield next(ready)
            else:
                item = one.sketch(d)
                yield d.id, d.sha256, item.day, one.pack(item)


def _batches(documents: Sequence[Document]) -> Iterator[tuple[Sequence[Document], "_Batch"]]:
    """Yield some documents after the other, with the sketches of those that go by arrays."""
    for start in range(0, len(documents), AT_ONCE):
        some = documents[start : start + AT_ONCE]
        with _lock:
            batch = _batch([d for d in some if _is_plain(d)])
        yield some, batch


def _is_plain(document: Document) -> bool:
    return is_whole(document.language) and len(document.text) <= LONG


class _Words:
    """Pieces of text without blanks, by number; of each its words by number, of each word its terms and lower case."""

    def __init__(self) -> None:
        self.pieces = Pieces(self._piece, BITS)
        self._known: dict[str, int] = {}
        self.piece_starts, self.words = array("q", [0]), array("q")
        self.starts, self.terms = array("q", [0]), array("I")
        self.lower = array("q")
        """For a word that may be a name the word in lower case, else -1."""
        self.weekdays = array("B")
        """The bit of a word that is a weekday, else 0."""

    def __len__(self) -> int:
        return len(self.piece_starts) - 1

    def _piece(self, piece: str) -> int:
        self.words.extend([self._word(word) for word in split(piece)[0]])
        self.piece_starts.append(len(self.words))
        return len(self) - 1

    def _word(self, word: str) -> int:
        number = self._known.get(word)
        if number is None:
            number = self._known[word] = len(self.lower)
            self.terms.extend(one.features.__wrapped__(word))  # kept here, once
            self.starts.append(len(self.terms))
            self.lower.append(-1)
            self.weekdays.append(one.WEEKDAYS.get(word, 0))
            if not word.islower() and word[0] not in _DIGITS:
                self.lower[number] = self._word(word.lower())
        return number


class _Tables(NamedTuple):
    words: _Words
    rarity: NDArray[np.uint8]
    factors: Floats
    logs: Floats


@cache
def _tables() -> _Tables:
    listed = one.rarities()
    rarity = np.full(one.VOCABULARY, listed.rarest, np.uint8)
    rarity[list(listed)] = list(listed.values())
    return _Tables(
        words=_Words(),
        rarity=rarity,
        factors=np.array([one.factor(sixteenths) for sixteenths in range(256)]),
        logs=np.array([0.0, *(one.log_of(count) for count in range(1, _LOGS))]),
    )


class _Read(NamedTuple):
    """The words of some documents, in a row: whose each is, where in it, and how many words its headline has."""

    words: Integers
    owners: Integers
    places: Integers
    headlines: Integers


class _Columns(dict[str, tuple[Integers, NDArray[Any]]]):
    """Named arrays of many documents, each with the owners of its values, in order."""

    def cuts(self, count: int) -> dict[str, list[int]]:
        """Return of every array where each document's part begins, and at last where it ends."""
        return {
            name: np.searchsorted(owners, np.arange(count + 1)).tolist()
            for name, (owners, _) in self.items()
        }


class _Batch(NamedTuple):
    """The sketches of some documents: what is one value of each, and their arrays in the order of `pack`."""

    documents: Sequence[Document]
    days: Sequence[float | None]
    kinds: Sequence[StoryKind]
    weekdays: Sequence[int]
    columns: _Columns

    def sketches(self) -> Iterator[Sketch]:
        cuts = self.columns.cuts(len(self.documents))
        for i, (d, day, kind, told) in enumerate(self._each()):
            row: dict[str, Any] = {
                name: values[cuts[name][i] : cuts[name][i + 1]]
                for name, (_, values) in self.columns.items()
            }
            yield Sketch(id=d.id, sha256=d.sha256, day=day, kind=kind, weekdays=told, **row)

    def packed(self) -> Iterator[Packed]:
        cuts = self.columns.cuts(len(self.documents))
        sizes = [np.diff(cuts[name]).tolist() for name in ("terms", "names", "keys")]
        rows = [
            (values.tobytes(), [values.itemsize * cut for cut in cuts[name]])
            for name, (_, values) in self.columns.items()
        ]
        for i, (d, day, kind, told) in enumerate(self._each()):
            head = one.form(day, kind, told, *(size[i] for size in sizes))
            parts = [content[ends[i] : ends[i + 1]] for content, ends in rows]
            yield d.id, d.sha256, day, b"".join([head, *parts])

    def _each(self) -> Iterator[tuple[Document, float | None, StoryKind, int]]:
        return zip(self.documents, self.days, self.kinds, self.weekdays, strict=True)


def _batch(documents: Sequence[Document]) -> _Batch:
    tables = _tables()
    if len(tables.words) > TABLE:
        _tables.cache_clear()
        tables = _tables()
    read = _read(documents, tables.words)
    count = len(documents)
    kinds = [kind_of(document) for document in documents]
    days = [day_of(document.published_at) for document in documents]
    owners, terms, body, head, best = _weighed(read, tables, count)
    norms = [_norms(owners, weights, count) for weights in (body, head)]
    columns = _Columns(
        terms=(owners, terms.astype(np.uint32)),
        body=(owners, _unit(body, norms[0][owners])),
        head=(owners, _unit(head, norms[1][owners])),
        rarity=(owners, tables.rarity[terms]),
        **_named(read, tables, count),
        keys=_keys(owners[best], terms[best], kinds, days),
    )
    return _Batch(documents, days, kinds, _weekdays(read, tables.words, count), columns)


def _read(documents: Sequence[Document], table: _Words) -> _Read:
    parts: list[bytes] = []
    starts, tops = [], []
    at = 0
    for document in documents:
        starts.append(at)
        top = -1
        for block in document.prose():
            if top < 0 and block.kind not in ("headline", "subhead"):
                top = at
            end = min(block.end, block.start + one.MOST_CHARACTERS)
            part = document.text[block.start : end].encode("utf-8", "surrogatepass")
            parts.append(part)
            at += len(part) + 1
        tops.append(at if top < 0 else top)
    numbers, begins = table.pieces.find(b" ".join(parts))
    inside, pieces = _within(numbers, table.piece_starts, table.words)
    # Where each document begins and its headline ends, in words: a piece may have none or several.
    first = np.searchsorted(pieces, np.searchsorted(begins, starts))
    owners = np.repeat(np.arange(len(documents)), np.diff(first, append=len(inside)))
    places = np.arange(len(inside)) - first[owners]
    headlines = np.searchsorted(pieces, np.searchsorted(begins, tops)) - first
    kept = places < one.MOST_WORDS
    return _Read(inside[kept], owners[kept], places[kept], np.minimum(headlines, one.MOST_WORDS))


def _within(
    numbers: Integers, starts: "array[int]", parts: "array[int]"
) -> tuple[NDArray[Any], Integers]:
    """Return the parts of what is numbered, in order, and for each the place of what it is a part of."""
    ends_of = np.frombuffer(starts, np.int64)
    first = ends_of[numbers]
    sizes = ends_of[numbers + 1] - first
    places = np.repeat(np.arange(len(numbers)), sizes)
    ends = np.cumsum(sizes)
    at = np.arange(len(places)) + np.repeat(first - (ends - sizes), sizes)
    return np.frombuffer(parts, parts.typecode)[at], places


def _weekdays(read: _Read, words: _Words, count: int) -> list[int]:
    """Return which weekdays each document names."""
    bits = np.frombuffer(words.weekdays, np.uint8)[read.words]
    at = np.flatnonzero((bits > 0) & (read.places < one.WEEKDAY_WORDS))
    found = np.zeros(count, np.uint8)
    np.bitwise_or.at(found, read.owners[at], bits[at])
    days: list[int] = found.tolist()
    return days


def _terms_of(words: Integers, table: _Words) -> tuple[Integers, Integers]:
    """Return the numbers of the terms of words, and for each the place of its word."""
    terms, places = _within(words, table.starts, table.terms)
    return terms.astype(np.int64), places


def _weighed(
    read: _Read, tables: _Tables, count: int
) -> tuple[Integers, Integers, Floats, Floats, Integers]:
    """Return owner, number, weight in the text and in its head of each term kept, and the best to be found by."""
    numbers, at = _terms_of(read.words, tables.words)
    owners, places = read.owners[at], read.places[at]
    headline = read.headlines[owners]
    opening = np.where(
        places < headline,
        one.HEADLINE_WEIGHT,
        (places < headline + one.LEDE_WORDS).astype(np.int64),
    )
    packed = (owners << _NUMBER | numbers) << 2 | opening
    packed.sort()
    own = packed >> 2
    first = np.flatnonzero(np.diff(own, prepend=-1))
    own = own[first]
    owners, numbers = own >> _NUMBER, own & (one.VOCABULARY - 1)
    factors = tables.factors[tables.rarity[numbers]]
    body = tables.logs[np.diff(first, append=len(packed))] * factors
    heads = np.add.reduceat(packed & 3, first) if len(first) else first
    head = tables.logs[heads] * factors
    kept = heads > 0
    kept[_first(-body, owners, one.KEEP_TERMS, count)] = True
    owners, numbers, body, head = owners[kept], numbers[kept], body[kept], head[kept]
    best = _first(-(body * body) * (1 + (head > 0)), owners, one.KEYS, count)
    return owners, numbers, body, head, best


def _first(values: Floats, owners: Integers, most: int, count: int) -> Integers:
    """Return the places of each owner's `most` lowest values, those that tie in order, the lowest first."""
    # Whole numbers sort in a fraction of the time that several columns take.
    shift = max(1, len(values).bit_length())
    ranks = np.unique(values, return_inverse=True)[1]
    packed = (owners << shift | ranks) << shift | np.arange(len(values))
    packed.sort()
    starts = np.searchsorted(owners, np.arange(count))
    order: Integers = packed & ((1 << shift) - 1)
    return order[np.arange(len(order)) - starts[owners] < most]


def _norms(owners: Integers, weights: Floats, count: int) -> Floats:
    # Added up one after the other, as `sketch` does.
    return np.sqrt(np.bincount(owners, weights * weights, count)) / one.UNIT


def _unit(weights: Floats, norms: Floats) -> NDArray[np.uint16]:
    return np.rint(weights / np.where(norms == 0, 1.0, norms)).astype(np.uint16)


def _named(read: _Read, tables: _Tables, count: int) -> dict[str, tuple[Integers, NDArray[Any]]]:
    """Return the arrays of names: words mostly written with a capital, as `sketch` finds them."""
    shift = max(1, len(tables.words.lower).bit_length())
    packed = (read.owners << shift | read.words) << _PLACE | read.places
    packed.sort()
    counted = packed >> _PLACE
    start = np.flatnonzero(np.diff(counted, prepend=-1))
    times = np.diff(start, append=len(counted))
    counted, first = counted[start], packed[start] & ((1 << _PLACE) - 1)
    words = counted & ((1 << shift) - 1)
    lower = np.frombuffer(tables.words.lower, np.int64)[words]
    capital = np.flatnonzero(lower >= 0)
    wanted = (counted[capital] >> shift) << shift | lower[capital]
    found = np.minimum(np.searchsorted(counted, wanted), max(0, len(counted) - 1))
    low = np.where(counted[found] == wanted, times[found], 0)
    capital, low = capital[times[capital] > low], low[times[capital] > low]
    numbers, at = _terms_of(words[capital], tables.words)
    rows = capital[at]
    rarity = tables.rarity[numbers].astype(np.int64)
    kept = (times[rows] > 1) | (rarity >= one.UNCOMMON)
    numbers, rows, rarity = numbers[kept], rows[kept], rarity[kept]
    weights = tables.logs[times[rows]] * rarity
    own = (counted[rows] >> shift) << _NUMBER | numbers
    order = np.lexsort((first[rows], own))
    last = order[
        np.flatnonzero(np.diff(own[order], append=-1))
    ]  # of two forms the later one counts
    owners, numbers, weights = own[last] >> _NUMBER, numbers[last], weights[last]
    some = np.sort(_first(-weights, owners, one.KEEP_NAMES, count))
    owners, numbers, weights = owners[some], numbers[some], weights[some]
    norms = _norms(owners, weights, count)
    return {
        "names": (owners, numbers.astype(np.uint32)),
        "named": (owners, _unit(weights, norms[owners])),
    }


def _keys(
    owners: Integers, numbers: Integers, kinds: Sequence[str], days: Sequence[float | None]
) -> tuple[Integers, NDArray[np.uint64]]:
    """Return the keys of terms, the best of each report first, as `sketch` gives them."""
    plain = np.array([kind != "round-up" for kind in kinds], bool)[owners]
    owners, numbers = owners[plain], numbers[plain]
    place = np.arange(len(owners)) - np.searchsorted(owners, owners)
    dated = np.array([day is not None for day in days], bool)[owners]
    day = np.array([0.0 if day is None else day for day in days])[owners]
    any_day = ~dated | (place < one.UNDATED)
    by_day = dated & (place < one.DATED)
    spread = numbers[by_day] * one.SPREAD % one.SPAN
    of_days = ((day[by_day] + 1_000_000 + spread) // one.SPAN).astype(np.int64)
    keys = np.concatenate([numbers[any_day], of_days * one.VOCABULARY + numbers[by_day]])
    packed = np.concatenate([owners[any_day], owners[by_day]]) << _KEY | keys
    packed.sort()
    return packed >> _KEY, (packed & ((1 << _KEY) - 1)).astype(np.uint64)
