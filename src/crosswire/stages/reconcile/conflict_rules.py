"""The detectors of conflicts: figures, wordings of quotes, headline against body, verbs, polarity, dates,
roles, legal words, strength."""

import re
from collections import defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import cache

from crosswire import lexicon
from crosswire.model.dossier import Conflict, FigureGroup, FigureMention, Side
from crosswire.model.span import Evidence
from crosswire.stages.reconcile.conflicts import Held, conflict, holder, side, without_repeats
from crosswire.stages.reconcile.quotes import Uttered
from crosswire.stages.reconcile.statements import Statement
from crosswire.stages.reconcile.terms import counts, groups
from crosswire.text.tfidf import cosine
from crosswire.text.words import stem, words

ALIKE = 0.45
"""Likeness of words from which two statements are about one act."""
SHORT_ALIKE = 0.7
"""The same for statements of two or three terms."""
DENIED_ALIKE = 0.55
"""The same where a denial names what it denies without a negation."""


def find_conflicts(held: Held) -> tuple[Conflict, ...]:
    """Return the conflicts of a story, the heaviest first."""
    return without_repeats(
        [
            *figure_conflicts(held),
            *quote_conflicts(held),
            *verb_conflicts(held),
            *polarity_conflicts(held),
            *date_conflicts(held),
            *role_conflicts(held),
            *legal_conflicts(held),
            *strength_conflicts(held),
            *source_conflicts(held),
            *denial_conflicts(held),
        ]
    )


# ---------------------------------------------------------------- figures


def figure_conflicts(held: Held) -> list[Conflict]:
    """Return the groups of figures that differ or are updated."""
    found = []
    for group in held.figures:
        if group.relation not in ("differ", "updated"):
            continue
        sides = _figure_sides(group, held)
        updated = group.relation == "updated"
        found.append(
            conflict(
                "figure",
                "update" if updated else "contradiction",
                group.question,
                sides,
                _figure_reading(sides, updated, held),
                "low" if updated else "high" if len(group.mentions) > 2 else "medium",
                group.points,
                ("one measure, and values that can't both hold",),
            )
        )
    return found


def _figure_sides(group: FigureGroup, held: Held) -> list[Side]:
    by_value: dict[tuple[float | None, float | None, float | None], list[FigureMention]] = (
        defaultdict(list)
    )
    for mention in group.mentions:
        by_value[(mention.value, mention.low, mention.high)].append(mention)
    sides = []
    for mentions in by_value.values():
        sides.append(
            Side(
                text=mentions[0].text,
                evidence=tuple(
                    Evidence(document=m.document, start=m.start, end=m.end, text=m.text)
                    for m in mentions
                ),
                reports=len({m.document for m in mentions}),
                roots=tuple(sorted({m.root for m in mentions if m.root})),
                documents=tuple(sorted({m.document for m in mentions})),
            )
        )
    return sides


def _figure_reading(sides: Sequence[Side], updated: bool, held: Held) -> str:
    if updated:
        return "A count that grows: the later report supersedes the earlier one."
    parties = {o.party.id for o in held.origins.values() if o.party is not None}
    named = [s for s in sides if set(s.roots) & parties]
    bare = [s for s in sides if not set(s.roots) & parties]
    if named and bare:
        alone = " and ".join(f"“{s.text}”" for s in bare)
        return f"{alone} rests on no named source; the other side names one."
    best = max(sides, key=lambda s: (len(s.roots), s.reports))
    ties = [s for s in sides if (len(s.roots), s.reports) == (len(best.roots), best.reports)]
    if len(ties) > 1:
        return "Neither has more behind it than the other; cannot tell which holds."
    return f"“{best.text}” has more behind it: {best.reports} report(s), {len(best.roots)} root(s)."


# ---------------------------------------------------------------- quotes


def quote_conflicts(held: Held) -> list[Conflict]:
    """Return utterances whose wordings change a participant or a number, or put other words in quotation marks."""
    found = []
    for quote, uttered in held.quotes:
        lead = uttered[0]
        for variant, other in zip(quote.variants[1:], uttered[1:], strict=True):
            if variant.relation == "altered" and other.document != lead.document:
                found.append(
                    conflict(
                        "quote-wording",
                        "contradiction",
                        f"What exactly did {quote.speaker.name} say?",
                        [_quote_side(lead), _quote_side(other)],
                        _altered_reading(lead, other),
                        "high",
                        explain=("one utterance by one party; a participant or number is changed",),
                    )
                )
        wordings = _quoted_wordings(uttered)
        if len(wordings) > 1:
            found.append(
                conflict(
                    "quote-wording",
                    "framing",
                    f"In which words did {quote.speaker.name} say it?",
                    [_wording_side(found) for found in wordings],
                    "All stand in quotation marks, in other words: translations, or a loose quotation.",
                    "low",
                    explain=("one utterance, several wordings in quotation marks",),
                )
            )
    return found


_QUOTED = re.compile(r"“([^”]{12,})[”]?|\"([^\"]{12,})\"?")
SAME_WORDING = 0.5
"""Share of words in order from which two quoted pieces are wordings of one sentence."""


def _quoted_wordings(uttered: Sequence[Uttered]) -> list[list[tuple[Uttered, int, int]]]:
    """Return the pieces in quotation marks that word one sentence differently, equal ones together."""
    pieces = []
    for one in uttered:
        if one.attribution.form == "direct":
            pieces.append((one, 0, len(one.text)))
        for match in _QUOTED.finditer(one.text):
            start, end = match.span(1) if match.group(1) else match.span(2)
            pieces.append((one, start, end))
    groups_of: list[list[tuple[Uttered, int, int]]] = []
    for piece in pieces:
        words_of = _wording(piece)
        for group in groups_of:
            other = _wording(group[0])
            if " ".join(words_of) in " ".join(other) or " ".join(other) in " ".join(words_of):
                group.append(piece)
                break
        else:
            groups_of.append([piece])
    lead = groups_of[0] if groups_of else []
    return [
        group
        for group in groups_of
        if group is lead
        or (
            group[0][0].document != lead[0][0].document
            and SequenceMatcher(None, _wording(lead[0]), _wording(group[0]), autojunk=False).ratio()
            >= SAME_WORDING
        )
    ]


def _wording(piece: tuple[Uttered, int, int]) -> list[str]:
    one, start, end = piece
    return [w.text.casefold().replace("’", "'") for w in words(one.text[start:end])]


def _wording_side(pieces: Sequence[tuple[Uttered, int, int]]) -> Side:
    return Side(
        text=pieces[0][0].text[pieces[0][1] : pieces[0][2]],
        evidence=tuple(
            Evidence(
                document=one.document,
                start=one.start + start,
                end=one.start + end,
                text=one.text[start:end],
            )
            for one, start, end in pieces
        ),
        reports=len({one.document for one, _, _ in pieces}),
        roots=tuple(sorted({one.party.id for one, _, _ in pieces})),
        documents=tuple(sorted({one.document for one, _, _ in pieces})),
    )


def _quote_side(uttered: Uttered) -> Side:
    return Side(
        text=uttered.text,
        evidence=(
            Evidence(
                document=uttered.document, start=uttered.start, end=uttered.end, text=uttered.text
            ),
        ),
        reports=1,
        roots=(uttered.party.id,),
        documents=(uttered.document,),
    )


def _altered_reading(lead: Uttered, other: Uttered) -> str:
    direct = [u for u in (lead, other) if u.attribution.form == "direct"]
    if len(direct) == 1:
        return f"“{direct[0].text}” is given as the speaker's own words, the other is a paraphrase."
    return "The same sentence with another participant or number: one of the two is garbled, or they mean two things."


# ---------------------------------------------------------------- verbs


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
    after = statement.text.partition(statement.subject.text if statement.subject else "")[2]
    return _terms(after or statement.text)


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


# ---------------------------------------------------------------- polarity


_LIGHT = frozenset("be have do make take get go say".split())
LEAST_TERMS = 4
"""Terms a statement needs for its denial to be recognised: shorter ones meet by chance."""


def polarity_conflicts(held: Held) -> list[Conflict]:
    """Return what one holder says and another denies, one conflict for each two points."""
    by_id = _by_id(held)
    opposed: dict[tuple[str, str], tuple[list[Statement], list[Statement], float]] = {}
    for (left, right), likeness in sorted(held.likeness.items()):
        a, b = by_id[left], by_id[right]
        if _says_no(a) == _says_no(b) or a.headline or b.headline:
            continue
        no, yes = (a, b) if _says_no(a) else (b, a)
        if _denies(no, yes, likeness, held):
            key = (held.group_of[yes.id], "")
            found = opposed.setdefault(key, ([], [], likeness))
            found[0].extend([yes] if yes not in found[0] else [])
            found[1].extend([no] if no not in found[1] else [])
    return [_opposed(says, denies, likeness, held) for says, denies, likeness in opposed.values()]


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
        f"{who_yes or 'A report'} says it, {who_no or 'another report'} says the opposite.",
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
    return _predicate(no) == _predicate(yes) and (same_subject or no.predicate not in _LIGHT)


def _says_no(statement: Statement) -> bool:
    return statement.negated != (statement.status == "denied")


def _by_id(held: Held) -> dict[str, Statement]:
    return {s.id: s for s in held.statements}


# ---------------------------------------------------------------- dates

VERBATIM = 0.92
"""Likeness from which two statements are one sentence copied: a copy's "Tuesday" is its original's."""


def date_conflicts(held: Held) -> list[Conflict]:
    """Return one act that two reports date to different days."""
    found = []
    by_id = _by_id(held)
    for (left, right), likeness in sorted(held.likeness.items()):
        a, b = by_id[left], by_id[right]
        if not 0.6 <= likeness < VERBATIM or a.document == b.document or a.headline or b.headline:
            continue
        one, two = _day(a), _day(b)
        if one is None or two is None or one == two or _predicate(a) != _predicate(b):
            continue
        if a.tense != "past" or b.tense != "past":
            continue
        found.append(
            conflict(
                "date",
                "contradiction",
                f"When: “{a.text}”?",
                [side(one, [a], held), side(two, [b], held)],
                "The reports date one act to different days; the anchors of both were known.",
                "medium",
                (held.group_of[a.id], held.group_of[b.id]),
                (f"likeness {likeness:.2f}, days {one} and {two}",),
            )
        )
    return found


def _day(statement: Statement) -> str | None:
    days = {
        t.value[:10]
        for t in statement.times
        if t.value and re.match(r"\d{4}-\d\d-\d\d", t.value) and not t.candidates
    }
    return days.pop() if len(days) == 1 else None


def _predicate(statement: Statement) -> str:
    term = stem(statement.predicate)
    return groups().get(term, term)


# ---------------------------------------------------------------- roles


def role_conflicts(held: Held) -> list[Conflict]:
    """Return acts in which two reports swap who did it and to whom."""
    found = []
    by_act: dict[tuple[str, frozenset[str]], list[Statement]] = defaultdict(list)
    for s in held.statements:
        if len(s.subject_entities) == 1 and len(s.object_entities) == 1 and s.tense != "none":
            both = s.subject_entities | s.object_entities
            if len(both) == 2:
                by_act[(_predicate(s), both)].append(s)
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


# ---------------------------------------------------------------- legal words


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
            f"{holder(unlawful[0], held)} calls it unlawful, {holder(lawful[0], held)} lawful.",
            "high",
            [held.group_of[s.id] for s in (*unlawful, *lawful)],
            ("words of opposite legal character, by two parties, of one matter",),
        )
    ]


def _one_topic(a: Statement, b: Statement, held: Held) -> bool:
    shared = set(counts(a.text)) & set(counts(b.text))
    return len(shared) >= 1 and bool(a.entities & b.entities or shared)


# ---------------------------------------------------------------- strength


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
            s for s in bare if any(_share_figure(s, h) and s.document != h.document for h in hedged)
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


def _share_figure(a: Statement, b: Statement) -> bool:
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
            if not s.chain[-1].speaker.spans and any(_share_figure(s, n) for n in named)
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
                f"{holder(yes, held)} says it, {holder(no, held)} denies it.",
                "medium",
                (held.group_of[yes.id], held.group_of[no.id]),
                ("a denial of what stands right before it, by the party it names",),
            )
        )
    return found
