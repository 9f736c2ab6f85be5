"""A web address to the raw reports of the page or feed there, by the caller's `fetch`; without one, by no network.

A sitemap is followed to its pages, a list of feeds to those, within limits and no further. Which addresses may be
asked, and what may come back, is decided by whoever fetches (`crosswire.fetch`).
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace

import msgspec

from crosswire.errors import SourceError
from crosswire.model.fetched import Fetched
from crosswire.model.skipped import Skipped
from crosswire.stages.acquire.decode import RefusedError, decode
from crosswire.stages.acquire.documents import Raw
from crosswire.stages.acquire.feedlists import Listed, is_list, read_list, unpacked
from crosswire.stages.acquire.kinds import by_content
from crosswire.stages.acquire.options import AcquireOptions
from crosswire.stages.acquire.outlets import host, site
from crosswire.stages.acquire.published import from_metadata

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}://")
_CREDENTIALS = re.compile(r"(?<=//).*@", re.DOTALL)
_PAGES = ("text/html", "application/xhtml+xml")
_FEEDS = ("xml", "json")
_SITEMAPS = 50
"""Sitemaps of one index that are read."""


def is_address(source: str) -> bool:
    """Tell whether `source` is a web address, of whatever scheme, and no path."""
    return _ADDRESS.match(source) is not None


def read_address(source: str, options: AcquireOptions) -> Iterator[Raw | Skipped]:
    """Yield the report on the page at `source`, under its address, or those in the feed there; or why not."""
    if options.fetch is None:
        reason = "a web address; this call reads no network: save the page and name the file"
        yield Skipped(document=_CREDENTIALS.sub("…@", source), reason=reason)
        return
    yield from _read(source, source, options)


def _read(
    address: str, own: str, options: AcquireOptions, *, follow: bool = True
) -> Iterator[Raw | Skipped]:
    """Yield what is at `address`, which is `own` or was found there."""
    try:
        got = _fetched(address, own, options)
    except SourceError as error:
        yield Skipped(document=error.source, reason=error.reason)
        return
    try:
        content = unpacked(got, options)
        if follow and is_list(content):
            yield from _followed(read_list(content), got.url, own, options)
        else:
            yield from _reports(msgspec.structs.replace(got, content=content), options)
    except RefusedError as error:
        yield Skipped(document=got.url, reason=str(error))


def _fetched(address: str, own: str, options: AcquireOptions) -> Fetched:
    if options.fetch is None:
        raise SourceError(_CREDENTIALS.sub("…@", address), "this call reads no network")
    return options.fetch(address, own=own)


def _followed(
    found: tuple[Listed, ...], url: str, own: str, options: AcquireOptions
) -> Iterator[Raw | Skipped]:
    """Yield the reports of the pages, or feeds, that a list leads to: the newest first, `max_pages` at most."""
    places, left_out = _places(found, url, own, options)
    # Those without a date stand last, in the order in which they are listed.
    places.sort(key=lambda place: _when(place), reverse=True)
    wanted = list({place.address: place for place in places}.values())
    for place in wanted[: options.max_pages]:
        yield from _read(place.address, own, options, follow=False)
    yield from left_out
    if len(wanted) > options.max_pages:
        reason = f"{len(wanted)} addresses in it, of which the {options.max_pages} newest are read"
        yield Skipped(document=url, reason=f"{reason}; raise fetch_max_pages to read more")
    elif not wanted and not left_out:
        yield Skipped(document=url, reason="a list of nothing; expected pages or feeds in it")


def _places(
    found: tuple[Listed, ...], url: str, own: str, options: AcquireOptions
) -> tuple[list[Listed], list[Skipped]]:
    """Return the pages and feeds that a list leads to, through the sitemaps in it, and what is left out.

    A sitemap speaks for its own site only; one in it may name no further ones.
    """
    places, left_out = [item for item in found if item.kind != "sitemap"], []
    inner = sorted((i for i in found if i.kind == "sitemap"), key=_when, reverse=True)
    for item in inner[:_SITEMAPS]:
        if len(places) > options.max_pages:
            break
        try:
            got = _fetched(item.address, own, options)
            places += [i for i in read_list(unpacked(got, options)) if i.kind == "page"]
        except SourceError as error:
            left_out.append(Skipped(document=error.source, reason=error.reason))
        except RefusedError as error:
            left_out.append(Skipped(document=item.address, reason=str(error)))
    kept = [item for item in places if item.kind == "feed" or site(item.address) == site(url)]
    if strangers := len(places) - len(kept):
        reason = f"{strangers} of its pages are on other sites, for which it does not speak"
        left_out.append(Skipped(document=url, reason=reason))
    return kept, left_out


def _when(item: Listed) -> str:
    return from_metadata(item.dated).value or ""


def _reports(got: Fetched, options: AcquireOptions) -> Iterator[Raw | Skipped]:
    """Yield what the answer holds, by the type the server names; a feed may come as plain text."""
    kind = "page" if got.content_type in _PAGES else by_content(got.content)
    if kind in _FEEDS:
        from crosswire.stages.acquire.readers import READERS  # slow to load, and seldom needed

        yield from READERS[kind](got.content, got.url, options, False)
    else:
        yield read_report(got, options)


def read_report(got: Fetched, options: AcquireOptions) -> Raw:
    """Return the report on the page or in the plain text `got`; raises RefusedError where it is neither."""
    kind = "page" if got.content_type in _PAGES else by_content(got.content)
    if kind == "page":
        return _named(_page(got, options), got)
    if kind == "text" and got.content_type == "text/plain":
        return _named(_text(got), got)
    raise RefusedError(
        "neither a page, a text nor a feed, whatever its type says; check the address"
    )


def _page(got: Fetched, options: AcquireOptions) -> Raw:
    from crosswire.stages.acquire.pages import read_page  # slow to load, and seldom needed

    return read_page(got.content, got.url, options, got.charset)


def _text(got: Fetched) -> Raw:
    decoded = decode(got.content, got.charset)
    digest = hashlib.sha256(got.content).hexdigest()
    metadata = {"encoding": decoded.encoding} if decoded.encoding != "utf-8" else {}
    return Raw(id=got.url, sha256=digest, text=decoded.text, metadata=dict(metadata))


def _named(raw: Raw, got: Fetched) -> Raw:
    """Return `raw` under the address that its page calls its own, where that is of the host it came from.

    A page may not pass for another outlet's by naming an address there.
    """
    own = raw.url if raw.url and host(raw.url) == host(got.url) else got.url
    metadata = {**raw.metadata, "fetched_from": got.url}
    if raw.url and raw.url != own:
        metadata["claimed_url"] = raw.url
    return replace(raw, id=own, url=own, metadata=metadata)
