"""What a fetch brought back: the bytes of one address, with what is needed to ask again."""

from typing import Protocol

from crosswire.model.record import Record


class Fetched(Record, frozen=True, kw_only=True):
    """The answer to one request. `url` is where it came from in the end, `asked` where the asking began.

    `content` is unpacked and empty where `not_modified`; `etag` and `modified` are handed back to the next request.
    `redirects` are the addresses that sent on, in order; `moved` is where those of them lead that say it is for good.
    `max_age` is for how many seconds the server calls its answer fresh.
    """

    asked: str
    url: str
    status: int
    content: bytes = b""
    content_type: str | None = None
    charset: str | None = None
    etag: str | None = None
    modified: str | None = None
    not_modified: bool = False
    redirects: tuple[str, ...] = ()
    moved: str | None = None
    max_age: float | None = None


class Fetch(Protocol):
    """Fetches an address; `own` is the one that the user named where this one was found there, "" for none."""

    def __call__(self, url: str, *, own: str | None = None) -> Fetched:
        """Return what is at `url`; raises FetchRefusedError and FetchFailedError."""
        ...
