"""Whose word a deed to come is: a promise or threat of one's own, or a forecast of somebody else's.

In: a predicate whose deed is still to come, with what governs it. Out: whether the one who would act
says so. A warning of what others may do is a report, and a meeting that is only scheduled no pledge.
"""

from crosswire.model.annotation import Actor, Realis
from crosswire.stages.annotate import event_roles
from crosswire.stages.annotate.event_actors import Cast
from crosswire.stages.annotate.event_arguments import subjects_of
from crosswire.stages.annotate.event_predicates import Predicate
from crosswire.stages.annotate.event_realis import hedged
from crosswire.stages.annotate.tree import Tree

_WILL = {"will", "would", "wo", "'ll", "’ll", "shall"}


def read_warnings(tree: Tree, cast: Cast, verbs: dict[int, Predicate]) -> None:
    """Make a warning of what others may do a mere report, under which that deed stands by itself."""
    for predicate in verbs.values():
        if predicate.sense.effect == "threat":
            actors, _ = event_roles.sides(tree, cast, predicate, verbs)
            if not _own_deed(tree, cast, predicate, actors):
                predicate.sense = predicate.sense._replace(type="", effect="report")
                predicate.inner = None


def _own_deed(tree: Tree, cast: Cast, predicate: Predicate, actors: tuple[Actor, ...]) -> bool:
    """Tell whether a warning is of one's own deed; one of somebody else's deed is a forecast."""
    if tree.parse.lemmas[predicate.token].lower() != "warn":
        return True
    for complement in predicate.frame.complements:
        subject = tree.child(complement, "nsubj", "nsubjpass")
        if subject is None:
            return bool(predicate.frame.objects)
        if not {tree.parse.words[k].lower() for k in tree.kids(complement, "aux")} & _WILL:
            return False
        own = {a.code for a in actors if a.code}
        return cast.is_pronoun(subject) or bool(own & {a.code for a in cast.actors(subject)})
    return any(word == "against" for word, _ in predicate.frame.preps)


def pending(tree: Tree, predicate: Predicate, real: Realis) -> bool:
    """Tell whether the deed is still to come, or refused: "will", "would ... if", "will not"."""
    auxiliaries = {tree.parse.words[k].lower() for k in tree.kids(predicate.token, "aux")}
    if real in ("negated", "hypothetical"):
        reported = tree.parse.deps[predicate.token] == "ccomp"
        if real == "negated" and auxiliaries & {"will", "wo"} and predicate.frame.subjects:
            # "France will not lift the ban"
            return True
        return bool(auxiliaries & _WILL) and reported and "have" not in auxiliaries
    return real == "future"


def promised(
    tree: Tree,
    cast: Cast,
    predicate: Predicate,
    verbs: dict[int, Predicate],
    actors: tuple[Actor, ...],
    recipients: tuple[Actor, ...],
) -> bool:
    """Tell whether a future deed is the actor's own word, not another's forecast of it."""
    if not actors or hedged(tree, predicate.token):
        return False
    if any(verbs[above].sense.effect == "expect" for above in predicate.governors):
        return False
    teller = _teller(tree, predicate.token)
    if teller is None:
        return predicate.sense.type != "CONSULT"
    heads = subjects_of(tree, teller)
    if any(tree.parse.tags[k] == "PRP$" for h in heads for k in tree.kids(h, "poss")):
        # "Zambia will not ..., its foreign minister said"
        return True
    speakers = [a for h in heads for a in cast.actors(h)]
    own = {a.code for a in (*actors, *recipients) if a.code}
    return not speakers or bool(own & {a.code for a in speakers}) or _same(speakers, actors)


def _teller(tree: Tree, token: int) -> int | None:
    """Return the verb in whose content the clause of `token` stands, whatever that verb is."""
    for _ in range(12):
        head = tree.parse.heads[token]
        if head == token or tree.parse.deps[token] in ("relcl", "acl", "advcl", "appos"):
            return None
        if tree.parse.deps[token] == "ccomp":
            return head
        token = head
    return None


def _same(speakers: list[Actor], actors: tuple[Actor, ...]) -> bool:
    known = {a.entity for a in speakers if a.entity}
    return any(a.entity in known or a.text in {s.text for s in speakers} for a in actors)
