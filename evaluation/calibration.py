"""Confidence against being right: findings binned by what they say of themselves, and the share that is right.

The expected calibration error of a layer is the mean distance of the two over its findings (Naeini et al. 2015).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from statistics import fmean
from typing import NamedTuple

from evaluation.verdicts import Verdict

BINS = 10
ENOUGH = 30
"""Findings a bin or a rule must have for its distance to mean something."""
OFF = 0.15
"""Distance from which a bin or a rule is warned of."""


class Bin(NamedTuple):
    """Findings of a layer whose confidence is `[low, low + 0.1)`, or that state none; or those of one rule."""

    layer: str
    name: str
    findings: int
    stated: float | None
    right: float

    @property
    def off(self) -> bool:
        """Tell whether what is stated is far from what is so."""
        return (
            self.stated is not None
            and self.findings >= ENOUGH
            and abs(self.stated - self.right) > OFF
        )


def bins(verdicts: Iterable[Verdict]) -> list[Bin]:
    """Return the bins that hold findings, by layer and confidence; what states none comes last."""
    return grouped(verdicts, lambda v: bin_name(v.confidence))


def rules(verdicts: Iterable[Verdict]) -> list[Bin]:
    """Return the rules that found something, by layer and name without the word they found."""
    return grouped(verdicts, lambda v: (v.rule or "no rule").split(":")[0])


def bin_name(confidence: float | None) -> str:
    if confidence is None:
        return "not stated"
    low = min(int(confidence * BINS), BINS - 1) / BINS
    return f"{low:.1f} to {low + 1 / BINS:.1f}"


def grouped(verdicts: Iterable[Verdict], key: Callable[[Verdict], str]) -> list[Bin]:
    groups: dict[str, dict[str, list[Verdict]]] = defaultdict(lambda: defaultdict(list))
    for verdict in verdicts:
        if verdict.found:
            groups[verdict.layer][key(verdict)].append(verdict)
    return [
        Bin(
            layer, name, len(some), mean([v.confidence for v in some]), fmean(v.right for v in some)
        )
        for layer, by_name in groups.items()
        for name, some in sorted(by_name.items())
    ]


def mean(confidences: Sequence[float | None]) -> float | None:
    stated = [c for c in confidences if c is not None]
    return fmean(stated) if stated else None


def expected_error(found: Sequence[Bin]) -> float | None:
    """Return the expected calibration error of bins; None where no confidence is stated."""
    stated = [(b.findings, abs(b.stated - b.right)) for b in found if b.stated is not None]
    total = sum(count for count, _ in stated)
    return sum(count * distance for count, distance in stated) / total if total else None
