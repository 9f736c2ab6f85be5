"""Two workers of a Ray cluster beside two bare parser processes, on the same reports and machine, in one run.

    python -m benchmarks.cluster [--reports 288] [--rounds 3] [--workers 2] [--json FILE]

Reports are made up (generate.py). The bare processes do nothing but push texts through the spaCy pipeline, half each;
the cluster is this package's engine with as many actors, and is measured twice: with the bare pipeline as its work,
which shows what the engine costs, and with the whole of `annotate`, its checkpoints written. All have loaded the
parser before the clock starts, and take turns, so that a busy machine is as busy for each. Then a whole batch is run,
step by step, for the plan in docs/explanation/many-reports.md.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

import generate
from crosswire.engine.local import LocalEngine
from crosswire.engine.ray import RayEngine
from crosswire.pipeline.batch.dossiers import Annotating, Dated, annotate_some
from crosswire.pipeline.batch.reading import Batch, fetch_documents
from crosswire.pipeline.batch.run import read_batch, reconcile_batch
from crosswire.pipeline.batch.shelf import Shelf
from crosswire.pipeline.batch.steps import Steps, salt_of
from crosswire.pipeline.run import acquire_options
from crosswire.settings import Settings

CHUNK = 24
AIM = 0.95
"""Least share of the bare processes' speed that the cluster's workers are to reach, with the same work."""


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=288)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", type=Path, help="write the figures to this file, too")
    given = parser.parse_args(arguments)
    found: dict[str, Any] = {}
    for some in measured(given.reports, given.rounds, given.workers):
        for name, value in some.items():
            print(f"{name:44} {value}", flush=True)
        found |= some
    if given.json:
        given.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return 0


def measured(count: int, rounds: int, workers: int) -> Iterator[dict[str, Any]]:
    """Yield all figures, those of the cluster first."""
    settings = Settings(workers=workers, engine="ray")
    with tempfile.TemporaryDirectory() as folder, RayEngine(workers=workers) as engine:
        source = Path(folder, "reports.jsonl")
        source.write_text(
            "".join(json.dumps(r) + "\n" for r in generate.reports(count)), encoding="utf-8"
        )
        steps = Steps(engine, Shelf(f"{folder}/keep"), salt_of(settings))
        batch = read_batch(steps, [str(source)], acquire_options(settings))
        yield compared(steps, batch, settings, rounds, workers)
        yield by_step(source, settings)


# ---------------------------------------------------------------- side by side


def compared(
    steps: Steps, batch: Batch, settings: Settings, rounds: int, workers: int
) -> dict[str, Any]:
    """Return the speeds of bare processes and of the cluster, and their ratios, as medians over rounds."""
    texts = [d.text for d in fetch_documents(steps.shelf, [row.where for row in batch.rows])]
    chunks = [texts[n : n + CHUNK] for n in range(0, len(texts), CHUNK)]
    tasks = [
        Annotating(out=f"warm/{n}", documents=tuple(Dated(where=r.where) for r in batch.rows[n : n + CHUNK]))
        for n in range(0, len(batch.rows), CHUNK)
    ]  # fmt: skip
    work = partial(annotated, partial(annotate_some, settings, steps.shelf.place))
    halves = [[c for k, c in enumerate(chunks) if k % workers == i] for i in range(workers)]
    taken: dict[str, list[float]] = {"bare": [], "engine": [], "annotate": []}
    used: dict[str, list[float]] = {name: [] for name in taken}
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        ways: dict[str, Callable[[], Iterable[Any]]] = {
            "bare": lambda: pool.map(bare_all, halves),
            "engine": lambda: steps.engine.map(bare, chunks),
            "annotate": lambda: steps.engine.map(work, tasks),
        }
        list(pool.map(bare_all, [chunks[:1]] * workers))
        list(steps.engine.map(work, tasks[: 2 * workers]))  # all have their models warm
        for turn in range(rounds):
            for name in sorted(ways, reverse=bool(turn % 2)):
                began = time.perf_counter()
                used[name].append(sum(ways[name]()))
                taken[name].append(time.perf_counter() - began)
    count = len(texts)
    words = sum(len(t.split()) for t in texts) / count
    middle = {name: statistics.median(seconds) for name, seconds in taken.items()}
    shares = [b / e for b, e in zip(taken["bare"], taken["engine"], strict=True)]
    wholes = [b / e for b, e in zip(taken["bare"], taken["annotate"], strict=True)]
    return {
        "reports": count,
        "words a report": round(words),
        "workers": workers,
        "processors": os.cpu_count(),
        "rounds": rounds,
        "bare parsers, reports/s": round(count / middle["bare"], 2),
        "cluster, bare parser, reports/s": round(count / middle["engine"], 2),
        "cluster, annotate, reports/s": round(count / middle["annotate"], 2),
        "cluster / bare, same work": round(statistics.median(shares), 3),
        "of it, by round": [round(share, 3) for share in shares],
        "aim": AIM,
        "annotate on cluster / bare parsers": round(statistics.median(wholes), 3),
        **{
            f"{name} side by side, ms of processor": round(
                1000 * statistics.median(seconds) / count, 1
            )
            for name, seconds in used.items()
        },
    }


def bare(chunk: list[str]) -> float:
    """Push texts through the pipeline and nothing else; return the seconds of processor that it took."""
    from crosswire.stages.annotate.parse import load_pipeline

    began = time.process_time()
    for _ in load_pipeline().pipe(chunk, batch_size=16):
        pass
    return time.process_time() - began


def bare_all(chunks: list[list[str]]) -> float:
    """Do the same with many portions, one after the other."""
    return sum(map(bare, chunks))


def annotated(work: Callable[[Annotating], None], task: Annotating) -> float:
    """Annotate and keep; return the seconds of processor."""
    began = time.process_time()
    work(task)
    return time.process_time() - began


# ---------------------------------------------------------------- a whole batch


class Timed(LocalEngine):
    """One process, which notes the seconds of processor by kind of task."""

    def __init__(self) -> None:
        super().__init__(1)
        self.taken: Counter[str] = Counter()

    def map(self, work: Callable[[Any], Any], tasks: Iterable[Any]) -> Iterator[Any]:
        for task in tasks:
            began = time.process_time()
            done = work(task)
            self.taken[type(task).__name__] += time.process_time() - began
            yield done


STEPS = {
    "read": ("Reading",),
    "sketch": ("Sketching",),
    "neighbours and wards": ("Holding", "Finding", "Settling"),
    "annotate": ("Annotating",),
    "reconcile": ("Reconciling",),
}


def by_step(source: Path, settings: Settings) -> dict[str, Any]:
    """Return the milliseconds of processor of a whole batch by step, the driver's own, and the bytes kept, a report."""
    with tempfile.TemporaryDirectory() as folder, Timed() as engine:
        kept = Shelf(folder)
        began = time.process_time()
        done = reconcile_batch([str(source)], settings, acquire_options(settings), engine, kept)
        stories = [story for story, _, _ in done.results]
        whole = time.process_time() - began
        count = len(done.batch.rows)
        taken = {name: sum(engine.taken[k] for k in kinds) for name, kinds in STEPS.items()}
        found: dict[str, Any] = {
            "stories of two reports or more": len(stories),
            "reports in them": sum(len(story.documents) for story in stories),
        }
        for name, seconds in {**taken, "driver": whole - sum(taken.values())}.items():
            found[f"{name}, ms of processor a report"] = round(1000 * seconds / count, 2)
        for step, size in sizes(Path(folder)):
            found[f"{step}, kB a report"] = round(size / 1000 / count, 2)
        return found


def sizes(place: Path) -> Iterator[tuple[str, int]]:
    """Yield what is kept by step, in bytes."""
    for folder in sorted(place.iterdir()):
        yield folder.name, sum(p.stat().st_size for p in folder.rglob("*") if p.is_file())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
