"""A takedown leaves nothing: no row, no pointer, no byte in the file, its log or its safety copy."""

import sqlite3
from contextlib import closing

from msgspec.structs import replace

from crosswire.model.act import Act
from crosswire.model.annotation import Annotations
from crosswire.model.span import Evidence
from crosswire.model.story import Membership, Reason, Story
from crosswire.store import migrations
from crosswire.store.sql import SqlStore
from tests.contracts.test_migrations import SCHEMA_1
from tests.contracts.test_store_desk import dossier
from tests.unit.cluster.reports import FERRY, report

MARK = "Qwyjibo"
"""A word that stands in the removed report alone: in its text, id, address, outlet and all made from them."""
OUT = replace(
    report(
        f"{MARK}.txt",
        f"{MARK} aground, says {MARK} Post",
        f"The {MARK} lay on the sandbank off Lindmar all night, {MARK} told the {MARK} Post on Monday.",
        day="2031-03-03",
    ),
    url=f"https://{MARK}.example/{MARK}",
    outlet=f"{MARK} Post",
)
AFTER = replace(FERRY[1], supersedes=OUT.id, metadata={"renamed_from": OUT.id, "kept": "yes"})
QUOTED = Evidence(document=OUT.id, start=0, end=10, text=OUT.text[:10])
NOTE = "It says lay on the sandbank off Lindmar all night, which is odd"


def act(**fields):
    return Act(id="", number=0, at="", who="ada", **fields)


def fill(store):
    """Put the report and everything that can point to it."""
    reasons = (Reason(feature=f"shares {MARK}", value=1.0, weight=1.0),)
    members = (
        Membership(document=OUT.id, story="s1"),
        Membership(document="ferry-1", story="s1", nearest=OUT.id, reasons=reasons),
        Membership(document="ferry-2", story="s1", nearest="ferry-1"),
    )
    with store.writer() as writer:
        writer.put_documents([OUT, FERRY[0], AFTER, FERRY[2]])
        writer.put_annotations(
            [Annotations(id=OUT.id, sha256=OUT.sha256, text=OUT.text, outlet=OUT.outlet)],
            {OUT.id: "maker"},
        )
        writer.put_sketches([(OUT.id, MARK.encode()), ("ferry-1", b"kept")], "maker")
        writer.put_keys([(OUT.id, 1, [1, 2]), ("ferry-1", 2, [1])])
        writer.put_likenesses([(OUT.id, "ferry-1", 0.5), ("ferry-1", "ferry-2", 0.25)])
        writer.put_stories(
            (
                Story(id="s1", documents=(OUT.id, "ferry-1", "ferry-2"), members=members),
                Story(id="s2", documents=("ferry-3",)),
            ),
            {},
        )
        title = f"{MARK} aground"
        writer.put_revision("s1", dossier("s1", OUT, FERRY[0], title=title), "state")
        writer.put_revision("s2", dossier("s2", FERRY[2]), "state")
        writer.put_seen("ada", "s1", 1)
        writer.put_act(act(kind="merge", documents=(OUT.id, "ferry-1"), others=("ferry-2",)))
        writer.put_act(act(kind="confirm", about="root", names=("c1", MARK), evidence=(QUOTED,)))
        writer.put_act(act(kind="note", names=(OUT.id,), documents=(OUT.id,), text="look here"))
        writer.put_act(act(kind="note", names=("s1",), text=NOTE))
        writer.remember([f"https://{MARK}.example/{MARK}"])


def bytes_beside(path):
    """Return all bytes of the file and of every file whose name begins with its name."""
    return b"".join(p.read_bytes() for p in sorted(path.parent.glob(f"{path.name}*")))


def test_nothing_points_to_a_removed_report(each_store):
    fill(each_store)
    with each_store.writer() as writer:
        writer.drop(OUT.id)
    view = each_store.view()
    assert OUT.id not in view.known([OUT.id])
    assert view.story("s1").documents == ("ferry-1", "ferry-2")
    assert [m.nearest for m in view.story("s1").members] == [None, "ferry-1"]
    assert view.story_line("s1").title == FERRY[0].text.split("\n")[0]
    assert view.document("ferry-2").supersedes is None
    assert view.document("ferry-2").metadata == {"kept": "yes"}
    assert [r.gone for r in view.revisions("s1")] == [True]
    assert view.revision("s1", 1) is None
    assert view.revision("s2", 1) is not None
    assert view.holders([1, 2], 9) == {1: [(2, "ferry-1")]}
    assert view.likenesses(["ferry-1"]) == [("ferry-1", "ferry-2", 0.25)]
    merged, judged, _, note = view.acts()
    assert (merged.documents, merged.others) == (("ferry-1",), ("ferry-2",))
    assert (judged.names, judged.evidence) == ((), ())
    assert "sandbank" not in note.text
    assert MARK not in repr(view.acts())
    assert view.removed(OUT)
    assert view.removed(replace(OUT, id="other", url=None))
    assert not view.removed(FERRY[0])
    assert set(view.unsettled()) == {"ferry-1", "ferry-2"}
    with each_store.writer() as writer:
        again = writer.put_revision("s1", dossier("s1", FERRY[0]), "state")
    assert again.number == 2
    assert each_store.purge()
    assert each_store.check() == ()


def test_no_byte_of_it_stays_in_the_file(tmp_path):
    path = tmp_path / "desk.db"
    store = SqlStore(str(path))
    fill(store)
    held = bytes_beside(path)
    assert MARK.encode() in held
    assert MARK.lower().encode() in held  # in the index of words
    packed = _packed(path)
    assert packed in held
    with store.writer() as writer:
        writer.drop(OUT.id)
    assert store.purge()
    left = bytes_beside(path)
    assert MARK.lower().encode() not in left.lower()
    assert packed not in left
    assert OUT.sha256.encode() not in left
    assert b"ferry-1" in left
    assert store.check() == ()
    store.close()


def _packed(path):
    """Return bytes from the middle of the compressed annotations."""
    with closing(sqlite3.connect(path)) as file:
        (record,) = file.execute("SELECT record FROM annotations").fetchone()
    return record[20:60]


def test_what_could_not_be_rewritten_now_is_when_the_file_is_opened_next(tmp_path):
    path = tmp_path / "desk.db"
    store = SqlStore(str(path))
    fill(store)
    with store.writer() as writer:
        writer.drop(OUT.id)
    store.close()  # as a killed process would: the takedown is not finished
    assert MARK.lower().encode() in bytes_beside(path).lower()
    store = SqlStore(str(path))
    assert MARK.lower().encode() not in bytes_beside(path).lower()
    assert store.check() == ()
    store.close()


def test_a_reader_in_the_way_is_waited_for_and_said(tmp_path, monkeypatch):
    path = tmp_path / "desk.db"
    store, other = SqlStore(str(path)), SqlStore(str(path))
    fill(store)
    monkeypatch.setattr("crosswire.store.sqlite.WAIT", 0.2)
    with other.snapshot() as view:
        assert view.count() == 4
        with store.writer() as writer:
            writer.drop(OUT.id)
        assert not store.purge()
        assert "still in the file" in store.check()[0]
    assert store.purge()
    assert store.check() == ()
    store.close()
    other.close()


def test_the_safety_copy_of_a_migration_goes_with_the_first_takedown(tmp_path):
    path = tmp_path / "desk.db"
    with closing(sqlite3.connect(path)) as file:
        file.executescript(SCHEMA_1.read_text(encoding="utf-8"))
    store = SqlStore(str(path))
    copy = path.with_name(f"desk.db.schema-{min(migrations.STEPS)}")
    assert b"Astrid Voss" in copy.read_bytes()
    with store.writer() as writer:
        writer.drop("ferry-1")
    assert store.purge()
    assert not copy.exists()
    assert b"ferry-1" not in bytes_beside(path)
    store.close()


def test_whoever_is_added_again_by_a_person_is_no_longer_remembered_as_removed(each_store):
    fill(each_store)
    with each_store.writer() as writer:
        writer.drop(OUT.id)
    with each_store.writer() as writer:
        writer.put_documents([OUT])
        writer.readmit([OUT])
    assert not each_store.view().removed(OUT)
