"""One act told in ways that exclude each other: its verb, its day, who did it to whom."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from crosswire import lexicon
from crosswire.model.dossier import Conflict
from crosswire.stages.reconcile.conflicts import (
    ALIKE,
    Held,
    act_of,
    conflict,
    side,
)
from crosswire.stages.reconcile.statements import Statement
from crosswire.stages.reconcile.terms import groups
from crosswire.text.tfidf import cosine
from crosswire.text.words import stem, words


@cache
def _exclusive() -> dict[frozenset[str], str]:
    return {
        frozenset((stem(r["one"]), stem(r["other"]))): r["note"]
        for r in lexicon.table("exclusive_verbs")
    }


def verb_conflicts(held: Held) -> list[Conflict]:
    """Return acts that reports, or a headline and its own body, name by verbs that exclude each other."""
    found = []
    acts = [
        s for s in held.statements if not s.negated and _exclusive_verbs() & {stem(s.predicate)}
    ]
    for a in (s for s in acts if s.headline and s.object is not None):
        upon = _terms(a.object.text) if a.object else set()
        against = [
            b for b in acts if _excludes(a, b) and _same_actor(a, b) and upon & _acted_upon(b)
        ]
        own = [b for b in against if b.document == a.document and not b.headline]
        if not own and len({b.document for b in against}) < 2:
            continue
        other = (own or against)[0]
        note = _exclusive()[frozenset((stem(a.predicate), stem(other.predicate)))]
        found.append(
            conflict(
                "headline-body" if own else "verb",
                "contradiction",
                f"Was it “{_act(a)}” or “{_act(other)}”?",
                [side(a.text, [a], held), side(other.text, against, held)],
                _verb_reading(a, own, note),
                "high",
                (held.group_of[a.id], held.group_of[other.id]),
                (f"{a.predicate} and {other.predicate} of one object exclude each other",),
            )
        )
    return found


@cache
def _exclusive_verbs() -> frozenset[str]:
    return frozenset(verb for pair in _exclusive() for verb in pair)


def _terms(text: str) -> set[str]:
    listed = [w.text for w in words(text)]
    return {groups().get(stem(w), stem(w)) for w in listed if len(w) > 3 and not w[0].isdigit()}


def _acted_upon(statement: Statement) -> set[str]:
    """Return the terms of what is acted upon; where the parser gives no object, of all that follows the verb."""
    if statement.object is not None and len(statement.object.text.split()) > 1:
        return _terms(statement.object.text)
    if statement.subject is None or not statement.subject.text:
        return _terms(statement.text)
    return _terms(statement.text.partition(statement.subject.text)[2] or statement.text)


def _excludes(a: Statement, b: Statement) -> bool:
    return frozenset((stem(a.predicate), stem(b.predicate))) in _exclusive()


def _same_actor(a: Statement, b: Statement) -> bool:
    return (
        not a.subject_entities
        or not b.subject_entities
        or bool(a.subject_entities & b.subject_entities)
    )


def _act(statement: Statement) -> str:
    object_ = statement.object.text if statement.object else ""
    return f"{statement.predicate} {object_}".strip()


def _verb_reading(headline: Statement, own: Sequence[Statement], note: str) -> str:
    reason = f" ({note})" if note else ""
    if own:
        return f"The headline's verb does not fit the report's own body{reason}; the body is more exact."
    return f"One headline stands against the other reports{reason}."


def role_conflicts(held: Held) -> list[Conflict]:
    """Return acts in which two reports swap who did it and to whom."""
    found = []
    by_act: dict[tuple[str, frozenset[str]], list[Statement]] = defaultdict(list)
    for s in held.statements:
        if len(s.subject_entities) == 1 and len(s.object_entities) == 1 and s.tense != "none":
            both = s.subject_entities | s.object_entities
            if len(both) == 2:
                by_act[(act_of(s), both)].append(s)
    for (_, both), listed in sorted(by_act.items(), key=lambda item: sorted(item[0][1])):
        first = sorted(both)[0]
        ways = [
            [s for s in listed if (first in s.subject_entities) is way] for way in (True, False)
        ]
        if not all(ways):
            continue
        a, b = ways[0][0], ways[1][0]
        if a.document == b.document or cosine(held.vector[a.id], held.vector[b.id]) < ALIKE:
            continue
        found.append(
            conflict(
                "role",
                "contradiction",
                f"Who did it to whom: “{a.text}”?",
                [side(a.text, ways[0], held), side(b.text, ways[1], held)],
                "The reports swap who acts and who is acted upon.",
                "high",
                (held.group_of[a.id], held.group_of[b.id]),
                ("one act, the two participants swapped",),
            )
        )
    return found
