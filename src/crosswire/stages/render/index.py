"""What every renderer looks up in a dossier: report numbers, names of reports, points by id, who says what.

Reports are numbered from 1 in the order of the dossier's documents; a number is the citation on every surface.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from crosswire.model.annotation import Status
from crosswire.model.dossier import (
    Claim,
    Dossier,
    DossierDocument,
    DossierEntity,
    FigureGroup,
    FigureMention,
    Point,
    Root,
)
from crosswire.model.span import Evidence
from crosswire.stages.render import wording

ITSELF = "the report itself"
NOBODY = "no source named"


@dataclass(frozen=True)
class Index:
    """A dossier with its look-ups."""

    dossier: Dossier
    numbers: dict[str, int]
    documents: dict[str, DossierDocument]
    points: dict[str, Point]
    roots: dict[str, Root]


@dataclass(frozen=True)
class Voice:
    """Claims that reach their reports by one chain: its links from the far end, and the status held."""

    chain: tuple[str, ...]
    status: str
    numbers: tuple[int, ...]
    evidence: tuple[Evidence, ...]
    relation: str = ""
    claims: tuple[Claim, ...] = ()

    @property
    def words(self) -> str:
        """The chain as a reader follows it, far end first: "Varga (told reporters) › Nordwire"."""
        return " › ".join(self.chain)


def index(dossier: Dossier) -> Index:
    """Return `dossier` with its look-ups."""
    return Index(
        dossier=dossier,
        numbers={id_: n for n, id_ in enumerate(dict.fromkeys(d.id for d in dossier.documents), 1)},
        documents={d.id: d for d in dossier.documents},
        points={p.id: p for p in dossier.points},
        roots={
            **{r.id: r for p in dossier.points for r in p.roots},
            **{r.id: r for r in dossier.provenance.roots},
        },
    )


def cite(book: Index, documents: Iterable[str]) -> tuple[int, ...]:
    """Return the numbers of `documents`, sorted, each once; documents the dossier does not list are left out."""
    return tuple(sorted({book.numbers[d] for d in documents if d in book.numbers}))


def cited(book: Index, evidence: Iterable[Evidence]) -> tuple[int, ...]:
    """Return the numbers of the reports that `evidence` stands in."""
    return cite(book, (e.document for e in evidence))


def name(book: Index, document: str) -> str:
    """Return what a reader calls a report: its outlet, else its id."""
    found = book.documents.get(document)
    return (found.outlet if found else None) or document


def numbered(book: Index, document: str) -> str:
    """Return a report by its number, and its outlet where that is known: "report 3 (The Halden Post)"."""
    outlet = book.documents[document].outlet
    return f"report {book.numbers[document]}" + (f" ({outlet})" if outlet else "")


def root_names(book: Index, roots: Iterable[str]) -> tuple[str, ...]:
    """Return the names of roots, each once; one that is a report by its number and name."""
    found = ((id_, book.roots.get(id_)) for id_ in roots)
    return tuple(dict.fromkeys(root_name(book, root) if root else id_ for id_, root in found))


def root_name(book: Index, root: Root) -> str:
    """Return a root's name; a report as "report 3 (The Halden Post)"."""
    if root.kind == "party":
        return root.name
    for key in (root.name, root.id):
        if key in book.numbers:
            return numbered(book, key)
    return root.name


def voices(book: Index, point: Point) -> tuple[Voice, ...]:
    """Return who says the point by which chain, in the order of its claims; one entry a chain and status."""
    grouped: dict[tuple[tuple[str, ...], str, str], list[Claim]] = {}
    for claim in point.claims:
        key = (source(claim), claim.status, wording.CLAIM_RELATIONS[claim.relation])
        grouped.setdefault(key, []).append(claim)
    return tuple(
        Voice(
            chain=links,
            status=status,
            numbers=cite(book, (c.document for c in claims)),
            evidence=tuple(c.evidence for c in claims),
            relation=relation,
            claims=tuple(claims),
        )
        for (links, status, relation), claims in grouped.items()
    )


def source(claim: Claim) -> tuple[str, ...]:
    """Return a claim's chain from its far end; the report itself, or nobody, where there is none."""
    if claim.attribution:
        return wording.chain(claim.attribution)
    return (ITSELF,) if claim.root else (NOBODY,)


def says(book: Index, mention: FigureMention) -> str:
    """Return who gives a figure: the one it is attributed to, the report itself, or that nobody is named."""
    if mention.attributed_to:
        return mention.attributed_to
    root = book.roots.get(mention.root or "")
    if root is None:
        return NOBODY
    return ITSELF if root.kind == "report" else root.name


def when(book: Index, mention: FigureMention) -> str:
    """Return the state a figure is of: its as-of date, else when its report was published, said as such."""
    if mention.as_of:
        return wording.day(mention.as_of)
    return published(book, mention.document, lead="reported ") or "date not known"


def sayers(book: Index, group: FigureGroup) -> tuple[str, ...]:
    """Return who gives the figures of a group, each once."""
    return tuple(dict.fromkeys(says(book, m) for m in group.mentions))


def whens(book: Index, group: FigureGroup) -> tuple[str, ...]:
    """Return the states the figures of a group are of, each once."""
    return tuple(dict.fromkeys(when(book, m) for m in group.mentions))


def published(book: Index, document: str, *, lead: str = "") -> str:
    """Return when a report was published, in words, after `lead`; "" where that is not known."""
    found = book.documents.get(document)
    value = found.published_at.value if found else None
    return lead + wording.day(value) if value else ""


@dataclass(frozen=True)
class Line:
    """What is shown of some points: its words and the evidence they are from."""

    points: tuple[str, ...]
    text: str
    evidence: tuple[Evidence, ...] = ()


Held = tuple[tuple[Status, tuple[str, ...]], ...]


def stances(book: Index, line: Line) -> Held:
    """Return who holds the points of a line, by status.

    A point that reports state as fact is left out, and so is one for which `attributes` holds.
    """
    found: dict[Status, dict[str, None]] = {}
    for point in (book.points[id_] for id_ in line.points if id_ in book.points):
        who = wording.holders(point)
        if wording.stance(point) and not attributes(line, point):
            found.setdefault(point.status, {}).update(dict.fromkeys(who))
    return tuple((status, tuple(who)) for status, who in found.items())


def attributes(line: Line, point: Point) -> bool:
    """Return whether a line needs no holder named: it carries the attribution, or stands on plain assertions.

    It carries it where the speaker's words stand in its own words and evidence; it is plain where a report
    whose passage it shows states the point itself.
    """
    return any(
        any(_holds(e, c.evidence) for e in line.evidence)
        if not c.attribution
        else c.attribution[-1].evidence.text in line.text
        and any(_holds(e, c.attribution[-1].evidence) for e in line.evidence)
        for c in wording.supporting(point)
        if c.attribution or (c.root and c.status == point.status == "asserted")
    )


def _holds(outer: Evidence, inner: Evidence) -> bool:
    same = outer.document == inner.document
    return same and outer.start <= inner.start and inner.end <= outer.end


def leading(book: Index, line: Line) -> str:
    """Return `stances` as they read before the words: "Varga says", "Denied by Varga"; "" where there is none."""
    return "; ".join(wording.stance_of(*held) for held in stances(book, line))


def trailing(book: Index, line: Line) -> str:
    """Return `stances` as they read after the words: "according to Varga"; "" where there is none.

    Who stands before the words already, as in a title ("Varga: The bridge is shut"), is not named again.
    """
    held = stances(book, line)
    return "; ".join(
        wording.aside(status, who)
        for status, who in held
        if not (status == "asserted" and len(who) == 1 and line.text.startswith(f"{who[0]}: "))
    )


def title(book: Index) -> Line:
    """Return the story's title as a line of its points."""
    return Line(book.dossier.story.title_points, book.dossier.story.title)


def rooted(dossier: Dossier) -> int:
    """Return how many roots the points of a dossier rest on."""
    return len({root.id for point in dossier.points for root in point.roots})


def topics(points: Iterable[Point]) -> tuple[tuple[str, tuple[Point, ...]], ...]:
    """Return points by topic, topics in the order of their first point.

    What was known before comes last but for the points that stand within the words of others.
    """
    grouped: dict[str, list[Point]] = {}
    background: list[Point] = []
    parts: list[Point] = []
    for point in points:
        if point.within is not None:
            parts.append(point)
        elif point.verdict == "background":
            background.append(point)
        else:
            grouped.setdefault(wording.capital(point.topic) or "Other", []).append(point)
    ordered = [(topic, tuple(held)) for topic, held in grouped.items()]
    if background:
        ordered.append(("Known before", tuple(background)))
    if parts:
        ordered.append(("Parts of the points above", tuple(parts)))
    return tuple(ordered)


def kinds(
    entities: Iterable[DossierEntity],
) -> tuple[tuple[str, tuple[DossierEntity, ...]], ...]:
    """Return names by kind, people and bodies first, each kind in the order given."""
    grouped: dict[str, list[DossierEntity]] = {}
    for entity in entities:
        title = wording.ENTITY_TYPES.get(entity.type, wording.ENTITY_TYPES["other"])
        grouped.setdefault(title, []).append(entity)
    known = list(wording.ENTITY_TYPES.values())
    return tuple((title, tuple(grouped[title])) for title in known if title in grouped)


def stands_alone(book: Index, point: str) -> bool:
    """Tell whether a point is known and says more than part of another one."""
    return point in book.points and book.points[point].within is None


def outlets(dossier: Dossier) -> tuple[str, ...]:
    """Return the known outlets, each once, in the order of the reports."""
    return tuple(dict.fromkeys(d.outlet for d in dossier.documents if d.outlet))


class Backed(NamedTuple):
    """A root, how many points rest on it, and the numbers of the reports that reach it."""

    root: Root
    points: int
    numbers: tuple[int, ...]


def backed(book: Index) -> tuple[Backed, ...]:
    """Return the roots that points rest on, the one with most points first."""
    points: dict[str, int] = {}
    documents: dict[str, set[str]] = {}
    for point in book.dossier.points:
        for root in point.roots:
            points[root.id] = points.get(root.id, 0) + 1
        for claim in point.claims:
            documents.setdefault(claim.root or "", set()).add(claim.document)
    found = [
        Backed(root, points[id_], cite(book, documents.get(id_, ())))
        for id_, root in book.roots.items()
        if id_ in points
    ]
    return tuple(sorted(found, key=lambda r: (-r.points, r.root.kind, r.root.name)))


def end_name(book: Index, end: str) -> str:
    """Return what an end of a provenance edge is called: a report by number and name, a root by name, else itself."""
    if end in book.numbers:
        return numbered(book, end)
    return root_name(book, book.roots[end]) if end in book.roots else end
