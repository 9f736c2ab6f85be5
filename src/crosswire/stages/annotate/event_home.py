"""Whose police, whose protesters: the state of a side that the words leave out.

In: the sides of an event. Out: the same, a side without a state given that of the other where both can
only be of one. A missing state stays missing where the sentence names a second one.
"""

import msgspec

from crosswire.model.annotation import Actor
from crosswire.stages.annotate.event_actors import DOMESTIC, EDGES, Cast
from crosswire.stages.annotate.event_lexicon import Sense
from crosswire.stages.annotate.event_predicates import Predicate
from crosswire.stages.annotate.tree import Tree

Sides = tuple[tuple[Actor, ...], tuple[Actor, ...]]
_NEAR = 80
"""Tokens on either side in which a second state is looked for; few sentences are longer."""

_HOME = {"COP", "JUD", "LEG"}
_ABROAD = {"embassy", "consulate", "ambassador", "envoy", "diplomat", "diplomats", "mission"}


def at_home(
    tree: Tree,
    cast: Cast,
    predicate: Predicate,
    actors: tuple[Actor, ...],
    recipients: tuple[Actor, ...],
) -> Sides:
    """Give a side without a state that of the other, where both can only be of one ("police", "protesters")."""
    coded = {a.code: a for a in (*actors, *recipients) if a.code}
    if len(coded) != 1:
        return actors, recipients
    code, named = next(iter(coded.items()))
    at = predicate.token
    sentence = tree.sentence(at)
    around = {
        s.code
        for t in range(max(sentence.first, at - _NEAR), min(sentence.last, at + _NEAR))
        if (s := cast.spots.get(t)) and not places_only(tree, t)
    }
    if around - {code}:
        return actors, recipients

    def settled(side: tuple[Actor, ...]) -> tuple[Actor, ...]:
        return tuple(
            msgspec.structs.replace(a, code=code)
            if not a.code and _is_compatriot(a, named, predicate.sense)
            else a
            for a in side
        )

    return settled(actors), settled(recipients)


def _is_compatriot(one: Actor, named: Actor, sense: Sense) -> bool:
    """Tell whether `one` can only be of the state of `named`: its police, its opposition, its people."""
    if named.sector in _HOME:
        return one.sector in DOMESTIC
    if named.sector in ("OPP", "REB", "PTY", "LAB"):
        return one.sector in DOMESTIC or one.sector == "GOV"
    if named.sector == "GOV":
        abroad = set(named.text.lower().split()) & _ABROAD
        return one.sector in DOMESTIC and one.sector != "CVL" and not abroad
    # a curfew or a ban on parties is put on a place by those who rule it
    return sense.mode in ("restrict", "ban", "censor") and one.sector == "GOV"


def places_only(tree: Tree, head: int) -> bool:
    """Tell whether the name only places something ("on the Thai border")."""
    return tree.parse.lemmas[tree.parse.heads[head]].lower() in EDGES
