"""What a person decides, from the command line: merge, split, confirm, reject, note, undo, acts."""

from typing import Annotated

import typer

from crosswire.cli import options
from crosswire.cli.desk import Name, open_desk
from crosswire.cli.output import out, out_json
from crosswire.errors import UsageError
from crosswire.model.act import Act, Judged
from crosswire.pipeline.acts import JUDGED

Who = Annotated[
    str | None, typer.Option("--who", help="Who decides (default: the user of this machine).")
]
Story = Annotated[str, typer.Option("--story", help="The story whose dossier names them.")]
SHOWN = 60
"""Code points of a note that the list shows."""


def merge(
    one: Name,
    other: Name,
    who: Who = None,
    workspace: options.WorkspaceFile = None,
    as_json: options.AsJson = False,
) -> None:
    """Make two stories one, for good; both ids lead to it."""
    with open_desk(workspace) as desk:
        act = desk.merge(one, other, who=who)
        story = desk.story(one)
    _tell(act, f"story {story.id} has {len(story.documents)} reports", as_json)


def split(
    story: Name,
    documents: Annotated[list[str], typer.Argument(show_default=False)],
    who: Who = None,
    workspace: options.WorkspaceFile = None,
    as_json: options.AsJson = False,
) -> None:
    """Make some reports of a story a story of their own, for good."""
    with open_desk(workspace) as desk:
        act = desk.split(story, *documents, who=who)
        homes = desk.store.view().homes(act.documents)
        made = ", ".join(sorted(set(homes.values())))
    _tell(act, f"{len(act.documents)} reports are story {made}", as_json)


def confirm(
    about: Name,
    one: Name,
    other: Name,
    story: Story,
    who: Who = None,
    workspace: options.WorkspaceFile = None,
    as_json: options.AsJson = False,
) -> None:
    """Say that something the dossier of a story says is right.

    ABOUT is alignment (two claims), alias (two names) or root (a claim and a root).
    """
    with open_desk(workspace) as desk:
        act = desk.confirm(_judged(about), one, other, story=story, who=who)
    _tell(act, f"{about} confirmed", as_json)


def reject(
    about: Name,
    one: Name,
    other: Name,
    story: Story,
    who: Who = None,
    workspace: options.WorkspaceFile = None,
    as_json: options.AsJson = False,
) -> None:
    """Say that something the dossier of a story says is wrong.

    ABOUT is alignment (two claims), alias (two names) or root (a claim and a root).
    """
    with open_desk(workspace) as desk:
        act = desk.reject(_judged(about), one, other, story=story, who=who)
    _tell(act, f"{about} rejected", as_json)


def note(
    id: Name,
    text: Name,
    who: Who = None,
    workspace: options.WorkspaceFile = None,
    as_json: options.AsJson = False,
) -> None:
    """Keep a remark on a story, a report or anything of a dossier, by its id."""
    with open_desk(workspace) as desk:
        act = desk.note(id, text, who=who)
    _tell(act, f"note on {id}", as_json)


def undo(
    act: Name,
    who: Who = None,
    workspace: options.WorkspaceFile = None,
    as_json: options.AsJson = False,
) -> None:
    """Undo an act; it stays listed as undone."""
    with open_desk(workspace) as desk:
        undone = desk.undo(act, who=who)
    out_json(undone) if as_json else out(f"undid {undone.kind} {undone.id}")


def acts(workspace: options.WorkspaceFile = None, as_json: options.AsJson = False) -> None:
    """List what people decided, in order: who, when, what, and whether it was undone."""
    with open_desk(workspace) as desk:
        found = desk.acts()
    if as_json:
        out_json(found)
        return
    for act in found:
        undone = f"  (undone by {act.undone_by})" if not act.stands else ""
        out(f"{act.id}  {act.at[:16].replace('T', ' ')}  {act.who}  {_said(act)}{undone}")
    if not found:
        out("nobody has decided anything yet")


def _judged(about: str) -> Judged:
    if about not in JUDGED:
        raise UsageError(f"{about!r} can't be judged; known are {', '.join(JUDGED)}")
    return about


def _tell(act: Act, done: str, as_json: bool) -> None:
    if as_json:
        out_json(act)
    else:
        out(f"{done}; take it back with: crosswire undo {act.id}")


def _said(act: Act) -> str:
    if act.kind == "merge":
        return f"merge: {len(act.documents)} and {len(act.others)} reports"
    if act.kind == "split":
        return f"split: {', '.join(act.documents)} from {len(act.others)} others"
    if act.kind == "note":
        text = " ".join((act.text or "").split())
        return f"note on {', '.join(act.names)}: {text[:SHOWN]}"
    return f"{act.kind} {act.about}: {' and '.join(act.names)}"
