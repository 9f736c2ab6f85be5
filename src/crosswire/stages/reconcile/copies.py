"""Which report's words stand in which other: copied passages, agency credits, and their direction.

1. Aligned passages between the prose of two reports (`text.passages`); what both quote is a shared
   utterance and no copy.
2. The share of the smaller report that is copied names the edge: same-version, republishes, uses-copy.
3. Direction: stated credit, else earlier publication, else by id; kept as stated or inferred.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Literal

from crosswire.model.annotation import Annotations
from crosswire.model.document import Document
from crosswire.model.dossier import Edge
from crosswire.model.record import Record
from crosswire.model.span import Evidence
from crosswire.text.passages import Spelt, passages, spell
from crosswire.text.shingles import shingles
from crosswire.text.words import words

SAME_VERSION, REPUBLISHES, USES_COPY = 0.95, 0.6, 0.08
"""Copied share of the smaller report from which an edge has its kind (methods: NEWS-COPY shows that true
copies share as little as a third of their word triples, so the bar for `uses-copy` is low)."""
WHOLE = 0.8
"""Copied share from which the headline too is the original's, whoever wrote it anew."""
LEAST_WORDS = 14
"""Shorter shared runs are stock phrases more often than copy."""
LEAST_SHINGLES = 4
"""Shared runs of six words from which two reports are aligned at all."""
PER_SHINGLE = 64
"""Reports looked at for one shared run; a run that more have is a stock phrase."""
PER_REPORT = 16
"""Earlier reports that a report is aligned with: those it shares most runs with, the earliest where they tie."""
COVERS = 0.6
"""Share of a statement that a copied passage must hold for the statement to be copy."""


class Shared(Record, frozen=True, kw_only=True):
    """A passage that stands in two reports, outside quotations."""

    document: str
    start: int
    end: int
    other: str
    other_start: int
    other_end: int


class Copies:
    """The copied passages of a story, asked for the source of a stretch of words."""

    def __init__(
        self,
        documents: Sequence[Document],
        shared: Sequence[Shared],
        whole: Mapping[str, str],
    ) -> None:
        """Keep the passages, and in `whole` the report each copied report is a copy of as a whole."""
        self.order = {d.id: (d.published_at.value or "9999", d.id) for d in documents}
        self.whole = whole
        self.shared: dict[str, list[Shared]] = defaultdict(list)
        for passage in shared:
            self.shared[passage.document].append(passage)

    def source(self, document: str, start: int, end: int) -> str:
        """Return the report in which the words `[start, end)` of `document` stood first."""
        found = {document}
        seen = {document}
        while document in self.whole and self.whole[document] not in seen:
            document = self.whole[document]
            seen.add(document)
        if len(seen) > 1:
            return document
        for passage in self.shared.get(document, ()):
            common = min(end, passage.end) - max(start, passage.start)
            if common >= COVERS * (end - start):
                found.add(passage.other)
        return min(found, key=lambda name: self.order[name])


def find_copies(
    documents: Sequence[Document], annotations: Mapping[str, Annotations]
) -> tuple[Copies, tuple[Edge, ...]]:
    """Return the story's copied passages and the edges between reports and to credited agencies."""
    shared: list[Shared] = []
    edges: list[Edge] = []
    ordered = sorted(documents, key=lambda d: (d.published_at.value or "9999", d.id))
    prose = {d.id: _prose(d, annotations[d.id]) for d in ordered}
    whole: dict[str, str] = {}
    first_of: dict[tuple[str, ...], Document] = {}
    for document in ordered:
        spelt = tuple(w.text.casefold() for w in words(_body(document)))
        original = first_of.setdefault(spelt, document) if spelt else document
        if original is not document:
            whole[document.id] = original.id
            edges.append(_same(original, document))
    spelt_of = {name: spell(text) for name, (text, _) in prose.items()}
    for first, second in _meeting(ordered, prose):
        if whole.get(second.id) == first.id:
            continue
        found = _shared(first, second, prose, spelt_of)
        if found:
            shared += found + [_turned(p) for p in found]
            edge = _edge(first, second, found)
            if edge is not None:
                edges.append(edge)
                if edge.kind == "same-version" or edge.score >= WHOLE:
                    whole.setdefault(second.id, first.id)
    for document in ordered:
        if document.agency and document.agency_evidence:
            span = document.agency_evidence
            edges.append(
                Edge(
                    from_=document.id,
                    to=document.agency,
                    kind="credits",
                    stated=True,
                    score=1.0,
                    evidence=(document.evidence(span.start, span.end),),
                )
            )
    return Copies(documents, shared, whole), tuple(edges)


def _body(document: Document) -> str:
    return "\n".join(
        document.text[b.start : b.end] for b in document.prose() if b.kind != "headline"
    )


def _same(original: Document, copy: Document) -> Edge:
    """Return the edge of a report whose body is another's, word for word."""
    bodies = [next(b for b in d.prose() if b.kind != "headline") for d in (copy, original)]
    return Edge(
        from_=copy.id,
        to=original.id,
        kind="same-version",
        stated=False,
        score=1.0,
        evidence=(
            copy.evidence(bodies[0].start, bodies[0].end),
            original.evidence(bodies[1].start, bodies[1].end),
        ),
    )


def _meeting(
    ordered: Sequence[Document], prose: Mapping[str, tuple[str, list[int]]]
) -> list[tuple[Document, Document]]:
    """Return the pairs that share enough runs of words to be worth aligning."""
    postings: dict[int, list[int]] = defaultdict(list)
    for number, document in enumerate(ordered):
        for shingle in sorted(set(shingles([w.text for w in words(prose[document.id][0])], 6))):
            postings[shingle].append(number)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for numbers in postings.values():
        for i, left in enumerate(numbers[:PER_SHINGLE]):
            for right in numbers[i + 1 : PER_SHINGLE]:
                shared[left, right] += 1
    earlier: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (left, right), count in shared.items():
        if count >= LEAST_SHINGLES:
            earlier[right].append((-count, left))
    pairs = sorted(
        (left, right) for right, found in earlier.items() for _, left in sorted(found)[:PER_REPORT]
    )
    return [(ordered[left], ordered[right]) for left, right in pairs]


def _shared(
    first: Document,
    second: Document,
    prose: Mapping[str, tuple[str, list[int]]],
    spelt_of: Mapping[str, Spelt],
) -> list[Shared]:
    left_at, right_at = prose[first.id][1], prose[second.id][1]
    found = []
    for passage in passages(spelt_of[first.id], spelt_of[second.id], least=LEAST_WORDS):
        found.append(
            Shared(
                document=first.id,
                start=left_at[passage.left_start],
                end=left_at[passage.left_end - 1] + 1,
                other=second.id,
                other_start=right_at[passage.right_start],
                other_end=right_at[passage.right_end - 1] + 1,
            )
        )
    return found


def _prose(document: Document, annotations: Annotations) -> tuple[str, list[int]]:
    """Return the body's prose with quoted words blanked out, and the text offset of each code point."""
    quoted = [
        (s.start, s.end)
        for a in annotations.attributions
        if a.form == "direct"
        for s in a.content.spans
    ]
    pieces: list[str] = []
    places: list[int] = []
    hidden = bytearray(len(document.text))
    for start, end in quoted:
        hidden[start:end] = b"\x01" * (end - start)
    for block in document.prose():
        if block.kind == "headline":
            continue
        for at in range(block.start, block.end):
            pieces.append("\n" if hidden[at] else document.text[at])
            places.append(at)
        pieces.append("\n")
        places.append(block.end - 1)
    return "".join(pieces), places


def _turned(passage: Shared) -> Shared:
    return Shared(
        document=passage.other,
        start=passage.other_start,
        end=passage.other_end,
        other=passage.document,
        other_start=passage.start,
        other_end=passage.end,
    )


def _edge(first: Document, second: Document, found: Sequence[Shared]) -> Edge | None:
    sizes = [
        sum(b.end - b.start for b in d.prose() if b.kind != "headline") for d in (first, second)
    ]
    copied = min(
        sum(p.end - p.start for p in found), sum(p.other_end - p.other_start for p in found)
    )
    share = copied / max(1, min(sizes))
    if share < USES_COPY:
        return None
    kind: Literal["same-version", "republishes", "uses-copy"] = (
        "same-version"
        if share >= SAME_VERSION and abs(sizes[0] - sizes[1]) < 0.05 * max(sizes)
        else "republishes"
        if share >= REPUBLISHES
        else "uses-copy"
    )
    evidence: list[Evidence] = []
    for passage in sorted(found, key=lambda p: (p.start - p.end, p.start))[:3]:
        evidence.append(second.evidence(passage.other_start, passage.other_end))
        evidence.append(first.evidence(passage.start, passage.end))
    return Edge(
        from_=second.id,
        to=first.id,
        kind=kind,
        stated=False,
        score=round(min(1.0, share), 4),
        evidence=tuple(evidence),
    )
