"""What clustering remembers of the reports that were there before: the ground on which `arrive` stands."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from crosswire.stages.cluster.sketch import Sketch

Listed = tuple[tuple[str, int], ...]
Holder = tuple[int, str]


class Kept(ABC):
    """A report as it is remembered: its sketch, and its nearest others with their likeness.

    `rank`, `keyed` (how many keys it has) and `foreign` (not in English) are the sketch's.
    """

    __slots__ = ("near",)

    def __init__(self, near: Listed = ()) -> None:
        self.near = near

    @property
    @abstractmethod
    def sketch(self) -> Sketch:
        """Return the sketch."""

    @property
    def rank(self) -> int:
        """Return the place in time, as a sort key."""
        return self.sketch.rank

    @property
    def keyed(self) -> int:
        """Return how many keys it is found by."""
        return len(self.sketch.keys)

    @property
    def foreign(self) -> bool:
        """Tell whether it is in another language than English."""
        return bool(self.sketch.language)

    @abstractmethod
    def listed(self, near: Listed) -> "Kept":
        """Return it with another list."""


class Come(Kept):
    """A report that has just come."""

    __slots__ = ("_sketch",)

    def __init__(self, sketch: Sketch, near: Listed = ()) -> None:
        super().__init__(near)
        self._sketch = sketch

    @property
    def sketch(self) -> Sketch:
        """Return the sketch."""
        return self._sketch

    def listed(self, near: Listed) -> Kept:
        """Return it with another list."""
        return Come(self._sketch, near)


class Ground(Protocol):
    """What is known of the reports that were there before."""

    def holders(self, keys: Iterable[int], most: int) -> Mapping[int, Sequence[Holder]]:
        """Return for each key its first `most` holders, as (rank, id), in that order."""
        ...

    def kept(self, names: Iterable[str]) -> Mapping[str, Kept]:
        """Return what is remembered of these reports; strangers are left out."""
        ...

    def short(self, names: Iterable[str], most: int) -> set[str]:
        """Return those of these reports, all in English, that are found by at most so many keys."""
        ...

    def wards(self, names: Iterable[str]) -> Mapping[str, frozenset[str]]:
        """Return the ward that each of these stands in, if any."""
        ...
