"""What a caller may say about sources: facts that files can't carry, and limits against hostile input."""

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from crosswire.model.fetched import Fetch

NOTED = ("encoding", "replaced_characters", "replaced_surrogates", "read_to")
"""What acquiring notes in the metadata of a text that was not plain UTF-8 of a usual length."""


@dataclass(frozen=True)
class AcquireOptions:
    """Options of one call; sizes are in bytes after decompression, depth in nested elements.

    `outlet`, `agency` and `published_at` stand for every document that does not say otherwise itself.
    A text of more than `max_text_characters` is kept whole, and its metadata say how far it is read.
    What is unpacked from one archive is limited to `max_archive_bytes` and `max_archive_members` in all.
    `now` is the moment by which embargoes are judged; without it, the clock's.
    `fetch` reads web addresses; without it, they are refused and no network is touched.
    `max_pages` of one sitemap are read, the newest first, or as many feeds of a list of those.
    `stdin` is what `-` reads; without it, the process's own standard input.
    """

    outlet: str | None = None
    agency: str | None = None
    published_at: str | None = None
    max_document_bytes: int = 64 * 1024 * 1024
    max_text_characters: int = 1_000_000
    max_html_depth: int = 512
    max_archive_bytes: int = 8 * 1024 * 1024 * 1024
    max_archive_members: int = 100_000
    now: datetime | None = None
    fetch: Fetch | None = None
    max_pages: int = 500
    stdin: BinaryIO | None = None
