"""What one document says, layer by layer. Every finding is a span of the document's text; no layer changes another."""

from typing import Literal

import msgspec

from crosswire.model.document import Block, Published
from crosswire.model.record import Record
from crosswire.model.span import Span

# ---------------------------------------------------------------- parse


class RawName(Record, frozen=True, kw_only=True):
    """A name as the parser gave it: tokens `[first, last)` and the parser's label."""

    first: int
    last: int
    label: str


class SentenceTokens(Record, frozen=True, kw_only=True):
    """A sentence: tokens `[first, last)`, code points `[start, end)`, and the ordinal of its block."""

    first: int
    last: int
    start: int
    end: int
    block: int


class Parse(Record, frozen=True, kw_only=True):
    """Tokens of the prose blocks as parallel lists, one entry a token; nobody past annotate keeps it.

    `starts`, `ends` are code points in the document's text; `heads` are token indexes (a root is its
    own head); `words` are as written; `lemmas`, `tags` (Penn), `pos` (universal) and `deps`
    (ClearNLP, as spaCy's English pipelines give them) are the parser's.
    """

    starts: list[int]
    ends: list[int]
    words: list[str]
    lemmas: list[str]
    tags: list[str]
    pos: list[str]
    deps: list[str]
    heads: list[int]
    sentences: list[SentenceTokens]
    names: list[RawName]


# ---------------------------------------------------------------- findings


class Finding(Record, frozen=True, kw_only=True):
    """A span with the rule that found it and how sure that rule is (0 to 1, None where not measured)."""

    start: int
    end: int
    text: str
    rule: str | None = None
    confidence: float | None = None


class Sentence(Record, frozen=True, kw_only=True):
    """A sentence, `[start, end)`, in block number `block`."""

    start: int
    end: int
    block: int


EntityType = Literal[
    "person",
    "organization",
    "place",
    "nationality",
    "event",
    "document",
    "product",
    "other",
]


class Entity(Record, frozen=True, kw_only=True):
    """A person, body or place that one document names; `titles` as the document gives them."""

    id: str
    type: EntityType
    name: str
    titles: tuple[str, ...] = ()
    country: str | None = None
    """ISO 3166-1 alpha-3 of the state it belongs to or speaks for, where known."""
    sector: str | None = None
    """PLOVER sector code (GOV, MIL, SPY, MED, ...), where known."""


class Mention(Finding, frozen=True, kw_only=True):
    """Words that name or stand for an entity. `form` tells a name from a title, pronoun or metonym."""

    entity: str
    type: EntityType
    form: Literal["name", "title", "pronoun", "acronym", "metonym"] = "name"


class Part(Record, frozen=True, kw_only=True):
    """The words of a speaker or a content, in one or more pieces; `entity` is who that is, if resolved."""

    spans: tuple[Span, ...] = ()
    entity: str | None = None


CueClass = Literal[
    "neutral",
    "strong",
    "factive",
    "distancing",
    "negative",
    "no-comment",
    "unconfirmed",
    "directive",
    "commissive",
    "threat",
    "prospective",
]


class Cue(Record, frozen=True, kw_only=True):
    """The words that attribute, and the class of their lexicon entry."""

    spans: tuple[Span, ...] = ()
    class_: CueClass = msgspec.field(name="class", default="neutral")
    lemma: str = ""


Status = Literal[
    "asserted",
    "alleged",
    "denied",
    "unconfirmed",
    "no-comment",
    "demand",
    "pledge",
    "threat",
    "expected",
    "possible",
    "conditional",
    "presupposed",
]


class Attribution(Record, frozen=True, kw_only=True):
    """Who says what: `parent` is the id of the attribution this one stands inside (nearest source first)."""

    id: str
    speaker: Part
    cue: Cue
    content: Part
    form: Literal["direct", "indirect", "mixed"]
    channel: str | None = None
    status: Status = "asserted"
    parent: str | None = None
    rule: str | None = None
    confidence: float | None = None


class Figure(Finding, frozen=True, kw_only=True):
    """A number said of something; `value` is the number as said, scaled, and bounds come from words only."""

    value: float | None = None
    low: float | None = None
    high: float | None = None
    change: Literal["=", "~", "<", ">", "up", "down"] = "="
    unit: str | None = None
    counted: str | None = None
    """The counted noun with its population ("North Korean troops")."""
    increment: bool = False
    part_of: bool = False


class Time(Finding, frozen=True, kw_only=True):
    """A time expression with its TIMEX3 type and value, and the anchor it was resolved against."""

    type: Literal["DATE", "TIME", "DURATION", "SET"] = "DATE"
    value: str | None = None
    anchor: str | None = None
    candidates: tuple[str, ...] = ()


class Place(Finding, frozen=True, kw_only=True):
    """A named place; coordinates in degrees (WGS 84), `country` as ISO 3166-1 alpha-2."""

    name: str
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    kind: str | None = None


class Actor(Record, frozen=True, kw_only=True):
    """Who takes part in an event: words, ISO 3166-1 alpha-3 `code` and PLOVER `sector`."""

    text: str
    code: str | None = None
    sector: str | None = None
    entity: str | None = None


Realis = Literal["actual", "negated", "future", "hypothetical"]


class Event(Finding, frozen=True, kw_only=True):
    """Who did what to whom: PLOVER `type` and `mode` (names of 2021), CAMEO code, `[start, end)` of the predicate."""

    type: str
    mode: str | None = None
    cameo: str | None = None
    contexts: tuple[str, ...] = ()
    actor: Actor | None = None
    recipient: Actor | None = None
    realis: Realis = "actual"
    happened_at: str | None = None
    said_at: str | None = None
    place: str | None = None
    headline: bool = False


class Clause(Finding, frozen=True, kw_only=True):
    """The smallest stretch with a predicate of its own: what a claim is made from.

    `predicate` is the lemma of its head, `subject` and `object` the words of its arguments,
    `attribution` the innermost attribution whose content holds it, `within` the clause it depends on.
    """

    id: str
    sentence: int
    block: int
    kind: Literal[
        "main", "complement", "coordinate", "relative", "participle", "adverbial", "phrase"
    ]
    predicate: str
    predicate_start: int
    predicate_end: int
    subject: Span | None = None
    object: Span | None = None
    negated: bool = False
    passive: bool = False
    tense: Literal["past", "present", "future", "none"] = "none"
    modality: Literal["possible", "expected", "conditional", "demand", "question"] | None = None
    attribution: str | None = None
    within: str | None = None


Depth = Literal["whole", "part", "none"]


class Annotations(Record, frozen=True, kw_only=True):
    """All layers of one document, in the shape of `annotate`'s JSON line."""

    schema: str = "crosswire/annotations/1"
    id: str
    sha256: str
    text: str
    body_start: int = 0
    language: str | None = None
    outlet: str | None = None
    agency: str | None = None
    title: Span | None = None
    url: str | None = None
    published_at: Published = Published()
    blocks: tuple[Block, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    figures: tuple[Figure, ...] = ()
    times: tuple[Time, ...] = ()
    places: tuple[Place, ...] = ()
    events: tuple[Event, ...] = ()
    clauses: tuple[Clause, ...] = ()
    skipped: str | None = None
    """Why the layers are empty, where a document was kept but not read (another language, no prose)."""
    read: Depth = "whole"
    """How far the document is read: wholly, in part by rules alone, or not at all."""
