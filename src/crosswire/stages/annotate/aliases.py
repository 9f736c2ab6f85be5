"""Which names of one document are one entity: exact names, surnames, given names of a family, acronyms, short forms.

In go settled spans and titles, out come drafts of entities. Two full names that differ are never put together.
"""

from dataclasses import dataclass, field
from itertools import islice

from crosswire.model.annotation import EntityType
from crosswire.stages.annotate.families import surnames_of_given
from crosswire.stages.annotate.gazetteer import (
    Known,
    country_names,
    female_names,
    male_names,
)
from crosswire.stages.annotate.spotting import BARE, Spotted
from crosswire.stages.annotate.titles import Title
from crosswire.stages.annotate.tree import Tree
from crosswire.text.names import (
    PARTICLES,
    family_first,
    name_tokens,
    organization_key,
    same_organization,
    same_person,
    sounded,
    surname,
)
from crosswire.text.offices import same_office

NEAR = 4
"""Sentences back in which a shared surname still points to the one last named."""

LOOSELY = 200
"""Entities named last with which a new name is compared loosely; bounds the work on lists of names."""


APART = frozenset("union federation association academy museum school college club".split())
"""Last words that make another body of a body's name: the police union is not the police."""

KIND_WORDS = frozenset("party group movement organization company network militia".split())
"""Last words that only say what kind of body a name is ("the Tamm party")."""


@dataclass
class Draft:
    """An entity in the making: `spans` are (first token, last token, form)."""

    type: EntityType
    names: list[str] = field(default_factory=list)
    spans: list[tuple[int, int, str]] = field(default_factory=list)
    titles: list[Title] = field(default_factory=list)
    country: str = ""
    sector: str = ""
    key: str = ""
    canonical: str = ""
    known: bool = False
    nationality: set[tuple[int, int]] = field(default_factory=set)
    said: set[str] = field(default_factory=set)

    def call(self, name: str) -> None:
        """Add a name, once."""
        if name not in self.said:
            self.said.add(name)
            self.names.append(name)

    def entitle(self, words: str, title: Title) -> None:
        """Add a title, once."""
        if "title:" + words not in self.said:
            self.said.add("title:" + words)
            self.titles.append(title)

    def join(self, other: "Draft") -> None:
        """Take over all that is known of `other`, which is then empty."""
        for name in other.names:
            self.call(name)
        self.spans += other.spans
        self.country = self.country or other.country
        self.sector = self.sector or other.sector
        other.spans = []

    def gender(self) -> str:
        """Return "male", "female" or "" by title, then by given name."""
        said = {t.office.gender for t in self.titles if t.office.gender}
        if len(said) == 1:
            return said.pop()
        for name in self.names:
            tokens = name_tokens(name)
            if len(tokens) > 1 and not family_first(name):
                given = tokens[0]
                if (given in male_names()) != (given in female_names()):
                    return "male" if given in male_names() else "female"
        return ""


class Grouping:
    """The drafts of one document, filled span by span."""

    def __init__(
        self, tree: Tree, titles: dict[int, list[Title]], honorifics: dict[int, str]
    ) -> None:
        self.tree = tree
        self.titles = titles
        self.honorifics = honorifics
        self.people: list[Draft] = []
        self.bodies: list[Draft] = []
        self.others: dict[tuple[str, str], Draft] = {}
        self.exact: dict[tuple[str, ...], Draft] = {}
        self.called: dict[str, list[Draft]] = {}
        self.given: dict[str, list[Draft]] = {}

    def all(self) -> list[Draft]:
        """Return the drafts that have a mention, in the order of their first."""
        drafts = [d for d in (*self.people, *self.bodies, *self.others.values()) if d.spans]
        return sorted(drafts, key=lambda d: min(d.spans))

    def text(self, spotted: Spotted) -> str:
        """Return the words of the span."""
        return self.tree.span(spotted.first, spotted.last).text

    # ------------------------------------------------------------ countries, places, events

    def add_country(
        self, code: str, first: int, last: int, form: str, nationality: bool = False
    ) -> None:
        """Add a mention of a state."""
        draft = self.others.setdefault(
            ("country", code),
            Draft("place", country=code, sector="GOV", canonical=country_names().get(code, code)),
        )
        draft.spans.append((first, last, form))
        if nationality:
            draft.nationality.add((first, last))

    def add_other(self, spotted: Spotted) -> None:
        """Add a place, people, event, document or product; one name is one entity."""
        name = self.text(spotted)
        key = " ".join(name_tokens(name)).removesuffix(" city") or name
        draft = self.others.setdefault((spotted.type, key), Draft(spotted.type, key=key))
        if spotted.known and spotted.known.country:
            draft.country = spotted.known.country
        draft.call(name)
        draft.spans.append((spotted.first, spotted.last, "name"))

    # ------------------------------------------------------------ people

    def add_people(self, spots: list[Spotted]) -> None:
        """Add all persons: full names first, then the families they show, then single names."""
        tokens = {s.first: name_tokens(self.text(s)) for s in spots}
        alone = {s.first for s in spots if _is_single(tokens[s.first], self.text(s))}
        single = [s for s in spots if s.first in alone]
        full = [s for s in spots if tokens[s.first] and s.first not in alone]
        for spotted in full:
            self._join_person(self._same_full(self.text(spotted)), spotted)
        families = surnames_of_given(self.tree, spots)
        waiting = []
        for spotted in single:
            if spotted.first in families and not self._named_before(spotted):
                name = f"{self.text(spotted)} {families[spotted.first]}"
                draft = self._same_full(name) or self._new_person()
                self._call(draft, name)
                self._mention(draft, spotted)
            else:
                waiting.append(spotted)
        for spotted in waiting:
            self._add_single(spotted)

    def _named_before(self, spotted: Spotted) -> bool:
        """Tell whether a person of this given name was named in full before."""
        known = self._given(self.text(spotted))[:LOOSELY]
        return any(draft.spans[0][0] < spotted.first for draft in known)

    def _new_person(self) -> Draft:
        draft = Draft("person")
        self.people.append(draft)
        return draft

    def _call(self, draft: Draft, name: str) -> None:
        """Give `draft` a name and make it known under it."""
        if name in draft.said:
            return
        draft.call(name)
        tokens = name_tokens(name)
        self.exact.setdefault(tokens, draft)
        for token in self._calls(name):
            _add(self.called, token, draft)
        if len(tokens) > 1:
            _add(self.given, sounded(tokens[0]), draft)

    def _same_full(self, name: str) -> Draft | None:
        """Return the one person of this full name; a dropped middle name must leave no choice."""
        tokens = name_tokens(name)
        if tokens in self.exact:
            return self.exact[tokens]
        recent = self.people[-LOOSELY:]
        alike = [d for d in recent if any(same_person(n, name) for n in d.names[:4])]
        return alike[0] if len(alike) == 1 else None

    def _join_person(self, draft: Draft | None, spotted: Spotted) -> None:
        draft = draft or self._new_person()
        self._call(draft, self.text(spotted))
        self._mention(draft, spotted)

    def _mention(self, draft: Draft, spotted: Spotted) -> None:
        draft.spans.append((spotted.first, spotted.last, "name"))
        for title in self.titles.get(spotted.first, ()):
            draft.entitle(self.tree.span(title.first, title.last).text, title)

    def _add_single(self, spotted: Spotted) -> None:
        token = sounded(name_tokens(self.text(spotted))[-1])
        heads = self.called.get(token) or self._given(self.text(spotted))
        gender = self.honorifics.get(spotted.first, "")
        if gender:
            heads = [d for d in heads if d.gender() in ("", gender)] or heads
        if len(heads) > 1:
            heads = self._by_title(heads, spotted) or self._by_nearness(heads, spotted)
        if len(heads) == 1:
            self._mention(heads[0], spotted)
            if len(name_tokens(heads[0].names[0])) == 1:
                self._call(heads[0], self.text(spotted))
        else:
            self._join_person(None, spotted)

    def _given(self, name: str) -> list[Draft]:
        """Return the people with this given name, or if there are none, with one that it is short for."""
        token = sounded(name_tokens(name)[0])
        if token in self.given:
            return self.given[token]
        longer = [d for g, d in self.given.items() if len(token) > 2 and g.startswith(token)]
        return [d for drafts in longer[:LOOSELY] for d in drafts]

    def _calls(self, name: str) -> set[str]:
        tokens = name_tokens(name)
        if not tokens:
            return set()
        calls = {sounded(surname(name)), sounded(tokens[-1])}
        if len(tokens) > 2 and not family_first(name) and len(tokens[-2]) > 3:
            calls.add(sounded(tokens[-2]))  # the first of two Spanish surnames is the one used
        return calls

    def _by_title(self, heads: list[Draft], spotted: Spotted) -> list[Draft]:
        here = [self.tree.span(t.first, t.last).text for t in self.titles.get(spotted.first, ())]
        return [
            d
            for d in heads
            if any(
                same_office(h, self.tree.span(t.first, t.last).text) for h in here for t in d.titles
            )
        ]

    def _by_nearness(self, heads: list[Draft], spotted: Spotted) -> list[Draft]:
        """Return the one named last before, if that is near."""
        here = self.tree.sentence_of[spotted.first]
        last = [(_before(draft, spotted.first), number) for number, draft in enumerate(heads)]
        first, number = max(last)
        near = first >= 0 and here - self.tree.sentence_of[first] <= NEAR
        return [heads[number]] if near else []

    # ------------------------------------------------------------ bodies

    def add_body(self, spotted: Spotted, country: str) -> None:
        """Add an organisation; `country` is that of the words before it ("Norland's")."""
        name, known = self.text(spotted), spotted.known
        key = organization_key(known.name if known else name)
        if country and ":" not in key:
            key = f"{country.lower()}:{key}"
        draft = self._same_body(name, key, known)
        if draft is None:
            draft = Draft("organization", key=key)
            draft.canonical = capitalized(name) if spotted.label == BARE else ""
            self.bodies.append(draft)
        elif ":" in key and ":" not in draft.key:
            draft.key = key
        draft.call(name)
        draft.known = draft.known or (known is not None and known.kind == "organization")
        draft.country = (
            draft.country
            or (known.country if known else "")
            or key.partition(":")[0].upper() * (":" in key)
        )
        draft.sector = draft.sector or (known.sector if known else "")
        form = (
            "acronym"
            if is_acronym(name) and any(not is_acronym(n) for n in draft.names)
            else "name"
        )
        draft.spans.append((spotted.first, spotted.last, form))

    def leaves_no_choice(self, spotted: Spotted) -> bool:
        """Tell whether a body without a state ("the interior ministry") is not one of two that the report names."""
        key = organization_key(self.text(spotted))
        return sum(_shortens(d.key, key) for d in self.bodies[-LOOSELY:]) < 2

    def _same_body(self, name: str, key: str, known: Known | None) -> Draft | None:
        recent = self.bodies[-LOOSELY:]
        same = [d for d in recent if d.key == key]
        if same:
            return same[0]
        if not known:
            same = [d for d in recent if any(same_organization(n, name) for n in d.names[:4])]
            same = [d for d in same if not self._abroad(d.key, key)]
        if not same:
            listed = known is not None and known.kind == "organization"
            same = [d for d in recent if _may_be(d, key, listed)]
        return same[0] if len(same) == 1 else None

    def _abroad(self, one: str, two: str) -> bool:
        return ":" in one and ":" in two and one.partition(":")[0] != two.partition(":")[0]


def _is_single(tokens: tuple[str, ...], name: str) -> bool:
    """Tell whether a person's name is one word, or a surname with its particles ("bin Tamm", "van der Ek")."""
    if len(tokens) < 2:
        return len(tokens) == 1
    lead = name[:1].islower() or tokens[0] in _NEVER_GIVEN
    return lead and all(t in PARTICLES for t in tokens[:-1])


_NEVER_GIVEN = frozenset("van von der den dos della".split())


def _may_be(body: Draft, key: str, listed: bool) -> bool:
    """Tell whether the name of this key is short for one of the body's, or its fullest short for that.

    Through a short name no two full ones meet: "the Times" is not both the Arnby and the Vesk Times. Nor is one
    listed body another ("the UN" and the UN Security Council).
    """
    if listed:
        same = body.key.rpartition(":")[2] == key.rpartition(":")[2]
        return (same or not body.known) and _shortens(body.key, key)
    fullest = max((organization_key(n) for n in body.names), key=lambda k: len(k.split()))
    plain = key.rpartition(" ")[0] if key.rpartition(" ")[2] in KIND_WORDS else key
    if _shortens(fullest, key) and (not body.known or _words(plain) <= _words(fullest)):
        return True
    keys = (body.key, *map(organization_key, body.names[:4]))
    return any(_shortens(k, key) and _words(plain) <= _words(k) for k in keys)


def _words(key: str) -> int:
    return len(key.rpartition(":")[2].split())


def _add(index: dict[str, list[Draft]], token: str, draft: Draft) -> None:
    drafts = index.setdefault(token, [])
    if not any(d is draft for d in drafts[-LOOSELY:]):
        drafts.append(draft)


def _before(draft: Draft, token: int) -> int:
    """Return the last mention of `draft` before `token`, or -1; later ones are seen last, so few are passed."""
    earlier = (first for first, _, _ in reversed(draft.spans) if first < token)
    return max(islice(earlier, 8), default=-1)


def capitalized(name: str) -> str:
    """Return the words of a body without a name of its own as a name ("coast guard": "Coast Guard")."""
    return " ".join(word.capitalize() for word in name.split())


def is_acronym(name: str) -> bool:
    """Tell whether `name` is letters in capitals only, as acronyms are."""
    plain = name.replace(".", "")
    return 2 <= len(plain) <= 7 and plain.isupper() and plain.isalpha()


def _shortens(one: str, two: str) -> bool:
    """Tell whether one key begins or ends with all of the other, and no two countries differ."""
    land_one, _, core_one = one.rpartition(":")
    land_two, _, core_two = two.rpartition(":")
    if land_one and land_two and land_one != land_two:
        return False
    if core_one == core_two:
        return True
    short, long = sorted((core_one.split(), core_two.split()), key=len)
    if long and long[-1] in APART and short[-1:] != long[-1:]:
        return False
    if not short or len(short) == len(long) or land_one != land_two:
        return False
    return long[: len(short)] == short or (
        long[-len(short) :] == short and len(long) - len(short) <= 2
    )
