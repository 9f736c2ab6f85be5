"""Never lost on a shared server either: writers killed at any moment, and two at once, with the deeds of the file."""

import os
import signal
import time
from pathlib import Path
from random import Random

import pytest
from evaluation.soak.deeds import DEEDS, add, note, remove, report, without_parser
from evaluation.soak.state import state
from evaluation.soak.trouble import calm, child, do, ended

from crosswire.store.sql import SqlStore
from crosswire.workspace import Workspace
from tests.rounds import rounds


@pytest.fixture
def no_parser(monkeypatch):
    from crosswire.pipeline import run
    from crosswire.workspace import held

    monkeypatch.setattr(held, "annotate_documents", held.annotate_documents)
    monkeypatch.setattr(run, "annotate_documents", run.annotate_documents)
    without_parser()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which undisturbed days are kept."""
    return tmp_path_factory.mktemp("calm")


def whole(place: str) -> dict[str, str]:
    with Workspace(place) as desk:
        assert desk.check() == ()
        return state(desk)


@pytest.mark.parametrize("seed", rounds(3, 130))
def test_a_deed_that_is_killed_and_done_again_is_as_if_nothing_had_happened(
    seed: int, schema: str, files: Path, no_parser: None
) -> None:
    chance = Random(seed)
    at = (seed * 5) % len(DEEDS)
    before = SqlStore(str(calm(files, at)))
    before.backup(schema)
    before.close()
    for _ in range(chance.randint(1, 3)):
        number = child(lambda: do(schema, at, at + 1))
        time.sleep(chance.random() ** 2 * 0.4)
        os.kill(number, signal.SIGKILL)
        os.waitpid(number, 0)
        with Workspace(schema) as desk:
            assert desk.check() == ()
    assert ended(child(lambda: do(schema, at, at + 1))) == 0
    assert whole(schema) == whole(str(calm(files, at + 1)))


@pytest.mark.parametrize("seed", rounds(1, 40))
def test_two_writers_lose_nothing_of_each_other(seed: int, schema: str, no_parser: None) -> None:
    chance = Random(seed)
    with Workspace(schema) as desk:
        add(0, 10)(desk)
    mine = [add(n, n + 10) for n in range(10, 10 + 10 * chance.randint(1, 3), 10)]
    lots = [[*mine, note(3), remove(5)], [add(30, 50), note(4), remove(8)]]

    def work(number: int) -> None:
        for deed in lots[number]:
            with Workspace(schema) as desk:
                deed(desk)

    children = [child(lambda n=n: work(n)) for n in range(2)]
    assert [ended(number) for number in children] == [0, 0]
    with Workspace(schema) as desk:
        wanted = set(range(10 + 10 * len(mine))) | set(range(30, 50))
        assert {d.id for d in desk.documents()} == {report(n).id for n in wanted - {5, 8}}
        assert sorted(act.names for act in desk.acts()) == [(report(3).id,), (report(4).id,)]
        assert set(desk.store.view().homes(d.id for d in desk.documents())) == {
            d.id for d in desk.documents()
        }
        assert desk.check() == ()
