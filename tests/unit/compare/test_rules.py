"""What each kind of watch rule tells, and that it tells it of a change alone."""

import pytest
from tests.mornings import FIRST, SECOND, state

from crosswire.model.change import Notice
from crosswire.model.dossier import Dossier
from crosswire.model.rule import Rule
from crosswire.stages.compare.rules import fires

TOLL = ("killed", "dead")


@pytest.fixture(scope="module")
def first() -> Dossier:
    return state(FIRST)


@pytest.fixture(scope="module")
def second() -> Dossier:
    return state(SECOND)


RULES = [
    ({"when": "figure", "about": TOLL, "above": 13}, True),
    ({"when": "figure", "about": TOLL, "above": 11}, False),  # was above before
    ({"when": "figure", "about": TOLL, "above": 15}, False),
    ({"when": "figure", "about": ("kilometres",), "above": 1}, False),
    ({"when": "speaker", "who": ("Welk",)}, True),
    ({"when": "speaker", "who": ("dana welk",)}, True),
    ({"when": "speaker", "who": ("Wel",)}, False),
    ({"when": "speaker", "who": ("Norhydra",)}, True),
    ({"when": "conflict"}, True),
    ({"when": "conflict", "kinds": ("figure",)}, True),
    ({"when": "conflict", "kinds": ("naming",)}, False),
    ({"when": "word", "words": ("INQUIRY",)}, True),
    ({"when": "word", "words": ("inspection report",)}, True),
    ({"when": "word", "words": ("rooftops",)}, False),  # stood there before
    ({"when": "word", "words": ("in",)}, False),
    ({"when": "entity", "who": ("Dana Welk",)}, True),
    ({"when": "entity", "who": ("Norhydra",)}, False),
    ({"when": "grows", "outlets": 3}, True),
    ({"when": "grows", "outlets": 2}, False),
    ({"when": "grows", "reports": 4}, False),  # a version is no further report
    ({"when": "grows", "reports": 3}, True),
    ({"when": "silent-edit"}, True),
    ({"when": "withdrawn"}, False),
    ({"when": "any"}, True),
]


@pytest.mark.parametrize(("given", "told"), RULES, ids=lambda v: str(v)[:60])
def test_second_morning(given, told, first: Dossier, second: Dossier):
    rule = Rule(name="r", **given)
    found = fires(rule, first, second)
    assert bool(found) == told, found
    assert all(c.evidence or c.was for c in found)
    assert not fires(rule, second, second)


def test_a_number_below_a_bound(second: Dossier):
    rule = Rule(name="few", when="figure", about=TOLL, below=13)
    assert fires(rule, None, second)
    assert not fires(Rule(name="few", when="figure", about=TOLL, below=12), None, second)


def test_a_report_taken_back(first: Dossier):
    killed = state(FIRST, notices=[Notice(item="kestrel", reason="killed")])
    (line,) = fires(Rule(name="kill", when="withdrawn"), first, killed)
    assert line.kind == "report-withdrawn"


def test_a_changed_rule_looks_anew():
    one, two = (Rule(name="r", when="grows", roots=n) for n in (3, 4))
    assert one.reader != two.reader
    assert one.reader == Rule(name="r", when="grows", roots=3).reader
