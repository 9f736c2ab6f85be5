"""Who acts and who is acted on: the arguments of a predicate, looked up in the order its sense gives.

In: a predicate with its frame. Out: actors and recipients, one for each coordinated side. A recipient
of another state is preferred to one of the actor's own; a missing agent stays missing.
"""

from collections.abc import Iterator
from itertools import islice

import msgspec

from crosswire.model.annotation import Actor
from crosswire.stages.annotate.event_actors import DOMESTIC, OTHERS, Cast
from crosswire.stages.annotate.event_arguments import coordinated, frame, prepositions, subjects_of
from crosswire.stages.annotate.event_home import at_home, places_only
from crosswire.stages.annotate.event_lexicon import nominal_senses
from crosswire.stages.annotate.event_predicates import Predicate
from crosswire.stages.annotate.event_realis import MATERIAL_CONFLICT
from crosswire.stages.annotate.tree import Tree

Sides = tuple[tuple[Actor, ...], tuple[Actor, ...]]
_NOMINAL = ("NOUN", "PROPN", "PRON", "ADJ", "NUM")
_LOCAL = ("in", "at", "near", "on", "outside", "across", "along", "around")
_AIMS = {"protest", "defiance", "opposition", "anger", "disapproval", "retaliation", "revenge"}
_CLAUSES = ("relcl", "acl", "advcl", "ccomp", "punct", "parataxis", "poss")
_ARMED = {"MIL", "REB", "UAF", "COP", "CRM"}
_PERSONAL = {"he", "she", "him", "her"}


def sides(tree: Tree, cast: Cast, predicate: Predicate, found: dict[int, Predicate]) -> Sides:
    """Return the actors and the recipients of `predicate`; either may be empty."""
    actors = _actors(tree, cast, predicate, found)
    taken = set(predicate.frame.subjects)
    recipients = _recipients(tree, cast, predicate, found, actors, taken)
    if predicate.sense.type == "MOBILIZE" and not actors:
        # where troops stand is a place, not whom they threaten
        return (), ()
    if predicate.sense.symmetric:
        beside = predicate.reach in _LOCAL or not any(r.code for r in recipients)
        if len({a.code for a in actors}) > 1 and beside:
            return at_home(tree, cast, predicate, actors[:1], actors[1:])
        if not actors and len(recipients) > 1 and not predicate.frame.subjects:
            return recipients[:1], recipients[1:]
    return at_home(tree, cast, predicate, actors, recipients)


def _actors(
    tree: Tree, cast: Cast, predicate: Predicate, found: dict[int, Predicate]
) -> tuple[Actor, ...]:
    heads = predicate.frame.subjects
    if not heads and not predicate.frame.passive:
        for above in predicate.governors:
            if found[above].sense.effect == "report":
                # who says it is not who does it
                break
            heads = found[above].frame.subjects
            if heads:
                break
    named: list[Actor] = []
    for head in heads:
        real = antecedents(tree, cast, head) if cast.is_pronoun(head) else (head,)
        for one in real:
            named.extend(_owned(tree, cast, one))
    if _loose_participle(tree, predicate, found):
        named = [actor for actor in named if actor.sector in _ARMED]
    return tuple(dict.fromkeys(named))


def _loose_participle(tree: Tree, predicate: Predicate, found: dict[int, Predicate]) -> bool:
    """Tell whether a deed of violence hangs as a participle on no deed ("has faced attacks, killing ten")."""
    token = predicate.token
    if predicate.sense.type not in MATERIAL_CONFLICT or tree.parse.deps[token] != "advcl":
        return False
    above = found.get(tree.parse.heads[token])
    deed = above is not None and above.sense.type in MATERIAL_CONFLICT
    return tree.parse.tags[token] == "VBG" and not deed


def _owned(tree: Tree, cast: Cast, head: int) -> tuple[Actor, ...]:
    """Return who `head` names; "their forces" are the forces of whom the pronoun stands for."""
    named = cast.doers(head)
    if any(actor.code for actor in named) or not cast.is_actor(head):
        return named
    owner = tree.child(head, "poss")
    others = tree.parse.lemmas[head].lower() in OTHERS
    if owner is None or tree.parse.tags[owner] != "PRP$" or others:
        return named
    owners = {a.code for h in antecedents(tree, cast, owner) for a in cast.actors(h) if a.code}
    if len(owners) != 1:
        return named
    return tuple(msgspec.structs.replace(actor, code=next(iter(owners))) for actor in named)


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
        if personal and not cast.is_person(heads[0]):
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
    if _spoken_to(predicate) and not _addressed(tree, cast, predicate):
        shared = _addressees(tree, cast, predicate, found)
        if shared or any(cast.is_pronoun(h) for h in predicate.frame.objects):
            return shared
    own = {(a.code, a.text) for a in actors}
    codes = {a.code for a in actors}
    groups = [
        (
            slot,
            tuple(dict.fromkeys(a for h in heads if h not in taken for a in _met(tree, cast, h))),
        )
        for slot, heads in _slots(tree, cast, predicate, found)
    ]
    wanted = [
        (slot, tuple(a for a in group if (a.code, a.text) not in own)) for slot, group in groups
    ]
    direct = _direct(predicate, wanted)
    if direct:
        return direct
    if _unresolved(cast, predicate):
        return ()
    for slot, group in wanted:
        foreign = tuple(a for a in group if a.code and a.code not in codes)
        if foreign:
            theme = predicate.sense.effect == "demand" and slot == "O"
            thing = theme and not any(cast.is_actor(h) for h in predicate.frame.objects)
            predicate.reach = "below" if thing else slot
            return _placed(wanted, slot, foreign)
    for slot, group in wanted:
        coded = tuple(a for a in group if a.code)
        if coded:
            predicate.reach = slot
            return _placed(wanted, slot, coded)
    aimed = _aims(tree, cast, predicate)
    if any(a.code for a in aimed):
        predicate.reach = "aim"
        return aimed
    told = next((group for _, group in wanted if any(a.sector or a.entity for a in group)), ())
    deep = told or _deep(tree, cast, predicate, codes, taken)
    predicate.reach = "deep" if deep and not told else ""
    return deep or next((group for _, group in wanted if group), ()) or aimed


def _direct(predicate: Predicate, groups: list[tuple[str, tuple[Actor, ...]]]) -> tuple[Actor, ...]:
    """Return the object where it is somebody, though nobody says of which state ("accused the bishop of ...")."""
    first = predicate.sense.slots[0]
    if first not in ("O", "I") or not groups or not groups[0][1]:
        return ()
    group = groups[0][1]
    local = any(s in _LOCAL and any(a.code for a in g) for s, g in groups[1:])
    named = all(a.sector or a.entity or a.text[:1].isupper() for a in group)
    return group if named and not local and not any(a.code for a in group) else ()


def _unresolved(cast: Cast, predicate: Predicate) -> bool:
    """Tell whether the one spoken to is a pronoun that nobody has resolved ("conveyed to him")."""
    arguments = predicate.frame
    addressed = [*arguments.datives, *(h for w, h in arguments.preps if w == "to")]
    return any(cast.is_pronoun(h) for h in addressed)


def _placed(
    groups: list[tuple[str, tuple[Actor, ...]]], slot: str, found: tuple[Actor, ...]
) -> tuple[Actor, ...]:
    """Return people hit in a place as of that place ("policemen in Haiti"), rather than the place."""
    if slot not in _LOCAL or len(found) != 1:
        return found
    people = next((g for s, g in groups if s == "O" and g and not any(a.code for a in g)), ())
    if not people or any(a.sector not in DOMESTIC for a in people):
        return found
    return tuple(msgspec.structs.replace(a, code=found[0].code) for a in people)


def _aims(tree: Tree, cast: Cast, predicate: Predicate) -> tuple[Actor, ...]:
    """Return against or for whom a deed is by its purpose ("struck to protest against the government's plan")."""
    if predicate.sense.type not in ("PROTEST", "ASSAULT", "AID"):
        return ()
    aims = [h for _, h in predicate.frame.preps if tree.parse.lemmas[h].lower() in _AIMS]
    aims.extend(_purposes(tree, [predicate.token]))
    for aim in aims[:6]:
        inner = frame(tree, aim)
        heads = [*inner.objects, *(h for _, h in prepositions(tree, aim))]
        heads.extend(h for o in inner.objects for _, h in prepositions(tree, o))
        for head in heads:
            named = cast.actors(head)
            if named:
                return named
    return ()


def _met(tree: Tree, cast: Cast, head: int) -> tuple[Actor, ...]:
    """Return who `head` names; a capital that one acts in is a place, not its government."""
    above = tree.parse.heads[head]
    if any(tree.parse.tags[k] == "PRP$" for k in tree.kids(head, "poss")) and not any(
        a.code for a in cast.actors(head)
    ):
        # "its forces" are the actor's own
        return ()
    if head in cast.spots and tree.parse.lemmas[above].lower() in _LOCAL:
        return tuple(msgspec.structs.replace(actor, sector=None) for actor in cast.actors(head))
    return cast.actors(head)


def _spoken_to(predicate: Predicate) -> bool:
    """Tell whether the deed is words that are said to somebody: a demand, or a protest delivered."""
    return predicate.sense.effect == "demand" or predicate.sense.type == "ACCUSE"


def _addressed(tree: Tree, cast: Cast, predicate: Predicate) -> bool:
    """Tell whether a demand itself says of whom: "of", "from", "on", a person, the one who should."""
    arguments = predicate.frame
    direct = [h for w, h in arguments.preps if w in ("of", "from", "on", "upon", "to", "with")]
    direct.extend(arguments.datives)
    direct.extend(h for h in arguments.objects if cast.is_actor(h))
    for complement in arguments.complements:
        direct.extend(tree.kids(complement, "nsubj", "nsubjpass"))
    if predicate.sense.type == "ACCUSE":
        # "dissatisfaction with the transfer of troops" is not said to the troops
        direct = [h for h in direct if cast.is_actor(h)]
    return any(a.code or a.sector for h in direct for a in cast.actors(h))


def _addressees(
    tree: Tree, cast: Cast, predicate: Predicate, found: dict[int, Predicate]
) -> tuple[Actor, ...]:
    """Return whom the clause above a demand addresses ("summoned the envoy, demanding ...")."""
    if tree.parse.deps[predicate.token] not in ("advcl", "xcomp", "conj", "acl"):
        return ()
    above = tree.parse.heads[predicate.token]
    if above not in found or not found[above].sense.type or found[above].sense.effect == "demand":
        return ()
    if predicate.sense.type == "ACCUSE" and found[above].sense.cameo != "114":
        return ()
    return sides(tree, cast, found[above], found)[1]


def _deep(
    tree: Tree, cast: Cast, predicate: Predicate, codes: set[str | None], taken: set[int]
) -> tuple[Actor, ...]:
    """Return the first other state below the object, past its nouns ("its war with ...")."""
    if "O" not in predicate.sense.slots:
        return ()
    waiting = list(_nouns(tree, predicate.frame.objects))
    waiting.extend(o for c in predicate.frame.complements for o in frame(tree, c).objects)
    for _ in range(40):
        if not waiting:
            break
        head = waiting.pop(0)
        if head in taken or tree.parse.deps[head] in _CLAUSES:
            continue
        if (
            head in cast.spots
            and cast.spots[head].code not in codes
            and not places_only(tree, head)
        ):
            return cast.actors(head)[:1]
        waiting.extend(tree.children[head])
    return ()


def _slots(
    tree: Tree, cast: Cast, predicate: Predicate, found: dict[int, Predicate]
) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield the name and head tokens of each slot of the sense, then those of the event in its complement."""
    arguments = predicate.frame
    around = [(w, h) for w, h in arguments.preps if not _elsewhere(tree, predicate, w, h)]
    for head in arguments.objects:
        around.extend(prepositions(tree, head))
    for slot in predicate.sense.slots:
        if slot == "O":
            bound = [h for w, h in arguments.preps if w in predicate.sense.words[1:]]
            yield slot, _nouns(tree, (*arguments.objects, *bound))
        elif slot == "I":
            yield slot, _nouns(tree, arguments.datives)
        elif slot == "C":
            for complement in arguments.complements:
                subject = tree.child(complement, "nsubj", "nsubjpass")
                if subject is not None:
                    yield slot, _nouns(tree, coordinated(tree, subject))
        else:
            heads = tuple(h for w, h in around if w == slot)
            if slot in _LOCAL:
                heads = tuple(h for h in heads if cast.is_located(h))
            yield slot, _nouns(tree, heads)
    if predicate.inner is not None:
        yield from _slots(tree, cast, found[predicate.inner], found)
    if predicate.sense.effect:
        yield from (("below", heads) for heads in _below(tree, predicate))


def _elsewhere(tree: Tree, predicate: Predicate, word: str, head: int) -> bool:
    """Tell whether a phrase belongs to a noun before it ("recalls the envoy over a dispatch of arms to ...")."""
    prep = tree.parse.heads[head]
    senses = nominal_senses()
    for token in range(max(prep - 9, predicate.token + 1), prep):
        if token in predicate.frame.objects or tree.parse.pos[token] != "NOUN":
            continue
        if any(word in s.slots for s in senses.get(tree.parse.lemmas[token].lower(), ())):
            return tree.parse.heads[prep] < token
    return False


def _below(tree: Tree, predicate: Predicate) -> Iterator[tuple[int, ...]]:
    """Yield what hangs on a complement that is no event itself ("promised to rebuild the city")."""
    waiting = list(predicate.frame.complements)
    waiting.extend(h for _, h in predicate.frame.preps if tree.parse.deps[h] == "pcomp")
    waiting.extend(_purposes(tree, waiting))
    for verb in islice(waiting, 8):
        inner = frame(tree, verb)
        helped = [s for c in inner.complements for s in tree.kids(c, "nsubj")]
        yield _nouns(tree, tuple(helped))
        yield _nouns(tree, inner.datives)
        yield _nouns(tree, inner.objects)
        yield _nouns(tree, tuple(h for _, h in inner.preps))
        for head in inner.objects:
            yield _nouns(tree, tuple(h for _, h in prepositions(tree, head)))
        waiting.extend(c for c in inner.complements if c not in waiting)


def _purposes(tree: Tree, verbs: list[int]) -> list[int]:
    """Return the infinitives of purpose under `verbs` ("ready to send material to help defend ...")."""
    found: list[int] = []
    for verb in verbs:
        for below in (verb, *tree.kids(verb, "dobj")):
            found.extend(k for k in tree.kids(below, "advcl", "acl") if tree.parse.tags[k] == "VB")
    return found


def _nouns(tree: Tree, heads: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(h for h in heads if tree.parse.pos[h] in _NOMINAL)
