"""The rules of fetching as data: limits, patience, and what kinds of content each purpose takes."""

from dataclasses import dataclass
from typing import Literal

Purpose = Literal["source", "page", "feed", "robots", "sitemap"]

_MIB = 1024 * 1024

_PAGE = ("text/html", "application/xhtml+xml", "text/plain")
_FEED = (
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/feed+json",
    "application/xml",
    "text/xml",
    "application/json",
    "text/x-opml",
    "text/plain",
)

_PACKED = ("application/gzip", "application/x-gzip")

TYPES: dict[Purpose, tuple[str, ...]] = {
    "source": tuple(dict.fromkeys(_PAGE + _FEED + _PACKED)),
    "page": _PAGE,
    "feed": _FEED,
    "sitemap": ("application/xml", "text/xml", "text/plain", *_PACKED),
    "robots": ("text/plain", "text/html", "text/markdown", "application/octet-stream"),
}
"""Content types that a purpose takes and asks for ("source" is any page, feed, list or sitemap); no others are read."""

ROBOTS_BYTES = 512 * 1024
"""As much of a robots.txt as is read (RFC 9309 asks for 500 KiB); what is longer is cut, not refused."""


@dataclass(frozen=True)
class Policy:
    """What a fetch may cost and reach; times in seconds, sizes in bytes.

    `allow_private` lets a desk read feeds of its own network, at the host that it names and nowhere that host leads
    to; `private_hosts` may always be there, with all below them. `obey_robots` holds for all hosts but those in
    `unruled`. `agent` takes the place of this program's own name, also in robots.txt. `max_wire_bytes` counts what
    comes over the wire after the headers, `max_bytes` what it unpacks to. `total_seconds` bounds one request with
    its answer, however slowly it drips. A host is asked by one request at a time, `delay_seconds` apart; where it
    asks for patience of more than `max_wait_seconds` the fetch fails and says when to come back. `contact` (an
    address or a page) is told to every server.
    """

    allow_private: bool = False
    private_hosts: frozenset[str] = frozenset()
    obey_robots: bool = True
    unruled: frozenset[str] = frozenset()
    agent: str = ""
    max_wire_bytes: int = 8 * _MIB
    max_bytes: int = 32 * _MIB
    max_header_bytes: int = 32 * 1024
    max_redirects: int = 5
    connect_seconds: float = 10
    read_seconds: float = 15
    total_seconds: float = 60
    delay_seconds: float = 1
    max_wait_seconds: float = 30
    retries: int = 1
    back_off_seconds: float = 5
    robots_seconds: float = 24 * 3600
    robots_retry_seconds: float = 900
    contact: str = ""
