"""`run`: a batch of many reports, on this machine or a cluster, that goes on where it was stopped."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from crosswire.cli import options
from crosswire.cli.dossiers import wanted_formats
from crosswire.cli.output import complain, out, out_json, progress, tell_skipped
from crosswire.errors import UsageError
from crosswire.model.dossier import Dossier
from crosswire.pipeline import run as pipeline
from crosswire.pipeline.exports import write
from crosswire.pipeline.web import fetching
from crosswire.settings import Settings
from crosswire.stages.acquire.options import AcquireOptions
from crosswire.stages.render.table import FORMATS

LINES = "jsonl"


def run(
    sources: options.Sources,
    output: Annotated[
        str, typer.Option("--output", "-o", help="Folder, or address of a storage (s3://…).")
    ] = "dossiers",
    format: Annotated[
        str,
        typer.Option(
            "--format", help=f"Comma-separated: {LINES} (a line a dossier), {', '.join(FORMATS)}."
        ),
    ] = LINES,
    engine: options.EngineName = None,
    ray_address: options.RayAddress = None,
    checkpoints: options.Checkpoints = "",
    all: options.All = False,
    outlet: options.Outlet = None,
    agency: options.Agency = None,
    published_at: options.PublishedAt = None,
    workspace: options.WorkspaceFile = None,
    workers: options.Workers = 0,
    as_json: options.AsJson = False,
    offline: options.Offline = False,
    allow_private: options.AllowPrivate = False,
    quiet: options.Quiet = False,
) -> None:
    """Reconcile a batch of many reports; run again with the same --checkpoints, it goes on where it was stopped."""
    from crosswire.pipeline.batch.outputs import Passing, writable, written
    from crosswire.pipeline.batch.run import open_engine, reconcile_batch, shelf

    writable(output)
    settings = options.settings(
        workers=workers, workspace=workspace, engine=engine, ray_address=ray_address
    )
    names = [name.strip() for name in format.split(",") if name.strip()]
    others = [name for name in names if name != LINES]
    formats = [*([LINES] if LINES in names else []), *(wanted_formats(",".join(others)) if others else ())]  # fmt: skip
    if not formats:
        raise UsageError(f"--format names nothing; there are: {LINES}, {', '.join(FORMATS)}")
    wanted = pipeline.acquire_options(
        settings,
        fetch=fetching(settings, offline=offline, allow_private=allow_private),
        outlet=outlet,
        agency=agency,
        published_at=published_at,
    )
    with (
        progress(quiet) as report,
        open_engine(settings) as workers_of,
        shelf(checkpoints, workers_of) as kept,
    ):
        done = reconcile_batch(
            sources, settings, wanted, workers_of, kept, least=1 if all else 2, progress=report
        )
        tell_skipped(done.batch.skipped, quiet)
        if not done.batch.rows:
            raise pipeline.nothing_read(sources, done.batch.skipped)
        passing = Passing(done)
        paths = written(passing, output, formats)
        if workspace:
            from crosswire.workspace.batches import take_in

            take_in(done, passing.layered, settings)
    if as_json:
        out_json(
            {
                "documents": len(done.batch.rows),
                "skipped": done.batch.skipped,
                "stories": passing.stories,
                "problems": passing.problems,
                "files": paths,
                "done": dict(sorted(done.steps.done.items())),
                "known": dict(sorted(done.steps.known.items())),
            }
        )
        return
    for problem in passing.problems:
        complain(f"story {problem.document}: {problem.reason}")
    again = sum(done.steps.known.values())
    out(
        f"{len(done.batch.rows)} reports read, {len(done.batch.skipped)} skipped, {passing.stories} stories"
        + (f"; {again} of {again + sum(done.steps.done.values())} tasks were done before" if again else "")
    )  # fmt: skip
    for path in paths:
        out(f"  {path}")


def reconciled(
    sources: Sequence[str],
    settings: Settings,
    wanted: AcquireOptions,
    checkpoints: str,
    output: Path,
    formats: Sequence[str],
    *,
    least: int,
    keep: bool,
    quiet: bool,
) -> tuple[list[Dossier], list[list[Path]], pipeline.Acquired]:
    """Do what `reconcile` does, as a batch; return the dossiers, their files, and what was read."""
    from crosswire.pipeline.batch.outputs import Passing
    from crosswire.pipeline.batch.reading import fetch_documents
    from crosswire.pipeline.batch.run import open_engine, reconcile_batch, shelf

    with (
        progress(quiet) as report,
        open_engine(settings) as workers,
        shelf(checkpoints, workers) as kept,
    ):
        done = reconcile_batch(
            sources, settings, wanted, workers, kept, least=least, progress=report
        )
        tell_skipped(done.batch.skipped, quiet)
        if not done.batch.rows:
            raise pipeline.nothing_read(sources, done.batch.skipped)
        passing = Passing(done)
        found, paths = [], []
        for dossier, documents in passing:
            found.append(dossier)
            paths.append(write(dossier, output, formats, documents))
        tell_skipped(passing.problems, quiet)
        if keep:
            from crosswire.workspace.batches import take_in

            take_in(done, passing.layered, settings)
        acquired = pipeline.Acquired(
            documents=tuple(fetch_documents(kept, [row.where for row in done.batch.rows])),
            skipped=done.batch.skipped,
            notices=done.batch.notices,
        )
    return found, paths, acquired
