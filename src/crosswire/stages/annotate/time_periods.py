"""Matches that name a week, month, quarter, season, year or longer, and days counted from another, to readings."""

from datetime import date

from crosswire.stages.annotate.time_calendar import (
    far_back,
    month_near,
    period,
    season_near,
    shift,
)
from crosswire.stages.annotate.time_days import of_this_year, year_of
from crosswire.stages.annotate.time_patterns import Match
from crosswire.stages.annotate.time_scene import Anchor, Reading, Scene
from crosswire.stages.annotate.time_tense import AHEAD, BACK, EITHER
from crosswire.stages.annotate.time_words import TimeWord

_FINER = {
    "hour": 0,
    "day": 1,
    "week": 2,
    "weekend": 2,
    "month": 3,
    "quarter": 4,
    "year": 5,
    "decade": 6,
}


def _knows(anchor: Anchor, unit: str) -> bool:
    """Tell whether the anchor is known exactly enough to count in `unit`."""
    return _FINER.get(unit, 9) >= _FINER[anchor.grain]


def read_month(match: Match, scene: Scene) -> Reading | None:
    """Read "June", "last August", "October 2016", "July this year"."""
    word = match.one("month", "month_abbr")
    assert word is not None
    month = int(word.value)
    year, label = year_of(match, scene)
    if year is not None:
        value = f"{year:04d}-{month:02d}"
        ahead = label and scene.anchor and f"{scene.anchor.day:%Y-%m}" < value
        if ahead and scene.way(match) == BACK:
            both = (f"{year - 1:04d}-{month:02d}", value)
            return Reading(None, rule="month-of-year", anchor=label, candidates=both)
        return Reading(value, rule="month-of-year", anchor=label)
    if not is_month(match, scene):
        return None
    if scene.anchor is None or not _knows(scene.anchor, "month"):
        return Reading(None, rule="month")
    anchor = scene.anchor
    if match.has("last"):
        return _last_month(month, anchor)
    if match.has("next"):
        found = month_near(_first_of_next(anchor.day), month, AHEAD)
        return Reading(period(found, "month"), rule="next-month-named", anchor=anchor.label)
    if match.has("this"):
        value = f"{anchor.day.year:04d}-{month:02d}"
        return Reading(value, rule="this-month-named", anchor=anchor.label)
    way = scene.way(match)
    rule = {BACK: "month-past", AHEAD: "month-future", EITHER: "month-nearest"}[way]
    found = month_near(anchor.day, month, way)
    candidates: tuple[str, ...] = ()
    coming = month_near(anchor.day, month, AHEAD)
    this_year = of_this_year(found, match, scene)
    if way == BACK and far_back(found, coming, anchor.day) and not this_year:
        candidates = (f"{coming:%Y-%m}", f"{found:%Y-%m}")
        found, rule = coming, "month-nearest"
    return Reading(period(found, "month"), rule=rule, anchor=anchor.label, candidates=candidates)


def is_month(match: Match, scene: Scene) -> bool:
    """Tell the month from the verb and the name of a person: "May", "March", "April Hayes"."""
    tokens = scene.tokens(match)
    if not tokens:
        return True
    parse = scene.tree.parse
    word = match.one("month", "month_abbr")
    assert word is not None
    token = next((t for t in tokens if parse.starts[t] == word.start), tokens[-1])
    if parse.tags[token] in ("MD", "VB", "VBP", "VBD", "VBZ"):
        return False
    name = scene.name_at.get(token)
    return not (name and name.label == "PERSON" and name.last - name.first > 1)


def _first_of_next(day: date) -> date:
    return shift(day.replace(day=1), 1, "month") or day


def _last_month(month: int, anchor: Anchor) -> Reading:
    """Read "last August": the last one over; where it lies in the anchor's year, last year's is possible too."""
    before = shift(anchor.day.replace(day=1), -1, "month") or anchor.day
    found = month_near(before, month, BACK)
    candidates: tuple[str, ...] = ()
    if found.year == anchor.day.year:
        candidates = (f"{found:%Y-%m}", f"{found.year - 1:04d}-{month:02d}")
    return Reading(
        period(found, "month"), rule="last-month-named", anchor=anchor.label, candidates=candidates
    )


def read_unit(match: Match, scene: Scene) -> Reading | None:
    """Read "last week", "this year", "the end of the month", "that day", "the previous year"."""
    word = match.all("unit", "second", "weekend")[-1]
    unit = (
        "second" if word.kind == "second" else "weekend" if word.kind == "weekend" else word.value
    )
    if unit in ("second", "minute", "hour", "fortnight", "century", "millennium"):
        return None
    step = match.one("last", "next")
    if step is not None and match.has("the") and _of_something(match, scene):
        return Reading(None, rule="event-anchored")  # "the last week of the campaign"
    if match.words[0].kind in ("earlier", "later") and unit == "day" and step is None:
        return _from_named(match, scene, unit, 0)
    from_text = match.has("that", "same") or (step is not None and _from_text(step, scene, unit))
    if from_text:
        return _from_named(match, scene, unit, int(step.value) if step else 0)
    if scene.anchor is None or not _knows(scene.anchor, unit):
        return Reading(None, rule=f"relative-{unit}")
    if unit == "weekend" and step is None:
        return _weekend(match, scene, scene.anchor)
    latest = -1 if match.has("latest") else 0
    day = shift(scene.anchor.day, int(step.value) if step else latest, unit)
    value = period(day, unit) if day else None
    return Reading(value, rule=f"relative-{unit}", anchor=scene.anchor.label, deictic=True)


_DETERMINERS = frozenset("the a an his her its their this that our my your".split())


def _of_something(match: Match, scene: Scene) -> bool:
    """Tell whether "of the campaign" follows, of which the period is the last."""
    tokens = scene.tokens(match)
    words = scene.tree.parse.words
    after = [w.lower() for w in words[tokens[-1] + 1 : tokens[-1] + 3]] if tokens else []
    return after[:1] == ["of"] and after[-1] in _DETERMINERS


def _from_text(word: TimeWord, scene: Scene, unit: str) -> bool:
    """Tell "previous" and "following", which count from what was named, from "last" and "next"."""
    said = scene.document.text[word.start : word.end].lower()
    if said in ("previous", "following", "preceding", "ensuing"):
        return True
    the = scene.document.text[max(0, word.start - 4) : word.start].lower()
    return said == "next" and the == "the " and unit == "day"


def _from_named(match: Match, scene: Scene, unit: str, step: int) -> Reading:
    """Read "the next day", "that year" from the last date named that is exact enough."""
    grains = tuple(
        grain
        for grain in ("day", "month", "quarter", "year")
        if _FINER[grain] <= _FINER.get(unit, 9)
    )
    recent = scene.recent(match, grains)
    if recent is None:
        if unit in ("year", "month") and step < 0 and scene.anchor and _knows(scene.anchor, unit):
            day = shift(scene.anchor.day, step, unit)
            return Reading(
                period(day, unit) if day else None,
                rule=f"previous-{unit}",
                anchor=scene.anchor.label,
            )
        return Reading(None, rule=f"{unit}-of-text")
    day = shift(recent.day, step, unit)
    value = period(day, unit) if day else None
    return Reading(value, rule=f"{unit}-of-text", anchor=f"text {recent.day.isoformat()}")


def _weekend(match: Match, scene: Scene, anchor: Anchor) -> Reading:
    """Read "the weekend": the last one begun, unless its verb looks ahead or it is "this weekend" of a weekday."""
    ahead = scene.way(match) == AHEAD
    this = match.has("this") and scene.way(match) != BACK
    monday_to_friday = anchor.day.isoweekday() < 6
    back = monday_to_friday and not ahead and not this
    day = shift(anchor.day, -1 if back else 0, "week")
    return Reading(
        period(day, "weekend") if day else None, rule="weekend", anchor=anchor.label, deictic=True
    )


def has_object(match: Match, scene: Scene) -> bool:
    """Tell whether "before" or "after" goes on ("a day before the vote"): counted from what follows."""
    after = match.after
    if after is None or after.kind in ("comma", "gap"):
        return False
    return scene.document.text[after.start] not in ".;:!?)”\"'"


def read_day_beside(match: Match, scene: Scene) -> Reading | None:
    """Read "the day before", "the year after": beside the last date named; before an object it is no date."""
    unit = match.one("unit")
    step = match.one("earlier", "later", "before", "after", "last")
    assert unit is not None
    assert step is not None
    if unit.value in ("second", "minute", "hour"):
        return None
    if step.kind == "last" and not _from_text(step, scene, unit.value):
        return None
    if match.has("before", "after") and has_object(match, scene):
        return Reading(None, rule="event-anchored")
    return _from_named(match, scene, unit.value, int(step.value))


# ---------------------------------------------------------------- years and longer


def read_year(match: Match, scene: Scene) -> Reading | None:
    """Read "2023", "fiscal 2009", "early 2009"."""
    word = match.one("year")
    assert word is not None
    if (unit := match.one("unit")) and unit.value != "year":
        return None
    if len(match.words) == 1 and not _is_year(match, scene):
        return None
    return Reading(word.value, rule="year")


def read_year_end(match: Match, scene: Scene) -> Reading:
    """Read "year-end" as the anchor's year, as TimeML does "the end of the year"."""
    if scene.anchor is None:
        return Reading(None, rule="year-end")
    return Reading(f"{scene.anchor.day.year:04d}", rule="year-end", anchor=scene.anchor.label)


def _is_year(match: Match, scene: Scene) -> bool:
    """Tell a year from a count: no currency or sign before it, no counted plural after it."""
    text = scene.document.text
    before, after = text[max(0, match.start - 1) : match.start], text[match.end : match.end + 2]
    if before in ("$", "£", "€", "#", "-", "–", "/", ".", ":", "¥", "+") or after[:1] in (
        "%",
        "°",
        "/",
    ):
        return False
    if after[:1] in ("-", "–") and after[1:2].isalnum() and not after[1:2].isdigit():
        return False
    value = int(match.words[0].value)
    tokens = scene.tokens(match)
    if not 1500 <= value <= 2100 or not tokens:
        return 1900 <= value <= 2050
    parse = scene.tree.parse
    token = tokens[-1]
    label = scene.name_at[token].label if token in scene.name_at else ""
    if label in ("MONEY", "QUANTITY", "PERCENT"):
        return False
    head = parse.heads[token]
    counted = head > token and parse.tags[head] == "NNS" and parse.deps[token] == "nummod"
    if counted or not 1900 <= value <= 2050:
        return parse.words[tokens[0] - 1].lower() in ("in", "since", "of", "by", "the", "until")
    return True


def read_years(match: Match, scene: Scene) -> Reading | None:
    """Read "the 1990s" as 199 and "the 80s" as 198, by the last such decade before the anchor."""
    word = match.one("years")
    assert word is not None
    long = sum(c.isdigit() for c in word.value) == 4
    marked = match.has("the", "edge", "earlier", "later") or word.value[0] in "'’"
    return Reading(decade_of(word, scene), rule="decade") if long or marked else None


def decade_of(word: TimeWord, scene: Scene) -> str:
    """Return the first three digits of the years of "1990s", "80s" or "the nineties"."""
    digits = "".join(c for c in word.value if c.isdigit())
    if len(digits) == 4:
        return digits[:3]
    latest = scene.anchor.day.year if scene.anchor else 1999
    century = (latest - int(digits)) // 100
    return f"{century}{digits[0]}"


def read_century(match: Match, scene: Scene) -> Reading | None:
    """Read "the 20th century" as 19."""
    unit, number = match.one("unit"), match.one("nth", "ordinal", "second")
    if unit is None or unit.value != "century" or number is None:
        return None
    return Reading(f"{int(number.value) - 1:02d}", rule="century") if number.value != "-1" else None


def read_season(match: Match, scene: Scene) -> Reading | None:
    """Read "last summer", "the summer of 2016"; a season word alone only after a preposition."""
    word = match.one("season")
    assert word is not None
    year, label = year_of(match, scene)
    if year is not None:
        return Reading(f"{year:04d}-{word.value}", rule="season-of-year", anchor=label)
    if not scene.tag(match).startswith(("NN", "DT", "JJ", "PRP", "RB", "IN")):
        return None
    if len(match.words) == 1 and (
        match.before is None or match.before.kind not in ("in", "at", "to", "of")
    ):
        return None
    if scene.anchor is None:
        return Reading(None, rule="season")
    anchor = scene.anchor
    way = BACK if match.has("last") else AHEAD if match.has("next") else scene.way(match)
    start = anchor.day
    if match.has("last"):
        start = shift(anchor.day, -3, "month") or start
    if match.has("this") and word.value != "WI":
        value = f"{anchor.day.year:04d}-{word.value}"
        return Reading(value, rule="season", anchor=anchor.label)
    if match.has("this"):
        way = EITHER
    return Reading(season_near(start, word.value, way), rule="season", anchor=anchor.label)


def read_quarter(match: Match, scene: Scene) -> Reading | None:
    """Read "the third quarter of 2009", "this year's first quarter", "the first half of 2010"."""
    number = match.one("ordinal", "nth", "second")
    half = match.has("half_word")
    units = match.all("unit")
    if number is None or (not half and not any(u.value == "quarter" for u in units)):
        return None
    index = int(number.value) if number.value != "-1" else (2 if half else 4)
    if not 1 <= index <= (2 if half else 4):
        return None
    letter = "H" if half else "Q"
    year, label = year_of(_without_quarter(match), scene)
    if year is not None:
        return Reading(f"{year:04d}-{letter}{index}", rule="quarter-of-year", anchor=label)
    if half and not any(u.value == "year" for u in units):
        return None
    if scene.anchor is None:
        return Reading(None, rule="quarter")
    anchor = scene.anchor
    begins = 1 + (index - 1) * (6 if half else 3)
    found = month_near(anchor.day, begins, AHEAD if scene.way(match) == AHEAD else BACK)
    return Reading(f"{found.year:04d}-{letter}{index}", rule="quarter", anchor=anchor.label)


def _without_quarter(match: Match) -> Match:
    """Return the match without the unit "quarter", so that the year's own words stand alone."""
    words = tuple(w for w in match.words if not (w.kind == "unit" and w.value == "quarter"))
    return Match(match.rule, words, match.before, match.after)
