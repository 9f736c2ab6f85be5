"""A desk on one workspace: a feed that brings reports each second, readers who list, open and search meanwhile.

    python -m benchmarks.desk [--workspace WHERE] [--readers 10] [--rate 50] [--seconds 60] [--before 2000]

Without --workspace a PostgreSQL server is started in a temporary folder, with its files on the disk (fsync). Reports
are made up and no parser runs: what is measured is the store and the settling. The feed is one process, which keeps
what came in the last second as `crosswire watch` does: versions marked, stories settled, large wards in time; each
reader is one, which asks every half second. Prints what the feed reached, how far it lay behind, what was left to
settle at its end, and how long readers waited.
"""

import argparse
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random

from benchmarks import crowd

from crosswire.model.document import Document
from crosswire.pipeline.run import Acquired
from crosswire.store.base import View
from crosswire.store.sql import SqlStore
from crosswire.workspace import Workspace

THINKING = 0.5
"""Seconds between two askings of a reader."""
ASKED = ("list", "open", "search", "filter")


def main(arguments: Sequence[str]) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workspace", help="file or address; a server of its own without")
    parser.add_argument("--readers", type=int, default=10)
    parser.add_argument("--rate", type=int, default=50, help="reports a second")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--before", type=int, default=2000, help="reports that are there already")
    given = parser.parse_args(arguments)
    documents = list(made(given.before + given.rate * given.seconds))
    with workspace(given.workspace) as (where, server), Workspace(where) as desk:
        began = time.perf_counter()
        desk.keep(arrived(documents[: given.before]))
        desk.settle()
        took = time.perf_counter() - began
        print(f"filled: {given.before} reports in {took:.1f} s, {given.before / took:.0f} a second")
        measure(desk, where, documents[given.before :], given, server)
        began = time.perf_counter()
        left = len(desk.settle())
        print(f"settled at its end: {left} reports in {time.perf_counter() - began:.1f} s")
        faults = desk.store.check()
        print("check:", "sound" if not faults else faults[:3])


def made(count: int) -> Iterator[Document]:
    """Yield reports by time."""
    plan = crowd.plan(count)
    for story, number, minute in zip(plan.story, plan.number, plan.minute, strict=True):
        yield crowd.report(int(story), int(number), int(minute))


@contextmanager
def workspace(named: str | None) -> Iterator[tuple[str, int | None]]:
    """Give the workspace that was named, or one in a server that is there for this run, and that server's process."""
    if named is not None:
        yield named, None
        return
    from tests import server

    server.SETTINGS |= {"fsync": "on", "full_page_writes": "on", "shared_buffers": "256MB"}
    server.SETTINGS["autovacuum"] = "on"
    with server.running() as found:
        number = (found.folder / "data" / "postmaster.pid").read_text(encoding="utf-8").split()[0]
        yield found.address(), int(number)


def seconds_of(server: int | None) -> float:
    """Return the seconds of a core that a process and those it started have taken, of Linux only; else none."""
    if server is None or not Path("/proc/self/stat").exists():
        return 0.0
    rows = [_stat(path) for path in Path("/proc").glob("[0-9]*/stat")]
    own = [row for number, row in rows if number == server]
    spent = sum(int(row[11]) + int(row[12]) for _, row in rows if row and row[1] == str(server))
    spent += sum(int(time) for row in own for time in row[11:15])  # those that ended, too
    return spent / os.sysconf("SC_CLK_TCK")


def _stat(path: Path) -> tuple[int, list[str]]:
    """Return a process's number and its figures from the state on."""
    try:
        return int(path.parent.name), path.read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:  # it has ended
        return 0, []


def measure(
    desk: Workspace,
    where: str,
    documents: list[Document],
    given: argparse.Namespace,
    server: int | None,
) -> None:
    """Let the readers read while the feed is kept, and print how both fared."""
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        stop = Path(folder) / "stop"
        told = context.Queue()
        readers = [
            context.Process(target=read, args=(where, seed, str(stop), told))
            for seed in range(given.readers)
        ]
        for reader in readers:
            reader.start()
        for _ in readers:
            told.get(timeout=120)
        spent, served = time.process_time(), seconds_of(server)
        kept, seconds, behind = feed(desk, documents, given.rate)
        spent, served = time.process_time() - spent, seconds_of(server) - served
        stop.touch()
        waits: dict[str, list[float]] = {name: [] for name in ASKED}
        for _ in readers:
            for name, took in told.get(timeout=120):
                waits[name].append(took)
        for reader in readers:
            reader.join()
    print(
        f"feed: {kept} reports in {seconds:.1f} s, {kept / seconds:.1f} a second kept and settled"
    )
    print(
        f"cost: {spent / kept * 1000:.1f} ms of a core for each report, in the feed's own process"
    )
    if server is not None:
        print(
            f"server: {served / kept * 1000:.1f} ms of a core for each report, with what readers asked meanwhile"
        )
    print(f"behind: {statistics.median(behind):.2f} s in the middle, {max(behind):.2f} s at most")
    for name, took in waits.items():
        if took:
            at = sorted(took)
            said = f"{at[len(at) // 2] * 1000:.0f} ms, of twenty the slowest {at[int(len(at) * 0.95)] * 1000:.0f} ms"
            print(f"{name}: {len(at)} times, {said}, at most {at[-1] * 1000:.0f} ms")


def arrived(documents: Sequence[Document]) -> Acquired:
    """Return reports as a feed hands them over."""
    return Acquired(documents=tuple(documents), skipped=(), notices=())


def feed(desk: Workspace, documents: list[Document], rate: int) -> tuple[int, float, list[float]]:
    """Keep and settle reports as they come, `rate` a second; return how many, in what time, how far behind."""
    began = time.perf_counter()
    behind = []
    done = 0
    while done < len(documents):
        come = min(len(documents), int((time.perf_counter() - began) * rate))
        if come - done < rate and come < len(documents):
            time.sleep(0.02)
            continue
        desk.keep(arrived(documents[done:come]), again=False)
        behind.append(time.perf_counter() - began - come / rate)
        done = come
    return done, time.perf_counter() - began, behind


def read(where: str, seed: int, stop: str, told: "multiprocessing.Queue[object]") -> None:
    """Be one reader: ask, think, ask, until told to stop; then tell how long each asking took."""
    random = Random(seed)
    store = SqlStore(where)
    told.put("ready")
    took: list[tuple[str, float]] = []
    while not Path(stop).exists():
        name = random.choice(ASKED)
        began = time.perf_counter()
        ask(store.view(), name, random)
        took.append((name, time.perf_counter() - began))
        time.sleep(random.uniform(0.5, 1.5) * THINKING)
    store.close()
    told.put(took)


def ask(view: View, name: str, random: Random) -> None:
    """Ask what a page of the server asks."""
    lines = view.story_lines(limit=50, offset=random.randrange(3) * 50)
    if not lines or name == "list":
        view.story_count()
        return
    story = view.story(random.choice(lines).id)
    if story is None:
        return
    documents = list(view.documents(story.documents[:50]))
    words = documents[0].text.split() if documents else ["none"]
    if name == "search":
        list(view.documents(view.search(f"{words[1]} {words[-2]}", 20)))
    elif name == "filter":
        view.story_lines(words=words[2])


if __name__ == "__main__":
    main(sys.argv[1:])
