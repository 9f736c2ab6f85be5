"""Who has it from whom, in the words of PROV-O (JSON-LD with an inline context, so that nothing is fetched).

Reports are entities attributed to outlets; claims are quoted from reports and attributed to whom their chain ends
in; points are collections of claims. Every link between reports is a node of its own with its passages; a stated
one (`crosswire:StatedLink`) is a PROV relation, too, an inferred one (`crosswire:InferredLink`) never is.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from crosswire.model.codec import to_json
from crosswire.model.dossier import Claim, Dossier, DossierDocument, Edge
from crosswire.model.span import Evidence
from crosswire.stages.render import wording
from crosswire.stages.render.clean import address, line
from crosswire.stages.render.formats.identity import TERMS, passage_iri, story_iri, text_iri, urn
from crosswire.stages.render.index import Index, index

Node = dict[str, Any]

_REFERENCES = (
    "wasQuotedFrom wasDerivedFrom wasRevisionOf wasAttributedTo wasGeneratedBy wasAssociatedWith used "
    "hadMember hadPrimarySource alternateOf actedOnBehalfOf wasInfluencedBy"
)
CONTEXT: Node = {
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "crosswire": TERMS,
    "id": "@id",
    "type": "@type",
    "label": "rdfs:label",
    "value": "prov:value",
    **{name: {"@id": f"prov:{name}", "@type": "@id"} for name in _REFERENCES.split()},
    "from": {"@id": "crosswire:from", "@type": "@id"},
    "to": {"@id": "crosswire:to", "@type": "@id"},
    "passage": {"@id": "crosswire:passage", "@type": "@id"},
    "address": {"@id": "prov:atLocation", "@type": "@id"},
    "start": {"@id": "crosswire:start", "@type": "xsd:integer"},
    "end": {"@id": "crosswire:end", "@type": "xsd:integer"},
    "score": {"@id": "crosswire:score", "@type": "xsd:double"},
}
RELATIONS = {
    "same-version": "alternateOf",
    "republishes": "wasDerivedFrom",
    "uses-copy": "wasQuotedFrom",
    "updates": "wasRevisionOf",
}
"""Stated links between two reports and the PROV relation that says the same; all others are influence."""


def render_prov(dossier: Dossier) -> bytes:
    """Return where everything in `dossier` comes from as a PROV-O graph."""
    return to_json({"@context": CONTEXT, "@graph": list(_graph(index(dossier)))}, indent=1) + b"\n"


def _graph(book: Index) -> Iterator[Node]:
    dossier = book.dossier
    links: dict[str, dict[str, list[str]]] = {}
    for edge in dossier.provenance.edges:
        if edge.stated and edge.from_ in book.documents:
            end = _end(book, edge.to)
            report = edge.to in book.documents
            relation = RELATIONS.get(edge.kind, "wasInfluencedBy") if report else "wasInfluencedBy"
            targets = links.setdefault(edge.from_, {}).setdefault(relation, [])
            targets += [end] if end not in targets else []
    for document in dossier.earlier:
        later = links.setdefault(document.superseded_by or "", {}).setdefault("wasRevisionOf", [])
        later.append(text_iri(document))
    yield from _making(book)
    yield from _agents(book)
    for document in (*dossier.documents, *dossier.earlier):
        yield _report(book, document, links.get(document.id, {}))
    for point in dossier.points:
        held = wording.stance(point)
        yield {
            "id": _id(book, "point", point.id),
            "type": ["prov:Entity", "prov:Collection", "crosswire:Point"],
            "label": f"{held}: {line(point.text)}" if held else line(point.text),
            "crosswire:status": point.status,
            "crosswire:verdict": point.verdict,
            "hadMember": [_id(book, "claim", claim.id) for claim in point.claims],
        }
        for claim in point.claims:
            yield from _claim(book, claim)
    for number, edge in enumerate(dossier.provenance.edges, start=1):
        yield _link(book, number, edge)
    yield from _passages(book, dossier.provenance.edges)


def _making(book: Index) -> Iterator[Node]:
    """Yield the dossier, the activity that made it and the program that did; no time, for it is the same at any."""
    dossier = book.dossier
    program, run = (
        urn("program", dossier.producer.version),
        _id(book, "run", dossier.story.revision),
    )
    yield {
        "id": program,
        "type": ["prov:Agent", "prov:SoftwareAgent"],
        "label": f"Crosswire {dossier.producer.version}".strip(),
        "crosswire:settings": dossier.producer.settings,
        "crosswire:steps": [
            f"{name} {version}" for name, version in dossier.producer.steps.items()
        ],
    }
    yield {
        "id": run,
        "type": "prov:Activity",
        "label": "reconciling",
        "wasAssociatedWith": program,
        "used": [text_iri(d) for d in dossier.documents],
    }
    yield {
        "id": story_iri(dossier),
        "type": ["prov:Entity", "prov:Bundle"],
        "label": line(dossier.story.title),
        "crosswire:revision": dossier.story.revision,
        "wasGeneratedBy": run,
        "wasDerivedFrom": [text_iri(d) for d in dossier.documents],
    }


def _agents(book: Index) -> Iterator[Node]:
    """Yield outlets, agencies and parties, each once."""
    dossier = book.dossier
    reports = (*dossier.documents, *dossier.earlier)
    names = [n for d in reports for n in (d.outlet, d.agency) if n]
    ends = {e for edge in dossier.provenance.edges for e in (edge.from_, edge.to)}
    names += sorted(e for e in ends if e not in book.documents and e not in book.roots)
    for name in dict.fromkeys(names):
        yield {
            "id": _id(book, "outlet", name),
            "type": ["prov:Agent", "prov:Organization"],
            "label": line(name),
        }
    for root in book.roots.values():
        if root.kind == "party":
            yield {"id": _id(book, "root", root.id), "type": "prov:Agent", "label": line(root.name)}


def _report(book: Index, document: DossierDocument, links: dict[str, list[str]]) -> Node:
    published = document.published_at.value
    node: Node = {
        "id": text_iri(document),
        "type": ["prov:Entity", "crosswire:Report"],
        "label": line(document.title or document.id),
        "crosswire:document": document.id,
        "crosswire:sha256": document.sha256,
    }
    if document.outlet:
        node["wasAttributedTo"] = [_id(book, "outlet", document.outlet)]
    if published:
        node["crosswire:published"] = published
    if url := address(document.url):
        node["address"] = url
    if document.withdrawn:
        node["crosswire:withdrawn"] = document.withdrawn
    if document.source_withdrawn:
        node["crosswire:sourceWithdrawn"] = document.source_withdrawn
    return {**node, **links}


def _claim(book: Index, claim: Claim) -> Iterator[Node]:
    """Yield a claim and its passage; it is attributed to whom its chain ends in, through those it came by."""
    document = book.documents.get(claim.document)
    if document is None:
        return
    node: Node = {
        "id": _id(book, "claim", claim.id),
        "type": ["prov:Entity", "crosswire:Claim"],
        "label": claim.evidence.text,
        "crosswire:status": claim.status,
        "crosswire:relation": claim.relation,
        "wasQuotedFrom": text_iri(document),
        "passage": passage_iri(document, claim.evidence.start, claim.evidence.end),
    }
    root = book.roots.get(claim.root or "")
    if root is not None and root.kind == "party":
        node["wasAttributedTo"] = [_id(book, "root", root.id)]
    elif root is not None and document.outlet:
        node["wasAttributedTo"] = [_id(book, "outlet", document.outlet)]
    if claim.attribution:
        node["crosswire:chain"] = {"@list": list(wording.chain(claim.attribution))}
    yield node
    yield _passage(document, claim.evidence)


def _link(book: Index, number: int, edge: Edge) -> Node:
    return {
        "id": _id(book, "link", number),
        "type": "crosswire:StatedLink" if edge.stated else "crosswire:InferredLink",
        "crosswire:kind": edge.kind,
        "from": _end(book, edge.from_),
        "to": _end(book, edge.to),
        "score": edge.score,
        "passage": [
            passage_iri(book.documents[e.document], e.start, e.end)
            for e in edge.evidence
            if e.document in book.documents
        ],
    }


def _passages(book: Index, edges: Iterable[Edge]) -> Iterator[Node]:
    """Yield the passages behind links."""
    for edge in edges:
        for found in edge.evidence:
            document = book.documents.get(found.document)
            if document is not None:
                yield _passage(document, found)


def _passage(document: DossierDocument, found: Evidence) -> Node:
    return {
        "id": passage_iri(document, found.start, found.end),
        "type": "prov:Entity",
        "value": found.text,
        "wasQuotedFrom": text_iri(document),
        "start": found.start,
        "end": found.end,
    }


def _end(book: Index, end: str) -> str:
    """Return the IRI of an end of a link: a report, a root, or an outlet or agency by name."""
    if end in book.documents:
        return text_iri(book.documents[end])
    if end in book.roots and book.roots[end].kind == "party":
        return _id(book, "root", end)
    return _id(book, "outlet", end)


def _id(book: Index, *parts: object) -> str:
    return urn(parts[0], book.dossier.story.id, *parts[1:])
