"""The floors under our own labelled cases: what CI holds, and how they are moved.

A floor is an F1 reached before. The cases are pinned by hash, so that a quiet edit of a label shows; the last
run is kept line by line, so that a change shows which findings moved. A floor is lowered only with a reason,
and the reason must stand in the changelog.
"""

import difflib
import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from evaluation.cases import FOLDER

FLOORS = Path(__file__).parent / "floors.json"
FROZEN = Path(__file__).parent / "frozen.txt"
FLIPPED = 1
"""Findings of a layer that may flip before a floor breaks: the same parser on another processor rounds otherwise."""

Figures = tuple[float, float, float]


class Judged(Protocol):
    """An outcome, as evaluation/own.py has it."""

    @property
    def layer(self) -> str: ...
    @property
    def state(self) -> str: ...


def figures(outcomes: Sequence[Judged]) -> tuple[Figures, Figures]:
    """Return precision, recall and F1 of what is found and of what is right."""
    count = Counter(o.state for o in outcomes)
    right, found = count["right"], count["right"] + count["found"]
    ours, labels = found + count["extra"], found + count["missed"]

    def measures(hits: int) -> Figures:
        p = hits / ours if ours else float(not labels)
        r = hits / labels if labels else 1.0
        return p, r, 2 * p * r / (p + r) if p + r else 0.0

    return measures(found), measures(right)


def reached(outcomes: Sequence[Judged]) -> dict[str, dict[str, float]]:
    """Return F1 in percent by layer, and how much one flipped finding moves it."""
    layers: dict[str, dict[str, float]] = {}
    for layer in dict.fromkeys(o.layer for o in outcomes):
        some = [o for o in outcomes if o.layer == layer]
        found, right = figures(some)
        step = 200 * FLIPPED / (len(some) + sum(o.state in ("right", "found") for o in some))
        layers[layer] = {
            "found": round(100 * found[2], 1),
            "right": round(100 * right[2], 1),
            "step": round(step, 1),
        }
    return layers


def corpus() -> str:
    """Return the hash of all cases."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.glob("*.txt")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def failures(outcomes: Sequence[Judged]) -> list[str]:
    """Return what breaks a floor, one line each."""
    pinned = json.loads(FLOORS.read_text(encoding="utf-8"))
    if pinned["corpus"] != corpus():
        return ["the cases are not those the floors were pinned on; look at the figures, then pin"]
    now = reached(outcomes)
    return [
        f"{layer} {measure}: F1 {now[layer][measure]} is below the floor {floor}"
        for layer, floor_of in pinned["floors"].items()
        for measure, floor in floor_of.items()
        if now[layer][measure] < floor - now[layer]["step"]
    ]


def check(outcomes: Sequence[Judged]) -> int:
    """Print what moved since the last pin and what breaks a floor; 1 where something does."""
    before = FROZEN.read_text(encoding="utf-8").splitlines() if FROZEN.is_file() else []
    for line in difflib.unified_diff(before, [str(o) for o in outcomes], n=0, lineterm=""):
        if line[0] in "+-" and line[:3] not in ("+++", "---"):
            print(line)
    broken = failures(outcomes)
    print(*broken or ["every floor holds"], sep="\n")
    return int(bool(broken))


def pin(outcomes: Sequence[Judged], reason: str | None) -> int:
    """Raise the floors to what is reached; 1, and nothing written, where one would fall without a reason."""
    empty: dict[str, Any] = {"floors": {}, "lowered": []}
    old = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.is_file() else empty
    new = {
        layer: {measure: now[measure] for measure in ("found", "right")}
        for layer, now in reached(outcomes).items()
    }
    lower = [
        f"{layer} {measure} {floor} → {new.get(layer, {}).get(measure, 0.0)}"
        for layer, floor_of in old["floors"].items()
        for measure, floor in floor_of.items()
        if new.get(layer, {}).get(measure, 0.0) < floor
    ]
    if lower and not reason:
        print("these floors would fall; mend it, or say why with --allow-regression:")
        print(*lower, sep="\n")
        return 1
    lowered = old["lowered"] + ([{"floors": lower, "reason": reason}] if lower else [])
    content = {"corpus": corpus(), "floors": new, "lowered": lowered}
    FLOORS.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    FROZEN.write_text("".join(f"{o}\n" for o in outcomes), encoding="utf-8")
    if lower:
        print(f"put this line into CHANGELOG.md: Floors lowered: {reason}")
    return 0
