"""Put measured figures into README and docs, so that none is copied by hand.

    make gate GOLD=… SCORE=… OPTIONS="--json docs/measured/gate.json"
    make bench OPTIONS="--json docs/measured/bench.json"
    make bench-cluster OPTIONS="--json docs/measured/cluster.json"
    make bench-scale OPTIONS="--json docs/measured/scale.json --plot docs/measured/scale.svg"
    python tools/figures.py [--check]

What was measured last stands in docs/measured and evaluation/floors.json; the tables between the marks are
written from it.
"""

import argparse
import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tools import many_reports

ROOT = Path(__file__).resolve().parent.parent
MEASURED = ROOT / "docs" / "measured"
SHOWN = {
    ("quotes: PolNeAR", "relation F1"): "who says what: speaker, cue and content together",
    ("quotes: PolNeAR", "content overlap F1"): "what is said, by characters",
    ("figures: NewsQuant", "value F1"): "figures: value",
    ("figures: NewsQuant", "value + change F1"): "figures: value and bound",
    ("figures: NewsQuant", "value + unit F1"): "figures: value and unit",
    ("times: MEANTIME, whole", "value F1"): "times: value, whole texts",
    ("times: MEANTIME, annotated sentences", "value F1"): "times: value, annotated sentences only",
    ("places: GeoVirus", "found F1"): "places found",
    ("events: PLOVER", "first event's type"): "events: type of the main one, %",
    ("events: PLOVER", "type and actors"): "events: type and both actors, %",
    ("clusters: 5W1H", "B-cubed F1"): "stories, single events",
    ("clusters: SEESAW", "B-cubed F1"): "stories, sagas of like events",
    ("body: article extraction", "4-gram F1"): "main text of pages",
    ("story: stories", "mean of parts"): "dossiers, mean of their parts",
}
"""Rows of the gate that README shows, and what it calls them."""


LAYERS = {
    "attributions": ("quotes: PolNeAR",),
    "figures": ("figures: NewsQuant", "figures: stories"),
    "times": ("times: MEANTIME, annotated sentences", "times: stories"),
    "events": ("events: PLOVER",),
    "names": ("entities: stories",),
    "places": ("places: GeoVirus", "places: LGL"),
}
"""Layers of reading, with the sets of the gate that score them."""
KINDS = 10
"""Kinds of error that a layer's table shows."""
DETAILS = 3
"""What is told apart within a kind, at most."""


def measured(name: str) -> Any:
    """Return a measurement kept in docs/measured."""
    return json.loads((MEASURED / name).read_text(encoding="utf-8"))


def gate_rows() -> list[dict[str, Any]]:
    """Return the rows of the gate."""
    rows: list[dict[str, Any]] = measured("gate.json")["rows"]
    return rows


def reading(layer: str) -> dict[str, Any]:
    """Return what the gate counted of a layer of reading."""
    found: list[dict[str, Any]] = measured("gate.json")["reading"]
    return next(counts for counts in found if counts["layer"] == layer)


def short_gate() -> str:
    """Return README's table of the gate."""
    out = ["| what | set: measure | figure | best known of others |", "|---|---|---|---|"]
    for row in gate_rows():
        what = SHOWN.get((row["set"], row["measure"]))
        if what and row["figure"] is not None:
            name = row["set"].split(": ", 1)[1]
            out.append(
                f"| {what} | {name}: {row['measure']} | {number(row['figure'])} | {number(row['best'])} |"
            )
    return "\n".join(out)


def whole_gate() -> str:
    """Return all rows of the gate but the calibration, which the page of layers shows."""
    out = [
        "| set | measure | figure | accepted from | best known of others |",
        "|---|---|---|---|---|",
    ]
    for row in gate_rows():
        if row["set"].startswith("reading: "):
            continue
        cells = (number(row[k]) for k in ("figure", "accepted", "best"))
        out.append(f"| {row['set']} | {row['measure']} | {' | '.join(cells)} |")
    return "\n".join(out)


def floors() -> str:
    """Return the floors of our own labelled cases."""
    kept = json.loads((ROOT / "evaluation" / "floors.json").read_text(encoding="utf-8"))["floors"]
    out = ["| layer | found, F1 | right, F1 |", "|---|---|---|"]
    out += [
        f"| {layer} | {number(f['found'])} | {number(f['right'])} |" for layer, f in kept.items()
    ]
    return "\n".join(out)


def bench() -> str:
    """Return README's table of speeds."""
    out = ["| what | figure | |", "|---|---|---|"]
    out += [f"| {r['what']} | {r['figure']} | {r['detail']} |" for r in measured("bench.json")]
    return "\n".join(out)


SCALE = (
    ("reports_a_second", "clustered, reports a second by the clock", "1,500 or more"),
    (
        "reports_a_second_of_two_free_cores",
        "the same, by the processors' own seconds",
        "1,500 or more",
    ),
    ("evenness", "cost of the last 100,000 to that of the first", "1.3 or less"),
    ("memory_mb", "memory of all processes together, MB at most", "2,000 or less"),
    ("b_cubed_precision", "B-cubed precision", ""),
    ("b_cubed_recall", "B-cubed recall", ""),
    ("filled_a_second", "a workspace filled, reports a second by the clock", ""),
    ("workspace_memory_mb", "memory meanwhile, MB at most", "2,000 or less"),
    ("add_ms", "one more report added, ms by the clock, median of 200", "50 or less"),
    ("add_processor_ms", "the same, by the processor", "50 or less"),
    ("list_ms", "a page of stories, ms, the slowest of 20", "100 or less"),
    ("list_deep_ms", "a page at nine tenths of the list", "100 or less"),
    ("search_ms", "a search for a word, ms, the slowest of 20", "100 or less"),
    ("find_name_ms", "a search for a name", "100 or less"),
    ("find_common_ms", "a search for a word in half of all", "100 or less"),
)


def scale() -> str:
    """Return what a million reports took, in one go and in a workspace."""
    found = measured("scale.json")
    out = [
        f"{found['reports']:,} reports in {found['stories']:,} stories, {found['bytes'] / 1e9:.1f} GB, "
        f"on {found['cores']} cores.",
        "",
        "| what | figure | promised |",
        "|---|---|---|",
    ]
    out += [f"| {what} | {found[key]:,} | {aim} |" for key, what, aim in SCALE]
    return "\n".join(out)


def scores(layer: str) -> str:
    """Return the scores of a layer: on the sets of others, and on our own cases."""
    kept = json.loads((ROOT / "evaluation" / "floors.json").read_text(encoding="utf-8"))["floors"]
    out = ["| set: measure | figure | best known of others |", "|---|---|---|"]
    out += [
        f"| {row['set'].split(': ', 1)[1]}: {row['measure']} | {number(row['figure'])} | {number(row['best'])} |"
        for row in gate_rows()
        if row["set"] in LAYERS[layer]
    ]
    out += [
        f"| own cases: {what}, F1 | {number(figure)} | |" for what, figure in kept[layer].items()
    ]
    return "\n".join(out)


def kinds(layer: str) -> str:
    """Return the most common kinds of error of a layer with their counts."""
    counts = reading(layer)
    sets = " and ".join(f"{s['texts']} texts of {s['set']}" for s in counts["sets"])
    findings = sum(s["findings"] for s in counts["sets"])
    missed = sum(s["missed"] for s in counts["sets"])
    right = sum(s["right"] for s in counts["sets"])
    out = [
        f"On {sets}: {findings} findings, {right} of them right; {missed} missed.",
        "",
        "| kind of error | count | most often |",
        "|---|---|---|",
    ]
    for row in counts["kinds"][:KINDS]:
        details = ", ".join(f"{name} ({count})" for name, count in row["details"][:DETAILS])
        out.append(f"| {row['kind']} | {row['count']} | {details} |")
    return "\n".join(out)


def calibration() -> str:
    """Return confidence against being right, of every layer that states one."""
    out = ["| layer | confidence | findings | stated | right | |", "|---|---|---|---|---|---|"]
    for layer in LAYERS:
        for row in reading(layer)["bins"]:
            stated = "" if row["stated"] is None else f"{row['stated']:.2f}"
            warning = "far off" if row["off"] else ""
            cells = (layer, row["name"], row["count"], stated, f"{row['right']:.2f}", warning)
            out.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(out)


def calibration_errors() -> str:
    """Return the expected calibration error of every layer."""
    out = ["| layer | expected calibration error |", "|---|---|"]
    for layer in LAYERS:
        error = reading(layer)["calibration_error"]
        out.append(
            f"| {layer} | {'no confidence is stated' if error is None else f'{error:.3f}'} |"
        )
    return "\n".join(out)


def number(value: float | None) -> str:
    """Return a figure with one decimal, nothing where there is none."""
    return "" if value is None else f"{value:.1f}"


PAGE = "docs/explanation/layers.md"
BATCH = "docs/explanation/many-reports.md"
TABLES: dict[tuple[str, str], Callable[[], str]] = {
    ("README.md", "gate"): short_gate,
    ("README.md", "bench"): bench,
    ("docs/explanation/quality.md", "gate"): whole_gate,
    ("docs/explanation/quality.md", "floors"): floors,
    ("docs/explanation/scale.md", "scale"): scale,
    (BATCH, "side by side"): many_reports.side_by_side,
    (BATCH, "steps"): many_reports.steps,
    (BATCH, "a hundred million"): many_reports.plan,
    (PAGE, "confidence"): calibration,
    (PAGE, "calibration errors"): calibration_errors,
    **{(PAGE, f"scores of {layer}"): partial(scores, layer) for layer in LAYERS},
    **{(PAGE, f"errors in {layer}"): partial(kinds, layer) for layer in LAYERS},
}


def renewed(page: str, name: str) -> tuple[str, str]:
    """Return a page as it stands, and as it should with the table `name` in place."""
    begin, end = f"<!-- begin: {name}, written by tools/figures.py -->", f"<!-- end: {name} -->"
    text = (ROOT / page).read_text(encoding="utf-8")
    head, found, rest = text.partition(begin)
    _, closed, tail = rest.partition(end)
    if not (found and closed):
        raise ValueError(f"{page}: the marks of {name} are not there")
    return text, f"{head}{begin}\n{TABLES[page, name]()}\n{end}{tail}"


def main() -> int:
    """Write the tables that are stale, or name them."""
    options = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    options.add_argument("--check", action="store_true", help="write nothing; fail where stale")
    given = options.parse_args()
    stale = False
    for page, name in TABLES:
        now, wanted = renewed(page, name)
        if now != wanted:
            stale = True
            print(f"{page}: {name} {'is stale' if given.check else 'written'}")
            if not given.check:
                (ROOT / page).write_text(wanted, encoding="utf-8")
    return int(stale and given.check)


if __name__ == "__main__":
    sys.exit(main())
