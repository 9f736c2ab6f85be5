"""Which documents are versions of one report, in which order, and which counts."""

import pytest
from msgspec.structs import replace
from tests.build import document
from tests.mornings import ARRIVALS, REPORTS, report

from crosswire.model.change import Notice
from crosswire.model.document import Document, Published
from crosswire.stages.compare.notes import find_note, restamped, said_beside
from crosswire.stages.compare.versions import find_chains, stamp

LONG = " ".join(f"The {n}th sentence of the report tells of house number {n}." for n in range(20))


def chains(*documents: Document, **more) -> list[tuple[str, ...]]:
    return [c.documents for c in find_chains(documents, **more)]


def made(name: str, text: str = LONG, **fields) -> Document:
    return document(text, id=name, **fields)


def test_one_address_is_one_report_whatever_is_hung_on_it():
    one = made("a", url="https://www.tide.example/news/7?utm_campaign=x#top")
    two = made("b", "Something else was written there later.", url="http://tide.example/news/7/")
    (chain,) = find_chains([two, one], arrivals={"a": "1", "b": "2"})
    assert chain.documents == ("a", "b")
    assert chain.because == ("address",)


def test_another_page_of_the_site_is_another_report():
    one = made("a", "A short text.", url="https://tide.example/news?id=7")
    two = made("b", "A short text.", url="https://tide.example/news?id=8")
    assert chains(one, two) == [("a",), ("b",)]


def test_a_site_without_a_path_is_no_report():
    places = [made(n, f"Text number {n} of a page.", url="https://tide.example/") for n in "ab"]
    assert chains(*places) == [("a",), ("b",)]


def test_mostly_the_same_text_in_one_outlet_is_one_report():
    (chain,) = find_chains([report("post"), report("post2")], arrivals=ARRIVALS)
    assert chain.documents == ("post", "post2")
    bare = [replace(report(n), url=None) for n in ("post", "post2")]
    (chain,) = find_chains(bare, arrivals=ARRIVALS)
    assert chain.because == ("text",)
    assert 0.5 < chain.kept[0] < 1


def test_a_copy_in_another_outlet_is_no_version():
    assert chains(report("post"), report("copy")) == [("copy",), ("post",)]


def test_without_an_outlet_a_text_is_nobodys_version():
    assert chains(made("a"), made("b")) == [("a",), ("b",)]


def test_a_file_name_says_nothing():
    one = replace(made("a.txt", "First text of the file.", outlet="Tide"), id="a.txt")
    two = replace(made("b", "Second text, of other news.", outlet="Tide"), id="a.txt~2")
    assert chains(one, two) == [("a.txt",), ("a.txt~2",)]


def test_an_outlet_uses_a_paragraph_again():
    other = " ".join(f"Another matter, numbered {n}, filled the page." for n in range(30))
    shared = " ".join(LONG.split(". ")[:4])
    one = made("a", f"{shared} {LONG}", outlet="Tide", title="Fire in the old harbour")
    two = made("b", f"{shared} {other}", outlet="Tide", title="What to know about fires")
    assert chains(one, two) == [("a",), ("b",)]


def test_the_same_words_weeks_later_are_another_report():
    one = made("a", outlet="Tide", published_at="2031-03-01")
    two = made("b", outlet="Tide", published_at="2031-04-01")
    assert chains(one, two) == [("a",), ("b",)]


@pytest.mark.parametrize("first", ["a", "b"])
def test_the_later_time_comes_later_whichever_arrived_first(first):
    one = made("a", outlet="Tide", published_at="2031-03-01T09:00:00+02:00")
    two = made("b", outlet="Tide", published_at="2031-03-01T08:00:00Z")
    arrivals = {first: "1", "ab".replace(first, ""): "2"}
    assert chains(one, two, arrivals=arrivals) == [("a", "b")]


def test_where_times_are_silent_arrival_decides():
    two = [made(n, outlet="Tide", published_at="2031-03-01") for n in "ab"]
    assert chains(*two, arrivals={"a": "2", "b": "1"}) == [("b", "a")]


def test_an_items_versions_are_in_the_order_of_their_numbers():
    items = [
        replace(
            made(f"i~{n}", f"{LONG} And {n}.", outlet="Wire"),
            metadata={"guid": "urn:wire:1", "version": str(n)},
        )
        for n in (10, 9, 2)
    ]
    (chain,) = find_chains(items, arrivals={"i~9": "9"})
    assert chain.documents == ("i~2", "i~9", "i~10")
    assert set(chain.because) <= {"item", "text"}


def test_posts_of_a_live_blog_lead_to_one_page_and_are_many():
    posts = [
        replace(
            made(n, f"Post {n} says something of its own.", url="https://tide.example/live"),
            metadata={"guid": f"post-{n}", "feed": "Live"},
        )
        for n in "ab"
    ]
    assert chains(*posts) == [("a",), ("b",)]


def test_a_feeds_excerpt_never_takes_the_place_of_the_page():
    place = "https://tide.example/fire"
    page = made("page", url=place, published_at="2031-03-01T08:00:00Z")
    excerpt = replace(
        made("feed", LONG[:500], url=place, published_at="2031-03-01T08:00:00Z"),
        metadata={"feed": "Tide"},
    )
    arrivals = {"page": "1", "feed": "2"}
    assert chains(page, excerpt, arrivals=arrivals) == [("feed", "page")]


@pytest.mark.parametrize("order", [("a", "b", "c"), ("c", "b", "a"), ("b", "a", "c")])
def test_chains_are_a_function_of_the_set(order):
    texts = {"a": LONG, "b": f"{LONG} More.", "c": f"{LONG} More. And more."}
    documents = [made(n, texts[n], outlet="Tide") for n in order]
    assert chains(*documents) == [("a", "b", "c")]


# ---------------------------------------------------------------- what was taken back


def item(version: str | None = "1", at: str | None = None) -> Document:
    metadata = {"guid": "urn:wire:1"} | ({"version": version} if version else {})
    return replace(
        made("urn:wire:1", outlet="Wire"),
        metadata=metadata,
        published_at=Published(value=at, precision="second" if at else "none"),
    )


@pytest.mark.parametrize(
    ("notice", "version", "at", "held"),
    [
        (Notice(item="urn:wire:1", reason="killed"), "1", None, True),
        (Notice(item="urn:wire:1", reason="killed", version="2"), "1", None, True),
        (Notice(item="urn:wire:1", reason="killed", version="2"), "2", None, True),
        (Notice(item="urn:wire:1", reason="killed", version="2"), "3", None, False),
        (Notice(item="urn:wire:1", reason="killed", at="2031-03-01T09:00:00Z"), None,
         "2031-03-01T08:00:00Z", True),
        (Notice(item="urn:wire:1", reason="killed", at="2031-03-01T09:00:00Z"), None,
         "2031-03-01T10:00:00Z", False),
        (Notice(item="urn:wire:2", reason="killed"), "1", None, False),
    ],
)  # fmt: skip
def test_a_kill_takes_back_what_came_before_it(notice, version, at, held):
    (chain,) = find_chains([item(version, at)], notices=[notice])
    assert chain.withdrawn == ("killed" if held else None)


def test_a_killed_report_does_not_fall_back_on_an_earlier_version():
    older = replace(item("1"), id="urn:wire:1")
    newer = replace(item("2"), id="urn:wire:1~2", text=f"{LONG} Worse.")
    (chain,) = find_chains(
        [older, newer], notices=[Notice(item="urn:wire:1", reason="killed", version="3")]
    )
    assert chain.documents[-1] == "urn:wire:1~2"
    assert chain.withdrawn == "killed"


# ---------------------------------------------------------------- did anybody say so


@pytest.mark.parametrize(
    "note",
    [
        "Correction: the number of houses was wrong in an earlier version.",
        "This article was amended on 3 March 2031 to correct a name.",
        "UPDATE 2-Houses counted anew",
        "(Corrects spelling of the mayor's name in paragraph 3)",
        "Editor's note: an earlier headline misstated the day.",
        "This story has been updated with a comment by the council.",
        "Updated at 14:20 with more houses",
        "An earlier version of this report gave the wrong street.",
    ],
)
def test_notes_of_change(note):
    found = find_note(made("a"), made("b", f"{LONG}\n\n{note}"))
    assert found is not None
    assert found.text == note
    assert find_note(made("b", f"{LONG}\n\n{note}"), made("c", f"{LONG} x\n\n{note}")) is None


@pytest.mark.parametrize(
    "line",
    [
        "The council updated its plan for the harbour.",
        "She said the market correction was overdue and that shares would fall.",
        "The story of the house was changed by the war.",
        "Officials revised the number of houses to 30.",
    ],
)
def test_news_of_changes_is_no_note(line):
    assert find_note(made("a"), made("b", f"{LONG}\n\n{line}")) is None


def test_an_agencys_own_note_and_number():
    one, two = (
        item("1"),
        replace(item("2"), metadata={**item("2").metadata, "ednote": "CORRECTS age"}),
    )
    assert said_beside(one, two) == "CORRECTS age"
    assert said_beside(two, two) is None
    assert restamped(one, two)
    assert not restamped(two, one)


def test_a_time_in_the_metadata_is_a_stamp():
    document = replace(
        made("a", published_at="2031-03-01"), metadata={"updated": "2031-03-01T12:00:00Z"}
    )
    assert stamp(document) == "2031-03-01T12:00:00Z"
    assert stamp(made("a")) is None


def test_hostile_texts_take_no_longer_than_they_are_long():
    many = [made(f"d{n}", "a b c d e " * 4000 + str(n), outlet="Tide") for n in range(30)]
    assert len(find_chains(many)) >= 1
    assert REPORTS
