"""The `crosswire` command: a table of verbs, and how errors become exit statuses.

Status 0: done; 1: nothing could be read, a mismatch, a thing that is not there; 2: a usage error;
130: interrupted.
"""

import gc
import sys
import warnings
from collections.abc import Callable
from functools import wraps
from inspect import Parameter, signature

INTERRUPTED = 130

try:
    import typer

    from crosswire import __version__
    from crosswire.cli import (
        acts,
        batch,
        changes,
        checks,
        desk,
        dossiers,
        mcp,
        options,
        propose,
        reading,
        search,
        serve,
        watch,
    )
    from crosswire.cli.export import export
    from crosswire.cli.output import complain, out, tell_warning
    from crosswire.errors import CrosswireError, UsageError
except KeyboardInterrupt:  # loading takes long enough to be interrupted
    sys.exit(INTERRUPTED)

app = typer.Typer(
    name="crosswire",
    help="Reads many reports of one event and reconciles them into a dossier in which every line is tied "
    "to the exact words behind it.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

MAIN, DESK, CHECKS = "The main job", "The workspace", "Checks"
VERBS = (
    (dossiers.reconcile, MAIN),
    (dossiers.demo, MAIN),
    (batch.run, MAIN),
    (reading.annotate, MAIN),
    (reading.cluster, MAIN),
    (desk.add, DESK),
    (desk.stories, DESK),
    (desk.documents, DESK),
    (desk.dossier, DESK),
    (changes.diff, DESK),
    (changes.versions, DESK),
    (changes.rules, DESK),
    (search.search, DESK),
    (search.read, DESK),
    (desk.why, DESK),
    (acts.merge, DESK),
    (acts.split, DESK),
    (acts.confirm, DESK),
    (acts.reject, DESK),
    (acts.note, DESK),
    (acts.acts, DESK),
    (acts.undo, DESK),
    (desk.remove, DESK),
    (desk.backup, DESK),
    (watch.watch, DESK),
    (watch.feeds, DESK),
    (serve.serve, DESK),
    (mcp.mcp, DESK),
    (propose.propose, DESK),
    (export, DESK),
    (checks.verify, CHECKS),
    (checks.schema, CHECKS),
    (checks.steps, CHECKS),
    (checks.doctor, CHECKS),
)
COMMON: dict[str, tuple[object, object]] = {
    "workspace": (options.WorkspaceFile, None),
    "as_json": (options.AsJson, False),
    "offline": (options.Offline, False),
    "quiet": (options.Quiet, False),
    "verbose": (options.Verbose, False),
}


def with_common_options(verb: Callable[..., None]) -> Callable[..., None]:
    """Return `verb` taking what every command takes; an option it has no use for changes nothing."""
    own = signature(verb)
    added = [
        Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for name, (annotation, default) in COMMON.items()
        if name not in own.parameters
    ]

    @wraps(verb)
    def command(**given: object) -> None:
        verb(**{name: value for name, value in given.items() if name in own.parameters})

    command.__signature__ = own.replace(  # type: ignore[attr-defined]
        parameters=[*own.parameters.values(), *added]
    )
    command.__annotations__ = {**verb.__annotations__, **{p.name: p.annotation for p in added}}
    return command


for verb, panel in VERBS:
    app.command(rich_help_panel=panel)(with_common_options(verb))


def _version(asked: bool) -> None:
    if asked:
        out(f"crosswire {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version."
    ),
) -> None:
    """Reads many reports of one event and reconciles them into a dossier."""


def run() -> None:
    """Run the command line; errors that a caller can plan for become one line and a status."""
    # The parser's tables are a million objects that stay: to look for garbage among them takes a tenth of
    # the start (measured on five reports from cold).
    gc.set_threshold(100_000, 20, 100)
    warnings.showwarning = tell_warning
    try:
        app()
    except UsageError as error:
        complain(f"crosswire: {error}")
        sys.exit(2)
    except CrosswireError as error:
        complain(f"crosswire: {error}")
        sys.exit(1)
    except KeyboardInterrupt:  # typer takes those that come while a command runs
        complain("crosswire: interrupted")
        sys.exit(INTERRUPTED)
    except SystemExit as ended:
        if ended.code == INTERRUPTED:
            complain("crosswire: interrupted; what was kept so far is kept")
        raise


if __name__ == "__main__":
    run()
