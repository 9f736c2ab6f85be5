"""Calendar arithmetic that golden cases would only show by chance."""

from datetime import date

import pytest

from crosswire.stages.annotate.time_calendar import (
    day_near,
    duration,
    holiday_in,
    month_near,
    period,
    shift,
    weekday_near,
    zone_suffix,
)

MONDAY = date(2024, 10, 21)


@pytest.mark.parametrize(
    ("weekday", "way", "strict", "day"),
    [
        (1, -1, False, date(2024, 10, 21)),
        (1, -1, True, date(2024, 10, 14)),
        (1, 1, True, date(2024, 10, 28)),
        (5, -1, False, date(2024, 10, 18)),
        (5, 1, False, date(2024, 10, 25)),
        (7, -1, True, date(2024, 10, 20)),
    ],
)
def test_weekday_near(weekday: int, way: int, strict: bool, day: date) -> None:
    assert weekday_near(MONDAY, weekday, way, strict=strict) == day


@pytest.mark.parametrize(
    ("unit", "value"),
    [
        ("week", "2020-W53"),
        ("weekend", "2020-W53-WE"),
        ("month", "2021-01"),
        ("quarter", "2021-Q1"),
        ("year", "2021"),
        ("decade", "202"),
        ("hour", None),
    ],
)
def test_period_of_the_first_of_january(unit: str, value: str | None) -> None:
    """ISO weeks belong to the year of their Thursday."""
    assert period(date(2021, 1, 1), unit) == value


@pytest.mark.parametrize(
    ("count", "unit", "value"),
    [
        (3.0, "day", "P3D"),
        (2.5, "year", "P2Y6M"),
        (0.5, "hour", "PT30M"),
        (1.5, "minute", "PT1M30S"),
        (2.0, "decade", "P20Y"),
        (2.0, "fortnight", "P4W"),
        ("X", "month", "PXM"),
        ("X", "minute", "PTXM"),
        (1.0, "gallon", None),
    ],
)
def test_duration(count: float | str, unit: str, value: str | None) -> None:
    assert duration(count, unit) == value


def test_day_near_takes_the_leap_day() -> None:
    assert day_near(date(2023, 3, 1), 2, 29, -1) == date(2020, 2, 29)
    assert day_near(date(2023, 3, 1), 2, 30, -1) is None


def test_month_near_looks_three_ways() -> None:
    assert month_near(MONDAY, 12, -1) == date(2023, 12, 1)
    assert month_near(MONDAY, 12, 1) == date(2024, 12, 1)
    assert month_near(MONDAY, 12, 0) == date(2024, 12, 1)
    assert month_near(MONDAY, 10, -1) == date(2024, 10, 1)


def test_shift_beyond_the_calendar_is_nothing() -> None:
    assert shift(MONDAY, -3000, "year") is None
    assert shift(MONDAY, 1e12, "day") is None
    assert shift(date(2024, 3, 31), -1, "month") == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("rule", "year", "day"),
    [
        ("12-31", 2017, date(2017, 12, 31)),
        ("11 4 4", 2017, date(2017, 11, 23)),
        ("05 -1 1", 2021, date(2021, 5, 31)),
        ("11 4 4 1", 2017, date(2017, 11, 24)),
        ("easter -2", 2024, date(2024, 3, 29)),
        ("easter 0", 1200, None),
    ],
)
def test_holiday_in(rule: str, year: int, day: date | None) -> None:
    assert holiday_in(rule, year) == day


@pytest.mark.parametrize(
    ("zone", "day", "suffix"),
    [
        ("et", date(2018, 2, 6), "-05:00"),
        ("et", date(2024, 3, 10), "-04:00"),
        ("et", date(2024, 11, 3), "-05:00"),
        ("cet", date(2024, 7, 1), "+02:00"),
        ("kst", date(2024, 7, 1), "+09:00"),
        ("utc", date(2024, 7, 1), "Z"),
        ("local time", date(2024, 7, 1), ""),
        ("et", None, ""),
    ],
)
def test_zone_suffix(zone: str, day: date | None, suffix: str) -> None:
    assert zone_suffix(zone, day) == suffix
