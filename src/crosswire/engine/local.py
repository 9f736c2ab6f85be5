"""This machine: one process, or a pool of processes; results come in the order of the items.

A pool pays only for many items, since each process loads the parser anew.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from multiprocessing import get_context
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

CHUNK = 24
"""Items handed to a process at once: the parser's own batch."""
POOL_FROM = 72
"""Items from which a pool is worth its start."""


def map_chunks(
    function: Callable[[list[Item]], list[Result]], items: Iterable[Item], *, workers: int = 0
) -> Iterator[Result]:
    """Yield the results of `function` over chunks of `items`, in order, streaming.

    `workers` 0 takes the cores of the machine where there is enough to do, 1 stays in this process.
    `function` must be importable by name; interrupting stops the pool.
    """
    count = workers or _cores()
    waiting = iter(items)
    first = list(islice(waiting, POOL_FROM))
    if count < 2 or len(first) < POOL_FROM:
        for chunk in _chunks(chain(first, waiting)):
            yield from function(chunk)
        return
    with ProcessPoolExecutor(max_workers=count, mp_context=get_context("spawn")) as pool:
        running: list[Future[list[Result]]] = []
        for chunk in _chunks(chain(first, waiting)):
            running.append(pool.submit(function, chunk))
            if len(running) > 2 * count:
                yield from running.pop(0).result()
        for future in running:
            yield from future.result()


def _cores() -> int:
    """Return how many cores this process may use; where the system can't say, how many there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    waiting = iter(items)
    while chunk := list(islice(waiting, CHUNK)):
        yield chunk
