"""What a reader waits for goes by indexes: no list, search or addition reads over all rows of a table."""

import pytest
from sqlalchemy import event
from tests.unit.cluster.reports import FERRY, QUAKES

import crosswire
from crosswire.pipeline.run import Acquired

CALLS = {
    "newest": lambda desk: desk.store.view().story_lines(limit=5),
    "largest": lambda desk: desk.store.view().story_lines(order="largest", limit=5),
    "least": lambda desk: desk.store.view().story_lines(least=2, since="2024", limit=5),
    "of an outlet": lambda desk: desk.store.view().story_lines(facets=[("outlet", "x")], limit=5),
    "with a conflict": lambda desk: desk.store.view().story_lines(conflicts=True, limit=5),
    "unseen": lambda desk: desk.store.view().story_count(unseen="", least=2),
    "reports": lambda desk: desk.store.view().lines(limit=5, offset=5),
    "words": lambda desk: desk.find("ferry -quake"),
    "outlet": lambda desk: desk.find("outlet:x -ferry"),
    "days": lambda desk: desk.find("after:2024-03-05 before:2039-03-05 language:en"),
    "name": lambda desk: desk.find("entity:lindmar figures > 3"),
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


FOUND = ("SCAN w", "SCAN known", "SCAN anon_1", "SCAN CONSTANT ROW")
"""Rows that were found by an index within the same statement: names, stories of a filter, counts."""


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
            # The index of full text reads what matches; a subquery has the few rows that an index gave it.
            assert all(
                "VIRTUAL" in scan or scan in FOUND or scan.startswith("SCAN (subquery")
                for scan in scans
            ), (statement, scans)


FEW = {"acts", "anon_1", "u", "unsettled", "json_each"}
"""What an addition reads as a whole: what people did, what waits, what it was given."""


def test_an_addition_reads_over_nothing_that_grows(tmp_path):
    """Also no index from end to end, by which a page of a list is read."""
    with crosswire.open(str(tmp_path / "w.db")) as held:
        held.keep(Acquired(documents=(*FERRY, *QUAKES[1:]), skipped=()))
        asked = []

        @event.listens_for(held.store.engine, "before_cursor_execute")
        def note(connection, cursor, statement, parameters, context, many):
            if statement.lstrip().upper().startswith(("SELECT", "WITH", "DELETE", "UPDATE")):
                asked.append((statement, parameters[0] if many else parameters))

        held.keep(Acquired(documents=QUAKES[:1], skipped=()))
        event.remove(held.store.engine, "before_cursor_execute", note)
        assert len(asked) > 20
        with held.store.connections.reading() as connection:
            for statement, parameters in asked:
                rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
                details = [row.detail for row in rows]
                scanned = {one.split()[1] for one in details if one.startswith("SCAN ")}
                over = {one for one in scanned - FEW if not one.startswith("(subquery")}
                assert not over, (statement, over)
