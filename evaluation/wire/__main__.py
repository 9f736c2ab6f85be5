"""Command line of the generator of wire copy: precision and recall by kind of edit, and what failed."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from crosswire.settings import Settings
from evaluation.wire.draw import SPLITS
from evaluation.wire.edits import EDITS
from evaluation.wire.judged import judge_piles, read
from evaluation.wire.laws import judge_laws
from evaluation.wire.piles import piles
from evaluation.world.__main__ import by_detector, table
from evaluation.world.findings import Finding, figures


def main(given: Sequence[str] | None = None) -> int:
    """Print the tables; with --show also what failed."""
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("--piles", type=int, default=42, help="seven hold every kind once")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--split", choices=SPLITS, default="score", help="wordings")
    options.add_argument("--show", type=int, metavar="N", help="N examples a kind of failure")
    options.add_argument("--laws", action="store_true", help="judge what a copy adds to a dossier")
    options.add_argument("--json", type=Path, help="write the figures to this file, too")
    options.add_argument("--print", type=int, metavar="N", help="print the reports of pile N")
    chosen = options.parse_args(given)
    if chosen.show and chosen.split != "tune":
        options.error("failures are shown with --split tune; those of the other split stay unseen")
    made = piles(chosen.split, chosen.seed, chosen.piles)
    if chosen.print is not None:
        pages = made[chosen.print].pages()
        print(*(f"# {p.id} {p.outlet}\n{p.headline}\n\n{p.text()}\n" for p in pages), sep="\n")
        return 0
    pages = read([page for pile in made for page in pile.pages()], Settings(workers=1))
    found = list((judge_laws if chosen.laws else judge_piles)(made, pages))
    print(table(found))
    if not chosen.laws:
        print(by_kind(found))
    if chosen.show:
        print(failures(found, chosen.show))
    if chosen.json:
        content = {
            name: {**own._asdict(), "precision": own.precision, "recall": own.recall}
            for name, own in by_detector(found)
        }
        chosen.json.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    return 0


def by_kind(found: Sequence[Finding]) -> str:
    """Return for each kind of edit the pairs found, and of their passages precision and recall."""
    lines = [f"\n{'kind of edit':24}{'pairs':>9}{'found':>7}{'passages P':>12}{'R':>7}"]
    for kind in EDITS:
        pairs, words = (
            figures(f for f in found if f.detector == name and f.kind == kind)
            for name in ("pairs", "passages")
        )
        there = pairs.right + pairs.missed
        lines.append(
            f"{kind:24}{there:9}{pairs.right:7}{100 * words.precision:12.1f}{100 * words.recall:7.1f}"
        )
    extra = Counter(f.kind for f in found if f.detector == "pairs" and f.state == "extra")
    lines += [f"{'no copy: ' + kind:24}{'':9}{count:7}" for kind, count in sorted(extra.items())]
    return "\n".join(lines)


def failures(found: Sequence[Finding], examples: int) -> str:
    """Return what failed by detector, state and kind, with examples."""
    failed = [f for f in found if f.state != "right" and f.detector != "passages"]
    lines = []
    for (name, state, kind), number in Counter(
        (f.detector, f.state, f.kind) for f in failed
    ).most_common():
        lines.append(f"\n{number} {name}: {state}, {kind}")
        some = [f for f in failed if (f.detector, f.state, f.kind) == (name, state, kind)]
        lines += [f"  [{f.story}] {f.words}" for f in some[:examples]]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
