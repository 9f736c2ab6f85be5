"""The body of an answer, unpacked as it comes and never past its limit: gzip and deflate, or nothing."""

import zlib
from collections.abc import Iterable, Iterator

from crosswire.errors import FetchFailedError, FetchRefusedError

ENCODINGS = "gzip, deflate"
"""What is asked for. Brotli and Zstandard are not: there is nothing in the standard library that unpacks them."""

_STEP = 256 * 1024
_MEMBERS = 64
"""Parts of one gzip body: real ones have one, and thousands of empty ones are only work."""


def read_body(
    chunks: Iterable[bytes], encoding: str, limit: int, url: str, *, cut: bool = False
) -> bytes:
    """Return the unpacked body, of `limit` bytes at most; longer ones are refused, or cut off there with `cut`."""
    kind = encoding.strip().lower()
    if kind in ("", "identity"):
        parts: Iterator[bytes] = iter(chunks)
    elif kind in ("gzip", "x-gzip"):
        parts = _gunzipped(chunks, url)
    elif kind == "deflate":
        parts = _inflated(chunks, url)
    else:
        reason = (
            f"packed as {encoding[:40]!r}, which was not asked for; expected {ENCODINGS} or plain"
        )
        raise FetchRefusedError(url, reason)
    out = bytearray()
    for part in parts:
        out += part
        if len(out) > limit:
            if cut:
                return bytes(out[:limit])
            reason = f"more than {limit} bytes unpacked; raise max_bytes to read it"
            raise FetchRefusedError(url, reason)
    return bytes(out)


def _gunzipped(chunks: Iterable[bytes], url: str) -> Iterator[bytes]:
    machine, members, begun = zlib.decompressobj(wbits=31), 1, False
    for chunk in chunks:
        data = chunk
        while data:
            if machine.eof:
                machine, members = zlib.decompressobj(wbits=31), members + 1
                if members > _MEMBERS:
                    raise FetchRefusedError(url, f"gzip of more than {_MEMBERS} parts")
            begun = True
            yield from _steps(machine, data, url)
            data = machine.unused_data.lstrip(b"\0")
    if begun and not machine.eof:
        raise FetchFailedError(url, "the packed body ends too soon; fetch it again")


def _inflated(chunks: Iterable[bytes], url: str) -> Iterator[bytes]:
    """Yield the parts of a deflate body: with the header of zlib as the standard says, or bare as some send it."""
    machine = None
    for chunk in chunks:
        if chunk and machine is None:
            machine = zlib.decompressobj(wbits=15 if chunk[0] & 0x0F == 8 else -15)
        if machine is not None:
            yield from _steps(machine, chunk, url)
    if machine is not None and not machine.eof:
        raise FetchFailedError(url, "the packed body ends too soon; fetch it again")


def _steps(machine: "zlib._Decompress", data: bytes, url: str) -> Iterator[bytes]:
    """Yield what `data` unpacks to in steps of bounded size, so that a bomb is seen before it is in memory."""
    try:
        while data:
            yield machine.decompress(data, _STEP)
            data = machine.unconsumed_tail
    except zlib.error as error:
        raise FetchFailedError(url, f"a broken packed body ({error}); fetch it again") from error
