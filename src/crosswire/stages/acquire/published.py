"""When a report was published: from what its record says, its own text, or its address; never from the clock.

Precision is what was given: a clock time is "minute", a date or a midnight that only fills a field is "day".
A zone is kept as an offset where it is known ("ET" by the date's summer time), else left out.
"""

import re
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from crosswire.model.document import Block, KnownFrom, Precision, Published
from crosswire.model.span import cut
from crosswire.stages.acquire.clock import months, weekdays, zones

_LENGTHS: dict[Precision, int] = {"year": 4, "month": 7, "day": 10, "minute": 16, "second": 19}
"""Characters of a time written by ISO 8601, down to each precision."""
_ISO = re.compile(
    r"(\d{4})(?:-?(\d{2})(?:-?(\d{2})"
    r"(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?)?)?"
)


def from_metadata(given: object, known_from: KnownFrom = "metadata") -> Published:
    """Return the time that a record, a page or a caller gives as `given`; unknown where it is no date."""
    if isinstance(given, int | float) and not isinstance(given, bool):
        return _from_epoch(float(given), known_from)
    if not isinstance(given, str) or not given.strip():
        return Published()
    found = _ISO.fullmatch(given.strip())
    return _from_iso(found, known_from) if found else _from_words(given, known_from)


def _from_iso(found: re.Match[str], known_from: KnownFrom) -> Published:
    year, month, day, hour, minute, second, zone = found.groups()
    try:
        moment = datetime(
            int(year),
            int(month or 1),
            int(day or 1),
            int(hour or 0),
            int(minute or 0),
            int(second or 0),
        )
    except ValueError:
        return Published()
    if not 1800 <= moment.year <= 2200:
        return Published()
    if month is None or day is None:
        return _published(moment, "year" if month is None else "month", "", known_from)
    # A midnight to the second is how a field for time is filled when only the day is known.
    if hour is None or (moment.hour, moment.minute, moment.second) == (0, 0, 0):
        return _published(moment, "day", "", known_from)
    return _published(moment, "second" if second else "minute", _offset(zone), known_from)


def _offset(zone: str | None) -> str:
    if not zone:
        return ""
    if zone in ("Z", "UTC", "GMT"):
        return "+00:00"
    return zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"


def _from_epoch(seconds: float, known_from: KnownFrom) -> Published:
    seconds = seconds / 1000 if seconds > 1e11 else seconds
    if not 0 < seconds < 7e9:
        return Published()
    moment = datetime.fromtimestamp(seconds, UTC)
    return _published(moment.replace(tzinfo=None), "second", "+00:00", known_from)


def _from_words(given: str, known_from: KnownFrom) -> Published:
    """Return the time of a date in words, as mail and feeds write it ("Mon, 06 May 2019 10:00:00 GMT").

    Figures alone ("06/05/2019") are not read: which is the month can't be told.
    """
    found = find_time(given) if len(given) <= 80 else None
    if not found:
        return Published()
    return Published(value=found[0], precision=found[1], known_from=known_from)


def _published(
    moment: datetime, precision: Precision, offset: str, known_from: KnownFrom
) -> Published:
    value = moment.isoformat()[: _LENGTHS[precision]] + offset
    return Published(value=value, precision=precision, known_from=known_from)


# ---------------------------------------------------------------- text


@cache
def _date_patterns() -> tuple[re.Pattern[str], ...]:
    month = rf"(?P<month>{'|'.join(sorted(months(), key=lambda m: (-len(m), m)))})\.?"
    day = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
    year = r"(?P<year>(?:19|20)\d\d)"
    shapes = (
        rf"\b{month}\s{{0,2}}{day},?\s{{1,2}}{year}\b",
        rf"\b{day}\s(?:of\s)?{month},?\s{year}\b",
        rf"\b{year}[-/.](?P<month>\d{{1,2}})[-/.]{day}\b",
    )
    return tuple(re.compile(shape, re.IGNORECASE) for shape in shapes)


@cache
def _clock_pattern() -> re.Pattern[str]:
    zone = "|".join(
        r"\.?".join(name) + r"(?!\w)\.?"
        for name in sorted(zones(), key=lambda z: (-len(z), z))
        if name != "z"
    )
    return re.compile(
        r"(?<![\d:.])(?P<hour>[01]?\d|2[0-3])(?:[:.](?P<minute>[0-5]\d))?(?::[0-5]\d)?\s?"
        rf"(?P<half>[ap]\.?\s?m\b\.?)?\s?\(?(?P<zone>(?:{zone})|Z\b|[+-]\d{{2}}:?\d{{2}}\b)?",
        re.IGNORECASE,
    )


def find_time(text: str) -> tuple[str, Precision, int, int] | None:
    """Return value, precision and place of the first full date of `text`, with the clock time beside it."""
    found = next((m for m in (p.search(text) for p in _date_patterns()) if m), None)
    if not found:
        return None
    name = found["month"].casefold()
    month = int(name) if name.isdigit() else months()[name]
    try:
        day = date(int(found["year"]), month, int(found["day"]))
    except ValueError:
        return None
    start, end = found.span()
    clock = _clock_near(text, start, end)
    if clock is None:
        return day.isoformat(), "day", start, end
    minutes, zone, first, last = clock
    moment = datetime(day.year, day.month, day.day) + timedelta(minutes=minutes)
    value = moment.isoformat()[: _LENGTHS["minute"]] + _zone_offset(zone, day)
    return value, "minute", min(start, first), max(end, last)


def _clock_near(text: str, start: int, end: int) -> tuple[int, str, int, int] | None:
    """Return (minutes after midnight, zone, start, end) of a clock time on the line of a date."""
    for low, high in ((end, min(len(text), end + 40)), (max(0, start - 40), start)):
        for m in _clock_pattern().finditer(text, low, high):
            if not m["minute"] and not m["half"]:
                continue
            hour = int(m["hour"])
            if m["half"]:
                if hour > 12:
                    continue
                hour = hour % 12 + (12 if m["half"][0] in "pP" else 0)
            return hour * 60 + int(m["minute"] or 0), m["zone"] or "", m.start(), _trimmed(text, m)
    return None


def _trimmed(text: str, found: re.Match[str]) -> int:
    end = found.end()
    while text[end - 1] in " (":
        end -= 1
    return end


def _zone_offset(zone: str, day: date) -> str:
    name = zone.casefold().replace(".", "")
    if name[:1] in ("+", "-"):
        return _offset(name)
    winter, _, summer = zones().get(name, "").partition("/")
    return summer if summer and _is_us_summer(day) else winter


def _is_us_summer(day: date) -> bool:
    """Tell whether `day` is in daylight saving time by the rule of the United States since 2007."""

    def sunday(month: int, nth: int) -> date:
        first = date(day.year, month, 1)
        return first + timedelta(days=(6 - first.weekday()) % 7 + 7 * (nth - 1))

    return sunday(3, 2) <= day < sunday(11, 1)


def from_text(text: str, blocks: tuple[Block, ...]) -> Published:
    """Return the time that a line for it gives, above the body or at its foot; an update's beats none."""
    stamps = [block for block in blocks if block.kind == "timestamp"]
    lines = stamps + [block for block in blocks if block.kind in ("byline", "dateline")]
    for block in lines[:20]:
        line = text[block.start : block.end]
        found = find_time(line)
        if found:
            value, precision, start, end = found
            evidence = cut(text, block.start + start, block.start + end)
            return Published(value=value, precision=precision, known_from="text", evidence=evidence)
    return Published()


# ---------------------------------------------------------------- address

_IN_URL = re.compile(r"/((?:19|20)\d\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|$)")


def from_url(url: str | None) -> Published:
    """Return the day that an address holds (".../2019/05/06/...")."""
    found = _IN_URL.search(url or "")
    if not found:
        return Published()
    try:
        day = date(*(int(part) for part in found.groups()))
    except ValueError:
        return Published()
    return Published(value=day.isoformat(), precision="day", known_from="url")


def is_other_side_of_midnight(told: Published, addressed: Published) -> bool:
    """Tell whether a time in UTC falls on the day beside that of the address, which is the outlet's own.

    "Monday" in the report is then meant by the address's calendar, and the offset that would tell is not known.
    """
    if not (told.value and addressed.value and told.value.endswith("+00:00")):
        return False
    day, own = (date.fromisoformat(value[:10]) for value in (told.value, addressed.value))
    return abs((day - own).days) == 1


# ---------------------------------------------------------------- hint


_IN_BRACKETS = re.compile(r"\((?:the\s)?\d", re.IGNORECASE)


@cache
def _hint_pattern() -> re.Pattern[str]:
    names = "|".join(name for name in weekdays() if len(name) > 5)
    return re.compile(rf"\b({names})\s\((?:the\s)?(\d{{1,2}})(?:st|nd|rd|th)?\)", re.IGNORECASE)


def day_hint(text: str) -> dict[str, Any] | None:
    """Return weekday and day of the month that the report calls its own ("this Monday (6)"), with their place."""
    head = text[:4000]
    found = _hint_pattern().search(head) if _IN_BRACKETS.search(head) else None
    if not found or not 1 <= int(found[2]) <= 31:
        return None
    return {
        "weekday": found[1].capitalize(),
        "day": int(found[2]),
        "start": found.start(),
        "end": found.end(),
    }
