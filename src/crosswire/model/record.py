"""What every record shares: how it is frozen, and how ids are made from content."""

import hashlib

import msgspec


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """An immutable record; `msgspec.structs.replace` makes a changed copy."""


def content_id(prefix: str, *parts: object) -> str:
    """Return `prefix` and ten hexadecimal digits of the hash of `parts`.

    The same parts give the same id on every machine; a rerun is therefore an upsert.
    """
    joined = "\x1f".join(str(part) for part in parts)
    return f"{prefix}{hashlib.sha256(joined.encode('utf-8', 'surrogatepass')).hexdigest()[:10]}"
