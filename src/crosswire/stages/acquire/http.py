"""An archived answer of a web server: status, kind and body, unpacked within a limit; nothing is ever fetched."""

import re
import zlib
from dataclasses import dataclass

from crosswire.stages.acquire.decode import RefusedError

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})")
_HEAD = re.compile(rb"\r?\n\r?\n")
_SIZE = re.compile(rb"[ \t]*([0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r?\n")
_CHARSET = re.compile(r"(?:charset|encoding)\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_WINDOWS = {"gzip": (31,), "x-gzip": (31,), "deflate": (15, -15)}


@dataclass(frozen=True)
class Answer:
    """What a server answered: `kind` is the media type, `charset` the encoding it names."""

    status: int
    kind: str
    charset: str | None
    body: bytes


def answer(data: bytes, limit: int) -> Answer:
    """Return the answer in `data`; raises RefusedError where its body can't be unpacked within `limit` bytes."""
    status = _STATUS.match(data)
    end = _HEAD.search(data, 0, 256 * 1024)
    head, body = (data[: end.start()], data[end.end() :]) if end else (data, b"")
    fields: dict[str, str] = {}
    for line in head.split(b"\n")[1:400]:
        name, _, value = line.decode("latin-1").partition(":")
        fields.setdefault(name.strip().lower(), value.strip())
    if "chunked" in fields.get("transfer-encoding", "").lower():
        body = _unchunked(body)
    for coding in reversed(fields.get("content-encoding", "").lower().split(",")[:3]):
        body = _unpacked(body, coding.strip(), limit)
    kind = fields.get("content-type", "")
    charset = _CHARSET.search(kind)
    return Answer(int(status[1]) if status else 0, kind, charset[1] if charset else None, body)


def _unchunked(body: bytes) -> bytes:
    """Return `body` without the sizes of its chunks; as it is where its archive took them out already."""
    out: list[bytes] = []
    at = 0
    while found := _SIZE.match(body, at):
        size = int(found[1], 16)
        if size == 0:
            return b"".join(out)
        out.append(body[found.end() : found.end() + size])
        at = found.end() + size
        at += 2 if body[at : at + 2] == b"\r\n" else 1 if body[at : at + 1] == b"\n" else 0
    return b"".join(out) if out else body


def _unpacked(body: bytes, coding: str, limit: int) -> bytes:
    if coding in ("", "identity") or not body:
        return body
    if coding not in _WINDOWS:
        raise RefusedError(f"packed as {coding[:20]!r}, which is not read; expected gzip or none")
    if "gzip" in coding and not body.startswith(b"\x1f\x8b"):
        return body  # unpacked by the archive, which left the field
    for window in _WINDOWS[coding]:
        machine = zlib.decompressobj(wbits=window)
        try:
            out = machine.decompress(body, limit + 1)
        except zlib.error:
            continue
        if len(out) > limit:
            raise RefusedError(
                f"more than {limit} bytes unpacked; raise max_document_bytes to read it"
            )
        if not machine.eof:
            raise RefusedError(f"its {coding} ends too soon; fetch the page again")
        return out
    raise RefusedError(f"not sound {coding}; fetch the page again")
