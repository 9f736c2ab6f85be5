"""Statements to groups that say one thing: a pair score on typed slots and words, then constrained clustering.

1. Candidate pairs share a rare term, a figure or an entity; each statement keeps its best `PER_STATEMENT`.
2. A logistic score over named features decides a pair; `why` prints feature, value and weight.
3. Average-link merging, best pair first; clashes of number, polarity or speaker can't be linked.

The shape (typed slots first, TF-IDF beside them) follows what the event coreference literature finds
robust across corpora: lemma and slot features, then a small classifier (Bugert 2021; Ahmed 2023).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import exp, fsum

from crosswire.model.annotation import Figure
from crosswire.model.record import Record
from crosswire.model.story import Reason
from crosswire.stages.reconcile.statements import Statement
from crosswire.stages.reconcile.terms import counts, groups
from crosswire.text.tfidf import cosine
from crosswire.text.words import is_stop, stem, words

WEIGHTS: Mapping[str, float] = {
    "bias": -2.9,
    "words": 4.2,
    "contained": 3.0,
    "same figure": 0.9,
    "other figure": -1.6,
    "same subject": 0.4,
    "other subject": -0.5,
    "same object": 0.4,
    "same predicate": 0.5,
    "predicate missing": -0.6,
    "same day": 0.3,
    "other day": -0.6,
    "same speaker": 0.3,
    "other speaker": -0.4,
    "one report": -0.9,
    "other polarity": -2.0,
    "other status": -1.5,
}
JOIN = 0.5
"""Average pair score from which two groups become one."""
PER_STATEMENT = 30
LEAST_TERMS = 4
"""Terms a statement needs for "the longer one holds it" to mean anything."""
_UNSAID = ("no-comment", "unconfirmed", "denied")
COMMON = 0.2
"""Share of the story's statements above which a term proposes no pair."""
MOST_COMMON = 400
"""Statements above which a term proposes no pair however large the story is: work stays linear in its size."""


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


def score_pairs(
    statements: Sequence[Statement],
    speaker_of: Mapping[str, str],
    vector: Mapping[str, Mapping[str, float]],
) -> tuple[Pair, ...]:
    """Return the scored candidate pairs, best first.

    `speaker_of` gives the party behind a statement by id, where there is one; `vector` its terms.
    """
    by_id = {s.id: s for s in statements}
    scored = []
    for left, right in _candidates(statements, vector):
        features = compare(by_id[left], by_id[right], vector[left], vector[right], speaker_of)
        reasons = tuple(
            Reason(feature=name, value=round(value, 4), weight=WEIGHTS[name])
            for name, value in features.items()
            if value
        )
        total = WEIGHTS["bias"] + fsum(r.value * r.weight for r in reasons)
        linkable = not (features["other polarity"] or features["other figure"])
        scored.append(
            Pair(
                left=left,
                right=right,
                score=round(1 / (1 + exp(-total)), 6),
                likeness=round(features["words"], 6),
                reasons=reasons,
                linkable=linkable,
            )
        )
    return tuple(sorted(scored, key=lambda p: (-p.score, p.left, p.right)))


def _candidates(
    statements: Sequence[Statement], vector: Mapping[str, Mapping[str, float]]
) -> list[tuple[str, str]]:
    """Return pairs of ids (smaller first) that share a term which few statements have."""
    postings: dict[str, list[str]] = defaultdict(list)
    for statement in statements:
        for term in vector[statement.id]:
            postings[term].append(statement.id)
    limit = min(MOST_COMMON, max(12, int(COMMON * len(statements))))
    shared: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for term in sorted(postings):
        ids = sorted(postings[term])
        if len(ids) > limit:
            continue
        for i, left in enumerate(ids):
            for right in ids[i + 1 :]:
                shared[left][right] += vector[left][term] * vector[right][term]
    best: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for left, rights in shared.items():
        for right, weight in rights.items():
            best[left].append((-weight, right))
            best[right].append((-weight, left))
    kept: set[tuple[str, str]] = set()
    for name, others in best.items():
        for _, other in sorted(others)[:PER_STATEMENT]:
            kept.add((min(name, other), max(name, other)))
    return sorted(kept)


def compare(
    left: Statement,
    right: Statement,
    left_vector: Mapping[str, float],
    right_vector: Mapping[str, float],
    speaker_of: Mapping[str, str],
) -> dict[str, float]:
    """Return the features of a pair by name (see WEIGHTS)."""
    likeness = cosine(left_vector, right_vector)
    same_figure, other_figure = compare_figures(left, right)
    one, two = speaker_of.get(left.id), speaker_of.get(right.id)
    days = [
        {t.value[:10] for t in s.times if t.value and t.value[:2].isdigit()} for s in (left, right)
    ]
    return {
        "words": likeness,
        "contained": _containment(left_vector, right_vector),
        "same figure": float(same_figure),
        "other figure": float(other_figure),
        "same subject": float(bool(left.subject_entities & right.subject_entities)),
        "other subject": _other_subject(left, right, left_vector, right_vector),
        "same object": float(bool(left.object_entities & right.object_entities)),
        "same predicate": float(_predicate(left) == _predicate(right) != ""),
        "predicate missing": float(lacks(left, right_vector) + lacks(right, left_vector)),
        "same day": float(bool(days[0] & days[1])),
        "other day": float(bool(days[0] and days[1]) and not _days_meet(days[0], days[1])),
        "same speaker": float(one is not None and one == two),
        "other speaker": float(one is not None and two is not None and one != two),
        "one report": float(left.document == right.document),
        "other status": float((left.status in _UNSAID) != (right.status in _UNSAID)),
        "other polarity": float(
            left.negated != right.negated and _predicate(left) == _predicate(right)
        ),
    }


def _days_meet(left: set[str], right: set[str]) -> bool:
    return any(a.startswith(b) or b.startswith(a) for a in left for b in right)


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


def lacks(statement: Statement, other: Mapping[str, float]) -> bool:
    """Tell whether what `statement` predicates is nowhere in the other statement's terms."""
    term = stem(statement.predicate)
    if is_stop(term) or not term.isalpha():
        return False
    return term not in other and groups().get(term, term) not in other


def _predicate(statement: Statement) -> str:
    term = stem(statement.predicate)
    return groups().get(term, term)


def compare_figures(left: Statement, right: Statement) -> tuple[bool, bool]:
    """Tell whether the statements share a figure, and whether they give one measure different values."""
    same = other = False
    for a in left.figures:
        for b in right.figures:
            kinds = states_near(a, left), states_near(b, right)
            if all(kinds) and not kinds[0] & kinds[1]:
                other = True
            elif a.value is not None and a.value == b.value and a.value > 1:
                same = True
            elif counts_alike(a.counted or a.unit, b.counted or b.unit) and not meet(a, b):
                other = True
    return same, other and not same


_STATES = frozenset(("=kill", "=injure", "=arrest", "=rescue", "=survivor", "missing", "miss"))


def states_near(figure: Figure, statement: Statement) -> frozenset[str]:
    """Return what is said of the people a figure counts (dead, hurt, missing, saved), from the words around it."""
    told = _grouped(figure.counted or "") & _STATES
    if told:
        return told
    start = max(0, figure.start - statement.start - 30)
    near = statement.text[start : figure.end - statement.start + 40]
    return _grouped(near) & _STATES


@lru_cache(maxsize=1 << 13)
def _grouped(text: str) -> frozenset[str]:
    """Return the words of a short text as stems or their groups; every pair of figures asks anew."""
    known = groups()
    return frozenset(known.get(stem(w.text), stem(w.text)) for w in words(text))


def counts_alike(left: str | None, right: str | None) -> bool:
    """Tell whether two counted nouns have the same head, or heads of one meaning."""
    if not left or not right:
        return False
    return bool(counted_heads(left) & counted_heads(right))


@lru_cache(maxsize=1 << 13)
def counted_heads(counted: str) -> frozenset[str]:
    """Return the head of a counted phrase ("US citizens on board": citizen) as stem or group."""
    listed = [w.text for w in words(counted.split(" of ")[0].split(" on ")[0].split(" in ")[0])]
    return frozenset(groups().get(stem(w), stem(w)) for w in listed[-1:])


def meet(a: object, b: object) -> bool:
    """Tell whether the intervals of two figures share a value, "about" giving ten per cent each way."""
    low_a, high_a = interval(a)
    low_b, high_b = interval(b)
    return low_a <= high_b and low_b <= high_a


def interval(figure: object) -> tuple[float, float]:
    """Return the values a figure allows, both ends included."""
    value, low, high, change = (
        getattr(figure, name) for name in ("value", "low", "high", "change")
    )
    endless = float("inf")
    if low is not None or high is not None:
        return (low if low is not None else -endless, high if high is not None else endless)
    if value is None:
        return (-endless, endless)
    slack = 0.1 * abs(value) if change == "~" else 0.0
    return (value - slack, value + slack)


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


def align(statements: Sequence[Statement], pairs: Sequence[Pair]) -> tuple[Group, ...]:
    """Return the groups of `statements` that say one thing, every statement in exactly one.

    Groups merge best pair first, while the average score over all cross pairs stays at JOIN. A pair that was
    no candidate counts as 0; in groups so large that `PER_STATEMENT` left pairs out, only part of those do.
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
