"""Finding event predicates: each verb, adjective or noun with the sense that its words give it.

In: a `Tree` and the `Cast` of its document. Out: `Predicate` records, with the complement chain folded:
a promise of a deed is the promise, a demand for one the demand, a deed that is denied is none.
"""

from dataclasses import dataclass, field

from crosswire.stages.annotate.event_actors import Cast
from crosswire.stages.annotate.event_arguments import Frame, counted, frame
from crosswire.stages.annotate.event_lexicon import (
    ACTOR,
    PEOPLE,
    Sense,
    classes_of,
    fit,
    verb_senses,
)
from crosswire.stages.annotate.tree import Tree

CONSUMES = {"pledge", "threat", "demand", "refuse", "permit", "failure", "prepare"}
"""Effects that make one event of themselves and the event in their complement."""

UNREAL = {
    "plan": "future",
    "expect": "future",
    "attempt": "hypothetical",
    "consider": "hypothetical",
}
"""Effects that leave the type of the event in their complement and take its reality."""

DROPS = {"negate", "silence", "cease"}
"""Effects under which no event is left: what is denied or not spoken of is a status, not an event."""

_ORDERS = {"tell", "ask", "order", "instruct", "direct", "command", "invite", "encourage", "advise",
           "remind", "compel", "oblige", "press", "beg"}  # fmt: skip
"""Verbs that demand only with an infinitive: "told them to leave", not "told reporters"."""

_NO_GUESTS = {"MIL", "REB", "REF", "CVL", "UAF", "COP"}

_NO_PARTICLES = {"aux", "auxpass", "nsubj", "nsubjpass", "csubj", "conj", "punct", "cc"}
_CLAUSAL = ("xcomp", "ccomp", "pcomp")
_SAYING = {"comment", "answer", "respond", "reply", "elaborate", "speak", "say", "confirm", "identify",
           "name", "discuss", "disclose", "talk", "specify", "reveal"}  # fmt: skip


_GIVING = {"give", "provide", "offer", "release", "share"}
_WORDS = {"comment", "detail", "information", "answer", "figure", "name", "reason", "explanation", "statement",
          "interview", "response", "account", "number"}  # fmt: skip


@dataclass(slots=True)
class Predicate:
    """A word that carries an event or acts on one: its sense, arguments, and what it governs."""

    token: int
    sense: Sense
    tree: Tree
    known: Frame | None
    extent: tuple[int, ...]
    classes: frozenset[str]
    governors: list[int] = field(default_factory=list)
    inner: int | None = None
    reach: str = ""
    """Where the one acted on was found: a slot of the sense, "below" a complement, "aim" or "deep"."""

    @property
    def frame(self) -> Frame:
        """Return the arguments, looked up when first asked for."""
        if self.known is None:
            self.known = frame(self.tree, self.token)
        return self.known


def find_predicates(tree: Tree, cast: Cast) -> dict[int, Predicate]:
    """Return the predicates of a document by token, in order, each with its governors nearest first."""
    found: dict[int, Predicate] = {}
    senses = verb_senses()
    for token, pos in enumerate(tree.parse.pos):
        if pos not in ("VERB", "AUX", "ADJ"):
            continue
        lemma = tree.parse.lemmas[token].lower()
        key = f"a:{lemma}" if pos == "ADJ" else lemma
        if key not in senses or tree.parse.deps[token] in ("aux", "auxpass", "amod", "compound"):
            continue
        predicate = _predicate(tree, cast, token, senses[key])
        if predicate is not None:
            found[token] = predicate
    for token, predicate in found.items():
        predicate.governors = _governors(tree, token, found)
    for token, predicate in found.items():
        _attach(tree, token, predicate, found)
    return found


def _predicate(tree: Tree, cast: Cast, token: int, senses: tuple[Sense, ...]) -> Predicate | None:
    if len(senses) == 1 and not senses[0].type and len(senses[0].words) == 1:
        # an operator of one reading needs no arguments to be told
        return Predicate(token, senses[0], tree, None, (token,), frozenset())
    arguments = frame(tree, token)
    classes: set[str] = set()
    for head in arguments.objects:
        classes |= object_classes(tree, cast, head)
    doers = {c for h in arguments.subjects for c in object_classes(tree, cast, h)}
    near = {
        tree.parse.lemmas[k].lower(): k
        for k in tree.children[token]
        if tree.parse.deps[k] not in _NO_PARTICLES and not _dates(tree, cast, k)
    }
    for k in tree.kids(token, "prep", "prt", "advmod"):
        near.update({tree.parse.lemmas[i].lower(): k for i in tree.kids(k, "prep")})
    objects = classes if arguments.objects else None
    fitting = tuple(s for s in senses if _plausible(tree, cast, token, s, arguments))
    sense = _with_preposition(tree, cast, fitting, near, objects, doers, arguments)
    if sense is None:
        return None
    to_do = arguments.complements or any(tree.parse.deps[h] == "pcomp" for _, h in arguments.preps)
    promises = sense.effect in ("pledge", "plan", "prepare") and to_do
    if arguments.passive and promises and not arguments.subjects:
        # "is committed to", "is prepared to": the form is passive, the one who promises its subject
        arguments = arguments._replace(subjects=arguments.objects, objects=(), passive=False)
    extent = [token, *(near[w] for w in sense.words[1:] if w in near)]
    return Predicate(token, sense, tree, arguments, tuple(sorted(extent)), frozenset(classes))


def _dates(tree: Tree, cast: Cast, token: int) -> bool:
    """Tell whether a preposition only gives a date: "called him on Monday" calls on nobody."""
    inner = tree.child(token, "pobj") if tree.parse.deps[token] == "prep" else None
    return inner is not None and cast.is_time(inner)


def _with_preposition(
    tree: Tree,
    cast: Cast,
    senses: tuple[Sense, ...],
    near: dict[str, int],
    objects: set[str] | None,
    doers: set[str],
    arguments: Frame,
) -> Sense | None:
    """Return the best sense; where a sense binds a preposition, its object counts as the object."""
    chosen, rank = None, -1
    unsaid = arguments.passive and not arguments.subjects
    for sense in senses:
        seen = objects
        if len(sense.words) > 1 and sense.objects:
            through = [h for w, h in arguments.preps if w in sense.words[1:]]
            if through:
                seen = set(objects or ()).union(*(object_classes(tree, cast, h) for h in through))
        score = fit(sense, near, seen, None if unsaid else doers)
        if score > rank:
            chosen, rank = sense, score
    return chosen


def object_classes(tree: Tree, cast: Cast, head: int) -> set[str]:
    """Return the classes of the noun phrase headed by `head`."""
    lemma = tree.parse.lemmas[head].lower()
    modifiers = {tree.parse.lemmas[k].lower() for k in tree.kids(head, "amod", "compound", "nmod")}
    classes = classes_of(lemma, modifiers)
    for inner in counted(tree, head):
        below = tree.kids(inner, "amod", "compound", "nmod")
        around = {tree.parse.lemmas[k].lower() for k in below}
        classes |= classes_of(tree.parse.lemmas[inner].lower(), around)
    if cast.is_actor(head):
        classes.update(filter(None, (ACTOR, cast.sector(cast.core(head)))))
        if cast.is_people(head):
            classes.add(PEOPLE)
    return classes


def _plausible(tree: Tree, cast: Cast, token: int, sense: Sense, arguments: Frame) -> bool:
    """Refuse senses whose frame is missing: "told" without "to do", a visit by an army."""
    if sense.effect == "demand" and len(sense.words) == 1 and _lemma(tree, token) in _ORDERS:
        return any(_infinitive(tree, c) for c in arguments.complements)
    if sense.mode == "phone" and _lemma(tree, token) == "call":
        # "called the minister a liar" is no telephone call
        named = tree.child(token, "oprd", "ccomp", "xcomp", "prt")
        return named is None or _infinitive(tree, named)
    if sense.mode == "visit":
        return not any(cast.sector(h) in _NO_GUESTS for h in arguments.subjects)
    if sense.effect == "permit":
        return not (tree.parse.deps[token] == "advcl" and tree.parse.tags[token] == "VBG")
    return True


def _lemma(tree: Tree, token: int) -> str:
    return tree.parse.lemmas[token].lower()


def _infinitive(tree: Tree, verb: int) -> bool:
    return any(tree.parse.words[k].lower() == "to" for k in tree.kids(verb, "aux"))


def _governors(tree: Tree, token: int, found: dict[int, Predicate]) -> list[int]:
    """Return the predicates above `token` that act on it, nearest first, up to the sentence's top."""
    above: list[int] = []
    current = token
    for _ in range(12):
        dep, head = tree.parse.deps[current], tree.parse.heads[current]
        if head == current:
            break
        if dep == "conj":
            current = head
            continue
        if (
            dep == "prep"
            or dep in _CLAUSAL
            or (dep == "advcl" and _purpose(tree, current, head, found))
        ):
            if head in found:
                above.append(head)
            current = head
            continue
        if dep == "acomp" and head in found:
            above.append(head)
            current = head
            continue
        break
    return above


def _purpose(tree: Tree, current: int, head: int, found: dict[int, Predicate]) -> bool:
    """Tell whether an infinitive the parser calls adverbial is really the complement of an operator."""
    if tree.parse.tags[current] != "VB" or head not in found:
        return False
    effect = found[head].sense.effect
    return effect in ("pledge", "plan", "threat", "refuse") and not found[head].frame.complements


def _attach(tree: Tree, token: int, predicate: Predicate, found: dict[int, Predicate]) -> None:
    """Tell the nearest consuming governor that `token` is the event in its complement."""
    if not predicate.sense.type:
        return
    for above in predicate.governors:
        governor = found[above]
        if governor.sense.effect == "report":
            return
        if governor.sense.effect in CONSUMES and governor.inner is None:
            governor.inner = token
            return


def is_silence(tree: Tree, predicate: Predicate) -> bool:
    """Tell whether a refusal is only one to speak ("declined to answer"), which is no event."""
    if predicate.sense.effect != "refuse":
        return False
    for verb in predicate.frame.complements:
        lemma = tree.parse.lemmas[verb].lower()
        objects = {tree.parse.lemmas[o].lower() for o in tree.kids(verb, "dobj")}
        if lemma in _SAYING or (lemma in _GIVING and objects & _WORDS):
            return True
    return False
