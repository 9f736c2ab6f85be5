"""What the reader names to feeds that are followed, and one asking of a feed to what it brought.

Asking runs in threads: it touches the network and nothing of the workspace.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crosswire.errors import FetchFailedError, FetchRefusedError, SourceError, UsageError
from crosswire.fetch.urls import parse
from crosswire.model.feed import Feed
from crosswire.model.fetched import Fetched
from crosswire.pipeline.schedule import Answered
from crosswire.stages.acquire.decode import RefusedError
from crosswire.stages.acquire.feedlists import Listed, read_list
from crosswire.stages.acquire.listings import Entry, Listing, read_listing
from crosswire.stages.acquire.options import AcquireOptions
from crosswire.stages.acquire.web import is_address

if TYPE_CHECKING:
    from crosswire.fetch.fetcher import Fetcher

_FEEDS = 1_000
"""Feeds that one list may name."""
_DEEPEST = 2
"""Lists that may stand between a feed and what the reader named: a server can make them without end."""
_SITEMAPS = 5
"""Sitemaps of one index or host that are followed, the newest first."""


@dataclass(frozen=True)
class Asking:
    """What one asking brought: an answer with its listing, or the error; `further` are the feeds that it named."""

    feed: Feed
    outcome: Answered | SourceError
    entries: tuple[Entry, ...] = ()
    further: tuple[Feed, ...] = ()


def named(source: str, *, private: bool, full_text: bool) -> tuple[Feed, ...]:
    """Return the feeds that `source` names: an address, or a file of OPML or a sitemap.

    Raises UsageError for what is neither, FetchRefusedError for an address that is never fetched.
    """
    if is_address(source):
        address = parse(source, allow_private=private).url
        return (Feed(id=address, url=address, private=private, full_text=full_text),)
    path = Path(source)
    if not path.is_file():
        raise UsageError(
            f"{source}: neither a web address nor a file; expected https://… or a list (OPML)"
        )
    try:
        found = read_list(path.read_bytes())
    except RefusedError as error:
        raise UsageError(f"{source}: {error}") from error
    places = [item for item in found if item.kind != "page"]
    if not places:
        raise UsageError(f"{source}: no feeds listed in it; expected OPML with xmlUrl")
    parent = Feed(id=source, url=source, private=private, full_text=full_text)
    return _children(parent, places, own=False)


def ask(feed: Feed, fetcher: "Fetcher", options: AcquireOptions) -> Asking:
    """Return what asking `feed` now brings; never raises what fetching or reading can fail of."""
    own = own_of(feed)
    try:
        got = fetcher.get(
            feed.url, purpose="source", etag=feed.etag, modified=feed.modified, own=own
        )
        digest = hashlib.sha256(got.content).hexdigest()
        if got.not_modified or digest == feed.digest:
            return Asking(feed, _same(feed, got))
        listing = _read(feed, got, options)
        further = _further(feed, got, listing, fetcher, own)
    except SourceError as error:
        return Asking(feed, error)
    except Exception as error:
        # Whatever a hostile answer made of a parser: it is this feed's trouble and no other's.
        reason = f"could not be read ({type(error).__name__}); please report it"
        return Asking(feed, FetchFailedError(feed.url, reason))
    entries = () if further else _entries(listing, got)
    return Asking(feed, _new(feed, got, listing, digest, further, entries), entries, further)


def own_of(feed: Feed) -> str:
    """Return the address whose host alone may be private in all that `feed` leads to; "" for none."""
    return feed.id if feed.private else ""


def _read(feed: Feed, got: Fetched, options: AcquireOptions) -> Listing:
    try:
        listing = read_listing(got, options)
    except RefusedError as error:
        if feed.kind == "unknown":
            raise FetchRefusedError(got.url, str(error)) from error
        raise FetchFailedError(got.url, str(error), status=got.status) from error
    if listing.broken and not (listing.entries or listing.further):
        reason = f"breaks off before its first item ({listing.broken}); try again later"
        raise FetchFailedError(got.url, reason, status=got.status)
    if listing.kind == "page" and feed.kind in ("feed", "sitemap"):
        # A page for logging in, of a maintenance or a captive portal: nothing that it says of itself is kept.
        reason = f"a page, where a {feed.kind} was; try again later"
        raise FetchFailedError(got.url, reason, status=got.status)
    return listing


def _same(feed: Feed, got: Fetched) -> Answered:
    return Answered(
        got.status,
        got.moved or feed.url,
        max_age=got.max_age or 0,
        etag=got.etag,
        modified=got.modified,
    )


def _new(
    feed: Feed,
    got: Fetched,
    listing: Listing,
    digest: str,
    further: tuple[Feed, ...],
    entries: tuple[Entry, ...],
) -> Answered:
    return Answered(
        got.status,
        got.moved or feed.url,
        new=0,
        listed=len(further) or len(entries),
        kind="list" if further else listing.kind,
        title=listing.title,
        asks=listing.asks,
        usual=listing.usual,
        skip_hours=listing.skip_hours,
        skip_days=listing.skip_days,
        max_age=got.max_age or 0,
        etag=got.etag,
        modified=got.modified,
        digest=digest,
        broken=f"breaks off: {listing.broken}" if listing.broken else "",
    )


def _entries(listing: Listing, got: Fetched) -> tuple[Entry, ...]:
    """Return the items listed; a page that is one report itself lists itself."""
    if listing.kind == "page" and (listing.report or not listing.entries):
        digest = hashlib.sha256(got.content).hexdigest()
        return (Entry(got.url, got.url, listing.title or "", changed=digest),)
    return listing.entries


def _further(
    feed: Feed, got: Fetched, listing: Listing, fetcher: "Fetcher", own: str
) -> tuple[Feed, ...]:
    """Return the feeds and sitemaps to follow in the place of `feed` itself."""
    found = listing.further
    if feed.depth >= _DEEPEST:
        if found and not listing.entries:
            raise FetchRefusedError(got.url, f"a list more than {_DEEPEST} deep in other lists")
        return ()
    if listing.kind == "sitemap":
        found = _newest(found)
    elif listing.kind == "page" and not found and urlsplit(got.url).path == "/":
        places = [Listed(address, "", "sitemap") for address in fetcher.sitemaps(got.url, own=own)]
        news = [place for place in places if "news" in place.address.lower()]
        found = tuple((news or places)[:_SITEMAPS])
    return _children(feed, found, own=True)


def _newest(found: tuple[Listed, ...]) -> tuple[Listed, ...]:
    return tuple(sorted(found, key=lambda item: item.dated, reverse=True)[:_SITEMAPS])


def _children(parent: Feed, found: Iterable[Listed], *, own: bool) -> tuple[Feed, ...]:
    """Return the feeds that a list names; of a list on the web, those of its own host only may be private."""
    feeds: dict[str, Feed] = {}
    host = urlsplit(parent.id).hostname if own else None
    for item in found:
        try:
            address = parse(item.address, allow_private=parent.private).url
        except FetchRefusedError:
            continue
        private = parent.private and (not own or urlsplit(address).hostname == host)
        child = Feed(
            id=address,
            url=address,
            title=item.title or None,
            kind="sitemap" if item.kind == "sitemap" else "unknown",
            via=parent.id,
            depth=parent.depth + own,
            private=private,
            full_text=parent.full_text,
        )
        if len(feeds) < _FEEDS and address != parent.id:
            feeds.setdefault(address, child)
    return tuple(feeds.values())
