"""Put measured figures into README and docs, so that none is copied by hand.

    make gate GOLD=… SCORE=… OPTIONS="--json docs/measured/gate.json"
    make bench OPTIONS="--json docs/measured/bench.json"
    python tools/figures.py [--check]

What was measured last stands in docs/measured and evaluation/floors.json; the tables between the marks are
written from it.
"""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

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


def rows_of(name: str) -> list[dict[str, Any]]:
    """Return the rows of a measurement kept in docs/measured."""
    found: list[dict[str, Any]] = json.loads((MEASURED / name).read_text(encoding="utf-8"))
    return found


def short_gate() -> str:
    """Return README's table of the gate."""
    out = ["| what | set: measure | figure | best known of others |", "|---|---|---|---|"]
    for row in rows_of("gate.json"):
        what = SHOWN.get((row["set"], row["measure"]))
        if what and row["figure"] is not None:
            name = row["set"].split(": ", 1)[1]
            out.append(
                f"| {what} | {name}: {row['measure']} | {number(row['figure'])} | {number(row['best'])} |"
            )
    return "\n".join(out)


def whole_gate() -> str:
    """Return all rows of the gate."""
    out = [
        "| set | measure | figure | accepted from | best known of others |",
        "|---|---|---|---|---|",
    ]
    for row in rows_of("gate.json"):
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
    out += [f"| {r['what']} | {r['figure']} | {r['detail']} |" for r in rows_of("bench.json")]
    return "\n".join(out)


def number(value: float | None) -> str:
    """Return a figure with one decimal, nothing where there is none."""
    return "" if value is None else f"{value:.1f}"


TABLES: dict[tuple[str, str], Callable[[], str]] = {
    ("README.md", "gate"): short_gate,
    ("README.md", "bench"): bench,
    ("docs/explanation/quality.md", "gate"): whole_gate,
    ("docs/explanation/quality.md", "floors"): floors,
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
