"""What a whole paragraph owes to its neighbour: "He said:" before, "The agency reported the news." after it.

Only a paragraph of one short sentence reaches back, and only to the block right before it.
"""

from crosswire.stages.annotate.ranges import Range
from crosswire.stages.annotate.tree import Tree
from crosswire.stages.annotate.utterances import Utterance

_REACHES_BACK = frozenset(
    "information news this it that story details announcement development statement".split()
)
_RELAYING = frozenset("report carry say cite write announce publish release confirm".split())
_SHORT = 14
"""Tokens of a paragraph that only names its agency."""


def read_paragraphs(tree: Tree, utterances: list[Utterance]) -> None:
    """Give the paragraph before or after to the cues that speak of it."""
    blocks = _blocks(tree)
    place = {block: number for number, (block, _, _) in enumerate(blocks)}
    for utterance in utterances:
        token = utterance.cue.token
        number = place[tree.sentence(token).block]
        _, first, last = blocks[number]
        if not utterance.ranges and utterance.speaks and number + 1 < len(blocks):
            if tree.parse.words[last - 1] == ":" and tree.sentence(token).last == last:
                utterance.ranges = [blocks[number + 1][1:]]
                utterance.rule, utterance.frame = "lead-in", "that"
        elif number > 0 and _speaks_of_before(tree, utterance, (first, last)):
            utterance.ranges = [blocks[number - 1][1:]]
            utterance.rule, utterance.frame, utterance.head = "agency-anaphora", "that", -1


def _speaks_of_before(tree: Tree, utterance: Utterance, block: Range) -> bool:
    first, last = block
    token = utterance.cue.token
    if last - first > _SHORT or tree.sentence(token).first != first or utterance.speaker is None:
        return False
    if tree.parse.heads[token] != token or utterance.cue.lemma not in _RELAYING:
        return False
    what = tree.child(token, "dobj")
    return what is not None and (
        tree.parse.lemmas[what].lower() in _REACHES_BACK
        and tree.child(what, "acl", "relcl", "prep", "poss") is None
    )


def _blocks(tree: Tree) -> list[tuple[int, int, int]]:
    """Return (block, first, last) of every paragraph that has sentences."""
    blocks: list[tuple[int, int, int]] = []
    for sentence in tree.parse.sentences:
        if blocks and blocks[-1][0] == sentence.block:
            blocks[-1] = (sentence.block, blocks[-1][1], sentence.last)
        else:
            blocks.append((sentence.block, sentence.first, sentence.last))
    return blocks
