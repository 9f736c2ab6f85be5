"""Who did what to whom: event records with PLOVER type and mode, the main one first.

In: the parse and the layers before. Out: one `Event` a deed and actor, span = the predicate's words.
Silence and denial are no events; an actor that is not named stays None.
"""

from crosswire.model.annotation import (
    Actor,
    Attribution,
    Entity,
    Event,
    Mention,
    Place,
    Realis,
    Time,
)
from crosswire.model.document import Document
from crosswire.stages.annotate import event_nominals, event_promises, event_records, event_roles
from crosswire.stages.annotate.event_actors import Cast
from crosswire.stages.annotate.event_duties import find_duties
from crosswire.stages.annotate.event_gate import SPOKEN, is_believed
from crosswire.stages.annotate.event_predicates import (
    CONSUMES,
    DROPS,
    Predicate,
    find_predicates,
    is_silence,
)
from crosswire.stages.annotate.event_realis import (
    COOPERATIVE,
    MATERIAL_CONFLICT,
    composed,
    nominal_realis,
    own_realis,
    realis,
)
from crosswire.stages.annotate.event_records import Found
from crosswire.stages.annotate.tree import Tree

_BACKGROUND = ("relcl", "acl", "advcl", "appos", "parataxis")


def find_events(
    document: Document,
    tree: Tree,
    entities: tuple[Entity, ...],
    mentions: tuple[Mention, ...],
    attributions: tuple[Attribution, ...],
    times: tuple[Time, ...],
    places: tuple[Place, ...],
) -> tuple[Event, ...]:
    """Return the event records of `document`, the main one first."""
    cast = Cast(tree, entities, mentions, places)
    verbs = find_predicates(tree, cast)
    event_promises.read_warnings(tree, cast, verbs)
    found = [
        event
        for predicate in verbs.values()
        for event in (_event(tree, cast, predicate, verbs),)
        if event is not None
    ]
    found.extend(_duties(tree, cast, verbs))
    for predicate in event_nominals.find_nominals(tree, cast, verbs).values():
        found.append(_nominal_event(tree, cast, predicate, verbs))
    headlines = {n for n, b in enumerate(document.blocks) if b.kind in ("headline", "subhead")}
    order = _sentence_ranks(tree, headlines)
    found.sort(
        key=lambda f: (order[tree.sentence_of[f.predicate.token]] + f.weight, f.predicate.token)
    )
    said = event_records.times_by_verb(tree, times)
    where = event_records.places_by_verb(tree, places)
    records: list[Event] = []
    for event in found:
        records.extend(event_records.records(tree, event, verbs, said, where, headlines))
    return tuple(records)


def _event(
    tree: Tree, cast: Cast, predicate: Predicate, verbs: dict[int, Predicate]
) -> Found | None:
    sense = predicate.sense
    if not (sense.type or sense.effect == "prepare") or is_silence(tree, predicate):
        return None
    chain = [verbs[g] for g in predicate.governors]
    if any(g.inner == predicate.token or _swallowed(predicate, g) for g in chain):
        return None
    if any(g.sense.effect in DROPS for g in chain) or _repeats(tree, predicate, verbs):
        return None
    real = realis(tree, predicate, verbs)
    actors, recipients = event_roles.sides(tree, cast, predicate, verbs)
    if _performed(tree, predicate, verbs):
        real = "actual"
    if sense.type and not is_believed(tree, cast, predicate, (actors, recipients), real):
        return None
    type_, mode, cameo, rule = sense.type, sense.mode, sense.cameo, "verb"
    if sense.effect in CONSUMES:
        inner = _inner_type(verbs, predicate)
        effect = sense.effect
        if effect == "pledge" and predicate.inner is not None:
            effect = "refuse" if own_realis(tree, predicate.inner) == "negated" else effect
        result = composed(effect, type_, inner)
        if result is None:
            return None
        if inner or sense.effect == "failure":
            type_, mode, cameo, rule = result[0], result[1], result[2] or cameo, "operator"
    if event_promises.pending(tree, predicate, real) and event_promises.promised(
        tree, cast, predicate, verbs, actors, recipients
    ):
        effect = "refuse" if real == "negated" else "will"
        result = composed(effect, type_, type_)
        fits = COOPERATIVE if real == "negated" else COOPERATIVE | MATERIAL_CONFLICT
        if result is not None and type_ in fits:
            type_, mode, cameo, rule = *result, "promise"
            real = "actual" if real == "negated" else real
    if type_ == "AID" and mode == "military" and _within(tree, predicate, actors, recipients):
        # troops moved about one's own land help nobody
        type_, mode, cameo, recipients = "MOBILIZE", "troops", "152", ()
    weight = _depth(tree, predicate.token, verbs) + _unreal(real, rule)
    if not actors and not recipients and (type_ in SPOKEN or real != "actual" or weight > 0.5):
        return None
    return Found(predicate, type_, mode, cameo, real, actors, recipients, weight, rule)


def _repeats(tree: Tree, predicate: Predicate, verbs: dict[int, Predicate]) -> bool:
    """Tell whether the deed is but the purpose of its like: "blocked the road to protest against ..."."""
    above = verbs.get(tree.parse.heads[predicate.token])
    if above is None or tree.parse.deps[predicate.token] not in ("advcl", "xcomp"):
        return False
    if above.sense.type == "PROTEST":
        return predicate.sense.type in ("ACCUSE", "PROTEST")
    return predicate.sense.type == above.sense.type == "AID"


def _within(
    tree: Tree, predicate: Predicate, actors: tuple[Actor, ...], recipients: tuple[Actor, ...]
) -> bool:
    """Tell whether what is sent stays in one's own land ("sent two brigades to its valleys")."""
    goals = [h for w, h in predicate.frame.preps if w in ("to", "into")]
    goals.extend(predicate.frame.datives)
    if not recipients:
        return any(tree.parse.tags[k] == "PRP$" for h in goals for k in tree.kids(h, "poss"))
    own = {a.code for a in actors if a.code}
    return bool(own) and all(r.code in own for r in recipients)


def _performed(tree: Tree, predicate: Predicate, verbs: dict[int, Predicate]) -> bool:
    """Tell whether a purpose is reached in the deed itself: "summoned the envoy to protest", "marched to demand"."""
    token = predicate.token
    above = verbs.get(tree.parse.heads[token])
    if above is None or tree.parse.deps[token] not in ("advcl", "xcomp"):
        return False
    spoken = predicate.sense.type in ("ACCUSE", "REQUEST", "SUPPORT")
    done = above.sense.type in ("ACCUSE", "PROTEST", "CONSULT") and not above.sense.effect
    return spoken and done and realis(tree, above, verbs) == "actual"


def _duties(tree: Tree, cast: Cast, verbs: dict[int, Predicate]) -> list[Found]:
    found = []
    for predicate, speakers, bound in find_duties(tree, cast, verbs):
        sense = predicate.sense
        weight = _depth(tree, predicate.token, verbs) - 0.05
        found.append(
            Found(
                predicate,
                sense.type,
                sense.mode,
                sense.cameo,
                "actual",
                speakers,
                bound,
                weight,
                "duty",
            )
        )
    return found


def _swallowed(predicate: Predicate, governor: Predicate) -> bool:
    """Tell whether a governor's own event holds this one (a second verb in what it demands)."""
    return governor.sense.effect in CONSUMES and governor.sense.effect != "failure"


def _inner_type(verbs: dict[int, Predicate], predicate: Predicate) -> str | None:
    if predicate.inner is None:
        return None
    inner = verbs[predicate.inner]
    if inner.sense.effect in CONSUMES and inner.inner is not None:
        result = composed(inner.sense.effect, inner.sense.type, verbs[inner.inner].sense.type)
        return result[0] if result else None
    return inner.sense.type


def _unreal(real: Realis, rule: str) -> float:
    if rule in ("promise", "operator"):
        return 0.0
    return {"actual": 0.0, "future": 1.2, "negated": 1.2, "hypothetical": 1.6}[real]


def _depth(tree: Tree, token: int, verbs: dict[int, Predicate]) -> float:
    """Return how far below the main line the clause of `token` stands; reports don't count."""
    depth = 0.0
    current = token
    for _ in range(40):
        head = tree.parse.heads[current]
        if head == current:
            break
        dep = tree.parse.deps[current]
        if dep in _BACKGROUND:
            depth += 0.6
        elif dep in ("xcomp", "ccomp", "pcomp", "conj") and tree.parse.pos[head] in ("VERB", "AUX"):
            above = verbs.get(head)
            depth += 0.0 if above is not None and above.sense.effect == "report" else 0.1
        elif dep in ("pobj", "nsubj", "dobj", "nsubjpass"):
            depth += 0.3
        current = head
    return depth


def _nominal_event(
    tree: Tree, cast: Cast, predicate: Predicate, verbs: dict[int, Predicate]
) -> Found:
    sense = predicate.sense
    actors, recipients = event_roles.sides(tree, cast, predicate, verbs)
    weight = 0.9 + _depth(tree, predicate.token, verbs)
    real = nominal_realis(tree, predicate.token)
    return Found(
        predicate, sense.type, sense.mode, sense.cameo, real, actors, recipients, weight, "noun"
    )


def _sentence_ranks(tree: Tree, headlines: set[int]) -> list[float]:
    """Return the order of sentences by weight: headlines, then the lede, then the rest as it comes."""
    ranks: list[float] = []
    ordinal = 0.0
    for sentence in tree.parse.sentences:
        if sentence.block in headlines:
            ranks.append(-10.0 + len(ranks) * 0.01)
        else:
            ranks.append(ordinal)
            ordinal += 1.0
    return ranks
