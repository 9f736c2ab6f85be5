"""What the page draws and aligns, before it is drawn: places, slots, days, pieces of text, reasons."""

import msgspec
import pytest
from tests.unit.render.sample import dossier

from crosswire.model.act import Act
from crosswire.model.dossier import Expectation
from crosswire.stages.render.differences import collate
from crosswire.stages.render.index import index
from crosswire.stages.render.moments import moment
from crosswire.stages.render.months import months
from crosswire.stages.render.reasons import because
from crosswire.stages.render.revised import decision, moment_words
from crosswire.stages.render.segments import Claimed, segments
from crosswire.stages.render.track import MOST, WIDTH, letter, track


@pytest.mark.parametrize(
    ("value", "hour"),
    [
        ("2031-03-03T06:00:00Z", 6),
        ("2031-03-03T06:00:00+02:00", 4),
        ("2031-03-03T06:30", 6.5),
        ("2031-03-03TEV", 20),
        ("2031-03-03", 12),
    ],
)
def test_a_day_stands_at_its_hour(value: str, hour: float) -> None:
    found = moment(value)
    assert found is not None
    assert found.day is not None
    assert found.at - found.day.toordinal() == pytest.approx(hour / 24)


@pytest.mark.parametrize("value", ["2031", "2031-03", "2031-W10", "2031-SU"])
def test_longer_than_a_day_is_of_no_day(value: str) -> None:
    found = moment(value)
    assert found is not None
    assert found.day is None


@pytest.mark.parametrize("value", [None, "", "soon", "2031-13", "2031-02-30", "PT5H", "2031-W60"])
def test_what_is_no_date_stands_nowhere(value: str | None) -> None:
    assert moment(value) is None


def test_events_stand_above_their_day_and_lead_to_their_reports() -> None:
    book = index(dossier())
    drawn = track(book)
    assert drawn is not None
    assert [m.letter for m in drawn.happened] == sorted(m.letter for m in drawn.happened)
    assert all(m.y < drawn.rail < r.y for m in drawn.happened for r in drawn.reported)
    places = [(m.x, m.y) for m in drawn.happened] + [(r.x, r.y) for r in drawn.reported]
    assert all(0 <= x <= WIDTH for x, _ in places)
    assert len(set(places)) == len(places)
    known = {r.number for r in drawn.reported}
    assert {report for _, _, report in drawn.lines} <= known
    assert (letter(0), letter(25), letter(26)) == ("a", "z", "aa")


def test_of_many_events_those_are_drawn_that_most_reports_tell_of() -> None:
    whole = dossier()
    first, *_ = (e for e in whole.timeline if e.date and len(e.documents) > 1)
    alone = msgspec.structs.replace(first, documents=first.documents[:1])
    timeline = (*(alone for _ in range(90)), first)
    drawn = track(index(msgspec.structs.replace(whole, timeline=timeline)))
    assert drawn is not None
    assert len(drawn.happened) == MOST
    assert drawn.left == len(timeline) - MOST
    assert drawn.happened[-1].number == len(timeline)
    places = [m.x for m in (*drawn.happened, *drawn.reported)]
    assert all(10 <= x <= WIDTH - 10 for x in places)
    assert len({(m.x, m.y) for m in drawn.happened}) == MOST


def test_a_calendar_has_the_months_in_which_anything_is_due() -> None:
    due = ("2031-03-05", "2031-03-05", "2031-05-01", "2031-06", None)
    held = tuple(Expectation(text="x", by=None, due=d, evidence=()) for d in due)
    drawn = months(index(msgspec.structs.replace(dossier(), expectations=held)))
    assert [m.name for m in drawn] == ["March 2031", "May 2031"]
    days = {day.number: day for week in drawn[0].weeks for day in week if day}
    assert len(days) == 31
    assert days[5].due == (1, 2)
    assert days[3].reported
    assert not days[6].due


def test_a_text_in_pieces_is_the_text_and_each_piece_knows_its_points() -> None:
    text = "abcdefghij"
    held = (Claimed(0, 4, 1), Claimed(2, 6, 2), Claimed(5, 8, 0), Claimed(9, 99, 3))
    pieces = segments(text, held)
    assert "".join(p.text for p in pieces) == text
    assert [(p.text, p.points, p.copied) for p in pieces] == [
        ("ab", (1,), False),
        ("cd", (1, 2), False),
        ("e", (2,), False),
        ("f", (2,), True),
        ("gh", (), True),
        ("i", (), False),
        ("j", (3,), False),
    ]
    assert [p.text for p in segments(text, ())] == [text]


def test_wordings_are_set_word_by_word_where_they_are_alike() -> None:
    slots = collate(
        ["we see a grave threat to us", "we see a great and grave threat", "a grave threat"]
    )
    columns = [" ".join(filter(None, (s.words[n] for s in slots))) for n in range(3)]
    assert columns == [
        "we see a grave threat to us",
        "we see a great and grave threat",
        "a grave threat",
    ]
    assert any(s.words == ("grave threat", "grave threat", "grave threat") for s in slots)
    assert collate(["one two three", "one two three"]) == ()
    assert collate(["one two three", "wholly other words"]) == ()
    assert collate(["word " * 500, "word " * 499]) == ()


def test_a_reason_names_what_weighs_most_and_what_would_change_it() -> None:
    lines = (
        "tied to c1 by 0.89 (joined from 0.50)",
        "words: 0.44 × +4.0 = +1.75",
        "one report: 1.00 × -0.7 = -0.74",
        "contained: 1.00 × +2.3 = +2.30",
        "without “contained” it would be 0.45 and stand apart",
    )
    assert because(lines) == (
        "Joined at 0.89: contained +2.30, words +1.75, one report -0.74; "
        "without “contained” it would be 0.45 and stand apart"
    )
    assert because(("alone: no other statement",)) == ""


def test_a_decision_reads_as_somebodys() -> None:
    act = Act(id="a", number=1, at="2031-03-03T18:20:00Z", who="Ada", kind="reject", about="alias",
              names=("Tavast", "Tavast Line"))  # fmt: skip
    assert decision(act) == "Rejected: that these names are of one party (Tavast and Tavast Line)."
    assert moment_words(act.at) == "3 March 2031, 18:20 UTC"
