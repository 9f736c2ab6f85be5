"""What every store keeps to, and what one in a file keeps to besides."""

import signal
import sqlite3
import subprocess
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import text as sql

from crosswire.errors import StoreError
from crosswire.model.annotation import Annotations
from crosswire.model.story import Membership, Story
from crosswire.store.base import Store
from crosswire.store.sql import SqlStore
from crosswire.workspace import Workspace
from tests.unit.cluster.reports import FERRY, QUAKES, report


def layers(document, **found):
    return Annotations(id=document.id, sha256=document.sha256, text=document.text, **found)


def story(name, *documents):
    members = tuple(Membership(document=d, story=name) for d in documents)
    return Story(id=name, documents=documents, members=members)


def put(store: Store, *documents):
    for document in documents:
        with store.writer() as writer:
            writer.put(document)


# ---------------------------------------------------------------- every store


def test_what_is_put_comes_back_equal(each_store):
    put(each_store, *FERRY)
    view = each_store.view()
    assert view.document("ferry-1") == FERRY[0]
    assert tuple(view.documents()) == FERRY
    assert view.document("ferry-9") is None


def test_documents_come_by_id_whatever_the_order_they_came_in(each_store):
    put(each_store, *reversed(FERRY), *QUAKES)
    assert tuple(each_store.view().documents()) == (*FERRY, *QUAKES)


def test_putting_twice_changes_nothing_and_another_text_takes_the_place(each_store):
    put(each_store, FERRY[0], FERRY[0])
    other = report("ferry-1", "Ferry afloat again", "Tugs pulled the ferry off at noon.")
    view = each_store.view()
    assert tuple(view.documents()) == FERRY[:1]
    put(each_store, other)
    assert tuple(view.documents()) == (other,)
    assert view.search("noon", 9) == ("ferry-1",)
    assert view.search("sandbank", 9) == ()


def test_a_dropped_document_leaves_nothing(each_store):
    put(each_store, *FERRY)
    with each_store.writer() as writer:
        writer.put(layers(FERRY[0]), "maker")
        writer.drop("ferry-1")
        writer.drop("never there")
    view = each_store.view()
    assert tuple(view.documents()) == FERRY[1:]
    assert "ferry-1" not in view.search("ferry", 9)
    put(each_store, FERRY[0])
    assert view.annotations("ferry-1", "maker") is None


def test_an_exception_in_the_block_keeps_nothing(each_store):
    put(each_store, FERRY[0])

    def write() -> None:
        with each_store.writer() as writer:
            writer.put(FERRY[1])
            writer.drop("ferry-1")
            writer.put_stories((story("s1", "ferry-2"),), {"s0": "s1"})
            raise RuntimeError("midway")

    with pytest.raises(RuntimeError, match="midway"):
        write()
    view = each_store.view()
    assert tuple(view.documents()) == FERRY[:1]
    assert view.stories() == ()
    assert view.story_of("s0") is None
    assert view.search("school", 9) == ()


def test_annotations_belong_to_their_producer_and_to_one_version_of_the_text(each_store):
    put(each_store, FERRY[0])
    found = layers(FERRY[0], language="en")
    with each_store.writer() as writer:
        writer.put(found, "maker")
    view = each_store.view()
    assert view.annotations("ferry-1", "maker") == found
    assert view.annotations("ferry-1", "another maker") is None
    assert view.annotations("ferry-2", "maker") is None
    put(each_store, report("ferry-1", "Another text of the same id"))
    assert view.annotations("ferry-1", "maker") is None


def test_annotations_made_anew_take_the_place_of_the_old(each_store):
    put(each_store, FERRY[0])
    for maker in ("old", "new"):
        with each_store.writer() as writer:
            writer.put(layers(FERRY[0], outlet=maker), maker)
    view = each_store.view()
    assert view.annotations("ferry-1", "old") is None
    assert view.annotations("ferry-1", "new").outlet == "new"


def test_stories_are_put_whole(each_store):
    first, second = story("s1", "ferry-1", "ferry-2"), story("s2", "quake-1")
    with each_store.writer() as writer:
        writer.put_stories((second, first), {})
    assert each_store.view().stories() == (first, second)
    with each_store.writer() as writer:
        writer.put_stories((second,), {})
    assert each_store.view().stories() == (second,)
    assert each_store.view().story_of("s1") is None


def test_a_former_id_stands_for_its_heir_through_any_number_of_heirs(each_store):
    names = [f"s{n}" for n in range(6)]
    for old, new in pairwise(names):
        with each_store.writer() as writer:
            writer.put_stories((story(new, "d"),), {old: new})
    view = each_store.view()
    assert [view.story_of(name) for name in names] == ["s5"] * 6
    assert view.story_of("s9") is None


def test_an_id_that_comes_back_stands_for_itself(each_store):
    for stories, former in (
        ((story("s1", "a"),), {"s0": "s1"}),
        ((story("s0", "a"),), {"s1": "s0"}),
    ):
        with each_store.writer() as writer:
            writer.put_stories(stories, former)
    view = each_store.view()
    assert (view.story_of("s0"), view.story_of("s1")) == ("s0", "s0")


def test_search_wants_all_words_and_takes_any_string(each_store):
    arabic = report("arabic", "قال الوزير إن العبارة جنحت")
    put(each_store, *FERRY, *QUAKES, arabic)
    view = each_store.view()
    assert set(view.search("FERRY, lifeboats!", 9)) == {"ferry-1", "ferry-2", "ferry-3"}
    assert view.search("ferry Tarvos", 9) == ()
    assert len(view.search("ferry", 2)) == 2
    assert view.search("العبارة", 9) == ("arabic",)
    for odd in (
        "",
        " ",
        '"',
        "ferry AND",
        "NEAR(",
        "*",
        "a:b",
        "-",
        "'; DROP TABLE words",
        "🙂",
        "\0",
    ):
        assert isinstance(view.search(odd, 9), tuple)


def test_a_backup_is_a_whole_store_and_never_overwrites(each_store, tmp_path):
    put(each_store, *FERRY)
    copy = tmp_path / "copy.db"
    each_store.backup(str(copy))
    put(each_store, *QUAKES)
    reopened = SqlStore(str(copy))
    assert tuple(reopened.view().documents()) == FERRY
    assert reopened.view().search("captain", 9)
    reopened.close()
    with pytest.raises(StoreError, match="exists already; name a new file"):
        each_store.backup(str(copy))


def test_a_sound_store_has_nothing_wrong(each_store):
    put(each_store, *FERRY)
    assert each_store.check() == ()


# ---------------------------------------------------------------- a store in a file


def test_what_was_kept_is_there_when_the_file_is_opened_again(tmp_path):
    path = str(tmp_path / "store.db")
    first = SqlStore(path)
    put(first, *FERRY)
    first.close()
    again = SqlStore(path)
    assert tuple(again.view().documents()) == FERRY
    again.close()


@pytest.mark.parametrize(
    "content", [b"no database at all " * 400, b"SQLite format 3\0" + b"\xff" * 9000]
)
def test_a_file_that_is_no_workspace_is_refused_with_what_to_do(tmp_path, content):
    path = tmp_path / "store.db"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"store\.db: .*--workspace"):
        SqlStore(str(path))
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_refused_untouched(tmp_path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"other\.db: not a Crosswire workspace.*--workspace"):
        SqlStore(str(path))
    assert path.read_bytes() == before


def test_a_file_of_a_later_release_is_refused_with_what_to_do(tmp_path):
    path = str(tmp_path / "store.db")
    store = SqlStore(path)
    with store.engine.begin() as connection:
        connection.execute(sql("UPDATE about SET value = '999' WHERE key = 'schema'"))
    store.close()
    with pytest.raises(StoreError, match=r"schema 999, this release reads .*install a later"):
        SqlStore(path)


def test_damage_found_while_reading_is_an_error_that_says_what_to_do(tmp_path):
    path = tmp_path / "store.db"
    store = SqlStore(str(path))
    put(store, *(replace(d, id=f"{d.id}-{n}") for n in range(30) for d in FERRY))
    store.close()
    data = bytearray(path.read_bytes())
    data[8192:] = b"\xff" * (len(data) - 8192)
    path.write_bytes(data)
    with pytest.raises(StoreError, match=r"store\.db: .*backup"):
        tuple(SqlStore(str(path)).view().documents())


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(StoreError, match=r"the folder .* does not exist; make it first"):
        SqlStore(str(tmp_path / "none" / "store.db"))


def test_two_writers_at_once_wait_for_each_other(tmp_path):
    path = str(tmp_path / "store.db")
    stores = [SqlStore(path), SqlStore(path)]
    inside = threading.Event()
    problems: list[BaseException] = []

    def slow() -> None:
        with stores[0].writer() as writer:
            writer.put(FERRY[0])
            inside.set()
            time.sleep(0.3)

    def late() -> None:
        try:
            inside.wait(5)
            with stores[1].writer() as writer:
                writer.put(FERRY[1])
        except BaseException as error:
            problems.append(error)

    threads = [threading.Thread(target=work) for work in (slow, late)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert tuple(stores[0].view().documents()) == FERRY[:2]
    for store in stores:
        store.close()


_KILLED = """
import sys, time
from tests.unit.cluster.reports import FERRY
from crosswire.store.sql import SqlStore
store = SqlStore(sys.argv[1])
with store.writer() as writer:
    writer.put(FERRY[0])
with store.writer() as writer:
    writer.put(FERRY[1])
    writer.drop("ferry-1")
    print("inside", flush=True)
    time.sleep(60)
"""


def test_a_process_killed_in_a_transaction_leaves_the_last_whole_one(tmp_path):
    path = str(tmp_path / "store.db")
    child = subprocess.Popen(
        [sys.executable, "-c", _KILLED, path],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "inside\n"
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    store = SqlStore(path)
    assert store.check() == ()
    assert tuple(store.view().documents()) == FERRY[:1]
    put(store, FERRY[1])
    assert tuple(store.view().documents()) == FERRY[:2]
    store.close()


_ADDING = (
    "import sys; from crosswire.workspace import Workspace; Workspace(sys.argv[1]).add(sys.argv[2])"
)


COUNT = 40


def test_adding_again_after_a_kill_gives_what_one_undisturbed_run_gives(tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    for n in range(COUNT):
        (folder / f"{n:03}.txt").write_text(
            f"Mayor of town {n} opens bridge {n * 7}\n\nIt rained.\n"
        )
    path = str(tmp_path / "killed.db")
    child = subprocess.Popen([sys.executable, "-c", _ADDING, path, str(folder)])
    while child.poll() is None and _kept(path) < 5:
        time.sleep(0.005)
    child.kill()
    child.wait()
    with Workspace(path) as killed, Workspace() as whole:
        assert killed.check() == ()
        before = len(killed.documents())
        assert before >= 5
        done = killed.add(str(folder))
        whole.add(str(folder))
        assert (len(done.known), len(done.added)) == (before, COUNT - before)
        assert killed.documents() == whole.documents()
        assert killed.stories() == whole.stories()


def _kept(path: str) -> int:
    try:
        reader = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    except sqlite3.OperationalError:
        return 0
    try:
        return int(reader.execute("SELECT count(*) FROM documents").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
    finally:
        reader.close()
