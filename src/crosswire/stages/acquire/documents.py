"""A raw report to a `Document`: its text, blocks, title, outlet, agency, time and language."""

from dataclasses import dataclass, field
from typing import Any

from crosswire.model.document import Document, Published
from crosswire.model.span import cut
from crosswire.stages.acquire.blocks import find_blocks
from crosswire.stages.acquire.options import AcquireOptions


@dataclass(frozen=True)
class Raw:
    """One report as its source gives it, before anything is read out of its text."""

    id: str
    sha256: str
    text: str
    title: str | None = None
    outlet: str | None = None
    agency: str | None = None
    url: str | None = None
    published_at: str | None = None
    language: str | None = None
    metadata: dict[str, Any] = field(default_factory=dict)


def build(raw: Raw, options: AcquireOptions) -> Document:
    """Return the document of `raw`."""
    title, text = (raw.title or "").strip(), raw.text
    body = 0
    if title:
        if not text.startswith(title):
            text = f"{title}\n\n{text}"
        body = len(title)
        while body < len(text) and text[body].isspace():
            body += 1
    blocks = find_blocks(text, headline=(0, len(title)) if title else None)
    when = raw.published_at or options.published_at
    return Document(
        id=raw.id,
        sha256=raw.sha256,
        text=text,
        blocks=blocks,
        body_start=body,
        language=raw.language or "en",
        outlet=raw.outlet or options.outlet,
        agency=raw.agency or options.agency,
        url=raw.url,
        title=cut(text, 0, len(title)) if title else None,
        published_at=Published(value=when[:10], precision="day", known_from="metadata")
        if when
        else Published(),
        metadata=raw.metadata,
    )
