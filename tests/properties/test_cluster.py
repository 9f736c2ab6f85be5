"""Laws of clustering: every document once, the order of arrival changes nothing, copies join, spans exact."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.cluster.reports import FERRY, QUAKES, report

from crosswire.stages.cluster.settle import cluster
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
