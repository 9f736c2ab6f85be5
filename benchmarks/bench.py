"""How fast: reports a second and peak memory of each stage, cold start, `annotate` against the bare parser, growth,
long reports; and what is promised of it.

    python benchmarks/bench.py [--quick] [--only PART] [--reports N] [--json FILE]

Reports are made up (generate.py). Every stage runs in a process of its own, so that its peak memory is its own;
the ratio to the bare parser is taken in one process, on the same texts, in turn, as a median over rounds.
Seconds on a busy machine say little; the ratio, the memory and the growth hold.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import generate
from crosswire.model.annotation import Annotations
from crosswire.model.codec import from_json, to_json
from crosswire.model.document import Document
from crosswire.model.dossier import Dossier
from crosswire.model.story import Story

CROSSWIRE = str(Path(sys.executable).with_name("crosswire"))
PROMISED_SHARE = 0.75
"""Least speed of `annotate` as a share of the bare parser's."""
PROMISED_MEMORY = 900
"""Most megabytes of a process."""
FORMATS = ("terminal", "md", "html", "json")


class Row(NamedTuple):
    """A line of the table."""

    what: str
    figure: str
    detail: str = ""


class Sizes(NamedTuple):
    """How much is measured."""

    reports: int
    rounds: int
    starts: int
    stories: tuple[int, ...]
    long: tuple[tuple[int, int], ...]
    """Numbers of reports and characters of each."""


QUICK = Sizes(
    reports=48, rounds=2, starts=2, stories=(5, 20), long=((1, 20_000), (1, 80_000), (8, 20_000))
)
FULL = Sizes(
    reports=600,
    rounds=5,
    starts=5,
    stories=(5, 20, 80, 300),
    long=((1, 50_000), (1, 200_000), (8, 50_000)),
)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("--quick", action="store_true", help="a short form, below a minute")
    options.add_argument("--only", choices=PARTS, action="append")
    options.add_argument("--reports", type=int, help="reports for the stages and the ratio")
    options.add_argument("--json", type=Path, help="write the rows to this file, too")
    options.add_argument("--stage", choices=STAGES, help=argparse.SUPPRESS)
    options.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.stage:
        print(json.dumps(run_stage(given.stage, given.folder)))
        return 0
    sizes = QUICK if given.quick else FULL
    if given.reports:
        sizes = sizes._replace(reports=given.reports)
    rows: list[Row] = []
    for name, part in PARTS.items():
        if not given.only or name in given.only:
            print(f"… {name}", file=sys.stderr)
            with tempfile.TemporaryDirectory() as folder:
                rows += part(sizes, Path(folder))
    print(table(rows))
    if given.json:
        given.json.write_text(json.dumps([row._asdict() for row in rows], indent=1) + "\n")
    return 0


def table(rows: list[Row]) -> str:
    wide = [max(len(row[i]) for row in rows) for i in range(2)]
    return "\n".join(
        f"{r.what.ljust(wide[0])}  {r.figure.rjust(wide[1])}  {r.detail}".rstrip() for r in rows
    )


# ---------------------------------------------------------------- the stages, each in its own process


def stages(sizes: Sizes, folder: Path) -> Iterator[Row]:
    """Yield speed and peak memory of each stage on `sizes.reports` reports."""
    write_reports(folder / "reports.jsonl", generate.reports(sizes.reports))
    for stage in STAGES:
        found = measured(stage, folder)
        speed = found["reports"] / found["seconds"]
        detail = f"{found['peak']:.0f} MB at most; {found['reports']} reports, {found['note']}"
        yield Row(stage, f"{speed:,.0f} reports/s", detail)


def measured(stage: str, folder: Path) -> dict[str, Any]:
    """Return what `run_stage` finds in a process of its own."""
    command = [sys.executable, __file__, "--stage", stage, "--folder", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def run_stage(stage: str, folder: Path) -> dict[str, Any]:
    """Run one stage on what the one before it left in `folder`, and leave its own output there."""
    work, reports, note = STAGES[stage](folder)
    started = time.perf_counter()
    work()
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"reports": reports, "seconds": seconds, "peak": peak, "note": note}


Work = tuple[Callable[[], object], int, str]


def stage_acquire(folder: Path) -> Work:
    from crosswire.stages.acquire.sources import acquire

    source = folder / "reports.jsonl"
    next(iter(acquire([str(source)])))  # loads the language model

    def work() -> None:
        keep(folder / "documents.jsonl", acquire([str(source)]))

    return work, count(source), "JSON Lines, language and blocks"


def stage_cluster(folder: Path) -> Work:
    from crosswire.stages.cluster.settle import cluster

    documents = load(folder / "documents.jsonl", Document)

    def work() -> None:
        keep(folder / "stories.jsonl", cluster(documents))

    return work, len(documents), "settled"


def stage_annotate(folder: Path) -> Work:
    from crosswire.stages.annotate.layers import annotate
    from crosswire.stages.annotate.parse import load_pipeline

    documents = load(folder / "documents.jsonl", Document)
    load_pipeline()

    def work() -> None:
        keep(folder / "annotations.jsonl", annotate(documents))

    return work, len(documents), "one process, parser loaded"


def stage_reconcile(folder: Path) -> Work:
    from crosswire.pipeline.run import make_dossier
    from crosswire.settings import Settings

    stories = groups(folder)
    make_dossier(*stories[0], Settings())  # loads what the first one needs
    total = sum(len(documents) for documents, _ in stories)

    def work() -> None:
        keep(folder / "dossiers.jsonl", (make_dossier(d, a, Settings()) for d, a in stories))

    return work, total, f"{len(stories)} stories of two reports or more"


def stage_render(folder: Path) -> Work:
    from crosswire.stages.render.table import render

    dossiers = load(folder / "dossiers.jsonl", Dossier)
    for name in FORMATS:
        render(dossiers[0], name)  # compiles the template

    def work() -> None:
        for dossier in dossiers:
            for name in FORMATS:
                render(dossier, name)

    return work, sum(len(d.documents) for d in dossiers), ", ".join(FORMATS)


STAGES: dict[str, Callable[[Path], Work]] = {
    "acquire": stage_acquire,
    "cluster": stage_cluster,
    "annotate": stage_annotate,
    "reconcile": stage_reconcile,
    "render": stage_render,
}


def groups(folder: Path) -> list[tuple[list[Document], list[Annotations]]]:
    """Return documents and annotations of every story of two reports or more."""
    documents = {d.id: d for d in load(folder / "documents.jsonl", Document)}
    notes = {a.id: a for a in load(folder / "annotations.jsonl", Annotations)}
    return [
        ([documents[i] for i in story.documents], [notes[i] for i in story.documents])
        for story in load(folder / "stories.jsonl", Story)
        if len(story.documents) > 1
    ]


def write_reports(path: Path, made: list[generate.Report]) -> None:
    path.write_text("".join(json.dumps(r) + "\n" for r in made), encoding="utf-8")


def keep(path: Path, records: Any) -> None:
    with path.open("wb") as out:
        for record in records:
            out.write(to_json(record) + b"\n")


def load(path: Path, kind: type) -> list[Any]:
    return [from_json(line, kind) for line in path.read_bytes().split(b"\n") if line]


def count(path: Path) -> int:
    return path.read_bytes().count(b"\n")


# ---------------------------------------------------------------- from cold


def cold(sizes: Sizes, folder: Path) -> Iterator[Row]:
    """Yield seconds and peak memory of whole processes."""
    write_reports(folder / "five.jsonl", list(generate.story(5)))
    commands = {
        "crosswire --version": [CROSSWIRE, "--version"],
        "crosswire reconcile, five reports": [CROSSWIRE, "reconcile", "-q", "five.jsonl"],
    }
    for name, command in commands.items():
        runs = [start(command, folder) for _ in range(sizes.starts)]
        wall, processor, peak = (statistics.median(column) for column in zip(*runs, strict=True))
        detail = f"{processor:.2f} s of processor, {peak:.0f} MB; median of {len(runs)} from cold"
        yield Row(name, f"{wall:.2f} s", detail)


def start(command: list[str], folder: Path) -> tuple[float, float, float]:
    """Return wall and processor seconds and peak megabytes of a command."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - started
    if status:
        raise SystemExit(f"{' '.join(command)} failed")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


# ---------------------------------------------------------------- annotate against the bare parser


def ratio(sizes: Sizes, folder: Path) -> Iterator[Row]:
    """Yield the speed of `annotate` as a share of the bare parser's: same components, process, texts."""
    from crosswire.stages.annotate.layers import annotate
    from crosswire.stages.annotate.parse import load_pipeline

    write_reports(folder / "reports.jsonl", generate.reports(sizes.reports // 3))
    stage_acquire(folder)[0]()
    documents = load(folder / "documents.jsonl", Document)
    texts = [document.text for document in documents]
    nlp = load_pipeline()

    def bare() -> None:
        for _ in nlp.pipe(texts, batch_size=64):
            pass

    def whole() -> None:
        for _ in annotate(documents):
            pass

    pairs = [(timed(bare), timed(whole)) for _ in range(sizes.rounds + 1)][1:]
    shares = [one / two for one, two in pairs]
    words = sum(len(text.split()) for text in texts)
    layers = statistics.median(two - one for one, two in pairs) * 1000 * 400 / words
    detail = (
        f"{min(shares):.2f} to {max(shares):.2f} in {len(pairs)} rounds of {len(texts)} reports; "
        f"promised {PROMISED_SHARE}"
    )
    yield Row("annotate / bare parser, speed", f"{statistics.median(shares):.2f}", detail)
    yield Row("all layers above the parser", f"{layers:.1f} ms", "an article of 400 words")


# ---------------------------------------------------------------- one long report


def long(sizes: Sizes, folder: Path) -> Iterator[Row]:
    """Yield speed and peak memory of `annotate` on long reports, each time in a process of its own."""
    whole = max(count * size for count, size in sizes.long)
    text = "\n\n".join(report["text"] for report in generate.reports(whole // 1_000))
    most = 0.0
    for count, size in sizes.long:
        texts = [text[n * size : (n + 1) * size] for n in range(count)]
        lines = [{"id": str(n), "text": t, "language": "en"} for n, t in enumerate(texts)]
        (folder / "reports.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
        stage_acquire(folder)[0]()
        found = measured("annotate", folder)
        most = max(most, found["peak"])
        words = sum(len(t.split()) for t in texts) / found["seconds"]
        yield Row(
            f"annotate, {count} x {size:,} characters",
            f"{found['seconds']:.1f} s",
            f"{words:,.0f} words a second, {found['peak']:.0f} MB at most",
        )
    yield Row("peak memory of a process", f"{most:.0f} MB", f"promised below {PROMISED_MEMORY}")


def timed(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


# ---------------------------------------------------------------- growth


def growth(sizes: Sizes, folder: Path) -> Iterator[Row]:
    """Yield the seconds of `reconcile` by number of reports in a story."""
    from crosswire.pipeline.run import make_dossier
    from crosswire.settings import Settings
    from crosswire.stages.annotate.layers import annotate

    write_reports(folder / "reports.jsonl", list(generate.story(max(sizes.stories))))
    stage_acquire(folder)[0]()
    documents = load(folder / "documents.jsonl", Document)
    notes = list(annotate(documents))
    before = 0.0
    for size in sizes.stories:
        seconds = timed(lambda n=size: make_dossier(documents[:n], notes[:n], Settings()))  # type: ignore[misc]
        more = f", {seconds / before:.1f} times the one before" if before else ""
        yield Row(
            f"reconcile, {size} reports",
            f"{seconds:.2f} s",
            f"{1000 * seconds / size:.0f} ms a report{more}",
        )
        before = seconds


PARTS = {"stages": stages, "cold": cold, "ratio": ratio, "growth": growth, "long": long}

if __name__ == "__main__":
    sys.exit(main())
