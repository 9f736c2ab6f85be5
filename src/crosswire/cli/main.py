"""The `crosswire` command: a table of verbs, and how errors become exit statuses.

Status 0: done; 1: nothing could be read, a mismatch, a thing that is not there; 2: a usage error.
"""

import os
import sys

import typer

from crosswire import __version__
from crosswire.cli import checks, desk, dossiers, reading
from crosswire.cli.output import complain, out
from crosswire.errors import CrosswireError, UsageError

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
    (reading.annotate, MAIN),
    (reading.cluster, MAIN),
    (desk.add, DESK),
    (desk.stories, DESK),
    (desk.documents, DESK),
    (desk.dossier, DESK),
    (desk.search, DESK),
    (desk.why, DESK),
    (desk.remove, DESK),
    (desk.backup, DESK),
    (checks.verify, CHECKS),
    (checks.schema, CHECKS),
    (checks.steps, CHECKS),
    (checks.doctor, CHECKS),
)
for verb, panel in VERBS:
    app.command(rich_help_panel=panel)(verb)


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
    try:
        app()
    except UsageError as error:
        complain(f"crosswire: {error}")
        sys.exit(2)
    except CrosswireError as error:
        complain(f"crosswire: {error}")
        sys.exit(1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except KeyboardInterrupt:
        complain("crosswire: interrupted; what was kept so far is kept")
        sys.exit(130)


if __name__ == "__main__":
    run()
