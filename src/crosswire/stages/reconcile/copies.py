"""Which report's words stand in which other: copied passages, agency credits, and their direction.

1. Passages that two reports share, weighed (`copies_weighing`), then what they tell in other words
   (`copies_reworded`); what both quote is a shared utterance and no copy.
2. The share of the smaller report that is copied names the edge: same-version, republishes, uses-copy; an outlet's
   later version of its own report is an update.
3. Direction (`copies_direction`): stated by a credit, else inferred; each edge says why, and what would undo it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from crosswire.model.annotation import Annotations
from crosswire.model.document import Document
from crosswire.model.dossier import Edge, EdgeKind
from crosswire.model.record import Record
from crosswire.model.span import Evidence, Span
from crosswire.stages.reconcile.copies_direction import depths, direction
from crosswire.stages.reconcile.copies_reading import Reading, read_report
from crosswire.stages.reconcile.copies_reworded import Told, in_order, reworded, sentences
from crosswire.stages.reconcile.copies_shared import shared_errors, shared_utterances
from crosswire.stages.reconcile.copies_weighing import Weighed, shared_passages

SAME_VERSION, REPUBLISHES, UPDATES = 0.95, 0.6, 0.4
"""Copied share of the smaller report from which an edge has its kind; `updates` is between one outlet's own."""
WHOLE = 0.8
"""Copied share from which the headline too is the original's, whoever wrote it anew."""
ONE_PASSAGE = 5.5
"""Weight of a passage that is copied for certain, alone in its report."""
ALL_PASSAGES = 7.5
"""Weight of passages that are copied together, each too slight to be sure of."""
ONE_RUN = 28
"""Words in a row, without an edit, that nobody writes twice, whoever is said to have said them."""
REFILLED = 2.0
"""Times that much is wanted where details within the passages differ more than they agree: a pattern filled anew."""
CHAIN = 3
"""Sentences in one order that tell the same in other words: fewer may be chance."""
CHAINED = 0.35
"""Share of the shorter report's sentences that they are."""
LEAST_SHINGLES = 2
"""Shared runs of words from which two reports are aligned at all."""
PER_SHINGLE = 64
"""Reports looked at for one shared run or term; what more have is a stock phrase."""
PER_REPORT = 16
"""Earlier reports that a report is aligned with: those it shares most runs with, the earliest where they tie."""
COVERS = 0.6
"""Share of a statement that a copied passage must hold for the statement to be copy."""
SHOWN = 12
"""Passages shown for an edge, the longest."""


class Shared(Record, frozen=True, kw_only=True):
    """A passage that stands in two reports."""

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
        depth: Mapping[str, int] | None = None,
    ) -> None:
        """Keep the passages, what each report is a copy of as a `whole`, and how far from an original it is."""
        away = depth or {}
        self.order = {
            d.id: (away.get(d.id, 0), d.published_at.value or "9999", d.id) for d in documents
        }
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


class Pair(NamedTuple):
    """Two reports and what they share, enough of it to be copy."""

    left: Reading
    right: Reading
    passages: list[Weighed]


def find_copies(
    documents: Sequence[Document], annotations: Mapping[str, Annotations]
) -> tuple[Copies, tuple[Edge, ...]]:
    """Return the story's copied passages and the edges between reports and to credited agencies."""
    ordered = sorted(documents, key=lambda d: (d.published_at.value or "9999", d.id))
    readings = [read_report(d, annotations[d.id]) for d in ordered]
    whole, edges = _word_for_word(readings)
    pairs = _pairs(readings, whole)
    shared: list[Shared] = []
    for pair in pairs:
        edge = _edge(pair)
        edges.append(edge)
        shared += [s for w in pair.passages for s in _both_ways(pair, w)]
        if edge.kind == "same-version" or edge.score >= WHOLE:
            whole.setdefault(edge.from_, edge.to)
    bound = {frozenset((e.from_, e.to)) for e in edges}
    edges += shared_utterances(readings, bound)
    edges += shared_errors(readings)
    edges += [
        _credit(d, d.agency, d.agency_evidence) for d in ordered if d.agency and d.agency_evidence
    ]
    targets: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        if edge.kind not in ("credits", "shares-utterance", "shares-error"):
            targets[edge.from_].append(edge.to)
    return Copies(documents, shared, whole, depths([d.id for d in ordered], targets)), tuple(edges)


def _word_for_word(readings: Sequence[Reading]) -> tuple[dict[str, str], list[Edge]]:
    """Return the reports whose body is another's, word for word, with the edges that say so."""
    alike: dict[tuple[str, ...], list[Reading]] = {}
    for reading in readings:
        if reading.spelt.words:
            alike.setdefault(tuple(reading.spelt.words), []).append(reading)
    whole: dict[str, str] = {}
    edges = []
    for group in alike.values():
        first = group[0]
        for other in group[1:]:
            found = direction(first.document, other.document, (first.size, other.size))
            first = first if found.original is first.document else other
        for other in group:
            if other is not first:
                whole[other.document.id] = first.document.id
                edges.append(_same(first, other))
    return whole, edges


def _same(original: Reading, copy: Reading) -> Edge:
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


def _pairs(readings: Sequence[Reading], whole: Mapping[str, str]) -> list[Pair]:
    """Return the pairs of reports that copy, apart from those that do so word for word."""
    pairs = []
    found: set[tuple[int, int]] = set()
    told = [sentences(r) for r in readings]
    for left, right in _meeting([sorted(set(r.spelt.seeds)) for r in readings], LEAST_SHINGLES):
        one, two = readings[left], readings[right]
        if (
            whole.get(two.document.id) == one.document.id
            or whole.get(one.document.id) == two.document.id
        ):
            found.add((left, right))
            continue
        shared = shared_passages(one, two)
        if _enough(shared):
            found.add((left, right))
            pairs.append(Pair(one, two, _with_reworded(shared, one, two, told[left], told[right])))
    terms = [sorted({t for s in own for t in s.terms}) for own in told]
    for left, right in _meeting(terms, 3 * CHAIN):
        if (left, right) not in found:
            one, two = readings[left], readings[right]
            again = reworded(one, two, told[left], told[right])
            if _chained(again, told[left], told[right]):
                pairs.append(Pair(one, two, again))
    return pairs


def _meeting(
    held: Sequence[Sequence[int]] | Sequence[Sequence[str]], least: int
) -> list[tuple[int, int]]:
    """Return the pairs that hold enough in common to be worth a look: for each its likeliest earlier ones."""
    postings: dict[int | str, list[int]] = defaultdict(list)
    for number, listed in enumerate(held):
        for item in listed:
            postings[item].append(number)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for numbers in postings.values():
        for i, left in enumerate(numbers[:PER_SHINGLE]):
            for right in numbers[i + 1 : PER_SHINGLE]:
                shared[left, right] += 1
    earlier: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for (left, right), count in shared.items():
        if count >= least:
            earlier[right].append((-count, left))
    return sorted(
        (left, right) for right, found in earlier.items() for _, left in sorted(found)[:PER_REPORT]
    )


def _enough(shared: Sequence[Weighed]) -> bool:
    """Tell whether shared passages are copy."""
    if not shared:
        return False
    alike, apart = (sum(w.numbers[n] + w.names[n] for w in shared) for n in (0, 1))
    least = REFILLED if apart > alike else 1.0
    weights = [w.weight for w in shared]
    return (
        max(weights) >= least * ONE_PASSAGE
        or sum(weights) >= least * ALL_PASSAGES
        or max(w.longest for w in shared) >= least * ONE_RUN
    )


def _with_reworded(
    shared: list[Weighed],
    one: Reading,
    two: Reading,
    ones: Sequence[Told],
    twos: Sequence[Told],
) -> list[Weighed]:
    """Return the passages and, of two reports that copy, the sentences between them told in other words."""
    covered = [w.passage.right_words for w in shared]
    again = [
        w
        for w in reworded(one, two, ones, twos, bound=True)
        if not any(
            a < w.passage.right_words[1] and w.passage.right_words[0] < b for a, b in covered
        )
    ]
    return sorted([*shared, *again], key=lambda w: w.passage.right_start)


def _chained(again: Sequence[Weighed], ones: Sequence[Told], twos: Sequence[Told]) -> bool:
    """Tell whether sentences told in other words are so many, in one order, that no chance made them."""
    order = in_order(again)
    return order >= CHAIN and order >= CHAINED * min(len(ones), len(twos))


def _both_ways(pair: Pair, weighed: Weighed) -> tuple[Shared, Shared]:
    left, right, p = pair.left.document.id, pair.right.document.id, weighed.passage
    return (
        Shared(
            document=left,
            start=p.left_start,
            end=p.left_end,
            other=right,
            other_start=p.right_start,
            other_end=p.right_end,
        ),
        Shared(
            document=right,
            start=p.right_start,
            end=p.right_end,
            other=left,
            other_start=p.left_start,
            other_end=p.left_end,
        ),
    )


def _edge(pair: Pair) -> Edge:
    one, two = pair.left.document, pair.right.document
    sizes = (pair.left.size, pair.right.size)
    copied = [
        sum(p.left_end - p.left_start for p in (w.passage for w in pair.passages)),
        sum(p.right_end - p.right_start for p in (w.passage for w in pair.passages)),
    ]
    share = min(1.0, max(copied[0] / max(1, sizes[0]), copied[1] / max(1, sizes[1])))
    found = direction(one, two, sizes)
    turned = found.copy is one
    evidence: list[Evidence] = []
    shown = sorted(pair.passages, key=lambda w: (-w.weight, w.passage.right_start))[:SHOWN]
    for p in sorted((w.passage for w in shown), key=lambda p: p.right_start):
        sides = (two.evidence(p.right_start, p.right_end), one.evidence(p.left_start, p.left_end))
        evidence += sides[::-1] if turned else sides
    return Edge(
        from_=found.copy.id,
        to=found.original.id,
        kind=_kind(share, sizes, one, two),
        stated=found.stated,
        score=round(share, 4),
        evidence=(*evidence, *((found.credit,) if found.credit else ())),
        explain=(*_because(pair, share), *found.because),
    )


def _kind(share: float, sizes: tuple[int, int], one: Document, two: Document) -> EdgeKind:
    own = one.outlet is not None and one.outlet == two.outlet
    own = own or (one.url is not None and one.url == two.url)
    own = own or one.supersedes == two.id or two.supersedes == one.id
    if share >= SAME_VERSION and abs(sizes[0] - sizes[1]) < 0.05 * max(sizes):
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


def _credit(document: Document, agency: str, span: Span) -> Edge:
    return Edge(
        from_=document.id,
        to=agency,
        kind="credits",
        stated=True,
        score=1.0,
        evidence=(document.evidence(span.start, span.end),),
    )
