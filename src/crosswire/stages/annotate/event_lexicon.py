"""The event lexicons, indexed: what a verb, adjective or noun means, given the words it stands with.

In: lemmas and the lemmas of their objects. Out: a `Sense`. A sense that names its object beats one that
does not, and a sense of two words beats one of one: "lift a curfew" is not "lift".
"""

from collections.abc import Collection, Mapping
from functools import cache
from typing import NamedTuple

from crosswire import lexicon

ACTOR, PEOPLE, NONE = "ACTOR", "PEOPLE", "NONE"
KINDS = {ACTOR, PEOPLE, NONE}
_SLOTS = ("O", "I", "to", "with", "against", "on", "at", "from", "in", "into")


class Sense(NamedTuple):
    """A row of the verb or nominal lexicon. `type` is empty for operators, which only have an effect."""

    words: tuple[str, ...]
    objects: tuple[str, ...]
    type: str
    mode: str | None
    cameo: str | None
    slots: tuple[str, ...]
    symmetric: bool
    effect: str
    agent: str


def _sense(key: str, row: Mapping[str, str]) -> Sense:
    roles = row["roles"]
    slots = tuple(slot for slot in roles.lstrip("=").split(",") if slot)
    return Sense(
        words=tuple(key.split()),
        objects=tuple(name for name in row["object"].split("|") if name),
        type=row["type"],
        mode=row["mode"] or None,
        cameo=row["cameo"] or None,
        slots=slots or _SLOTS,
        symmetric=roles.startswith("="),
        effect=row.get("effect", ""),
        agent=row.get("agent", ""),
    )


@cache
def verb_senses() -> Mapping[str, tuple[Sense, ...]]:
    """Return the senses of each verb by its first lemma; adjectives stand under `a:lemma`."""
    return _index("event_verbs", "verbs")


@cache
def nominal_senses() -> Mapping[str, tuple[Sense, ...]]:
    """Return the senses of each noun that names an event."""
    return _index("event_nominals", "nouns")


def _index(name: str, column: str) -> dict[str, tuple[Sense, ...]]:
    found: dict[str, list[Sense]] = {}
    for row in lexicon.table(name):
        for key in row[column].split("|"):
            sense = _sense(key, row)
            found.setdefault(sense.words[0], []).append(sense)
    return {key: tuple(senses) for key, senses in found.items()}


@cache
def _noun_classes() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Return (class, modifier it needs or "") of each noun."""
    found: dict[str, list[tuple[str, str]]] = {}
    for row in lexicon.table("event_nouns"):
        for entry in row["nouns"].split("|"):
            noun, _, modifier = entry.partition("@")
            found.setdefault(noun, []).append((row["class"], modifier))
    return {noun: tuple(classes) for noun, classes in found.items()}


def classes_of(noun: str, modifiers: Collection[str]) -> set[str]:
    """Return the classes of `noun` standing with `modifiers` (lemmas in lower case), and itself."""
    known = _noun_classes().get(noun, ())
    return {noun, *(name for name, modifier in known if not modifier or modifier in modifiers)}


@cache
def contexts_by_lemma() -> Mapping[str, tuple[str, ...]]:
    """Return the PLOVER contexts that each lemma points to."""
    found: dict[str, list[str]] = {}
    for row in lexicon.table("event_contexts"):
        for lemma in row["lemmas"].split("|"):
            found.setdefault(lemma, []).append(row["context"])
    return {lemma: tuple(names) for lemma, names in found.items()}


def fit(
    sense: Sense,
    near: Collection[str],
    objects: Collection[str] | None,
    doers: Collection[str] | None,
) -> int:
    """Return how well a sense fits the words around its predicate: -1 not at all, more is better.

    `near` are the lemmas of particles, prepositions and other words bound to the predicate; `objects`
    the classes of its objects (with ACTOR where an object is one), None where it has no object at all;
    `doers` those of its subjects, None where a passive leaves them out.
    """
    if any(word not in near for word in sense.words[1:]):
        return -1
    score = 4 * (len(sense.words) - 1)
    wanted, subjects = _wanted(sense.objects)
    if subjects and (doers is not None or not wanted):
        if not any(name in (doers or ()) for name in subjects):
            return -1
        score += 3
    if wanted:
        matched = _matched(wanted, objects)
        if not matched:
            return -1
        score += matched
    return score


@cache
def _wanted(names: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what an entry asks of the object and of the subject (`s:`)."""
    objects = tuple(name for name in names if not name.startswith("s:"))
    return objects, tuple(name[2:] for name in names if name.startswith("s:"))


def _matched(wanted: Collection[str], objects: Collection[str] | None) -> int:
    """Return how well the objects are what a sense wants: 3 by word, 1 by kind, 0 not at all."""
    if objects is None:
        return 1 if NONE in wanted else 0
    if any(name in objects for name in wanted if name not in KINDS):
        return 3
    return 1 if any(name in objects for name in wanted if name in KINDS) else 0
