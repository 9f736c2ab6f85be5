"""What is said alike stands once: figures of a group as rows of a table, ways of words as lines of a list.

Nothing is left out by it: a row has the passages of all its mentions, a line those of all its edges.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from crosswire.model.dossier import Edge, EdgeKind, FigureMention
from crosswire.model.span import Evidence
from crosswire.stages.render import index as ix
from crosswire.stages.render import wording
from crosswire.stages.render.index import Index
from crosswire.stages.render.plot import Mark, Row


class FigureRow(NamedTuple):
    """Mentions of one number of one thing by one speaker, with the first one's mark and when they are of."""

    mentions: tuple[FigureMention, ...]
    mark: Mark | None
    when: str


def alike(book: Index, rows: Iterable[Row]) -> tuple[FigureRow, ...]:
    """Return the rows of a table of figures in the order of their first mention; another day is another row."""
    grouped: dict[tuple[object, ...], list[Row]] = {}
    for mention, mark in rows:
        says = ix.says(book, mention)
        day = (mention.as_of or "")[:10]
        key = (wording.amount(mention), wording.counted(mention), says, day)
        grouped.setdefault(key, []).append((mention, mark))
    return tuple(
        FigureRow(tuple(m for m, _ in held), held[0][1], _when(book, [m for m, _ in held]))
        for held in grouped.values()
    )


def _when(book: Index, mentions: Sequence[FigureMention]) -> str:
    """Return when mentions are of: one time as it is, else the day they share or the days their reports are of."""
    whens = dict.fromkeys(ix.when(book, m) for m in mentions)
    if len(whens) == 1:
        return next(iter(whens))
    if mentions[0].as_of:
        return wording.day(mentions[0].as_of[:10])
    known = (book.documents.get(m.document) for m in mentions)
    days = sorted(d.published_at.value for d in known if d and d.published_at.value)
    return f"reported {wording.days(days[0], days[-1])}"


class Way(NamedTuple):
    """Edges of one kind that share an end, as a line: their ends, and the least and greatest score.

    They share where they come from; those that cite share whom they cite.
    """

    from_: tuple[str, ...]
    to: tuple[str, ...]
    kind: EdgeKind
    stated: bool
    scores: tuple[float, float]
    evidence: tuple[Evidence, ...]


def ways(edges: Iterable[Edge]) -> tuple[Way, ...]:
    """Return edges as lines, in the order of the first edge of each."""
    grouped: dict[tuple[str, EdgeKind, bool], list[Edge]] = {}
    for edge in edges:
        shared = edge.to if edge.kind == "cites" else edge.from_
        grouped.setdefault((shared, edge.kind, edge.stated), []).append(edge)
    return tuple(
        Way(
            tuple(dict.fromkeys(e.from_ for e in held)),
            tuple(dict.fromkeys(e.to for e in held)),
            kind,
            stated,
            (min(e.score for e in held), max(e.score for e in held)),
            tuple(dict.fromkeys(one for e in held for one in e.evidence)),
        )
        for (_, kind, stated), held in grouped.items()
    )


def said(book: Index, way: Way) -> str:
    """Return a line as a reader reads it: "report 2 (The Halden Post) republishes reports 5 and 7"."""
    return f"{ends(book, way.from_)} {wording.EDGES[way.kind]} {ends(book, way.to)}"


def ends(book: Index, names: Sequence[str]) -> str:
    """Return ends of edges in words: one by its name, several reports by their numbers."""
    reports = [name for name in names if name in book.numbers]
    found = [ix.end_name(book, name) for name in names if name not in book.numbers]
    if len(reports) == 1:
        found.insert(0, ix.end_name(book, reports[0]))
    elif reports:
        numbers = [str(n) for n in ix.cite(book, reports)]
        found.insert(0, f"reports {wording.listing(numbers, most=len(numbers))}")
    return wording.listing(found, most=len(found))


def how(way: Way) -> str:
    """Return how a line is known: "stated", or "inferred" with its score or scores."""
    low, high = (f"{score:.2f}" for score in way.scores)
    if way.stated:
        return "stated"
    return f"inferred, {low}" if low == high else f"inferred, {low} to {high}"
