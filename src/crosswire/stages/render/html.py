"""A dossier as one self-contained HTML page: evidence inside, nothing loaded, readable without its script.

Jinja escapes every value; the page's own style and script are pinned by hash in its content security policy,
so nothing a report says can run or load. Numbers in brackets are report numbers.
"""

import base64
import hashlib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from crosswire.model.dossier import CoverageRow, Dossier
from crosswire.model.span import Evidence
from crosswire.stages.render import clean, index, wording
from crosswire.stages.render.atlas import atlas
from crosswire.stages.render.differences import side_pieces, variant_pieces
from crosswire.stages.render.flow import flow
from crosswire.stages.render.index import Index, stands_alone
from crosswire.stages.render.plot import plot

ROWS = 60
"""Most points in the coverage table; those of one report only add nothing to it and come last."""


class Spot(NamedTuple):
    """Where a passage stands: report number (None where the dossier lists no such report) and its span."""

    number: int | None
    start: int
    end: int


class Passage(NamedTuple):
    """Exact words, once, with every place they stand in."""

    text: str
    spots: tuple[Spot, ...]


def render_html(dossier: Dossier) -> str:
    """Return `dossier` as an HTML page; where its documents carry `text`, the page holds the reports in full."""
    book = index.index(dossier)
    style, script = _asset("dossier.css"), _asset("dossier.js")
    return (
        _environment()
        .get_template("dossier.html.j2")
        .render(
            book=book,
            dossier=dossier,
            order={point.id: n for n, point in enumerate(dossier.points, start=1)},
            rows=coverage_rows(book),
            map=atlas(dossier.places),
            flow=flow(book),
            style=Markup(style),
            script=Markup(script),
            style_hash=_hash(style),
            script_hash=_hash(script),
        )
    )


def passages(book: Index, evidence: Iterable[Evidence]) -> tuple[Passage, ...]:
    """Return passages in their order; equal words come once, with all their places."""
    grouped: dict[str, dict[Spot, None]] = {}
    for found in evidence:
        spot = Spot(book.numbers.get(found.document), found.start, found.end)
        grouped.setdefault(found.text, {}).setdefault(spot)
    return tuple(Passage(text, tuple(spots)) for text, spots in grouped.items())


def as_evidence(record: Any) -> tuple[Evidence, ...]:
    """Return a figure's mention or a quote's variant as evidence."""
    span = Evidence(document=record.document, start=record.start, end=record.end, text=record.text)
    return (span,)


def coverage_rows(book: Index) -> tuple[CoverageRow, ...]:
    """Return the rows of the coverage table: points of two reports or more first, at most ROWS."""
    rows = [row for row in book.dossier.coverage if stands_alone(book, row.point)]
    rows.sort(key=lambda row: book.points[row.point].reports < 2)
    return tuple(rows[:ROWS])


def full_text(text: str) -> Markup:
    """Return a report's text for the page, code point for code point: a parser would turn CR into LF."""
    return Markup(str(escape(clean.full(text))).replace("\r", "&#13;"))


def _finalize(value: Any) -> Any:
    """Return what a template prints: reports' words on one line, free of what a page may not hold."""
    if value is None:
        return ""
    return clean.line(value) if type(value) is str else value


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("crosswire.stages.render"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        w=wording,
        ix=index,
        passages=passages,
        as_evidence=as_evidence,
        plot=plot,
        side_pieces=side_pieces,
        variant_pieces=variant_pieces,
        address=clean.address,
        full_text=full_text,
        zip=zip,
    )
    return environment


@cache
def _asset(name: str) -> str:
    """Return a file of ours that is set into the page; it must not end its own element."""
    text = resources.files(__package__).joinpath("assets", name).read_text(encoding="utf-8")
    if "</" in text:
        raise ValueError(f"{name} holds '</', which would end its element in the page")
    return text


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return "sha256-" + base64.b64encode(digest).decode("ascii")
