"""Dossiers into a folder: one file a story and format; the tables of all stories together, as one data set.

Stories stream: no more than one dossier is held at a time. A file appears under its name only when it is whole.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from crosswire.errors import PluginError
from crosswire.model.document import Document
from crosswire.model.dossier import Dossier
from crosswire.plugins import warn
from crosswire.stages.render.formats.columns import TABLES
from crosswire.stages.render.formats.rows import Rows, dossier_tables
from crosswire.stages.render.table import described, known, render

Export = tuple[Dossier, Sequence[Document]]
"""A dossier with its reports."""


def file_name(dossier: Dossier) -> str:
    """Return `<date>-<slug>` of a dossier, safe on every file system, one a story."""
    day = dossier.story.happened_on or (dossier.story.first_published_at or "undated")[:10]
    slug = re.sub(r"[^a-z0-9]+", "-", dossier.story.title.lower()).strip("-")[:50].strip("-")
    return f"{day}-{slug or 'story'}-{dossier.story.id[-4:]}"


def write(
    dossier: Dossier, folder: Path, formats: Iterable[str], documents: Sequence[Document] = ()
) -> list[Path]:
    """Write `dossier` as FOLDER/<date>-<slug>.<suffix> in each format; return the paths.

    The format of a plug-in that fails is told and left out; the others are written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name in formats:
        path = folder / f"{file_name(dossier)}{described(name).suffix}"
        try:
            content = render(dossier, name, documents)
        except PluginError as error:
            warn(str(error))
            continue
        _put(path, content if isinstance(content, bytes) else content.encode("utf-8", "replace"))
        paths.append(path)
    return paths


def export(dossiers: Iterable[Export], folder: Path, formats: Sequence[str]) -> tuple[Path, ...]:
    """Write dossiers into a folder and return the paths, in the order of writing.

    `csv` and `parquet` give one file a table, with the rows of every story; `csv:TABLE` only that one.
    """
    names = [known(name) for name in formats]
    sets = {base: _parts(names, base) for base in ("csv", "parquet")}
    single = [n for n in names if n.partition(":")[0] not in sets]
    paths: list[Path] = []
    folder.mkdir(parents=True, exist_ok=True)
    with _CsvSet(folder, sets["csv"]) as csv, _ParquetSet(folder, sets["parquet"]) as parquet:
        for dossier, documents in dossiers:
            paths += write(dossier, folder, single, documents)
            if csv.parts or parquet.parts:
                found = dossier_tables(dossier)
                csv.add(found)
                parquet.add(found)
        paths += [*csv.paths(), *parquet.paths()]
    return tuple(paths)


def _parts(names: Iterable[str], base: str) -> tuple[str, ...]:
    """Return the tables that formats name: all for `csv` itself."""
    wanted = {name.partition(":")[2] for name in names if name.partition(":")[0] == base}
    return tuple(TABLES) if "" in wanted else tuple(t for t in TABLES if t in wanted)


def _put(path: Path, content: bytes) -> None:
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(content)
    part.replace(path)


class _TableSet(ABC):
    """Files of tables that rows are added to; under their names once all is written."""

    suffix = ""

    def __init__(self, folder: Path, parts: Sequence[str]) -> None:
        self.folder = folder
        self.parts = parts
        self._open: dict[str, Any] = {}

    def paths(self) -> list[Path]:
        """Return the paths of the files."""
        return [self.folder / f"{name}{self.suffix}" for name in self.parts]

    def __enter__(self) -> Self:
        for name, path in zip(self.parts, self.paths(), strict=True):
            self._open[name] = self.start(name, path.with_name(f"{path.name}.part"))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for file, path in zip(self._open.values(), self.paths(), strict=True):
            file.close()
            part = path.with_name(f"{path.name}.part")
            if error is None:
                part.replace(path)
            else:
                part.unlink(missing_ok=True)
        if error is None and self.parts:
            self.finish()

    def add(self, found: dict[str, Rows]) -> None:
        """Add the rows of one story."""
        for name, file in self._open.items():
            self.rows(name, file, found[name])

    @abstractmethod
    def start(self, name: str, path: Path) -> Any:
        """Open the file of a table."""

    @abstractmethod
    def rows(self, name: str, file: Any, rows: Rows) -> None:
        """Write rows to the file of a table."""

    def finish(self) -> None:  # noqa: B027 - most kinds have nothing left to do
        """Do what is left once every file is whole."""


class _CsvSet(_TableSet):
    suffix = ".csv"

    def start(self, name: str, path: Path) -> Any:
        from crosswire.stages.render.formats.csv import csv_bytes

        file = path.open("wb")
        file.write(csv_bytes(name, ()))
        return file

    def rows(self, name: str, file: Any, rows: Rows) -> None:
        from crosswire.stages.render.formats.csv import csv_bytes

        file.write(csv_bytes(name, rows, header=False))

    def finish(self) -> None:
        from crosswire.stages.render.formats.csv import datapackage

        _put(self.folder / "datapackage.json", datapackage("crosswire", self.parts))


class _ParquetSet(_TableSet):
    suffix = ".parquet"

    def start(self, name: str, path: Path) -> Any:
        from crosswire.stages.render.formats.parquet import writer

        return writer(name, path)

    def rows(self, name: str, file: Any, rows: Rows) -> None:
        from crosswire.stages.render.formats.parquet import arrow_table

        if rows:
            file.write_table(arrow_table(name, rows))
