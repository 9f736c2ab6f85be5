"""A batch on this machine: the bytes of `reconcile`, kept work that is not done again, and sources of every kind."""

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest

from crosswire.engine.base import Lost
from crosswire.engine.local import LocalEngine
from crosswire.errors import EngineError, UsageError
from crosswire.model.codec import to_json
from crosswire.model.document import Document
from crosswire.model.dossier import Dossier
from crosswire.pipeline import run as pipeline
from crosswire.pipeline.batch import dossiers as batch_dossiers
from crosswire.pipeline.batch.outputs import Passing, written
from crosswire.pipeline.batch.run import open_engine, reconcile_batch, shelf
from crosswire.pipeline.batch.shelf import Shelf, filesystem, is_storage, name_of
from crosswire.pipeline.run import acquire_options, read_sources, reconcile_documents
from crosswire.settings import Settings
from crosswire.stages.annotate import layers
from tests.engine.conftest import many
from tests.properties.strategies import HERALD, RECORDS
from tests.surfaces.commands import crosswire

ALONE = Settings(workers=1)
OPTIONS = acquire_options(ALONE)
WARC = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://herald.example/a\r\n"
    b"WARC-Date: 2031-05-07T10:00:00Z\r\n"
    b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
)


def plain(*sources: str) -> tuple[dict[str, bytes], pipeline.Acquired]:
    """Return the dossiers by story that one process gives, and what it read."""
    acquired = read_sources(sources, OPTIONS)
    return {s.id: to_json(d) for s, d in reconcile_documents(acquired, ALONE)}, acquired


def batch(place: str, *sources: str) -> tuple[dict[str, bytes], Passing]:
    """Return the dossiers by story that a batch with checkpoints at `place` gives, and what passed."""
    with LocalEngine(1) as engine, shelf(place, engine) as kept:
        done = reconcile_batch(sources, ALONE, OPTIONS, engine, kept)
        passing = Passing(done)
        passing.done = done  # type: ignore[attr-defined]
        return {d.story.id: to_json(d) for d, _ in passing}, passing


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """A folder of a few reports, with one id twice, one report twice, and a file that is none."""
    folder = tmp_path / "few"
    (folder / "deep").mkdir(parents=True)
    again = {**RECORDS[0], "text": RECORDS[0]["text"] + " It was the third time this year."}
    undated = {k: v for k, v in HERALD.items() if k != "published_at"}
    lines = [*RECORDS, RECORDS[1], again, undated]
    text = "\n".join(map(json.dumps, lines[:4]))
    (folder / "a.jsonl").write_text(text, encoding="utf-8")
    with gzip.open(folder / "deep" / "b.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write("\n".join(map(json.dumps, lines[4:])))
    (folder / "scan.jpg").write_bytes(b"%PDF")
    page = (
        f"<html><head><title>{HERALD['title']}</title></head><body><article><h1>{HERALD['title']}</h1>"
        f"<p>{HERALD['text']}</p><p>{RECORDS[0]['text']}</p></article></body></html>"
    )
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page.encode()
    (folder / "pages.warc.gz").write_bytes(gzip.compress(WARC % (len(answer), answer)))
    return folder


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of reports of three events."""
    path = tmp_path_factory.mktemp("three") / "reports.jsonl"
    path.write_text("\n".join(map(json.dumps, many(3))), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def expected(three: Path) -> dict[str, bytes]:
    found = plain(str(three))[0]
    assert len(found) == 3
    return found


# ---------------------------------------------------------------- the same bytes


def test_a_batch_gives_what_one_process_gives(few: Path, tmp_path: Path) -> None:
    wanted, acquired = plain(str(few), str(few / "a.jsonl"))
    found, passing = batch(str(tmp_path / "keep"), str(few), str(few / "a.jsonl"))
    read = passing.done.batch  # type: ignore[attr-defined]
    assert found == wanted
    assert len(wanted) == 1
    assert [row.where.id for row in read.rows] == [d.id for d in acquired.documents]
    assert read.skipped == acquired.skipped
    assert read.notices == acquired.notices


@pytest.mark.parametrize("scheme", ["file", "memory"])
def test_sources_checkpoints_and_output_may_be_on_a_storage(
    few: Path, tmp_path: Path, scheme: str
) -> None:
    root = f"file://{tmp_path}/far" if scheme == "file" else "memory://far"
    system, path = filesystem(root)
    system.makedirs(path, exist_ok=True)
    system.put(str(few), f"{path}/in", recursive=True)
    found, _ = batch(f"{root}/keep", f"{root}/in")
    assert found == plain(str(few))[0]
    assert batch(f"{root}/keep", f"{root}/in/*.jsonl", f"{root}/in/deep")[0] == plain(
        str(few / "a.jsonl"), str(few / "deep")
    )[0]  # fmt: skip
    with LocalEngine(1) as engine, shelf(f"{root}/keep", engine) as kept:
        done = reconcile_batch([f"{root}/in"], ALONE, OPTIONS, engine, kept)
        paths = written(Passing(done), f"{root}/out", ["jsonl", "csv:points"])
    assert paths[0] == f"{root}/out/dossiers.jsonl"
    lines = system.cat_file(f"{path}/out/dossiers.jsonl").splitlines()
    assert sorted(lines) == sorted(found.values())
    assert system.exists(f"{path}/out/points.csv")
    system.rm(path, recursive=True)


def test_only_addresses_of_storages_are_taken_for_such() -> None:
    assert is_storage("s3://bucket/in")
    assert is_storage("memory://far")
    assert not any(map(is_storage, ["https://herald.example/a", "http://x", "ftp://x", "a/b", "-"]))


# ---------------------------------------------------------------- kept work


def test_what_is_kept_is_not_done_again(
    three: Path, expected: dict[str, bytes], tmp_path: Path
) -> None:
    keep = str(tmp_path / "keep")
    found, first = batch(keep, str(three))
    assert found == expected
    again, second = batch(keep, str(three))
    assert again == expected
    assert sum(second.done.steps.done.values()) == 0  # type: ignore[attr-defined]
    assert second.done.steps.known == first.done.steps.done  # type: ignore[attr-defined]


def test_a_file_that_was_added_costs_its_own_reading(few: Path, tmp_path: Path) -> None:
    keep = str(tmp_path / "keep")
    batch(keep, str(few))
    (few / "z.jsonl").write_text(json.dumps({**HERALD, "id": "z"}), encoding="utf-8")
    found, passing = batch(keep, str(few))
    assert passing.done.steps.done["read"] == 1  # type: ignore[attr-defined]
    assert found == plain(str(few))[0]


def test_damaged_checkpoints_are_told_and_never_used(few: Path, tmp_path: Path) -> None:
    keep = tmp_path / "keep"
    batch(str(keep), str(few))
    (path,) = [p for p in (keep / "reconcile").rglob("*") if p.is_file()]
    path.write_bytes(path.read_bytes()[:-3])
    with pytest.raises(EngineError, match="is damaged; delete it and run again"):
        batch(str(keep), str(few))
    path.unlink()
    assert batch(str(keep), str(few))[0] == plain(str(few))[0]


def test_names_differ_with_everything_they_follow_from() -> None:
    names = {
        name_of(*about) for about in [("a", 1, 2), ("a", 12), ("b", 1, 2), ("a", 1), ("a", 2, 1)]
    }
    assert len(names) == 5
    assert Shelf("relative").place == str(Path("relative").absolute())


# ---------------------------------------------------------------- what goes wrong


def test_one_bad_document_stops_no_other_and_is_listed(
    few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = layers.layers

    def breaks(document: Document, *about: object) -> object:
        if document.id == "courier":
            raise RecursionError("too deep")
        return real(document, *about)  # type: ignore[arg-type]

    monkeypatch.setattr(layers, "layers", breaks)
    found, _ = batch(str(tmp_path / "keep"), str(few))
    (dossier,) = [json.loads(one) for one in found.values()]
    reasons = {s["document"]: s["reason"] for s in dossier["skipped"]}
    assert "RecursionError: too deep" in reasons["courier"]
    assert plain(str(few))[0] == found
    assert len(dossier["points"]) > 3


class Deadly(LocalEngine):
    """An engine on which some documents take every worker along."""

    def map(self, work, tasks):  # type: ignore[no-untyped-def]
        for task in tasks:
            named = [one.where.id for one in getattr(task, "documents", ())]
            yield Lost("3 workers ended") if "wire" in named else work(task)


def test_a_document_that_kills_its_workers_is_found_and_listed(few: Path, tmp_path: Path) -> None:
    with Deadly(1) as engine, shelf(str(tmp_path / "keep"), engine) as kept:
        done = reconcile_batch([str(few)], ALONE, OPTIONS, engine, kept)
        (dossier,) = [d for d, _ in Passing(done)]
    assert isinstance(dossier, Dossier)
    reasons = {s.document: s.reason for s in dossier.skipped}
    assert reasons["wire"] == "3 workers ended"
    assert {d.id for d in dossier.documents} >= {"wire", "courier"}


def test_a_story_that_breaks_stops_no_other(
    three: Path, expected: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = min(expected)
    real = batch_dossiers.make_dossier

    def breaks(*about, story_id, **given):  # type: ignore[no-untyped-def]
        if story_id == bad:
            raise ZeroDivisionError("no")
        return real(*about, story_id=story_id, **given)

    monkeypatch.setattr(batch_dossiers, "make_dossier", breaks)
    found, passing = batch(str(tmp_path / "keep"), str(three))
    assert found == {name: one for name, one in expected.items() if name != bad}
    assert [(p.document, p.reason) for p in passing.problems] == [
        (bad, "no dossier (ZeroDivisionError: no)")
    ]


def test_what_can_not_work_is_refused_with_a_way_out(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there are: local, ray"):
        open_engine(Settings(engine="spark"))
    with (
        LocalEngine(2) as engine,
        pytest.raises(UsageError, match="one process only"),
        shelf("memory://x", engine),
    ):
        pass
    engine.here = False  # type: ignore[misc]
    with pytest.raises(UsageError, match="a cluster needs --checkpoints"), shelf("", engine):
        pass
    with pytest.raises(UsageError, match="nowhere"):
        filesystem("nowhere://x")
    done = crosswire("run", tmp_path, "-o", "postgresql://desk:hush@host/news", "--workers", "1")
    assert (done.status, "--workspace" in done.err, "hush" in done.err) == (2, True, False)
    done = crosswire("run", tmp_path / "missing", "-o", tmp_path / "out", "--workers", "1")
    assert (done.status, "no such file or folder" in done.err) == (1, True)


@pytest.mark.parametrize(("missing", "call"), [("ray", "ray"), ("fsspec", "fsspec")])
def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch, missing: str, call: str) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(UsageError, match=r"pip install 'crosswire\[ray\]'"):
        open_engine(Settings(engine="ray")) if call == "ray" else filesystem("memory://x")


# ---------------------------------------------------------------- the command


def test_run_writes_lines_tables_and_a_workspace(few: Path, tmp_path: Path) -> None:
    desk, out = tmp_path / "news.db", tmp_path / "out"
    done = crosswire(
        "run", few, "-o", out, "--format", "jsonl,parquet:points,json", "--workers", "1",
        "--checkpoints", tmp_path / "keep", "--workspace", desk, "--json", "-q",
    )  # fmt: skip
    assert done.status == 0
    said = done.json
    assert (said["documents"], said["stories"], said["problems"]) == (7, 1, [])
    assert {Path(p).suffix for p in said["files"]} == {".jsonl", ".json", ".parquet"}
    (line,) = (out / "dossiers.jsonl").read_bytes().splitlines()
    assert line == next(iter(plain(str(few))[0].values()))
    again = crosswire("run", few, "-o", out, "--workers", "1", "--checkpoints", tmp_path / "keep")
    assert "tasks were done before" in again.out
    stories = crosswire("stories", "--workspace", desk, "--json").json
    assert json.loads(line)["story"]["id"] in json.dumps(stories)
    from crosswire.workspace import Workspace

    with Workspace(str(desk), ALONE) as kept:
        (story,) = [s for s in kept.stories() if len(s.documents) > 1]
        kept._annotations = None  # type: ignore[assignment,method-assign]  # no parser is asked
        wanted = [kept.document(name) for name in story.documents]
        dated = pipeline.with_story_date(wanted)
        view = kept.store.view()
        assert all(view.annotations(d.id, kept._made_by(d)) for d in dated)


def test_reconcile_with_checkpoints_writes_the_same_files(few: Path, tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    said = [
        crosswire("reconcile", few, "-o", where, "--workers", "1", *more).out.replace(
            str(where), ""
        )
        for where, more in ((one, ()), (other, ("--checkpoints", tmp_path / "keep")))
    ]
    assert said[0] == said[1]
    assert {p.name: p.read_bytes() for p in one.iterdir()} == {
        p.name: p.read_bytes() for p in other.iterdir()
    }


def test_reports_of_many_events_stay_apart() -> None:
    assert len({json.dumps(r) for r in many(50)}) == 150


def test_nothing_of_a_cluster_is_loaded_unless_asked() -> None:
    code = (
        "import sys, crosswire.cli.main, crosswire.pipeline.batch.outputs, crosswire.pipeline.batch.run as r\n"
        "from crosswire.settings import Settings\n"
        "r.open_engine(Settings(workers=1)).close()\n"
        "assert not {'ray', 'fsspec'} & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
