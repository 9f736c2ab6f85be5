"""Demands without a verb of demanding: "the minister said that the rebels must disarm".

In: the predicates of a document. Out: a REQUEST by the speaker to the one who must, where both are
named and are not the same.
"""

from crosswire.model.annotation import Actor
from crosswire.stages.annotate.event_actors import Cast
from crosswire.stages.annotate.event_arguments import Frame, subjects_of
from crosswire.stages.annotate.event_lexicon import Sense
from crosswire.stages.annotate.event_predicates import Predicate
from crosswire.stages.annotate.event_roles import antecedents
from crosswire.stages.annotate.tree import Tree

_MUST = {"must", "should", "ought"}
_HAVE = {"have", "need"}
SENSE = Sense(("must",), (), "REQUEST", "change", "100", ("C",), False, "demand", "")


def find_duties(
    tree: Tree, cast: Cast, verbs: dict[int, Predicate]
) -> list[tuple[Predicate, tuple[Actor, ...], tuple[Actor, ...]]]:
    """Return (predicate, who demands, of whom), in order of the text."""
    found = []
    for token, pos in enumerate(tree.parse.pos):
        if pos not in ("VERB", "AUX") or tree.parse.deps[token] not in ("ccomp", "parataxis"):
            continue
        speech = tree.parse.heads[token]
        report = verbs.get(speech)
        if report is None or report.sense.effect != "report":
            continue
        modal = _modal(tree, token)
        if modal is None:
            continue
        bound = _named(tree, cast, subjects_of(tree, token))
        speakers = _named(tree, cast, report.frame.subjects)
        if not bound or not speakers or {a.text for a in bound} & {a.text for a in speakers}:
            continue
        if not any(a.code for a in bound) or not any(a.code or a.sector for a in speakers):
            continue
        arguments = Frame((), (), (), (), (), False)
        found.append(
            (Predicate(token, SENSE, tree, arguments, (modal, token), frozenset()), speakers, bound)
        )
    return found


def _modal(tree: Tree, verb: int) -> int | None:
    for child in tree.kids(verb, "aux"):
        if tree.parse.words[child].lower() in _MUST:
            return child
    if tree.parse.lemmas[verb].lower() in _HAVE and tree.child(verb, "dobj") is None:
        # "has pictures to show" binds nobody
        inner = tree.child(verb, "xcomp")
        if inner is not None and any(tree.parse.tags[k] == "TO" for k in tree.kids(inner, "aux")):
            return verb
    return None


def _named(tree: Tree, cast: Cast, heads: tuple[int, ...]) -> tuple[Actor, ...]:
    real = [
        one
        for head in heads
        for one in (antecedents(tree, cast, head) if cast.is_pronoun(head) else (head,))
    ]
    return tuple(dict.fromkeys(actor for head in real for actor in cast.actors(head)))
