"""Stories of a million reports on one machine: speed, evenness, memory, rightness, and a workspace of many.

    python benchmarks/scale.py [--reports N] [--workspace N] [--folder DIR] [--json FILE] [--plot FILE]

Reports are made first (crowd.py), into JSON Lines, and not timed. Then they are read and clustered as `crosswire
cluster` does it, B-cubed of the same run; then a workspace is filled with the first of them, and the next are added
one by one. With `--folder` what was made and measured stays there, and a run that was interrupted goes on.
On a busy machine seconds say little: rates and curves are of the processors' own seconds, too.
"""

import argparse
import itertools
import json
import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import crowd
import drawing
from crosswire.engine.local import LocalEngine
from crosswire.model.document import Document
from crosswire.stages.acquire.options import AcquireOptions
from crosswire.stages.acquire.sources import acquire
from processes import Watch

SHARD = 10_000
"""Reports of a file."""
END = 100_000
"""Reports at the beginning and at the end whose cost is compared; a tenth where there are fewer than a million."""
ONE_BY_ONE = 200
AIMS = (
    ("reports_a_second", "clustered, reports a second", 1500.0, "or more"),
    ("reports_a_second_of_two_free_cores", "… by processors' seconds, of two cores", 1500.0, "or more"),
    ("evenness", "cost of the last reports to that of the first", 1.3, "or less"),
    ("memory_mb", "peak memory of all processes together, MB", 2000.0, "or less"),
    ("b_cubed_f1", "B-cubed F1", None, ""),
    ("filled_a_second", "workspace filled, reports a second", None, ""),
    ("workspace_memory_mb", "… peak memory meanwhile, MB", 2000.0, "or less"),
    ("add_ms", "adding one report, ms, median", 50.0, "or less"),
    ("add_p95_ms", "… of a hundred, the fifth slowest", None, ""),
    ("add_processor_ms", "… processors' ms, median", 50.0, "or less"),
    ("add_processor_mean_ms", "… processors' ms, mean", 50.0, "or less"),
    ("list_ms", "story list, ms", 100.0, "or less"),
    ("list_deep_ms", "story list, a page far down, ms", 100.0, "or less"),
    ("search_ms", "search for words, ms", 100.0, "or less"),
    ("find_name_ms", "search for a name, ms", 100.0, "or less"),
    ("find_common_ms", "search for a word in half of all, ms", 100.0, "or less"),
)  # fmt: skip


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("--reports", type=int, default=1_000_000)
    options.add_argument("--workspace", type=int, help="reports of the workspace; 0: none")
    options.add_argument(
        "--folder", type=Path, help="keep reports and figures here, and go on from there"
    )
    options.add_argument("--json", type=Path, help="write the figures to this file, too")
    options.add_argument("--plot", type=Path, help="draw the cost of a report into this SVG file")
    given = options.parse_args()
    if given.folder is None:
        with tempfile.TemporaryDirectory(prefix="crosswire-scale-") as folder:
            figures = measure(Path(folder), given.reports, given.workspace)
    else:
        given.folder.mkdir(parents=True, exist_ok=True)
        figures = measure(given.folder, given.reports, given.workspace)
    print(table(figures))
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    if given.plot:
        given.plot.write_text(drawing.costs(figures["costs"], figures["reports"]), encoding="utf-8")
    return 0


def measure(folder: Path, count: int, workspace: int | None) -> dict[str, Any]:
    """Return all figures; those that a run before has written into the folder are taken as they are."""
    kept = folder / f"figures-{count}.json"
    figures: dict[str, Any] = json.loads(kept.read_text()) if kept.exists() else {}
    some = min(count, workspace if workspace is not None else count)
    parts: list[tuple[str, Callable[[], dict[str, Any]]]] = [
        ("made", lambda: generate(folder, count)),
        ("clustered", lambda: cluster(folder / f"reports-{count}", count)),
    ]
    if some > ONE_BY_ONE:
        parts.append((f"workspace of {some}", lambda: desk(folder, count, some)))
    for name, part in parts:
        if name not in figures.get("done", ()):
            figures |= {**part(), "done": [*figures.get("done", ()), name]}
            kept.write_text(json.dumps(figures, indent=1) + "\n")
    return figures


# ------------------------------------------------------------ making reports


def generate(folder: Path, count: int) -> dict[str, Any]:
    """Make the reports, in order of time, into files; those that are there are left."""
    home = folder / f"reports-{count}"
    home.mkdir(exist_ok=True)
    drawn = crowd.plan(count)
    pages = range(0, count, SHARD)
    work = [
        (
            str(home / f"{start // SHARD:04}.jsonl"),
            [part[start : start + SHARD].tolist() for part in drawn],
        )
        for start in pages
    ]
    with LocalEngine() as engine:
        for done, _ in enumerate(engine.map(write_shard, work), start=1):
            say("made", done * SHARD, count)
    sizes = Counter(drawn.story.tolist())
    return {
        "reports": count,
        "stories": len(sizes),
        "largest_story": max(sizes.values()),
        "bytes": sum(path.stat().st_size for path in home.glob("*.jsonl")),
        "cores": os.cpu_count(),
    }


def write_shard(work: tuple[str, list[list[int]]]) -> None:
    path, rows = Path(work[0]), zip(*work[1], strict=True)
    if not path.exists():
        part = path.with_suffix(".part")
        part.write_bytes(b"".join(crowd.line(*row) for row in rows))
        part.replace(path)


# ------------------------------------------------------------ clustering


def cluster(home: Path, count: int) -> dict[str, Any]:
    """Cluster the reports, every stage timed, by the clock and by the processors."""
    from crosswire.pipeline.grouping import assigned

    with Watch() as watch:
        clock = Clock(count, watch)
        home_of = dict(assigned([str(home)], AcquireOptions(), tell=clock.tell))
        figures = clock.figures()
    if len(home_of) != count:
        raise SystemExit(f"{len(home_of)} of {count} reports came out")
    say("clustered", count, count)
    return {**figures, "memory_mb": watch.memory_mb, **b_cubed(home_of)}


class Clock:
    """How many reports each stage had done, when, and after how many processors' seconds."""

    def __init__(self, count: int, watch: Watch) -> None:
        self.count, self.watch = count, watch
        self.start = time.perf_counter()
        self.marks: dict[str, list[tuple[int, float]]] = {}
        self.ended: dict[str, float] = {}

    def tell(self, stage: str, done: int) -> None:
        if stage not in self.marks:
            before = [marks[-1][1] for marks in self.marks.values()]
            self.marks[stage] = [(0, max(before, default=0.0))]
        marks = self.marks[stage]
        if done - marks[-1][0] >= max(1, self.count // 100) or done >= self.count:
            marks.append((done, self.watch.seconds()))
            say(stage, done, self.count)
        self.ended[stage] = time.perf_counter() - self.start

    def figures(self) -> dict[str, Any]:
        seconds, used = time.perf_counter() - self.start, self.watch.seconds()
        some = min(END, self.count // 10)
        first = sum(self.spent(marks, 0, some) for marks in self.marks.values())
        last = sum(self.spent(m, self.count - some, self.count) for m in self.marks.values())
        return {
            "seconds": round(seconds, 1),
            "reports_a_second": round(self.count / seconds, 1),
            "processor_seconds": round(used, 1),
            "reports_a_second_of_two_free_cores": round(2 * self.count / used, 1),
            "evenness": round(last / first, 3),
            "stages_ended": {stage: round(at, 1) for stage, at in self.ended.items()},
            "costs": {
                stage: [
                    (high, round(1000 * (b - a) / (high - low), 4))
                    for (low, a), (high, b) in itertools.pairwise(marks)
                    if high > low
                ]
                for stage, marks in self.marks.items()
            },
        }

    def spent(self, marks: list[tuple[int, float]], start: int, stop: int) -> float:
        """Return the processors' seconds between two counts of a stage."""
        return interpolated(marks, stop) - interpolated(marks, start)


def interpolated(marks: list[tuple[int, float]], done: float) -> float:
    """Return the time at which `done` reports were done."""
    for (low, begun), (high, ended) in itertools.pairwise(marks):
        if low <= done <= high:
            return begun + (ended - begun) * (done - low) / max(1, high - low)
    return marks[-1][1]


def b_cubed(home: dict[str, str]) -> dict[str, float]:
    """Return B-cubed precision, recall and F1 against the stories the reports were made from."""
    both: Counter[tuple[str, str]] = Counter()
    found: Counter[str] = Counter()
    made: Counter[str] = Counter()
    for name, story in home.items():
        true = name.split("-")[0]
        both[story, true] += 1
        found[story] += 1
        made[true] += 1
    precision = sum(n * n / found[story] for (story, _), n in both.items()) / len(home)
    recall = sum(n * n / made[true] for (_, true), n in both.items()) / len(home)
    return {
        "b_cubed_precision": round(100 * precision, 2),
        "b_cubed_recall": round(100 * recall, 2),
        "b_cubed_f1": round(200 * precision * recall / (precision + recall), 2),
        "stories_found": len(found),
    }


# ------------------------------------------------------------ a workspace


def desk(folder: Path, count: int, some: int) -> dict[str, Any]:
    """Fill a workspace with all but the last of `some` reports, add those one by one; time what a reader waits for."""
    import crosswire
    from crosswire.pipeline.keeping import keep_documents
    from crosswire.pipeline.run import Acquired

    early, late = some - ONE_BY_ONE, []
    with Watch() as watch, crosswire.open(str(folder / f"scale-{count}-{some}.db")) as held:
        began = time.perf_counter()

        def first() -> Iterator[Document]:
            for done, document in enumerate(reports(folder / f"reports-{count}"), start=1):
                if done <= early:
                    yield document
                elif done <= some:
                    late.append(document)
                else:
                    return

        keep_documents(held.store, first(), progress=lambda _, done: say("kept", done, early))
        kept = time.perf_counter() - began
        held.settle()
        filled = time.perf_counter() - began
        waited = []
        for document in late:
            acquired = Acquired(documents=(document,), skipped=())
            waited.append(timed(partial(held.keep, acquired)))
        view = held.store.view()
        stories = view.story_count()
        words = [document.text.split()[1] for document in late[:20]]
        waits: dict[str, Callable[[str], Any]] = {
            "list_ms": lambda _word: view.story_lines(limit=50),
            "list_deep_ms": lambda _word: view.story_lines(limit=50, offset=stories * 9 // 10),
            "search_ms": lambda word: held.find(word, limit=20),
            "find_name_ms": lambda word: held.find(f'entity:"{word}"', limit=20),
            "find_common_ms": lambda _word: held.find("the", limit=20),
        }
        found = {
            name: max(timed(partial(call, word))[0] for word in words)
            for name, call in waits.items()
        }
    wall, own = [pair[0] for pair in waited], [pair[1] for pair in waited]
    return {
        "workspace_reports": some,
        "workspace_stories": stories,
        "kept_a_second": round(early / kept, 1),
        "filled_a_second": round(early / filled, 1),
        "workspace_memory_mb": watch.memory_mb,
        "add_ms": round(statistics.median(wall), 1),
        "add_p95_ms": round(sorted(wall)[int(len(wall) * 0.95)], 1),
        "add_processor_ms": round(statistics.median(own), 1),
        "add_processor_mean_ms": round(statistics.mean(own), 1),
        **{name: round(value, 1) for name, value in found.items()},
    }


def reports(home: Path) -> Iterator[Document]:
    """Yield the reports of the files, as they are read."""
    yield from (item for item in acquire([str(home)]) if isinstance(item, Document))


def timed(call: Callable[[], Any]) -> tuple[float, float]:
    """Return the milliseconds that a call takes, by the clock and of the processor."""
    began, used = time.perf_counter(), time.process_time()
    call()
    return 1000 * (time.perf_counter() - began), 1000 * (time.process_time() - used)


# ------------------------------------------------------------ showing


def say(what: str, done: int, count: int) -> None:
    end = "\n" if done >= count else "\r"
    print(f"  {what} {min(done, count):,} of {count:,}", end=end, file=sys.stderr, flush=True)


def table(figures: dict[str, Any]) -> str:
    """Return what was measured, what is promised of it, and whether that holds."""
    made = (
        f"{figures['reports']:,} in {figures['stories']:,} stories, {figures['bytes'] / 1e9:.1f} GB"
    )
    rows = [("reports", made, "", "")]
    if "workspace_reports" in figures:
        rows.append(("workspace", f"{figures['workspace_reports']:,} reports", "", ""))
    for name, what, aim, bound in AIMS:
        if name not in figures:
            continue
        value = figures[name]
        holds = aim is None or (value >= aim if bound == "or more" else value <= aim)
        promised = "" if aim is None else f"{aim:,g} {bound}"
        rows.append(
            (what, f"{value:,}", promised, "" if aim is None else "pass" if holds else "FAIL")
        )
    widths = [max(len(row[i]) for row in rows) for i in range(3)]
    lines = (
        "  ".join(f"{part:<{w}}" for part, w in zip(row, [*widths, 4], strict=True)) for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)


if __name__ == "__main__":
    sys.exit(main())
