"""What comes to a large ward stands with its nearest for now; what is settled is that of settling all at once."""

import random

import pytest
from tests.unit.cluster.reports import report

import crosswire
from crosswire.pipeline import placing, settling
from crosswire.pipeline.run import Acquired
from crosswire.stages.cluster.settle import cluster

WORDS = "tanker Brisa Olmen reef slick captain Varga booms harbour mayor gulls tide salvage tugs".split()


def crowd(count):
    """Return reports of one event, each in words of its own."""
    found = []
    for n in range(count):
        drawn = random.Random(n)
        lines = [" ".join(drawn.sample(WORDS, 9)) for _ in range(4)]
        told = f"The tanker Brisa Olmen lies on the reef, {n} days after. {'. '.join(lines)}."
        found.append(report(f"r{n:03}", "Tanker Brisa Olmen on reef", told, day="2031-03-03"))
    return found


@pytest.fixture
def desk(monkeypatch):
    for module in (placing, settling):
        monkeypatch.setattr(module, "LARGE", 8)
    monkeypatch.setattr(placing, "GROWN", 3)
    with crosswire.open() as held:
        yield held


def keep(desk, *documents):
    desk.keep(Acquired(documents=documents, skipped=()))


def groups(stories):
    return {frozenset(story.documents) for story in stories}


PILE = crowd(12)


@pytest.mark.parametrize("seed", range(3))
def test_what_stands_for_now_is_settled_as_all_at_once(desk, seed):
    drawn = random.Random(seed)
    pile = drawn.sample(PILE, len(PILE))
    stood = 0
    for document in pile:
        keep(desk, document)
        view = desk.store.view()
        stood += bool(view.placed([document.id]))
        assert view.homes([document.id])
        (line,) = view.story_lines()
        assert line.documents == view.count()
        assert desk.check() == ()
    assert stood
    assert groups(desk.stories()) == groups(cluster(PILE))
    assert desk.store.view().unsettled() == ()
    settled = {m.document: (m.nearest, m.score) for s in desk.stories() for m in s.members}
    alone = {m.document: (m.nearest, m.score) for s in cluster(PILE) for m in s.members}
    assert settled == alone


def test_a_story_that_is_asked_for_is_settled_first(desk):
    keep(desk, *PILE[:10])
    keep(desk, PILE[10])
    view = desk.store.view()
    assert view.unsettled() == (PILE[10].id,)
    assert view.unsettled(placed=False) == ()
    story = desk.story(view.homes([PILE[10].id])[PILE[10].id])
    assert desk.store.view().unsettled() == ()
    (alone,) = cluster(PILE[:11])
    assert story.documents == alone.documents
    assert all(member.reasons for member in story.members)


def test_a_ward_that_grew_is_settled_by_the_report_that_made_it_grow(desk):
    keep(desk, *PILE[:8])
    for document in PILE[8:11]:
        keep(desk, document)
    assert set(desk.store.view().unsettled()) == {PILE[8].id, PILE[9].id, PILE[10].id}
    keep(desk, PILE[11])
    assert desk.store.view().unsettled() == ()


def test_an_act_and_a_removal_settle_what_stands_beside(desk):
    keep(desk, *PILE[:10])
    keep(desk, PILE[10])
    story = desk.store.view().homes([PILE[0].id])[PILE[0].id]
    desk.split(story, PILE[3].id, who="Ada")
    assert desk.store.view().unsettled() == ()
    keep(desk, PILE[11])
    desk.remove(PILE[5].id)
    assert desk.store.view().unsettled() == ()
    left = [document for document in PILE if document.id != PILE[5].id]
    assert {n for s in desk.stories() for n in s.documents} == {document.id for document in left}
    assert desk.check() == ()


def test_another_event_is_not_put_with_what_it_is_unlike(desk):
    keep(desk, *PILE[:10])
    keep(
        desk,
        report(
            "other",
            "Bakery in Tessport closes",
            "The bakery closes after ninety years.",
            day="2031-03-03",
        ),
    )
    assert desk.store.view().unsettled() == ()
    assert len(desk.stories()) == 2
