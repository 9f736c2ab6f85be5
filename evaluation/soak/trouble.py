"""The troubles: each takes a folder and a seed, does one round, and returns what went wrong (nothing, it is hoped)."""

import os
import resource
import shutil
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from crosswire.errors import StoreError
from crosswire.store.sql import SqlStore
from crosswire.workspace import Workspace
from evaluation.soak.deeds import DEEDS, add, dossier, note, remove, report, without_parser
from evaluation.soak.state import state

Trouble = Callable[[Path, int], list[str]]
SIGXFSZ = signal.SIGXFSZ
LONGEST = 60.0
"""Seconds after which a child that still runs is called stuck."""
COMPLAINED = 3
"""Exit status of a child that ended with an error of the store."""


def child(work: Callable[[], None]) -> int:
    """Fork a child that does `work`; return its process id."""
    sys.stdout.flush()
    number = os.fork()
    if number:
        return number
    status = 1
    try:
        work()
        status = 0
    except StoreError as error:
        os.write(2, f"{error}\n".encode()) if os.environ.get("SOAK_SHOW") else None
        status = COMPLAINED
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def ended(number: int, longest: float = LONGEST) -> int | None:
    """Wait for a child; return its exit status (negative: its signal), None after killing one that was stuck."""
    until = time.monotonic() + longest
    while time.monotonic() < until:
        done, status = os.waitpid(number, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.001)
    os.kill(number, signal.SIGKILL)
    os.waitpid(number, 0)
    return None


def do(path: Path | str, first: int, last: int) -> None:
    """Do the deeds from `first` up to and without `last` to a file, or to the address of a shared workspace."""
    for deed in DEEDS[first:last]:
        with Workspace(str(path)) as desk:
            deed(desk)
            desk.settle()  # what a killed deed left waiting, as the next `add` would


def calm(folder: Path, deeds: int) -> Path:
    """Return the file after the first `deeds` deeds without any trouble, made once for all rounds."""
    path = folder / f"calm-{deeds}.db"
    if not path.exists():
        part = folder / "part.db"
        if deeds:
            shutil.copy(calm(folder, deeds - 1), part)
            do(part, deeds - 1, deeds)
        else:
            Workspace(str(part)).close()
        os.replace(part, path)
    return path


def compared(path: Path, other: Path) -> list[str]:
    """Return the parts in which one workspace differs from an undisturbed one, and what its own check finds."""
    with Workspace(str(path)) as desk, Workspace(str(other)) as whole:
        found, wanted = state(desk), state(whole)
        wrong = [f"{name} differ" for name in wanted if found[name] != wanted[name]]
        return wrong + [f"check: {fault}" for fault in desk.check()]


# ---------------------------------------------------------------- kill -9


def killed(folder: Path, seed: int) -> list[str]:
    """Kill the process at a random moment of one deed, as often as it takes, and do the deed again after each."""
    random = Random(seed)
    path = folder / "killed.db"
    at = seed % len(DEEDS)
    shutil.copy(calm(folder.parent, at), path)
    wrong: list[str] = []
    for _ in range(random.randint(1, 3)):
        number = child(lambda: do(path, at, at + 1))
        time.sleep(random.random() ** 2 * 0.12)
        os.kill(number, signal.SIGKILL)
        os.waitpid(number, 0)
        with Workspace(str(path)) as desk:
            wrong += [f"after a kill, check: {fault}" for fault in desk.check()]
    if ended(child(lambda: do(path, at, at + 1))) != 0:
        return [*wrong, "the deed does not go through after a kill"]
    return wrong + compared(path, calm(folder.parent, at + 1))


# ---------------------------------------------------------------- disk full


@contextmanager
def small_files(limit: int) -> Iterator[None]:
    """Let no file of this process grow beyond `limit` bytes: the write fails as on a full disk."""
    signal.signal(SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def full(folder: Path, seed: int) -> list[str]:
    """Do one deed with too little room, by a limit on files or on pages in turn; then with room enough."""
    random = Random(seed)
    path = folder / "full.db"
    at = seed // 2 % len(DEEDS)
    shutil.copy(calm(folder.parent, at), path)
    size = path.stat().st_size
    room = random.randint(0, 400_000)

    def by_files() -> None:
        with small_files(max(size // 2, 4096) + room):
            do(path, at, at + 1)

    def by_pages() -> None:
        with Workspace(str(path)) as desk:
            with desk.store.engine.connect() as connection:
                pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            from sqlalchemy import event

            @event.listens_for(desk.store.engine, "checkout")
            def _limit(raw: object, *_: object) -> None:
                raw.execute(f"PRAGMA max_page_count={pages + room // 16384}")  # type: ignore[attr-defined]

            DEEDS[at](desk)

    status = ended(child(by_files if seed % 2 else by_pages))
    wrong = [] if status in (0, COMPLAINED) else [f"a full disk ended the process with {status}"]
    with Workspace(str(path)) as desk:
        wrong += [f"after a full disk, check: {fault}" for fault in desk.check()]
    if ended(child(lambda: do(path, at, at + 1))) != 0:
        return [*wrong, "the deed does not go through with room enough"]
    return wrong + compared(path, calm(folder.parent, at + 1))


# ---------------------------------------------------------------- two writers


def two_writers(folder: Path, seed: int) -> list[str]:
    """Let two processes add, note, make dossiers and remove at once; both must end, and nothing be lost."""
    random = Random(seed)
    path = folder / "two.db"
    with Workspace(str(path)) as desk:
        add(0, 10)(desk)
    tens = [(start, start + 10) for start in range(10, 60, 10)]
    mine, theirs = tens[: random.randint(1, 4)], tens[2:]
    one = [*(add(*ten) for ten in mine), note(3), dossier(12), remove(5)]
    other = [*(add(*ten) for ten in theirs), note(4), remove(8), dossier(33)]

    def work(deeds: list[Callable[[Workspace], None]], pause: float) -> Callable[[], None]:
        def begin() -> None:
            for deed in deeds:
                time.sleep(pause)
                with Workspace(str(path)) as desk:
                    deed(desk)

        return begin

    pids = [child(work(deeds, random.random() * 0.01)) for deeds in (one, other)]
    ends = [ended(pid) for pid in pids]
    wrong = [f"a writer ended with {end}" for end in ends if end != 0]
    with Workspace(str(path)) as desk:
        desk.store.purge()
        wanted = {n for ten in ((0, 10), *mine, *theirs) for n in range(*ten)} - {5, 8}
        found = {d.id for d in desk.documents()}
        if found != {report(n).id for n in wanted}:
            wrong.append(f"{len(found)} documents, not {len(wanted)}")
        homes = desk.store.view().homes(found)
        if set(homes) != found:
            wrong.append(f"{len(found) - len(homes)} documents in no story")
        if sorted(a.names for a in desk.acts()) != [(report(3).id,), (report(4).id,)]:
            wrong.append("a note was lost or doubled")
        wrong += [f"check: {fault}" for fault in desk.check()]
        before = state(desk)["stories"]
        with desk.store.writer() as writer:
            writer.unsettle(found)
        add(0, 1)(desk)
        if state(desk)["stories"] != before:
            wrong.append("settling once more changes the stories")
    return wrong


# ---------------------------------------------------------------- the clock


def clock(folder: Path, seed: int) -> list[str]:
    """Put the clock back and forth between acts: their order, and that of reports, is that of their numbers."""
    random = Random(seed)
    path = folder / "clock.db"
    wrong = []
    noon = datetime(2031, 6, 1, 12, tzinfo=UTC)
    for step in range(6):
        with Workspace(str(path)) as desk:
            desk.store.close()
            jump = timedelta(days=random.randint(-400, 400))
            desk.store = SqlStore(str(path), clock=lambda jump=jump: noon + jump)
            add(step * 3, step * 3 + 3)(desk)
            desk.note(report(step).id, f"step {step}", who="soak")
            dossier(0)(desk)
    with Workspace(str(path)) as desk:
        acts, view = desk.acts(), desk.store.view()
        if [a.text for a in acts] != [f"step {n}" for n in range(6)]:
            wrong.append("acts are out of order")
        if [a.at for a in acts] != sorted(a.at for a in acts):
            wrong.append("a later act has an earlier time")
        arrived = view.arrivals([report(n).id for n in range(18)])
        came = sorted(arrived.values(), key=lambda pair: pair[1])
        if [at for at, _ in came] != sorted(at for at, _ in came):
            wrong.append("a later report has an earlier time")
        for line in view.story_lines():
            made = [r.made_at for r in view.revisions(line.id)]
            if made != sorted(made):
                wrong.append("a later revision has an earlier time")
        wrong += [f"check: {fault}" for fault in desk.check()]
    return wrong


# ---------------------------------------------------------------- power cut


def power_cut(folder: Path, seed: int) -> list[str]:
    """Cut the power while transactions are written: what was not yet asked onto the disk may be lost.

    A child writes one report a transaction and says after each how long the log is then. It is stopped at a random
    moment and both files are copied. The copy's log is cut at a random point, or has random sectors of its end
    zeroed; pages of the file are put back to what they were before the log was begun. What was said to be kept
    before the cut must be there, as a whole number of transactions in their order.
    """
    random = Random(seed)
    path, log = folder / "cut.db", folder / "cut.db-wal"
    SqlStore(str(path)).close()
    before = path.read_bytes()
    told, tell = os.pipe()

    def work() -> None:
        store = SqlStore(str(path))
        with store.engine.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA wal_autocheckpoint={random.choice((10, 40, 1000))}")
        for n in range(400):
            with store.writer() as writer:
                writer.put(report(n))
            os.write(tell, f"{n + 1} {log.stat().st_size}\n".encode())

    number = child(work)
    time.sleep(0.15 + random.random() * 0.35)
    os.kill(number, signal.SIGSTOP)
    image, tail = path.read_bytes(), log.read_bytes() if log.exists() else b""
    os.kill(number, signal.SIGKILL)
    os.waitpid(number, 0)
    os.close(tell)
    with os.fdopen(told) as lines:
        said = [tuple(map(int, line.split())) for line in lines]
    cut = folder / "after.db"
    first_log = len(tail) >= 32 and tail[12:16] == b"\0\0\0\0"
    safe, tail = _torn(random, said, tail, whole=first_log, copied=image != before)
    if first_log:
        image = _reverted(random, before, image)
    cut.write_bytes(image)
    (folder / "after.db-wal").write_bytes(tail)
    with Workspace(str(cut)) as desk:
        found = [d.id for d in desk.documents()]
        wrong = [f"check: {fault}" for fault in desk.check()]
    if found != [report(n).id for n in range(len(found))]:
        wrong.append("not a whole number of transactions in their order")
    if len(found) < safe:
        wrong.append(f"{safe} were said to be kept, {len(found)} are there")
    return wrong


def _torn(
    random: Random, said: list[tuple[int, ...]], tail: bytes, *, whole: bool, copied: bool
) -> tuple[int, bytes]:
    """Return how many transactions must survive, and the log as a power cut may leave it.

    Only in the first log (`whole`) do lengths tell where a transaction ended; in a later one, written over the first,
    what is behind the last one said may be anything, and nothing before it is touched. Where pages were `copied` from
    the log into the file, the log stood on the disk before.
    """
    if not said:
        return 0, tail
    kept, end = said[-1]
    if not whole:
        return kept, tail
    if random.random() < 0.5:
        point = random.randint(end if copied else 0, len(tail))
        return max((n for n, size in said if size <= point), default=0), tail[:point]
    loose = bytearray(tail)
    for start in range(end, len(loose), 512):
        if random.random() < 0.5:
            loose[start : start + 512] = bytes(len(loose[start : start + 512]))
    return kept, bytes(loose)


PAGE = 4096


def _reverted(random: Random, before: bytes, image: bytes) -> bytes:
    """Return the file with some pages as they were before the log was begun: not yet on the disk."""
    loose = bytearray(image)
    for start in range(0, len(before), PAGE):
        if random.random() < 0.3:
            loose[start : start + PAGE] = before[start : start + PAGE]
    return bytes(loose)


# ---------------------------------------------------------------- backup


def backup(folder: Path, seed: int) -> list[str]:
    """Make backups while another process writes: each is whole, holds all that was kept, and can be gone on with."""
    random = Random(seed)
    path = folder / "busy.db"
    SqlStore(str(path)).close()

    def work() -> None:
        store = SqlStore(str(path))
        for n in range(10_000):
            with store.writer() as writer:
                writer.put(report(n))

    number = child(work)
    wrong: list[str] = []
    try:
        for turn in range(3):
            time.sleep(random.random() * 0.1)
            copy = folder / f"copy-{turn}.db"
            with Workspace(str(path)) as desk:
                least = desk.store.view().count()
                desk.backup(str(copy))
            with Workspace(str(copy)) as desk:
                found = [d.id for d in desk.documents()]
                wrong += [f"check: {fault}" for fault in desk.check()]
                if len(found) < least or found != [report(n).id for n in range(len(found))]:
                    wrong.append(f"a backup of {len(found)} documents when {least} were kept")
                add(20_000, 20_001)(desk)
                if report(20_000).id not in desk.store.view().known([report(20_000).id]):
                    wrong.append("a backup could not be worked with")
    finally:
        os.kill(number, signal.SIGKILL)
        os.waitpid(number, 0)
    return wrong


TROUBLES: dict[str, Trouble] = {
    "kill -9": killed,
    "disk full": full,
    "two writers": two_writers,
    "clock back": clock,
    "power cut": power_cut,
    "backup while writing": backup,
}


def rounds(
    trouble: Trouble, folder: Path, seeds: range, seconds: float = float("inf")
) -> tuple[int, list[str]]:
    """Return how many rounds were done, and what went wrong in any; no new one is begun after `seconds`."""
    without_parser()
    with Workspace() as desk:  # loads all that the children would have to load each
        for deed in DEEDS:
            deed(desk)
    until = time.monotonic() + seconds
    wrong: list[str] = []
    done = 0
    for seed in seeds:
        if time.monotonic() > until:
            break
        place = folder / f"round-{seed}"
        place.mkdir()
        wrong += [f"seed {seed}: {fault}" for fault in trouble(place, seed)]
        shutil.rmtree(place)
        done += 1
    return done, wrong
