"""One table of how right Crosswire is on sets annotated by others.

    python -m evaluation.gate --gold FOLDER --score score.py [--only NAME] [--limit N] [--json FILE]

FOLDER holds the development sets, `score.py` the measures; neither is part of the project and neither has a
default. Every task runs as a process of its own; one that fails is a row with its reason. Below the table come,
for each layer of reading, the kinds of error with their counts and its confidence against being right. Exit
status 1 where a task failed or a figure fell below what is accepted, 2 for a usage error.
"""

import argparse
import json
import re
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

from evaluation.tasks import TASKS, Measure, Task

EXAMPLE = "make gate GOLD=path/to/gold SCORE=path/to/score.py"
READING = ("attributions", "figures", "times", "events", "names", "places")
"""Layers whose kinds of error and calibration `evaluation/errors.py` counts."""


class Row(NamedTuple):
    set: str
    measure: str
    figure: float | None
    accepted: float | None = None
    best: float | None = None
    seconds: float | None = None
    failed: str | None = None
    warning: str | None = None


def main() -> int:
    given = read_options()
    tasks = [t for t in TASKS if not given.only or given.only & {t.group, t.set.lower()}]
    layers = [layer for layer in READING if not given.only or given.only & {"reading", layer}]
    if not tasks and not layers:
        known = ", ".join(dict.fromkeys([*(t.group for t in TASKS), "reading"]))
        print(
            f"no task is called {', '.join(sorted(given.only))}; known are {known}", file=sys.stderr
        )
        return 2
    rows = [row for task in tasks for row in attempt(task, given)]
    if given.limit:  # what is accepted is said of whole sets
        rows = [
            r._replace(accepted=None, failed=r.failed if r.figure is None else None) for r in rows
        ]
    counts = [counted(layer, given) for layer in layers]
    rows += [row for found in counts for row in found.rows]
    print(table(rows))
    print(*(found.text for found in counts if found.text), sep="\n")
    if given.json:
        reading = [found.content for found in counts if found.content]
        content = {"rows": [row._asdict() for row in rows], "reading": reading}
        lines = json.dumps(content, indent=1, ensure_ascii=False)
        given.json.write_text(lines + "\n", encoding="utf-8")
    return int(any(row.failed for row in rows))


def read_options() -> argparse.Namespace:
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("--gold", type=Path, help="the folder of annotated sets")
    options.add_argument("--score", type=Path, help="the script score.py")
    options.add_argument("--only", action="append", help="a task or set; may be repeated")
    options.add_argument("--limit", type=int, help="documents a task of score.py, for a quick look")
    options.add_argument("--json", type=Path, help="write the rows to this file, too")
    options.add_argument("--timeout", type=float, default=1800, help="seconds a task may take")
    options.add_argument("--crosswire", default=str(Path(sys.executable).with_name("crosswire")))
    given = options.parse_args()
    if given.gold is None or given.score is None:
        options.exit(2, f"the gold folder and score.py have no default; give both:\n  {EXAMPLE}\n")
    for path, right in ((given.gold, given.gold.is_dir()), (given.score, given.score.is_file())):
        if not right:
            options.exit(2, f"no such folder or file: {path}; for example:\n  {EXAMPLE}\n")
    given.only = {name.lower() for name in given.only or ()}
    return given


def attempt(task: Task, given: argparse.Namespace) -> Iterator[Row]:
    """Yield the rows of a task; where it fails, the row that says why."""
    label = f"{task.group}: {task.set}"
    print(f"… {label}", file=sys.stderr)
    try:
        sources = [find(given.gold, pattern) for pattern in task.sources]
        if not task.each:
            yield from measured(task, label, *run(task, [s[0] for s in sources], given))
            return
        texts, seconds = [], 0.0
        for source in sources[0]:
            name = f"{task.group}: {source.name}"
            try:
                text, took = run(task, [source], given)
                total = next(measured(task, name, text, took))
            except (ValueError, subprocess.SubprocessError) as error:
                yield Row(name, task.measures[0].name, None, failed=str(error))
                continue
            yield total._replace(accepted=None, failed=None)
            texts.append(text)
            seconds += took
        if len(texts) < len(sources[0]):
            raise ValueError(f"{len(sources[0]) - len(texts)} of {len(sources[0])} gave no figure")
        yield from means(task, label, texts, seconds)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        yield Row(label, task.measures[0].name, None, failed=str(error) or type(error).__name__)


def find(gold: Path, pattern: str) -> list[Path]:
    """Return what `pattern` names under the gold folder, at whatever depth; raises FileNotFoundError."""
    found = sorted(gold.glob(f"**/{pattern}"))
    if not found:
        raise FileNotFoundError(f"no {pattern} under the gold folder")
    return found


def run(task: Task, sources: list[Path], given: argparse.Namespace) -> tuple[str, float]:
    """Return what the task's script printed and the seconds it took; raises ValueError."""
    with tempfile.TemporaryDirectory() as scratch:
        if task.prepare:
            sources = [task.prepare(source, Path(scratch)) for source in sources]
        command = [sys.executable, "-m", f"evaluation.{task.script}", *map(str, sources)]
        if task.script == "score.py":
            command[1:3] = [str(given.score), task.group]
            command += ["--crosswire", shlex.quote(given.crosswire)]
            command += ["--limit", str(given.limit)] if given.limit and not task.each else []
            command += [f"--extra={task.extra}"] if task.extra else []
        return said(command, given.timeout)


def said(command: list[str], timeout: float) -> tuple[str, float]:
    """Return what a command printed and the seconds it took; raises ValueError with its last words."""
    started = time.perf_counter()
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", timeout=timeout
    )
    seconds = time.perf_counter() - started
    if done.returncode:
        words = (done.stderr.strip() or done.stdout.strip() or "no word").split("\n")
        raise ValueError(f"exit status {done.returncode}: {words[-1][:200]}")
    return done.stdout, seconds


class Counted(NamedTuple):
    """Kinds of error and calibration of a layer: its rows, the text to print, and all of it as JSON."""

    rows: tuple[Row, ...]
    text: str = ""
    content: dict[str, Any] | None = None


def counted(layer: str, given: argparse.Namespace) -> Counted:
    """Return what `evaluation/errors.py` counts of a layer; where it fails, the row that says why."""
    name = f"reading: {layer}"
    print(f"… {name}", file=sys.stderr)
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "counts.json"
        command = [sys.executable, "-m", "evaluation.errors", layer, "--gold", str(given.gold)]
        command += ["--json", str(file), *(["--limit", str(given.limit)] if given.limit else [])]
        try:
            text, seconds = said(command, given.timeout)
        except (ValueError, subprocess.SubprocessError) as error:
            return Counted((Row(name, "calibration error, %", None, failed=str(error)),))
        (content,) = json.loads(file.read_text(encoding="utf-8"))
    off = content["calibration_error"]
    rows = [Row(name, "calibration error, %", off and 100 * off, seconds=seconds)]
    rows += [
        Row(
            name,
            f"right at confidence {row['name']}, %",
            100 * row["right"],
            warning=f"warning: {row['count']} findings state {100 * row['stated']:.0f} %",
        )
        for row in content["bins"]
        if row["off"]
    ]
    return Counted(tuple(rows), "\n" + text.rstrip(), content)


def measured(task: Task, label: str, text: str, seconds: float) -> Iterator[Row]:
    """Yield a row for each measure found in the script's output; raises ValueError where one is not there."""
    for number, measure in enumerate(task.measures):
        row = judged(label, measure, read(measure, text))
        yield row if number else row._replace(seconds=seconds)


def means(task: Task, label: str, texts: list[str], seconds: float) -> Iterator[Row]:
    """Yield the means over all sources, and those of the parts that the script names."""
    for number, measure in enumerate(task.measures):
        figures = [read(measure, text) for text in texts]
        row = judged(label, measure, sum(figures) if measure.fewer else fmean(figures))
        yield row if number else row._replace(seconds=seconds)
    parts: dict[str, list[float]] = {}
    for text in texts:
        line = re.search(r"^parts: (.*);", text, re.MULTILINE)
        for name, figure in re.findall(r"([a-z][a-z -]*) (\d+)", line.group(1) if line else ""):
            parts.setdefault(name, []).append(float(figure))
    for name, figures in parts.items():
        yield Row(label, f"· {name}", fmean(figures))


def read(measure: Measure, text: str) -> float:
    found = re.findall(measure.pattern, text, re.MULTILINE)
    if not found:
        raise ValueError(f"the script printed no {measure.name}")
    if isinstance(found[-1], tuple):
        part, whole = map(float, found[-1])
        return 100 * part / whole if whole else 0.0
    return float(found[-1])


def judged(label: str, measure: Measure, figure: float) -> Row:
    least = measure.accepted
    missed = least is not None and (figure > least if measure.fewer else figure < least)
    failed = f"accepted is at {'most' if measure.fewer else 'least'} {least:g}" if missed else None
    return Row(label, measure.name, figure, least, measure.best, failed=failed)


def table(rows: list[Row]) -> str:
    """Return the rows as aligned columns."""

    def number(value: float | None, form: str = ".1f") -> str:
        return "" if value is None else format(value, form)

    head = ("set", "measure", "figure", "accepted", "best known", "seconds", "")
    cells: list[Any] = [head]
    for row in rows:
        columns = (row.figure, row.accepted, row.best)
        numbers = [number(value) for value in columns]
        cells.append(
            (
                row.set,
                row.measure,
                *numbers,
                number(row.seconds, ".0f"),
                row.failed or row.warning or "",
            )
        )
    widths = [max(len(row[i]) for row in cells) for i in range(6)]
    lines = []
    for row in cells:
        left = [text.ljust(width) for text, width in zip(row[:2], widths[:2], strict=True)]
        right = [text.rjust(width) for text, width in zip(row[2:6], widths[2:], strict=True)]
        lines.append("  ".join([*left, *right, row[6]]).rstrip())
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
