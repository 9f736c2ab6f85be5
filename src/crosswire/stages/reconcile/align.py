"""Statements to groups that say one thing: a pair score on typed slots and words, then constrained clustering.

1. Candidate pairs share a rare term or two typed slots; each statement keeps its best `PER_STATEMENT`.
2. A logistic score over named features decides a pair; `why` prints feature, value and weight.
3. Merging by average link, best pair first; clashes of number and polarity can't be linked.

The shape (typed slots first, TF-IDF beside them) follows what the event coreference literature finds
robust across corpora: lemma and slot features, then a small classifier (Bugert 2021; Ahmed 2023).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from heapq import nsmallest
from math import exp, fsum, sqrt

from crosswire import lexicon
from crosswire.model.record import Record
from crosswire.model.story import Reason
from crosswire.stages.reconcile.measures import (
    compare_figures,
    counted_heads,
    counts_alike,
    interval,
    meet,
    states_near,
)
from crosswire.stages.reconcile.slots import Slots, lacks, read_slots, shared_day
from crosswire.stages.reconcile.statements import Statement
from crosswire.stages.reconcile.terms import counts, vectors
from crosswire.text.tfidf import Vector, cosine

__all__ = [
    "JOIN",
    "WEIGHTS",
    "Group",
    "Pair",
    "align",
    "candidates",
    "compare",
    "compare_figures",
    "counted_heads",
    "counts_alike",
    "interval",
    "lacks",
    "meet",
    "score_pairs",
    "states_near",
]

WEIGHTS: dict[str, float] = {
    row["feature"]: float(row["weight"]) for row in lexicon.table("alignment_weights")
}
"""Learned by `make weights` (lexicon `alignment_weights`)."""
JOIN = 0.5
"""Average pair score from which two groups become one."""
TWO_SPEAKERS = 0.75
"""Score from which statements of two speakers in one report are one thing: "killing nine", say officials; "nine
bodies were found", says one of them."""
PARTING = ("opposite", "other figure", "names alone")
"""Features that no score makes up for: two sentences that only name the same say nothing alike."""
PER_STATEMENT = 30
LEAST_TERMS = 4
"""Terms a statement needs for "the longer one holds it" to mean anything."""
COMMON = 0.2
"""Share of the story's statements above which a term proposes no pair."""
MOST_COMMON = 400
"""Statements above which a term proposes no pair however large the story is: work stays linear in its size."""
TYPED = 0.32
"""What two statements' sharing of a pair of slots counts as, among the weights of shared terms."""
MOST_NAMES = 6
"""Names of a statement that propose pairs: a list of fifty victims is not about each of them."""
OPPOSITE_WORDS, OPPOSITE_HELD = 0.35, 0.5
"""Likeness, and share of the shorter one's words, from which two statements of other polarity deny each other."""


class Pair(Record, frozen=True, kw_only=True):
    """Two statements with the score of their saying one thing (0 to 1), and its reasons."""

    left: str
    right: str
    score: float
    likeness: float
    """Likeness of the words alone, whatever the slots say."""
    reasons: tuple[Reason, ...]
    linkable: bool


class Group(Record, frozen=True, kw_only=True):
    """Statements that say one thing, in the order of `members`' ids, and the pairs that hold them."""

    members: tuple[Statement, ...]
    pairs: tuple[Pair, ...]


class Read(Record, frozen=True, kw_only=True):
    """A story's statements with what a pair of them is compared by."""

    statements: Mapping[str, Statement]
    slots: Mapping[str, Slots]
    terms: Mapping[str, Vector]
    """What each statement says, names and days resolved, as a unit vector."""
    said: Mapping[str, frozenset[str]]
    """The terms without names, places and times: what is said of them."""
    sentences: Mapping[tuple[str, int], Vector]
    """The same for each sentence, by document and number: what stands around a short clause."""
    speaker_of: Mapping[str, str]


def read(statements: Sequence[Statement], speaker_of: Mapping[str, str]) -> Read:
    """Return the statements ready to be compared; `speaker_of` gives the party behind one by id, if any."""
    terms = vectors(statements, meant=True)
    return Read(
        statements={s.id: s for s in statements},
        slots={s.id: read_slots(s) for s in statements},
        terms=terms,
        said={s.id: _said(s, terms[s.id]) for s in statements},
        sentences=_sentences(statements, terms),
        speaker_of=speaker_of,
    )


def _said(statement: Statement, terms: Vector) -> frozenset[str]:
    """Return the terms of a statement that name nobody, no place and no time."""
    named: set[str] = set()
    for start, end, who in statement.named:
        named.add(who)
        named |= counts(statement.text[start - statement.start : end - statement.start]).keys()
    for slot in (*statement.places, *statement.times):
        named |= counts(slot.text).keys()
    return frozenset(t for t in terms if t not in named and not t.startswith("@"))


def _sentences(
    statements: Sequence[Statement], terms: Mapping[str, Vector]
) -> dict[tuple[str, int], Vector]:
    heaviest: dict[tuple[str, int], dict[str, float]] = defaultdict(dict)
    for s in statements:
        said = heaviest[s.document, s.sentence]
        for term, weight in terms[s.id].items():
            said[term] = max(weight, said.get(term, 0.0))
    found: dict[tuple[str, int], Vector] = {}
    for place, said in heaviest.items():
        norm = sqrt(fsum(w * w for w in said.values())) or 1.0
        found[place] = {term: weight / norm for term, weight in said.items()}
    return found


def score_pairs(
    statements: Sequence[Statement],
    speaker_of: Mapping[str, str],
    vector: Mapping[str, Mapping[str, float]],
) -> tuple[Pair, ...]:
    """Return the scored candidate pairs, best first.

    `speaker_of` gives the party behind a statement by id, where there is one; `vector` its words.
    """
    story = read(statements, speaker_of)
    scored = []
    for left, right in candidates(story):
        features = compare(story, left, right)
        reasons = tuple(
            Reason(feature=name, value=round(value, 4), weight=WEIGHTS[name])
            for name, value in features.items()
            if value and name in WEIGHTS
        )
        total = WEIGHTS["bias"] + fsum(r.value * r.weight for r in reasons)
        score = round(1 / (1 + exp(-total)), 6)
        # A report that has a thing from two who say so in other words has two things of them.
        two = features["one report"] and features["other speaker"] and score < TWO_SPEAKERS
        scored.append(
            Pair(
                left=left,
                right=right,
                score=score,
                likeness=round(cosine(vector[left], vector[right]), 6),
                reasons=reasons,
                linkable=not (two or any(features[name] for name in PARTING)),
            )
        )
    return tuple(sorted(scored, key=lambda p: (-p.score, p.left, p.right)))


def candidates(story: Read) -> list[tuple[str, str]]:
    """Return pairs of ids (smaller first) that share a term, or two typed slots, which few statements have."""
    postings: dict[str, list[str]] = defaultdict(list)
    for name, statement in story.statements.items():
        for key in (*story.terms[name], *_keys(statement, story.slots[name])):
            postings[key].append(name)
    limit = min(MOST_COMMON, max(12, int(COMMON * len(story.statements))))
    shared: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for key in sorted(postings):
        ids = sorted(postings[key])
        if len(ids) > limit:
            continue
        weights = [story.terms[name].get(key, TYPED) for name in ids]
        for i, left in enumerate(ids):
            own, beside = weights[i], shared[left]
            for right, its in zip(ids[i + 1 :], weights[i + 1 :], strict=True):
                beside[right] += own * its
    best: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for left, rights in shared.items():
        for right, together in rights.items():
            best[left].append((-together, right))
            best[right].append((-together, left))
    kept: set[tuple[str, str]] = set()
    for name, others in best.items():
        for _, other in nsmallest(PER_STATEMENT, others):
            kept.add((min(name, other), max(name, other)))
    return sorted(kept)


def _keys(statement: Statement, slots: Slots) -> set[str]:
    """Return the pairs of slots under which a statement is proposed: each alone may be in every other one."""
    names = sorted(statement.entities)[:MOST_NAMES]
    days = sorted(slots.days)
    acts = [slots.act] if slots.act and not slots.light else []
    keys = {f"{a}+{b}" for i, a in enumerate(names) for b in (*names[i + 1 :], *days, *acts)}
    keys |= {f"{day}+{other}" for day in days for other in (*acts, *sorted(slots.places))}
    return keys


def compare(story: Read, one: str, two: str) -> dict[str, float]:
    """Return the features of a pair of statements, by name, from -1 or 0 to 1 (or 2, where both may lack something)."""
    left, right = story.statements[one], story.statements[two]
    mine, its = story.slots[one], story.slots[two]
    terms = story.terms[one], story.terms[two]
    likeness, held = cosine(*terms), _containment(*terms)
    same_figure, other_figure = compare_figures(left, right)
    same_act = mine.act == its.act and not mine.light
    other_polarity = mine.refuted != its.refuted
    alike = same_act or likeness >= OPPOSITE_WORDS or held >= OPPOSITE_HELD
    who = story.speaker_of.get(one), story.speaker_of.get(two)
    crossed = left.subject_entities & right.object_entities
    crossed |= left.object_entities & right.subject_entities
    sentences = (
        story.sentences[left.document, left.sentence],
        story.sentences[right.document, right.sentence],
    )
    said = story.said[one], story.said[two]
    headline = left.headline or right.headline  # it puts things in words of its own
    return {
        "words": likeness,
        "contained": held,
        "names alone": float(all(said) and not said[0] & said[1] and not headline),
        "sentence": cosine(*sentences),
        "same figure": float(same_figure),
        "other figure": float(other_figure),
        "same subject": float(bool(left.subject_entities & right.subject_entities)),
        "other subject": _other_subject(left, right, *terms),
        "same object": float(bool(left.object_entities & right.object_entities)),
        "roles crossed": float(bool(crossed)),
        "same names": min(2, len(left.entities & right.entities)) / 2,
        "same predicate": float(same_act),
        "predicate missing": float(
            (not mine.light and lacks(left, terms[1])) + (not its.light and lacks(right, terms[0]))
        ),
        "same day": float(bool(mine.days & its.days)),
        "other day": float(shared_day(mine.days, its.days) is False),
        "same place": float(bool(mine.places & its.places)),
        "same speaker": float(who[0] is not None and who[0] == who[1]),
        "other speaker": float(None not in who and who[0] != who[1]),
        "one report": float(left.document == right.document),
        "headline": float(left.headline != right.headline),
        "other status": float(mine.open != its.open),
        "other time": float(mine.coming != its.coming),
        "other polarity": float(other_polarity),
        "opposite": float(other_polarity and alike),
    }


def _containment(left: Mapping[str, float], right: Mapping[str, float]) -> float:
    """Return the share of the shorter statement's weight that the longer one has too."""
    short, long = (left, right) if len(left) <= len(right) else (right, left)
    if len(short) < LEAST_TERMS:
        return 0.0
    return fsum(weight * weight for term, weight in short.items() if term in long)


def _other_subject(
    left: Statement,
    right: Statement,
    left_vector: Mapping[str, float],
    right_vector: Mapping[str, float],
) -> float:
    """Return 1 where two statements are about two known parties, 0.6 where their subjects share no word."""
    if left.subject is None or right.subject is None:
        return 0.0
    if left.subject_entities and right.subject_entities:
        known = left.subject_entities & right.entities or right.subject_entities & left.entities
        return 0.0 if known else 1.0
    one, two = _terms(left.subject.text), _terms(right.subject.text)
    if not one or not two or one & set(right_vector) or two & set(left_vector):
        return 0.0
    return 0.6


@lru_cache(maxsize=1 << 13)
def _terms(text: str) -> frozenset[str]:
    return frozenset(counts(text))


def _take_over(
    a: str,
    b: str,
    ties: dict[str, dict[str, tuple[float, int]]],
    barred: dict[str, set[str]],
) -> None:
    """Give group `a` what group `b` had: sum and number of its pairs to other groups, and whom it can't meet."""
    for other, (score, count) in ties.pop(b, {}).items():
        ties[other].pop(b, None)
        if other != a:
            total, scored = ties[a].get(other, (0.0, 0))
            ties[a][other] = ties[other][a] = (total + score, scored + count)
    for other in barred.pop(b, ()):
        barred[other].discard(b)
        barred[other].add(a)
        barred[a].add(other)


def align(
    statements: Sequence[Statement],
    pairs: Sequence[Pair],
    together: Sequence[tuple[str, str]] = (),
    apart: Sequence[tuple[str, str]] = (),
) -> tuple[Group, ...]:
    """Return the groups of `statements` that say one thing, every statement in exactly one.

    Groups merge best pair first, while the average score over all cross pairs stays at JOIN. A pair that was
    no candidate counts as 0; in groups so large that `PER_STATEMENT` left pairs out, only part of those do.
    What a person put `together` or `apart` comes before every score.
    """
    home = {s.id: s.id for s in statements}
    members = {s.id: [s.id] for s in statements}
    ties: dict[str, dict[str, tuple[float, int]]] = defaultdict(dict)
    barred: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        ties[pair.left][pair.right] = ties[pair.right][pair.left] = (pair.score, 1)
        if not pair.linkable:
            barred[pair.left].add(pair.right)
            barred[pair.right].add(pair.left)
    for one, two in together:
        a, b = sorted((home[one], home[two]))
        if a != b:
            barred[a].discard(b)
            barred[b].discard(a)
            for name in members[b]:
                home[name] = a
            members[a] += members.pop(b)
            _take_over(a, b, ties, barred)
    for one, two in apart:
        if home[one] != home[two]:
            barred[home[one]].add(home[two])
            barred[home[two]].add(home[one])
    for pair in pairs:
        if pair.score < JOIN:
            break
        a, b = sorted((home[pair.left], home[pair.right]))
        if a == b or b in barred[a]:
            continue
        total, scored = ties[a][b]
        sizes = len(members[a]), len(members[b])
        if total / min(sizes[0] * sizes[1], max(scored, PER_STATEMENT // 2 * min(sizes))) < JOIN:
            continue
        for name in members[b]:
            home[name] = a
        members[a] += members.pop(b)
        _take_over(a, b, ties, barred)
    by_id = {s.id: s for s in statements}
    holding: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        if home[pair.left] == home[pair.right]:
            holding[home[pair.left]].append(pair)
    grouped = [
        Group(members=tuple(by_id[i] for i in sorted(ids)), pairs=tuple(holding[name]))
        for name, ids in members.items()
    ]
    return tuple(sorted(grouped, key=lambda g: g.members[0].id))
