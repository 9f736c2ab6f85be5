"""A workspace's stories are those of settling all its reports at once, however they came; ids last."""

import random

import pytest
from tests.unit.cluster.reports import ANNOUNCEMENT, FERRY, FOLLOWED, QUAKES, SUMMONS, report

import crosswire
from crosswire.model.story import Saga
from crosswire.pipeline import settling
from crosswire.pipeline.keeping import keep_documents, take_down
from crosswire.pipeline.run import Acquired
from crosswire.pipeline.settling import settle_waiting
from crosswire.stages.cluster.settle import cluster
from crosswire.store.sql import SqlStore

PILE = [*FERRY, *SUMMONS, ANNOUNCEMENT, *QUAKES, *FOLLOWED]


@pytest.fixture
def store():
    store = SqlStore()
    yield store
    store.close()


def keep(store, *documents):
    keep_documents(store, documents)
    settle_waiting(store)


def groups(stories):
    return {frozenset(story.documents) for story in stories}


@pytest.mark.parametrize("seed", range(4))
def test_however_reports_come_the_stories_are_those_of_all_at_once(store, seed):
    drawn = random.Random(seed)
    pile = drawn.sample(PILE, len(PILE))
    while pile:
        some, pile = pile[:2], pile[2:]
        keep(store, *some)
    assert groups(store.view().stories()) == groups(cluster(PILE))


def test_many_at_once_are_settled_as_one_by_one(store, monkeypatch):
    monkeypatch.setattr(settling, "AT_ONCE", 3)
    keep(store, *PILE[:7])
    keep(store, *PILE[7:])
    assert groups(store.view().stories()) == groups(cluster(PILE))
    extra = report("late", *FERRY[2].text.split("\n"), day="2031-03-05")
    keep(store, extra)
    assert groups(store.view().stories()) == groups(cluster([*PILE, extra]))


def test_a_report_taken_down_leaves_what_would_be_without_it_and_no_word_of_it(store):
    keep(store, *PILE)
    take_down(store, [FERRY[1].id])
    left = [document for document in PILE if document.id != FERRY[1].id]
    view = store.view()
    assert groups(view.stories()) == groups(cluster(left))
    shelf = settling.Shelf(view)
    near = {name for kept in shelf.kept(d.id for d in left).values() for name, _ in kept.near}
    assert near
    assert FERRY[1].id not in near


def test_a_story_keeps_its_id_when_an_earlier_report_comes(store):
    keep(store, *FERRY[1:])
    (before,) = store.view().stories()
    keep(store, FERRY[0])
    (after,) = store.view().stories()
    assert after.id == before.id
    assert {member.story for member in after.members} == {before.id}


def test_a_saga_names_its_stories_by_the_ids_they_have(store):
    keep(store, *SUMMONS[1:], ANNOUNCEMENT)
    keep(store, SUMMONS[0])
    view = store.view()
    stories = view.stories()
    assert len(stories) == 2
    assert {link.story for story in stories for link in story.links} == {s.id for s in stories}
    (saga,) = view.records(Saga).values()
    assert set(saga.stories) == {story.id for story in stories}
    assert {story.saga for story in stories} == {saga.id}


def test_a_story_that_comes_apart_again_has_the_ids_of_before():
    with crosswire.open() as desk:
        desk.keep(Acquired(documents=(*FERRY, *SUMMONS), skipped=()))
        before = {story.id: story.documents for story in desk.stories()}
        act = desk.merge(*sorted(before), who="Ada")
        assert len(desk.stories()) == 1
        desk.undo(act.id, who="Ada")
        assert {story.id: story.documents for story in desk.stories()} == before
        split = desk.split(min(before), before[min(before)][-1], who="Ada")
        assert len(desk.stories()) == 3
        desk.undo(split.id, who="Ada")
        assert {story.id: story.documents for story in desk.stories()} == before
