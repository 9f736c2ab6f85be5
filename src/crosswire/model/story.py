"""The documents about one event, and why they stand together."""

from crosswire.model.record import Record


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


class Story(Record, frozen=True, kw_only=True):
    """Documents about one event; `documents` in order of publication, then id."""

    id: str
    documents: tuple[str, ...]
    members: tuple[Membership, ...] = ()
