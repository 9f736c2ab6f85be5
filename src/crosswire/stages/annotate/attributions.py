"""Who says what: speaker, cue and content, nested into chains, with the status of the content.

1. `quotes` finds the quotations, `cues` the words that may attribute.
2. `contents` and `speakers` read the tree around each cue; `speech` gives quotations to their cues.
3. `parties` says who the speaker is, `channels` through what, `status` what the holder makes of it.
4. `cited` makes whom a speaker cites a source of the same content.
5. `nesting`: an attribution whose cue lies in the content of another stands inside it.
"""

from typing import Literal

from crosswire.model.annotation import Attribution, Cue, CueClass, Entity, Mention, Part
from crosswire.model.document import Document
from crosswire.stages.annotate.channels import channel_of
from crosswire.stages.annotate.cited import read_cited
from crosswire.stages.annotate.cues import Cue as CueWord
from crosswire.stages.annotate.labels import Label, find_labels
from crosswire.stages.annotate.nesting import nested
from crosswire.stages.annotate.paragraphs import read_paragraphs
from crosswire.stages.annotate.parties import Parties
from crosswire.stages.annotate.quotes import Quote, find_quotes
from crosswire.stages.annotate.ranges import Range, Reach, merged, spans, trimmed, without
from crosswire.stages.annotate.speech import attach_quotes
from crosswire.stages.annotate.status import cue_class, fold
from crosswire.stages.annotate.tree import Tree
from crosswire.stages.annotate.utterances import Utterance, find_utterances, stands

CONFIDENCE = {
    "dash": 0.95,
    "clause direct": 0.94,
    "parenthetical direct": 0.91,
    "according-to direct": 0.89,
    "clause mixed": 0.82,
    "quotation": 0.82,
    "according-to": 0.80,
    "naming direct": 0.80,
    "parenthetical mixed": 0.77,
    "object mixed": 0.75,
    "clause": 0.74,
    "preposition mixed": 0.73,
    "gerund": 0.71,
    "infinitive mixed": 0.71,
    "colon": 0.70,
    "parenthetical": 0.70,
    "naming mixed": 0.69,
    "adjective-clause": 0.67,
    "adjective-preposition": 0.67,
    "as-clause": 0.66,
    "passive-object": 0.66,
    "clause nobody": 0.65,
    "as": 0.64,
    "infinitive": 0.63,
    "object": 0.59,
    "preposition": 0.58,
    "raised-subject": 0.57,
    "as nobody": 0.51,
    "inside-relative": 0.50,
    "amount": 0.50,
    "cited": 0.50,
    "noun-infinitive": 0.48,
    "naming": 0.48,
    "noun-clause": 0.47,
    "noun-preposition": 0.42,
    "preposition nobody": 0.35,
    "no-answer": 0.33,
    "infinitive nobody": 0.30,
    "lead-in": 0.28,
    "relative-object": 0.26,
    "noun-clause nobody": 0.22,
    "adverb": 0.22,
    "noun-preposition nobody": 0.18,
}
"""Share of a rule's findings that agree with PolNeAR in speaker and in half of the content, by rule, and by form or
where nobody is named if that differs.

Measured on 684 articles, some of which the rules were developed on, so somewhat high; where fewer than eight findings
stood there the figure is set low; rules that hardly ever apply have none.
"""


def find_attributions(
    document: Document,
    tree: Tree,
    entities: tuple[Entity, ...],
    mentions: tuple[Mention, ...],
) -> tuple[Attribution, ...]:
    """Return the attributions of `document`, in the order of their cues."""
    reach = Reach(tree)
    quotes = find_quotes(tree)
    labels = find_labels(tree, quotes)
    signed = {label.quote for label in labels}
    utterances = find_utterances(tree, reach, quotes)
    attach_quotes(tree, utterances, [quote for quote in quotes if quote not in signed])
    read_paragraphs(tree, utterances)
    read_cited(tree, reach, utterances)
    standing = (utterance for utterance in utterances if stands(tree, utterance))
    utterances = [*standing, *map(_labelled, labels)]
    parties = Parties(tree, entities, mentions)
    found = (_attribution(tree, reach, parties, utterance) for utterance in utterances)
    return nested([attribution for attribution in found if attribution is not None])


def _labelled(label: Label) -> Utterance:
    """Return what a mark alone attributes."""
    return Utterance(
        CueWord(label.cue, label.rule, "mark", {"quote": "neutral"}),
        speaker=label.speaker[1] - 1,
        words=[label.cue],
        ranges=[label.content],
        rule=label.rule,
        name=label.speaker,
        quotes=[label.quote] if label.quote else [],
    )


def _attribution(
    tree: Tree, reach: Reach, parties: Parties, utterance: Utterance
) -> Attribution | None:
    """Return the finished record, or None where nothing is left that was said."""
    cue = utterance.cue
    words = merged([(t, t + 1) for t in utterance.words])
    name = [] if utterance.name is None else [utterance.name]
    marks = _marks(utterance)
    ranges = without(merged(_said(utterance)), [*words, *name])
    ranges = trimmed(tree, ranges, marks)
    if not ranges:
        return None
    class_ = cue_class(tree, cue, _class(utterance), utterance.head, utterance.speaker)
    entity = None if utterance.speaker is None else parties.entity_of(utterance.speaker)
    form = _form(ranges, utterance.quotes)
    return Attribution(
        id="",
        speaker=Part(spans=spans(tree, name), entity=entity),
        cue=Cue(spans=spans(tree, words), class_=class_, lemma=cue.lemma),
        content=Part(spans=spans(tree, ranges)),
        form=form,
        channel=channel_of(tree, cue, utterance.speaker),
        status=fold(tree, cue, class_, utterance.head, _same_party(tree, utterance)),
        rule=utterance.rule,
        confidence=_confidence(utterance.rule, form if name else "nobody"),
    )


def _confidence(rule: str, kind: str) -> float | None:
    """Return how sure the rule is, for this form or where nobody is named."""
    return CONFIDENCE.get(f"{rule} {kind}", CONFIDENCE.get(rule))


def _said(utterance: Utterance) -> list[Range]:
    """Return the content; what follows "...," she said, without marks is the report's own voice."""
    cue, quotes = utterance.cue.token, utterance.quotes
    if not any(quote.last in (utterance.own[0], utterance.own[0] - 1) for quote in quotes):
        return utterance.ranges
    before = [(first, min(last, cue)) for first, last in utterance.ranges if first < cue]
    return [*before, *((q.first, q.last) for q in quotes if q.first > cue)]


def _marks(utterance: Utterance) -> frozenset[int]:
    """Return the punctuation that belongs to the content: that of quotations and of whole paragraphs."""
    marks = {mark for q in utterance.quotes for mark in (q.first, q.last - 2, q.last - 1)}
    if utterance.rule in ("agency-anaphora", "lead-in"):
        marks.update(last - 1 for _, last in utterance.ranges)
    return frozenset(marks)


def _class(utterance: Utterance) -> CueClass:
    """Return the class of the frame that was found; of a quotation, the class of speaking."""
    frames = utterance.cue.frames
    for frame in (utterance.frame, "that", "quote"):
        if frame in frames:
            return frames[frame]
    return next(iter(frames.values()))


def _form(ranges: list[Range], quotes: list[Quote]) -> Literal["direct", "indirect", "mixed"]:
    """Return direct where nearly all words are quoted, mixed where some are, indirect where none is."""
    if not quotes:
        return "indirect"
    total = sum(last - first for first, last in ranges)
    quoted = sum(
        max(0, min(last, q.last) - max(first, q.first)) for first, last in ranges for q in quotes
    )
    return "direct" if quoted >= 0.9 * total else "mixed"


def _same_party(tree: Tree, utterance: Utterance) -> bool:
    """Tell whether the content's subject is the speaker: the same word, or a first or third person pronoun."""
    if utterance.head < 0 or utterance.speaker is None:
        return False
    subject = tree.child(utterance.head, "nsubj")
    if subject is None:
        return True
    words = tree.parse.words
    return words[subject].lower() in {"it", "he", "she", "they", "we", "i"} or (
        words[subject] == words[utterance.speaker]
    )
