"""Stories of a million reports on one machine: speed, evenness, memory, rightness, and a workspace of that size.

    python benchmarks/scale.py [--reports N] [--workspace N] [--json FILE] [--plot FILE]

Reports are made first, into files (crowd.py), and not timed. Then `cluster` reads them: sketches, lists of nearest
others, settling, by all cores; B-cubed is of the same run. `first` and `last` are the seconds that the first and
the last tenth of the reports cost. Then a workspace is filled with as many (`--workspace` fewer) and reports are added
one by one. A run that is interrupted prints what it has. Seconds on a busy machine say little: the processors'
own seconds stand beside them.
"""

import argparse
import itertools
import json
import os
import resource
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

import crowd
from crosswire.engine.local import map_chunks
from crosswire.model.document import Document
from crosswire.pipeline.grouping import group_pile, sketch_chunk
from crosswire.stages.cluster.pile import Packed, Pile

SHARD = 1000
"""Reports of a file."""
PROMISED = {"reports_a_second": 1500.0, "evenness": 1.3, "memory_mb": 2000.0, "add_ms": 50.0,
            "list_ms": 100.0, "search_ms": 100.0}  # fmt: skip
ONE_BY_ONE = 200
_write, _read = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(list[Document])


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("--reports", type=int, default=1_000_000)
    options.add_argument("--workspace", type=int, help="reports of the workspace; 0: none")
    options.add_argument("--json", type=Path, help="write the figures to this file, too")
    options.add_argument("--plot", type=Path, help="draw speed and rate into this SVG file")
    given = options.parse_args()
    figures: dict[str, Any] = {"reports": given.reports, "cores": os.cpu_count()}
    with tempfile.TemporaryDirectory(prefix="crosswire-scale-") as folder:
        try:
            measure(Path(folder), given.reports, given.workspace, figures)
        except KeyboardInterrupt:
            figures["interrupted"] = True
    print(table(figures))
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    if given.plot:
        given.plot.write_text(plot(figures), encoding="utf-8")
    return 0


def measure(folder: Path, count: int, workspace: int | None, figures: dict[str, Any]) -> None:
    shards = generate(folder, count, figures)
    cluster(folder, shards, count, figures)
    some = min(count, workspace if workspace is not None else count)
    if some:
        fill(folder, shards, some, figures)


# ------------------------------------------------------------ making reports


def generate(folder: Path, count: int, figures: dict[str, Any]) -> list[Path]:
    """Make the reports, in order of time, into files."""
    drawn = crowd.plan(count)
    rows = list(zip(*(part.tolist() for part in drawn), strict=True))
    pages = [rows[start : start + SHARD] for start in range(0, count, SHARD)]
    work = [(str(folder / f"{i:06}.msgpack"), page) for i, page in enumerate(pages)]
    figures["stories"] = len(set(drawn.story.tolist()))
    figures["largest_story"] = max(Counter(drawn.story.tolist()).values())
    found = []
    for done, path in enumerate(map_shards(write_shard, work), start=1):
        found.append(Path(path))
        say("made", done * SHARD, count)
    figures["bytes"] = sum(path.stat().st_size for path in found)
    return found


def write_shard(work: tuple[str, list[tuple[int, int, int]]]) -> str:
    path, rows = work
    Path(path).write_bytes(_write.encode([crowd.report(*row) for row in rows]))
    return path


def map_shards(function: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[Any]:
    """Map over single items in a pool, in order; a few small ones at once are no gain here."""
    yield from map_chunks(partial(each, function), items)


def each(function: Callable[[Any], Any], chunk: list[Any]) -> list[Any]:
    return [function(item) for item in chunk]


# ------------------------------------------------------------ clustering


def cluster(folder: Path, shards: list[Path], count: int, figures: dict[str, Any]) -> None:
    """Cluster the reports of `shards`; time every stage."""
    clock = Clock(count)
    pile_folder = folder / "pile"
    pile_folder.mkdir()
    pile = Pile(pile_folder)
    for items in map_shards(sketch_shard, [str(path) for path in shards]):
        pile.add(items)
        clock.tell("sketched", len(pile))
    home: dict[str, str] = {}
    for story in group_pile(pile, pile_folder, bare=True, tell=clock.tell):
        home.update(dict.fromkeys(story.documents, story.id))
    figures["cluster"] = clock.figures()
    figures["memory_mb"] = memory()
    figures["b_cubed"] = b_cubed(home)
    figures["stories_found"] = len(set(home.values()))
    say("clustered", count, count)


def sketch_shard(path: str) -> list[Packed]:
    return sketch_chunk(_read.decode(Path(path).read_bytes()))


class Clock:
    """When each stage had done how much."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.start = time.perf_counter()
        self.cpu = processors()
        self.marks: dict[str, list[tuple[int, float]]] = {}

    def tell(self, stage: str, done: int) -> None:
        marks = self.marks.setdefault(stage, [])
        if not marks or done - marks[-1][0] >= max(SHARD, self.count // 200) or done >= self.count:
            marks.append((done, time.perf_counter() - self.start))
            say(stage, done, self.count)

    def figures(self) -> dict[str, Any]:
        seconds = time.perf_counter() - self.start
        used = processors() - self.cpu
        first, last = self.tenths()
        return {
            "seconds": round(seconds, 1),
            "reports_a_second": round(self.count / seconds, 1),
            "processor_seconds": round(used, 1),
            "reports_a_second_of_two_free_cores": round(2 * self.count / used, 1),
            "first_tenth": round(first, 2),
            "last_tenth": round(last, 2),
            "evenness": round(last / first, 3) if first else None,
            "stages": {name: round(marks[-1][1], 1) for name, marks in self.marks.items()},
            "curve": {
                name: [(done, round(at, 2)) for done, at in marks]
                for name, marks in self.marks.items()
            },
        }

    def tenths(self) -> tuple[float, float]:
        """Return the seconds of the first and of the last tenth of the reports, over all stages."""
        first = last = began = 0.0
        for marks in self.marks.values():
            at = [(0, began), *marks]
            first += interpolated(at, self.count / 10) - began
            last += at[-1][1] - interpolated(at, self.count * 0.9)
            began = at[-1][1]
        return first, last


def interpolated(marks: list[tuple[int, float]], done: float) -> float:
    """Return when `done` reports were done."""
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
    one = 2 * precision * recall / (precision + recall)
    return {
        "precision": round(100 * precision, 2),
        "recall": round(100 * recall, 2),
        "f1": round(100 * one, 2),
    }


# ------------------------------------------------------------ a workspace


def fill(folder: Path, shards: list[Path], count: int, figures: dict[str, Any]) -> None:
    """Fill a workspace with all but the last reports, then add those one by one; time what a reader waits for."""
    import crosswire
    from crosswire.pipeline.keeping import keep_documents
    from crosswire.pipeline.run import Acquired
    from crosswire.pipeline.settling import settle_waiting

    with crosswire.open(str(folder / "scale.db")) as desk:
        late: list[Document] = []
        began = time.perf_counter()
        kept = 0
        last = max(1, count - ONE_BY_ONE)
        for path in shards:
            documents = _read.decode(path.read_bytes())[: count - kept]
            kept += len(documents)
            late += documents[max(0, len(documents) - max(0, kept - last)) :]
            keep_documents(desk.store, documents[: len(documents) - max(0, kept - last)])
            say("kept", kept, count)
            if kept >= count:
                break
        settle_waiting(desk.store)
        figures["workspace"] = {
            "reports": kept,
            "filled_seconds": round(time.perf_counter() - began, 1),
        }
        add = [timed(lambda d=d: desk.keep(Acquired(documents=(d,), skipped=()))) for d in late]
        lists = [timed(lambda: desk.store.view().story_lines(limit=50)) for _ in range(20)]
        wanted = [document.text.split()[1] for document in late[:20]]
        finds = [timed(lambda w=w: desk.store.view().search(w, 20)) for w in wanted]
    figures["workspace"] |= {
        "add_ms": spread(add),
        "list_ms": spread(lists),
        "search_ms": spread(finds),
    }


def timed(call: Callable[[], Any]) -> float:
    began = time.perf_counter()
    call()
    return 1000 * (time.perf_counter() - began)


def spread(values: list[float]) -> dict[str, float]:
    ordered = sorted(values)
    return {
        "median": round(statistics.median(ordered), 1),
        "p95": round(ordered[int(len(ordered) * 0.95)], 1),
        "most": round(ordered[-1], 1),
    }


# ------------------------------------------------------------ showing


def processors() -> float:
    """Return the seconds that this process and those it started have had a processor."""
    own, others = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def memory() -> float:
    """Return the peak memory of this process, the largest, in megabytes."""
    most = max(
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return round(most / 1024, 1)


def say(what: str, done: int, count: int) -> None:
    end = "\n" if done >= count else "\r"
    print(f"  {what} {min(done, count):,} of {count:,}", end=end, file=sys.stderr, flush=True)


def table(figures: dict[str, Any]) -> str:
    """Return what was measured, and what is promised of it."""
    rows = [("reports", f"{figures['reports']:,} in {figures.get('stories', 0):,} stories", "")]
    run, desk = figures.get("cluster"), figures.get("workspace", {})
    if run:
        rows += [
            ("reports a second", f"{run['reports_a_second']:,}", "1,500 or more"),
            ("… by processors' seconds", f"{run['reports_a_second_of_two_free_cores']:,}", ""),
            ("last tenth to first", f"{run['evenness']}", "1.3 or less"),
            ("peak memory, MB", f"{figures['memory_mb']:,}", "2,000 or less"),
            ("B-cubed F1", f"{figures['b_cubed']['f1']} {figures['b_cubed']}", ""),
        ]
    for name, what in (("add_ms", "adding one, ms"), ("list_ms", "story list, ms"),
                       ("search_ms", "search, ms")):  # fmt: skip
        if name in desk:
            told = (
                f"{desk[name]['median']} median, {desk[name]['p95']} p95, {desk[name]['most']} most"
            )
            rows.append((f"{what}, of {desk['reports']:,}", told, f"{PROMISED[name]:g} or less"))
    widths = [max(len(row[i]) for row in rows) for i in range(2)]
    return "\n".join(f"{a:<{widths[0]}}  {b:<{widths[1]}}  {c}".rstrip() for a, b, c in rows)


def plot(figures: dict[str, Any]) -> str:
    """Return a drawing of how many reports each stage had done after how many seconds."""
    curves = figures.get("cluster", {}).get("curve", {})
    width, height, left, low = 640, 320, 70, 40
    longest = max((at for marks in curves.values() for _, at in marks), default=1.0)
    inks = ("#1b5e9b", "#b3541e", "#3c7a3c")
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        'font-family="sans-serif" font-size="12">',
        "<title>Reports done by each stage, over seconds</title>",
        f'<path d="M{left} 10V{height - low}H{width - 10}" fill="none" stroke="#888"/>',
        f'<text x="{left - 6}" y="20" text-anchor="end">{figures["reports"]:,}</text>',
        f'<text x="{left - 6}" y="{height - low}" text-anchor="end">0</text>',
        f'<text x="{width - 10}" y="{height - 20}" text-anchor="end">{longest:,.0f} s</text>',
    ]
    for place, (name, marks) in enumerate(curves.items()):
        points = " ".join(
            f"{left + (width - left - 10) * at / longest:.1f},"
            f"{height - low - (height - low - 10) * done / figures['reports']:.1f}"
            for done, at in marks
        )
        ink = inks[place % len(inks)]
        out.append(f'<polyline points="{points}" fill="none" stroke="{ink}" stroke-width="2"/>')
        out.append(
            f'<text x="{left + 10 + 110 * place}" y="{height - 4}" fill="{ink}">{name}</text>'
        )
    return "\n".join([*out, "</svg>"]) + "\n"


if __name__ == "__main__":
    sys.exit(main())
