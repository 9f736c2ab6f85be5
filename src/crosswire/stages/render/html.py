"""A dossier as one self-contained HTML page: evidence inside, nothing loaded, readable without its script.

Jinja escapes every value; the page's own style and script are pinned by hash in its content security policy,
so nothing a report says can run or load. Numbers in brackets are report numbers.
"""

from collections.abc import Iterable, Mapping, Sequence, Sized
from functools import cache
from typing import Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from crosswire.model.act import Act
from crosswire.model.change import Changes
from crosswire.model.dossier import (
    CoverageRow,
    Dossier,
    DossierEntity,
    Point,
    QuoteVariant,
    Verdict,
)
from crosswire.model.span import Evidence
from crosswire.stages.render import assets, clean, index, languages, wording
from crosswire.stages.render.atlas import atlas
from crosswire.stages.render.cited import chips, elsewhere, passages
from crosswire.stages.render.differences import collate, side_pieces, wordings
from crosswire.stages.render.flow import flow
from crosswire.stages.render.gathered import alike, ends, how, said, ways
from crosswire.stages.render.index import Index, Voice, stands_alone
from crosswire.stages.render.months import months
from crosswire.stages.render.plot import by_time, plot, voices
from crosswire.stages.render.reasons import because
from crosswire.stages.render.revised import CHANGES, changed_span, decision
from crosswire.stages.render.segments import segments, spans
from crosswire.stages.render.track import letter, track

ROWS = 60
"""Most points in the coverage table; those of one report only are found by the filter of points."""


VOICES = 4
"""Most voices beside a point; what the others say stands among its passages."""

VERDICT_NAMES: Mapping[Verdict, str] = {
    "both-sides": "both sides say it",
    "multi-root": "several roots",
    "observed": "seen by a reporter",
    "one-root": "one root, several reports",
    "single-report": "single report",
    "unsourced": "no source named",
    "background": "background",
}
"""Verdicts as a reader chooses among them."""


def render_html(
    dossier: Dossier, *, changes: Changes | None = None, acts: Sequence[Act] = ()
) -> str:
    """Return `dossier` as an HTML page; where its documents carry `text`, the page holds the reports in full.

    `changes` are shown as what is new, `acts` as decisions of people.
    """
    style, script = assets.style(), assets.script()
    return (
        environment()
        .get_template("dossier.html.j2")
        .render(
            context(dossier, changes, acts),
            style=Markup(style),
            script=Markup(script),
            style_hash=assets.pinned(style),
            script_hash=assets.pinned(script),
        )
    )


def render_desk(
    dossier: Dossier,
    *,
    changes: Changes | None = None,
    acts: Sequence[Act] = (),
    judging: str | None = None,
    side: str | None = None,
) -> Markup:
    """Return the page's body alone, for a page that brings its own head, style and script.

    `judging` is the address, with a query to which `&point=ID` is added, where a person says what holds;
    `side` that of the reports side by side.
    """
    template = environment().get_template("desk.html.j2")
    return Markup(template.render(context(dossier, changes, acts, judging, side)))


def context(
    dossier: Dossier,
    changes: Changes | None = None,
    acts: Sequence[Act] = (),
    judging: str | None = None,
    side: str | None = None,
) -> dict[str, Any]:
    """Return what the templates of a dossier look up."""
    book = index.index(dossier)
    rows = coverage_rows(book)
    return {
        "book": book,
        "dossier": dossier,
        "order": {point.id: n for n, point in enumerate(dossier.points, start=1)},
        "rows": rows,
        "map": atlas(dossier.places),
        "flow": flow(book),
        "track": track(book),
        "months": months(book),
        "spans": spans(book),
        "texts": sum(d.text is not None for d in dossier.documents),
        "verdicts": {
            v: n for v, n in VERDICT_NAMES.items() if v in {p.verdict for p in dossier.points}
        },
        "statuses": tuple(dict.fromkeys(sorted(p.status for p in dossier.points))),
        "changes": changes,
        "acts": acts,
        "judging": judging,
        "side": side,
        "contents": contents(
            dossier, bool(rows), {"changes": changes.changes if changes else (), "acts": acts}
        ),
    }


def contents(
    dossier: Dossier, coverage: bool, beside: Mapping[str, Sized]
) -> tuple[tuple[str, str, int], ...]:
    """Return the sections there are, in the order of the page: id, title, and how much is in it (0 for no count).

    `beside` are sections of what is not in the dossier itself.
    """
    titles = {
        **{id_: title for id_, (title, _) in wording.SECTIONS.items()},
        "changes": "What changed",
        "versions": "Reports that changed",
        "acts": "Decided by people",
        "provenance": "Where it comes from",
        "reports": "The reports",
    }
    counts = {
        id_: len(beside[id_] if id_ in beside else getattr(dossier, id_, ()))
        for id_ in ORDER
        if id_ != "provenance"
    }
    counts |= {"coverage": 0, "reports": len(dossier.documents)}
    shown = {"conflicts", "provenance", "reports", *(id_ for id_, n in counts.items() if n)}
    if coverage:
        shown.add("coverage")
    return tuple((id_, titles[id_], counts.get(id_, 0)) for id_ in ORDER if id_ in shown)


ORDER = (
    "changes versions acts conflicts points figures quotes timeline expectations open_questions entities coverage "
    "omissions places provenance events reports"
).split()
"""The sections of the page, in their order."""


def reasons(point: Point, voice: Voice) -> dict[str, str]:
    """Return why each passage of a voice in other words than the point's was joined to it, by its words."""
    found: dict[str, str] = {}
    for claim in voice.claims:
        why = because(claim.explain)
        if why and claim.evidence.text != point.text:
            found.setdefault(claim.evidence.text, why)
    return found


class Told(NamedTuple):
    """A voice beside a point: the passages that its numbers lead to, and those that are listed."""

    voice: Voice
    own: tuple[Evidence, ...]
    rest: tuple[Evidence, ...]


def told(book: Index, point: Point) -> tuple[Told, ...]:
    """Return who says a point, with what; a passage that was joined for a reason is listed with it."""
    found = []
    for n, voice in enumerate(index.voices(book, point)):
        joined = reasons(point, voice)
        plain = () if n >= VOICES else tuple(e for e in voice.evidence if e.text not in joined)
        listed = set(elsewhere(book, plain, [(voice.numbers, point.text)]))
        own = tuple(e for e in plain if e not in listed)
        found.append(Told(voice, own, tuple(e for e in voice.evidence if e not in own)))
    return tuple(found)


def ledes(book: Index) -> dict[int, tuple[Evidence, ...]]:
    """Return, by sentence of the lede, its passages in other words than its own."""
    rest = {
        n: elsewhere(book, s.evidence, [(index.cited(book, s.evidence), s.text)])
        for n, s in enumerate(book.dossier.lede, start=1)
    }
    return {n: found for n, found in rest.items() if found}


def named(book: Index, entity: DossierEntity) -> list[tuple[tuple[int, ...], str]]:
    """Return what a name's row shows of it: each name in use, with the numbers of its reports."""
    return [(index.cite(book, use.documents), use.text) for use in entity.aliases]


def as_evidence(record: Any) -> tuple[Evidence, ...]:
    """Return a figure's mention or a quote's variant as evidence."""
    return all_evidence((record,))


def all_evidence(records: Iterable[Any]) -> tuple[Evidence, ...]:
    """Return figures' mentions or quotes' variants as evidence."""
    return tuple(
        Evidence(document=r.document, start=r.start, end=r.end, text=r.text) for r in records
    )


def speakers(variants: Iterable[QuoteVariant]) -> tuple[str, ...]:
    """Return how reports name the speaker of a wording, with the channel, each once."""
    named = (
        f"{v.speaker_as_given}, {v.channel}" if v.channel else v.speaker_as_given for v in variants
    )
    return tuple(dict.fromkeys(named))


def coverage_rows(book: Index) -> tuple[CoverageRow, ...]:
    """Return the rows of the coverage table: points of two reports or more where there are any, at most ROWS."""
    rows = [row for row in book.dossier.coverage if stands_alone(book, row.point)]
    shared = [row for row in rows if book.points[row.point].reports > 1]
    return tuple((shared or rows)[:ROWS])


def full_text(text: str) -> Markup:
    """Return a report's text for the page, code point for code point: a parser would turn CR into LF."""
    return Markup(str(escape(clean.full(text))).replace("\r", "&#13;"))


def printed(value: Any) -> Any:
    """Return what a template prints: reports' words on one line, free of what a page may not hold."""
    if value is None:
        return ""
    return clean.line(value) if type(value) is str else value


def templates(package: str) -> Environment:
    """Return the templates of a package: escaped, strict, with every word printed clean."""
    return Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=printed,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def environment() -> Environment:
    """Return the templates with what they may call."""
    found = templates("crosswire.stages.render")
    found.globals.update(
        CHANGES=CHANGES,
        changed_span=changed_span,
        decision=decision,
        w=wording,
        lang=languages,
        ix=index,
        passages=passages,
        chips=chips,
        elsewhere=elsewhere,
        ledes=ledes,
        told=told,
        VOICES=VOICES,
        named=named,
        as_evidence=as_evidence,
        all_evidence=all_evidence,
        plot=plot,
        voices_of=voices,
        reasons=reasons,
        collate=collate,
        segments=segments,
        letter=letter,
        side_pieces=side_pieces,
        wordings=wordings,
        speakers=speakers,
        by_time=by_time,
        alike=alike,
        ways=ways,
        said=said,
        ends=ends,
        how=how,
        address=clean.address,
        full_text=full_text,
        zip=zip,
    )
    return found
