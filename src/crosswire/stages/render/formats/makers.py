"""The rows of each table, one function a table. Each row carries its first passage; `mentions` has them all."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from crosswire.model.dossier import Conflict, DossierEvent, Side
from crosswire.model.span import Evidence
from crosswire.stages.render import wording
from crosswire.stages.render.formats.columns import LIST
from crosswire.stages.render.formats.held import Ledger
from crosswire.stages.render.formats.passages import passages
from crosswire.stages.render.formats.precision import geo_precision, time_precision
from crosswire.stages.render.index import Index, backed, root_names

Value = str | int | float | bool | None
Row = dict[str, Value]


def _span(evidence: Iterable[Evidence]) -> Row:
    """Return the first passage; `mentions` has the others."""
    for found in evidence:
        return {
            "document": found.document,
            "start": found.start,
            "end": found.end,
            "text": found.text,
        }
    return {}


def _own(record: Any) -> Row:
    return {
        "document": record.document,
        "start": record.start,
        "end": record.end,
        "text": record.text,
    }


def _seen(book: Index, document: str) -> Row:
    found = book.documents.get(document)
    if found is None:
        return {}
    return {
        "outlet": found.outlet,
        "source_url": found.url,
        "published_at": found.published_at.value,
    }


def _list(items: Iterable[str]) -> str:
    return LIST.join(dict.fromkeys(items))


def _documents(evidence: Iterable[Evidence]) -> tuple[str, ...]:
    return tuple(sorted({e.document for e in evidence}))


# ---------------------------------------------------------------- tables


def _document_rows(book: Index) -> Iterator[Row]:
    copies: dict[str, list[str]] = {}
    for edge in book.dossier.provenance.edges:
        if edge.kind in ("same-version", "republishes", "uses-copy"):
            copies.setdefault(edge.from_, []).append(edge.to)
    for d in (*book.dossier.documents, *book.dossier.earlier):
        yield {
            "document": d.id,
            "sha256": d.sha256,
            "text_sha256": d.text_sha256,
            "outlet": d.outlet,
            "agency": d.agency,
            "title": d.title,
            "source_url": d.url,
            "published_at": d.published_at.value,
            "published_precision": d.published_at.precision,
            "published_known_from": d.published_at.known_from,
            "language": d.language,
            "copy_of": _list(copies.get(d.id, ())),
            "superseded_by": d.superseded_by,
            "withdrawn": d.withdrawn,
            "source_withdrawn": d.source_withdrawn,
            "read": d.read,
        }


def _point_rows(book: Index) -> Iterator[Row]:
    for p in book.dossier.points:
        yield {
            "point": p.id,
            "text": p.text,
            "held": wording.stance(p) or "stated by the report itself",
            "status": p.status,
            "attributed_to": "" if wording.plain(p) else _list(wording.holders(p)),
            "topic": p.topic,
            "verdict": p.verdict,
            "disputed": p.disputed,
            "disputed_with": _list(p.disputed_with),
            "reports": p.reports,
            "outlets": p.outlets,
            "roots": len(p.roots),
            "root_names": _list(root.name for root in p.roots),
            "weight": p.weight,
            "within": p.within,
        }


def _claim_rows(book: Index) -> Iterator[Row]:
    ledger = Ledger(book.dossier)
    for point in book.dossier.points:
        for c in point.claims:
            near = c.attribution[0] if c.attribution else None
            root = book.roots.get(c.root or "")
            yield {
                "claim": c.id,
                "point": point.id,
                **_own(c.evidence),
                "relation": c.relation,
                "status": c.status,
                "attributed_to": ledger.holder(c),
                "speaker": near.speaker if near else None,
                "cue": near.cue if near else None,
                "channel": near.channel if near else None,
                "chain": " › ".join(wording.chain(c.attribution)),
                "root": c.root,
                "root_kind": root.kind if root else None,
                "score": c.score,
                **_seen(book, c.document),
            }


def _root_rows(book: Index) -> Iterator[Row]:
    found = {b.root.id: b for b in backed(book)}
    reached: dict[str, set[str]] = {}
    for point in book.dossier.points:
        for claim in point.claims:
            reached.setdefault(claim.root or "", set()).add(claim.document)
    for root in book.roots.values():
        documents = sorted(reached.get(root.id, ()))
        yield {
            "root": root.id,
            "kind": root.kind,
            "name": root.name,
            "points": found[root.id].points if root.id in found else 0,
            "reports": len(documents),
            "documents": _list(documents),
        }


def _figure_rows(book: Index) -> Iterator[Row]:
    for group in book.dossier.figures:
        for m in group.mentions:
            yield {
                "figure": group.id,
                "question": group.question,
                "relation": group.relation,
                **_own(m),
                "value": m.value,
                "low": m.low,
                "high": m.high,
                "change": m.change,
                "unit": m.unit,
                "counted": m.counted,
                "attributed_to": m.attributed_to,
                "root": m.root,
                "as_of": m.as_of,
                "group_low": group.low,
                "group_best": group.best,
                "group_high": group.high,
                **_seen(book, m.document),
            }


def _quote_rows(book: Index) -> Iterator[Row]:
    for quote in book.dossier.quotes:
        for number, v in enumerate(quote.variants, start=1):
            yield {
                "quote": quote.id,
                "variant": number,
                "speaker": quote.speaker.name,
                "speaker_entity": quote.speaker.entity,
                **_own(v),
                "form": v.form,
                "speaker_as_given": v.speaker_as_given,
                "channel": v.channel,
                "relation": v.relation,
                "differences": _list(f"{a} → {b}" for a, b in v.difference),
                **_seen(book, v.document),
            }


def _entity_rows(book: Index) -> Iterator[Row]:
    for e in book.dossier.entities:
        documents = _documents(e.evidence)
        yield {
            "entity": e.id,
            "type": e.type,
            "name": e.name,
            "country": e.country,
            "aliases": _list(use.text for use in e.aliases),
            "titles": _list(use.text for use in e.titles),
            "mentions": len(e.evidence),
            "reports": len(documents),
            "documents": _list(documents),
        }


def _event_rows(book: Index) -> Iterator[Row]:
    ledger = Ledger(book.dossier)
    places = {place.name: place for place in book.dossier.places}
    for event in book.dossier.events:
        held = ledger.held(event.evidence)
        place = places.get(event.place or "")
        yield {
            **_event(event),
            "time_precision": time_precision(event.date),
            "country": place.country if place else None,
            "latitude": place.lat if place else None,
            "longitude": place.lon if place else None,
            "geo_precision": geo_precision(place),
            "held": held.words,
            "status": held.status,
            "attributed_to": _list(held.holders),
            "reports": len({e.document for e in event.evidence}),
            "roots": len(held.roots),
            **_span(event.evidence),
            **_sources(book, event.evidence),
        }


def _event(event: DossierEvent) -> Row:
    return {
        "event": event.id,
        "event_type": event.type,
        "event_mode": event.mode,
        "event_code": event.cameo,
        "actor": event.actor,
        "actor_sector": event.actor_sector,
        "actor_name": event.actor_text,
        "recipient": event.recipient,
        "recipient_sector": event.recipient_sector,
        "recipient_name": event.recipient_text,
        "event_date": event.date,
        "place": event.place,
        "realis": event.realis,
    }


def _sources(book: Index, evidence: Iterable[Evidence]) -> Row:
    """Return the outlets of passages, and the address of the first report (in the order of reports) that has one."""
    carried = {e.document for e in evidence}
    found = [d for d in book.dossier.documents if d.id in carried]
    return {
        "source_url": next((d.url for d in found if d.url), None),
        "sources": _list(d.outlet for d in found if d.outlet),
    }


def _conflict_rows(book: Index) -> Iterator[Row]:
    for conflict in book.dossier.conflicts:
        for number, side in enumerate(conflict.sides, start=1):
            yield _side(book, conflict, number, side)


def _side(book: Index, conflict: Conflict, number: int, side: Side) -> Row:
    return {
        "conflict": conflict.id,
        "class": conflict.class_,
        "kind": conflict.kind,
        "question": conflict.question,
        "severity": conflict.severity,
        "reading": conflict.reading,
        "side": number,
        "side_text": side.text,
        "reports": side.reports,
        "roots": _list(root_names(book, side.roots)),
        **_span(side.evidence),
        "documents": _list(side.documents or _documents(side.evidence)),
        "points": _list(conflict.points),
    }


def _timeline_rows(book: Index) -> Iterator[Row]:
    ledger = Ledger(book.dossier)
    for number, entry in enumerate(book.dossier.timeline, start=1):
        yield {
            "entry": number,
            "date": entry.date,
            "date_end": entry.end,
            "time_precision": time_precision(entry.date),
            "status": entry.status,
            "held": ledger.held(entry.evidence).words,
            "what": entry.text,
            "said_on": entry.said_on,
            "alternatives": _list(entry.alternatives),
            "points": _list(entry.points),
            **_span(entry.evidence),
            "documents": _list(entry.documents or _documents(entry.evidence)),
        }


def _coverage_rows(book: Index) -> Iterator[Row]:
    for row in book.dossier.coverage:
        for document, cell in row.cells.items():
            found = book.documents.get(document)
            outlet = found.outlet if found else None
            yield {"point": row.point, "document": document, "cell": cell, "outlet": outlet}


def _edge_rows(book: Index) -> Iterator[Row]:
    for edge in book.dossier.provenance.edges:
        yield {
            "from": edge.from_,
            "to": edge.to,
            "kind": edge.kind,
            "stated": edge.stated,
            "score": edge.score,
            **_span(edge.evidence),
        }


def _place_rows(book: Index) -> Iterator[Row]:
    for place in book.dossier.places:
        documents = _documents(place.evidence)
        yield {
            "place": place.name,
            "country": place.country,
            "latitude": place.lat,
            "longitude": place.lon,
            "geo_precision": geo_precision(place),
            "mentions": len(place.evidence),
            "reports": len(documents),
            "documents": _list(documents),
        }


def _expectation_rows(book: Index) -> Iterator[Row]:
    for number, item in enumerate(book.dossier.expectations, start=1):
        yield {
            "expectation": number,
            "due": item.due,
            "time_precision": time_precision(item.due),
            "by": item.by,
            "what": item.text,
            **_span(item.evidence),
        }


def _mention_rows(book: Index) -> Iterator[Row]:
    for of, id_, evidence in passages(book.dossier):
        for found in evidence:
            yield {"of": of, "id": id_, **_own(found), **_seen(book, found.document)}


MAKERS: Mapping[str, Callable[[Index], Iterator[Row]]] = {
    "documents": _document_rows,
    "points": _point_rows,
    "claims": _claim_rows,
    "roots": _root_rows,
    "figures": _figure_rows,
    "quotes": _quote_rows,
    "entities": _entity_rows,
    "events": _event_rows,
    "mentions": _mention_rows,
    "conflicts": _conflict_rows,
    "timeline": _timeline_rows,
    "coverage": _coverage_rows,
    "edges": _edge_rows,
    "places": _place_rows,
    "expectations": _expectation_rows,
}
