"""Every passage of a dossier as a W3C Web Annotation: what is said about it, and where it stands.

A target has two selectors: the exact words with what stands around them, which survive in another rendering of
the report, and the position. Both count Unicode code points, as the recommendation asks, in the text whose hash
the source is named by (`ni:`, RFC 6920); the address it was retrieved from is its `via`.
"""

from collections.abc import Iterator
from typing import Any

from crosswire.model.codec import to_json
from crosswire.model.dossier import Dossier, DossierDocument
from crosswire.model.span import Evidence
from crosswire.stages.render import wording
from crosswire.stages.render.clean import address, line
from crosswire.stages.render.formats.geojson import event_name
from crosswire.stages.render.formats.held import Ledger
from crosswire.stages.render.formats.identity import text_iri, urn
from crosswire.stages.render.formats.passages import passages
from crosswire.stages.render.index import Index, index, says

AROUND = 32
"""Code points before and after a passage that are given with it, where the dossier carries the text."""

Node = dict[str, Any]


def render_webanno(dossier: Dossier) -> bytes:
    """Return an annotation page with one annotation for every passage of every record."""
    book = index(dossier)
    said = dict(_said(book))
    items = []
    for of, id_, evidence in passages(dossier):
        for number, found in enumerate(dict.fromkeys(evidence), start=1):
            document = book.documents.get(found.document)
            if document is not None:
                name = urn("annotation", dossier.story.id, of, id_, number)
                items.append(_annotation(name, of, id_, said.get((of, id_), ""), document, found))
    page = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": urn("annotations", dossier.story.id),
        "type": "AnnotationPage",
        "startIndex": 0,
        "items": items,
    }
    return to_json(page, indent=1) + b"\n"


def _annotation(
    name: str, of: str, id_: str, says_: str, document: DossierDocument, found: Evidence
) -> Node:
    label = {"type": "TextualBody", "purpose": "tagging", "value": of}
    named = {"type": "TextualBody", "purpose": "identifying", "value": id_}
    told = {"type": "TextualBody", "purpose": "describing", "value": says_, "format": "text/plain"}
    return {
        "id": name,
        "type": "Annotation",
        "motivation": "identifying",
        "body": [label, named, *([told] if says_ else [])],
        "target": {
            "type": "SpecificResource",
            "source": _source(document),
            "selector": [_quote(document, found), _position(found)],
        },
    }


def _source(document: DossierDocument) -> Node:
    source: Node = {"id": text_iri(document), "type": "Text", "format": "text/plain"}
    if document.language:
        source["language"] = document.language
    if url := address(document.url):
        source["via"] = url
    return source


def _quote(document: DossierDocument, found: Evidence) -> Node:
    selector = {"type": "TextQuoteSelector", "exact": found.text}
    if document.text is not None:
        selector["prefix"] = document.text[max(0, found.start - AROUND) : found.start]
        selector["suffix"] = document.text[found.end : found.end + AROUND]
    return selector


def _position(found: Evidence) -> Node:
    return {"type": "TextPositionSelector", "start": found.start, "end": found.end}


def _said(book: Index) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield what is said of each record, by list and id: never without who holds it."""
    dossier, ledger = book.dossier, Ledger(book.dossier)
    for point in dossier.points:
        held = wording.stance(point)
        told = f"{held}: {line(point.text)}" if held else line(point.text)
        yield ("points", point.id), f"{told} ({wording.standing(point)})"
    for conflict in dossier.conflicts:
        for number, _ in enumerate(conflict.sides, start=1):
            yield (
                ("conflicts", f"{conflict.id}/{number}"),
                f"Side {number} of a {conflict.class_}: {line(conflict.question)}",
            )
    for entity in dossier.entities:
        yield ("entities", entity.id), f"{line(entity.name)} ({entity.type})"
    for event in dossier.events:
        yield ("events", event.id), event_name(event, ledger.held(event.evidence))
    for place in dossier.places:
        yield ("places", place.name), line(place.name)
    for number, entry in enumerate(dossier.timeline, start=1):
        held = ledger.held(entry.evidence).words
        yield ("timeline", str(number)), f"{wording.dates(entry)}: {entry.status} ({held})"
    for number, item in enumerate(dossier.expectations, start=1):
        due = f", due {wording.day(item.due)}" if item.due else ""
        held = wording.stance_of("expected", [item.by] if item.by else [])
        yield ("expectations", str(number)), f"{held}{due}"
    for group in dossier.figures:
        given = dict.fromkeys(f"{wording.amount(m)} ({says(book, m)})" for m in group.mentions)
        yield ("figures", group.id), f"{line(group.question)} {'; '.join(given)}"
    for quote in dossier.quotes:
        yield ("quotes", quote.id), f"Words of {line(quote.speaker.name)}, as reported"
    for number, unresolved in enumerate(dossier.unresolved, start=1):
        yield ("unresolved", str(number)), f"Not resolved: {unresolved.reason}"
