"""Each judge of the samples' expectations, on a dossier made by hand: what it lets pass, and what it does not."""

import pytest

from crosswire.model.document import Document
from tests.judges import JUDGES, Bundle, Plain


def span(report: str, text: str) -> Plain:
    return {"document": f"flood/{report}", "start": 0, "end": len(text), "text": text}


def claim(report: str, text: str) -> Plain:
    return {"document": f"flood/{report}", "evidence": span(report, text)}


def side(report: str, text: str) -> Plain:
    return {"text": text, "evidence": [span(report, text)], "documents": [f"flood/{report}"]}


def mention(report: str, text: str, by: str | None, as_of: str | None) -> Plain:
    root = "r1" if by else None
    return span(report, text) | {"attributed_to": by, "as_of": as_of, "root": root}


DOSSIER: Plain = {
    "story": {"title": "River Osk floods three towns"},
    "documents": [
        {"id": "flood/a.txt", "outlet": "Osk Post", "agency": None, "title": "Flood", "url": None}
        | {"published_at": {"value": "2025-05-02"}},
    ],
    "provenance": {
        "roots": [
            {"id": "r1", "kind": "party", "name": "flood office"},
            {"id": "r2", "kind": "party", "name": "Dana Reil"},
            {"id": "r3", "kind": "report", "name": "Osk Post"},
        ],
        "edges": [{"from": "flood/b.txt", "to": "flood/a.txt", "kind": "uses-copy"}],
    },
    "figures": [
        {
            "question": "How many people were killed?",
            "relation": "updated",
            "low": 3.0,
            "best": 5.0,
            "high": 5.0,
            "mentions": [
                mention("a.txt", "three people", "flood office", "2025-05-01"),
                mention("b.txt", "five", None, "2025-05-02T12:00"),
            ],
        },
        {
            "question": "How many cows?",
            "relation": "single",
            "low": 40.0,
            "best": 40.0,
            "high": 40.0,
            "mentions": [mention("a.txt", "40 cows", None, None)],
        },
    ],
    "conflicts": [
        {
            "kind": "polarity",
            "class": "dispute",
            "severity": "high",
            "question": "Is it so: “the dam held”?",
            "sides": [side("a.txt", "the dam held"), side("b.txt", "denied that the dam held")],
        },
        {
            "kind": "figure",
            "class": "update",
            "severity": "low",
            "question": "How many people were killed?",
            "sides": [side("a.txt", "three people"), side("b.txt", "five")],
        },
    ],
    "quotes": [
        {
            "speaker": {"name": "Dana Reil"},
            "variants": [
                span("a.txt", "The dam is safe") | {"relation": "exact", "difference": []},
                span("b.txt", "The dam is unsafe")
                | {"relation": "altered", "difference": [["safe", "unsafe"]]},
            ],
        }
    ],
    "points": [
        {
            "id": "p1",
            "text": "the dam held",
            "verdict": "both-sides",
            "status": "asserted",
            "reports": 2,
            "disputed": True,
            "roots": [{"name": "flood office"}, {"name": "Dana Reil"}],
            "claims": [claim("a.txt", "the dam held"), claim("b.txt", "the dam has held")],
        }
    ],
    "coverage": [{"point": "p1", "cells": {"flood/a.txt": "supports", "flood/c.txt": "absent"}}],
    "omissions": [{"document": "flood/c.txt", "text": "does not carry", "points": ["p1"]}],
    "entities": [
        {
            "name": "Dana Reil",
            "type": "person",
            "aliases": [{"text": "Dana Reil"}, {"text": "Reil"}],
            "titles": [{"text": "mayor"}],
        }
    ],
    "events": [
        {"actor": None, "recipient": None, "type": "AID", "mode": None, "cameo": None}
        | {"date": "2025-05-01", "realis": "actual", "evidence": [span("a.txt", "helped")]},
    ],
    "timeline": [
        {"date": "2025-05-01", "end": None, "status": "happened", "text": "the river rose"}
        | {"evidence": [span("a.txt", "the river rose")]},
    ],
    "expectations": [
        {"due": "2025-05-09", "by": "flood office", "text": "a report is due"}
        | {"evidence": [span("a.txt", "a report is due")]},
    ],
    "open_questions": [{"text": "who opened the gate", "evidence": []}],
    "lede": [{"text": "Five people died.", "evidence": [span("b.txt", "Five people died")]}],
}

RIGHT: list[tuple[str, Plain]] = [
    ("title", {"words": ["floods"], "without": ["dam"]}),
    ("document", {"report": "a.txt", "outlet": "Osk Post", "agency": ""}),
    ("edge", {"from": "b.txt", "to": "a.txt", "kind": "uses-copy"}),
    ("edge", {"from": "b.txt", "to": "a.txt", "kind": "republishes", "absent": True}),
    ("figure", {"mentions": ["a.txt: three", "b.txt: five"], "apart": ["40"], "value": 5.0}),
    ("figure", {"mentions": ["a.txt: three"], "question": ["How many", "killed"]}),
    ("figure", {"mentions": ["a.txt: three"], "attributed": "Reil|office", "as_of": "2025-05-01"}),
    ("figure", {"mentions": ["a.txt: 40 cows"], "low": 40.0, "reports": 1, "roots": []}),
    ("figure", {"mentions": ["c.txt: 40 cows"], "absent": True}),
    ("conflict", {"sides": ["denied", "a.txt"], "class": "dispute", "severity": "high"}),
    ("conflict", {"sides": ["three", "five"], "class": "contradiction", "absent": True}),
    ("quote", {"variants": ["a.txt: safe", "b.txt: unsafe"], "speaker": "Dana Reil"}),
    ("quote", {"variants": ["b.txt: unsafe"], "relation": "altered", "difference": ["unsafe"]}),
    ("point", {"words": ["dam"], "rooted": ["office|mayor", "Reil"], "disputed": True}),
    ("point", {"words": ["dam"], "together": ["b.txt: held"], "in": ["a.txt", "b.txt"]}),
    ("point", {"words": ["dam"], "status": "denied", "absent": True}),
    ("point", {"exactly": "dam held", "absent": True}),
    ("root", {"names": "flood office|mayor"}),
    ("root", {"names": "Osk Post", "absent": True}),
    ("coverage", {"words": ["dam"], "report": "c.txt", "cell": "absent"}),
    ("coverage", {"words": ["dam"], "report": "b.txt", "cell": ""}),
    ("omission", {"report": "c.txt", "words": ["dam held"]}),
    ("omission", {"report": "b.txt", "words": ["dam"], "absent": True}),
    ("entity", {"aliases": ["Reil"], "titles": ["mayor"], "type": "person"}),
    ("event", {"type": "AID", "in": ["a.txt"], "words": ["helped"]}),
    ("event", {"type": "AID", "words": ["robbed"], "absent": True}),
    ("timeline", {"words": ["river"], "date": "2025-05-01", "in": ["a.txt"]}),
    ("timeline", {"words": ["river"], "date": "2025-05-02", "absent": True}),
    ("expectation", {"words": ["report"], "due": "2025-05-09", "by": "flood office"}),
    ("expectation", {"words": ["report"], "due": "2025-05|2025-05-09"}),
    ("open_question", {"words": ["gate"]}),
    ("lede", {"words": ["cows"], "absent": True}),
]

WRONG: list[tuple[str, Plain]] = [
    ("title", {"words": ["floods"], "without": ["River"]}),
    ("document", {"report": "a.txt", "outlet": ""}),
    ("edge", {"from": "b.txt", "to": "a.txt", "kind": "republishes"}),
    ("edge", {"from": "b.txt", "to": "a.txt", "absent": True}),
    ("figure", {"mentions": ["a.txt: three", "a.txt: 40"]}),
    ("figure", {"mentions": ["a.txt: three"], "apart": ["five"]}),
    ("figure", {"mentions": ["a.txt: three"], "question": ["cows"]}),
    ("figure", {"mentions": ["b.txt: five"], "attributed": "office"}),
    ("figure", {"mentions": ["b.txt: five"], "as_of": "2025-05-01"}),
    ("figure", {"mentions": ["a.txt: 40"], "absent": True}),
    ("conflict", {"sides": ["denied", "c.txt"]}),
    ("conflict", {"sides": ["denied", "a.txt"], "severity": "low"}),
    ("conflict", {"sides": ["three", "five"], "class": "update", "absent": True}),
    ("quote", {"variants": ["a.txt: safe"], "apart": ["b.txt: unsafe"]}),
    ("quote", {"variants": ["b.txt: unsafe"], "relation": "translation"}),
    ("quote", {"variants": ["b.txt: unsafe"], "difference": ["dam"]}),
    ("point", {"words": ["dam"], "rooted": ["office"]}),
    ("point", {"words": ["dam"], "rooted": ["office", "Reil", "Osk"]}),
    ("point", {"words": ["dam"], "apart": ["b.txt: held"]}),
    ("point", {"words": ["dam"], "status": "asserted", "absent": True}),
    ("point", {"words": ["cows"]}),
    ("point", {"exactly": "the dam held", "absent": True}),
    ("root", {"names": "flood office|Reil"}),
    ("root", {"names": "Reil", "absent": True}),
    ("coverage", {"words": ["dam"], "report": "a.txt", "cell": "absent"}),
    ("omission", {"report": "c.txt", "words": ["cows"]}),
    ("omission", {"report": "c.txt", "words": ["dam"], "absent": True}),
    ("entity", {"aliases": ["Reil"], "apart": ["Dana Reil"]}),
    ("event", {"type": "AID", "absent": True}),
    ("timeline", {"words": ["river"], "in": ["b.txt"]}),
    ("expectation", {"words": ["report"], "due": "2025-05-08|2025-05"}),
    ("open_question", {"words": ["gate"], "absent": True}),
    ("lede", {"words": ["cows"]}),
]


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    reports = [Document(id=f"flood/{n}.txt", sha256="", text="") for n in "abc"]
    return Bundle(reports, DOSSIER)


def test_every_kind_is_judged_both_ways() -> None:
    assert {kind for kind, _ in RIGHT} == {kind for kind, _ in WRONG} == set(JUDGES)


@pytest.mark.parametrize(("kind", "want"), RIGHT)
def test_lets_pass(bundle: Bundle, kind: str, want: Plain) -> None:
    assert JUDGES[kind](bundle, want) is None


@pytest.mark.parametrize(("kind", "want"), WRONG)
def test_does_not_let_pass(bundle: Bundle, kind: str, want: Plain) -> None:
    assert JUDGES[kind](bundle, want)
