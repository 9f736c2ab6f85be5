"""The actors that a noun phrase names: country code and PLOVER sector, from words first, then entities.

In: the head token of a phrase. Out: one `Actor` for each state or body it names ("U.S. and Russian
negotiators" are two). A phrase that names nobody gives an `Actor` without codes, or none at all.
"""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from crosswire import lexicon
from crosswire.model.annotation import Actor, Entity, Mention, Place
from crosswire.stages.annotate.event_arguments import coordinated
from crosswire.stages.annotate.tree import Tree

_MODIFIERS = ("amod", "compound", "poss", "nmod", "nummod", "quantmod")
_LINKS = ("of", "from", "in", "by", "between", "for", "at", "on", "to", "against", "among")
_STRONG = ("of", "from", "by", "between")
_DETERMINERS = {"the", "a", "an", "this", "that", "these", "those", "its", "his", "their", "her"}
_PRONOUNS = {"it", "he", "she", "they", "them", "him", "who", "which", "that", "itself", "himself"}


class Spot(NamedTuple):
    """A state or body named at tokens `[first, last)`; `capital` where the name is that of a capital."""

    first: int
    last: int
    code: str
    sector: str | None
    capital: bool


@cache
def _names() -> Mapping[str, tuple[tuple[tuple[str, ...], str, str | None, bool], ...]]:
    """Return (words, code, sector, capital) of every known name, by first word, longest first."""
    found: dict[tuple[str, ...], tuple[str, str | None, bool]] = {}
    for row in lexicon.table("countries"):
        for column in ("capitals", "people", "adjectives", "names", "name"):
            for name in row[column].split("|"):
                for form in _forms(name, column):
                    found[form] = (row["iso3"], None, column == "capitals")
    for row in lexicon.table("event_organizations"):
        for name in row["names"].split("|"):
            found[_split(name)] = (row["code"], row["sector"] or None, False)
    index: dict[str, list[tuple[tuple[str, ...], str, str | None, bool]]] = {}
    for words, (code, sector, capital) in found.items():
        if words:
            index.setdefault(words[0], []).append((words, code, sector, capital))
    return {key: tuple(sorted(v, key=lambda n: (-len(n[0]), n))) for key, v in index.items()}


def _split(name: str) -> tuple[str, ...]:
    """Return the words of `name` as the tokeniser cuts them: hyphens and possessives stand alone."""
    return tuple(name.replace("-", " - ").replace("'s", " 's").replace("’s", " ’s").split())


def _forms(name: str, column: str) -> list[tuple[str, ...]]:
    words = _split(name)
    if not words:
        return []
    plural = column == "adjectives" and words[-1][-1] in "nrbktiqdl" and not name.endswith(".")
    return [words, (*words[:-1], words[-1] + "s")] if plural else [words]


@cache
def _sectors() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Return (modifier it needs or "", sector) of each noun, those with a modifier first."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in lexicon.table("event_sectors"):
        for entry in row["nouns"].split("|"):
            noun, _, modifier = entry.partition("@")
            found.setdefault(noun, []).append((modifier, row["sector"]))
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
        self.spots = _find_spots(tree)
        self._entity_at = _entities_by_token(tree, entities, mentions)
        self._place_at = _countries_by_token(tree, places)

    def actors(self, head: int) -> tuple[Actor, ...]:
        """Return who the phrase headed by `head` names; empty where it can't be an actor."""
        sector = self.sector(head)
        codes = self._codes(head)
        entity = self._entity_at.get(head)
        text = self.words(head)
        name = entity.id if entity else None
        if not codes:
            code = entity.country if entity else None
            if entity and not sector:
                sector = entity.sector
            if code or sector or entity or self._is_name(head):
                return (Actor(text=text, code=code, sector=sector, entity=name),)
            return ()
        if len(codes) == 1:
            spot = codes[0]
            return (Actor(text=text, code=spot.code, sector=sector or spot.sector, entity=name),)
        return tuple(
            Actor(text=self._text(s.first, s.last), code=s.code, sector=sector or s.sector)
            for s in codes
        )

    def is_actor(self, head: int) -> bool:
        """Tell whether the phrase can act: a state, a body, people; not merely a thing of theirs."""
        if head in self.spots or self.sector(head):
            return True
        entity = self._entity_at.get(head)
        if entity is not None:
            return entity.type in ("person", "organization", "place", "nationality")
        return self._is_name(head)

    def sector(self, head: int) -> str | None:
        """Return the sector that the head noun or a title before the name tells."""
        spot = self.spots.get(head)
        if spot is not None:
            return spot.sector or ("GOV" if spot.capital else None)
        tree = self.tree
        lemmas = [tree.parse.lemmas[k].lower() for k in tree.children[head]]
        own = _sector_of(tree.parse.lemmas[head].lower(), lemmas)
        if own or tree.parse.pos[head] != "PROPN":
            return own
        titles = [k for k in tree.kids(head, "compound", "nmod", "appos") if k not in self.spots]
        for title in reversed(titles):
            below = [tree.parse.lemmas[k].lower() for k in tree.children[title]]
            found = _sector_of(tree.parse.lemmas[title].lower(), [*below, *lemmas])
            if found:
                return found
        return None

    def words(self, head: int) -> str:
        """Return the phrase's words from its first modifier to its head, without the article."""
        left = head
        for token in range(head - 1, max(head - 14, -1), -1):
            parent = self.tree.parse.heads[token]
            if not left <= parent <= head or self.tree.parse.deps[token] in ("relcl", "cc", "conj"):
                break
            left = token
        while left < head and (
            self.tree.parse.words[left].lower() in _DETERMINERS
            or self.tree.parse.pos[left] in ("PUNCT", "SPACE", "ADV", "CCONJ")
        ):
            left += 1
        return self._text(left, self.spots[head].last if head in self.spots else head + 1)

    def is_pronoun(self, head: int) -> bool:
        """Tell whether `head` is a pronoun that nothing has resolved."""
        return self.tree.parse.words[head].lower() in _PRONOUNS and head not in self._entity_at

    def _text(self, first: int, last: int) -> str:
        return self.tree.span(first, last).text

    def _is_name(self, head: int) -> bool:
        return self.tree.parse.pos[head] == "PROPN"

    def _codes(self, head: int) -> list[Spot]:
        """Return the states and bodies of a phrase: the head's, its modifiers', what hangs on it."""
        if head in self.spots:
            return [self.spots[head]]
        tree = self.tree
        found = self._modifying(head)
        entity = self._entity_at.get(head)
        if found or (entity is not None and entity.country):
            return found
        for title in tree.kids(head, "appos"):
            found = [self.spots[title]] if title in self.spots else self._modifying(title)
            if found:
                return found
        linked = self._linked(head, _STRONG) or self._linked(head, _LINKS)
        if linked:
            return linked
        if head in self._place_at:
            return [Spot(head, head + 1, self._place_at[head], None, False)]
        return []

    def _modifying(self, head: int) -> list[Spot]:
        found: list[Spot] = []
        waiting = self.tree.kids(head, *_MODIFIERS)
        seen = 0
        while waiting and seen < 24:
            current = waiting.pop(0)
            seen += 1
            if current in self.spots:
                found.append(self.spots[current])
            else:
                waiting.extend(self.tree.kids(current, *_MODIFIERS))
                if self.tree.parse.deps[current] == "poss":
                    found.extend(self._linked(current, ("of",)))
            waiting.extend(self.tree.kids(current, "conj"))
        unique = {spot.code: spot for spot in sorted(found)}
        return list(unique.values())

    def _linked(self, head: int, prepositions: tuple[str, ...]) -> list[Spot]:
        tree = self.tree
        for prep in tree.kids(head, "prep", "agent"):
            if tree.parse.lemmas[prep].lower() not in prepositions:
                continue
            found = []
            for inner in tree.kids(prep, "pobj"):
                for each in coordinated(tree, inner):
                    found.extend(
                        [self.spots[each]] if each in self.spots else self._modifying(each)
                    )
                    if not found and each in self._place_at:
                        found.append(Spot(each, each + 1, self._place_at[each], None, False))
            if found:
                return found
        return []


def _sector_of(noun: str, modifiers: list[str]) -> str | None:
    for modifier, sector in _sectors().get(noun, ()):
        if not modifier or modifier in modifiers:
            return sector
    return None


def _find_spots(tree: Tree) -> dict[int, Spot]:
    """Return the spot at every token of every known name; the longest name wins."""
    words, names = tree.parse.words, _names()
    found: dict[int, Spot] = {}
    at = 0
    while at < len(words):
        word = words[at]
        match = None
        for name in names.get(word, ()) or (
            names.get(word.capitalize(), ()) if word.isupper() and len(word) > 4 else ()
        ):
            size = len(name[0])
            if tuple(words[at : at + size]) == name[0] or (
                size == 1 and word.isupper() and len(word) > 4
            ):
                match = name
                break
        if match is None:
            at += 1
            continue
        spot = Spot(at, at + len(match[0]), match[1], match[2], match[3])
        for token in range(spot.first, spot.last):
            found[token] = spot
        at = spot.last
    return found


def _tokens_of(tree: Tree, spans: list[tuple[int, int, object]]) -> dict[int, object]:
    """Return what stands over each token, for `(start, end, value)` in any order; earlier ones win."""
    from bisect import bisect_left

    found: dict[int, object] = {}
    starts = tree.parse.starts
    for start, end, value in spans:
        token = bisect_left(starts, start)
        while token < len(starts) and starts[token] < end:
            found.setdefault(token, value)
            token += 1
    return found


def _entities_by_token(
    tree: Tree, entities: tuple[Entity, ...], mentions: tuple[Mention, ...]
) -> dict[int, Entity]:
    known = {entity.id: entity for entity in entities}
    spans: list[tuple[int, int, object]] = [
        (m.start, m.end, known[m.entity]) for m in mentions if m.entity in known
    ]
    return {t: e for t, e in _tokens_of(tree, spans).items() if isinstance(e, Entity)}


def _countries_by_token(tree: Tree, places: tuple[Place, ...]) -> dict[int, str]:
    spans: list[tuple[int, int, object]] = [
        (p.start, p.end, p.country) for p in places if p.country
    ]
    return {t: c for t, c in _tokens_of(tree, spans).items() if isinstance(c, str)}
