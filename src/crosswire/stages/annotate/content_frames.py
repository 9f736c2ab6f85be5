"""Contents of cues that are no verbs: the claim that ..., according to ..., reportedly ..., confident that ..."""

from crosswire.stages.annotate.channels import is_medium
from crosswire.stages.annotate.content_shapes import (
    Content,
    cut_away,
    has_subject,
    is_clause,
    is_to_infinitive,
)
from crosswire.stages.annotate.cues import Cue, is_speech
from crosswire.stages.annotate.ranges import Reach, without
from crosswire.stages.annotate.tree import Tree


def _lemma(tree: Tree, token: int) -> str:
    return tree.parse.lemmas[token].lower()


def noun_clause(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """the claim [that the bridge is closed]; a promise [to mend it]; not "said in a statement that"."""
    governor = tree.parse.heads[tree.parse.heads[cue.token]]
    if tree.parse.deps[cue.token] == "pobj" and is_speech(_lemma(tree, governor)):
        return None
    for child in tree.kids(cue.token, "acl", "ccomp", "relcl", "xcomp"):
        first, last = reach.of(child)
        mark = tree.child(child, "mark")
        if child < cue.token or first <= cue.token:
            continue
        if "that" in cue.frames and mark is not None and tree.parse.words[mark].lower() == "that":
            return Content([(first, last)], "noun-clause", child, "that")
        if "inf" in cue.frames and is_to_infinitive(tree, child):
            return Content([(first, last)], "noun-infinitive", child, "inf")
    return None


def noun_preposition(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """allegations of [fraud]; calls for [talks]."""
    for mark in tree.kids(cue.token, "prep"):
        target = tree.child(mark, "pobj", "pcomp")
        if target is None or is_medium(tree, target):  # a statement on its page
            continue
        if tree.parse.words[mark].lower() in cue.frames:
            return Content(
                [(mark + 1, reach.last[mark])],
                "noun-preposition",
                target,
                tree.parse.words[mark].lower(),
            )
    return None


def adjective(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """was confident [that the bridge would hold]."""
    for child in tree.kids(cue.token, "ccomp"):
        if not is_to_infinitive(tree, child) and child > cue.token:
            return Content([reach.of(child)], "adjective-clause", child, "that")
    return None


def adjective_preposition(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """was worried about [the bridge]."""
    for mark in tree.kids(cue.token, "prep"):
        word = tree.parse.words[mark].lower()
        if word in cue.frames and mark == cue.token + 1 and reach.last[mark] > mark + 1:
            return Content([(mark + 1, reach.last[mark])], "adjective-preposition", mark, word)
    return None


def adverb(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """[The bridge is] reportedly [closed]: the clause that the adverb stands in."""
    head = tree.parse.heads[cue.token]
    if head == cue.token:
        return None
    body = without([reach.of(head)], [(cue.token, cue.token + 1)])
    return Content(
        without(body, list(cut_away(tree, reach, head, cue.token))), "adverb", head, "clause"
    )


def according(tree: Tree, reach: Reach, cue: Cue) -> Content | None:
    """[The bridge is closed], according to the police[, and will stay so]."""
    own = reach.of(cue.token)
    head = tree.parse.heads[cue.token]
    climb = own[0] > 0 and tree.parse.words[own[0] - 1] in {",", "”", '"', "—", "–"}
    while tree.parse.heads[head] != head and not (is_clause(tree, head) and not climb):
        if tree.parse.deps[head] in ("conj", "parataxis") and has_subject(tree, head):
            break
        head = tree.parse.heads[head]
    body = without([reach.of(head)], [own])
    return Content(
        without(body, list(cut_away(tree, reach, head, cue.token))), "according-to", head, "frame"
    )
