"""Which entity a speaker is: by the mention at its head word, or by a pronoun's plain reading; else nobody.

A pronoun is read as the last speaker of its kind only where nobody else of that kind could be meant.
"""

from bisect import bisect_left, bisect_right
from typing import NamedTuple

from crosswire.model.annotation import Entity, Mention
from crosswire.stages.annotate.channels import is_medium
from crosswire.stages.annotate.tree import Tree

_PERSONAL = frozenset({"he", "she"})
_RELATIVE = frozenset({"who", "which", "that"})
_BODIES = frozenset({"organization", "place", "nationality"})
_MEMORY = 4
"""Sentences back that a pronoun may reach for the last speaker."""


class Named(NamedTuple):
    """A speaker that was resolved: who, of which kind, and in which sentence."""

    entity: str
    kind: str
    sentence: int


class Parties:
    """The mentions of one document, asked for the speaker of one cue after another, in order of the text."""

    def __init__(
        self, tree: Tree, entities: tuple[Entity, ...], mentions: tuple[Mention, ...]
    ) -> None:
        self._tree = tree
        self._kinds = {entity.id: entity.type for entity in entities}
        self._mentions = sorted(mentions, key=lambda m: (m.start, m.end))
        self._starts = [mention.start for mention in self._mentions]
        self._last: list[Named] = []

    def entity_of(self, token: int) -> str | None:
        """Return the entity of the speaker whose head is `token`, or None where it is not sure."""
        word = self._tree.parse.words[token].lower()
        found = self._mentioned(token)
        if found is None:
            found = self._named_beside(token)
        if found is None and word in _RELATIVE:
            found = self._mentioned(self._antecedent(token))
        if found is None:
            found = self._issuer(token)
        if found is None and word in _PERSONAL:
            found = self._recalled(token, frozenset({"person"}))
        elif found is None and word == "it":
            found = self._subject_before(token) or self._recalled(token, _BODIES)
        if found is not None:
            kind = self._kinds.get(found, "other")
            self._last.append(Named(found, kind, self._tree.sentence_of[token]))
        return found

    def _mentioned(self, token: int) -> str | None:
        """Return the entity of the longest mention that covers the word, or that it is the title of."""
        start, end = self._tree.parse.starts[token], self._tree.parse.ends[token]
        at = bisect_right(self._starts, start)
        covering = [
            m for m in self._mentions[max(0, at - 3) : at] if m.start <= start and end <= m.end
        ]
        return max(covering, key=lambda m: m.end - m.start).entity if covering else None

    def _named_beside(self, token: int) -> str | None:
        """Return the person whose name stands in apposition: "the group's spokesman, Abu Brox"."""
        beside = (self._mentioned(name) for name in self._tree.kids(token, "appos"))
        return next((e for e in beside if e is not None and self._kinds.get(e) == "person"), None)

    def _issuer(self, token: int) -> str | None:
        """Return who issued a document that speaks: "a statement from the ministry", "the ministry's report"."""
        tree = self._tree
        if not is_medium(tree, token):
            return None
        places = tree.kids(token, "poss", "compound")
        for mark in tree.kids(token, "prep", "agent"):
            if tree.parse.words[mark].lower() in ("from", "by", "of"):
                places.extend(tree.kids(mark, "pobj"))
        found = {entity for place in places if (entity := self._mentioned(place)) is not None}
        return found.pop() if len(found) == 1 else None

    def _antecedent(self, token: int) -> int:
        verb = self._tree.parse.heads[token]
        return self._tree.parse.heads[verb] if self._tree.parse.deps[verb] == "relcl" else token

    def _subject_before(self, token: int) -> str | None:
        """Return the body that is the subject of the sentence before, where "it" opens the next one as its subject."""
        tree = self._tree
        here = tree.sentence_of[token]
        first = tree.parse.sentences[here].first
        if token != first or here == 0 or tree.parse.deps[token] != "nsubj":
            return None
        before = tree.parse.sentences[here - 1]
        subjects = {
            mentioned: tree.parse.deps[tree.parse.heads[at]] == "ROOT"
            for at in range(before.first, before.last)
            if tree.parse.deps[at] in ("nsubj", "nsubjpass")
            and (mentioned := self._mentioned(at)) is not None
            and self._kinds.get(mentioned) in _BODIES
        }
        return next(iter(subjects)) if list(subjects.values()) == [True] else None

    def _recalled(self, token: int, kinds: frozenset[str]) -> str | None:
        """Return the last speaker of these kinds, if no other speaker or subject of them came since."""
        here = self._tree.sentence_of[token]
        recent = [n for n in self._last[-8:] if n.kind in kinds and here - n.sentence <= _MEMORY]
        if not recent or len({n.entity for n in recent}) > 1:
            return None
        since = self._tree.parse.sentences[recent[-1].sentence].start
        until = self._tree.parse.starts[token]
        first, last = bisect_left(self._starts, since), bisect_left(self._starts, until)
        others = {
            m.entity
            for m in self._mentions[first:last]
            if m.type in kinds and m.entity != recent[-1].entity and self._is_subject(m)
        }
        return None if others else recent[-1].entity

    def _is_subject(self, mention: Mention) -> bool:
        """Tell whether the last word of the mention is a grammatical subject."""
        at = bisect_left(self._tree.parse.starts, mention.end) - 1
        return at >= 0 and self._tree.parse.deps[at] in ("nsubj", "nsubjpass")
