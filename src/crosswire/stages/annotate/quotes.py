"""The words between quotation marks, found paragraph by paragraph with a stack of one.

A mark that is never closed ends with its paragraph; where the next paragraph opens with a mark again, the same
utterance goes on there. Straight marks open or close by the blanks beside them, and by turns where those do not say.
"""

from collections.abc import Iterator
from typing import NamedTuple

from crosswire.stages.annotate.tree import Tree

FRAGMENT = 3
"""Quotations of up to so many words are scare quotes or fragments unless a cue governs them (methods, section 5)."""

_LONGEST_TITLE = 14
"""Tokens of the title of a film, a show or a book with its marks."""

_OPEN = frozenset({"“", "„", "«", "``"})
_CLOSE = frozenset({"”", "»"})
_STRAIGHT = frozenset({'"', "＂", "''"})
_BLANK_BEFORE = frozenset(" \n\t\u00a0(—–-―[")
_BLANK_AFTER = frozenset(" \n\t\u00a0.,;:!?)—–-―]")


class Quote(NamedTuple):
    """Tokens `[first, last)` with their marks; `goes_on` where the next paragraph continues it."""

    first: int
    last: int
    block: int
    words: int
    goes_on: bool
    continues: bool
    is_title: bool = False

    @property
    def is_utterance(self) -> bool:
        """Tell whether it is long enough to be an utterance of its own, and not the title of a work."""
        return self.words > FRAGMENT and not self.is_title


def find_quotes(tree: Tree) -> list[Quote]:
    """Return the quotations of a document, in order; those of single marks only where no double ones stand."""
    found: list[Quote] = []
    carried = False
    blocks = list(_blocks(tree))
    for number, (block, first, last) in enumerate(blocks):
        following = blocks[number + 1][1] if number + 1 < len(blocks) else -1
        opens_next = following >= 0 and tree.parse.words[following] in (_OPEN | _STRAIGHT)
        quotes, unclosed = _in_block(tree, block, first, last, carried, opens_next)
        found.extend(quotes)
        carried = unclosed and opens_next
    return found


def _blocks(tree: Tree) -> Iterator[tuple[int, int, int]]:
    """Yield (block, first, last) of every paragraph that has sentences."""
    current: list[int] | None = None
    for sentence in tree.parse.sentences:
        if current and current[0] == sentence.block:
            current[2] = sentence.last
            continue
        if current:
            yield current[0], current[1], current[2]
        current = [sentence.block, sentence.first, sentence.last]
    if current:
        yield current[0], current[1], current[2]


def _in_block(
    tree: Tree, block: int, first: int, last: int, carried: bool, opens_next: bool
) -> tuple[list[Quote], bool]:
    """Return the quotations of one paragraph, and whether the last of them was left open."""
    found: list[Quote] = []
    opened, inner = -1, 0

    def close(end: int, goes_on: bool = False) -> None:
        words = sum(tree.parse.words[i][:1].isalnum() for i in range(opened, end))
        if words:
            continues = carried and opened == first
            title = _is_title(tree, opened, end)
            found.append(Quote(opened, end, block, words, goes_on, continues, title))

    for token in range(first, last):
        kind = _kind(tree, token, opened >= 0)
        straight = opened >= 0 and tree.parse.words[opened] in _STRAIGHT
        if kind == "open" and straight and tree.parse.words[token] in _OPEN:
            inner += 1
        elif kind == "open":
            if opened >= 0:
                close(_repair(tree, opened, token))
            opened, inner = token, 0
        elif kind == "close" and inner and tree.parse.words[token] in _CLOSE:
            inner -= 1
        elif kind == "close" and opened >= 0:
            close(token + 1)
            opened = -1
    if opened >= 0:
        whole = opens_next or opened == first
        close(last if whole else _repair(tree, opened, last), goes_on=opens_next)
    return found or _single(tree, block, first, last), opened >= 0


def _is_title(tree: Tree, first: int, last: int) -> bool:
    """Tell whether the quoted words are the title of a work: every longer word with a capital, no sentence's end."""
    if last - first > _LONGEST_TITLE:
        return False
    words = [w for w in tree.parse.words[first:last] if len(w) > 3 and w.isalpha()]
    ends = tree.parse.words[last - 2] in (".", "!", "?")
    return len(words) > 1 and not ends and all(w[0].isupper() for w in words)


def _kind(tree: Tree, token: int, is_open: bool) -> str:
    """Return "open", "close" or "" for no mark; a curly mark that is turned the wrong way opens all the same."""
    word = tree.parse.words[token]
    if word in _OPEN:
        return "open"
    if word not in _STRAIGHT and word not in _CLOSE:
        return ""
    start, end = tree.parse.starts[token], tree.parse.ends[token]
    blank_before = start == 0 or tree.text[start - 1] in _BLANK_BEFORE
    blank_after = end >= len(tree.text) or tree.text[end] in _BLANK_AFTER
    if word in _CLOSE:
        return "open" if blank_before and not blank_after and not is_open else "close"
    if blank_before != blank_after:
        return "open" if blank_before else "close"
    return "close" if is_open else "open"


def _repair(tree: Tree, opened: int, limit: int) -> int:
    """Return where a quotation without a closing mark ends: with the sentence it opened in."""
    return min(limit, tree.sentence(opened).last)


def _single(tree: Tree, block: int, first: int, last: int) -> list[Quote]:
    """Return quotations in single marks, as headlines and British copy have them, within one sentence each."""
    found: list[Quote] = []
    opened = -1
    for token in range(first, last):
        word = tree.parse.words[token]
        if word not in {"‘", "’", "'"}:
            continue
        start, end = tree.parse.starts[token], tree.parse.ends[token]
        before = tree.text[start - 1] if start else " "
        after = tree.text[end] if end < len(tree.text) else " "
        if before in " \n\t(" and not after.isspace() and word != "’":
            opened = token
        elif opened >= 0 and not before.isspace() and not after.isalnum():
            if tree.sentence_of[opened] != tree.sentence_of[token]:
                opened = -1
                continue
            words = sum(tree.parse.words[i][:1].isalnum() for i in range(opened, token))
            if tree.parse.tags[token] != "POS" or words > FRAGMENT:
                found.append(Quote(opened, token + 1, block, words, False, False))
                opened = -1
    return found
