"""Laws of clustering across languages: English stories stay as they were, and no order of arrival changes anything."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.properties.test_cluster import Desk

from crosswire.model.act import Constraints
from crosswire.pipeline.run import acquire_options, read_sources
from crosswire.settings import Settings
from crosswire.stages.cluster import across, arrive
from crosswire.stages.cluster.settle import cluster, cluster_sketches
from crosswire.stages.cluster.sketch import pack, sketch, unpack
from crosswire.text.languages import is_whole

BUNDLES = Path(__file__).parents[1] / "stories"
SOURCES = [
    str(BUNDLES / name / "reports") for name in ("almenar", "quebrada", "earthquake", "recall")
]
PILE = read_sources(SOURCES, acquire_options(Settings())).documents
SKETCHES = {d.id: sketch(d) for d in PILE}
ENGLISH = [d for d in PILE if is_whole(d.language)]
OTHERS = [d for d in PILE if not is_whole(d.language)]


def groups(stories, names=None):
    found = {frozenset(story.documents) for story in stories}
    return found if names is None else {group & names for group in found} - {frozenset()}


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(OTHERS), unique_by=lambda d: d.id))
def test_reports_in_other_languages_change_no_english_story(some):
    names = frozenset(d.id for d in ENGLISH)
    assert groups(cluster([*ENGLISH, *some]), names) == groups(cluster(ENGLISH))


@pytest.mark.parametrize("seen", [100, 2, 1])
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_however_they_come_and_go_the_outcome_is_that_of_settling_all_at_once(seen, data):
    pile = [SKETCHES[d.id] for d in data.draw(st.permutations(PILE))]
    names = st.sampled_from([item.id for item in pile])
    pairs = st.lists(st.tuples(names, names).filter(lambda p: p[0] != p[1]), max_size=2)
    constraints = Constraints(together=tuple(data.draw(pairs)), apart=tuple(data.draw(pairs)))
    with pytest.MonkeyPatch.context() as patch:
        for module in (across, arrive):
            patch.setattr(module, "SEEN", seen)
        desk = Desk(constraints)
        cuts = sorted(data.draw(st.lists(st.integers(0, len(pile)), max_size=4)))
        for start, stop in zip([0, *cuts], [*cuts, len(pile)], strict=True):
            desk.change(pile[start:stop])
        gone = data.draw(st.lists(names, unique=True, max_size=5))
        if gone:
            desk.change([], gone)
        kept = [item for item in pile if item.id not in gone]
        expected = {story.id: story for story in cluster_sketches(kept, None, constraints)}
        assert desk.stories == expected


def test_what_is_kept_of_a_report_comes_back_whole():
    for document in PILE:
        item = sketch(document)
        again = unpack(item.id, item.sha256, pack(item))
        assert pack(again) == pack(item)
        assert (
            again.language
            == item.language
            == ("" if is_whole(document.language) else document.language)
        )
        assert across.held(again) == across.held(item)
