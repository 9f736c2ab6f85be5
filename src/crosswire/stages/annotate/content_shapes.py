"""What a content is, and the questions that every rule for contents asks of the tree."""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from crosswire.stages.annotate.ranges import Range, Reach
from crosswire.stages.annotate.tree import Tree

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_TIMES = frozenset("second minute moment hour day night week weekend month year decade".split())
RELATIVE = frozenset({"who", "which", "that", "whom"})


class Content(NamedTuple):
    """Stretches of tokens, the rule that found them, the token at the head of the content, and the frame."""

    ranges: list[Range]
    rule: str
    head: int
    frame: str


def is_clause(tree: Tree, token: int) -> bool:
    """Tell whether `token` is a verb with a subject of its own."""
    return tree.parse.pos[token] in ("VERB", "AUX") and has_subject(tree, token)


def has_subject(tree: Tree, token: int) -> bool:
    """Tell whether `token` has a subject of its own."""
    return any(tree.parse.deps[c] in SUBJECTS for c in tree.children[token])


def is_to_infinitive(tree: Tree, token: int) -> bool:
    """Tell whether `token` is a verb after "to"."""
    return any(tree.parse.tags[c] == "TO" for c in tree.kids(token, "aux"))


def cut_away(tree: Tree, reach: Reach, head: int, at: int) -> Iterable[Range]:
    """Yield the later clauses joined to `head` after token `at`: they are not attributed any more."""
    for child in tree.kids(head, "conj"):
        if child > at and has_subject(tree, child):
            yield reach.of(child)


def name_of(tree: Tree, reach: Reach, token: int) -> Range:
    """Return a noun phrase up to its first relative clause."""
    first, last = reach.of(token)
    for child in tree.kids(token, "relcl"):
        if child > token:
            last = min(last, reach.first[child])
    return first, max(last, token + 1)


def is_day(tree: Tree, token: int) -> bool:
    """Tell whether the word names a day of the week, a month, today or yesterday."""
    return tree.parse.words[token].rstrip(".").lower() in _calendar()


def is_time(tree: Tree, token: int) -> bool:
    """Tell whether the word is a day or a stretch of time, which never speaks."""
    return is_day(tree, token) or tree.parse.lemmas[token].lower() in _TIMES


def is_dated(tree: Tree, mark: int) -> bool:
    """Tell whether a preposition brings in a day: "Brox on Monday said"."""
    target = tree.child(mark, "pobj")
    return target is not None and is_day(tree, target)


@cache
def _calendar() -> frozenset[str]:
    days = "monday tuesday wednesday thursday friday saturday sunday today yesterday"
    months = "january february march april may june july august september october november december"
    return frozenset((*days.split(), *months.split(), *(month[:3] for month in months.split())))
