"""Kinds of error by name, with counts, and confidence against being right, for each layer of reading.

    python -m evaluation.errors [LAYER ...] [--gold FOLDER] [--limit N] [--rules] [--kinds N] [--json FILE]

On our own labelled cases; with --gold, a folder that holds the development sets of others, on those, too:
PolNeAR, NewsQuant, MEANTIME, PLOVER, the entities of annotated stories, GeoVirus. Exit status 1 where a set
is not in the folder, 2 for a usage error.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from evaluation import calibration, gold
from evaluation.gold import Sample
from evaluation.kinds import LAYERS
from evaluation.verdicts import Verdict, verdicts

TEN = 10
Read = Callable[[Path], Iterator[Sample]]
SETS: dict[str, tuple[str, Read]] = {
    "attributions": ("polnear/dev/dev.tar.gz", gold.polnear),
    "figures": ("newsquant/dev/sentences.jsonl", gold.newsquant),
    "times": ("meantime_en/dev/annotated.tar.gz", gold.meantime),
    "events": ("plover_gsr/dev/records.jsonl", gold.plover),
    "names": ("stories/dev", gold.stories),
    "places": ("geovirus/dev/geovirus.xml", gold.geovirus),
}
"""Where under the gold folder a layer's set is, and what reads it."""


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("layers", nargs="*", metavar="LAYER", help=f"of {', '.join(SETS)}")
    options.add_argument("--gold", type=Path, help="the folder of annotated sets")
    options.add_argument("--limit", type=int, help="texts of each set of others, for a quick look")
    options.add_argument("--kinds", type=int, default=TEN, help="kinds of error a layer")
    options.add_argument("--rules", action="store_true", help="confidence of every rule, too")
    options.add_argument("--json", type=Path, help="write everything to this file, too")
    given = options.parse_args()
    if unknown := set(given.layers) - set(LAYERS):
        options.error(
            f"no layer is called {', '.join(sorted(unknown))}; known are {', '.join(SETS)}"
        )
    try:
        parts = [part(layer, given.gold, given.limit) for layer in given.layers or SETS]
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 1
    for found in parts:
        print(text_of(found, given.kinds, given.rules), end="\n\n")
    if given.json:
        content = json.dumps(parts, indent=1, ensure_ascii=False)
        given.json.write_text(content + "\n", encoding="utf-8")
    return 0


def part(layer: str, folder: Path | None, limit: int | None = None) -> dict[str, Any]:
    """Return all that is counted of a layer; raises FileNotFoundError where its set is not in the folder."""
    samples = list(gold.own_cases(layer))
    if folder is not None:
        samples += islice(others(layer, folder), limit)
    return counted(layer, samples, list(verdicts(layer, samples)))


def others(layer: str, folder: Path) -> Iterator[Sample]:
    """Return the samples of others' sets for a layer."""
    pattern, read = SETS[layer]
    found = sorted(folder.glob(f"**/{pattern}"))
    if not found:
        raise FileNotFoundError(f"no {pattern} under the gold folder")
    return read(found[0])


def counted(layer: str, samples: Sequence[Sample], judged: Sequence[Verdict]) -> dict[str, Any]:
    """Return a layer's counts: sets, kinds of error, bins, rules, expected calibration error."""
    found = calibration.bins(judged)
    return {
        "layer": layer,
        "sets": [share(name, samples, judged) for name in dict.fromkeys(s.set for s in samples)],
        "errors": sum(bool(v.kind) for v in judged),
        "kinds": by_kind(filter(None, (v.kind for v in judged))),
        "calibration_error": rounded(calibration.expected_error(found)),
        "bins": [plain(b) for b in found],
        "rules": [plain(b) for b in calibration.rules(judged)],
    }


def by_kind(names: Iterable[str]) -> list[dict[str, Any]]:
    """Return the kinds of error, most frequent first; what stands after a colon is counted below its kind."""
    details: dict[str, Counter[str]] = defaultdict(Counter)
    for name in names:
        kind, _, detail = name.partition(": ")
        details[kind][detail] += 1
    kinds = sorted(details.items(), key=lambda each: (-each[1].total(), each[0]))
    return [
        {
            "kind": kind,
            "count": below.total(),
            "details": [[d, n] for d, n in sorted(below.items(), key=lambda e: (-e[1], e[0])) if d],
        }
        for kind, below in kinds
    ]


def share(name: str, samples: Iterable[Sample], judged: Iterable[Verdict]) -> dict[str, Any]:
    """Return how much of a set there is, was found and is right."""
    some = [v for v in judged if v.set == name]
    return {
        "set": name,
        "texts": sum(s.set == name for s in samples),
        "findings": sum(v.found for v in some),
        "missed": sum(not v.found for v in some),
        "right": sum(v.right for v in some),
    }


def plain(found: calibration.Bin) -> dict[str, Any]:
    return {
        "name": found.name,
        "count": found.findings,
        "stated": rounded(found.stated),
        "right": rounded(found.right),
        "off": found.off,
    }


def rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


# ---------------------------------------------------------------- as text


def text_of(found: dict[str, Any], most: int = TEN, rules: bool = False) -> str:
    """Return a layer's tables."""
    sets = "; ".join(
        f"{s['set']}: {s['texts']} texts, {s['findings']} findings, {s['right']} right, {s['missed']} missed"
        for s in found["sets"]
    )
    lines = [f"{found['layer']} ({sets})", f"  errors by kind, {found['errors']} in all"]
    lines += [f"    {k['count']:5}  {kind_line(k)}" for k in found["kinds"][:most]]
    error = found["calibration_error"]
    lines.append(
        "  confidence against being right, "
        + ("none is stated" if error is None else f"expected calibration error {error:.3f}")
    )
    lines.append(f"    {'':24}{'count':>7}{'stated':>8}{'right':>8}")
    for row in [*found["bins"], *(found["rules"] if rules else ())]:
        lines.append(bin_line(row))
    return "\n".join(lines)


def kind_line(row: dict[str, Any], most: int = 3) -> str:
    """Return the name of a kind, with the most frequent of what is told apart within it."""
    details = ", ".join(f"{name} {count}" for name, count in row["details"][:most])
    more = ", …" if len(row["details"]) > most else ""
    return f"{row['kind']} ({details}{more})" if details else str(row["kind"])


def bin_line(row: dict[str, Any]) -> str:
    stated = "" if row["stated"] is None else f"{row['stated']:.2f}"
    warning = "  warning: far off" if row["off"] else ""
    return f"    {row['name']:24}{row['count']:7}{stated:>8}{row['right']:8.2f}{warning}"


if __name__ == "__main__":
    sys.exit(main())
