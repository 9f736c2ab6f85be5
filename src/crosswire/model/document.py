"""One report as acquired. Its text is write-once and the one coordinate system of all that is said of it."""

from typing import Any, Literal

from crosswire.model.record import Record
from crosswire.model.span import Evidence, Span

BlockKind = Literal[
    "headline",
    "subhead",
    "dateline",
    "byline",
    "timestamp",
    "body",
    "caption",
    "promo",
    "credit",
    "note",
    "url",
    "list",
]
PROSE: tuple[BlockKind, ...] = ("headline", "subhead", "body", "list")
"""Kinds of block that are read as prose; nothing else feeds a claim, a figure, a name or a similarity."""

Precision = Literal["second", "minute", "day", "month", "year", "none"]
KnownFrom = Literal["text", "metadata", "header", "url", "none"]


class Published(Record, frozen=True, kw_only=True):
    """When a report was published: an ISO 8601 `value` cut to its `precision`, and where it is known from."""

    value: str | None = None
    precision: Precision = "none"
    known_from: KnownFrom = "none"
    evidence: Span | None = None


class Block(Record, frozen=True, kw_only=True):
    """A typed stretch of layout, `[start, end)` in the document's text."""

    start: int
    end: int
    kind: BlockKind


class Document(Record, frozen=True, kw_only=True):
    """One report. `id` names it, `sha256` (of the original bytes) identifies this version of it."""

    id: str
    sha256: str
    text: str
    blocks: tuple[Block, ...] = ()
    body_start: int = 0
    language: str | None = None
    outlet: str | None = None
    agency: str | None = None
    agency_evidence: Span | None = None
    title: Span | None = None
    url: str | None = None
    published_at: Published = Published()
    supersedes: str | None = None
    metadata: dict[str, Any] = {}

    def evidence(self, start: int, end: int) -> Evidence:
        """Return the words of `[start, end)` as evidence; raises ValueError outside the text."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(
                f"{self.id}: [{start}, {end}) is no span of {len(self.text)} code points"
            )
        return Evidence(document=self.id, start=start, end=end, text=self.text[start:end])

    def prose(self) -> tuple[Block, ...]:
        """Return the blocks that are read as prose, in order."""
        return tuple(block for block in self.blocks if block.kind in PROSE)
