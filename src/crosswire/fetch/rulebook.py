"""What the robots.txt of each origin says, asked for once a day and kept within bounds.

By RFC 9309 a host without the file (4xx) allows all; one whose file can't be had (5xx, no answer) nothing.
"""

from collections.abc import Callable
from threading import Lock

from crosswire.errors import FetchFailedError, FetchRefusedError
from crosswire.fetch.policy import Policy
from crosswire.fetch.robots import PRODUCT, Robots, product_of, read_robots
from crosswire.fetch.urls import Target

_RULES = 200_000
"""Rules of all origins together that are remembered: hosts of one name without end must not fill the memory."""
_ORIGINS = 5_000


Load = Callable[[Target], bytes]


class Rulebook:
    """Rules by origin; `now` is the clock by which they grow old."""

    def __init__(self, policy: Policy, now: Callable[[], float]) -> None:
        self._policy, self._now = policy, now
        self._known: dict[tuple[str, bool], tuple[float, Robots | str]] = {}
        self._lock = Lock()

    def ask(self, target: Target, load: Load, *, private: bool = False) -> Robots:
        """Return what the host of `target` allows; raises FetchFailedError where it can't be known for now.

        `load` fetches a robots.txt. `private` tells apart what was learned of a host where it may be on a network of
        one's own, since elsewhere nothing is.
        """
        key = target.origin, private
        with self._lock:
            known = self._known.get(key)
        if known is None or known[0] <= self._now():
            known = self._fetched(target, load)
            with self._lock:
                self._known.pop(key, None)
                self._known[key] = known
                self._forget()
        until, rules = known
        if isinstance(rules, str):
            raise FetchFailedError(target.url, rules, retry_after=max(until - self._now(), 0))
        return rules

    def _forget(self) -> None:
        """Drop the oldest while there are more than should be remembered."""
        held = sum(_weight(rules) for _, rules in self._known.values())
        while len(self._known) > 1 and (held > _RULES or len(self._known) > _ORIGINS):
            oldest = next(iter(self._known))
            held -= _weight(self._known.pop(oldest)[1])

    def _fetched(self, target: Target, load: Load) -> tuple[float, Robots | str]:
        """Return until when what is known of a host's rules is good, and the rules or why there are none."""
        policy, rules, failed = self._policy, Robots(), ""
        good_for = policy.robots_seconds
        place = Target(target.scheme, target.host, target.port, "/robots.txt")
        try:
            rules = read_robots(load(place), product_of(policy.agent) or PRODUCT)
        except FetchFailedError as error:
            gone = error.status is not None and 400 <= error.status < 500 and error.status != 429
            failed = "" if gone else _unruly(error, target.host)
            good_for = policy.robots_seconds if gone else policy.robots_retry_seconds
        except FetchRefusedError:
            # Redirects that go round or to where nothing may go, or something that is no text: no rules in it.
            # Where the host's own address is refused, the page's fetch says so next.
            good_for = policy.robots_retry_seconds
        return self._now() + good_for, failed or rules


def _weight(rules: Robots | str) -> int:
    return 1 if isinstance(rules, str) else 1 + len(rules.rules) + len(rules.sitemaps)


def _unruly(error: FetchFailedError, host: str) -> str:
    """Return why nothing of a host is fetched whose robots.txt can't be had: no answer at all speaks for itself."""
    if error.status is None:
        return error.reason
    return f"robots.txt of {host} can't be had (status {error.status}), so nothing there is for now"
