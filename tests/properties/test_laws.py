"""The laws, on generated reports: evidence is literal, order is nothing, a copy is no witness, nothing crashes."""

import io
import json
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.properties.strategies import ALONE, ANY, INSERTED, RECORDS, dossiers, read

from crosswire.engine import local
from crosswire.model.annotation import Annotations
from crosswire.model.codec import from_json, to_json, to_plain
from crosswire.model.document import Document
from crosswire.model.dossier import Dossier
from crosswire.model.skipped import Skipped
from crosswire.model.story import Story
from crosswire.pipeline.run import Acquired, group_stories
from crosswire.pipeline.verify import verify_dossier
from crosswire.settings import Settings
from crosswire.stages.acquire.options import AcquireOptions
from crosswire.stages.acquire.sources import acquire
from crosswire.stages.annotate.layers import annotate
from crosswire.workspace import Workspace

few = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
more = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def spans(value):
    """Yield everything below `value` that says where it stands."""
    if isinstance(value, dict):
        if {"start", "end", "text"} <= value.keys():
            yield value
        for child in value.values():
            yield from spans(child)
    elif isinstance(value, list | tuple):
        for child in value:
            yield from spans(child)


def assert_literal(annotations: Annotations) -> None:
    text = annotations.text
    plain = to_plain(annotations)
    for layer in ("blocks", "sentences"):
        assert all(0 <= x["start"] < x["end"] <= len(text) for x in plain[layer])
    for span in spans({k: v for k, v in plain.items() if k != "text"}):
        assert text[span["start"] : span["end"]] == span["text"], span


def laced(record, pieces):
    """Return `record` with `pieces` set between the words of its text, one each."""
    words = record["text"].split(" ")
    step = max(1, len(words) // (len(pieces) + 1))
    for n, piece in enumerate(pieces):
        words.insert(min(len(words), (n + 1) * step + n), piece)
    return {**record, "text": " ".join(words)}


# ---------------------------------------------------------------- evidence


@more
@given(st.lists(INSERTED, min_size=1, max_size=6), st.sampled_from(RECORDS))
def test_evidence_of_annotations_is_literal_in_any_script(pieces, record):
    (found,) = annotate(read([{**laced(record, pieces), "language": "en"}]))
    assert_literal(found)
    assert found.sentences


@few
@given(st.lists(INSERTED, min_size=1, max_size=6))
def test_evidence_of_dossiers_is_literal_in_any_script(pieces):
    documents = read([{**laced(r, pieces), "language": "en"} for r in RECORDS])
    for dossier in dossiers(documents, least=1):
        for against in (documents, ()):
            found = verify_dossier(dossier, against)
            assert found.mismatches == ()
            assert found.spans > 0


def test_no_line_of_a_dossier_is_without_evidence():
    (dossier,) = dossiers(read(RECORDS))
    claims = {claim.id for point in dossier.points for claim in point.claims}
    points = {point.id for point in dossier.points}
    assert all(point.claims for point in dossier.points)
    assert all(line.evidence and set(line.points) <= points for line in dossier.lede)
    assert all(side.evidence for conflict in dossier.conflicts for side in conflict.sides)
    parts = (dossier.timeline, dossier.expectations, dossier.open_questions, dossier.entities)
    for part in (
        *parts,
        dossier.events,
        dossier.places,
        dossier.unresolved,
        dossier.provenance.edges,
    ):
        assert all(line.evidence for line in part)
    assert len(claims) == sum(len(point.claims) for point in dossier.points)
    roots = {root.id for root in dossier.provenance.roots}
    assert all({r.id for r in p.roots} <= roots for p in dossier.points)
    assert dossier.lede
    assert dossier.figures
    assert dossier.quotes


# ---------------------------------------------------------------- any string


@more
@given(ANY)
def test_any_string_is_accepted_as_a_record(text):
    line = json.dumps({"id": "any", "title": text[:20], "text": text, "language": "en"}).encode()
    for item in acquire(["-"], AcquireOptions(stdin=io.BytesIO(line))):
        if isinstance(item, Skipped):
            assert item.reason
        else:
            (found,) = annotate([item])
            assert_literal(found)
            to_json(found)


@more
@given(st.one_of(ANY.map(lambda s: s.encode("utf-8", "surrogatepass")), st.binary(max_size=200)))
def test_any_bytes_are_accepted_as_a_text(data):
    for item in acquire(["-"], AcquireOptions(stdin=io.BytesIO(data))):
        if isinstance(item, Document):
            (found,) = annotate([item])
            assert_literal(found)
            to_json(found)


@few
@given(st.lists(ANY, min_size=2, max_size=4))
def test_any_strings_as_reports_of_one_event_give_a_sound_dossier(texts):
    opening = (
        "Foreign Minister Mira Osk summoned the Belland ambassador over 40 drones on Tuesday.\n\n"
    )
    records = [{"id": str(n), "text": opening + t, "language": "en"} for n, t in enumerate(texts)]
    for dossier in dossiers(read(records), least=1):
        assert verify_dossier(dossier).mismatches == ()


# ---------------------------------------------------------------- order, runs, places


@pytest.fixture(scope="module")
def plain_run() -> list[bytes]:
    return [to_json(d) for d in dossiers(read(RECORDS), least=1)]


@pytest.mark.parametrize("seed", range(4))
def test_order_of_arrival_and_running_again_change_nothing(plain_run, seed):
    records = list(RECORDS)
    random.Random(seed).shuffle(records)
    assert [to_json(d) for d in dossiers(read(records), least=1)] == plain_run


def test_a_pool_of_processes_gives_the_same_bytes(plain_run, monkeypatch):
    monkeypatch.setattr(local, "POOL_FROM", 2)
    monkeypatch.setattr(local, "CHUNK", 2)
    pooled = dossiers(read(RECORDS), Settings(workers=2), least=1)
    assert [to_json(d) for d in pooled] == plain_run


def test_a_workspace_in_memory_and_one_in_a_file_give_the_same_bytes(plain_run, tmp_path):
    made = []
    for path in (None, str(tmp_path / "kept.db")):
        with Workspace(path, ALONE) as desk:
            desk.keep(Acquired(documents=read(RECORDS), skipped=()))
            made.append([to_json(desk.dossier(s.id)) for s in desk.stories()])
            again = [to_json(desk.dossier(s.id)) for s in desk.stories()]
            assert again == made[-1]
    assert made == [plain_run, plain_run]


def test_adding_again_in_another_order_changes_nothing():
    with Workspace(None, ALONE) as desk:
        desk.keep(Acquired(documents=read(RECORDS), skipped=()))
        before = desk.documents(), desk.stories()
        done = desk.keep(Acquired(documents=read(reversed(RECORDS)), skipped=()))
        assert done.added == ()
        assert (desk.documents(), desk.stories()) == before


# ---------------------------------------------------------------- copies and attribution

RAISED = {"multi-root", "both-sides"}


@pytest.fixture(scope="module")
def uncopied() -> Dossier:
    (dossier,) = dossiers(read(RECORDS[:3]))
    return dossier


FLASH = {
    "id": "flash",
    "text": "Halden summoned the ambassador of Belland over drones.",
    "language": "en",
}


@pytest.mark.parametrize("record", RECORDS[:3], ids=lambda r: r["id"])
@pytest.mark.parametrize(
    ("name", "day"), [("a copy", None), ("zz copy", "2031-05-08")], ids=["undated", "later"]
)
@pytest.mark.parametrize("title", [True, False], ids=["headed", "bare"])
def test_a_verbatim_copy_adds_reports_and_never_a_root(uncopied, record, name, day, title):
    copy = {**record, "id": name, "outlet": "The Reprint", "published_at": day}
    if not title:
        copy.pop("title")
    (after,) = dossiers(read([*RECORDS[:3], copy]))
    points = {claim.id: point for point in uncopied.points for claim in point.claims}
    reports = 0
    for point in after.points:
        then = [points[c.id] for c in point.claims if c.id in points]
        roots = {root.id for old in then for root in old.roots}
        assert len(point.roots) <= max(1, len(roots)), point
        if point.verdict in RAISED:
            assert RAISED & {old.verdict for old in then}, point
        reports += any(c.document == name for c in point.claims)
    assert reports > 0
    assert len(after.provenance.roots) <= len(uncopied.provenance.roots)
    edges = [e.kind for e in after.provenance.edges if {e.from_, e.to} == {name, record["id"]}]
    assert edges == ["same-version"]


def test_a_verbatim_copy_of_a_flash_adds_no_root():
    (dossier,) = dossiers(read([FLASH, {**FLASH, "id": "copy", "outlet": "The Reprint"}]))
    assert [point.verdict for point in dossier.points] == ["one-root"]


def test_one_report_alone_is_never_several_roots_by_its_headline():
    record = {
        "id": "one",
        "outlet": "The Halden Post",
        "title": "Ferry Astrid Voss runs aground off Lindmar",
        "text": "The ferry Astrid Voss ran aground off Lindmar on Sunday, the Norland coast guard said.",
    }
    (dossier,) = dossiers(read([record]), least=1)
    assert {point.verdict for point in dossier.points} <= {"single-report"}


SPEAKERS = ["the coast guard of Norland", "Captain Ulla Brandvik", "Norland's Transport Ministry"]
SHAPES = [
    "{Who} said {what}.",
    "{Who} said that {what}.",
    "{What}, {who} said.",
    "According to {who}, {what}.",
    "{What}, according to {who}.",
    "“{What},” {who} said.",
]
WHATS = [
    "the ferry struck a sandbank at full speed",
    "the steering failed twice in the storm",
    "lifeboats carried 214 passengers to the shore",
]


@few
@given(
    st.lists(st.tuples(*map(st.sampled_from, (SHAPES, SPEAKERS, WHATS))), min_size=1, max_size=3)
)
def test_what_a_report_only_attributes_is_never_its_own_word(said):
    def sentence(shape, who, what):
        upper = {"Who": who[0].upper() + who[1:], "What": what[0].upper() + what[1:]}
        return shape.format(who=who, what=what, **upper)

    text = "A ferry was in trouble off Lindmar on Sunday.\n\n" + "\n\n".join(
        sentence(*x) for x in said
    )
    records = [{"id": n, "text": text, "outlet": n, "language": "en"} for n in ("one", "two")]
    (dossier,) = dossiers(read(records))
    kinds = {root.id: root.kind for root in dossier.provenance.roots}
    seen = 0
    for point in dossier.points:
        for claim in point.claims:
            if any(what[4:] in claim.evidence.text for _, _, what in said):
                seen += 1
                assert claim.attribution, claim
                assert kinds.get(claim.root) != "report", claim
    assert seen >= 2


# ---------------------------------------------------------------- identities and removing


def test_records_come_back_equal_from_json():
    documents = read(RECORDS)
    (dossier,) = dossiers(documents)
    stories = group_stories(documents)
    records = [
        (dossier, Dossier),
        *((d, Document) for d in documents),
        *((s, Story) for s in stories),
    ]
    records += [(a, Annotations) for a in annotate(documents)]
    for record, kind in records:
        assert from_json(to_json(record), kind) == record
        assert to_json(from_json(to_json(record), kind)) == to_json(record)


@few
@given(st.lists(INSERTED, min_size=1, max_size=4))
def test_records_come_back_equal_from_a_store(pieces):
    (document,) = read([laced(RECORDS[0], pieces)])
    (found,) = annotate([document])
    with Workspace(None, ALONE) as desk:
        with desk.store.writer() as writer:
            writer.put(document)
            writer.put(found, "maker")
        view = desk.store.view()
        assert (view.document(document.id), view.annotations(document.id, "maker")) == (
            document,
            found,
        )


@pytest.mark.parametrize("gone", [r["id"] for r in RECORDS])
def test_removing_a_document_leaves_no_pointer_to_it(gone):
    renamed = [replace(d, id=f"report-{d.id}") for d in read(RECORDS)]
    name = f"report-{gone}"
    with Workspace(None, ALONE) as desk:
        desk.keep(Acquired(documents=tuple(renamed), skipped=()))
        desk.dossier(desk.stories()[0].id)
        former = next(s.id for s in desk.stories() if name in s.documents)
        desk.remove(name)
        kept = [desk.dossier(s.id) for s in desk.stories()]
        everything = to_json([desk.stories(), desk.documents(), kept, desk.search("drones")])
        assert name.encode() not in everything
        assert desk.search("Belland") != ()
        assert all(d.id != name for d in desk.search("bakery"))
        assert len(desk.documents()) == len(RECORDS) - 1
        if gone != "bakery":
            assert desk.story(former).id in {s.id for s in desk.stories()}
