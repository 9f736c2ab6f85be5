"""Files to documents, each file read by one worker; ids are given by the driver, in the order of the sources.

So the outcome is that of reading all in one process: the same ids, and the same left out for the same reasons.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace as changed
from pathlib import Path
from typing import Any

import msgspec

from crosswire.errors import SourceError
from crosswire.model.change import Notice
from crosswire.model.document import Document
from crosswire.model.record import Record
from crosswire.model.skipped import Skipped, TakenBack
from crosswire.pipeline.batch.shelf import Remote, Shelf, is_storage, listed, name_of
from crosswire.stages.acquire.documents import build
from crosswire.stages.acquire.kinds import by_name, expected
from crosswire.stages.acquire.options import AcquireOptions
from crosswire.stages.acquire.sources import (  # fmt: skip
    TWICE,
    Item,
    reports,
    text_hash,
    under,
    walk,
)
from crosswire.stages.acquire.sources import name_of as id_of
from crosswire.stages.acquire.web import is_address, read_address

AT_ONCE = 200
"""Documents in one file of those that were read: what a worker is given to sketch at a time."""


class Where(Record, frozen=True, kw_only=True):
    """A document on the shelf: `[start, end)` of the file `part`, to be known as `id`."""

    id: str
    part: str
    start: int
    end: int


class Row(Record, frozen=True, kw_only=True):
    """What the driver knows of a document."""

    where: Where
    digest: str
    """Hash of the text."""
    single: bool
    published: str | None
    language: str | None


class Out(Record, frozen=True, kw_only=True):
    """What was left out, and the notice where its agency took it back."""

    document: str
    reason: str
    notice: Notice | None = None


class Index(Record, frozen=True, kw_only=True):
    """What one file held, in order: a document, or what was left out."""

    found: tuple[tuple[Row | None, Out | None], ...]


class Reading(Record, frozen=True, kw_only=True):
    """A file to be read, and under which name its index is kept."""

    out: str
    id: str
    kind: str
    path: str
    named: bool
    said: dict[str, Any]
    """The options of acquiring, without what can't travel."""


class Batch(Record, frozen=True, kw_only=True):
    """All that was read: documents under their last ids, and what was left out or taken back."""

    rows: tuple[Row, ...]
    skipped: tuple[Skipped, ...]
    notices: tuple[Notice, ...]


def planned(
    source: str, options: AcquireOptions, salt: str, met: set[str]
) -> Iterator[Reading | Skipped]:
    """Yield the files of a source in order, none that was met before; storages are asked only for what they list."""
    said = {
        f: getattr(options, f)
        for f in options.__dataclass_fields__
        if f not in ("fetch", "stdin", "now")
    }
    for one in _items(source):
        if isinstance(one, Skipped):
            yield one
            continue
        item, state = one
        remote = isinstance(item.path, Remote)
        path = item.path.address if isinstance(item.path, Remote) else str(item.path)
        real = path if remote else os.path.realpath(path)
        if real in met:
            yield Skipped(
                document=item.id, reason="same document twice: this file was read already"
            )
            continue
        met.add(real)
        about = (real, state, item.id, item.kind, item.named, sorted(said.items(), key=str))
        name = name_of("read", salt, *about)
        yield Reading(out=name, id=item.id, kind=item.kind, path=path, named=item.named, said=said)


def _items(source: str) -> Iterator[tuple[Item, str] | Skipped]:
    """Yield the files of one source, each with what differs when it was changed."""
    if is_storage(source):
        try:
            single = listed(source)
        except SourceError as error:
            yield Skipped(document=error.source, reason=error.reason)
            return
        alone = len(single) == 1 and source.rstrip("/").endswith(single[0][0])
        for id, address, state in single:
            item = Item(id, by_name(id), Remote(address), named=alone)
            if item.kind or alone:
                yield item, state
            else:
                reason = f"not a kind of file that is read; expected {expected()}"
                yield Skipped(document=id, reason=reason)
        return
    for found in walk(source):
        if isinstance(found, Skipped):
            yield found
        elif isinstance(found.path, Path):
            known = found.path.stat()
            state = f"{known.st_size} {known.st_mtime_ns}"
            yield changed(found, path=Path(os.path.abspath(found.path))), state


def in_driver(source: str) -> bool:
    """Tell whether a source is read by the driver: standard input, and the web, which has one fetcher."""
    return source == "-" or (is_address(source) and not is_storage(source))


def read_here(shelf: Shelf, source: str, options: AcquireOptions, salt: str) -> str:
    """Read a source that only the driver can read; return the name of its index, which follows from what it held."""
    if is_address(source):
        found: list[tuple[Document | Skipped, bool]] = [
            (read if isinstance(read, Skipped) else build(read, options), False)
            for read in read_address(source, options)
        ]
    else:
        found = [
            one for item in walk(source) if isinstance(item, Item) for one in reports(item, options)
        ]
    out = name_of("read", salt, source, hashlib.sha256(msgspec.msgpack.encode(found)).hexdigest())
    keep(shelf.place, out, found)
    return out


def read_file(shelf: str, task: Reading) -> None:
    """Read one file onto the shelf, and its index."""
    path = Remote(task.path) if is_storage(task.path) else Path(task.path)
    item = Item(task.id, task.kind, path, named=task.named)
    keep(shelf, task.out, reports(item, AcquireOptions(**task.said)))


def keep(shelf: str, out: str, found: Iterable[tuple[Document | Skipped, bool]]) -> None:
    """Keep documents on the shelf, some in a file, and then their index as `out`."""
    kept = Shelf(shelf)
    index: list[tuple[Row | None, Out | None]] = []
    waiting: list[tuple[int, Document, bool, bytes]] = []

    def close() -> None:
        data = b"".join(encoded for *_, encoded in waiting)
        part, start = name_of("docs", out, len(index)), 0
        for at, document, single, encoded in waiting:
            where = Where(id=document.id, part=part, start=start, end=start + len(encoded))
            index[at] = (_row(document, where, single), None)
            start += len(encoded)
        if waiting:
            kept.put(part, data)
        waiting.clear()

    for item, single in found:
        if isinstance(item, Document):
            waiting.append((len(index), item, single, msgspec.msgpack.encode(item)))
            index.append((None, None))
        else:
            notice = item.notice if isinstance(item, TakenBack) else None
            out_of = Out(document=item.document, reason=item.reason, notice=notice)
            index.append((None, out_of))
        if len(waiting) >= AT_ONCE:
            close()
    close()
    kept.put(out, msgspec.msgpack.encode(Index(found=tuple(index))))


def _row(document: Document, where: Where, single: bool) -> Row:
    return Row(
        where=where,
        digest=text_hash(document),
        single=single,
        published=document.published_at.value,
        language=document.language,
    )


def gathered(shelf: Shelf, found: Iterable[str | Skipped]) -> Batch:
    """Return what all files held: each text under an id of its own, by the order of the files."""
    rows: list[Row] = []
    skipped: list[Skipped] = []
    notices: list[Notice] = []
    texts: dict[str, str] = {}
    for name in found:
        if isinstance(name, Skipped):
            skipped.append(name)
            continue
        index = msgspec.msgpack.decode(shelf.get(name), type=Index)
        for row, out in index.found:
            if out is not None:
                skipped.append(Skipped(document=out.document, reason=out.reason))
                notices += [out.notice] if out.notice else []
            elif row is not None:
                given = row.where.id
                id = id_of(given, row.digest, texts, row.single)
                if id is None:
                    skipped.append(Skipped(document=given, reason=TWICE))
                else:
                    where = msgspec.structs.replace(row.where, id=id)
                    rows.append(msgspec.structs.replace(row, where=where))
    return Batch(rows=tuple(rows), skipped=tuple(skipped), notices=tuple(notices))


def fetch_documents(shelf: Shelf, places: Sequence[Where]) -> list[Document]:
    """Return documents from the shelf, in the order of `places`."""
    read = shelf.parts([(where.part, where.start, where.end) for where in places]) if places else []
    return [
        under(msgspec.msgpack.decode(data, type=Document), where.id)
        for data, where in zip(read, places, strict=True)
    ]
