"""Slots and near-synonyms that alignment compares, on statements made by hand."""

import pytest

from crosswire import lexicon
from crosswire.model.annotation import Attribution, Cue, Figure, Part, Time
from crosswire.model.span import Span
from crosswire.stages.reconcile.align import WEIGHTS, align, score_pairs
from crosswire.stages.reconcile.slots import read_slots, shared_day
from crosswire.stages.reconcile.statements import Statement
from crosswire.stages.reconcile.terms import counts, groups, vectors


def said(text: str, name: str = "s", document: str = "d", **fields) -> Statement:
    given = {
        "start": 0,
        "end": len(text),
        "shown": Span(start=0, end=len(text), text=text),
        "sentence": 0,
        "position": 0.0,
        "headline": False,
        "kind": "main",
        "predicate": "",
        "subject": None,
        "object": None,
        "negated": False,
        "tense": "past",
        "status": "asserted",
        "chain": (),
        "act": None,
        "figures": (),
        "figures_said": (),
        "times": (),
        "before": None,
        "places": (),
        "named": (),
    }
    none: frozenset[str] = frozenset()
    given |= {"entities": none, "subject_entities": none, "object_entities": none}
    return Statement(id=name, document=document, text=text, **(given | fields))


def denial(text: str) -> Statement:
    cue = Span(start=text.index("denied"), end=text.index("denied") + 6, text="denied")
    act = Attribution(
        id="a",
        speaker=Part(),
        cue=Cue(spans=(cue,), class_="negative", lemma="deny"),
        content=Part(),
        form="indirect",
        status="denied",
    )
    return said(text, predicate="deny", status="denied", act=act)


@pytest.mark.parametrize(
    ("statement", "refuted"),
    [
        (said("the valve had failed"), False),
        (said("the valve had not failed", negated=True), True),
        (said("There was no order to open the gates"), True),
        (said("Nobody was on the lower deck"), True),
        (said("the mill knows of no deaths"), True),
        (denial("Orrel Mills denied that the valve had failed"), True),
        (denial("Orrel Mills denied that it had posted no guard"), False),
        (said("the valve had failed", status="denied"), True),
    ],
)
def test_a_denial_and_a_negation_are_one_polarity(statement, refuted):
    assert read_slots(statement).refuted is refuted


@pytest.mark.parametrize(
    ("text", "coming"),
    [
        ("The envoy is due to land on Monday", True),
        ("A visit to Orrel is scheduled for May", True),
        ("The envoy landed on Monday", False),
    ],
)
def test_what_is_planned_is_not_what_is_done(text, coming):
    assert read_slots(said(text)).coming is coming


def test_days_meet_in_their_month_and_are_open_without_one():
    assert shared_day({"2025-05-04"}, {"2025-05"}) is True
    assert shared_day({"2025-05-04"}, {"2025-05-05"}) is False
    assert shared_day(set(), {"2025-05"}) is None


def test_a_phrase_is_its_group():
    assert "=derail" in counts("The express came off the rails at Orrel")
    assert "=derail" in counts("a derailment near Orrel")
    assert "=derail" not in counts("the express came off well, the rails held")


def test_a_word_stands_in_one_group():
    listed = [w for row in lexicon.table("synonyms") for w in row["words"].split()]
    assert len(listed) == len(set(listed))
    assert groups()


def test_a_day_in_other_words_is_shared():
    one = said(
        "the pump broke on Sunday",
        "a",
        times=(Time(start=18, end=24, text="Sunday", value="2025-05-04"),),
    )
    two = said(
        "the pump gave out on May 4",
        "b",
        times=(Time(start=21, end=26, text="May 4", value="2025-05-04"),),
    )
    found = vectors([one, two], meant=True)
    assert "@2025-05-04" in found["a"].keys() & found["b"].keys()


def test_an_accusation_and_its_denial_cannot_be_linked():
    yes = said(
        "Orrel Mills had ignored three warnings about the dam",
        "a",
        document="one",
        predicate="ignore",
        status="alleged",
    )
    no = said(
        "it had ignored three warnings about the dam",
        "b",
        document="two",
        predicate="ignore",
        status="denied",
    )
    statements = [yes, no]
    pairs = score_pairs(statements, {}, vectors(statements))
    assert [p.linkable for p in pairs] == [False]
    assert {len(g.members) for g in align(statements, pairs)} == {1}


def test_the_same_words_are_linked_and_say_why():
    one, two = (
        said("Orrel Mills had ignored three warnings", name, document=name, predicate="ignore")
        for name in "ab"
    )
    pairs = score_pairs([one, two], {}, vectors([one, two]))
    assert [len(g.members) for g in align([one, two], pairs)] == [2]
    assert {r.feature for r in pairs[0].reasons} >= {"words", "contained", "same predicate"}
    assert all(r.weight == WEIGHTS[r.feature] for r in pairs[0].reasons)


def test_equal_numbers_of_dead_and_missing_are_not_one():
    def count(text: str, name: str) -> Statement:
        figure = Figure(start=0, end=8, text="Fourteen", value=14.0, counted="people")
        return said(text, name, document=name, figures=(figure,))

    dead = count("Fourteen people are known to have died in the sinking", "a")
    gone = count("Fourteen people were still missing after the sinking", "b")
    pairs = score_pairs([dead, gone], {}, vectors([dead, gone]))
    assert not any(p.linkable for p in pairs)


def test_no_learned_weight_turns_against_its_feature():
    against = ("other", "opposite", "one report", "predicate missing", "bias")
    assert all((w < 0) == name.startswith(against) for name, w in WEIGHTS.items())
