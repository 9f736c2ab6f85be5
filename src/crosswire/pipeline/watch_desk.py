"""What watching stands on: a store, what keeps reports, the chokepoint, a clock, chance; and what a round did."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import random
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING

from crosswire.fetch import open_fetcher
from crosswire.model.feed import Feed
from crosswire.model.record import Record
from crosswire.model.skipped import Skipped
from crosswire.pipeline.run import Acquired, acquire_options
from crosswire.pipeline.schedule import seconds, spans
from crosswire.pipeline.web import policy
from crosswire.settings import Settings
from crosswire.stages.acquire.options import AcquireOptions
from crosswire.store.base import Store

if TYPE_CHECKING:
    from crosswire.fetch.fetcher import Fetcher

Kept = Callable[[Acquired], Sequence[str]]
"""Keeps what was read and returns the ids of the documents that are new."""


class Round(Record, frozen=True, kw_only=True):
    """What one round did. `waiting` counts items whose pages are still to be read, `looked` pages looked at again."""

    number: int
    asked: tuple[Feed, ...] = ()
    added: tuple[str, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    feeds: int = 0
    waiting: int = 0
    looked: int = 0
    next_in: float = 0


@dataclass(frozen=True)
class Desk:
    """What watching stands on; tests put in a clock, a wait and chance of their own.

    `wait` sleeps for seconds and tells whether to stop; `tell` is called with each feed that was asked.
    """

    store: Store
    keep: Kept
    fetcher: "Fetcher"
    options: AcquireOptions
    every: float = 300
    threads: int = 4
    revisits: tuple[float, ...] = ()
    """Seconds from the first reading of a page after which it is looked at again."""
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    clock: Callable[[], float] = monotonic
    wait: Callable[[float], bool] = lambda seconds: False
    stopped: Callable[[], bool] = lambda: False
    chance: Callable[[], float] = random
    tell: Callable[[Feed], None] = field(default=lambda feed: None)


def desk_of(
    store: Store,
    keep: Kept,
    settings: Settings,
    *,
    every: str | None = None,
    revisit: bool = True,
    allow_private: bool = False,
    stop: Event | None = None,
    tell: Callable[[Feed], None] = lambda feed: None,
) -> Desk:
    """Return what watching by `settings` stands on; it ends when `stop` is set.

    Without `revisit` no read page is looked at again, whatever the settings say.
    """
    ending = stop or Event()
    return Desk(
        store=store,
        keep=keep,
        fetcher=open_fetcher(policy(settings, allow_private=allow_private)),
        options=acquire_options(settings),
        every=seconds(every or settings.watch_every),
        threads=settings.watch_threads,
        revisits=spans(settings.watch_revisits) if revisit else (),
        wait=ending.wait,
        stopped=ending.is_set,
        tell=tell,
    )
