"""A dossier in schema.org's words (JSON-LD): NewsArticle, Claim, Quotation, Event; and drafts of ClaimReview.

The context is inline, so that nothing is fetched to read it. A claim's `name` begins with who holds it, and an
event stands only inside the claim that it took place, never as a fact of its own. Crosswire rates nothing:
a ClaimReview is a draft that a desk completes.
"""

from collections.abc import Iterable
from typing import Any

from crosswire.model.codec import to_json
from crosswire.model.dossier import (
    Dossier,
    DossierDocument,
    DossierEvent,
    Expectation,
    Point,
    Quote,
)
from crosswire.model.span import Evidence
from crosswire.stages.render import wording
from crosswire.stages.render.clean import address, line
from crosswire.stages.render.formats.geojson import event_name
from crosswire.stages.render.formats.held import Held, Ledger
from crosswire.stages.render.formats.identity import TERMS, passage_iri, story_iri, text_iri, urn
from crosswire.stages.render.formats.precision import time_precision
from crosswire.stages.render.index import Index, index, says

Node = dict[str, Any]

CONTEXT: Node = {
    "@vocab": "https://schema.org/",
    "crosswire": TERMS,
    "id": "@id",
    "type": "@type",
    "url": {"@type": "@id"},
    "isPartOf": {"@type": "@id"},
    "isBasedOn": {"@type": "@id"},
    "appearance": {"@type": "@id"},
    "firstAppearance": {"@type": "@id"},
    "crosswire:article": {"@type": "@id"},
    "crosswire:disputedWith": {"@type": "@id"},
}


def render_jsonld(dossier: Dossier) -> bytes:
    """Return `dossier` as a graph of articles, claims, quotations and what they are about."""
    book = index(dossier)
    ledger = Ledger(dossier)
    graph = [
        _dossier(book),
        *(_article(d) for d in dossier.documents),
        *(_claim(book, p) for p in dossier.points),
        *(_event_claim(book, e, ledger.held(e.evidence)) for e in dossier.events),
        *(_expected(book, n, e) for n, e in enumerate(dossier.expectations, start=1)),
        *(_figure(book, group) for group in dossier.figures),
        *(node for quote in dossier.quotes for node in _quotations(book, quote)),
    ]
    return to_json({"@context": CONTEXT, "@graph": graph}, indent=2) + b"\n"


def render_claimreview(dossier: Dossier) -> bytes:
    """Return a draft of a ClaimReview for each disputed point: what to check and the words; no rating, no author."""
    book = index(dossier)
    graph = [
        {
            "id": urn("review", dossier.story.id, point.id),
            "type": "ClaimReview",
            "creativeWorkStatus": "Draft",
            "claimReviewed": _held_text(point),
            "itemReviewed": _claim(book, point),
            "crosswire:note": "A draft without a rating: author, reviewRating, url and datePublished are "
            "for the desk that checks the claim.",
            "citation": [
                _held_text(book.points[p]) for p in point.disputed_with if p in book.points
            ],
        }
        for point in dossier.points
        if point.disputed
    ]
    return to_json({"@context": CONTEXT, "@graph": graph}, indent=2) + b"\n"


def _given(**fields: Any) -> Node:
    """Return the fields that have a value."""
    return {
        k.replace("crosswire_", "crosswire:"): v
        for k, v in fields.items()
        if v not in (None, "", [])
    }


def _dossier(book: Index) -> Node:
    dossier = book.dossier
    return _given(
        id=story_iri(dossier),
        type="Report",
        name=line(dossier.story.title),
        identifier=dossier.story.id,
        version=dossier.story.revision,
        abstract=" ".join(line(sentence.text) for sentence in dossier.lede),
        isBasedOn=[text_iri(d) for d in dossier.documents],
        disambiguatingDescription=wording.RULE,
        creator={
            "type": "SoftwareApplication",
            "name": "Crosswire",
            "softwareVersion": dossier.producer.version,
        },
    )


def _article(document: DossierDocument) -> Node:
    agency = document.agency if document.agency != document.outlet else None
    return _given(
        id=text_iri(document),
        type="NewsArticle",
        identifier=document.id,
        headline=line(document.title or ""),
        url=address(document.url),
        datePublished=document.published_at.value,
        inLanguage=document.language,
        publisher=_named("NewsMediaOrganization", document.outlet),
        sourceOrganization=_named("NewsMediaOrganization", agency),
        crosswire_sha256=document.sha256,
        crosswire_textSha256=document.text_sha256,
    )


def _named(kind: str, name: str | None) -> Node | None:
    return {"type": kind, "name": line(name)} if name else None


def _held_text(point: Point) -> str:
    held = wording.stance(point)
    return f"{held}: {line(point.text)}" if held else line(point.text)


def _claim(book: Index, point: Point) -> Node:
    evidence = [c.evidence for c in point.claims]
    return _given(
        id=_id(book, "point", point.id),
        type="Claim",
        identifier=point.id,
        name=_held_text(point),
        text=point.text,
        author=[]
        if wording.plain(point)
        else [{"type": "Thing", "name": line(n)} for n in wording.holders(point)],
        appearance=_articles(book, evidence),
        firstAppearance=_first(book, evidence),
        about=line(point.topic),
        crosswire_status=point.status,
        crosswire_verdict=point.verdict,
        crosswire_reports=point.reports,
        crosswire_roots=[root.name for root in point.roots],
        crosswire_disputed=point.disputed,
        crosswire_disputedWith=[_id(book, "point", p) for p in point.disputed_with],
        crosswire_evidence=_evidence(book, evidence),
    )


def _event_claim(book: Index, event: DossierEvent, held: Held) -> Node:
    """Return the claim that an event took place (or will, or did not), with the event inside."""
    return _given(
        id=_id(book, "event-claim", event.id),
        type="Claim",
        name=event_name(event, held),
        author=[{"type": "Thing", "name": line(n)} for n in held.holders],
        appearance=_articles(book, event.evidence),
        firstAppearance=_first(book, event.evidence),
        crosswire_status=held.status or "not known",
        crosswire_held=held.words,
        crosswire_realis=event.realis,
        crosswire_evidence=_evidence(book, event.evidence),
        about=_given(
            id=_id(book, "event", event.id),
            type="Event",
            name=event_name(event, held),
            additionalType=" / ".join(filter(None, ["PLOVER", event.type, event.mode])),
            identifier=f"CAMEO {event.cameo}" if event.cameo else None,
            actor=_named("Thing", event.actor_text or event.actor),
            attendee=_named("Thing", event.recipient_text or event.recipient),
            startDate=event.date if event.realis in ("actual", "future") else None,
            crosswire_timePrecision=time_precision(event.date),
            location=_named("Place", event.place),
        ),
    )


def _expected(book: Index, number: int, item: Expectation) -> Node:
    held = wording.stance_of("expected", [item.by] if item.by else [])
    return _given(
        id=_id(book, "expectation", number),
        type="Claim",
        name=f"{held}: {line(item.text)}",
        text=item.text,
        author=_named("Thing", item.by),
        appearance=_articles(book, item.evidence),
        crosswire_status="expected",
        crosswire_due=item.due,
        crosswire_evidence=_evidence(book, item.evidence),
    )


def _figure(book: Index, group: Any) -> Node:
    """Return figures that answer one question as claims of a value, each with who gives it."""
    return _given(
        id=_id(book, "figure", group.id),
        type="ItemList",
        name=line(group.question),
        description=wording.FIGURE_RELATIONS[group.relation],
        itemListElement=[
            _given(
                type="Claim",
                name=f"{says(book, m)}: {wording.amount(m)} {line(m.counted or '')}".strip(),
                text=m.text,
                author=_named("Thing", m.attributed_to),
                about=_given(
                    type="QuantitativeValue",
                    value=m.value,
                    minValue=m.low,
                    maxValue=m.high,
                    unitText=m.unit,
                ),
                crosswire_asOf=m.as_of,
                crosswire_evidence=_evidence(book, [m]),
            )
            for m in group.mentions
        ],
    )


def _quotations(book: Index, quote: Quote) -> Iterable[Node]:
    for number, v in enumerate(quote.variants, start=1):
        document = book.documents.get(v.document)
        yield _given(
            id=_id(book, "quote", quote.id, number),
            type="Quotation",
            text=v.text,
            spokenByCharacter={"type": "Thing", "name": line(quote.speaker.name)},
            isPartOf=text_iri(document) if document else None,
            isBasedOn=_id(book, "quote", quote.id, 1) if number > 1 else None,
            crosswire_form=v.form,
            crosswire_speakerAsGiven=v.speaker_as_given,
            crosswire_relation=v.relation,
            crosswire_evidence=_evidence(book, [v]),
        )


def _id(book: Index, *parts: object) -> str:
    return urn(parts[0], book.dossier.story.id, *parts[1:])


def _articles(book: Index, evidence: Iterable[Evidence]) -> list[str]:
    carried = {e.document for e in evidence}
    return [text_iri(d) for d in book.dossier.documents if d.id in carried]


def _first(book: Index, evidence: Iterable[Evidence]) -> str | None:
    """Return the earliest article, where all that carry it are dated: who is undated may have been first."""
    carried = {e.document for e in evidence}
    found = [d for d in book.dossier.documents if d.id in carried]
    dated = [d for d in found if d.published_at.value]
    if not dated or len(dated) < len(found):
        return None
    first = sorted(dated, key=lambda d: d.published_at.value or "")
    one_day = {(d.published_at.value or "")[:10] for d in first[:2]}
    exact = all(d.published_at.precision in ("second", "minute") for d in first[:2])
    return text_iri(first[0]) if len(first) == 1 or len(one_day) > 1 or exact else None


def _evidence(book: Index, evidence: Iterable[Any]) -> list[Node]:
    """Return passages with their article, place in its text (code points) and words."""
    found = []
    for e in evidence:
        document = book.documents.get(e.document)
        found.append(
            _given(
                id=passage_iri(document, e.start, e.end) if document else None,
                crosswire_article=text_iri(document) if document else None,
                crosswire_document=e.document,
                crosswire_start=e.start,
                crosswire_end=e.end,
                crosswire_words=e.text,
            )
        )
    return found
