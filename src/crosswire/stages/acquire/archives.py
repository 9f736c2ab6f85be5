"""Zip archives, members one by one in the order of their clean names; nothing is ever written to a disk.

Limits hold for what is really unpacked, never for what the archive says of itself: for a member, for all members, and
for their number.
"""

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from crosswire.stages.acquire.decode import RefusedError
from crosswire.stages.acquire.options import AcquireOptions

DEEPEST = 2
"""Archives in archives that are opened."""
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    IndexError,
    OverflowError,
    MemoryError,
)
"""What `zipfile` raises over archives that are broken, locked or packed in ways it does not know."""

NAMELESS = "(no name)"
"""What a member is called whose name has nothing to be called by."""


@dataclass
class Budget:
    """Bytes that may still be unpacked, shared by an archive and those in it."""

    left: int


def opened(file: BinaryIO, options: AcquireOptions) -> zipfile.ZipFile:
    """Return the archive in `file`; raises RefusedError where it is none, or has too many members."""
    try:
        archive = zipfile.ZipFile(file)
    except BROKEN as error:
        raise RefusedError(f"not a sound zip archive ({error}); pack it again") from error
    if len(archive.infolist()) > options.max_archive_members:
        raise RefusedError(
            f"more than {options.max_archive_members} members; unpack it and name the folder"
        )
    return archive


def members(archive: zipfile.ZipFile) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    """Yield the files in `archive` under their clean names, sorted; hidden ones are left out, as in a folder."""
    files = (i for i in archive.infolist() if not i.filename.endswith("/"))  # a name may be empty
    named = [(clean(info.filename) or NAMELESS, info) for info in files]
    for name, info in sorted(named, key=lambda pair: (pair[0], pair[1].header_offset)):
        hidden = any(part.startswith(".") or part == "__MACOSX" for part in name.split("/"))
        if not hidden:
            yield name, info


def clean(name: str) -> str:
    """Return a member's name as a plain relative path: no root, drive, parent or control character in it."""
    parts = name.replace("\\", "/").encode("utf-8", "replace").decode().split("/")
    kept = [
        "".join(c for c in part if c.isprintable()).strip()
        for part in parts
        if part not in ("", ".", "..") and not (len(part) == 2 and part[1] == ":")
    ]
    return "/".join(part for part in kept if part)


def content(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    options: AcquireOptions,
    budget: Budget | None = None,
) -> bytes:
    """Return what a member holds; raises RefusedError where it is locked, broken or past a limit."""
    limit = options.max_document_bytes
    if info.flag_bits & 1:
        raise RefusedError("locked with a password; unpack the archive and name the folder")
    # Only these can be unpacked piece by piece, so that a limit holds before the memory is taken.
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise RefusedError("packed in a way that is not read; expected deflate or none")
    try:
        with archive.open(info) as member:
            data = member.read(limit + 1)
    except BROKEN as error:
        raise RefusedError(f"can't be unpacked ({error}); pack it again") from error
    if budget is not None:
        budget.left -= len(data)
    if len(data) > limit:
        raise RefusedError(f"more than {limit} bytes unpacked; raise max_document_bytes to read it")
    return data
