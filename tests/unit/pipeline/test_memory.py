"""A process goes on from the desk it left where nobody changed what settling stands on; else it begins anew."""

import random

import pytest
from tests.unit.cluster.reports import ANNOUNCEMENT, FERRY, FOLLOWED, QUAKES, SUMMONS

from crosswire.model.kept import Seen
from crosswire.pipeline import memory
from crosswire.pipeline.keeping import keep_documents, take_down
from crosswire.pipeline.settling import MADE_BY, Shelf, settle_waiting
from crosswire.stages.cluster import arrive
from crosswire.stages.cluster.settle import cluster
from crosswire.store.sql import SqlStore

PILE = [*FERRY, *SUMMONS, ANNOUNCEMENT, *QUAKES, *FOLLOWED]


@pytest.fixture(params=["file", "postgres"])
def desks(request, tmp_path):
    """Two stores on one workspace, as two processes have them."""
    file = request.param == "file"
    where = str(tmp_path / "desk.db") if file else request.getfixturevalue("schema")
    found = SqlStore(where), SqlStore(where)
    yield found
    for store in found:
        store.close()


@pytest.fixture
def asked(monkeypatch):
    """The keys that the store was asked for, in the order of asking."""
    found = []
    holders = Shelf.holders

    def noting(self, keys, most):
        keys = list(keys)
        found.extend(keys)
        return holders(self, keys, most)

    monkeypatch.setattr(Shelf, "holders", noting)
    return found


def keep(store, *documents):
    keep_documents(store, documents)
    settle_waiting(store)


def groups(stories):
    return {frozenset(story.documents) for story in stories}


def kept(store):
    view = store.view()
    return view.stories(), dict(view.sketches(MADE_BY))


def test_what_was_read_is_not_read_again(desks, asked):
    for document in PILE:
        keep(desks[0], document)
    assert len(asked) == len(set(asked))
    assert groups(desks[0].view().stories()) == groups(cluster(PILE))


@pytest.mark.parametrize("seed", range(3))
def test_two_that_add_in_turn_see_what_the_other_did(desks, seed):
    drawn = random.Random(seed)
    pile = drawn.sample(PILE, len(PILE))
    for document in pile:
        keep(drawn.choice(desks), document)
    assert groups(desks[0].view().stories()) == groups(cluster(PILE))
    alone = SqlStore()
    for document in pile:
        keep(alone, document)
        memory.keep(alone, -1, arrive.Desk(Shelf(alone.view())))  # it remembers nothing
    assert kept(desks[0]) == kept(alone)
    assert desks[0].check() == ()


def test_what_was_taken_down_elsewhere_is_not_remembered(desks):
    one, other = desks
    keep(one, *PILE[:6])
    take_down(other, [FERRY[1].id])
    settle_waiting(other)
    keep(one, *PILE[6:])
    left = [document for document in PILE if document.id != FERRY[1].id]
    assert groups(one.view().stories()) == groups(cluster(left))
    assert all(FERRY[1].id.encode() not in record for record in kept(one)[1].values())


def test_a_settling_that_fails_leaves_nothing_to_go_on_from(desks):
    store = desks[0]
    keep(store, *PILE[:4])

    def fail(*_):
        raise RuntimeError("the disk is full")

    keep_documents(store, PILE[4:8])
    with pytest.raises(RuntimeError):
        settle_waiting(store, fail)
    settle_waiting(store)
    keep(store, *PILE[8:])
    assert groups(store.view().stories()) == groups(cluster(PILE))


def test_what_readers_write_and_reports_that_wait_move_no_ground(desks, asked):
    one, other = desks
    keep(one, *PILE[:6])
    ground = one.view().ground()
    with other.writer() as writer:
        assert isinstance(writer.put_seen("reader", one.view().stories()[0].id, 1), Seen)
    keep_documents(other, PILE[6:7])
    assert one.view().ground() == ground
    settle_waiting(one)
    assert len(asked) == len(set(asked))
    assert one.view().ground() == ground + 1


def test_a_desk_that_remembers_too_much_is_left(desks, asked, monkeypatch):
    monkeypatch.setattr(arrive, "REPORTS", 3)
    for document in PILE:
        keep(desks[0], document)
    assert len(asked) > len(set(asked))
    assert groups(desks[0].view().stories()) == groups(cluster(PILE))
