"""Tables of docs/explanation/many-reports.md, from what `make bench-cluster OPTIONS="--json …"` measured."""

import json
from math import ceil
from pathlib import Path
from typing import Any

from crosswire.engine.local import CHUNK
from crosswire.pipeline.batch.dossiers import TOGETHER
from crosswire.pipeline.batch.grouping import A_RANGE, A_WARD
from crosswire.pipeline.batch.reading import AT_ONCE

MEASURED = Path(__file__).resolve().parent.parent / "docs" / "measured" / "cluster.json"
STEPS = {
    "read (JSON Lines), language, blocks": "read",
    "sketch": "sketch",
    "hold, near, settle": "neighbours and wards",
    "annotate": "annotate",
    "reconcile": "reconcile",
    "driver: ids, rows, wards, writing what came out": "driver",
}
ALONE = ("read", "sketch", "neighbours and wards", "driver")
"""What a report that stands alone goes through."""
KEPT = {
    "its text": ("docs", "read"),
    "its sketch and keys": ("sketches", "sketch", "names", "hold", "near", "order", "settle"),
    "its layers": ("annotate",),
    "its share of a dossier": ("reconcile", "around"),
}
A_DAY = 100_000_000
USE, PEAK, MACHINE = 0.6, 3, 32
"""Share of the time that processors are busy, the peak beside the mean, processors of a machine."""
PROCESSOR, STORED, WRITE, READ = 0.04, 0.023, 0.005, 0.0004
"""Dollars: an hour, a GB and month, a thousand writes, a thousand reads."""
DAYS, READS = 3, 3.5
"""Days that checkpoints are kept; reads of files a report."""


def measured() -> dict[str, Any]:
    """Return what was measured."""
    found: dict[str, Any] = json.loads(MEASURED.read_text(encoding="utf-8"))
    return found


def side_by_side() -> str:
    """Return the speeds of processes and of the cluster, and what the one is of the other."""
    m = measured()
    rows = (
        ("bare parser, processes", "bare parsers", None),
        ("bare parser, actors of Ray", "cluster, bare parser", "cluster / bare, same work"),
        ("`annotate`, processes of the local engine", "processes, annotate",
         "annotate in processes / bare parsers"),
        ("`annotate`, actors of Ray", "cluster, annotate", "annotate on cluster / bare parsers"),
    )  # fmt: skip
    out = [
        f"| {m['workers']} workers on {m['processors']} processors | reports a second | of the bare processes | "
        "ms of one processor a report |",
        "|---|---|---|---|",
    ]
    for what, name, ratio in rows:
        share = f"{m[ratio]:.3f}" if ratio else ""
        speed, cost = m[f"{name}, reports/s"], m[f"{name}, ms of processor"]
        out.append(f"| {what} | {speed:.1f} | {share} | {cost:.0f} |")
    by_round = ", ".join(f"{one:.3f}" for one in m["of it, by round"])
    beside = 100 * m["Ray beside its actors, share of a processor"]
    out += [
        "",
        f"With the same work, the cluster's workers reach **{m['cluster / bare, same work']:.3f}** of the "
        f"bare processes (aim: {m['aim']}); by round: {by_round}. With `annotate` they reach "
        f"{m['annotate on cluster / in processes']:.3f} of the local engine. Ray's own processes and "
        f"the driver took {beside:.1f} % of one processor meanwhile.",
    ]
    return "\n".join(out)


def steps() -> str:
    """Return the processor's time of each step of a whole batch, and what is kept of a report."""
    m = measured()
    out = [f"| a report of {m['words a report']} words takes | ms of one processor |", "|---|---|"]
    out += [f"| {what} | {_step(m, name):.1f} |" for what, name in STEPS.items()]
    share = m["reports in them"] / m["reports"]
    kept = [(what, sum(_kept(m, name) for name in names)) for what, names in KEPT.items()]
    said = ", ".join(f"{what} {size:.1f}" for what, size in kept)
    out += [
        f"| **a batch in all** | **{_whole(m):.0f}** |",
        "",
        f"Annotating and reconciling are done for reports of a story of two or more only: {100 * share:.0f} % of those "
        f"here. One that stands alone costs {sum(_step(m, name) for name in ALONE):.0f} ms. A report leaves "
        f"{sum(size for _, size in kept):.0f} kB of checkpoints: {said}.",
    ]
    return "\n".join(out)


def plan() -> str:
    """Return what a hundred million reports a day would take by the figures above."""
    m = measured()
    a_second = A_DAY / 86_400
    busy = a_second * _whole(m) / 1000
    machines = busy / USE / MACHINE
    million = dollars(m)
    keeps_up = 1000 / _step(m, "driver")
    return "\n".join(
        [
            f"100 million a day are {a_second:,.0f} a second, at peak perhaps {PEAK} times that. "
            f"At {_whole(m):.0f} ms that is {busy:.0f} processors without a pause, at {100 * USE:.0f} % "
            f"use {busy / USE:.0f}: {ceil(machines)} machines of {MACHINE}, and {ceil(PEAK * machines)} "
            f"at peak. One driver, at {_step(m, 'driver'):.1f} ms a report, keeps up with some "
            f"{round(keeps_up, -2):,.0f} a second.",
            "",
            "| a million reports | | dollars |",
            "|---|---|---|",
            *(f"| {what} | {how} | {price:.2f} |" for what, how, price in million),
            f"| **in all** | | **{sum(price for _, _, price in million):.2f}** |",
            "",
            f"A hundred million a day is then {100 * sum(price for _, _, price in million):,.0f} dollars a day.",
        ]
    )


def dollars(m: dict[str, Any]) -> list[tuple[str, str, float]]:
    """Return what a million reports cost: what, how much of it, dollars."""
    hours = _whole(m) / 3.6
    stored = sum(_kept(m, name) for names in KEPT.values() for name in names)
    share = m["reports in them"] / m["reports"]
    writes = 1e6 * (share * (1 / CHUNK + 1 / TOGETHER) + 3 / AT_ONCE + 1 / A_RANGE + 1 / A_WARD)
    return [
        ("processors", f"{hours:.0f} hours at full use, {hours / USE:.0f} at {100 * USE:.0f} %",
         hours / USE * PROCESSOR),
        ("storage of checkpoints", f"{stored:.0f} GB for {DAYS} days", stored * STORED * DAYS / 30),
        ("writes", f"{round(writes, -3):,.0f} files", writes / 1000 * WRITE),
        ("reads", f"{READS} a report", READS * 1000 * READ),
    ]  # fmt: skip


def _step(m: dict[str, Any], name: str) -> float:
    found: float = m[f"{name}, ms of processor a report"]
    return found


def _whole(m: dict[str, Any]) -> float:
    return sum(_step(m, name) for name in STEPS.values())


def _kept(m: dict[str, Any], name: str) -> float:
    found: float = m.get(f"{name}, kB a report", 0.0)
    return found
