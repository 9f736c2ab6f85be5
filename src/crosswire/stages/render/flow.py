"""Whose words reached which report, as a drawing: reports on the left, agencies between, roots on the right.

Positions only; the page draws. A report that stands by itself has a ring instead of a line to a root; a bow at
the left edge leads from a report that copies to the one it copies.
"""

from typing import NamedTuple

from crosswire.stages.render.index import Index, name
from crosswire.stages.render.wording import count

ROW = 30.0
GUTTER, LEFT, MIDDLE, RIGHT = 56.0, 262.0, 372.0, 480.0
WIDTH = 720.0
REPORTS, ROOTS = 30, 20
"""Most reports and roots drawn: past that lines cover each other and the list below reads better."""
COPIES = ("uses-copy", "republishes", "credits")


class Node(NamedTuple):
    """A report (with its number), agency or root (with 0)."""

    x: float
    y: float
    text: str
    number: int = 0
    ring: bool = False


class Curve(NamedTuple):
    """A line; `weight` is how many claims it carries, `stated` whether the report says so itself."""

    path: str
    weight: int
    stated: bool


class Report(NamedTuple):
    """A report with every line that leaves it."""

    node: Node
    curves: tuple[Curve, ...]


class Flow(NamedTuple):
    """The drawing; `left` counts the lightest roots, left out; `bows` tells of copies between reports."""

    height: float
    reports: tuple[Report, ...]
    agencies: tuple[Node, ...]
    roots: tuple[Node, ...]
    left: int
    bows: bool


def flow(book: Index) -> Flow | None:
    """Return the drawing; None where there is nothing to draw or too much to read."""
    weights, alone = _carried(book)
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
        if edge.kind in COPIES and edge.from_ in book.numbers and edge.to != name(book, edge.from_)
    ]
    outside = [to for _, to, _ in copies if to not in book.roots and to not in book.numbers]
    agencies = list(dict.fromkeys(outside))
    height = ROW * max(len(book.numbers), len(parties), len(agencies)) + 12
    at = {
        **_column(list(book.numbers), LEFT, height),
        **_column(agencies, MIDDLE, height),
        **_column(parties, RIGHT, height),
    }
    curves: dict[str, dict[Curve, None]] = {}
    for source, target, stated in copies:
        if target in book.numbers:
            drawn = _bow(at[source][1], at[target][1])
        elif target in at:
            drawn = _curve(at[source], at[target])
        else:
            continue
        curves.setdefault(source, {})[Curve(drawn, 1, stated)] = None
    for (source, root), held in weights.items():
        if root in at:
            curves.setdefault(source, {})[Curve(_curve(at[source], at[root]), held, True)] = None
    return Flow(
        height=height,
        reports=tuple(
            Report(
                Node(*at[d], _short(_outlet(book, d), 25), n, d in alone), tuple(curves.get(d, ()))
            )
            for d, n in book.numbers.items()
        ),
        agencies=tuple(Node(*at[a], _short(a, 16)) for a in agencies),
        roots=tuple(
            Node(*at[r], _short(f"{book.roots[r].name} · {count(held_by[r], 'claim')}", 34))
            for r in parties
        ),
        left=len(heaviest) - len(parties),
        bows=any(target in book.numbers for _, target, _ in copies),
    )


def _carried(book: Index) -> tuple[dict[tuple[str, str], int], set[str]]:
    """Return how many claims lead from each report to each party, and the reports that also assert by themselves."""
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
    return weights, alone


def _outlet(book: Index, document: str) -> str:
    return book.documents[document].outlet or "outlet not known"


def _column(keys: list[str], x: float, height: float) -> dict[str, tuple[float, float]]:
    """Return the places of `keys` in a column, spread over the height."""
    step = height / max(1, len(keys))
    return {key: (x, round(step * (i + 0.5))) for i, key in enumerate(keys)}


def _curve(start: tuple[float, float], end: tuple[float, float]) -> str:
    (x1, y1), (x2, y2) = (start[0] + 5, start[1]), (end[0] - 5, end[1])
    bend = (x2 - x1) / 2
    return f"M{x1:.0f} {y1:.0f}C{x1 + bend:.0f} {y1:.0f} {x2 - bend:.0f} {y2:.0f} {x2:.0f} {y2:.0f}"


def _bow(start: float, end: float) -> str:
    """Return a bow left of the reports from one that copies to the one it copies, with a head on it."""
    x = GUTTER - 6
    depth = min(GUTTER - 10, 14 + abs(end - start) * 0.3)
    head = 4 if start < end else -4
    return (
        f"M{x:.0f} {start:.0f}C{x - depth:.0f} {start:.0f} {x - depth:.0f} {end:.0f} {x:.0f} {end:.0f}"
        f"m-7 {-head}l7 {head}l-7 {head}"
    )


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
