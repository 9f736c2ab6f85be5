"""Items of feeds: which of them are new, what is remembered of them, and the report that comes of one.

An item is known by the address of its report, in its one spelling, else by its feed and its identifier there. So a
report that many feeds list is read once; one that its own feed changes is read again.
"""

import dataclasses
import hashlib
from collections.abc import Callable, Mapping, Sequence, Set
from datetime import datetime, timedelta

from msgspec.structs import replace

from crosswire.errors import FetchFailedError, SourceError
from crosswire.model.document import Document
from crosswire.model.feed import Feed, Held
from crosswire.model.fetched import Fetched
from crosswire.model.record import content_id
from crosswire.model.skipped import Skipped, TakenBack
from crosswire.pipeline.following import Asking
from crosswire.pipeline.schedule import Answered, iso, moment
from crosswire.stages.acquire.decode import RefusedError
from crosswire.stages.acquire.documents import build
from crosswire.stages.acquire.feeds import moment as in_iso
from crosswire.stages.acquire.listings import Entry
from crosswire.stages.acquire.options import AcquireOptions
from crosswire.stages.acquire.outlets import site
from crosswire.stages.acquire.published import from_metadata
from crosswire.stages.acquire.web import read_report
from crosswire.text.addresses import canonical
from crosswire.text.words import is_stop, stem, words

_RECENT = timedelta(days=2)
"""How far back a sitemap is read: most of what it lists is the archive of its site."""
_TRIES = 4
_TRIES_WHEN_TOLD = 24
"""Tries of a page whose host says when to come back: it is only busy."""
_AGAIN = 300
"""Seconds after which a page that could not be had is asked for again, twice as many each time."""
WAITING = 1_000
"""Items of one feed that may wait at a time."""
_SHORTER = 0.6
"""Share of the feed's own text below which a page's main text is something else: a wall, a consent form."""
_ALIKE = 0.3
"""Share of a headline's words that its page must have, or the page is not of this item."""
_LONGEST_LAG = 7 * 24 * 3600.0

Known = Callable[[Sequence[str]], Set[str]]
"""Which of these marks are remembered."""


@dataclasses.dataclass
class News:
    """What a few askings brought: items to be held by key, marks to be remembered at once, what is no report, and how
    many new items each feed had."""

    held: dict[str, Held] = dataclasses.field(default_factory=dict)
    passed: list[str] = dataclasses.field(default_factory=list)
    skipped: list[Skipped] = dataclasses.field(default_factory=list)
    counts: dict[str, int] = dataclasses.field(default_factory=dict)


def new_items(
    askings: Sequence[Asking],
    known: Known,
    options: AcquireOptions,
    now: datetime,
    waiting: Mapping[str, Held],
) -> News:
    """Return the items never seen, or changed since by their own feed.

    Of several feeds that bring one report at once, the one with most of its text is taken, whatever their order.
    `waiting` are the items that wait already, by key: of a feed that floods no further ones are taken.
    """
    news, claimed = News(), set[str]()
    for asking in sorted(askings, key=lambda a: a.feed.id):
        feed, outcome = asking.feed, asking.outcome
        listed = isinstance(outcome, Answered) and outcome.kind == "sitemap"
        first = feed.succeeded_at is None and listed
        since = _horizon(feed, now) if listed else ""
        entries = [entry for entry in asking.entries if _is_recent(entry, since)]
        marked = [(entry, *_marks(feed, entry), _guid_marks(feed, entry)) for entry in entries]
        seen = known([mark for _, _, marks, guids in marked for mark in (*marks, *guids)])
        left = WAITING - sum(item.feed == feed.id for item in waiting.values())
        for entry, key, marks, guids in marked:
            item, own, version = marks
            if version in seen or (left <= 0 and key not in waiting):
                continue
            if (item in seen and own not in seen) or (first and not entry.dated):
                news.passed += marks
                continue
            news.counts[feed.id] = news.counts.get(feed.id, 0) + (item not in seen)
            if entry.skipped:
                news.passed += marks
                news.skipped += _no_report(entry.skipped, guids, seen)
                continue
            left -= key not in waiting
            if _is_stranger(feed, entry) or _is_taken(guids, seen, claimed):
                entry, guids = _renamed(entry, feed), ()
            claimed.update(guids)
            found = _held(feed, entry, key, (*marks, *guids), options)
            news.held[key] = _better(news.held.get(key), found)
    return news


def _is_taken(guids: tuple[str, ...], seen: Set[str], claimed: Set[str]) -> bool:
    """Tell whether another site has used an identifier, and this one never."""
    used = [mark in seen or mark in claimed for mark in guids]
    return used == [True, False]


def _no_report(skipped: Skipped, guids: tuple[str, ...], seen: Set[str]) -> list[Skipped]:
    """Return what is to be told of an entry that is no report: a site takes back what it brought, and no other's."""
    return (
        []
        if isinstance(skipped, TakenBack) and not all(mark in seen for mark in guids[1:])
        else [skipped]
    )


def _horizon(feed: Feed, now: datetime) -> str:
    """Return the day before which a sitemap's entries are of no interest."""
    last = moment(feed.succeeded_at)
    return iso(min(now, last or now) - _RECENT)[:10]


def _is_recent(entry: Entry, since: str) -> bool:
    dated = from_metadata(entry.changed or entry.dated).value if since else None
    return dated is None or dated[:10] >= since


def _marks(feed: Feed, entry: Entry) -> tuple[str, tuple[str, str, str]]:
    """Return the key of an item and its marks: that it was seen, that this feed brought it, and in which state."""
    name = canonical(entry.address) or f"{feed.id}\x1f{entry.name}"
    raw = entry.raw
    state = (entry.changed, raw.title, raw.text) if raw else (entry.changed,)
    said = "\x1f".join(str(part or "") for part in (*state, entry.skipped and entry.skipped.reason))
    digest = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
    key = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return key, (
        f"item:{name}",
        f"entry:{feed.id}\x1f{name}",
        f"state:{feed.id}\x1f{name}\x1f{digest}",
    )


def _guid_marks(feed: Feed, entry: Entry) -> tuple[str, ...]:
    """Return the marks of an identifier: that any site has used it, and that this one has; none without one."""
    guid = entry.raw.metadata.get("guid") if entry.raw else None
    if isinstance(entry.skipped, TakenBack):
        guid = entry.skipped.notice.item
    return (f"guid:{guid}", f"guid:{site(feed.id)}\x1f{guid}") if guid else ()


def _is_stranger(feed: Feed, entry: Entry) -> bool:
    """Tell whether the address of an entry is on another site than its feed."""
    here = (site(feed.url), site(feed.id))
    return entry.address is not None and site(entry.address) not in here


def _renamed(entry: Entry, feed: Feed) -> Entry:
    """Return an entry under another identifier than the one it gives itself, which is another site's."""
    if entry.raw is None or "guid" not in entry.raw.metadata:
        return entry
    metadata = {key: value for key, value in entry.raw.metadata.items() if key != "guid"}
    metadata["claimed_guid"] = entry.raw.metadata["guid"]
    id = content_id(f"{feed.id}#", entry.name)
    return dataclasses.replace(entry, raw=dataclasses.replace(entry.raw, id=id, metadata=metadata))


def _held(
    feed: Feed, entry: Entry, key: str, marks: tuple[str, ...], options: AcquireOptions
) -> Held:
    stranger = _is_stranger(feed, entry)
    draft = _draft(entry, feed, options, stranger=stranger)
    teaser = entry.raw is None or entry.raw.teaser or stranger
    reads = teaser and feed.full_text and entry.address is not None
    dated = from_metadata(in_iso(entry.dated)) if entry.dated else None
    return Held(
        key=key,
        feed=feed.id,
        address=entry.address,
        title=entry.title or None,
        draft=draft,
        whole=draft is not None and not reads,
        published=dated.value if dated and dated.precision in ("minute", "second") else None,
        fresh=feed.succeeded_at is not None,
        # That the report was seen is then only remembered when its own site has given it.
        marks=marks[1:] if stranger else marks,
        stranger=stranger,
    )


def _draft(entry: Entry, feed: Feed, options: AcquireOptions, *, stranger: bool) -> Document | None:
    """Return the report as far as the feed itself has it; None for a headline alone.

    A feed may not pass for another outlet's by giving its words an address there.
    """
    if entry.raw is None or not entry.raw.text.strip():
        return None
    metadata = {**entry.raw.metadata, "fetched_from": feed.url}
    raw = dataclasses.replace(entry.raw, url=entry.address, metadata=metadata)
    if stranger:
        id = content_id(f"{feed.id}#", entry.name) if raw.id == entry.raw.url else raw.id
        metadata["claimed_url"] = entry.address or ""
        raw = dataclasses.replace(raw, id=id, url=None, outlet=raw.outlet or site(feed.url))
    return build(raw, options)


def _better(one: Held | None, other: Held) -> Held:
    """Return which of two items of one report has more of it, with the marks of both."""
    if one is None:
        return other
    best = max(
        (one, other), key=lambda h: (not h.stranger, h.whole, len(h.draft.text) if h.draft else 0)
    )
    return replace(best, marks=tuple(dict.fromkeys((*one.marks, *other.marks))))


def merged(before: Held | None, item: Held) -> Held:
    """Return an item that waits as its feed has it now; another site's word of it changes nothing but its marks."""
    if before is None:
        return item
    kept = before if item.stranger and not before.stranger else item
    return replace(kept, marks=tuple(dict.fromkeys((*before.marks, *item.marks))))


def marks_of(item: Held, found: Document | Skipped) -> tuple[str, ...]:
    """Return what is to be remembered of an item that is done."""
    own = canonical(found.url) if isinstance(found, Document) else None
    return (*item.marks, f"item:{own}") if own else item.marks


# ---------------------------------------------------------------- the report of an item


def report(
    held: Held, got: Fetched | SourceError | None, options: AcquireOptions, now: datetime
) -> Document | Skipped | Held:
    """Return the report of an item from the answer to the asking for its page (None where none was asked for).

    Where the page can't be had the feed's own text is the report; where it may be had later the item waits.
    """
    if got is None:
        why = "" if held.whole else "not asked for"
    elif isinstance(got, SourceError):
        told = getattr(got, "retry_after", None)
        if _may_pass(got) and held.tries + 1 < (_TRIES if told is None else _TRIES_WHEN_TOLD):
            wait = _AGAIN * 2.0**held.tries if told is None else told
            due_at = iso(now + timedelta(seconds=min(wait, 86400)))
            return replace(held, tries=held.tries + 1, due_at=due_at)
        why = got.reason
    else:
        try:
            return page_report(held, got, options)
        except RefusedError as error:
            why = str(error)
        except Exception as error:
            # Whatever a hostile page made of a parser: it is this item's trouble and no other's.
            why = f"the page could not be read ({type(error).__name__})"
    if held.draft is None:
        reason = f"no text in the feed and no page: {why}" if why else "no text in the feed"
        return Skipped(document=held.address or held.title or held.feed, reason=reason)
    return _with(held.draft, page_not_read=why) if why else held.draft


def _may_pass(error: SourceError) -> bool:
    """Tell whether a failure may pass: the network's and the server's own may, a plain no does not."""
    if not isinstance(error, FetchFailedError):
        return False
    return error.status is None or error.status >= 500 or error.status in (408, 425, 429)


def page_report(held: Held, got: Fetched, options: AcquireOptions) -> Document:
    """Return the report on the page of an item; raises RefusedError where the page is not of this item."""
    raw = read_report(got, options)
    _check(held, raw.title or "", raw.text)
    draft = held.draft
    found = build(
        dataclasses.replace(
            raw,
            title=raw.title or held.title,
            outlet=raw.outlet or (draft.outlet if draft else None),
            published_at=raw.published_at
            or (draft.published_at.value if draft else held.published),
            language=raw.language or (draft.language if draft else None),
        ),
        options,
    )
    said = draft.metadata if draft else {}
    about = {key: said[key] for key in ("guid", "feed", "author", "updated") if key in said}
    return _with(found, **{k: v for k, v in about.items() if k not in found.metadata})


def _check(held: Held, title: str, text: str) -> None:
    """Raise RefusedError for a page that is none of this item: a wall, a form of consent, a page for what is gone."""
    if held.draft and len(text) < _SHORTER * (len(held.draft.text) - len(held.title or "")):
        raise RefusedError("the page has less text than the feed")
    wanted = _telling(held.title or "")
    if len(wanted) >= 3 and len(wanted & _telling(f"{title} {text}")) < _ALIKE * len(wanted):
        raise RefusedError("the page there says nothing of the item's headline")


def _telling(text: str) -> set[str]:
    return {stem(low) for word in words(text) if not is_stop(low := word.text.casefold())}


def _with(document: Document, **about: str) -> Document:
    return replace(document, metadata={**document.metadata, **about})


def lag(held: Held, document: Document, now: datetime) -> float | None:
    """Return the seconds from publication to now, for an item that came while its feed was followed."""
    told = document.published_at
    when = moment(told.value if told.precision in ("minute", "second") else held.published)
    seconds = (now - when).total_seconds() if when and held.fresh else -1.0
    return seconds if 0 <= seconds <= _LONGEST_LAG else None
