"""A process of its own that does one job after another on a workspace, so that no request waits for the parser.

Jobs go in by name with plain arguments and come out as records or a `CrosswireError`; progress is told on the
way. A process that dies fails the job it had and is started anew for the next.
"""

import contextlib
import os
import signal
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import Future
from heapq import heappop, heappush
from itertools import count
from multiprocessing import get_context
from multiprocessing.connection import Connection
from time import monotonic
from typing import Any, NamedTuple

from crosswire import errors
from crosswire.errors import CrosswireError
from crosswire.settings import Settings

Told = Callable[[str, int], None]
BETWEEN = 0.1
"""Seconds between two reports of progress."""
NICE = 5
"""By how much the process gives way to the one that answers requests."""
_STOP = 2.0
"""Seconds given to a process to end by itself."""


class WorkerError(CrosswireError):
    """The process that had the job ended before it was done."""


class _Task(NamedTuple):
    urgency: int
    number: int
    work: str
    arguments: dict[str, Any]
    told: Told
    future: "Future[Any]"


class Worker:
    """One process and the line before it; `urgency` 0 goes before 1."""

    def __init__(self, path: str, settings: Settings, *, most: int = 16) -> None:
        self._path, self._settings, self._most = path, settings, most
        self._line: list[_Task] = []
        self._numbers = count()
        self._ready = threading.Condition()
        self._stopping = False
        self._process: Any = None
        self._pipe: Connection | None = None
        self._thread = threading.Thread(target=self._run, name="crosswire-worker", daemon=True)
        self._thread.start()

    def submit(
        self,
        work: str,
        /,
        *,
        told: Told = lambda stage, done: None,
        urgency: int = 0,
        **arguments: Any,
    ) -> "Future[Any]":
        """Put a job in line; raises OverflowError where the line is full."""
        future: Future[Any] = Future()
        with self._ready:
            if self._stopping:
                raise WorkerError("the server is stopping")
            if len(self._line) >= self._most and urgency == 0:
                raise OverflowError
            task = _Task(urgency, next(self._numbers), work, arguments, told, future)
            heappush(self._line, task)
            self._ready.notify()
        return future

    def idle(self) -> bool:
        """Tell whether nothing waits in line."""
        with self._ready:
            return not self._line

    def stop(self) -> None:
        """End the process; jobs that were not done fail."""
        with self._ready:
            self._stopping = True
            waiting, self._line = self._line, []
            self._ready.notify()
        for task in waiting:
            task.future.cancel()
        process = self._process
        if process is not None and process.is_alive():
            with contextlib.suppress(OSError):
                process.terminate()
            process.join(_STOP)
            if process.is_alive():
                process.kill()
        self._thread.join(_STOP)

    def _run(self) -> None:
        while True:
            with self._ready:
                while not self._line and not self._stopping:
                    self._ready.wait()
                if self._stopping:
                    return
                task = heappop(self._line)
            if task.future.set_running_or_notify_cancel():
                self._do(task)

    def _do(self, task: _Task) -> None:
        try:
            pipe = self._started()
            pipe.send((task.work, task.arguments))
            while True:
                kind, value = pipe.recv()
                if kind == "told":
                    task.told(*value)
                    continue
                break
        except (EOFError, OSError):
            self._process = None
            task.future.set_exception(
                WorkerError(
                    "the process that read it ended; what was kept before is whole, ask again"
                )
            )
            return
        if kind == "done":
            task.future.set_result(value)
        else:
            task.future.set_exception(_error(*value))

    def _started(self) -> Connection:
        if self._process is None or not self._process.is_alive() or self._pipe is None:
            context = get_context("spawn")
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(
                target=work, args=(theirs, self._path, self._settings), daemon=False
            )
            self._process.start()
            theirs.close()
        return self._pipe


def work(pipe: Connection, path: str, settings: Settings) -> None:
    """Do jobs until the other side goes: the life of the process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who started it says when to end
    if hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(NICE)
    from crosswire.web.jobs import JOBS
    from crosswire.workspace import Workspace

    with Workspace(path, settings) as workspace:
        while True:
            try:
                name, arguments = pipe.recv()
            except (EOFError, OSError):
                return
            try:
                result = JOBS[name](workspace, _teller(pipe), **arguments)
                pipe.send(("done", result))
            except CrosswireError as error:
                pipe.send(("failed", (type(error).__name__, str(error))))
            except Exception as error:
                traceback.print_exc()
                pipe.send(("failed", ("", f"{type(error).__name__}: {error}")))


def _error(kind: str, message: str) -> Exception:
    """Return the error of which another process told the kind and the message."""
    found = getattr(errors, kind, None)
    if not (isinstance(found, type) and issubclass(found, CrosswireError)):
        return RuntimeError(message)
    error = found.__new__(found)  # some take more than a message
    error.args = (message,)
    return error


def _teller(pipe: Connection) -> Told:
    last = [0.0]

    def tell(stage: str, done: int) -> None:
        now = monotonic()
        if now - last[0] >= BETWEEN:
            last[0] = now
            pipe.send(("told", (stage, done)))

    return tell
