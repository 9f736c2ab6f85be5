"""What this process and those it started use: memory of all together at its peak, and seconds of processors (Linux)."""

import os
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

EVERY = 0.25
"""Seconds between two looks."""
_TICK = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Watch:
    """A look at the processes again and again, as a context manager."""

    def __init__(self) -> None:
        self._most = 0
        self._used: dict[int, float] = {}
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._looking = threading.Thread(target=self._look, daemon=True)
        self._before = 0.0

    def __enter__(self) -> Self:
        self._before = self._seconds()
        self._looking.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._looking.join()

    @property
    def memory_mb(self) -> float:
        """Return the most memory that all processes had at one look: their resident sets, added up."""
        return round(self._most / 1e6, 1)

    def seconds(self) -> float:
        """Return the processors' seconds since the beginning, those of processes that have ended, too."""
        return self._seconds() - self._before

    def _look(self) -> None:
        while not self._over.wait(EVERY):
            self._most = max(self._most, sum(map(_memory, family())))
            self._seconds()

    def _seconds(self) -> float:
        with self._lock:
            for process in family():
                self._used[process] = max(self._used.get(process, 0.0), seconds_of(process))
            return sum(self._used.values())


def family() -> list[int]:
    """Return this process and all below it."""
    found = [os.getpid()]
    for process in found:
        for task in Path(f"/proc/{process}/task").glob("*/children"):
            try:
                found += map(int, task.read_text().split())
            except OSError:  # it has just ended
                continue
    return found


def _memory(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0


def seconds_of(process: int) -> float:
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICK
    except (OSError, IndexError):
        return 0.0
