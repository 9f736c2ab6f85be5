"""The piles through the real reading, and the edges found compared with what was planted."""

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from crosswire.model.annotation import Annotations
from crosswire.model.document import Document
from crosswire.model.dossier import Edge
from crosswire.pipeline.run import acquire_options, annotate_documents, read_sources
from crosswire.settings import Settings
from crosswire.stages.reconcile.copies import find_copies
from evaluation.wire.edits import BY_AGENCY
from evaluation.wire.pages import COPIED, SHARED, Page
from evaluation.wire.piles import Copied, Pile
from evaluation.world.findings import Finding

KINDS = ("same-version", "republishes", "uses-copy", "updates")
Spans = list[tuple[int, int]]


class Read(NamedTuple):
    """Documents and layers by id."""

    documents: Mapping[str, Document]
    layers: Mapping[str, Annotations]


def read(pages: Sequence[Page], settings: Settings) -> Read:
    """Return the pages as read from a JSON Lines file, with their layers."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reports.jsonl"
        path.write_text("\n".join(json.dumps(p.record()) for p in pages), encoding="utf-8")
        documents = {
            d.id: d for d in read_sources([str(path)], acquire_options(Settings())).documents
        }
    layers = zip(documents, annotate_documents(documents.values(), settings), strict=True)
    return Read(documents, dict(layers))


def judge_piles(given: Sequence[Pile], found: Read) -> Iterator[Finding]:
    """Yield the findings on every pile, of pages `found` so."""
    for pile in given:
        documents = [found.documents[p.id] for p in pile.pages()]
        _, edges = find_copies(documents, found.layers)
        yield from judge(pile, [e for e in edges if e.kind in KINDS], found.documents)


def judge(
    pile: Pile, edges: Sequence[Edge], documents: Mapping[str, Document]
) -> Iterator[Finding]:
    """Yield pairs found and missed, directions, and the characters of passages, of one pile."""
    between = {frozenset((e.from_, e.to)): e for e in edges}
    copies = {c.page.id: c for c in pile.copies}
    home = {*copies, pile.wire.id}
    for copied in pile.copies:
        edge = between.get(frozenset((copied.page.id, pile.wire.id)))
        title = f"{copied.page.id} {copied.page.headline}"
        yield Finding("pairs", "right" if edge else "missed", copied.kind, pile.id, title)
        if edge is not None:
            yield from _judge_edge(pile, copied, edge, documents)
    rivals = {page.id: kind for kind, page in pile.rivals}
    for pair, edge in between.items():
        if not pair <= home:
            kind = "/".join(sorted({rivals.get(name, "copy or wire") for name in pair}))
            text = " | ".join(e.text for e in edge.evidence[:2])
            yield Finding("pairs", "extra", kind, pile.id, f"{edge.from_}: {text}")


def _judge_edge(
    pile: Pile, copied: Copied, edge: Edge, documents: Mapping[str, Document]
) -> Iterator[Finding]:
    right = edge.from_ == copied.page.id
    how = "stated" if copied.stated else "inferred"
    yield Finding("direction", "right" if right else "wrong", how, pile.id, copied.kind)
    if copied.kind in BY_AGENCY:
        state = "right" if edge.kind == "updates" else "wrong"
        yield Finding("updates", state, edge.kind, pile.id, copied.page.id)
    else:
        state = "right" if edge.stated == copied.stated else "wrong"
        yield Finding("stated", state, how, pile.id, copied.kind)
    document = documents[copied.page.id]
    wanted, free = spans_of(copied.page, document.text)
    shown = [(e.start, e.end) for e in edge.evidence if e.document == document.id]
    truth, given, aside = (_cover(s, document.text) for s in (wanted, shown, free))
    for state, places in (
        ("right", truth & given),
        ("missed", truth - given - aside),
        ("extra", given - truth - aside),
    ):
        for _ in range(len(places)):
            yield Finding("passages", state, copied.kind, pile.id)


def spans_of(page: Page, text: str) -> tuple[Spans, Spans]:
    """Return where copied lines stand, and what is neither right nor wrong to show: quotations, shared lines."""
    wanted: Spans = []
    free: Spans = []
    at = 0
    for line in page.lines():
        start = text.find(line.text, at)
        if start < 0:
            continue
        at = start + len(line.text)
        if line.whose in (COPIED, SHARED):
            (wanted if line.whose == COPIED else free).append((start, at))
    opened = -1
    for place, letter in enumerate(text):
        if letter == "“" or (letter == '"' and opened < 0):
            opened = place
        elif letter in '”"' and opened >= 0:
            free.append((opened, place + 1))
            opened = -1
    return wanted, free


def _cover(spans: Spans, text: str) -> set[int]:
    return {n for start, end in spans for n in range(start, end) if text[n].isalnum()}
