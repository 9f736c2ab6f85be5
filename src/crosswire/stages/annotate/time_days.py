"""Matches that name a day, alone or with a part of it or a clock time, to readings.

Rule: a day is given by its own words, by the anchor, or by a day named shortly before; else it is None.
"""

import re
from dataclasses import dataclass
from datetime import date

from crosswire.stages.annotate.time_calendar import (
    day_near,
    day_of,
    far_back,
    holiday_in,
    holiday_near,
    pick,
    shift,
    weekday_in_week,
    weekday_near,
    zone_suffix,
)
from crosswire.stages.annotate.time_patterns import Match
from crosswire.stages.annotate.time_scene import Reading, Scene
from crosswire.stages.annotate.time_tense import AHEAD, BACK, EITHER
from crosswire.stages.annotate.time_words import TimeWord

_NEWS_DAYS = 7
"""A clock time is of a day named before it only where that day is news, or stands in the same sentence."""


@dataclass(frozen=True, slots=True)
class Day:
    """The day a match names: None where it can't be told; `anchor` is the label of what it was counted from."""

    day: date | None
    rule: str
    anchor: str | None = None
    deictic: bool = False
    candidates: tuple[str, ...] = ()


def read_day(match: Match, scene: Scene) -> Reading | None:
    """Return the reading of a match that is a day."""
    if match.words[-1].kind in ("ordinal", "second") and _counts_on(match, scene):
        return None
    found = find_day(match, scene)
    return Reading(
        found.day.isoformat() if found.day else None,
        rule=found.rule,
        anchor=found.anchor,
        candidates=found.candidates,
        deictic=found.deictic,
    )


def _counts_on(match: Match, scene: Scene) -> bool:
    """Tell whether the ordinal at the end belongs to what follows ("in September the first boats")."""
    if match.after is not None and match.after.kind == "dash":
        return True
    tokens = scene.tokens(match)
    parse = scene.tree.parse
    after = tokens[-1] + 1 if tokens else len(parse.words)
    return after < len(parse.words) and parse.pos[after] in ("NOUN", "PROPN", "ADJ", "NUM")


def find_day(match: Match, scene: Scene) -> Day:
    """Return the day that the words of `match` name, or the day they are about where they name none."""
    if word := match.one("iso"):
        return Day(_iso(word.value), "iso")
    if word := match.one("numeric"):
        return _numeric(word)
    if (month := match.one("month", "month_abbr")) and match.has("day", "nth", "ordinal", "second"):
        return _month_day(match, scene, int(month.value))
    if weekday := match.one("weekday", "weekday_abbr"):
        return _weekday(match, scene, int(weekday.value))
    if word := match.one("today", "tonight"):
        if scene.anchor is None or scene.anchor.grain != "day":
            return Day(None, "relative-day")
        day = shift(scene.anchor.day, int(word.value), "day")
        return Day(day, "relative-day", scene.anchor.label, deictic=True)
    if word := match.one("holiday"):
        return _holiday(match, scene, word.value)
    return _day_meant(match, scene)


def _iso(value: str) -> date | None:
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def _numeric(word: TimeWord) -> Day:
    """Read 21.10.2024 day first; 10/21/2024 by which number can be a month; both orders are candidates else."""
    first, second, year = (int(part) for part in re.split(r"[/.]", word.value))
    day_first, month_first = day_of(year, second, first), day_of(year, first, second)
    if "." in word.value or month_first is None or day_first == month_first:
        return Day(day_first, "numeric")
    if day_first is None:
        return Day(month_first, "numeric")
    both = tuple(sorted((day_first.isoformat(), month_first.isoformat())))
    return Day(None, "numeric-ambiguous", candidates=both)


def year_of(match: Match, scene: Scene) -> tuple[int | None, str | None]:
    """Return the year that the match says, and the anchor's label where it is counted ("June last year")."""
    if year := match.one("year"):
        return int(year.value), None
    unit = match.one("unit")
    if unit is None or unit.value != "year" or scene.anchor is None:
        return None, None
    step = _step(match.words[match.words.index(unit) - 1])
    return scene.anchor.day.year + step, scene.anchor.label


def _step(word: TimeWord) -> int:
    """Return -1, 0 or 1 for a word like "last", "this" and "next"."""
    return int(word.value) if word.kind in ("last", "next") else 0


def of_this_year(day: date, match: Match, scene: Scene) -> bool:
    """Tell whether a plain past tells of a day or month of the anchor's own year, however far back."""
    this = scene.anchor is not None and scene.anchor.day.year == day.year
    return this and scene.dates_past(match)


def _month_day(match: Match, scene: Scene, month: int) -> Day:
    """Read "Oct. 10", "the 13th of November 2015", "Monday, Nov. 6", "June 3 last year"."""
    place = next(i for i, w in enumerate(match.words) if w.kind in ("month", "month_abbr"))
    numbers = [
        (abs(i - place), w)
        for i, w in enumerate(match.words)
        if w.kind in ("day", "nth", "ordinal", "second")
    ]
    number = int(min(numbers, key=lambda pair: pair[0])[1].value)
    year, label = year_of(match, scene)
    if year is not None:
        return Day(
            day_of(year, month, number), "full-date" if label is None else "date-of-year", label
        )
    if scene.anchor is None:
        return Day(None, "date-without-year")
    anchor = scene.anchor
    way = scene.way(match)
    weekday = match.one("weekday", "weekday_abbr")
    if weekday:
        days = [day_of(anchor.day.year + step, month, number) for step in range(-6, 7)]
        fitting = [d for d in days if d and d.isoweekday() == int(weekday.value)]
        return Day(pick(fitting, anchor.day, EITHER), "date-with-weekday", anchor.label)
    found = day_near(anchor.day, month, number, way)
    if way == BACK and found and not of_this_year(found, match, scene):
        coming = day_near(anchor.day, month, number, AHEAD)
        if coming and far_back(found, coming, anchor.day):
            both = (coming.isoformat(), found.isoformat())
            return Day(coming, "date-nearest", anchor.label, candidates=both)
    rule = {BACK: "date-past", AHEAD: "date-future", EITHER: "date-nearest"}[way]
    return Day(found, rule, anchor.label)


def _weekday(match: Match, scene: Scene, weekday: int) -> Day:
    """Read "Monday" by tense, "last Friday" before, "next Friday" after, "this Monday (21)" by both."""
    anchor = scene.anchor
    if anchor is None or anchor.grain != "day":
        return Day(None, "weekday")
    label = anchor.label
    unit = match.one("unit")
    if unit and unit.value == "week":
        week = shift(anchor.day, _step(match.words[match.words.index(unit) - 1]), "week")
        return Day(weekday_in_week(week, weekday) if week else None, "weekday-of-week", label, True)
    if match.has("that"):
        return Day(None, "that-weekday")
    if match.has("last"):
        way = -1
        if (word := match.one("last")) and word.value == "-1" and _names_previous(match, scene):
            recent = scene.recent(match, ("day",))
            if recent:
                return Day(
                    weekday_near(recent.day, weekday, way, strict=True),
                    "previous-weekday",
                    f"text {recent.day.isoformat()}",
                )
        return Day(weekday_near(anchor.day, weekday, way, strict=True), "last-weekday", label, True)
    if match.has("next"):
        if _follows(match, scene):
            recent = scene.recent(match, ("day",))
            day = weekday_near(recent.day, weekday, 1, strict=True) if recent else None
            told = f"text {recent.day.isoformat()}" if recent else None
            return Day(day, "following-weekday", told)
        return Day(weekday_near(anchor.day, weekday, 1, strict=True), "next-weekday", label, True)
    way = scene.way(match) if match.has("this") else scene.past_or(match)
    if way == EITHER:
        return Day(weekday_in_week(anchor.day, weekday), "this-weekday", label)
    found = weekday_near(anchor.day, weekday, way)
    return Day(found, "weekday-past" if way == BACK else "weekday-future", label)


def _follows(match: Match, scene: Scene) -> bool:
    """Tell whether "the following Monday" is counted from a day of the text."""
    word = match.one("next")
    text = scene.document.text[word.start : word.end].lower() if word else ""
    return text in ("following", "ensuing")


def _names_previous(match: Match, scene: Scene) -> bool:
    """Tell whether "the previous Friday" is counted from a day of the text."""
    word = match.one("last")
    text = scene.document.text[word.start : word.end].lower() if word else ""
    return text in ("previous", "preceding")


def _holiday(match: Match, scene: Scene, rule: str) -> Day:
    """Read "New Year's Eve" by the nearest one, "Christmas 2015" by its year."""
    if year := match.one("year"):
        return Day(holiday_in(rule, int(year.value)), "holiday-of-year")
    if scene.anchor is None:
        return Day(None, "holiday")
    anchor = scene.anchor
    if match.has("last"):
        before = shift(anchor.day, -1, "day")
        return Day(
            holiday_near(rule, before, BACK) if before else None, "last-holiday", anchor.label
        )
    if match.has("next"):
        after = shift(anchor.day, 1, "day")
        return Day(
            holiday_near(rule, after, AHEAD) if after else None, "next-holiday", anchor.label
        )
    named = scene.recent(match, ("year",))
    if named is not None and scene.same_sentence(named.start, match.start):
        return Day(
            holiday_in(rule, named.day.year), "holiday-of-year-named", f"text {named.day.year}"
        )
    nearest = holiday_near(rule, anchor.day, EITHER)
    if nearest and nearest > anchor.day and scene.dates_past(match):
        # told as past, but yet to come: one of some earlier year
        last = holiday_near(rule, anchor.day, BACK)
        both = (last.isoformat(), nearest.isoformat()) if last else ()
        return Day(None, "holiday-past", anchor.label, candidates=both)
    return Day(nearest, "holiday-nearest", anchor.label)


def _day_meant(match: Match, scene: Scene) -> Day:
    """Return the day that a clock time without one is about: named shortly before, else the anchor's."""
    recent = scene.recent(match, ("day",))
    ahead = recent is not None and scene.anchor is not None and recent.day > scene.anchor.day
    if ahead and scene.way(match) == BACK:
        return Day(None, "of-no-day")
    if recent is not None and (
        scene.anchor is None
        or abs((recent.day - scene.anchor.day).days) <= _NEWS_DAYS
        or scene.same_sentence(recent.start, match.start)
    ):
        return Day(recent.day, "of-day-named", f"text {recent.day.isoformat()}")
    if scene.anchor is None or scene.anchor.grain != "day":
        return Day(None, "of-no-day")
    return Day(scene.anchor.day, "of-anchor-day", scene.anchor.label)


# ---------------------------------------------------------------- times of day


def read_clock(match: Match, scene: Scene) -> Reading | None:
    """Read "12:10 p.m. Sunday", "noon on Sunday", "12:00 UTC"; a bare 12:10 only where a time can stand."""
    word = match.one("clock", "clock24", "noon", "dotted")
    assert word is not None
    if word.kind == "dotted" and (match.before is None or match.before.kind not in ("at", "to")):
        return None
    if word.kind == "clock24" and not _stands_as_time(match, scene):
        return None
    moment = clock(word)
    if moment is None:
        return None
    found = find_day(match, scene)
    if found.day is None:
        return Reading(None, "TIME", "clock-" + found.rule)
    zone = match.one("zone")
    suffix = zone_suffix(zone.value, found.day) if zone else ""
    value = f"{found.day.isoformat()}T{moment}{suffix}"
    return Reading(value, "TIME", "clock-" + found.rule, found.anchor)


def clock(word: TimeWord) -> str | None:
    """Return HH:MM of a clock word, or None where there is no such time."""
    if word.kind == "noon":
        return word.value
    numbers = [int(n) for n in re.findall(r"\d+", word.value)]
    hour, minute = numbers[0], numbers[1] if len(numbers) > 1 else 0
    if word.kind == "clock":
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if "p" in word.value else 0)
    return f"{hour:02d}:{minute:02d}" if hour <= 24 and minute < 60 else None


def _stands_as_time(match: Match, scene: Scene) -> bool:
    """Tell a time of day from a score or a ratio: a day or zone beside it, or "at" before it."""
    if match.has("zone", "weekday", "weekday_abbr", "month", "month_abbr", "today"):
        return True
    before = match.before
    return (before is not None and before.kind in ("at", "to")) or match.has("approx", "near")


def read_part(match: Match, scene: Scene) -> Reading | None:
    """Read "Monday night", "this morning", "the early hours of Sunday", "tonight"."""
    word = match.one("part", "hours")
    if word is None and (match.has("tonight", "overnight")):
        word = match.one("tonight", "overnight")
    assert word is not None
    code = word.value if word.kind in ("part", "hours") else "NI"
    if word.kind == "overnight":
        return Reading(None, "TIME", "overnight")
    found = find_day(match, scene)
    if match.has("that") and not match.has("weekday") and scene.recent(match, ("day",)) is None:
        found = Day(None, "of-no-day")
    if match.has("this") and not match.has("weekday"):
        found = _day_spoken(scene)
    elif match.has("last", "next") and not match.has("weekday", "month", "month_abbr", "holiday"):
        found = _moved(match, scene)
    if found.day is None:
        return Reading(None, "TIME", "part-of-" + found.rule)
    value = f"{found.day.isoformat()}T{code}"
    return Reading(value, "TIME", "part-of-day", found.anchor, deictic=found.deictic)


def _day_spoken(scene: Scene) -> Day:
    """Return the anchor's day, for "this morning"."""
    if scene.anchor is None or scene.anchor.grain != "day":
        return Day(None, "relative-day")
    return Day(scene.anchor.day, "relative-day", scene.anchor.label, deictic=True)


def _moved(match: Match, scene: Scene) -> Day:
    """Return the day before or after the one named last, for "the previous night"."""
    recent = scene.recent(match, ("day",))
    word = match.one("last", "next")
    if recent is None or word is None:
        return Day(None, "relative-day")
    day = shift(recent.day, int(word.value), "day")
    return Day(day, "relative-day", f"text {recent.day.isoformat()}")
