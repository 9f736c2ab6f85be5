"""Work for engines, which other processes import by its name."""

import os
import time
from pathlib import Path


def doubled(task: int) -> int:
    return 2 * task


def slow_at_first(task: int) -> int:
    """Return the number; the first ones take longest, so that results come up out of order."""
    time.sleep(0.15 if task == 0 else 0.0)
    return task


def refuses_three(task: int) -> int:
    if task == 3:
        raise ValueError("three")
    return task


def dies_on_three(task: int) -> int:
    if task == 3:
        os._exit(7)
    return task


def dies_once(folder: str, task: int) -> int:
    """Take the process along the first time that task 2 is done."""
    mark = Path(folder, "died")
    if task == 2 and not mark.exists():
        mark.touch()
        os._exit(7)
    return task
