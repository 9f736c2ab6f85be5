"""Whether and how this call fetches: the one place that joins acquiring, watching and posting with the network."""

from collections.abc import Callable
from functools import cache

from crosswire.fetch import open_fetcher
from crosswire.fetch.policy import Policy
from crosswire.model.fetched import Fetch, Fetched
from crosswire.settings import Settings

Post = Callable[[str, bytes], int]
"""Sends a body of JSON to an address that the user named, and returns the HTTP status."""


def policy(settings: Settings, *, allow_private: bool = False) -> Policy:
    """Return the rules of fetching under `settings`."""
    return Policy(
        allow_private=allow_private,
        private_hosts=frozenset(map(str.lower, settings.fetch_private_hosts)),
        obey_robots=settings.fetch_robots,
        unruled=frozenset(map(str.lower, settings.fetch_ignore_robots)),
        agent=settings.fetch_user_agent,
        max_wire_bytes=settings.fetch_max_wire_bytes,
        max_bytes=settings.fetch_max_bytes,
        max_redirects=settings.fetch_redirects,
        total_seconds=settings.fetch_seconds,
        delay_seconds=settings.fetch_delay_seconds,
        contact=settings.fetch_contact,
    )


def fetching(
    settings: Settings | None = None, *, offline: bool = False, allow_private: bool = False
) -> Fetch | None:
    """Return what fetches pages and feeds, opened at the first address; None where no network may be touched."""
    if offline:
        return None
    rules = policy(settings or Settings(), allow_private=allow_private)
    fetcher = cache(lambda: open_fetcher(rules))

    def fetch(url: str, *, own: str | None = None) -> Fetched:
        return fetcher().get(url, purpose="source", own=own)

    return fetch


def posting(settings: Settings | None = None, *, allow_private: bool = False) -> Post:
    """Return what sends a body of JSON to an address that the user named; it follows no redirect."""
    rules = policy(settings or Settings(), allow_private=allow_private)
    fetcher = cache(lambda: open_fetcher(rules))
    return lambda url, body: fetcher().post(url, body)
