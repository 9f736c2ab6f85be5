"""What kind of thing each name names: one answer a name and document, by list, by words, by use, then by the parser.

In go the spans, out come the same spans with their settled type; those that name nothing are left out.
"""

from collections import Counter

from crosswire import lexicon
from crosswire.model.annotation import EntityType
from crosswire.stages.annotate.gazetteer import is_given
from crosswire.stages.annotate.spotting import CAMEL, Spotted, never_names
from crosswire.stages.annotate.tree import Tree
from crosswire.text.names import PARTICLES, name_tokens, surname, unmarked
from crosswire.text.offices import DOMAINS, head_words
from crosswire.text.places import is_place

WHERE = frozenset(
    "in at near from to toward towards into outside around across through off of".split()
)
"""Prepositions before places; "of" and "to" stand before others too and decide only for known places."""


STRICTLY = frozenset("in at near".split())
"""Prepositions after which a name that may be a town's is one."""


def settle(tree: Tree, spots: list[Spotted]) -> list[Spotted]:
    """Return `spots` with one type for each name of the document."""
    votes: dict[str, Counter[EntityType]] = {}
    for spotted in spots:
        votes.setdefault(_key(tree, spotted), Counter())[_single(tree, spotted)] += 1
    people = _surnames(tree, spots, votes)
    settled = []
    for spotted in spots:
        kind = _settled(tree, spotted, votes[_key(tree, spotted)], people)
        if _names_something(tree, spotted, kind, people):
            settled.append(spotted._replace(type=kind))
    return settled


def _key(tree: Tree, spotted: Spotted) -> str:
    return " ".join(name_tokens(tree.span(spotted.first, spotted.last).text))


def _single(tree: Tree, spotted: Spotted) -> EntityType:
    """Return the type of one span by list and by its words, else the parser's."""
    if spotted.known:
        return spotted.known.type
    words = [w.lower() for w in tree.parse.words[spotted.first : spotted.last]]
    if len(words) > 1:
        head = words[words.index("of") - 1] if "of" in words[1:] else words[-1]
        for kind, name in _HEADS:
            if spotted.label != "TITLE" and head in lexicon.words(name):
                return kind
        if spotted.label in ("ORG", "PRODUCT", "GPE") and _looks_personal(tree, spotted):
            return "person"
    elif spotted.label == "PERSON" and CAMEL.fullmatch(tree.parse.words[spotted.first]):
        return "organization"
    elif spotted.label == "GPE" and (_speaks(tree, spotted) or _is_first_name(words[0])):
        return "person"
    elif spotted.type in (
        "person",
        "organization",
        "product",
        "nationality",
        "document",
    ) and _stands_as_place(tree, spotted):
        return "place"
    return spotted.type


_HEADS: tuple[tuple[EntityType, str], ...] = (
    ("organization", "name_heads_organization"),
    ("place", "name_heads_place"),
    ("document", "name_heads_document"),
    ("event", "name_heads_event"),
)


def _looks_personal(tree: Tree, spotted: Spotted) -> bool:
    words = tree.parse.words[spotted.first : spotted.last]
    pieces = [w for w in words if w != "-"]
    return (
        2 <= len(pieces) <= 4
        and is_given(pieces[0])
        and all(w[0].isupper() for w in pieces)
        and not is_place(" ".join(words))
        and spotted.label != "GPE"
    )


def _is_first_name(word: str) -> bool:
    """Tell whether `word`, in lower case, is a given name and no town of some size."""
    return is_given(word) and not is_place(word, least=20)


def _speaks(tree: Tree, spotted: Spotted) -> bool:
    """Tell whether an unknown single name says something, as persons do."""
    head = tree.parse.heads[spotted.first]
    says = tree.parse.lemmas[head] in ("say", "tell", "add", "believe", "think", "recall", "joke")
    subject = tree.parse.deps[spotted.first] == "nsubj"
    return says and subject and not is_place(tree.parse.words[spotted.first])


def _stands_as_place(tree: Tree, spotted: Spotted) -> bool:
    """Tell whether a single word is a known place and used like one: after "in", or beside another place."""
    words = tree.parse.words
    word = words[spotted.first]
    before = words[spotted.first - 1].lower() if spotted.first else ""
    if spotted.label == "TITLE" or not is_place(word, least=5 if before in WHERE else 20):
        return False
    after = words[spotted.last].lower() if spotted.last < len(words) else ""
    if before in WHERE or after in ("region", "province", "area", "city", "state", "district"):
        return before in STRICTLY or not (before in WHERE and is_given(word))
    if before in ("and", ",") and tree.parse.deps[spotted.first] == "conj":
        beside = words[tree.parse.heads[spotted.first]]
        return not is_given(word) and beside[:1].isupper() and is_place(beside, least=20)
    least = {"ORG": 200, "PERSON": 500}.get(spotted.label, 10**6)
    return not is_given(words[spotted.first]) and is_place(words[spotted.first], least)


def _surnames(
    tree: Tree, spots: list[Spotted], votes: dict[str, Counter[EntityType]]
) -> frozenset[str]:
    """Return the surnames, and single names after a title, of the people named in full."""
    found = set()
    for spotted in spots:
        name = tree.span(spotted.first, spotted.last).text
        tokens = name_tokens(name)
        if votes[_key(tree, spotted)].most_common(1)[0][0] == "person" and tokens:
            if len(tokens) > 1:
                found.add(surname(name))
                found.add(tokens[-1])
                if len(tokens) > 2 and not is_given(tokens[-2]) and len(tokens[-2]) > 3:
                    found.add(tokens[-2])  # the first of two Spanish surnames is the one used
            elif spotted.label == "TITLE":
                found.add(tokens[0])
    return frozenset(found)


def _settled(
    tree: Tree, spotted: Spotted, votes: Counter[EntityType], people: frozenset[str]
) -> EntityType:
    tokens = name_tokens(tree.span(spotted.first, spotted.last).text)
    alone = len(tokens) == 1 or (tokens and all(t in PARTICLES for t in tokens[:-1]))
    if alone and tokens[-1] in people:
        before = tree.parse.words[spotted.first - 1].lower() if spotted.first else ""
        named_place = votes["place"] > votes["person"] and before in WHERE
        fixed = spotted.known and (
            spotted.known.kind in ("country", "nationality")
            or tree.parse.words[spotted.first].isupper()
        )
        if not fixed and not named_place:
            return "person"
    if spotted.known:
        return spotted.type
    top = votes.most_common()
    best = top[0][1]
    for kind in ("organization", "person", "place", "event", "document"):
        if votes[kind] == best:
            return kind
    return top[0][0]


def _names_something(
    tree: Tree, spotted: Spotted, kind: EntityType, people: frozenset[str]
) -> bool:
    """Tell whether the span is kept: no bare title or domain word, no headline word taken for a person."""
    if spotted.known and not (spotted.type == "place" and _is_disease(tree, spotted)):
        return True
    words = tree.parse.words[spotted.first : spotted.last]
    lows = [unmarked(w) for w in words]
    if kind == "other" or (kind == "nationality" and not words[0][0].isupper()):
        return False
    if len(words) == 1 and lows[0].endswith("s") and lows[0][:-1] in people:
        return False  # "the Eks": a family, not a body
    if _is_calendar(lows) or _is_disease(tree, spotted):
        return False
    if all(w in head_words() or w in DOMAINS or w in never_names() for w in lows):
        return kind == "person" and is_given(words[-1]) and len(words) > 1
    if len(words) == 1 and kind == "person":
        tag = tree.parse.tags[spotted.first]
        return tag in ("NNP", "NNPS") or lows[0] in people
    return True


def _is_calendar(lows: list[str]) -> bool:
    joined = " ".join(lows).replace(" 's", "'s").replace("’", "'").replace(" '", "'")
    return joined in never_names()


def _is_disease(tree: Tree, spotted: Spotted) -> bool:
    """Tell whether a place's name is part of a disease's ("West Nile virus")."""
    after = tree.parse.words[spotted.last : spotted.last + 1]
    return spotted.label != "PERSON" and any(w.lower() in DISEASES for w in after)


DISEASES = frozenset("virus flu fever ebolavirus syndrome disease".split())
