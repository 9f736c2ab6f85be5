"""Events as records: the words, the time and place attached to the predicate, one record a side.

In: what was found at a predicate. Out: `Event` records. A time counts as when it happened only where it
hangs on the event's own verb; one that hangs on the verb of reporting is when it was said.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from crosswire.model.annotation import Actor, Event, Place, Realis, Time
from crosswire.stages.annotate.event_lexicon import contexts_by_lemma
from crosswire.stages.annotate.event_predicates import Predicate
from crosswire.stages.annotate.tree import Tree

MAX_SIDES = 4
"""Actors or recipients of one deed that get an event each; a longer list is cut."""

_LOOSE = {"since", "until", "till", "by", "before", "after", "between", "from", "for", "ahead"}
"""Prepositions whose time bounds an event but is not its date."""

_AT = {"in", "at", "near", "outside", "inside", "off"}

_BEYOND = {"for", "over", "about", "against", "regarding", "concerning", "despite"}
"""Prepositions whose noun is no part of the deed: what is sent "for a war in Ostria" need not be sent there."""


@dataclass(slots=True)
class Found:
    """An event before its record; `weight` is how far from the main line it stands."""

    predicate: Predicate
    type: str
    mode: str | None
    cameo: str | None
    realis: Realis
    actors: tuple[Actor, ...]
    recipients: tuple[Actor, ...]
    weight: float
    rule: str


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


def _bounds(tree: Tree, tokens: range) -> bool:
    """Tell whether the time stands after, or begins with, a word that makes it a bound."""
    words = tree.parse.words
    if tokens and tokens[0] and words[tokens[0] - 1].lower() in _LOOSE:
        return True
    inside = set(tokens)
    if any(tree.parse.deps[t] == "conj" and tree.parse.heads[t] not in inside for t in tokens):
        return True
    heads = {tree.parse.heads[t] for t in tokens} - inside
    return any(words[h].lower() in _LOOSE for h in heads) or (
        bool(tokens) and words[tokens[0]].lower() in _LOOSE
    )


def times_by_verb(tree: Tree, times: tuple[Time, ...]) -> dict[int, str]:
    """Return the date or time that hangs on each verb; bounds ("since May") and vague times don't count."""
    found: dict[int, str] = {}
    for time in times:
        if not (time.value or "")[:1].isdigit() or time.type not in ("DATE", "TIME"):
            continue
        tokens = _tokens(tree, time.start, time.end)
        if _bounds(tree, tokens):
            continue
        verb = _verb_above(tree, tokens)
        if verb is not None:
            found.setdefault(verb, time.value or "")
    return found


def _of_other_matter(tree: Tree, mark: int) -> bool:
    """Tell whether "in Ostria" stands right after a noun that only names what the deed is for or about."""
    parse = tree.parse
    token = mark - 1
    for _ in range(6):
        if token < 0 or parse.pos[token] not in ("NOUN", "PROPN", "ADP"):
            return False
        if parse.lemmas[token].lower() in _BEYOND and parse.pos[token] == "ADP":
            return True
        token = parse.heads[token]
    return False


def places_by_verb(tree: Tree, places: tuple[Place, ...]) -> dict[int, str]:
    """Return the name of the place at which each verb's deed is said to happen."""
    found: dict[int, str] = {}
    for place in places:
        tokens = _tokens(tree, place.start, place.end)
        inside = set(tokens)
        top = next((t for t in tokens if tree.parse.heads[t] not in inside), None)
        if top is None or tree.parse.deps[top] != "pobj":
            continue
        mark = tree.parse.heads[top]
        if tree.parse.lemmas[mark].lower() not in _AT or _of_other_matter(tree, mark):
            continue
        verb = _verb_above(tree, tokens)
        if verb is not None:
            found.setdefault(verb, place.name)
    return found


def records(
    tree: Tree,
    event: Found,
    verbs: dict[int, Predicate],
    times: dict[int, str],
    places: dict[int, str],
    headlines: set[int],
) -> list[Event]:
    """Return the records of one found event: one for each pair of an actor and a recipient."""
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
            confidence=_confidence(event, actor, recipient),
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


def _confidence(event: Found, actor: Actor | None, recipient: Actor | None) -> float:
    """Return how often records with as many doubts are right, as measured: four of five with none, less for each."""
    doubts = (
        event.rule not in ("verb", "operator"),
        event.realis != "actual",
        event.weight > 0.5,
        event.predicate.reach in ("below", "aim", "deep"),
        actor is None,
        actor is not None and actor.code is None,
        recipient is not None and recipient.code is None,
    )
    return round(max(0.82 - 0.2 * sum(doubts), 0.3), 2)


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
