"""How a server is to be run: where it listens, who may come in, and how much of anything it takes."""

import ipaddress
import secrets

from msgspec.structs import replace

from crosswire.errors import UsageError
from crosswire.model.record import Record

LOOPBACK = ("127.0.0.1", "::1", "localhost")


class Limits(Record, frozen=True, kw_only=True):
    """How much is taken: sizes in bytes, rates a minute and client, the rest at once."""

    body: int = 64 * 1024 * 1024
    files: int = 200
    reads: int = 6000
    writes: int = 240
    logins: int = 10
    streams: int = 64
    waiting: int = 16
    """Jobs that may wait in a line; a request for one more is asked to come again."""
    body_seconds: float = 60.0
    """Seconds between two pieces of a request's body."""


class ServeOptions(Record, frozen=True, kw_only=True):
    """Where the server listens and what it lets in."""

    host: str = "127.0.0.1"
    port: int = 8765
    token: str | None = None
    """What one must show to come in; None lets in whoever reaches the address."""
    tls_cert: str | None = None
    tls_key: str | None = None
    hosts: tuple[str, ...] = ()
    """Names, besides its address, under which the server may be asked."""
    allow_paths: bool = False
    """Whether a request may name files of this machine to be read."""
    offline: bool = False
    allow_private: bool = False
    read_ahead: bool = True
    """Whether reports of stories are read by the parser before anybody asks."""
    limits: Limits = Limits()

    @property
    def tls(self) -> bool:
        """Tell whether the server speaks TLS."""
        return self.tls_cert is not None

    @property
    def address(self) -> str:
        """Return the address that a browser on this machine is given."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "") else self.host
        host = f"[{host}]" if ":" in host else host
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}/"


def checked(options: ServeOptions) -> ServeOptions:
    """Return the options with a token where one is needed; raises UsageError for those that make no sense."""
    if bool(options.tls_cert) != bool(options.tls_key):
        raise UsageError("--tls-cert and --tls-key go together; one was given")
    if options.token is not None and len(options.token) < 16:
        raise UsageError(
            f"a token of {len(options.token)} letters is guessed; give at least 16, or none to have one made"
        )
    if not is_loopback(options.host) and options.token is None:
        return replace(options, token=secrets.token_urlsafe(24))
    return options


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach what listens at `host`."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
