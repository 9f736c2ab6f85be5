"""A raw report to a `Document`: its text, blocks, title, outlet, agency, time and language."""

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from crosswire.model.document import Block, Document, Published
from crosswire.model.span import Span, cut
from crosswire.stages.acquire.blocks import find_blocks
from crosswire.stages.acquire.decode import without_surrogates
from crosswire.stages.acquire.frontmatter import front_matter
from crosswire.stages.acquire.language import detect
from crosswire.stages.acquire.options import AcquireOptions
from crosswire.stages.acquire.outlets import find_agency, host, without_credentials
from crosswire.stages.acquire.published import (
    day_hint,
    from_metadata,
    from_text,
    from_url,
    is_other_side_of_midnight,
)

_FRONT = {
    "title": "title",
    "headline": "title",
    "outlet": "outlet",
    "source": "outlet",
    "publisher": "outlet",
    "agency": "agency",
    "url": "url",
    "link": "url",
    "published_at": "published_at",
    "published": "published_at",
    "date": "published_at",
    "language": "language",
    "lang": "language",
}
"""Names that front matter uses, and the field each fills."""


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
    published_at: object = None
    language: str | None = None
    front: bool = False
    """Whether front matter may stand at the top of the text."""
    teaser: bool = False
    """Whether the text is only a summary of the report, which stands at `url`."""
    metadata: dict[str, Any] = field(default_factory=dict)


def build(raw: Raw, options: AcquireOptions) -> Document:
    """Return the document of `raw`; what it does not say itself is taken from `options`, else stays unknown."""
    raw, top, title_at = _fronted(_without_credentials(raw))
    text, metadata = _sound(raw)
    title = None
    if not top:
        text, title = _titled(without_surrogates(raw.title or "")[0], text)
    blocks = find_blocks(text, headline=(title.start, title.end) if title else None, start=top)
    if top:
        blocks = (Block(start=0, end=len(text[:top].rstrip()), kind="note"), *blocks)
    title = title or title_at or _headline(text, blocks)
    url = raw.url or _address(text, blocks)
    if len(text) > options.max_text_characters:
        metadata["read_to"] = options.max_text_characters
    published = _published(raw, url, text, blocks, options)
    if raw.published_at is not None and published.known_from != "metadata":
        metadata["published_at"] = raw.published_at
    if published.value is None and (hint := day_hint(text)):
        metadata["day_hint"] = hint
    agency, evidence = raw.agency, None
    if not agency and (found := find_agency(text, blocks)):
        agency, evidence = found
    return Document(
        id=raw.id,
        sha256=raw.sha256,
        text=text,
        blocks=blocks,
        body_start=_body_start(text, blocks, title, top),
        language=_language(raw.language) or detect(_prose(text, blocks)),
        outlet=raw.outlet or host(url) or options.outlet,
        agency=agency or options.agency,
        agency_evidence=evidence,
        title=title,
        url=url,
        published_at=published,
        metadata=metadata,
    )


def _without_credentials(raw: Raw) -> Raw:
    """Return `raw` with no name and password in the addresses that it has for itself."""
    if "@" not in f"{raw.id}{raw.url}{list(raw.metadata.values())}":
        return raw
    metadata = {
        key: without_credentials(value) if isinstance(value, str) and "://" in value[:12] else value
        for key, value in raw.metadata.items()
    }
    url = without_credentials(raw.url) if raw.url else raw.url
    id = without_credentials(raw.id) if "://" in raw.id[:12] else raw.id
    return replace(raw, id=id, url=url, metadata=metadata)


def _fronted(raw: Raw) -> tuple[Raw, int, Span | None]:
    """Return `raw` with what its front matter says, where that ends, and the title in it."""
    top, values = front_matter(raw.text) if raw.front else (0, {})
    if not values:
        return raw, top, None
    title = None
    given: dict[str, Any] = {}
    metadata = dict(raw.metadata)
    for key, (value, start) in values.items():
        name = _FRONT.get(key)
        if name is None:
            metadata[key] = value
        elif name == "title":
            title = title or cut(raw.text, start, start + len(value))
        else:
            given.setdefault(name, value)
    return replace(raw, metadata=metadata, **given), top, title if title and title.text else None


def _sound(raw: Raw) -> tuple[str, dict[str, Any]]:
    """Return the text without lone surrogates, which no file can carry, and the metadata that says so."""
    text, replaced = without_surrogates(raw.text)
    metadata = dict(raw.metadata)
    if replaced:
        metadata["replaced_surrogates"] = replaced
    return text, metadata


def _titled(title: str, text: str) -> tuple[str, Span | None]:
    """Return `text` with `title` in front, unless it starts with it, and the title's span."""
    title = title.strip()
    if not title:
        return text, None
    if not text.startswith(title):
        text = f"{title}\n\n{text}"
    return text, Span(start=0, end=len(title), text=title)


def _headline(text: str, blocks: tuple[Block, ...]) -> Span | None:
    found = next((block for block in blocks if block.kind == "headline"), None)
    return cut(text, found.start, found.end) if found else None


def _body_start(text: str, blocks: tuple[Block, ...], title: Span | None, top: int) -> int:
    """Return where the text goes on after headline and front matter."""
    start = max(title.end if title else 0, top)
    while start < len(text) and text[start].isspace():
        start += 1
    return start if start < len(text) else min(max(title.end if title else 0, top), len(text))


_OWN_ADDRESS = re.compile(
    r"(?:(?:original|source|article|canonical) )?(?:url|link)\W{0,3}", re.IGNORECASE
)


def _address(text: str, blocks: tuple[Block, ...]) -> str | None:
    """Return the address that the text gives as its own, under a line that says so."""
    for above, below in pairwise(blocks):
        if below.kind == "url" and _OWN_ADDRESS.fullmatch(text[above.start : above.end].strip()):
            return text[below.start : below.end].split()[0]
    return None


def _published(
    raw: Raw, url: str | None, text: str, blocks: tuple[Block, ...], options: AcquireOptions
) -> Published:
    """Return the first time known: from the record, the text, the address, the caller."""
    told, addressed = from_metadata(raw.published_at), from_url(url)
    if is_other_side_of_midnight(told, addressed):
        return addressed
    for found in (told, from_text(text, blocks), addressed):
        if found.value:
            return found
    return from_metadata(options.published_at)


def _language(given: str | None) -> str | None:
    """Return the primary part of a language tag ("en-GB" is "en"), or None where it is none."""
    code = (given or "").strip().replace("_", "-").split("-")[0].casefold()
    return code if 2 <= len(code) <= 3 and code.isalpha() else None


def _prose(text: str, blocks: tuple[Block, ...]) -> str:
    """Return the first few thousand characters of body, or of the whole where there is no body."""
    out, size = [], 0
    for block in blocks:
        if block.kind in ("body", "list") and size < 4000:
            out.append(text[block.start : min(block.end, block.start + 4000)])
            size += block.end - block.start
    return " ".join(out) or text[:4000]
