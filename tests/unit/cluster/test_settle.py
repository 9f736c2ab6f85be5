import random

import pytest
from msgspec.structs import replace
from tests.unit.cluster.reports import ANNOUNCEMENT, FERRY, FOLLOWED, QUAKES, SUMMONS, report

from crosswire.stages.cluster.pairs import pair
from crosswire.stages.cluster.settle import cluster
from crosswire.stages.cluster.sketch import WEEKDAY_WORDS, sketch


def groups(documents):
    return {frozenset(story.documents) for story in cluster(documents)}


def ids(documents):
    return frozenset(document.id for document in documents)


def test_reports_of_one_event_are_one_story_though_one_has_no_date():
    assert groups(FERRY) == {ids(FERRY)}


def test_two_events_in_one_pile_are_two_stories():
    assert groups([*FERRY, QUAKES[0]]) == {ids(FERRY), ids(QUAKES[:1])}


def test_one_template_with_other_names_and_numbers_stays_apart():
    assert len(groups(QUAKES)) == 2


def test_an_earlier_event_of_the_saga_does_not_join():
    assert groups([*SUMMONS, ANNOUNCEMENT]) == {ids(SUMMONS), ids([ANNOUNCEMENT])}


def test_a_follow_up_of_three_weeks_later_joins_though_there_is_no_other_report():
    assert groups(FOLLOWED) == {ids(FOLLOWED)}


def test_stories_in_one_pile_are_told_apart_whatever_their_closeness():
    pile = [*FERRY, *SUMMONS, ANNOUNCEMENT, *QUAKES, *FOLLOWED]
    expected = {ids(FERRY), ids(SUMMONS), ids(FOLLOWED), ids([ANNOUNCEMENT])}
    assert groups(pile) == expected | {ids([quake]) for quake in QUAKES}


def test_a_story_is_named_after_its_earliest_report_and_lists_reports_by_time():
    (story,) = cluster(reversed(FERRY))
    assert story.documents == ("ferry-1", "ferry-2", "ferry-3")
    assert story.id == cluster(FERRY[:1])[0].id


def test_order_of_arrival_changes_nothing():
    pile = [*FERRY, *QUAKES]
    expected = cluster(pile)
    for seed in range(5):
        random.Random(seed).shuffle(pile)
        assert cluster(pile) == expected


def test_a_document_given_twice_counts_once():
    assert cluster([*FERRY, *FERRY]) == cluster(FERRY)


def test_a_promo_for_another_story_draws_nothing_in():
    promo = report(
        "other",
        "Council of Marvale votes to close two schools",
        "The council of Marvale voted on Sunday to close two village schools for lack of pupils.",
        FERRY[0].text,
        kinds="hbp",
    )
    assert groups([*FERRY, promo]) == {ids(FERRY), frozenset({"other"})}


def test_a_copy_cut_from_below_joins_its_original_though_it_comes_late():
    original = FERRY[0]
    copy = report("copy", "Ship drama", *original.text.split("\n")[1:], day="2031-04-30")
    long_original = replace(
        report(
            "long",
            *original.text.split("\n"),
            *(
                f"Line {word} stands alone here, he said."
                for word in "alpha beta gamma delta epsilon zeta eta theta iota kappa".split()
            ),
            day="2031-03-03",
        )
    )
    (story,) = cluster([copy, long_original])
    (member,) = [member for member in story.members if member.document == "copy"]
    assert member.nearest == "long"
    assert member.score >= 0.5


def test_reasons_add_up_to_the_score():
    (story,) = cluster(FERRY)
    for member in story.members:
        assert member.nearest in ids(FERRY) - {member.document}
        total = sum(reason.value * reason.weight for reason in member.reasons)
        assert total == pytest.approx(member.score, abs=1e-4)
        assert total > 0


def test_a_lone_report_is_a_story_without_reasons():
    (story,) = cluster(FERRY[:1])
    assert story.members[0].nearest is None
    assert story.members[0].reasons == ()


@pytest.mark.parametrize(
    "text", ["", "\x00\x00", "🙂🙂🙂", "\ud800 broken", "ا ب ت", "word " * 20000]
)
def test_any_text_is_a_story_of_its_own(text):
    odd = report("odd", text)
    assert groups([odd, *FERRY]) == {frozenset({"odd"}), ids(FERRY)}


def test_nothing_gives_no_story():
    assert cluster([]) == ()


def bill(name, day, *lines):
    return report(name, *(line.format(day=day) for line in lines))


VOTE = (
    "Norland assembly votes on harbour bill",
    "The assembly of Norland voted on {day} on the harbour bill of minister Ulla Brandvik, deputies said.",
)


def test_a_weekday_named_in_both_speaks_for_one_story_and_another_in_each_against():
    def likeness(*days):
        texts = [bill(f"r{i}", day, *VOTE, f"Reporter {i} wrote.") for i, day in enumerate(days)]
        return pair(*texts)

    same, none, other = (likeness("Monday", d) for d in ("Monday", "Tarvos", "Friday"))
    assert same.likeness > none.likeness > other.likeness
    assert "a weekday shared" in {reason.feature for reason in same.reasons}
    assert "no weekday shared" in {reason.feature for reason in other.reasons}
    for found in (same, none, other):
        total = sum(reason.value * reason.weight for reason in found.reasons)
        assert total == pytest.approx(found.likeness, abs=1e-3)


@pytest.mark.parametrize(
    ("line", "bits"),
    [("On Monday", 1), ("SUNDAY's vote", 64), ("Friday’s and tuesday", 18), ("Mon", 0)],
)
def test_weekdays_are_read_however_written(line, bits):
    assert sketch(report("r", line)).weekdays == bits


def test_weekdays_far_down_are_background():
    assert sketch(report("r", "Head", "word " * WEEKDAY_WORDS + "on Monday")).weekdays == 0
