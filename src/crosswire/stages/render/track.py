"""When it happened against when it was reported, as a drawing: one column a day, events above, reports below.

Days without anything are left out and the break is shown; what is older than the story, or of no one day, stands
in a column of its own at the left. Lines lead from an event to the reports that tell of it.
"""

import datetime
from typing import NamedTuple

from crosswire.model.dossier import TimelineEntry
from crosswire.stages.render import index as ix
from crosswire.stages.render.index import Index
from crosswire.stages.render.moments import day_words, moment

WIDTH = 700.0
STEP = 24.0
"""Units between marks; also the least size of a target that WCAG 2.2 asks for."""
HIGH = 6
"""Most marks above each other; more stand side by side."""
COLUMNS = 12
"""Most columns: with more, the earliest days go to the column of what was before."""
MOST = 48
"""Most events drawn, those that most reports tell of: more would hide each other."""
REACH = 21
"""Days before the first report that still belong to the story."""
GAP = 46.0
"""Units between what happened and what was reported, for the days' names and the lines."""


class Happened(NamedTuple):
    """An event's mark: its place, its letter, its number in the timeline (from 1) and its status."""

    x: float
    y: float
    letter: str
    number: int
    status: str


class Reported(NamedTuple):
    """A report's mark."""

    x: float
    y: float
    number: int


class Column(NamedTuple):
    """A column: its left edge and middle, its name, and whether days are left out before it."""

    left: float
    middle: float
    name: str
    breaks: bool


class Track(NamedTuple):
    """The drawing; `lines` are SVG paths with the numbers of their event and report, `left` the events not drawn."""

    height: float
    rail: float
    columns: tuple[Column, ...]
    happened: tuple[Happened, ...]
    reported: tuple[Reported, ...]
    lines: tuple[tuple[str, int, int], ...]
    left: int


BEFORE = datetime.date.min


def track(book: Index) -> Track | None:
    """Return the drawing; None where fewer than two days or two events would stand in it."""
    entries = book.dossier.timeline
    published = {
        book.numbers[d.id]: found.day
        for d in book.dossier.documents
        if (found := moment(d.published_at.value)) and found.day
    }
    first = min(published.values(), default=None)
    days = [_day(e, first) for e in entries]
    columns = sorted({d for d in days if d} | set(published.values()))
    early = set(columns[1 : max(1, len(columns) - COLUMNS + 1)])
    days = [BEFORE if d in early else d for d in days]
    told = {n: BEFORE if d in early else d for n, d in published.items()}
    tellers = [ix.cite(book, e.documents) or ix.cited(book, e.evidence) for e in entries]
    dated = sum(d is not None for d in days)
    days = _fitting(days, told, [len(found) for found in tellers])
    columns = sorted({d for d in days if d} | set(told.values()))
    if len(columns) < 2 or sum(d is not None for d in days) < 2:
        return None
    above, below = _standing(columns, days, told)
    rows = min(HIGH, max(len(v) for v in above.values()))
    deep = min(HIGH, max((len(v) for v in below.values()), default=1))
    rail = rows * STEP + 8
    places = _columns(columns, above, below)
    happened, reported = {}, {}
    for column, place in zip(columns, places, strict=True):
        for i, (x, y) in enumerate(_grid(place.middle, len(above[column]))):
            n = above[column][i]
            happened[n] = Happened(x, rail - y, letter(n), n + 1, entries[n].status)
        for i, (x, y) in enumerate(_grid(place.middle, len(below[column]))):
            reported[below[column][i]] = Reported(x, rail + GAP + y, below[column][i])
    lines = tuple(
        (_line(happened[n], reported[r]), n + 1, r)
        for n in sorted(happened)
        for r in tellers[n]
        if r in reported
    )
    return Track(
        height=rail + GAP + deep * STEP + 2,
        rail=rail,
        columns=places,
        happened=tuple(happened[n] for n in sorted(happened)),
        reported=tuple(reported[n] for n in sorted(reported)),
        lines=lines,
        left=dated - len(happened),
    )


def letter(number: int) -> str:
    """Return the letter of the timeline's entry `number` (from 0): a … z, aa … ."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(97 + rest) + letters
    return letters


def _day(entry: TimelineEntry, first: datetime.date | None) -> datetime.date | None:
    """Return the column of an entry: its day, BEFORE where it is older than the story or of no one day."""
    found = moment(entry.date)
    if found is None:
        return None
    if entry.status == "background" or (first and found.at < first.toordinal() - REACH):
        return BEFORE
    if found.day is None:
        return BEFORE if first is None or found.at <= first.toordinal() else None
    return found.day


Standing = dict[datetime.date, list[int]]


def _standing(
    columns: list[datetime.date],
    days: list[datetime.date | None],
    told: dict[int, datetime.date],
) -> tuple[Standing, Standing]:
    """Return what stands in each column: events above, reports below."""
    above = {c: [n for n, d in enumerate(days) if d == c] for c in columns}
    below = {c: sorted(n for n, d in told.items() if d == c) for c in columns}
    return above, below


def _fitting(
    days: list[datetime.date | None], told: dict[int, datetime.date], weights: list[int]
) -> list[datetime.date | None]:
    """Return the days of the events that have room, None for the others; the heavier come first."""
    dated = [n for n, d in enumerate(days) if d is not None]
    kept = sorted(dated, key=lambda n: (-weights[n], n))[:MOST]
    while kept:
        drawn = [d if n in kept else None for n, d in enumerate(days)]
        columns = sorted({d for d in drawn if d} | set(told.values()))
        if sum(_needs(columns, *_standing(columns, drawn, told))) <= WIDTH:
            return drawn
        kept.pop()
    return [None] * len(days)


def _needs(columns: list[datetime.date], above: Standing, below: Standing) -> list[float]:
    """Return how wide each column must be for what stands in it."""
    return [max(2, -(-max(len(above[d]), len(below[d])) // HIGH)) * STEP + 10 for d in columns]


def _columns(days: list[datetime.date], above: Standing, below: Standing) -> tuple[Column, ...]:
    """Return the columns, as wide as what stands in them needs, spread over the width."""
    needs = _needs(days, above, below)
    spare = max(0.0, WIDTH - sum(needs)) / len(days)
    found, left = [], 0.0
    for n, (day, need) in enumerate(zip(days, needs, strict=True)):
        wide = need + spare
        name = "earlier" if day == BEFORE else day_words(day)
        breaks = n > 0 and days[n - 1] != BEFORE and (day - days[n - 1]).days > 1
        found.append(Column(round(left, 1), round(left + wide / 2, 1), name, breaks))
        left += wide
    return tuple(found)


def _grid(middle: float, count: int) -> list[tuple[float, float]]:
    """Return places for `count` marks around `middle`, HIGH above each other, then the next ones beside them."""
    wide = -(-count // HIGH)
    return [
        (
            round(middle + (n // HIGH - (wide - 1) / 2) * STEP, 1),
            round((n % HIGH + 0.5) * STEP, 1),
        )
        for n in range(count)
    ]


def _line(event: Happened, report: Reported) -> str:
    bend = (report.y - event.y) / 2
    start, end = event.y + 9, report.y - 9
    return (
        f"M{event.x:.0f} {start:.0f}C{event.x:.0f} {start + bend:.0f} "
        f"{report.x:.0f} {end - bend:.0f} {report.x:.0f} {end:.0f}"
    )
