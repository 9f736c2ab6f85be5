"""How commands print: results to standard output, progress and complaints to standard error."""

import os
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO

import typer
from rich.console import Console
from rich.progress import Progress as Bar
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

from crosswire.errors import UsageError
from crosswire.model.codec import to_json
from crosswire.model.document import Document
from crosswire.model.skipped import Skipped
from crosswire.plugins import PluginWarning
from crosswire.stages.acquire.options import NOTED
from crosswire.text.languages import language

errors = Console(stderr=True, highlight=False, soft_wrap=True)


def out(text: str) -> None:
    """Print a line of result."""
    _write(text.encode("utf-8", "replace"))


def out_json(record: object, *, indent: int = 2) -> None:
    """Print a record as JSON; `indent` 0 gives one line."""
    _write(to_json(record, indent=indent))


def out_bytes(content: bytes) -> None:
    """Print a file as it is; raises UsageError where it would fill a terminal with what is no text."""
    if sys.stdout.isatty() and b"\0" in content:
        raise UsageError("this format is no text; write it to a file with -o FILE")
    _write(content, whole=True)


def _write(line: bytes, *, whole: bool = False) -> None:
    """Write a line of UTF-8 whatever the locale; end quietly where nobody reads on (`| head`)."""
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(line if whole or line.endswith(b"\n") else line + b"\n")
        sys.stdout.buffer.flush()
    except BrokenPipeError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from error


def complain(text: str) -> None:
    """Say on standard error that something is wrong."""
    errors.print(text, markup=False)


def tell_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Say on standard error which plug-in failed; other warnings go the way of all."""
    if issubclass(category, PluginWarning):
        complain(f"crosswire: {message}")
    else:
        _other_warnings(message, category, filename, lineno, file, line)


_other_warnings = warnings.showwarning


def tell_skipped(skipped: Sequence[Skipped], quiet: bool) -> None:
    """Name on standard error what was left out, with its reason."""
    if quiet:
        return
    for item in skipped:
        complain(f"skipped {item.document}: {item.reason}")


def tell_read(documents: Iterable[Document], quiet: bool, verbose: bool) -> None:
    """Say on standard error which documents got another id; with `verbose`, how texts were read."""
    for document in () if quiet else documents:
        known = document.metadata
        if "renamed_from" in known:
            complain(
                f"{document.id}: the id {known['renamed_from']} was taken by another text, so kept as this"
            )
        for key in NOTED if verbose else ():
            if key in known:
                complain(f"{document.id}: {key.replace('_', ' ')} {known[key]}")
        if verbose and (known_as := language(document.language)).depth != "whole":
            how = "read in part" if known_as.depth == "part" else "grouped, but not analysed"
            complain(f"{document.id}: in {known_as.name}, {how}")


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
