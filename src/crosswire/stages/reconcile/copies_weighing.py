"""Two reports to the passages they share: aligned, weighed, and dropped where what they tell differs.

A passage counts by the weight of its agreeing words. One whose names and numbers differ more than they agree is
a pattern filled anew (yesterday's closing report), and what an outlet prints around all its reports is no copy.
"""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import NamedTuple

from crosswire.model.document import Document
from crosswire.stages.reconcile.copies_reading import DAYS, SMALL, Reading
from crosswire.text.folding import fold
from crosswire.text.passages import Gap, Passage, passages
from crosswire.text.words import words

LEAST_WORDS = 8
"""Agreeing words of a passage at all."""
LEAST_WEIGHT = 2.5
"""Weight below which a passage is no sign of copying, whatever stands beside it."""
LONG_RUN = 20
"""Words in a row, without an edit, that are a sign whatever they weigh."""
NEAR, ROUNDED = 0.12, 100
"""Two numbers this near are one, rounded; smaller ones are seldom rounded."""
BRINK = 40
"""Words looked at before and after a passage, in its sentence, for details that differ."""
SPELT_ALIKE = 0.6
"""Likeness of two names' letters from which they are one name in two spellings."""

ONE_PASSAGE = 5.5
"""Weight of a passage that is copied for certain, alone in its report."""
ALL_PASSAGES = 7.5
"""Weight of passages that are copied together, each too slight to be sure of."""
ONE_RUN = 24
"""Words in a row, without an edit, that nobody writes twice, whoever is said to have said them."""
REFILLED = 2.0
"""Times that much is wanted where details within the passages differ more than they agree: a pattern filled anew."""


class Weighed(NamedTuple):
    """A shared passage with its weight, and the numbers and names told alike and apart.

    `longest` is the longest run of words without an edit and without words that anybody may have.
    """

    passage: Passage
    weight: float
    longest: int
    numbers: tuple[int, int]
    names: tuple[int, int]
    reworded: bool = False

    @property
    def apart(self) -> int:
        """Return how many details differ."""
        return self.numbers[1] + self.names[1]


def shared_passages(left: Reading, right: Reading) -> list[Weighed]:
    """Return the passages that count as copied text, in the order of the right report."""
    found = [_weighed(p, left, right) for p in passages(left.spelt, right.spelt, least=LEAST_WORDS)]
    kept = [
        w
        for w in found
        if (w.weight >= LEAST_WEIGHT or w.longest >= LONG_RUN) and not _refilled([w])
    ]
    if _refilled(found):
        return []
    if left.document.outlet and left.document.outlet == right.document.outlet:
        kept = _without_boilerplate(kept, left, right)
    return kept


def _refilled(found: Sequence[Weighed]) -> bool:
    """Tell whether passages are one pattern with other details: two differ at least, and more than agree."""
    alike, apart = (sum(w.numbers[n] for w in found) for n in (0, 1))
    named, renamed = (sum(w.names[n] for w in found) for n in (0, 1))
    if apart > alike and apart + renamed > 1:
        return True
    return apart + renamed > max(1, alike + named)


def _weighed(passage: Passage, left: Reading, right: Reading) -> Weighed:
    weight = 0.0
    longest = run = 0
    numbers, names = [0, 0], [0, 0]
    for i, j in matches(passage):
        if i < 0:
            run = 0
            continue
        run = 0 if left.common[i] or right.common[j] or left.plain[i] else run + 1
        longest = max(longest, run)
        weight += min(left.weights[i], right.weights[j])
        if not (left.quoted[i] or right.quoted[j]):
            numbers[0] += left.numbers[i] is not None
            names[0] += left.names[i]
    for gap in (*passage.gaps, *_brinks(passage, left, right)):
        _compare(gap, left, right, numbers, names)
    return Weighed(
        passage, round(weight, 4), longest, (numbers[0], numbers[1]), (names[0], names[1])
    )


def _brinks(passage: Passage, left: Reading, right: Reading) -> list[Gap]:
    """Return the few words before and after a passage in its sentences, where an edit may have ended it."""
    (i1, i2), (j1, j2) = passage.left_words, passage.right_words
    before = [_reach(r.sentences, at, -1) for r, at in ((left, i1), (right, j1))]
    after = [_reach(r.sentences, at - 1, 1) for r, at in ((left, i2), (right, j2))]
    return [(before[0], i1, before[1], j1), (i2, after[0], j2, after[1])]


def _reach(sentences: Sequence[int], at: int, step: int) -> int:
    """Return how far up to `BRINK` words from `at` are in its sentence: the first of them, or the end."""
    n = at
    while abs(n + step - at) <= BRINK and 0 <= n + step < len(sentences):
        if sentences[n + step] != sentences[at]:
            break
        n += step
    return n if step < 0 else n + 1


def matches(passage: Passage) -> Iterator[tuple[int, int]]:
    """Yield the pairs of agreeing words of a passage, and (-1, -1) at each edit."""
    i, j = passage.left_words[0], passage.right_words[0]
    ends = (
        passage.left_words[1],
        passage.left_words[1],
        passage.right_words[1],
        passage.right_words[1],
    )
    for i1, i2, j1, j2 in (*passage.gaps, ends):
        for step in range(min(i1 - i, j1 - j)):
            yield i + step, j + step
        yield -1, -1
        i, j = i2, j2


def _compare(gap: Gap, left: Reading, right: Reading, numbers: list[int], names: list[int]) -> None:
    """Count whether an edit leaves its number and its name what they were (first place) or not (second)."""
    i1, i2, j1, j2 = gap
    if any(left.quoted[i1:i2]) or any(right.quoted[j1:j2]):
        return
    ones = [n for n in left.numbers[i1:i2] if n is not None]
    twos = [n for n in right.numbers[j1:j2] if n is not None]
    if ones and twos:
        numbers[not any(near(one, two) for one in ones for two in twos)] += 1
    one = [left.spelt.words[n] for n in range(i1, i2) if left.names[n]]
    two = [right.spelt.words[n] for n in range(j1, j2) if right.names[n]]
    if one and two:
        names[not any(spelt_alike(a, b) for a in one for b in two)] += 1


def near(one: float, two: float) -> bool:
    """Tell whether two numbers are one number, given or rounded."""
    if one == two:
        return True
    most = max(abs(one), abs(two))
    return most >= ROUNDED and abs(one - two) <= NEAR * most and (one % 10 == 0 or two % 10 == 0)


@lru_cache(maxsize=1 << 16)
def spelt_alike(one: str, two: str) -> bool:
    """Tell whether two names may be one in two spellings; both are looked at for their first letters only."""
    a, b = one[:40].casefold(), two[:40].casefold()
    if a in DAYS or b in DAYS:
        return a == b
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= SPELT_ALIKE


def _without_boilerplate(found: Sequence[Weighed], left: Reading, right: Reading) -> list[Weighed]:
    """Return the passages, but those that an outlet prints around its reports: at the ends, naming nobody."""
    kept = []
    for weighed in found:
        outer, weight = [], 0.0
        for i, j in matches(weighed.passage):
            if i >= 0 and _outer(left.blocks, i) and _outer(right.blocks, j):
                outer.append(i)
            elif i >= 0:
                weight += min(left.weights[i], right.weights[j])
        if weight >= LEAST_WEIGHT or _of_the_story(outer, left):
            kept.append(weighed)
    return kept


def _outer(blocks: Sequence[int], at: int) -> bool:
    return blocks[at] in (0, blocks[-1])


def _of_the_story(places: Sequence[int], reading: Reading) -> bool:
    """Tell whether words name somebody besides their outlet, or give a figure."""
    own = {fold(w.text) for w in words(reading.document.outlet or "")}
    told = [n for n in places if not reading.common[n]]
    names = {reading.spelt.words[n] for n in told if reading.names[n]} - own
    return len(names) > 1 or any((reading.numbers[n] or 0) > SMALL for n in told)


def one_series(one: Document, two: Document) -> bool:
    """Tell whether an outlet or agency has both, of different days: such reports may follow one pattern."""
    makers = [{d.outlet, d.agency} - {None} for d in (one, two)]
    days = [(d.published_at.value or "")[:10] for d in (one, two)]
    return bool(makers[0] & makers[1]) and "" not in days and days[0] != days[1]


def enough(shared: Sequence[Weighed], *, series: bool) -> bool:
    """Tell whether shared passages are copy; of one `series`, any detail that differs speaks against it."""
    if not shared:
        return False
    alike, apart = (sum(w.numbers[n] + w.names[n] for w in shared) for n in (0, 1))
    least = REFILLED if apart > alike or (series and apart) else 1.0
    weights = [w.weight for w in shared]
    return (
        max(weights) >= least * ONE_PASSAGE
        or sum(weights) >= least * ALL_PASSAGES
        or max(w.longest for w in shared) >= least * ONE_RUN
    )
