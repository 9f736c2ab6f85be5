"""Each format against the validator or reader of its standard, on every dossier."""

import io
import json
import re
import tempfile
import zipfile
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import bagit
import icalendar
import pytest
import rdflib
import stix2
from geojson_pydantic import FeatureCollection
from pyld import jsonld

from crosswire.model.document import Document
from crosswire.model.dossier import Dossier
from crosswire.stages.acquire.feedlists import read_list
from crosswire.stages.render.formats.opml import render_feeds
from crosswire.stages.render.formats.passages import passages
from crosswire.stages.render.table import FORMATS, described, render

PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"


def loaded(story: Dossier, name: str) -> Any:
    return json.loads(render(story, name))


def no_network(url: str, options: object) -> Any:
    raise AssertionError(f"{url} was asked for")


def expanded(document: Any, contexts: dict[str, Any] | None = None) -> Any:
    """Return JSON-LD expanded without a network: only the given contexts are there."""

    def load(url: str, options: object) -> Any:
        if url not in (contexts or {}):
            no_network(url, options)
        found = (contexts or {})[url]
        return {"contextUrl": None, "documentUrl": url, "document": {"@context": found}}

    return jsonld.expand(document, {"documentLoader": load})


def triples(document: Any) -> rdflib.Graph:
    """Return JSON-LD with an inline context as RDF."""
    lines = jsonld.to_rdf(document, {"documentLoader": no_network, "format": "application/n-quads"})
    return rdflib.Graph().parse(data=lines, format="nt")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_takes_every_dossier_and_gives_the_same_bytes_twice(
    name: str, story: Dossier
) -> None:
    content = render(story, name)
    assert content
    assert render(story, name) == content
    assert described(name).suffix.startswith(".")
    assert "/" in described(name).media_type


# ---------------------------------------------------------------- GeoJSON


def test_geojson_is_geojson(story: Dossier) -> None:
    FeatureCollection.model_validate(loaded(story, "geojson"))
    for feature in loaded(story, "geojson")["features"]:
        properties = feature["properties"]
        assert properties["precision"]
        assert properties["roles"]
        assert properties["evidence"]
        if feature["geometry"]:
            lon, lat = feature["geometry"]["coordinates"]
            assert -180 <= lon <= 180
            assert -90 <= lat <= 90
        else:
            assert properties["precision"] == "not located"
        if properties["record"] == "event":
            assert properties["held"]
            assert properties["name"].endswith(f"{properties['held']})")


def test_a_country_is_a_country_and_a_town_a_town(stories: dict[str, Dossier]) -> None:
    found = {
        f["properties"]["name"]: f["properties"]
        for f in loaded(stories["ambassador"], "geojson")["features"]
    }
    assert (found["Russia"]["precision"], found["Russia"]["geo_precision"]) == ("country", 4)
    assert (found["Seoul"]["precision"], found["Seoul"]["geo_precision"]) == ("town", 1)


def test_a_dateline_is_a_role(stories: dict[str, Dossier], bundles: dict[str, Any]) -> None:
    documents: list[Document] = bundles["ambassador"][0]
    found = json.loads(render(stories["ambassador"], "geojson", documents))
    seoul = next(f for f in found["features"] if f["properties"]["name"] == "Seoul")
    assert "dateline" in seoul["properties"]["roles"]
    plain = loaded(stories["ambassador"], "geojson")
    seoul = next(f for f in plain["features"] if f["properties"]["name"] == "Seoul")
    assert "dateline" not in seoul["properties"]["roles"]


# ---------------------------------------------------------------- STIX


def test_stix_is_stix(story: Dossier) -> None:
    bundle = stix2.parse(render(story, "stix").decode(), allow_custom=False)  # type: ignore[union-attr]
    ids = [o.id for o in bundle.objects]
    assert len(set(ids)) == len(ids)
    known = set(ids)
    for found in bundle.objects:
        assert found.created <= found.modified
        assert "confidence" not in found
        for ref in found.get("object_refs", ()):
            assert ref in known, "a reference to what is not in the bundle"
    kinds = {o.type for o in bundle.objects}
    assert kinds <= {"report", "identity", "location", "note", "opinion"}
    assert [o.type for o in bundle.objects].count("report") == 1


def test_who_disputes_a_point_disagrees_in_stix(stories: dict[str, Dossier]) -> None:
    story = stories["ferry"]
    objects = loaded(story, "stix")["objects"]
    notes = {o["id"]: o for o in objects if o["type"] == "note"}
    opinions = [o for o in objects if o["type"] == "opinion"]
    assert len(opinions) == sum(len(p.disputed_with) for p in story.points)
    denial = next(o for o in opinions if "Skerra Lines" in o.get("authors", ()))
    assert denial["opinion"] == "disagree"
    assert denial["explanation"].startswith("Denied by Skerra Lines: ")
    assert "disputed" in notes[denial["object_refs"][0]]["labels"]
    assert denial["external_references"]


def test_a_note_begins_with_who_holds_it(stories: dict[str, Dossier]) -> None:
    for note in loaded(stories["ambassador"], "stix")["objects"]:
        if note["type"] == "note" and "point" in note["labels"]:
            plain = note["content"].startswith("Stated by reports themselves: ")
            held = note["content"].partition(": “")[0]
            assert plain or note["abstract"].startswith(f"{held}: ")
            assert note["external_references"]


# ---------------------------------------------------------------- linked data


@pytest.mark.parametrize("name", ["jsonld", "claimreview", "prov"])
def test_linked_data_needs_no_network_and_drops_no_key(name: str, story: Dossier) -> None:
    document = loaded(story, name)
    expanded(document)
    context = document["@context"]
    for key in set(re.findall(r'"([\w:@]+)": ', json.dumps(document["@graph"]))):
        assert "@vocab" in context or key.startswith(("crosswire:", "@")) or key in context, key
    assert len(triples(document)) or not document["@graph"]


def test_schema_org_has_no_event_outside_a_claim_and_no_rating(story: Dossier) -> None:
    graph = loaded(story, "jsonld")["@graph"]
    assert not [node for node in graph if node["type"] in ("Event", "ClaimReview")]
    claims = [node for node in graph if node["type"] == "Claim"]
    for claim in claims:
        assert claim["crosswire:status"]
        assert claim["crosswire:evidence"]
    reviews = loaded(story, "claimreview")["@graph"]
    assert len(reviews) == sum(p.disputed for p in story.points)
    for review in reviews:
        assert review["creativeWorkStatus"] == "Draft"
        assert "reviewRating" not in json.dumps({k: v for k, v in review.items() if ":" not in k})
        assert "author" not in review


def test_the_first_appearance_is_left_open_where_an_undated_report_may_have_been_first(
    stories: dict[str, Dossier],
) -> None:
    story = stories["ambassador"]
    undated = {d.id for d in story.documents if not d.published_at.value}
    claims = {
        n.get("identifier"): n for n in loaded(story, "jsonld")["@graph"] if n["type"] == "Claim"
    }
    carried = [p for p in story.points if {c.document for c in p.claims} & undated]
    assert carried
    assert not [p for p in carried if "firstAppearance" in claims[p.id]]
    assert [n for n in claims.values() if "firstAppearance" in n]


CLASSES = {
    "wasQuotedFrom": ("Entity", "Entity"),
    "wasDerivedFrom": ("Entity", "Entity"),
    "wasRevisionOf": ("Entity", "Entity"),
    "alternateOf": ("Entity", "Entity"),
    "wasAttributedTo": ("Entity", "Agent"),
    "wasGeneratedBy": ("Entity", "Activity"),
    "wasAssociatedWith": ("Activity", "Agent"),
    "used": ("Activity", "Entity"),
    "hadMember": ("Collection", "Entity"),
}
"""Domain and range of the properties of PROV-O that are used."""


def test_prov_keeps_to_the_domains_and_ranges_of_prov_o(story: Dossier) -> None:
    graph = triples(loaded(story, "prov"))
    prov = rdflib.Namespace(PROV)
    for subject, predicate, target in graph:
        name = str(predicate).removeprefix(PROV)
        if not str(predicate).startswith(PROV) or name in ("value", "atLocation"):
            continue
        if name == "wasInfluencedBy":
            assert any(graph.triples((target, rdflib.RDF.type, None)))
            continue
        domain, range_ = CLASSES[name]
        assert (subject, rdflib.RDF.type, prov[domain]) in graph, (name, subject)
        assert (target, rdflib.RDF.type, prov[range_]) in graph, (name, target)


def test_an_inferred_link_is_never_a_fact_of_prov(stories: dict[str, Dossier]) -> None:
    story = stories["ferry"]
    inferred = [e for e in story.provenance.edges if not e.stated]
    assert inferred
    graph = loaded(story, "prov")["@graph"]
    nodes = [n for n in graph if n["type"] == "crosswire:InferredLink"]
    assert len(nodes) == len(inferred)
    assert all(n["score"] and n["passage"] for n in nodes)
    reports = {n["id"]: n for n in graph if "crosswire:Report" in n["type"]}
    for node in nodes:
        if node["to"] in reports:
            stated = {k: v for k, v in reports[node["from"]].items() if k.startswith("was")}
            assert node["to"] not in json.dumps(stated)


ANNO: dict[str, Any] = {
    "oa": OA,
    "dc": "http://purl.org/dc/elements/1.1/",
    "dctypes": "http://purl.org/dc/dcmitype/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "as": "http://www.w3.org/ns/activitystreams#",
    "id": {"@type": "@id", "@id": "@id"},
    "type": {"@type": "@id", "@id": "@type"},
    "Annotation": "oa:Annotation",
    "AnnotationPage": "as:OrderedCollectionPage",
    "SpecificResource": "oa:SpecificResource",
    "TextualBody": "oa:TextualBody",
    "TextQuoteSelector": "oa:TextQuoteSelector",
    "TextPositionSelector": "oa:TextPositionSelector",
    "Text": "dctypes:Text",
    "identifying": "oa:identifying",
    "tagging": "oa:tagging",
    "describing": "oa:describing",
    "items": {"@type": "@id", "@id": "as:items", "@container": "@list"},
    "startIndex": {"@type": "xsd:nonNegativeInteger", "@id": "as:startIndex"},
    "body": {"@type": "@id", "@id": "oa:hasBody"},
    "target": {"@type": "@id", "@id": "oa:hasTarget"},
    "source": {"@type": "@id", "@id": "oa:hasSource"},
    "selector": {"@type": "@id", "@id": "oa:hasSelector"},
    "via": {"@type": "@id", "@id": "oa:via"},
    "motivation": {"@type": "@vocab", "@id": "oa:motivatedBy"},
    "purpose": {"@type": "@vocab", "@id": "oa:hasPurpose"},
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "start": {"@type": "xsd:nonNegativeInteger", "@id": "oa:start"},
    "end": {"@type": "xsd:nonNegativeInteger", "@id": "oa:end"},
    "value": "rdf:value",
    "format": "dc:format",
    "language": "dc:language",
}
"""The part of http://www.w3.org/ns/anno.jsonld whose words are used."""


def test_web_annotations_are_and_their_selectors_find_their_words(story: Dossier) -> None:
    page = loaded(story, "webanno")
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    keys = set(re.findall(r'"([\w@]+)": ', json.dumps({**page, "@context": ""})))
    assert keys <= {*ANNO, "@context"}
    (found,) = expanded(page, {page["@context"]: ANNO})
    items = found["http://www.w3.org/ns/activitystreams#items"][0]["@list"]
    assert len(items) == len(page["items"])
    assert all(f"{OA}hasTarget" in item and f"{OA}hasBody" in item for item in items)
    ids = [item["id"] for item in page["items"]]
    assert len(set(ids)) == len(ids)
    texts = {render_id: d.text for d in story.documents for render_id in [_source(story, d.id)]}
    for item in page["items"]:
        quote, position = item["target"]["selector"]
        text = texts[item["target"]["source"]["id"]]
        if text is not None:
            assert text[position["start"] : position["end"]] == quote["exact"]
            assert quote["prefix"] + quote["exact"] + quote["suffix"] in text
    listed = {
        (of, id_, e.start, e.end)
        for of, id_, evidence in passages(story)
        for e in evidence
        if e.document in {d.id for d in story.documents}
    }
    assert len(items) >= len(listed)


def _source(story: Dossier, document: str) -> str:
    from crosswire.stages.render.formats.identity import text_iri

    return text_iri(next(d for d in story.documents if d.id == document))


# ---------------------------------------------------------------- calendar and outline


def test_a_calendar_is_one_and_nothing_in_it_is_certain(story: Dossier) -> None:
    text = render(story, "ics")
    assert isinstance(text, str)
    assert text.replace("\r\n", "").count("\n") == 0
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    calendar = icalendar.Calendar.from_ical(text)
    entries = [c for c in calendar.walk() if c.name in ("VEVENT", "VTODO")]
    assert len(entries) == len(story.expectations)
    assert len({str(e["UID"]) for e in entries}) == len(entries)
    for entry, item in zip(entries, story.expectations, strict=True):
        assert not entry.errors
        assert "DTSTAMP" in entry
        assert str(entry["SUMMARY"]).startswith("Expected")
        assert not item.by or item.by.split()[0] in str(entry["SUMMARY"])
        if entry.name == "VEVENT":
            assert entry["STATUS"] == "TENTATIVE"
            assert entry["TRANSP"] == "TRANSPARENT"
            first, after = entry["DTSTART"].dt, entry["DTEND"].dt
            assert type(first) is date
            assert first < after
            assert item.due is not None
            assert item.due.startswith(f"{first:%Y}")
        assert all(
            f"characters {e.start} to {e.end}" in entry["DESCRIPTION"] for e in item.evidence
        )


def test_an_outline_is_opml_two(story: Dossier) -> None:
    root = ElementTree.fromstring(render(story, "opml"))
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    assert root.find("head/title") is not None
    outlines = list(root.iter("outline"))
    assert all(o.get("text") is not None for o in outlines)
    leaves = [o for o in outlines if not len(o)]
    assert len(leaves) == len(story.documents)
    for leaf in leaves:
        assert (leaf.get("type") == "link") == (leaf.get("url") is not None)
        assert not leaf.get("url", "https://").startswith("javascript")


def test_a_list_of_feeds_is_read_back() -> None:
    feeds = [
        (
            "Harbour & Coast <News>",
            "https://harbour.example/feed?a=1&b=2",
            "https://harbour.example/",
        ),
        ("Second", "https://second.example/atom.xml", None),
    ]
    found = read_list(render_feeds("Followed", feeds))
    assert [(f.title, f.address, f.kind) for f in found] == [(t, a, "feed") for t, a, _ in feeds]


# ---------------------------------------------------------------- bags


def test_a_bag_is_valid_to_the_tool_of_the_library_of_congress(story: Dossier) -> None:
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(io.BytesIO(render(story, "bag"))) as archive:
            assert archive.namelist()[0].endswith("/bagit.txt")
            assert all(m.date_time == (1980, 1, 1, 0, 0, 0) for m in archive.infolist())
            archive.extractall(folder)
        (top,) = Path(folder).iterdir()
        bag = bagit.Bag(str(top))
        assert bag.validate()
        assert bag.info["External-Identifier"] == story.story.id
        texts = list((top / "data/texts").glob("*.txt")) if (top / "data/texts").exists() else []
        assert len(texts) == sum(d.text is not None for d in story.documents)
