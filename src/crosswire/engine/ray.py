"""A cluster of machines, by Ray: a pool of warm actors, tasks handed out as they come free (extra `crosswire[ray]`).

A lost actor is replaced, and its tasks go to others; a task that was lost is then given to an actor that has nothing
else, so that one that takes its worker with it costs nobody else's. Without an address a cluster is started on this
machine's loopback alone, without a dashboard, and nothing is told to anybody.
"""

import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from types import TracebackType
from typing import Any, Generic, Self

from crosswire.engine.base import AHEAD, TRIES, Lost, Result, Task
from crosswire.errors import EngineError, UsageError

DEEP = 2
"""Tasks an actor is given at a time: one that it does, and the next, so that it never waits for the driver.

Of the last ones, as many as there are actors, each is given when an actor is free, so that none waits behind another.
"""
PATIENCE = 300.0
"""Seconds without any actor after which a cluster is given up."""
OBJECTS = 200 * 1024 * 1024
"""Bytes of shared memory of a cluster of our own: results are small, and what is large travels in files."""
STARTS = 3
"""How often a cluster of our own is started before it is given up."""
_LOOPBACK = ("127.", "localhost", "ray://127.", "ray://localhost")
LOSSES = 20
"""Workers lost to one task, whoever is to blame, after which it is given up."""


def _ray(address: str) -> Any:
    """Return the module, silenced; raises UsageError where it is not installed."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    if not address or address.startswith(_LOOPBACK):
        # Ray's own switch for "loopback only"; read when it is imported.
        os.environ.setdefault("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "0")
    try:
        import ray
    except ImportError as error:
        raise UsageError(
            "the engine ray needs the extra: pip install 'crosswire[ray]' (on every machine of the cluster)"
        ) from error
    return ray


def _hush(ray: Any) -> None:
    """Keep what Ray tells of its machines off standard output, which is the caller's; losses are dealt with here."""
    worker = ray._private.worker
    if hasattr(worker, "print_to_stdstream"):  # of Ray's own; there is no setting for it
        worker.print_to_stdstream = lambda *_, **__: None


def _spare(ray: Any) -> None:
    """Stop the reader of logs of a cluster of our own, which would go on for nobody: nothing of them is told here."""
    node: Any = getattr(ray._private.worker, "_global_node", None)
    if hasattr(node, "kill_log_monitor"):  # of Ray's own; there is no setting for it
        node.kill_log_monitor(check_alive=False)


class RayEngine:
    """Actors of a cluster; `address` is that of one that runs ("HOST:6379", "ray://…", "auto"), empty starts one here.

    `workers` 0 takes one actor a processor of the cluster.
    """

    def __init__(self, address: str = "", workers: int = 0) -> None:
        self._ray = _ray(address)
        self.here = not address
        self._address, self._wanted = address, workers
        self._ours = False
        self._kind: Any = None
        self._actors: list[_Actor] = []

    @property
    def workers(self) -> int:
        """Return how many actors there are to be, which the cluster says."""
        self._connect()
        return self._wanted

    def _connect(self) -> None:
        """Reach the cluster, or start one: when there is work, and not before. Raises EngineError."""
        if self._kind is not None:
            return
        ray = self._ray
        if not ray.is_initialized():
            _hush(ray)
            self._start()
            self._ours = True
        self._wanted = self._wanted or max(1, int(ray.cluster_resources().get("CPU", 1)))
        kind = ray.remote(num_cpus=1, max_restarts=0, max_task_retries=0)(_Worker)
        self._kind = kind.options(scheduling_strategy="SPREAD")

    def _start(self) -> None:
        """Reach the cluster, or start one; Ray gives its own helpers 30 seconds, which a busy machine may miss."""
        for left in reversed(range(1 if self._address else STARTS)):
            try:
                self._begin()
                return
            except Exception as error:
                if left and "timed out" in str(error):
                    self._ray.shutdown()
                    continue
                said = (str(error).splitlines() or [type(error).__name__])[0]
                raise EngineError(
                    f"no Ray cluster at {self._place} ({said}); check the address, or give none to start one here"
                ) from error

    def _begin(self) -> None:
        """Reach the cluster, or start one whose workers are as eager as any process: Ray has them give way to all."""
        quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": "ERROR"}
        if self._address:
            self._ray.init(address=self._address, **quiet)
            return
        self._ray.init(
            address="local",
            num_cpus=self._wanted or None,
            include_dashboard=False,
            object_store_memory=OBJECTS,
            _system_config={"worker_niceness": 0},
            **quiet,
        )
        _spare(self._ray)

    @property
    def _place(self) -> str:
        return self._address or "this machine"

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
        """Let go of the actors, and of the cluster where it was started here."""
        for actor in list(self._actors):
            self._drop(actor)
        if self._ours and self._ray.is_initialized():
            self._ray.shutdown()

    def map(self, work: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result | Lost]:
        """Yield the result of each task, in order, as every engine does (`engine.base`)."""
        waiting = iter(tasks)
        first = list(islice(waiting, 1))
        if not first:
            return
        self._connect()
        run: _Run[Task, Result] = _Run(enumerate(chain(first, waiting)))
        try:
            while self._give(run, work):
                self._collect(run)
                while run.next in run.done:
                    found = run.done.pop(run.next)
                    run.next += 1
                    yield found
        finally:
            for actor in {id(a): a for _, a in run.flying.values()}.values():
                self._drop(actor)  # the caller wants no more of it

    # ------------------------------------------------------------ handing out

    def _give(self, run: "_Run[Task, Result]", work: Callable[[Task], Result]) -> bool:
        """Hand out what there is to those that are free; tell whether anything is under way or waits."""
        self._fill()
        for depth in range(DEEP):
            for actor in self._actors:
                if not actor.ready or len(actor.jobs) != depth or actor.alone:
                    continue
                if depth and not run.more_than(self.workers):
                    break  # the last ones go to whoever is free first
                job = run.take(AHEAD * self.workers, alone_too=depth == 0)
                if job is None:
                    continue
                actor.alone = job.losses > 0
                ref = actor.handle.do.remote(work, job.task)
                actor.jobs.append(job)
                run.flying[ref] = (job, actor)
        return bool(run.flying or run.again or not run.over)

    def _fill(self) -> None:
        """Ask for as many actors as are wanted; one that has no place yet waits for it."""
        while len(self._actors) < self.workers:
            handle = self._kind.remote()
            self._actors.append(_Actor(handle, handle.ready.remote()))

    def _drop(self, actor: "_Actor") -> None:
        self._actors.remove(actor)
        self._ray.kill(actor.handle)

    # ------------------------------------------------------------ taking in

    def _collect(self, run: "_Run[Task, Result]") -> None:
        """Take in what is done, and who came up; raises EngineError where nobody does for long."""
        coming = {a.coming: a for a in self._actors if not a.ready}
        refs = [*run.flying, *coming]
        if not refs:
            return
        patient = time.monotonic()
        ready: list[Any] = []
        while not ready:
            ready, _ = self._ray.wait(refs, num_returns=1, timeout=5.0)
            if not run.flying and time.monotonic() - patient > PATIENCE:
                raise EngineError(
                    f"no worker of the Ray cluster ({self._place}) came up in {PATIENCE:.0f} s; see `ray status`"
                )
        for ref in self._ray.wait(refs, num_returns=len(refs), timeout=0)[0]:
            if ref in coming:
                self._came(coming[ref])
            elif ref in run.flying:
                self._landed(run, ref)

    def _came(self, actor: "_Actor") -> None:
        try:
            self._ray.get(actor.coming)
            actor.ready = True
        except self._ray.exceptions.RayError:
            if actor in self._actors:
                self._drop(actor)

    def _landed(self, run: "_Run[Task, Result]", ref: Any) -> None:
        job, actor = run.flying.pop(ref)
        errors = self._ray.exceptions
        try:
            run.done[job.number] = self._ray.get(ref)
        except errors.RayTaskError as error:
            raise (error.cause if isinstance(error.cause, Exception) else error) from None
        except errors.RayError as error:
            if actor in self._actors:
                self._drop(actor)
            job.losses += 1
            job.blamed += actor.alone
            if job.blamed >= TRIES or job.losses >= LOSSES:
                said = " ".join(str(error).split())[:200]
                run.done[job.number] = Lost(
                    f"{job.losses} workers ended while they worked on it ({said})"
                )
            else:
                run.again.append(job)
            return
        actor.jobs.remove(job)
        actor.alone = False


class _Worker:
    """An actor: a process that keeps its models warm between tasks."""

    def ready(self) -> bool:
        return True

    def do(self, work: Callable[[Any], Any], task: Any) -> Any:
        return work(task)


@dataclass(slots=True, eq=False)
class _Job(Generic[Task]):
    number: int
    task: Task
    losses: int = 0
    blamed: int = 0
    """Losses while it was alone with its actor."""


@dataclass(slots=True, eq=False)
class _Actor:
    handle: Any
    coming: Any
    """What is told once it is up."""
    ready: bool = False
    alone: bool = False
    """Whether its one task is to have no other beside it."""
    jobs: list[_Job[Any]] = field(default_factory=list)


@dataclass(slots=True)
class _Run(Generic[Task, Result]):
    """One call of `map`: tasks to come, to be done again, under way and done."""

    tasks: Iterator[tuple[int, Task]]
    next: int = 0
    over: bool = False
    coming: deque[tuple[int, Task]] = field(default_factory=deque)
    """Tasks that were looked at, to see whether they are the last."""
    again: deque[_Job[Task]] = field(default_factory=deque)
    flying: dict[Any, tuple[_Job[Task], _Actor]] = field(default_factory=dict)
    done: dict[int, Result | Lost] = field(default_factory=dict)

    def take(self, most: int, *, alone_too: bool) -> _Job[Task] | None:
        """Return the next task to hand out, one that was lost before all others; none too far ahead."""
        if self.again:
            return self.again.popleft() if alone_too else None
        if len(self.flying) + len(self.done) >= most:
            return None
        if not self.coming and not self.more_than(0):
            self.over = True
            return None
        return _Job(*self.coming.popleft())

    def more_than(self, count: int) -> bool:
        """Tell whether more than so many tasks have not been handed out."""
        self.coming.extend(islice(self.tasks, max(0, count + 1 - len(self.coming))))
        return len(self.coming) > count
