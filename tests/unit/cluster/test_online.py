import dataclasses

from tests.unit.cluster.reports import FERRY, QUAKES

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
    assert strict.least > usual.least == options.bounds.least
    assert strict.sure == usual.sure
