"""A batch from its sources to its dossiers, on any engine; what was done is kept and never done again.

with open_engine(settings) as engine, shelf(place, engine) as kept:
    done = reconcile_batch(sources, settings, options, engine, kept)
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from crosswire.engine.base import Engine
from crosswire.engine.local import LocalEngine
from crosswire.errors import UsageError
from crosswire.model.skipped import Skipped
from crosswire.pipeline.batch.dossiers import Result, dossiers
from crosswire.pipeline.batch.grouping import group
from crosswire.pipeline.batch.reading import (  # fmt: skip
    Batch,
    Reading,
    gathered,
    in_driver,
    keep,
    planned,
    read_file,
    read_here,
)
from crosswire.pipeline.batch.shelf import Shelf
from crosswire.pipeline.batch.steps import Steps, salt_of
from crosswire.pipeline.extensions import opened
from crosswire.pipeline.run import Progress, silent
from crosswire.settings import Settings
from crosswire.stages.acquire.options import AcquireOptions

ENGINES = ("local", "ray")


def open_engine(settings: Settings) -> Engine:
    """Return the engine that settings name; raises UsageError for one that is none, or is not installed."""
    if settings.engine == "local":
        return LocalEngine(settings.workers)
    if settings.engine == "ray":
        from crosswire.engine.ray import RayEngine

        return RayEngine(settings.ray_address, settings.workers)
    raise UsageError(f"no engine {settings.engine!r}; there are: {', '.join(ENGINES)}")


@contextmanager
def shelf(place: str, engine: Engine) -> Iterator[Shelf]:
    """Give the shelf at `place`; without one, a folder that goes when the batch ends.

    Raises UsageError where the workers of `engine` could not see it.
    """
    if place.startswith("memory:") and engine.workers > 1:
        raise UsageError("checkpoints in memory:// are seen by one process only; use --workers 1")
    if place:
        yield Shelf(place)
        return
    if not engine.here:
        raise UsageError(
            "a cluster needs --checkpoints: a folder or an address that all its machines can read and write"
        )
    with tempfile.TemporaryDirectory(prefix="crosswire-") as folder:
        yield Shelf(folder)


@dataclass(frozen=True)
class Reconciled:
    """A batch that was read and grouped; `results` makes the dossiers while they are taken."""

    batch: Batch
    results: Iterator[Result]
    steps: Steps


def reconcile_batch(
    sources: Sequence[str],
    settings: Settings,
    options: AcquireOptions,
    engine: Engine,
    kept: Shelf,
    *,
    least: int = 2,
    progress: Progress = silent,
) -> Reconciled:
    """Read `sources`, group their reports, and give the dossiers of all stories of at least `least` of them.

    Dossiers are those of `pipeline.run.reconcile_documents`, to the byte. Raises UsageError and EngineError.
    """
    steps = Steps(engine, kept, salt_of(settings), progress)
    batch = read_batch(steps, sources, options)
    results = dossiers(steps, batch, group(steps, batch.rows), settings, least=least)
    return Reconciled(batch, results, steps)


def read_batch(steps: Steps, sources: Sequence[str], options: AcquireOptions) -> Batch:
    """Read `sources` onto the shelf, each file by one worker; return what they held, in their order."""
    named, options, unread = opened(list(sources), options)
    found: list[str | Skipped] = [*unread]
    tasks: list[Reading] = []
    met: set[str] = set()
    for source in named:
        if in_driver(source):
            found.append(read_here(steps.shelf, source, options, steps.salt))
            continue
        for one in planned(source, options, steps.salt, met):
            if isinstance(one, Reading):
                tasks.append(one)
            found.append(one.out if isinstance(one, Reading) else one)

    def lost(task: Reading, reason: str) -> None:
        keep(steps.shelf.place, task.out, [(Skipped(document=task.id, reason=reason), True)])

    for _ in steps.run("read", read_file, tasks, lost):
        pass
    return gathered(steps.shelf, found)
