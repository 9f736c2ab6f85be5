"""WARC files, packed or not: each archived page to a report, record by record, in bounded memory.

Responses and resources that are HTML are read as pages, converted ones as text. A `metadata` record of Media Cloud that
refers to the page before it fills in what the page does not say. Records of other kinds are no reports; answers that
are no page are counted and named once.
"""

import gzip
import hashlib
import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, BinaryIO

import msgspec

from crosswire.model.skipped import Skipped
from crosswire.stages.acquire.decode import GZIP_MAGIC, RefusedError, decode
from crosswire.stages.acquire.documents import Raw
from crosswire.stages.acquire.http import answer
from crosswire.stages.acquire.options import AcquireOptions
from crosswire.stages.acquire.outlets import host

TOLD = 20
"""Pages of a file that can't be read and are named one by one."""
_LINE, _HEADERS, _CHUNK = 16 * 1024, 400, 1 << 20
_MEDIA_CLOUD = "mediacloud"


@dataclass(frozen=True)
class Record:
    """One record: its named fields in lower case, and its content, `whole` unless the file ends in it."""

    fields: dict[str, str]
    content: bytes
    whole: bool = True
    length: int = 0

    @property
    def kind(self) -> str:
        """Return the record's kind, in lower case."""
        return self.fields.get("warc-type", "").lower()

    @property
    def address(self) -> str | None:
        """Return the address that the record is of."""
        return self.fields.get("warc-target-uri", "").strip(" <>") or None


def read_warc(file: BinaryIO, name: str, options: AcquireOptions) -> Iterator[Raw | Skipped]:
    """Yield the reports in `file`; a page takes its address as id. A file without any is skipped with that reason."""
    empty = True
    for found in _reports(file, name, options):
        empty = False
        yield found
    if empty:
        yield Skipped(document=name, reason="holds no web page")


def _reports(file: BinaryIO, name: str, options: AcquireOptions) -> Iterator[Raw | Skipped]:
    other: Counter[str] = Counter()
    bad = 0
    waiting: Raw | Skipped | None = None
    of = ""
    for number, record in enumerate(_safe(file, options), 1):
        if isinstance(record, str):
            yield from () if waiting is None else (waiting,)
            place = f"after record {number - 1}: " if number > 1 else ""
            yield Skipped(document=name, reason=f"{place}{record}")
            waiting = None
            break
        if record.kind == "metadata" and waiting and _refers(record, of):
            waiting = _completed(waiting, record)
            continue
        found = _read(record, record.address or f"{name}:{number}", options, other)
        if found is None:
            continue
        if waiting is not None:
            bad += isinstance(waiting, Skipped)
            if bad <= TOLD or isinstance(waiting, Raw):
                yield waiting
        waiting, of = found, record.fields.get("warc-record-id", "")
    if waiting is not None:
        bad += isinstance(waiting, Skipped)
        yield waiting
    if bad > TOLD:
        yield Skipped(document=name, reason=f"{bad - TOLD} more pages that hold no report")
    if other:
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(other.items())[:12])
        yield Skipped(document=name, reason=f"answers that are no page: {kinds}")


# ---------------------------------------------------------------- records


def _safe(file: BinaryIO, options: AcquireOptions) -> Iterator[Record | str]:
    """Yield the records of `file`, and at the end why it could not be read on, if it could not."""
    try:
        yield from records(unpacked(file), options)
    except RefusedError as error:
        yield str(error)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
        yield f"the file can't be read on ({error}); fetch it again"


def unpacked(file: BinaryIO) -> BinaryIO:
    """Return `file` as a stream of what it holds, unpacked where it is packed."""
    stream = io.BufferedReader(file, 1 << 16) if isinstance(file, io.RawIOBase) else file
    head = stream.read(2)
    joined = io.BufferedReader(_Joined(head, stream), 1 << 16)
    if not head.startswith(GZIP_MAGIC):
        return joined
    return io.BufferedReader(gzip.GzipFile(fileobj=joined), 1 << 16)


class _Joined(io.RawIOBase):
    """A stream with bytes that were read from it put back in front."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._head[: len(buffer)] or self._rest.read(len(buffer))
        self._head = self._head[len(buffer) :]
        buffer[: len(data)] = data
        return len(data)


def records(stream: BinaryIO, options: AcquireOptions) -> Iterator[Record]:
    """Yield the records of an unpacked `stream`; a content past the limit of a document is cut to nothing.

    Raises RefusedError where there is no record, or more than `max_archive_bytes`.
    """
    left = options.max_archive_bytes
    any_found = False
    while line := stream.readline(_LINE):
        left -= len(line)
        if left < 0:
            raise RefusedError(
                f"more than {options.max_archive_bytes} bytes unpacked; split the file"
            )
        # What stands between records is skipped, so that one with a wrong length costs no other.
        if not line.startswith(b"WARC/"):
            if not any_found and options.max_archive_bytes - left > _CHUNK:
                break
            continue
        any_found = True
        fields = _fields(stream)
        length = fields.get("content-length", "")
        size = int(length) if length.isdecimal() and len(length) < 16 else 0
        if size > left:
            yield Record(fields, b"", False, size)
            continue
        content, got = _content(stream, size, options.max_document_bytes)
        left -= got
        yield Record(fields, content, got == size, size)
    if not any_found:
        raise RefusedError("no WARC record in it; expected WARC/1.0 or WARC/1.1")


def _fields(stream: BinaryIO) -> dict[str, str]:
    """Return the named fields at the head of a record, in lower case."""
    fields: dict[str, str] = {}
    for _ in range(_HEADERS):
        line = stream.readline(_LINE).rstrip(b"\r\n")
        if not line:
            break
        name, _, value = line.decode("utf-8", "replace").partition(":")
        fields.setdefault(name.strip().lower(), value.strip())
    return fields


def _content(stream: BinaryIO, size: int, limit: int) -> tuple[bytes, int]:
    """Return `size` bytes, or none where they are more than `limit`, and how many there were."""
    parts: list[bytes] = []
    got = 0
    while got < size:
        data = stream.read(min(_CHUNK, size - got))
        if not data:
            break
        got += len(data)
        if size <= limit:
            parts.append(data)
    return b"".join(parts), got


# ---------------------------------------------------------------- reports


def _read(
    record: Record, id: str, options: AcquireOptions, other: Counter[str]
) -> Raw | Skipped | None:
    """Return the report of a record, why it holds none, or None (and a count in `other`) where it is no page."""
    if record.kind not in ("response", "resource", "conversion"):
        return None
    id = " ".join(id.split())[:300]
    if record.length > options.max_document_bytes:
        reason = (
            f"more than {options.max_document_bytes} bytes; raise max_document_bytes to read it"
        )
        return Skipped(document=id, reason=reason)
    if not record.whole:
        return Skipped(document=id, reason="the file ends in this record; fetch it again")
    try:
        return _report(record, id, options, other)
    except RefusedError as error:
        return Skipped(document=id, reason=str(error))


def _report(record: Record, id: str, options: AcquireOptions, other: Counter[str]) -> Raw | None:
    kind, charset, body = record.fields.get("content-type", ""), None, record.content
    if record.kind == "response":
        if not body.startswith(b"HTTP/"):
            other["not of the web"] += 1
            return None
        found = answer(body, options.max_document_bytes)
        if found.status != 200:
            other[f"with status {found.status}"] += 1
            return None
        kind, charset, body = found.kind, found.charset, found.body
    kind = kind.partition(";")[0].strip().lower() or _sniffed(body)
    if record.kind == "conversion" and kind == "text/plain":
        raw = _plain(body, id)
    elif "html" in kind:
        from crosswire.stages.acquire.pages import read_page  # slow to load

        raw = read_page(body, id, options, charset=charset)
    else:
        other[re.sub(r"[^\w.+/-]", "", kind)[:40] or "of no kind"] += 1
        return None
    metadata = {**raw.metadata}
    if fetched := record.fields.get("warc-date"):
        metadata["fetched"] = fetched[:40]
    if cut := record.fields.get("warc-truncated"):
        metadata["truncated"] = cut[:40]
    # A page may not pass for another outlet's by naming an address there.
    if raw.url and record.address and host(raw.url) != host(record.address):
        metadata["claimed_url"] = raw.url
        raw = replace(raw, url=None)
    return replace(raw, url=raw.url or record.address, metadata=metadata)


def _sniffed(body: bytes) -> str:
    head = body[:512].lstrip().lower()
    return "text/html" if head.startswith((b"<!doctype html", b"<html")) else ""


def _plain(body: bytes, id: str) -> Raw:
    return Raw(id=id, sha256=hashlib.sha256(body).hexdigest(), text=decode(body).text)


# ---------------------------------------------------------------- Media Cloud


def _refers(record: Record, page: str) -> bool:
    kind = record.fields.get("content-type", "")
    return _MEDIA_CLOUD in kind and record.fields.get("warc-refers-to", page) == page


def _completed(found: Raw | Skipped, record: Record) -> Raw | Skipped:
    """Return `found` with what Media Cloud's record says besides; a page it took a text from is a report by that."""
    try:
        said = msgspec.json.decode(record.content)
    except (msgspec.DecodeError, RecursionError):
        return found
    parts = said if isinstance(said, dict) else {}
    content, entry = (
        part if isinstance(part := parts.get(key), dict) else {}
        for key in ("content_metadata", "rss_entry")
    )

    def text(source: dict[str, Any], key: str) -> str | None:
        value = source.get(key)
        return value.strip() if isinstance(value, str) and value.strip() else None

    body = text(content, "text_content")
    if isinstance(found, Skipped):
        if body is None:
            return found
        digest = _plain(body.encode("utf-8", "replace"), found.document).sha256
        found = Raw(id=found.document, sha256=digest, text=body, url=record.address)
    return replace(
        found,
        title=found.title or text(content, "article_title") or text(entry, "title"),
        outlet=found.outlet or text(content, "canonical_domain"),
        url=found.url or text(content, "url") or text(entry, "link"),
        published_at=found.published_at
        or text(content, "publication_date")
        or text(entry, "pub_date"),
        language=found.language or text(content, "language"),
    )
