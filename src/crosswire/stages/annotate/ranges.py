"""Stretches of tokens `[first, last)`: how far a subtree reaches, and cutting holes into a stretch.

English pipelines give projective trees, so a subtree is one stretch; two numbers a token, made once, spare
every rule from walking it, and keep a document of one endless sentence linear.
"""

from bisect import bisect_right

from crosswire.model.span import Span
from crosswire.stages.annotate.cues import is_speech
from crosswire.stages.annotate.tree import Tree

Range = tuple[int, int]

_OPENING = frozenset("“\"‘'(«[") | {"''"}
_CLOSING = frozenset('”’)]"') | {"''"}
_MARKS = frozenset('“”"') | {"''"}
_BEFORE_QUOTE = frozenset({":", "-", "–", "—", "--"})
_QUOTING = frozenset({"“", '"', "''"})
_ASIDE = frozenset({"while", "whereas"})
_EDGE = frozenset(".,;:-–—…!?") | {"--", "..."}


class Reach:
    """The first token and the end of the subtree of every token, kept inside its sentence."""

    def __init__(self, tree: Tree) -> None:
        heads = tree.parse.heads
        self.first = list(range(len(heads)))
        self.last = [token + 1 for token in self.first]
        for token in _leaves_first(tree):
            head = heads[token]
            if head != token and tree.sentence_of[head] == tree.sentence_of[token]:
                self.first[head] = min(self.first[head], self.first[token])
                self.last[head] = max(self.last[head], self.last[token])

        self._asides = _asides(tree, self)
        self._starts = [first for first, _ in self._asides]
        self._breaks = [token for token in range(len(heads)) if _is_break(tree, token)]

    def without_asides(self, stretch: Range) -> list[Range]:
        """Return `stretch` cut before ", while others warned ...", which the parser hangs on it."""
        first, last = stretch
        at = bisect_right(self._starts, first)
        if at < len(self._asides) and self._asides[at][0] < last:
            return without([stretch], [(self._asides[at][0], last)])
        return [stretch]

    def since_break(self, stretch: Range) -> Range:
        """Return `stretch` from its last break on: a semicolon, or a colon or dash before a quotation."""
        at = bisect_right(self._breaks, stretch[1] - 1) - 1
        return (max(stretch[0], self._breaks[at] + 1), stretch[1]) if at >= 0 else stretch

    def of(self, token: int) -> Range:
        """Return the stretch that `token` and all below it cover."""
        return self.first[token], self.last[token]


def _is_break(tree: Tree, token: int) -> bool:
    """Tell whether what comes before is no more part of what is said: a semicolon, or a colon or dash and a mark."""
    words = tree.parse.words
    if words[token] == ";":
        return True
    after = words[token + 1] if token + 1 < len(words) else ""
    return words[token] in _BEFORE_QUOTE and after in _QUOTING


def _asides(tree: Tree, reach: Reach) -> list[Range]:
    """Return where a sentence turns to another source: "while others said ..."; ", according to ..." at its end."""
    parse = tree.parse
    whiles = [
        reach.of(parse.heads[token])
        for token, word in enumerate(parse.words)
        if word in _ASIDE
        and parse.deps[token] == "mark"
        and reach.first[parse.heads[token]] == token
        and _is_of_speech(tree, parse.heads[token])
        and tree.child(parse.heads[token], "nsubj") is not None
    ]
    sources = [
        reach.of(token)
        for token, word in enumerate(parse.words)
        if word == "according"
        and parse.words[token - 1] == ","
        and tree.sentence(token).last - reach.last[token] <= 1
    ]
    return sorted(whiles + sources)


def _is_of_speech(tree: Tree, verb: int) -> bool:
    """Tell whether the verb speaks or keeps silent: "while Velmar remained silent"."""
    state = tree.child(verb, "acomp", "oprd", "attr")
    silent = state is not None and tree.parse.lemmas[state].lower() in ("silent", "mum", "quiet")
    return silent or is_speech(tree.parse.lemmas[verb].lower())


def _leaves_first(tree: Tree) -> list[int]:
    order = [token for token, head in enumerate(tree.parse.heads) if head == token]
    for token in order:
        order.extend(tree.children[token])
    order.reverse()
    return order


def without(ranges: list[Range], holes: list[Range]) -> list[Range]:
    """Return `ranges` less `holes`, in order."""
    for first, last in holes:
        kept: list[Range] = []
        for a, b in ranges:
            if last <= a or b <= first:
                kept.append((a, b))
                continue
            if a < first:
                kept.append((a, first))
            if last < b:
                kept.append((last, b))
        ranges = kept
    return ranges


def merged(ranges: list[Range]) -> list[Range]:
    """Return `ranges` sorted, with those that touch or overlap as one."""
    out: list[Range] = []
    for a, b in sorted(ranges):
        if out and a <= out[-1][1]:
            out[-1] = (out[-1][0], max(b, out[-1][1]))
        else:
            out.append((a, b))
    return out


def trimmed(tree: Tree, ranges: list[Range], keep: frozenset[int] = frozenset()) -> list[Range]:
    """Return `ranges` without the punctuation at their edges, except tokens in `keep` (quotation marks' own)."""
    words = tree.parse.words
    out: list[Range] = []
    for first, last in ranges:
        while first < last and words[first] in _EDGE and first not in keep:
            first += 1
        while last > first and words[last - 1] in _EDGE and last - 1 not in keep:
            last -= 1
        while last > first and tree.parse.pos[last - 1] == "CCONJ" and last - 1 not in keep:
            last -= 1
            while last > first and words[last - 1] in _EDGE:
                last -= 1
        first, last = _unbracketed(tree, first, last, keep)
        if any(char.isalnum() for token in range(first, last) for char in words[token]):
            out.append((first, last))
    return out


def _unbracketed(tree: Tree, first: int, last: int, keep: frozenset[int]) -> Range:
    """Drop a lone opening or closing mark at an edge, whose partner lies outside."""
    words = tree.parse.words
    while last > first and words[last - 1] in _OPENING and last - 1 not in keep:
        last -= 1
    while first < last and words[first] in _CLOSING and first not in keep:
        first += 1
    if last > first and words[last - 1] in _MARKS and last - 1 not in keep:
        last -= 1
    if first < last and words[first] in _MARKS and first not in keep:
        first += 1
    return first, last


def spans(tree: Tree, ranges: list[Range]) -> tuple[Span, ...]:
    """Return `ranges` as spans of the text, cut where a block ends: what stands between blocks is not theirs."""
    out = []
    for first, last in ranges:
        while first < last:
            block = tree.sentence(first).block
            end = tree.sentence(first).last
            while end < last and tree.sentence(end).block == block:
                end = tree.sentence(end).last
            out.append(tree.span(first, min(end, last)))
            first = end
    return tuple(out)
