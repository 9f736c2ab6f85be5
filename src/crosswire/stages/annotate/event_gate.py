"""What is left out although its words fit: figures of speech, sport, things that cannot act, trips home.

In: a predicate with its sides. Out: whether a record of it would be believed. A wrong record of who did
what to whom costs a reader more than a missing one.
"""

from crosswire.model.annotation import Actor, Realis
from crosswire.stages.annotate.event_actors import Cast
from crosswire.stages.annotate.event_lexicon import classes_of
from crosswire.stages.annotate.event_predicates import Predicate
from crosswire.stages.annotate.event_realis import MATERIAL_CONFLICT
from crosswire.stages.annotate.tree import Tree

_THINGS = {"this", "that", "these", "those", "it", "which", "what"}
SPOKEN = {"AGREE", "CONSULT", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN"}
"""Types that take somebody who speaks or signs; an act of war or aid may come from a thing."""

_WILLED = SPOKEN | {"CONCEDE", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "COOPERATE"}
_UNARMED = {"BUS", "MED", "EDU", "HLH", "NGO"}
_OFFICIAL = {"GOV", "MIL", "IGO", "LEG", "JUD", "SPY", "COP", "OPP", "PTY", "REB", "ELI"}

Side = tuple[Actor, ...]


def is_believed(
    tree: Tree, cast: Cast, predicate: Predicate, sides: tuple[Side, Side], real: Realis
) -> bool:
    """Tell whether a record of `predicate` with these sides is worth showing."""
    type_, mode = predicate.sense.type, predicate.sense.mode
    actors, recipients = sides
    if not actors and type_ in _WILLED and is_unspoken(tree, cast, predicate):
        return False
    if type_ in SPOKEN and not actors and real != "actual":
        return False
    if type_ in SPOKEN and not actors and not any(a.code or a.sector for a in recipients):
        return predicate.frame.passive and not recipients
    if type_ in (MATERIAL_CONFLICT | {"ACCUSE"}) - {"SANCTION"} and _is_play(tree, predicate.token):
        return False
    if type_ in ("ASSAULT", "MOBILIZE") and actors and all(a.sector in _UNARMED for a in actors):
        return False
    if mode == "weapons" and not any(a.code or a.sector in ("MIL", "REB") for a in actors):
        return bool(recipients)
    if type_ == "CONSULT":
        return _is_meeting(actors, recipients, mode)
    return True


def is_unspoken(tree: Tree, cast: Cast, predicate: Predicate) -> bool:
    """Tell whether nobody speaks: no subject, or a thing ("acts that threaten our interests")."""
    subjects = predicate.frame.subjects
    if not subjects:
        return not predicate.frame.passive
    return all(
        (tree.parse.pos[h] in ("NOUN", "VERB") or tree.parse.words[h].lower() in _THINGS)
        and not cast.is_actor(h)
        for h in subjects
    )


def _is_play(tree: Tree, token: int) -> bool:
    """Tell whether the sentence is about sport, where attacks and strikes hurt nobody."""
    sentence = tree.sentence(token)
    near = range(max(sentence.first, token - 40), min(sentence.last, token + 40))
    return any("sport" in classes_of(tree.parse.lemmas[at].lower(), ()) for at in near)


def _is_meeting(actors: Side, recipients: Side, mode: str | None) -> bool:
    """Tell whether those who meet or travel do so for somebody, and not to their own home."""
    if not any(a.code or a.sector in _OFFICIAL for a in (*actors, *recipients)):
        return False
    if mode != "visit":
        return True
    home = {a.code for a in actors if a.code}
    return bool(actors) and not any(r.code in home for r in recipients)
