"""Whose turn it is: one request at a time to a host, with a pause between two, longer where the host asks for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import Lock

from crosswire.errors import FetchFailedError
from crosswire.fetch.connect import Ground
from crosswire.fetch.policy import Policy

_LONGEST = 24 * 3600
"""No host is left alone longer than this, whatever it says."""


@dataclass
class _Host:
    lock: Lock = field(default_factory=Lock)
    ready: float = 0
    delay: float = 0
    failures: int = 0


class Hosts:
    """When each host may be asked again, by its name."""

    def __init__(self, policy: Policy, ground: Ground) -> None:
        self._policy, self._ground = policy, ground
        self._hosts: dict[str, _Host] = {}
        self._lock = Lock()

    def _host(self, name: str) -> _Host:
        with self._lock:
            return self._hosts.setdefault(name, _Host())

    @contextmanager
    def turn(self, name: str, url: str) -> Iterator[None]:
        """Wait for this host's turn and hold it; raises FetchFailedError where that is too far off."""
        host = self._host(name)
        with host.lock:
            pause = host.ready - self._ground.now()
            if host.ready and pause > self._policy.max_wait_seconds:
                reason = f"{name} asked to be left alone; come back in {pause:.0f} seconds"
                raise FetchFailedError(url, reason, retry_after=pause)
            if host.ready and pause > 0:
                self._ground.sleep(pause)
            try:
                yield
            finally:
                wait = max(self._policy.delay_seconds, host.delay)
                host.ready = max(host.ready, self._ground.now() + wait)

    def slow_down(self, name: str, delay: float) -> None:
        """Keep at least `delay` seconds between two requests, as the host's robots.txt asks, within our patience."""
        self._host(name).delay = min(delay, self._policy.max_wait_seconds)

    def back_off(self, name: str, retry_after: str | None) -> float:
        """Leave a host alone that has too much to do, and return for how many seconds.

        What it says in Retry-After counts; without that it is twice as long each time, and by chance up to half longer.
        """
        host = self._host(name)
        said = _seconds(retry_after)
        grown = self._policy.back_off_seconds * float(2 ** min(host.failures, 12))
        wait = (grown if said is None else said) + grown * self._ground.chance() / 2
        wait = min(wait, _LONGEST)
        host.failures += 1
        host.ready = max(host.ready, self._ground.now() + wait)
        return wait

    def went_well(self, name: str) -> None:
        """Forget a host's failures."""
        self._host(name).failures = 0


def _seconds(retry_after: str | None) -> float | None:
    """Return the seconds of a Retry-After header, given as a number or a date; None where it says neither."""
    text = (retry_after or "").strip()
    if text.isascii() and text.isdigit():
        return float(min(int(text[:9]), _LONGEST))
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max((moment - datetime.now(UTC)).total_seconds(), 0.0), _LONGEST)
