"""Laws of the time layer: any string is accepted, every span is exact, the work grows with the text alone."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosswire.model.annotation import Parse, Time
from crosswire.model.document import Block, Document, Published
from crosswire.stages.annotate.times import find_times
from crosswire.stages.annotate.tree import Tree

WORDS = (
    "last this next the early late mid - Monday Friday, May June Oct. 8 13th 2023 1990s '80s a two "
    "twenty hundred few years day week quarter century ago later before after every per once daily "
    "12:10 p.m. 5am UTC noon ( ) of and to night morning New Year's Eve 1,500 recent now the past "
    "99999999999 second half 2 1/2 31/02/2024 2024-02-30 İ ’s \n\n "
    "year-ago period same Sundays weekdays from 10.30 first third quarters ended one will"
).split(" ")


UNITS = [
    "the quarter ",
    "third-quarter a year earlier ",
    "last Monday ",
    "the end of the ",
    "10:",
    "twenty ",
    "May ",
    "80s and ",
    "'",
    "1,000,",
]


def read(text: str, published: str | None = "2024-10-21", **metadata: str) -> tuple[Time, ...]:
    """Read a text of which no parse is known."""
    document = Document(
        id="d",
        sha256="",
        text=text,
        blocks=(Block(start=0, end=len(text), kind="body"),) if text else (),
        published_at=Published(value=published, precision="day"),
        metadata=dict(metadata),
    )
    parse = Parse(
        starts=[], ends=[], words=[], lemmas=[], tags=[], pos=[], deps=[], heads=[],
        sentences=[], names=[],
    )  # fmt: skip
    return find_times(document, Tree(parse, text))


def assert_exact(text: str, found: tuple[Time, ...]) -> None:
    at = 0
    for each in found:
        assert at <= each.start < each.end
        assert text[each.start : each.end] == each.text
        at = each.end


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_string_is_read(text: str) -> None:
    assert_exact(text, read(text))


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(WORDS), max_size=25),
    st.sampled_from(["2024-10-21", "1000-01-01", "3000-12-31"]),
)
def test_any_mixture_of_time_words_is_read(words: list[str], published: str) -> None:
    text = " ".join(words)
    assert_exact(text, read(text, published))


@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=25))
def test_without_an_anchor_nothing_is_counted_from_one(words: list[str]) -> None:
    for each in read(" ".join(words), None):
        assert each.anchor is None or not each.anchor.startswith(("published", "story"))


@pytest.mark.parametrize("unit", UNITS)
def test_time_grows_with_the_text(unit: str) -> None:
    def seconds(size: int) -> float:
        text = (unit * (size // len(unit) + 1))[:size]
        begun = time.process_time()
        read(text)
        return time.process_time() - begun

    seconds(1000)
    assert seconds(80_000) < 10 * seconds(20_000) + 0.5


def test_day_lent_by_the_story_is_named_as_such() -> None:
    (found,) = read("It closed yesterday.", None, story_date="2024-10-21")
    assert found.value == "2024-10-20"
    assert found.anchor == "story 2024-10-21"


@pytest.mark.parametrize("published", ["", "soon", "2024-13-45", "0001-01-01", "9999-12-31", "21"])
def test_odd_publication_dates_anchor_nothing(published: str) -> None:
    (found,) = read("It closed yesterday.", published)
    assert found.value is None
