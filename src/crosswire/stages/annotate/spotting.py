"""Which words name something: the parser's names, mended, under the gazetteer and title rules that overrule them.

In goes a parse, out come spans that do not overlap, in the order of the text, each with its most likely type.
"""

import re
from typing import NamedTuple

from crosswire import lexicon
from crosswire.model.annotation import EntityType
from crosswire.stages.annotate.gazetteer import Known, is_given, known_at
from crosswire.stages.annotate.tree import Tree
from crosswire.text.names import PARTICLES
from crosswire.text.offices import DOMAINS, entry_ending, head_words
from crosswire.text.places import is_place

TYPES: dict[str, EntityType] = {
    "PERSON": "person",
    "ORG": "organization",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "nationality",
    "EVENT": "event",
    "LAW": "document",
    "PRODUCT": "product",
    "WORK_OF_ART": "other",
}
BARE = "BARE"
"""Label of a body of which the report does not say whose it is."""

LONGEST_PERSON = 7
"""Tokens of a person's name at most, hyphens counted."""

_ARTICLES = ("the", "The", "THE", "a", "an", "A", "An")
_POSSESSIVES = ("'s", "’s", "'", "’", "`s", "´s")
_BREAKS = ("/", "|", ":", ";", "•", "–", "—", "(", ")", "[", "]", "http", "@", "#", "=")
_QUOTES = ('"', "“", "”", "‘", "`", "``", "''", ",", ".", "*", "_")


CAMEL = re.compile(
    r"(?!Mc|Mac|De|Di|Da|La|Le|Fitz|Van|Von|Del|Des|Du|Lo|Al)[A-Z]?[a-z]{2,}[A-Z]\w*"
)
"""A capital inside a word ("HarborLink"), as companies have and persons, but for a few prefixes, have not."""


class Spotted(NamedTuple):
    """Tokens `[first, last)` that name something; `label` is the parser's, `known` the gazetteer's entry."""

    first: int
    last: int
    type: EntityType
    known: Known | None
    label: str


def spot(tree: Tree) -> list[Spotted]:
    """Return the names in `tree`, in order, without overlap."""
    candidates = [*_listed(tree), *_parsed(tree)]
    candidates.sort(key=lambda s: (s.first - s.last, s.known is None, s.first))
    taken = [False] * len(tree.parse.words)
    chosen: list[Spotted] = []
    for candidate in candidates:
        if not any(taken[candidate.first : candidate.last]):
            for token in range(candidate.first, candidate.last):
                taken[token] = True
            chosen.append(candidate)
    chosen = _joined(tree, sorted(chosen, key=lambda s: s.first))
    chosen = [_grown(tree, s, taken) if s.type == "person" else s for s in chosen]
    chosen = [_headed(tree, s, taken) if s.type == "organization" else s for s in chosen]
    chosen += _titled(tree, taken)
    chosen += _unlabelled(tree, taken)
    chosen += _again(tree, chosen, taken)
    return sorted(chosen, key=lambda s: s.first)


def _joined(tree: Tree, spots: list[Spotted]) -> list[Spotted]:
    """Return `spots` with a person's last name put to the first ones where the parser cut between them."""
    joined: list[Spotted] = []
    for spotted in spots:
        before = joined[-1] if joined else None
        cut = before and before.type == "person" and before.last == spotted.first
        alone = spotted.last - spotted.first == 1 and spotted.known is None
        same = before and tree.sentence_of[before.first] == tree.sentence_of[spotted.first]
        person = cut and alone and spotted.label in ("GPE", "ORG", "PERSON")
        if before and same and (person or _goes_on(tree, before, spotted)):
            joined[-1] = before._replace(last=spotted.last)
        else:
            joined.append(spotted)
    return joined


def _goes_on(tree: Tree, before: Spotted, spotted: Spotted) -> bool:
    """Tell whether the parser cut a place's name in two ("Otter | Tail County")."""
    adjacent = before.last == spotted.first and before.type == spotted.type == "place"
    plain = before.known is None and spotted.known is None and spotted.last - spotted.first > 1
    head = tree.parse.words[spotted.last - 1].lower()
    return adjacent and plain and head in lexicon.words("name_heads_place")


def _listed(tree: Tree) -> list[Spotted]:
    """Return what the gazetteer knows, longest first at every token."""
    words, starts, ends = tree.parse.words, tree.parse.starts, tree.parse.ends
    found = []
    token = 0
    while token < len(words):
        if words[token][:1].isupper() or words[token] in ("al", "mainland"):
            hit = known_at(tree.text, ends, starts[token], token)
            if hit and _plausible(tree, token, hit[0], hit[1]):
                found.append(Spotted(token, hit[0], hit[1].type, hit[1], ""))
                token = hit[0]
                continue
        token += 1
    return found


def _plausible(tree: Tree, first: int, last: int, known: Known) -> bool:
    """Tell whether a known name in capitals is one, where the same letters are a common word."""
    word = tree.parse.words[first]
    if last - first > 1 or not (word.isupper() and len(word) <= 3 and word.isalpha()):
        return True
    return tree.parse.tags[first].startswith("NNP") and not _shouted(tree, first)


def _shouted(tree: Tree, token: int) -> bool:
    """Tell whether the words around `token` are all in capitals, so that capitals mean nothing."""
    near = [
        w for w in tree.parse.words[max(0, token - 3) : token + 4] if len(w) > 3 and w.isalpha()
    ]
    return len(near) > 1 and all(w.isupper() for w in near)


def _parsed(tree: Tree) -> list[Spotted]:
    """Return the parser's names without articles, possessives, titles and layout."""
    found = []
    for name in tree.parse.names:
        kind = TYPES.get(name.label)
        if kind is None:
            continue
        first, last = _trimmed(tree, name.first, name.last)
        if kind == "place":
            first = _past_owner(tree, first, last)
        if kind == "person":
            first, last = _person_trimmed(tree, first, last)
        for begin, end in _parts(tree, first, last, name.label):
            if begin < end and _is_name(tree, begin, end):
                found.append(Spotted(begin, end, kind, None, name.label))
    return found


def _past_owner(tree: Tree, first: int, last: int) -> int:
    """Return where a place's name begins after a possessive ("Vesk's Harbour Gate"), if more than one word follows."""
    marks = [t for t in range(first, last) if tree.parse.tags[t] == "POS"]
    return marks[-1] + 1 if marks and last - marks[-1] > 2 else first


def _parts(tree: Tree, first: int, last: int, label: str) -> list[tuple[int, int]]:
    """Return two names where the parser took "A and B" for the name of one place or person."""
    if label in ("GPE", "LOC", "PERSON"):
        for token in range(first + 1, last - 1):
            if tree.parse.words[token] == "and" and not is_place(tree.span(first, last).text):
                return [(first, token), (token + 1, last)]
    return [(first, last)]


def _trimmed(tree: Tree, first: int, last: int) -> tuple[int, int]:
    words = tree.parse.words
    for token in range(first, last):
        loose_dash = words[token] == "-" and _blank_before(tree, token)
        if loose_dash or words[token].startswith(_BREAKS):
            if token == first:
                first = token + 1
            else:
                last = token
                break
    while first < last and (words[first] in _ARTICLES or words[first] in _QUOTES):
        first += 1
    while first < last and (words[last - 1] in _POSSESSIVES or words[last - 1] in (*_QUOTES, "-")):
        last -= 1
    return first, last


def _blank_before(tree: Tree, token: int) -> bool:
    return token > 0 and tree.parse.ends[token - 1] < tree.parse.starts[token]


def _person_trimmed(tree: Tree, first: int, last: int) -> tuple[int, int]:
    words, tags = tree.parse.words, tree.parse.tags
    marks = [t for t in range(first, last) if tags[t] == "POS"]
    if marks:
        first = marks[-1] + 1
    changed = True
    while changed and last - first > 1:
        changed = False
        for size in (3, 2, 1):
            lead = tuple(w.lower() for w in words[first : first + size])
            found = entry_ending(lead) if last - first > size else None
            if found and found[0] == size and not (size == 1 and is_given(lead[0])):
                first, changed = first + size, True
                break
        if tags[last - 1].startswith("VB") and not words[last - 1][0].isupper():
            last, changed = last - 1, True
    while last > first and (words[last - 1][0].islower() and words[last - 2] != "-"):
        last -= 1
    return first, last


def _is_name(tree: Tree, first: int, last: int) -> bool:
    words = tree.parse.words[first:last]
    if not any(w[0].isupper() for w in words) or last - first > 12:
        return False
    if any("://" in w or "www." in w or "@" in w for w in words):
        return False
    return not (last - first == 1 and (words[0].lower() in never_names() or len(words[0]) < 2))


def never_names() -> frozenset[str]:
    """Return words that name nobody though written with a capital."""
    return lexicon.words("never_names")


# ---------------------------------------------------------------- rules beyond the parser's spans


def _nameable(tree: Tree, token: int, taken: list[bool]) -> bool:
    """Tell whether `token` can belong to a person's name and to nothing else seen so far."""
    word = tree.parse.words[token]
    return (
        not taken[token]
        and word[0].isupper()
        and tree.parse.tags[token] in ("NNP", "NNPS", "FW")
        and any(c.isalpha() for c in word)
        and word.lower() not in never_names()
        and word.lower() not in head_words()
        and word.lower() not in DOMAINS
        and word.lower() not in ("affairs", "states", "nations")
        and word.lower() not in lexicon.words("name_heads_organization")
    )


def _grown(tree: Tree, spotted: Spotted, taken: list[bool]) -> Spotted:
    """Return `spotted` with the parts of the name that the parser left outside."""
    first, last = spotted.first, spotted.last
    sentence = tree.sentence(first)
    words = tree.parse.words
    while last < sentence.last and last - first < LONGEST_PERSON:
        if _nameable(tree, last, taken) and not _shouted(tree, last):
            last += 1
        elif words[last] == "-" and last + 1 < sentence.last and _glued(tree, last):
            last += 2
        else:
            break
    while first > sentence.first and last - first < LONGEST_PERSON:
        before = first - 1
        if words[before].lower() in PARTICLES and tree.parse.tags[before] == "NNP":
            first -= 1
        elif words[before] == "-" and _glued(tree, before) and before > sentence.first:
            first -= 2
        elif _nameable(tree, before, taken) and not (
            before == sentence.first and last - first > 1 and not is_given(words[before])
        ):
            first -= 1
        else:
            break
    for token in range(first, last):
        taken[token] = True
    return spotted._replace(first=first, last=last)


def _glued(tree: Tree, hyphen: int) -> bool:
    parse = tree.parse
    return (
        parse.ends[hyphen - 1] == parse.starts[hyphen]
        and hyphen + 1 < len(parse.starts)
        and parse.ends[hyphen] == parse.starts[hyphen + 1]
        and parse.words[hyphen + 1][0].isalpha()
    )


def _titled(tree: Tree, taken: list[bool]) -> list[Spotted]:
    """Return persons whom only their title shows ("Ambassador Oru Tamm")."""
    words = tree.parse.words
    found = []
    for token in range(1, len(words)):
        if not _nameable(tree, token, taken) or words[token - 1].lower() not in head_words():
            continue
        office = entry_ending(tuple(w.lower() for w in words[max(0, token - 3) : token]))
        same = tree.sentence_of[token] == tree.sentence_of[token - 1]
        if office and same and office[1]["kind"] in ("office", "rank", "honorific"):
            taken[token] = True
            person = _grown(tree, Spotted(token, token + 1, "person", None, "TITLE"), taken)
            found.append(person)
    return found


def _unlabelled(tree: Tree, taken: list[bool]) -> list[Spotted]:
    """Return runs of capitalised words that the parser passed over, where their words show what they are."""
    found = []
    tags, words = tree.parse.tags, tree.parse.words
    token = 0
    while token < len(words):
        last = token
        while last < len(words) and not taken[last] and tags[last] in ("NNP", "NNPS"):
            if not words[last][0].isupper() or tree.sentence_of[last] != tree.sentence_of[token]:
                break
            last += 1
        if last - token >= 2 and _is_name(tree, token, last):
            kind = _kind_by_words(words[token:last])
            if kind:
                found.append(Spotted(token, last, kind, None, "RUN"))
        elif last - token == 1 and CAMEL.fullmatch(words[token]):
            found.append(Spotted(token, last, "organization", None, "RUN"))
        elif last - token == 1 and _listed_given(tree, token, taken):
            found.append(Spotted(token, last, "person", None, "RUN"))
        elif last > token and _known_town(tree, token, last):
            found.append(Spotted(token, last, "place", None, "RUN"))
        token = max(last, token + 1)
    return found


TOWN = 50
"""Thousands of inhabitants from which a town that the parser passed over is believed, where a place must stand."""


def _known_town(tree: Tree, first: int, last: int) -> bool:
    """Tell whether a name passed over is a town's, right after "in", "near" or "occupied"."""
    before = tree.parse.words[first - 1].lower() if first else ""
    if before not in _WHERE or first == tree.sentence(first).first:
        return False
    words = tree.parse.words[first:last]
    if words[0].lower() in never_names() or (last - first == 1 and is_given(words[0])):
        return False
    return not words[0].isupper() and is_place(tree.span(first, last).text, least=TOWN)


_WHERE = frozenset(
    "in at near from toward towards outside around across occupied besieged neighboring neighbouring".split()
)


_SUBHEADS: tuple[tuple[EntityType, str], ...] = (
    ("document", "name_heads_document"),
    ("organization", "name_heads_organization"),
)


def _headed(tree: Tree, spotted: Spotted, taken: list[bool]) -> Spotted:
    """Return a listed body with the document or sub-body named after it ("the UN Charter", "an EU Council")."""
    last, words = spotted.last, tree.parse.words
    if not spotted.known or last >= tree.sentence(spotted.first).last or taken[last]:
        return spotted
    head = words[last].lower()
    if tree.parse.tags[last] != "NNP" or not words[last][0].isupper():
        return spotted
    for kind, heads in _SUBHEADS:
        if head in lexicon.words(heads):
            taken[last] = True
            return spotted._replace(last=last + 1, type=kind, known=None, label="RUN")
    return spotted


def _listed_given(tree: Tree, token: int, taken: list[bool]) -> bool:
    """Tell whether `token` is a given name that ends a list of names ("Susan and Nathan")."""
    words = tree.parse.words
    return token > 1 and taken[token - 2] and words[token - 1] == "and" and is_given(words[token])


def _again(tree: Tree, chosen: list[Spotted], taken: list[bool]) -> list[Spotted]:
    """Return single words that name a thing elsewhere in the report and were passed over here."""
    words, tags = tree.parse.words, tree.parse.tags
    singles = {words[s.first]: s for s in chosen if s.last - s.first == 1 and s.label != "NORP"}
    for spotted in chosen:
        if spotted.type == "person" and spotted.last - spotted.first > 1:
            singles.setdefault(words[spotted.last - 1], spotted)
    found = []
    for token, word in enumerate(words):
        known = None if taken[token] else singles.get(word) or singles.get(word.capitalize())
        noun = tags[token] in ("NNP", "NNPS") or (
            known and known.type == "person" and tags[token] == "NN"
        )
        if known and word[0].isupper() and noun:
            taken[token] = True
            found.append(known._replace(first=token, last=token + 1, label="AGAIN"))
    return found


def _kind_by_words(words: list[str]) -> EntityType | None:
    head = words[-1].lower()
    if head in lexicon.words("name_heads_organization"):
        return "organization"
    if head in lexicon.words("name_heads_place"):
        return "place"
    if head in lexicon.words("name_heads_document"):
        return "document"
    if is_given(words[0]) and words[1].lower() not in head_words():
        return "person"
    return None
