"""Who and what a document names: entities with their titles, and every mention of them.

In go a document and its parse. Names come from `spotting`, their kinds from `kinds`, titles from `titles`, identity
from `aliases`; capitals that act are their governments (`metonyms`). Mentions never overlap.
"""

from crosswire import lexicon
from crosswire.model.annotation import Entity, EntityType, Mention
from crosswire.model.document import Document
from crosswire.stages.annotate.aliases import Draft, Grouping, is_acronym
from crosswire.stages.annotate.bodies import (
    country_before,
    describe_bodies,
    describe_people,
    join_described,
    join_known_as,
    sector_by_name,
    state_bodies,
)
from crosswire.stages.annotate.gazetteer import Known
from crosswire.stages.annotate.kinds import settle
from crosswire.stages.annotate.metonyms import COMPASS, country_meant
from crosswire.stages.annotate.pronouns import resolve_pronouns
from crosswire.stages.annotate.spotting import BARE, Spotted, spot
from crosswire.stages.annotate.titles import Title, is_set_off_by_office, titles_of
from crosswire.stages.annotate.tree import Tree
from crosswire.text.names import name_tokens
from crosswire.text.offices import entry_ending

RULES = {
    "name": "name",
    "acronym": "acronym",
    "title": "description",
    "pronoun": "pronoun",
    "metonym": "metonym",
}


def find_mentions(document: Document, tree: Tree) -> tuple[tuple[Entity, ...], tuple[Mention, ...]]:
    """Return the entities that `document` names and their mentions, in the order of the text."""
    spots = _with_officials(tree, state_bodies(tree, settle(tree, spot(tree))))
    owner = _owners(tree, spots)
    people = [s for s in spots if s.type == "person"]
    titles = {s.first: titles_of(tree, s.first, s.last, owner) for s in people}
    grouping = Grouping(tree, titles, _honorifics(tree, people))
    grouping.add_people(people)
    _add_rest(tree, grouping, spots)
    taken = {t for s in spots for t in range(s.first, s.last)}
    at_end = {s.last: s for s in spots if s.known and s.known.kind in ("country", "nationality")}
    join_known_as(tree, spots, grouping.bodies)
    join_described(grouping.bodies)
    for body in grouping.bodies:
        body.sector = body.sector or sector_by_name(body)
    describe_bodies(tree, grouping.bodies, taken)
    describe_people(tree, grouping.people, taken, at_end)
    resolve_pronouns(tree, grouping.people)
    for person in grouping.people:
        _complete(person, owner)
    return _records(tree, grouping.all())


_GIVEN_AND_FAMILY = (2, 3)
"""Tokens of a name that may be a person's though the parser took it for a body's."""


def _with_officials(tree: Tree, spots: list[Spotted]) -> list[Spotted]:
    """Return `spots` with a full name that an office sets off as a person's, whatever the parser took it for."""
    owner = _owners(tree, spots)
    return [
        s._replace(type="person")
        if s.type == "organization"
        and s.known is None
        and s.last - s.first in _GIVEN_AND_FAMILY
        and all(w.isalpha() and w.istitle() for w in tree.parse.words[s.first : s.last])
        and is_set_off_by_office(tree, s.first, s.last, owner)
        else s
        for s in spots
    ]


def _owners(tree: Tree, spots: list[Spotted]) -> list[Known | str | None]:
    owner: list[Known | str | None] = [None] * len(tree.parse.words)
    for spotted in spots:
        for token in range(spotted.first, spotted.last):
            owner[token] = spotted.known or spotted.type
    return owner


def _honorifics(tree: Tree, people: list[Spotted]) -> dict[int, str]:
    """Return the gender that "Mr", "Mrs" or the like gives the name after it."""
    found = {}
    for person in people:
        if person.first:
            entry = entry_ending((tree.parse.words[person.first - 1].lower(),))
            if entry and entry[1]["kind"] == "honorific":
                found[person.first] = entry[1]["gender"]
    return found


def _add_rest(tree: Tree, grouping: Grouping, spots: list[Spotted]) -> None:
    """Add everything but persons: bodies from the most telling name on, then states, then the rest."""
    at_end = {s.last: s for s in spots if s.known and s.known.kind in ("country", "nationality")}
    koreas = any(s.known and s.known.country in ("KOR", "PRK") for s in spots)
    american = any(
        s.known and s.known.kind == "feature" and s.known.country == "USA" for s in spots
    )
    states = {row["name"] for row in lexicon.table("us_states")}
    bodies = [s for s in spots if s.type == "organization"]
    for spotted in sorted(bodies, key=lambda s: (s.label == BARE, is_acronym(grouping.text(s)))):
        if spotted.label != BARE or grouping.leaves_no_choice(spotted):
            grouping.add_body(spotted, country_before(tree, spotted.first, at_end))
    for spotted in spots:
        if spotted.type in ("person", "organization"):
            continue
        known = spotted.known
        if known and known.name in states and american:
            grouping.add_other(spotted._replace(known=None))
        elif known and known.kind in ("country", "nationality"):
            nation = known.kind == "nationality"
            grouping.add_country(known.country, spotted.first, spotted.last, "name", nation)
        elif meant := country_meant(tree, spotted, koreas):
            grouping.add_country(meant, spotted.first, spotted.last, "metonym")
        elif grouping.text(spotted) not in COMPASS:
            grouping.add_other(spotted)


def _complete(person: Draft, owner: list[Known | str | None]) -> None:
    """Give `person` the state and sector that the titles say, the body in them first."""
    for title in person.titles:
        person.country = person.country or title.country
        marks = [m for m in owner[title.first : title.last] if isinstance(m, Known)]
        sectors = [m.sector for m in marks if m.sector]
        of_body = "organization" in owner[title.first : title.last]
        own = "" if of_body and title.office.office == "president" else title.office.sector
        person.sector = person.sector or own or (sectors[0] if sectors else "")


def _records(tree: Tree, drafts: list[Draft]) -> tuple[tuple[Entity, ...], tuple[Mention, ...]]:
    entities: list[Entity] = []
    mentions: list[Mention] = []
    kept = _apart(drafts)
    for draft, spans in zip(drafts, kept, strict=True):
        if not spans:
            continue
        entity = Entity(
            id=f"e{len(entities) + 1}",
            type=draft.type,
            name=draft.canonical or _fullest(draft.names),
            titles=_titles(tree, draft.titles),
            country=draft.country or None,
            sector=draft.sector or None,
        )
        entities.append(entity)
        mentions += [_mention(tree, entity.id, draft, *span) for span in spans]
    mentions.sort(key=lambda m: (m.start, m.end))
    return tuple(entities), tuple(mentions)


def _apart(drafts: list[Draft]) -> list[list[tuple[int, int, str]]]:
    """Return the spans of each draft without those that begin inside the one before, of whichever draft."""
    kept: list[list[tuple[int, int, str]]] = [[] for _ in drafts]
    end = 0
    for span, number in sorted((s, n) for n, d in enumerate(drafts) for s in set(d.spans)):
        if span[0] >= end:
            kept[number].append(span)
            end = span[1]
    return kept


def _mention(tree: Tree, entity: str, draft: Draft, first: int, last: int, form: str) -> Mention:
    span = tree.span(first, last)
    kind: EntityType = "nationality" if (first, last) in draft.nationality else draft.type
    return Mention(
        start=span.start,
        end=span.end,
        text=span.text,
        entity=entity,
        type=kind,
        form=form,  # type: ignore[arg-type]
        rule=RULES[form],
    )


def _fullest(names: list[str]) -> str:
    """Return the name with most words, not in capitals throughout if there is a choice, the first such."""
    return max(
        enumerate(names),
        key=lambda item: (len(name_tokens(item[1])), not item[1].isupper(), len(item[1]), -item[0]),
    )[1]


def _titles(tree: Tree, titles: list[Title]) -> tuple[str, ...]:
    """Return the words of each title once, whatever its capitals, in order."""
    found: dict[str, str] = {}
    for title in sorted(titles, key=lambda t: t.first):
        words = " ".join(tree.span(title.first, title.last).text.split())
        found.setdefault(words.lower(), words)
    return tuple(found.values())
