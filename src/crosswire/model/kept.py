"""What a workspace knows besides the records: how a document stands, a story's line in a list, a revision."""

from typing import Literal

from crosswire.model.record import Record


class Standing(Record, frozen=True, kw_only=True):
    """How a kept document stands: when it came, under which canonical key, what took its place, why it was withdrawn.

    It is current if nothing supersedes it and it was not withdrawn.
    """

    document: str
    acquired_at: str
    canonical: str | None = None
    supersedes: str | None = None
    superseded_by: str | None = None
    withdrawn: str | None = None

    @property
    def current(self) -> bool:
        """Tell whether lists show the document and stories are made of it."""
        return self.superseded_by is None and self.withdrawn is None


class Label(Record, frozen=True, kw_only=True):
    """By what a document may be known as a version of another one: its outlet, its address, its item."""

    document: str
    outlet: str | None = None
    canonical: str | None = None
    item: str | None = None


class DocumentLine(Record, frozen=True, kw_only=True):
    """A document as a list shows it, without its text."""

    id: str
    title: str
    outlet: str | None = None
    language: str | None = None
    published_at: str | None = None
    acquired_at: str
    story: str | None = None
    superseded_by: str | None = None
    withdrawn: str | None = None


StoryOrder = Literal["newest", "largest"]
Facet = Literal["outlet", "place", "entity", "conflict"]
"""What stories can be found by; a conflict's names are its class and its kind ("dispute", "figure")."""


class StoryLine(Record, frozen=True, kw_only=True):
    """A story as a list shows it; what a dossier says of it is None until one was made.

    `first_at` and `last_at` are the times of publication of the first and last dated report (of acquiring, if none is),
    `changed_at` when its set of reports changed last, `revision` the number of its newest kept dossier.
    """

    id: str
    title: str
    documents: int
    outlets: int
    first_at: str
    last_at: str
    changed_at: str
    roots: int | None = None
    conflicts: int | None = None
    revision: int = 0


class RevisionLine(Record, frozen=True, kw_only=True):
    """A kept revision of a story's dossier; `gone` where it held a report that was taken down.

    `state` is the hash of what it was made from, `sha256` that of its JSON.
    """

    story: str
    number: int
    made_at: str
    state: str
    sha256: str
    gone: bool = False


class Seen(Record, frozen=True, kw_only=True):
    """The revision of a story that a reader saw last, and when."""

    reader: str
    story: str
    revision: int
    at: str
