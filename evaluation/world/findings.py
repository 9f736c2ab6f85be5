"""What a detector got right or wrong, one finding a thing to be found, and the figures made of them."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

STATES = ("right", "wrong", "missed", "extra")


class Finding(NamedTuple):
    """`right`; `wrong`: found, but otherwise; `missed`; `extra`: not so in the story."""

    detector: str
    state: str
    kind: str
    """What of: the fact, the operator, the pair of forms."""
    story: str
    words: str = ""


class Figures(NamedTuple):
    """Counts of a detector, with precision and recall (1 where nothing could be wrong)."""

    right: int
    wrong: int
    missed: int
    extra: int

    @property
    def precision(self) -> float:
        """Return the share of what is shown that is right."""
        shown = self.right + self.wrong + self.extra
        return self.right / shown if shown else 1.0

    @property
    def recall(self) -> float:
        """Return the share of what is so that is shown rightly."""
        there = self.right + self.wrong + self.missed
        return self.right / there if there else 1.0


def figures(findings: Iterable[Finding]) -> Figures:
    """Return the counts of some findings."""
    count = Counter(f.state for f in findings)
    return Figures(*(count[state] for state in STATES))
