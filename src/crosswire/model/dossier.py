"""The reconciled account of one story, in the shape of the dossier's JSON (`crosswire/dossier/1`)."""

from importlib import import_module
from typing import Literal

import msgspec

from crosswire.model.annotation import Depth, Realis, Status
from crosswire.model.change import VersionChange
from crosswire.model.document import Published
from crosswire.model.proposal import Proposal
from crosswire.model.record import Record
from crosswire.model.skipped import Skipped
from crosswire.model.span import Evidence

Verdict = Literal[
    "both-sides", "multi-root", "one-root", "single-report", "unsourced", "observed", "background"
]
Relation = Literal["same", "entails", "part-of", "contradicts", "related"]


class DossierStory(Record, frozen=True, kw_only=True):
    """What the dossier is about and when it happened and was reported."""

    id: str
    title: str
    title_points: tuple[str, ...] = ()
    happened_on: str | None = None
    first_published_at: str | None = None
    last_published_at: str | None = None
    revision: int = 1


class DossierDocument(Record, frozen=True, kw_only=True):
    """A report of the story, without its text; `text` is added where the dossier must stand alone."""

    id: str
    sha256: str
    outlet: str | None = None
    agency: str | None = None
    title: str | None = None
    url: str | None = None
    published_at: Published = Published()
    language: str | None = None
    text: str | None = None
    text_sha256: str | None = None
    superseded_by: str | None = None
    """The later version of the same report, where this one no longer counts."""
    withdrawn: str | None = None
    """Why its agency or publisher took it back, where it did."""
    language_name: str | None = None
    """The English name of its language, where that is known."""
    read: Depth = "whole"
    """How far it is read: one that is not stands among the reports, and behind no point, root or agreement."""
    layers: tuple[str, ...] = ()
    """What is read of it, where it is read in part (figures, attributions)."""
    source_withdrawn: str | None = None
    """Who took back the report that it has words from, and why, where somebody did; it counts all the same."""


class LedeSentence(Record, frozen=True, kw_only=True):
    """A sentence of the lede, the points it states and the words that carry it."""

    text: str
    points: tuple[str, ...]
    evidence: tuple[Evidence, ...]


class Link(Record, frozen=True, kw_only=True):
    """One link of an attribution chain, nearest the report first; `entity` is the story-level entity."""

    speaker: str
    cue: str
    channel: str | None = None
    entity: str | None = None
    evidence: Evidence


class Root(Record, frozen=True, kw_only=True):
    """Where attribution chains end: a party, or a report that asserts by itself."""

    id: str
    kind: Literal["party", "report"]
    name: str


class Claim(Record, frozen=True, kw_only=True):
    """What one report says, and from whom; `root` is null where the chain names nobody."""

    id: str
    document: str
    evidence: Evidence
    relation: Relation = "same"
    attribution: tuple[Link, ...] = ()
    status: Status = "asserted"
    root: str | None = None
    score: float | None = None
    explain: tuple[str, ...] = ()
    decided: tuple[str, ...] = ()
    """Acts of a person that decided where the claim stands or what its root is."""
    withdrawn: str | None = None
    """Who took back the words that it is copied from, and why, where somebody did."""


class Point(Record, frozen=True, kw_only=True):
    """The claims about one thing; `text` is one of its claims' own words, attribution kept."""

    id: str
    text: str
    topic: str
    verdict: Verdict
    status: Status
    reports: int
    outlets: int
    roots: tuple[Root, ...]
    disputed: bool
    claims: tuple[Claim, ...]
    disputed_with: tuple[str, ...] = ()
    weight: float = 0.0
    within: str | None = None
    """The point whose words hold all of this one's, from the same roots: this one says nothing besides it."""
    withdrawn: str | None = None
    """Who took back all the words that its claims are copied from, and why; no other report says it."""


class FigureMention(Record, frozen=True, kw_only=True):
    """A figure as one report gives it."""

    document: str
    start: int
    end: int
    text: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    change: str = "="
    unit: str | None = None
    counted: str | None = None
    attributed_to: str | None = None
    as_of: str | None = None
    root: str | None = None


class FigureGroup(Record, frozen=True, kw_only=True):
    """Figures that answer one question."""

    id: str
    question: str
    relation: Literal["agree", "refine", "updated", "differ", "part-of", "single"]
    mentions: tuple[FigureMention, ...]
    low: float | None = None
    best: float | None = None
    high: float | None = None
    points: tuple[str, ...] = ()


class QuoteSpeaker(Record, frozen=True, kw_only=True):
    """Whose utterance it is."""

    entity: str | None = None
    name: str


class QuoteVariant(Record, frozen=True, kw_only=True):
    """An utterance's wording in one report."""

    document: str
    start: int
    end: int
    text: str
    form: Literal["direct", "indirect", "mixed"]
    speaker_as_given: str
    channel: str | None = None
    relation: Literal["exact", "truncated", "translation", "altered"]
    difference: tuple[tuple[str, str], ...] = ()
    """Pairs (words of the first variant, words of this one) where the two differ; empty if they don't."""


class Quote(Record, frozen=True, kw_only=True):
    """An utterance and its variants, the fullest direct one first."""

    id: str
    speaker: QuoteSpeaker
    variants: tuple[QuoteVariant, ...]


class TimelineEntry(Record, frozen=True, kw_only=True):
    """What happened (or is said to, or expected to) on a date; `said_on` is when it was said, apart."""

    date: str
    end: str | None = None
    precision: Literal["minute", "part-of-day", "day", "week", "month", "season", "year"]
    status: Literal["happened", "alleged", "expected", "background"]
    text: str
    points: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    said_on: str | None = None
    alternatives: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


class NameUse(Record, frozen=True, kw_only=True):
    """A name or title and the reports that use it."""

    text: str
    documents: tuple[str, ...]


class DossierEntity(Record, frozen=True, kw_only=True):
    """Somebody or something named across reports."""

    id: str
    type: str
    name: str
    aliases: tuple[NameUse, ...]
    titles: tuple[NameUse, ...]
    evidence: tuple[Evidence, ...]
    country: str | None = None


class DossierEvent(Record, frozen=True, kw_only=True):
    """An event record that holds after reconciling."""

    id: str
    actor: str | None
    actor_sector: str | None
    recipient: str | None
    recipient_sector: str | None
    type: str
    mode: str | None
    cameo: str | None
    date: str | None
    place: str | None
    realis: Realis
    evidence: tuple[Evidence, ...]
    actor_text: str | None = None
    recipient_text: str | None = None


class Side(Record, frozen=True, kw_only=True):
    """One side of a conflict, with the words, reports and roots behind it."""

    text: str
    evidence: tuple[Evidence, ...]
    reports: int
    roots: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


class Conflict(Record, frozen=True, kw_only=True):
    """A disagreement, shown with both sides and a reading; never a verdict on truth."""

    id: str
    kind: Literal[
        "figure", "date", "place", "name", "role", "verb", "headline-body", "quote-wording", "attribution",
        "polarity", "legal", "internal",
    ]  # fmt: skip
    class_: Literal["contradiction", "naming", "framing", "dispute", "update"] = msgspec.field(
        name="class"
    )
    question: str
    sides: tuple[Side, ...]
    reading: str
    severity: Literal["high", "medium", "low"]
    points: tuple[str, ...] = ()
    explain: tuple[str, ...] = ()


EdgeKind = Literal[
    "same-version",
    "republishes",
    "uses-copy",
    "credits",
    "cites",
    "shares-utterance",
    "updates",
    "shares-error",
]


class Edge(Record, frozen=True, kw_only=True):
    """How one document, agency or party's words reached another; `stated` or inferred, with its evidence.

    Evidence of copying comes in pairs, the copy's words before the original's; a credit stands last.
    """

    from_: str = msgspec.field(name="from")
    to: str
    kind: EdgeKind
    stated: bool
    score: float
    evidence: tuple[Evidence, ...]
    explain: tuple[str, ...] = ()


class Provenance(Record, frozen=True, kw_only=True):
    """All roots of the story and the edges between reports, agencies and roots."""

    roots: tuple[Root, ...] = ()
    edges: tuple[Edge, ...] = ()


class CoverageRow(Record, frozen=True, kw_only=True):
    """A point against every report."""

    point: str
    cells: dict[str, Literal["supports", "partial", "contradicts", "absent"]]


class Omission(Record, frozen=True, kw_only=True):
    """What a report leaves out though it could have known and covers the topic."""

    document: str
    text: str
    points: tuple[str, ...]


class Expectation(Record, frozen=True, kw_only=True):
    """Something said to be coming: by whom, and when it can be checked."""

    text: str
    by: str | None
    due: str | None
    evidence: tuple[Evidence, ...]


class OpenQuestion(Record, frozen=True, kw_only=True):
    """What nobody confirms, or somebody would not answer."""

    text: str
    evidence: tuple[Evidence, ...]


class DossierPlace(Record, frozen=True, kw_only=True):
    """A place the reports name."""

    name: str
    country: str | None
    lat: float | None
    lon: float | None
    evidence: tuple[Evidence, ...]


class Unresolved(Record, frozen=True, kw_only=True):
    """What could not be decided, and why; never a guess in its place."""

    kind: str
    reason: str
    evidence: tuple[Evidence, ...]


class Producer(Record, frozen=True, kw_only=True):
    """What made the dossier."""

    name: str = "crosswire"
    version: str = ""
    settings: str = ""
    steps: dict[str, str] = {}


class Dossier(Record, frozen=True, kw_only=True):
    """The reconciled account of one story."""

    schema: str = "crosswire/dossier/1"
    story: DossierStory
    documents: tuple[DossierDocument, ...]
    """The reports that count: of each the present version."""
    earlier: tuple[DossierDocument, ...] = ()
    """Versions that a later one supersedes, and reports taken back: kept and listed, behind no claim."""
    versions: tuple[VersionChange, ...] = ()
    """What changed in each report from one version to the next."""
    lede: tuple[LedeSentence, ...] = ()
    points: tuple[Point, ...] = ()
    figures: tuple[FigureGroup, ...] = ()
    quotes: tuple[Quote, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()
    entities: tuple[DossierEntity, ...] = ()
    events: tuple[DossierEvent, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    provenance: Provenance = Provenance()
    coverage: tuple[CoverageRow, ...] = ()
    omissions: tuple[Omission, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    open_questions: tuple[OpenQuestion, ...] = ()
    places: tuple[DossierPlace, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    """What a language model proposed, kept or refused; only where it was asked for, and never in place of a line."""
    producer: Producer = Producer()

    def _repr_html_(self) -> str:
        """Return what a notebook shows: a short summary, by the renderer of that name (the model knows none)."""
        shown: str = import_module("crosswire.stages.render.notebook").render_notebook(self)
        return shown
