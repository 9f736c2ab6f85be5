"""Dossiers of a batch on their way out: one line each, tables of all, files of each, in a folder or on a storage.

Nothing appears under its name before it is whole.
"""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from crosswire.errors import EngineError, UsageError
from crosswire.model.codec import to_json
from crosswire.model.document import Document
from crosswire.model.dossier import Dossier
from crosswire.model.skipped import Skipped
from crosswire.pipeline.batch.dossiers import Layered, documents_of
from crosswire.pipeline.batch.run import Reconciled
from crosswire.pipeline.batch.shelf import filesystem, is_storage
from crosswire.pipeline.exports import export

LINES = "jsonl"
"""The format of one line a dossier, in one file."""
NAME = "dossiers.jsonl"


class Passing:
    """The dossiers of a batch as they pass: counted, problems and whereabouts of layers noted."""

    def __init__(self, done: Reconciled) -> None:
        self._done = done
        self.stories = 0
        self.reports = 0
        self.problems: list[Skipped] = []
        self.layered: list[Layered] = []

    def __iter__(self) -> Iterator[tuple[Dossier, Sequence[Document]]]:
        for _, found, members in self._done.results:
            if isinstance(found, Skipped):
                self.problems.append(found)
                continue
            self.stories += 1
            self.reports += len(members)
            self.layered += members
            yield found, documents_of(self._done.steps.shelf, members)


def writable(place: str) -> None:
    """Raise UsageError where `place` is the address of nothing that files can be written to."""
    if place.partition("://")[0].startswith("postgres"):
        raise UsageError(
            f"{place.partition('@')[2] or place}: files can't be written to a database; to keep the reports there, "
            "name it with --workspace"
        )
    if is_storage(place):
        filesystem(place)


def written(passing: Passing, place: str, formats: Sequence[str]) -> list[str]:
    """Write dossiers to the folder or storage at `place`; return what was written."""
    if not is_storage(place):
        return [str(path) for path in _written(passing, Path(place), formats)]
    system, root = filesystem(place)
    with tempfile.TemporaryDirectory(prefix="crosswire-") as folder:
        paths = _written(passing, Path(folder), formats)
        try:
            system.makedirs(root, exist_ok=True)
            for path in paths:
                system.put_file(str(path), f"{root}/{path.name}")
        except OSError as error:
            raise EngineError(f"{place}: can't be written ({error})") from error
    return [f"{place.rstrip('/')}/{path.name}" for path in paths]


def _written(passing: Passing, folder: Path, formats: Sequence[str]) -> list[Path]:
    others = [name for name in formats if name != LINES]
    folder.mkdir(parents=True, exist_ok=True)
    if LINES not in formats:
        return _all(export(passing, folder, others), folder)
    path = folder / NAME
    part = path.with_name(f"{NAME}.part")
    with part.open("wb") as file:

        def lines() -> Iterator[tuple[Dossier, Sequence[Document]]]:
            for dossier, documents in passing:
                file.write(to_json(dossier) + b"\n")
                yield dossier, documents

        found = _all(export(lines(), folder, others), folder)
    part.replace(path)
    return [path, *found]


def _all(found: Sequence[Path], folder: Path) -> list[Path]:
    """Return the paths that were written, and the description of the tables beside them."""
    package = folder / "datapackage.json"
    return [*found, *([package] if package.exists() and package not in found else [])]
