"""Every passage of a dossier with the list and the id of the record that it stands behind."""

from collections.abc import Iterable, Iterator
from typing import Any

from crosswire.model.dossier import Dossier
from crosswire.model.span import Evidence


def passages(dossier: Dossier) -> Iterator[tuple[str, str, tuple[Evidence, ...]]]:
    """Yield the list, id (or number from 1) and passages of every record of a dossier that has any."""
    for point in dossier.points:
        yield "points", point.id, tuple(claim.evidence for claim in point.claims)
    for conflict in dossier.conflicts:
        for number, side in enumerate(conflict.sides, start=1):
            yield "conflicts", f"{conflict.id}/{number}", side.evidence
    for entity in dossier.entities:
        yield "entities", entity.id, entity.evidence
    for event in dossier.events:
        yield "events", event.id, event.evidence
    for place in dossier.places:
        yield "places", place.name, place.evidence
    numbered: tuple[tuple[str, Iterable[Any]], ...] = (
        ("lede", dossier.lede),
        ("timeline", dossier.timeline),
        ("expectations", dossier.expectations),
        ("open_questions", dossier.open_questions),
        ("edges", dossier.provenance.edges),
        ("unresolved", dossier.unresolved),
    )
    for name, listed in numbered:
        for number, entry in enumerate(listed, start=1):
            yield name, str(number), entry.evidence
    for group in dossier.figures:
        yield "figures", group.id, tuple(as_evidence(m) for m in group.mentions)
    for quote in dossier.quotes:
        yield "quotes", quote.id, tuple(as_evidence(v) for v in quote.variants)


def as_evidence(record: Any) -> Evidence:
    """Return a figure's mention or a quote's variant as evidence."""
    return Evidence(document=record.document, start=record.start, end=record.end, text=record.text)
