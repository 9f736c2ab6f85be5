"""Which report's words stand in which other: copied passages, agency credits, and their direction.

1. Passages that two reports share, weighed (`copies_weighing`), then what they tell in other words
   (`copies_reworded`); what both quote is a shared utterance and no copy.
2. The share of the smaller report that is copied names the edge: same-version, republishes, uses-copy; an outlet's
   later version of its own report is an update.
3. Direction (`copies_direction`): stated by a credit, else inferred; each edge says why, and what would undo it.
"""

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence

from crosswire.model.annotation import Annotations
from crosswire.model.document import Document
from crosswire.model.dossier import Edge
from crosswire.model.record import Record
from crosswire.stages.reconcile.copies_direction import depths, direction
from crosswire.stages.reconcile.copies_edges import (
    Pair,
    credit_edge,
    edge_of,
    own_share,
    same_body,
)
from crosswire.stages.reconcile.copies_reading import Reading, read_report
from crosswire.stages.reconcile.copies_reworded import (
    CHAIN,
    Told,
    chained,
    covered,
    filled,
    reworded,
    sentences,
    whole_sentences,
)
from crosswire.stages.reconcile.copies_shared import shared_errors, shared_utterances
from crosswire.stages.reconcile.copies_weighing import (
    Weighed,
    enough,
    one_series,
    shared_passages,
)
from crosswire.text.passages import Gap, Passage, Spelt

WHOLE = 0.8
"""Share of a report that is copied from which all of it is, its headline too, whoever wrote that anew."""
LEAST_SHINGLES = 2
"""Shared runs of words from which two reports are aligned at all."""
PER_SHINGLE = 64
"""Reports looked at for one shared run or term; what more have is a stock phrase."""
PER_REPORT = 16
"""Earlier reports that a report is aligned with: those it shares most runs with, the earliest where they tie."""
MOSTLY = 0.5
"""Share of a report that is copied from which it is a copy with additions, no longer a report with a copied passage."""
COPYING = ("same-version", "republishes", "uses-copy", "updates")
"""Kinds of edges from a copy to its original."""
COVERS = 0.6
"""Share of a statement that a copied passage must hold for the statement to be copy."""


class Shared(Record, frozen=True, kw_only=True):
    """A passage that stands in two reports, with its `edits`: where in each (code points) the words differ."""

    document: str
    start: int
    end: int
    other: str
    other_start: int
    other_end: int
    edits: tuple[Gap, ...] = ()

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the other report the words `[start, end)` of this passage stand, to a few letters."""
        return self._at(start), max(self._at(start) + 1, self._at(end))

    def _at(self, at: int) -> int:
        here, there = self.start, self.other_start
        for first, last, other_first, other_last in self.edits:
            if at <= first:
                return min(there + max(0, at - here), other_first)
            if at < last:
                return other_first
            here, there = last, other_last
        return min(there + max(0, at - here), self.other_end)


class Copies:
    """The copied passages of a story, asked for the source of a stretch of words."""

    def __init__(
        self,
        documents: Sequence[Document],
        shared: Sequence[Shared],
        whole: Mapping[str, str],
        depth: Mapping[str, int] | None = None,
        edges: Sequence[Edge] = (),
        mostly: Container[str] = (),
    ) -> None:
        """Keep the passages, what each report is a copy of as a `whole`, and how far from an original it is.

        Of `edges` are those between reports that copy; `mostly` has the reports of which most is copied.
        """
        away = depth or {}
        self.order = {
            d.id: (away.get(d.id, 0), d.published_at.value or "9999", d.id) for d in documents
        }
        self.whole = whole
        self.updating = frozenset(e.from_ for e in edges if e.kind == "updates")
        """Reports that are their maker's later version of another."""
        self.original: dict[str, str] = {}
        """Of each report that is mostly copy the first that it copies from."""
        for edge in sorted(edges, key=lambda e: self.order.get(e.to, (0, "", ""))):
            if (
                edge.from_ in mostly
                and edge.kind in COPYING
                and self.order[edge.to] < self.order[edge.from_]
            ):
                self.original.setdefault(edge.from_, edge.to)
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

    def places(self, document: str, start: int, end: int) -> list[tuple[str, int, int]]:
        """Return where the words `[start, end)` of a copy stand in the reports it may have them from, first first."""
        found = []
        for passage in self.shared.get(document, ()):
            common = min(end, passage.end) - max(start, passage.start)
            if (
                common >= COVERS * (end - start)
                and self.order[passage.other] < self.order[document]
            ):
                found.append((passage.other, *passage.place(start, end)))
        return sorted(found, key=lambda place: (self.order[place[0]], place))


def find_copies(
    documents: Sequence[Document], annotations: Mapping[str, Annotations]
) -> tuple[Copies, tuple[Edge, ...]]:
    """Return the story's copied passages and the edges between reports and to credited agencies."""
    ordered = sorted(documents, key=lambda d: (d.published_at.value or "9999", d.id))
    readings = [read_report(d, annotations[d.id]) for d in ordered]
    whole, edges = _word_for_word(readings)
    pairs = _pairs(readings, whole)
    by_id = {r.document.id: r for r in readings}
    mostly = set(whole)
    shared = [
        s
        for edge in edges
        for s in _both_ways(
            by_id[edge.to], by_id[edge.from_], _all_of(by_id[edge.to], by_id[edge.from_])
        )
    ]
    for pair in pairs:
        edge = edge_of(pair)
        edges.append(edge)
        shared += [
            s
            for passage in (*(w.passage for w in pair.passages), *pair.sentences)
            for s in _both_ways(pair.left, pair.right, passage)
        ]
        share = own_share(pair, edge.from_)
        if share >= WHOLE:
            whole.setdefault(edge.from_, edge.to)
        if share >= MOSTLY:
            mostly.add(edge.from_)
    bound = {frozenset((e.from_, e.to)) for e in edges}
    edges += shared_utterances(readings, bound)
    edges += shared_errors(readings)
    edges += [
        credit_edge(d, d.agency, d.agency_evidence)
        for d in ordered
        if d.agency and d.agency_evidence
    ]
    targets: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        if edge.kind in COPYING:
            targets[edge.from_].append(edge.to)
    away = depths([d.id for d in ordered], targets)
    return Copies(documents, shared, whole, away, edges, mostly), tuple(edges)


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
                edges.append(same_body(first, other))
    return whole, edges


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
        if enough(shared, series=one_series(one.document, two.document)):
            found.add((left, right))
            pairs.append(_pair(shared, one, two, told[left], told[right]))
    terms = [sorted({t for s in own for t in s.terms}) for own in told]
    for left, right in _meeting(terms, 3 * CHAIN):
        if (left, right) not in found:
            one, two = readings[left], readings[right]
            again = reworded(one, two, told[left], told[right])
            if chained(again, told[left], told[right]):
                pairs.append(_pair([], one, two, told[left], told[right]))
    return pairs


def _meeting(
    held: Sequence[Sequence[int]] | Sequence[Sequence[str]], least: int
) -> list[tuple[int, int]]:
    """Return the pairs that hold enough in common to be worth a look: for each its likeliest earlier ones."""
    postings: dict[object, list[int]] = defaultdict(list)
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


def _pair(
    shared: Sequence[Weighed],
    one: Reading,
    two: Reading,
    ones: Sequence[Told],
    twos: Sequence[Told],
) -> Pair:
    """Return two reports that copy with their passages, and the sentences between these told in other words."""
    again = [w for w in reworded(one, two, ones, twos, bound=True) if not covered(w, shared)]
    known = sorted([*shared, *again], key=lambda w: w.passage.right_start)
    rest = filled(one, two, ones, twos, known)
    known = sorted([*known, *rest], key=lambda w: (w.passage.right_start, w.passage.right_end))
    return Pair(one, two, known, whole_sentences(one, two, ones, twos, known))


def _all_of(one: Reading, two: Reading) -> Passage:
    """Return the passage that two bodies are which agree word for word."""
    a, b = one.spelt, two.spelt
    size = len(a.words)
    return Passage(a.starts[0], a.ends[-1], b.starts[0], b.ends[-1], size, (0, size), (0, size))


def _both_ways(left: Reading, right: Reading, p: Passage) -> tuple[Shared, Shared]:
    one, two = left.document.id, right.document.id
    edits = tuple(
        (*_letters(left.spelt, a, b), *_letters(right.spelt, c, d)) for a, b, c, d in p.gaps
    )
    return (
        Shared(
            document=one,
            start=p.left_start,
            end=p.left_end,
            other=two,
            other_start=p.right_start,
            other_end=p.right_end,
            edits=edits,
        ),
        Shared(
            document=two,
            start=p.right_start,
            end=p.right_end,
            other=one,
            other_start=p.left_start,
            other_end=p.left_end,
            edits=tuple((c, d, a, b) for a, b, c, d in edits),
        ),
    )


def _letters(spelt: Spelt, first: int, last: int) -> tuple[int, int]:
    """Return where the words `[first, last)` stand in their text; where there are none, the end of the one before."""
    start = spelt.ends[first - 1] if first else 0
    return start, spelt.ends[last - 1] if last > first else start
