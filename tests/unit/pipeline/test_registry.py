import pytest
from msgspec.structs import replace

from crosswire.errors import StepError
from crosswire.pipeline.registry import STEPS, check, versions
from crosswire.pipeline.run import producer
from crosswire.settings import Settings

NAMES = (
    "acquire cluster parse mentions places times figures attributions"
    " events clauses partly reconcile render"
).split()


def test_the_steps_are_these_and_each_has_what_it_reads():
    assert [step.name for step in STEPS] == NAMES
    check()


def test_a_step_before_what_it_reads_is_refused_by_name():
    figures = next(step for step in STEPS if step.name == "figures")
    with pytest.raises(
        StepError, match=r"step figures reads .*times.*, which no step before it writes"
    ):
        check((STEPS[0], figures))


def test_a_layer_nobody_writes_is_refused_by_name():
    odd = replace(STEPS[-1], name="odd", reads=("dreams",))
    with pytest.raises(StepError, match="step odd reads dreams"):
        check((*STEPS, odd))


def test_a_dossier_carries_every_version_and_the_settings_that_matter():
    made = producer(Settings())
    assert {**versions(), "parser": made.steps["parser"]} == made.steps
    assert producer(Settings(workers=3, workspace="other.db")) == made
    assert producer(Settings(max_text_characters=5)).settings != made.settings
