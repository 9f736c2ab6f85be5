"""Two wordings in, the same wordings in pieces out, each piece marked where it differs. Words are the unit."""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from crosswire.model.dossier import Conflict, Quote, QuoteVariant

WORDS = 300
"""Longest wording compared, in words: the matcher is quadratic at worst, and a longer one is no quote."""
ALIKE = 0.35
"""Share of common words below which two wordings are simply different and marking each word says nothing."""
COLLATED = 80
"""Longest wording set word by word, in words: a longer one is read, not collated."""
_TOKEN = re.compile(r"\S+\s*")


class Piece(NamedTuple):
    """A stretch of a wording, and whether it differs."""

    text: str
    differs: bool


def compare(first: str, second: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Return both wordings in pieces; case, quote marks and edge punctuation make no difference."""
    left, right = _TOKEN.findall(first.strip()), _TOKEN.findall(second.strip())
    if max(len(left), len(right)) > WORDS:
        return (Piece(first, False),), (Piece(second, False),)
    matcher = SequenceMatcher(None, [_bare(t) for t in left], [_bare(t) for t in right], False)
    if matcher.ratio() < ALIKE:
        return (Piece(first, False),), (Piece(second, False),)
    blocks = matcher.get_matching_blocks()
    return (
        _pieces(left, [(b.a, b.a + b.size) for b in blocks]),
        _pieces(right, [(b.b, b.b + b.size) for b in blocks]),
    )


def mark(text: str, words: Iterable[str]) -> tuple[Piece, ...]:
    """Return `text` in pieces with each of `words` marked where it next stands; absent ones are passed over."""
    pieces: list[Piece] = []
    at = 0
    for word in words:
        found = text.find(word, at) if word.strip() else -1
        if found < 0:
            continue
        end = found + len(word)
        while end < len(text) and text[end].isspace():
            end += 1  # a blank belongs to the piece before it, so that no piece starts with one
        pieces += [Piece(text[at:found], False), Piece(text[found:end], True)]
        at = end
    pieces.append(Piece(text[at:], False))
    return tuple(piece for piece in pieces if piece.text)


def side_pieces(conflict: Conflict) -> tuple[tuple[Piece, ...], ...]:
    """Return the words of each side in pieces: the first compared with the second, the others with the first."""
    if len(conflict.sides) < 2:
        return tuple((Piece(side.text, False),) for side in conflict.sides)
    pairs = [compare(conflict.sides[0].text, side.text) for side in conflict.sides[1:]]
    return (pairs[0][0], *(pair[1] for pair in pairs))


def variant_pieces(quote: Quote) -> tuple[tuple[Piece, ...], ...]:
    """Return the words of each variant of a quote in pieces, compared with the first."""
    if not quote.variants:
        return ()
    first = quote.variants[0].text
    pieces: list[tuple[Piece, ...]] = [(Piece(first, False),)]
    for variant in quote.variants[1:]:
        if variant.difference:
            pieces.append(mark(variant.text, (there for _, there in variant.difference)))
        else:
            pieces.append(compare(first, variant.text)[1])
    return tuple(pieces)


class Wording(NamedTuple):
    """One wording of a quote in pieces, and the variants that have exactly it."""

    pieces: tuple[Piece, ...]
    variants: tuple[QuoteVariant, ...]


def wordings(quote: Quote) -> tuple[Wording, ...]:
    """Return the different wordings of a quote, each once, in the order of its variants."""
    grouped: dict[tuple[str, str, str], list[int]] = {}
    for n, variant in enumerate(quote.variants):
        key = (" ".join(variant.text.split()), variant.form, variant.relation)
        grouped.setdefault(key, []).append(n)
    pieces = variant_pieces(quote)
    return tuple(
        Wording(pieces[held[0]], tuple(quote.variants[n] for n in held))
        for held in grouped.values()
    )


class Slot(NamedTuple):
    """Words that stand at one place in every wording, in the order of the wordings; "" where one has none."""

    words: tuple[str, ...]
    differs: bool


def collate(texts: Sequence[str]) -> tuple[Slot, ...]:
    """Return wordings word by word against the first; () where they are too unlike, too long, or all the same.

    A slot never ends within words that another wording replaces as a whole, so each slot reads in every row.
    """
    rows = [_TOKEN.findall(text.strip()) for text in texts]
    if len(rows) < 2 or max(map(len, rows)) > COLLATED:
        return ()
    base = [_bare(token) for token in rows[0]]
    codes = []
    for row in rows[1:]:
        matcher = SequenceMatcher(None, base, [_bare(token) for token in row], False)
        if matcher.ratio() < ALIKE:
            return ()
        codes.append(matcher.get_opcodes())
    if all(code[0] == "equal" for found in codes for code in found):
        return ()
    cuts = {a for found in codes for _, start, end, _, _ in found for a in (start, end)}
    for found in codes:
        for kind, start, end, _, _ in found:
            if kind != "equal":
                cuts -= set(range(start + 1, end))
    edges = sorted(cuts | {0, len(base)})
    lines = [_spread(row, found, edges) for row, found in zip(rows[1:], codes, strict=True)]
    slots = []
    for n, (start, end) in enumerate(pairwise(edges)):
        words = (" ".join("".join(rows[0][start:end]).split()), *(line[n] for line in lines))
        bare = {tuple(map(_bare, word.split())) for word in words}
        slots.append(Slot(words, len(bare) > 1))
    return tuple(slots)


def _spread(
    row: list[str], codes: Sequence[tuple[str, int, int, int, int]], edges: list[int]
) -> list[str]:
    """Return the words of `row` that belong to each slot; what is inserted goes with the slot before it."""
    words: list[list[str]] = [[] for _ in edges[1:]]
    for kind, start, end, there, last in codes:
        for n, (low, high) in enumerate(pairwise(edges)):
            if kind == "equal" and max(low, start) < min(high, end):
                shift = there - start
                words[n] += row[max(low, start) + shift : min(high, end) + shift]
            elif kind != "equal" and (
                low <= start < high or (start == high == edges[-1]) or (start == end == high)
            ):
                words[n] += row[there:last]
                break
    return [" ".join("".join(found).split()) for found in words]


def _bare(token: str) -> str:
    return re.sub(r"^\W+|\W+$", "", token).casefold() or token.strip()


def _pieces(tokens: list[str], same: list[tuple[int, int]]) -> tuple[Piece, ...]:
    """Return `tokens` joined into runs; those in no range of `same` differ."""
    pieces: list[Piece] = []
    at = 0
    for start, end in same:
        pieces.append(Piece("".join(tokens[at:start]), True))
        pieces.append(Piece("".join(tokens[start:end]), False))
        at = end
    return tuple(piece for piece in pieces if piece.text)
