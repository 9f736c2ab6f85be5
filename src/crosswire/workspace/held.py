"""What a workspace holds: a store and settings, and the documents, stories and dossiers in it."""

import hashlib
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

from crosswire.errors import NotFoundError
from crosswire.model.annotation import Annotations
from crosswire.model.change import Notice
from crosswire.model.codec import to_json
from crosswire.model.document import Document
from crosswire.model.dossier import Dossier
from crosswire.model.story import Saga, Story
from crosswire.pipeline.again import kept_dossier, made_of, remember_made
from crosswire.pipeline.marking import Settled, Stirred, mark_versions, settle_versions
from crosswire.pipeline.naming import story_named
from crosswire.pipeline.revisions import (
    dossier_of,
    gather,
    keep_revision,
)
from crosswire.pipeline.run import Progress, annotate_documents, producer, silent
from crosswire.settings import Settings
from crosswire.store.base import Writer


class Held:
    """A store, settings, and what is kept there; a context manager."""

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

    def check(self) -> tuple[str, ...]:
        """Return what is wrong with the workspace's file; nothing where it is sound."""
        return self.store.check()

    def backup(self, path: str) -> None:
        """Write a whole copy of the workspace to a new file, or into an empty PostgreSQL database."""
        self.store.backup(path)

    def documents(self) -> tuple[Document, ...]:
        """Return all documents, by id."""
        return tuple(self.store.view().documents())

    def document(self, name: str) -> Document:
        """Return a document; raises NotFoundError if it is not there."""
        found = self.store.view().document(name)
        if found is None:
            raise NotFoundError(f"no document {name!r}; `crosswire documents` lists them")
        return found

    def stories(self, *, limit: int | None = None, offset: int = 0) -> tuple[Story, ...]:
        """Return stories, the largest first: all, or a page of the list."""
        if self.store.view().unsettled():
            self.settle()
        view = self.store.view()
        if limit is None:
            names = None
        else:
            lines = view.story_lines(order="largest", limit=limit, offset=offset)
            names = [line.id for line in lines]
        found = sorted(view.stories(names), key=lambda s: (-len(s.documents), s.id))
        return tuple(found if names is not None else found[offset:])

    def story(self, name: str) -> Story:
        """Return a story by its id, a former id, or the only beginning of one; raises NotFoundError."""
        view = self.store.view()
        story = view.story(story_named(view, name))
        if story is None:
            raise NotFoundError(f"no story {name!r}; `crosswire stories` lists them")
        return self._at_rest(story)

    def _at_rest(self, story: Story) -> Story:
        """Return a story when what stands in its ward for now is settled."""
        view = self.store.view()
        saga = view.record(story.saga, Saga) if story.saga else None
        names = view.members(saga.stories if saga else (story.id,))
        if not (due := sorted(view.placed(n for some in names.values() for n in some))):
            return story
        self._settle((), (), only=due)
        view = self.store.view()
        return view.story(view.story_of(story.id) or story.id) or story

    def dossier(self, story: str, *, progress: Progress = silent) -> Dossier:
        """Return the dossier of a story; the parser reads only what it has not read before."""
        try:
            return self._dossier(self.story(story), progress)
        except NotFoundError:  # a report of it was removed while it was made
            return self._dossier(self.story(story), progress)

    def _dossier(self, story: Story, progress: Progress) -> Dossier:
        found = gather(self.store.view(), story)
        of = made_of(story, found, producer(self.settings))
        kept = kept_dossier(self.store.view(), story.id, of)
        if kept is not None:
            return kept
        made = dossier_of(story, found, lambda d: self._annotations(d, progress), self.settings)
        kept = keep_revision(self.store, made)
        remember_made(self.store, kept, of)
        return kept

    def settle(self) -> tuple[str, ...]:
        """Settle the reports that wait for it, and what is near to them; return those that waited.

        Adding, removing and acts do so by themselves; what an interrupted one left waits for the next.
        """
        waiting = self.store.view().unsettled()
        self._settle((), (), patient=False)
        return waiting

    def _settle(
        self,
        added: Sequence[str],
        notices: Sequence[Notice],
        *,
        patient: bool = True,
        only: Sequence[str] | None = None,
    ) -> Settled:
        """Settle what waits and mark versions in one transaction, so that no kill leaves lists behind the stories.

        `settle_waiting` says what is `patient`, and `only`.
        """
        done: list[Settled] = []

        def mark(writer: Writer, waiting: Sequence[str], stirred: Stirred) -> None:
            done.append(mark_versions(writer, sorted({*added, *waiting}), notices, stirred))

        if only or self.store.view().unsettled(placed=not patient):
            from crosswire.pipeline.settling import settle_waiting  # numpy, no use to reading

            settle_waiting(self.store, mark, patient=patient, only=only)
        return done[0] if done else settle_versions(self.store, added, notices)

    def _state(
        self, story: Story, *, until: str | None = None, progress: Progress = silent
    ) -> Dossier:
        """Return a story's dossier as of `until` (ISO 8601, UTC; now unless given); it is not kept."""
        found = gather(self.store.view(), story, until=until)
        return dossier_of(story, found, lambda d: self._annotations(d, progress), self.settings)

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
