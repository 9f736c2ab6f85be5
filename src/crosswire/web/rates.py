"""How often a client may ask: a bucket that fills with time and is emptied by requests."""

import threading
from collections import OrderedDict
from time import monotonic

CLIENTS = 4096
"""Clients remembered; the one that was silent longest is forgotten first."""


class Rates:
    """So many requests a minute and client, in bursts of up to a quarter of that."""

    def __init__(self, a_minute: int) -> None:
        self._each = a_minute / 60.0
        self._most = max(1.0, a_minute / 4.0)
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, client: str) -> float:
        """Take one request of `client`; return 0, or the seconds after which it may come again."""
        now = monotonic()
        with self._lock:
            left, at = self._left.pop(client, (self._most, now))
            left = min(self._most, left + (now - at) * self._each)
            allowed = left >= 1.0
            self._left[client] = (left - 1.0 if allowed else left, now)
            while len(self._left) > CLIENTS:
                self._left.popitem(last=False)
        return 0.0 if allowed else (1.0 - left) / self._each
