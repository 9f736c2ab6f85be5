"""A story's states in a workspace: its dossier now and at any earlier time, kept revisions, what a reader saw last.

A dossier is a pure function of the reports that had come by a time, so any earlier state can be made again; what is
kept is which state was shown under which number. A revision rises only when something changed.
"""

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from crosswire.errors import NotFoundError, UsageError
from crosswire.model.act import Judgement, judgements
from crosswire.model.annotation import Annotations
from crosswire.model.change import Changes, History, Notice, State
from crosswire.model.document import Document
from crosswire.model.dossier import Dossier
from crosswire.model.record import Record, content_id
from crosswire.model.story import Story
from crosswire.pipeline.marking import Mark, Unheeded, mark, stale
from crosswire.pipeline.run import make_dossier, with_story_date
from crosswire.pipeline.versions import history, tell_apart
from crosswire.settings import Settings
from crosswire.stages.compare.states import compare
from crosswire.stages.compare.versions import item_of
from crosswire.store.base import Store, View, Writer
from crosswire.store.clock import later, system
from crosswire.text.addresses import canonical

Read = Callable[[Sequence[Document]], Mapping[str, Annotations]]
"""Gives the layers of documents, kept or made now."""


class Gathered(Record, frozen=True, kw_only=True):
    """What a story is made of: its documents, other versions of them elsewhere, arrivals, and notices."""

    documents: tuple[Document, ...]
    elsewhere: tuple[Document, ...] = ()
    arrivals: Mapping[str, str] = {}
    notices: tuple[Notice, ...] = ()
    judgements: tuple[Judgement, ...] = ()


def keep_notices(store: Store, notices: Iterable[Notice]) -> None:
    """Keep what agencies took back: the item may come later than the word that kills it."""
    found = list(notices)
    if found:
        with store.writer() as writer:
            for notice in found:
                writer.put_record(_notice_key(notice), notice)
                writer.put_record(_notice_key(notice), Unheeded(notice=notice))


def forget_notices(writer: Writer, document: Document, gone: Container[str]) -> None:
    """Drop the notices that name a document which is taken down, but for those that another version still needs."""
    names = {document.id, document.metadata.get("guid"), document.metadata.get("renamed_from")}
    items = sorted(name for name in names if name)
    left = {*writer.view.same_report(items), *writer.view.known(items)} - {document.id}
    if any(name not in gone for name in left):
        return
    for key, notice in writer.view.records(Notice).items():
        if notice.item in names:
            writer.drop_record(key, Notice)
            writer.drop_record(key, Unheeded)


def _notice_key(notice: Notice) -> str:
    return content_id("w", notice.item, notice.version, notice.at, notice.reason)


def gather(view: View, story: Story, *, until: str | None = None) -> Gathered:
    """Return what `story` is made of, as far as it had come by `until` (ISO 8601 in UTC)."""
    documents = list(view.documents(story.documents))
    keys = {key for d in documents for key in (canonical(d.url), item_of(d)) if key is not None}
    own = {d.id for d in documents}
    others = sorted(set(view.same_report(sorted(keys))) - own)
    elsewhere = list(view.documents(others)) if others else []
    came = view.arrivals([*sorted(own), *others])

    def had_come(found: Sequence[Document]) -> tuple[Document, ...]:
        return tuple(d for d in found if until is None or came[d.id][0] <= until)

    place = {name: number for number, name in enumerate(story.documents)}
    notices = view.records(Notice)
    return Gathered(
        documents=had_come(sorted(documents, key=lambda d: place[d.id])),
        elsewhere=had_come(sorted(elsewhere, key=lambda d: d.id)),
        arrivals={name: f"{at} {number:012}" for name, (at, number) in came.items()},
        notices=tuple(notices[key] for key in sorted(notices)),
        judgements=judgements(view.acts()),
    )


def dossier_of(story: Story, found: Gathered, read: Read, settings: Settings) -> Dossier:
    """Return the dossier that the gathered documents make."""
    documents = with_story_date(found.documents)
    layers = read((*documents, *found.elsewhere))
    return make_dossier(
        documents,
        [layers[d.id] for d in (*documents, *found.elsewhere)],
        settings,
        story_id=story.id,
        elsewhere=found.elsewhere,
        arrivals=found.arrivals,
        notices=found.notices,
        judgements=found.judgements,
    )


def history_of(name: str, found: Gathered, read: Read) -> History:
    """Return the versions of the report that the document `name` is one of, and what changed between them."""
    documents = {d.id: d for d in (*found.documents, *found.elsewhere)}
    reports = tell_apart(list(documents.values()), arrivals=found.arrivals, notices=found.notices)
    chain = next(c for c in reports.chains if name in c.documents)
    layers = read([documents[one] for one in chain.documents]) if len(chain.documents) > 1 else {}
    came = {one: at.partition(" ")[0] for one, at in found.arrivals.items()}
    return history(name, chain, documents, layers, came)


# ---------------------------------------------------------------- revisions


def keep_revision(store: Store, dossier: Dossier) -> Dossier:
    """Return `dossier` under its revision's number; kept as a new one where anything changed since the last."""
    with store.writer() as writer:
        lines = writer.view.revisions(dossier.story.id)
        number = lines[-1].number if lines else 0
        last = writer.view.revision(dossier.story.id, number) if lines else None
        if last is None or compare(last, dossier):
            state = state_of(dossier)
            number = writer.put_revision(dossier.story.id, without_texts(dossier), state).number
        mark(
            writer, _marks_of(dossier)
        )  # a run that was killed may have kept reports and got no further
    return replace(dossier, story=replace(dossier.story, revision=number))


def settled_marks(view: View, dossier: Dossier) -> bool:
    """Tell whether lists and search know of a dossier's reports which ones count."""
    return not stale(view, _marks_of(dossier))


def _marks_of(dossier: Dossier) -> dict[str, Mark]:
    marks: dict[str, Mark] = {d.id: (None, None) for d in dossier.documents}
    return marks | {d.id: (d.superseded_by, d.withdrawn) for d in dossier.earlier}


def state_of(dossier: Dossier) -> str:
    """Return the hash of the reports that a dossier was made from, those that count and the others."""
    return content_id(
        "t",
        *sorted(f"{d.id} {d.sha256}" for d in dossier.documents),
        "/",
        *sorted(f"{d.id} {d.sha256} {d.withdrawn}" for d in dossier.earlier),
    )


def without_texts(dossier: Dossier) -> Dossier:
    """Return `dossier` without the reports' texts, which a workspace keeps once."""
    return replace(
        dossier,
        documents=tuple(replace(d, text=None) for d in dossier.documents),
        earlier=tuple(replace(d, text=None) for d in dossier.earlier),
    )


class Earlier(Record, frozen=True, kw_only=True):
    """An earlier state asked for: a kept revision, or a time whose state is made again."""

    revision: int | None = None
    at: str | None = None
    kept: Dossier | None = None


def earlier_state(view: View, story: str, since: str | int, reader: str, now: str) -> Earlier:
    """Return the state that `since` names: "last" (the reader's last look), a revision, a time or an age ("2d").

    Raises NotFoundError for a revision there is not, UsageError for words that name no state.
    """
    if since == "last":
        seen = view.seen(reader, story)
        if seen is None:
            return Earlier()
        return Earlier(revision=seen.revision, at=seen.at, kept=view.revision(story, seen.revision))
    if isinstance(since, int) or re.fullmatch(r"\d{1,6}", since, re.ASCII):
        lines = {line.number: line for line in view.revisions(story)}
        line = lines.get(int(since))
        if line is None:
            there = f"there are {min(lines)} to {max(lines)}" if lines else "there is none yet"
            raise NotFoundError(f"no revision {since} of story {story}; {there}")
        return Earlier(
            revision=line.number, at=line.made_at, kept=view.revision(story, line.number)
        )
    return Earlier(at=moment(since, now))


def moment(given: str, now: str) -> str:
    """Return the time that `given` names, in UTC: ISO 8601, or an age before `now` ("90m", "12h", "2d", "1w")."""
    age = re.fullmatch(r"(\d{1,5})([mhdw])", given.strip(), re.ASCII)
    try:
        if age:
            unit = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}[age[2]]
            then = datetime.fromisoformat(now) - timedelta(**{unit: int(age[1])})
        else:
            then = datetime.fromisoformat(given.strip())
    except (ValueError, OverflowError):
        raise UsageError(
            f"--since {given!r} names no state; expected last, a revision's number, a time "
            "(2024-05-03T06:00) or an age (90m, 12h, 2d, 1w)"
        ) from None
    return (
        (then if then.tzinfo else then.replace(tzinfo=UTC))
        .astimezone(UTC)
        .strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    )


def changes_between(before: Dossier | None, after: Dossier, *, since: Earlier, now: str) -> Changes:
    """Return what is new since an earlier state, and what fell due meanwhile."""
    days = (since.at[:10], now[:10]) if since.at else None
    found = compare(before, after, days=days)
    return replace(
        found,
        since=State(
            revision=since.revision, at=since.at, reports=len(before.documents) if before else 0
        ),
        until=State(revision=after.story.revision, at=now, reports=len(after.documents)),
    )


def since_then(
    store: Store,
    after: Dossier,
    since: str | int,
    reader: str,
    make: Callable[[str], Dossier | None],
) -> Changes:
    """Return what is new in `after`, a story as it stands, since the state that `since` names.

    `make` gives the story as of a time, for a state that was not kept or held a report which was taken down since.
    """
    view = store.view()
    now = later(system(), None)
    then = earlier_state(view, after.story.id, since, reader, now)
    before = then.kept if then.kept is not None or then.at is None else make(then.at)
    return changes_between(before, after, since=then, now=now)


def between_revisions(store: Store, story: str, *, most: int = 20) -> tuple[Changes, ...]:
    """Return what each of the last `most` kept revisions of a story brought, the newest first."""
    view = store.view()
    found = []
    before: Dossier | None = None
    for line in view.revisions(story)[-most - 1 :]:
        after = view.revision(story, line.number)
        if after is None:
            continue
        if before is not None or line.number == 1:
            since = Earlier(revision=before.story.revision if before else None)
            found.append(changes_between(before, after, since=since, now=line.made_at))
        before = after
    return tuple(reversed(found))
