"""A server of the OpenAI-compatible kind that says what a test tells it to, and keeps what it was asked."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Scripted(ThreadingHTTPServer):
    """Answers each request with the next of its answers: status and body; the last one for good."""

    daemon_threads = True

    def __init__(self, *answers: tuple[int, bytes | None]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers = list(answers)
        self.asked: list[tuple[str, dict[str, str], Any]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"


class _Handler(BaseHTTPRequestHandler):
    server: Scripted

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        body = json.loads(self.rfile.read(length))
        self.server.asked.append((self.path, dict(self.headers), body))
        script = self.server.answers
        status, answer = script.pop(0) if len(script) > 1 else script[0]
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        if status in (301, 307):
            self.send_header("Location", f"{self.server.url}/elsewhere")
        self.end_headers()
        try:
            if answer is None:
                while True:
                    self.wfile.write(b" " * 4096)
            self.wfile.write(answer)
        except OSError:
            pass

    def log_message(self, format: str, *args: object) -> None:
        pass


def said(content: str) -> bytes:
    """Return a chat completion that says `content`."""
    return json.dumps(
        {"choices": [{"message": {"role": "assistant", "content": content}}]}
    ).encode()


def proposing(*drafts: dict[str, Any]) -> bytes:
    """Return a chat completion with proposals."""
    return said(json.dumps({"proposals": drafts}))


@contextmanager
def scripted(*answers: tuple[int, bytes | None]) -> Iterator[Scripted]:
    """Give a listening server, closed at the end."""
    server = Scripted(*answers)
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
    )
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
