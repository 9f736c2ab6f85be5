"""Event records and places of the dossier: each once, with every passage behind it, and who opposes whom.

A headline's verb alone makes no event record: it stands in its conflict, if it has one.
"""

from collections import defaultdict
from collections.abc import Sequence

from crosswire.model.annotation import Annotations, Event, Place
from crosswire.model.dossier import DossierEvent, DossierPlace
from crosswire.model.record import content_id
from crosswire.model.span import Evidence

_HOSTILE = frozenset("ACCUSE REJECT THREATEN PROTEST SANCTION COERCE ASSAULT REQUEST".split())
_REALIS = ("actual", "negated", "future", "hypothetical")
LONGEST = 60
"""Event records shown; what few reports hold and the lede does not need stays in the annotations."""


def find_events(annotations: Sequence[Annotations]) -> tuple[DossierEvent, ...]:
    """Return the story's event records: type, actor, recipient and realis once, the best supported first."""
    found: dict[tuple[str, ...], list[tuple[Annotations, Event, int]]] = {}
    for report in annotations:
        for rank, event in enumerate(report.events):
            if _whole(event):
                found.setdefault(_key(event), []).append((report, event, rank))
    for key, listed in list(found.items()):
        if all(event.headline for _, event, _ in listed):
            del found[key]
    found = _folded(found)
    events = [_event(listed) for listed in found.values()]
    order = {e.id: _rank(listed) for e, listed in zip(events, found.values(), strict=True)}
    return tuple(sorted(events, key=lambda e: (order[e.id], e.id)))[:LONGEST]


def _whole(event: Event) -> bool:
    """Tell whether an event record says who acted, and not upon its own state."""
    actor, recipient = event.actor, event.recipient
    if actor is None or (
        actor.code is None and not (actor.entity and any(c.isupper() for c in actor.text))
    ):
        return False
    same = recipient is not None and recipient.code is not None and recipient.code == actor.code
    return not same


def _folded(
    found: dict[tuple[str, ...], list[tuple[Annotations, Event, int]]],
) -> dict[tuple[str, ...], list[tuple[Annotations, Event, int]]]:
    """Fold a record without a recipient into the one record of the same act that has one."""
    kept = dict(found)
    for key in found:
        kind, mode, actor, recipient, realis = key
        if recipient and len(recipient) == 3:
            continue
        fuller = [
            k
            for k in kept
            if k != key and k[:3] == (kind, mode, actor) and k[4] == realis and len(k[3]) == 3
        ]
        if len(fuller) == 1 and key in kept:
            kept[fuller[0]] = kept[fuller[0]] + kept.pop(key)
    return kept


def _key(event: Event) -> tuple[str, ...]:
    def who(actor: object) -> str:
        return (
            "" if actor is None else str(getattr(actor, "code", None) or getattr(actor, "text", ""))
        )

    return (event.type, event.mode or "", who(event.actor), who(event.recipient), event.realis)


def _rank(listed: Sequence[tuple[Annotations, Event, int]]) -> tuple[int, int, int]:
    realis = min(_REALIS.index(event.realis) for _, event, _ in listed)
    return (
        realis,
        -len({report.id for report, _, _ in listed}),
        min(rank for _, _, rank in listed),
    )


def _event(listed: Sequence[tuple[Annotations, Event, int]]) -> DossierEvent:
    report, event, _ = min(
        listed, key=lambda x: (x[1].headline, x[1].recipient is None, x[2], x[0].id, x[1].start)
    )
    dates = sorted({e.happened_at for _, e, _ in listed if e.happened_at})
    actor, recipient = event.actor, event.recipient
    return DossierEvent(
        id=content_id("v", *_key(event), report.id, event.start),
        actor=actor.code if actor else None,
        actor_sector=actor.sector if actor else None,
        recipient=recipient.code if recipient else None,
        recipient_sector=recipient.sector if recipient else None,
        type=event.type,
        mode=event.mode,
        cameo=event.cameo,
        date=dates[0] if len(dates) == 1 else None,
        place=next((e.place for _, e, _ in listed if e.place), None),
        realis=event.realis,
        evidence=tuple(
            Evidence(document=r.id, start=e.start, end=e.end, text=e.text)
            for r, e, _ in sorted(listed, key=lambda x: (x[0].id, x[1].start))
        ),
        actor_text=actor.text if actor else None,
        recipient_text=recipient.text if recipient else None,
    )


def opposed_countries(annotations: Sequence[Annotations]) -> frozenset[tuple[str, str]]:
    """Return the pairs of countries (both ways round) of which one acts against the other in the story."""
    pairs = set()
    for report in annotations:
        for event in report.events:
            if (
                event.type in _HOSTILE
                and event.realis == "actual"
                and event.actor
                and event.recipient
            ):
                one, two = event.actor.code, event.recipient.code
                if one and two and one[:3] != two[:3]:
                    pairs |= {(one[:3], two[:3]), (two[:3], one[:3])}
    return frozenset(pairs)


def find_places(annotations: Sequence[Annotations]) -> tuple[DossierPlace, ...]:
    """Return the places that the reports name, the most named first, each with the passages."""
    found: dict[tuple[str, str], list[tuple[Annotations, Place]]] = defaultdict(list)
    for report in annotations:
        for place in report.places:
            found[(place.name, place.country or "")].append((report, place))
    places = []
    for (name, country), listed in found.items():
        located = next((p for _, p in listed if p.lat is not None), listed[0][1])
        places.append(
            DossierPlace(
                name=name,
                country=country or None,
                lat=located.lat,
                lon=located.lon,
                evidence=tuple(
                    Evidence(document=r.id, start=p.start, end=p.end, text=p.text)
                    for r, p in listed
                ),
            )
        )
    return tuple(sorted(places, key=lambda p: (-len(p.evidence), p.name, p.country or "")))
