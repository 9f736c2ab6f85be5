"""Weighing, direction, places and slips of the pen, on reports built by hand."""

import pytest

from crosswire.model.annotation import Annotations, Sentence
from crosswire.model.document import Block, Document, Published
from crosswire.stages.reconcile.copies import Shared, find_copies
from crosswire.stages.reconcile.copies_direction import depths, direction
from crosswire.stages.reconcile.copies_shared import meant
from crosswire.stages.reconcile.copies_weighing import near, spelt_alike

PASSAGE = (
    "Divers lifted a rusted anchor from the harbor basin, and schoolchildren chalked its outline on the"
    " pavement while a retired welder explained how such chains were forged"
)


def report(name, *paragraphs, **fields):
    text = "\n\n".join(paragraphs)
    blocks, at = [], 0
    for paragraph in paragraphs:
        blocks.append(Block(start=at, end=at + len(paragraph), kind="body"))
        at += len(paragraph) + 2
    return Document(id=name, sha256=name, text=text, blocks=tuple(blocks), **fields)


def edges(*documents):
    layers = {
        d.id: Annotations(
            id=d.id,
            sha256=d.sha256,
            text=d.text,
            blocks=d.blocks,
            sentences=tuple(
                Sentence(start=b.start, end=b.end, block=n) for n, b in enumerate(d.blocks)
            ),
        )
        for d in documents
    }
    return find_copies(documents, layers)


def at(value):
    return Published(value=value, precision="minute")


def test_a_copied_passage_is_shown_on_both_sides_and_says_why():
    one = report(
        "a", f"{PASSAGE}.", "Nobody was hurt.", published_at=at("2031-05-01T08:00:00+00:00")
    )
    two = report(
        "b",
        "Our own crew saw rain all day and little else, for the ferry was late and cold.",
        f"{PASSAGE}.",
        published_at=at("2031-05-01T09:00:00+00:00"),
    )
    copies, (edge,) = edges(one, two)
    assert (edge.from_, edge.to, edge.kind, edge.stated) == ("b", "a", "republishes", False)
    assert [e.document for e in edge.evidence] == ["b", "a"]
    assert {e.text for e in edge.evidence} == {PASSAGE}
    assert any("it would be no copy below" in line for line in edge.explain)
    assert any("published first" in line for line in edge.explain)
    start = two.text.find("schoolchildren")
    assert copies.source("b", start, start + 40) == "a"
    assert copies.source("b", 0, 70) == "b"
    ((other, first, last),) = copies.places("b", start, start + 14)
    assert (other, one.text[first:last]) == ("a", "schoolchildren")


def test_what_both_quote_is_an_utterance_and_no_copy():
    said = "“We shall sweep every stone of this basin until the last chain is found,” she said."
    _, found = edges(report("a", f"Rain fell. {said}"), report("b", f"A band played. {said}"))
    assert [e.kind for e in found] == ["shares-utterance"]


@pytest.mark.parametrize(
    "sentence",
    [
        "The company could not immediately be reached for comment.",
        "Under Section 9 of the Harbor Code a master shall keep a proper lookout in fog at all times and"
        " answer for every anchor that is lost in the fairway.",
    ],
)
def test_formulas_and_laws_are_nobodys(sentence):
    _, found = edges(
        report("a", f"Rain fell. {sentence}"), report("b", f"A band played. {sentence}")
    )
    assert found == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "Officials cautioned that the death toll could rise as rescue teams reached remote areas.",
        "Authorities urged residents to stay indoors and keep their windows closed until further notice.",
        "Shares of the company fell sharply in early trading before recovering some of their losses on Monday.",
    ],
)
def test_what_any_report_might_say_is_no_copy_though_no_list_has_it(sentence):
    _, found = edges(
        report("a", f"Rain fell. {sentence}"), report("b", f"A band played. {sentence}")
    )
    assert found == ()


def test_between_copies_short_sentences_laws_and_quotations_are_copied_too():
    rest = "The quay was wet. Under Section 9 a master shall keep a lookout. “We swept all of it,” she said."
    one = report("a", f"{PASSAGE}.", rest, published_at=at("2031-05-01T08:00:00+00:00"))
    two = report("b", f"{PASSAGE}.", rest, published_at=at("2031-05-01T09:00:00+00:00"))
    other = "A band played until the rain came, and nobody under the awnings minded that at all."
    three = report("c", f"{PASSAGE}.", other, rest, published_at=at("2031-05-01T10:00:00+00:00"))
    copies, _ = edges(one, two, three)
    for name, text in (("b", two.text), ("c", three.text)):
        for words in ("Under Section 9", "she said"):
            start = text.find(words)
            assert copies.places(name, start, start + len(words)), (name, words)
    assert not copies.places("c", three.text.find("A band"), three.text.find("until"))


def test_a_pattern_filled_anew_is_no_copy():
    day = "The index of fishing shares closed {} points higher on {}, led by net makers with a gain of {} crowns."
    _, found = edges(
        report("a", day.format(41, "Monday", 17)), report("b", day.format(28, "Tuesday", 63))
    )
    assert found == ()


def test_a_later_version_of_an_outlet_is_an_update():
    early, late = at("2031-05-01T08:00:00+00:00"), at("2031-05-01T11:00:00+00:00")
    one = report(
        "a",
        f"{PASSAGE}, 214 links in all.",
        "Two were hurt.",
        outlet="Bay Wire",
        published_at=early,
    )
    two = report(
        "b",
        f"{PASSAGE}, 214 links in all.",
        "Five were hurt, and the pier is closed until the storm has passed.",
        outlet="Bay Wire",
        published_at=late,
    )
    _, (edge,) = edges(one, two)
    assert (edge.from_, edge.to, edge.kind) == ("b", "a", "updates")


def test_a_credit_states_the_direction_against_the_clock():
    one = report(
        "a", "x", outlet="Bay Wire", agency="Bay Wire", published_at=at("2031-05-01T09:00:00+00:00")
    )
    two = report(
        "b",
        "By Bay Wire",
        outlet="Post",
        agency="Bay Wire",
        published_at=at("2031-05-01T08:00:00+00:00"),
    )
    found = direction(two, one, (10, 10))
    assert (found.copy.id, found.original.id, found.stated) == ("b", "a", True)
    assert found.credit is not None
    assert found.credit.text == "Bay Wire"
    assert any(line.startswith("against it") for line in found.because)


def test_times_of_other_zones_are_compared_as_one_clock():
    one = report("a", "x", published_at=at("2031-05-01T09:00:00+02:00"))
    two = report("b", "x", published_at=at("2031-05-01T08:30:00+00:00"))
    assert direction(one, two, (1, 1)).original.id == "a"


def test_depth_counts_copies_and_ends_in_circles():
    assert depths(["a", "b", "c"], {"c": ["b"], "b": ["a"]}) == {"a": 0, "b": 1, "c": 2}
    assert set(depths(["a", "b"], {"a": ["b"], "b": ["a"]})) == {"a", "b"}


def test_places_follow_edits():
    shared = Shared(
        document="b",
        start=0,
        end=100,
        other="a",
        other_start=50,
        other_end=140,
        edits=((20, 40, 70, 80),),
    )
    assert shared.place(0, 10) == (50, 60)
    assert shared.place(40, 60) == (80, 100)
    assert shared.place(25, 30)[0] == 70


def test_rounded_numbers_and_respelled_names_are_the_same():
    assert near(1487, 1500)
    assert not near(62, 66)
    assert spelt_alike("nowotny", "novotny")
    assert not spelt_alike("tuesday", "monday")


def test_a_shared_slip_of_the_pen_is_found():
    assert "govern" in {w[:6] for w in meant("goverment")}
    _, found = edges(
        report("a", "The goverment fell."),
        report("b", "It was said the goverment would stay."),
        report("c", "The government met."),
    )
    assert [(e.kind, e.from_, e.to) for e in found] == [("shares-error", "b", "a")]
