"""What is said: the stretch of tokens that a cue's frame makes its content, without the cue and the speaker.

One function a frame; the first frame that finds something wins, clauses before objects. "That" belongs to the
content, a governing preposition to the cue, as in PolNeAR.
"""

from collections.abc import Callable

from crosswire.stages.annotate import content_clauses, content_frames, content_phrases
from crosswire.stages.annotate.content_shapes import Content
from crosswire.stages.annotate.cues import Cue
from crosswire.stages.annotate.ranges import Reach
from crosswire.stages.annotate.tree import Tree

LONGEST = 400
"""Tokens of a content by syntax: what is longer is no sentence, and many of them nested would cost the square."""

Finder = Callable[[Tree, Reach, Cue], Content | None]


def find_content(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """Return the content of `cue` by its syntax alone, or None."""
    finders = _FINDERS[cue.pos]
    if cue.pos == "verb" and _governs_preposition(tree, cue):
        finders = (content_phrases.preposition, *finders)
    for finder in finders:
        content = finder(tree, reach, cue)
        if content is not None and content.ranges:
            first, last = content.ranges[0]
            return content if last - first <= LONGEST else None
    return None


def _governs_preposition(tree: Tree, cue: Cue) -> bool:
    """Tell whether the word right after the cue is a preposition of its frames: "warned of"."""
    after = cue.token + 1
    clause = tree.child(cue.token, "ccomp")
    if clause is not None and tree.child(clause, "mark") is not None:
        return False
    return after < len(tree.parse.heads) and (
        tree.parse.deps[after] == "prep"
        and tree.parse.heads[after] == cue.token
        and tree.parse.words[after].lower() in cue.frames
    )


_FINDERS: dict[str, tuple[Finder, ...]] = {
    "verb": (
        content_clauses.rumour,
        content_clauses.raised,
        content_clauses.inside_relative,
        content_clauses.clause,
        content_clauses.infinitive,
        content_phrases.preposition,
        content_phrases.amount,
        content_phrases.as_phrase,
        content_phrases.call,
        content_clauses.gerund,
        content_phrases.unanswered,
        content_phrases.object,
        content_clauses.as_clause,
        content_clauses.parenthetical,
    ),
    "noun": (content_frames.noun_clause, content_frames.noun_preposition),
    "adjective": (content_frames.adjective, content_frames.adjective_preposition),
    "adverb": (content_frames.adverb,),
    "preposition": (content_frames.according,),
    "silence": (content_phrases.silence,),
}
