"""What an agency says of an item besides its text: usable, withheld, canceled, under embargo, or killed by a note.

The same rules hold for ninjs and NewsML-G2. What may not be used is left out with the agency's own word as reason.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone

from crosswire.stages.acquire.options import AcquireOptions
from crosswire.stages.acquire.published import from_metadata

_WEST = timezone(timedelta(hours=-12))
"""Where a day ends last: an embargo without a zone holds until it is over everywhere."""
_WORD = re.compile(r"[A-Za-z]+|\d+")
_ADDRESSED = frozenset(
    "ed eds editor editors desk desks note notes attention advisory mandatory bulletin urgent please story this to"
    " all subscribers clients customers news nb important".split()
)
_KILLS = frozenset("kill killed kills withdraw withdrawn withdraws withdrawal".split())
_PARTS = frozenset(
    "paragraph paragraphs par para paras graf grafs sentence sentences line lines caption photo picture headline"
    " name word words quote image video reference figure".split()
)
_NOTE_WORDS = 14


def refusal(
    status: str | None,
    embargo: str | None,
    notes: Iterable[str],
    options: AcquireOptions,
) -> str:
    """Return why an item may not be used, or "" where it may.

    `status` is as given, a plain word or a code ("stat:canceled"); `embargo` is None without one, and "" where it has
    no end. The moment is `options.now`, or the clock's.
    """
    word = re.split(r"[:/#]", (status or "").strip())[-1].casefold()
    if word in ("canceled", "cancelled"):
        return "canceled by the agency"
    if word == "withheld":
        return "withheld by the agency"
    if word not in ("", "usable"):
        return f"status {word[:40]!r}, which is not usable"
    if embargo is not None and (held := _held(embargo, options)):
        return held
    note = next((note for note in notes if kills(note)), None)
    return f'withdrawn by the agency\'s note: "{" ".join(note.split())[:120]}"' if note else ""


def takes_back(status: str | None, notes: Iterable[str]) -> bool:
    """Tell whether an item that may not be used takes back what was sent under its name before.

    An embargo does not, nor does a status nobody knows: they only hold back what comes.
    """
    word = re.split(r"[:/#]", (status or "").strip())[-1].casefold()
    return word in ("canceled", "cancelled", "withheld") or any(map(kills, notes))


def _held(embargo: str, options: AcquireOptions) -> str:
    if not embargo.strip():
        return "under embargo, no end given"
    given = embargo.strip()
    until = _moment(given) or _moment(from_metadata(given).value or "")
    if until is None:
        return f"under embargo, its end can't be read: {given[:40]!r}"
    if len(given) <= 10:
        until += timedelta(days=1)  # a day alone is over at its end
    until = until if until.tzinfo else until.replace(tzinfo=_WEST)
    now = options.now or datetime.now(UTC)
    return f"under embargo until {given[:60]}" if now < until else ""


def _moment(given: str) -> datetime | None:
    try:
        return datetime.fromisoformat(given)
    except ValueError:
        return None


def kills(note: str) -> bool:
    """Tell whether an editorial note withdraws the whole item ("MANDATORY KILL"), not a part of it."""
    said = [word.casefold() for word in _WORD.findall(note[:400])][:_NOTE_WORDS]
    first = next((i for i, word in enumerate(said) if word not in _ADDRESSED), len(said))
    return said[first : first + 1] != [] and (
        said[first] in _KILLS and not any(word in _PARTS for word in said[first + 1 :])
    )
