"""A source that is followed, and how it is doing; an item of one that waits to be read.

Times are ISO 8601 in UTC, spans of time are seconds. Only a `Visit` points to a report once it is kept or refused, and
goes with it: what was seen is remembered by the store as hashes, so that a removed report leaves no address behind.
"""

from typing import Literal

from crosswire.model.document import Document
from crosswire.model.record import Record

FeedKind = Literal["unknown", "feed", "sitemap", "page", "list"]
"""What the address turned out to be; a list (OPML) names further feeds, a page the reports that it links to."""

FeedState = Literal["waiting", "news", "unchanged", "empty", "failing", "refused", "gone"]
"""How the last asking went: `empty` is sound and lists nothing, `refused` breaks a rule of fetching, `gone` is over."""


class Feed(Record, frozen=True, kw_only=True):
    """One address that is followed. `id` is the address as it was named, `url` where it is asked for now."""

    id: str
    url: str
    kind: FeedKind = "unknown"
    title: str | None = None
    state: FeedState = "waiting"
    via: str | None = None
    """The list, page or host that named it; a feed that the reader named has none."""
    depth: int = 0
    """Lists on the web between it and what the reader named."""
    private: bool = False
    """Whether it may be at an address of one's own network."""
    full_text: bool = True
    """Whether the pages of its items are read where it has only a summary of them."""
    status: int | None = None
    """HTTP status of the last answer, where there was one."""
    error: str | None = None
    """Why the last asking failed; None where it went well."""
    asked_at: str | None = None
    succeeded_at: str | None = None
    failed_at: str | None = None
    changed_at: str | None = None
    next_at: str | None = None
    """When it is asked next; None for one that is gone."""
    interval: float = 0
    """Seconds between two askings as they stand, learned from how often it changes."""
    asks: float = 0
    """Seconds that the feed itself wants between two askings."""
    skip_hours: tuple[int, ...] = ()
    """Hours of the day (UTC) in which the feed says that it has nothing new."""
    skip_days: tuple[int, ...] = ()
    """The same for days of the week; Monday is 0."""
    failures: int = 0
    """Failures since the last success."""
    listed: int = 0
    """Items in its last answer."""
    kept: int = 0
    """Reports kept from it, in all."""
    skipped: int = 0
    """Items that gave no report, in all."""
    lagged: int = 0
    """Items over which `lag` is the mean: those published while the feed was followed."""
    lag: float | None = None
    """Mean seconds from an item's publication to its report being kept."""
    etag: str | None = None
    modified: str | None = None
    digest: str | None = None
    """Hash of the last answer, for servers that know nothing of conditional requests."""


class Held(Record, frozen=True, kw_only=True):
    """An item whose report is not kept yet: its page waits to be read, or `draft` to be kept.

    `key` names the item, `marks` are what is remembered of it once it is done.
    """

    key: str
    feed: str
    address: str | None = None
    title: str | None = None
    draft: Document | None = None
    whole: bool = False
    """Whether `draft` has the whole text, so that no page is read for it."""
    stranger: bool = False
    """Whether its address is on another site than its feed, whose word on it is then not that site's."""
    published: str | None = None
    fresh: bool = False
    """Whether it came while the feed was followed, so that its lag tells something."""
    marks: tuple[str, ...] = ()
    tries: int = 0
    due_at: str | None = None


class Visit(Record, frozen=True, kw_only=True):
    """A page whose report is kept, to be looked at again: an edit without a word is only seen by who looks.

    It is kept under the id of its report and dropped with it. `held` is the item that the report came of.
    """

    document: str
    held: Held
    first_at: str
    """When the page was read first."""
    looked: int = 0
    """Times it was looked at since."""
    due_at: str | None = None
    etag: str | None = None
    modified: str | None = None
    digest: str | None = None
    """Hash of the last answer, for servers that know nothing of conditional requests."""
