import dataclasses

from tests.unit.cluster.reports import FERRY, QUAKES

from crosswire.model.act import Constraints
from crosswire.stages.cluster import online
from crosswire.stages.cluster.group import Bounds
from crosswire.stages.cluster.online import assign_online, careful
from crosswire.stages.cluster.settle import ClusterOptions, Ward, cluster
from crosswire.stages.cluster.sketch import sketch


def test_reports_of_one_event_join_as_they_come():
    members = list(assign_online([FERRY[0], QUAKES[0], *FERRY[1:]]))
    assert [member.document for member in members] == ["ferry-1", "quake-1", "ferry-2", "ferry-3"]
    assert members[0].story == members[2].story == members[3].story != members[1].story


def test_a_provisional_story_has_the_id_it_keeps_if_its_founder_came_first():
    first, *_ = assign_online(FERRY)
    assert first.story == cluster(FERRY)[0].id


def test_what_is_yet_to_come_decides_nothing():
    alone = next(iter(assign_online(FERRY)))
    assert alone.nearest is None
    assert list(assign_online(FERRY))[:2] == list(assign_online(FERRY[:2]))


def test_a_joining_report_says_why():
    _, second, _ = assign_online(FERRY)
    assert second.nearest == "ferry-1"
    assert {reason.feature for reason in second.reasons} >= {
        "words",
        "headline and opening",
        "days apart",
    }


def test_where_nothing_has_a_date_more_is_asked_at_arrival_than_in_settling():
    options = ClusterOptions()
    undated = [dataclasses.replace(item, day=None) for item in map(sketch, FERRY)]
    wards = [Ward(items, [[] for _ in items]) for items in (undated, [*map(sketch, FERRY)])]
    strict, usual = (careful(options, ward).bounds for ward in wards)
    assert strict.least > usual.least > options.bounds.least
    assert strict.lonely > usual.lonely > options.bounds.lonely
    assert strict.sure == usual.sure


def test_what_a_person_said_holds_at_arrival():
    apart = Constraints(apart=(("ferry-1", "ferry-2"),))
    one, other, _ = assign_online(FERRY, constraints=apart)
    assert one.story != other.story
    together = Constraints(together=(("ferry-1", "quake-1"),))
    one, other = assign_online([FERRY[0], QUAKES[0]], constraints=together)
    assert one.story == other.story


def test_a_report_that_is_too_little_like_any_is_told_as_a_story_of_its_own():
    strict = ClusterOptions(bounds=Bounds(least=0.99, lonely=0.99))
    assert len({member.story for member in assign_online(FERRY, strict)}) == len(FERRY)


def test_in_a_large_ward_those_on_its_list_are_looked_at(monkeypatch):
    monkeypatch.setattr(online, "MOST", 2)
    first, second, third = map(sketch, FERRY)
    ward = Ward([first, second, third], [[], [], [second.id]])
    assert online._before(ward, third) == [second]
    assert online._before(Ward([first, third], [[], []]), third) == [first]
