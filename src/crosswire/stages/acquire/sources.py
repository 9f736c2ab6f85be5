"""Sources to `Document`s: files, folders and standard input, in the order given, one bad item never stopping the rest.

1. A source is walked to its files, sorted by path; a file met twice is read once.
2. Bytes become raw reports: one for a text or a page, one a line for JSON Lines.
3. A raw report becomes a `Document`; an id that comes again with another text becomes `ID~2`.
"""

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from crosswire.model.document import Document
from crosswire.model.dossier import Skipped
from crosswire.stages.acquire.decode import GZIP_MAGIC, RefusedError, decode, decompress
from crosswire.stages.acquire.documents import Raw, build
from crosswire.stages.acquire.options import AcquireOptions
from crosswire.stages.acquire.records import read_records

KINDS = {
    ".txt": "text",
    ".md": "text",
    ".jsonl": "records",
    ".ndjson": "records",
    ".html": "page",
    ".htm": "page",
}
_READ = ", ".join(KINDS)
_NAMED = {**KINDS, ".json": "records"}
"""Kinds of files that are named themselves; in a folder, a `.json` is seldom a report."""


@dataclass(frozen=True)
class _Item:
    """Bytes with the id their document will have, and the kind its name says (empty: by content)."""

    id: str
    kind: str
    path: Path | None


def acquire(
    sources: Iterable[str], options: AcquireOptions | None = None
) -> Iterator[Document | Skipped]:
    """Yield the document of every report in `sources`, and a `Skipped` with its reason for what can't be read."""
    options = options or AcquireOptions()
    met: set[str] = set()
    texts: dict[str, str] = {}
    for source in sources:
        for item in _walk(source):
            if isinstance(item, Skipped):
                yield item
                continue
            real = os.path.realpath(item.path) if item.path else "-"
            if real in met:
                yield Skipped(
                    document=item.id, reason="same document twice: this file was read already"
                )
                continue
            met.add(real)
            for raw in _raws(item, options):
                yield raw if isinstance(raw, Skipped) else _named(build(raw, options), texts, item)


def _named(document: Document, texts: dict[str, str], item: _Item) -> Document | Skipped:
    """Return `document` under an id of its own, or why it is left out; `texts` has the hash by id."""
    digest = hashlib.sha256(document.text.encode("utf-8", "replace")).hexdigest()
    id, name, number = document.id, document.id, 1
    while name in texts:
        if texts[name] == digest and item.kind == "records":
            return Skipped(
                document=id, reason="same document twice: same id and same text as before"
            )
        number += 1
        name = f"{id}~{number}"
    texts[name] = digest
    if name == id:
        return document
    metadata = {**document.metadata, "renamed_from": id}
    return msgspec.structs.replace(document, id=name, metadata=metadata)


def _walk(source: str) -> Iterator[_Item | Skipped]:
    """Yield the files of `source` in order of their paths."""
    if source == "-":
        yield _Item("-", "", None)
        return
    if source.startswith(("http://", "https://")):
        reason = "a web address; this release reads no network: save the page and name the file"
        yield Skipped(document=source, reason=reason)
        return
    path = Path(source)
    if path.is_file():
        yield _Item(_sayable(path.name), _NAMED.get(_suffix(path), ""), path)
    elif path.is_dir():
        yield from _folder(path)
    else:
        reason = "no such file or folder" if not path.exists() else "neither a file nor a folder"
        yield Skipped(document=_sayable(source), reason=f"{reason}; check the path")


def _sayable(name: str) -> str:
    """Return a file's name as an id: what is not UTF-8 in it, which no JSON could carry, as U+FFFD."""
    return os.fsencode(name).decode("utf-8", "replace")


def _folder(folder: Path) -> Iterator[_Item | Skipped]:
    files: list[tuple[str, Path]] = []
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith("."):
                path = Path(root, name)
                files.append((_sayable(path.relative_to(folder).as_posix()), path))
    if not files:
        yield Skipped(
            document=_sayable(str(folder)), reason=f"an empty folder; expected files ({_READ})"
        )
    for id, path in sorted(files):
        kind = KINDS.get(_suffix(path), "")
        if kind:
            yield _Item(id, kind, path)
        else:
            yield Skipped(document=id, reason=f"not a kind of file that is read; expected {_READ}")


def _suffix(path: Path) -> str:
    """Return the suffix that tells the kind: that before `.gz`, where there is one."""
    name = path.name.lower().removesuffix(".gz")
    return os.path.splitext(name)[1]


def _raws(item: _Item, options: AcquireOptions) -> Iterator[Raw | Skipped]:
    """Yield the raw reports of one file."""
    try:
        data = _bytes(item, options)
        kind = item.kind or _sniffed(data)
        if kind == "records":
            yield from read_records(data, item.id)
        else:
            yield _one(data, kind, item.id, options)
    except RefusedError as error:
        yield Skipped(document=item.id, reason=str(error))


def _bytes(item: _Item, options: AcquireOptions) -> bytes:
    limit = options.max_document_bytes
    try:
        if item.path is None:
            data = (options.stdin or sys.stdin.buffer).read(limit + 1)
        else:
            with item.path.open("rb") as file:
                data = file.read(limit + 1)
    except OSError as error:
        raise RefusedError(
            f"can't be read ({error.strerror or error}); check its permissions"
        ) from error
    if len(data) > limit:
        raise RefusedError(f"more than {limit} bytes; raise max_document_bytes to read it")
    return decompress(data, limit) if data.startswith(GZIP_MAGIC) else data


def _sniffed(data: bytes) -> str:
    """Return the kind of `data` by its first words."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"{"):
        return "records"
    return "page" if head.startswith((b"<!doctype html", b"<html")) else "text"


def _one(data: bytes, kind: str, id: str, options: AcquireOptions) -> Raw:
    if kind == "page":
        from crosswire.stages.acquire.pages import read_page  # slow to load, and seldom needed

        return read_page(data, id, options)
    digest = hashlib.sha256(data).hexdigest()
    decoded = decode(data)
    metadata: dict[str, object] = {}
    if decoded.encoding != "utf-8":
        metadata["encoding"] = decoded.encoding
    if decoded.replaced:
        metadata["replaced_characters"] = decoded.replaced
    return Raw(id=id, sha256=digest, text=decoded.text, front=True, metadata=metadata)
