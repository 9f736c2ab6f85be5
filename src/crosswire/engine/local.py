"""This machine: one process, or a pool of processes; results come in the order of the items.

A pool pays only for many items, since each process loads the parser anew.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing import get_context
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from crosswire.engine.base import AHEAD, TRIES, Lost, Task

Item = TypeVar("Item")
Result = TypeVar("Result")

_THREADS = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""What libraries of linear algebra read when they are loaded."""
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


class LocalEngine:
    """Processes of this machine that stay warm between calls; one worker is this process itself."""

    here = True

    def __init__(self, workers: int = 0) -> None:
        self.workers = workers or _cores()
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the processes; what has not begun is not done."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = None

    def map(self, work: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result | Lost]:
        """Yield the result of each task, in order, as every engine does (`engine.base`)."""
        waiting = iter(tasks)
        first = list(islice(waiting, 2))
        waiting = chain(first, waiting)
        if self.workers < 2 or len(first) < 2:  # a process for one task is not worth its start
            for task in waiting:
                yield work(task)
            return
        running: deque[_Begun[Task, Result | Lost]] = deque()
        for task in waiting:
            running.append(self._begin(work, task))
            if len(running) >= AHEAD * self.workers:
                yield self._ended(work, running)
        while running:
            yield self._ended(work, running)

    def _begin(self, work: Callable[[Task], Result], task: Task) -> "_Begun[Task, Result | Lost]":
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self.workers, mp_context=get_context("spawn"))
        try:
            with _one_thread_each():  # the pool starts its processes as tasks come
                future: Future[Any] = self._pool.submit(work, task)
            return _Begun(task, future)
        except (BrokenProcessPool, OSError) as error:  # told when its turn comes
            # A pool that breaks at this very moment closes its pipes first: "handle is closed".
            failed: Future[Any] = Future()
            failed.set_exception(BrokenProcessPool(str(error)))
            return _Begun(task, failed)

    def _ended(
        self, work: Callable[[Task], Result], running: "deque[_Begun[Task, Result | Lost]]"
    ) -> Result | Lost:
        """Return the result of the oldest task; where the pool broke, all that ran is done again one by one."""
        begun = running.popleft()
        try:
            return begun.future.result()
        except BrokenProcessPool:
            found = self._alone(work, begun.task)
        for other in running:
            if not other.future.done() or other.future.exception() is not None:
                other.future = self._settled(work, other.task)
        return found

    def _settled(self, work: Callable[[Task], Result], task: Task) -> Future[Result | Lost]:
        future: Future[Result | Lost] = Future()
        try:
            future.set_result(self._alone(work, task))
        except Exception as error:
            future.set_exception(error)
        return future

    def _alone(self, work: Callable[[Task], Result], task: Task) -> Result | Lost:
        """Return the result of a task that no other runs beside, so that a process it takes along is its own fault."""
        for _ in range(TRIES):
            self.close()
            try:
                return self._begin(work, task).future.result()
            except BrokenProcessPool:
                continue
        return Lost(f"{TRIES} processes ended while they worked on it")


class _Begun(Generic[Task, Result]):
    def __init__(self, task: Task, future: Future[Result]) -> None:
        self.task, self.future = task, future


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Let processes that are started meanwhile do their sums on one thread: there is one of them a core already.

    Threads of their own would wait for each other in loops that take a fifth of all the time.
    """
    added = [name for name in _THREADS if name not in os.environ]
    os.environ.update(dict.fromkeys(added, "1"))
    try:
        yield
    finally:
        for name in added:
            os.environ.pop(name, None)


def _cores() -> int:
    """Return how many cores this process may use; where the system can't say, how many there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    waiting = iter(items)
    while chunk := list(islice(waiting, CHUNK)):
        yield chunk
