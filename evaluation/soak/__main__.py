"""`make soak`: every trouble hundreds of times, then ten thousand mixed files; exit status 1 if anything was lost.

    python -m evaluation.soak [--rounds 300] [--files 10000] [--only "kill -9"] [--seconds 600]

Prints a line for each trouble: how many rounds, what was compared, what went wrong (and at which seed).
"""

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

from crosswire.workspace import Workspace
from evaluation.soak import mixed
from evaluation.soak.trouble import TROUBLES, child, ended, rounds

COMPARED = {
    "kill -9": "hashes of documents, stories, lists, acts, index with an undisturbed run; integrity after every kill",
    "disk full": "the same; half by a limit on files, half by one on pages of the database",
    "two writers": "all reports, acts and removals of both there; each in a story; settling again changes nothing",
    "clock back": "order of acts, revisions and arrivals under jumps of up to 400 days",
    "power cut": "all that was said to be kept is there, whole transactions in order; log cut, torn, pages put back",
    "backup while writing": "every copy sound, whole, and can be gone on with",
}


def main() -> int:
    """Run what was asked for; return the exit status."""
    parser = argparse.ArgumentParser(prog="evaluation.soak")
    parser.add_argument("--rounds", type=int, default=300, help="of each trouble")
    parser.add_argument("--files", type=int, default=10_000, help="mixed files; 0 leaves them out")
    parser.add_argument("--only", choices=sorted(TROUBLES), help="one trouble")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="for each trouble")
    parser.add_argument("--seed", type=int, default=0, help="of the first round")
    given = parser.parse_args()
    lost = 0
    for name in [given.only] if given.only else TROUBLES:
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            seeds = range(given.seed, given.seed + given.rounds)
            done, wrong = rounds(TROUBLES[name], Path(folder), seeds, given.seconds)
        took = time.monotonic() - began
        print(f"{name:20} {done:4} rounds {took:6.0f} s  {len(wrong)} wrong  ({COMPARED[name]})")
        for fault in wrong:
            print(f"    {fault}")
        sys.stdout.flush()
        lost += len(wrong)
    if given.files and not given.only:
        lost += _mixed(given.files)
    return 1 if lost else 0


def _mixed(count: int) -> int:
    """Add `count` mixed files in a process of its own; print time, memory and what went wrong."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name, "files")
        folder.mkdir()
        sound, broken = mixed.write(folder, count)
        report = Path(name, "report")

        def work() -> None:
            with Workspace(str(Path(name, "mixed.db"))) as desk:
                done = desk.add(str(folder))
                skipped = {item.document: item.reason for item in done.skipped}
                texts = (document.text for document in desk.store.view().documents())
                wrong = mixed.compare(sound, broken, texts, skipped)
                wrong += [f"check: {fault}" for fault in desk.check()]
                report.write_text("\n".join([str(len(done.added)), str(len(skipped)), *wrong]))

        began = time.monotonic()
        status = ended(child(work), longest=3600)
        took = time.monotonic() - began
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        if status != 0:
            print(f"mixed files: ended with {status}")
            return 1
        added, skipped, *wrong = report.read_text().split("\n")
    print(
        f"mixed files          {count:5} files  {took:6.0f} s  {memory} MB  {added} reports kept, {skipped} left out "
        f"with their reasons ({len(broken)} files broken in {len(mixed.BROKEN)} ways), {len(wrong)} wrong"
    )
    for fault in wrong:
        print(f"    {fault}")
    return len(wrong)


if __name__ == "__main__":
    sys.exit(main())
