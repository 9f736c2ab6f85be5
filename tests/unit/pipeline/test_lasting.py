"""What a story is called stays; an id that is gone leads to its reports, and comes back with them."""

import pytest
from tests.unit.cluster.reports import FERRY, QUAKES

from crosswire.model.story import Story
from crosswire.pipeline.lasting import apart, with_lasting_ids
from crosswire.pipeline.run import Acquired
from crosswire.workspace import Workspace


def story(name: str, *documents: str) -> Story:
    return Story(id=name, documents=documents)


def named(found, before, founded=None):
    stories, former = with_lasting_ids(found, {s.id: s for s in before}, (), founded or {})
    return {s.id: s.documents for s in stories}, former


def test_a_former_id_comes_back_with_the_report_that_founded_it():
    before = [story("s1", "a", "b", "c", "d")]
    found = [story("s1", "a", "b"), story("s3", "c", "d")]
    assert named(found, before) == ({"s1": ("a", "b"), "s3": ("c", "d")}, {})
    assert named(found, before, {"s2": "d"}) == ({"s1": ("a", "b"), "s2": ("c", "d")}, {})


def test_one_that_no_story_takes_leads_to_where_its_founder_is():
    before = [story("s1", "a", "b"), story("s5", "e", "f", "g")]
    found = [story("s1", "a"), story("s5", "b", "e", "f", "g")]
    assert named(found, before, {"s2": "b"}) == (
        {"s1": ("a",), "s5": ("b", "e", "f", "g")},
        {"s2": "s5"},
    )
    two = {"s2": "c", "s3": "d"}
    found = [story("s1", "a"), story("s9", "c", "d")]
    assert named(found, [story("s1", "a", "c", "d")], two) == (
        {"s1": ("a",), "s2": ("c", "d")},
        {"s3": "s2"},
    )


def test_only_stories_that_fall_apart_are_looked_at():
    before = {s.id: s for s in (story("s1", "a", "b"), story("s2", "c"))}
    assert apart([story("s1", "a", "b", "c")], before) == []
    assert apart([story("s1", "a"), story("s3", "b", "c")], before) == ["s1"]


@pytest.mark.parametrize("place", [None, "file"])
def test_a_merge_that_is_undone_leaves_both_stories_their_ids(place, tmp_path):
    with Workspace(str(tmp_path / "desk.db") if place else None) as desk:
        first, *rest = FERRY
        later, quake = rest[-1], QUAKES[0]
        # the founder came alone, and is not the earliest
        for some in ((later,), (quake,), (first, *rest[:-1])):
            desk.keep(Acquired(documents=some, skipped=()))
        before = {s.id: set(s.documents) for s in desk.stories()}
        ferry, quakes = sorted(before, key=lambda name: first.id not in before[name])
        for one, other in ((ferry, quakes), (quakes, ferry)):
            act = desk.merge(one, other)
            (whole,) = desk.stories()
            assert {desk.story(ferry).id, desk.story(quakes).id} == {whole.id}
            desk.undo(act.id)
            assert {s.id: set(s.documents) for s in desk.stories()} == before
        desk.merge(ferry, quakes)
        desk.remove(quake.id)  # its story's id leads to what it was merged with
        assert desk.story(quakes).id == desk.story(ferry).id
        assert desk.check() == ()
