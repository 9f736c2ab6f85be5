"""Reports of several happenings in one pile: nothing of one is held against another."""

import pytest
from tests.unit.reconcile.test_conflicts import EARLY, NEXT, dossier

from crosswire.stages.reconcile.occasions import occasions

__all__ = ["dossier"]

CRASH = (
    "Twenty-four dead as train leaves the rails at Tarsk",
    "An express train on its way to Brenholm came off the rails at Tarsk on Friday. The crash killed 24 people, Fire "
    "Chief Tomas Osterlo said. According to Osterlo, 259 people had been aboard. Ardent Rail had ignored warnings "
    "about the track.",
)
SHOOTING = (
    "Brenholm market shooting: 13 killed",
    "A gunman opened fire in the covered market of Brenholm on Thursday night. At least 13 shoppers lost their lives, "
    "a spokeswoman for the Northam interior ministry said. A dispute over a stall may have led to the attack.",
)
CRASH_LATER = (
    "Toll of Tarsk train crash rises",
    "The derailment of the Brenholm express at Tarsk has killed 26 people, Fire Chief Tomas Osterlo said on Saturday.",
)


def test_tolls_of_two_disasters_are_two_questions_and_no_conflict(dossier):
    made = dossier((*CRASH, EARLY), (*SHOOTING, EARLY))
    assert not made.conflicts
    for figure in made.figures:
        assert len({m.document for m in figure.mentions}) == 1, figure.question
    for point in made.points:
        assert len({c.document for c in point.claims}) == 1, point.text


def test_two_reports_of_one_disaster_still_meet(dossier):
    made = dossier((*CRASH, EARLY), (*SHOOTING, EARLY), (*CRASH_LATER, NEXT))
    groups = [{m.document for m in f.mentions} for f in made.figures]
    assert {"r0", "r2"} in groups
    assert not any({"r0", "r1"} <= g or {"r1", "r2"} <= g for g in groups)


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (3, 1, 0, 2)])
def test_who_tells_of_one_occasion_with_either_joins_both(order):
    named = {
        "a": {"x", "y", "z"},
        "b": {"u", "v", "w"},
        "c": {"x", "y", "z", "u", "v", "w"},
        "d": set(),
    }
    listed = sorted(named)
    around = {listed[i]: frozenset(named[listed[i]]) for i in order}
    assert occasions([], {}, around) == {"a": "a", "b": "a", "c": "a", "d": "d"}
