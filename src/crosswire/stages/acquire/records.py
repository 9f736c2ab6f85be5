"""JSON Lines to raw reports, one a line; a bad line is named by its number and the others go on.

Of very many bad lines the first are named and the rest counted; one JSON document over many lines is named once.
"""

import hashlib
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from crosswire.model.skipped import Skipped
from crosswire.stages.acquire.decode import decode
from crosswire.stages.acquire.documents import Raw

_FIELDS = ("title", "outlet", "agency", "url", "language")
_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u([dD][89a-fA-F][0-9a-fA-F]{2})|\\."
)
_EXPECTED = 'expected one object a line: {"text": "...", "title": "...", ...}'

TOLD = 20
"""Bad lines of a file that are named one by one."""


def read_records(data: bytes, name: str, first: int = 1) -> Iterator[Raw | Skipped]:
    """Yield the reports of JSON Lines `data`; `name` and the line number stand in for a missing id.

    `first` is the number of the first line, where `data` is not all of a file.
    """
    text = decode(data).text
    if whole := _one_document(text):
        reason = f"{whole}; expected JSON Lines: {_EXPECTED.removeprefix('expected ')}"
        yield Skipped(document=name, reason=f"{reason}; put each report on a line of its own")
        return
    start, number, bad = 0, first, 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start:end].strip()
        if line:
            record = _record(line, f"{name}:{number}")
            bad += isinstance(record, Skipped)
            if bad <= TOLD or not isinstance(record, Skipped):
                yield record
        start, number = end + 1, number + 1
    if bad > TOLD:
        yield Skipped(
            document=name, reason=f"{bad - TOLD} more lines that hold no report; {_EXPECTED}"
        )


def pieces(file: BinaryIO, size: int, most: int) -> Iterator[tuple[bytes, int]]:
    """Yield a file of JSON Lines in pieces of whole lines of about `size` bytes, each with its first line's number.

    A line that goes on for more than `most` bytes comes in several pieces, which hold no JSON.
    """
    rest, number = b"", 1
    while block := file.read(size):
        end = block.rfind(b"\n") + 1
        if not end and len(rest) + len(block) < most:
            rest += block
            continue
        piece, rest = rest + block[:end] if end else rest + block, block[end:] if end else b""
        yield piece, number
        number += piece.count(b"\n")
    if rest:
        yield rest, number


def is_lines(start: bytes) -> bool:
    """Tell whether a file that begins so is JSON Lines in UTF-8: its first line is JSON by itself."""
    try:
        msgspec.json.decode(start.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0])
    except (msgspec.DecodeError, RecursionError):
        return False
    return True


def _one_document(text: str) -> str:
    """Return what the one JSON document is that `text` holds over several lines, or "" where it holds none."""
    text = text.strip()
    first = text.partition("\n")[0]
    if first == text or not first.startswith(("{", "[")):
        return ""
    try:
        msgspec.json.decode(first)
    except (msgspec.DecodeError, RecursionError):
        try:
            value, _ = _decoded(text)
        except (msgspec.DecodeError, RecursionError):
            return ""
        if isinstance(value, list):
            return f"one JSON document, a list of {len(value)}"
        schema = value.get("schema") if isinstance(value, dict) else None
        return f"one JSON document{f' ({schema})' if isinstance(schema, str) else ''}"
    return ""


def _record(line: str, place: str) -> Raw | Skipped:
    try:
        record, replaced = _decoded(line)
    except (msgspec.DecodeError, RecursionError) as error:
        return Skipped(document=place, reason=f"not JSON ({error}); {_EXPECTED}")
    if not isinstance(record, dict):
        return Skipped(document=place, reason=f"JSON, but no object; {_EXPECTED}")
    id, body = record.pop("id", None), record.pop("text", None)
    named = str(id) if isinstance(id, str | int) and str(id).strip() else place
    if not isinstance(body, str) or not body.strip():
        given = (
            "nothing"
            if body is None
            else "blanks"
            if isinstance(body, str)
            else type(body).__name__
        )
        return Skipped(
            document=named, reason=f'{given} under "text"; expected the words of the report'
        )
    when = record.pop("published_at", None)
    known: dict[str, Any] = {
        key: record.pop(key).strip() or None for key in _FIELDS if isinstance(record.get(key), str)
    }
    if replaced:
        record["replaced_surrogates"] = replaced
    return Raw(
        id=named,
        sha256=hashlib.sha256(line.encode("utf-8", "surrogatepass")).hexdigest(),
        text=body.removeprefix("\ufeff"),
        published_at=when,
        metadata=record,
        **known,
    )


def _decoded(line: str) -> tuple[object, int]:
    """Return the value of a line of JSON, and how many lone surrogates in it became U+FFFD."""
    replaced = 0

    def sound(found: re.Match[str]) -> str:
        nonlocal replaced
        if found[1] is None:
            return found.group()
        replaced += 1
        return "\\ufffd"

    try:
        return msgspec.json.decode(line), 0
    except msgspec.DecodeError:
        if "\\u" not in line:
            raise
    # The decoder refuses lone surrogates, which real feeds hold where a text was cut in mid-emoji.
    return msgspec.json.decode(_ESCAPE.sub(sound, line)), replaced
