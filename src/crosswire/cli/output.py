"""How commands print: results to standard output, progress and complaints to standard error."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress as Bar
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

from crosswire.model.codec import to_json
from crosswire.model.dossier import Skipped

errors = Console(stderr=True, highlight=False, soft_wrap=True)


def out(text: str) -> None:
    """Print a line of result."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def out_json(record: object, *, indent: int = 2) -> None:
    """Print a record as JSON; `indent` 0 gives one line."""
    sys.stdout.flush()
    sys.stdout.buffer.write(to_json(record, indent=indent) + b"\n")
    sys.stdout.buffer.flush()


def complain(text: str) -> None:
    """Say on standard error that something is wrong."""
    errors.print(text, markup=False)


def tell_skipped(skipped: Sequence[Skipped], quiet: bool) -> None:
    """Name on standard error what was left out, with its reason."""
    if quiet:
        return
    for item in skipped:
        complain(f"skipped {item.document}: {item.reason}")


@contextmanager
def progress(quiet: bool) -> Iterator[Callable[[str, int], None]]:
    """Show what is being done, on a terminal only; the value is called with stage and count."""
    if quiet or not errors.is_terminal:
        yield lambda stage, done: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Bar(*columns, console=errors, transient=True) as bar:
        task = bar.add_task("reading", total=None)
        yield lambda stage, done: bar.update(task, description=f"{stage} {done}")
