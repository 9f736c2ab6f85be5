"""What a time expression is read against: the day of publication, the days named before it, and its verb."""

from bisect import bisect_left
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from crosswire.model.annotation import Parse, RawName
from crosswire.model.document import Document
from crosswire.stages.annotate.time_patterns import Match
from crosswire.stages.annotate.time_tense import (
    AHEAD,
    BACK,
    EITHER,
    dates_past,
    waits,
    way_of,
)
from crosswire.stages.annotate.tree import Tree

TimeType = Literal["DATE", "TIME", "DURATION", "SET"]
_NEAR = 1500
_FEW = 16
"""Code points over which "the next day" or "at 5 p.m." still refers to a day named before."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A day that expressions are resolved against, how exactly it is known, and what it was."""

    day: date
    grain: str
    what: str

    @property
    def label(self) -> str:
        """What is shown: "published 2024-10-21"."""
        text = self.day.isoformat()
        return f"{self.what} {text[: {'year': 4, 'month': 7}.get(self.grain, 10)]}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a match means; `anchor` None where the words alone tell it. `words` limits it to a part of the match."""

    value: str | None
    type: TimeType = "DATE"
    rule: str = ""
    anchor: str | None = None
    candidates: tuple[str, ...] = ()
    first: int = 0
    last: int | None = None
    deictic: bool = False
    """Counted from the day of speaking, so that another speaker's day gives another value."""


@dataclass(frozen=True, slots=True)
class Named:
    """A date named in the text before: where, which, and how exactly."""

    start: int
    day: date
    grain: str


@dataclass(slots=True)
class Scene:
    """The surroundings of one match in one document."""

    document: Document
    tree: Tree
    anchor: Anchor | None
    headline: bool = False
    name_at: dict[int, RawName] = field(default_factory=dict)
    named: list[Named] = field(default_factory=list)

    def based(self, anchor: Anchor) -> "Scene":
        """Return the same scene with another anchor."""
        return replace(self, anchor=anchor)

    def tokens(self, match: Match) -> list[int]:
        """Return the parse tokens that the match covers."""
        return tokens_between(self.tree.parse, match.start, match.end)

    def way(self, match: Match) -> int:
        """Return BACK, AHEAD or EITHER by the governing verb and the preposition."""
        tokens = self.tokens(match)
        if not tokens:
            return EITHER
        way = way_of(self.tree, tokens, headline=self.headline)
        return AHEAD if way == EITHER and waits(self.tree, tokens) else way

    def dates_past(self, match: Match) -> bool:
        """Tell whether the match says when something past was done, by a preposition right under its verb."""
        tokens = self.tokens(match)
        return bool(tokens) and dates_past(self.tree, tokens, headline=self.headline)

    def tag(self, match: Match) -> str:
        """Return the Penn tag of the match's first token, empty where the parse has none."""
        tokens = self.tokens(match)
        return self.tree.parse.tags[tokens[0]] if tokens else ""

    def recent(self, match: Match, grains: tuple[str, ...]) -> Named | None:
        """Return the last date of one of the grains named shortly before the match."""
        stop = bisect_left(self.named, match.start, key=lambda named: named.start)
        for number in range(stop - 1, -1, -1):
            named = self.named[number]
            if named.start < match.start - _NEAR:
                return None
            if named.grain in grains:
                return named
        return None

    def name_quarter(self, quarter: Named) -> None:
        """Add a quarter to those named, unless it is the one of an earlier year that another is compared with."""
        near = [n for n in self.named[-_FEW:] if n.start > quarter.start - _NEAR]
        before = next((n.day for n in reversed(near) if n.grain == "quarter"), quarter.day)
        if before.month != quarter.day.month or before <= quarter.day:
            self.named.append(quarter)

    def same_sentence(self, start: int, other: int) -> bool:
        """Tell whether two places of the text lie in one sentence."""
        tokens = tokens_between(self.tree.parse, min(start, other), max(start, other) + 1)
        numbers = self.tree.sentence_of
        return bool(tokens) and numbers[tokens[0]] == numbers[tokens[-1]]

    def past_or(self, match: Match) -> int:
        """Return the way for a weekday: without a hint it lies back."""
        return AHEAD if self.way(match) == AHEAD else BACK


def tokens_between(parse: Parse, start: int, end: int) -> list[int]:
    """Return the tokens that overlap `[start, end)`."""
    first = bisect_left(parse.ends, start + 1)
    last = bisect_left(parse.starts, end)
    return list(range(first, last))


def publication(document: Document) -> Anchor | None:
    """Return the day of publication, or the story's day that the pipeline lends an undated report."""
    value = document.published_at.value
    if value:
        return _anchor(value, "published")
    lent = document.metadata.get("story_date")
    return _anchor(lent, "story") if isinstance(lent, str) else None


def _anchor(value: str, what: str) -> Anchor | None:
    """Return the anchor that an ISO date or a part of one gives; None where it is none."""
    day = value[:10]
    grain = {4: "year", 7: "month", 10: "day"}.get(len(day))
    if grain is None:
        return None
    whole = day + {"year": "-01-01", "month": "-01", "day": ""}[grain]
    try:
        known = date.fromisoformat(whole)
    except ValueError:
        return None
    # Far from the calendar's ends, so that no counting leaves it.
    return Anchor(known, grain, what) if 1000 <= known.year <= 3000 else None
