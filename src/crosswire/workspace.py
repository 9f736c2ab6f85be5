"""The façade: a store, settings and the pipeline behind the verbs that every surface says.

    workspace = crosswire.open("news.db")        # or crosswire.open() in memory
    workspace.add("reports/")
    dossier = workspace.dossier(workspace.stories()[0].id)

Adding is idempotent: the same documents in any order give the same stories and dossiers.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import TYPE_CHECKING, Self

from msgspec.structs import replace

from crosswire.errors import NotFoundError
from crosswire.model.act import Act, Judged
from crosswire.model.annotation import Annotations
from crosswire.model.change import Changes, History, Notice, VersionChange
from crosswire.model.codec import to_json
from crosswire.model.document import Document
from crosswire.model.dossier import Dossier, Skipped
from crosswire.model.feed import Feed
from crosswire.model.finding import Found
from crosswire.model.kept import RevisionLine, Seen
from crosswire.model.matching import Matching
from crosswire.model.record import Record
from crosswire.model.rule import Checked, Rule
from crosswire.model.story import Story
from crosswire.pipeline import acts
from crosswire.pipeline.explain import (
    Explanation,
    explain_document,
    explain_in_dossier,
    homes_of,
)
from crosswire.pipeline.find import find
from crosswire.pipeline.keeping import Removed, keep_documents, streamed, take_down
from crosswire.pipeline.match import match_text
from crosswire.pipeline.revisions import (
    between_revisions,
    dossier_of,
    gather,
    history_of,
    keep_notices,
    keep_revision,
    settle_versions,
    since_then,
)
from crosswire.pipeline.rules import Desk, check_rules
from crosswire.pipeline.run import (
    Acquired,
    Progress,
    acquire_options,
    annotate_documents,
    nothing_read,
    producer,
    silent,
    with_story_date,
)
from crosswire.pipeline.verify import Verification, verify_dossier
from crosswire.pipeline.web import fetching, posting
from crosswire.settings import Settings
from crosswire.store.base import Writer

if TYPE_CHECKING:
    from crosswire.pipeline.watch import Round

ANY_NUMBER = 1_000_000_000
"""A limit that none reaches."""


class Added(Record, frozen=True, kw_only=True):
    """What `add` did: documents new or changed, documents there already, and what was left out."""

    added: tuple[str, ...]
    known: tuple[str, ...]
    skipped: tuple[Skipped, ...]
    versions: tuple[VersionChange, ...] = ()
    """Of the added: which are new versions of a report that was there, and what changed (read without the parser)."""
    withdrawn: tuple[str, ...] = ()
    """Reports that their agency or feed took back."""


class Workspace:
    """Reports kept between runs, with their stories and dossiers; a context manager."""

    def __init__(self, path: str | None = None, settings: Settings | None = None) -> None:
        from crosswire.store.sql import SqlStore  # slow to load, and no use to one-shot commands

        self.settings = settings or Settings()
        self.store = SqlStore(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the workspace's file."""
        self.store.close()

    # ------------------------------------------------------------ writing

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
        waiting = self.settle()  # what a killed run left, too
        settled = settle_versions(self.store, sorted({*kept.added, *waiting}), notices)
        return Added(
            added=kept.added,
            known=kept.known,
            skipped=(*skipped, *kept.skipped),
            versions=settled.versions,
            withdrawn=settled.withdrawn,
        )

    def watch(
        self,
        *sources: str,
        every: str | None = None,
        rounds: int | None = None,
        full_text: bool = True,
        allow_private: bool = False,
        stop: Event | None = None,
        tell: Callable[[Feed], None] = lambda feed: None,
        kept: Callable[[Added], None] = lambda done: None,
    ) -> "Iterator[Round]":
        """Follow the feeds that `sources` name (all known ones without any) and yield each round when it is done.

        `every` is the shortest time between two askings of a feed ("5m"); setting `stop` ends it; `tell` gets each
        feed that was asked, `kept` what was done with reports. What was removed from the workspace stays away.
        Raises UsageError for a source that is none, and where there is nothing to follow.
        """
        from crosswire.pipeline import watch as watching

        def keep(acquired: Acquired) -> tuple[str, ...]:
            done = self.keep(acquired, again=False)
            kept(done)
            return done.added

        desk = watching.desk_of(
            self.store,
            keep,
            self.settings,
            every=every,
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
        removed = take_down(self.store, documents)
        settle_versions(self.store, self.settle(), ())
        return replace(removed, erased=self.store.purge())

    # ------------------------------------------------------------ what a person decides

    def merge(self, one: str, other: str, *, who: str | None = None) -> Act:
        """Make two stories one, for good: every later settling keeps them together, until it is undone."""
        return self._act(lambda writer: acts.merge(writer, one, other, acts.person(who)))

    def split(self, story: str, *documents: str, who: str | None = None) -> Act:
        """Make some reports of a story a story of their own, for good, until it is undone."""
        return self._act(lambda writer: acts.split(writer, story, documents, acts.person(who)))

    def confirm(
        self, about: Judged, one: str, other: str, *, story: str, who: str | None = None
    ) -> Act:
        """Say that an alignment (two claims), an alias (two names) or a root (claim, name) of a story is right."""
        dossier = self.dossier(story)
        return self._act(
            lambda writer: acts.judge(
                writer, "confirm", about, (one, other), dossier, acts.person(who)
            )
        )

    def reject(
        self, about: Judged, one: str, other: str, *, story: str, who: str | None = None
    ) -> Act:
        """Say that an alignment (two claims), an alias (two names) or a root (claim, name) of a story is wrong."""
        dossier = self.dossier(story)
        return self._act(
            lambda writer: acts.judge(
                writer, "reject", about, (one, other), dossier, acts.person(who)
            )
        )

    def note(self, name: str, text: str, *, who: str | None = None) -> Act:
        """Keep a remark on a story, a report or anything of a dossier, by its id."""
        return self._act(lambda writer: acts.note(writer, name, text, acts.person(who)))

    def undo(self, act: str, *, who: str | None = None) -> Act:
        """Undo an act: stories, alignments, aliases and roots are again what the machine finds."""
        return self._act(lambda writer: acts.undo(writer, act, acts.person(who)))

    def acts(self, *, standing: bool = False) -> tuple[Act, ...]:
        """Return what people decided, in order; with `standing` without what was undone."""
        return self.store.view().acts(standing=standing)

    def _act(self, decide: Callable[[Writer], Act]) -> Act:
        with self.store.writer() as writer:
            act = decide(writer)
        self.settle()
        return act

    def settle(self) -> tuple[str, ...]:
        """Settle the reports that wait for it, and what is near to them; return those that waited.

        Adding, removing and acts do so by themselves; what an interrupted one left waits for the next.
        """
        waiting = self.store.view().unsettled()
        if waiting:
            from crosswire.pipeline.settling import settle_waiting  # numpy, no use to reading

            settle_waiting(self.store)
        return waiting

    # ------------------------------------------------------------ reading

    def documents(self) -> tuple[Document, ...]:
        """Return all documents, by id."""
        return tuple(self.store.view().documents())

    def document(self, name: str) -> Document:
        """Return a document; raises NotFoundError if it is not there."""
        found = self.store.view().document(name)
        if found is None:
            raise NotFoundError(f"no document {name!r}; `crosswire documents` lists them")
        return found

    def stories(self) -> tuple[Story, ...]:
        """Return all stories, the largest first."""
        return tuple(sorted(self.store.view().stories(), key=lambda s: (-len(s.documents), s.id)))

    def story(self, name: str) -> Story:
        """Return a story by its id, a former id, or the only beginning of one; raises NotFoundError."""
        view = self.store.view()
        found = view.story_of(name)
        if found is None and name:
            starts = view.beginning(name)
            found = starts[0] if len(starts) == 1 else None
        story = view.story(found) if found else None
        if story is None:
            raise NotFoundError(f"no story {name!r}; `crosswire stories` lists them")
        return story

    def dossier(self, story: str, *, progress: Progress = silent) -> Dossier:
        """Return the dossier of a story; the parser reads only what it has not read before."""
        made = self._state(self.story(story), progress=progress)
        try:
            return keep_revision(self.store, made)
        except NotFoundError:  # a report of it was removed while it was made
            made = self._state(self.story(story), progress=progress)
        try:
            return keep_revision(self.store, made)
        except NotFoundError:  # a report of it was removed while it was made
            return keep_revision(self.store, self._state(self.story(story), progress=progress))

    def _state(
        self, story: Story, *, until: str | None = None, progress: Progress = silent
    ) -> Dossier:
        """Return a story's dossier as of `until` (ISO 8601, UTC; now unless given); it is not kept."""
        found = gather(self.store.view(), story, until=until)
        return dossier_of(story, found, lambda d: self._annotations(d, progress), self.settings)

    def revisions(self, story: str) -> tuple[RevisionLine, ...]:
        """Return the kept revisions of a story, in order."""
        return self.store.view().revisions(self.story(story).id)

    def diff(
        self,
        story: str,
        since: str | int = "last",
        *,
        reader: str = "",
        progress: Progress = silent,
    ) -> Changes:
        """Return what is new in a story since `reader`'s last look, a revision, a time or an age ("2d").

        It is no look itself: `mark_seen` says that the reader has seen it.
        """
        wanted = self.story(story)
        after = self.dossier(wanted.id, progress=progress)

        def make(until: str) -> Dossier | None:
            before = self._state(wanted, until=until, progress=progress)
            return before if before.documents or before.earlier else None

        return since_then(self.store, after, since, reader, make)

    def changes(self, story: str, *, most: int = 20) -> tuple[Changes, ...]:
        """Return what each of the last `most` revisions of a story brought, the newest first: a feed of it."""
        return between_revisions(self.store, self.story(story).id, most=most)

    def mark_seen(self, story: str, *, reader: str = "", revision: int | None = None) -> Seen:
        """Remember that `reader` has seen a story, as of its newest revision unless another is named."""
        wanted = self.story(story).id
        if revision is None:
            kept = self.revisions(wanted)
            revision = kept[-1].number if kept else self.dossier(wanted).story.revision
        with self.store.writer() as writer:
            return writer.put_seen(reader, wanted, revision)

    def check_rules(
        self,
        rules: Sequence[Rule],
        *,
        documents: Sequence[str] | None = None,
        allow_private: bool = False,
        baseline: bool = False,
        progress: Progress = silent,
    ) -> Checked:
        """Look for what `rules` are about in the stories of `documents` (all stories without) and deliver it.

        Each change is told once, however often this is called; `baseline` takes what there is as told.
        """
        view = self.store.view()
        homes = None if documents is None else sorted(set(view.homes(documents).values()))
        desk = Desk(
            store=self.store,
            dossier=lambda name: self.dossier(name, progress=progress),
            as_of=lambda story, at: self._state(story, until=at, progress=progress),
        )
        post = posting(self.settings, allow_private=allow_private)
        return check_rules(desk, rules, view.stories(homes), post, baseline=baseline)

    def versions(self, document: str, *, progress: Progress = silent) -> History:
        """Return the versions of the report that `document` is one of, and what changed, sentence by sentence."""
        found = self.document(document)
        view = self.store.view()
        home = view.homes([found.id]).get(found.id)
        story = view.story(home) if home else None
        around = gather(view, story or Story(id="", documents=(found.id,)))
        return history_of(found.id, around, lambda d: self._annotations(d, progress))

    def export(
        self,
        *stories: str,
        formats: Sequence[str],
        folder: str | Path,
        least: int = 2,
        progress: Progress = silent,
    ) -> tuple[Path, ...]:
        """Write stories (all of at least `least` reports without a name) into a folder; return the paths.

        Each format gives a file a story; `csv` and `parquet` one a table, with the rows of all stories.
        """
        from crosswire.pipeline.exports import export

        named = [self.story(name) for name in stories]
        wanted = named or [s for s in self.stories() if len(s.documents) >= least]
        made = (self.dossier(s.id, progress=progress) for s in wanted)
        whole = ((d, [self.document(x.id) for x in d.documents]) for d in made)
        return export(whole, Path(folder), formats)

    def _annotations(
        self, documents: Sequence[Document], progress: Progress
    ) -> Mapping[str, Annotations]:
        view = self.store.view()
        found: dict[str, Annotations] = {}
        missing = []
        for document in documents:
            kept = view.annotations(document.id, self._made_by(document))
            if kept is None:
                missing.append(document)
            else:
                found[document.id] = kept
        for document, annotations in zip(
            missing, annotate_documents(missing, self.settings, progress), strict=True
        ):
            with self.store.writer() as writer:
                writer.put(annotations, self._made_by(document))
            found[document.id] = annotations
        return found

    def _made_by(self, document: Document) -> str:
        """Return the hash of everything besides the text that annotations depend on."""
        made_by = producer(self.settings)
        anchor = document.metadata.get("story_date")
        return hashlib.sha256(to_json([made_by, anchor])).hexdigest()[:16]

    def search(self, words: str, *, limit: int = 20) -> tuple[Document, ...]:
        """Return the documents that hold all of `words`, best first."""
        view = self.store.view()
        found = (view.document(name) for name in view.search(words, limit))
        return tuple(d for d in found if d is not None)

    def find(self, query: str, *, limit: int = 20, offset: int = 0) -> Found:
        """Return the reports that meet a query (`text.query` has its grammar), with the passages that do.

        Raises UsageError for a query that can't be read.
        """
        return find(self.store.view(), query, limit=limit, offset=offset)

    def match(self, text: str, *, story: str | None = None) -> Matching:
        """Return the claims that the sentences of `text` are like, in one story or in those its words lead to.

        Likeness is no verdict. Raises UsageError for a text that has no words or is too long.
        """
        home = self.story(story).id if story else None
        return match_text(self.store.view(), text, self.dossier, home)

    def read(self, *, limit: int = ANY_NUMBER, least: int = 2, progress: Progress = silent) -> int:
        """Have the parser read reports of stories of at least `least`, the newest first; return how many it read.

        `dossier` does so when it is asked for; read before, it opens at once, and searching knows who says what.
        """
        view = self.store.view()
        wanted = set(view.unread(limit, least=least))
        for story in view.stories(view.homes(wanted).values()):
            documents = with_story_date([self.document(name) for name in story.documents])
            self._annotations([d for d in documents if d.id in wanted], progress)
        return len(wanted)

    def why(self, name: str, other: str | None = None, *, story: str | None = None) -> Explanation:
        """Return the words, rules and weights behind an id: of a document, story, or anything in a dossier.

        With the id of an `other` document: why the two are in one story, or in two. `story` says in whose
        dossier to look. Raises NotFoundError where nothing has this id.
        """
        view = self.store.view()
        if other is not None:
            from crosswire.pipeline.explain_pairs import explain_pair  # numpy, only for this

            return explain_pair(view, name, other)
        if story is None and view.document(name) is not None:
            home = view.homes([name]).get(name)
            return explain_document(name, view.story(home) if home else None)
        own = view.story_of(story or name)
        for home in (own,) if own else homes_of(view, name):
            dossier = self.dossier(home)
            found = explain_in_dossier(name, dossier, view.story(home))
            if found is not None:
                return found
        raise NotFoundError(f"nothing has the id {name!r}; ids stand in the dossier's JSON")

    def propose(
        self,
        story: str,
        kinds: Sequence[str] = ("lede",),
        *,
        language: str | None = None,
        progress: Progress = silent,
    ) -> Dossier:
        """Return the dossier of a story with what the language model of the settings proposes to it, kept or refused.

        Nothing of it is kept in the workspace. Raises UsageError where no model is named, SourceError where it can't
        be asked or its answer can't be read.
        """
        from crosswire.pipeline.propose import check_request, propose  # only for this

        check_request(kinds, self.settings, language)  # before the parser is loaded
        return propose(
            self.dossier(story, progress=progress), kinds, self.settings, language=language
        )

    def verify(self, dossier: Dossier) -> Verification:
        """Re-check every span and hash of `dossier` against the workspace's own texts."""
        wanted = {d.id for d in (*dossier.documents, *dossier.earlier)}
        return verify_dossier(dossier, [d for d in self.documents() if d.id in wanted])

    def check(self) -> tuple[str, ...]:
        """Return what is wrong with the workspace's file; nothing where it is sound."""
        return self.store.check()

    def backup(self, path: str) -> None:
        """Write a whole copy of the workspace to a new file, or into an empty PostgreSQL database."""
        self.store.backup(path)


def open(path: str | None = None, *, settings: Settings | None = None) -> Workspace:
    """Open the workspace in the SQLite file `path`, making it where it is missing; in memory without one.

    A `path` of the form `postgresql://USER@HOST/NAME` is a workspace that many share, in a PostgreSQL database.
    """
    return Workspace(path, settings)
