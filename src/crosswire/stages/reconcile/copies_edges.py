"""Two reports that share copy to the edge between them: kind, direction, passages side by side, and why."""

from collections.abc import Sequence
from typing import NamedTuple

from crosswire.model.document import Document
from crosswire.model.dossier import Edge, EdgeKind
from crosswire.model.span import Evidence, Span
from crosswire.stages.reconcile.copies_direction import direction
from crosswire.stages.reconcile.copies_reading import Reading
from crosswire.stages.reconcile.copies_reworded import CHAIN
from crosswire.stages.reconcile.copies_weighing import ALL_PASSAGES, ONE_PASSAGE, ONE_RUN, Weighed
from crosswire.text.passages import Passage

SAME_VERSION, REPUBLISHES, UPDATES = 0.95, 0.6, 0.4
"""Copied share of the smaller report from which an edge has its kind; `updates` is between one outlet's own."""
SHOWN = 12
"""Passages shown for an edge, the longest."""


class Pair(NamedTuple):
    """Two reports and what they share, enough of it to be copy."""

    left: Reading
    right: Reading
    passages: list[Weighed]
    sentences: list[Passage]
    """The sentences that passages hold most of."""


def same_body(original: Reading, copy: Reading) -> Edge:
    """Return the edge of a report whose body is another's, word for word: its paragraphs, side by side."""
    found = direction(original.document, copy.document, (original.size, copy.size))
    sides = [[b for b in r.document.prose() if b.kind != "headline"] for r in (copy, original)]
    evidence = [
        reading.document.evidence(block.start, block.end)
        for pair in list(zip(*sides, strict=False))[:SHOWN]
        for reading, block in zip((copy, original), pair, strict=True)
    ]
    return Edge(
        from_=copy.document.id,
        to=original.document.id,
        kind="same-version",
        stated=found.stated,
        score=1.0,
        evidence=(*evidence, *((found.credit,) if found.credit else ())),
        explain=(
            f"the bodies are one, word for word: {len(copy.spelt.words)} words",
            *found.because,
        ),
    )


def edge_of(pair: Pair) -> Edge:
    """Return the edge from the copy to the original, with the heaviest passages of both."""
    one, two = pair.left.document, pair.right.document
    sizes = (pair.left.size, pair.right.size)
    share = max(own_share(pair, one.id), own_share(pair, two.id))
    literal = max(own_share(pair, d.id, literal=True) for d in (one, two))
    found = direction(one, two, sizes)
    turned = found.copy is one
    evidence: list[Evidence] = []
    shown = sorted(_outermost(pair.passages), key=lambda w: (-w.weight, w.passage.right_start))[
        :SHOWN
    ]
    for p in sorted((w.passage for w in shown), key=lambda p: p.right_start):
        sides = (two.evidence(p.right_start, p.right_end), one.evidence(p.left_start, p.left_end))
        evidence += sides[::-1] if turned else sides
    return Edge(
        from_=found.copy.id,
        to=found.original.id,
        kind=_kind(share, literal, sizes, one, two),
        stated=found.stated,
        score=round(share, 4),
        evidence=(*evidence, *((found.credit,) if found.credit else ())),
        explain=(*_because(pair, share), *found.because),
    )


def own_share(pair: Pair, name: str, *, literal: bool = False) -> float:
    """Return how much of a report's body the passages are (the `literal` ones): what it adds at the top is its own."""
    left = name == pair.left.document.id
    size = pair.left.size if left else pair.right.size
    held = reached = 0
    for first, last in sorted(
        (p.left_start, p.left_end) if left else (p.right_start, p.right_end)
        for p in (w.passage for w in pair.passages if not (literal and w.reworded))
    ):
        held += max(0, last - max(first, reached))
        reached = max(reached, last)
    return held / max(1, size)


def _outermost(passages: Sequence[Weighed]) -> list[Weighed]:
    """Return the passages that stand in no other one's words on both sides."""
    return [
        w
        for w in passages
        if not any(
            o is not w
            and o.passage.left_start <= w.passage.left_start
            and w.passage.left_end <= o.passage.left_end
            and o.passage.right_start <= w.passage.right_start
            and w.passage.right_end <= o.passage.right_end
            for o in passages
        )
    ]


def _kind(
    share: float, literal: float, sizes: tuple[int, int], one: Document, two: Document
) -> EdgeKind:
    own = one.outlet is not None and one.outlet == two.outlet
    own = own or (one.url is not None and one.url == two.url)
    own = own or one.supersedes == two.id or two.supersedes == one.id
    if literal >= SAME_VERSION and abs(sizes[0] - sizes[1]) < 0.05 * max(sizes):
        return "updates" if own else "same-version"
    if own and share >= UPDATES:
        return "updates"
    return "republishes" if share >= REPUBLISHES else "uses-copy"


def _because(pair: Pair, share: float) -> tuple[str, ...]:
    """Return what the edge rests on in figures, and what would have changed it."""
    literal = [w for w in pair.passages if not w.reworded]
    again = [w for w in pair.passages if w.reworded]
    runs = len(set(pair.left.spelt.seeds) & set(pair.right.spelt.seeds))
    lines = [f"{share:.0%} of the shorter report is copied; {runs} runs of five words are shared"]
    if literal:
        weight = sum(w.weight for w in literal)
        longest = max(w.longest for w in literal)
        most = max(w.weight for w in literal)
        lines.append(
            f"{len(literal)} passage(s), the longest run without an edit {longest} words; they weigh {weight:.1f},"
            f" the heaviest {most:.1f}"
        )
        lines.append(
            f"it would be no copy below {ONE_PASSAGE} for one passage, {ALL_PASSAGES} for all and"
            f" {ONE_RUN} words in a row"
        )
    if again:
        lines.append(
            f"{len(again)} sentence(s) tell the same in other words"
            + ("" if literal else f"; fewer than {CHAIN} in one order would be no copy")
        )
    apart = sum(w.apart for w in pair.passages)
    if apart:
        lines.append(f"{apart} detail(s) differ within the passages")
    return tuple(lines)


def credit_edge(document: Document, agency: str, span: Span) -> Edge:
    """Return the edge from a report to the agency that the words of `span` credit."""
    return Edge(
        from_=document.id,
        to=agency,
        kind="credits",
        stated=True,
        score=1.0,
        evidence=(document.evidence(span.start, span.end),),
    )
