"""Where a capital stands for its government, and "the North" for a state: by what the words do.

A city that speaks, decides or is negotiated with is its government; one in which something is, or
which is hit, is a place.
"""

from crosswire import lexicon
from crosswire.stages.annotate.gazetteer import capitals
from crosswire.stages.annotate.spotting import Spotted
from crosswire.stages.annotate.tree import Tree

PLACE_PREPOSITIONS = frozenset(
    "in at near from to into around outside inside across through over toward towards within off along".split()
)
GOVERNMENT_NOUNS = frozenset(
    """government troops forces war invasion policy foreign ambassador envoy dissatisfaction concerns ally
    allies alliance sanctions side position stance decision move demand demands request offer intention
    intentions ambitions aggression military army nuclear leaders leadership claim claims response
    relations relationship ties cooperation support interests plans refusal accusations""".split()
)
COMPASS = {"North": "PRK", "South": "KOR"}


def acts_verbs() -> frozenset[str]:
    """Return lemmas of what governments do and cities do not."""
    return lexicon.words("government_verbs")


def country_meant(tree: Tree, spotted: Spotted, koreas: bool) -> str:
    """Return the alpha-3 code of the state that a name stands for here, or "" where it is itself meant."""
    name = tree.span(spotted.first, spotted.last).text
    if spotted.known and spotted.known.kind == "seat":
        return spotted.known.country
    if name in COMPASS:
        return COMPASS[name] if koreas and _alone(tree, spotted) else ""
    code = capitals().get(name, "")
    return code if code and _is_government(tree, spotted) else ""


def _alone(tree: Tree, spotted: Spotted) -> bool:
    """Tell whether "the" stands before and no other part of a name after."""
    words, tags = tree.parse.words, tree.parse.tags
    if not spotted.first or words[spotted.first - 1].lower() not in (
        "the",
        "-",
        "nuclear-armed",
        "armed",
        "with",
    ):
        return False
    return spotted.last >= len(words) or not tags[spotted.last].startswith("NNP")


def _is_government(tree: Tree, spotted: Spotted, depth: int = 0) -> bool:
    parse = tree.parse
    token = max(
        range(spotted.first, spotted.last),
        key=lambda t: (parse.heads[t] < spotted.first) + (parse.heads[t] >= spotted.last),
    )
    head, dep = parse.heads[token], parse.deps[token]
    before = parse.words[spotted.first - 1].lower() if spotted.first else ""
    if dep == "nsubj":
        with_another = any(parse.words[c] in capitals() for c in tree.kids(token, "conj"))
        return with_another or parse.lemmas[head].lower() in acts_verbs()
    if dep == "poss":
        return parse.lemmas[head].lower() in GOVERNMENT_NOUNS
    if before == "to" and parse.lemmas[parse.heads[head]].lower() in ADDRESSING:
        return dep == "pobj"
    if before in PLACE_PREPOSITIONS or before == ",":
        return False
    if dep in ("pobj", "dobj", "dative"):
        return before in ("between", "against", "with", "by", "that", "both") or (
            dep != "pobj" and parse.lemmas[head].lower() in _TOWARDS
        )
    if dep == "conj" and depth < 3 and parse.words[head] in capitals():
        return _is_government(tree, Spotted(head, head + 1, "place", None, ""), depth + 1)
    return False


ADDRESSING = frozenset(
    "protest appeal complain apologize apologise reply respond listen signal".split()
)
"""Verbs whose "to" goes before who is spoken to, and not before where one goes."""

_TOWARDS = frozenset(
    """support urge warn accuse condemn sanction threaten blame pressure help persuade tell ask thank
    criticize criticise provoke deter arm""".split()
)
