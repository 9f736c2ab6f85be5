"""The documents about one event, and why they stand together."""

from typing import Literal

from crosswire.model.record import Record

StoryKind = Literal["event", "round-up", "live"]
"""What a report is: of one event, of several (tied to none), or a live page of an event."""


class Reason(Record, frozen=True, kw_only=True):
    """One feature of a decision: its value, its weight, and so its share of the score."""

    feature: str
    value: float
    weight: float


class Membership(Record, frozen=True, kw_only=True):
    """A document's place in a story; `nearest` is the member it was tied to, with the reasons for it."""

    document: str
    story: str
    nearest: str | None = None
    score: float = 1.0
    reasons: tuple[Reason, ...] = ()
    kind: StoryKind = "event"


class NearMiss(Record, frozen=True, kw_only=True):
    """What came nearest to joining a story and did not: `likeness` of the two groups, and what was `needed`.

    `document` is the story's own report most like `other`; `reasons` add up to the likeness of these two.
    """

    document: str
    other: str
    likeness: float
    needed: float
    reasons: tuple[Reason, ...] = ()


class StoryLink(Record, frozen=True, kw_only=True):
    """A neighbouring story of the same saga, and the two reports that are most alike, with their likeness."""

    story: str
    document: str
    other: str
    likeness: float


class Story(Record, frozen=True, kw_only=True):
    """Documents about one event; `documents` in order of publication, then id.

    Stories of one `saga` hang together by neighbouring reports and were settled together; None where a
    story has no neighbour. `near` is what came nearest to joining.
    """

    id: str
    documents: tuple[str, ...]
    members: tuple[Membership, ...] = ()
    kind: StoryKind = "event"
    saga: str | None = None
    links: tuple[StoryLink, ...] = ()
    near: NearMiss | None = None


class Saga(Record, frozen=True, kw_only=True):
    """Stories that hang together by neighbouring reports: what may yet become one story, or fall apart."""

    id: str
    stories: tuple[str, ...]
