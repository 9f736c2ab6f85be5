"""A batch whose sources and checkpoints are in a bucket and whose workspace is on a server, as a cluster has them."""

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from evaluation.soak.state import state

from crosswire.engine.local import LocalEngine
from crosswire.pipeline import run as pipeline
from crosswire.pipeline.batch.outputs import Passing, written
from crosswire.pipeline.batch.run import reconcile_batch, shelf
from crosswire.pipeline.batch.shelf import files
from crosswire.workspace import Workspace
from tests.engine import bucket
from tests.engine.lean.bucket_client import Client
from tests.engine.nodes import QUIET, Nodes
from tests.engine.runs import Run
from tests.engine.test_batch import ALONE, OPTIONS, batch, plain
from tests.properties.strategies import HERALD, RECORDS
from tests.surfaces.commands import crosswire


@pytest.fixture
def held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of a bucket that is served and that `s3://` reaches from here."""
    folder = tmp_path / "buckets" / "news"
    folder.mkdir(parents=True)
    known = vars(sys.modules["fsspec.registry"])["_registry"]
    monkeypatch.setitem(known, "s3", Client)
    with bucket.running(folder.parent) as environment:
        for name, value in {**environment, "PYTHONPATH": QUIET["PYTHONPATH"]}.items():
            monkeypatch.setenv(name, value)
        yield folder
    Client.clear_instance_cache()
    files.cache_clear()


@pytest.fixture
def nodes_of_bucket(held: Path) -> Iterator[Nodes]:
    """A cluster whose workers reach the bucket."""
    found = Nodes()
    yield found
    found.close()


def contents(desk: Workspace) -> dict[str, object]:
    """Return what a workspace holds: documents, stories, acts, index, and the layers of all that has a story."""
    view = desk.store.view()
    dated = [
        d
        for story in sorted(view.stories(), key=lambda s: s.id)
        if len(story.documents) > 1
        for d in pipeline.with_story_date([view.document(name) for name in story.documents])
    ]
    layers = {d.id: view.annotations(d.id, desk._made_by(d)) for d in dated}
    assert layers
    assert all(layers.values())
    return {**state(desk), "layers": layers}


def workspace(address: str) -> dict[str, object]:
    with Workspace(address, ALONE) as desk:
        return contents(desk)


@pytest.mark.slow
def test_a_batch_from_a_bucket_gives_what_one_from_files_gives(held: Path) -> None:
    (held / "in" / "deep").mkdir(parents=True)
    lines = [*RECORDS, HERALD]
    (held / "in" / "a b.jsonl").write_text("\n".join(map(json.dumps, lines[:3])), encoding="utf-8")
    for number in range(8):  # more than a page of a listing
        one = json.dumps({**lines[3 + number % (len(lines) - 3)], "id": f"n{number}"})
        (held / "in" / "deep" / f"{number}.jsonl").write_text(one, encoding="utf-8")
    wanted = plain(str(held / "in"))[0]
    assert batch("s3://news/keep", "s3://news/in")[0] == wanted
    again, passing = batch("s3://news/keep", "s3://news/in")
    assert again == wanted
    assert sum(passing.done.steps.done.values()) == 0  # type: ignore[attr-defined]
    assert {p.name for p in (held / "keep").iterdir()} >= {"read", "annotate", "reconcile"}
    with LocalEngine(1) as engine, shelf("s3://news/keep", engine) as kept:
        done = reconcile_batch(["s3://news/in/deep/*.jsonl"], ALONE, OPTIONS, engine, kept)
        written(Passing(done), "s3://news/out", ["jsonl"])
    assert (held / "out" / "dossiers.jsonl").read_bytes()
    (held / "in" / "deep" / "3.jsonl").write_text(
        json.dumps({**HERALD, "id": "n3"}), encoding="utf-8"
    )
    found, passing = batch("s3://news/keep", "s3://news/in")
    assert found == plain(str(held / "in"))[0]
    assert passing.done.steps.done["read"] == 1  # type: ignore[attr-defined]


def test_a_workspace_on_a_server_holds_what_one_in_a_file_holds(
    tmp_path: Path, schema: str
) -> None:
    source = tmp_path / "reports.jsonl"
    source.write_text("\n".join(map(json.dumps, [*RECORDS, HERALD])), encoding="utf-8")
    for address in (str(tmp_path / "news.db"), schema, schema):
        done = crosswire("run", source, "-o", tmp_path / "out", "--workers", "1", "-q",
                         "--checkpoints", tmp_path / "keep", "--workspace", address)  # fmt: skip
        assert done.status == 0, done.err
    assert workspace(schema) == workspace(str(tmp_path / "news.db"))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # Ray's own
def test_from_a_bucket_to_a_server_with_the_driver_killed_twice(
    pile: Path, held: Path, nodes_of_bucket: Nodes, tmp_path: Path, schema: str
) -> None:
    shutil.copytree(pile, held / "in")
    alone = tmp_path / "news.db"
    done = crosswire("run", pile, "-o", tmp_path / "alone", "--workers", "1", "-q", "--workspace", alone)  # fmt: skip
    assert done.status == 0, done.err
    keep = held / "keep"

    def run() -> Run:
        more = ("--workspace", schema)
        far = "s3://news/keep"
        return Run(nodes_of_bucket, "s3://news/in", tmp_path, *more, keep=keep, checkpoints=far)

    first = run()
    first.until("annotate", 2)
    first.kill()
    second = run()
    second.until_written()  # next, all is taken into the workspace, in several transactions
    second.kill()
    said = run().ended()
    assert said["done"] == {}
    out = (tmp_path / "out" / "dossiers.jsonl").read_bytes()
    assert out == (tmp_path / "alone" / "dossiers.jsonl").read_bytes()
    assert workspace(schema) == workspace(str(alone))
