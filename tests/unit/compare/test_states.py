"""What is new between two states of a story: the second morning of the dam, and the laws of a diff."""

from itertools import permutations

import pytest
from msgspec.structs import replace
from tests.mornings import FIRST, SECOND, report, state

from crosswire.model.change import Change, Changes, Notice
from crosswire.model.codec import from_json, to_json
from crosswire.model.dossier import Dossier
from crosswire.stages.compare.ledger import is_due, last_day
from crosswire.stages.compare.states import ORDER, compare


@pytest.fixture(scope="module")
def first() -> Dossier:
    return state(FIRST)


@pytest.fixture(scope="module")
def second() -> Dossier:
    return state(SECOND)


@pytest.fixture(scope="module")
def news(first: Dossier, second: Dossier) -> Changes:
    return compare(first, second)


def of(changes: Changes, kind: str) -> list[Change]:
    return [c for c in changes.changes if c.kind == kind]


def words(change: Change) -> str:
    return " | ".join(e.text for e in (*change.evidence, *change.was))


def test_the_silent_edit_stands_first_and_is_loud(news: Changes):
    edit = news.changes[0]
    assert edit.kind == "report-updated"
    assert edit.loud
    assert (edit.before, edit.after) == ("post", "post2")
    (version,) = news.versions
    assert version.silent


def test_a_figure_changed_with_old_and_new_value_and_time(news: Changes):
    figures = of(news, "figure-changed")
    assert any(
        (c.before or "").startswith("12") and (c.after or "").lower().startswith("at least 14")
        and c.speakers and (c.as_of or "").startswith("2031-05-03")
        for c in figures
    ), figures  # fmt: skip


def test_a_point_rose_to_more_roots(news: Changes):
    assert any(
        "gave way on Friday" in c.text and c.before == "1 root" for c in of(news, "root-new")
    )


def test_new_points_name_who_says_them(news: Changes):
    inquiry = next(c for c in of(news, "point-new") if "inquiry" in c.text)
    assert inquiry.speakers == ("Dana Welk",)
    denied = next(c for c in of(news, "point-new") if "neglected" in c.text)
    assert denied.after == "denied"


def test_new_conflicts_and_expectations(news: Changes):
    assert any("12" in words(c) and "15" in words(c) for c in of(news, "conflict-new"))
    (due,) = of(news, "expectation-new")
    assert due.after == "2031-05-10"


def test_what_was_there_is_not_new(news: Changes):
    said = " | ".join(c.text for c in of(news, "point-new"))
    assert "rooftops" not in said
    assert "no warning" not in said
    assert not of(news, "report-removed")
    assert [c.documents for c in of(news, "report-added")] == [("lantern",)]


def test_every_line_has_words_that_stand_in_its_reports(news: Changes, second: Dossier):
    texts = {d.id: d.text or "" for d in (*second.documents, *second.earlier)}
    for change in news.changes:
        assert change.evidence or change.was, change
        for place in (*change.evidence, *change.was):
            assert texts[place.document][place.start : place.end] == place.text
            assert place.document in change.documents
    named = {name for c in news.changes for name in c.documents}
    assert named <= {r.id for r in news.reports}


def test_lines_stand_in_order_and_have_ids_of_their_own(news: Changes):
    places = [(not c.loud, ORDER.index(c.kind)) for c in news.changes]
    assert places == sorted(places)
    assert len({c.id for c in news.changes}) == len(news.changes)


def test_changes_go_through_json(news: Changes):
    assert from_json(to_json(news), Changes) == news


# ---------------------------------------------------------------- laws


def test_nothing_is_new_beside_itself(first: Dossier, second: Dossier):
    assert not compare(first, first)
    assert not compare(second, second)


def test_the_same_reports_read_otherwise_give_nothing(second: Dossier):
    moved = replace(
        second,
        points=tuple(replace(p, id=f"x{n}", status="alleged") for n, p in enumerate(second.points)),
        conflicts=(),
        figures=second.figures[:1],
        story=replace(second.story, title="Another title"),
    )
    assert not compare(moved, second)
    assert not compare(second, moved)


def test_the_order_of_arrival_of_the_rest_is_nothing(first: Dossier, news: Changes):
    for order in list(permutations(SECOND))[:8]:
        again = compare(first, state(order))
        assert {c.id for c in again.changes} == {c.id for c in news.changes}


def test_removed_and_added_again_is_nothing(first: Dossier):
    without = state(("post",))
    assert of(compare(first, without), "report-removed")
    assert of(compare(without, first), "report-added")
    assert not compare(first, state(FIRST))


def test_the_first_look_shows_all(first: Dossier):
    found = compare(None, first)
    assert {c.kind for c in found.changes} == {"point-new", "report-added", "expectation-new"}
    whole = {p.id for p in first.points if p.within is None}
    assert {p for c in of(found, "point-new") for p in c.points} == whole


def test_steps_add_up_to_the_whole_way(first: Dossier, second: Dossier):
    middle = state(("post", "post2", "kestrel"))
    steps = {c.text for c in (*compare(first, middle).changes, *compare(middle, second).changes)}
    reports = ("report-added", "report-updated")
    for change in compare(first, second).changes:
        if change.kind in reports:
            assert change.text in steps


# ---------------------------------------------------------------- withdrawn, gone, due


def test_a_kill_takes_the_claims_along(first: Dossier):
    killed = state(FIRST, notices=[Notice(item="kestrel", reason="killed by its agency")])
    found = compare(first, killed)
    (line,) = of(found, "report-withdrawn")
    assert line.loud
    assert "killed by its agency" in line.text
    assert [d.id for d in killed.documents] == ["post"]
    assert [(d.id, d.withdrawn) for d in killed.earlier] == [("kestrel", "killed by its agency")]
    claims = {c.document for p in killed.points for c in p.claims}
    assert claims == {"post"}
    assert any(c.kind in ("root-gone", "point-withdrawn") for c in found.changes)


def test_a_story_whose_reports_were_all_killed_is_still_a_story(first: Dossier):
    notices = [Notice(item=n, reason="killed") for n in FIRST]
    gone = state(FIRST, notices=notices)
    assert not gone.documents
    assert len(gone.earlier) == 2
    assert gone.story.title == report("kestrel").title.text
    assert len(of(compare(first, gone), "report-withdrawn")) == 2


def test_a_withdrawn_point_shows_the_words_that_are_gone(second: Dossier):
    without = state(("post", "post2", "kestrel"))
    gone = of(compare(second, without), "point-withdrawn")
    assert any("neglected" in c.text for c in gone)
    assert all(c.loud and c.was and not c.evidence for c in gone)


@pytest.mark.parametrize(
    ("value", "day"),
    [("2031-05-10", "2031-05-10"), ("2031-05-10T14:00", "2031-05-10"), ("2031-W19", "2031-05-11"),
     ("2031-02", "2031-02-28"), ("2031", "2031-12-31"), ("P3D", None), ("2031-13", None),
     ("2031-SP", None), ("", None)],
)  # fmt: skip
def test_the_last_day_of_a_date(value, day):
    assert last_day(value) == day


def test_what_is_past_due_is_told_once(second: Dossier):
    before, on, after = "2031-05-09", "2031-05-10", "2031-05-11"
    assert not compare(second, second, days=(before, on))
    (due,) = of(compare(second, second, days=(on, after)), "expectation-due")
    assert "inspection report" in due.text
    assert not compare(second, second, days=(after, "2031-06-01"))
    assert is_due("2031-05", ("2031-05-11", "2031-06-01"))
