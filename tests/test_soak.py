"""Never lost, in short: a few rounds of every trouble and some hundred mixed files; `make soak` has them in full."""

import pytest
from evaluation.soak import mixed
from evaluation.soak.deeds import DEEDS, report, without_parser
from evaluation.soak.state import state
from evaluation.soak.trouble import TROUBLES, rounds

from crosswire.workspace import Workspace

SHORT = {"kill -9": 6, "disk full": 6, "two writers": 1, "clock back": 1, "power cut": 4}
"""Rounds of each; one of the others."""


@pytest.fixture
def no_parser(monkeypatch):
    from crosswire.pipeline import run
    from crosswire.workspace import held

    monkeypatch.setattr(held, "annotate_documents", held.annotate_documents)
    monkeypatch.setattr(run, "annotate_documents", run.annotate_documents)
    without_parser()


@pytest.mark.parametrize("name", TROUBLES)
def test_nothing_is_lost(name, tmp_path, no_parser):
    done, wrong = rounds(TROUBLES[name], tmp_path, range(SHORT.get(name, 1)), seconds=20)
    assert done > 0
    assert wrong == []


def test_the_deeds_do_what_they_say(no_parser):
    with Workspace() as desk:
        for deed in DEEDS:
            deed(desk)
        acts = [(act.kind, act.stands) for act in desk.acts()]
        assert acts == [("merge", False), ("note", True), ("split", True)]
        assert {report(1).id, report(6).id}.isdisjoint(d.id for d in desk.documents())
        assert len(desk.documents()) == 68
        before = state(desk)
        desk.note("r00003", "another")
        after = state(desk)
    assert [name for name in before if before[name] != after[name]] == ["acts"]


def test_mixed_files_are_read_without_a_stop_and_every_failure_is_named(tmp_path):
    sound, broken = mixed.write(tmp_path, 400)
    assert len(broken) == len(mixed.BROKEN) == 20
    with Workspace() as desk:
        done = desk.add(str(tmp_path))
        skipped = {item.document: item.reason for item in done.skipped}
        texts = [document.text for document in desk.documents()]
        assert mixed.compare(sound, broken, texts, skipped) == []
        assert desk.check() == ()
    name, number = next(iter(sound.items()))
    without = [text for text in texts if f"Report {number}:" not in text]
    assert mixed.compare(sound, broken, without, skipped) == [
        f"{name} is sound and was not read (None)"
    ]
