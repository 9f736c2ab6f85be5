"""What a command tells of besides its result: alerts of rules, new versions; and who is reading."""

import os

from crosswire.cli.output import complain
from crosswire.model.rule import Checked
from crosswire.pipeline.rules import load_rules
from crosswire.stages.render.changes import said
from crosswire.workspace import Added, Workspace


def this_reader(given: str | None = None) -> str:
    """Return the reader's name: as given, else the user of this session."""
    return given or os.environ.get("USER") or os.environ.get("USERNAME") or "reader"


def tell_versions(done: Added, quiet: bool) -> None:
    """Say on standard error which added reports are new versions, those changed silently loudest."""
    if quiet:
        return
    for change in done.versions:
        how = "changed silently, no note and no new time" if change.silent else "a new version"
        complain(f"{change.after}: {how} of {change.before}")
    for name in done.withdrawn:
        complain(f"{name}: taken back; it is kept and counts no more")


def told(done: Checked) -> list[str]:
    """Return what a check of the rules did, in lines."""
    lines = []
    for alert in done.alerts:
        lines.append(f"{alert.rule}: {alert.changes.story.title} ({alert.changes.story.id})")
        lines += [f"  {said(change)}" for change in alert.changes.changes]
    lines += [
        f"not delivered (try {f.tries}): {f.rule} of {f.story}: {f.reason}" for f in done.failures
    ]
    lines.append(f"{done.stories} stories looked at, {len(done.alerts)} alerts")
    return lines


def check_after(desk: Workspace, documents: tuple[str, ...], quiet: bool) -> None:
    """Check the rules of crosswire.toml, if there are any, for the stories of new `documents`; tell what they say."""
    found = load_rules()
    if not found or not documents:
        return
    done = desk.check_rules(found, documents=documents)
    for line in () if quiet else told(done)[:-1]:
        complain(line)
