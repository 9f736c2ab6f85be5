"""A story's dossier as a page of the server, and its reports side by side."""

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import TimeoutError as TooSlow
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query, Request
from fastapi.responses import Response
from markupsafe import Markup

from crosswire.errors import CrosswireError
from crosswire.model.act import Act
from crosswire.model.change import Changes
from crosswire.model.dossier import Dossier, DossierDocument
from crosswire.model.kept import StoryLine
from crosswire.model.story import StoryLink
from crosswire.stages.render.html import render_desk
from crosswire.stages.render.index import Index, index, name
from crosswire.stages.render.segments import segments, spans
from crosswire.stages.render.tails import short
from crosswire.store.base import View
from crosswire.web.desk import Desk, Job
from crosswire.web.pages.shell import page
from crosswire.web.pages.stories import READER, news

MOST = 4
"""Most reports side by side."""
DRAWN = 12
"""Dossiers' pages kept as they were drawn last."""
LONG = 400_000
"""Letters of a page, without its reports' texts, from which what is folded away comes after it."""
SOON = 2.0
"""Seconds that a page waits for its dossier before it says that it is being read."""


def dossier(desk: Desk) -> Callable[..., Response]:
    """Return the handler of a dossier's page."""

    drawn: OrderedDict[tuple[object, ...], Markup] = OrderedDict()

    def body(state: str, found: Dossier, changes: Changes | None, whole: str) -> Markup:
        """Return the dossier's part of the page; drawn once for a state, as long as nothing is new in it.

        A long one leaves what is folded away to the page at the address `whole`, where there is one.
        """
        acts = acts_on(desk, found)
        home = f"/stories/{found.story.id}"
        key = (found.story.id, state, *(act.id for act in acts))
        made = drawn.get(key) if changes is None else None
        if made is None:
            made = render_desk(
                found, changes=changes, acts=acts, judging=f"{home}/judge?", side=f"{home}/side"
            )
            if changes is None:
                drawn[key] = made
                while len(drawn) > DRAWN:
                    drawn.popitem(last=False)
        long = len(made) - sum(len(d.text or "") for d in found.documents) > LONG
        return short(made, whole) if whole and long else made

    def story(request: Request, story: str, since: str = "", whole: bool = False) -> Response:
        state = desk.state(desk.workspace.story(story).id)
        found = desk.dossier(story, wait=SOON)
        if isinstance(found, Job):
            return page(request, "waiting.html.j2", 202, job=found, story=story)
        view = desk.workspace.store.view()
        line = view.story_line(found.story.id)
        seen = view.seen(READER, found.story.id)
        changed = line is not None and news(line, seen) == "changed"
        changes = changes_of(desk, found.story.id, since) if since or changed else None
        return page(
            request,
            "story.html.j2",
            dossier=found,
            news=news(line, seen) if line else "",
            revisions=view.revisions(found.story.id),
            near=near_by(view, found.story.id),
            desk=body(state, found, changes, "" if whole else _whole(found.story.id, since)),
        )

    return story


def _whole(story: str, since: str) -> str:
    """Return the address of a story's page with all that is folded away in it."""
    asked = {"since": since, "whole": "true"} if since else {"whole": "true"}
    return f"/stories/{story}?{urlencode(asked)}"


def near_by(view: View, story: str) -> list[tuple[StoryLine, StoryLink]]:
    """Return the neighbouring stories of the same saga with what ties them, the most alike first."""
    links = view.links_of([story]).get(story, ())
    lines = view.lines_of(link.story for link in links)
    found = [(lines[link.story], link) for link in links if link.story in lines]
    return sorted(found, key=lambda pair: (-pair[1].likeness, pair[0].id))


def changes_of(desk: Desk, story: str, since: str) -> Changes | None:
    """Return what is new since a revision, a time or the reader's last look; None where it can't be told soon."""
    wanted: str | int = int(since) if since.isdecimal() and len(since) < 9 else since or "last"
    try:
        found = desk.ask("diff", story, since=wanted, reader=READER).future.result(SOON)
    except (TooSlow, CrosswireError):
        return None
    return found if isinstance(found, Changes) else None


def acts_on(desk: Desk, found: Dossier) -> tuple[Act, ...]:
    """Return the acts that stand and touch a story: its reports, or anything in its dossier."""
    documents = {d.id for d in found.documents}
    named = {found.story.id, *(p.id for p in found.points), *(e.id for e in found.entities)}
    named |= {c.id for p in found.points for c in p.claims}
    return tuple(
        act
        for act in desk.workspace.store.view().acts(standing=True)
        if documents & {*act.documents, *act.others, *(e.document for e in act.evidence)}
        or named & set(act.names)
    )


def side(desk: Desk) -> Callable[..., Response]:
    """Return the handler of reports side by side."""

    def reports(
        request: Request,
        story: str,
        report: Annotated[list[int], Query(max_length=20)] = [],  # noqa: B006
    ) -> Response:
        found = desk.dossier(story, wait=SOON)
        if isinstance(found, Job):
            return page(request, "waiting.html.j2", 202, job=found, story=story)
        book = index(found)
        wanted = [n for n in dict.fromkeys(report) if 1 <= n <= len(found.documents)][:MOST]
        wanted = wanted or list(range(1, min(2, len(found.documents)) + 1))
        claimed = spans(book)
        return page(
            request,
            "side.html.j2",
            dossier=found,
            names=[(n, name(book, d.id), n in wanted) for n, d in enumerate(found.documents, 1)],
            columns=[_column(book, n) for n in wanted],
            segments=segments,
            claimed=claimed,
        )

    return reports


def _column(book: Index, number: int) -> tuple[int, DossierDocument, str]:
    document = book.dossier.documents[number - 1]
    return number, document, name(book, document.id)
