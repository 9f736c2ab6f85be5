from dataclasses import replace

import numpy as np
import pytest
from tests.unit.cluster.reports import FERRY, report

from crosswire.model.act import Constraints
from crosswire.stages.cluster import briefs, settle
from crosswire.stages.cluster.briefs import are_brief, grouped, said
from crosswire.stages.cluster.group import Bounds
from crosswire.stages.cluster.settle import ClusterOptions, cluster, cluster_sketches
from crosswire.stages.cluster.sketch import UNIT, sketch

BEACON = (
    "Lindmar ferry aground",
    "Ferry aground, Astrid Voss passengers ashore",
    "Astrid Voss captain Brandvik blames steering",
    "Steering failure: Brandvik of ferry Astrid Voss",
)
COUNCIL = (
    "Marvale council closes village schools",
    "Village schools closed in Marvale vote",
    "Marvale vote: pupils lose schools",
)
ITEMS = [report(f"b{i}", line) for i, line in enumerate([*BEACON, *COUNCIL])]


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch):
    monkeypatch.setattr(briefs, "MANY", 4)


def groups(stories):
    return {frozenset(story.documents) for story in stories}


def test_headlines_are_short_texts_and_reports_are_not():
    assert are_brief([sketch(item) for item in ITEMS])
    assert not are_brief([sketch(one) for one in FERRY])


def test_headlines_of_one_event_become_one_story_and_those_of_another_do_not():
    events = {frozenset(f"b{i}" for i in range(4)), frozenset(f"b{i}" for i in range(4, 7))}
    assert groups(cluster(ITEMS)) == events


@pytest.mark.parametrize("most", [2, 3, 500])
def test_runs_of_any_size_keep_each_once_and_events_apart(most, monkeypatch):
    monkeypatch.setattr(settle, "MOST", most)
    stories = cluster(ITEMS)
    assert sorted(d for story in stories for d in story.documents) == [i.id for i in ITEMS]
    for story in stories:
        assert [member.document for member in story.members] == list(story.documents)
        assert len({int(name[1]) < 4 for name in story.documents}) == 1


def test_what_a_person_decided_holds_across_runs(monkeypatch):
    monkeypatch.setattr(settle, "MOST", 2)
    decided = Constraints(together=(("b0", "b6"),), apart=(("b1", "b2"),))
    stories = groups(cluster_sketches(map(sketch, ITEMS), None, decided))
    assert any({"b0", "b6"} <= story for story in stories)
    assert not any({"b1", "b2"} <= story for story in stories)


def test_without_rounds_more_stories_stay_apart():
    items = [sketch(item) for item in ITEMS]
    without = cluster_sketches(items, ClusterOptions(rounds=False))
    assert len(without) >= len(cluster_sketches(items))


def test_what_several_say_together_is_a_unit_vector_of_all_their_terms_and_weekdays():
    one, other = (replace(sketch(FERRY[i]), weekdays=1 << i) for i in (0, 1))
    both = said([one, other])
    assert set(both.terms) == {*one.terms, *other.terms}
    assert np.sqrt((both.body.astype(float) ** 2).sum()) == pytest.approx(UNIT, rel=1e-3)
    assert both.weekdays == 3
    assert one.day <= both.day <= other.day
    assert said([one]) is one


@pytest.mark.parametrize(("second", "stories"), [("2031-03-02", 1), ("2031-05-01", 2)])
def test_a_later_round_makes_no_story_of_two_that_are_days_apart(second, stories):
    days = ("2031-03-01", "2031-03-01", second, second)
    items = [
        sketch(report(f"r{i}", line, day=day))
        for i, (line, day) in enumerate(zip(BEACON, days, strict=True))
    ]

    def likeness(some):
        first_round = len(some) == 4
        return np.kron(np.eye(2), np.ones((2, 2))) if first_round else np.ones((2, 2))

    assert len(grouped(items, likeness, Bounds(), most=10)) == stories


def test_a_few_short_texts_are_not_taken_in_rounds(monkeypatch):
    monkeypatch.setattr(briefs, "MANY", 20)
    assert not are_brief([sketch(item) for item in ITEMS])
