"""What a workspace in PostgreSQL keeps to besides the suite of every store."""

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from msgspec.structs import replace

from crosswire.errors import StoreError
from crosswire.model.finding import Condition
from crosswire.pipeline.settling import MADE_BY, settle_waiting
from crosswire.store.fulltext import tsvector
from crosswire.store.sql import SqlStore
from crosswire.text.workspaces import is_address, shown
from crosswire.workspace import Workspace
from tests.contracts.test_takedown import MARK, OUT, fill
from tests.surfaces.commands import crosswire
from tests.unit.cluster.reports import FERRY, QUAKES, report

ROOT = Path(__file__).parents[2]


@pytest.fixture
def store(schema):
    found = SqlStore(schema)
    yield found
    found.close()


def put(store, *documents):
    with store.writer() as writer:
        writer.put_documents(documents)


# ---------------------------------------------------------------- words


ODD = (
    report("fraction", "Rates rose by 3.5 percent at www.herald.example/rates, said A. B. O'Neil-Ruiz."),
    report("marks", "Café owner Zoë Müller-Ångström spoke; naïve résumé."),
    report("scripts", "قال الوزير إن العبارة جنحت 東京 Москва"),
    report("stops", "The who and the what of it were not to be."),
    report("under", "snake_case words and b2b e-mails to desk@herald.example"),
)  # fmt: skip


@pytest.mark.parametrize(
    "query",
    ["3.5 percent", "herald", "www.herald.example", "O'Neil", "neil ruiz", "cafe muller", "résumé",
     "MÜLLER", "العبارة", "москва", "東京", "the who", "not to be", "case", "snake_case", "mails desk",
     "ferry lifeboats", "captain", "nothing", "rates.", "-", "b2b", "stems stem"],
)  # fmt: skip
def test_the_same_words_find_the_same_reports_as_in_sqlite(schema, query):
    found = []
    for place in (None, schema):
        store = SqlStore(place)
        if not store.view().count():
            put(store, *ODD, *FERRY, *QUAKES)
        phrase = Condition(kind="phrase", text=query)
        met = store.view().find([phrase], 99)
        found.append((store.view().search(query, 99), sorted(m.document for m in met.matches)))
        store.close()
    assert found[0] == found[1]


def test_words_stand_where_they_stand_and_hostile_ones_fit(store):
    assert tsvector.vector("A ferry, a FERRY") == "'a':1,3 'ferry':2,4"
    long = report("long", " ".join(f"word{n}x" for n in range(120_000)) + " " + "y" * 9_000)
    put(store, long, report("quotes", "it's \\ 'quoted' \\' : & | ! <-> :* words"))
    assert store.view().search("word7x", 9) == ("long",)
    assert store.view().search("quoted words", 9) == ("quotes",)
    assert store.check() == ()


def test_any_letter_comes_back_even_one_that_the_server_does_not_take(store):
    odd = report("odd", "before\0after \x01 and \x01a and \0\x01b 🙂\uffff")
    put(store, odd)
    assert store.view().document("odd") == odd
    assert store.view().known(["odd\0"]) == set()
    assert store.view().document("lone \ud800") is None
    assert store.check() == ()


# ---------------------------------------------------------------- many at once


def test_two_that_open_at_once_make_one_workspace(schema):
    with ThreadPoolExecutor(6) as pool:
        stores = list(pool.map(lambda _: SqlStore(schema), range(6)))
    for number, store in enumerate(stores):
        put(store, report(f"r{number}", "A ferry ran aground."))
    assert stores[0].view().count() == 6
    assert stores[0].check() == ()
    for store in stores:
        store.close()


def test_writers_of_several_processes_lose_nothing(schema):
    code = (
        "import sys\nfrom crosswire.store.sql import SqlStore\n"
        "from tests.unit.cluster.reports import report\n"
        "store = SqlStore(sys.argv[1])\n"
        "for n in range(25):\n"
        "    with store.writer() as writer:\n"
        "        seen = writer.view.count()\n"
        "        writer.put(report(f'{sys.argv[2]}-{n}', 'The ferry ran aground.'))\n"
        "        assert writer.view.count() == seen + 1\n"
    )
    SqlStore(schema).close()
    children = [
        subprocess.Popen([sys.executable, "-c", code, schema, name], cwd=ROOT) for name in "ab"
    ]
    assert [child.wait(60) for child in children] == [0, 0]
    store = SqlStore(schema)
    arrived = store.view().arrivals([f"{name}-{n}" for name in "ab" for n in range(25)])
    assert (store.view().count(), store.view().changes()) == (50, 50)
    in_line = sorted(arrived.values(), key=lambda pair: pair[1])
    assert [at for at, _ in in_line] == sorted(at for at, _ in in_line)
    store.close()


def test_readers_never_wait_for_a_writer_and_see_whole_states(store, schema):
    put(store, FERRY[0])
    with store.snapshot() as held, store.writer() as writer:
        writer.put(FERRY[1])
        assert writer.view.count() == 2
        assert store.view().count() == 1
        assert held.count() == 1
    assert store.view().count() == 2


def test_a_killed_writer_leaves_the_line(schema):
    code = (
        "import os, sys\nfrom crosswire.store.sql import SqlStore\n"
        "from tests.unit.cluster.reports import FERRY\n"
        "store = SqlStore(sys.argv[1])\n"
        "with store.writer() as writer:\n"
        "    writer.put(FERRY[0])\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    assert subprocess.run([sys.executable, "-c", code, schema], cwd=ROOT).returncode == -9
    store = SqlStore(schema)
    put(store, FERRY[1])
    assert [d.id for d in store.view().documents()] == ["ferry-2"]
    store.close()


def test_a_writer_that_waits_too_long_says_so(store, monkeypatch):
    monkeypatch.setattr("crosswire.store.postgres.WAIT", 0.1)
    other = SqlStore(store.path)
    with (
        store.writer(),
        pytest.raises(StoreError, match="another process is writing"),
        other.writer(),
    ):
        pass
    put(other, FERRY[0])
    other.close()


# ---------------------------------------------------------------- takedown, copies


def test_a_takedown_leaves_no_word_in_any_row(store, postgres):
    fill(store)
    with store.writer() as writer:
        writer.drop(OUT.id)
    assert store.purge()
    with store.connections.reading() as connection:
        names = connection.exec_driver_sql(
            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
        ).scalars()
        held = "".join(
            str(row) for name in names for row in connection.exec_driver_sql(f"TABLE {name}").all()
        )
    assert "ferry-1" in held
    assert MARK.lower() not in held.lower()
    assert store.check() == ()


def test_a_reader_in_the_way_of_a_takedown_is_said(store, monkeypatch):
    fill(store)
    monkeypatch.setattr("crosswire.store.postgres.WAIT", 0.2)
    with store.snapshot() as view:
        assert view.count() == 4
        with store.writer() as writer:
            writer.drop(OUT.id)
        assert not store.purge()
    assert "still in the file" in store.check()[0]
    assert store.purge()
    assert store.check() == ()


def test_a_workspace_moves_to_a_server_and_back(store, tmp_path):
    path = str(tmp_path / "desk.db")
    file = SqlStore(path)
    fill(file)
    with pytest.raises(StoreError, match="has a workspace already"):
        file.backup(store.path)
    store.connections.engine.dispose()
    moved = store.path.replace("search_path%3D", "search_path%3Dto_")
    with store.connections.writing() as connection:
        name = connection.exec_driver_sql("SELECT current_schema()").scalar()
        connection.exec_driver_sql(f"CREATE SCHEMA to_{name}")
    try:
        file.backup(moved)
        there = SqlStore(moved)
        back = str(tmp_path / "back.db")
        there.backup(back)
        again = SqlStore(back)
        for one in (there, again):
            assert tuple(one.view().documents()) == tuple(file.view().documents())
            assert one.view().stories() == file.view().stories()
            assert one.view().acts() == file.view().acts()
            assert one.view().search(MARK, 9) == file.view().search(MARK, 9)
            assert one.view().remembers([f"https://{MARK}.example/{MARK}"])
            assert one.check() == ()
            put(one, report("next", "Another report."))
            assert one.view().numbers(["next"]) == {"next": 5}
            one.close()
    finally:
        with store.connections.writing() as connection:
            connection.exec_driver_sql("SET client_min_messages = error")
            connection.exec_driver_sql(f"DROP SCHEMA to_{name} CASCADE")
        file.close()


def test_a_workspace_of_schema_2_is_brought_forward_and_its_words_with_it(store):
    arabic = report("tahrir", "\u0645\u064a\u062f\u0627\u0646 \u02bfAbd al-\u02bfAziz spoke")
    put(store, *FERRY, arabic)
    settle_waiting(store)
    before = store.view().stories(), dict(store.view().sketches(MADE_BY))
    with store.connections.writing() as connection:
        for statement in (
            "DROP TABLE keyed, document_facets, finding_words",
            "ALTER TABLE unsettled DROP COLUMN placed",
            "ALTER TABLE words SET (toast_tuple_target = 2032)",
            "UPDATE words SET vector = 'otherwise:1 cut:2' WHERE document = "
            "(SELECT number FROM documents WHERE id = 'tahrir')",
            "UPDATE about SET value = '2' WHERE key = 'schema'",
        ):
            connection.exec_driver_sql(statement)
    again = SqlStore(store.path)
    assert again.check() == ()
    assert again.view().search("al-\u02bfAziz spoke", 9) == ("tahrir",)
    assert again.view().search("lifeboats", 9) != ()
    put(again, QUAKES[0])
    settle_waiting(again)
    assert (again.view().stories(), dict(again.view().sketches(MADE_BY))) != before
    assert again.check() == ()
    again.close()


# ---------------------------------------------------------------- errors, and no password


SECRET = "hush-hush"


def test_errors_say_what_to_do_and_never_the_password(postgres, schema, tmp_path):
    keen = f"postgresql://keen:{{}}@/postgres?host={postgres.folder}"
    cases = [
        (keen.format("wrong-secret"), "password authentication failed.*check user and password"),
        (keen.format(SECRET) + "&options=-csearch_path%3Dnowhere", "no schema of the search path"),
        (keen.format(SECRET), "permission denied.*GRANT CREATE"),
        (postgres.address(database="none"), "does not exist; make it with: createdb"),
        (f"postgresql://desk:{SECRET}@/postgres?host={tmp_path}", "check that the server runs"),
        (f"postgresql://desk:{SECRET}@127.0.0.1:1/postgres", "check that the server runs"),
        (f"postgresql://desk:{SECRET}@host:port/x", "not the address of a database"),
    ]
    for address, said in cases:
        with pytest.raises(StoreError, match=f"(?s){said}") as caught:
            SqlStore(address)
        assert SECRET not in str(caught.value)
        assert "wrong-secret" not in str(caught.value)


def test_tables_of_another_program_are_left_alone(postgres, schema):
    name = schema.rpartition("3D")[2]
    postgres.run(f"CREATE TABLE {name}.recipes (name text)")
    with pytest.raises(StoreError, match="tables of another program"):
        SqlStore(schema)
    postgres.run(f"DROP TABLE {name}.recipes")


def test_a_workspace_of_a_later_release_is_refused(store):
    with store.connections.writing() as connection:
        connection.exec_driver_sql("UPDATE about SET value = '999' WHERE key = 'schema'")
    with pytest.raises(StoreError, match="schema 999, this release reads"):
        SqlStore(store.path)


def test_a_server_that_was_started_anew_is_found_again(store, postgres):
    put(store, FERRY[0])
    postgres.stop()
    try:
        with pytest.raises(StoreError, match="check that the server runs"):
            store.view().count()
    finally:
        postgres.start()
    assert store.view().count() == 1


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("crosswire.db", "crosswire.db"),
        ("postgresql://desk@db/news", "postgresql://desk@db/news"),
        ("postgresql://desk:a@b:c/d@db:5432/news?sslmode=require", "postgresql://desk:***@db:5432/news?sslmode=require"),
        ("postgres://db/news?user=x&password=secret&sslmode=require", "postgres://db/news?user=x&password=***&sslmode=require"),
    ],
)  # fmt: skip
def test_a_workspace_is_shown_without_its_password(where, said):
    assert shown(where) == said
    assert is_address(where) == (where != "crosswire.db")


# ---------------------------------------------------------------- the command line


def test_the_command_line_says_the_same_with_an_address(schema, tmp_path, reports):
    done = crosswire("add", reports, "--workspace", schema, "-q")
    assert done.status == 0, done.err
    file = tmp_path / "same.db"
    assert crosswire("add", reports, "--workspace", file, "-q").status == 0
    for verb in (("stories", "--json"), ("documents", "--json"), ("search", "bridge", "--json")):
        assert (
            crosswire(*verb, "--workspace", schema).out == crosswire(*verb, "--workspace", file).out
        )
    copy = tmp_path / "copy.db"
    assert crosswire("backup", copy, "--workspace", schema).status == 0
    assert crosswire("stories", "--workspace", copy).status == 0


def test_settling_is_the_same_whoever_adds(schema):
    half = len(FERRY) - 1
    desks = [Workspace(schema), Workspace(schema)]
    lots = [FERRY[:half], (*FERRY[half:], *QUAKES)]

    def add(desk, some):
        for document in some:
            put(desk.store, replace(document))
            settle_waiting(desk.store)

    threads = [threading.Thread(target=add, args=pair) for pair in zip(desks, lots, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    alone = Workspace()
    put(alone.store, *FERRY, *QUAKES)
    settle_waiting(alone.store)
    assert [set(s.documents) for s in desks[0].stories()] == [
        set(s.documents) for s in alone.stories()
    ]
    assert desks[0].check() == ()
    for desk in desks:
        desk.close()
