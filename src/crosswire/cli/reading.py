"""`annotate` and `cluster`: what single documents say, and which belong together; one JSON line a document."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Annotated

import typer

from crosswire.cli import options
from crosswire.cli.output import out_bytes, out_json, progress, tell_read, tell_skipped
from crosswire.model.codec import to_json
from crosswire.model.document import Document
from crosswire.model.skipped import Skipped
from crosswire.pipeline import run
from crosswire.pipeline.extensions import opened
from crosswire.pipeline.web import fetching


def annotate(
    sources: options.Sources,
    outlet: options.Outlet = None,
    agency: options.Agency = None,
    published_at: options.PublishedAt = None,
    explain: Annotated[
        bool, typer.Option(help="Keep the rule and confidence of every finding.")
    ] = False,
    workers: options.Workers = 0,
    offline: options.Offline = False,
    allow_private: options.AllowPrivate = False,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> None:
    """Print the layers of each document as one JSON line, in the order of the sources."""
    from crosswire.stages.acquire.sources import acquire

    settings = options.settings(workers=workers)
    wanted = run.acquire_options(
        settings,
        fetch=fetching(settings, offline=offline, allow_private=allow_private),
        outlet=outlet,
        agency=agency,
        published_at=published_at,
    )
    named, wanted, unread = opened(sources, wanted)
    tell_skipped(unread, quiet)
    skipped: list[Skipped] = list(unread)
    read = 0

    def documents() -> Iterator[Document]:
        for item in acquire(named, wanted):
            if isinstance(item, Document):
                tell_read([item], quiet, verbose)
                yield item
            else:
                skipped.append(item)
                tell_skipped([item], quiet)

    with progress(quiet) as report:
        for found in run.annotate_documents(documents(), settings, report):
            if found.skipped:
                tell_skipped([Skipped(document=found.id, reason=found.skipped)], quiet)
            out_json(found if explain else run.without_working(found), indent=0)
            read += 1
    if not read:
        raise run.nothing_read(sources, skipped)


def cluster(
    sources: options.Sources,
    online: Annotated[bool, typer.Option(help="Print the provisional story at arrival.")] = False,
    workers: options.Workers = 0,
    offline: options.Offline = False,
    allow_private: options.AllowPrivate = False,
    quiet: options.Quiet = False,
    verbose: options.Verbose = False,
) -> None:
    """Print the story of each document as one JSON line, in the order of the sources."""
    settings = options.settings()
    wanted = run.acquire_options(
        settings, fetch=fetching(settings, offline=offline, allow_private=allow_private)
    )
    if online:
        with progress(quiet) as report:
            acquired = run.read_sources(sources, wanted, report)
        tell_skipped(acquired.skipped, quiet)
        tell_read(acquired.documents, quiet, verbose)
        if not acquired.documents:
            raise run.nothing_read(sources, acquired.skipped)
        _tell_stories(run.assignment(acquired.documents, online=True))
        return
    from crosswire.pipeline.grouping import Gathered, assigned  # numpy

    named, wanted, unread = opened(sources, wanted)
    skipped: list[Skipped] = list(unread)

    def hear(gathered: Gathered) -> None:
        skipped.extend(gathered.skipped)
        tell_skipped(skipped, quiet)
        tell_read(gathered.told, quiet, verbose)

    with progress(quiet) as report:
        found = assigned(named, wanted, workers=workers, tell=report, hear=hear)
        first = next(found, None)
        if first is None:
            raise run.nothing_read(sources, skipped)
        _tell_stories(chain([first], found))


def _tell_stories(found: Iterable[tuple[str, str]]) -> None:
    """Print each report with its story, many lines at a time."""
    waiting = iter(found)
    while some := list(islice(waiting, 1000)):
        lines = (to_json({"document": name, "story": story}, indent=0) for name, story in some)
        out_bytes(b"".join(line if line.endswith(b"\n") else line + b"\n" for line in lines))
