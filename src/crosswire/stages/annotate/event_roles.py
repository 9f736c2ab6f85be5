"""Who acts and who is acted on: the arguments of a predicate, looked up in the order its sense gives.

In: a predicate with its frame. Out: actors and recipients, one for each coordinated side. A recipient
of another state is preferred to one of the actor's own; a missing agent stays missing.
"""

from collections.abc import Iterator

from crosswire.model.annotation import Actor
from crosswire.stages.annotate.event_actors import Cast
from crosswire.stages.annotate.event_arguments import coordinated, frame, prepositions, subjects_of
from crosswire.stages.annotate.event_predicates import Predicate
from crosswire.stages.annotate.tree import Tree

Sides = tuple[tuple[Actor, ...], tuple[Actor, ...]]
_NOMINAL = ("NOUN", "PROPN", "PRON", "ADJ", "NUM")
_PERSONAL = {"he", "she", "him", "her"}


def sides(tree: Tree, cast: Cast, predicate: Predicate, found: dict[int, Predicate]) -> Sides:
    """Return the actors and the recipients of `predicate`; either may be empty."""
    actors = _actors(tree, cast, predicate, found)
    taken = set(predicate.frame.subjects)
    recipients = _recipients(tree, cast, predicate, found, actors, taken)
    if predicate.sense.symmetric:
        if len(actors) > 1 and not any(r.code for r in recipients):
            return actors[:1], actors[1:]
        if not actors and len(recipients) > 1 and not predicate.frame.subjects:
            return recipients[:1], recipients[1:]
    return actors, recipients


def _actors(
    tree: Tree, cast: Cast, predicate: Predicate, found: dict[int, Predicate]
) -> tuple[Actor, ...]:
    heads = predicate.frame.subjects
    if not heads and not predicate.frame.passive:
        for above in predicate.governors:
            heads = found[above].frame.subjects
            if heads or found[above].sense.effect == "report":
                break
    named: list[Actor] = []
    for head in heads:
        real = antecedents(tree, cast, head) if cast.is_pronoun(head) else (head,)
        for one in real:
            named.extend(cast.actors(one))
    return tuple(dict.fromkeys(named))


def antecedents(tree: Tree, cast: Cast, pronoun: int) -> tuple[int, ...]:
    """Return the heads a subject pronoun stands for: the subject of a clause above it in the sentence."""
    personal = tree.parse.words[pronoun].lower() in _PERSONAL
    for above in tree.ancestors(pronoun)[1:]:
        if tree.parse.pos[above] not in ("VERB", "AUX"):
            continue
        heads = subjects_of(tree, above)
        if not heads or pronoun in heads or any(cast.is_pronoun(h) for h in heads):
            continue
        if heads[0] > pronoun and not _follows_report(tree, above, pronoun):
            continue
        if personal and heads[0] in cast.spots and not cast.sector(heads[0]):
            continue
        return heads
    return ()


def _follows_report(tree: Tree, verb: int, pronoun: int) -> bool:
    return tree.child(verb, "ccomp") is not None and verb > pronoun


def _recipients(
    tree: Tree,
    cast: Cast,
    predicate: Predicate,
    found: dict[int, Predicate],
    actors: tuple[Actor, ...],
    taken: set[int],
) -> tuple[Actor, ...]:
    if predicate.sense.slots == ("N",):
        return ()
    own = {(a.code, a.text) for a in actors}
    codes = {a.code for a in actors}
    groups = [
        tuple(dict.fromkeys(a for h in heads if h not in taken for a in cast.actors(h)))
        for heads in _slots(tree, predicate, found)
    ]
    wanted = [tuple(a for a in group if (a.code, a.text) not in own) for group in groups]
    for group in wanted:
        foreign = tuple(a for a in group if a.code and a.code not in codes)
        if foreign:
            return foreign
    for group in wanted:
        coded = tuple(a for a in group if a.code)
        if coded:
            return coded
    return next((tuple(group) for group in wanted if group), ())


def _slots(
    tree: Tree, predicate: Predicate, found: dict[int, Predicate]
) -> Iterator[tuple[int, ...]]:
    """Yield the head tokens of each slot of the sense, then those of the event in its complement."""
    arguments = predicate.frame
    around = list(arguments.preps)
    for head in arguments.objects:
        around.extend(prepositions(tree, head))
    for slot in predicate.sense.slots:
        if slot == "O":
            yield _nouns(tree, arguments.objects)
        elif slot == "I":
            yield _nouns(tree, arguments.datives)
        elif slot == "C":
            for complement in arguments.complements:
                subject = tree.child(complement, "nsubj", "nsubjpass")
                if subject is not None:
                    yield _nouns(tree, coordinated(tree, subject))
        else:
            yield _nouns(tree, tuple(h for w, h in around if w == slot))
    if predicate.inner is not None:
        yield from _slots(tree, found[predicate.inner], found)
    yield from _below(tree, predicate)


def _below(tree: Tree, predicate: Predicate) -> Iterator[tuple[int, ...]]:
    """Yield what hangs on a complement that is no event itself ("promised to rebuild the city")."""
    waiting = list(predicate.frame.complements)
    waiting.extend(h for _, h in predicate.frame.preps if tree.parse.deps[h] == "pcomp")
    for verb in waiting[:6]:
        inner = frame(tree, verb)
        yield _nouns(tree, inner.datives)
        yield _nouns(tree, inner.objects)
        yield _nouns(tree, tuple(h for _, h in inner.preps))
        for head in inner.objects:
            yield _nouns(tree, tuple(h for _, h in prepositions(tree, head)))
        waiting.extend(c for c in inner.complements if c not in waiting)


def _nouns(tree: Tree, heads: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(h for h in heads if tree.parse.pos[h] in _NOMINAL)
