"""A web server that answers as a test wants, byte for byte, and a ground on which public names lead to it."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import httpcore

from crosswire.fetch.connect import Ground, dial
from crosswire.fetch.fetcher import Fetcher
from crosswire.fetch.policy import Policy

PUBLIC = "93.184.215.14"
"""A public address that stands for the test's server; no connection to it is ever made."""
QUICK = {"delay_seconds": 0.0, "connect_seconds": 3.0, "read_seconds": 3.0, "total_seconds": 5.0}

Connection = socket.socket
Route = bytes | Callable[[Connection], None]


def answer(body: bytes = b"<p>News.</p>", status: str = "200 OK", **headers: str | None) -> bytes:
    """Return a whole answer; `content_type="text/plain"` and so on are headers, None leaves one out."""
    said: dict[str, str | None] = {
        "content_type": "text/html; charset=utf-8",
        "content_length": str(len(body)),
        **headers,
    }
    lines = [
        f"{name.replace('_', '-')}: {value}" for name, value in said.items() if value is not None
    ]
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode() + body


def redirect(to: str, status: str = "302 Found") -> bytes:
    """Return an answer that sends on to another address."""
    return answer(b"", status, location=to)


@dataclass
class Server:
    """Routes by path, and what was asked: the whole head of every request."""

    routes: dict[str, Route] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    port: int = 0

    @property
    def paths(self) -> list[str]:
        """Return the paths that were asked for, but for robots.txt."""
        paths = [head.split(" ")[1] for head in self.asked]
        return [path for path in paths if path != "/robots.txt"]

    def url(self, path: str = "/") -> str:
        """Return an address of this server by its loopback address."""
        return f"http://127.0.0.1:{self.port}{path}"

    def _serve(self, connection: Connection, context: ssl.SSLContext | None) -> None:
        with suppress(OSError), connection as plain:
            plain.settimeout(10)
            stream = context.wrap_socket(plain, server_side=True) if context else plain
            with stream:
                head = b""
                while b"\r\n\r\n" not in head:
                    part = stream.recv(65536)
                    if not part:
                        return
                    head += part
                self.asked.append(head.decode("latin-1"))
                path = head.split(b" ")[1].decode()
                route = self.routes.get(path, answer(b"", "404 Not Found"))
                if callable(route):
                    route(stream)
                else:
                    stream.sendall(route)
                stream.shutdown(socket.SHUT_WR)
                while stream.recv(65536):
                    pass


@contextmanager
def serving(routes: Mapping[str, Route], context: ssl.SSLContext | None = None) -> Iterator[Server]:
    """Serve `routes` on a port of the loopback address while the context lasts; `context` makes it TLS."""
    server = Server(dict(routes))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server.port = listener.getsockname()[1]
        threads: list[threading.Thread] = []

        def accept() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                thread = threading.Thread(target=server._serve, args=(connection, context))
                thread.start()
                threads.append(thread)

        accepting = threading.Thread(target=accept)
        accepting.start()
        try:
            yield server
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            accepting.join()
            for thread in threads:
                thread.join(15)


@dataclass
class Clock:
    """A clock that only sleeping moves."""

    now: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@dataclass
class World:
    """Public-looking names that lead to test servers: what each resolves to, and what was dialled."""

    server: Server
    names: dict[str, list[list[str]]] = field(default_factory=dict)
    """Answers of DNS by name, one after the other, the last for ever; other names are at `PUBLIC`."""
    dialled: list[str] = field(default_factory=list)
    resolved: list[str] = field(default_factory=list)
    clock: Clock = field(default_factory=Clock)
    trusted: ssl.SSLContext | None = None
    reachable: set[str] = field(default_factory=lambda: {PUBLIC})
    """Addresses that may be dialled; any other fails the test."""

    def resolve(self, host: str, port: int) -> list[str]:
        self.resolved.append(host)
        with suppress(OSError):
            return [socket.getaddrinfo(host, port, flags=socket.AI_NUMERICHOST)[0][4][0]]  # type: ignore[list-item]
        answers = self.names.get(host, [[PUBLIC]])
        return answers.pop(0) if len(answers) > 1 else answers[0]

    def dial(self, address: str, port: int, timeout: float) -> httpcore.NetworkStream:
        self.dialled.append(address)
        assert address in self.reachable, f"connected to {address}"
        return dial("127.0.0.1", self.server.port, timeout)

    def fetcher(self, **policy: object) -> Fetcher:
        """Return a fetcher on this ground, by a quick policy."""
        ground = Ground(
            resolve=self.resolve,
            dial=self.dial,
            now=lambda: self.clock.now,
            sleep=self.clock.sleep,
            chance=lambda: 0.5,
            **({"trust": lambda: self.trusted} if self.trusted else {}),  # type: ignore[arg-type]
        )
        return Fetcher(Policy(**{**QUICK, **policy}), ground)  # type: ignore[arg-type]


@contextmanager
def world(routes: Mapping[str, Route], **about: object) -> Iterator[World]:
    """Give a world with one server of `routes` behind every public name."""
    with serving(routes) as server:
        yield World(server, **about)  # type: ignore[arg-type]
