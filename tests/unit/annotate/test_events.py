"""Events: laws that hold on any text, and pieces of the rules by themselves."""

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.build import annotate_text as annotated

from crosswire import lexicon
from crosswire.model.annotation import Annotations, Event
from crosswire.stages.annotate.event_lexicon import (
    KINDS,
    Sense,
    classes_of,
    fit,
    nominal_senses,
    verb_senses,
)
from crosswire.stages.annotate.event_names import iso3
from crosswire.stages.annotate.event_realis import composed

Annotate = Callable[..., Annotations]
PLOVER = {
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE",
    "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
}  # fmt: skip


def one(annotations: Annotations, words: str) -> Event:
    (found,) = [event for event in annotations.events if event.text == words]
    return found


def best(verb: str, objects: set[str] | None, doers: set[str] | None = None) -> Sense | None:
    """Return the sense of `verb` that fits best, or None."""
    senses = [s for s in verb_senses()[verb] if fit(s, (), objects, doers or set()) >= 0]
    return max(senses, key=lambda s: fit(s, (), objects, doers or set()), default=None)


def test_lexicon_is_whole_and_names_only_plover_types() -> None:
    rows = [*lexicon.table("event_verbs"), *lexicon.table("event_nominals")]
    assert {row["type"] for row in rows if row["type"]} == PLOVER
    assert sum(len(senses) for senses in verb_senses().values()) > 400
    assert len(nominal_senses()) > 40
    coded = [row["cameo"] for row in rows if row["type"]]
    assert all(code.isdigit() and 2 <= len(code) <= 4 for code in coded)


def test_every_object_class_of_the_verbs_is_a_known_noun_or_class() -> None:
    classes = {row["class"] for row in lexicon.table("event_nouns")}
    wanted = {
        name.removeprefix("s:")
        for senses in (*verb_senses().values(), *nominal_senses().values())
        for sense in senses
        for name in sense.objects
    }
    lemmas = {name for name in wanted - classes if name not in KINDS}
    assert all(name.isalpha() or "-" in name for name in lemmas), lemmas


@pytest.mark.parametrize(
    ("verb", "noun", "type_"),
    [
        ("lift", "curfew", "CONCEDE"),
        ("lift", "siege", "RETREAT"),
        ("send", "missile", "AID"),
        ("impose", "sanction", "SANCTION"),
        ("impose", "curfew", "COERCE"),
        ("sign", "treaty", "SUPPORT"),
        ("hold", "talk", "CONSULT"),
        ("hold", "rally", "PROTEST"),
        ("recall", "ambassador", "SANCTION"),
        ("summon", "ambassador", "ACCUSE"),
    ],
)
def test_the_object_decides_what_a_verb_means(verb: str, noun: str, type_: str) -> None:
    sense = best(verb, classes_of(noun, ()))
    assert sense is not None
    assert sense.type == type_


def test_a_verb_without_the_object_it_needs_has_no_sense() -> None:
    assert best("summon", classes_of("courage", ())) is None
    assert best("recall", None) is None


def test_who_acts_decides_what_a_verb_means() -> None:
    village = classes_of("village", ())
    assert best("strike", village, classes_of("drought", ())) is None
    sense = best("strike", village, classes_of("missile", ()))
    assert sense is not None
    assert sense.type == "ASSAULT"


def test_a_figure_of_speech_is_no_event() -> None:
    sense = best("seize", classes_of("opportunity", ()))
    assert sense is not None
    assert (sense.type, sense.effect) == ("", "silence")


def test_a_modifier_makes_the_class() -> None:
    assert "hungerstrike" in classes_of("strike", {"hunger"})
    assert "hungerstrike" not in classes_of("strike", {"air"})


@pytest.mark.parametrize(
    ("effect", "inner", "type_"),
    [
        ("pledge", "AID", "AGREE"),
        ("pledge", "ASSAULT", "THREATEN"),
        ("demand", "RETREAT", "REQUEST"),
        ("refuse", "CONSULT", "REJECT"),
        ("threat", None, "THREATEN"),
        ("prepare", "ASSAULT", "MOBILIZE"),
        ("failure", "AGREE", "REJECT"),
    ],
)
def test_an_operator_makes_one_event_of_two(effect: str, inner: str | None, type_: str) -> None:
    result = composed(effect, "AGREE", inner)
    assert result is not None
    assert result[0] == type_


def test_a_failure_to_do_harm_is_no_event() -> None:
    assert composed("failure", "REJECT", "ASSAULT") is None


def test_country_codes_are_alpha_3() -> None:
    assert iso3("NO") == "NOR"
    assert iso3("NOR") == "NOR"


def test_main_event_comes_first_and_headline_before_all(annotate_text: Annotate) -> None:
    text = "Sweden, which had accused Latvia of spying, signed a treaty with Poland."
    plain = annotate_text(text, published_at="2024-10-21")
    assert plain.events[0].text == "signed"
    titled = annotate_text(text, title="Norway condemns Denmark", published_at="2024-10-21")
    assert titled.events[0].text == "condemns"
    assert [event.headline for event in titled.events][:2] == [True, False]


def test_a_missing_agent_stays_missing(annotate_text: Annotate) -> None:
    event = one(annotate_text("Nine Kenyan miners were kidnapped on Monday."), "kidnapped")
    assert event.actor is None
    assert event.recipient is not None
    assert event.recipient.code == "KEN"


def test_at_most_four_sides_each(annotate_text: Annotate) -> None:
    names = "Norway and Sweden and Denmark and Finland and Iceland and Estonia"
    found = annotate_text(f"{names} condemned Belarus.").events
    assert len(found) == 4


def test_long_text_takes_linear_time() -> None:
    sentence = "Norway summoned the Danish envoy and demanded that Denmark release the crew. "

    def seconds(times: int) -> float:
        started = time.process_time()
        annotated(sentence * times)
        return time.process_time() - started

    seconds(5)
    short, long = seconds(25), seconds(100)
    assert long < 10 * short + 0.5


WORDS = ["Norway", "summoned", "the", "ambassador", "said", "would", "to", "send", "of", "troops",
         "by", "“", "”", ",", "and", "not", "Denmark", "which", "threatened", "\u202e", "\x00", "."]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_any_string_is_read_and_every_span_is_literal(words: list[str]) -> None:
    annotations = annotated(" ".join(["On", *words]))
    for event in annotations.events:
        assert annotations.text[event.start : event.end] == event.text
        assert event.type in PLOVER
