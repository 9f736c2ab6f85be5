"""Work on many hosts at once and on each in turn, by a few threads that a stop leaves behind."""

from collections.abc import Callable, Sequence
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TypeVar
from urllib.parse import urlsplit

T = TypeVar("T")
R = TypeVar("R")
THREAD = "crosswire-hosts"
"""What the threads are called."""
_BEAT = 0.05
"""Seconds after which a stop is noticed."""


def by_host(
    tasks: Sequence[tuple[str, T]],
    work: Callable[[T], R],
    *,
    threads: int,
    over: Callable[[], bool],
    stopped: Callable[[], bool],
) -> dict[int, R]:
    """Return what `work` makes of each task (its host, and what is to be done), by the task's place.

    Tasks of one host are done in order, one at a time, and hosts by turns. Once `over` no further one is begun; once
    `stopped` those under way are not waited for either, and their threads end by themselves: what is missing was not
    done. What `work` raises is raised.
    """
    hosts: dict[str, list[int]] = {}
    for place, (host, _) in enumerate(tasks):
        hosts.setdefault(host, []).append(place)
    waiting: SimpleQueue[list[int]] = SimpleQueue()
    for places in hosts.values():
        waiting.put(places)
    done: SimpleQueue[tuple[int, R] | BaseException | None] = SimpleQueue()

    def run() -> None:
        try:
            while True:
                place, *rest = waiting.get_nowait()
                if over() or stopped():
                    continue
                done.put((place, work(tasks[place][1])))
                if rest:
                    waiting.put(rest)  # the other hosts first: this one wants its pause
        except Empty:
            done.put(None)
        except BaseException as error:
            done.put(error)

    working = min(max(threads, 1), len(hosts))
    for _ in range(working):
        Thread(target=run, name=THREAD, daemon=True).start()
    found: dict[int, R] = {}
    while working:
        try:
            item = done.get(timeout=_BEAT)
        except Empty:
            if stopped():
                break
            continue
        if isinstance(item, BaseException):
            raise item
        if item is None:
            working -= 1
        else:
            found[item[0]] = item[1]
    return found


def host_of(address: str | None) -> str:
    """Return the host of an address, "" where there is none."""
    try:
        return urlsplit(address or "").hostname or ""
    except ValueError:
        return ""
