"""Command line of the simulator: a table of every detector's precision and recall, and JSON."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from crosswire.settings import Settings
from evaluation.world.findings import Figures, Finding, figures
from evaluation.world.judged import judge_stories
from evaluation.world.stories import story
from evaluation.world.wording import SPLITS


def main(given: Sequence[str] | None = None) -> int:
    """Print the table; with --show also what failed, most frequent kind first."""
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("--worlds", type=int, default=24, help="how many stories")
    options.add_argument("--reports", type=int, default=5, help="reports a story")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--split", choices=SPLITS, default="score", help="families of wording")
    options.add_argument("--show", type=int, metavar="N", help="N examples a kind of failure")
    options.add_argument("--only", help="show the failures of this detector alone")
    options.add_argument("--kinds", action="store_true", help="counts of each kind, too")
    options.add_argument("--json", type=Path, help="write the figures to this file, too")
    options.add_argument("--print", type=int, metavar="N", help="print the reports of story N")
    chosen = options.parse_args(given)
    if chosen.show and chosen.split != "tune":
        options.error("failures are shown with --split tune; those of the other split stay unseen")
    if chosen.print is not None:
        written = story(chosen.split, chosen.seed, chosen.print, chosen.reports)
        print(*(f"# {r.outlet}, {r.published}\n{r.whole}\n" for r in written.reports), sep="\n")
        return 0
    stories = [story(chosen.split, chosen.seed, n, chosen.reports) for n in range(chosen.worlds)]
    found = list(judge_stories(stories, Settings(workers=1)))
    print(table(found))
    if chosen.kinds:
        print(by_kind(found))
    if chosen.show:
        print(failures(found, chosen.show, chosen.only))
    if chosen.json:
        content = {
            "split": chosen.split,
            "seed": chosen.seed,
            "worlds": chosen.worlds,
            "reports": chosen.reports,
            "detectors": {
                name: {**own._asdict(), "precision": own.precision, "recall": own.recall}
                for name, own in by_detector(found)
            },
        }
        chosen.json.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    return 0


def by_detector(found: Sequence[Finding]) -> list[tuple[str, Figures]]:
    """Return each detector with its figures, in the order in which they judge."""
    names = dict.fromkeys(f.detector for f in found)
    return [(name, figures(f for f in found if f.detector == name)) for name in names]


def table(found: Sequence[Finding]) -> str:
    """Return precision, recall and counts of every detector."""
    head = f"{'detector':18}{'P':>7}{'R':>7}{'right':>8}{'wrong':>7}{'missed':>8}{'extra':>7}"
    lines = [head]
    for name, own in by_detector(found):
        counts = f"{own.right:8}{own.wrong:7}{own.missed:8}{own.extra:7}"
        lines.append(f"{name:18}{100 * own.precision:7.1f}{100 * own.recall:7.1f}{counts}")
    return "\n".join(lines)


def by_kind(found: Sequence[Finding]) -> str:
    """Return the counts of every detector by what the finding is of: the fact, the operator, the forms."""
    lines = [f"\n{'kind':52}{'right':>8}{'wrong':>7}{'missed':>8}{'extra':>7}"]
    for name in dict.fromkeys(f.detector for f in found):
        own = [f for f in found if f.detector == name]
        for kind in sorted({f.kind for f in own}):
            some = figures(f for f in own if f.kind == kind)
            counts = f"{some.right:8}{some.wrong:7}{some.missed:8}{some.extra:7}"
            lines.append(f"{f'{name}: {kind}'[:51]:52}{counts}")
    return "\n".join(lines)


def failures(found: Sequence[Finding], examples: int, only: str | None) -> str:
    """Return what failed by detector, state and kind, the most frequent first, with examples."""
    failed = [f for f in found if f.state != "right" and only in (None, f.detector)]
    count = Counter((f.detector, f.state, f.kind) for f in failed)
    lines = []
    for (detector, state, kind), number in count.most_common():
        lines.append(f"\n{number} {detector}: {state}, {kind}")
        some = [f for f in failed if (f.detector, f.state, f.kind) == (detector, state, kind)]
        lines += [f"  [{f.story}] {f.words}" for f in some[:examples]]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
