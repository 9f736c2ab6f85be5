"""The options that several commands share, and the settings they give."""

import os
from typing import Annotated

import typer
from msgspec.structs import replace

from crosswire.settings import Settings, load_settings
from crosswire.stages.acquire.kinds import suffixes

Sources = Annotated[
    list[str],
    typer.Argument(
        help=f"Web addresses, files and folders ({suffixes()}, and .gz of them), or - for standard input.",
        show_default=False,
    ),
]
Outlet = Annotated[str | None, typer.Option(help="Outlet of all reports that do not say.")]
Agency = Annotated[str | None, typer.Option(help="Agency whose copy the reports are.")]
PublishedAt = Annotated[
    str | None,
    typer.Option(help="When the reports were published (ISO 8601), where they do not say."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="No progress, no notes on what was skipped.")
]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say more on standard error.")]
WorkspaceFile = Annotated[
    str | None,
    typer.Option(
        "--workspace",
        help="The workspace file (default: crosswire.db here), or postgresql://USER@HOST/NAME.",
        show_default=False,
    ),
]
Workers = Annotated[int, typer.Option(help="Processes that do the work; 0 takes what helps.")]
EngineName = Annotated[
    str | None,
    typer.Option("--engine", help="local (default) or ray: a cluster.", show_default=False),
]
RayAddress = Annotated[
    str | None,
    typer.Option(
        help="Address of a running Ray cluster; without one, it is started on this machine.",
        show_default=False,
    ),
]
Checkpoints = Annotated[
    str,
    typer.Option(
        help="Folder or storage (s3://…) that keeps what is done, so that it is not done again.",
        show_default=False,
    ),
]
Offline = Annotated[
    bool, typer.Option("--offline", help="Touch no network: web addresses are not read.")
]
AllowPrivate = Annotated[
    bool,
    typer.Option("--allow-private", help="Fetch from this machine and its own network, too."),
]
All = Annotated[bool, typer.Option("--all", help="Dossiers of stories with one report, too.")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="0 takes any that is free.")]
Host = Annotated[str, typer.Option(help="Address to listen at.")]
Token = Annotated[
    str | None,
    typer.Option(
        envvar="CROSSWIRE_TOKEN",
        help="What one must show to come in; made and printed where --host is not this machine alone.",
        show_default=False,
    ),
]
AllowHost = Annotated[
    list[str] | None, typer.Option(help="A name under which the server may be asked.")
]


def settings(
    *,
    workers: int | None = None,
    workspace: str | None = None,
    engine: str | None = None,
    ray_address: str | None = None,
) -> Settings:
    """Return the settings of this call: file and environment, then what was given."""
    found = load_settings(environ=os.environ)
    if workers is not None:
        found = replace(found, workers=workers)
    if engine is not None:
        found = replace(found, engine=engine)
    if ray_address is not None:
        found = replace(found, ray_address=ray_address)
    return replace(found, workspace=workspace) if workspace else found
