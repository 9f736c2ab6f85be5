"""What a reader sees first: title, lede, and points that say nothing besides another."""

from types import SimpleNamespace

import pytest
from tests.unit.reconcile.test_conflicts import EARLY, NEXT, dossier

from crosswire.model.dossier import Claim, Evidence, Point, Root
from crosswire.model.span import Span
from crosswire.stages.reconcile.points import folded

__all__ = ["dossier"]

QUAKE = (
    "A strong quake shook the hills around Orrel before dawn on Saturday, killing at least nine people, the Orrel "
    "police said. The quake broke the road to Velmont.",
    "Forty people were killed when a strong quake shook the hills around Orrel on Saturday, the Orrel police said. "
    "The quake broke the road to Velmont.",
)


def test_no_sentence_of_the_lede_gives_a_count_that_a_later_one_exceeds(dossier):
    made = dossier(("Quake in Orrel", QUAKE[0], EARLY), ("Orrel quake", QUAKE[1], NEXT))
    assert made.lede
    assert not any("nine" in sentence.text for sentence in made.lede)


def test_a_lede_cut_short_has_evidence_cut_short(dossier):
    made = dossier(("Quake in Orrel", QUAKE[0], EARLY), ("Orrel quake", QUAKE[1], NEXT))
    for sentence in made.lede:
        words = " ".join(e.text for e in sentence.evidence)
        assert sentence.text.rstrip(".") in " ".join(words.split())


def test_a_title_is_a_clause_with_a_subject_of_its_own_and_no_headline(dossier):
    made = dossier(("HORROR IN ORREL", QUAKE[0]), ("Killing at least nine", QUAKE[0]))
    said = made.story.title.removeprefix("Orrel police: ")  # two reports of one source
    assert said.startswith(("A strong quake shook", "The quake broke"))


def stated(name: str, start: int, end: int) -> SimpleNamespace:
    return SimpleNamespace(id=name, start=start, end=end, shown=Span(start=start, end=end, text=""))


def point(name: str, start: int, end: int, *, root: str = "r", weight: float = 1.0) -> Point:
    evidence = Evidence(document="d", start=start, end=end, text="")
    return Point(
        id=f"p {name}",
        text=name,
        topic="What happened",
        verdict="single-report",
        status="asserted",
        reports=1,
        outlets=1,
        roots=(Root(id=root, kind="party", name=root),),
        disputed=False,
        claims=(Claim(id=name, document="d", evidence=evidence, relation="same"),),
        weight=weight,
    )


@pytest.mark.parametrize(
    ("part", "within"),
    [
        pytest.param(point("part", 10, 40, weight=0.5), "p whole", id="inside, lighter, one root"),
        pytest.param(point("part", 10, 60, weight=0.5), None, id="reaches beyond"),
        pytest.param(point("part", 10, 40, root="other", weight=0.5), None, id="another root"),
        pytest.param(point("part", 10, 40, weight=2.0), None, id="heavier than the whole"),
        pytest.param(point("part", 0, 50, weight=0.5), None, id="the same words"),
    ],
)
def test_a_point_that_stands_within_the_words_of_another_is_folded_into_it(part, within):
    statements = {"whole": stated("whole", 0, 50)}
    statements["part"] = stated("part", part.claims[0].evidence.start, part.claims[0].evidence.end)
    whole, folded_part = folded([point("whole", 0, 50), part], statements)
    assert whole.within is None
    assert folded_part.within == within
