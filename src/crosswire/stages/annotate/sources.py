"""Who can be a source: people, bodies, and papers that speak for them, by the noun alone."""

from functools import cache

from crosswire import lexicon
from crosswire.stages.annotate.tree import Tree

_PEOPLE = ("er", "or", "ist", "ian", "man", "men", "woman", "women", "person", "people")


def can_speak(tree: Tree, token: int) -> bool:
    """Tell whether a noun names people, a body or a paper: a name, "officials", "the ministry", "a report"."""
    if tree.parse.pos[token] == "PROPN":
        return True
    lemma = tree.parse.lemmas[token].lower()
    return tree.parse.pos[token] == "NOUN" and (lemma in _sources() or lemma.endswith(_PEOPLE))


@cache
def _sources() -> frozenset[str]:
    return frozenset((*lexicon.words("source_nouns"), *lexicon.words("speaking_bodies")))
