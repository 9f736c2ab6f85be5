"""Run the examples of README and docs, and compare what they print with what stands there.

    python tools/examples.py [--write] [PAGE ...]

1. A block marked `console` holds commands (lines that begin with `$ `), each with what it prints; one marked
   `python` is run, and a block marked `text` right after it is what it printed.
2. A comment `run: COMMAND` before a `text` block makes that block what the command prints, for excerpts.
3. A line `...` stands for any lines, and `...` within a line for any words. A command with nothing below it
   must only succeed.
4. Every page runs in a folder of its own, with the sample reports in `reports/`.

5. Under a comment `numbers may differ` the numbers and ids of a block are not compared.

`--write` puts what was printed in the place of what differs. A comment `id: FILE PATH` before a console block
names the place in a dossier from which `--write` takes the id that the commands of the block use.
"""

import argparse
import contextlib
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
FENCE = re.compile(r"^```(\w*)$")
RUN = re.compile(r"^<!-- run: (.+) -->$")
ID = re.compile(r"^<!-- id: (\S+) (\S+?);? (?:numbers may differ )?-->$")
LOOSE = re.compile(r"^<!-- .*numbers may differ -->$")
LONGEST = 3000
"""Code points shown of what a page says and what was printed."""
AN_ID = re.compile(r"\b[a-z][0-9a-f]{10}\b")


class Example(NamedTuple):
    """A command or a piece of Python, and the lines `[first, last)` of the page that say what it prints."""

    kind: str
    source: str
    first: int
    last: int
    at: int
    """Line of the command itself, from 0."""
    id: tuple[str, str] | None = None
    loose: bool = False
    """Whether numbers and ids may be others than the page shows."""


class Difference(NamedTuple):
    """An example that prints something else than the page says, or fails."""

    page: Path
    example: Example
    expected: str
    printed: str


def pages() -> list[Path]:
    """Return README and every page of docs."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def examples(lines: list[str]) -> Iterator[Example]:
    """Yield the examples of a page."""
    at = 0
    before, python = "", None
    while at < len(lines):
        opened = FENCE.match(lines[at])
        if not opened:
            before = lines[at] if lines[at].strip() else before
            if lines[at].strip() and python:
                yield python
                python = None
            at += 1
            continue
        first = at + 1
        last = first
        while lines[last] != "```":
            last += 1
        kind = opened[1]
        if python and kind == "text":
            yield python._replace(first=first, last=last)
            python = None
        elif python:
            yield python
            python = None
        elif kind == "text" and (run := RUN.match(before)):
            yield Example("excerpt", run[1], first, last, at)
        if kind == "console":
            named = ID.match(before)
            at_path = (named[1], named[2]) if named else None
            yield from commands(lines, first, last, at_path, bool(LOOSE.match(before)))
        if kind == "python":
            python = Example("python", "\n".join(lines[first:last]), last, last, at)
        before = ""
        at = last + 1
    if python:
        yield python


def commands(
    lines: list[str], first: int, last: int, named: tuple[str, str] | None, loose: bool
) -> Iterator[Example]:
    """Yield the commands of a console block, each with the lines below it."""
    at = first
    while at < last:
        start = at
        source = lines[at].removeprefix("$ ")
        while source.endswith("\\"):
            at += 1
            source = source[:-1] + lines[at].lstrip("> ")
        at += 1
        below = at
        while at < last and not lines[at].startswith("$ "):
            at += 1
        yield Example("console", source, below, at, start, named, loose)


# ---------------------------------------------------------------- running


def run_crosswire(arguments: list[str]) -> tuple[str, int]:
    """Return what the command prints and its status: in this process, so that the parser is loaded once."""
    from crosswire.cli.main import run

    printed = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n")
    before = sys.argv
    sys.argv = ["crosswire", *arguments]
    status: Any = 0
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            run()
    except SystemExit as end:
        status = end.code or 0
    finally:
        sys.argv = before
    printed.flush()
    return printed.buffer.getvalue().decode(), int(status)


def run_command(source: str) -> tuple[str, int]:
    """Return what a command line prints and its status."""
    own, operator, rest = re.match(r"(.*?)(?:\s([|>])\s(.*))?$", source).groups()  # type: ignore[union-attr]
    if not own.startswith("crosswire "):
        done = subprocess.run(["bash", "-c", source], capture_output=True, text=True)
        return done.stdout + done.stderr, done.returncode
    arguments = []
    for word in shlex.split(own)[1:]:
        found = sorted(str(p) for p in Path().glob(word)) if "*" in word else []
        arguments += found or [word]
    printed, status = run_crosswire(arguments)
    if operator is None:
        return printed, status
    line = rest if operator == "|" else f"cat > {rest}"
    done = subprocess.run(["bash", "-c", line], input=printed, capture_output=True, text=True)
    return done.stdout + done.stderr, done.returncode


@cache
def run_excerpt(source: str) -> tuple[str, int]:
    """Return what the command of an excerpt prints; pages take several excerpts from one output."""
    own, _, rest = source.partition(" | ")
    printed, status = whole_output(own)
    done = subprocess.run(
        ["bash", "-c", rest or "cat"], input=printed, capture_output=True, text=True
    )
    return done.stdout + done.stderr, status or done.returncode


@cache
def whole_output(source: str) -> tuple[str, int]:
    """Return what a command line prints, which must depend on the sample reports only."""
    return run_command(source)


def run_python(source: str, names: dict[str, Any]) -> tuple[str, int]:
    """Return what a piece of Python prints; an exception is printed and gives status 1."""
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            exec(compile(source, "example", "exec"), names)
    except Exception as error:
        return f"{printed.getvalue()}{type(error).__name__}: {error}", 1
    return printed.getvalue(), 0


def matches(expected: list[str], printed: list[str], *, loose: bool = False) -> bool:
    """Tell whether the page says what was printed; where `loose`, but for numbers and ids."""
    if loose:
        expected = [AN_ID.sub("@", re.sub(r"\b\d+\.\d+\b", "#", line)) for line in expected]
        printed = [AN_ID.sub("@", re.sub(r"\b\d+\.\d+\b", "#", line)) for line in printed]
    parts = []
    for line in expected:
        if line == "...":
            parts.append(r"(?:.*\n)*?")
        else:
            parts.append(".*?".join(re.escape(p) for p in line.rstrip().split("...")) + r"\n")
    text = "".join(line.rstrip() + "\n" for line in printed)
    return re.fullmatch("".join(parts), text) is not None


def renewed(expected: list[str], printed: list[str]) -> list[str]:
    """Return the lines to put in place; those that still match stay, with the dots they have."""
    if len(expected) != len(printed):
        return [line.rstrip() for line in printed]
    return [
        old if matches([old], [new]) else new.rstrip()
        for old, new in zip(expected, printed, strict=True)
    ]


@contextlib.contextmanager
def folder_with_reports() -> Iterator[Path]:
    """Work in a new folder that holds the sample reports; put everything back afterwards."""
    from crosswire.samples import sample_folder

    here, environment = Path.cwd(), dict(os.environ)
    with tempfile.TemporaryDirectory() as folder:
        try:
            shutil.copytree(sample_folder(), Path(folder, "reports"))
            os.chdir(folder)
            for name in [n for n in os.environ if n.startswith("CROSSWIRE_")]:
                del os.environ[name]
            os.environ |= {"COLUMNS": "80", "NO_COLOR": "1", "LC_ALL": "C.UTF-8"}
            os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
            yield Path(folder)
        finally:
            os.chdir(here)
            os.environ.clear()
            os.environ.update(environment)


def check(page: Path, *, write: bool = False) -> list[Difference]:
    """Run the examples of `page`; return those that differ, after putting right what `write` can."""
    lines = page.read_text(encoding="utf-8").split("\n")
    found = list(examples(lines))
    if not found:
        return []
    different: list[Difference] = []
    edits: list[tuple[int, int, list[str]]] = []
    names: dict[str, Any] = {"__name__": "example"}
    with folder_with_reports():
        for example in found:
            source = example.source
            if write and example.id:
                source, edit = with_present_id(example, lines)
                edits += edit
            if example.kind == "python":
                printed, status = run_python(source, names)
            else:
                printed, status = (run_excerpt if example.kind == "excerpt" else run_command)(
                    source
                )
            expected = lines[example.first : example.last]
            shown = printed.rstrip("\n").split("\n") if printed.strip() else []
            failed = status and not any("crosswire: " in line for line in expected)
            compared = expected or example.kind == "excerpt"
            same = not compared or matches(expected, shown, loose=example.loose)
            if failed or not same:
                different.append(Difference(page, example, "\n".join(expected), printed))
            if compared and not failed and (not same or example.loose):
                edits.append((example.first, example.last, renewed(expected, shown)))
    if write and edits:
        for first, last, new in sorted(edits, reverse=True):
            lines[first:last] = new
        page.write_text("\n".join(lines), encoding="utf-8")
    return different


def with_present_id(
    example: Example, lines: list[str]
) -> tuple[str, list[tuple[int, int, list[str]]]]:
    """Return the command with the id that the dossier has now, and the edit of the page."""
    assert example.id is not None
    pattern, path = example.id
    value = json.loads(next(iter(sorted(Path().glob(pattern)))).read_text(encoding="utf-8"))
    for step in path.split("."):
        value = value[int(step)] if step.isdigit() else value[step]
    source = AN_ID.sub(str(value), example.source)
    line = AN_ID.sub(str(value), lines[example.at])
    return source, [(example.at, example.at + 1, [line])]


def main() -> int:
    """Run the pages that are named, or all."""
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("--write", action="store_true", help="put what was printed in place")
    options.add_argument("pages", nargs="*", type=Path, help="pages; all without one")
    given = options.parse_args()
    different = [d for p in given.pages or pages() for d in check(p.resolve(), write=given.write)]
    for page, example, expected, printed in different:
        print(f"{page.relative_to(ROOT)}:{example.at + 1}: {example.source}")
        print(f"--- the page says\n{expected[:LONGEST]}\n--- printed\n{printed[:LONGEST]}\n")
    print(f"{len(different)} examples differ{', put in place' if given.write else ''}")
    return int(bool(different) and not given.write)


if __name__ == "__main__":
    sys.exit(main())
