"""What a caller may say about sources: facts that files can't carry, and limits against hostile input."""

from dataclasses import dataclass
from typing import BinaryIO


@dataclass(frozen=True)
class AcquireOptions:
    """Options of one call; sizes are in bytes after decompression, depth in nested elements.

    `outlet`, `agency` and `published_at` stand for every document that does not say otherwise itself.
    A text of more than `max_text_characters` is kept whole, and its metadata say how far it is read.
    `stdin` is what `-` reads; without it, the process's own standard input.
    """

    outlet: str | None = None
    agency: str | None = None
    published_at: str | None = None
    max_document_bytes: int = 64 * 1024 * 1024
    max_text_characters: int = 1_000_000
    max_html_depth: int = 512
    stdin: BinaryIO | None = None
