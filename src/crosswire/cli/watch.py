"""Following feeds from the command line: watch, feeds."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer
from rich.live import Live
from rich.table import Table
from rich.text import Text

from crosswire.cli import options
from crosswire.cli.alerts import tell_versions, told
from crosswire.cli.desk import open_desk
from crosswire.cli.output import complain, errors, out, out_json, tell_skipped
from crosswire.errors import CrosswireError, UsageError
from crosswire.model.feed import Feed
from crosswire.model.rule import Rule
from crosswire.pipeline.rules import load_rules
from crosswire.pipeline.schedule import moment
from crosswire.workspace import Workspace

if TYPE_CHECKING:
    from crosswire.pipeline.watch_desk import Round  # slow to load, and no use to other commands

Feeds = Annotated[
    list[str] | None,
    typer.Argument(
        help="Addresses of feeds, sitemaps, lists of feeds (OPML, also as files) and pages; all that were followed "
        "before without any.",
        show_default=False,
    ),
]
_STYLES = {"news": "green", "failing": "yellow", "refused": "red", "gone": "red"}


def watch(
    sources: Feeds = None,
    every: Annotated[
        str | None,
        typer.Option(help="Shortest time between two askings: 90s, 5m, 2h.", show_default="5m"),
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="Ask what is due now, then end.")] = False,
    rounds: Annotated[
        int | None, typer.Option(min=1, help="End after so many rounds.", show_default=False)
    ] = None,
    full_text: Annotated[
        bool, typer.Option(help="Read the pages of items that have only a summary.")
    ] = True,
    revisit: Annotated[
        bool,
        typer.Option(help="Look at read pages again for silent edits, ever more seldom over days."),
    ] = True,
    rules: Annotated[
        Path | None,
        typer.Option(help="Watch rules to check after each round (default: crosswire.toml here)."),
    ] = None,
    workspace: options.WorkspaceFile = None,
    as_json: options.AsJson = False,
    offline: options.Offline = False,
    allow_private: options.AllowPrivate = False,
    quiet: options.Quiet = False,
) -> None:
    """Follow feeds and keep what is new, until it is stopped (Ctrl-C)."""
    if offline:
        raise UsageError("watch asks feeds, which --offline forbids; leave one of them out")
    wanted = load_rules(rules)
    read = asked = 0
    with (
        open_desk(workspace, must_exist=not sources) as desk,
        _stopping() as stop,
        _shown(desk, quiet=quiet or as_json) as show,
    ):
        for done in desk.watch(
            *(sources or ()),
            every=every,
            rounds=1 if once else rounds,
            full_text=full_text,
            revisit=revisit,
            allow_private=allow_private,
            stop=stop,
            tell=lambda feed: show(None),
            kept=lambda kept: tell_versions(kept, quiet),
        ):
            asked += len(done.asked)
            read += sum(feed.error is None or feed.state == "news" for feed in done.asked)
            if as_json:
                out_json(done, indent=0)
            show(done)
            if done.added and wanted:
                _check(desk, wanted, done, allow_private=allow_private)
        if stop.is_set() and not quiet:
            complain("crosswire: stopped; what was kept is kept")
    if asked and not read and not stop.is_set():
        raise typer.Exit(1)


def _check(desk: Workspace, rules: tuple[Rule, ...], done: "Round", *, allow_private: bool) -> None:
    """Check the watch rules in the stories of what a round kept; what fails is told and stops nothing."""
    try:
        checked = desk.check_rules(rules, documents=done.added, allow_private=allow_private)
    except CrosswireError as error:
        complain(f"rules: {error}")
        return
    for line in told(checked):
        complain(line)


def feeds(
    forget: Annotated[
        str | None, typer.Option(help="Follow this feed no more.", show_default=False)
    ] = None,
    workspace: options.WorkspaceFile = None,
    as_json: options.AsJson = False,
) -> None:
    """List the feeds that are followed, and how each is doing."""
    with open_desk(workspace) as desk:
        if forget is not None:
            desk.forget_feed(forget)
            out(f"{forget} is followed no more; its reports are kept")
            return
        found = desk.feeds()
    if as_json:
        out_json(found)
        return
    now = datetime.now(UTC)
    for feed in found:
        out(_line(feed, now))
    if not found:
        out("no feed is followed; crosswire watch FEED follows one")


def _line(feed: Feed, now: datetime) -> str:
    """Return a feed and its health on one line."""
    parts = [
        f"{feed.state:9}",
        feed.id,
        f"{feed.kept} kept of {feed.listed} listed last",
        f"read {_ago(feed.succeeded_at, now)}",
    ]
    if feed.changed_at:
        parts.append(f"new {_ago(feed.changed_at, now)}")
    if feed.lag is not None:
        parts.append(f"lag {_span(feed.lag)}")
    if feed.state != "gone":
        parts.append(f"next {_until(feed.next_at, now)}")
    if feed.error:
        status = f"status {feed.status}, " if feed.status and feed.status >= 400 else ""
        parts.append(f"failed {feed.failures} times: {status}{_plain(feed.error)}")
    if feed.url != feed.id:
        parts.append(f"moved to {feed.url}")
    return "  ".join(parts)


# ---------------------------------------------------------------- while it runs


@contextmanager
def _stopping() -> Iterator[threading.Event]:
    """Give an event that Ctrl-C or a polite kill sets; a second Ctrl-C interrupts at once."""
    stop = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    numbers = (signal.SIGINT, signal.SIGTERM)
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    before = [(number, signal.signal(number, end)) for number in numbers]
    try:
        yield stop
    finally:
        for number, handler in before:
            signal.signal(number, handler)


@contextmanager
def _shown(desk: Workspace, *, quiet: bool) -> Iterator[Callable[["Round | None"], None]]:
    """Give what shows a round, or the state within one: a table on a terminal, lines else."""
    if quiet:
        yield lambda done: None
    elif not errors.is_terminal:
        yield lambda done: _tell(done) if done else None
    else:
        with Live(console=errors, auto_refresh=False, transient=False) as live:

            def show(done: "Round | None") -> None:
                live.update(_table(desk.feeds(), done), refresh=True)

            show(None)
            yield show


def _tell(done: "Round") -> None:
    for name in done.added:
        out(f"kept {_plain(name)}")
    tell_skipped(done.skipped, quiet=False)
    for feed in done.asked:
        if feed.error:
            complain(f"{feed.state} {feed.id}: {_plain(feed.error)}")
    out(_summary(done))


def _summary(done: "Round") -> str:
    waiting = f", {done.waiting} pages wait" if done.waiting else ""
    looked = f", {done.looked} pages looked at again" if done.looked else ""
    return (
        f"round {done.number}: {len(done.asked)} of {done.feeds} feeds asked, {len(done.added)} reports kept, "
        f"{len(done.skipped)} skipped{waiting}{looked}; next in {_span(done.next_in)}"
    )


def _table(feeds: tuple[Feed, ...], done: "Round | None") -> Table:
    """Return the health of all feeds as a table, those in trouble first."""
    now = datetime.now(UTC)
    table = Table(caption=_summary(done) if done else "asking…", caption_justify="left")
    for name in ("feed", "state", "kept", "lag", "read", "next", "trouble"):
        table.add_column(
            name, overflow="fold" if name == "trouble" else "ellipsis", no_wrap=name != "trouble"
        )
    order = sorted(feeds, key=lambda f: (f.error is None, f.id))
    for feed in order[: max(errors.height - 6, 5)]:
        table.add_row(
            Text(_plain(feed.title or feed.id)[:40]),
            Text(feed.state, style=_STYLES.get(feed.state, "")),
            str(feed.kept),
            "" if feed.lag is None else _span(feed.lag),
            _ago(feed.succeeded_at, now),
            "" if feed.state == "gone" else _until(feed.next_at, now),
            Text(_plain(feed.error or "")[:200]),
        )
    return table


def _plain(text: str) -> str:
    """Return what others wrote without what would move a terminal's cursor or change its colours."""
    return "".join(c if c.isprintable() else "\ufffd" for c in text)


def _ago(at: str | None, now: datetime) -> str:
    when = moment(at)
    return f"{_span((now - when).total_seconds())} ago" if when else "never"


def _until(at: str | None, now: datetime) -> str:
    when = moment(at)
    left = (when - now).total_seconds() if when else 0.0
    return f"in {_span(left)}" if left > 0 else "now"


def _span(seconds: float) -> str:
    """Return a span of time in its largest sensible unit."""
    for size, unit in ((86400, "d"), (3600, "h"), (60, "min")):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{max(seconds, 0):.0f} s"
