"""How exact a date or a place is, in the codes that conflict researchers know (ACLED), and how to stand on a calendar.

ACLED's time_precision: 1 the day, 2 the week, 3 the month; ours adds 4 for a season or a year. ACLED's geo_precision:
1 a town, 2 near a town, 3 a region; ours adds 4 for a country or a sea. Nothing is ever made more exact than said.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from crosswire.model.dossier import DossierPlace
from crosswire.text.places import places_named

TIME_CODES: Mapping[str, int] = {"day": 1, "week": 2, "month": 3, "longer": 4}
GEO_CODES: Mapping[str, int] = {"town": 1, "region": 3, "country": 4, "feature": 4}
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T|$)")
_WEEK = re.compile(r"(\d{4})-W(\d\d)$")
_MONTH = re.compile(r"(\d{4})-(\d\d)$")


def time_precision(value: str | None) -> int | None:
    """Return ACLED's code of a TIMEX3 value; None where there is no date."""
    if not value:
        return None
    for pattern, name in ((_DAY, "day"), (_WEEK, "week"), (_MONTH, "month")):
        if pattern.match(value):
            return TIME_CODES[name]
    return TIME_CODES["longer"]


def days(value: str | None) -> tuple[date, date] | None:
    """Return the first day of a date and the day after its last, for days, weeks and months; else None."""
    if not value:
        return None
    try:
        if found := _DAY.match(value):
            first = date(*map(int, found.groups()))
            return first, first + timedelta(days=1)
        if found := _WEEK.match(value):
            first = date.fromisocalendar(int(found[1]), int(found[2]), 1)
            return first, first + timedelta(days=7)
        if found := _MONTH.match(value):
            year, month = int(found[1]), int(found[2])
            return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)
    except (ValueError, OverflowError):  # 2025-02-31, or the last year that there is
        return None
    return None


def kind_of(place: DossierPlace) -> str | None:
    """Return whether a place is a town, a region, a country or a feature (sea, mountains); None if not located."""
    if place.lat is None or place.lon is None:
        return None
    for spot in places_named(place.name):
        if abs(spot.lat - place.lat) < 0.02 and abs(spot.lon - place.lon) < 0.02:
            return {"city": "town", "region": "region", "country": "country"}.get(
                spot.kind, "feature"
            )
    return None


def geo_precision(place: DossierPlace | None) -> int | None:
    """Return ACLED's code of a place; None where it is not located or its kind is not known."""
    kind = kind_of(place) if place else None
    return GEO_CODES[kind] if kind else None
