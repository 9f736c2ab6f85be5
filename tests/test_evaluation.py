"""The floors under our labelled cases hold, and the measuring itself can fail."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from evaluation import floors, own
from evaluation.cases import read_case, read_cases

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def outcomes() -> list[own.Outcome]:
    return list(own.judge_all(read_cases()))


def test_floors_hold(outcomes: list[own.Outcome]) -> None:
    assert floors.failures(outcomes) == []


def test_a_layer_that_gets_worse_breaks_its_floor(outcomes: list[own.Outcome]) -> None:
    right = [i for i, o in enumerate(outcomes) if o.layer == "figures" and o.state == "right"]
    worse = [o._replace(state="missed") if i in right[:6] else o for i, o in enumerate(outcomes)]
    assert any(line.startswith("figures found") for line in floors.failures(worse))


def test_an_edited_case_breaks_the_pin(
    outcomes: list[own.Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(floors, "corpus", lambda: "another")
    assert "pinned" in floors.failures(outcomes)[0]


def test_a_floor_falls_only_with_a_reason(
    outcomes: list[own.Outcome],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    copy = tmp_path / "floors.json"
    copy.write_bytes(floors.FLOORS.read_bytes())
    monkeypatch.setattr(floors, "FLOORS", copy)
    monkeypatch.setattr(floors, "FROZEN", tmp_path / "frozen.txt")
    worse = [o._replace(state="missed") for o in outcomes]
    assert floors.pin(worse, None) == 1
    assert "would fall" in capsys.readouterr().out
    assert copy.read_bytes() == (ROOT / "evaluation" / "floors.json").read_bytes()
    assert floors.pin(worse, "the labels were too strict") == 0
    assert json.loads(copy.read_text())["lowered"][-1]["reason"] == "the labels were too strict"


def test_every_lowered_floor_stands_in_the_changelog() -> None:
    for entry in json.loads(floors.FLOORS.read_text(encoding="utf-8"))["lowered"]:
        assert entry["reason"] in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_label_can_be_followed() -> None:
    cases = list(read_cases())
    assert len(cases) >= 120
    for case in cases:
        for label in case.labels:
            if case.layer not in ("names", "conflicts"):
                label.span(
                    "\n\n".join([case.reports[0].fields.get("title", ""), case.reports[0].text])
                )


def test_an_ambiguous_label_is_refused() -> None:
    case = read_case("figures", 1, ["@ twice", "Two cats met two cats.", 'figure "cats"'])
    with pytest.raises(ValueError, match="stands 2 times"):
        case.labels[0].span(case.reports[0].text)


def gate(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "evaluation.gate", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def test_the_gate_has_no_default() -> None:
    done = gate()
    assert done.returncode == 2
    assert "make gate GOLD=" in done.stderr


def test_a_task_that_fails_is_a_row_and_the_others_go_on(tmp_path: Path) -> None:
    score = tmp_path / "score.py"
    score.write_text(
        "import sys\n"
        "if sys.argv[1] == 'figures': sys.exit('no such quantity')\n"
        "print('types, all events given P 60.0  R 60.0  F1 60.0\\ntype and actors 20.0\\n50.0')\n"
    )
    for name in ("newsquant/dev/sentences.jsonl", "plover_gsr/dev/records.jsonl"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).touch()
    rows = tmp_path / "rows.json"
    words = ("--only", "newsquant", "--only", "plover", "--only", "body", "--json", str(rows))
    done = gate("--gold", str(tmp_path), "--score", str(score), *words)
    found = {(r["set"], r["measure"]): r for r in json.loads(rows.read_text())["rows"]}
    assert done.returncode == 1
    assert found["figures: NewsQuant", "value F1"]["failed"] == "exit status 1: no such quantity"
    assert found["events: PLOVER", "first event's type"]["figure"] == 50
    assert found["events: PLOVER", "type and actors"]["figure"] == 20
    assert found["body: article extraction", "4-gram F1"]["failed"].startswith("no article")


def generated(seed: int, hashing: str) -> bytes:
    script = str(ROOT / "benchmarks" / "generate.py")
    command = [sys.executable, script, "40", str(seed)]
    return subprocess.run(
        command, capture_output=True, check=True, env={"PYTHONHASHSEED": hashing}
    ).stdout


def test_benchmarks_read_the_same_reports_everywhere() -> None:
    first = generated(7, "1")
    assert first == generated(7, "2")
    assert first != generated(8, "1")
    reports = [json.loads(line) for line in first.splitlines()]
    assert len({r["id"] for r in reports}) == 40
    assert 200 < sum(len(r["text"].split()) for r in reports) / 40 < 400
