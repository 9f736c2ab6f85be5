"""Feeds, pages and sitemaps of a town that is not there, and a desk that watches them by a clock of its own."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from xml.sax.saxutils import escape

from msgspec.structs import replace
from tests.unit.fetch.servers import Connection, Route, World, answer, world

from crosswire.model.document import Document
from crosswire.model.feed import Feed
from crosswire.pipeline.following import named
from crosswire.pipeline.run import Acquired
from crosswire.pipeline.watch import follow, rounds
from crosswire.pipeline.watch_desk import Desk, Round
from crosswire.stages.acquire.options import AcquireOptions
from crosswire.store.base import Store
from crosswire.store.sql import SqlStore

START = datetime(2031, 3, 4, 9, 0, tzinfo=UTC)
"""When the clock of every test begins."""
FEED = "http://post.example/feed"
SUBJECTS = (
    "Harbour bridge closes after cracks found",
    "Ferry line adds evening crossings",
    "Museum of clocks reopens in spring",
    "Council raises price of parking",
    "Lighthouse keeper retires after decades",
    "School orchestra wins northern prize",
    "Storm delays trains along coast",
    "Market hall roof needs new beams",
)


def body(number: int, more: str = "") -> str:
    """Return the text of a report, long enough to be one."""
    subject = SUBJECTS[number % len(SUBJECTS)]
    return (
        f"{subject}, the town of Velmont said on Monday in its report number {number}. "
        f"Ilse Harding, who speaks for the council, told reporters that the matter of {subject.lower()} "
        f"had been looked at for {number + 2} weeks. Residents will hear more when the council meets "
        f"again in its hall on the square, she added. {more}"
    )


def page(number: int, more: str = "", head: str = "", *, dated: bool = True) -> bytes:
    """Return the answer that holds the page of a report."""
    subject = SUBJECTS[number % len(SUBJECTS)]
    text = body(number, more)
    when = f'<meta property="article:published_time" content="2031-03-04T08:{number:02}:00Z">'
    return answer(
        f"""<!doctype html><html lang="en"><head><title>{subject}</title>{head}
{when if dated else ""}</head>
<body><article><h1>{subject}</h1><p>{text}</p><p>{text}</p></article></body></html>""".encode()
    )


def item(
    number: int, text: str | None = None, *, link: str | None = None, when: datetime = START
) -> str:
    """Return an item of RSS with a summary, or with `text`; `link` "" leaves it without an address."""
    link = f"http://post.example/{number}" if link is None else link
    summary = f"{SUBJECTS[number % len(SUBJECTS)]}, the town of Velmont said."
    place = f"<link>{escape(link)}</link>" if link else ""
    content = f"<content:encoded>{escape(text)}</content:encoded>" if text else ""
    return (
        f"<item><title>{SUBJECTS[number % len(SUBJECTS)]}</title>{place}"
        f'<guid isPermaLink="false">velmont-{number}</guid>'
        f"<pubDate>{format_datetime(when)}</pubDate>"
        f"<description>{escape(summary)}</description>{content}</item>"
    )


def rss(*items: str, head: str = "", **headers: str | None) -> bytes:
    """Return the answer that holds a feed of `items`."""
    text = (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">'
        f"<channel><title>Velmont Post</title><link>http://post.example/</link>{head}{''.join(items)}</channel></rss>"
    )
    return answer(text.encode(), content_type="application/rss+xml", **headers)


def xml(text: str, **headers: str | None) -> bytes:
    """Return the answer that holds other XML."""
    return answer(text.encode(), content_type="application/xml", **headers)


def opml(*addresses: str) -> bytes:
    """Return the answer that holds a list of feeds."""
    return xml(
        f"<opml version='2.0'><body>{''.join(f'<outline xmlUrl={a!r}/>' for a in addresses)}</body></opml>"
    )


def sitemap(*places: tuple[str, str]) -> bytes:
    """Return the answer that holds a sitemap of (address, last change)."""
    urls = "".join(
        f"<url><loc>{a}</loc>{f'<lastmod>{d}</lastmod>' if d else ''}</url>" for a, d in places
    )
    return xml(f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>')


def in_turn(*answers: bytes) -> Route:
    """Return a route that gives one answer after the other, the last for ever."""
    left = list(answers)

    def route(connection: Connection) -> None:
        connection.sendall(left.pop(0) if len(left) > 1 else left[0])

    return route


@dataclass
class Newsroom:
    """A store and a desk over a world of servers; reports are kept as they come, and no stories made of them."""

    there: World
    store: Store
    policy: dict[str, object] = field(default_factory=dict)
    told: list[Feed] = field(default_factory=list)
    every: float = 300
    revisits: tuple[float, ...] = ()
    put_back: float = 0
    """Seconds by which the clock on the wall was put back."""

    def __post_init__(self) -> None:
        self.desk = Desk(
            store=self.store,
            keep=self.keep,
            fetcher=self.there.fetcher(**self.policy),
            options=AcquireOptions(),
            every=self.every,
            revisits=self.revisits,
            now=self.now,
            clock=lambda: self.there.clock.now,
            wait=self.wait,
            chance=lambda: 0.0,
            tell=self.told.append,
        )

    def keep(self, acquired: Acquired) -> list[str]:
        """Keep documents that are not there, a second text of one id under the next free number."""
        added = []
        for document in acquired.documents:
            names = [document.id, *(f"{document.id}~{n}" for n in range(2, 50))]
            for name in names:
                there = self.store.view().document(name)
                if there is None:
                    with self.store.writer() as writer:
                        writer.put(replace(document, id=name))
                    added.append(name)
                if there is None or there.text == document.text:
                    break
        return added

    def now(self) -> datetime:
        return START + timedelta(seconds=self.there.clock.now - 1000 - self.put_back)

    def wait(self, seconds: float) -> bool:
        self.there.clock.now += seconds
        return False

    def watch(
        self, *sources: str, most: int = 1, private: bool = False, full_text: bool = True
    ) -> list[Round]:
        """Follow `sources` (all that is known without any) for `most` rounds."""
        feeds = [f for s in sources for f in named(s, private=private, full_text=full_text)]
        only = follow(self.desk, feeds)
        return list(rounds(self.desk, only, most=most))

    def later(self, seconds: float = 3700) -> Round:
        """Let time pass, and return what a round then brings."""
        self.there.clock.now += seconds
        return self.watch()[0]

    @property
    def feeds(self) -> dict[str, Feed]:
        return self.store.view().records(Feed)

    @property
    def documents(self) -> dict[str, Document]:
        return {d.id: d for d in self.store.view().documents()}

    @property
    def texts(self) -> set[str]:
        return {d.text for d in self.documents.values()}

    @property
    def asked(self) -> list[str]:
        return self.there.server.paths


@contextmanager
def newsroom(
    routes: Mapping[str, Route],
    *,
    every: float = 300,
    names: Mapping[str, list[list[str]]] | None = None,
    reachable: Iterable[str] = (),
    revisits: tuple[float, ...] = (),
    **policy: object,
) -> Iterator[Newsroom]:
    """Give a newsroom over a server with `routes` behind every public name, and behind what else is `reachable`."""
    with world(routes, names=dict(names or {})) as there:
        there.reachable |= set(reachable)
        store = SqlStore(None)
        yield Newsroom(there, store, policy, every=every, revisits=revisits)
        store.close()
