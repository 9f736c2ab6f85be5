"""What is to be said of every finding of ours, and of every one that is missing: right or not, and the kind of error.

Both the calibration table and the list of errors are counted from these.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import msgspec

from crosswire.stages.annotate.layers import annotate
from evaluation import own
from evaluation.gold import Sample
from evaluation.kinds import LAYERS, Kinds, first, matched
from evaluation.kinds.base import Item

Match = tuple[int | None, int | None, bool | None]
"""Numbers of what is right and of our finding, and whether it is, where labels say so."""


class Verdict(NamedTuple):
    """A finding, or what is right and not found; `kind` names an error, `right` says whether it is a grave one."""

    layer: str
    set: str
    right: bool
    kind: str | None
    found: bool
    rule: str | None = None
    confidence: float | None = None


def verdicts(layer: str, samples: Iterable[Sample]) -> Iterator[Verdict]:
    """Yield the verdicts on all samples of a layer."""
    samples = list(samples)
    for sample, found in zip(samples, annotate(s.document for s in samples), strict=True):
        yield from judged(layer, sample, msgspec.to_builtins(found))


def judged(layer: str, sample: Sample, notes: dict[str, Any]) -> Iterator[Verdict]:
    """Yield the verdicts on one text."""
    kinds = LAYERS[layer]
    findings = own.findings(layer, notes)
    ours = [item_of(layer, finding, notes, n) for n, finding in enumerate(findings)]
    wanted = [w for w in (seen(layer, w, notes) for w in sample.items) if w is not None]
    if sample.case:
        pairs: Iterable[Match] = own.paired(sample.case, findings, notes["text"])
    else:
        pairs = ((i, j, None) for i, j in matched(kinds, wanted, ours))
    for i, j, right in pairs:
        if j is None:
            kind = kinds.missed(wanted[i or 0], ours)
            yield Verdict(layer, sample.set, False, kind, found=False)
            continue
        if i is not None:
            right, named = compared(kinds, wanted[i], ours[j], right)
        else:
            right, named = False, kinds.extra(ours[j], wanted)
            if not sample.whole and named not in kinds.always:
                continue
        rule, confidence = ours[j]["rule"], ours[j]["confidence"]
        yield Verdict(layer, sample.set, right, named, True, rule, confidence)


def compared(
    kinds: Kinds, wanted: Item, found: Item, right: bool | None
) -> tuple[bool, str | None]:
    """Return whether a finding is right, and the kind of error; what labels say goes before the tests."""
    grave, light = (first(tests, wanted, found) for tests in (kinds.wrong, kinds.inexact))
    if right is None:
        right = grave is None
    return right, light if right else grave or light or "otherwise than labelled"


def item_of(layer: str, finding: dict[str, Any], notes: dict[str, Any], order: int) -> Item:
    """Return a finding as an item; its place among the findings of its layer is `order`."""
    item = {"words": finding.get("text", ""), **finding, "order": order}
    if layer == "attributions":
        for part in ("speaker", "cue", "content"):
            item[part] = [(s["start"], s["end"]) for s in finding[part]["spans"]]
        item["text"] = notes["text"]
    if layer == "names":
        mentions = [m for m in notes["mentions"] if m["entity"] == finding["id"]]
        item |= {key: mentions[0][key] for key in ("rule", "confidence")}
        item["names"] = {finding["name"], *finding["mentions"]}
    return item


def seen(layer: str, wanted: Item, notes: dict[str, Any]) -> Item | None:
    """Return what is right with what was read in its place; an adjective of nationality is no place."""
    if layer != "places":
        return wanted
    over = [
        m["type"]
        for m in notes["mentions"]
        if m["start"] < wanted["end"] and wanted["start"] < m["end"]
    ]
    if "nationality" in over:
        return None
    return {**wanted, "read_as": over[0] if over else None}
