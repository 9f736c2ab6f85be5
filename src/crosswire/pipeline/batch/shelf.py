"""Where a batch keeps what is done: files in a folder, by path or by the address of a storage (fsspec).

A file is named by the hash of all that its content follows from, and appears under its name only when it is whole.
So whoever finds it need not do it again, and two who write it at once write the same.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO, Literal, Protocol
from uuid import uuid4

from crosswire.errors import EngineError, SourceError, UsageError

_SUM = 16
"""Bytes at the head of a file that tell whether the rest is whole."""
_WHOLE = ("s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "memory")
"""Storages on which a file is there when it is whole, and not before."""
_WEB = ("http", "https", "ftp", "ws", "wss")


def is_storage(place: str) -> bool:
    """Tell whether `place` is the address of a file or folder on a storage; the web is none (it has a fetcher)."""
    scheme, sign, _ = place.partition("://")
    return bool(sign) and scheme.isalnum() and scheme.lower() not in _WEB


def name_of(step: str, *inputs: object) -> str:
    """Return the name of what `step` makes of `inputs`, whose text says them whole."""
    said = "\x1f".join(map(str, inputs)).encode("utf-8", "surrogatepass")
    digest = hashlib.sha256(said).hexdigest()[:40]
    return f"{step}/{digest[:2]}/{digest}"


Range = tuple[str, int, int]
"""A part of a file: its name, start and end."""


class Files(Protocol):
    """A folder: the few verbs that a batch needs of it."""

    def read(self, name: str) -> bytes: ...  # noqa: D102
    def ranges(self, wanted: Sequence[Range]) -> list[bytes]: ...  # noqa: D102
    def write(self, name: str, data: bytes) -> None: ...  # noqa: D102
    def names(self, under: str) -> Iterator[str]: ...  # noqa: D102


class _Folder:
    """A folder of this machine, or one that it shares."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def read(self, name: str) -> bytes:
        return (self._root / name).read_bytes()

    def ranges(self, wanted: Sequence[Range]) -> list[bytes]:
        found = []
        for name, start, end in wanted:
            with (self._root / name).open("rb") as file:
                file.seek(start)
                found.append(file.read(end - start))
        return found

    def write(self, name: str, data: bytes) -> None:
        path = self._root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(f"{path.name}.{uuid4().hex}.part")
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)

    def names(self, under: str) -> Iterator[str]:
        for folder, _, files in os.walk(self._root / under):
            yield from (f for f in files if not f.endswith(".part") and folder)


class _Storage:
    """A folder of a storage that fsspec knows; one that may show half a file gets files by renaming."""

    def __init__(self, address: str) -> None:
        self._files, self._root = filesystem(address)
        self._whole = address.partition("://")[0].lower() in _WHOLE

    def read(self, name: str) -> bytes:
        found: bytes = self._files.cat_file(f"{self._root}/{name}")
        return found

    def ranges(self, wanted: Sequence[Range]) -> list[bytes]:
        paths = [f"{self._root}/{name}" for name, _, _ in wanted]
        found: list[bytes] = self._files.cat_ranges(
            paths,
            [start for _, start, _ in wanted],
            [end for _, _, end in wanted],
            on_error="raise",
        )
        return found

    def write(self, name: str, data: bytes) -> None:
        path = f"{self._root}/{name}"
        if self._whole:
            self._files.pipe_file(path, data)
            return
        self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
        part = f"{path}.{uuid4().hex}.part"
        self._files.pipe_file(part, data)
        self._files.mv(part, path)

    def names(self, under: str) -> Iterator[str]:
        self._files.invalidate_cache()
        for path in self._files.find(f"{self._root}/{under}"):
            if not path.endswith(".part"):
                yield path.rpartition("/")[2]


@cache
def files(place: str) -> Files:
    """Return the folder at `place`; raises UsageError where its storage is not known here."""
    return _Storage(place) if is_storage(place) else _Folder(Path(place))


def filesystem(address: str) -> tuple[Any, str]:
    """Return fsspec's file system of an address, and the path there; raises UsageError where it can't be had."""
    try:
        import fsspec
    except ImportError as error:
        raise UsageError(
            f"{address}: files of a storage need the extra: pip install 'crosswire[ray]'"
        ) from error
    try:
        system, path = fsspec.core.url_to_fs(address)
    except (ImportError, ValueError) as error:
        raise UsageError(f"{address}: {error}") from error
    return system, str(path).rstrip("/")


class Shelf:
    """Kept results of a batch; it travels to workers as its `place` alone."""

    def __init__(self, place: str) -> None:
        self.place = place if is_storage(place) else os.path.abspath(place)

    def put(self, name: str, data: bytes) -> None:
        """Keep `data` under `name`; raises EngineError where there is no room or no right to."""
        head = hashlib.blake2b(data, digest_size=_SUM).digest()
        try:
            files(self.place).write(name, head + data)
        except OSError as error:
            raise EngineError(f"{self.place}: can't keep {name} ({error})") from error

    def get(self, name: str) -> bytes:
        """Return what is kept under `name`; raises EngineError where it is gone or damaged."""
        whole = self._read(name)
        data = whole[_SUM:]
        if hashlib.blake2b(data, digest_size=_SUM).digest() != whole[:_SUM]:
            raise EngineError(f"{self.place}: {name} is damaged; delete it and run again")
        return data

    def part(self, name: str, start: int, end: int) -> bytes:
        """Return a part of what is kept under `name`."""
        return self.parts([(name, start, end)])[0]

    def parts(self, wanted: Sequence[Range]) -> list[bytes]:
        """Return parts of what is kept, all asked for at once where the storage can."""
        try:
            return files(self.place).ranges([(n, a + _SUM, b + _SUM) for n, a, b in wanted])
        except OSError as error:
            raise self._gone(wanted[0][0], error) from error

    def done(self, step: str) -> set[str]:
        """Return the names of all that is kept of a step."""
        return {f"{step}/{name[:2]}/{name}" for name in files(self.place).names(step)}

    def _read(self, name: str) -> bytes:
        try:
            return files(self.place).read(name)
        except OSError as error:
            raise self._gone(name, error) from error

    def _gone(self, name: str, error: OSError) -> EngineError:
        return EngineError(
            f"{self.place}: {name} can't be read ({error}); were checkpoints deleted while they were used?"
        )


# ---------------------------------------------------------------- files of sources


class Remote:
    """A file on a storage, opened like a path."""

    def __init__(self, address: str) -> None:
        self.address = address

    def open(self, mode: Literal["rb"], /) -> BinaryIO:
        """Return the open file; raises OSError."""
        system, path = filesystem(self.address)
        found: BinaryIO = system.open(path, mode)
        return found


def listed(address: str) -> list[tuple[str, str, str]]:
    """Return (id, address, state) of the file at `address`, or of those below it or that a pattern means, by id.

    The state differs when the file was changed. Raises SourceError where there is none.
    """
    system, path = filesystem(address)
    try:
        if any(sign in path for sign in "*?["):
            root = path[: min(path.index(sign) for sign in "*?[" if sign in path)].rpartition("/")[
                0
            ]
            found = [p for p in system.glob(path) if system.isfile(p)]
        elif system.isdir(path):
            root, found = path, system.find(path)
        elif system.exists(path):
            root, found = path.rpartition("/")[0], [path]
        else:
            raise SourceError(address, "no such file or folder; check the address")
    except OSError as error:
        raise SourceError(address, f"can't be read ({error})") from error
    named = [(p[len(root) :].strip("/"), p) for p in sorted(found)]
    return [
        (id, str(system.unstrip_protocol(p)), str(system.ukey(p)))
        for id, p in named
        if not any(part.startswith(".") for part in id.split("/"))
    ]
