"""JSON Lines to raw reports, one a line; a bad line is named by its number and the others go on."""

import hashlib
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from crosswire.model.dossier import Skipped
from crosswire.stages.acquire.decode import decode
from crosswire.stages.acquire.documents import Raw

_FIELDS = ("title", "outlet", "agency", "url", "language")
_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u([dD][89a-fA-F][0-9a-fA-F]{2})|\\."
)
_EXPECTED = 'expected one object a line: {"text": "...", "title": "...", ...}'


def read_records(data: bytes, name: str) -> Iterator[Raw | Skipped]:
    """Yield the reports of JSON Lines `data`; `name` and the line number stand in for a missing id."""
    text = decode(data).text
    start, number = 0, 1
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start:end].strip()
        if line:
            yield _record(line, f"{name}:{number}")
        start, number = end + 1, number + 1


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
