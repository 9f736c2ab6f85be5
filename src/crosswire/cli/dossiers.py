"""`reconcile` and `demo`: the main job in one shot, from a pile of reports to dossiers in a folder."""

from pathlib import Path
from typing import Annotated

import typer

from crosswire.cli import options
from crosswire.cli.output import out, out_json, progress, tell_read, tell_skipped
from crosswire.errors import UsageError
from crosswire.model.dossier import Dossier
from crosswire.pipeline import run
from crosswire.pipeline.exports import write
from crosswire.pipeline.web import fetching
from crosswire.settings import Settings
from crosswire.stages.render.table import FORMATS, known, render

Folder = Annotated[
    Path, typer.Option("--output", "-o", help="Folder that the dossiers are written to.")
]
Formats = Annotated[str, typer.Option("--format", help=f"Comma-separated: {', '.join(FORMATS)}.")]


def reconcile(
    sources: options.Sources,
    output: Folder = Path("dossiers"),
    format: Formats = "html,json",
    all: options.All = False,
    outlet: options.Outlet = None,
    agency: options.Agency = None,
    published_at: options.PublishedAt = None,
    workspace: options.WorkspaceFile = None,
    workers: options.Workers = 0,
    engine: options.EngineName = None,
    ray_address: options.RayAddress = None,
    checkpoints: options.Checkpoints = "",
    as_json: options.AsJson = False,
    offline: options.Offline = False,
    allow_private: options.AllowPrivate = False,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> None:
    """Read reports, group those about one event, and write a dossier of each story."""
    settings = options.settings(
        workers=workers, workspace=workspace, engine=engine, ray_address=ray_address
    )
    formats = wanted_formats(format)
    least = 1 if all else 2
    wanted = run.acquire_options(
        settings,
        fetch=fetching(settings, offline=offline, allow_private=allow_private),
        outlet=outlet,
        agency=agency,
        published_at=published_at,
    )
    if settings.engine != "local" or checkpoints:
        from crosswire.cli.batch import reconciled

        found, written, acquired = reconciled(
            sources, settings, wanted, checkpoints, output, formats,
            least=least, keep=workspace is not None, quiet=quiet,
        )  # fmt: skip
        summary(found, written, acquired, as_json=as_json, quiet=quiet)
        return
    with progress(quiet) as report:
        acquired = run.read_sources(sources, wanted, report)
        tell_skipped(acquired.skipped, quiet)
        tell_read(acquired.documents, quiet, verbose)
        if not acquired.documents:
            raise run.nothing_read(sources, acquired.skipped)
        if workspace:
            _keep(acquired, settings)
        found = [
            dossier
            for _, dossier in run.reconcile_documents(
                acquired, settings, least=least, progress=report
            )
        ]
    texts = {document.id: document for document in acquired.documents}
    written = [
        write(dossier, output, formats, [texts[d.id] for d in dossier.documents if d.id in texts])
        for dossier in found
    ]
    summary(found, written, acquired, as_json=as_json, quiet=quiet)


def demo(
    output: Folder = Path("dossiers"),
    format: Formats = "html,json",
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Do the same on the sample reports in the package."""
    from crosswire.samples import sample_folder

    reconcile([str(sample_folder())], output=output, format=format, as_json=as_json, quiet=quiet)
    if not as_json and "html" in wanted_formats(format):
        out("Open a page in a browser: any line of it opens the words behind it.")


def wanted_formats(text: str) -> tuple[str, ...]:
    """Return the formats that a comma-separated list names; raises UsageError for one that is none."""
    names = [known(part) for part in text.split(",") if part.strip()]
    if not names:
        raise UsageError(f"--format names nothing; there are: {', '.join(FORMATS)}")
    return tuple(dict.fromkeys(names))


def summary(
    found: list[Dossier],
    written: list[list[Path]],
    acquired: run.Acquired,
    *,
    as_json: bool,
    quiet: bool,
) -> None:
    """Print what was found and where it was written."""
    if as_json:
        out_json(
            {
                "documents": len(acquired.documents),
                "skipped": acquired.skipped,
                "stories": [
                    {
                        "id": d.story.id,
                        "title": d.story.title,
                        "documents": [x.id for x in d.documents],
                        "points": len(d.points),
                        "conflicts": len(d.conflicts),
                        "files": [str(p) for p in paths],
                    }
                    for d, paths in zip(found, written, strict=True)
                ],
            }
        )
        return
    for dossier in found:
        out(str(render(dossier, "terminal")))
    alone = len(acquired.documents) - sum(len(d.documents) for d in found)
    out(
        f"{len(acquired.documents)} reports read, {len(acquired.skipped)} skipped, "
        f"{len(found)} stories"
        + (f", {alone} reports stand alone (--all shows them)" if alone else "")
    )
    for paths in written:
        for path in paths:
            out(f"  {path}")


def _keep(acquired: run.Acquired, settings: Settings) -> None:
    from crosswire.workspace import Workspace

    with Workspace(settings.workspace, settings) as kept:
        kept.keep(acquired)
