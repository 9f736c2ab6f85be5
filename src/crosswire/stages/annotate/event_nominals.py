"""Events named by nouns: "the dispatch of troops by X to Y", "X's condemnation of Y".

In: a `Tree`, its `Cast` and the predicates found by verbs. Out: predicates at nouns. A noun counts only
where it names who acts or who is acted on; one that is the object of a verb which already says the
event ("hold talks"), or stands under a demand, promise or threat, does not.
"""

from crosswire.stages.annotate.event_actors import Cast
from crosswire.stages.annotate.event_arguments import Frame, coordinated, prepositions
from crosswire.stages.annotate.event_lexicon import Sense, nominal_senses
from crosswire.stages.annotate.event_predicates import Predicate, object_classes
from crosswire.stages.annotate.tree import Tree

_PERFORMING = {"announce", "order", "declare", "authorize", "authorise", "begin", "start", "continue", "launch",
               "stage", "conduct", "make", "issue", "repeat", "renew", "reiterate", "resume"}  # fmt: skip
"""Verbs whose subject does what their object names; who confirms or denies an attack did not attack."""


def find_nominals(tree: Tree, cast: Cast, verbs: dict[int, Predicate]) -> dict[int, Predicate]:
    """Return the predicates at nouns, by token."""
    found: dict[int, Predicate] = {}
    senses = nominal_senses()
    for token, pos in enumerate(tree.parse.pos):
        if pos not in ("NOUN", "PROPN") or tree.parse.lemmas[token].lower() not in senses:
            continue
        if tree.parse.deps[token] == "compound" or _spoken_for(tree, token, verbs):
            continue
        for sense in senses[tree.parse.lemmas[token].lower()]:
            predicate = _nominal(tree, cast, token, sense, verbs)
            if predicate is not None:
                found[token] = predicate
                break
    return found


def _spoken_for(tree: Tree, token: int, verbs: dict[int, Predicate]) -> bool:
    """Tell whether a verb above already makes this noun part of its own event, or unmakes it."""
    current = token
    for _ in range(4):
        dep, head = tree.parse.deps[current], tree.parse.heads[current]
        if head == current:
            return False
        if head in verbs:
            sense = verbs[head].sense
            return dep != "nsubj" and bool(sense.type or sense.effect not in ("report", "aspect"))
        if dep not in ("pobj", "prep", "conj", "dobj", "compound"):
            return False
        current = head
    return False


def _nominal(
    tree: Tree, cast: Cast, token: int, sense: Sense, verbs: dict[int, Predicate]
) -> Predicate | None:
    preps = prepositions(tree, token)
    of = [h for w, h in preps if w == "of"]
    before = tree.kids(token, "compound", "amod", "nmod")
    themes = [*of, *(k for k in before if k not in cast.spots)]
    classes: set[str] = set()
    for head in themes:
        classes |= object_classes(tree, cast, head)
    if sense.objects and not classes & set(sense.objects):
        return None
    owners = tuple(owner for k in tree.kids(token, "poss") for owner in coordinated(tree, k))
    by = tuple(h for w, h in preps if w == "by")
    states = tuple(k for k in before if k in cast.spots)
    agents = owners or by or states
    above = tree.parse.heads[token]
    told = tree.parse.deps[token] == "dobj" and tree.parse.lemmas[above].lower() in _PERFORMING
    if not agents and told and above in verbs:
        # "the ministry announced the release of ..."
        agents = owners = verbs[above].frame.subjects
    if not agents and sense.objects:
        # the theme's own nation acts: "the deployment of North Korean troops"
        agents = tuple(h for h in of if cast.actors(h))
    slots = sense.slots
    reached = [h for w, h in preps if w in slots and h not in agents and cast.actors(h)]
    if sense.objects and slots == ("of",):
        reached = [h for h in of if cast.actors(h)]
    if not agents or not (reached or (owners or by)):
        return None
    if not any(cast.actors(a) for a in agents):
        return None
    arguments = Frame(agents, (), (), tuple((w, h) for w, h in preps if h not in agents), (), False)
    return Predicate(token, sense, tree, arguments, (token,), frozenset(classes))
