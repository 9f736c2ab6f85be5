"""The process that listens: one socket, one event loop, a clean end."""

import asyncio
import contextlib
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

import uvicorn
from fastapi import FastAPI
from msgspec.structs import replace

from crosswire.errors import UsageError
from crosswire.fetch.listening import listening
from crosswire.settings import Settings
from crosswire.web.app import build
from crosswire.web.options import ServeOptions, checked

GRACE = 3
"""Seconds that requests are given to end when the server stops."""
HEAD_BYTES = 32 * 1024
"""Bytes of a request's first line and headers."""
AT_ONCE = 512
"""Connections held at once; more are told to come again."""
Ready = Callable[[ServeOptions], None]


def serve(path: str, settings: Settings, options: ServeOptions, ready: Ready) -> None:
    """Serve the workspace in the file `path` until interrupted; `ready` is called once it listens.

    `ready` is given the options as they came to be: with the port that was free, where 0 was asked for, and the
    token that was made, where one is needed. Raises UsageError where nothing can listen there.
    """
    options = checked(options)
    for file in (options.tls_cert, options.tls_key):
        if file is not None and not Path(file).is_file():
            raise UsageError(f"no file {file}; name certificate and key as PEM files")
    with listening(options.host, options.port) as door:
        options = replace(options, port=door.getsockname()[1])
        app = build(path, settings, options)
        server = Server(app, options, lambda: ready(options))
        asyncio.run(server.serve([door]))


class Server(uvicorn.Server):
    """The server: says when it is ready, and lets the streams of news end when it stops."""

    def __init__(self, app: FastAPI, options: ServeOptions, ready: Callable[[], None]) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                loop="asyncio",
                http="h11",
                ws="none",
                lifespan="on",
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                limit_concurrency=AT_ONCE,
                timeout_graceful_shutdown=GRACE,
                h11_max_incomplete_event_size=HEAD_BYTES,
                ssl_certfile=options.tls_cert,
                ssl_keyfile=options.tls_key,
            )
        )
        self._app, self._ready = app, ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, and say so."""
        await super().startup(sockets)
        self._loop = asyncio.get_running_loop()
        if self.started:
            self._ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop; asked twice, stop at once."""
        self.stop(force=self.should_exit and sig == signal.SIGINT)

    def stop(self, *, force: bool = False) -> None:
        """Begin to stop, from any thread."""
        self.force_exit = force
        self.should_exit = True
        with contextlib.suppress(AttributeError, RuntimeError):
            self._loop.call_soon_threadsafe(self._app.state.desk.news.close)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take the signals that end the server; unlike its parent, do not raise them again at the end."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {
            number: signal.signal(number, self.handle_exit)
            for number in (signal.SIGINT, signal.SIGTERM)
        }
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
