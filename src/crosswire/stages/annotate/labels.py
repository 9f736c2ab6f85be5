"""Speech without a verb: "Brox: the pier is closed", "“The pier is closed.” — Lena Brox", "He said:" and a paragraph.

The cue is the mark itself, or the verb before the colon. Only a person, a body or a plain source noun may stand
before a colon: "Velmar: what we know" is a heading, and no speaker.
"""

from typing import NamedTuple

from crosswire.stages.annotate.quotes import Quote
from crosswire.stages.annotate.ranges import Range
from crosswire.stages.annotate.tree import Tree

_LONGEST = 6
"""Tokens of a name before its colon or after its dash."""
_SOURCES = frozenset(
    """poll survey report study official officials police minister ministry source sources analyst analysts expert
    experts witness witnesses president spokesman spokeswoman spokesperson army military""".split()
)
_WHO = frozenset({"PERSON", "ORG"})
_NAMING = frozenset({"PROPN", "CCONJ"})
_STOPS = frozenset({".", "!", "?", "”", '"', "—", "–"})
_DASHES = frozenset({"—", "–", "―", "--", "-"})


class Label(NamedTuple):
    """Tokens of the speaker, the mark that stands for a cue, and the content."""

    speaker: Range
    cue: int
    content: Range
    quote: Quote | None
    rule: str


def find_labels(tree: Tree, quotes: list[Quote]) -> list[Label]:
    """Return what a name and a colon before, or a dash and a name after, attribute in each paragraph."""
    by_block: dict[int, list[Quote]] = {}
    for quote in quotes:
        by_block.setdefault(quote.block, []).append(quote)
    named = _named(tree)
    found = []
    for block, (first, last) in _bounds(tree).items():
        label = _colon(tree, named, first, last, by_block.get(block, []))
        label = label or _dash(tree, last, by_block.get(block, []))
        if label is not None:
            found.append(label)
        taken = label.quote if label else None
        for quote in by_block.get(block, []):
            name = _before_colon(tree, quote, first) if quote != taken else None
            if name is not None:
                content = quote.first, quote.last
                found.append(Label(name, quote.first - 1, content, quote, "colon-quotation"))
    return found


def _before_colon(tree: Tree, quote: Quote, first: int) -> Range | None:
    """Return the names right before a colon and a quotation, where they make up the whole line or sentence."""
    colon = quote.first - 1
    if colon <= first or tree.parse.words[colon] != ":" or not quote.is_utterance:
        return None
    start = colon
    while start > first and colon - start < _LONGEST and tree.parse.pos[start - 1] in _NAMING:
        start -= 1
    opens = start == first or tree.parse.words[start - 1] in _STOPS
    ends_in_name = tree.parse.pos[colon - 1] == "PROPN" and tree.parse.pos[start] == "PROPN"
    return (start, colon) if start < colon and opens and ends_in_name else None


def _named(tree: Tree) -> frozenset[str]:
    """Return the last words of the names of persons and bodies that the document gives in full somewhere."""
    return frozenset(
        tree.parse.words[name.last - 1].lower()
        for name in tree.parse.names
        if name.label in _WHO and name.last - name.first > 1
    )


def _bounds(tree: Tree) -> dict[int, Range]:
    bounds: dict[int, Range] = {}
    for sentence in tree.parse.sentences:
        first, _ = bounds.get(sentence.block, (sentence.first, 0))
        bounds[sentence.block] = first, sentence.last
    return bounds


def _colon(
    tree: Tree, named: frozenset[str], first: int, last: int, quotes: list[Quote]
) -> Label | None:
    words = tree.parse.words
    colon = next((t for t in range(first, min(last, first + _LONGEST)) if words[t] == ":"), -1)
    if colon <= first or last - colon < 4 or not _is_source(tree, named, first, colon):
        return None
    quote = next((q for q in quotes if q.first == colon + 1), None)
    end = quote.last if quote else last
    if quote is None and not any(tree.parse.pos[t] in ("VERB", "AUX") for t in range(colon, last)):
        return None
    return Label((first, colon), colon, (colon + 1, end), quote, "colon")


def _dash(tree: Tree, last: int, quotes: list[Quote]) -> Label | None:
    if not quotes or not quotes[-1].is_utterance:
        return None
    quote = quotes[-1]
    dash = quote.last
    end = last - 1 if tree.parse.words[last - 1] in (".", ",") else last
    if not dash < end - 1 <= dash + 2 * _LONGEST or tree.parse.words[dash] not in _DASHES:
        return None
    if tree.parse.pos[dash + 1] != "PROPN" or any(
        tree.parse.pos[t] in ("VERB", "AUX") for t in range(dash + 1, end)
    ):
        return None
    return Label((dash + 1, end), dash, (quote.first, quote.last), quote, "dash")


def _is_source(tree: Tree, named: frozenset[str], first: int, last: int) -> bool:
    """Tell whether the words before a colon name somebody who can speak."""
    if tree.parse.words[last - 1].lower() in _SOURCES:
        return True
    return tree.parse.words[last - 1].lower() in named and all(
        tree.parse.pos[t] == "PROPN" for t in range(first, last)
    )
