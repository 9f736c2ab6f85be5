"""Sources to `Document`s: files, folders and standard input, in the order given."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from crosswire.model.document import Block, Document, Published
from crosswire.model.span import Span


def acquire(sources: Iterable[str]) -> Iterator[Document]:
    """Yield the documents of `sources` (interim: JSON Lines and plain text only)."""
    for source in sources:
        path = Path(source)
        for file in sorted(path.rglob("*.*")) if path.is_dir() else [path]:
            data = file.read_text(encoding="utf-8")
            if file.suffix == ".jsonl":
                for line in data.split("\n"):
                    if line.strip():
                        yield _interim(**msgspec.json.decode(line))
            else:
                yield _interim(id=file.name, text=data)


def _interim(
    id: str, text: str, title: str | None = None, outlet: str | None = None,
    url: str | None = None, published_at: str | None = None, **rest: object,
) -> Document:
    body = 0
    if title and not text.startswith(title):
        text = title + "\n\n" + text
        body = len(title) + 2
    blocks, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            blocks.append(Block(start=at, end=at + len(line), kind="headline" if title and at < body else "body"))
        at += len(line) + 1
    return Document(
        id=str(id), sha256=hashlib.sha256(text.encode()).hexdigest(), text=text, blocks=tuple(blocks),
        body_start=body, language="en", outlet=outlet, url=url,
        title=Span(start=0, end=len(title), text=title) if title else None,
        published_at=Published(value=published_at, precision="day", known_from="metadata") if published_at else Published(),
    )
