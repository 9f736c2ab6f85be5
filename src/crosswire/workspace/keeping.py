"""How reports come into a workspace and leave it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from threading import Event
from typing import TYPE_CHECKING

from msgspec.structs import replace

from crosswire.errors import NotFoundError
from crosswire.model.annotation import Annotations
from crosswire.model.change import Notice, VersionChange
from crosswire.model.document import Document
from crosswire.model.feed import Feed
from crosswire.model.record import Record
from crosswire.model.skipped import Skipped
from crosswire.pipeline.keeping import Removed, keep_documents, streamed, take_down
from crosswire.pipeline.revisions import keep_notices
from crosswire.pipeline.run import Acquired, Progress, acquire_options, nothing_read, silent
from crosswire.pipeline.web import fetching
from crosswire.workspace.held import Held

if TYPE_CHECKING:
    from crosswire.pipeline.watch_desk import Round


class Added(Record, frozen=True, kw_only=True):
    """What `add` did: documents new or changed, documents there already, and what was left out."""

    added: tuple[str, ...]
    known: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    versions: tuple[VersionChange, ...] = ()
    """Of the added: which are new versions of a report that was there, and what changed (read without the parser)."""
    withdrawn: tuple[str, ...] = ()
    """Reports that their agency or feed took back."""


class Keeping(Held):
    """The verbs that bring reports and take them away."""

    def add(
        self,
        *sources: str,
        outlet: str | None = None,
        agency: str | None = None,
        published_at: str | None = None,
        offline: bool = False,
        allow_private: bool = False,
        progress: Progress = silent,
    ) -> Added:
        """Read `sources` and keep their documents while they come; then settle the stories.

        Web addresses are fetched, but for `offline`; those of one's own network only with `allow_private`.
        Raises SourceError if nothing at all could be read.
        """
        options = acquire_options(
            self.settings,
            fetch=fetching(self.settings, offline=offline, allow_private=allow_private),
            outlet=outlet,
            agency=agency,
            published_at=published_at,
        )
        skipped: list[Skipped] = []
        notices: list[Notice] = []
        found = streamed(sources, options, skipped, notices, progress)
        done = self._keep(found, skipped, notices, progress=progress)
        if not done.added and not done.known and not notices:
            raise nothing_read(sources, skipped)
        return done

    def keep(self, acquired: Acquired, *, again: bool = True) -> Added:
        """Keep documents that were read already; the rest is as with `add`.

        Without `again`, what was removed from this workspace is left out: that is how feeds are kept.
        """
        return self._keep(acquired.documents, acquired.skipped, acquired.notices, again=again)

    def _keep(
        self,
        documents: Iterable[Document],
        skipped: Sequence[Skipped],
        notices: Sequence[Notice],
        *,
        again: bool = True,
        progress: Progress = silent,
    ) -> Added:
        """Keep documents while they come (`skipped` and `notices` grow meanwhile), then settle the stories."""
        kept = keep_documents(self.store, documents, again=again, progress=progress)
        keep_notices(self.store, notices)
        settled = self._settle(kept.added, notices)  # with what a killed run left, too
        return Added(
            added=kept.added,
            known=kept.known,
            skipped=(*skipped, *kept.skipped),
            versions=settled.versions,
            withdrawn=settled.withdrawn,
        )

    def keep_all(
        self,
        documents: Iterable[Document],
        skipped: Sequence[Skipped] = (),
        notices: Sequence[Notice] = (),
    ) -> Added:
        """Keep the documents of a batch while they come; the rest is as with `keep`."""
        return self._keep(documents, skipped, notices)

    def keep_layers(self, documents: Sequence[Document], found: Sequence[Annotations]) -> None:
        """Keep what the parser made of documents elsewhere; what is not here under its id and text is left out."""
        there = {d.id: d.text for d in self.store.view().documents(d.id for d in documents)}
        with self.store.writer() as writer:
            for document, layers in zip(documents, found, strict=True):
                if there.get(document.id) == layers.text:
                    writer.put(layers, self._made_by(document))

    def watch(
        self,
        *sources: str,
        every: str | None = None,
        rounds: int | None = None,
        full_text: bool = True,
        revisit: bool = True,
        allow_private: bool = False,
        stop: Event | None = None,
        tell: Callable[[Feed], None] = lambda feed: None,
        kept: Callable[[Added], None] = lambda done: None,
    ) -> "Iterator[Round]":
        """Follow the feeds that `sources` name (all known ones without any) and yield each round when it is done.

        `every` is the shortest time between two askings of a feed ("5m"); without `revisit` no read page is looked at
        again for silent edits; setting `stop` ends it; `tell` gets each feed that was asked, `kept` what was done with
        reports. What was removed from the workspace stays away.
        Raises UsageError for a source that is none, and where there is nothing to follow.
        """
        from crosswire.pipeline import watch as watching
        from crosswire.pipeline.watch_desk import desk_of

        def keep(acquired: Acquired) -> tuple[str, ...]:
            done = self.keep(acquired, again=False)
            kept(done)
            return done.added

        desk = desk_of(
            self.store,
            keep,
            self.settings,
            every=every,
            revisit=revisit,
            allow_private=allow_private,
            stop=stop,
            tell=tell,
        )
        only = watching.begin(desk, sources, private=allow_private, full_text=full_text)
        return watching.rounds(desk, only, most=rounds)

    def feeds(self) -> tuple[Feed, ...]:
        """Return the feeds that are followed, by address, each with its health."""
        found = self.store.view().records(Feed)
        return tuple(found[name] for name in sorted(found))

    def forget_feed(self, name: str) -> None:
        """Follow a feed no more; raises NotFoundError if it is not followed. Its reports stay."""
        from crosswire.pipeline.watch import forget

        if not forget(self.store, name):
            raise NotFoundError(f"no feed {name!r} is followed; `crosswire feeds` lists them")

    def remove(self, *documents: str) -> Removed:
        """Forget documents and everything made from them or pointing to them, down to the bytes in the file.

        Raises NotFoundError, and removes nothing, if one is not there.
        """
        view = self.store.view()
        beside = view.stories(sorted(set(view.homes(documents).values())))
        removed = take_down(self.store, documents)
        left = {name for story in beside for name in story.documents}.difference(documents)
        self._settle(sorted(left), ())  # which version counts may be another now
        return replace(removed, erased=self.store.purge())
