"""`serve`: the workspace in the browser, and as REST."""

import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

import typer

from crosswire.cli import options
from crosswire.cli.output import complain, out, out_json
from crosswire.errors import UsageError
from crosswire.text.workspaces import is_address

if TYPE_CHECKING:
    from crosswire.web.options import ServeOptions

MISSING = "serving needs more packages: pip install 'crosswire[serve]'"


def serve(
    host: options.Host = "127.0.0.1",
    port: options.Port = 8765,
    token: options.Token = None,
    tls_cert: Annotated[str | None, typer.Option(help="Certificate (PEM), for https.")] = None,
    tls_key: Annotated[str | None, typer.Option(help="Its key (PEM).")] = None,
    allow_host: options.AllowHost = None,
    allow_paths: Annotated[
        bool, typer.Option("--allow-paths", help="Let requests name files of this machine.")
    ] = False,
    read_ahead: Annotated[
        bool, typer.Option(help="Have the reports of stories read before anybody asks.")
    ] = True,
    open_browser: Annotated[bool, typer.Option("--open", help="Open the browser.")] = False,
    workspace: options.WorkspaceFile = None,
    as_json: options.AsJson = False,
    offline: options.Offline = False,
    allow_private: options.AllowPrivate = False,
    quiet: options.Quiet = False,
) -> None:
    """Show the workspace in the browser, with REST under /api, until interrupted."""
    try:
        from crosswire.web.options import ServeOptions
        from crosswire.web.server import serve as run
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("crosswire"):
            raise
        raise UsageError(f"{MISSING} ({error.name} is missing)") from error

    settings = options.settings(workspace=workspace)
    where = settings.workspace
    if not is_address(where) and not Path(where).resolve().parent.is_dir():
        raise UsageError(f"{where}: its folder does not exist; make it first")
    wanted = ServeOptions(
        host=host,
        port=port,
        token=token or None,
        tls_cert=tls_cert,
        tls_key=tls_key,
        hosts=tuple(allow_host or ()),
        allow_paths=allow_paths,
        offline=offline,
        allow_private=allow_private,
        read_ahead=read_ahead,
    )

    def ready(found: "ServeOptions") -> None:
        made = found.token if found.token != token else None
        address = found.address + (f"login?token={quote(made)}" if made else "")
        if as_json:
            out_json({"address": found.address, "token": made}, indent=0)
        else:
            out(address)
        if not quiet:
            _tell(found)
        if open_browser:
            webbrowser.open(address)

    run(settings.workspace, settings, wanted, ready)


def _tell(found: "ServeOptions") -> None:
    from crosswire.web.options import is_loopback

    complain("Press Ctrl+C to stop.")
    if not is_loopback(found.host) and not found.tls:
        complain("Without --tls-cert and --tls-key, everything goes over the network unencrypted.")
