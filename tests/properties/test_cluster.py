"""Laws of clustering: every document once, the order of arrival changes nothing, copies join, spans exact."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.cluster.reports import FERRY, QUAKES, report

from crosswire.model.act import Constraints
from crosswire.stages.cluster import arrive, nearest, settle
from crosswire.stages.cluster.online import Memory
from crosswire.stages.cluster.settle import ClusterOptions, cluster, cluster_sketches
from crosswire.stages.cluster.sketch import pack, sketch, unpack
from crosswire.text.passages import passages
from crosswire.text.words import words

VOCABULARY = (
    "Lindmar ferry harbour Brandvik storm 214 council vote school Marvale rain Monday".split()
)
LINES = st.lists(st.sampled_from(VOCABULARY), max_size=30).map(" ".join)
DAYS = st.sampled_from([None, "2031-03-01", "2031-03-03", "2031-03-09"])


@st.composite
def piles(draw):
    made = draw(st.lists(st.tuples(LINES, LINES | st.text(max_size=80), DAYS), max_size=8))
    pile = [report(f"r{i}", *lines, day=day) for i, (*lines, day) in enumerate(made)]
    return pile + list(
        draw(st.lists(st.sampled_from([*FERRY, *QUAKES]), max_size=4, unique_by=lambda d: d.id))
    )


@settings(max_examples=40, deadline=None)
@given(piles(), st.randoms(use_true_random=False))
def test_order_of_arrival_changes_nothing(pile, random):
    shuffled = list(pile)
    random.shuffle(shuffled)
    assert cluster(shuffled) == cluster(pile)


class Desk:
    """Stories kept up to date as reports come and go: only the wards that `arrive` names are settled."""

    def __init__(self, constraints):
        self.memory = Memory()
        self.constraints = constraints
        self.stories = {}

    def change(self, added, removed=()):
        wards = self.memory.change(added, removed, self.constraints)
        touched = {item.id for ward in wards for item in ward.items} | set(removed)
        self.stories = {
            name: story
            for name, story in self.stories.items()
            if not touched.intersection(story.documents)
        }
        for ward in wards:
            for story in settle.settle(ward, ClusterOptions(), self.constraints):
                self.stories[story.id] = story


@pytest.mark.parametrize(("holders", "most"), [(100, 400), (2, 400), (3, 3)])
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_however_reports_come_and_go_the_outcome_is_that_of_settling_all_at_once(
    holders, most, data
):
    pile = data.draw(st.permutations([sketch(d) for d in data.draw(piles())]))
    names = st.sampled_from([item.id for item in pile] or ["none"])
    pairs = st.lists(st.tuples(names, names).filter(lambda p: p[0] != p[1]), max_size=3)
    few = len(pile) < 2
    constraints = Constraints(
        together=() if few else tuple(data.draw(pairs)),
        apart=() if few else tuple(data.draw(pairs)),
    )
    with pytest.MonkeyPatch.context() as patch:
        for module in (arrive, nearest):
            patch.setattr(module, "HOLDERS", holders)
        patch.setattr(settle, "MOST", most)
        patch.setattr(settle, "AROUND", 2 * most // 3)
        desk = Desk(constraints)
        left = list(pile)
        while left:
            count = data.draw(st.integers(1, len(left)))
            desk.change(left[:count])
            left = left[count:]
        gone = data.draw(st.sets(names, max_size=3)) & {item.id for item in pile}
        if gone:
            desk.change([], sorted(gone))
        stay = [item for item in pile if item.id not in gone]
        expected = cluster_sketches(stay, None, constraints)
        assert sorted(desk.stories.values(), key=lambda s: s.id) == sorted(
            expected, key=lambda s: s.id
        )


@settings(max_examples=40, deadline=None)
@given(piles())
def test_a_sketch_comes_back_from_bytes_as_it_was(pile):
    for document in pile:
        item = sketch(document)
        again = unpack(item.id, item.sha256, pack(item))
        assert pack(again) == pack(item)
        assert (again.rank, again.kind, again.day) == (item.rank, item.kind, item.day)


@settings(max_examples=40, deadline=None)
@given(piles())
def test_every_document_is_in_one_story_once(pile):
    stories = cluster(pile)
    placed = [name for story in stories for name in story.documents]
    assert sorted(placed) == sorted(document.id for document in pile)
    assert len({story.id for story in stories}) == len(stories)
    for story in stories:
        assert [member.document for member in story.members] == list(story.documents)
        assert all(member.nearest in (None, *story.documents) for member in story.members)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_words_of_any_text_are_exact(text):
    found = list(words(text))
    assert all(text[word.start : word.end] == word.text for word in found)
    assert [word.start for word in found] == sorted({word.start for word in found})


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from("abcde"), max_size=60), st.lists(st.sampled_from("abcde"), max_size=60)
)
def test_passages_lie_inside_both_texts_and_cover_the_right_one_once(left, right):
    one, other = " ".join(left), " ".join(right)
    end = 0
    for found in passages(one, other, least=5):
        assert 0 <= found.left_start < found.left_end <= len(one)
        assert end <= found.right_start < found.right_end <= len(other)
        assert found.words >= 5
        end = found.right_end
