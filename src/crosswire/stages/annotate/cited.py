"""Sources that a speaker cites: "..., the Courier reported, citing police" is a chain of two, the police at its end.

Only who can speak is taken so: people, bodies and papers. "Citing the weather" stays what the speaker cites.
"""

from crosswire.stages.annotate.ranges import Range, Reach, without
from crosswire.stages.annotate.sources import can_speak
from crosswire.stages.annotate.speakers import speaker_range
from crosswire.stages.annotate.tree import Tree
from crosswire.stages.annotate.utterances import Utterance

RULE = "cited"
_CITING = frozenset({"cite", "quote"})


def read_cited(tree: Tree, reach: Reach, utterances: list[Utterance]) -> None:
    """Make whoever is cited beside a cue the speaker of the same content."""
    for number, utterance in enumerate(utterances):
        if utterance.outer is not None:
            _quoted_as_saying(tree, utterance, utterances[:number])
            continue
        who = _cited(tree, utterance)
        near = (*reversed(utterances[max(0, number - 3) : number]), *utterances[number + 1 :][:2])
        governor = who and next((u for u in near if _governs(tree, u, utterance)), None)
        if who is None or not governor:
            continue
        own = reach.of(utterance.cue.token)
        governor.ranges = without(governor.ranges, [own])
        utterance.ranges = list(governor.ranges)
        utterance.quotes = list(governor.quotes)
        utterance.speaker, utterance.name = who, _name(tree, reach, who, own)
        utterance.rule, utterance.frame, utterance.head = RULE, "that", governor.head


def _quoted_as_saying(tree: Tree, saying: Utterance, before: list[Utterance]) -> None:
    """Give the one who "quoted her as saying" the words that she said."""
    verb = tree.parse.heads[tree.parse.heads[saying.cue.token]]
    quoting = next((u for u in reversed(before[-3:]) if u.cue.token == verb), None)
    if quoting is None or not saying.ranges:
        return
    quoting.ranges, quoting.quotes = list(saying.ranges), list(saying.quotes)
    quoting.rule, quoting.frame, quoting.head = "clause", "that", saying.head
    saying.words, saying.rule = saying.words[1:], RULE


def _name(tree: Tree, reach: Reach, who: int, own: Range) -> Range:
    first, last = speaker_range(tree, reach, who)
    return max(first, own[0]), min(last, own[1])


def _cited(tree: Tree, utterance: Utterance) -> int | None:
    """Return the object of "citing" where it names somebody who can speak."""
    token = utterance.cue.token
    beside = tree.parse.tags[token] == "VBG" or tree.parse.deps[token] == "relcl"
    if utterance.cue.lemma not in _CITING or not beside:
        return None
    who = tree.child(token, "dobj")
    return who if who is not None and can_speak(tree, who) else None


def _governs(tree: Tree, other: Utterance, citing: Utterance) -> bool:
    """Tell whether `other` says in the same sentence what `citing` gives the source of."""
    token = other.cue.token
    same = tree.sentence_of[token] == tree.sentence_of[citing.cue.token]
    return same and other.speaks and other.rule != RULE and bool(other.ranges or other.quotes)
