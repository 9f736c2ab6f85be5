"""What was left out of a pile, and why: nothing is dropped silently."""

from crosswire.model.change import Notice
from crosswire.model.record import Record


class Skipped(Record, frozen=True, kw_only=True):
    """A document or item that was left out, and why."""

    document: str
    reason: str


class TakenBack(Skipped, frozen=True, kw_only=True):
    """An item that its agency or feed took back: what was kept of it before counts no more."""

    notice: Notice
