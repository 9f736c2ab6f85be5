"""Layers to statements: what one report says in one clause, with its chain of attribution and its slots.

1. Every clause is a statement; so is the content of an attribution that holds no clause ("demanded an
   immediate withdrawal").
2. Its chain runs from the source nearest the report to the one nearest the words.
3. Its slots (entities across the story, figures, times, places, polarity, modality) are what alignment compares.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence

from crosswire.model.annotation import (
    Annotations,
    Attribution,
    Clause,
    Figure,
    Place,
    Status,
    Time,
)
from crosswire.model.record import Record, content_id
from crosswire.model.span import Span
from crosswire.stages.reconcile.moods import own_status, status_as_content
from crosswire.stages.reconcile.parties import is_thing

HEADLINES = ("headline", "subhead")
_STATUS_OF_ACT: dict[str, Status] = {
    "directive": "demand",
    "negative": "denied",
    "no-comment": "no-comment",
    "unconfirmed": "unconfirmed",
    "commissive": "pledge",
    "threat": "threat",
}
_OF_NOTHING = ("no-comment", "unconfirmed", "negative")
"""Classes of cues that tell nothing by themselves: "declined to say", "could not confirm", "dismissed"."""
_MODAL = ("expected", "possible", "conditional")
_PROSPECTIVE = ("prospective", "commissive", "threat", "directive")
"""A "will" somewhere in a long quotation makes only the clause that has it a forecast, unless the cue forecasts."""
MIN_CONTENT_WORDS = 4
MIN_PHRASE_WORDS = 6
"""A verbless line of fewer words ("The embassy of Russia") claims nothing, unless it counts ("26 dead")."""


_EXPLETIVE = re.compile(r"\bit\s+\Z", re.IGNORECASE)


class Statement(Record, frozen=True, kw_only=True):
    """What one report says in one stretch of words, `[start, end)` of its text.

    `chain` holds the attributions around it, the one nearest the report first; `position` is the
    share of the report's sentences that come before it; `shown` is the stretch that keeps the attribution.
    """

    id: str
    document: str
    start: int
    end: int
    text: str
    shown: Span
    sentence: int
    position: float
    headline: bool
    kind: str
    predicate: str
    subject: Span | None
    object: Span | None
    negated: bool
    tense: str
    status: Status
    chain: tuple[Attribution, ...]
    act: Attribution | None
    """The attribution whose cue is this statement's own predicate (a demand, a denial), if any."""
    entities: frozenset[str]
    subject_entities: frozenset[str]
    object_entities: frozenset[str]
    named: tuple[tuple[int, int, str], ...]
    """Where the statement names an entity: `[start, end)` of the text, and which."""
    figures: tuple[Figure, ...]
    figures_said: tuple[Figure, ...]
    """The same, and what stands in the rest of the sentence."""
    times: tuple[Time, ...]
    before: Time | None
    """The last time that its sentence names before it ("since 1990, when …")."""
    places: tuple[Place, ...]


def read_statements(annotations: Annotations, who: Mapping[str, str]) -> tuple[Statement, ...]:
    """Return the statements of one document, in the order of the text.

    `who` maps the document's entity ids to the story's.
    """
    index = _Index(annotations, who)
    found = [index.from_clause(clause) for clause in annotations.clauses if index.is_claim(clause)]
    found += [
        index.from_content(attribution, span)
        for attribution in annotations.attributions
        for span in _bare_contents(attribution, annotations.clauses)
        if not index.in_headline(span.start) and attribution.id not in index.open
    ]
    return tuple(sorted(found, key=lambda s: (s.start, s.end, s.id)))


def spoken_by_thing(attribution: Attribution) -> bool:
    """Tell whether what stands in a speaker's place can't speak."""
    return is_thing(
        " ".join(span.text for span in attribution.speaker.spans), attribution.cue.lemma
    )


def _unclosed(text: str) -> bool:
    """Tell whether a quotation opens in `text` and does not end there."""
    return text.count("“") > text.count("”") or text.count('"') % 2 == 1


def _bare_contents(attribution: Attribution, clauses: Sequence[Clause]) -> list[Span]:
    """Return the contents of `attribution` in which no clause has its predicate."""
    predicates = sorted(clause.predicate_start for clause in clauses)
    for span in attribution.cue.spans:
        at = bisect_left(predicates, span.start)
        if at < len(predicates) and predicates[at] < span.end:
            return []  # the act of saying it is a statement already, and holds the content
    found = []
    for span in attribution.content.spans:
        at = bisect_left(predicates, span.start)
        if at < len(predicates) and predicates[at] < span.end:
            return []
        if len(span.text.split()) >= MIN_CONTENT_WORDS:
            found.append(span)
    return found[:1]


class _Index:
    """One document's layers, asked by position."""

    def __init__(self, annotations: Annotations, who: Mapping[str, str]) -> None:
        self.annotations = annotations
        self.who = who
        self.attributions = {a.id: a for a in annotations.attributions}
        self.clauses = {clause.id: clause for clause in annotations.clauses}
        asked = sorted(c.predicate_start for c in annotations.clauses if c.modality == "question")
        self.open = {
            a.id
            for a in annotations.attributions
            for s in a.cue.spans
            if (at := bisect_left(asked, s.start)) < len(asked) and asked[at] < s.end
        }
        """Attributions of which it is only asked, or not borne out, that anybody said so."""
        self.sentence_starts = [s.start for s in annotations.sentences]
        self.cues = {span.start: a for a in annotations.attributions for span in a.cue.spans}
        self.mentions = sorted(annotations.mentions, key=lambda m: (m.start, m.end))
        self.mention_starts = [m.start for m in self.mentions]
        self.figures = sorted(annotations.figures, key=lambda f: (f.start, f.end))
        self.times = sorted(annotations.times, key=lambda t: (t.start, t.end))
        self.places = sorted(annotations.places, key=lambda p: (p.start, p.end))

    def in_headline(self, at: int) -> bool:
        """Tell whether a place in the text stands in a headline or subhead."""
        return any(b.start <= at < b.end for b in self.annotations.blocks if b.kind in HEADLINES)

    def is_claim(self, clause: Clause) -> bool:
        """Tell whether a clause claims anything: a question and a heading amid the body do not."""
        blocks = self.annotations.blocks
        heading = blocks[clause.block].kind == "subhead" and any(
            block.kind == "body" for block in blocks[: clause.block]
        )
        counts = any(clause.start <= f.start and f.end <= clause.end for f in self.figures)
        fewest = 2 if counts else MIN_PHRASE_WORDS
        short = clause.kind == "phrase" and len(clause.text.split()) < fewest
        is_open = clause.attribution in self.open
        return clause.modality != "question" and not is_open and not heading and not short

    def chain(self, innermost: str | None) -> tuple[Attribution, ...]:
        """Return the attributions around a statement, outermost first."""
        found: list[Attribution] = []
        seen: set[str] = set()
        while innermost is not None and innermost in self.attributions:
            attribution = self.attributions[innermost]
            if attribution.id in seen:
                break
            seen.add(attribution.id)
            if not spoken_by_thing(attribution):
                found.insert(0, attribution)
            innermost = attribution.parent
        return tuple(found)

    def from_clause(self, clause: Clause) -> Statement:
        chain = self.chain(clause.attribution)
        act = self.act(clause)
        if act is not None and (act in chain or spoken_by_thing(act)):
            act = None
        status = self.status(clause, chain, act)
        end = self.end_of_act(clause, act)
        return self.statement(
            clause.start,
            end,
            self.annotations.text[clause.start : end],
            chain,
            act,
            status,
            kind=clause.kind,
            predicate=clause.predicate,
            subject=clause.subject,
            object_=clause.object,
            negated=clause.negated,
            tense=clause.tense,
        )

    def end_of_act(self, clause: Clause, act: Attribution | None) -> int:
        """Return where a clause ends; what is not answered, not confirmed or denied in it belongs to it."""
        if act is None or act.cue.class_ not in _OF_NOTHING or not act.content.spans:
            return clause.end
        content = act.content.spans[0]
        near = clause.end <= content.start <= clause.end + 2 or clause.end in range(
            content.start, content.end
        )
        return max(clause.end, content.end) if near else clause.end

    def from_content(self, attribution: Attribution, span: Span) -> Statement:
        chain = self.chain(attribution.id)
        return self.statement(
            span.start,
            span.end,
            span.text,
            chain,
            None,
            attribution.status,
            kind="content",
            predicate=attribution.cue.lemma,
            subject=None,
            object_=span,
            negated=False,
            tense="none",
        )

    def act(self, clause: Clause) -> Attribution | None:
        """Return the attribution whose cue is the clause's predicate, where to say it is to act."""
        for start in range(clause.predicate_start, clause.predicate_start - 24, -1):
            attribution = self.cues.get(start)
            if attribution is not None:
                inside = any(
                    s.start <= clause.predicate_start < s.end for s in attribution.cue.spans
                )
                return attribution if inside else None
        return None

    def status(
        self, clause: Clause, chain: tuple[Attribution, ...], act: Attribution | None
    ) -> Status:
        if act is not None and act.cue.class_ in _STATUS_OF_ACT:
            return _STATUS_OF_ACT[act.cue.class_]
        for attribution in reversed(chain):
            modal = attribution.status in _MODAL and attribution.cue.class_ not in _PROSPECTIVE
            if attribution.status != "asserted" and not modal:
                return attribution.status
        own = own_status(clause, self.clauses)
        if own is not None:
            return own
        return "asserted" if chain else status_as_content(clause, self.annotations.text)

    def statement(
        self,
        start: int,
        end: int,
        text: str,
        chain: tuple[Attribution, ...],
        act: Attribution | None,
        status: Status,
        *,
        kind: str,
        predicate: str,
        subject: Span | None,
        object_: Span | None,
        negated: bool,
        tense: str,
    ) -> Statement:
        document = self.annotations.id
        sentence = max(0, bisect_left(self.sentence_starts, start + 1) - 1)
        block = self.annotations.sentences[sentence].block if self.annotations.sentences else 0
        headline = bool(self.annotations.blocks) and (
            self.annotations.blocks[block].kind in HEADLINES
        )
        return Statement(
            id=content_id("c", document, start, end, text),
            document=document,
            start=start,
            end=end,
            text=text,
            shown=self.shown(start, end, chain, subject, sentence),
            sentence=sentence,
            position=sentence / max(1, len(self.sentence_starts)),
            headline=headline,
            kind=kind,
            predicate=predicate,
            subject=subject,
            object=object_,
            negated=negated,
            tense=tense,
            status=status,
            chain=chain,
            act=act,
            entities=self.entities(start, end),
            named=self.named(start, end),
            subject_entities=self.entities(subject.start, subject.end) if subject else frozenset(),
            object_entities=self.entities(object_.start, object_.end) if object_ else frozenset(),
            figures=tuple(f for f in self.figures if start <= f.start and f.end <= end),
            figures_said=self.figures_said(sentence, start, end),
            times=tuple(t for t in self.times if start <= t.start and t.end <= end),
            before=self.time_before(sentence, start),
            places=tuple(p for p in self.places if start <= p.start and p.end <= end),
        )

    def shown(
        self,
        start: int,
        end: int,
        chain: tuple[Attribution, ...],
        subject: Span | None,
        sentence: int,
    ) -> Span:
        """Return the words with their subject and innermost attribution, where one sentence holds them."""
        text = self.annotations.text
        if not self.annotations.sentences:
            return Span(start=start, end=end, text=text[start:end])
        bounds = self.annotations.sentences[sentence]
        first, last = start, end
        kept = [subject] if subject is not None else []
        if chain:
            kept += [*chain[-1].speaker.spans, *chain[-1].cue.spans]
        for span in kept:
            if bounds.start <= span.start and span.end <= bounds.end:
                first, last = min(first, span.start), max(last, span.end)
        if chain and first == chain[-1].cue.spans[0].start:  # "it was reported that …"
            expletive = _EXPLETIVE.search(text, bounds.start, first)
            first = expletive.start() if expletive else first
        if text[first] in "'’":  # "it’s known" is one word to a reader
            while first > bounds.start and not text[first - 1].isspace():
                first -= 1
        if (
            first > bounds.start
            and text[first - 1] in '“"'
            and not _unclosed(text[bounds.start : first - 1])
        ):
            first -= 1
        while last < bounds.end and _unclosed(text[first:last]) and text[last] in '"”’.,':
            last += 1
        return Span(start=first, end=last, text=text[first:last])

    def time_before(self, sentence: int, start: int) -> Time | None:
        if not self.annotations.sentences:
            return None
        first = self.annotations.sentences[sentence].start
        return next((t for t in reversed(self.times) if first <= t.start and t.end <= start), None)

    def figures_said(self, sentence: int, start: int, end: int) -> tuple[Figure, ...]:
        if self.annotations.sentences:
            bounds = self.annotations.sentences[sentence]
            start, end = min(start, bounds.start), max(end, bounds.end)
        return tuple(f for f in self.figures if start <= f.start and f.end <= end)

    def entities(self, start: int, end: int) -> frozenset[str]:
        return frozenset(who for _, _, who in self.named(start, end))

    def named(self, start: int, end: int) -> tuple[tuple[int, int, str], ...]:
        found = []
        at = bisect_left(self.mention_starts, start)
        while at < len(self.mentions) and self.mentions[at].start < end:
            mention = self.mentions[at]
            if mention.end <= end and mention.entity in self.who:
                found.append((mention.start, mention.end, self.who[mention.entity]))
            at += 1
        return tuple(found)
