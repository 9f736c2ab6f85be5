"""When each feed is asked again, and how it is doing: a feed and what its asking brought, to the feed as it is now.

Pure: the time and chance come in as values. Times are datetimes in UTC, spans of time seconds, chance from 0 to 1.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from crosswire.errors import FetchFailedError, SourceError, UsageError
from crosswire.model.feed import Feed, FeedKind

LEAST = 60.0
"""No feed is asked more often than once a minute, whatever it or the reader says."""
LONGEST = 24 * 3600.0
"""Every feed that is not gone is asked once a day at least."""
_QUIET = 12
"""Times the shortest interval, up to which a feed that never changes is left alone; an hour at least."""
SPREAD = 0.25
"""Share of an interval by which chance puts an asking off, so that hundreds of feeds named at once part."""
_LISTS = 6 * 3600.0
"""Lists of feeds change seldom."""
_CACHED = 3600.0
"""A server's word that its answer is fresh is believed up to an hour: many say a day of everything they have."""
_SLEEP = 47 * 3600.0
"""A feed is left alone no longer for the hours and days in which it says that it has no news."""
_REFUSED = 3600.0
_ASTRAY = 3
"""Failures after which a feed that had moved is looked for again at the address under which it was named."""


@dataclass(frozen=True)
class Answered:
    """What a sound answer brought. `new` counts items never seen; None stands for 304 or the same bytes again."""

    status: int
    url: str
    new: int | None = None
    listed: int = 0
    kind: FeedKind = "unknown"
    title: str | None = None
    asks: float = 0
    usual: float = 0
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()
    max_age: float = 0
    etag: str | None = None
    modified: str | None = None
    digest: str | None = None
    broken: str = ""


_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def seconds(text: str) -> float:
    """Return the seconds of a span of time such as "90s", "5m", "2h" or "1d"; raises UsageError below one minute."""
    number, unit = text[:-1], text[-1:]
    sound = unit in _UNITS and number.isascii() and number.isdigit() and len(number) < 9
    found = int(number) * _UNITS[unit] if sound else 0
    if not LEAST <= found <= LONGEST:
        raise UsageError(f"{text!r} between two askings; expected 1m to 1d, as in 90s, 5m or 2h")
    return float(found)


def spans(text: str) -> tuple[float, ...]:
    """Return the seconds of spans of time such as "15m 1h 3d", each longer than the one before; none for "".

    Raises UsageError for what is none, is out of order or reaches beyond 30 days.
    """
    found = []
    for span in text.split():
        days = span[:-1] if span.endswith("d") and span[:-1].isdigit() else ""
        found.append(float(int(days[:3])) * 86400 if days else seconds(span))
    if found != sorted(set(found)) or any(f > 30 * LONGEST for f in found):
        raise UsageError(
            f"{text!r} for looking at pages again; expected longer and longer spans up to 30d, as in 15m 1h 1d 3d"
        )
    return tuple(found)


def iso(moment: datetime) -> str:
    """Return a moment as records hold it."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def moment(text: str | None) -> datetime | None:
    """Return the moment that a record holds, or None where there is none to be read; without a zone it is UTC."""
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def answered(feed: Feed, got: Answered, *, now: datetime, every: float, chance: float) -> Feed:
    """Return `feed` after a sound answer: asked sooner where it had news, later where it had none."""
    same = got.new is None
    asks = feed.asks if same else got.asks
    interval = _interval(feed, got, every, asks)
    hours, days = (feed.skip_hours, feed.skip_days) if same else (got.skip_hours, got.skip_days)
    next_at = _awake(now + timedelta(seconds=interval * (1 + chance * SPREAD)), now, hours, days)
    state = "news" if got.new else "empty" if not same and not got.listed else "unchanged"
    feed = replace(
        feed,
        url=got.url,
        state=state,
        status=got.status,
        error=got.broken or None,
        asked_at=iso(now),
        succeeded_at=iso(now),
        changed_at=iso(now) if got.new else feed.changed_at,
        next_at=iso(next_at),
        interval=interval,
        asks=asks,
        skip_hours=hours,
        skip_days=days,
        failures=0,
        etag=got.etag or (feed.etag if same else None),
        modified=got.modified or (feed.modified if same else None),
    )
    if same:
        return feed
    return replace(
        feed,
        kind=got.kind,
        title=got.title or feed.title,
        listed=got.listed,
        digest=got.digest,
    )


def _interval(feed: Feed, got: Answered, every: float, asks: float) -> float:
    """Return the seconds to the next asking: half as long after news, half longer without, within bounds."""
    floor = max(every, LEAST, asks, min(got.max_age, _CACHED))
    if got.kind == "list" or (got.new is None and feed.kind == "list"):
        return min(max(floor, _LISTS), LONGEST)
    wanted = feed.interval or got.usual or floor
    if feed.interval:
        wanted *= 0.5 if got.new else 1.5
    quiet = max(_QUIET * every, 3600.0, floor)
    return min(max(min(wanted, quiet), floor), LONGEST)


def _awake(at: datetime, now: datetime, hours: Collection[int], days: Collection[int]) -> datetime:
    """Return the first time from `at` on, of the same minute, in which a feed may have news; within two days."""
    last = now + timedelta(seconds=_SLEEP)
    while (at.hour in hours or at.weekday() in days) and at < last:
        at += timedelta(hours=1)
    return min(at, max(last, now))


def failed(feed: Feed, error: SourceError, *, now: datetime, every: float, chance: float) -> Feed:
    """Return `feed` after a failure: left alone twice as long each time, as long as its host asks, or for good."""
    status = getattr(error, "status", None)
    asked = getattr(error, "retry_after", None) or 0.0
    failures = feed.failures + 1
    wait = max(every, LEAST) * 2.0 ** min(failures, 12)
    wait = wait if isinstance(error, FetchFailedError) else max(wait, _REFUSED)
    wait = min(max(wait * (1 + chance / 2), asked), LONGEST)
    gone = status == 410
    state = "gone" if gone else "failing" if isinstance(error, FetchFailedError) else "refused"
    return replace(
        feed,
        url=feed.id if failures >= _ASTRAY else feed.url,
        state=state,
        status=status,
        error=error.reason,
        asked_at=iso(now),
        failed_at=iso(now),
        next_at=None if gone else iso(now + timedelta(seconds=wait)),
        failures=failures,
    )


def lagging(feed: Feed, lags: Iterable[float]) -> Feed:
    """Return `feed` with `lags`, seconds from publication to keeping, counted into its mean."""
    for lag in lags:
        count = feed.lagged + 1
        feed = replace(
            feed, lagged=count, lag=(feed.lag or 0.0) + (lag - (feed.lag or 0.0)) / count
        )
    return feed


def is_due(at: str | None, now: datetime) -> bool:
    """Tell whether the time `at` has come; one farther off than any is set was set by a clock that ran ahead."""
    when = moment(at)
    return when is None or when <= now or when > now + timedelta(seconds=2 * LONGEST)


def due(feeds: Iterable[Feed], now: datetime) -> tuple[Feed, ...]:
    """Return the feeds to be asked now, by id; those that are gone never are."""
    found = [f for f in feeds if f.state != "gone" and is_due(f.next_at, now)]
    return tuple(sorted(found, key=lambda feed: feed.id))


def pause(times: Iterable[str | None], now: datetime) -> float:
    """Return the seconds until the first of `times`, 0 where one has come; a day without any."""
    waits = [
        0.0 if is_due(at, now) or when is None else (when - now).total_seconds()
        for at in times
        for when in (moment(at),)
    ]
    return min([*waits, LONGEST])
