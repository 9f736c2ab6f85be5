"""Two wordings in, the same wordings in pieces out, each piece marked where it differs. Words are the unit."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import NamedTuple

from crosswire.model.dossier import Conflict, Quote

WORDS = 300
"""Longest wording compared, in words: the matcher is quadratic at worst, and a longer one is no quote."""
ALIKE = 0.35
"""Share of common words below which two wordings are simply different and marking each word says nothing."""
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
