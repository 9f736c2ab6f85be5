"""The questions figures answer: plain words, plural, and nothing asked that another figure answers."""

import pytest
from tests.unit.reconcile.test_conflicts import EARLY, dossier

__all__ = ["dossier"]

SAID = [
    (
        "A 14-year-old girl was taken to hospital after the ferry Sira ran aground off Almskar.",
        "How old, as in",
    ),
    (
        "One dock worker is being treated for burns after the ferry Sira ran aground off Almskar.",
        "How many dock workers, as in",
    ),
    (
        "The captain had sounded the horn three times before the ferry Sira ran aground off Almskar.",
        "How many times, as in",
    ),
    (
        "The Sira is of a common kind. More than 2,500 have been built since 1984, the yard said.",
        "How many, as in",
    ),
]


def test_people_in_a_state_are_asked_for_by_it(dossier):
    text = "The ferry Sira ran aground off Almskar on Friday. By noon 19 were missing, the coast guard said."
    assert "How many people were missing?" in questions(dossier(("Ferry aground", text, EARLY)))


def questions(made):
    return [group.question for group in made.figures]


@pytest.mark.parametrize(("text", "asked"), SAID)
def test_a_figure_is_asked_for_in_the_words_its_kind_has(dossier, text, asked):
    made = dossier(("Ferry runs aground off Almskar", text, EARLY))
    assert [q for q in questions(made) if q.startswith(asked)]


def test_one_of_many_says_which_and_counts_nothing(dossier):
    text = (
        "The ferry Sira ran aground off Almskar on Friday. Her master, Jon Ferle, was one of the pilots of the port. "
        "One of the pilots was hurt. The Sira is one of the company's biggest ships."
    )
    asked = questions(dossier(("Ferry aground", text, EARLY)))
    assert len(asked) == 1
    assert "pilots" in asked[0]


def test_a_list_of_counts_is_not_asked_for_by_its_first(dossier):
    text = "At least three Norvians and four Tarskers were among the 40 people killed when a quake shook Orrel."
    asked = questions(dossier(("Quake in Orrel", text, EARLY)))
    assert asked
    assert not any("and four" in q.split("as in")[0] for q in asked)


def test_what_the_counted_had_with_them_is_no_part_of_the_question(dossier):
    text = (
        "The Orrel police recorded 62 thefts at the fair including nine from stalls, and 38 fines were given after "
        "the fair, with most of those fined paying at once."
    )
    asked = questions(dossier(("Thefts at the Orrel fair", text, EARLY)))
    assert not any("including" in q.split("as in")[0] for q in asked)
    assert not any("with most" in q.split("as in")[0] for q in asked)


def test_nobody_is_asked_whose_bid_it_was_by_a_pronoun(dossier):
    text = "Halden Line said on Friday that its $40 million bid for Sira Ferries stood."
    asked = questions(dossier(("Halden Line keeps to its bid", text, EARLY)))
    assert asked
    assert not any("its" in q.split(" as in ")[0] for q in asked)
