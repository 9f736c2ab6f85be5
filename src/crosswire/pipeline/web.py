"""Whether and how this call fetches: the one place that joins acquiring with the network."""

from collections.abc import Callable
from functools import cache

from crosswire.fetch import open_fetcher
from crosswire.fetch.policy import Policy
from crosswire.model.fetched import Fetched

Fetch = Callable[[str], Fetched]


def fetching(*, offline: bool = False, allow_private: bool = False) -> Fetch | None:
    """Return what fetches pages and feeds, opened at the first address; None where no network may be touched."""
    if offline:
        return None
    fetcher = cache(lambda: open_fetcher(Policy(allow_private=allow_private)))
    return lambda url: fetcher().get(url, purpose="source")
