"""Speakers to parties: who stands at the end of a chain, an organisation and whoever speaks for it being one.

1. A person with an office at a body ("the ministry's spokesman", "Ambassador X") speaks for that body.
2. A ministry, its ministers and its statements are one; so are an embassy and its ambassador.
3. A capital or a country that "says" is its government; where an organ of the same state also speaks,
   the two are not counted as two (`independent`).
4. Unnamed speakers ("officials", "police") are one party a wording and country: too few roots rather than too many.
"""

import re
from collections.abc import Mapping, Sequence

from crosswire.model.record import Record, content_id
from crosswire.stages.reconcile.entities import StoryEntity
from crosswire.text.words import stem, words

_PRONOUNS = frozenset(
    "he she it they we i you who which that this those these him her them his their its".split()
)
_SPEAKS_FOR = frozenset(
    "spokesman spokeswoman spokesperson spokespeople representative source sources official officials".split()
)
_ROLE_WORDS = frozenset(
    """spokesman spokeswoman spokesperson representative official officials director head chief president
    chairman chairwoman chair chairperson ceo executive officer minister vice deputy first secretary general
    manager editor founder co-founder leader commissioner governor mayor ambassador envoy commander former
    senior acting interim assistant the of for and s a an at""".split()
)
_DOMAINS = {
    "foreign": "foreign",
    "diplomacy": "foreign",
    "external": "foreign",
    "defense": "defence",
    "defence": "defence",
    "interior": "interior",
    "home": "interior",
    "finance": "finance",
    "treasury": "finance",
    "transport": "transport",
    "transportation": "transport",
    "health": "health",
    "justice": "justice",
    "education": "education",
    "energy": "energy",
    "security": "security",
    "safety": "security",
    "agriculture": "agriculture",
    "environment": "environment",
    "labor": "labour",
    "labour": "labour",
    "trade": "trade",
    "commerce": "trade",
    "unification": "unification",
}
_ORGAN = re.compile(r"\b(minist(?:er|ry)|secretary|department)\b", re.IGNORECASE)
_EMBASSY = re.compile(r"\b(embassy|ambassador|envoy)\b", re.IGNORECASE)
_PRESIDENCY = re.compile(
    r"\b(presidential (?:office|administration)|president['’]s office)\b", re.IGNORECASE
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
    text: str, entity: StoryEntity | None, entities: Mapping[str, StoryEntity]
) -> Party | None:
    """Return the party that `text`, resolved to `entity` or not, speaks for; None for nobody."""
    if entity is None:
        return _unnamed(text, entities)
    if entity.type in ("place", "nationality"):
        return _government(entity)
    if entity.type == "person":
        return _person(entity, entities)
    return _body(entity)


def _government(entity: StoryEntity) -> Party | None:
    if entity.country is None:
        return Party(key=f"entity {entity.id}", name=entity.name)
    return Party(
        key=f"government {entity.country}", name=entity.name, country=entity.country, state=True
    )


def _body(entity: StoryEntity) -> Party:
    names = [entity.name, *(alias.text for alias in entity.aliases)]
    organ = next((o for o in (_organ(n, entity.country) for n in names) if o), None)
    return Party(
        key=organ or f"entity {entity.id}",
        name=entity.name,
        country=entity.country,
        state=organ is not None or entity.sector in ("GOV", "MIL", "SPY", "COP", "LEG", "JUD"),
    )


def _person(entity: StoryEntity, entities: Mapping[str, StoryEntity]) -> Party:
    for title in entity.titles:
        organ = _organ(title.text, entity.country)
        if organ:
            body = next((e for e in _bodies(entities) if _body(e).key == organ), None)
            return Party(
                key=organ,
                name=body.name if body else entity.name,
                country=entity.country,
                state=True,
            )
        body = _named_body(title.text, entities)
        if body is not None:
            return _body(body)
    return Party(
        key=f"entity {entity.id}",
        name=entity.name,
        country=entity.country,
        state=entity.sector in ("GOV", "MIL", "SPY"),
    )


def _organ(text: str, country: str | None) -> str | None:
    """Return the key of the organ of state that a name or title belongs to."""
    if country is None:
        return None
    low = text.lower()
    if _EMBASSY.search(low):
        return f"embassy {country}"
    if _PRESIDENCY.search(low):
        return f"presidency {country}"
    if _ORGAN.search(low):
        domain = next((_DOMAINS[w] for w in re.findall(r"[a-z]+", low) if w in _DOMAINS), None)
        if domain:
            return f"ministry {domain} {country}"
    return None


def _bodies(entities: Mapping[str, StoryEntity]) -> list[StoryEntity]:
    return [e for e in entities.values() if e.type == "organization"]


def _named_body(title: str, entities: Mapping[str, StoryEntity]) -> StoryEntity | None:
    """Return the body that a title names ("Broadcom chief executive"), if the story knows it."""
    left = {stem(w.text) for w in words(title) if w.text.lower() not in _ROLE_WORDS}
    if not left:
        return None
    best = None
    for body in _bodies(entities):
        for alias in (body.name, *(a.text for a in body.aliases)):
            its = {stem(w.text) for w in words(alias) if w.text.lower() not in _ROLE_WORDS}
            if its and its <= left and (best is None or len(its) > best[0]):
                best = (len(its), body)
    return best[1] if best else None


def _unnamed(text: str, entities: Mapping[str, StoryEntity]) -> Party | None:
    """Return the party of a speaker without a name; None for a pronoun that nothing resolves."""
    listed = [w.text for w in words(text)]
    if not listed or all(w.lower() in _PRONOUNS for w in listed):
        return None
    body = _named_body(text, entities)
    if body is not None and any(w.lower() in _SPEAKS_FOR for w in listed):
        return _body(body)
    kept = [
        stem(w)
        for w in listed
        if w.lower() not in ("the", "a", "an", "some", "one", "two", "several", "of", "and")
    ]
    if not kept:
        return None
    return Party(key="unnamed " + " ".join(sorted(kept[:8])), name=text.strip())


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
