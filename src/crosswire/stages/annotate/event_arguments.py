"""The arguments of a predicate by dependency: subject, object, dative, prepositions, complements.

In: a `Tree` and the token of a predicate. Out: tokens that head its arguments. What the clause leaves
out is taken from where English has it: the controller of an infinitive or participle, the noun before
a relative clause, the subject of a coordinated verb.
"""

from functools import cache
from typing import NamedTuple

from crosswire.stages.annotate.event_lexicon import classes_of, verb_senses
from crosswire.stages.annotate.tree import Tree

_RELATIVE = {"who", "which", "that", "whom"}
_FEEL = {"feel", "get", "look", "seem", "become", "remain"}
_OBJECTS = ("dobj", "obj", "attr", "oprd")
_MEASURES = {
    "round", "one",
    "number", "contingent", "hundred", "thousand", "dozen", "score", "series", "part", "group",
    "batch", "patch", "shipment", "pair", "couple", "wave", "ton", "tonne", "amount", "lot",
    "set", "majority", "million", "billion", "container", "load", "handful", "kind", "type",
    "worth", "state", "piece", "stage", "member", "range", "flood", "stream", "consignment",
    "ten", "mission", "delegation", "team", "crowd", "unit", "hundreds", "thousands", "dozens",
    "tens", "most", "many", "some", "form",
}  # fmt: skip
"""Nouns that only count or gather what stands after "of"."""

_CAUSE = {
    "leave",
    "force",
    "enable",
    "get",
    "cause",
    "prompt",
    "drive",
    "lead",
    "push",
    "pay",
    "train",
    "hire",
}
_VERBAL = ("VERB", "AUX")


class Frame(NamedTuple):
    """Head tokens of a predicate's arguments; `preps` are (preposition, head of its object), in order."""

    subjects: tuple[int, ...]
    objects: tuple[int, ...]
    datives: tuple[int, ...]
    preps: tuple[tuple[str, int], ...]
    complements: tuple[int, ...]
    passive: bool


def coordinated(tree: Tree, token: int) -> tuple[int, ...]:
    """Return `token` and what is coordinated with it, in order."""
    found, waiting = [token], tree.kids(token, "conj")
    if not waiting:
        return (token,)
    while waiting and len(found) < 12:
        current = waiting.pop(0)
        found.append(current)
        waiting.extend(tree.kids(current, "conj"))
    return tuple(sorted(found))


def counted(tree: Tree, head: int) -> tuple[int, ...]:
    """Return what a noun of measure counts: "hundreds of troops", "a mission of observers", "part of a town"."""
    found: list[int] = []
    for _ in range(3):
        if tree.parse.lemmas[head].lower() not in _MEASURES:
            break
        of = next((k for k in tree.kids(head, "prep") if tree.parse.lemmas[k] == "of"), None)
        inner = None if of is None else tree.child(of, "pobj")
        if inner is None:
            break
        found.append(inner)
        head = inner
    return tuple(found)


def frame(tree: Tree, verb: int) -> Frame:
    """Return the arguments of `verb` (a verb or an adjective with a copula)."""
    deps = tree.parse.deps
    below: dict[str, list[int]] = {}
    for child in tree.children[verb]:
        below.setdefault(deps[child], []).append(child)
    passive = "auxpass" in below or "nsubjpass" in below
    objects = [o for d in _OBJECTS for k in below.get(d, ()) for o in coordinated(tree, k)]
    datives = [d for k in below.get("dative", ()) for d in _dative(tree, k)]
    preps = prepositions(tree, verb) if "prep" in below else ()
    complements = tuple(sorted((*below.get("xcomp", ()), *below.get("ccomp", ()))))
    agents = [
        a
        for k in below.get("agent", ())
        for p in tree.kids(k, "pobj")
        for a in coordinated(tree, p)
    ]
    bare = (
        deps[verb] == "acl"
        and tree.parse.tags[verb] in ("VBN", "VBD")
        and "nsubj" not in below
        and "aux" not in below
    )
    if bare and not agents and _tagged_on(tree, verb):
        return Frame((tree.parse.heads[verb],), tuple(objects), (), preps, complements, False)
    if bare and objects and not agents:
        # "the minister “condemned” the pact": the mark misled the parser; a passive takes no object
        subjects = coordinated(tree, tree.parse.heads[verb])
        return Frame(subjects, tuple(objects), tuple(datives), preps, complements, False)
    if not passive and bare:
        return Frame(
            tuple(agents), (tree.parse.heads[verb],), tuple(datives), preps, complements, True
        )
    surface = subjects_of(tree, verb)
    if passive or (not objects and suffers(tree, verb)):
        doers = tuple(agents) or _agents(tree, verb)
        return Frame(doers, (*surface, *objects), tuple(datives), preps, complements, True)
    objects = objects or _counted(tree, verb)
    gap = _gap(tree, verb)
    return Frame(surface, (*objects, *gap), tuple(datives), preps, complements, False)


def _tagged_on(tree: Tree, verb: int) -> bool:
    """Tell whether a speaker at a sentence's end was misread (", a rights group protested on Monday")."""
    head = tree.parse.heads[verb]
    if tree.parse.deps[head] != "appos" or verb != head + 1:
        return False
    first = tree.subtree(head)[0]
    if not first or tree.parse.words[first - 1] not in (",", ",”", "”", '"'):
        return False
    senses = verb_senses().get(tree.parse.lemmas[verb].lower(), ())
    if not any(s.effect == "report" or s.type in ("ACCUSE", "REQUEST") for s in senses):
        return False
    last = tree.subtree(verb)[-1]
    return all(tree.parse.pos[t] == "PUNCT" for t in range(last + 1, tree.sentence(verb).last))


def suffers(tree: Tree, verb: int) -> bool:
    """Tell whether a bare participle is passive: "was arrested and deported", "feel harassed"."""
    for _ in range(12):
        if tree.child(verb, "auxpass", "nsubjpass") is not None:
            return True
        if tree.parse.tags[verb] != "VBN" or tree.child(verb, "aux", "nsubj", "dobj", "ccomp"):
            return False
        head, dep = tree.parse.heads[verb], tree.parse.deps[verb]
        if dep != "conj" or head == verb:
            felt = tree.parse.lemmas[head].lower() in _FEEL
            return felt and dep in ("acomp", "xcomp", "oprd")
        verb = head
    return False


def _agents(tree: Tree, verb: int) -> tuple[int, ...]:
    """Return the agent that coordinated passives share ("arrested and deported by the police")."""
    for other in coordinated(tree, verb):
        if other != verb and tree.child(other, "nsubj", "nsubjpass") is not None:
            break
        agent = tree.child(other, "agent")
        inner = None if agent is None else tree.child(agent, "pobj")
        if inner is not None and other >= verb:
            return coordinated(tree, inner)
    return ()


def _counted(tree: Tree, verb: int) -> list[int]:
    """Return the object that "up to" made a preposition's ("kidnapped up to 16 engineers")."""
    for prep in tree.kids(verb, "prep"):
        if tree.parse.words[prep].lower() != "to" or not prep:
            continue
        inner = tree.child(prep, "pobj")
        if tree.parse.words[prep - 1].lower() == "up" and inner is not None:
            return list(coordinated(tree, inner))
    return []


def prepositions(tree: Tree, token: int) -> tuple[tuple[str, int], ...]:
    """Return (preposition, head of its object) below `token`, the nested after their own."""
    found: list[tuple[str, int]] = []
    deps = tree.parse.deps
    for prep in tree.children[token]:
        if deps[prep] != "prep":
            continue
        word = tree.parse.lemmas[prep].lower()
        if tree.parse.words[prep].lower() == "according":
            continue
        for inner in tree.kids(prep, "pobj", "pcomp"):
            found.extend((word, head) for head in coordinated(tree, inner))
        for nested in tree.kids(prep, "prep"):
            for inner in tree.kids(nested, "pobj"):
                pair = (tree.parse.lemmas[nested].lower(), inner)
                found.extend([(word, inner), pair])
    return tuple(found)


def _dative(tree: Tree, token: int) -> tuple[int, ...]:
    inner = tree.child(token, "pobj")
    return coordinated(tree, token if inner is None else inner)


def _gap(tree: Tree, verb: int) -> tuple[int, ...]:
    """Return the noun that a relative clause on its object takes up ("the envoy whom they met")."""
    if tree.parse.deps[verb] != "relcl":
        return ()
    relative = [k for k in tree.kids(verb, *_OBJECTS) if tree.parse.lemmas[k].lower() in _RELATIVE]
    return (tree.parse.heads[verb],) if relative else ()


def subjects_of(tree: Tree, verb: int, depth: int = 0) -> tuple[int, ...]:
    """Return the heads of the subject of `verb`, its own or the one it shares."""
    candidates = tree.kids(verb, "nsubj", "nsubjpass", "csubj")
    # of two subjects the parser hung on one verb, the nearer one before it is its own
    own = next((c for c in reversed(candidates) if c < verb), candidates[0] if candidates else None)
    if own is None and tree.parse.pos[verb] == "ADJ" and depth == 0:
        head = tree.parse.heads[verb]
        own = tree.child(head, "nsubj", "nsubjpass") if tree.parse.deps[verb] == "acomp" else None
    if own is not None:
        if tree.parse.lemmas[own].lower() in _RELATIVE and tree.parse.deps[verb] == "relcl":
            return coordinated(tree, tree.parse.heads[verb])
        return coordinated(tree, own)
    return _shared(tree, verb, depth) if depth < 8 else ()


@cache
def _controls(verb: str) -> bool:
    """Tell whether the object of `verb` is the one who does what its infinitive says ("urge", "let")."""
    if verb in _CAUSE:
        return True
    effects = {sense.effect for sense in verb_senses().get(verb, ())}
    return bool(effects & {"demand", "permit", "aspect", "expect", "attempt", "report"})


def _to(tree: Tree, verb: int) -> bool:
    return any(tree.parse.tags[k] == "TO" for k in tree.kids(verb, "aux"))


def _far(tree: Tree, head: int, verb: int) -> bool:
    """Tell whether verbs stand between a participle and its head: whose it is, is then a guess."""
    between = range(head + 1, verb)
    verbs = [t for t in between if tree.parse.pos[t] == "VERB" and tree.parse.deps[t] != "amod"]
    return verb - head > 25 or len(verbs) > 1


def _shared(tree: Tree, verb: int, depth: int) -> tuple[int, ...]:
    """Return the subject that a clause without its own takes from its surroundings."""
    dep, head = tree.parse.deps[verb], tree.parse.heads[verb]
    if head == verb:
        return ()
    if dep == "acl":
        if tree.parse.tags[verb] == "VBG":
            # "passed a resolution criticizing ...": those who passed it
            said = "utterance" in classes_of(tree.parse.lemmas[head].lower(), ())
            author = said and tree.parse.deps[head] == "dobj"
            above = tree.parse.heads[head]
            return subjects_of(tree, above, depth + 1) if author else coordinated(tree, head)
        # "their plan to train recruits": the plan's owner is the one who trains
        return tuple(tree.kids(head, "poss"))
    if dep == "xcomp":
        controller = tree.child(head, "dobj", "obj", "dative")
        if controller is not None and _controls(tree.parse.lemmas[head].lower()):
            return coordinated(tree, controller)
        return subjects_of(tree, head, depth + 1)
    if dep == "pcomp":
        above = tree.parse.heads[head]
        controller = tree.child(above, "dobj", "obj", "nsubjpass")
        if controller is not None and tree.parse.lemmas[head].lower() in ("of", "for", "from"):
            return coordinated(tree, controller)
        return subjects_of(tree, above, depth + 1) if tree.parse.pos[above] in _VERBAL else ()
    if dep == "advcl" and _far(tree, head, verb):
        return ()
    order = dep == "advcl" and tree.parse.tags[verb] == "VB"
    if (dep == "ccomp" or order) and not _to(tree, verb) and tree.parse.tags[verb] != "VBG":
        # "Smash it," he said: who says it is not who does it
        return ()
    if dep == "advcl" and tree.parse.tags[verb] == "VBG" and suffers(tree, head):
        # "was shelled, killing five": the one who shelled
        return _agents(tree, head)
    if dep in ("conj", "advcl", "aux", "dep", "ccomp", "acomp") and tree.parse.pos[head] in (
        *_VERBAL,
        "ADJ",
    ):
        return subjects_of(tree, head, depth + 1)
    return ()
