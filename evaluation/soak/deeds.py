"""What is done to a workspace under trouble: a fixed list of deeds, each of which may be done again after a kill.

The reports are invented; the parser is left out (a stand-in says nothing of any text), since what is tried here is
what is kept, and not what is read.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from random import Random

from crosswire.errors import NotFoundError, UsageError
from crosswire.model.annotation import Annotations
from crosswire.model.document import Block, Document, Published
from crosswire.pipeline import run
from crosswire.pipeline.run import Acquired
from crosswire.workspace import Workspace
from crosswire.workspace import held as desks

SYLLABLES = "ka lo mir ven tar ol das fe rin sul bre an dor vik hal mo set gru pel nor".split()
TOWNS = "Aldmoor Brenne Corvath Dulmar Eskby Fallwick Gorse Harrow Istrel Jornak".split()
THINGS = "bridge ferry school tunnel market harbour library mill tower quay".split()
WHO = "soak"
Deed = Callable[[Workspace], None]


def _words(event: int) -> list[str]:
    """Return ten made-up words of an event's own, by which its reports are told from others."""
    random = Random(event)
    return ["".join(random.choices(SYLLABLES, k=3)) for _ in range(10)]


@cache
def report(number: int) -> Document:
    """Return invented report `number`: five of one event, then the next event."""
    event, voice = divmod(number, 5)
    town, thing = TOWNS[event % len(TOWNS)], THINGS[event // len(TOWNS) % len(THINGS)]
    own = _words(event)
    lines = (
        f"{town} {thing} {own[0]} after {own[1]} {own[2]}",
        f"The {thing} of {town} was {own[0]} when the {own[1]} {own[2]} {own[3]} the river, {own[4].title()} said.",
        f"Reporter {voice} counted {100 + 7 * event} {own[5]} people in {own[6].title()} and {voice} boats.",
        f"Mayor {own[7].title()} promised that the {own[8]} {thing} would {own[9]} again within {event + 3} days.",
    )
    text = "\n\n".join(lines)
    blocks, at = [], 0
    for place, line in enumerate(lines):
        blocks.append(Block(start=at, end=at + len(line), kind="body" if place else "headline"))
        at += len(line) + 2
    day = f"2031-{1 + event % 12:02}-{1 + event % 28:02}"
    return Document(
        id=f"r{number:05}",
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
        blocks=tuple(blocks),
        language="en",
        outlet=f"Voice {voice}",
        url=f"https://voice{voice}.example/{event}",
        published_at=Published(value=day, precision="day", known_from="metadata"),
    )


def without_parser() -> None:
    """Let annotating say nothing of any text, at once."""

    def bare(
        documents: Iterable[Document], settings: object, progress: object = None
    ) -> Iterator[Annotations]:
        for document in documents:
            yield Annotations(id=document.id, sha256=document.sha256, text=document.text)

    desks.annotate_documents = run.annotate_documents = bare  # type: ignore[attr-defined]


def add(first: int, last: int) -> Deed:
    """Add the reports from `first` up to and without `last`."""
    documents = tuple(report(n) for n in range(first, last))
    return lambda desk: void(desk.keep(Acquired(documents=documents, skipped=())))


def dossier(number: int) -> Deed:
    """Make the dossier of the story that report `number` stands in, where there is one."""

    def deed(desk: Workspace) -> None:
        home = desk.store.view().homes([report(number).id])
        for story in home.values():
            desk.dossier(story)

    return deed


def merge(one: int, other: int) -> Deed:
    """Merge the stories of two reports."""

    def deed(desk: Workspace) -> None:
        homes = desk.store.view().homes([report(one).id, report(other).id])
        if len(set(homes.values())) == 2:
            desk.merge(homes[report(one).id], homes[report(other).id], who=WHO)

    return deed


def split(number: int) -> Deed:
    """Take a report out of its story, once."""

    def deed(desk: Workspace) -> None:
        name = report(number).id
        if any(a.kind == "split" and a.documents == (name,) for a in desk.acts()):
            return
        home = desk.store.view().homes([name])
        try:
            desk.split(home.get(name, ""), name, who=WHO)
        except (UsageError, NotFoundError):
            return

    return deed


def note(number: int) -> Deed:
    """Keep a remark on a report, once."""

    def deed(desk: Workspace) -> None:
        name = report(number).id
        if not any(a.kind == "note" and a.names == (name,) for a in desk.acts()):
            desk.note(name, f"look at {number} again", who=WHO)

    return deed


def remove(number: int) -> Deed:
    """Remove a report, if it is there."""

    def deed(desk: Workspace) -> None:
        name = report(number).id
        if desk.store.view().known([name]):
            desk.remove(name)
        else:
            desk.store.purge()

    return deed


def undo_last(desk: Workspace) -> None:
    """Undo the first merge, if it stands."""
    for act in desk.acts(standing=True):
        if act.kind == "merge":
            desk.undo(act.id, who=WHO)
            return


def void(_: object) -> None:
    """Let a deed return nothing."""


DEEDS: tuple[Deed, ...] = (
    add(0, 20),
    dossier(0),
    add(20, 40),
    merge(0, 5),
    note(7),
    dossier(3),
    remove(6),
    add(40, 60),
    split(41),
    remove(1),
    dossier(40),
    undo_last,
    add(30, 70),
)
"""One after the other: a desk's day."""
