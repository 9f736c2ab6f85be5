"""Expectations as a calendar: what is due out of a dossier in, months of weeks of days out."""

import calendar
import datetime
from typing import NamedTuple

from crosswire.stages.render.index import Index
from crosswire.stages.render.moments import moment

MONTHS = 3
"""Most months drawn; what is due later stands in the list beneath."""


class Day(NamedTuple):
    """A day of a month: its number, the numbers (from 1) of what is due on it, and whether reports are of it."""

    number: int
    due: tuple[int, ...]
    reported: bool


class Month(NamedTuple):
    """A month by name, in weeks from Monday; a place before its first or after its last day is None."""

    name: str
    weeks: tuple[tuple[Day | None, ...], ...]


def months(book: Index) -> tuple[Month, ...]:
    """Return the first months in which anything is due on a day of its own."""
    due: dict[datetime.date, list[int]] = {}
    for n, expectation in enumerate(book.dossier.expectations, start=1):
        found = moment(expectation.due)
        if found and found.day:
            due.setdefault(found.day, []).append(n)
    reported = {
        found.day for d in book.dossier.documents if (found := moment(d.published_at.value))
    }
    wanted = sorted({(day.year, day.month) for day in due})[:MONTHS]
    return tuple(_month(year, month, due, reported) for year, month in wanted)


def _month(
    year: int,
    month: int,
    due: dict[datetime.date, list[int]],
    reported: set[datetime.date | None],
) -> Month:
    def day(number: int) -> Day | None:
        if not number:
            return None
        date = datetime.date(year, month, number)
        return Day(number, tuple(due.get(date, ())), date in reported)

    weeks = calendar.Calendar().monthdayscalendar(year, month)
    name = f"{calendar.month_name[month]} {year}"
    return Month(name, tuple(tuple(day(n) for n in week) for week in weeks))
