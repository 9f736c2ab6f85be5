"""What changed: between two versions of one report, and between two states of one story.

Every line carries the words behind it: `evidence` as they stand now, `was` as they stood before.
"""

from typing import Literal

from crosswire.model.document import Published
from crosswire.model.record import Record
from crosswire.model.span import Evidence

# ---------------------------------------------------------------- versions of one report


class WordEdit(Record, frozen=True, kw_only=True):
    """A run of words of an edited sentence: kept, taken out (`before` only), put in (`after` only) or replaced."""

    action: Literal["keep", "delete", "add", "replace"]
    before: str = ""
    after: str = ""


class SentenceChange(Record, frozen=True, kw_only=True):
    """A sentence added, deleted, edited (its words marked) or moved."""

    action: Literal["add", "delete", "edit", "move"]
    before: Evidence | None = None
    after: Evidence | None = None
    words: tuple[WordEdit, ...] = ()


ClaimChangeKind = Literal[
    "new-claim",
    "new-root",
    "figure-changed",
    "attribution-added",
    "attribution-dropped",
    "attribution-changed",
    "status-changed",
    "headline-changed",
    "withdrawn",
]


class ClaimChange(Record, frozen=True, kw_only=True):
    """What a report claims otherwise than before: its words then (`was`) and now (`evidence`)."""

    kind: ClaimChangeKind
    text: str
    before: str | None = None
    after: str | None = None
    evidence: Evidence | None = None
    was: Evidence | None = None


SameBecause = Literal["address", "item", "text"]
"""Why two texts are one report: one web address, one item of an agency or feed, one outlet and mostly one text."""


class VersionChange(Record, frozen=True, kw_only=True):
    """From one version of a report to the next.

    `silent`: the text says otherwise, and neither a new time nor a note of correction or update says so.
    `kept` is the share (0 to 1) of the earlier version's runs of words that the later one still has.
    """

    before: str
    after: str
    because: SameBecause
    kept: float
    silent: bool = False
    note: Evidence | None = None
    """The note of correction or update that the later version has and the earlier has not."""
    said: str | None = None
    """The agency's or publisher's own note beside the text, where it has one."""
    restamped: bool = False
    """Whether the later version bears a later time."""
    sentences: tuple[SentenceChange, ...] = ()
    claims: tuple[ClaimChange, ...] = ()


class Version(Record, frozen=True, kw_only=True):
    """A version of a report, and whether it counts."""

    document: str
    sha256: str
    state: Literal["current", "superseded", "withdrawn"]
    reason: str | None = None
    """Why it was withdrawn, in the agency's words."""
    title: str | None = None
    outlet: str | None = None
    url: str | None = None
    published_at: Published = Published()
    acquired_at: str | None = None


class History(Record, frozen=True, kw_only=True):
    """A report's versions from the first on, and what changed from each to the next."""

    schema: str = "crosswire/versions/1"
    document: str
    versions: tuple[Version, ...]
    changes: tuple[VersionChange, ...] = ()


class Notice(Record, frozen=True, kw_only=True):
    """An agency's or feed's word that an item may not be used any more: it has no text of its own.

    `version` and `at` bound it: a later version that is usable again is not meant.
    """

    item: str
    reason: str
    url: str | None = None
    version: str | None = None
    at: str | None = None


# ---------------------------------------------------------------- states of one story

ChangeKind = Literal[
    "report-added",
    "report-updated",
    "report-withdrawn",
    "source-withdrawn",
    "report-removed",
    "point-new",
    "point-withdrawn",
    "root-new",
    "root-gone",
    "status-changed",
    "figure-changed",
    "conflict-new",
    "conflict-gone",
    "expectation-new",
    "expectation-due",
]


class Change(Record, frozen=True, kw_only=True):
    """One line of what is new. `id` is a hash of what it says and of the words behind it.

    `before` and `after` are the old and the new value, `as_of` when the new one held; `loud` marks what nobody
    announced (a silent edit) or what takes back words that were shown before.
    """

    id: str
    kind: ChangeKind
    text: str
    before: str | None = None
    after: str | None = None
    as_of: str | None = None
    points: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    label: str | None = None
    """Of a conflict its kind and class, of a new point its verdict."""
    loud: bool = False
    evidence: tuple[Evidence, ...] = ()
    was: tuple[Evidence, ...] = ()


class State(Record, frozen=True, kw_only=True):
    """A state of a story: its revision (None where it was none), the time it stood at, and its reports."""

    revision: int | None = None
    at: str | None = None
    reports: int = 0


class ChangedStory(Record, frozen=True, kw_only=True):
    """The story that changed."""

    id: str
    title: str


class CitedReport(Record, frozen=True, kw_only=True):
    """A report whose words stand behind a line: what a reader calls it."""

    id: str
    sha256: str
    outlet: str | None = None
    title: str | None = None
    url: str | None = None


class Changes(Record, frozen=True, kw_only=True):
    """What is new in a story between two states, loudest first; empty where nothing is."""

    schema: str = "crosswire/changes/1"
    story: ChangedStory
    since: State
    until: State
    changes: tuple[Change, ...] = ()
    versions: tuple[VersionChange, ...] = ()
    """The reports that changed, sentence by sentence."""
    reports: tuple[CitedReport, ...] = ()
    """The reports whose words stand behind the lines."""

    def __bool__(self) -> bool:
        return bool(self.changes)
