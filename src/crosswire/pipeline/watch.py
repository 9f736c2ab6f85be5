"""Following feeds: rounds of asking what is due, reading pages, keeping reports, and waiting.

1. What is due is asked, hosts at the same time, each in turn; new items are noted as held in one transaction with
   the health of their feeds, so that nothing a server said is lost.
2. Pages of held items are read, within a bound of time and number a host.
3. Reports are kept in the order of their ids; only then are their items remembered and let go of. A stop or a kill
   between any two of these is made good by the next round.
4. Pages read before are looked at again (`revisits`).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from msgspec.structs import replace

from crosswire.errors import FetchRefusedError, SourceError, UsageError
from crosswire.model.document import Document
from crosswire.model.feed import Feed, Held, Visit
from crosswire.model.fetched import Fetched
from crosswire.model.skipped import Skipped, TakenBack
from crosswire.pipeline.by_host import by_host, host_of
from crosswire.pipeline.following import Asking, ask, named, own_of
from crosswire.pipeline.items import WAITING, lag, marks_of, merged, new_items, report
from crosswire.pipeline.revisits import first_visit, look_again
from crosswire.pipeline.run import Acquired
from crosswire.pipeline.schedule import (
    LEAST,
    Answered,
    answered,
    due,
    failed,
    is_due,
    lagging,
    pause,
)
from crosswire.pipeline.watch_desk import Desk, Round
from crosswire.store.base import Store

PAGES = 50
"""Pages of one host that are read in a round."""
ROUND = 60.0
"""Seconds after which a round begins nothing more; what is left waits for the next."""


def begin(desk: Desk, sources: Sequence[str], *, private: bool, full_text: bool) -> tuple[str, ...]:
    """Note what `sources` name as followed and return the ids, none for all that is followed.

    Raises UsageError where there is nothing to follow, FetchRefusedError for an address that is never fetched.
    """
    if not sources and not desk.store.view().records(Feed):
        raise UsageError("no feed to follow; name one: crosswire watch https://…")
    found = [named(source, private=private, full_text=full_text) for source in sources]
    return follow(desk, (feed for feeds in found for feed in feeds))


def follow(desk: Desk, feeds: Iterable[Feed]) -> tuple[str, ...]:
    """Note `feeds` as followed and return their ids; a known one stays as it is, one that was gone begins anew."""
    known = desk.store.view().records(Feed)
    wanted = tuple(feeds)
    with desk.store.writer() as writer:
        for feed in wanted:
            old = known.get(feed.id)
            if old is None:
                writer.put_record(feed.id, feed)
            else:
                state = "waiting" if old.state == "gone" else old.state
                changed = replace(old, private=feed.private, full_text=feed.full_text, state=state)
                writer.put_record(feed.id, changed)
    return tuple(feed.id for feed in wanted)


def forget(store: Store, name: str) -> bool:
    """Follow a feed no more, and let go of its items that wait; returns whether it was followed."""
    view = store.view()
    if view.record(name, Feed) is None:
        return False
    held = [item.key for item in view.records(Held).values() if item.feed == name]
    visits = [v.document for v in view.records(Visit).values() if v.held.feed == name]
    with store.writer() as writer:
        writer.drop_record(name, Feed)
        for document in visits:
            writer.drop_record(document, Visit)
        for key in held:
            writer.drop_record(key, Held)
    return True


def rounds(desk: Desk, only: Sequence[str] = (), *, most: int | None = None) -> Iterator[Round]:
    """Yield round after round, waiting in between, until `most` are done or the desk is stopped.

    With `only`, these feeds and what they name are followed, else all.
    """
    number = 0
    while not desk.stopped():
        number += 1
        done = _round(desk, number, only)
        yield done
        if number == most or desk.stopped() or desk.wait(done.next_in):
            return


def _round(desk: Desk, number: int, only: Sequence[str]) -> Round:
    asked, skipped = _ask(desk, only, _deadline(desk))
    added, left_out = _read(desk, only, _deadline(desk))
    feeds, waiting = _followed(desk, only), _waiting(desk, only)
    again = look_again(desk, {feed.id: feed for feed in feeds}, _deadline(desk))
    times = [feed.next_at for feed in feeds if feed.state != "gone"]
    return Round(
        number=number,
        asked=tuple(feed for feed in feeds if feed.id in asked),
        added=(*added, *again.added),
        skipped=(*skipped, *left_out, *again.skipped),
        feeds=len(feeds),
        waiting=len(waiting),
        looked=again.count,
        next_in=_next_in(desk, [*times, *(item.due_at for item in waiting)]),
    )


def _next_in(desk: Desk, times: Sequence[str | None]) -> float:
    """Return the seconds until feeds or items are due; looks at read pages gather for a minute."""
    now = desk.now()
    visits = desk.store.view().records(Visit).values() if desk.revisits else ()
    return min(pause(times, now), max(LEAST, pause([v.due_at for v in visits], now)))


def _deadline(desk: Desk) -> Callable[[], bool]:
    began = desk.clock()
    return lambda: desk.clock() - began > ROUND


def _followed(desk: Desk, only: Sequence[str]) -> tuple[Feed, ...]:
    """Return the feeds of this watch, by id: those named, and those that a list among them names."""
    known = desk.store.view().records(Feed)
    wanted = set(only) or set(known)
    while more := {f.id for f in known.values() if f.via in wanted} - wanted:
        wanted |= more
    return tuple(known[name] for name in sorted(wanted) if name in known)


def _waiting(desk: Desk, only: Sequence[str]) -> tuple[Held, ...]:
    """Return the items of this watch that wait, by key."""
    feeds = {feed.id for feed in _followed(desk, only)}
    held = desk.store.view().records(Held)
    return tuple(held[key] for key in sorted(held) if held[key].feed in feeds)


# ---------------------------------------------------------------- 1. asking


def _ask(
    desk: Desk, only: Sequence[str], over: Callable[[], bool]
) -> tuple[set[str], tuple[Skipped, ...]]:
    """Ask the feeds that are due, and the feeds that these name, and hold what is new in them."""
    asked: set[str] = set()
    skipped: list[Skipped] = []
    while not (desk.stopped() or over()):
        wanted = [f for f in due(_followed(desk, only), desk.now()) if f.id not in asked]
        found = _answers(desk, wanted, over)
        if not found:
            break
        asked |= {asking.feed.id for asking in found}
        skipped += _note(desk, found)
    return asked, tuple(skipped)


def _answers(desk: Desk, feeds: Sequence[Feed], over: Callable[[], bool]) -> list[Asking]:
    done = by_host(
        [(host_of(feed.url), feed) for feed in feeds],
        lambda feed: ask(feed, desk.fetcher, desk.options),
        threads=desk.threads,
        over=over,
        stopped=desk.stopped,
    )
    return [done[place] for place in sorted(done)]


def _note(desk: Desk, found: Sequence[Asking]) -> tuple[Skipped, ...]:
    """Keep the health of feeds, the items that are new in them, and the feeds that they name, in one transaction."""
    now, view = desk.now(), desk.store.view()
    known, waiting = view.records(Feed), view.records(Held)
    news = new_items(found, view.remembers, desk.options, now, waiting)
    backlog = Counter(item.feed for item in {**waiting, **news.held}.values())
    skipped = tuple(news.skipped)
    if skipped:
        # Before they are remembered: what takes a report back is not lost by a kill in between.
        notices = tuple(item.notice for item in skipped if isinstance(item, TakenBack))
        desk.keep(Acquired(documents=(), skipped=skipped, notices=notices))
    told: list[Feed] = []
    with desk.store.writer() as writer:
        for asking in found:
            feed = _after(desk, asking, news.counts.get(asking.feed.id, 0), now)
            if backlog[feed.id] >= WAITING:
                # What was left out is only seen again in the whole feed.
                feed = replace(feed, etag=None, modified=None, digest=None)
            writer.put_record(feed.id, feed)
            told.append(feed)
            for child in asking.further:
                if child.id not in known:
                    writer.put_record(child.id, child)
        for item in news.held.values():
            writer.put_record(item.key, merged(waiting.get(item.key), item))
        writer.remember(news.passed)
    for feed in told:
        desk.tell(feed)
    return skipped


def _after(desk: Desk, asking: Asking, new: int, now: datetime) -> Feed:
    """Return a feed as it is after its asking."""
    got, chance = asking.outcome, desk.chance()
    if not isinstance(got, Answered):
        return failed(asking.feed, got, now=now, every=desk.every, chance=chance)
    if got.new is not None:
        got = Answered(**{**got.__dict__, "new": new})
    return answered(asking.feed, got, now=now, every=desk.every, chance=chance)


# ---------------------------------------------------------------- 2. reading, 3. keeping


def _read(
    desk: Desk, only: Sequence[str], over: Callable[[], bool]
) -> tuple[tuple[str, ...], tuple[Skipped, ...]]:
    """Read the pages of items that wait, keep the reports and remember the items."""
    if desk.stopped():
        return (), ()
    now, feeds = desk.now(), desk.store.view().records(Feed)
    items = _batch([item for item in _waiting(desk, only) if is_due(item.due_at, now)])
    pages = _pages(desk, [item for item in items if not item.whole and item.address], feeds, over)
    made = [
        (item, report(item, pages.get(item.key), desk.options, now))
        for item in items
        if item.whole or item.key in pages or not (item.address and feeds[item.feed].full_text)
    ]
    return _keep(desk, made, pages)


def _batch(items: Sequence[Held]) -> list[Held]:
    """Return the items of one round: those with their text, and of each host so many pages."""
    counts: dict[str, int] = {}
    wanted = []
    for item in sorted(items, key=lambda i: (i.tries, i.key)):
        host = "" if item.whole else host_of(item.address)
        counts[host] = counts.get(host, 0) + 1
        if item.whole or counts[host] <= PAGES:
            wanted.append(item)
    return wanted


def _pages(
    desk: Desk, items: Sequence[Held], feeds: dict[str, Feed], over: Callable[[], bool]
) -> dict[str, Fetched | SourceError]:
    """Return what asking for the pages of `items` brought, by key; what there was no time for is missing."""

    def work(item: Held) -> Fetched | SourceError:
        feed = feeds[item.feed]
        if not feed.full_text:
            return FetchRefusedError(item.address or "", "pages of this feed are not read")
        try:
            return desk.fetcher.get(item.address or "", purpose="page", own=own_of(feed))
        except SourceError as error:
            return error

    done = by_host(
        [(host_of(item.address), item) for item in items],
        work,
        threads=desk.threads,
        over=over,
        stopped=desk.stopped,
    )
    return {items[place].key: got for place, got in done.items()}


def _keep(
    desk: Desk,
    made: Sequence[tuple[Held, Document | Skipped | Held]],
    pages: Mapping[str, Fetched | SourceError],
) -> tuple[tuple[str, ...], tuple[Skipped, ...]]:
    """Keep the reports in the order of their ids, then remember their items; those that were taken down stay away."""
    view = desk.store.view()
    reports = [(item, found) for item, found in made if isinstance(found, Document)]
    kept = sorted(
        ((item, found) for item, found in reports if not view.removed(found)),
        key=lambda pair: (pair[1].id, pair[0].key),
    )
    skipped = tuple(found for _, found in made if isinstance(found, Skipped))
    added: tuple[str, ...] = ()
    if kept or skipped:
        added = tuple(desk.keep(Acquired(documents=tuple(d for _, d in kept), skipped=skipped)))
    _remember(desk, made, kept, set(added), _visits(desk, kept, pages))
    return added, skipped


def _visits(
    desk: Desk,
    kept: Sequence[tuple[Held, Document]],
    pages: Mapping[str, Fetched | SourceError],
) -> list[Visit]:
    """Return when the pages of reports just kept are looked at again."""
    now = desk.now()
    found = (
        first_visit(item, document, got, desk.revisits, now, desk.chance())
        for item, document in kept
        if isinstance(got := pages.get(item.key), Fetched)
        and "page_not_read" not in document.metadata
    )
    return [visit for visit in found if visit is not None]


def _remember(
    desk: Desk,
    made: Sequence[tuple[Held, Document | Skipped | Held]],
    kept: Sequence[tuple[Held, Document]],
    added: set[str],
    visits: Sequence[Visit],
) -> None:
    """Let go of the items that are done, and count them for their feeds, in one transaction."""
    now = desk.now()
    feeds = desk.store.view().records(Feed)
    changed: dict[str, Feed] = {}
    for item, found in made:
        feed = changed.get(item.feed) or feeds.get(item.feed)
        if feed and isinstance(found, Skipped):
            changed[feed.id] = replace(feed, skipped=feed.skipped + 1)
    for item, document in kept:
        feed = changed.get(item.feed) or feeds.get(item.feed)
        if feed and any(n == document.id or n.startswith(f"{document.id}~") for n in added):
            late = lag(item, document, now)
            feed = lagging(feed, () if late is None else (late,))
            changed[feed.id] = replace(feed, kept=feed.kept + 1)
    with desk.store.writer() as writer:
        for item, found in made:
            if isinstance(found, Held):
                writer.put_record(found.key, found)
            else:
                writer.drop_record(item.key, Held)
        writer.remember(
            mark
            for item, found in made
            if not isinstance(found, Held)
            for mark in marks_of(item, found)
        )
        for feed in changed.values():
            writer.put_record(feed.id, feed)
        for visit in visits:
            writer.put_record(visit.document, visit)
