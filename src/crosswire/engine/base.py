"""What an engine is: one verb, which the local one and Ray keep to alike (`tests/engine` holds both to it).

Work is a function that any process can import by name; tasks and results are small, and what is large travels in
files. So nothing but the place where it runs differs from engine to engine, and the bytes that come out don't.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")

AHEAD = 8
"""Tasks a worker may be ahead of the oldest that is not done: results wait for it, and no more are begun.

A story of hundreds of reports takes as long as many small ones; the other workers go on meanwhile.
"""
TRIES = 3
"""Workers that may be lost to one task while it is alone with them; then the task is given up."""


@dataclass(frozen=True, slots=True)
class Lost:
    """What is given in place of a result where the task took every worker with it."""

    reason: str


class Engine(Protocol):
    """Where work runs; a context manager, which lets go of its workers."""

    @property
    def workers(self) -> int:
        """Return how many tasks run at a time."""
        ...

    @property
    def here(self) -> bool:
        """Tell whether all workers see the files of this machine."""
        ...

    def map(self, work: Callable[[Task], Result], tasks: Iterable[Task]) -> Iterator[Result | Lost]:
        """Yield what `work` gives of each of `tasks`, in their order, while they run; tasks are taken as needed.

        A task whose worker was lost is done again elsewhere. What `work` raises is raised here.
        """
        ...

    def close(self) -> None:
        """Let go of the workers."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
