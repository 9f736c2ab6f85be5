"""Cues on their way to become attributions: each with its speaker and what its syntax says is its content.

A speaker whom the parser finds inside a quotation that the cue stands outside of is a misreading; the name between
the quotation and the cue is taken instead, or nobody.
"""

from bisect import bisect_right
from dataclasses import dataclass, field

from crosswire.stages.annotate.contents import find_content
from crosswire.stages.annotate.cues import Cue, cue_tokens, find_cues
from crosswire.stages.annotate.quotes import Quote
from crosswire.stages.annotate.ranges import Range, Reach
from crosswire.stages.annotate.speakers import between, speaker_range, speaker_token
from crosswire.stages.annotate.tree import Tree

NEAR = 30
"""Tokens that may lie between a quotation and its cue: a name with its title and apposition."""


@dataclass(slots=True)
class Utterance:
    """A cue on its way to become an attribution."""

    cue: Cue
    speaker: int | None
    words: list[int]
    ranges: list[Range] = field(default_factory=list)
    rule: str = "quotation"
    frame: str = ""
    head: int = -1
    name: Range | None = None
    """What the speaker's name covers."""
    quotes: list[Quote] = field(default_factory=list)
    outer: int | None = None
    """Where the words begin that bring in the cue: "the Courier quoted her as saying"."""

    @property
    def own(self) -> Range:
        """Return the stretch from the first to the last word of cue and speaker."""
        first, last = self.name or (self.cue.token, self.cue.token + 1)
        first = first if self.outer is None else min(first, self.outer)
        return min(first, self.words[0]), max(last, self.words[-1] + 1)

    @property
    def speaks(self) -> bool:
        """Tell whether the cue can govern a quotation."""
        return (
            bool(self.cue.frames.keys() & {"that", "quote", "colon"}) and self.cue.pos == "verb"
        ) or self.cue.pos == "preposition"

    @property
    def only_after_colon(self) -> bool:
        """Tell whether the cue governs a quotation after a colon alone: "issued a directive: “...”"."""
        return "colon" in self.cue.frames and not self.cue.frames.keys() & {"that", "quote"}


_MAY_LACK_SPEAKER = frozenset(
    {
        "raised-subject",
        "infinitive",
        "adverb",
        "rumour",
        "according-to",
    }
)
"""Rules that attribute to nobody in particular: "is expected to", "reportedly", "claims that"."""


def _is_nobody(tree: Tree, speaker: int | None) -> bool:
    """Tell whether the speaker is "nobody": then nothing was said."""
    return speaker is not None and tree.parse.words[speaker].lower() in ("nobody", "none")


def stands(tree: Tree, utterance: Utterance) -> bool:
    """Tell whether an utterance without a speaker is one that names nobody, and no misreading."""
    if _is_nobody(tree, utterance.speaker):
        return False
    if utterance.speaker is not None or utterance.rule in _MAY_LACK_SPEAKER:
        return True
    if utterance.rule in ("noun-clause", "noun-preposition"):
        return "distancing" in utterance.cue.frames.values()
    return (
        utterance.rule in ("clause", "preposition", "as", "amount", "no-answer")
        and utterance.cue.passive
    )


def find_utterances(tree: Tree, reach: Reach, quotes: list[Quote]) -> list[Utterance]:
    """Return every cue of the report's own words that has a content, or may govern a quotation."""
    long = [quote for quote in quotes if quote.is_utterance]
    starts = [quote.first for quote in long]
    found = []
    for cue in find_cues(tree):
        at = bisect_right(starts, cue.token) - 1
        quoted = at >= 0 and cue.token < long[at].last
        if quoted and cue.token > long[at].first + 1:
            continue
        utterance = _utterance(tree, reach, cue)
        if quoted and not _speaks_from_outside(utterance, long[at]):
            continue
        _mend_speaker(tree, reach, utterance, long, starts)
        if utterance.ranges or utterance.speaks:
            found.append(utterance)
    return found


def _speaks_from_outside(utterance: Utterance, quote: Quote) -> bool:
    """Tell whether the quotation opens with the cue of a speaker before it: Brox “condemned the strike”."""
    return utterance.speaker is not None and utterance.speaker < quote.first


def _utterance(tree: Tree, reach: Reach, cue: Cue) -> Utterance:
    content = find_content(tree, reach, cue)
    speaker = speaker_token(tree, cue)
    if speaker is not None and tree.parse.pos[speaker] == "SPACE":
        speaker = None  # two blanks after "according to": the parser takes one for the name
    utterance = Utterance(cue, speaker, words=cue_tokens(tree, cue))
    if content is not None:
        utterance.ranges = list(content.ranges)
        utterance.rule, utterance.frame, utterance.head = content.rule, content.frame, content.head
    quoting = _quoting(tree, cue)
    if quoting is not None:
        utterance.words = [quoting, tree.parse.heads[cue.token], cue.token]
        subject = tree.child(quoting, "nsubj")
        utterance.outer = quoting if subject is None else reach.first[subject]
    if utterance.rule == "rumour":
        first = cue.token if utterance.speaker is None else utterance.speaker
        utterance.words = [*range(first, cue.token), *utterance.words]
        utterance.speaker = None
    if utterance.speaker is not None:
        utterance.name = speaker_range(tree, reach, utterance.speaker)
    return utterance


def _quoting(tree: Tree, cue: Cue) -> int | None:
    """Return the verb of "quoted her as saying", whose "saying" is the cue."""
    mark = tree.parse.heads[cue.token]
    if tree.parse.deps[cue.token] != "pcomp" or tree.parse.words[mark].lower() != "as":
        return None
    verb = tree.parse.heads[mark]
    return verb if tree.parse.lemmas[verb].lower() in ("quote", "cite") else None


def _mend_speaker(
    tree: Tree, reach: Reach, utterance: Utterance, quotes: list[Quote], starts: list[int]
) -> None:
    """Take the name between quotation and cue where the speaker found lies inside the quotation."""
    token, cue = utterance.speaker, utterance.cue.token
    if token is None:
        return
    at = bisect_right(starts, token) - 1
    if at < 0 or token >= quotes[at].last:
        return
    end = quotes[at].last
    gap = (end, cue) if token < cue else (cue + 1, quotes[at].first)
    utterance.speaker = between(tree, *gap) if gap[1] - gap[0] <= NEAR else None
    utterance.name = None
    if utterance.speaker is not None:
        first, last = speaker_range(tree, reach, utterance.speaker)
        utterance.name = max(first, gap[0]), min(last, gap[1])
