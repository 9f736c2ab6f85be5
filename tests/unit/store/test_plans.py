"""What a reader waits for goes by indexes: no list, search or addition reads over all rows of a table."""

import pytest
from sqlalchemy import event
from tests.unit.cluster.reports import FERRY, QUAKES

import crosswire
from crosswire.pipeline.run import Acquired

CALLS = {
    "newest": lambda desk: desk.store.view().story_lines(limit=5),
    "largest": lambda desk: desk.store.view().story_lines(order="largest", limit=5),
    "search": lambda desk: desk.store.view().search("ferry", 5),
    "line": lambda desk: desk.store.view().story_line("s1"),
    "homes": lambda desk: desk.store.view().homes(["r1", "r2"]),
    "holders": lambda desk: desk.store.view().holders([1, 2, 3], 100),
    "keyed": lambda desk: desk.store.view().keyed(["r1", "r2"], 12),
    "labels": lambda desk: desk.store.view().labels_in(["s1", "s2"]),
    "same": lambda desk: desk.store.view().same_report(["r1", "r2"]),
    "sketches": lambda desk: list(desk.store.view().sketches("none", ["r1", "r2"])),
    "members": lambda desk: desk.store.view().members(["s1", "s2"]),
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    with crosswire.open(str(tmp_path_factory.mktemp("plans") / "w.db")) as held:
        held.keep(Acquired(documents=(*FERRY, *QUAKES), skipped=()))
        yield held


@pytest.mark.parametrize("name", CALLS)
def test_no_table_is_read_over(desk, name):
    asked = []

    @event.listens_for(desk.store.engine, "before_cursor_execute")
    def note(connection, cursor, statement, parameters, context, many):
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            asked.append((statement, parameters))

    CALLS[name](desk)
    event.remove(desk.store.engine, "before_cursor_execute", note)
    assert asked
    with desk.store.connections.reading() as connection:
        for statement, parameters in asked:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            scans = [
                row.detail
                for row in rows
                if row.detail.startswith("SCAN") and "INDEX" not in row.detail
            ]
            # The index of full text reads what matches, `w` is the few rows found there; a subquery has those of a key.
            assert all(
                "VIRTUAL" in scan or scan == "SCAN w" or scan.startswith("SCAN (subquery")
                for scan in scans
            ), (statement, scans)
