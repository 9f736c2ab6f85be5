"""Bytes to text: decompressed within a limit, encoding detected, BOM removed, nothing else changed.

Raises `RefusedError` with a reason that says what was given, what was expected and what to do.
"""

import codecs
import re
import zlib
from dataclasses import dataclass

from charset_normalizer import from_bytes

GZIP_MAGIC = b"\x1f\x8b"
_SAMPLE = 64 * 1024
"""Bytes looked at when an encoding is guessed: more does not change the answer, only the time."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")


class RefusedError(Exception):
    """One item can't be read; the message is the reason that is shown."""


@dataclass(frozen=True)
class Decoded:
    """A text with the encoding it was read by and what had to be replaced in it."""

    text: str
    encoding: str
    replaced: int = 0


def decompress(data: bytes, limit: int) -> bytes:
    """Return the content of gzip `data`, all members, refused where it grows past `limit` bytes."""
    out = bytearray()
    while data:
        machine = zlib.decompressobj(wbits=31)
        try:
            out += machine.decompress(data, limit + 1 - len(out))
        except zlib.error as error:
            raise RefusedError(f"not a sound gzip file ({error}); pack it again") from error
        if len(out) > limit:
            raise RefusedError(
                f"more than {limit} bytes unpacked; raise max_document_bytes to read it"
            )
        if not machine.eof:
            raise RefusedError("the gzip file ends too soon; fetch it again")
        data = machine.unused_data.lstrip(b"\0")
    return bytes(out)


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Return `data` as text: by its BOM, else as UTF-8, else as `declared` by itself, else as is likeliest."""
    if not data.strip():
        raise RefusedError("empty; expected the text of a report")
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _by(data[len(bom) :], encoding)
    if b"\0" in data[:_SAMPLE]:
        guess = _sixteen_bits(data)
        if guess is None:
            raise RefusedError("binary data (it holds NUL bytes); expected a text file")
        return _by(data, guess)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        if declared and _is_known(declared):
            return _by(data, declared)
        return _guessed(data)
    if "\0" in text or _is_binary(data):
        raise RefusedError("binary data (control characters throughout); expected a text file")
    return Decoded(text, "utf-8")


def without_surrogates(text: str) -> tuple[str, int]:
    """Return `text` with each lone surrogate as U+FFFD, and how many there were."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.subn("\ufffd", text)
    return text, 0


def _by(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, "replace").removeprefix("\ufeff")
    if not text.strip():
        raise RefusedError("empty; expected the text of a report")
    if "\0" in text:
        raise RefusedError("binary data (it holds NUL characters); expected a text file")
    return Decoded(text, encoding, text.count("\ufffd"))


def _sixteen_bits(data: bytes) -> str | None:
    """Return the UTF-16 that `data` without a BOM is in: nearly every second byte is NUL, and only those."""
    sample = data[: _SAMPLE - _SAMPLE % 2]
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _is_known(encoding: str) -> bool:
    try:
        codecs.lookup(encoding)
    except (LookupError, ValueError):
        return False
    return encoding.casefold().replace("_", "-") not in ("utf-8", "utf8", "unicode", "utf-7")


def _guessed(data: bytes) -> Decoded:
    """Return `data`, which is not UTF-8, in the likeliest encoding."""
    if _is_binary(data):
        raise RefusedError("binary data (control characters throughout); expected a text file")
    good = data.decode("utf-8", "replace")
    if good.count("\ufffd") * 200 < len(good):
        return Decoded(good, "utf-8", good.count("\ufffd"))
    best = from_bytes(data[:_SAMPLE], steps=5, chunk_size=2048).best()
    encoding = best.encoding if best else "cp1252"
    if encoding in ("latin_1", "iso8859_1", "ascii", "cp1250", "cp1254", "cp1258"):
        encoding = "cp1252"
    return _by(data, encoding)


def _is_binary(data: bytes) -> bool:
    """Tell whether control characters are more than one in a hundred of the first bytes."""
    sample = data[:_SAMPLE]
    return len(_CONTROL.findall(sample)) * 100 > len(sample)
