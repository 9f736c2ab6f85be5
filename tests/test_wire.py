"""The generator of wire copy: reproducible, its splits apart, its truth literal; and what is found of it."""

from itertools import combinations

import pytest
from evaluation.wire.draw import SPLITS, wordings
from evaluation.wire.edits import EDITS
from evaluation.wire.judged import judge_piles, read
from evaluation.wire.laws import judge_laws
from evaluation.wire.pages import COPIED, copied_spans
from evaluation.wire.piles import piles
from evaluation.world.findings import figures

from crosswire.settings import Settings
from crosswire.stages.reconcile import copies_reading

SEVEN = piles("tune", 5, 7)


def test_the_same_seed_gives_the_same_piles():
    again = piles("tune", 5, 7)
    assert [p.record() for pile in again for p in pile.pages()] == [
        p.record() for pile in SEVEN for p in pile.pages()
    ]


def test_seven_piles_hold_every_kind_of_edit_once():
    assert sorted(c.kind for pile in SEVEN for c in pile.copies) == sorted(EDITS)


@pytest.mark.parametrize("key", ["given", "surname", "town", "body", "agency", "outlet", "stock"])
def test_splits_share_no_name(key):
    one, two = (set(wordings(split)[key]) for split in SPLITS)
    assert not one & two


def test_splits_share_no_template():
    facts = [
        {f[form] for k in wordings(s)["kind"] for f in k["fact"] for form in ("wire", "again")}
        for s in SPLITS
    ]
    assert not facts[0] & facts[1]


def test_no_two_wires_are_alike():
    wires = [{line.text for line in pile.wire.lines()} for pile in piles("score", 1, 12)]
    assert all(len(a & b) <= len(a) // 2 for a, b in combinations(wires, 2))


@pytest.fixture(scope="module")
def found():
    return read([p for pile in SEVEN for p in pile.pages()], Settings(workers=1))


def test_copied_lines_stand_where_the_truth_says(found):
    for pile in SEVEN:
        for copied in pile.copies:
            text = found.documents[copied.page.id].text
            lines = [line.text for line in copied.page.lines() if line.whose == COPIED]
            assert [text[a:b] for a, b in copied_spans(copied.page, text)] == lines


@pytest.fixture(scope="module")
def judged(found):
    return list(judge_piles(SEVEN, found))


@pytest.mark.parametrize("name", ["pairs", "direction", "stated", "passages"])
def test_copies_are_found_and_nothing_else(judged, name):
    of = figures(f for f in judged if f.detector == name)
    assert of.right
    assert of.precision >= 0.98
    assert of.recall >= 0.9


@pytest.fixture(scope="module")
def laws(found):
    return list(judge_laws(SEVEN, found))


@pytest.mark.parametrize("name", ["no root added", "no verdict raised"])
def test_a_copy_adds_no_root_and_raises_no_verdict(laws, name):
    of = [f for f in laws if f.detector == name]
    assert {f.kind for f in of} == set(EDITS)
    assert [(f.story, f.kind, f.words) for f in of if f.state != "right"] == []


def test_no_stock_sentence_is_taken_for_copy_though_no_list_has_it(found, monkeypatch):
    monkeypatch.setattr(copies_reading, "_phrases", dict)
    pairs = figures(f for f in judge_piles(SEVEN, found) if f.detector == "pairs")
    assert pairs.precision >= 0.98
    assert pairs.recall >= 0.9


def test_every_kind_of_edit_is_found_and_shown(judged):
    for kind in EDITS:
        pairs, words = (
            figures(f for f in judged if f.detector == name and f.kind == kind)
            for name in ("pairs", "passages")
        )
        assert pairs.recall == 1, kind
        assert words.recall >= 0.8, kind
