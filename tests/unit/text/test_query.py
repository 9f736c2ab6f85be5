"""A query, typed in any way, gives its conditions."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosswire.errors import UsageError
from crosswire.text.query import FIELDS, parse_query


def shown(query: str) -> list[tuple[object, ...]]:
    return [(c.kind, c.text, c.low, c.high, c.strict) for c in parse_query(query)]


def day(text: str) -> float:
    return float(date.fromisoformat(text).toordinal())


def test_all_kinds_in_one_query() -> None:
    query = 'speaker:"Odo Brandt" killed > 50 after:2024-10-01 "harbour wall" outlet:AFP crack*'
    assert shown(query) == [
        ("speaker", "Odo Brandt", None, None, False),
        ("figure", "killed", 50.0, None, True),
        ("published", "after:2024-10-01", day("2024-10-01"), None, False),
        ("phrase", "harbour wall", None, None, False),
        ("outlet", "AFP", None, None, False),
        ("words", "crack*", None, None, False),
    ]


@pytest.mark.parametrize(
    ("query", "low", "high", "strict"),
    [
        ("killed>50", 50, None, True),
        ("killed >= 1,500", 1500, None, False),
        ("killed ≥ 1.5k", 1500, None, False),
        ("killed<=2 million", None, 2e6, False),
        ("killed < 3bn", None, 3e9, True),
        ("killed = 12", 12, 12, False),
        ("killed 10..50", 10, 50, False),
    ],
)
def test_numbers(query: str, low: float | None, high: float | None, strict: bool) -> None:
    assert shown(query) == [("figure", "killed", low, high, strict)]


def test_a_figure_of_anything_and_of_a_phrase() -> None:
    assert shown("> 50") == [("figure", "", 50.0, None, True)]
    assert shown("“northern troops” > 10") == [("figure", "northern troops", 10.0, None, True)]


@pytest.mark.parametrize(
    ("query", "low", "high"),
    [
        ("on:2024-10", day("2024-10-01"), day("2024-10-31")),
        ("before:2024", None, day("2023-12-31")),
        ("after:2024-02", day("2024-02-01"), None),
        ("date:2024-02..2024-03-05", day("2024-02-01"), day("2024-03-05")),
    ],
)
def test_dates(query: str, low: float | None, high: float | None) -> None:
    assert shown(query)[0][2:4] == (low, high)


def test_minus_excludes_one_term_and_a_hyphen_does_not() -> None:
    excluded = [
        (c.text, c.excluded) for c in parse_query('-ferry well-known -"two words" -outlet:X')
    ]
    assert excluded == [("ferry", True), ("well-known", False), ("two words", True), ("X", True)]


def test_addresses_and_hours_are_words() -> None:
    assert shown("https://a.invalid/x 10:30") == [
        ("words", "https://a.invalid/x", None, None, False),
        ("words", "10:30", None, None, False),
    ]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("speeker:Kim", "no field 'speeker'"),
        ("killed >", "needs a number"),
        ("killed > many", "needs a number"),
        ("after:yesterday", "no date"),
        ("on:2024-13-01", "no date"),
        ("speaker:>5", "needs a value"),
        ("x" * 2000, "at most"),
    ],
)
def test_what_cannot_be_read_is_said(query: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        parse_query(query)


@given(st.text(alphabet='abk: "“”<>=-.,0123456789*', max_size=60))
def test_any_text_is_conditions_or_a_usage_error(query: str) -> None:
    try:
        found = parse_query(query)
    except UsageError:
        return
    assert all(c.text.strip() or c.kind in ("figure", *FIELDS) for c in found)
