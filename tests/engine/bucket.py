"""A bucket of the S3 protocol on this machine: what a batch asks of one, kept in a folder.

Objects are listed (version 2, by prefix and delimiter, a few at a time), fetched whole or by range, looked up, put and
deleted. Signatures are not checked; an object appears whole.
"""

import hashlib
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit
from uuid import uuid4
from xml.sax.saxutils import escape

A_PAGE = 7
"""Objects in one answer, few, so that a listing always has several."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    root: Path

    def log_message(self, *about: object) -> None:
        pass

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        query = {name: one[0] for name, one in parse_qs(asked.query).items()}
        if "list-type" in query:
            self._answer(200, self._listing(asked.path.strip("/"), query).encode())
            return
        self._object(body=True)

    def do_HEAD(self) -> None:
        self._object(body=False)

    def do_PUT(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        path = self._path()
        path.parent.mkdir(parents=True, exist_ok=True)
        part = self.root / f".{uuid4().hex}"
        part.write_bytes(data)
        part.replace(path)
        self._answer(200, b"", {"ETag": _tag(data)})

    def do_DELETE(self) -> None:
        self._path().unlink(missing_ok=True)
        self._answer(204, b"")

    def _path(self) -> Path:
        return self.root / unquote(urlsplit(self.path).path).lstrip("/")

    def _object(self, *, body: bool) -> None:
        path = self._path()
        if not path.is_file():
            self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>" if body else b"")
            return
        data = path.read_bytes()
        about = {"ETag": _tag(data), "Last-Modified": formatdate(int(path.stat().st_mtime), usegmt=True)}  # fmt: skip
        status = 200
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if wanted:
            start, end = int(wanted[1]), min(len(data), int(wanted[2] or len(data)) + 1)
            about["Content-Range"] = f"bytes {start}-{end - 1}/{len(data)}"
            data, status = data[start:end], 206
        self._answer(status, data, about, body=body)

    def _listing(self, bucket: str, query: dict[str, str]) -> str:
        """Return the objects and common prefixes after a token, at most a page of them."""
        prefix, cut = query.get("prefix", ""), query.get("delimiter", "")
        home = self.root / bucket
        keys = sorted(p.relative_to(home).as_posix() for p in home.rglob("*") if p.is_file())
        found: dict[str, bool] = {}
        for key in keys:
            if key.startswith(prefix):
                head, sign, _ = key[len(prefix) :].partition(cut) if cut else ("", "", "")
                found[f"{prefix}{head}{sign}" if sign else key] = bool(sign)
        rows = sorted(row for row in found.items() if row[0] > query.get("continuation-token", ""))
        page, rest = rows[:A_PAGE], rows[A_PAGE:]
        said = [_said(home, name, common) for name, common in page]
        more = (
            f"<NextContinuationToken>{escape(page[-1][0])}</NextContinuationToken>" if rest else ""
        )
        return (
            f"<ListBucketResult><Name>{bucket}</Name><Prefix>{escape(prefix)}</Prefix><KeyCount>{len(page)}</KeyCount>"
            f"<MaxKeys>{A_PAGE}</MaxKeys><IsTruncated>{str(bool(rest)).lower()}</IsTruncated>{more}{''.join(said)}"
            "</ListBucketResult>"
        )

    def _answer(
        self, status: int, data: bytes, about: dict[str, str] | None = None, *, body: bool = True
    ) -> None:
        self.send_response(status)
        for name, value in (about or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if body and status != 204:
            self.wfile.write(data)


def _tag(data: bytes) -> str:
    return f'"{hashlib.md5(data, usedforsecurity=False).hexdigest()}"'


def _said(home: Path, name: str, common: bool) -> str:
    if common:
        return f"<CommonPrefixes><Prefix>{escape(name)}</Prefix></CommonPrefixes>"
    path = home / name
    return (
        f"<Contents><Key>{escape(name)}</Key><LastModified>2031-05-07T10:00:00.000Z</LastModified>"
        f"<ETag>{_tag(path.read_bytes())}</ETag><Size>{path.stat().st_size}</Size></Contents>"
    )


@contextmanager
def running(root: Path) -> Iterator[dict[str, str]]:
    """Serve the folders below `root` as buckets; gives what the environment of a client must say."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"root": root}))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield {
            "AWS_ENDPOINT_URL": address,
            "AWS_ENDPOINT": address,
            "AWS_ALLOW_HTTP": "true",
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": quote("reader"),
            "AWS_SECRET_ACCESS_KEY": "hush",
        }
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
