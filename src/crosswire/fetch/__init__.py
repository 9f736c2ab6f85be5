"""HOW IT IS FETCHED: the one place that touches a network, for pages, feeds, robots.txt and sitemaps."""

from typing import TYPE_CHECKING

from crosswire.errors import UsageError

if TYPE_CHECKING:
    from crosswire.fetch.fetcher import Fetcher
    from crosswire.fetch.policy import Policy


def open_fetcher(policy: "Policy | None" = None) -> "Fetcher":
    """Return a fetcher by `policy`; raises UsageError where the extra it needs is not installed."""
    try:
        from crosswire.fetch.fetcher import Fetcher
    except ImportError as error:
        raise UsageError(
            f"fetching needs {error.name}, which is not installed: pip install 'crosswire[feeds]'"
        ) from error
    return Fetcher(policy)
