"""The actors that a noun phrase names: country code and PLOVER sector, from words first, then entities.

In: the head token of a phrase. Out: one `Actor` for each state or body it names ("U.S. and Russian
negotiators" are two). A phrase that names nobody gives an `Actor` without codes, or none at all.
"""

from bisect import bisect_left
from collections.abc import Mapping
from functools import cache
from typing import TypeVar

from crosswire import lexicon
from crosswire.model.annotation import Actor, Entity, Mention, Place
from crosswire.stages.annotate.event_arguments import coordinated, counted
from crosswire.stages.annotate.event_lexicon import classes_of
from crosswire.stages.annotate.event_names import STATELESS, Spot, find_spots, iso3
from crosswire.stages.annotate.tree import Tree

_MODIFIERS = ("amod", "compound", "poss", "nmod", "nummod", "quantmod", "npadvmod")
_STRONG = ("of", "from", "by", "between")
_LINKS = ("in", "for", "to", "against", "among", "with")
_NO_NAMES = {"DATE", "TIME", "CARDINAL", "ORDINAL", "MONEY", "PERCENT", "QUANTITY"}
_INSTRUMENTS = {"arms", "attack", "airstrike", "bombardment", "aircraft", "warship", "instrument"}
"""Classes of event_nouns that act for whom they belong to: "a Danish missile killed"."""

_HELD = {"territory", "target", "policy", "utterance"}
"""Classes of things that stand for those whose they are: "a rebel stronghold", "a government plan"."""

EDGES = {"border", "frontier", "coast", "soil"}
"""Nouns that a nation before them only places: "on the Thai border" is not Thailand."""

_ACTING = ("person", "organization", "place", "nationality")
OTHERS = {
    "ally",
    "rival",
    "enemy",
    "neighbour",
    "neighbor",
    "opponent",
    "partner",
    "critic",
    "foe",
    "victim",
}
"""Nouns for somebody else than those whose they are: "Chad's ally" is not Chad."""

_DETERMINERS = {"the", "a", "an", "this", "that", "these", "those", "its", "his", "their", "her"}
_PERSONAL = {"he", "she", "him", "her", "himself", "herself"}
_PRONOUNS = {"it", "he", "she", "they", "them", "him", "who", "which", "that", "itself", "himself"}
DOMESTIC = {
    "COP",
    "JUD",
    "OPP",
    "LEG",
    "CVL",
    "LAB",
    "REB",
    "JRN",
    "MED",
    "PTY",
    "EDU",
    "REF",
    "REL",
}
"""Sectors that are of the state in which one acts, where a report names but that one state."""

T = TypeVar("T")
_Holder = tuple[Spot, int]


@cache
def _sectors() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Return (modifier it needs or "", sector) of each noun, those with a modifier first."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in lexicon.table("event_sectors"):
        for entry in row["nouns"].split("|"):
            noun, _, modifier = entry.partition("@")
            found.setdefault(noun, []).append((modifier, row["sector"].strip("-")))
    return {noun: tuple(sorted(v, key=lambda e: not e[0])) for noun, v in found.items()}


class Cast:
    """Who is named where in one document, asked by the head token of a phrase."""

    def __init__(
        self,
        tree: Tree,
        entities: tuple[Entity, ...],
        mentions: tuple[Mention, ...],
        places: tuple[Place, ...],
    ) -> None:
        self.tree = tree
        self.spots = find_spots(tree)
        known = {entity.id: entity for entity in entities}
        named = [(m.start, m.end, known[m.entity]) for m in mentions if m.entity in known]
        self._entity_at = _by_token(tree, named)
        self._place_at = _by_token(
            tree, [(p.start, p.end, iso3(p.country)) for p in places if p.country]
        )
        self._not_names = frozenset(
            token
            for name in tree.parse.names
            if name.label in _NO_NAMES
            for token in range(name.first, name.last)
        )
        self._heads_of: dict[str, list[int]] = {}
        for token, entity in self._entity_at.items():
            self._heads_of.setdefault(entity.id, []).append(token)
        self._homes: dict[str, str | None] = {}
        self._told: dict[int, str | None] = {}
        self._asked: dict[int, tuple[Actor, ...]] = {}

    def actors(self, head: int) -> tuple[Actor, ...]:
        """Return who the phrase headed by `head` names; empty where it can't be an actor."""
        if head not in self._asked:
            self._asked[head] = self._actors(self.core(head))
        return self._asked[head]

    def _actors(self, head: int) -> tuple[Actor, ...]:
        entity = self._entity_at.get(head)
        personal = self.tree.parse.words[head].lower() in _PERSONAL
        if personal and entity is not None and entity.type != "person":
            return ()
        sector = self.sector(head)
        holders = self._holders(head)
        if holders:
            return tuple(
                self._actor(spot, holder, head, len(holders) > 1) for spot, holder in holders
            )
        acts = entity.type in _ACTING if entity is not None else self._is_name(head)
        if not acts and sector is None:
            return self._belonging(head)
        ethnic = self._ethnic(head)
        code = self._home(entity) if entity and not ethnic else None
        if sector is None and entity is not None and not ethnic:
            sector = entity.sector
        sector = sector or None
        name = entity.id if entity else None
        if code is None and sector in STATELESS:
            code = sector
        if entity is not None and self.tree.parse.words[head].lower() in _PRONOUNS:
            return (Actor(text=entity.name, code=code, sector=sector, entity=name),)
        return (Actor(text=self.words(head), code=code, sector=sector, entity=name),)

    def _belonging(self, head: int) -> tuple[Actor, ...]:
        """Return whose a thing is where only their kind is told ("a rebel stronghold", "army bases")."""
        known = classes_of(self.tree.parse.lemmas[head].lower(), ())
        if not known & _HELD:
            return ()
        for below in self.tree.kids(head, "compound", "nmod"):
            sector = self.sector(below)
            if sector and below not in self.spots:
                return (Actor(text=self.words(head), sector=sector),)
        return ()

    def _home(self, entity: Entity) -> str | None:
        """Return the state of an entity: its own, or the one state that its other mentions name."""
        if entity.country or entity.type != "person":
            return entity.country
        if entity.id not in self._homes:
            self._homes[entity.id] = None
            codes = {
                spot.code
                for token in self._heads_of[entity.id][:40]
                if self._is_name(token) and self.tree.parse.deps[token] != "compound"
                for spot, _ in self._holders(token)
            }
            self._homes[entity.id] = codes.pop() if len(codes) == 1 else None
        return self._homes[entity.id]

    def doers(self, head: int) -> tuple[Actor, ...]:
        """Return who acts where `head` is the subject: of a thing only those whose act or arm it is."""
        if self.is_actor(head):
            return self.actors(head)
        if classes_of(self.tree.parse.lemmas[head].lower(), ()) & _INSTRUMENTS:
            holders = self._modifying(head) or self._linked(head, ("by",))
            return tuple(self._actor(spot, at, head, len(holders) > 1) for spot, at in holders)
        return ()

    def _actor(self, spot: Spot, holder: int, head: int, several: bool) -> Actor:
        """Return the actor at `spot`, in the words of the phrase that can act and names it."""
        own = self.is_actor(head)
        if several and holder == head:
            words = self._text(spot.first, spot.last)
        elif own or holder == head == spot.last - 1:
            words = self.words(head)
        elif holder != head and self.is_actor(holder):
            words = self.words(holder)
        else:
            words = self._text(spot.first, spot.last)
        sector = self.sector(head) if own else self.sector(holder)
        entity = self._entity_at.get(head if own else spot.first)
        return Actor(
            text=words,
            code=spot.code,
            sector=sector
            or (None if own and sector == "" and spot.kind == "seat" else spot.sector),
            entity=entity.id if entity else None,
        )

    def is_actor(self, head: int) -> bool:
        """Tell whether the phrase can act: a state, a body, people; not merely a thing of theirs."""
        head = self.core(head)
        if head in self.spots or self.sector(head) is not None:
            return True
        entity = self._entity_at.get(head)
        if entity is not None:
            return entity.type in _ACTING
        return self._is_name(head)

    def is_person(self, head: int) -> bool:
        """Tell whether "he" or "she" may stand for the phrase: a person, not a state, body or thing."""
        entity = self._entity_at.get(head)
        if entity is not None:
            return entity.type == "person"
        if head in self.spots:
            return self.spots[head].kind == "leader"
        return self.sector(head) is not None or self._is_name(head)

    def is_time(self, head: int) -> bool:
        """Tell whether the parser took the word for part of a date, a time or an amount."""
        return head in self._not_names

    def is_people(self, head: int) -> bool:
        """Tell whether an actor is people, and not a state or body as a whole."""
        return head not in self.spots or self.spots[head].kind in ("people", "leader")

    def is_located(self, head: int) -> bool:
        """Tell whether the phrase is a state, a place or people: what one can act "in" or "at"."""
        if self.tree.parse.lemmas[head].lower() in EDGES or head in self._place_at:
            return True
        if "territory" in classes_of(self.tree.parse.lemmas[head].lower(), ()):
            return bool(self._holders(head))
        return self.is_actor(head) or bool(self._linked(head, ("in",)))

    def core(self, head: int) -> int:
        """Return the noun that counts: of "hundreds of people" the people."""
        if head in self.spots or self.sector(head):
            return head
        return next(iter(counted(self.tree, head)[-1:]), head)

    def sector(self, head: int) -> str | None:
        """Return the sector that the head noun or a title before the name tells, "" for people of none."""
        spot = self.spots.get(head)
        if spot is not None:
            return spot.sector
        if head not in self._told:
            self._told[head] = self._sector(head)
        return self._told[head]

    def _sector(self, head: int) -> str | None:
        tree = self.tree
        lemmas = [tree.parse.lemmas[k].lower() for k in tree.children[head]]
        own = _sector_of(tree.parse.lemmas[head].lower(), lemmas)
        if own is not None or tree.parse.pos[head] != "PROPN":
            return own
        titles = [k for k in tree.kids(head, "compound", "nmod", "appos") if k not in self.spots]
        for title in reversed(titles):
            below = [tree.parse.lemmas[k].lower() for k in tree.children[title]]
            found = _sector_of(tree.parse.lemmas[title].lower(), [*below, *lemmas])
            if found and not (tree.parse.deps[title] == "appos" and found == "MIL"):
                # "Mr X, the force behind it" is no soldier
                return found
        return None

    def words(self, head: int) -> str:
        """Return the phrase's words from its first modifier to its head, without the article."""
        tree = self.tree
        left = head
        for token in range(head - 1, max(head - 14, -1), -1):
            inside = left <= tree.parse.heads[token] <= head
            if not inside or tree.parse.deps[token] in ("relcl", "cc", "conj"):
                break
            left = token
        while left < head and (
            tree.parse.words[left].lower() in _DETERMINERS
            or tree.parse.pos[left] in ("PUNCT", "SPACE", "ADV", "CCONJ")
        ):
            left += 1
        return self._text(left, self.spots[head].last if head in self.spots else head + 1)

    def is_pronoun(self, head: int) -> bool:
        """Tell whether `head` is a pronoun that nothing has resolved."""
        return self.tree.parse.words[head].lower() in _PRONOUNS and head not in self._entity_at

    def _text(self, first: int, last: int) -> str:
        return self.tree.span(first, last).text

    def _is_name(self, head: int) -> bool:
        return self.tree.parse.pos[head] == "PROPN" and head not in self._not_names

    def _ethnic(self, head: int) -> bool:
        """Tell whether a people is named as such ("ethnic Albanians"), which is no state."""
        tree = self.tree
        return any(tree.parse.lemmas[k].lower() == "ethnic" for k in tree.children[head])

    def _holders(self, head: int) -> list[_Holder]:
        """Return the states and bodies a phrase names, with the noun each hangs on.

        First the head itself, then its modifiers, its apposition, what follows "of" or "from", and
        last what follows "in", "to" or "against".
        """
        tree = self.tree
        if self._ethnic(head):
            return []
        if tree.parse.lemmas[head].lower() in EDGES:
            return self._linked(head, ("with",))
        if head in self.spots:
            spot = self.spots[head]
            before = self._modifying(head) if spot.kind == "people" else []
            # "Bosnian Croats", "Turkish Kurds": the state comes first
            return [before[0]] if before else [(spot, head)]
        found = self._modifying(head)
        entity = self._entity_at.get(head)
        if found or (entity is not None and entity.country):
            return found
        for title in tree.kids(head, "appos"):
            if tree.child(title, "nummod") is not None:
                # "twenty soldiers, six Danish officers among them": a part, not the whole
                continue
            found = [(self.spots[title], title)] if title in self.spots else self._modifying(title)
            if found:
                return [(spot, head) for spot, _ in found]
        if head in self._place_at:
            return [(Spot(head, head + 1, self._place_at[head], None, "place"), head)]
        found = self._linked(head, _STRONG)
        if found or not self.is_actor(head):
            return found
        return self._linked(head, _LINKS)

    def _modifying(self, head: int) -> list[_Holder]:
        """Return what modifies `head`; of two that stand side by side the first alone."""
        tree = self.tree
        found: list[_Holder] = []
        waiting = [k for k in tree.kids(head, *_MODIFIERS) if k < head]
        if tree.parse.lemmas[head].lower() in OTHERS:
            waiting = [k for k in waiting if tree.parse.deps[k] != "poss"]
        for _ in range(24):
            if not waiting:
                break
            current = waiting.pop(0)
            if current in self.spots:
                found.append((self.spots[current], head))
            elif not self._ethnic(current):
                waiting.extend(tree.kids(current, *_MODIFIERS))
                if tree.parse.deps[current] == "poss":
                    found.extend((s, current) for s, _ in self._linked(current, ("of",)))
            waiting.extend(tree.kids(current, "conj"))
        kept: list[_Holder] = []
        for spot, holder in sorted(found):
            beside = kept and kept[-1][0].last == spot.first
            if not beside and all(spot.code != other.code for other, _ in kept):
                kept.append((spot, holder))
        return kept

    def _linked(self, head: int, prepositions: tuple[str, ...]) -> list[_Holder]:
        tree = self.tree
        for prep in tree.kids(head, "prep", "agent"):
            if tree.parse.lemmas[prep].lower() not in prepositions:
                continue
            found: list[_Holder] = []
            for inner in tree.kids(prep, "pobj"):
                for each in coordinated(tree, inner):
                    if tree.parse.lemmas[each].lower() in EDGES:
                        continue
                    if each in self.spots:
                        found.append((self.spots[each], each))
                    elif each in self._place_at:
                        place = Spot(each, each + 1, self._place_at[each], None, "place")
                        found.append((place, each))
                    else:
                        found.extend(self._modifying(each))
            if found:
                return found
        return []


def _sector_of(noun: str, modifiers: list[str]) -> str | None:
    for modifier, sector in _sectors().get(noun, ()):
        if not modifier or modifier in modifiers:
            return sector
    return None


def _by_token(tree: Tree, spans: list[tuple[int, int, T]]) -> dict[int, T]:
    """Return what stands over each token, for `(start, end, value)` in any order; earlier ones win."""
    found: dict[int, T] = {}
    starts = tree.parse.starts
    for start, end, value in spans:
        token = bisect_left(starts, start)
        while token < len(starts) and starts[token] < end:
            found.setdefault(token, value)
            token += 1
    return found
