"""Who a browser is: a session in a cookie that scripts can't read, and the token that its acts must carry.

Nothing is kept but the ids of sessions that showed the server's token; a restart forgets them all.
"""

import hashlib
import hmac
import secrets
import threading
from collections import OrderedDict
from time import monotonic

from crosswire.web.options import ServeOptions

LASTS = 30 * 24 * 3600.0
"""Seconds that a browser which showed the token stays known."""
MOST = 1000
"""Sessions known at once; the oldest is forgotten for a new one."""


class Sessions:
    """The sessions of one server."""

    def __init__(self, options: ServeOptions) -> None:
        self._secret = secrets.token_bytes(32)
        self._token = options.token
        self._let_in: OrderedDict[str, float] = OrderedDict()
        self._lock = threading.Lock()
        self.secure = options.tls
        self.cookie = f"{'__Host-' if options.tls else ''}crosswire-{options.port}"

    @property
    def guarded(self) -> bool:
        """Tell whether a token must be shown."""
        return self._token is not None

    def new(self) -> str:
        """Return the id of a new session."""
        return secrets.token_urlsafe(24)

    def csrf(self, session: str) -> str:
        """Return the token that acts of this session carry; only pages of this server can know it."""
        return hmac.new(self._secret, session.encode(), hashlib.sha256).hexdigest()

    def is_csrf(self, session: str | None, given: str | None) -> bool:
        """Tell whether `given` is the session's token, in constant time."""
        if not session or not given:
            return False
        return _same(self.csrf(session), given)

    def is_token(self, given: str | None) -> bool:
        """Tell whether `given` is the server's token, in constant time."""
        return self._token is not None and given is not None and _same(self._token, given)

    def let_in(self, session: str) -> None:
        """Note that a session showed the token."""
        with self._lock:
            self._let_in[session] = monotonic() + LASTS
            while len(self._let_in) > MOST:
                self._let_in.popitem(last=False)

    def forget(self, session: str) -> None:
        """Let a session be a stranger again."""
        with self._lock:
            self._let_in.pop(session, None)

    def is_in(self, session: str | None) -> bool:
        """Tell whether a session showed the token, or none is asked for."""
        if self._token is None:
            return True
        with self._lock:
            return session is not None and self._let_in.get(session, 0.0) > monotonic()

    def set_cookie(self, session: str) -> str:
        """Return the value of the header that gives a browser its session."""
        secure = "; Secure" if self.secure else ""
        return f"{self.cookie}={session}; Path=/; HttpOnly; SameSite=Strict{secure}"


def _same(one: str, other: str) -> bool:
    """Compare in constant time, whatever the lengths."""
    digests = (
        hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest() for text in (one, other)
    )
    return hmac.compare_digest(*digests)
