"""A web address to the raw reports of the page or feed there, by the caller's `fetch`; without one, by no network.

Which addresses may be asked, and what may come back, is decided by whoever fetches (`crosswire.fetch`).
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace

from crosswire.errors import SourceError
from crosswire.model.dossier import Skipped
from crosswire.model.fetched import Fetched
from crosswire.stages.acquire.decode import RefusedError, decode
from crosswire.stages.acquire.documents import Raw
from crosswire.stages.acquire.kinds import by_content
from crosswire.stages.acquire.options import AcquireOptions
from crosswire.stages.acquire.outlets import host

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}://")
_CREDENTIALS = re.compile(r"(?<=//).*@", re.DOTALL)
_PAGES = ("text/html", "application/xhtml+xml")
_FEEDS = ("xml", "json")


def is_address(source: str) -> bool:
    """Tell whether `source` is a web address, of whatever scheme, and no path."""
    return _ADDRESS.match(source) is not None


def read_address(source: str, options: AcquireOptions) -> Iterator[Raw | Skipped]:
    """Yield the report on the page at `source`, under its address, or those in the feed there; or why not."""
    if options.fetch is None:
        reason = "a web address; this call reads no network: save the page and name the file"
        yield Skipped(document=_CREDENTIALS.sub("…@", source), reason=reason)
        return
    try:
        got = options.fetch(source)
    except SourceError as error:
        yield Skipped(document=error.source, reason=error.reason)
        return
    try:
        yield from _reports(got, options)
    except RefusedError as error:
        yield Skipped(document=got.url, reason=str(error))


def _reports(got: Fetched, options: AcquireOptions) -> Iterator[Raw | Skipped]:
    """Yield what the answer holds, by the type the server names; a feed may come as plain text."""
    kind = "page" if got.content_type in _PAGES else by_content(got.content)
    if kind == "page":
        yield _named(_page(got, options), got)
    elif kind in _FEEDS:
        from crosswire.stages.acquire.readers import READERS  # slow to load, and seldom needed

        yield from READERS[kind](got.content, got.url, options, False)
    elif kind == "text" and got.content_type == "text/plain":
        yield _named(_text(got), got)
    else:
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
