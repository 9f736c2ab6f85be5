"""The workspace's commands: add, stories, documents, dossier, why, remove, backup."""

from pathlib import Path
from typing import Annotated

import typer

from crosswire.cli import options
from crosswire.cli.alerts import check_after, tell_versions, this_reader
from crosswire.cli.dossiers import wanted_formats
from crosswire.cli.output import (
    complain,
    out,
    out_bytes,
    out_json,
    progress,
    tell_read,
    tell_skipped,
)
from crosswire.errors import NotFoundError, UsageError
from crosswire.model.codec import from_json
from crosswire.model.dossier import Dossier
from crosswire.pipeline.bags import is_bag, read_bag
from crosswire.pipeline.explain import Explanation, explain_in_dossier
from crosswire.stages.render.table import FORMATS, render
from crosswire.text.workspaces import is_address, shown
from crosswire.workspace import Workspace

Name = Annotated[str, typer.Argument(show_default=False)]


def open_desk(workspace: str | None, *, must_exist: bool = True) -> Workspace:
    """Return the workspace of this call; raises UsageError where it must be there and is not."""
    settings = options.settings(workspace=workspace)
    where = settings.workspace
    if must_exist and not is_address(where) and not Path(where).is_file():
        raise UsageError(
            f"no workspace {where}; make it with: crosswire add SOURCE --workspace {where}"
        )
    return Workspace(where, settings)


def add(
    sources: options.Sources,
    outlet: options.Outlet = None,
    agency: options.Agency = None,
    published_at: options.PublishedAt = None,
    workspace: options.WorkspaceFile = None,
    as_json: options.AsJson = False,
    offline: options.Offline = False,
    allow_private: options.AllowPrivate = False,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> None:
    """Keep reports in the workspace and settle its stories."""
    with open_desk(workspace, must_exist=False) as desk, progress(quiet) as report:
        done = desk.add(
            *sources,
            outlet=outlet,
            agency=agency,
            published_at=published_at,
            offline=offline,
            allow_private=allow_private,
            progress=report,
        )
        tell_skipped(done.skipped, quiet)
        versions = {change.after for change in done.versions}
        others = [name for name in done.added if verbose or name not in versions]
        tell_read(map(desk.document, others), quiet, verbose)
        tell_versions(done, quiet)
        check_after(desk, done.added, quiet)
        if as_json:
            out_json(done)
        else:
            out(
                f"{len(done.added)} added, {len(done.known)} known already, "
                f"{len(done.skipped)} skipped; {desk.store.view().story_count()} stories"
            )


def stories(
    limit: Annotated[
        int | None, typer.Option(min=1, help="Stories to list at most.", show_default="all")
    ] = None,
    offset: Annotated[int, typer.Option(min=0, help="Stories to pass over.")] = 0,
    workspace: options.WorkspaceFile = None,
    as_json: options.AsJson = False,
) -> None:
    """List the stories, the largest first."""
    with open_desk(workspace) as desk:
        found = desk.stories(limit=limit, offset=offset)
        if as_json:
            out_json(found)
            return
        for story in found:
            first = desk.document(story.documents[0])
            title = first.title.text if first.title else first.text[:70].replace("\n", " ")
            out(f"{story.id}  {len(story.documents):3}  {title[:60]}")


def documents(workspace: options.WorkspaceFile = None, as_json: options.AsJson = False) -> None:
    """List the documents, by id."""
    with open_desk(workspace) as desk:
        for document in desk.documents():
            if as_json:
                out_json(document, indent=0)
            else:
                day = (document.published_at.value or "undated")[:10]
                out(f"{document.id}  {day}  {document.outlet or '?'}  {document.language or '?'}")


def dossier(
    story: Name,
    format: Annotated[
        str, typer.Option("--format", help=f"One of {', '.join(FORMATS)}; csv:TABLE is one table.")
    ] = "terminal",
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="File to write it to.", show_default=False),
    ] = None,
    workspace: options.WorkspaceFile = None,
    as_json: options.AsJson = False,
    quiet: options.Quiet = False,
) -> None:
    """Print the dossier of a story of the workspace, in one format."""
    names = wanted_formats("json" if as_json else format)
    if len(names) > 1:
        raise UsageError(f"--format names {len(names)} formats; standard output takes one")
    (name,) = names
    with open_desk(workspace) as desk, progress(quiet) as report:
        found = desk.dossier(story, progress=report)
        content = render(found, name, [desk.document(d.id) for d in found.documents])
        if name == "terminal" and not output:  # what a person reads is a look at the story
            desk.mark_seen(found.story.id, reader=this_reader(), revision=found.story.revision)
    if output:
        output.write_bytes(content.encode() if isinstance(content, str) else content)
    elif isinstance(content, str):
        out(content)
    else:
        out_bytes(content)


def why(
    id: Name,
    other: Annotated[
        str | None,
        typer.Argument(help="A second report: why the two are in one story, or in two."),
    ] = None,
    dossier: Annotated[
        Path | None, typer.Option(help="A dossier's JSON to look in, in place of the workspace.")
    ] = None,
    workspace: options.WorkspaceFile = None,
    as_json: options.AsJson = False,
) -> None:
    """Show the words behind an id, the rule or features that decided, and what would have changed it."""
    found = _why_in_file(id, dossier) if dossier else _why_in_workspace(id, other, workspace)
    if as_json:
        out_json(found)
        return
    out(f"{found.kind} {found.id}: {found.text}")
    for line in found.because:
        out(f"  because  {line}")
    for evidence in found.evidence:
        words = " ".join(evidence.text.split())
        out(f"  words    {evidence.document} [{evidence.start}, {evidence.end}): “{words}”")


def _why_in_file(name: str, path: Path) -> Explanation:
    found = explain_in_dossier(name, read_dossier(path))
    if found is None:
        raise NotFoundError(f"nothing in {path} has the id {name!r}")
    return found


def _why_in_workspace(name: str, other: str | None, workspace: str | None) -> Explanation:
    with open_desk(workspace) as desk:
        return desk.why(name, other)


def read_dossier(path: Path) -> Dossier:
    """Return the dossier of a JSON file; raises UsageError that says what is wrong with it."""
    import msgspec

    if is_bag(path):
        return read_bag(path).dossier
    if not path.is_file():
        raise UsageError(
            f"no file {path}; give the .json or the bag that `crosswire reconcile` wrote"
        )
    try:
        return from_json(path.read_bytes(), Dossier)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: not a crosswire dossier ({error})") from error


def remove(
    ids: Annotated[list[str], typer.Argument(show_default=False)],
    workspace: options.WorkspaceFile = None,
    as_json: options.AsJson = False,
) -> None:
    """Forget documents and everything made from them, down to the bytes in the file."""
    with open_desk(workspace) as desk:
        done = desk.remove(*ids)
    if not done.erased:
        complain(
            "another process holds the workspace: the bytes go when it is opened next without that"
        )
    if as_json:
        out_json({"removed": done.documents, "erased": done.erased})
    else:
        out(f"removed {', '.join(done.documents)}")


def backup(
    file: Name, workspace: options.WorkspaceFile = None, as_json: options.AsJson = False
) -> None:
    """Write a whole copy of the workspace to a new file, or into an empty PostgreSQL database."""
    with open_desk(workspace) as desk:
        desk.backup(file)
    out_json({"wrote": shown(file)}) if as_json else out(f"wrote {shown(file)}")
