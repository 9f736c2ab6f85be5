"""What changed: diff, versions, rules."""

import os
import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from crosswire.cli import options
from crosswire.cli.alerts import this_reader, told
from crosswire.cli.desk import Name, open_desk, read_dossier
from crosswire.cli.output import out, out_bytes, out_json, progress
from crosswire.errors import UsageError
from crosswire.model.change import Changes
from crosswire.model.rule import Rule
from crosswire.pipeline.rules import load_rules
from crosswire.stages.compare.states import compare
from crosswire.stages.render.atom import render_atom
from crosswire.stages.render.changes import (
    FORMATS,
    render_changes,
    render_changes_terminal,
    render_history_terminal,
)

Reader = Annotated[
    str | None,
    typer.Option(help="Whose looks are remembered (default: the user).", show_default=False),
]
RulesFile = Annotated[
    Path | None,
    typer.Option("--rules", help="A TOML file with [[rules]] (default: crosswire.toml here)."),
]


def diff(
    story: Annotated[
        str,
        typer.Argument(help="A story, or the JSON of an earlier dossier.", show_default=False),
    ],
    later: Annotated[
        Path | None,
        typer.Argument(help="The JSON of a later dossier, with STORY an earlier one."),
    ] = None,
    since: Annotated[
        str,
        typer.Option(help="last (your own last look), a revision, a time, or an age (12h, 2d)."),
    ] = "last",
    reader: Reader = None,
    format: Annotated[
        str, typer.Option("--format", help="terminal, md, json or atom.")
    ] = "terminal",
    peek: Annotated[
        bool, typer.Option("--peek", help="Don't count this as a look: it is shown again.")
    ] = False,
    all: Annotated[bool, typer.Option("--all", help="Every line, however many.")] = False,
    workspace: options.WorkspaceFile = None,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Show what is new in a story since you last looked; exit status 1 when something changed."""
    name = "json" if as_json else format
    if name not in FORMATS:
        raise UsageError(f"no format {name!r} of changes; there are: {', '.join(FORMATS)}")
    if later is not None:
        found = compare(read_dossier(Path(story)), read_dossier(later))
        _show(found, name, whole=all)
    else:
        with open_desk(workspace) as desk, progress(quiet) as report:
            who = this_reader(reader)
            found = desk.diff(story, since, reader=who, progress=report)
            if name == "atom" and since == "last":
                out_bytes(render_atom(desk.changes(story)))
            else:
                _show(found, name, whole=all)
            if not peek and since == "last" and name != "atom":
                desk.mark_seen(story, reader=who, revision=found.until.revision)
    if found:
        raise typer.Exit(1)


def _show(found: Changes, name: str, *, whole: bool) -> None:
    if name == "terminal":
        colour, width = _screen()
        out(render_changes_terminal(found, width=width, colour=colour, whole=whole))
        return
    content = render_changes(found, name)
    out(content) if isinstance(content, str) else out_bytes(content)


def _screen() -> tuple[bool, int | None]:
    """Return whether standard output shows colour, and how wide it is where it is a terminal."""
    if not sys.stdout.isatty():
        return False, None
    return "NO_COLOR" not in os.environ, min(shutil.get_terminal_size().columns, 110)


def versions(
    document: Name, workspace: options.WorkspaceFile = None, as_json: options.AsJson = False
) -> None:
    """Show the versions of a report, and what changed from each to the next, sentence by sentence."""
    with open_desk(workspace) as desk:
        found = desk.versions(document)
    if as_json:
        out_json(found)
        return
    colour, width = _screen()
    out(render_history_terminal(found, width=width, colour=colour))


def rules(
    action: Annotated[
        str, typer.Argument(help="check: look and tell; list: what rules there are.")
    ] = "check",
    file: RulesFile = None,
    baseline: Annotated[
        bool, typer.Option("--baseline", help="Take what there is as told: tell of what comes.")
    ] = False,
    workspace: options.WorkspaceFile = None,
    as_json: options.AsJson = False,
    allow_private: options.AllowPrivate = False,
    quiet: options.Quiet = False,
) -> None:
    """Check the watch rules and deliver their alerts; exit status 1 if one could not be delivered."""
    if action not in ("check", "list"):
        raise UsageError(f"no action {action!r} of rules; there are: check, list")
    found = load_rules(file)
    if action == "list":
        _list(found, as_json=as_json)
        return
    if not found:
        raise UsageError("no rules; write [[rules]] in crosswire.toml, or name a file with --rules")
    with open_desk(workspace) as desk, progress(quiet) as report:
        done = desk.check_rules(
            found, allow_private=allow_private, baseline=baseline, progress=report
        )
    if as_json:
        out_json(done)
    else:
        out("\n".join(told(done)))
    if done.failures:
        raise typer.Exit(1)


def _list(found: tuple[Rule, ...], *, as_json: bool) -> None:
    if as_json:
        out_json(found)
        return
    for rule in found:
        goes = " and ".join(
            [*([" ".join(rule.run)] if rule.run else []), *([rule.post] if rule.post else [])]
        )
        out(f"{rule.name}: {rule.when}{f' → {goes}' if goes else ''}")
    if not found:
        out("no rules; write [[rules]] in crosswire.toml, or name a file with --rules")
