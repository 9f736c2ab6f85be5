"""Surnames for the bare given names of a family: "Ana and Bo Ek", "the couple's sons Cai and Dov".

In go the persons' spans in order, out comes the surname for the first token of each bare given name.
"""

from crosswire.stages.annotate.gazetteer import is_given
from crosswire.stages.annotate.spotting import Spotted
from crosswire.stages.annotate.tree import Tree
from crosswire.text.names import family_first, name_tokens, surname

KIN = frozenset(
    """son sons daughter daughters child children kid kids wife husband brother brothers sister sisters
    twins parents siblings family couple""".split()
)
LONGEST = 12
"""Names in a list at most, and names back at which a family is looked for."""


def surnames_of_given(tree: Tree, spots: list[Spotted]) -> dict[int, str]:
    """Return the surname of each bare given name that its list or a word for kin gives one."""
    names = [tree.span(s.first, s.last).text for s in spots]
    known = {surname(name) for name in names if len(name_tokens(name)) > 1}
    found: dict[int, str] = {}
    for number, spotted in enumerate(spots):
        tokens = name_tokens(names[number])
        if len(tokens) != 1 or tokens[0] in known:
            continue
        end = names[_list_end(tree, spots, names, number)]
        if len(name_tokens(end)) == 2 and is_given(tokens[0]) and not family_first(end):
            found[spotted.first] = end.split()[-1]
        elif _kin_before(tree, spotted.first):
            name = _family_before(tree, spots, names, number, found)
            if name:
                found[spotted.first] = name
    return found


def _list_end(tree: Tree, spots: list[Spotted], names: list[str], number: int) -> int:
    """Return the number of the last span of the list "A, B and C D" that begins at `number`."""
    words = tree.parse.words
    for last in range(number, min(number + LONGEST, len(spots) - 1)):
        between = [w.lower() for w in words[spots[last].last : spots[last].last + 3]]
        gap = spots[last + 1].first - spots[last].last
        if not 1 <= gap <= 2 or any(w not in (",", "and", "&") for w in between[:gap]):
            return last
        if len(name_tokens(names[last + 1])) > 1:
            return last + 1
    return number


def _kin_before(tree: Tree, token: int) -> bool:
    """Tell whether a word for kin stands before the list of names that `token` is part of."""
    words, tags = tree.parse.words, tree.parse.tags
    begin = max(tree.sentence(token).first, token - 14)
    for before in range(token - 1, begin - 1, -1):
        if words[before].lower() in KIN:
            return True
        listed = tags[before] in ("NNP", "CC", "CD", ",", "-LRB-", "-RRB-", "HYPH")
        if not listed and not words[before].isdigit():
            return False
    return False


def _family_before(
    tree: Tree, spots: list[Spotted], names: list[str], number: int, found: dict[int, str]
) -> str | None:
    """Return the surname of the person named last, in this sentence or the one before."""
    here = tree.sentence_of[spots[number].first]
    for earlier in range(number - 1, max(-1, number - 1 - LONGEST), -1):
        first = spots[earlier].first
        if here - tree.sentence_of[first] > 1:
            return None
        if len(name_tokens(names[earlier])) == 2 and not family_first(names[earlier]):
            return names[earlier].split()[-1]
        if first in found:
            return found[first]
    return None
