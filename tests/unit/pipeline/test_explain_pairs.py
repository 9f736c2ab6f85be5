"""Why two reports are together, and why two are not."""

import pytest
from tests.unit.cluster.reports import ANNOUNCEMENT, FERRY, QUAKES, SUMMONS

import crosswire
from crosswire.errors import NotFoundError, UsageError
from crosswire.pipeline.run import Acquired


@pytest.fixture(scope="module")
def desk():
    with crosswire.open() as desk:
        pile = (*FERRY, *SUMMONS, ANNOUNCEMENT, *QUAKES)
        desk.keep(Acquired(documents=pile, skipped=()))
        yield desk


def test_two_reports_of_one_story_name_the_words_they_share(desk):
    why = desk.why("ferry-1", "ferry-2")
    assert why.kind == "pair"
    assert "in one story" in why.text
    (words,) = [line for line in why.because if line.startswith("rarest words in both")]
    assert "Lindmar" in words
    assert any(line.startswith("headline and opening: ") for line in why.because)


def test_a_near_miss_says_what_was_needed(desk):
    near = next(s.near for s in desk.stories() if "announcement" in s.documents)
    assert near.likeness < near.needed
    why = desk.why("announcement", near.other)
    assert "is in story" in why.text
    assert any("was needed to make them one" in line for line in why.because)
    alone = desk.why("announcement")
    assert any(line.startswith("nearest report that is not in the story") for line in alone.because)
    assert any(line.startswith("of the same saga") for line in alone.because)


def test_strangers_say_that_they_were_never_compared(desk):
    why = desk.why("ferry-1", "announcement")
    assert any(line.startswith("never compared") for line in why.because)


def test_what_a_person_decided_is_said(desk):
    act = desk.merge(
        *[desk.why(name).text.split()[3] for name in ("ferry-1", "quake-1")], who="Ada"
    )
    why = desk.why("ferry-1", "quake-1")
    assert "in one story" in why.text
    assert any(line.startswith("Ada put them together") for line in why.because)
    desk.undo(act.id, who="Ada")
    assert "is in story" in desk.why("ferry-1", "quake-1").text


def test_one_report_twice_or_none_is_refused(desk):
    with pytest.raises(UsageError):
        desk.why("ferry-1", "ferry-1")
    with pytest.raises(NotFoundError):
        desk.why("ferry-1", "nowhere")
