"""Orders in which documents are looked at, each given piece by piece: the last to come first, or the newest first."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import islice

from sqlalchemy import Connection, text

from crosswire.model.finding import Condition
from crosswire.store import search
from crosswire.store.statements import numbers, rows_among

Take = Callable[[int], list[int]]
"""Gives the next so many documents of an order, or fewer; none at its end."""
FEW, TESTED = 5000, 20_000
"""Documents up to which it is quicker to ask each for its time than to go through all by time: if the first are wanted
of them, and if nobody knows how many of them."""
PAGE, LARGEST = 2000, 64_000
"""Documents that are gone through by time at once: at first, and at most."""
LAST, FAR = 1 << 62, "\U0010ffff"
"""After every number, and after every time."""


def latest_of(base: set[int]) -> Take:
    """Give documents, the last to come first."""
    return _of(sorted(base, reverse=True))


def _of(listed: Sequence[int]) -> Take:
    left = iter(listed)
    return lambda count: list(islice(left, count))


def latest(connection: Connection) -> Take:
    """Give all documents, the last to come first."""
    asked = "SELECT number FROM documents WHERE number < :below ORDER BY number DESC LIMIT :n"
    return _before(lambda below, n: numbers(connection, asked, {"below": below, "n": n}))


def meeting(connection: Connection, expression: str) -> Take:
    """Give the documents that meet an expression of the index of words, the last to come first."""
    return _before(lambda below, n: search.below(connection, expression, below, n))


def _before(asked: Callable[[int, int], list[int]]) -> Take:
    below = LAST

    def take(count: int) -> list[int]:
        nonlocal below
        found = asked(below, count)
        below = min(found, default=below)
        return found

    return take


Days = tuple[str, str] | None
"""The first and the last time of publication; None where none is asked for."""


def days(conditions: Sequence[Condition]) -> Days:
    """Return the times between which all conditions want a document to be published."""
    found = [bounds(c) for c in conditions if c.kind == "published" and not c.excluded]
    return (max(low for low, _ in found), min(high for _, high in found)) if found else None


def bounds(condition: Condition) -> tuple[str, str]:
    """Return the first and last time of publication that a condition bounds, as they are kept."""
    low, high = (_day(bound) for bound in (condition.low, condition.high))
    return low or "", (high or "9999-12-31") + "~"


def _day(ordinal: float | None) -> str | None:
    if ordinal is None:
        return None
    return date.fromordinal(min(max(int(ordinal), 1), date.max.toordinal())).isoformat()


def newest(connection: Connection, times: Days, base: set[int] | None = None) -> Take:
    """Give the documents of some days, the last published first; those of `base`, where it is given."""
    low, high = times or ("", FAR)
    page, left = PAGE, list[int]()
    last: tuple[str | None, int] | None = (high, LAST)

    def take(count: int) -> list[int]:
        nonlocal page, left, last
        while len(left) < count and last is not None:
            at, below = last
            given = {"low": low, "high": at, "below": below, "n": page}
            found = numbers(connection, _BY_TIME if at is not None else _WITHOUT_TIME, given)
            if len(found) == page:
                asked = text("SELECT published_at, number FROM documents WHERE number = :number")
                last = tuple(connection.execute(asked, {"number": found[-1]}).one())
            else:
                last = (None, LAST) if at is not None and times is None else None
            page = min(LARGEST, 2 * page)
            left += found if base is None else [n for n in found if n in base]
        some, left = left[:count], left[count:]
        return some

    return take


_BY_TIME = (
    "SELECT number FROM documents WHERE published_at >= :low AND published_at <= :high "
    "AND (published_at, number) < (:high, :below) ORDER BY published_at DESC, number DESC LIMIT :n"
)
_WITHOUT_TIME = (
    "SELECT number FROM documents WHERE published_at IS NULL AND number < :below "
    "ORDER BY number DESC LIMIT :n"
)


def newest_of(connection: Connection, base: set[int], times: Days, *, tested: bool) -> Take:
    """Give documents that were published on some days, the last published first; `tested` if not all of them pass."""
    if len(base) > (TESTED if tested else FEW):
        return newest(connection, times, base)
    asked = "SELECT published_at, number FROM documents WHERE number {}"
    found = [(at or "", number) for at, number in rows_among(connection, asked, sorted(base))]
    low, high = times or ("", "")
    return _of(
        [n for at, n in sorted(found, reverse=True) if not times or (low <= at <= high and at)]
    )
