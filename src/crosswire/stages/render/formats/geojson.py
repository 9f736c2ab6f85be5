"""Places and events as GeoJSON (RFC 7946): longitude first, WGS 84, a place that is not located with no geometry.

Every feature says how exact its point is and in which role it is named; an event also how it is held and by whom.
"""

import re
from collections.abc import Sequence
from typing import Any

from crosswire.model.codec import to_json
from crosswire.model.document import Document
from crosswire.model.dossier import Dossier, DossierEvent, DossierPlace
from crosswire.model.span import Evidence
from crosswire.stages.render import wording
from crosswire.stages.render.formats.held import Held, Ledger
from crosswire.stages.render.formats.identity import urn
from crosswire.stages.render.formats.precision import geo_precision, kind_of, time_precision

_REALIS = {
    "actual": "reported as done",
    "negated": "reported as not done",
    "future": "reported as to come",
    "hypothetical": "only spoken of",
}


def render_geojson(dossier: Dossier, documents: Sequence[Document] = ()) -> bytes:
    """Return the places of `dossier` and the events at them as a FeatureCollection.

    With `documents`, a place that stands in the dateline of a report has that role, too.
    """
    ledger = Ledger(dossier)
    places = {place.name: place for place in dossier.places}
    at: dict[str, list[DossierEvent]] = {}
    for event in dossier.events:
        at.setdefault(event.place or "", []).append(event)
    datelines = [
        document.evidence(block.start, block.end)
        for document in sorted(documents, key=lambda d: d.id)
        for block in document.blocks
        if block.kind == "dateline"
    ]
    features = [_place(dossier, p, at.get(p.name, []), datelines) for p in dossier.places]
    for name, events in at.items():
        features += [_event(dossier, e, places.get(name), ledger.held(e.evidence)) for e in events]
    collection = {
        "type": "FeatureCollection",
        "features": features,
        "story": {"id": dossier.story.id, "title": dossier.story.title},
        "note": wording.RULE,
    }
    return to_json(collection, indent=2) + b"\n"


def _place(
    dossier: Dossier,
    place: DossierPlace,
    events: Sequence[DossierEvent],
    datelines: Sequence[Evidence],
) -> dict[str, Any]:
    named = re.compile(rf"(?<!\w){re.escape(place.name)}(?!\w)", re.IGNORECASE)
    lines = [found for found in datelines if named.search(found.text)]
    roles = [role for role, so in (("event", bool(events)), ("dateline", bool(lines))) if so]
    return {
        "type": "Feature",
        "id": urn("place", dossier.story.id, place.name, place.country, place.lat, place.lon),
        "geometry": _point(place),
        "properties": {
            "record": "place",
            "name": place.name,
            "country": place.country,
            **_exactness(place),
            "roles": roles or ["named"],
            "reports": len({e.document for e in place.evidence}),
            "evidence": (*place.evidence, *lines),
        },
    }


def _event(
    dossier: Dossier, event: DossierEvent, place: DossierPlace | None, held: Held
) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": urn("event", dossier.story.id, event.id),
        "geometry": _point(place),
        "properties": {
            "record": "event",
            "name": event_name(event, held),
            "roles": ["event"],
            "place": event.place,
            **_exactness(place),
            "event_type": event.type,
            "event_mode": event.mode,
            "event_code": event.cameo,
            "actor": event.actor,
            "recipient": event.recipient,
            "event_date": event.date,
            "time_precision": time_precision(event.date),
            "realis": event.realis,
            "status": held.status,
            "held": held.words,
            "attributed_to": held.holders,
            "roots": len(held.roots),
            "reports": len({e.document for e in event.evidence}),
            "evidence": event.evidence,
        },
    }


def event_name(event: DossierEvent, held: Held) -> str:
    """Return an event in a line that never reads as fact: what, who, to whom, and how it is held."""
    who = event.actor_text or event.actor or "somebody not named"
    whom = event.recipient_text or event.recipient
    what = " / ".join(filter(None, [event.type.lower(), event.mode]))
    told = f"{who} → {whom}: {what}" if whom else f"{who}: {what}"
    return f"{told} ({_REALIS[event.realis]}; {held.words})"


def _point(place: DossierPlace | None) -> dict[str, Any] | None:
    if place is None or place.lat is None or place.lon is None:
        return None
    return {"type": "Point", "coordinates": [place.lon, place.lat]}


def _exactness(place: DossierPlace | None) -> dict[str, Any]:
    """Return how exact a point is: what it stands for (a country's point is its middle), and ACLED's code."""
    kind = kind_of(place) if place else None
    located = place is not None and place.lat is not None and place.lon is not None
    return {
        "precision": kind or ("not known" if located else "not located"),
        "geo_precision": geo_precision(place),
    }
