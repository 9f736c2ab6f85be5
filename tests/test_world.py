"""The simulator states the truth about its own reports, and its judges can tell right from wrong."""

import json
import re
from collections import Counter
from difflib import SequenceMatcher
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from evaluation.world import __main__ as command
from evaluation.world.amounts import spelled
from evaluation.world.claims import judge_claims
from evaluation.world.detectors import judge_conflicts, judge_figures
from evaluation.world.findings import Finding, figures
from evaluation.world.judged import judge_stories
from evaluation.world.stories import story
from evaluation.world.truth import Mark, Story
from evaluation.world.wording import FAMILIES, SPLITS, kinds, wording

from crosswire.settings import Settings

STORIES = [story(split, 7, number, 5) for split in SPLITS for number in range(2 * len(kinds()))]


def name(made: Story) -> str:
    return f"{made.id} {made.kind}"


# ---------------------------------------------------------------- wordings


@pytest.mark.parametrize("kind", kinds())
@pytest.mark.parametrize("split", SPLITS)
def test_every_fact_has_its_families(kind: str, split: str) -> None:
    told = wording(kind, split).told
    for fact in ("event", "fig1", "fig2", "fig3", "bg", "headline", "accusation", "denial", "cause",
                 "cause_plain", "inquiry", "visit", "unconfirmed", "part", "frames", "quote_frames"):  # fmt: skip
        assert len(told[fact]) == FAMILIES, fact
    assert len(told["quote"]) == 2


@pytest.mark.parametrize("kind", kinds())
def test_splits_share_no_wording(kind: str) -> None:
    def listed(told: dict[str, Any]) -> set[str]:
        return {t for v in told.values() if isinstance(v, list) for t in v if isinstance(t, str)}

    tune, score = (wording(kind, split) for split in SPLITS)
    assert listed(tune.told) & listed(score.told) <= {"officials"}
    for pool, names in tune.names.items():
        theirs = {str(n) for n in score.names[pool]}
        assert not theirs & {str(n) for n in names}, pool


# ---------------------------------------------------------------- truth


def test_a_seed_gives_one_story() -> None:
    assert story("tune", 3, 4, 5) == story("tune", 3, 4, 5)
    assert story("tune", 3, 4, 5) != story("tune", 4, 4, 5)


@pytest.mark.parametrize("made", STORIES, ids=name)
def test_marks_have_the_words_they_are_of(made: Story) -> None:
    whole = {r.id: r.whole for r in made.reports}
    for report in made.reports:
        assert not re.search(r"[{}|]|  |,,|,\.|\.\.", report.whole), report.whole
        for mark in report.marks:
            words = whole[mark.document][mark.start : mark.end]
            assert words == words.strip() != "", mark
            if mark.kind == "figure":
                assert value(words) == mark.value
            if mark.kind == "claim" and mark.day and mark.day.isdigit():
                assert mark.day in words


def value(words: str) -> float:
    """Return the number that words begin with."""
    found = re.match(r"\$?(\d[\d,]*(?:\.\d)?)( [bm]illion)?", words)
    if found:
        scale = {" billion": 1e9, " million": 1e6}.get(found.group(2), 1.0)
        return round(float(found.group(1).replace(",", "")) * scale, 2)
    return next(n for n in range(100) if spelled(n) == words.casefold())


@pytest.mark.parametrize("made", STORIES, ids=name)
def test_a_copy_has_the_words_of_its_original(made: Story) -> None:
    whole = {r.id: r.whole for r in made.reports}
    for copy in made.copies:
        for start, end in copy.passages:
            passage = whole[copy.copy][start:end].split()
            match = SequenceMatcher(None, passage, whole[copy.original].split(), autojunk=False)
            shared = sum(block.size for block in match.get_matching_blocks())
            assert shared >= 0.75 * len(passage), (copy, passage)


@pytest.mark.parametrize("made", STORIES, ids=name)
def test_reports_of_their_own_share_no_family(made: Story) -> None:
    bound = {frozenset((c.copy, c.original)) for c in made.copies}
    for one, two in combinations(made.reports, 2):
        if frozenset((one.id, two.id)) in bound:
            continue
        claims = [
            {r.whole[m.start : m.end] for m in r.marks if m.kind == "claim" and m.form == "plain"}
            for r in (one, two)
        ]
        assert not claims[0] & claims[1] - {one.title}


def test_every_operator_is_planted_and_makes_its_clash() -> None:
    planted = Counter(operator for made in STORIES for operator in made.planted)
    assert {"number", "stale", "swapped", "altered", "headline", "passage"} <= planted.keys()
    for made in STORIES:
        operators = {clash.operator for clash in made.clashes}
        for operator in ("number", "plain-cause", "other-day"):
            forms = {m.form for report in made.reports for m in report.marks}
            if operator in forms:
                assert operator in operators, made.id
        for clash in made.clashes:
            assert not set(clash.left) & set(clash.right)


# ---------------------------------------------------------------- judges


def oracle(made: Story) -> dict[str, Any]:
    """Return the dossier that knows all figures, claims and conflicts."""
    whole = {r.id: r.whole for r in made.reports}

    def span(mark: Mark) -> dict[str, Any]:
        words = whole[mark.document][mark.start : mark.end]
        return {"document": mark.document, "start": mark.start, "end": mark.end, "text": words}

    groups: dict[str, list[dict[str, Any]]] = {}
    for mark in made.marks("figure"):
        groups.setdefault(mark.key, []).append({**span(mark), "value": mark.value, "change": "="})
    conflicts = [
        {
            "class": min(clash.classes),
            "kind": "figure",
            "question": "?",
            "sides": [
                {"text": "", "evidence": [span(m) for m in side]}
                for side in (clash.left, clash.right)
            ],
        }
        for clash in made.clashes
    ]
    points: dict[str, list[dict[str, Any]]] = {}
    for number, mark in enumerate(made.marks("claim")):
        claim = {
            "id": f"c{number}",
            "document": mark.document,
            "evidence": span(mark),
            "status": min(mark.status, default="asserted"),
            "relation": "same",
            "root": mark.root,
        }
        point = f"{mark.key} {mark.form}" if mark.form == "swapped" else mark.key
        points.setdefault(point, []).append(claim)
    roots = [{"id": key, "name": min(names)} for key, names in made.callings.items()]
    return {
        "figures": [
            {"mentions": listed, "relation": "agree", "question": "?"} for listed in groups.values()
        ],
        "conflicts": conflicts,
        "points": [{"id": key, "claims": listed} for key, listed in points.items()],
        "provenance": {"roots": roots},
    }


def of(findings: list[Finding], detector: str) -> tuple[float, float]:
    own = figures(f for f in findings if f.detector == detector)
    return own.precision, own.recall


@pytest.mark.parametrize("made", STORIES[:8], ids=name)
def test_a_dossier_that_knows_all_is_all_right(made: Story) -> None:
    known = oracle(made)
    found = [
        f for judge in (judge_figures, judge_conflicts, judge_claims) for f in judge(made, known)
    ]
    for detector in ("figure pairs", "figure values", "conflicts", "claims", "alignment",
                     "root of a claim", "independence", "roots joined", "status"):  # fmt: skip
        assert of(found, detector) == (1.0, 1.0), detector


def test_a_dossier_that_errs_is_found_out() -> None:
    made = next(s for s in STORIES if {"fig1", "fig2"} <= {m.key for m in s.marks("figure")})
    known = oracle(made)
    first, second, *others = known["figures"]
    mixed = {**first, "mentions": first["mentions"] + second["mentions"]}
    precision, recall = of(
        list(judge_figures(made, {**known, "figures": [mixed, *others]})), "figure pairs"
    )
    assert precision < 1.0 == recall
    halves = [{**first, "mentions": [m]} for m in first["mentions"]]
    precision, recall = of(
        list(judge_figures(made, {**known, "figures": [*halves, second, *others]})), "figure pairs"
    )
    assert precision == 1.0 > recall
    false = {**known["conflicts"][0], "sides": known["conflicts"][0]["sides"][:1] * 2}
    judged = list(judge_conflicts(made, {**known, "conflicts": [false]}))
    assert {"extra", "missed"} <= {f.state for f in judged}


# ---------------------------------------------------------------- the real thing


@pytest.fixture(scope="module")
def findings() -> list[Finding]:
    return list(judge_stories([story("tune", 2, n, 4) for n in range(4)], Settings(workers=1)))


def test_what_is_shown_of_made_up_stories(findings: list[Finding]) -> None:
    assert of(findings, "figure values")[0] > 0.97
    assert of(findings, "claims")[1] > 0.97
    assert of(findings, "copies")[1] == 1.0
    assert not [f for f in findings if f.detector == "furniture"]


def test_table_and_json(
    findings: list[Finding],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(command, "judge_stories", lambda *_: iter(findings))
    path = tmp_path / "world.json"
    assert (
        command.main(
            ["--worlds", "4", "--split", "tune", "--kinds", "--show", "1", "--json", str(path)]
        )
        == 0
    )
    printed = capsys.readouterr().out
    detectors = json.loads(path.read_text())["detectors"]
    assert all(f"\n{detector} " in printed for detector in detectors)
    assert detectors["claims"]["right"] == sum(
        f.detector == "claims" and f.state == "right" for f in findings
    )
    with pytest.raises(SystemExit):
        command.main(["--split", "score", "--show", "1"])
