"""Bodies that reports describe and do not name: "the company", "his agency", "the Velden police", "the spokeswoman".

1. A description is the words of a body besides determiners, owners and roles ("director of the civil defense
   agency" describes the civil defense agency; so does "the country's civil defense agency").
2. What has words of its own is the one fuller description or name of the story that holds them all.
3. What has none ("the agency") is the body of that class spoken of last in its report, else the story's only one.
4. Where two would fit, nothing is joined: a body too many is the lesser error.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache

from crosswire import lexicon
from crosswire.model.annotation import Annotations
from crosswire.model.record import Record
from crosswire.stages.reconcile.entities import StoryEntity
from crosswire.text.names import SPELLINGS
from crosswire.text.words import stem, words

_OWNERS = frozenset(
    """the a an his her its their our this that these country nation state city town region county island
    government-run national federal local same other new""".split()
)
_ROLES = frozenset(
    """spokesman spokeswoman spokesperson spokespeople spokesmen representative official officials director
    head chief president chairman chairwoman chair chairperson ceo executive executives officer minister
    vice deputy secretary general manager editor founder leader commissioner commander senior acting
    interim assistant statement report lawyer lawyers counsel press media duty information member members
    source sources aide post tweet website letter data scientist seismologist engineer analyst economist
    researcher professor expert inspector investigator captain sergeant""".split()
)
_PLURAL_OWNERS = re.compile(r"[’']s?$")
_LINKS = frozenset("of for at from with".split())
_PLURAL = re.compile(r"(?:ies|[^s’']s)(?:[’']\s|$)", re.IGNORECASE)
_DEFINITE = re.compile(r"(?:the|this|its|their)\b", re.IGNORECASE)
OWN_OFFICE = re.compile(r"(?:his|her|my)\s+(?:\w+\s+)?office\b", re.IGNORECASE)
"""Whose office it is a pronoun tells, and no office spoken of before."""
_BUSINESS = ("company", "group")
_GROUPS = ("group", "association", "union", "federation", "organization", "alliance", "charity")
_ROLE_CLASS = {"judge": "court", "magistrate": "court"}
"""Roles that say by themselves of what kind of body their bearer is the voice."""
_AT = re.compile(r"\s(?:of|for|at|from|with)\s", re.IGNORECASE)
REACH = 600
"""Code points before "the company said" in which the body meant must have been spoken of."""
CROWDED = 240
"""Code points before a bare description in which two bodies of its class leave open which is meant."""


class Body(Record, frozen=True, kw_only=True):
    """A body of the story: its words as stems, its class, and the entity that it is, if it has a name."""

    tokens: frozenset[str]
    class_: str
    name: str
    entity: str | None = None

    @property
    def key(self) -> str:
        """Return what tells the body from others of the story."""
        return f"entity {self.entity}" if self.entity else "body " + " ".join(sorted(self.tokens))


@cache
def _classes() -> Mapping[str, str]:
    return {stem(row["noun"]): row["class"] for row in lexicon.table("bodies")}


@lru_cache(maxsize=16_384)
def described(text: str) -> tuple[frozenset[str], str]:
    """Return the telling stems of a body's description and its class; no class where no noun names a body."""
    phrase = re.split(r",|\s(?:who|which|that|in|on)\s", text.strip(), maxsplit=1)[0]
    phrase = _body_within(phrase)
    listed = [w.text for w in words(phrase)]
    owned = [w for w in listed if not _is_owner(w)]
    bare = [_PLURAL_OWNERS.sub("", w).lower() for w in owned]
    tokens = [stem(SPELLINGS.get(w, w)) for w in bare if w not in _ROLES and w not in _LINKS]
    class_ = next((_classes()[t] for t in reversed(tokens) if t in _classes()), "")
    return frozenset(tokens), class_


def _body_within(phrase: str) -> str:
    """Return the body in "director of the agency", the whole of "union of the workers"."""
    first, *rest = _AT.split(f" {phrase}")
    named = any(stem(w.text) in _classes() for w in words(first))
    return phrase if not rest or (named and not heads(first)) else rest[-1]


def heads(title: str) -> bool:
    """Tell whether a title says that its bearer speaks for a body: "police chief", "director of the survey"."""
    listed = [_PLURAL_OWNERS.sub("", w.text).lower() for w in words(title)]
    return title.lower() in _ROLE_CLASS or (bool(_ROLES & set(listed)) and listed[-1] != "justice")


def _is_owner(word: str) -> bool:
    bare = _PLURAL_OWNERS.sub("", word).lower()
    return bare in _OWNERS


class Bodies:
    """The bodies of a story, asked for the one that some words mean at some place of a report."""

    def __init__(
        self,
        layers: Sequence[Annotations],
        entities: Mapping[str, StoryEntity],
        of: Mapping[tuple[str, str], str],
    ) -> None:
        self.entities = entities
        self.known = _registry(layers, entities)
        self.spoken: dict[str, list[tuple[int, Body]]] = {
            a.id: _spoken(a, self.known, entities, of) for a in layers
        }
        self.voices = _voices(layers, entities, of)
        self.based = _based(layers, self.known, of)

    def find(self, document: str, text: str, at: int) -> Body | None:
        """Return the body that `text`, at offset `at` of `document`, describes; None where that is open."""
        tokens, class_ = described(text)
        if text.lower() in _ROLE_CLASS:
            tokens = frozenset((class_ := _ROLE_CLASS[text.lower()],))
        if not tokens or len(text) > 120:
            return None
        own = {t for t in tokens if t not in _classes()}
        if not own:
            # "Authorities say" means no body in particular.
            bare = class_ and not _PLURAL.search(text) and not OWN_OFFICE.match(text.strip())
            return self._nearest(document, class_, at) if bare else None
        found = self._fullest(tokens, class_)
        if class_ in _BUSINESS and (found is None or found.entity is None):
            # "The water company" is Ardent Water, and the Swedish one whichever was spoken of.
            named = self._fullest(frozenset(own), "")
            named = named if named and _may_be(named, "company") else None
            definite = _DEFINITE.match(text.strip()) and not _PLURAL.search(text)
            near = self._nearest(document, "company", at) if definite else None
            return named if named and named.entity else near if near and near.entity else found
        return found

    def _fullest(self, tokens: frozenset[str], class_: str) -> Body | None:
        """Return the one body whose words hold all of `tokens`, leaving out those held by a fuller one."""
        fitting = [
            b
            for b in self.known
            if tokens <= b.tokens and (not class_ or not b.class_ or class_ == b.class_)
        ]
        fullest = [b for b in fitting if not any(b.tokens < o.tokens for o in fitting)]
        named = [b for b in fullest if b.entity]
        best = named or fullest
        return best[0] if len({b.key for b in best}) == 1 else None

    def seated(self, document: str, text: str, at: int) -> Body | None:
        """Return the body last called by the seat that `text` names, else the story's only one of that seat."""
        seat = _BASED.search(text)
        same = [found for found in self.based if seat is not None and found[2] == seat[1].lower()]
        before = [body for home, start, _, body in same if home == document and start < at]
        only = {body.key: body for *_, body in same}
        return before[-1] if before else next(iter(only.values())) if len(only) == 1 else None

    def _nearest(self, document: str, class_: str, at: int) -> Body | None:
        before = self.spoken.get(document, [])
        end = bisect_left([start for start, _ in before], at)
        near = [
            (start, body)
            for start, body in before[:end]
            if start >= at - REACH and _may_be(body, class_)
        ]
        near = [pair for pair in near if pair[1].key in self.voices] or near
        close = {body.key for start, body in near if start >= at - CROWDED}
        if near and len(close) <= 1:
            return near[-1][1]
        if near:
            return None
        whole = {b.key: b for b in self.known if _may_be(b, class_) and len(b.tokens) > 1}
        return next(iter(whole.values())) if len(whole) == 1 else None


_PASSING_ON = ("as-clause", "cited")
"""Rules by which a medium passes on what another said."""


_BASED = re.compile(r"(\w[\w.]*-based)(?:\s\w+)?\s*$", re.IGNORECASE)


def _based(
    layers: Sequence[Annotations], known: Sequence[Body], of: Mapping[tuple[str, str], str]
) -> tuple[tuple[str, int, str, Body], ...]:
    """Return where a report calls which body by its seat: "Velden-based Ardent Water"."""
    by_entity = {body.entity: body for body in known if body.entity}
    found = []
    for report in layers:
        for mention in report.mentions:
            body = by_entity.get(of.get((report.id, mention.entity), ""))
            seat = _BASED.search(report.text[max(0, mention.start - 40) : mention.start])
            if body is not None and seat is not None:
                found.append((report.id, mention.start, seat[1].lower(), body))
    return tuple(found)


def _voices(
    layers: Sequence[Annotations],
    entities: Mapping[str, StoryEntity],
    of: Mapping[tuple[str, str], str],
) -> frozenset[str]:
    """Return the keys of the named bodies that anybody cites: what never speaks is no "the company said"."""
    cited = {
        of.get((report.id, attribution.speaker.entity))
        for report in layers
        for attribution in report.attributions
        if attribution.speaker.entity is not None and attribution.rule not in _PASSING_ON
    }
    return frozenset(f"entity {name}" for name in cited if name in entities)


def _may_be(body: Body, class_: str) -> bool:
    """Tell whether a body may be called by a noun of a class: a named company by "company" and "group"."""
    if class_ == "company":
        numbered = any(t[0].isdigit() for t in body.tokens)  # a model, more often than its maker
        return body.class_ == "company" or (
            body.class_ == "" and body.entity is not None and not numbered
        )
    if class_ == "group" and body.class_ in _GROUPS:
        return True
    if class_ == "regulator":
        return body.class_ in ("regulator", "agency", "authority", "office", "commission")
    return body.class_ == class_


def _registry(
    layers: Sequence[Annotations], entities: Mapping[str, StoryEntity]
) -> tuple[Body, ...]:
    """Return the story's bodies: named organisations, and what speakers and titles describe."""
    found: dict[tuple[frozenset[str], str], Body] = {}
    for entity in entities.values():
        if entity.type == "organization":
            for name in (entity.name, *(a.text for a in entity.aliases)):
                listed = [w.text.lower() for w in words(name)]
                tokens = frozenset(stem(SPELLINGS.get(w, w)) for w in listed if w != "the")
                class_ = next(
                    (
                        _classes()[stem(w.text)]
                        for w in reversed(list(words(name)))
                        if stem(w.text) in _classes()
                    ),
                    "",
                )
                if tokens:
                    body = Body(tokens=tokens, class_=class_, name=entity.name, entity=entity.id)
                    found.setdefault((tokens, class_), body)
    for text in sorted(set(_descriptions(layers, entities)), key=lambda t: (_shown(t), t)):
        tokens, class_ = described(text)
        if class_ and any(t not in _classes() for t in tokens):
            found.setdefault(
                (tokens, class_), Body(tokens=tokens, class_=class_, name=_shown(text))
            )
    return tuple(found.values())


def _descriptions(
    layers: Sequence[Annotations], entities: Mapping[str, StoryEntity]
) -> Iterable[str]:
    for report in layers:
        for attribution in report.attributions:
            if attribution.speaker.spans and attribution.speaker.entity is None:
                yield " ".join(s.text for s in attribution.speaker.spans)
    for entity in entities.values():
        if entity.type == "person":
            yield from (title.text for title in entity.titles)


def _shown(text: str) -> str:
    """Return the words that name a described body, without owner and role."""
    phrase = re.split(r",|\s(?:who|which|that)\s", text.strip(), maxsplit=1)[0]
    listed = _body_within(phrase).split()
    while listed and (_is_owner(listed[0]) or listed[0].lower() in _ROLES):
        listed.pop(0)
    while listed and listed[-1].lower().rstrip(".,") in _ROLES:
        listed.pop()
    return _PLURAL_OWNERS.sub("", " ".join(listed)) or text


def _spoken(
    report: Annotations,
    known: Sequence[Body],
    entities: Mapping[str, StoryEntity],
    of: Mapping[tuple[str, str], str],
) -> list[tuple[int, Body]]:
    """Return where a report speaks of which body, in the order of its text."""
    by_entity: dict[str, Body] = {}
    by_tokens: dict[frozenset[str], Body] = {}
    for body in known:
        by_tokens.setdefault(body.tokens, body)
        if body.entity:
            by_entity.setdefault(body.entity, body)
    found: dict[int, Body] = {}
    for mention in report.mentions:
        named = of.get((report.id, mention.entity))
        if named in by_entity:
            found[mention.start] = by_entity[named]
    for attribution in report.attributions:
        for span in attribution.speaker.spans[:1]:
            tokens, _ = described(" ".join(s.text for s in attribution.speaker.spans))
            if tokens in by_tokens:
                found.setdefault(span.start, by_tokens[tokens])
    for entity in entities.values():
        for title in entity.titles if entity.type == "person" else ():
            tokens, _ = described(title.text)
            if tokens in by_tokens and report.id in title.documents:
                at = report.text.find(title.text)
                if at >= 0:
                    found.setdefault(at, by_tokens[tokens])
    return sorted(found.items(), key=lambda item: item[0])
