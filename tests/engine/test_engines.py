"""What every engine does, whatever it runs on: the same of all, and in order; and a cluster whose driver is
killed, then a node, in the middle of a run. CROSSWIRE_KILLS=10 does so many rounds of that (`make soak-cluster`), and
`make soak` does ten.
"""

import os
import random
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from crosswire.engine.base import AHEAD, Engine, Lost
from crosswire.engine.local import LocalEngine
from crosswire.model.codec import to_json
from crosswire.pipeline.batch.outputs import Passing
from crosswire.pipeline.batch.run import reconcile_batch, shelf
from crosswire.pipeline.run import acquire_options
from crosswire.settings import Settings
from tests.engine import work
from tests.engine.nodes import Nodes
from tests.engine.runs import Run
from tests.rounds import rounds

ROUNDS = int(os.environ.get("CROSSWIRE_KILLS") or len(rounds(1, 10)))
pytestmark = pytest.mark.filterwarnings("ignore")  # Ray's own, of its processes and sockets


# ---------------------------------------------------------------- killed: first, while no other holds the nodes


@pytest.fixture(scope="module")
def expected(pile: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The dossiers that this machine alone gives, one a line."""
    settings = Settings(workers=1)
    place = str(tmp_path_factory.mktemp("local"))
    with LocalEngine(1) as engine, shelf(place, engine) as kept:
        done = reconcile_batch([str(pile)], settings, acquire_options(settings), engine, kept)
        return b"".join(to_json(dossier) + b"\n" for dossier, _ in Passing(done))


@pytest.mark.slow
@pytest.mark.parametrize("number", range(ROUNDS))
def test_a_killed_driver_and_a_killed_node_lose_nothing(
    nodes: Nodes, pile: Path, expected: bytes, tmp_path: Path, number: int
) -> None:
    chance = random.Random(number)
    first = Run(nodes, pile, tmp_path)
    first.until("annotate", 1 + (chance.randrange(3) if number else 0))
    first.kill()
    time.sleep(0.5)  # what the workers had begun comes to its end, or not
    before = first.kept()

    second = Run(nodes, pile, tmp_path)
    fresh = sum(name.startswith("annotate/") for name in before) + 1
    second.until("annotate", fresh)
    nodes.kill()
    try:
        said = second.ended()
    finally:
        nodes.add()
    assert (second.out / "dossiers.jsonl").read_bytes() == expected

    after = second.kept()
    redone = {name for name in before if after[name] != before[name]}
    assert not {
        name for name in redone if name.split("/")[0] in ("read", "docs", "annotate", "reconcile")
    }
    assert said["known"]["read"] == 3
    assert said["known"]["annotate"] + said["done"]["annotate"] == 5
    assert said["known"]["annotate"] == sum(name.startswith("annotate/") for name in before)

    third = Run(nodes, pile, tmp_path).ended()
    assert third["done"] == {}
    assert (second.out / "dossiers.jsonl").read_bytes() == expected


# ---------------------------------------------------------------- the one verb


@pytest.fixture(
    scope="module", params=["here", "processes", pytest.param("ray", marks=pytest.mark.slow)]
)
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    if request.param == "ray":
        from crosswire.engine.ray import RayEngine

        cluster: Nodes = request.getfixturevalue("nodes")
        with RayEngine(cluster.address) as found:
            yield found
    else:
        with LocalEngine(1 if request.param == "here" else 2) as found:
            yield found


def test_results_come_in_the_order_of_the_tasks(engine: Engine) -> None:
    assert list(engine.map(work.doubled, range(50))) == [2 * n for n in range(50)]
    assert list(engine.map(work.slow_at_first, range(9))) == list(range(9))
    assert list(engine.map(work.doubled, [])) == []


def test_tasks_are_taken_as_they_are_needed(engine: Engine) -> None:
    taken = []

    def tasks() -> Iterator[int]:
        for n in range(1000):
            taken.append(n)
            yield n

    results = engine.map(work.doubled, tasks())
    assert taken == []
    assert [next(results) for _ in range(3)] == [0, 2, 4]
    assert len(taken) <= 3 + (AHEAD + 2) * engine.workers
    results.close()  # type: ignore[attr-defined]
    assert list(engine.map(work.doubled, [4])) == [8]


def test_what_work_raises_is_raised_here(engine: Engine) -> None:
    with pytest.raises(ValueError, match="three"):
        list(engine.map(work.refuses_three, range(9)))
    assert list(engine.map(work.doubled, [4])) == [8]


def test_a_task_whose_worker_is_lost_is_done_again(engine: Engine, tmp_path: Path) -> None:
    if engine.workers == 1:
        pytest.skip("the worker is this process")
    assert list(engine.map(partial(work.dies_once, str(tmp_path)), range(8))) == list(range(8))
    assert (tmp_path / "died").exists()


def test_a_task_that_takes_every_worker_along_is_given_up_alone(engine: Engine) -> None:
    if engine.workers == 1:
        pytest.skip("the worker is this process")
    found = list(engine.map(work.dies_on_three, range(6)))
    assert isinstance(found[3], Lost)
    assert [n for n in found if not isinstance(n, Lost)] == [0, 1, 2, 4, 5]
    assert "ended" in found[3].reason
