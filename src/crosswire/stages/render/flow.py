"""Whose words reached which report, as a drawing: reports on the left, agencies between, roots on the right.

Positions only; the page draws. A report that stands by itself has a ring instead of a line to a root.
"""

from typing import NamedTuple

from crosswire.stages.render.index import Index, name
from crosswire.stages.render.wording import count

ROW = 26.0
LEFT, MIDDLE, RIGHT = 250.0, 372.0, 500.0
WIDTH = 720.0
REPORTS, ROOTS = 30, 20
"""Most reports and roots drawn: past that lines cover each other and the list below reads better."""
COPIES = ("uses-copy", "republishes", "credits")


class Node(NamedTuple):
    """A report, agency or root."""

    x: float
    y: float
    text: str
    ring: bool


class Curve(NamedTuple):
    """A line from a report; `weight` is how many claims it carries, `stated` whether the report says so itself."""

    path: str
    weight: int
    stated: bool


class Flow(NamedTuple):
    """The drawing; `left` counts the roots of least weight that it leaves out."""

    height: float
    reports: tuple[Node, ...]
    agencies: tuple[Node, ...]
    roots: tuple[Node, ...]
    curves: tuple[Curve, ...]
    left: int


def flow(book: Index) -> Flow | None:
    """Return the drawing; None where there is nothing to draw or too much to read."""
    weights: dict[tuple[str, str], int] = {}
    alone: set[str] = set()
    for point in book.dossier.points:
        for claim in point.claims:
            root = book.roots.get(claim.root or "")
            if root is None or claim.document not in book.numbers:
                continue
            if root.kind == "report":
                alone.add(claim.document)
            else:
                key = (claim.document, root.id)
                weights[key] = weights.get(key, 0) + 1
    held_by: dict[str, int] = {}
    for (_, root_id), held in weights.items():
        held_by[root_id] = held_by.get(root_id, 0) + held
    if not weights or len(book.numbers) > REPORTS:
        return None
    heaviest = sorted(held_by, key=lambda root_id: (-held_by[root_id], book.roots[root_id].name))
    parties = heaviest[:ROOTS]
    copies = [
        (edge.from_, edge.to, edge.stated)
        for edge in book.dossier.provenance.edges
        if edge.kind in COPIES
        and edge.from_ in book.numbers
        and edge.to not in book.numbers
        and edge.to != name(book, edge.from_)
    ]
    agencies = list(dict.fromkeys(to for _, to, _ in copies if to not in book.roots))
    height = ROW * max(len(book.numbers), len(parties), len(agencies)) + 12
    at = {
        **_column(list(book.numbers), LEFT, height),
        **_column(agencies, MIDDLE, height),
        **_column(parties, RIGHT, height),
    }
    curves = [
        Curve(_curve(at[source], at[target], 5), 1, stated)
        for source, target, stated in copies
        if target in at
    ]
    curves += [
        Curve(_curve(at[d], at[r], 5), held, True) for (d, r), held in weights.items() if r in at
    ]
    return Flow(
        height=height,
        reports=tuple(
            Node(
                *at[d],
                _short(f"{n}  {book.documents[d].outlet or 'outlet not known'}", 34),
                d in alone,
            )
            for d, n in book.numbers.items()
        ),
        agencies=tuple(Node(*at[a], _short(a, 16), False) for a in agencies),
        roots=tuple(
            Node(*at[r], _short(f"{book.roots[r].name} · {count(held_by[r], 'claim')}", 34), False)
            for r in parties
        ),
        curves=tuple(dict.fromkeys(curves)),
        left=len(heaviest) - len(parties),
    )


def _column(keys: list[str], x: float, height: float) -> dict[str, tuple[float, float]]:
    """Return the places of `keys` in a column, spread over the height."""
    step = height / max(1, len(keys))
    return {key: (x, round(step * (i + 0.5), 1)) for i, key in enumerate(keys)}


def _curve(start: tuple[float, float], end: tuple[float, float], gap: float) -> str:
    (x1, y1), (x2, y2) = (start[0] + gap, start[1]), (end[0] - gap, end[1])
    bend = (x2 - x1) / 2
    return (
        f"M{x1:.0f},{y1:.1f} C{x1 + bend:.0f},{y1:.1f} {x2 - bend:.0f},{y2:.1f} {x2:.0f},{y2:.1f}"
    )


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
