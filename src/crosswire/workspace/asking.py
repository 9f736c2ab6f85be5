"""What can be asked of the reports and stories that are there."""

from collections.abc import Sequence
from pathlib import Path

from crosswire.errors import NotFoundError
from crosswire.model.document import Document
from crosswire.model.dossier import Dossier
from crosswire.model.finding import Found
from crosswire.model.matching import Matching
from crosswire.pipeline.explain import Explanation, explain_document, explain_in_dossier, homes_of
from crosswire.pipeline.find import find
from crosswire.pipeline.match import match_text
from crosswire.pipeline.run import Progress, silent, with_story_date
from crosswire.pipeline.verify import Verification, verify_dossier
from crosswire.workspace.held import Held

ANY_NUMBER = 1_000_000_000
"""A limit that none reaches."""


class Asking(Held):
    """The verbs that look something up, explain it, or hand it out."""

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

    def verify(self, dossier: Dossier) -> Verification:
        """Re-check every span and hash of `dossier` against the workspace's own texts."""
        wanted = {d.id for d in (*dossier.documents, *dossier.earlier)}
        return verify_dossier(dossier, [d for d in self.documents() if d.id in wanted])
