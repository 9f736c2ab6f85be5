"""A file of every released schema is brought forward on opening, whole, or stays as it was."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from crosswire.errors import StoreError
from crosswire.pipeline.run import Acquired
from crosswire.store import migrations
from crosswire.store.rows import keys_in
from crosswire.store.sql import SqlStore
from crosswire.workspace import Workspace
from tests.unit.cluster.reports import FERRY, QUAKES, report

OTHER = report(
    "bridge", "Mayor opens bridge", "It rained in Aldmoor when the mayor cut the ribbon."
)
SCHEMA_1 = Path(__file__).with_name("schema_1.sql")
SCHEMA_2 = Path(__file__).with_name("schema_2.sql")


@pytest.fixture
def old(tmp_path):
    path = tmp_path / "desk.db"
    with closing(sqlite3.connect(path)) as file:
        file.executescript(SCHEMA_1.read_text(encoding="utf-8"))
    return path


@pytest.fixture
def second(tmp_path):
    path = tmp_path / "second.db"
    with closing(sqlite3.connect(path)) as file:
        file.executescript(SCHEMA_2.read_text(encoding="utf-8"))
    return path


def schema_of(path: Path) -> str:
    with closing(sqlite3.connect(path)) as file:
        return str(file.execute("SELECT value FROM about WHERE key = 'schema'").fetchone()[0])


def test_everything_of_schema_1_is_kept(old):
    store = SqlStore(str(old))
    view = store.view()
    assert tuple(view.documents()) == (*FERRY, *QUAKES)
    assert view.annotations("ferry-1", "maker").title.text == "Ferry"
    assert sorted(d for s in view.stories() for d in s.documents) == [
        d.id for d in (*FERRY, *QUAKES)
    ]
    ferry = view.homes(["ferry-1"])["ferry-1"]
    assert view.story_of("s0000000000") == view.story_of("s0000000001") == ferry
    assert view.story(ferry).members[1].reasons
    assert set(view.search("sandbank", 9)) == {"ferry-1", "ferry-2", "ferry-3"}
    line = view.story_line(ferry)
    assert (line.documents, line.title) == (3, FERRY[0].text.split("\n")[0])
    assert view.unsettled() == ()
    assert store.check() == ()
    store.close()


def test_a_workspace_that_was_brought_forward_goes_on(old):
    with Workspace(str(old)) as moved:
        ferry = moved.story("s0000000000").id
        moved.keep(Acquired(documents=(*FERRY, *QUAKES, OTHER), skipped=()))
        assert {d.id for d in moved.documents()} == {d.id for d in (*FERRY, *QUAKES, OTHER)}
        assert moved.story("s0000000000").id == moved.store.view().story_of(ferry)
        assert moved.check() == ()


def test_a_safety_copy_of_the_old_file_stands_beside_it(old):
    before = old.read_bytes()
    SqlStore(str(old)).close()
    copy = old.with_name("desk.db.schema-1")
    assert schema_of(copy) == "1"
    with closing(sqlite3.connect(copy)) as file:
        assert file.execute("SELECT count(*) FROM documents").fetchone() == (5,)
    copy.rename(old)
    assert len(before) <= len(old.read_bytes())
    store = SqlStore(str(old))
    assert tuple(store.view().documents()) == (*FERRY, *QUAKES)
    store.close()


def test_a_migration_that_fails_leaves_the_file_as_it_was(old, monkeypatch):
    def breaks(connection):
        migrations.from_1.migrate(connection)
        raise RuntimeError("power cut")

    monkeypatch.setitem(migrations.STEPS, 1, breaks)
    with pytest.raises(RuntimeError, match="power cut"):
        SqlStore(str(old))
    assert schema_of(old) == "1"
    monkeypatch.undo()
    store = SqlStore(str(old))
    assert store.check() == ()
    assert tuple(store.view().documents()) == (*FERRY, *QUAKES)
    store.close()


@pytest.mark.parametrize("schema", ["999", "0"])
def test_a_schema_that_no_step_leads_from_is_refused_untouched(tmp_path, schema):
    path = tmp_path / "desk.db"
    SqlStore(str(path)).close()
    with closing(sqlite3.connect(path)) as file:
        file.execute("UPDATE about SET value = ? WHERE key = 'schema'", (schema,))
        file.commit()
    with pytest.raises(StoreError, match=f"schema {schema}, this release reads 3"):
        SqlStore(str(path))
    assert schema_of(path) == schema


def test_everything_of_schema_2_is_kept_and_found_by_the_new_tables(second):
    with Workspace(str(second)) as moved:
        view = moved.store.view()
        assert tuple(view.documents()) == (*FERRY, *QUAKES)
        ferry = view.homes(["ferry-1"])["ferry-1"]
        assert view.story_of("s0000000000") == ferry
        assert len(view.acts()) == 1
        with moved.store.connections.reading() as connection:
            run = connection.exec_driver_sql
            kept = {tuple(row) for row in run("SELECT key, rank, document FROM keys")}
            packed = run("SELECT document, rank, keys FROM keyed").all()
        assert kept == {
            (key, row.rank, row.document) for row in packed for key in keys_in(row.keys)
        }
        assert view.keyed(["ferry-1", "quake-1"], 99) == {"ferry-1", "quake-1"}
        assert schema_of(second.with_name("second.db.schema-2")) == "2"
        assert moved.check() == ()


def test_a_workspace_of_schema_2_goes_on_and_loses_what_is_removed(second):
    with Workspace(str(second)) as moved:
        moved.keep(Acquired(documents=(OTHER,), skipped=()))
        moved.remove("ferry-2")
        assert {d.id for d in moved.documents()} == {
            "ferry-1",
            "ferry-3",
            "quake-1",
            "quake-2",
            "bridge",
        }
        with moved.store.connections.reading() as connection:
            run = connection.exec_driver_sql
            numbers = {row.number for row in run("SELECT number FROM documents")}
            for table in ("keys", "keyed", "sketches"):
                assert {row.document for row in run(f"SELECT document FROM {table}")} == numbers
        assert moved.check() == ()


def test_what_documents_are_found_by_is_brought_forward_too(tmp_path, monkeypatch):
    """A file of schema 2 is what a new one is without the tables of schema 3."""
    path = tmp_path / "desk.db"
    store = SqlStore(str(path))
    told = replace(FERRY[0], outlet="Harbour Post", agency="Norland Wire", language="en")
    with store.writer() as writer:
        writer.put_documents([told])
        writer.put_keys([("ferry-1", 5, [3, -7, 1 << 61])])
    before = rows_of(store)
    store.close()
    with closing(sqlite3.connect(path)) as file:
        for table in NEW:
            file.execute(f"DROP TABLE {table}")
        file.execute("ALTER TABLE unsettled DROP COLUMN placed")
        file.execute("CREATE INDEX keys_by_document ON keys (document)")
        file.execute("UPDATE about SET value = '2' WHERE key = 'schema'")
        file.commit()
    store = SqlStore(str(path))
    assert rows_of(store) == before
    assert store.check() == ()
    store.close()


NEW = ("keyed", "document_facets", "finding_words")


def rows_of(store):
    with store.connections.reading() as connection:
        run = connection.exec_driver_sql
        return {
            table: sorted(map(tuple, run(f"SELECT * FROM {table}")))
            for table in (*NEW, "keys", "unsettled")
        }
