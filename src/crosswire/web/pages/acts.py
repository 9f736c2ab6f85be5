"""What people decide: put stories together, take reports out, confirm or reject what was found, note; all undoable."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import Form, Query, Request
from fastapi.responses import Response

from crosswire.errors import UsageError
from crosswire.stages.render.index import index, name
from crosswire.web.desk import Desk, Job
from crosswire.web.pages.dossiers import SOON
from crosswire.web.pages.shell import back, page
from crosswire.web.pages.stories import READER

Word = Annotated[str, Form(max_length=300)]
Words = Annotated[list[str], Form(max_length=200)]
Text = Annotated[str, Form(max_length=20_000)]
Handler = Callable[..., Response]


def listing(desk: Desk) -> Handler:
    """Return the handler of the list of acts, the latest first."""

    def acts(request: Request, start: Annotated[int, Query(ge=0)] = 0) -> Response:
        found = sorted(desk.workspace.store.view().acts(), key=lambda act: -act.number)
        part = found[start : start + 100]
        return page(request, "acts.html.j2", acts=part, total=len(found), start=start)

    return acts


def judge(desk: Desk) -> Handler:
    """Return the handler of the page on which a point or a name is judged, or a report taken out of its story."""

    def shown(request: Request, story: str, point: str = "", entity: str = "") -> Response:
        found = desk.dossier(story, wait=SOON)
        if isinstance(found, Job):
            return page(request, "waiting.html.j2", 202, job=found, story=story)
        book = index(found)
        chosen = book.points.get(point)
        named = next((e for e in found.entities if e.id == entity), None)
        if (point and chosen is None) or (entity and named is None):
            return back(request, f"/stories/{found.story.id}#acts")  # what was decided changed it
        held = {point, entity, *(c.id for c in chosen.claims)} if chosen else {entity}
        words = {c.evidence for c in chosen.claims} if chosen else set()
        acts = [
            act
            for act in desk.workspace.store.view().acts()
            if held & set(act.names) - {""} or words & set(act.evidence)
        ]
        return page(
            request, "judge.html.j2", dossier=found, point=chosen, entity=named, book=book,
            acts=acts, name=name,
        )  # fmt: skip

    return shown


def seen(desk: Desk) -> Handler:
    """Return the handler that remembers a story as seen by the reader."""

    def act(
        request: Request,
        seen: Word = "",
        story: Words = [],  # noqa: B006
        fresh: Words = [],  # noqa: B006
        all: Word = "",
        to: Word = "/",
    ) -> Response:
        wanted = fresh if all else [seen or next(iter(story), "")]
        if not all and not wanted[0]:
            raise UsageError("no story named; choose one")
        lines = desk.workspace.store.view().lines_of(wanted)
        for one in wanted:
            kept = lines[one].revision if one in lines else 0
            desk.write("mark_seen", one, reader=READER, revision=kept)
        return back(request, to)

    return act


def merge(desk: Desk) -> Handler:
    """Return the handler that puts the chosen stories together."""

    def act(request: Request, story: Words = [], who: Word = "", to: Word = "/") -> Response:  # noqa: B006
        chosen = list(dict.fromkeys(story))
        if len(chosen) < 2:
            raise UsageError(f"{len(chosen)} chosen; choose two stories or more to put together")
        for other in chosen[1:]:
            desk.write("merge", chosen[0], other, **_who(who))
        return back(request, f"/stories/{chosen[0]}", who)

    return act


def split(desk: Desk) -> Handler:
    """Return the handler that takes reports out of a story."""

    def act(request: Request, story: Word, document: Words = [], who: Word = "") -> Response:  # noqa: B006
        if not document:
            raise UsageError("no report chosen; choose those that are not of this story")
        view = desk.workspace.store.view()
        whole = view.story(view.story_of(story) or story)
        desk.write("split", story, *document, **_who(who))
        rest = sorted(set(whole.documents) - set(document)) if whole else []
        home = view.homes(rest[:1]).get(rest[0], story) if rest else story
        return back(request, f"/stories/{home}", who)  # where the others are now

    return act


def judged(desk: Desk) -> Handler:
    """Return the handler that confirms or rejects: that claims say one thing, names one party, a claim its root."""

    def act(
        request: Request,
        verb: Word,
        about: Word,
        name: Words = [],  # noqa: B006
        story: Word = "",
        who: Word = "",
        to: Word = "/acts",
    ) -> Response:
        if verb not in ("confirm", "reject") or about not in ("alignment", "alias", "root"):
            raise UsageError(f"no act {verb!r} about {about!r}; choose from the form")
        if len(name) != 2 or not all(part.strip() for part in name):
            raise UsageError("two things belong to this; name both")
        desk.write(verb, about, *name, story=story, **_who(who))
        return back(request, to, who)

    return act


def note(desk: Desk) -> Handler:
    """Return the handler that keeps a note."""

    def act(
        request: Request, name: Word, text: Text = "", who: Word = "", to: Word = "/acts"
    ) -> Response:
        if not text.strip():
            raise UsageError("an empty note; write what the next reader should know")
        desk.write("note", name, text, **_who(who))
        return back(request, to, who)

    return act


def undo(desk: Desk) -> Handler:
    """Return the handler that undoes an act."""

    def act_(request: Request, act: Word, who: Word = "", to: Word = "/acts") -> Response:
        desk.write("undo", act, **_who(who))
        return back(request, to, who)

    return act_


def _who(who: str) -> dict[str, Any]:
    return {"who": who.strip()[:60]} if who.strip() else {}
