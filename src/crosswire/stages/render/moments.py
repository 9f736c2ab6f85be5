"""Times of the dossier as places on a line: a TIMEX3 value or an ISO time in, days as a number out.

A period stands at its middle, as nothing is known of where in it a thing happened; an unreadable value is None.
"""

import datetime
import re
from typing import NamedTuple

_DATE = re.compile(r"(\d{4})(?:-(\d{2}|W\d{2}|SP|SU|FA|WI)(?:-(\d{2}))?)?(?:T(.+))?$")
_CLOCK = re.compile(r"(\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$")
_SEASONS = {"SP": 4, "SU": 7, "FA": 10, "WI": 1}
_PARTS = {"MO": 9.0, "MI": 12.0, "AF": 15.0, "EV": 20.0, "NI": 23.0, "DT": 12.0}


class Moment(NamedTuple):
    """A time: days since the year 1 at `at`, and the `day` it stands in; None for anything longer than a day."""

    at: float
    day: datetime.date | None


def moment(value: str | None) -> Moment | None:
    """Return where `value` stands; None for none, or one that is no date."""
    found = _DATE.match(value or "")
    if not found:
        return None
    year, part, day, time = found.groups()
    try:
        if part is None:
            return Moment(datetime.date(int(year), 7, 2).toordinal(), None)
        if part.startswith("W") and part[1:].isdigit():
            week = datetime.date.fromisocalendar(int(year), int(part[1:]), 4)
            return Moment(week.toordinal(), None)
        if part in _SEASONS:
            return Moment(datetime.date(int(year), _SEASONS[part], 15).toordinal(), None)
        if day is None:
            return Moment(datetime.date(int(year), int(part), 15).toordinal(), None)
        date = datetime.date(int(year), int(part), int(day))
    except ValueError:
        return None
    return Moment(date.toordinal() + _hours(time) / 24, date)


def _hours(time: str | None) -> float:
    """Return hours since midnight, in the time's own zone or, where one is given, in UTC; noon where not known."""
    if not time:
        return 12.0
    found = _CLOCK.match(time)
    if not found:
        return _PARTS.get(time, 12.0)
    hours = int(found[1]) + int(found[2]) / 60
    zone = found[3]
    if zone and zone != "Z":
        away = int(zone[1:3]) + int(zone[4:6]) / 60
        hours += -away if zone[0] == "+" else away
    return hours


def day_words(day: datetime.date) -> str:
    """Return a day as a short label: "3 Mar"."""
    return f"{day.day} {day:%b}"
