"""What a person decides, kept with who and when, until it is undone."""

from collections.abc import Callable

from crosswire.model.act import Act, Judged
from crosswire.pipeline import acts
from crosswire.store.base import Writer
from crosswire.workspace.held import Held


class Deciding(Held):
    """The verbs of a person who knows better than the machine."""

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
        self._settle((), ())
        return act
