"""Speakers to parties: who stands at the end of a chain, an organisation and whoever speaks for it being one.

1. A person with an office at a body ("the ministry's spokesman", "Ambassador X") speaks for that body.
2. A ministry, its ministers and its statements are one organ of state; so are an embassy and its
   ambassador, a spy agency under its name and its description.
3. A capital or a country that "says" is its government; where an organ of the same state also speaks,
   the two are not counted as two (`independent`).
4. Unnamed speakers ("officials", "police") are one party a wording and country: too few roots rather than too many.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from crosswire.lexicon import words as lexicon_words
from crosswire.model.record import Record, content_id
from crosswire.stages.reconcile.entities import StoryEntity
from crosswire.stages.reconcile.organs import organ_kind, organ_of_state
from crosswire.stages.reconcile.people import counts_people
from crosswire.text.names import name_tokens
from crosswire.text.words import stem, words

_PRONOUNS = frozenset(
    "he she it they we i you who which that this those these him her them his their its".split()
)
_SPEAKS_FOR = frozenset(
    """spokesman spokeswoman spokesperson spokespeople representative source sources official officials
    statement statements report reports post posts letter release account website executive executives
    aide aides employee employees lawyer lawyers""".split()
)
_SMALL = frozenset(
    "the a an some one two three several of and in at from by for s its their".split()
)
_ROLE_WORDS = frozenset(
    """spokesman spokeswoman spokesperson representative official officials director head chief president
    chairman chairwoman chair chairperson ceo executive officer minister vice deputy first secretary general
    manager editor founder co-founder leader commissioner governor mayor ambassador envoy commander former
    senior acting interim assistant statement report the of for and s a an at from in""".split()
)
_ABSTRACT = re.compile(r"(?:tion|sion|ment|ness|ity|ance|ence|ship|ism)s?$")
_THINGS = frozenset(
    """image images footage video videos photo photos picture pictures data evidence figure figures result
    results move step attack decision war crisis deal row that which what there share shares stock stocks
    offer bid price prices plane planes chip chips network networks rocket car message zone zones need needs
    law laws rule rules policy number numbers rate rates sign signs history name names text word words
    speculation monday tuesday wednesday thursday friday saturday sunday""".split()
)


class Party(Record, frozen=True, kw_only=True):
    """Somebody at the end of chains: `key` is the same for an organisation and whoever speaks for it."""

    key: str
    name: str
    country: str | None = None
    state: bool = False
    """Whether it speaks for a state: a government, a ministry, an embassy, an army."""

    @property
    def id(self) -> str:
        """Return the id of the root that this party is."""
        return content_id("r", self.key)


def party(
    text: str,
    entity: StoryEntity | None,
    entities: Mapping[str, StoryEntity],
    country: str | None = None,
) -> Party | None:
    """Return the party that `text`, resolved to `entity` or not, speaks for; None for nobody.

    `country` is the state that the words themselves name, if they name one.
    """
    if entity is None:
        return _unnamed(text, entities, country)
    if entity.type in ("place", "nationality"):
        if of_the_place(text):
            return _unnamed(text, entities, country)
        described = _described(text, entities, country or entity.country)
        return described or _government(entity)
    if entity.type == "person":
        return _person(entity, entities)
    return _body(entity, entities)


_SHOWING = frozenset(
    "show suggest imply indicate mean reveal reflect prove demonstrate raise question know feel".split()
)
"""Cues that anything can be the subject of; only people, bodies and documents are sources by them."""
_DOCUMENTS = frozenset(
    """report statement document file record survey poll study letter manifest memo filing affidavit
    indictment complaint transcript email text message account newspaper paper magazine journal broadcaster
    channel website site press media outlet census autopsy audit inquiry investigation inspection probe""".split()
)
_HUMAN = re.compile(
    r"(?:er|or|ist|man|men|woman|women|person|people|ian|ee|eer|ant|ent|ess|ive|ial|body|one)s?$"
)


_OF_A_PLACE = frozenset(
    """media press newspaper newspapers outlet outlets broadcaster broadcasters television radio expert experts
    analyst analysts scientist scientists researcher researchers economist economists resident residents
    people citizens witness witnesses activist activists protester protesters student students farmer farmers
    worker workers union unions company companies firm firms bank banks investor investors lawyer lawyers
    opposition lawmaker lawmakers politician politicians critic critics family families mother father""".split()
)


def of_the_place(text: str) -> bool:
    """Tell whether words name somebody of a place who does not speak for it: "South Korean media"."""
    phrase = re.split(r",| in | from | near ", text.strip(), maxsplit=1)[0]
    listed = [w.text.lower() for w in words(phrase)]
    return bool(listed) and listed[-1] in _OF_A_PLACE


def is_thing(text: str, cue: str = "") -> bool:
    """Tell whether words in a speaker's place name a thing or a happening, which says nothing by itself.

    `cue` is the lemma of what it is said to do: a test "shows", a need "implies", and neither speaks.
    """
    head_phrase = re.split(r",| of | for | in | from ", text.strip(), maxsplit=1)[0]
    listed = [w.text for w in words(head_phrase)]
    if not listed or listed[-1][:1].isupper():
        return False
    head = listed[-1].lower()
    if head in _THINGS:
        return True
    if cue in _SHOWING and not _source(head):
        return head not in _PRONOUNS
    return bool(_ABSTRACT.search(head)) and head.rstrip("s") not in lexicon_words("speaking_bodies")


def _source(head: str) -> bool:
    """Tell whether a noun names people, a body or a document."""
    single = head.rstrip("s")
    return (
        bool(_HUMAN.search(head))
        or bool({head, single} & (_DOCUMENTS | _SPEAKS_FOR | _ROLE_WORDS))
        or single in lexicon_words("speaking_bodies")
        or counts_people(head)
        or organ_kind(head) is not None
    )


FORMER = re.compile(r"\b(?:former|ex|retired|late|onetime|one-time)\b", re.IGNORECASE)
"""Titles that somebody had: who left a body does not speak for it."""


def _government(entity: StoryEntity) -> Party:
    if entity.country is None:
        return Party(key=f"entity {entity.id}", name=entity.name)
    return Party(
        key=f"government {entity.country}", name=entity.name, country=entity.country, state=True
    )


def _body(entity: StoryEntity, entities: Mapping[str, StoryEntity]) -> Party:
    organ = _organ_of(entity)
    name = entity.name if organ is None else _best_name(organ, entity, entities)
    return Party(
        key=organ or f"entity {entity.id}",
        name=name,
        country=entity.country,
        state=organ is not None or entity.sector in ("GOV", "MIL", "SPY", "COP", "LEG", "JUD"),
    )


def _organ_of(entity: StoryEntity) -> str | None:
    names = [entity.name, *(alias.text for alias in entity.aliases)]
    return next((o for o in (organ_of_state(n, entity.country) for n in names) if o), None)


def _best_name(organ: str, entity: StoryEntity, entities: Mapping[str, StoryEntity]) -> str:
    """Return the weightiest name of an organ that the story calls by several."""
    same = [e for e in _bodies(entities) if e.country == entity.country and _organ_of(e) == organ]
    proper = [e for e in same if "'" not in e.name and "’" not in e.name] or same or [entity]
    return max(proper, key=lambda e: (len(e.documents), e.weight, e.name)).name


def _person(entity: StoryEntity, entities: Mapping[str, StoryEntity]) -> Party:
    for title in (t for t in entity.titles if not FORMER.search(t.text)):
        organ = organ_of_state(title.text, entity.country)
        if organ:
            body = next((e for e in _bodies(entities) if _organ_of(e) == organ), None)
            name = _best_name(organ, body, entities) if body else entity.name
            return Party(key=organ, name=name, country=entity.country, state=True)
        kind = organ_kind(title.text)
        if kind and entity.country is None:
            described = _described(title.text, entities, None)
            if described is not None:
                return described
        named = _named_body(title.text, entities)
        if named is not None:
            return _body(named, entities)
    return Party(
        key=f"entity {entity.id}",
        name=entity.name,
        country=entity.country,
        state=entity.sector in ("GOV", "MIL", "SPY"),
    )


def _bodies(entities: Mapping[str, StoryEntity]) -> list[StoryEntity]:
    return [e for e in entities.values() if e.type == "organization"]


@lru_cache(maxsize=16_384)
def _telling(text: str) -> frozenset[str]:
    """Return the stems of a name or title without the words of office."""
    return frozenset(stem(w.text) for w in words(text) if w.text.lower() not in _ROLE_WORDS)


def _named_body(title: str, entities: Mapping[str, StoryEntity]) -> StoryEntity | None:
    """Return the body that a title names ("Broadcom chief executive"), if the story knows it."""
    left = _telling(title)
    best = None
    for body in _bodies(entities) if left else ():
        for alias in (body.name, *(a.text for a in body.aliases)):
            its = _telling(alias)
            if its and its <= left and (best is None or len(its) > best[0]):
                best = (len(its), body)
    return best[1] if best else None


def _described(text: str, entities: Mapping[str, StoryEntity], country: str | None) -> Party | None:
    """Return the one organ of the story that a description fits ("the embassy", "a ministry statement")."""
    kind = organ_kind(text)
    low = text.lower()
    if kind is None and "ministry" in low:
        kind = "ministry"
    if kind is None:
        return None
    fitting = [
        e
        for e in _bodies(entities)
        if (organ := _organ_of(e)) is not None
        and organ.startswith(kind)
        and (country is None or e.country == country)
    ]
    keys = {_organ_of(e) for e in fitting}
    return _body(fitting[0], entities) if len(keys) == 1 else None


def _unnamed(text: str, entities: Mapping[str, StoryEntity], country: str | None) -> Party | None:
    """Return the party of a speaker without a name; None for a pronoun that nothing resolves."""
    listed = [w.text for w in words(text)]
    if not listed or all(w.lower() in _PRONOUNS for w in listed):
        return None
    described = _described(text, entities, country)
    if described is not None:
        return described
    named = named_within(text, entities)
    if named is not None:
        return party(text, named, entities)
    body = _named_body(text, entities)
    if body is not None and any(w.lower() in _SPEAKS_FOR for w in listed):
        return _body(body, entities)
    kept = [stem(w) for w in listed if w.lower() not in _SMALL]
    if not kept:
        return None
    return Party(
        key="unnamed " + " ".join(sorted(kept[:8])),
        name=_common(re.sub(r"^(?:the|an?)\s+", "", text.strip(), flags=re.IGNORECASE)),
        country=country,
    )


_BEFORE_SOURCES = frozenset(
    "local state federal city regional provincial senior fire medical rescue emergency health".split()
)


@lru_cache(maxsize=1)
def _source_stems() -> frozenset[str]:
    return frozenset(map(stem, lexicon_words("source_nouns"))) | _BEFORE_SOURCES


def _common(name: str) -> str:
    """Return a description with a small first letter if only a sentence's beginning made it a capital one."""
    first, _, rest = name.partition(" ")
    low = first.lower()
    common = stem(low) in _source_stems() or low in _BEFORE_SOURCES
    return low + name[len(first) :] if common and first.istitle() and rest == rest.lower() else name


def named_within(text: str, entities: Mapping[str, StoryEntity]) -> StoryEntity | None:
    """Return the one person or body whose name a description holds, or wholly is ("its chairman, X Y")."""
    tokens = name_tokens(text)
    found = []
    for entity in entities.values():
        if entity.type not in ("person", "organization"):
            continue
        for alias in (entity.name, *(a.text for a in entity.aliases)):
            its = name_tokens(alias)
            held = any(tokens[i : i + len(its)] == its for i in range(len(tokens) - len(its) + 1))
            last = entity.type == "organization" and tokens[-1:] == its and text[-1:].isalnum()
            if its and held and (len(its) > 1 or its == tokens or last):
                found.append((len(its), entity))
                break
    longest = max((size for size, _ in found), default=0)
    best = [entity for size, entity in found if size == longest]
    if len({name_tokens(entity.name) for entity in best}) != 1:
        return None
    return max(best, key=lambda e: (e.type == "organization", e.weight, e.id))


def independent(parties: Sequence[Party]) -> tuple[Party, ...]:
    """Return the parties that count as roots of their own, each key once.

    A state said to speak as a whole is dropped where an organ of it speaks: they may be one.
    """
    by_key = {p.key: p for p in parties}
    organs = {p.country for p in by_key.values() if p.state and not p.key.startswith("government")}
    return tuple(
        by_key[key]
        for key in sorted(by_key)
        if not (key.startswith("government") and by_key[key].country in organs)
    )
