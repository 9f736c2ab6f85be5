"""Publication times: value, precision and where each is known from."""

import pytest

from crosswire.stages.acquire.blocks import find_blocks
from crosswire.stages.acquire.published import day_hint, from_metadata, from_text, from_url


@pytest.mark.parametrize(
    ("given", "value", "precision"),
    [
        ("2019-05-06", "2019-05-06", "day"),
        ("2019-05-06T00:00:00", "2019-05-06", "day"),
        ("2019-05-06T10:30:00+02:00", "2019-05-06T10:30:00+02:00", "second"),
        ("2019-05-06 10:30", "2019-05-06T10:30", "minute"),
        ("2019-05-06T10:30Z", "2019-05-06T10:30+00:00", "minute"),
        ("2019-05", "2019-05", "month"),
        ("2019", "2019", "year"),
        ("20190506", "2019-05-06", "day"),
        ("Mon, 06 May 2019 10:00:00 GMT", "2019-05-06T10:00+00:00", "minute"),
        ("6 May 2019", "2019-05-06", "day"),
        (1557138600, "2019-05-06T10:30:00+00:00", "second"),
        ("06/05/2019", None, "none"),
        ("2019-02-30", None, "none"),
        ("yesterday", None, "none"),
        (None, None, "none"),
        ({"a": 1}, None, "none"),
    ],
)
def test_metadata(given: object, value: str | None, precision: str) -> None:
    found = from_metadata(given)
    assert (found.value, found.precision) == (value, precision)
    assert found.known_from == ("metadata" if value else "none")


@pytest.mark.parametrize(
    ("line", "value", "precision"),
    [
        ("Updated on May 3, 2019 5:35 a.m. E.T.", "2019-05-03T05:35-04:00", "minute"),
        ("Updated Dec. 3, 2019 5:35 p.m. ET", "2019-12-03T17:35-05:00", "minute"),
        ("Published 12:01 GMT, 3 January 2022", "2022-01-03T12:01+00:00", "minute"),
        ("3 January 2022, 12:01", "2022-01-03T12:01", "minute"),
        ("May 3, 2019", "2019-05-03", "day"),
        ("9:05 p.m.", None, "none"),
    ],
)
def test_line_in_the_text(line: str, value: str | None, precision: str) -> None:
    text = f"Bridge opens again\n\n{line}\n\nThe bridge was opened on Friday, the port authority said.\n"
    found = from_text(text, find_blocks(text))
    assert (found.value, found.precision) == (value, precision)
    if found.evidence:
        assert text[found.evidence.start : found.evidence.end] == found.evidence.text


def test_address() -> None:
    assert from_url("https://example.org/2019/05/06/bridge").value == "2019-05-06"
    assert from_url("https://example.org/a/2019-05/06/c_1.htm").value == "2019-05-06"
    assert from_url("https://example.org/2019/99/bridge").value is None


def test_weekday_and_day_alone_are_a_hint_only() -> None:
    text = "He was called in this Monday (6) to explain."
    hint = day_hint(text)
    assert hint == {"weekday": "Monday", "day": 6, "start": 22, "end": 32}
    assert text[22:32] == "Monday (6)"
    assert day_hint("Monday (the day of the vote)") is None
