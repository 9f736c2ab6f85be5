"""Calendar arithmetic for time expressions: days in, TIMEX3 values (TimeML 1.2.1) out. No text, no guesses."""

from datetime import date, timedelta
from functools import cache

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

from crosswire import lexicon

_CLOCK_UNITS = {"second": "S", "minute": "M", "hour": "H"}
_DURATION_UNITS = {
    "day": ("D", 1),
    "week": ("W", 1),
    "fortnight": ("W", 2),
    "month": ("M", 1),
    "quarter": ("M", 3),
    "year": ("Y", 1),
    "decade": ("Y", 10),
    "century": ("Y", 100),
    "millennium": ("Y", 1000),
}
_FAR_DAYS, _SOON_DAYS = 270, 62
_SEASON_MONTH = {"SP": 4, "SU": 7, "FA": 10, "WI": 1}


def period(day: date, unit: str) -> str | None:
    """Return the TIMEX3 value of the calendar unit that `day` lies in; None for hours and less."""
    year, week, _ = day.isocalendar()
    return {
        "day": day.isoformat(),
        "week": f"{year:04d}-W{week:02d}",
        "weekend": f"{year:04d}-W{week:02d}-WE",
        "month": f"{day.year:04d}-{day.month:02d}",
        "quarter": f"{day.year:04d}-Q{(day.month + 2) // 3}",
        "year": f"{day.year:04d}",
        "decade": f"{day.year // 10:03d}",
        "century": f"{day.year // 100:02d}",
    }.get(unit)


def shift(day: date, count: float, unit: str) -> date | None:
    """Return `day` moved by `count` units; None beyond the calendar's ends, and for hours and less."""
    days = {"day": 1, "week": 7, "weekend": 7, "fortnight": 14}.get(unit)
    months = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}.get(unit)
    try:
        if days:
            return day + timedelta(days=count * days)
        return day + relativedelta(months=int(count * months)) if months else None
    except (ValueError, OverflowError):
        return None


def duration(count: float | str, unit: str) -> str | None:
    """Return the TIMEX3 value of `count` units; "X" is a number that is not said."""
    if unit in _CLOCK_UNITS:
        if isinstance(count, float) and not count.is_integer() and unit != "second":
            whole, rest = int(count), round(count % 1 * 60)
            large, small = "HM" if unit == "hour" else "MS"
            return f"PT{f'{whole}{large}' if whole else ''}{rest}{small}"
        return f"PT{_plain(count)}{_CLOCK_UNITS[unit]}"
    if unit not in _DURATION_UNITS:
        return None
    letter, factor = _DURATION_UNITS[unit]
    if isinstance(count, str):
        return f"P{count}{letter}"
    scaled = count * factor
    if letter == "Y" and not float(scaled).is_integer():
        whole, months = int(scaled), round(scaled % 1 * 12)
        return f"P{f'{whole}Y' if whole else ''}{months}M"
    return f"P{_plain(scaled)}{letter}"


def _plain(count: float | str) -> str:
    """Return a number without a needless fraction."""
    return count if isinstance(count, str) else f"{count:g}" if count < 1e6 else f"{count:.0f}"


def day_of(year: int, month: int, day: int) -> date | None:
    """Return the day, or None where the calendar has none such."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def weekday_near(anchor: date, weekday: int, way: int, *, strict: bool = False) -> date | None:
    """Return the nearest `weekday` (Monday 1) on or before (`way` -1) or on or after (1) `anchor`.

    With `strict` never `anchor` itself.
    """
    days = (weekday - anchor.isoweekday()) * way % 7
    return shift(anchor, way * (7 if strict and days == 0 else days), "day")


def weekday_in_week(week: date, weekday: int) -> date | None:
    """Return the `weekday` (Monday 1) of the ISO week that `week` lies in."""
    return shift(week, weekday - week.isoweekday(), "day")


def month_near(anchor: date, month: int, way: int) -> date:
    """Return the first of `month`: the last one begun by `anchor` (-1), the next or current (1), the nearest (0)."""
    behind = (anchor.month - month) % 12
    ahead = (month - anchor.month) % 12
    back = way < 0 or (way == 0 and behind <= ahead)
    return anchor.replace(day=1) + relativedelta(months=-behind if back else ahead)


def day_near(anchor: date, month: int, day: int, way: int) -> date | None:
    """Return the `month` and `day` on or before (-1), on or after (1) or nearest to (0) `anchor`."""
    found = [
        day_of(anchor.year + step, month, day)
        for step in range(-8 if day == 29 else -1, 9 if day == 29 else 2)
    ]
    return pick([d for d in found if d], anchor, way)


def pick(days: list[date], anchor: date, way: int) -> date | None:
    """Return the day that is nearest to `anchor` on the side `way` allows; the earlier of two as near."""
    allowed = [d for d in days if way == 0 or (d - anchor).days * way >= 0]
    return min(allowed, key=lambda d: (abs((d - anchor).days), d), default=None)


def far_back(back: date, ahead: date, anchor: date) -> bool:
    """Tell whether the reading back is so far and the one ahead so near that a report would have named the year."""
    return (anchor - back).days > _FAR_DAYS and (ahead - anchor).days < _SOON_DAYS


def season_near(anchor: date, season: str, way: int) -> str:
    """Return the season begun by `anchor` (-1), current or next (1), nearest (0).

    Winter bears the year of its January.
    """
    month = month_near(anchor, _SEASON_MONTH[season], way)
    return f"{month.year:04d}-{season}"


@cache
def holiday_in(rule: str, year: int) -> date | None:
    """Return the day of a holiday in `year` by the rule of the lexicon `times_holidays`."""
    if rule.startswith("easter"):
        if not 1583 <= year <= 4099:
            return None
        sunday: date = easter(year)
        return sunday + timedelta(days=int(rule.split()[1]))
    if "-" in rule[:4] and " " not in rule:
        return day_of(year, int(rule[:2]), int(rule[3:]))
    month, nth, weekday, *later = (int(part) for part in rule.split())
    first = day_of(year, month, 1)
    if first is None:
        return None
    if nth < 0:
        last = first + relativedelta(day=31)
        found = weekday_near(last, weekday, -1)
    else:
        found = weekday_near(first + timedelta(days=7 * (nth - 1)), weekday, 1)
    return shift(found, later[0], "day") if found and later else found


def holiday_near(rule: str, anchor: date, way: int) -> date | None:
    """Return the day of a holiday on or before (-1), on or after (1) or nearest to (0) `anchor`."""
    days = [holiday_in(rule, anchor.year + step) for step in (-1, 0, 1)]
    return pick([d for d in days if d], anchor, way)


@cache
def _zones() -> dict[str, tuple[str, str]]:
    return {row["words"]: (row["hours"], row["summer"]) for row in lexicon.table("times_zones")}


def zone_suffix(zone: str, day: date | None) -> str:
    """Return "Z" or "+09:00" for a zone of the lexicon `times_zones` on `day`; empty where the words don't tell."""
    hours, summer = _zones()[zone]
    if hours == "?" or (summer and day is None):
        return ""
    offset = int(hours) + (day is not None and _summer(summer, day))
    return "Z" if offset == 0 and zone in ("utc", "gmt") else f"{offset:+03d}:00"


def _summer(rule: str, day: date) -> bool:
    """Tell whether summer time holds on `day`: United States since 2007, European Union since 1996."""
    if rule == "us":
        begin, end = holiday_in("03 2 7", day.year), holiday_in("11 1 7", day.year)
    elif rule == "eu":
        begin, end = holiday_in("03 -1 7", day.year), holiday_in("10 -1 7", day.year)
    else:
        return False
    return begin is not None and end is not None and begin <= day < end
