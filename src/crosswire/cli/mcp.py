"""`mcp`: the workspace as tools for assistants, on standard input and output or over HTTP."""

from typing import Annotated

import typer

from crosswire.cli import options
from crosswire.cli.desk import open_desk
from crosswire.cli.output import complain
from crosswire.errors import UsageError

MISSING = "serving MCP needs more packages: pip install 'crosswire[mcp]'"


def mcp(
    http: Annotated[
        bool, typer.Option("--http", help="Serve Streamable HTTP, not standard input and output.")
    ] = False,
    host: Annotated[str, typer.Option(help="Address to listen at, with --http.")] = "127.0.0.1",
    port: options.Port = 8766,
    token: options.Token = None,
    allow_host: options.AllowHost = None,
    workspace: options.WorkspaceFile = None,
    quiet: options.Quiet = False,
) -> None:
    """Serve the workspace's stories to an assistant (Model Context Protocol), for reading only."""
    try:
        from crosswire.mcp.server import serve_http, serve_stdio, token_for
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("crosswire"):
            raise
        raise UsageError(f"{MISSING} ({error.name} is missing)") from error
    with open_desk(workspace) as desk:
        if not http:
            serve_stdio(desk)
            return
        asked = token_for(host, token or None)

        def ready(address: str) -> None:
            # Standard error alone: a token is not for logs that gather what is printed.
            complain(address)
            if asked != (token or None):
                complain(f"Authorization: Bearer {asked}")
            if not quiet:
                complain("Press Ctrl+C to stop.")

        serve_http(
            desk, host=host, port=port, token=asked, names=tuple(allow_host or ()), ready=ready
        )
