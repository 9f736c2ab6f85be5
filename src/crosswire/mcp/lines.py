"""A dossier to the lines that tools answer with, section by section; every line with its passages, cut to a bound."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from crosswire.mcp.answers import Line, Passage, Root
from crosswire.model.change import Changes
from crosswire.model.dossier import Dossier, Point
from crosswire.model.span import Evidence

PASSAGES = 8
"""Passages of one line."""
LONGEST = 800
"""Code points of one passage or text."""

Reports = Mapping[str, tuple[str | None, str | None]]
"""Outlet and web address of each report."""


def reports_of(dossier: Dossier) -> Reports:
    """Return outlet and address of each report of a dossier."""
    return {d.id: (d.outlet, d.url) for d in (*dossier.documents, *dossier.earlier)}


def passage(evidence: Evidence, reports: Reports) -> Passage:
    """Return words of a report with where they stand; long ones are cut, and say so."""
    end = min(evidence.end, evidence.start + LONGEST)
    outlet, url = reports.get(evidence.document, (None, None))
    return Passage(
        untrusted_document=evidence.document,
        start=evidence.start,
        end=end,
        untrusted_text=evidence.text[: end - evidence.start],
        untrusted_address=f"{evidence.document}#char={evidence.start},{end}",
        untrusted_outlet=short(outlet),
        untrusted_url=short(url),
        cut=end < evidence.end,
    )


def short(text: str | None) -> str | None:
    """Return `text`, cut with an ellipsis where it is too long to send."""
    return text if text is None or len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _line(
    section: str,
    text: str,
    evidence: Iterable[Evidence],
    reports: Reports,
    /,
    *,
    id: str | None = None,
    speaker: str | None = None,
    points: Sequence[str] = (),
    roots: Sequence[Root] = (),
    **found: str | int | float | bool | None,
) -> Line:
    spans = list(evidence)
    return Line(
        section=section,
        id=id,
        untrusted_text=short(text) or "",
        untrusted_speaker=short(speaker),
        found=found,
        points=tuple(points[:PASSAGES]),
        roots=tuple(roots[:PASSAGES]),
        passages=tuple(passage(e, reports) for e in spans[:PASSAGES]),
        more_passages=max(0, len(spans) - PASSAGES),
    )


def _lede(dossier: Dossier, reports: Reports) -> Iterator[Line]:
    for sentence in dossier.lede:
        yield _line("lede", sentence.text, sentence.evidence, reports, points=sentence.points)


def _points(dossier: Dossier, reports: Reports) -> Iterator[Line]:
    for point in dossier.points:
        yield point_line(point, reports)


def point_line(point: Point, reports: Reports) -> Line:
    """Return the line of a point: its verdict, its status and on whose word it stands."""
    return _line(
        "points",
        point.text,
        (c.evidence for c in point.claims),
        reports,
        id=point.id,
        points=point.disputed_with,
        roots=[Root(id=r.id, kind=r.kind, untrusted_name=short(r.name) or "") for r in point.roots],
        verdict=point.verdict,
        status=point.status,
        disputed=point.disputed,
        reports=point.reports,
        outlets=point.outlets,
        taken_back=point.withdrawn is not None,
    )


def _figures(dossier: Dossier, reports: Reports) -> Iterator[Line]:
    for group in dossier.figures:
        spans = [
            Evidence(document=m.document, start=m.start, end=m.end, text=m.text)
            for m in group.mentions
        ]
        yield _line(
            "figures", group.question, spans, reports, id=group.id, points=group.points,
            relation=group.relation, low=group.low, best=group.best, high=group.high,
            reports=len({m.document for m in group.mentions}),
        )  # fmt: skip


def _quotes(dossier: Dossier, reports: Reports) -> Iterator[Line]:
    for quote in dossier.quotes:
        variants = quote.variants
        spans = [
            Evidence(document=v.document, start=v.start, end=v.end, text=v.text) for v in variants
        ]
        yield _line(
            "quotes", variants[0].text, spans, reports, id=quote.id, speaker=quote.speaker.name,
            form=variants[0].form, reports=len({v.document for v in variants}),
            wordings_differ=any(v.relation == "altered" for v in variants),
        )  # fmt: skip


def _timeline(dossier: Dossier, reports: Reports) -> Iterator[Line]:
    for entry in dossier.timeline:
        yield _line(
            "timeline", entry.text, entry.evidence, reports, points=entry.points, date=entry.date,
            end=entry.end, precision=entry.precision, status=entry.status,
        )  # fmt: skip


def _conflicts(dossier: Dossier, reports: Reports) -> Iterator[Line]:
    for conflict in dossier.conflicts:
        yield _line(
            "conflicts", f"{conflict.question} {' | '.join(s.text for s in conflict.sides)}",
            (e for side in conflict.sides for e in side.evidence), reports, id=conflict.id,
            points=conflict.points, kind=conflict.kind, severity=conflict.severity,
            disagreement=conflict.class_,
        )  # fmt: skip


def _events(dossier: Dossier, reports: Reports) -> Iterator[Line]:
    for event in dossier.events:
        said = [event.actor or event.actor_text, event.recipient or event.recipient_text]
        yield _line(
            "events", " → ".join(s or "?" for s in said), event.evidence, reports, id=event.id,
            type=event.type, mode=event.mode, date=event.date, realis=event.realis,
        )  # fmt: skip


def _entities(dossier: Dossier, reports: Reports) -> Iterator[Line]:
    for entity in dossier.entities:
        yield _line(
            "entities", entity.name, entity.evidence, reports, id=entity.id, type=entity.type
        )


def _expectations(dossier: Dossier, reports: Reports) -> Iterator[Line]:
    for expected in dossier.expectations:
        yield _line(
            "expectations", expected.text, expected.evidence, reports, speaker=expected.by,
            due=expected.due,
        )  # fmt: skip


def _open(dossier: Dossier, reports: Reports) -> Iterator[Line]:
    for question in dossier.open_questions:
        yield _line("open_questions", question.text, question.evidence, reports)


def _places(dossier: Dossier, reports: Reports) -> Iterator[Line]:
    for place in dossier.places:
        yield _line(
            "places", place.name, place.evidence, reports, country=place.country, lat=place.lat,
            lon=place.lon,
        )  # fmt: skip


def _unresolved(dossier: Dossier, reports: Reports) -> Iterator[Line]:
    for case in dossier.unresolved:
        yield _line("unresolved", case.reason, case.evidence, reports, kind=case.kind)


def _reports(dossier: Dossier, reports: Reports) -> Iterator[Line]:
    for document in dossier.documents:
        title = Evidence(document=document.id, start=0, end=0, text="")
        yield _line(
            "reports", document.title or "", [title], reports,
            published_at=document.published_at.value, language=document.language,
            read=document.read, source_taken_back=document.source_withdrawn is not None,
        )  # fmt: skip


SECTIONS: Mapping[str, Callable[[Dossier, Reports], Iterator[Line]]] = {
    "lede": _lede,
    "points": _points,
    "conflicts": _conflicts,
    "figures": _figures,
    "quotes": _quotes,
    "timeline": _timeline,
    "expectations": _expectations,
    "open_questions": _open,
    "events": _events,
    "entities": _entities,
    "places": _places,
    "unresolved": _unresolved,
    "reports": _reports,
}


def section_sizes(dossier: Dossier) -> dict[str, int]:
    """Return how many lines each section has."""
    named = {name: name for name in SECTIONS} | {"reports": "documents"}
    return {name: len(getattr(dossier, field)) for name, field in named.items()}


def change_lines(changes: Changes) -> list[Line]:
    """Return a line for each change; its passages are the words as they stand now, then as they stood."""
    reports = {r.id: (r.outlet, r.url) for r in changes.reports}
    return [
        _line(
            "changes",
            change.text,
            (*change.evidence, *change.was),
            reports,
            id=change.id,
            points=change.points,
            kind=change.kind,
            loud=change.loud,
            as_of=change.as_of,
            passages_now=len(change.evidence),
        )
        for change in changes.changes
    ]
