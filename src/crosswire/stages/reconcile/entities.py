"""Entities across reports: who is one, under which names and titles, by report.

1. The entities of each report come with their type, name, titles and mentions.
2. Two are one if their names agree (`text.names`: transliterations, acronyms, surnames) and nothing parts
   them: other types, other full names, other countries.
3. A bare surname joins the one fuller name of the story that ends or starts with it, if there is just one.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence

from msgspec.structs import replace
from rapidfuzz.distance import DamerauLevenshtein

from crosswire.model.annotation import Annotations, Entity
from crosswire.model.dossier import DossierEntity, NameUse
from crosswire.model.record import Record, content_id
from crosswire.model.span import Evidence
from crosswire.stages.reconcile.organs import organ_of_state
from crosswire.text.names import name_tokens, same_organization, same_person, unmarked
from crosswire.text.words import stem, words

STATE, CONTEXT, PERSON = 0.3, 0.4, 1.5
"""Factors on weight: a state named throughout is setting, a person of full name is whom readers look for."""
_CHANNELS = frozenset("facebook twitter youtube instagram telegram whatsapp tiktok reddit".split())
_ALIAS_FORMS = ("name", "acronym", "metonym")


class StoryEntity(Record, frozen=True, kw_only=True):
    """Somebody or something named across the story's reports; `weight` counts its mentions, headlines double."""

    id: str
    type: str
    name: str
    aliases: tuple[NameUse, ...]
    titles: tuple[NameUse, ...]
    evidence: tuple[Evidence, ...]
    country: str | None
    sector: str | None
    weight: float
    documents: tuple[str, ...]


class _Local(Record, frozen=True, kw_only=True):
    """One report's entity with its mentions."""

    document: str
    entity: Entity
    evidence: tuple[Evidence, ...]
    names: tuple[str, ...]
    weight: float
    copied: bool = False

    @property
    def key(self) -> tuple[str, str]:
        return (self.document, self.entity.id)

    @property
    def rank(self) -> tuple[bool, str, str]:
        """Return whom to ask first who the entity is: who copies nobody."""
        return (self.copied, *self.key)


def gather_entities(
    annotations: Sequence[Annotations],
    aliases: Sequence[tuple[str, str, bool]] = (),
    copies: Container[str] = (),
) -> tuple[dict[str, StoryEntity], dict[tuple[str, str], str]]:
    """Return the story's entities by id, and the id of each report's entity by (document, entity id).

    `aliases` are pairs of names that a person said are one's, or two's: they come before every likeness. Whom
    a report among `copies` names keeps the id, name and type that others give: it knows no better.
    """
    local = _agreeing([found for a in annotations for found in _locals(a, copies)])
    local.sort(key=lambda e: (e.copied, -len(e.entity.name), e.entity.name, e.key))
    groups: list[list[_Local]] = []
    blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
    for one in local:
        home = _home(one, groups, blocks)
        if home is None:
            home = len(groups)
            groups.append([])
        groups[home].append(one)
        for block in _blocks(one):
            if home not in blocks[block]:
                blocks[block].append(home)
    for one_name, other, holds in aliases:
        groups = _joined(groups, one_name, other) if holds else _parted(groups, one_name, other)
    entities = [_story_entity(group) for group in groups]
    of = {
        one.key: entity.id for group, entity in zip(groups, entities, strict=True) for one in group
    }
    ordered = sorted(entities, key=lambda e: (-e.weight, e.name, e.id))
    return {e.id: e for e in ordered}, of


def _joined(groups: list[list[_Local]], one: str, other: str) -> list[list[_Local]]:
    """Return the groups with those of two names in one."""
    same = [g for g in groups if any({one, other} & set(e.names) for e in g)]
    rest = [g for g in groups if all(g is not s for s in same)]
    return [*rest, [e for g in same for e in g]] if same else groups


def _parted(groups: list[list[_Local]], one: str, other: str) -> list[list[_Local]]:
    """Return the groups with what has the second name alone in a group of its own."""
    out = []
    for group in groups:
        away = [e for e in group if other in e.names and one not in e.names]
        stays = [e for e in group if not any(e is a for a in away)]
        out += [part for part in (stays, away) if part] if stays else [group]
    return out


TITLED = 3.0
"""What a mention counts of whom a report gives a title ("Mayor Ines Kettering"): only a person has one."""
TYPE_AHEAD = 2.0
"""How many times the weight of any other type a name's type needs to hold in every report."""


def _agreeing(local: list[_Local]) -> list[_Local]:
    """Return the entities with one type a name: what most of the story takes it for, unless a gazetteer knows it."""
    weights: dict[str, Counter[str]] = defaultdict(Counter)
    free = {unmarked(one.entity.name) for one in local if not one.copied}
    for one in local:
        if not one.copied or unmarked(one.entity.name) not in free:
            sure = TITLED if one.entity.type == "person" and one.entity.titles else 1.0
            weights[unmarked(one.entity.name)][one.entity.type] += sure * one.weight  # type: ignore[assignment]
    many = [o.entity for o in local if " " in o.entity.name and not o.copied]
    heads = {unmarked(e.name).split()[0] for e in many if e.type == "organization"}
    surnames = {unmarked(e.name).split()[-1] for e in many if e.type == "person"}
    settled = []
    for one in local:
        name = unmarked(one.entity.name)
        if one.entity.type == "person" and name in heads - surnames and not one.entity.titles:
            # "Tessera" beside "Tessera Motors" is no person of that name.
            settled.append(replace(one, entity=replace(one.entity, type="organization")))
            continue
        first, *others = weights[unmarked(one.entity.name)].most_common(2)
        known = one.entity.country is not None or one.entity.type == "nationality"
        ahead = not others or first[1] >= TYPE_AHEAD * others[0][1]
        surname_only = first[0] == "person" and " " not in one.entity.name
        if first[0] != one.entity.type and ahead and not known and not surname_only:
            one = replace(one, entity=replace(one.entity, type=first[0]))
        settled.append(one)
    return settled


def _locals(annotations: Annotations, copies: Container[str]) -> list[_Local]:
    mentions = defaultdict(list)
    for mention in annotations.mentions:
        mentions[mention.entity].append(mention)
    headline = annotations.title.end if annotations.title else 0
    found = []
    for entity in annotations.entities:
        own = [m for m in mentions[entity.id] if m.form in _ALIAS_FORMS]
        if not own:
            continue
        evidence = tuple(
            Evidence(document=annotations.id, start=m.start, end=m.end, text=m.text) for m in own
        )
        weight = sum(2.0 if m.start < headline else 1.0 for m in mentions[entity.id])
        names = tuple(dict.fromkeys([entity.name, *(m.text for m in own)]))
        found.append(
            _Local(
                document=annotations.id,
                entity=entity,
                evidence=evidence,
                names=names,
                weight=weight,
                copied=annotations.id in copies,
            )
        )
    return found


def _blocks(one: _Local) -> list[tuple[str, str]]:
    """Return the keys under which entities are compared: a kind, and a name's words and initials."""
    kind = _kind(one)
    found = set()
    if one.entity.country and (one.entity.sector or kind == "organization"):
        found.add((kind, one.entity.country))
    for name in one.names[:6]:
        listed = [w.text for w in words(name)]
        for word in listed:
            found.add((kind, stem(word)[:3]))
        if kind == "organization":
            initials = "".join(w[0] for w in listed if w[0].isupper()).lower()
            found.add((kind, initials[:3]))
    return sorted(found)


def _kind(one: _Local) -> str:
    return "place" if one.entity.type == "nationality" else one.entity.type


def _home(
    one: _Local, groups: list[list[_Local]], blocks: Mapping[tuple[str, str], list[int]]
) -> int | None:
    candidates = sorted({home for block in _blocks(one) for home in blocks.get(block, ())})
    verdicts = {home: _agreement(one, groups[home]) for home in candidates}
    sure = [home for home, verdict in verdicts.items() if verdict]
    if sure:
        exact = [h for h in sure if any(o.entity.name == one.entity.name for o in groups[h])]
        return (exact or sure)[0]
    likely = [home for home, verdict in verdicts.items() if verdict is None]
    return likely[0] if len(likely) == 1 else None


def _agreement(one: _Local, group: Sequence[_Local]) -> bool | None:
    """Tell whether `one` is the entity of `group`: True, False, or None where it may be, by a part of the name."""
    if _kind(one) != _kind(group[0]):
        return False
    if _one_organ(one, group):
        return True
    if any(o.document == one.document for o in group):
        return False
    if _kind(one) == "place":
        return _same_place(one, group)
    if _part(one, group):
        return False
    if one.entity.type not in ("person", "organization"):
        return any(one.entity.name.lower() == o.entity.name.lower() for o in group)
    same = same_person if one.entity.type == "person" else same_organization
    verdicts = [True if _misspelt(one, o) else same(one.entity.name, o.entity.name) for o in group]
    if one.entity.type == "person" and False in verdicts:
        return False
    return True if True in verdicts else None if None in verdicts else False


def _one_organ(one: _Local, group: Sequence[_Local]) -> bool:
    """Tell whether `one` describes the organ of state that `group` names ("Ruritania's spy agency")."""
    if one.entity.type != "organization" or one.entity.country is None:
        return False
    organ = organ_of_state(one.entity.name, one.entity.country)
    return organ is not None and any(
        organ_of_state(o.entity.name, o.entity.country) == organ for o in group
    )


def _misspelt(one: _Local, other: _Local) -> bool:
    """Tell whether two persons of one office have names a letter apart, in the given or the family name."""
    if one.entity.type != "person" or not set(one.entity.titles) & set(other.entity.titles):
        return False
    a, b = name_tokens(one.entity.name), name_tokens(other.entity.name)
    one_part = len(a) == len(b) >= 2 and (a[-1] == b[-1] or a[:-1] == b[:-1])
    return one_part and DamerauLevenshtein.distance(" ".join(a), " ".join(b)) <= 1


def _part(one: _Local, group: Sequence[_Local]) -> bool:
    """Tell whether two bodies belong to different states."""
    countries = {o.entity.country for o in group if o.entity.country}
    return bool(one.entity.country and countries and one.entity.country not in countries)


def _same_place(one: _Local, group: Sequence[_Local]) -> bool:
    """Tell whether two places are one; a state is one by its code, and never one with its capital."""
    if (one.entity.sector == "GOV") != any(o.entity.sector == "GOV" for o in group):
        return False
    if one.entity.sector == "GOV" and one.entity.country:
        return any(o.entity.country == one.entity.country for o in group)
    if one.entity.country and any(
        o.entity.country and o.entity.country != one.entity.country for o in group
    ):
        return False
    mine = {unmarked(name) for name in one.names}
    return any(mine & {unmarked(name) for name in o.names} for o in group)


def _story_entity(group: Sequence[_Local]) -> StoryEntity:
    names: dict[str, set[str]] = defaultdict(set)
    titles: dict[str, set[str]] = defaultdict(set)
    full: dict[str, float] = defaultdict(float)
    alone = [one for one in group if not one.copied] or group
    for one in alone:
        full[one.entity.name] += one.weight
    for one in group:
        for name in one.names:
            names[name].add(one.document)
        for title in one.entity.titles:
            titles[title].add(one.document)
    own = {name: sum(name in one.names for one in alone) for name in full}
    name = max(full, key=lambda n: (len(n.split()) > 1, own[n], full[n], n))
    ranked = sorted(group, key=lambda o: o.rank)
    first = ranked[0]
    country = next((o.entity.country for o in ranked if o.entity.country), None)
    sector = next((o.entity.sector for o in ranked if o.entity.sector), None)
    kinds = [o.entity.type for o in alone]
    return StoryEntity(
        id=content_id("e", first.document, first.entity.type, first.entity.name),
        type="place" if "place" in kinds else kinds[0],
        name=name,
        aliases=_uses(names),
        titles=_uses(titles),
        evidence=tuple(e for one in sorted(group, key=lambda o: o.key) for e in one.evidence[:3]),
        country=country,
        sector=sector,
        weight=_weight(group, name),
        documents=tuple(sorted({o.document for o in group})),
    )


def _weight(group: Sequence[_Local], name: str) -> float:
    """Return how early an editor wants the entity: mentions, more reports more; states and channels are context."""
    weight = sum(o.weight for o in group) * (1 + 0.25 * (len({o.document for o in group}) - 1))
    kind = group[0].entity.type
    if kind in ("place", "nationality") and any(o.entity.sector == "GOV" for o in group):
        weight *= STATE
    elif name.lower() in _CHANNELS or kind not in ("person", "organization", "place"):
        weight *= CONTEXT
    elif kind == "person" and len(name.split()) > 1:
        weight *= PERSON
    return weight


def _uses(found: Mapping[str, set[str]]) -> tuple[NameUse, ...]:
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(NameUse(text=text, documents=tuple(sorted(docs))) for text, docs in ordered)


def to_dossier(entity: StoryEntity) -> DossierEntity:
    """Return the entity as the dossier shows it."""
    return DossierEntity(
        id=entity.id,
        type=entity.type,
        name=entity.name,
        aliases=entity.aliases,
        titles=entity.titles,
        evidence=entity.evidence,
        country=entity.country,
    )
