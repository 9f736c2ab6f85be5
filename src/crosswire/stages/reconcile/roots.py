"""Statements to chains and roots: where each attribution chain ends, or which report asserts by itself.

1. The chain is shown nearest the report first; its last speaker, contracted to a party, is the root.
2. A chain that ends in nobody ("it was reported") has no root.
3. A statement without a chain roots in its report; in the agency, if the report is credited copy; in the
   report it copies from, where the passage stands in another one too.
"""

import re
from collections.abc import Mapping, Sequence

from crosswire.model.annotation import Annotations, Attribution
from crosswire.model.document import Document
from crosswire.model.dossier import Link, Root
from crosswire.model.record import Record, content_id
from crosswire.model.span import Evidence
from crosswire.stages.reconcile.bodies import OWN_OFFICE, Bodies, Body, described, heads
from crosswire.stages.reconcile.copies import Copies
from crosswire.stages.reconcile.entities import StoryEntity
from crosswire.stages.reconcile.organs import organ_kind
from crosswire.stages.reconcile.parties import (
    FORMER,
    Party,
    named_within,
    of_the_place,
    party,
)
from crosswire.stages.reconcile.statements import Statement
from crosswire.text.names import name_tokens, surname

_SPOKES = re.compile(r"\bspokes(?:man|woman|person|men|people)\b", re.IGNORECASE)
_BARE_SPOKES = re.compile(r"the spokes(?:man|woman|person)", re.IGNORECASE)
_SEVERAL = re.compile(r"(?:^they|[^s’']s|ies|men|people|police)$", re.IGNORECASE)
"""Speakers who can go on as "they"."""
PERSON_REACH = 350
"""Code points before a "he said" within which the one person named is meant."""
PRONOUN_REACH = 700
"""Code points before a "he said" in which its speaker must have been named as one."""


class Origin(Record, frozen=True, kw_only=True):
    """Where a statement comes from: its chain, and its root, a party or a report, or neither."""

    links: tuple[Link, ...] = ()
    party: Party | None = None
    report: Root | None = None

    @property
    def root(self) -> str | None:
        """Return the id of the root, or None where the chain names nobody."""
        if self.party is not None:
            return self.party.id
        return self.report.id if self.report is not None else None


class Roots:
    """The story's entities, documents and copies, asked for the origin of each statement."""

    def __init__(
        self,
        documents: Sequence[Document],
        entities: Mapping[str, StoryEntity],
        of: Mapping[tuple[str, str], str],
        copies: Copies,
        layers: Sequence[Annotations],
    ) -> None:
        self.documents = {d.id: d for d in documents}
        self.said = {
            a.id: sorted(
                ((x.cue.spans[0].start, x) for x in a.attributions if x.cue.spans),
                key=lambda pair: pair[0],
            )
            for a in layers
        }
        self.states = {a.id: _states(a) for a in layers}
        self.people = {a.id: _people(a, entities, of) for a in layers}
        self.entities = entities
        self.of = of
        self.copies = copies
        self.bodies = Bodies(layers, entities, of)
        self.texts = {a.id: a.text for a in layers}
        self.known: dict[tuple[str, str | None, str | None], Party | None] = {}
        self.heads: dict[str, Party | None] = {}

    def origin(self, statement: Statement) -> Origin:
        """Return the chain and the root of `statement`."""
        chain = statement.chain
        if statement.act is not None:
            chain = (*chain, statement.act)
        if not chain:
            return Origin(report=self.report_root(statement))
        links = tuple(self.link(statement.document, a) for a in chain if a.speaker.spans)
        return Origin(links=links, party=self.speaker(statement.document, chain[-1]))

    def link(self, document: str, attribution: Attribution) -> Link:
        """Return the link of a chain that `attribution`, which names a speaker, is."""
        span = attribution.speaker.spans[0]
        entity = self.entity(document, attribution)
        return Link(
            speaker=entity.name if entity is not None and entity.type == "person" else span.text,
            cue=" ".join(s.text for s in attribution.cue.spans),
            channel=attribution.channel,
            entity=entity.id if entity is not None else None,
            evidence=Evidence(document=document, start=span.start, end=span.end, text=span.text),
        )

    def entity(self, document: str, attribution: Attribution) -> StoryEntity | None:
        """Return the story's entity that speaks, if the report's layers resolved it."""
        local = attribution.speaker.entity
        text = " ".join(s.text for s in attribution.speaker.spans)
        personal = text.lower() in ("he", "she")
        if local is not None:
            found = self.entities.get(self.of.get((document, local), ""))
            if personal and found is not None and found.type != "person":
                return self.last_person(document, attribution)
            return found
        if personal:
            return self.last_speaker(document, attribution)
        if _BARE_SPOKES.fullmatch(text):
            return self.last_spokesman(document, attribution)
        return self.by_surname(text)

    def last_several(self, document: str, attribution: Attribution) -> Party | None:
        """Return the party of the attribution right before a "they said", if it names several: "officials say"."""
        at = attribution.cue.spans[0].start if attribution.cue.spans else -1
        before = [a for start, a in self.said.get(document, ()) if at - PRONOUN_REACH <= start < at]
        text = " ".join(s.text for s in before[-1].speaker.spans) if before else ""
        return self.speaker(document, before[-1]) if _SEVERAL.search(text) else None

    def last_person(self, document: str, attribution: Attribution) -> StoryEntity | None:
        """Return the only person named in the paragraph's length before "he said", where it is only one."""
        at = attribution.speaker.spans[0].start
        near = self.people.get(document, ())
        found = {name for start, name in near if at - PERSON_REACH <= start < at}
        return self.entities[found.pop()] if len(found) == 1 else None

    def last_spokesman(self, document: str, attribution: Attribution) -> StoryEntity | None:
        """Return the person whom the report cited as a spokesman last before "the spokesman said"."""
        other = self.last_voice(document, attribution)
        entity = self.entity(document, other) if other is not None else None
        return entity if entity is not None and entity.type == "person" else None

    def last_speaker(self, document: str, attribution: Attribution) -> StoryEntity | None:
        """Return the person whom the attribution right before a "he said" names, if it stands near."""
        at = attribution.cue.spans[0].start if attribution.cue.spans else -1
        before = [a for start, a in self.said.get(document, ()) if at - PRONOUN_REACH <= start < at]
        for other in reversed(before):
            text = " ".join(s.text for s in other.speaker.spans).lower()
            if text not in ("", "he", "she"):
                entity = self.entity(document, other)
                return entity if entity is not None and entity.type == "person" else None
        return None

    def participant(self, document: str, local: str) -> str:
        """Return who a report's entity is across the story: a state by its code, others by their id."""
        entity = self.entities.get(self.of.get((document, local), ""))
        if entity is None:
            return f"{document} {local}"
        is_state = entity.type in ("place", "nationality") and entity.sector == "GOV"
        return entity.country if is_state and entity.country else entity.id

    def by_surname(self, text: str) -> StoryEntity | None:
        """Return the one person of the story whose surname the words are, where there is just one."""
        tokens = name_tokens(text)
        if len(tokens) != 1 or not text[:1].isupper():
            return None
        found = [
            e for e in self.entities.values() if e.type == "person" and surname(e.name) == tokens[0]
        ]
        return found[0] if len(found) == 1 else None

    def speaker(self, document: str, attribution: Attribution) -> Party | None:
        """Return the party that `attribution` attributes to, or None for nobody."""
        if not attribution.speaker.spans:
            return None
        spans = attribution.speaker.spans
        text = " ".join(s.text for s in spans)
        if text.lower() == "they":
            return self.last_several(document, attribution)
        country = self.country_within(document, spans[0].start, spans[-1].end)
        entity = self.entity(document, attribution)
        if entity is None and (
            meant := self.described(document, text, spans[0].start, attribution, country)
        ):
            return meant
        key = (text, entity.id if entity is not None else None, country)
        if key not in self.known:
            self.known[key] = party(text, entity, self.entities, country)
        found = self.known[key]
        if entity is not None and found is not None and found.key == f"entity {entity.id}":
            return self.head_of(entity) or found
        return found

    def described(
        self, document: str, text: str, at: int, attribution: Attribution, country: str | None
    ) -> Party | None:
        """Return the party that words without a name describe, None where it is open who that is."""
        if OWN_OFFICE.match(text):
            meant = dict(self.people.get(document, ())).get(at)
            holder = self.entities[meant] if meant else self.last_person(document, attribution)
            return party(holder.name, holder, self.entities) if holder is not None else None
        if (seated := self.bodies.seated(document, text, at)) is not None:
            return self.as_party(seated)
        if named_within(text, self.entities) is not None:
            return None
        if of_the_place(text) and not described(text)[1]:
            return None
        if _SPOKES.search(text) and not described(text)[0]:
            return self.last_spokesperson(document, attribution)
        if country is not None and organ_kind(text):
            return None
        return self.as_party(self.bodies.find(document, text, at), country)

    def said_by(self, attribution: Attribution, party: Party) -> str:
        """Return what to call a speaker without a name: as the report does, where that tells who it is."""
        text = " ".join(s.text for s in attribution.speaker.spans)
        if party.key.startswith("entity ") and not heads(text):
            return party.name
        tokens, class_ = described(text)
        told = tokens and (len(tokens) > 1 or not class_)
        return re.sub(r"^(?:the|an?)\s+", "", text, flags=re.IGNORECASE) if told else party.name

    def as_party(self, body: Body | None, country: str | None = None) -> Party | None:
        """Return a body as a party."""
        if body is None:
            return None
        if body.entity is not None:
            return party(body.name, self.entities[body.entity], self.entities)
        return Party(key=body.key, name=body.name, country=country)

    def head_of(self, entity: StoryEntity) -> Party | None:
        """Return the body that a person's titles say the person speaks for."""
        if entity.type != "person":
            return None
        if entity.id not in self.heads:
            self.heads[entity.id] = next(
                (
                    found
                    for title in entity.titles
                    if heads(title.text) and not FORMER.search(title.text)
                    for document in title.documents
                    if (at := self.texts.get(document, "").find(title.text)) >= 0
                    and (found := self.as_party(self.bodies.find(document, title.text, at)))
                ),
                None,
            )
        return self.heads[entity.id]

    def last_spokesperson(self, document: str, attribution: Attribution) -> Party | None:
        """Return the party of the spokesperson whom the report cited last before "the spokesman said"."""
        other = self.last_voice(document, attribution)
        return None if other is None else self.speaker(document, other)

    def last_voice(self, document: str, attribution: Attribution) -> Attribution | None:
        """Return the attribution to a spokesperson, named or described, that stands last before this one."""
        at = attribution.cue.spans[0].start if attribution.cue.spans else -1
        for start, other in reversed(self.said.get(document, ())):
            text = " ".join(s.text for s in other.speaker.spans)
            named = other.speaker.entity is not None
            entity = self.entity(document, other) if named else None
            voice = entity is not None and any(_SPOKES.search(t.text) for t in entity.titles)
            if start < at and (voice or (_SPOKES.search(text) and (named or described(text)[0]))):
                return other
        return None

    def country_within(self, document: str, start: int, end: int) -> str | None:
        """Return the one state that the words `[start, end)` name, if they name just one."""
        found = {country for at, country in self.states.get(document, ()) if start <= at < end}
        return found.pop() if len(found) == 1 else None

    def report_root(self, statement: Statement) -> Root:
        """Return the root of what a report asserts by itself; a copy's headline has its original's."""
        source = self.copies.source(statement.document, statement.start, statement.end)
        if statement.headline:
            source = self.copies.original.get(source, source)
        document = self.documents[source]
        if document.agency and _credited(document, statement, source):
            return Root(
                id=content_id("r", "agency", document.agency), kind="report", name=document.agency
            )
        return Root(
            id=content_id("r", "report", document.id),
            kind="report",
            name=document.outlet or document.id,
        )


def _people(
    annotations: Annotations, entities: Mapping[str, StoryEntity], of: Mapping[tuple[str, str], str]
) -> tuple[tuple[int, str], ...]:
    """Return where a report names a person of the story, with that entity's id."""
    named = ((m.start, of.get((annotations.id, m.entity), "")) for m in annotations.mentions)
    return tuple(
        (start, name)
        for start, name in named
        if name in entities and entities[name].type == "person"
    )


def _states(annotations: Annotations) -> tuple[tuple[int, str], ...]:
    """Return where a report names a state, with its code."""
    country = {e.id: e.country for e in annotations.entities if e.type in ("place", "nationality")}
    return tuple(
        (m.start, code) for m in annotations.mentions if (code := country.get(m.entity)) is not None
    )


def _credited(document: Document, statement: Statement, source: str) -> bool:
    """Tell whether an agency's credit reaches a statement.

    A byline, dateline or closing line credits the whole report; a credit amid the text ("X reported the
    information.") only the paragraph before it.
    """
    span = document.agency_evidence
    if span is None or source != statement.document:
        return True
    blocks = document.blocks
    at = next((i for i, b in enumerate(blocks) if b.start <= span.start < b.end), None)
    if at is None or blocks[at].kind != "credit":
        return True
    prose = [i for i, b in enumerate(blocks) if b.kind in ("body", "list", "subhead")]
    before = [i for i in prose if i < at]
    if not before or not any(i > at for i in prose):
        return True
    paragraph = blocks[before[-1]]
    return paragraph.start <= statement.start < paragraph.end
