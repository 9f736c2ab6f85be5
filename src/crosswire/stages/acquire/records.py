"""JSON Lines to raw reports, one a line; a bad line is named by its number and the others go on."""

import hashlib
from collections.abc import Iterator
from typing import Any

import msgspec

from crosswire.model.dossier import Skipped
from crosswire.stages.acquire.decode import decode, without_surrogates
from crosswire.stages.acquire.documents import Raw
from crosswire.stages.acquire.options import AcquireOptions

_FIELDS = ("title", "outlet", "agency", "url", "published_at", "language")


def read_records(data: bytes, name: str, options: AcquireOptions) -> Iterator[Raw | Skipped]:
    """Yield the reports of JSON Lines `data`; `name` and the line number stand in for a missing id."""
    text = decode(data).text
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield _record(line, f"{name}:{number}")


def _record(line: str, place: str) -> Raw | Skipped:
    try:
        record = msgspec.json.decode(line)
    except msgspec.DecodeError as error:
        return Skipped(document=place, reason=f"not JSON ({error}); expected one object a line")
    if not isinstance(record, dict):
        return Skipped(document=place, reason='not a JSON object; expected one with a "text"')
    body = record.pop("text", None)
    if not isinstance(body, str) or not body.strip():
        return Skipped(
            document=place, reason='no "text" in the record; expected the report\'s words'
        )
    id = record.pop("id", None)
    known = {k: record.pop(k) for k in _FIELDS if isinstance(record.get(k), str)}
    return Raw(
        id=str(id) if id not in (None, "") else place,
        sha256=hashlib.sha256(line.encode("utf-8", "surrogatepass")).hexdigest(),
        text=body.removeprefix("\ufeff"),
        metadata=dict(record),
        **known,
    )
