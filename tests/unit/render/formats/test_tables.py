"""CSV and Parquet: the columns of the one table, what stands in them, and that both say the same."""

import csv
import io
import json
import zipfile

import pandas
import polars
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

import crosswire
from crosswire.errors import UsageError
from crosswire.model.dossier import Dossier
from crosswire.stages.render.formats.columns import LIST, TABLES
from crosswire.stages.render.formats.csv import cell, plain
from crosswire.stages.render.formats.rows import Rows, dossier_tables
from crosswire.stages.render.table import known, render

ASKED = "documents claims points roots figures quotes entities events mentions conflicts timeline coverage"


def read_csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))


def typed(table: str, row: dict[str, str]) -> dict[str, object]:
    """Return a row of CSV as the table's columns say, the guard against formulas undone."""
    readers = {
        "string": plain,
        "integer": int,
        "number": float,
        "boolean": lambda text: {"true": True, "false": False}[text],
    }
    return {
        c.name: readers[c.kind](row[c.name]) if row[c.name] else None for c in TABLES[table].columns
    }


def same(left: object, right: object) -> bool:
    return left == right or (not left and not right and left is not False and right is not False)


def test_every_table_that_was_asked_for_is_there_and_no_column_twice() -> None:
    assert set(ASKED.split()) <= set(TABLES)
    for table in TABLES.values():
        names = [column.name for column in table.columns]
        assert len(set(names)) == len(names)
        assert names[0] == "story"
        assert all(column.meaning for column in table.columns)


@pytest.mark.parametrize("table", TABLES)
def test_csv_keeps_to_rfc_4180_and_reads_back(table: str, story: Dossier) -> None:
    data = render(story, f"csv:{table}")
    assert isinstance(data, bytes)
    assert data.endswith(b"\r\n")
    rows = dossier_tables(story)[table]
    assert data.split(b"\r\n")[0].decode().split(",") == list(rows.columns)
    found = read_csv(data)
    assert len(found) == len(rows)
    for written, row in zip(found, rows, strict=True):
        back = typed(table, written)
        assert all(same(back[name], row[name]) for name in row), (back, row)


@pytest.mark.parametrize("table", TABLES)
def test_parquet_says_what_csv_says_with_types(table: str, story: Dossier) -> None:
    data = render(story, f"parquet:{table}")
    read = pyarrow.parquet.read_table(io.BytesIO(data))
    rows = dossier_tables(story)[table]
    assert read.column_names == list(rows.columns)
    assert read.to_pylist() == list(rows)
    assert read.schema.field(0).metadata[b"description"] == b"id of the story"


def test_all_tables_come_in_one_zip_with_their_description(stories: dict[str, Dossier]) -> None:
    with zipfile.ZipFile(io.BytesIO(render(stories["ferry"], "csv"))) as archive:
        package = json.loads(archive.read("datapackage.json"))
        for resource in package["resources"]:
            header = archive.read(resource["path"]).split(b"\r\n")[0].decode()
            assert header.split(",") == [f["name"] for f in resource["schema"]["fields"]]
        assert {f"{name}.csv" for name in TABLES} == set(archive.namelist()) - {"datapackage.json"}


@pytest.mark.parametrize("table", TABLES)
def test_pandas_and_polars_take_the_rows(table: str, stories: dict[str, Dossier]) -> None:
    rows = crosswire.dossier_tables(stories["ferry"])[table]
    for frame in (
        pandas.DataFrame(rows),
        pandas.DataFrame(rows.by_column()),
        pandas.DataFrame(rows.tuples(), columns=rows.columns),
        polars.DataFrame(rows, infer_schema_length=None),
        polars.DataFrame(rows.by_column()),
    ):
        assert tuple(frame.columns) == rows.columns
        assert len(frame) == len(rows)
        assert frame["story"][0] == stories["ferry"].story.id


def test_rows_without_any_still_have_their_columns() -> None:
    assert pandas.DataFrame(Rows("events").by_column()).shape == (0, len(TABLES["events"].columns))


# ---------------------------------------------------------------- what stands there


def test_every_span_of_every_table_is_literal(stories: dict[str, Dossier]) -> None:
    for name in ("ambassador", "ferry"):
        texts = {d.id: d.text or "" for d in stories[name].documents}
        seen = 0
        for rows in dossier_tables(stories[name]).values():
            for row in rows:
                if isinstance(row.get("start"), int):
                    seen += 1
                    assert texts[str(row["document"])][row["start"] : row["end"]] == row["text"]
        assert seen > 300


def test_every_record_has_its_passages_among_the_mentions(stories: dict[str, Dossier]) -> None:
    found = dossier_tables(stories["ambassador"])
    behind = {(row["of"], row["id"]) for row in found["mentions"]}
    for table, key in (("points", "point"), ("events", "event"), ("entities", "entity")):
        assert {(table, row[key]) for row in found[table]} <= behind
    assert {("timeline", str(row["entry"])) for row in found["timeline"]} <= behind


def test_an_event_says_who_holds_it(stories: dict[str, Dossier]) -> None:
    events = dossier_tables(stories["ambassador"])["events"]
    sent = next(row for row in events if row["event_mode"] == "military")
    assert sent["status"] == "asserted"
    assert "National Intelligence Service" in str(sent["attributed_to"]).split(LIST)
    assert str(sent["held"]).endswith("say")
    for name in ("ambassador", "ferry", "by-hand"):
        for row in dossier_tables(stories[name])["events"]:
            assert row["held"]
            plain_fact = row["status"] == "asserted" and not row["attributed_to"]
            assert plain_fact == (row["held"] == "stated by the report itself")


def test_a_point_that_is_not_plain_is_never_without_its_holder(stories: dict[str, Dossier]) -> None:
    for row in dossier_tables(stories["ferry"])["points"]:
        assert row["held"]
        if row["status"] != "asserted":
            assert row["held"] != "stated by the report itself"


def test_copies_add_reports_and_no_roots(stories: dict[str, Dossier]) -> None:
    found = dossier_tables(stories["ferry"])
    copy = next(row for row in found["documents"] if row["document"] == "valley-sentinel")
    assert copy["copy_of"]
    shared = [row for row in found["points"] if row["verdict"] == "one-root"]
    assert any(row["reports"] > row["roots"] == 1 for row in shared)  # type: ignore[operator]


# ---------------------------------------------------------------- formulas


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        (" =1+1", "' =1+1"),
        ("+44 people", "'+44 people"),
        ("-5", "'-5"),
        ("@all", "'@all"),
        ("\tx", "'\tx"),
        ("\nx", "'\nx"),
        ("＝1", "'＝1"),
        ("'tis", "''tis"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_what_begins_like_a_formula_is_disarmed(text: str, written: str) -> None:
    assert cell(text) == written
    assert plain(written) == text


def test_numbers_stay_numbers() -> None:
    assert (cell(-5.5), cell(3), cell(None), cell(True)) == ("-5.5", "3", "", "true")


@given(st.text(max_size=8))
def test_no_text_cell_can_begin_a_formula_and_each_is_had_back(text: str) -> None:
    written = cell(text)
    assert written[:1] not in (*"=+-@\t\r\n＝＋－＠",)
    assert not written.lstrip().startswith(tuple("=+-@"))
    assert plain(written) == text


# ---------------------------------------------------------------- names


@pytest.mark.parametrize("name", ["csv:nonsense", "geojson:events", "csv:events:x"])
def test_a_table_that_is_none_is_refused_with_those_there_are(name: str) -> None:
    with pytest.raises(UsageError, match="there are: "):
        known(name)
