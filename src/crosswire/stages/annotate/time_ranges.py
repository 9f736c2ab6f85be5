"""Matches that name two ends or a part of a month ("Oct. 8-13", "1914-18", "the last week of March")."""

from dataclasses import replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from crosswire.stages.annotate.time_calendar import period
from crosswire.stages.annotate.time_days import find_day
from crosswire.stages.annotate.time_patterns import Match
from crosswire.stages.annotate.time_periods import decade_of, read_month, read_quarter
from crosswire.stages.annotate.time_scene import Reading, Scene


def read_day_range(match: Match, scene: Scene) -> list[Reading] | None:
    """Read "Oct. 8-13" and "8 to 13 October" as two days, each end in its own words."""
    places = [i for i, word in enumerate(match.words) if word.kind == "day"]
    month = next(i for i, w in enumerate(match.words) if w.kind in ("month", "month_abbr"))
    first, second = places[0], places[1]
    if int(match.words[first].value) >= int(match.words[second].value):
        return None
    ends = []
    for other in (second, first):
        words = tuple(word for i, word in enumerate(match.words) if i != other)
        ends.append(find_day(replace(match, words=words), scene))
    bounds = ((0, first + 1), (second, len(match.words)))
    if month > second:
        bounds = ((first, first + 1), (second, len(match.words)))
    return [
        Reading(
            end.day.isoformat() if end.day else None,
            rule="day-range",
            anchor=end.anchor,
            first=bound[0],
            last=bound[1],
        )
        for end, bound in zip(ends, bounds, strict=True)
    ]


def read_year_range(match: Match, scene: Scene) -> list[Reading] | None:
    """Read "1914-1918" and "2023-24" as two years."""
    first, second = match.words[0], match.words[-1]
    if second.start - first.end != 1:
        return None
    digits = scene.document.text[second.start : second.end]
    if len(digits) == 2 and digits.isdigit():
        digits = first.value[:2] + digits
    if len(digits) != 4 or not digits.isdigit():
        return None
    if not 1500 <= int(first.value) < int(digits) <= 2100:
        return None
    return [
        Reading(first.value, rule="year-range", first=0, last=1),
        Reading(digits, rule="year-range", first=2),
    ]


def read_two_quarters(match: Match, scene: Scene) -> list[Reading] | None:
    """Read "the third and fourth quarters" as two quarters."""
    unit = match.words[-1]
    places = [i for i, w in enumerate(match.words) if w.kind in ("ordinal", "nth", "second")]
    if unit.value != "quarter" or len(places) != 2:
        return None
    readings = []
    for place, first, last in ((places[0], 0, places[0] + 1), (places[1], places[1], None)):
        words = (match.words[place], unit._replace(kind="unit"))
        found = read_quarter(replace(match, words=words), scene)
        if found is None:
            return None
        readings.append(replace(found, first=first, last=last))
    return readings


def read_two_decades(match: Match, scene: Scene) -> list[Reading]:
    """Read "the 70s and 80s" as two decades."""
    places = [i for i, word in enumerate(match.words) if word.kind == "years"]
    readings = []
    for first, last in ((0, places[0] + 1), (places[1], places[1] + 1)):
        value = decade_of(match.words[last - 1], scene)
        readings.append(Reading(value, rule="decade-pair", first=first, last=last))
    return readings


def read_week_of_month(match: Match, scene: Scene) -> Reading | None:
    """Read "the first week of May" as the week most of which lies there, "the last week" as the last whole one."""
    unit = match.one("unit")
    if unit is None or unit.value != "week":
        return None
    place = next(i for i, w in enumerate(match.words) if w.kind == "of")
    month = read_month(replace(match, words=match.words[place + 1 :]), scene)
    if month is None or month.value is None:
        return None
    first = date.fromisoformat(month.value + "-01")
    number = match.words[0] if match.words[0].kind != "the" else match.words[1]
    if number.kind == "last" or number.value == "-1":
        end = first + relativedelta(day=31)
        day = end - timedelta(days=end.isoweekday() % 7)
    elif number.kind == "ordinal" and number.value == "1":
        day = first + timedelta(days=3)
    else:
        return Reading(None, rule="week-of-month")
    return Reading(period(day, "week"), rule="week-of-month", anchor=month.anchor)
