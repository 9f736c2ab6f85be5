"""The feeds that are followed, and how each is doing."""

from collections.abc import Callable

from fastapi import Request
from fastapi.responses import Response

from crosswire.model.feed import Feed
from crosswire.web.desk import Desk
from crosswire.web.pages.shell import page

ILL = ("failing", "refused", "gone")


def feeds(desk: Desk) -> Callable[..., Response]:
    """Return the handler of the list of feeds, those that fail first."""

    def found(request: Request) -> Response:
        known = desk.workspace.feeds()
        ordered = sorted(known, key=lambda feed: (feed.state not in ILL, feed.id))
        return page(request, "feeds.html.j2", feeds=ordered, ill=ILL, span=span, lag=lag)

    return found


def span(seconds: float | None) -> str:
    """Return a span of time in words, to the unit that matters."""
    if not seconds:
        return ""
    for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            number = round(seconds / size)
            return f"{number} {unit}{'' if number == 1 else 's'}"
    return f"{round(seconds)} seconds"


def lag(feed: Feed) -> str:
    """Return how long after publication its reports were kept, in the mean."""
    return span(feed.lag)
