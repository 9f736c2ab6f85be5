"""A server for tests: the real one, in a thread, on a port that is free."""

import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import httpx
from msgspec.structs import replace

from crosswire.fetch.listening import listening
from crosswire.settings import Settings
from crosswire.web.app import build
from crosswire.web.desk import Desk
from crosswire.web.options import Limits, ServeOptions, checked
from crosswire.web.server import Server

ENDLESS = Limits(reads=10_000_000, writes=10_000_000, logins=10_000_000)


class Serving(NamedTuple):
    """Where a server listens, and what it works with."""

    base: str
    options: ServeOptions
    desk: Desk

    def client(self, **more: object) -> httpx.Client:
        """Return a client of the server, with time to wait: others use the machine, too."""
        found = httpx.Client(base_url=self.base, timeout=90, **more)  # type: ignore[arg-type]
        found.headers.setdefault("Prefer", "wait=60")
        return found

    def browser(self) -> httpx.Client:
        """Return a client that acts as a page of the server would: with its session, origin and token."""
        client = self.client()
        client.headers["Origin"] = self.base
        client.get("/login")
        session = client.cookies[self.desk.sessions.cookie]
        client.headers["X-CSRF-Token"] = self.desk.sessions.csrf(session)
        return client


@contextlib.contextmanager
def serving(path: Path, options: ServeOptions | None = None) -> Iterator[Serving]:
    """Serve the workspace at `path` while the block runs."""
    wanted = checked(options or ServeOptions(read_ahead=False, offline=True, limits=ENDLESS))
    with listening(wanted.host, 0) as door:
        wanted = replace(wanted, port=door.getsockname()[1])
        app = build(str(path), Settings(workers=1), wanted)
        ready = threading.Event()
        server = Server(app, wanted, ready.set)
        thread = threading.Thread(target=server.run, args=([door],))
        thread.start()
        assert ready.wait(20)
        try:
            yield Serving(wanted.address.rstrip("/"), wanted, app.state.desk)
        finally:
            server.stop()
            thread.join(20)
            assert not thread.is_alive()
