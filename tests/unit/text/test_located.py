"""What annotations can be found by."""

from collections.abc import Callable

import pytest

from crosswire.model.annotation import Annotations, Figure
from crosswire.text.located import count_key, days_of, located, name_key, numbers


def test_keys_are_plain_words_once_each() -> None:
    assert name_key("José Nuñez", "Gov. Nuñez") == " jose nunez gov "
    assert count_key("people killed, who died") == count_key("people died who")


def test_more_than_is_above_and_at_most_is_not_below() -> None:
    more = Figure(start=0, end=2, text="more than 50", low=50, change=">")
    low, high = numbers(more)
    assert low == 50 and high is not None and 50 < high < 50.001  # noqa: PT018
    assert numbers(Figure(start=0, end=2, text="up to 60", high=60, change="<"))[1] == 60
    assert numbers(Figure(start=0, end=2, text="10 to 20", low=10, high=20)) == (10, 20)
    assert numbers(Figure(start=0, end=2, text="many")) == (None, None)


@pytest.mark.parametrize(
    "value", ["", "P3D", "PRESENT_REF", "2024-13", "2024-W42", "2024-02-30", "0000"]
)
def test_what_names_no_day(value: str) -> None:
    assert days_of(value) is None


def test_a_month_spans_its_days_and_an_hour_its_day() -> None:
    first, last = days_of("2024-02") or (0, 0)
    assert last - first == 28
    assert days_of("2024-02-10T18:20") == days_of("2024-02-10")


def test_speakers_figures_names_and_dates(annotate_text: Callable[..., Annotations]) -> None:
    text = (
        "Harbour master Odo Brandt said on Monday that at least 52 people had died in Tessport.\n\n"
        "He said the wall was old."
    )
    found = list(located(annotate_text(text, published_at="2025-03-12T08:00:00Z")))
    speakers = [f for f in found if f.kind == "speaker"]
    assert any("brandt" in f.key for f in speakers)
    toll = next(f for f in found if f.kind == "figure")
    assert count_key("killed").strip() in toll.key.split()
    assert toll.low == 52
    assert any(f.start <= toll.start and toll.end <= f.end for f in speakers)
    assert any(f.kind == "date" for f in found)
    assert all(text[f.start : f.end].strip() for f in found)
