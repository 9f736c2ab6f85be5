"""One request and its answer over a connection that goes where the check said, and is metered all along.

The name is resolved once, every address it has is checked, and the connection is made to one of those very
addresses; TLS is verified against the name. There is no pool, no proxy, no cookie and no look at the environment.
Bytes and seconds are counted at the wire, below HTTP and TLS, so that no dripping or endless answer slips by.
"""

import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_address
from queue import Empty, SimpleQueue
from random import random
from socket import SOCK_STREAM, gaierror, getaddrinfo
from threading import Thread
from typing import Any

import certifi
import httpcore

from crosswire.errors import FetchFailedError, FetchRefusedError
from crosswire.fetch.addresses import OWN, Address, refused
from crosswire.fetch.policy import Policy
from crosswire.fetch.urls import Target

_TRIES = 3
"""Addresses of one name that are tried, where the first do not answer."""


def resolve(host: str, port: int) -> list[str]:
    """Return the addresses of `host` that the system's resolver gives, in its order; raises OSError."""
    found = getaddrinfo(host, port, type=SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def dial(address: str, port: int, timeout: float) -> httpcore.NetworkStream:
    """Return a connection to a numeric address."""
    return httpcore.SyncBackend().connect_tcp(address, port, timeout)


@cache
def trust() -> ssl.SSLContext:
    """Return what certificates are held against: the system's store and certifi's."""
    context = ssl.create_default_context()
    context.load_verify_locations(cafile=certifi.where())
    return context


@dataclass(frozen=True)
class Ground:
    """What fetching stands on: names, connections, trust, clock, sleep and chance; tests put in their own."""

    resolve: Callable[[str, int], Iterable[str]] = resolve
    dial: Callable[[str, int, float], httpcore.NetworkStream] = dial
    trust: Callable[[], ssl.SSLContext] = trust
    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random


@dataclass(frozen=True)
class Answer:
    """Status, headers (lower-case, the first of each name) and the body as it comes."""

    status: int
    headers: dict[str, str]
    chunks: Iterator[bytes]


@contextmanager
def exchange(
    target: Target,
    headers: list[tuple[str, str]],
    policy: Policy,
    ground: Ground,
    posted: bytes | None = None,
) -> Iterator[Answer]:
    """Ask `target` once and give its answer, whose body can be read while the context lasts; `posted` is sent to it.

    Raises FetchRefusedError and FetchFailedError, within the context too.
    """
    meter = _Meter(target.url, policy)
    origin = httpcore.Origin(target.scheme.encode(), target.host.encode(), target.port)
    connection = httpcore.HTTPConnection(
        origin,
        ssl_context=ground.trust() if target.scheme == "https" else None,
        network_backend=_Guard(meter, policy, ground),
    )
    request = httpcore.Request(
        b"GET" if posted is None else b"POST",
        httpcore.URL(
            scheme=origin.scheme, host=origin.host, port=origin.port, target=target.path.encode()
        ),
        headers=[(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers],
        content=posted,
        extensions={
            "timeout": {
                "connect": policy.connect_seconds,
                "read": policy.read_seconds,
                "write": policy.read_seconds,
            }
        },
    )
    try:
        response = connection.handle_request(request)
        meter.let_in_body()
        yield Answer(response.status, _headers(response.headers), response.iter_stream())
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise _told(error, target, meter) from error
    finally:
        connection.close()


def _headers(raw: list[tuple[bytes, bytes]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in raw:
        found.setdefault(name.decode("latin-1").lower(), _text(value))
    return found


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _told(error: Exception, target: Target, meter: "_Meter") -> Exception:
    """Return a failure of the transport as an error of ours."""
    if isinstance(error.__cause__, ssl.SSLCertVerificationError):
        reason = (
            f"its certificate does not stand for {target.host} ({error.__cause__.verify_message})"
        )
        return FetchRefusedError(target.url, f"{reason}; nothing was asked of it")
    if meter.left() <= 0:
        return meter.too_slow()
    if isinstance(error, httpcore.TimeoutException):
        return FetchFailedError(target.url, "no answer in time; try again later")
    if isinstance(error, httpcore.ProtocolError):
        return FetchFailedError(target.url, f"its answer breaks HTTP ({error}); try again later")
    return FetchFailedError(target.url, f"no connection ({error}); try again later")


class _Meter:
    """What one exchange has left of its bytes and seconds; at first only as many bytes as headers may have."""

    def __init__(self, url: str, policy: Policy) -> None:
        self._url, self._policy = url, policy
        self._ends = time.monotonic() + policy.total_seconds
        self._room = policy.max_header_bytes
        self._in_body = False

    def let_in_body(self) -> None:
        """Open the meter for the body, once the headers are in."""
        self._room, self._in_body = self._policy.max_wire_bytes, True

    def left(self) -> float:
        """Return the seconds left."""
        return self._ends - time.monotonic()

    def patience(self, wanted: float | None) -> float:
        """Return how long the next step may take; raises FetchFailedError where no time is left."""
        left = self.left()
        if left <= 0:
            raise self.too_slow()
        return left if wanted is None else min(left, wanted)

    def room(self, wanted: int) -> int:
        """Return how many bytes may be read next; raises FetchRefusedError where none are left."""
        if self._room <= 0:
            name = "max_wire_bytes" if self._in_body else "max_header_bytes"
            what = "an answer" if self._in_body else "headers"
            reason = (
                f"{what} of more than {getattr(self._policy, name)} bytes; raise {name} to read it"
            )
            raise FetchRefusedError(self._url, reason)
        return min(wanted, self._room)

    def took(self, count: int) -> None:
        """Count bytes that came."""
        self._room -= count

    def too_slow(self) -> FetchFailedError:
        """Return the error of an exchange whose time is up."""
        seconds = self._policy.total_seconds
        reason = f"not done after {seconds:g} seconds; raise total_seconds or try again later"
        return FetchFailedError(self._url, reason)

    def refusal(self, host: str, address: Address, kind: str) -> FetchRefusedError:
        """Return the error of a host with an address that must not be connected to."""
        own = kind in OWN
        where = f"{host} is at {address}" if host != str(address) else str(address)
        hint = "--allow-private reads those of your own network" if own else "it is never fetched"
        return FetchRefusedError(self._url, f"{where}, a {kind} address; {hint}")

    def resolved(self, look_up: Callable[[], Iterable[str]]) -> list[str]:
        """Return what `look_up` gives, waiting no longer than there is time: the system's resolver knows no limit."""
        answers: SimpleQueue[list[str] | OSError | UnicodeError] = SimpleQueue()

        def work() -> None:
            try:
                answers.put(list(look_up()))
            except (OSError, UnicodeError) as error:
                answers.put(error)

        Thread(target=work, daemon=True).start()
        try:
            found = answers.get(timeout=self.patience(self._policy.connect_seconds))
        except Empty:
            raise FetchFailedError(self._url, "no answer from DNS; try again later") from None
        if isinstance(found, Exception):
            why = found.strerror if isinstance(found, gaierror) else found
            raise FetchFailedError(self._url, f"the name has no address ({why}); check it")
        return found


class _Guard(httpcore.NetworkBackend):
    """Connects to checked addresses only. Every connection of this program to a network is made here."""

    def __init__(self, meter: _Meter, policy: Policy, ground: Ground) -> None:
        self._meter, self._policy, self._ground = meter, policy, ground

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: object = None,
    ) -> httpcore.NetworkStream:
        """Resolve `host`, check all that comes back, and connect to one of those addresses."""
        failure: Exception | None = None
        for address in self._checked(host, port)[:_TRIES]:
            try:
                stream = self._ground.dial(str(address), port, self._meter.patience(timeout))
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _Metered(stream, self._meter)
        raise failure or httpcore.ConnectError("no address")

    def _checked(self, host: str, port: int) -> list[Address]:
        """Return the addresses of `host`; one that is refused spoils them all, since names answer in any order."""
        texts = self._meter.resolved(lambda: self._ground.resolve(host, port))
        addresses = [ip_address(text) for text in texts]
        for address in addresses:
            kind = refused(address, allow_private=self._policy.allow_private)
            if kind:
                raise self._meter.refusal(host, address, kind)
        return addresses


class _Metered(httpcore.NetworkStream):
    """A connection whose every byte and second is counted."""

    def __init__(self, stream: httpcore.NetworkStream, meter: _Meter) -> None:
        self._stream, self._meter = stream, meter

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what came, as far as there is room and time for it."""
        data = self._stream.read(self._meter.room(max_bytes), self._meter.patience(timeout))
        self._meter.took(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send `buffer` while there is time."""
        self._stream.write(buffer, self._meter.patience(timeout))

    def close(self) -> None:
        """End the connection."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Return the connection in TLS, verified against `server_hostname`."""
        patience = self._meter.patience(timeout)
        return _Metered(self._stream.start_tls(ssl_context, server_hostname, patience), self._meter)

    def get_extra_info(self, info: str) -> Any:
        """Return what the connection below says of itself."""
        return self._stream.get_extra_info(info)
