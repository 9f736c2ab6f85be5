"""One thing told with another certainty: hedged or plain, with its source or without."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from crosswire.model.dossier import Conflict
from crosswire.stages.reconcile.conflicts import Held, by_id, conflict, holder, side
from crosswire.stages.reconcile.statements import Statement
from crosswire.text.words import words

_STRENGTH = {
    "asserted": "as fact",
    "expected": "as planned",
    "possible": "as possible",
    "alleged": "as alleged",
}


def strength_conflicts(held: Held) -> list[Conflict]:
    """Return points that one report states plainly and another only as possible, planned or alleged."""
    by_group: dict[str, list[Statement]] = defaultdict(list)
    for statement in held.statements:
        if statement.status in _STRENGTH and not statement.headline:
            by_group[held.group_of[statement.id]].append(statement)
    found = []
    for group, listed in sorted(by_group.items()):
        ways: dict[str, list[Statement]] = defaultdict(list)
        for statement in listed:
            plain = statement.status == "asserted"
            ways[
                "asserted"
                if plain and not statement.chain
                else "said"
                if plain
                else statement.status
            ].append(statement)
        hedged = [s for way in ("possible", "alleged") for s in ways[way]]
        bare = [s for s in ways["asserted"] if s.figures and hedged]
        bare = [
            s for s in bare if any(share_figure(s, h) and s.document != h.document for h in hedged)
        ]
        if not bare:
            continue
        found.append(
            conflict(
                "attribution",
                "framing",
                f"How sure is it: “{bare[0].text}”?",
                [side(bare[0].text, bare, held), side(hedged[0].text, hedged, held)],
                "One report states plainly what another gives as possible or alleged.",
                "low",
                (group,),
                ("one point, other strength",),
            )
        )
    return found


def share_figure(a: Statement, b: Statement) -> bool:
    """Tell whether two statements give one and the same value."""
    return bool({f.value for f in a.figures} & {f.value for f in b.figures} - {None})


def source_conflicts(held: Held) -> list[Conflict]:
    """Return what one report gives as "reported" by nobody and others ascribe to a party."""
    by_group: dict[str, list[Statement]] = defaultdict(list)
    for statement in held.statements:
        if not statement.headline:
            by_group[held.group_of[statement.id]].append(statement)
    found = []
    for group, listed in sorted(by_group.items()):
        named = [s for s in listed if holder(s, held)]
        nobody = [s for s in listed if s.chain and held.origins[s.id].root is None]
        nobody = [
            s
            for s in nobody
            if not s.chain[-1].speaker.spans and any(share_figure(s, n) for n in named)
        ]
        if not nobody or not named or {s.document for s in nobody} & {s.document for s in named}:
            continue
        found.append(
            conflict(
                "attribution",
                "framing",
                f"Who says it: “{named[0].text}”?",
                [side(named[0].text, named, held), side(nobody[0].text, nobody, held)],
                f"Others have it from {holder(named[0], held)}; here no source is named.",
                "low",
                (group,),
                ("one point, attribution dropped",),
            )
        )
    return found


COPIED = 0.9
"""Share of words in order from which two statements are one sentence, once without its source."""
LEAST_COPIED = 5
"""Words that such a sentence must have."""


def dropped_conflicts(held: Held) -> list[Conflict]:
    """Return sentences that one report ascribes to somebody and another prints as its own, word for word."""
    known = by_id(held)
    told_of: dict[str, list[Statement]] = defaultdict(list)
    for (left, right), likeness in sorted(held.likeness.items()):
        a, b = known[left], known[right]
        told, bare = (a, b) if a.chain else (b, a)
        if likeness >= DROPPED_ALIKE and _drops(told, bare):
            told_of[bare.id].append(told)
    first: dict[tuple[str, int], str] = {}
    for name in sorted(told_of, key=lambda name: (known[name].start, -len(known[name].text))):
        first.setdefault((known[name].document, known[name].sentence), name)
    dropped: dict[str, list[str]] = defaultdict(list)
    for name in sorted(first.values()):
        dropped[held.group_of[name]].append(name)
    return [
        _dropped([known[n] for n in names], told_of, held) for _, names in sorted(dropped.items())
    ]


def _dropped(
    bare: Sequence[Statement], told_of: Mapping[str, Sequence[Statement]], held: Held
) -> Conflict:
    told = list({t.id: t for b in bare for t in told_of[b.id]}.values())
    who = holder(told[0], held) or "somebody"
    return conflict(
        "attribution",
        "framing",
        f"Who says it: “{bare[0].text}”?",
        [
            side(told[0].shown.text, told, held, attributed=True),
            side(bare[0].text, bare, held),
        ],
        f"Word for word the same, once ascribed to {who}, once printed as the report's own.",
        "low",
        sorted({held.group_of[s.id] for s in (*told, *bare)}),
        ("one sentence, attribution dropped",),
    )


DROPPED_ALIKE = 0.75
"""Likeness below which no two sentences are compared word for word."""


def _drops(told: Statement, bare: Statement) -> bool:
    """Tell whether `bare` prints plainly, nearly word for word, what `told` ascribes and does not quote."""
    if not told.chain or bare.chain or told.document == bare.document:
        return False
    if told.headline or bare.headline or told.negated != bare.negated:
        return False
    if bare.status != "asserted" or told.status not in ("asserted", "alleged"):
        return False
    if told.chain[-1].form == "direct":
        return False
    one, two = ([w.text.casefold() for w in words(s.text)] for s in (told, bare))
    if min(len(one), len(two)) < LEAST_COPIED:
        return False
    shorter = min(len(one), len(two))
    blocks = SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks()
    return sum(b.size for b in blocks) >= COPIED * shorter and shorter >= 0.6 * max(
        len(one), len(two)
    )
