"""Matches that count days out ("the second Tuesday of May", "a week from Friday", "two Sundays ago"), to readings."""

from dataclasses import replace
from datetime import date, timedelta

from crosswire.stages.annotate.time_calendar import period, shift, weekday_near
from crosswire.stages.annotate.time_days import clock, find_day
from crosswire.stages.annotate.time_patterns import Match
from crosswire.stages.annotate.time_periods import read_month
from crosswire.stages.annotate.time_scene import Reading, Scene
from crosswire.stages.annotate.time_spans import number_of

_COUNTS = ("num", "day", "number", "dotted", "few", "a")


def _after(match: Match, *kinds: str) -> Match:
    """Return the match without the words up to the last of one of the classes."""
    place = max(i for i, word in enumerate(match.words) if word.kind in kinds)
    return replace(match, words=match.words[place + 1 :])


def read_nth_weekday(match: Match, scene: Scene) -> Reading | None:
    """Read "the first Monday of May" as its day, "the second Tuesday of every month" as a repetition."""
    if match.has("each"):
        return Reading("P1M", "SET", "each")
    number = match.one("nth", "ordinal", "second", "last")
    weekday = match.one("weekday", "weekday_abbr")
    month = read_month(_after(match, "of", "in"), scene)
    if number is None or weekday is None or month is None or month.value is None:
        return None
    first = date.fromisoformat(month.value + "-01")
    nth, way = int(number.value), int(weekday.value)
    if nth < 0:
        day = weekday_near(first.replace(day=28) + timedelta(days=6), way, -1)
        while day is not None and day.month != first.month:
            day = shift(day, -1, "week")
    else:
        nearest = weekday_near(first, way, 1)
        day = shift(nearest, nth - 1, "week") if nearest else None
    if day is None or day.month != first.month:
        return Reading(None, rule="nth-weekday")
    return Reading(day.isoformat(), rule="nth-weekday", anchor=month.anchor)


def read_week_of_day(match: Match, scene: Scene) -> Reading | None:
    """Read "the week of March 4" as the week that the day lies in."""
    unit = match.one("unit")
    if unit is None or unit.value != "week":
        return None
    found = find_day(_after(match, "of"), scene)
    value = period(found.day, "week") if found.day else None
    return Reading(value, rule="week-of-day", anchor=found.anchor)


def read_unit_after_next(match: Match, scene: Scene) -> Reading | None:
    """Read "the week after next" and "the year before last" from the anchor."""
    unit, anchor = match.one("unit"), scene.anchor
    if unit is None or unit.value not in ("week", "month", "quarter", "year"):
        return None
    if anchor is None or anchor.grain not in ("day", unit.value):
        return Reading(None, rule=f"relative-{unit.value}")
    day = shift(anchor.day, 2 if match.has("next") else -2, unit.value)
    value = period(day, unit.value) if day else None
    return Reading(value, rule=f"relative-{unit.value}", anchor=anchor.label, deictic=True)


def read_from_day(match: Match, scene: Scene) -> Reading | None:
    """Read "a week from Friday" as a day counted on from the coming one."""
    unit, count = match.one("units", "unit"), match.one(*_COUNTS)
    if unit is None or count is None or unit.value not in ("day", "week"):
        return None
    number = number_of(count)
    found = find_day(_after(match, "from"), scene)
    if isinstance(number, str) or found.day is None:
        return Reading(None, rule="counted-from-day")
    day = shift(found.day, number, unit.value)
    return Reading(day.isoformat() if day else None, rule="counted-from-day", anchor=found.anchor)


def read_weekdays_ago(match: Match, scene: Scene) -> Reading | None:
    """Read "two Sundays ago" as the second Sunday before the anchor."""
    weekday, count = match.one("weekdays"), match.one(*_COUNTS)
    assert weekday is not None
    number = number_of(count) if count else "X"
    if isinstance(number, str) or scene.anchor is None or scene.anchor.grain != "day":
        return Reading(None, rule="ago")
    way = -1 if match.has("ago") else 1
    nearest = weekday_near(scene.anchor.day, int(weekday.value), way, strict=True)
    day = shift(nearest, way * (number - 1), "week") if nearest else None
    value = day.isoformat() if day else None
    return Reading(value, rule="ago", anchor=scene.anchor.label, deictic=True)


def read_clock_set(match: Match, scene: Scene) -> Reading | None:
    """Read "6 p.m. on Sundays", "at 9 a.m. every day" as a repetition, of no one day."""
    word = match.one("clock", "clock24", "noon")
    moment = clock(word) if word else None
    return Reading(f"T{moment}", "SET", "clock-set") if moment else None
