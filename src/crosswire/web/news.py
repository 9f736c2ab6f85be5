"""News of the workspace as server-sent events: what changed, told to every page that listens.

Other processes write to the same file (`crosswire add`, `watch`), so the file itself is looked at; only where it
changed, and somebody listens, are the stories compared with what was last known of them.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from itertools import count
from typing import Literal

from crosswire.errors import StoreError
from crosswire.model.codec import to_json
from crosswire.model.record import Record

LOOK_EACH = 1.0
"""Seconds between two looks at the file."""
BEAT_EACH = 15.0
"""Seconds after which a silent stream says that it is still there."""
KEPT = 1000
"""Events kept for a page that lost its connection."""
_BEHIND = 500
"""Events that a listener may be behind; one that is further is told to load anew."""

Marks = dict[str, tuple[str, int]]
"""What is known of each story: when it changed last, and the number of its revision."""


class News(Record, frozen=True, kw_only=True):
    """One thing that happened to a story, or to the acts (`story` null); `number` grows."""

    number: int
    kind: Literal["story-new", "story-changed", "story-gone", "acts-changed"]
    story: str | None = None
    changed_at: str | None = None
    revision: int | None = None


class Newsroom:
    """Who listens, and what is told to them; lives in the server's event loop."""

    def __init__(
        self, stamp: Callable[[], object], marks: Callable[[], Marks], acts: Callable[[], int]
    ) -> None:
        self._stamped, self._marks, self._acts = stamp, marks, acts
        self._boot = ""
        self._numbers = count(1)
        self._kept: deque[News] = deque(maxlen=KEPT)
        self._listeners: set[asyncio.Queue[News | None]] = set()
        self._stamp: object = None
        self._known: Marks = {}
        self._known_acts = 0
        self._closed = False

    @property
    def listeners(self) -> int:
        """Return how many pages listen."""
        return len(self._listeners)

    def close(self) -> None:
        """End every stream."""
        self._closed = True
        for queue in self._listeners:
            _offer(queue, None)

    async def watch(self) -> None:
        """Look at the workspace again and again, until cancelled."""
        self._boot = f"{asyncio.get_running_loop().time():.0f}"
        while True:
            if self._listeners:
                with suppress(StoreError):  # a database server that is being restarted
                    await self.look()
            await asyncio.sleep(LOOK_EACH)

    async def look(self) -> None:
        """Compare the workspace with what was known, and tell what is new."""
        stamp = await asyncio.to_thread(self._stamped)
        if stamp == self._stamp:
            return
        marks, acts = await asyncio.to_thread(lambda: (self._marks(), self._acts()))
        first, self._stamp = self._stamp is None, stamp
        before, self._known = self._known, marks
        acts_before, self._known_acts = self._known_acts, acts
        if first:
            return
        for story in sorted(before.keys() - marks.keys()):
            self._tell("story-gone", story)
        for story in sorted(marks.keys() - before.keys()):
            self._tell("story-new", story, *marks[story])
        for story in sorted(marks.keys() & before.keys()):
            if marks[story] != before[story]:
                self._tell("story-changed", story, *marks[story])
        if acts != acts_before:
            self._tell("acts-changed")

    def _tell(
        self,
        kind: Literal["story-new", "story-changed", "story-gone", "acts-changed"],
        story: str | None = None,
        changed_at: str | None = None,
        revision: int | None = None,
    ) -> None:
        news = News(
            number=next(self._numbers),
            kind=kind,
            story=story,
            changed_at=changed_at,
            revision=revision,
        )
        self._kept.append(news)
        for queue in self._listeners:
            if queue.qsize() >= _BEHIND:
                _offer(queue, None)
            else:
                queue.put_nowait(news)

    async def stream(self, story: str | None, last: str | None) -> AsyncIterator[bytes]:
        """Yield news (of one story, or all) as server-sent events; `last` is the id of the last one heard."""
        queue: asyncio.Queue[News | None] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            await self.look()
            yield b"retry: 2000\n\n"
            for event in self._missed(last):
                yield event
            while not self._closed:
                try:
                    news = await asyncio.wait_for(queue.get(), BEAT_EACH)
                except TimeoutError:
                    yield b": still here\n\n"
                    continue
                if news is None:
                    return
                if story is None or news.story == story:
                    yield self._event(news)
        finally:
            self._listeners.discard(queue)

    def _missed(self, last: str | None) -> list[bytes]:
        if not last:
            return []
        boot, _, number = last.partition("-")
        oldest = self._kept[0].number if self._kept else 0
        if boot != self._boot or not number.isdecimal() or int(number[:18]) < oldest - 1:
            return [b"event: reset\ndata: {}\n\n"]
        return [self._event(news) for news in self._kept if news.number > int(number[:18])]

    def _event(self, news: News) -> bytes:
        head = f"id: {self._boot}-{news.number}\nevent: {news.kind}\ndata: ".encode()
        return head + to_json(news) + b"\n\n"


def _offer(queue: "asyncio.Queue[News | None]", news: News | None) -> None:
    while not queue.empty():
        queue.get_nowait()
    queue.put_nowait(news)
