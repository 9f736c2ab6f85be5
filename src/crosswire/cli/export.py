"""`export`: stories of the workspace as files for other tools."""

from pathlib import Path
from typing import Annotated

import typer

from crosswire.cli import options
from crosswire.cli.desk import open_desk
from crosswire.cli.dossiers import wanted_formats
from crosswire.cli.output import out, out_json, progress
from crosswire.stages.render.table import FORMATS


def export(
    stories: Annotated[
        list[str] | None, typer.Argument(help="Stories; all without one.", show_default=False)
    ] = None,
    format: Annotated[
        str, typer.Option("--format", help=f"Comma-separated: {', '.join(FORMATS)}.")
    ] = "json",
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Folder that the files are written to.")
    ] = Path("export"),
    all: Annotated[bool, typer.Option("--all", help="Stories with one report, too.")] = False,
    workspace: options.WorkspaceFile = None,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Write stories as files, one a story and format; csv and parquet give each table of all stories as one file."""
    formats = wanted_formats(format)
    with open_desk(workspace) as desk, progress(quiet) as report:
        paths = desk.export(
            *(stories or ()), formats=formats, folder=output, least=1 if all else 2, progress=report
        )
    if as_json:
        out_json({"files": [str(path) for path in paths]})
        return
    for path in paths:
        out(str(path))
