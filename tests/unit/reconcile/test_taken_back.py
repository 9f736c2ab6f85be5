"""A copy of what its maker took back stands, is told so, and corroborates nobody."""

import pytest
from tests.mornings import report, state

from crosswire.mcp.lines import SECTIONS, reports_of
from crosswire.model.change import Notice
from crosswire.model.dossier import Dossier
from crosswire.model.rule import Rule
from crosswire.stages.compare.rules import fires
from crosswire.stages.compare.states import compare
from crosswire.stages.render.table import render

ALL = ("post", "kestrel", "copy")
WHY = "Orvale Post: canceled by the agency"


@pytest.fixture(scope="module")
def before() -> Dossier:
    return state(ALL)


@pytest.fixture(scope="module")
def after() -> Dossier:
    return state(ALL, notices=[Notice(item="post", reason="canceled by the agency")])


def test_the_copy_counts_and_its_reader_is_told(before: Dossier, after: Dossier) -> None:
    assert {d.id: d.source_withdrawn for d in after.documents} == {"kestrel": None, "copy": WHY}
    assert [d.id for d in after.earlier] == ["post"]
    assert not [d for d in before.documents if d.source_withdrawn]
    (edge,) = [e for e in after.provenance.edges if e.to == "post"]
    assert (edge.from_, edge.kind) == ("copy", "same-version")
    texts = {name: report(name).text for name in ALL}
    for evidence in edge.evidence:
        assert evidence.text == texts[evidence.document][evidence.start : evidence.end]


def test_what_only_copies_say_is_marked_and_leads_nothing(after: Dossier) -> None:
    for point in after.points:
        held = {c.document: c.withdrawn for c in point.claims}
        assert all((why == WHY) == (name == "copy") for name, why in held.items()), point.text
        assert point.withdrawn == (WHY if set(held) == {"copy"} else None)
    marked = {p.id for p in after.points if p.withdrawn}
    assert any("rooftops" in p.text for p in after.points if p.withdrawn)
    assert marked
    assert not marked.intersection(after.story.title_points)
    assert not [s for s in after.lede if marked.intersection(s.points)]
    assert after.lede


def test_words_that_were_taken_back_are_no_root_beside_others(after: Dossier) -> None:
    whole = {r.id for r in after.provenance.roots}
    for point in after.points:
        standing = {c.root for c in point.claims if c.withdrawn is None} - {None}
        assert {r.id for r in point.roots} <= (standing or whole)
        if point.verdict == "multi-root":
            assert len(standing) > 1 or point.withdrawn


def test_it_is_news_and_told_once(before: Dossier, after: Dossier) -> None:
    (line,) = [c for c in compare(before, after).changes if c.kind == "source-withdrawn"]
    assert line.loud
    assert line.text == f"Valley Courier has words of a report that was taken back ({WHY})"
    assert line.evidence[0].document == "copy"
    assert not [c for c in compare(after, after).changes if c.kind == "source-withdrawn"]
    assert fires(Rule(name="back", when="withdrawn"), before, after)


def test_a_report_that_comes_only_to_be_killed_tells_it_too() -> None:
    late = state(("kestrel", "copy"))
    known = state(ALL, notices=[Notice(item="post", reason="canceled by the agency")])
    assert [c.kind for c in compare(late, known).changes] == ["source-withdrawn"]


@pytest.mark.parametrize("name", ["terminal", "md", "html"])
def test_every_surface_says_so(name: str, after: Dossier) -> None:
    text = render(after, name)
    shown = " ".join((text if isinstance(text, str) else text.decode()).split())
    assert "has words that were taken back since (Orvale Post" in shown
    assert "taken back since (Orvale Post" in shown.replace("has words that were ", "", 1)


def test_a_later_version_of_its_maker_is_untouched() -> None:
    found = state(("post", "post2", "kestrel"), notices=[Notice(item="post", reason="killed")])
    assert not [d for d in found.documents if d.source_withdrawn]


def test_an_assistant_is_told_so(after: Dossier) -> None:
    reports = reports_of(after)
    points = {line.id: line.found["taken_back"] for line in SECTIONS["points"](after, reports)}
    assert points == {p.id: p.withdrawn is not None for p in after.points}
    told = [line.found["source_taken_back"] for line in SECTIONS["reports"](after, reports)]
    assert sorted(told) == [False, True]
