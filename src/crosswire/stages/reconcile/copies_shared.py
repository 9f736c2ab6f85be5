"""What two reports share without one copying the other: an utterance both quote, a slip of the pen that both carry."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from crosswire.model.dossier import Edge
from crosswire.stages.reconcile.copies_reading import Reading
from crosswire.text.shingles import shingles
from crosswire.text.tfidf import background
from crosswire.text.words import stem

LEAST_QUOTED = 6
"""Words that two quotations must have in common, in a row."""
LEAST_LETTERS = 7
"""Letters of a word that may be told to be misspelled."""
PER_REPORT = 8
"""Reports with which one is said to share an utterance: the earliest."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def shared_utterances(readings: Sequence[Reading], bound: set[frozenset[str]]) -> list[Edge]:
    """Return an edge from each report to the earlier ones that quote the same words, if nothing else binds them."""
    holders: dict[int, list[tuple[int, int]]] = defaultdict(list)
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for number, reading in enumerate(readings):
        quoted = [n for n, inside in enumerate(reading.quoted) if inside]
        mine: dict[int, int] = {}
        for first, value in _runs(reading, quoted):
            mine.setdefault(value, first)
        for value, first in mine.items():
            for other, at in holders[value][:PER_REPORT]:
                found.setdefault((number, other), (first, at))
            holders[value].append((number, first))
    edges = []
    taken: dict[int, int] = defaultdict(int)
    for (later, earlier), (first, at) in sorted(found.items()):
        one, two = readings[later], readings[earlier]
        if frozenset((one.document.id, two.document.id)) in bound or taken[later] >= PER_REPORT:
            continue
        taken[later] += 1
        edges.append(_utterance(one, two, first, at))
    return edges


def _runs(reading: Reading, quoted: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield where each run of quoted words begins, with its hash."""
    start = 0
    for at in range(1, len(quoted) + 1):
        if at == len(quoted) or quoted[at] != quoted[at - 1] + 1:
            words = reading.spelt.words[quoted[start] : quoted[at - 1] + 1] if quoted else []
            for step, value in enumerate(shingles(words, LEAST_QUOTED)):
                yield quoted[start] + step, value
            start = at


def _utterance(one: Reading, two: Reading, first: int, at: int) -> Edge:
    """Return the edge of two reports that quote the same words, with the whole of what they share there."""
    length = 0
    a, b = one.spelt.words, two.spelt.words
    while (
        first + length < len(a)
        and at + length < len(b)
        and a[first + length] == b[at + length]
        and one.quoted[first + length]
        and two.quoted[at + length]
    ):
        length += 1
    evidence = tuple(
        r.document.evidence(r.spelt.starts[n], r.spelt.ends[n + length - 1])
        for r, n in ((one, first), (two, at))
    )
    return Edge(
        from_=one.document.id,
        to=two.document.id,
        kind="shares-utterance",
        stated=False,
        score=1.0,
        evidence=evidence,
        explain=(
            f"both quote the same {length} words; a quotation is its speaker's, so neither is a copy for it",
        ),
    )


def shared_errors(readings: Sequence[Reading]) -> list[Edge]:
    """Return an edge from each report to the first that has the same misspelled word, outside quotations.

    A word counts as misspelled where no lexicon has it and one change of a letter makes a common word, which
    the story's reports use, too.
    """
    holders: dict[str, list[tuple[Reading, int]]] = defaultdict(list)
    used: set[str] = set()
    for reading in readings:
        seen = set()
        for n, (start, end) in enumerate(
            zip(reading.spelt.starts, reading.spelt.ends, strict=True)
        ):
            word = reading.document.text[start:end]
            if word in seen or not word.isascii() or not word.isalpha() or not word.islower():
                continue
            seen.add(word)
            used.add(stem(word))
            if (
                len(word) >= LEAST_LETTERS
                and not reading.quoted[n]
                and stem(word) not in background()
            ):
                holders[word].append((reading, n))
    edges = []
    for word in sorted(holders):
        listed = holders[word]
        right = meant(stem(word)) & used if len(listed) >= 2 else frozenset()
        if right:
            for one, two in pairwise(listed):
                edges.append(_error(one, two, word, min(right)))
    return edges


@cache
def meant(word: str) -> frozenset[str]:
    """Return the listed terms that one change of `word` makes: a letter less, more, another, or two exchanged."""
    cuts = [(word[:n], word[n:]) for n in range(len(word) + 1)]
    changed = {a + b[1:] for a, b in cuts if b}
    changed |= {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    changed |= {a + c + b[1:] for a, b in cuts if b for c in _LETTERS}
    changed |= {a + c + b for a, b in cuts for c in _LETTERS}
    return frozenset(changed - {word}) & background().keys()


def _error(earlier: tuple[Reading, int], later: tuple[Reading, int], word: str, right: str) -> Edge:
    evidence = tuple(
        r.document.evidence(r.spelt.starts[n], r.spelt.ends[n]) for r, n in (later, earlier)
    )
    return Edge(
        from_=later[0].document.id,
        to=earlier[0].document.id,
        kind="shares-error",
        stated=False,
        score=1.0,
        evidence=evidence,
        explain=(
            f"both write “{word}”, perhaps for “{right}…”: an error that two seldom make alone",
        ),
    )
