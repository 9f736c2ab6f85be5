"""A file of every released schema is brought forward on opening, whole, or stays as it was."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from crosswire.errors import StoreError
from crosswire.pipeline.run import Acquired
from crosswire.store import migrations
from crosswire.store.sql import SqlStore
from crosswire.workspace import Workspace
from tests.unit.cluster.reports import FERRY, QUAKES, report

OTHER = report(
    "bridge", "Mayor opens bridge", "It rained in Aldmoor when the mayor cut the ribbon."
)
SCHEMA_1 = Path(__file__).with_name("schema_1.sql")


@pytest.fixture
def old(tmp_path):
    path = tmp_path / "desk.db"
    with closing(sqlite3.connect(path)) as file:
        file.executescript(SCHEMA_1.read_text(encoding="utf-8"))
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
    with pytest.raises(StoreError, match=f"schema {schema}, this release reads 2"):
        SqlStore(str(path))
    assert schema_of(path) == schema
