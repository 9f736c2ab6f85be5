"""Pages whose reports are kept are looked at again, ever more seldom: an edit without a word is only seen so.

A look asks for what is new only (validators, else a hash of the answer), by the same chokepoint in the same turns of
hosts. A page that says otherwise is kept as a new version; one that is gone is told. Visits go with their reports.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from msgspec.structs import replace

from crosswire.errors import FetchFailedError, SourceError
from crosswire.model.document import Document
from crosswire.model.feed import Feed, Held, Visit
from crosswire.model.fetched import Fetched
from crosswire.model.skipped import Skipped
from crosswire.pipeline.by_host import by_host, host_of
from crosswire.pipeline.following import own_of
from crosswire.pipeline.items import page_report
from crosswire.pipeline.run import Acquired
from crosswire.pipeline.schedule import is_due, iso, moment
from crosswire.pipeline.watch_desk import Desk
from crosswire.stages.acquire.decode import RefusedError
from crosswire.stages.acquire.options import AcquireOptions

PAGES = 20
"""Pages of one host that are looked at again in a round."""
_GONE = (404, 410)

Looked = Fetched | SourceError


@dataclass
class Looks:
    """What a round of looking brought: how many pages, versions that are new, and pages that are gone."""

    count: int = 0
    added: tuple[str, ...] = ()
    skipped: list[Skipped] = field(default_factory=list)


def first_visit(
    held: Held,
    document: Document,
    got: Fetched,
    steps: Sequence[float],
    now: datetime,
    chance: float,
) -> Visit | None:
    """Return when the page of a report just kept is looked at again; None for never."""
    visit = Visit(
        document=document.id,
        held=replace(held, marks=(), tries=0, due_at=None),
        first_at=iso(now),
        etag=got.etag,
        modified=got.modified,
        digest=hashlib.sha256(got.content).hexdigest(),
    )
    return _planned(visit, steps, now, chance)


def _planned(visit: Visit, steps: Sequence[float], now: datetime, chance: float) -> Visit | None:
    """Return a visit with the time of its next look, the first of `steps` still ahead; None after the last."""
    first = moment(visit.first_at) or now
    times = (first + timedelta(seconds=step * (1 + chance / 10)) for step in steps[visit.looked :])
    ahead = next((at for at in times if at > now), None)
    return None if ahead is None else replace(visit, due_at=iso(ahead))


def look_again(desk: Desk, feeds: Mapping[str, Feed], over: Callable[[], bool]) -> Looks:
    """Look at the pages that are due, of these feeds, and keep what they say otherwise."""
    found = Looks()
    if desk.stopped() or not desk.revisits:
        return found
    now = desk.now()
    due = [
        visit
        for visit in desk.store.view().records(Visit).values()
        if visit.held.feed in feeds
        and feeds[visit.held.feed].full_text
        and is_due(visit.due_at, now)
    ]
    batch = _batch(due)
    answers = by_host(
        [(host_of(visit.held.address), visit) for visit in batch],
        lambda visit: _ask(desk, visit, feeds[visit.held.feed]),
        threads=desk.threads,
        over=over,
        stopped=desk.stopped,
    )
    looked = [(batch[place], answers[place]) for place in sorted(answers)]
    found.count = len(looked)
    versions = [_changed(visit, got, desk.options) for visit, got in looked]
    view = desk.store.view()
    kept = sorted(
        (d for d in versions if d is not None and not view.removed(d)), key=lambda d: d.id
    )
    found.skipped = [s for visit, got in looked if (s := _gone(visit, got)) is not None]
    if kept or found.skipped:
        found.added = tuple(
            desk.keep(Acquired(documents=tuple(kept), skipped=tuple(found.skipped)))
        )
    _note(desk, looked, now)
    return found


def _batch(due: Sequence[Visit]) -> list[Visit]:
    """Return the visits of one round, the longest due first, so many of each host."""
    counts: dict[str, int] = {}
    wanted = []
    for visit in sorted(due, key=lambda v: (v.due_at or "", v.document)):
        host = host_of(visit.held.address)
        counts[host] = counts.get(host, 0) + 1
        if counts[host] <= PAGES:
            wanted.append(visit)
    return wanted


def _ask(desk: Desk, visit: Visit, feed: Feed) -> Looked:
    try:
        return desk.fetcher.get(
            visit.held.address or "",
            purpose="page",
            etag=visit.etag,
            modified=visit.modified,
            own=own_of(feed),
        )
    except SourceError as error:
        return error


def _is_same(visit: Visit, got: Fetched) -> bool:
    return got.not_modified or hashlib.sha256(got.content).hexdigest() == visit.digest


def _changed(visit: Visit, got: Looked, options: AcquireOptions) -> Document | None:
    """Return the report as its page has it now; None where that is as before, or can't be told."""
    if isinstance(got, SourceError) or _is_same(visit, got):
        return None
    try:
        return page_report(visit.held, got, options)
    except RefusedError:
        return None  # a wall or a form of consent today: nothing is known of the report
    except Exception:
        return None  # whatever a hostile page made of a parser: the report stays as it was read


def _gone(visit: Visit, got: Looked) -> Skipped | None:
    """Return what is told of a page that is there no more."""
    if not (isinstance(got, FetchFailedError) and got.status in _GONE):
        return None
    reason = f"the page is gone (status {got.status}); its report is kept as it was read"
    return Skipped(document=visit.held.address or visit.document, reason=reason)


def _note(desk: Desk, looked: Sequence[tuple[Visit, Looked]], now: datetime) -> None:
    """Put down when each page is looked at next, or never again; a report removed meanwhile has no visit."""
    there = desk.store.view().records(Visit)
    with desk.store.writer() as writer:
        for visit, got in looked:
            if visit.document not in there:
                continue
            after = replace(visit, looked=visit.looked + 1)
            if isinstance(got, Fetched) and not got.not_modified:
                digest = hashlib.sha256(got.content).hexdigest()
                after = replace(after, etag=got.etag, modified=got.modified, digest=digest)
            planned = (
                None if _gone(visit, got) else _planned(after, desk.revisits, now, desk.chance())
            )
            if planned is None:
                writer.drop_record(visit.document, Visit)
            else:
                writer.put_record(visit.document, planned)
