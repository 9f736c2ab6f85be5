"""What happened when, by dates in the very clause; when something was said stands apart.

A clause of reporting ("said on Friday that …") is no statement, so its date never dates the content.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from crosswire.model.annotation import Time
from crosswire.model.dossier import Point, TimelineEntry
from crosswire.model.span import Evidence
from crosswire.stages.reconcile.points import is_background
from crosswire.stages.reconcile.statements import Statement

Precision = Literal["minute", "part-of-day", "day", "week", "month", "season", "year"]
_SHAPES: tuple[tuple[str, Precision], ...] = (
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d.*", "minute"),
    (r"\d{4}-\d\d-\d\dT.*", "part-of-day"),
    (r"\d{4}-\d\d-\d\d", "day"),
    (r"\d{4}-W\d\d.*", "week"),
    (r"\d{4}-\d\d", "month"),
    (r"\d{4}-(?:SP|SU|FA|AU|WI|Q\d|H\d)", "season"),
    (r"\d{4}", "year"),
)


def make_timeline(
    points: Sequence[Point],
    statements: Mapping[str, Statement],
    happened_on: str | None,
    published: Mapping[str, str | None] | None = None,
) -> tuple[TimelineEntry, ...]:
    """Return the dated entries of the story, one a point and date, in order of time.

    What is told as done, on a day after the reports were `published`, is dated wrongly: it has no entry.
    """
    entries = []
    for point in points:
        dated: dict[str, list[tuple[Statement, Time]]] = {}
        for claim in point.claims:
            statement = statements[claim.id]
            time = dating(statement)
            if time is not None and time.value is not None:
                dated.setdefault(time.value, []).append((statement, time))
        for value, listed in _joined(dated).items():
            entry = _entry(point, value, listed, happened_on)
            days = [((published or {}).get(d) or "")[:10] for d in entry.documents]
            if entry.status != "happened" or not all(days) or first_day(value) <= max(days):
                entries.append(entry)
    return tuple(
        sorted(entries, key=lambda e: (first_day(e.date), e.date, -len(e.evidence), e.text))
    )


def first_day(value: str) -> str:
    """Return the day on which a date of any precision begins: a week's Monday, a month's first."""
    week = re.match(r"(\d{4})-W(\d\d)", value)
    if week:
        try:
            return date.fromisocalendar(int(week[1]), int(week[2]), 1).isoformat()
        except ValueError:
            return value
    day = re.match(r"\d{4}-\d\d-\d\d", value)
    season = re.match(r"(\d{4})-(SP|SU|FA|AU|WI|Q\d|H\d)", value)
    if season:
        return f"{season[1]}-{_BEGINS.get(season[2], '01')}-01"
    return day[0] if day else (value + "-01-01" if len(value) == 4 else value + "-01")[:10]


_BEGINS = {"SP": "03", "SU": "06", "FA": "09", "AU": "09", "WI": "12", "Q1": "01", "Q2": "04", "Q3": "07",
           "Q4": "10", "H1": "01", "H2": "07"}  # fmt: skip


def dating(statement: Statement) -> Time | None:
    """Return the time that dates a statement: its own first date from a year on."""
    for time in statement.times:
        if time.type in ("DATE", "TIME") and time.value and precision(time.value):
            return time
    return None


def precision(value: str) -> Precision | None:
    """Return how precise a TIMEX3 value is, or None where it names no date."""
    return next((name for shape, name in _SHAPES if re.fullmatch(shape, value)), None)


def _joined(
    dated: Mapping[str, list[tuple[Statement, Time]]],
) -> dict[str, list[tuple[Statement, Time]]]:
    """Fold a coarser date of the same point into the one finer date that it holds."""
    found = {value: list(listed) for value, listed in dated.items()}
    for value in sorted(dated, key=len):
        finer = [v for v in found if v != value and v.startswith(value)]
        if len(finer) == 1 and value in found:
            found[finer[0]] += found.pop(value)
    return found


def _entry(
    point: Point, value: str, listed: Sequence[tuple[Statement, Time]], happened_on: str | None
) -> TimelineEntry:
    lead = max(
        (s for s, _ in listed),
        key=lambda s: (not s.headline, s.subject is not None, -len(s.text), s.id),
    )
    alternatives = sorted({c for _, t in listed for c in t.candidates if c != value})
    return TimelineEntry(
        date=value,
        precision=precision(value) or "day",
        status=_status([s for s, _ in listed], happened_on),
        text=" ".join(lead.shown.text.split()),
        points=(point.id,),
        evidence=tuple(
            Evidence(document=s.document, start=s.start, end=s.end, text=s.text) for s, _ in listed
        ),
        alternatives=tuple(alternatives),
        documents=tuple(sorted({s.document for s, _ in listed})),
    )


def _status(
    listed: Sequence[Statement], happened_on: str | None
) -> Literal["happened", "alleged", "expected", "background"]:
    if any(s.status in ("expected", "possible", "conditional", "pledge", "threat") for s in listed):
        return "expected"
    if all(is_background(s, happened_on) for s in listed):
        return "background"
    return "alleged" if all(s.chain for s in listed) else "happened"
