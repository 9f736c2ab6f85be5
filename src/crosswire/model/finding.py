"""What searching works with: where in a document a thing is said, a query's conditions, and what was found."""

from typing import Literal, NamedTuple

from crosswire.model.document import Published
from crosswire.model.record import Record
from crosswire.model.span import Evidence

FindingKind = Literal["speaker", "person", "organization", "place", "other", "figure", "date"]


class Located(Record, frozen=True, kw_only=True):
    """A thing that a document says, at `[start, end)`: `key` is what it is found by.

    `low` and `high` are a figure's numbers, or the days (proleptic ordinals) that a date spans.
    """

    kind: FindingKind
    key: str
    start: int
    end: int
    low: float | None = None
    high: float | None = None


ConditionKind = Literal[
    "words", "phrase", "speaker", "entity", "place", "date", "figure", "outlet", "agency",
    "language", "story", "title", "published",
]  # fmt: skip


class Condition(Record, frozen=True, kw_only=True):
    """One term of a query: all of its words, a phrase, a field, or a figure with its bounds.

    `low` and `high` bound a figure or the days of a date; `strict` leaves the bound itself out.
    """

    kind: ConditionKind
    text: str
    excluded: bool = False
    low: float | None = None
    high: float | None = None
    strict: bool = False


class Match(NamedTuple):
    """A document that meets all conditions: id, and spans with the ordinal of the condition they meet."""

    document: str
    spans: list[tuple[int, int, int]]


class Matches(NamedTuple):
    """All matches in number, those asked for, and how many more may match once they are read.

    Where `at_least` and `unread_at_least` are true, there are so many or more.
    """

    total: int
    unread: int
    matches: list[Match]
    at_least: bool = False
    unread_at_least: bool = False


class Mark(Record, frozen=True, kw_only=True):
    """Words of a passage that meet a condition, by its place in the query; offsets are the document's."""

    condition: int
    start: int
    end: int


class Passage(Record, frozen=True, kw_only=True):
    """A stretch of a report in which conditions are met, cut at sentences where they are near."""

    evidence: Evidence
    marks: tuple[Mark, ...]


class Hit(Record, frozen=True, kw_only=True):
    """A report that meets every condition, with the passages that do."""

    document: str
    story: str | None
    title: str | None
    outlet: str | None
    published_at: Published
    passages: tuple[Passage, ...]


class Found(Record, frozen=True, kw_only=True):
    """What a query found: `total` reports in all, of which `hits` are those asked for.

    `unread` reports met the other conditions, but were never read by the parser: who says what in them,
    and how many of what, is not known yet. Above a thousand (or the end of the page, if that is further) nothing is
    counted, and less where counting would take long: where `at_least` or `unread_at_least` is true, there are that
    many or more.
    """

    schema: str = "crosswire/found/1"
    query: str
    conditions: tuple[Condition, ...]
    total: int
    hits: tuple[Hit, ...]
    unread: int = 0
    at_least: bool = False
    unread_at_least: bool = False
