"""Two versions of a report to what became of each sentence: added, deleted, edited with its words marked, moved.

1. Equal sentences meet in order; those outside the longest run that kept its order have moved.
2. Of the rest, the two with most words in common are one edited sentence; headline meets headline.
3. What is left was deleted or added. Captions, credits, promos and notes are layout and not compared.

The cost is linear: a word that many sentences have leads nowhere, and long sentences are compared by their ends.
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from crosswire.model.annotation import Annotations
from crosswire.model.change import SentenceChange, WordEdit
from crosswire.model.document import PROSE
from crosswire.model.span import Evidence

EDITED = 0.5
"""Share of words (Dice) that two sentences must have in common to be one that was edited."""
_NEARBY = 0.03
"""What it is worth that both stand after the same sentence."""
_HOLDERS = 24
"""Sentences that may have one word before it leads nowhere."""
_LONG = 400
"""Words past which only the common ends of two sentences are kept."""
_FOLD = str.maketrans("“”„«»‘’‚`–—−\u00a0", '"""""\'\'\'\'--- ')
_TOKEN = re.compile(r"\w+(?:[.,'’:-]\w+)*|[^\w\s]")
_SENTENCE = re.compile(r"\S.*?(?:[.!?…。！？]+[\"”’')\]]*(?=\s|$)|(?=\n)|$)", re.DOTALL)


class Sentence(NamedTuple):
    """A sentence of prose with its words made comparable."""

    start: int
    end: int
    key: str
    headline: bool


class Met(NamedTuple):
    """A sentence of each version that are the same one: equal, or edited."""

    before: int
    after: int
    equal: bool
    moved: bool


def sentences(annotations: Annotations) -> list[Sentence]:
    """Return headline and sentences of the prose; by full stops alone, where no parser read the text."""
    found = []
    kinds = [b.kind for b in annotations.blocks]
    if annotations.sentences:
        places = [
            (s.start, s.end, kinds[s.block] == "headline")
            for s in annotations.sentences
            if s.block < len(kinds)
        ]
    else:
        places = [
            (*place, block.kind == "headline")
            for block in annotations.blocks
            if block.kind in PROSE
            for place in _by_stops(annotations.text, block.start, block.end)
        ]
    title = annotations.title
    if title and not any(s < title.end and title.start < e for s, e, _ in places):
        places.insert(
            0, (title.start, title.end, True)
        )  # it stands above the text, in what is said of it
    for start, end, is_headline in places:
        key = " ".join(annotations.text[start:end].translate(_FOLD).split())
        if key:
            found.append(Sentence(start, end, key, is_headline))
    return found


def _by_stops(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for line in re.compile(r"[^\n]+").finditer(text, start, end):
        for found in _SENTENCE.finditer(text, line.start(), line.end()):
            yield found.start(), found.end()


def meet(before: Sequence[Sentence], after: Sequence[Sentence]) -> list[Met]:
    """Return which sentences of the two versions are the same, in the order of the later one."""
    equal = _equal(before, after)
    stayed = _longest_rise([i for i, _ in equal])
    met = [Met(i, j, True, n not in stayed) for n, (i, j) in enumerate(equal)]
    free_before = sorted(set(range(len(before))) - {i for i, _ in equal})
    free_after = sorted(set(range(len(after))) - {j for _, j in equal})
    met += [
        Met(i, j, False, False) for i, j in _edited(before, after, free_before, free_after, equal)
    ]
    return sorted(met, key=lambda m: m.after)


def _equal(before: Sequence[Sentence], after: Sequence[Sentence]) -> list[tuple[int, int]]:
    waiting: dict[str, list[int]] = defaultdict(list)
    for i, sentence in enumerate(before):
        waiting[sentence.key].append(i)
    taken: Counter[str] = Counter()
    found = []
    for j, sentence in enumerate(after):
        at = waiting.get(sentence.key, ())
        if taken[sentence.key] < len(at):
            found.append((at[taken[sentence.key]], j))
            taken[sentence.key] += 1
    return found


def _longest_rise(values: Sequence[int]) -> set[int]:
    """Return the places of the longest rising run of `values` (patience sorting)."""
    tops: list[int] = []
    ends: list[int] = []
    back: list[int] = []
    for place, value in enumerate(values):
        at = bisect_left(tops, value)
        back.append(ends[at - 1] if at else -1)
        tops[at : at + 1] = [value]
        ends[at : at + 1] = [place]
    kept = set()
    place = ends[-1] if ends else -1
    while place >= 0:
        kept.add(place)
        place = back[place]
    return kept


def _edited(
    before: Sequence[Sentence],
    after: Sequence[Sentence],
    free_before: Sequence[int],
    free_after: Sequence[int],
    equal: Sequence[tuple[int, int]],
) -> Iterator[tuple[int, int]]:
    """Yield the pairs of unequal sentences that are one, the likest first."""
    bags = {i: Counter(_words(before[i].key)) for i in free_before}
    holders: dict[str, list[int]] = defaultdict(list)
    for i, bag in bags.items():
        for word in bag:
            holders[word].append(i)
    follows = {j + 1: i + 1 for i, j in equal}
    scored: list[tuple[float, int, int]] = []
    for j in free_after:
        bag = Counter(_words(after[j].key))
        shared: set[int] = set()
        for word in bag:
            held = holders.get(word, ())
            if len(held) <= _HOLDERS:
                shared.update(held)
        for i in sorted(shared):
            if before[i].headline != after[j].headline:
                continue
            common = (bag & bags[i]).total()
            score = 2 * common / max(1, bag.total() + bags[i].total())
            near = follows.get(j, 0 if j == 0 else -1) == i
            if score + _NEARBY * near >= EDITED:
                scored.append((-score - _NEARBY * near, i, j))
    met_before: set[int] = set()
    met_after: set[int] = set()
    heads = (
        [i for i in free_before if before[i].headline],
        [j for j in free_after if after[j].headline],
    )
    pairs = [(i, j) for _, i, j in sorted(scored)]
    pairs += [(heads[0][0], heads[1][0])] if heads[0] and heads[1] else []
    for i, j in pairs:
        if i not in met_before and j not in met_after:
            met_before.add(i)
            met_after.add(j)
            yield i, j


def _words(key: str) -> list[str]:
    return [word.casefold() for word in _TOKEN.findall(key)]


# ---------------------------------------------------------------- told


def compare_sentences(before: Annotations, after: Annotations) -> tuple[SentenceChange, ...]:
    """Return what became of the sentences, in the order of the later version, deleted ones where they stood."""
    old, new = sentences(before), sentences(after)
    met = meet(old, new)
    told: list[tuple[tuple[float, int], SentenceChange]] = []
    place_of = {m.before: m.after for m in met}
    for m in met:
        was, now = _evidence(before, old[m.before]), _evidence(after, new[m.after])
        if m.equal and not m.moved:
            continue
        action: Literal["move", "edit"] = "move" if m.equal else "edit"
        words = () if m.equal else mark_words(was.text, now.text)
        told.append(
            ((m.after, 1), SentenceChange(action=action, before=was, after=now, words=words))
        )
    met_after = {m.after for m in met}
    for j in (j for j in range(len(new)) if j not in met_after):
        told.append(((j, 1), SentenceChange(action="add", after=_evidence(after, new[j]))))
    last = -1
    for i in range(len(old)):
        if i in place_of:
            last = place_of[i]
        else:
            change = SentenceChange(action="delete", before=_evidence(before, old[i]))
            told.append(((last + 0.5, i), change))
    return tuple(change for _, change in sorted(told, key=lambda t: t[0]))


def _evidence(annotations: Annotations, sentence: Sentence) -> Evidence:
    start, end = sentence.start, sentence.end
    return Evidence(document=annotations.id, start=start, end=end, text=annotations.text[start:end])


def mark_words(before: str, after: str) -> tuple[WordEdit, ...]:
    """Return the runs of words kept, deleted, added and replaced; put together they are the two sentences."""
    old, new = _tokens(before), _tokens(after)
    spelt = [[word.translate(_FOLD) for word, _ in tokens] for tokens in (old, new)]
    edits = []
    for action, i1, i2, j1, j2 in _steps(*spelt):
        was, now = _run(before, old, i1, i2), _run(after, new, j1, j2)
        edits.append(WordEdit(action=action, before=was, after=now))
    return tuple(edits)


def _tokens(text: str) -> list[tuple[str, int]]:
    return [(m.group(), m.start()) for m in _TOKEN.finditer(text)]


def _run(text: str, tokens: Sequence[tuple[str, int]], first: int, last: int) -> str:
    """Return the text of tokens `[first, last)` with the blanks after them."""
    if first == last:
        return ""
    start = 0 if first == 0 else tokens[first][1]
    return text[start : tokens[last][1] if last < len(tokens) else len(text)]


Step = tuple[Literal["keep", "delete", "add", "replace"], int, int, int, int]
_ACTIONS: dict[str, Literal["keep", "delete", "add", "replace"]] = {
    "equal": "keep",
    "delete": "delete",
    "insert": "add",
    "replace": "replace",
}


def _steps(old: Sequence[str], new: Sequence[str]) -> list[Step]:
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    i2, j2 = len(old) - tail, len(new) - tail
    steps: list[Step] = [("keep", 0, head, 0, head)] if head else []
    if max(i2, j2) - head > _LONG:
        steps.append(("replace", head, i2, head, j2))
    else:
        matcher = SequenceMatcher(None, old[head:i2], new[head:j2], autojunk=False)
        for tag, a, b, c, d in matcher.get_opcodes():
            steps.append((_ACTIONS[tag], a + head, b + head, c + head, d + head))
    if tail:
        steps.append(("keep", i2, len(old), j2, len(new)))
    return _without_islands(steps)


def _without_islands(steps: Sequence[Step]) -> list[Step]:
    """Join edits that only one word parts: a reader sees one edit, not three."""
    joined: list[Step] = []
    for number, step in enumerate(steps):
        action, i1, i2, _, j2 = step
        island = action == "keep" and i2 - i1 == 1 and 0 < number < len(steps) - 1
        if joined and joined[-1][0] != "keep" and (island or action != "keep"):
            _, a, _, c, _ = joined[-1]
            joined[-1] = ("replace", a, i2, c, j2)
        else:
            joined.append(step)
    return joined
