"""Live pages and round-ups are told from reports of one event."""

import pytest
from tests.unit.cluster.reports import FERRY, report

from crosswire.stages.cluster.kinds import kind_of
from crosswire.stages.cluster.settle import cluster


@pytest.mark.parametrize(
    ("headline", "kind"),
    [
        ("Ferry aground off Lindmar: live updates", "live"),
        ("LIVE: Norland votes", "live"),
        ("Norland’s storm – as it happened", "live"),
        ("Morning briefing: a ferry, a fire and a vote", "round-up"),
        ("Norland news in brief", "round-up"),
        ("Ferry runs aground off Lindmar", "event"),
        ("How Lindmar's rescuers live", "event"),
        ("Envoy gives a briefing on Tessaly", "event"),
        ("", "event"),
    ],
)
def test_headlines(headline, kind):
    assert kind_of(report("x", headline, "Something happened in Lindmar.")) == kind


def test_entries_opened_by_clock_times_make_a_live_page():
    entries = [
        f"1{hour}:4{hour} Lifeboats reach the ferry, and {hour} are off." for hour in range(5)
    ]
    assert kind_of(report("x", "Ferry aground", *entries)) == "live"
    assert kind_of(report("x", "Ferry aground", *entries[:4])) == "event"


def test_a_round_up_joins_no_story_and_ties_no_two():
    words = [document.text.split("\n")[1] for document in FERRY]
    digest = report("digest", "Norland news in brief", *words, day="2031-03-04")
    stories = {story.documents: story for story in cluster([*FERRY, digest])}
    assert stories[("digest",)].kind == "round-up"
    assert len(stories) == 2


def test_a_live_page_stands_in_its_story_and_is_marked():
    page = report(
        "page", "Ferry aground: live updates", *FERRY[0].text.split("\n")[1:], day="2031-03-03"
    )
    (story,) = cluster([*FERRY, page])
    assert {m.document: m.kind for m in story.members}["page"] == "live"
    assert story.kind == "event"
