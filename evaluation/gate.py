"""One table of how right Crosswire is on sets annotated by others.

    python evaluation/gate.py --gold FOLDER --score score.py [--only NAME] [--limit N] [--json FILE]

FOLDER holds the development sets, `score.py` the measures; neither is part of the project and neither has a
default. Every task runs as a process of its own; one that fails is a row with its reason. Exit status 1 where
a task failed or a figure fell below what is accepted, 2 for a usage error.
"""

import argparse
import json
import re
import shlex
import subprocess
import sys
import tarfile
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

HERE = Path(__file__).parent
EXAMPLE = "make gate GOLD=path/to/gold SCORE=path/to/score.py"
LAST = r"^([\d.]+)\s*\Z"
ANNOTATED_SENTENCES = 6  # of a MEANTIME text: the headline and five more carry marks, the rest none


class Measure(NamedTuple):
    """A figure in a task's output: one group is the figure, two are a part and its whole."""

    name: str
    pattern: str
    accepted: float | None = None
    """The least (of `fewer`: the most) that the project accepts of itself."""
    best: float | None = None
    """The best known of others, there to be beaten."""
    fewer: bool = False


class Task(NamedTuple):
    """A script, the set it reads (a pattern under the gold folder, or several) and what it prints."""

    group: str
    set: str
    sources: tuple[str, ...]
    measures: tuple[Measure, ...]
    script: str = "score.py"
    each: bool = False
    """Run once for each source, and give means."""
    prepare: Callable[[Path, Path], Path] | None = None


class Row(NamedTuple):
    set: str
    measure: str
    figure: float | None
    accepted: float | None = None
    best: float | None = None
    seconds: float | None = None
    failed: str | None = None


def f1(name: str) -> str:
    return rf"^{re.escape(name)} +P .*?F1 +([\d.]+)"


def cut_to_annotated(archive: Path, scratch: Path) -> Path:
    """Copy a MEANTIME archive without the sentences that nobody annotated.

    Left in, every right time of theirs counts as a wrong one.
    """
    copy = scratch / "annotated.tar.gz"
    with tarfile.open(archive) as given, tarfile.open(copy, "w:gz") as out:
        for member in given.getmembers():
            content = given.extractfile(member) if member.name.endswith(".xml") else None
            if content is None:
                continue
            root = ElementTree.fromstring(content.read())
            for token in root.findall("token"):
                if int(token.get("sentence", "0")) >= ANNOTATED_SENTENCES:
                    root.remove(token)
            data = ElementTree.tostring(root, encoding="utf-8")
            member.size = len(data)
            out.addfile(member, BytesIO(data))
    return copy


B_CUBED = f1("B-cubed")
FIVE, SEESAW = "giveme5w1h_news_cluster/dev/articles.jsonl", "seesaw_triplets/dev/articles.jsonl"
TIMES = (
    Measure("value F1", f1("value"), best=78.1),
    Measure("relaxed F1", f1("relaxed"), best=90.7),
)
STORIES = ("stories/dev",)
TASKS = (
    Task("clusters", "5W1H", (FIVE,), (Measure("B-cubed F1", B_CUBED, 92.0, 93.2),)),
    Task("clusters", "SEESAW", (SEESAW,), (Measure("B-cubed F1", B_CUBED, best=95.2),)),
    Task("clusters", "both", (FIVE, SEESAW), (Measure("B-cubed F1", B_CUBED, best=94.0),)),
    Task(
        "quotes",
        "PolNeAR",
        ("polnear/dev/dev.tar.gz",),
        (
            Measure("relation F1", f1("attribution relation"), best=44.3),
            Measure("content overlap F1", f1("content, characters (overlap)"), best=68.9),
            Measure("cue overlap F1", f1("cue, overlap")),
            Measure("speaker overlap F1", f1("speaker, overlap")),
        ),
    ),
    Task(
        "figures",
        "NewsQuant",
        ("newsquant/dev/sentences.jsonl",),
        (
            Measure("value F1", f1("value"), best=91.0),
            Measure("value + change F1", f1("value + change"), best=86.8),
            Measure("value + unit F1", f1("value + unit"), best=83.9),
        ),
    ),
    Task("times", "MEANTIME, whole", ("meantime_en/dev/annotated.tar.gz",), TIMES),
    Task(
        "times",
        "MEANTIME, annotated sentences",
        ("meantime_en/dev/annotated.tar.gz",),
        (Measure("value F1", f1("value")), Measure("relaxed F1", f1("relaxed"))),
        prepare=cut_to_annotated,
    ),
    Task(
        "events",
        "PLOVER",
        ("plover_gsr/dev/records.jsonl",),
        (
            Measure("first event's type", LAST, best=49.1),
            Measure("type and actors", r"type and actors ([\d.]+)", best=10.1),
        ),
    ),
    Task(
        "body",
        "article extraction",
        ("article_extraction_benchmark/dev",),
        (Measure("4-gram F1", LAST, best=95.7),),
    ),
    Task(
        "story",
        "stories",
        ("stories/dev/*",),
        (
            Measure("mean of parts", LAST, 50.0),
            Measure("spans not exact", r"not exact (\d+)", 0.0, fewer=True),
        ),
        each=True,
    ),
    Task(
        "blocks",
        "stories",
        STORIES,
        (
            Measure("furniture kept out, %", r"kept out of prose ([\d.]+)"),
            Measure("support lost to furniture, %", r"lost to furniture ([\d.]+)", fewer=True),
        ),
        "blocks.py",
    ),
    Task(
        "pages",
        "article extraction",
        ("article_extraction_benchmark/dev",),
        (Measure("4-gram F1, acquire alone", r"4-grams: .*F1 ([\d.]+)"),),
        "pages.py",
    ),
    Task(
        "pages",
        "htmldate",
        ("htmldate_mediacloud/dev",),
        (Measure("day F1", r"days: .*F1 ([\d.]+)"),),
        "pages.py",
    ),
    Task(
        "entities",
        "stories",
        STORIES,
        (
            Measure("found, %", r"^all: (\d+) of (\d+) found"),
            Measure("mixed", r"^all: .* (\d+) mixed", fewer=True),
        ),
        "entities.py",
    ),
    Task(
        "figures",
        "stories",
        STORIES,
        (
            Measure("found, %", r"found ([\d.]+) %"),
            Measure("right value, %", r"right value ([\d.]+) %"),
        ),
        "figures.py",
    ),
    Task(
        "times",
        "stories",
        STORIES,
        (
            Measure("found, %", r"^found ([\d.]+) %"),
            Measure("right value, %", r"right value ([\d.]+) %"),
        ),
        "times.py",
    ),
    *(
        Task(
            "places",
            name,
            (f"{name.lower()}/dev/{name.lower()}.xml",),
            (
                Measure("found F1", r"F1 ([\d.]+)"),
                Measure("within 161 km of those found, %", r"within 161 km ([\d.]+)"),
            ),
            "places.py",
        )
        for name in ("GeoVirus", "LGL")
    ),
)


def main() -> int:
    given = read_options()
    tasks = [t for t in TASKS if not given.only or given.only & {t.group, t.set.lower()}]
    if not tasks:
        known = ", ".join(dict.fromkeys(t.group for t in TASKS))
        print(
            f"no task is called {', '.join(sorted(given.only))}; known are {known}", file=sys.stderr
        )
        return 2
    rows = [row for task in tasks for row in attempt(task, given)]
    if given.limit:  # what is accepted is said of whole sets
        rows = [
            r._replace(accepted=None, failed=r.failed if r.figure is None else None) for r in rows
        ]
    print(table(rows))
    if given.json:
        lines = json.dumps([row._asdict() for row in rows], indent=1, ensure_ascii=False)
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
    """Return what the task's script printed and the seconds it took; raises ValueError with its last words."""
    with tempfile.TemporaryDirectory() as scratch:
        if task.prepare:
            sources = [task.prepare(source, Path(scratch)) for source in sources]
        command = [sys.executable, str(HERE / task.script), *map(str, sources)]
        if task.script == "score.py":
            command[1:2] = [str(given.score), task.group]
            command += ["--crosswire", shlex.quote(given.crosswire)]
            command += ["--limit", str(given.limit)] if given.limit and not task.each else []
        started = time.perf_counter()
        done = subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", timeout=given.timeout
        )
        seconds = time.perf_counter() - started
    if done.returncode:
        words = (done.stderr.strip() or done.stdout.strip() or "no word").split("\n")
        raise ValueError(f"exit status {done.returncode}: {words[-1][:200]}")
    return done.stdout, seconds


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
        cells.append((row.set, row.measure, *numbers, number(row.seconds, ".0f"), row.failed or ""))
    widths = [max(len(row[i]) for row in cells) for i in range(6)]
    lines = []
    for row in cells:
        left = [text.ljust(width) for text, width in zip(row[:2], widths[:2], strict=True)]
        right = [text.rjust(width) for text, width in zip(row[2:6], widths[2:], strict=True)]
        lines.append("  ".join([*left, *right, row[6]]).rstrip())
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
