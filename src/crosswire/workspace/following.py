"""What is new: revisions of stories, versions of reports, readers' looks and rules that wait."""

from collections.abc import Sequence

from crosswire.model.change import Changes, History
from crosswire.model.dossier import Dossier
from crosswire.model.kept import RevisionLine, Seen
from crosswire.model.rule import Checked, Rule
from crosswire.model.story import Story
from crosswire.pipeline.revisions import between_revisions, gather, history_of, since_then
from crosswire.pipeline.rules import Desk, check_rules
from crosswire.pipeline.run import Progress, silent
from crosswire.pipeline.web import posting
from crosswire.workspace.held import Held


class Following(Held):
    """The verbs of a reader who comes back."""

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
