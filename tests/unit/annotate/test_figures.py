"""Figures without the parser: number words, bounds, hostile text. Parses are built by hand."""

import re
import time

import pytest

from crosswire.model.annotation import Figure, Parse, SentenceTokens, Time
from crosswire.model.document import Document
from crosswire.stages.annotate.figure_numbers import lexemes, read_number
from crosswire.stages.annotate.figure_units import read_unit
from crosswire.stages.annotate.figures import find_figures
from crosswire.stages.annotate.tree import Tree

NOUN_TAGS = {True: "NNS", False: "NN"}


def figures(text: str, times: tuple[Time, ...] = ()) -> tuple[Figure, ...]:
    """Read `text` as one sentence whose every word is a noun: enough for what needs no syntax."""
    tokens = list(re.finditer(r"\w+|[^\w\s]", text))
    words = [match.group() for match in tokens]
    parse = Parse(
        starts=[match.start() for match in tokens],
        ends=[match.end() for match in tokens],
        words=words,
        lemmas=[word.lower() for word in words],
        tags=[NOUN_TAGS[word.endswith("s")] for word in words],
        pos=["NOUN" if word.isalpha() else "NUM" for word in words],
        deps=["dep"] * len(words),
        heads=[0] * len(words),
        sentences=[SentenceTokens(first=0, last=len(words), start=0, end=len(text), block=0)],
        names=[],
    )
    return find_figures(Document(id="d", sha256="0", text=text), Tree(parse, text), times)


def number(text: str) -> tuple[float | None, float | None, float | None] | None:
    """Return value, low and high of the number that `text` begins with and ends with."""
    lex = lexemes(text, 0, len(text), [0], 0)
    found = read_number(lex, 0)
    if found is None or found.last != len(lex):
        return None
    return found.value, found.low, found.high


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("seven", 7),
        ("twenty-one", 21),
        ("one hundred and five", 105),
        ("two thousand three hundred", 2300),
        ("four hundred million", 400_000_000),
        ("three hundred thousand", 300_000),
        ("1,307,000", 1_307_000),
        ("2.5 million", 2_500_000),
        ("4 hundred thousand", 400_000),
        (".75", 0.75),
        ("a dozen", 12),
        ("half a dozen", 6),
        ("half a million", 500_000),
        ("two and a half million", 2_500_000),
        ("1/16", 0.0625),
        ("2½", 2.5),
        ("three-quarters", 0.75),
        ("one out of four", 0.25),
        ("3×10^4", 30_000),
    ],
)
def test_number_expressions(words: str, value: float) -> None:
    found = number(words)
    assert found is not None
    assert found[0] == pytest.approx(value)


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("dozens", 24, 99),
        ("hundreds", 200, 999),
        ("tens of thousands", 20_000, 99_000),
        ("hundreds of millions", 2e8, 9.99e8),
        ("several hundred", 200, 900),
    ],
)
def test_orders_of_magnitude_have_bounds_and_no_value(words: str, low: float, high: float) -> None:
    assert number(words) == (None, low, high)


@pytest.mark.parametrize(
    "words", ["two three", "hundred", "second", "a few", "tens", "9/11", "1" * 30]
)
def test_no_number_expression(words: str) -> None:
    assert number(words) is None


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("per cent", "percentage"),
        ("KM", "kilometre"),
        ("sq ft", "square foot"),
        ("Canadian dollars", "canadian dollar"),
        ("YEN", "yen"),
        ("-year-old", "year of age"),
        ("degrees Celsius", "celsius"),
    ],
)
def test_unit_forms(words: str, unit: str) -> None:
    text = f"5 {words}" if words[0] != "-" else f"5{words}"
    lex = lexemes(text, 0, len(text), [0], 0)
    found = read_unit(lex, 1, digits=True)
    assert found is not None
    assert (found.name, found.last) == (unit, len(lex))


def test_a_number_inside_a_date_is_no_figure_and_a_length_of_time_is() -> None:
    text = "then 12 of them met nine days later"
    assert [f.text for f in figures(text)] == ["12 of them", "nine days"]
    dated = (
        Time(start=5, end=7, text="12"),
        Time(start=20, end=len(text), text="nine days later"),
    )
    assert [f.text for f in figures(text, dated)] == ["nine days"]


def test_bounds_come_from_words_only() -> None:
    (more, most) = figures("more than 50 kg and at most 60 kg")
    assert (more.value, more.low, more.high, more.change) == (50, 50, None, ">")
    assert (most.value, most.low, most.high, most.change) == (60, None, 60, "<")


def test_spans_are_literal_and_in_order() -> None:
    text = "From 3 to 5 kg, €3m, two-thirds of boats; 12 killed, 7\u00a0000 tonnes"
    found = figures(text)
    assert [f.start for f in found] == sorted(f.start for f in found)
    assert all(text[f.start : f.end] == f.text for f in found)
    assert found[-1].value == 7000


@pytest.mark.parametrize(
    "unit",
    [
        "12 people of them ",
        "million ",
        "1-",
        "1,111,",
        "5 to ",
        "tens of thousands of ",
        "1 A",
        "x@1 ",
        "up 5% or ",
    ],
)
def test_time_grows_with_length_alone(unit: str) -> None:
    def seconds(size: int) -> float:
        text = (unit * (size // len(unit) + 1))[:size]
        started = time.process_time()
        figures(text)
        return time.process_time() - started

    seconds(1000)
    small = max(seconds(2000), 0.002)
    assert seconds(20_000) < 40 * small, "ten times the text took over forty times as long"


def test_a_very_long_document_is_read() -> None:
    text = "word " * 20_000 + "12 people " + "1" * 40_000 + " " + "a" * 50_000
    assert len(text) > 190_000
    assert [f.text for f in figures(text)] == ["12 people"]


@pytest.mark.parametrize(
    "text",
    ["1", "-1", "$", "$ 1", "of 1 of", "no", "1 of", "a", "half", "\u0301 5\u0301", "٣٤ men"],
)
def test_any_string_is_accepted(text: str) -> None:
    for figure in figures(text):
        assert text[figure.start : figure.end] == figure.text
