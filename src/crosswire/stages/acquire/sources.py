"""Sources to `Document`s: files, folders and standard input, in the order given, one bad item never stopping the rest.

1. A source is walked to its files, sorted by path; a file met twice is read once.
2. What a file holds becomes raw reports, by its kind (`kinds`, `readers`); an archive is walked to its members.
3. A raw report becomes a `Document`; an id that comes again with another text becomes `ID~2`.
"""

import hashlib
import io
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Literal, Protocol

import msgspec

from crosswire.model.document import Document
from crosswire.model.skipped import Skipped
from crosswire.stages.acquire.archives import DEEPEST, Budget, content, members, opened
from crosswire.stages.acquire.decode import GZIP_MAGIC, RefusedError, decode, decompress
from crosswire.stages.acquire.documents import Raw, build
from crosswire.stages.acquire.kinds import SINGLE, STREAMED, by_content, by_name, expected
from crosswire.stages.acquire.options import AcquireOptions
from crosswire.stages.acquire.records import is_lines, pieces, read_records
from crosswire.stages.acquire.web import is_address, read_address


class Openable(Protocol):
    """What can be opened for reading: a path, or a file on another storage."""

    def open(self, mode: Literal["rb"], /) -> BinaryIO:
        """Return it as an open binary file; raises OSError."""
        ...


@dataclass(frozen=True)
class Item:
    """A file, or a member of an archive, with the id its document will have and its kind (empty: by content)."""

    id: str
    kind: str
    path: Openable | None = None
    data: bytes | None = None
    """What a member holds; a file is read by its path."""
    named: bool = True
    """Whether the caller named the file itself; in a folder, a `.json` is seldom a report."""
    depth: int = 0
    """Archives it stands in."""
    line: int = 1
    """Number of the first line, of a piece of a file."""


def acquire(
    sources: Iterable[str], options: AcquireOptions | None = None
) -> Iterator[Document | Skipped]:
    """Yield the document of every report in `sources`, and a `Skipped` with its reason for what can't be read."""
    options = options or AcquireOptions()
    texts: dict[str, str] = {}
    for item in items(sources, options):
        if isinstance(item, Skipped):
            yield item
        elif isinstance(item, Raw):
            yield named(build(item, options), texts, False)
        else:
            for done, single in reports(item, options):
                yield done if isinstance(done, Skipped) else named(done, texts, single)


def items(sources: Iterable[str], options: AcquireOptions) -> Iterator[Item | Raw | Skipped]:
    """Yield what is to be read: files, each once, large ones of JSON Lines in pieces; what addresses gave."""
    met: set[str] = set()
    for source in sources:
        if is_address(source):
            yield from read_address(source, options)
            continue
        for item in walk(source):
            if isinstance(item, Skipped):
                yield item
                continue
            real = os.path.realpath(item.path) if isinstance(item.path, Path) else "-"
            if real in met:
                yield Skipped(
                    document=item.id, reason="same document twice: this file was read already"
                )
                continue
            met.add(real)
            yield from _pieces_of(item, options)


PIECE = 1 << 20
"""Bytes of JSON Lines that are read at once: some hundred reports."""


def _pieces_of(item: Item, options: AcquireOptions) -> Iterator[Item]:
    """Yield a file as it is, or a large one of JSON Lines in pieces, so that it is never in memory as a whole."""
    if item.kind == "records" and isinstance(item.path, Path):
        try:
            file = item.path.open("rb")
        except OSError:  # told when it is read
            yield item
            return
        with file:
            start = file.read(PIECE)
            if len(start) == PIECE and is_lines(start):
                file.seek(0)
                for data, line in pieces(file, PIECE, options.max_document_bytes):
                    yield replace(item, path=None, data=data, line=line)
                return
    yield item


def named(document: Document, texts: dict[str, str], single: bool) -> Document | Skipped:
    """Return `document` under an id of its own, or why it is left out; `texts` has the hash by id.

    The id of a `single` report is its file's name, which says nothing of what it is; a given id does.
    """
    name = name_of(document.id, text_hash(document), texts, single)
    if name is None:
        return Skipped(document=document.id, reason=TWICE)
    return under(document, name)


TWICE = "same document twice: same id and same text as before"


def text_hash(document: Document) -> str:
    """Return the hash of a document's text, by which two of one id are told apart."""
    return hashlib.sha256(document.text.encode("utf-8", "replace")).hexdigest()


def name_of(id: str, digest: str, texts: dict[str, str], single: bool) -> str | None:
    """Return the id that a text goes by after those in `texts`, and note it there; None for one met before."""
    name, number = id, 1
    while name in texts:
        if texts[name] == digest and not single:
            return None
        number += 1
        name = f"{id}~{number}"
    texts[name] = digest
    return name


def under(document: Document, name: str) -> Document:
    """Return `document` under the id `name`."""
    if name == document.id:
        return document
    metadata = {**document.metadata, "renamed_from": document.id}
    return msgspec.structs.replace(document, id=name, metadata=metadata)


def reports(item: Item, options: AcquireOptions) -> Iterator[tuple[Document | Skipped, bool]]:
    """Yield what one file holds under the ids it gives, each with whether it is all that its file holds."""
    for raw, single in _raws(item, options, Budget(options.max_archive_bytes)):
        yield raw if isinstance(raw, Skipped) else build(raw, options), single


def walk(source: str) -> Iterator[Item | Skipped]:
    """Yield the files of `source` in order of their paths."""
    if source == "-":
        yield Item("-", "")
        return
    path = Path(source)
    if path.is_file():
        yield Item(_sayable(path.name), by_name(path.name), path)
    elif path.is_dir():
        yield from _folder(path)
    else:
        reason = "no such file or folder" if not path.exists() else "neither a file nor a folder"
        yield Skipped(document=_sayable(source), reason=f"{reason}; check the path")


def _sayable(name: str) -> str:
    """Return a file's name as an id: what is not UTF-8 in it, which no JSON could carry, as U+FFFD."""
    return os.fsencode(name).decode("utf-8", "replace")


def _folder(folder: Path) -> Iterator[Item | Skipped]:
    files: list[tuple[str, Path]] = []
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if not name.startswith("."):
                path = Path(root, name)
                files.append((_sayable(path.relative_to(folder).as_posix()), path))
    if not files:
        yield Skipped(
            document=_sayable(str(folder)), reason=f"an empty folder; expected files ({expected()})"
        )
    for id, path in sorted(files):
        kind = by_name(path.name)
        if kind and not path.is_file():  # opening a pipe would wait for its writer for ever
            yield Skipped(
                document=id, reason="no file: a pipe, a device or a link that leads nowhere"
            )
        else:
            yield Item(id, kind, path, named=False) if kind else _unread(id)


def _unread(id: str) -> Skipped:
    return Skipped(document=id, reason=f"not a kind of file that is read; expected {expected()}")


_Raws = Iterator[tuple[Raw | Skipped, bool]]
"""Raw reports, each with whether it is all that its file holds."""


def _raws(item: Item, options: AcquireOptions, budget: Budget) -> _Raws:
    """Yield the raw reports of one file or member."""
    try:
        # A file of unknown kind is read to find out, and one that is read piece by piece is opened only.
        data = None if item.kind in STREAMED and item.data is None else _bytes(item, options)
        kind = item.kind or by_content(data or b"")
        if kind in STREAMED:
            yield from _pieces(item, kind, data, options, budget)
        else:
            for raw in _read(data or b"", kind, item, options):
                yield raw, kind in SINGLE
    except RefusedError as error:
        yield Skipped(document=item.id, reason=str(error)), True


def _read(data: bytes, kind: str, item: Item, options: AcquireOptions) -> Iterator[Raw | Skipped]:
    if kind == "text":
        return iter((_text(data, item.id),))
    if kind == "records":
        return read_records(data, item.id, item.line)
    from crosswire.stages.acquire.readers import READERS  # slow to load, and not always needed

    return READERS[kind](data, item.id, options, item.named)


def _pieces(
    item: Item, kind: str, data: bytes | None, options: AcquireOptions, budget: Budget
) -> _Raws:
    """Yield the raw reports of a file that is read piece by piece."""
    with _stream(item, data, options) as file:
        if kind == "zip":
            yield from _members(item, file, options, budget)
            return
        from crosswire.stages.acquire.readers import STREAM_READERS

        for raw in STREAM_READERS[kind](file, item.id, options):
            yield raw, False


def _members(item: Item, file: BinaryIO, options: AcquireOptions, budget: Budget) -> _Raws:
    """Yield the raw reports of an archive, member by member."""
    if item.depth >= DEEPEST:
        raise RefusedError(f"an archive more than {DEEPEST} deep in others; unpack it")
    with opened(file, options) as archive:
        found = False
        for name, info in members(archive):
            found = True
            if budget.left <= 0:
                reason = (
                    f"more than {options.max_archive_bytes} bytes unpacked; the rest is not read"
                )
                yield (
                    Skipped(document=item.id, reason=f"{reason}: unpack it and name the folder"),
                    True,
                )
                return
            id, kind = f"{item.id}/{name}", by_name(name)
            if not kind:
                yield _unread(id), True
                continue
            try:
                data = content(archive, info, options, budget)
            except RefusedError as error:
                yield Skipped(document=id, reason=str(error)), True
                continue
            inner = Item(id, kind, data=data, named=False, depth=item.depth + 1)
            yield from _raws(inner, options, budget)
        if not found:
            raise RefusedError(f"an empty archive; expected files ({expected()})")


def _stream(item: Item, data: bytes | None, options: AcquireOptions) -> BinaryIO:
    """Return what `item` holds as an open file."""
    if data is not None or item.path is None:
        return io.BytesIO(data or b"")
    try:
        file = item.path.open("rb")
        packed = item.kind == "zip" and file.read(2) == GZIP_MAGIC
        file.seek(0)
    except OSError as error:
        raise _unreadable(error) from error
    if packed:
        file.close()
        return io.BytesIO(_bytes(item, options))
    return file


def _unreadable(error: OSError) -> RefusedError:
    return RefusedError(f"can't be read ({error.strerror or error}); check its permissions")


def _bytes(item: Item, options: AcquireOptions) -> bytes:
    limit = options.max_document_bytes
    try:
        if item.data is not None:
            data = item.data
        elif item.path is None:
            data = (options.stdin or sys.stdin.buffer).read(limit + 1)
        else:
            with item.path.open("rb") as file:
                data = file.read(limit + 1)
    except OSError as error:
        raise _unreadable(error) from error
    if len(data) > limit:
        raise RefusedError(f"more than {limit} bytes; raise max_document_bytes to read it")
    streamed = item.kind in STREAMED and item.kind != "zip"
    return data if streamed or not data.startswith(GZIP_MAGIC) else decompress(data, limit)


def _text(data: bytes, id: str) -> Raw:
    digest = hashlib.sha256(data).hexdigest()
    decoded = decode(data)
    metadata: dict[str, object] = {}
    if decoded.encoding != "utf-8":
        metadata["encoding"] = decoded.encoding
    if decoded.replaced:
        metadata["replaced_characters"] = decoded.replaced
    return Raw(id=id, sha256=digest, text=decoded.text, front=True, metadata=metadata)
