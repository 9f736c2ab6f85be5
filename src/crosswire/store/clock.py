"""The one clock of a workspace: ISO 8601 in UTC, and never earlier than what it said before.

The machine's clock may be put back; an order is therefore kept by numbers, and a time at least never contradicts it.
"""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def system() -> datetime:
    """Return the machine's time."""
    return datetime.now(UTC)


def later(now: datetime, last: str | None) -> str:
    """Return `now` as text, or `last` where that is later."""
    said = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return said if last is None or said > last else last


def sortable(value: str | None) -> str | None:
    """Return a time of publication so that text order is time order: in UTC, as precise as it was."""
    if value is None:
        return None
    try:
        at = datetime.fromisoformat(value.strip())
    except ValueError:
        return value.strip() or None
    if "T" not in value and " " not in value.strip():
        return at.date().isoformat()
    if at.tzinfo is not None:
        at = at.astimezone(UTC)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
