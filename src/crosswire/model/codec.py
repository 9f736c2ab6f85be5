"""Records to JSON and back. Keys come in a fixed order, so that equal records give equal bytes."""

from typing import Any, TypeVar

import msgspec

T = TypeVar("T")


def to_json(record: object, *, indent: int = 0) -> bytes:
    """Return `record` as UTF-8 JSON; `indent` spaces a level, 0 for one line.

    Lone surrogates, which JSON's UTF-8 can't carry, must have been replaced when the text was acquired.
    """
    encoded = msgspec.json.encode(record)
    return msgspec.json.format(encoded, indent=indent) if indent else encoded


def from_json(data: bytes | str, kind: type[T]) -> T:
    """Return the record of type `kind` that `data` holds; raises msgspec.ValidationError if it does not."""
    return msgspec.json.decode(data, type=kind)


def to_plain(record: object) -> Any:
    """Return `record` as dicts, lists and plain values, under the names the JSON has."""
    return msgspec.to_builtins(record)


def json_schema(kind: type) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the record type `kind`."""
    schema = msgspec.json.schema(kind)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
