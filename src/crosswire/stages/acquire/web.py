"""A web address to a raw report, by the `fetch` that the caller gives; without one, no network is touched.

Which addresses may be asked, and what may come back, is decided by whoever fetches (`crosswire.fetch`).
"""

import hashlib
import re
from dataclasses import replace

from crosswire.errors import SourceError
from crosswire.model.dossier import Skipped
from crosswire.model.fetched import Fetched
from crosswire.stages.acquire.decode import RefusedError, decode
from crosswire.stages.acquire.documents import Raw
from crosswire.stages.acquire.options import AcquireOptions
from crosswire.stages.acquire.outlets import host

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}://")
_CREDENTIALS = re.compile(r"(?<=//).*@")


def is_address(source: str) -> bool:
    """Tell whether `source` is a web address, of whatever scheme, and no path."""
    return _ADDRESS.match(source) is not None


def read_address(source: str, options: AcquireOptions) -> Raw | Skipped:
    """Return the report on the page at `source`, or why it is left out; its id is its address."""
    if options.fetch is None:
        reason = "a web address; this call reads no network: save the page and name the file"
        return Skipped(document=_CREDENTIALS.sub("…@", source), reason=reason)
    try:
        got = options.fetch(source)
    except SourceError as error:
        return Skipped(document=error.source, reason=error.reason)
    try:
        return _named(_text(got) if got.content_type == "text/plain" else _page(got, options), got)
    except RefusedError as error:
        return Skipped(document=got.url, reason=str(error))


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
