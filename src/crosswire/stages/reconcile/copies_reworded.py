"""Copying in other words: sentences of two reports that tell the same things, with most of the same content words.

Two sentences are held against each other by the weight of the terms they share; figures that differ part them.
One such sentence may be chance; a chain of them in one order is copying, or a machine's paraphrase.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from crosswire.stages.reconcile.copies_reading import Reading
from crosswire.stages.reconcile.copies_weighing import Weighed, near
from crosswire.stages.reconcile.terms import groups
from crosswire.text.passages import Passage
from crosswire.text.words import is_stop, stem

LEAST_TERMS = 6
"""Content words of a sentence that can be held against another."""
ALIKE = 0.5
"""Share of the lighter sentence's weight that both must have."""
LEAST_SHARED = 4.0
"""Weight of shared words, without names and numbers, of two sentences."""
BOUND = 0.7
"""Share of those two that is enough between reports of which one is known to copy."""
MUCH = 0.3
"""Share of the shorter report that is copied from which its other sentences are held against the original's, too."""
SAME, SAME_IN_PLACE = 0.6, 0.4
"""Share of the shorter sentence's words, quoted ones with them, that both have: anywhere, and amid sentences copied."""
COVERED, MOSTLY = 0.8, 0.6
"""Shares of a sentence that passages hold: it needs no other counterpart; the rest of it is copied, too."""
FEWEST = 4
"""Content words of such a sentence."""
DETAIL = 0.4
"""What a shared name or number weighs here: any report of the event may have it."""
FREQUENT = 40
"""Sentences that may hold a term before it finds none."""

CHAIN = 3
"""Sentences in one order that tell the same in other words: fewer may be chance."""
CHAINED = 0.35
"""Share of the shorter report's sentences that they are."""


class Told(NamedTuple):
    """A sentence as the terms it tells, outside quotations, with the words `[first, last)`."""

    first: int
    last: int
    terms: Mapping[str, float]
    numbers: tuple[float, ...]
    weight: float
    words: frozenset[str]
    """All its content words, quotations and formulas with them."""


def sentences(reading: Reading) -> list[Told]:
    """Return the sentences of a report that say enough to be compared."""
    found = []
    start = 0
    for at in range(1, len(reading.sentences) + 1):
        if at < len(reading.sentences) and reading.sentences[at] == reading.sentences[start]:
            continue
        told = _told(reading, start, at)
        if len(told.words) >= FEWEST:
            found.append(told)
        start = at
    return found


def _told(reading: Reading, first: int, last: int) -> Told:
    terms: dict[str, float] = {}
    numbers = []
    content = set()
    for n in range(first, last):
        term = term_of(reading.spelt.words[n])
        if len(term) > 1 and not is_stop(term):
            content.add(term)
        if reading.quoted[n]:
            continue
        value = reading.numbers[n]
        if value is not None:
            numbers.append(value)
        detail = reading.names[n] or value is not None
        weight = DETAIL if detail else reading.weights[n]
        if weight:
            terms[term] = max(weight, terms.get(term, 0.0))
    total = sum(terms.values())
    return Told(first, last, terms, tuple(numbers), total, frozenset(content))


@lru_cache(maxsize=1 << 16)
def term_of(word: str) -> str:
    """Return what a folded word counts as: its group of near-synonyms, else its stem."""
    low = stem(word)
    return groups().get(low, low)


def reworded(
    left: Reading,
    right: Reading,
    ones: Sequence[Told],
    twos: Sequence[Told],
    *,
    bound: bool = False,
) -> list[Weighed]:
    """Return the pairs of sentences of two reports that say one thing in other words, by the right report's order."""
    least = BOUND if bound else 1.0
    holders: dict[str, list[int]] = defaultdict(list)
    for n, one in enumerate(ones):
        for term in one.terms if len(one.terms) >= LEAST_TERMS else ():
            holders[term].append(n)
    found = []
    for two in (t for t in twos if len(t.terms) >= LEAST_TERMS):
        meeting: dict[int, float] = defaultdict(float)
        for term, weight in two.terms.items():
            if len(holders.get(term, ())) <= FREQUENT:
                for n in holders.get(term, ()):
                    meeting[n] += min(weight, ones[n].terms[term])
        best = max(meeting, key=lambda n: (meeting[n], -n), default=-1)
        if best >= 0 and (weighed := _alike(ones[best], two, left, right, least)) is not None:
            found.append(weighed)
    return found


def filled(
    left: Reading,
    right: Reading,
    ones: Sequence[Told],
    twos: Sequence[Told],
    shared: Sequence[Weighed],
) -> list[Weighed]:
    """Return what else two reports share of which one copies `shared` from the other, by sentence.

    Between copies it needs no weight: a short sentence, a quotation with its speaker, a law with what it is cited for.
    It is looked for only in a report of which much is copied: whoever copies one passage may have heard the rest.
    """
    held = {n for w in shared for n in range(*w.passage.right_words)}
    if len(held) < MUCH * min(len(left.spelt.words), len(right.spelt.words)):
        return []
    homes = [_home(two, ones, shared, COVERED) for two in twos]
    holders: dict[str, list[int]] = defaultdict(list)
    for n, one in enumerate(ones):
        for word in one.words:
            holders[word].append(n)
    found = []
    for place, two in enumerate(twos):
        if homes[place] is not None:
            continue
        before = next((h for h in reversed(homes[:place]) if h is not None), -1)
        after = next((h for h in homes[place + 1 :] if h is not None), len(ones))
        meeting: Counter[int] = Counter()
        for word in two.words:
            if len(holders.get(word, ())) <= FREQUENT:
                meeting.update(holders.get(word, ()))
        best = max(meeting, key=lambda n: (meeting[n], -n), default=None)
        if best is None:
            continue
        share = meeting[best] / max(FEWEST, min(len(ones[best].words), len(two.words)))
        if share < (SAME_IN_PLACE if before <= best <= after else SAME):
            continue
        if (weighed := _weighed(ones[best], two, left, right, meeting[best], 0.0)) is not None:
            found.append(weighed)
    return found


def whole_sentences(
    left: Reading,
    right: Reading,
    ones: Sequence[Told],
    twos: Sequence[Told],
    shared: Sequence[Weighed],
) -> list[Passage]:
    """Return the sentences of which passages hold most, but not all: what little was changed in them is no news."""
    held = [w.passage.right_words for w in shared]
    some = [two for two in twos if not any(a <= two.first and two.last <= b for a, b in held)]
    homes = ((two, _home(two, ones, shared, MOSTLY)) for two in some)
    return [_both(ones[at], two, left, right, 0) for two, at in homes if at is not None]


def covered(weighed: Weighed, shared: Sequence[Weighed]) -> bool:
    """Tell whether passages hold nearly all of a sentence of the right report already."""
    first, last = weighed.passage.right_words
    held = (w.passage.right_words for w in shared)
    total = sum(max(0, min(last, b) - max(first, a)) for a, b in held)
    return total >= COVERED * (last - first)


def _home(two: Told, ones: Sequence[Told], shared: Sequence[Weighed], least: float) -> int | None:
    """Return which of the left report's sentences a sentence stands for, where passages hold that share of it."""
    held, most, home = 0, 0, None
    for p in (w.passage for w in shared):
        first, last = max(two.first, p.right_words[0]), min(two.last, p.right_words[1])
        held += max(0, last - first)
        if last - first > most:
            most = last - first
            there = min(p.left_words[0] + first - p.right_words[0], p.left_words[1] - 1)
            home = max(0, bisect_right(ones, there, key=lambda one: one.first) - 1)
    return home if held >= least * (two.last - two.first) else None


def _alike(one: Told, two: Told, left: Reading, right: Reading, least: float) -> Weighed | None:
    both = one.terms.keys() & two.terms.keys()
    shared = sum(sorted(min(one.terms[t], two.terms[t]) for t in both))
    plain = sum(sorted(w for t in both if (w := min(one.terms[t], two.terms[t])) != DETAIL))
    lighter = min(one.weight, two.weight)
    if shared < least * ALIKE * lighter or plain < least * LEAST_SHARED:
        return None
    return _weighed(one, two, left, right, len(both), round(plain, 4))


def _weighed(
    one: Told, two: Told, left: Reading, right: Reading, count: int, weight: float
) -> Weighed | None:
    """Return two sentences as a passage; None where their numbers part them."""
    alike = sum(any(near(a, b) for b in two.numbers) for a in one.numbers)
    apart = max(0, min(len(one.numbers), len(two.numbers)) - alike)
    if apart > alike:
        return None
    passage = _both(one, two, left, right, count)
    return Weighed(passage, weight, 0, (alike, apart), (0, 0), reworded=True)


def _both(one: Told, two: Told, left: Reading, right: Reading, count: int) -> Passage:
    return Passage(
        left.spelt.starts[one.first],
        left.spelt.ends[one.last - 1],
        right.spelt.starts[two.first],
        right.spelt.ends[two.last - 1],
        count,
        (one.first, one.last),
        (two.first, two.last),
    )


def in_order(found: Sequence[Weighed]) -> int:
    """Return how many of the sentence pairs stand in one order in both reports (longest increasing run)."""
    tails: list[int] = []
    for weighed in found:
        at = bisect_right(tails, weighed.passage.left_words[0])
        tails[at : at + 1] = [weighed.passage.left_words[0]]
    return len(tails)


def chained(again: Sequence[Weighed], ones: Sequence[Told], twos: Sequence[Told]) -> bool:
    """Tell whether sentences told in other words are so many, in one order, that no chance made them."""
    order = in_order(again)
    long = min(sum(len(t.terms) >= LEAST_TERMS for t in told) for told in (ones, twos))
    return order >= CHAIN and order >= CHAINED * long
