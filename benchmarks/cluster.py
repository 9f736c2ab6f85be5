"""Two workers of a Ray cluster beside two bare parser processes, on the same reports and machine, in one run.

    python -m benchmarks.cluster [--reports 288] [--rounds 6] [--portion 144] [--workers 2] [--json FILE]

Reports are made up (generate.py). The bare processes do nothing but push texts through the spaCy pipeline, half each;
the cluster is this package's engine with as many actors, and is measured with the bare pipeline as its work, which
shows what the engine costs. The whole of `annotate`, its checkpoints written, is measured on the actors and on two
processes of the local engine. All have loaded the parser before the clock starts. A round is a portion of the reports
done by each way in turn and then by each in the opposite order, so that a busy machine is as busy for each; what is
told is the middle of the rounds' ratios. Then a whole batch is run, step by step, for the plan in
docs/explanation/many-reports.md, whose tables `tools/figures.py` writes from the JSON.
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
from processes import family, seconds_of

CHUNK = 24
AIM = 0.95
"""Least share of the bare processes' speed that the cluster's workers are to reach, with the same work."""


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=288)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--portion", type=int, default=144, help="reports a way and turn")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", type=Path, help="write the figures to this file, too")
    given = parser.parse_args(arguments)
    found: dict[str, Any] = {}
    for some in measured(given.reports, given.rounds, given.portion, given.workers):
        for name, value in some.items():
            print(f"{name:44} {value}", flush=True)
        found |= some
    if given.json:
        given.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return 0


def measured(count: int, rounds: int, portion: int, workers: int) -> Iterator[dict[str, Any]]:
    """Yield all figures, those of the cluster first."""
    settings = Settings(workers=workers, engine="ray")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "reports.jsonl")
        source.write_text(
            "".join(json.dumps(r) + "\n" for r in generate.reports(count)), encoding="utf-8"
        )
        with RayEngine(workers=workers) as engine, LocalEngine(workers) as processes:
            steps = Steps(engine, Shelf(f"{folder}/keep"), salt_of(settings))
            batch = read_batch(steps, [str(source)], acquire_options(settings))
            yield compared(steps, processes, batch, settings, rounds, portion)
        yield by_step(source, settings)


# ---------------------------------------------------------------- side by side


BARE, ENGINE, LOCAL, CLUSTER = WAYS = ("bare", "engine", "local annotate", "cluster annotate")
RATIOS = {
    "cluster / bare, same work": (BARE, ENGINE),
    "annotate on cluster / bare parsers": (BARE, CLUSTER),
    "annotate in processes / bare parsers": (BARE, LOCAL),
    "annotate on cluster / in processes": (LOCAL, CLUSTER),
}
"""What is told, and whose seconds are divided by whose."""
SPEEDS = {
    "bare parsers": BARE,
    "cluster, bare parser": ENGINE,
    "processes, annotate": LOCAL,
    "cluster, annotate": CLUSTER,
}


def compared(
    steps: Steps,
    processes: LocalEngine,
    batch: Batch,
    settings: Settings,
    rounds: int,
    portion: int,
) -> dict[str, Any]:
    """Return the speeds of bare processes, of the local engine and of the cluster, and their ratios."""
    texts = [d.text for d in fetch_documents(steps.shelf, [row.where for row in batch.rows])]
    work = partial(annotated, partial(annotate_some, settings, steps.shelf.place))
    seconds: dict[str, list[float]] = {name: [] for name in WAYS}
    used: dict[str, list[float]] = {name: [] for name in WAYS}
    beside: list[float] = []
    starts = range(0, max(1, len(texts) - portion + 1), portion)
    workers = processes.workers
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:

        def ways(start: int) -> dict[str, Callable[[], Iterable[Any]]]:
            cuts = range(start, min(start + portion, len(texts)), CHUNK)
            chunks = [texts[n : n + CHUNK] for n in cuts]
            halves = [chunks[i::workers] for i in range(workers)]
            tasks = [
                Annotating(
                    out=f"warm/{n}",
                    documents=tuple(Dated(where=r.where) for r in batch.rows[n : n + CHUNK]),
                )
                for n in cuts
            ]
            return {
                BARE: lambda: pool.map(bare_all, halves),
                ENGINE: lambda: steps.engine.map(bare, chunks),
                LOCAL: lambda: processes.map(work, tasks),
                CLUSTER: lambda: steps.engine.map(work, tasks),
            }

        for run in ways(0).values():
            list(run())  # all have their models warm
        for turn in range(rounds):
            todo = ways(starts[turn % len(starts)])
            order = WAYS[turn % len(WAYS) :] + WAYS[: turn % len(WAYS)]
            taken, busy = dict.fromkeys(WAYS, 0.0), dict.fromkeys(WAYS, 0.0)
            for name in (*order, *reversed(order)):
                before, began = beside_actors(), time.perf_counter()
                busy[name] += sum(todo[name]())
                took = time.perf_counter() - began
                taken[name] += took
                if name == ENGINE:
                    beside.append((beside_actors() - before) / took)
            for name in WAYS:
                seconds[name].append(taken[name])
                used[name].append(busy[name])
    done = 2 * min(portion, len(texts))
    ratios = {
        name: [seconds[one][n] / seconds[other][n] for n in range(rounds)]
        for name, (one, other) in RATIOS.items()
    }
    return {
        "reports": len(texts),
        "words a report": round(sum(len(t.split()) for t in texts) / len(texts)),
        "workers": workers,
        "processors": os.cpu_count(),
        "rounds": rounds,
        **{
            f"{said}, reports/s": round(done / statistics.median(seconds[name]), 2)
            for said, name in SPEEDS.items()
        },
        **{name: round(statistics.median(some), 3) for name, some in ratios.items()},
        "of it, by round": [round(share, 3) for share in ratios["cluster / bare, same work"]],
        "aim": AIM,
        "Ray beside its actors, share of a processor": round(statistics.median(beside), 3),
        **{
            f"{said}, ms of processor": round(1000 * statistics.median(used[name]) / done, 1)
            for said, name in SPEEDS.items()
        },
    }


def beside_actors() -> float:
    """Return the seconds of processors that Ray's own processes have used so far, and the driver."""
    return sum(
        seconds_of(p) for p in family() if not name_of(p).startswith(("ray::_Worker", "spawn"))
    )


def name_of(process: int) -> str:
    """Return what a process is called; a process of a pool is called spawn."""
    try:
        said = Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return "spawn"  # it has just ended
    return "spawn" if "spawn_main" in said else said


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
