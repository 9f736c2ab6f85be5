"""A step of a batch: tasks that are done once and kept, whoever is killed meanwhile; what is kept is not done again."""

import hashlib
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Protocol, TypeVar

from crosswire.engine.base import Engine, Lost
from crosswire.errors import EngineError
from crosswire.model.codec import to_json
from crosswire.pipeline.batch.shelf import Shelf, name_of
from crosswire.pipeline.run import Progress, producer, silent
from crosswire.settings import Settings

FORM = 1
"""Number of the form in which results are kept; a change of it makes all anew."""


class Kept(Protocol):
    """A task, which names the file that it is done with."""

    @property
    def out(self) -> str: ...  # noqa: D102


Task = TypeVar("Task", bound=Kept)
Work = Callable[[str, Task], None]
"""Does a task, given the place of the shelf, and keeps its result there under the task's name."""


def salt_of(settings: Settings) -> str:
    """Return a hash of all that results follow from beside their inputs: steps, parser, settings."""
    return hashlib.sha256(to_json(producer(settings)) + bytes([FORM])).hexdigest()[:16]


@dataclass(slots=True)
class Steps:
    """The engine that does the steps of a batch, the shelf that keeps what it did, and what was done so far."""

    engine: Engine
    shelf: Shelf
    salt: str
    progress: Progress = silent
    done: Counter[str] = field(default_factory=Counter)
    """Tasks done in this run, by step."""
    known: Counter[str] = field(default_factory=Counter)
    """Tasks whose results were there already."""

    def name(self, step: str, *inputs: object) -> str:
        """Return the name of what a step makes of its inputs."""
        return name_of(step, self.salt, *inputs)

    def run(
        self,
        step: str,
        work: Work[Task],
        tasks: Iterable[Task],
        lost: Callable[[Task, str], None] | None = None,
    ) -> Iterator[Task]:
        """Yield each task once its result is kept, in order.

        `lost` hears of a task that took every worker with it; without it, EngineError is raised.
        """
        there = self.shelf.done(step)
        begun: deque[Task] = deque()

        def fresh() -> Iterator[Task]:
            for task in tasks:
                begun.append(task)
                if task.out not in there:
                    yield task

        for result in self.engine.map(partial(work, self.shelf.place), fresh()):
            while begun[0].out in there:
                yield self._count(step, self.known, begun.popleft())
            task = begun.popleft()
            if isinstance(result, Lost):
                if lost is None:
                    raise EngineError(f"{step}: {result.reason}")
                lost(task, result.reason)
            yield self._count(step, self.done, task)
        for task in begun:
            yield self._count(step, self.known, task)

    def _count(self, step: str, counter: Counter[str], task: Task) -> Task:
        counter[step] += 1
        self.progress(step, self.done[step] + self.known[step])
        return task
