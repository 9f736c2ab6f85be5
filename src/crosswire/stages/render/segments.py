"""A report's text cut where claims begin and end: spans in, pieces out that together are the text again."""

import itertools
from collections.abc import Iterable
from typing import NamedTuple

from crosswire.model.span import Evidence
from crosswire.stages.render.index import Index

COPYING = ("same-version", "republishes", "uses-copy")


class Segment(NamedTuple):
    """A stretch of text, the numbers of the points that claims over it belong to, and whether it is copied."""

    text: str
    points: tuple[int, ...]
    copied: bool


class Claimed(NamedTuple):
    """A span of one report: half-open code points, and its point's number; 0 for a copied passage."""

    start: int
    end: int
    point: int


def spans(book: Index) -> dict[str, tuple[Claimed, ...]]:
    """Return, for each report, the spans of its claims and of what it shares with a copy."""
    found: dict[str, set[Claimed]] = {}

    def put(evidence: Evidence, point: int) -> None:
        if evidence.document in book.numbers:
            spans_of = found.setdefault(evidence.document, set())
            spans_of.add(Claimed(evidence.start, evidence.end, point))

    for number, point in enumerate(book.dossier.points, start=1):
        for claim in point.claims:
            put(claim.evidence, number)
    for edge in book.dossier.provenance.edges:
        for evidence in edge.evidence if edge.kind in COPYING else ():
            put(evidence, 0)
    return {document: tuple(sorted(held)) for document, held in found.items()}


def segments(text: str, claimed: Iterable[Claimed]) -> tuple[Segment, ...]:
    """Return `text` in pieces; spans outside it are cut to it, and neighbours alike are one piece."""
    starts: dict[int, list[int]] = {}
    ends: dict[int, list[int]] = {}
    for span in claimed:
        start, end = max(0, span.start), min(len(text), span.end)
        if start < end:
            starts.setdefault(start, []).append(span.point)
            ends.setdefault(end, []).append(span.point)
    cuts = sorted({0, len(text), *starts, *ends})
    open_: dict[int, int] = {}
    pieces: list[Segment] = []
    for here, there in itertools.pairwise(cuts):
        for point in ends.get(here, ()):
            open_[point] -= 1
        for point in starts.get(here, ()):
            open_[point] = open_.get(point, 0) + 1
        held = tuple(sorted(p for p, times in open_.items() if p and times))
        piece = Segment(text[here:there], held, bool(open_.get(0)))
        if pieces and pieces[-1][1:] == piece[1:]:
            piece = Segment(pieces.pop().text + piece.text, held, piece.copied)
        pieces.append(piece)
    return tuple(pieces)
