"""Who did what to whom: event records with PLOVER type and mode, the main one first.

In: the parse and the layers before. Out: one `Event` a deed and actor, span = the predicate's words.
Silence and denial are no events; an actor that is not named stays None.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

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
from crosswire.stages.annotate import event_nominals, event_roles
from crosswire.stages.annotate.event_actors import Cast
from crosswire.stages.annotate.event_lexicon import contexts_by_lemma
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
    hedged,
    realis,
)
from crosswire.stages.annotate.tree import Tree

MAX_SIDES = 4
"""Actors or recipients of one deed that get an event each; a longer list is cut."""

_BACKGROUND = ("relcl", "acl", "advcl", "appos", "parataxis")


@dataclass(slots=True)
class _Found:
    """An event before its record: what `_record` needs, and how far from the main line it stands."""

    predicate: Predicate
    type: str
    mode: str | None
    cameo: str | None
    realis: Realis
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    weight: float
    rule: str


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
    found = [
        event
        for predicate in verbs.values()
        for event in (_event(tree, cast, predicate, verbs),)
        if event is not None
    ]
    for predicate in event_nominals.find_nominals(tree, cast, verbs).values():
        found.append(_nominal_event(tree, cast, predicate, verbs))
    headlines = {n for n, b in enumerate(document.blocks) if b.kind in ("headline", "subhead")}
    order = _sentence_ranks(tree, headlines)
    found.sort(
        key=lambda f: (order[tree.sentence_of[f.predicate.token]] + f.weight, f.predicate.token)
    )
    said = _times_by_verb(tree, times)
    where = _places_by_verb(tree, places)
    records: list[Event] = []
    for event in found:
        records.extend(_records(tree, event, verbs, said, where, headlines))
    return tuple(records)


def _event(
    tree: Tree, cast: Cast, predicate: Predicate, verbs: dict[int, Predicate]
) -> _Found | None:
    sense = predicate.sense
    if not sense.type or is_silence(tree, predicate):
        return None
    chain = [verbs[g] for g in predicate.governors]
    if any(g.inner == predicate.token or _swallowed(predicate, g) for g in chain):
        return None
    if any(g.sense.effect in DROPS for g in chain):
        return None
    real = realis(tree, predicate, verbs)
    actors, recipients = event_roles.sides(tree, cast, predicate, verbs)
    type_, mode, cameo, rule = sense.type, sense.mode, sense.cameo, "verb"
    if sense.effect in CONSUMES:
        inner = _inner_type(verbs, predicate)
        result = composed(sense.effect, type_, inner)
        if result is None or (sense.effect == "threat" and not _own_deed(tree, predicate, verbs)):
            return None
        if inner or sense.effect == "failure":
            type_, mode, cameo, rule = result[0], result[1], result[2] or cameo, "operator"
    if real == "future" and _promised(tree, cast, predicate, verbs, actors):
        effect = "will"
        result = composed(effect, type_, type_)
        if result is not None and type_ in COOPERATIVE | MATERIAL_CONFLICT:
            type_, mode, cameo, rule = *result, "promise"
    weight = _depth(tree, predicate.token, verbs) + _unreal(real, rule)
    return _Found(predicate, type_, mode, cameo, real, actors, recipients, weight, rule)


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


def _own_deed(tree: Tree, predicate: Predicate, verbs: dict[int, Predicate]) -> bool:
    """Tell whether a warning is of one's own deed; one of somebody else's deed is a forecast."""
    if tree.parse.lemmas[predicate.token].lower() != "warn":
        return True
    for complement in predicate.frame.complements:
        subject = tree.child(complement, "nsubj", "nsubjpass")
        if subject is None:
            return bool(predicate.frame.objects)
        auxiliaries = {tree.parse.words[k].lower() for k in tree.kids(complement, "aux")}
        return bool(auxiliaries & {"will", "would"}) and complement in verbs
    return any(word == "against" for word, _ in predicate.frame.preps)


def _promised(
    tree: Tree,
    cast: Cast,
    predicate: Predicate,
    verbs: dict[int, Predicate],
    actors: tuple[Actor, ...],
) -> bool:
    """Tell whether a future deed is the actor's own word, not another's forecast of it."""
    if not actors or hedged(tree, predicate.token):
        return False
    for above in predicate.governors:
        governor = verbs[above]
        if governor.sense.effect == "expect":
            return False
        if governor.sense.effect == "report":
            speakers = [a for h in governor.frame.subjects for a in cast.actors(h)]
            own = {a.code for a in actors if a.code}
            return not speakers or bool(own & {a.code for a in speakers}) or _same(speakers, actors)
    return True


def _same(speakers: list[Actor], actors: tuple[Actor, ...]) -> bool:
    return bool({a.text for a in speakers} & {a.text for a in actors})


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
) -> _Found:
    sense = predicate.sense
    actors, recipients = event_roles.sides(tree, cast, predicate, verbs)
    weight = 0.9 + _depth(tree, predicate.token, verbs)
    real: Realis = "actual"
    for above in tree.ancestors(predicate.token):
        if tree.parse.pos[above] in ("VERB", "AUX"):
            words = {tree.parse.words[k].lower() for k in tree.kids(above, "aux")}
            if words & {"would", "could", "may", "might", "if"}:
                real = "hypothetical"
            break
    return _Found(
        predicate, sense.type, sense.mode, sense.cameo, real, actors, recipients, weight, "noun"
    )


def _sentence_ranks(tree: Tree, headlines: set[int]) -> list[float]:
    """Return the order of sentences by weight: headlines, then the lede, then the rest as it comes."""
    ranks, ordinal = [], 0.0
    for sentence in tree.parse.sentences:
        if sentence.block in headlines:
            ranks.append(-10.0 + len(ranks) * 0.01)
        else:
            ranks.append(ordinal)
            ordinal += 1.0
    return ranks


def _tokens(tree: Tree, start: int, end: int) -> range:
    starts = tree.parse.starts
    return range(max(bisect_right(starts, start) - 1, 0), bisect_left(starts, end))


def _verb_above(tree: Tree, tokens: range) -> int | None:
    """Return the predicate to which the words of `tokens` are attached, through prepositions."""
    inside = set(tokens)
    head = next((t for t in tokens if tree.parse.heads[t] not in inside), None)
    for _ in range(6):
        if head is None or tree.parse.heads[head] == head:
            return head
        head = tree.parse.heads[head]
        if tree.parse.pos[head] in ("VERB", "AUX"):
            return head
        if tree.parse.pos[head] not in ("ADP", "ADV", "NOUN", "PROPN", "NUM", "SCONJ"):
            return None
    return None


def _times_by_verb(tree: Tree, times: tuple[Time, ...]) -> dict[int, str]:
    found: dict[int, str] = {}
    for time in times:
        if time.value is None or time.type not in ("DATE", "TIME"):
            continue
        verb = _verb_above(tree, _tokens(tree, time.start, time.end))
        if verb is not None:
            found.setdefault(verb, time.value)
    return found


def _places_by_verb(tree: Tree, places: tuple[Place, ...]) -> dict[int, str]:
    found: dict[int, str] = {}
    for place in places:
        tokens = _tokens(tree, place.start, place.end)
        inside = set(tokens)
        top = next((t for t in tokens if tree.parse.heads[t] not in inside), None)
        if top is None or tree.parse.deps[top] != "pobj":
            continue
        if tree.parse.lemmas[tree.parse.heads[top]].lower() not in (
            "in",
            "at",
            "near",
            "outside",
            "inside",
            "off",
        ):
            continue
        verb = _verb_above(tree, tokens)
        if verb is not None:
            found.setdefault(verb, place.name)
    return found


def _records(
    tree: Tree,
    event: _Found,
    verbs: dict[int, Predicate],
    times: dict[int, str],
    places: dict[int, str],
    headlines: set[int],
) -> list[Event]:
    predicate = event.predicate
    report = next((g for g in predicate.governors if verbs[g].sense.effect == "report"), None)
    chain = [predicate.token, *predicate.governors]
    if report is not None:
        chain = chain[: chain.index(report)]
    first, last = _extent(predicate)
    span = tree.span(first, last)
    return [
        Event(
            start=span.start,
            end=span.end,
            text=span.text,
            rule=f"{event.rule}:{' '.join(predicate.sense.words)}",
            type=event.type,
            mode=event.mode,
            cameo=event.cameo,
            contexts=_contexts(tree, predicate.token),
            actor=actor,
            recipient=recipient,
            realis=event.realis,
            happened_at=next((times[t] for t in chain if t in times), None),
            said_at=times.get(report) if report is not None else None,
            place=next((places[t] for t in chain if t in places), None),
            headline=tree.sentence(predicate.token).block in headlines,
        )
        for actor in event.actors[:MAX_SIDES] or (None,)
        for recipient in event.recipients[:MAX_SIDES] or (None,)
    ]


def _extent(predicate: Predicate) -> tuple[int, int]:
    """Return the tokens of the predicate's words where they stand together, else the verb's alone."""
    first, last = predicate.extent[0], predicate.extent[-1] + 1
    return (first, last) if last - first <= 3 else (predicate.token, predicate.token + 1)


def _contexts(tree: Tree, token: int) -> tuple[str, ...]:
    """Return the PLOVER contexts of the sentence around `token`, in the order of their words."""
    known = contexts_by_lemma()
    sentence = tree.sentence(token)
    found: dict[str, None] = {}
    for at in range(max(sentence.first, token - 30), min(sentence.last, token + 30)):
        for name in known.get(tree.parse.lemmas[at].lower(), ()):
            found[name] = None
    return tuple(found)
