"""What every store keeps for a desk: lines of stories, versions, revisions, readers, acts, clustering's state."""

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from crosswire.errors import NotFoundError
from crosswire.model.act import Act
from crosswire.model.dossier import Conflict, Dossier, DossierDocument, DossierStory
from crosswire.model.record import Record
from crosswire.model.story import Membership, Reason, Story, StoryLink
from crosswire.store.sql import SqlStore
from tests.contracts.test_store import layers, put, story
from tests.unit.cluster.reports import FERRY, QUAKES


def dossier(name, *documents, title="Ferry aground"):
    shown = tuple(DossierDocument(id=d.id, sha256=d.sha256) for d in documents)
    return Dossier(story=DossierStory(id=name, title=title), documents=shown)


def settle(store, *stories, **former):
    with store.writer() as writer:
        writer.put_stories(tuple(stories), former)


# ---------------------------------------------------------------- stories


def test_a_story_comes_back_with_its_reasons_and_in_its_order(each_store):
    put(each_store, *FERRY)
    why = (Reason(feature="words", value=0.5, weight=0.4),)
    tied = Membership(document="ferry-1", story="s1", nearest="ferry-2", score=0.2, reasons=why)
    whole = Story(
        id="s1",
        documents=("ferry-2", "ferry-1"),
        members=(Membership(document="ferry-2", story="s1"), tied),
    )
    settle(each_store, whole)
    view = each_store.view()
    assert view.story("s1") == whole
    assert view.stories(["s1", "s9"]) == (whole,)
    assert view.homes(["ferry-1", "ferry-3"]) == {"ferry-1": "s1"}
    assert view.beginning("s") == ("s1",)
    assert view.beginning("%") == ()


def test_only_what_changed_is_written(each_store):
    put(each_store, *FERRY, *QUAKES)
    settle(each_store, story("s1", "ferry-1", "ferry-2"), story("s2", "quake-1"))
    line = each_store.view().story_line("s2")
    with each_store.writer() as writer:
        writer.change_stories([story("s1", "ferry-1", "ferry-2", "ferry-3")])
        writer.change_stories([story("s2", "quake-1")])
    view = each_store.view()
    assert view.story("s1").documents == ("ferry-1", "ferry-2", "ferry-3")
    assert view.story_line("s2") == line
    with each_store.writer() as writer:
        writer.change_stories([], {"s1": "s2", "s9": None})
    assert each_store.view().story_of("s1") == "s2"
    assert each_store.view().former("s2") == ("s1",)
    assert each_store.view().homes(["ferry-1"]) == {}


def test_documents_wait_for_a_settling_until_one_has_looked_at_them(each_store):
    put(each_store, *FERRY)
    assert each_store.view().unsettled() == ("ferry-1", "ferry-2", "ferry-3")
    with each_store.writer() as writer:
        writer.change_stories([story("s1", "ferry-1")])
    assert each_store.view().unsettled() == ("ferry-2", "ferry-3")
    settle(each_store, story("s1", *(d.id for d in FERRY)))
    assert each_store.view().unsettled() == ()
    with each_store.writer() as writer:
        writer.unsettle(["ferry-2"])
    assert each_store.view().unsettled() == ("ferry-2",)
    with each_store.writer() as writer:
        writer.change_stories([], settled=["ferry-2"])
    assert each_store.view().unsettled() == ()


def test_the_list_of_stories_is_paged_ordered_and_filtered(each_store):
    outlets = ("Herald", "Post", "Herald")
    put(each_store, *(replace(d, outlet=o) for d, o in zip(FERRY, outlets, strict=True)), *QUAKES)
    settle(
        each_store,
        story("s1", *(d.id for d in FERRY)),
        story("s2", "quake-1"),
        story("s3", "quake-2"),
    )
    view = each_store.view()
    largest = view.story_lines(order="largest")
    assert [(line.id, line.documents, line.outlets) for line in largest] == [
        ("s1", 3, 2),
        ("s2", 1, 0),
        ("s3", 1, 0),
    ]
    newest = view.story_lines()
    assert [line.last_at for line in newest] == sorted((x.last_at for x in newest), reverse=True)
    assert view.story_lines(limit=1, offset=1) == newest[1:2]
    assert [x.id for x in view.story_lines(words="ferry sandbank")] == ["s1"]
    assert [x.id for x in view.story_lines(facets=[("outlet", "Post")])] == ["s1"]
    assert view.story_lines(facets=[("outlet", "Post"), ("outlet", "Echo")]) == ()
    assert view.facets("outlet") == (("Herald", 1), ("Post", 1))
    assert [x.id for x in view.story_lines(least=2)] == ["s1"]
    assert view.story_count() == 3
    assert view.story_count(least=2) == 1
    assert view.story_lines(until="2000-01-01") == ()
    assert view.story_lines(since="2000-01-01") == newest
    assert view.story_lines(conflicts=True) == ()


def test_stories_are_found_by_what_their_reports_disagree_about(each_store):
    put(each_store, *FERRY, *QUAKES)
    settle(each_store, story("s1", "ferry-1", "ferry-2"), story("s2", "quake-1", "quake-2"))
    against = Conflict(
        id="x1",
        kind="figure",
        class_="update",
        question="How many?",
        sides=(),
        severity="low",
        reading="",
    )
    with each_store.writer() as writer:
        found = replace(dossier("s1", *FERRY[:2]), conflicts=(against,))
        writer.put_revision("s1", found, "one")
        writer.put_revision("s2", dossier("s2", *QUAKES[:2]), "two")
    view = each_store.view()
    assert view.facets("conflict") == (("figure", 1), ("update", 1))
    assert [x.id for x in view.story_lines(facets=[("conflict", "figure")])] == ["s1"]
    assert view.facets_of(["s1", "s2", "s9"], "conflict") == {"s1": ("figure", "update")}
    with each_store.writer() as writer:
        writer.drop("ferry-1")
    assert each_store.view().facets("conflict") == ()


def test_stories_are_listed_that_a_reader_has_not_seen_as_they_stand(each_store):
    put(each_store, *FERRY, *QUAKES)
    settle(each_store, story("s1", "ferry-1", "ferry-2"), story("s2", "quake-1"))

    def unseen(reader):
        lines = each_store.view().story_lines(unseen=reader)
        assert each_store.view().story_count(unseen=reader) == len(lines)
        return {line.id for line in lines}

    assert unseen("") == {"s1", "s2"}
    with each_store.writer() as writer:
        writer.put_seen("", "s1", 0)
        writer.put_revision("s1", dossier("s1", *FERRY[:2]), "one")
    assert unseen("") == {"s2"}  # reading what was seen is no news
    assert unseen("ada") == {"s1", "s2"}
    with each_store.writer() as writer:
        writer.put_seen("", "s1", 1)
        writer.put_revision("s1", dossier("s1", *FERRY[:2], title="Ferry refloated"), "two")
    assert unseen("") == {"s1", "s2"}
    with each_store.writer() as writer:
        writer.put_seen("", "s1", 2)
    assert unseen("") == {"s2"}
    settle(each_store, story("s1", *(d.id for d in FERRY)), story("s2", "quake-1"))
    assert unseen("") == {"s1", "s2"}


def test_neighbours_are_known_without_the_members(each_store):
    put(each_store, *FERRY, *QUAKES)
    near = StoryLink(story="s2", document="ferry-1", other="quake-1", likeness=0.2)
    settle(
        each_store,
        replace(story("s1", "ferry-1", "ferry-2"), saga="g1", links=(near,)),
        story("s2", "quake-1"),
    )
    view = each_store.view()
    assert view.links_of(["s1", "s2", "s9"]) == {"s1": (near,)}
    assert view.lines_of(["s2", "s9"]) == {"s2": view.story_line("s2")}


# ---------------------------------------------------------------- documents


def test_documents_are_read_together_and_listed_without_their_texts(each_store):
    put(each_store, *FERRY)
    view = each_store.view()
    assert tuple(view.documents(["ferry-3", "ferry-1", "none"])) == (FERRY[0], FERRY[2])
    assert view.known(["ferry-3", "none"]) == {"ferry-3"}
    assert view.count() == 3
    lines = view.lines(limit=2, offset=1)
    assert [line.id for line in lines] == ["ferry-2", "ferry-3"]
    assert lines[0].title == FERRY[1].text.split("\n")[0]
    arrived = view.arrivals(["ferry-1", "ferry-3"])
    assert arrived["ferry-1"] < arrived["ferry-3"]
    assert arrived["ferry-1"][1] < arrived["ferry-3"][1]


def test_versions_of_a_report_are_found_by_address_and_by_item(each_store):
    first = replace(FERRY[0], url="https://www.herald.example/ferry?utm_source=x")
    second = replace(FERRY[1], url="http://herald.example/ferry/")
    third = replace(FERRY[2], metadata={"guid": "urn:ferry:3"})
    put(each_store, first, second, third)
    view = each_store.view()
    assert view.same_report(["https://herald.example/ferry"]) == ("ferry-1", "ferry-2")
    assert view.same_report(["urn:ferry:3"]) == ("ferry-3",)


def test_what_is_superseded_or_withdrawn_is_marked_kept_and_not_current(each_store):
    put(each_store, *FERRY)
    settle(each_store, story("s1", *(d.id for d in FERRY)))
    with each_store.writer() as writer:
        writer.supersede("ferry-1", "ferry-2")
        writer.withdraw("ferry-3", "killed by its agency")
    view = each_store.view()
    assert tuple(view.documents(current=True)) == FERRY[1:2]
    assert tuple(view.documents()) == FERRY
    assert view.search("ferry", 9) == ("ferry-2",)
    assert [line.id for line in view.lines()] == ["ferry-2"]
    assert view.story_line("s1").documents == 1
    assert view.standing("ferry-1").superseded_by == "ferry-2"
    assert view.standings(["ferry-3"])["ferry-3"].withdrawn == "killed by its agency"
    with each_store.writer() as writer:
        writer.supersede("ferry-1", None)
        writer.withdraw("ferry-3", None)
    assert tuple(each_store.view().documents(current=True)) == FERRY
    assert each_store.check() == ()
    with pytest.raises(NotFoundError), each_store.writer() as writer:
        writer.withdraw("none", "why")


def test_layers_of_many_documents_come_in_one_reading(each_store):
    put(each_store, *FERRY)
    with each_store.writer() as writer:
        writer.put_annotations(
            [layers(FERRY[0]), layers(FERRY[1])], {"ferry-1": "m1", "ferry-2": "m2"}
        )
    view = each_store.view()
    wanted = {"ferry-1": "m1", "ferry-2": "other", "ferry-3": "m1"}
    assert view.layers(wanted) == {"ferry-1": layers(FERRY[0])}
    settle(each_store, story("s1", *(d.id for d in FERRY)))
    assert each_store.view().unread(9) == ("ferry-3",)


# ---------------------------------------------------------------- clustering's state


def test_sketches_belong_to_their_maker_and_come_in_order_of_arrival(each_store):
    put(each_store, FERRY[2], FERRY[0])
    with each_store.writer() as writer:
        writer.put_sketches([("ferry-1", b"one"), ("ferry-3", b"three"), ("none", b"")], "m1")
    view = each_store.view()
    assert list(view.sketches("m1")) == [("ferry-3", b"three"), ("ferry-1", b"one")]
    assert list(view.sketches("m1", ["ferry-1"])) == [("ferry-1", b"one")]
    assert list(view.sketches("m2")) == []


def test_holders_of_a_key_come_by_rank(each_store):
    put(each_store, *FERRY)
    big = (1 << 63) - 1
    with each_store.writer() as writer:
        writer.put_keys([("ferry-1", 30, [7, -big]), ("ferry-2", 10, [7]), ("ferry-3", 20, [7])])
    view = each_store.view()
    assert view.holders([7, -big, 5], 2) == {
        7: [(10, "ferry-2"), (20, "ferry-3")],
        -big: [(30, "ferry-1")],
    }
    with each_store.writer() as writer:
        writer.put_keys([("ferry-2", 99, [8])])
    assert [name for _, name in each_store.view().holders([7], 9)[7]] == ["ferry-3", "ferry-1"]


# ---------------------------------------------------------------- revisions, readers, acts


def test_revisions_are_numbered_and_tell_the_list_what_they_say(each_store):
    put(each_store, *FERRY)
    settle(each_store, story("s1", *(d.id for d in FERRY)))
    with each_store.writer() as writer:
        first = writer.put_revision("s1", dossier("s1", *FERRY[:2]), "state-1")
        second = writer.put_revision("s1", dossier("s1", *FERRY, title="Later"), "state-2")
    view = each_store.view()
    assert view.revisions("s1") == (first, second)
    assert [r.number for r in view.revisions("s1")] == [1, 2]
    assert view.revision("s1", 2).story.title == "Later"
    assert view.revision("s1", 2).story.revision == 2
    assert view.revision("s1", 3) is None
    line = view.story_line("s1")
    assert (line.title, line.revision, line.roots, line.conflicts) == ("Later", 2, 0, 0)
    with each_store.writer() as writer:
        seen = writer.put_seen("ada", "s1", 1)
        seen = writer.put_seen("ada", "s1", 2)
    assert each_store.view().seen("ada", "s1") == seen
    assert each_store.view().all_seen("ada") == {"s1": seen}
    assert each_store.view().seen("bob", "s1") is None


def test_acts_are_numbered_in_their_order_and_never_deleted(each_store):
    empty = Act(id="", number=0, at="", who="ada", kind="note", names=("s1",), text="look")
    with each_store.writer() as writer:
        first, second = writer.put_act(empty), writer.put_act(empty)
    assert (first.number, second.number) == (1, 2)
    assert first.id != second.id
    with each_store.writer() as writer:
        writer.change_act(replace(first, undone_at=writer.now(), undone_by="bob"))
    view = each_store.view()
    assert [a.number for a in view.acts()] == [1, 2]
    assert view.acts(standing=True) == (second,)
    assert view.act(first.id).undone_by == "bob"


@pytest.mark.parametrize("in_file", [True, False])
def test_the_clock_never_goes_back(tmp_path, in_file):
    said = iter(datetime(2031, 1, 1, tzinfo=UTC) + timedelta(days=d) for d in (5, 1, 9, 2))
    store = SqlStore(str(tmp_path / "s.db") if in_file else None, clock=lambda: next(said))
    times = []
    for _ in range(4):
        with store.writer() as writer:
            times.append(writer.now())
            assert writer.now() == times[-1]
    store.close()
    assert [t[:10] for t in times] == ["2031-01-06", "2031-01-06", "2031-01-10", "2031-01-10"]


def test_every_transaction_that_wrote_can_be_told_by_a_number(each_store):
    before = each_store.view().changes()
    put(each_store, FERRY[0])
    assert each_store.view().changes() == before + 1

    def fails():
        with each_store.writer() as writer:
            writer.put(FERRY[1])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert each_store.view().changes() == before + 1


# ---------------------------------------------------------------- feeds' memory, records


def test_marks_are_remembered_without_being_readable(each_store):
    marks = ["https://herald.example/ferry", "urn:1", "urn:1"]
    with each_store.writer() as writer:
        writer.remember(marks)
        writer.remember(marks[:1])
    view = each_store.view()
    assert view.remembers([*marks, "urn:2"]) == frozenset(marks)
    with each_store.writer() as writer:
        writer.forget(["urn:1"])
    assert each_store.view().remembers(marks) == {marks[0]}


class Feed(Record, frozen=True, kw_only=True):
    address: str
    asked: int = 0


def test_small_records_are_kept_by_type_and_key(each_store):
    with each_store.writer() as writer:
        writer.put_record("b", Feed(address="x"))
        writer.put_record("a", Feed(address="y"))
        writer.put_record("b", Feed(address="x", asked=2))
    view = each_store.view()
    assert view.record("b", Feed) == Feed(address="x", asked=2)
    assert list(view.records(Feed)) == ["a", "b"]
    assert view.record("b", Story) is None
    with each_store.writer() as writer:
        writer.drop_record("b", Feed)
    assert list(each_store.view().records(Feed)) == ["a"]


def test_a_snapshot_sees_one_state(tmp_path):
    store = SqlStore(str(tmp_path / "s.db"))
    put(store, FERRY[0])
    with store.snapshot() as view:
        assert view.count() == 1
        put(store, FERRY[1])
        assert view.count() == 1
    assert store.view().count() == 2
    store.close()


def test_a_writer_sees_what_it_wrote_and_nobody_else_does_yet(tmp_path):
    store = SqlStore(str(tmp_path / "s.db"))
    with store.writer() as writer:
        writer.put(FERRY[0])
        assert writer.view.count() == 1
        assert store.view().count() == 0
    store.close()
