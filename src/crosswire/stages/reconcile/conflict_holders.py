"""What one holder says and another denies, calls unlawful, hedges, or gives without a source."""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from crosswire import lexicon
from crosswire.model.dossier import Conflict
from crosswire.stages.reconcile.conflicts import (
    ALIKE,
    Held,
    act_of,
    by_id,
    conflict,
    holder,
    side,
)
from crosswire.stages.reconcile.statements import Statement
from crosswire.stages.reconcile.terms import counts

SHORT_ALIKE = 0.7
"""Likeness from which statements of two or three terms are about one thing."""
DENIED_ALIKE = 0.55
"""The same where a denial names what it denies without a negation."""


_LIGHT = frozenset("be have do make take get go say".split())
LEAST_TERMS = 4
"""Terms a statement needs for its denial to be recognised: shorter ones meet by chance."""


def polarity_conflicts(held: Held) -> list[Conflict]:
    """Return what one holder says and another denies, one conflict for each two points."""
    known = by_id(held)
    opposed: dict[tuple[str, str], tuple[list[Statement], list[Statement], float]] = {}
    for (left, right), likeness in sorted(held.likeness.items()):
        a, b = known[left], known[right]
        if _says_no(a) == _says_no(b) or a.headline or b.headline:
            continue
        no, yes = (a, b) if _says_no(a) else (b, a)
        if _denies(no, yes, likeness, held):
            key = (held.group_of[yes.id], "")
            found = opposed.setdefault(key, ([], [], likeness))
            found[0].extend([yes] if yes not in found[0] else [])
            found[1].extend([no] if no not in found[1] else [])
    return [_opposed(says, denies, likeness, held) for says, denies, likeness in opposed.values()]


def headline_conflicts(held: Held) -> list[Conflict]:
    """Return headlines that say what their own report's body denies, or the other way round."""
    known = by_id(held)
    against: dict[str, list[Statement]] = defaultdict(list)
    backed = set()
    for (left, right), likeness in sorted(held.likeness.items()):
        head, body = sorted((known[left], known[right]), key=lambda s: not s.headline)
        if not head.headline or body.headline or head.document != body.document:
            continue
        if likeness < ALIKE or act_of(head) != act_of(body) or head.predicate in _LIGHT:
            continue
        if _says_no(head) == _says_no(body):
            backed.add(head.id)
        else:
            against[head.id].append(body)
    return [
        conflict(
            "headline-body",
            "contradiction",
            f"Is it so: “{known[name].text}”?",
            [side(known[name].text, [known[name]], held), side(denies[0].text, denies, held)],
            "The headline says what the body of its own report denies, or the other way round.",
            "high",
            (held.group_of[name], held.group_of[denies[0].id]),
            ("headline and body have one predicate and opposite polarity",),
        )
        for name, denies in sorted(against.items())
        if name not in backed
    ]


def _opposed(
    says: Sequence[Statement], denies: Sequence[Statement], likeness: float, held: Held
) -> Conflict:
    yes, no = says[0], denies[0]
    who_yes, who_no = holder(yes, held), holder(no, held)
    return conflict(
        "polarity",
        "dispute" if who_no or who_yes else "contradiction",
        f"Is it so: “{yes.text}”?",
        [side(yes.text, says, held), side(no.shown.text, denies, held)],
        f"Said by {who_yes or 'one report'}; the opposite by {who_no or 'another'}.",
        "high" if who_no and who_yes else "medium",
        [held.group_of[s.id] for s in (*says, *denies)],
        (f"likeness {likeness:.2f}, polarity opposed",),
    )


def _denies(no: Statement, yes: Statement, likeness: float, held: Held) -> bool:
    """Tell whether `no` denies what `yes` says: one predicate of one subject, two holders, words enough."""
    roots = held.origins[no.id].root, held.origins[yes.id].root
    if roots[0] == roots[1] or yes.status not in ("asserted", "alleged") or likeness < ALIKE:
        return False
    same_subject = bool(no.subject_entities & yes.subject_entities)
    fewest = min(len(counts(no.text)), len(counts(yes.text)))
    if fewest < LEAST_TERMS and not (fewest >= 2 and likeness >= SHORT_ALIKE):
        return False
    if no.status == "denied" and not no.negated:
        return likeness >= DENIED_ALIKE
    return act_of(no) == act_of(yes) and (same_subject or no.predicate not in _LIGHT)


def _says_no(statement: Statement) -> bool:
    return statement.negated != (statement.status == "denied")


_ANAPHORA = re.compile(
    r"\b(?:such|those|these|the|all|any|this|that)\s+(?:\w+\s+)?"
    r"(?:allegation|accusation|claim|charge|report|assertion|speculation)s?\b",
    re.IGNORECASE,
)


def denial_conflicts(held: Held) -> list[Conflict]:
    """Return denials of "such accusations" against what their report tells of the denier right before.

    What is denied is taken to be the nearest statement before it, in the same report, that another party
    makes and that names the denier; where there is none, nothing is shown.
    """
    found = []
    for no in held.statements:
        origin = held.origins[no.id]
        if no.status != "denied" or origin.party is None or not _ANAPHORA.search(no.text):
            continue
        before = [
            s
            for s in held.statements
            if s.document == no.document
            and no.sentence - 3 <= s.sentence < no.sentence
            and held.origins[s.id].party is not None
            and held.origins[s.id].root != origin.root
            and s.status in ("asserted", "alleged", "expected")
            and s.entities & (no.subject_entities or no.entities)
        ]
        if not before:
            continue
        yes = max(before, key=lambda s: (s.sentence, len(s.text), s.id))
        found.append(
            conflict(
                "polarity",
                "dispute",
                f"Is it so: “{yes.text}”?",
                [side(yes.text, [yes], held), side(no.text, [no], held)],
                f"Said by {holder(yes, held)}, denied by {holder(no, held)}.",
                "medium",
                (held.group_of[yes.id], held.group_of[no.id]),
                ("a denial of what stands right before it, by the party it names",),
            )
        )
    return found


@cache
def _poles() -> dict[str, re.Pattern[str]]:
    phrases: dict[str, list[str]] = defaultdict(list)
    for row in lexicon.table("legal_poles"):
        phrases[row["pole"]].append(re.escape(row["words"]))
    return {
        pole: re.compile(
            rf"\b(?:{'|'.join(sorted(found, key=len, reverse=True))})\b", re.IGNORECASE
        )
        for pole, found in phrases.items()
    }


def legal_conflicts(held: Held) -> list[Conflict]:
    """Return what one party calls lawful and another unlawful, where both speak of the same parties' doings."""
    sides: dict[str, list[Statement]] = {pole: [] for pole in _poles()}
    for statement in held.statements:
        for pole, pattern in _poles().items():
            if (
                pattern.search(statement.text)
                and not statement.headline
                and holder(statement, held)
            ):
                sides[pole].append(statement)
    pairs = [
        (a, b)
        for a in sides["unlawful"]
        for b in sides["lawful"]
        if held.origins[a.id].root != held.origins[b.id].root and _one_topic(a, b, held)
    ]
    if not pairs:
        return []
    unlawful = list(dict.fromkeys(a for a, _ in pairs))
    lawful = list(dict.fromkeys(b for _, b in pairs))
    return [
        conflict(
            "legal",
            "dispute",
            "Is it lawful?",
            [side(unlawful[0].text, unlawful, held), side(lawful[0].text, lawful, held)],
            f"Called unlawful by {holder(unlawful[0], held)}, lawful by {holder(lawful[0], held)}.",
            "high",
            [held.group_of[s.id] for s in (*unlawful, *lawful)],
            ("words of opposite legal character, by two parties, of one matter",),
        )
    ]


def _one_topic(a: Statement, b: Statement, held: Held) -> bool:
    shared = set(counts(a.text)) & set(counts(b.text))
    return len(shared) >= 1 and bool(a.entities & b.entities or shared)
