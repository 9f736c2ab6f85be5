"""The lede: three to five of the reports' own sentences that carry the heaviest points, each cited.

Greedy choice by weight with a penalty for what is already said (Lin and Bilmes 2011: monotone submodular
coverage); a disputed point brings its other side with it.
"""

import re
from collections.abc import Mapping, Sequence, Set

from msgspec.structs import replace

from crosswire.model.annotation import Annotations
from crosswire.model.dossier import FigureMention, LedeSentence, Point
from crosswire.model.span import Evidence, Span, cut
from crosswire.stages.reconcile.statements import Statement
from crosswire.stages.reconcile.terms import counts

_LEANING = re.compile(
    r"[“\"]?(?:He|She|It|They|This|That|These|Those|But|And|However|Meanwhile|His|Her|Their)\b"
)
SENTENCES = 4
OPENING = 0.34
"""Share of a sentence in which the point must begin to be what the sentence is about."""
LONGEST = 340
"""Code points of a sentence that is taken whole; longer ones give their clause alone."""
REPEATS = 0.5
"""Share of a sentence's terms already in the lede above which it says nothing new."""


def write_lede(
    points: Sequence[Point],
    statements: Mapping[str, Statement],
    annotations: Mapping[str, Annotations],
    stale: Sequence[FigureMention] = (),
) -> tuple[LedeSentence, ...]:
    """Return the lede of the story's `points`, which stand in order of weight, without counts that are `stale`."""
    chosen: list[LedeSentence] = []
    said: set[str] = set()
    by_id = {p.id: p for p in points}
    worth = _worth(points, statements)
    hot = {
        (statements[c.id].document, statements[c.id].sentence, p.id)
        for p in points
        if p.disputed
        for c in p.claims
    }
    queue = [p for p in points if p.verdict != "background" and _told(p, statements)][:40]
    while queue and len(chosen) < SENTENCES:
        point = queue.pop(0)
        if len(chosen) > 1 and _lasting(point, statements):
            continue
        sentence = _sentence(point, statements, annotations, hot, worth)
        sentence = _without(sentence, stale, statements[point.claims[0].id]) if sentence else None
        if sentence is None:
            continue
        terms = set(counts(sentence.text))
        if not terms or len(terms & said) > REPEATS * len(terms) or len(terms) < 4:
            continue
        chosen.append(sentence)
        said |= terms
        if point.disputed and len(chosen) < SENTENCES:
            others = (by_id[i] for i in point.disputed_with if i in by_id)
            other = next((o for o in others if _told(o, statements)), None)
            answer = (
                _sentence(other, statements, annotations, hot, worth) if other is not None else None
            )
            fresh = answer is not None and not (
                any(answer.evidence == c.evidence for c in chosen)
                or any(_holds(answer, m) for m in stale)
            )
            if other is not None and answer is not None and fresh:
                chosen.append(answer)
                said |= set(counts(answer.text))
                queue = [p for p in queue if p.id != other.id]
    return tuple(chosen)


def _without(
    sentence: LedeSentence, stale: Sequence[FigureMention], lead: Statement
) -> LedeSentence | None:
    """Return the sentence cut before the comma that leads to a count since exceeded, None where nothing is left."""
    held = [m for m in stale if _holds(sentence, m)]
    if not held:
        return sentence
    (evidence,) = sentence.evidence
    first = min(m.start for m in held) - evidence.start
    comma = evidence.text.rfind(",", 0, first)
    told = lead.start - evidence.start if lead.document == evidence.document else 0
    if comma < LEAST_CUT or comma < told:
        return None
    kept = evidence.text[:comma]
    short = replace(evidence, end=evidence.start + comma, text=kept)
    return replace(sentence, text=" ".join(kept.split()).rstrip(".") + ".", evidence=(short,))


LEAST_CUT = 45
"""Code points that a sentence must have left to be cut."""


def _holds(sentence: LedeSentence, mention: FigureMention) -> bool:
    return any(
        e.document == mention.document and e.start <= mention.start < e.end
        for e in sentence.evidence
    )


def _worth(
    points: Sequence[Point], statements: Mapping[str, Statement]
) -> dict[tuple[str, int], float]:
    """Return the mean weight of the points that each sentence, by document and number, states."""
    stated: dict[tuple[str, int], list[float]] = {}
    for point in points:
        for place in {(statements[c.id].document, statements[c.id].sentence) for c in point.claims}:
            stated.setdefault(place, []).append(point.weight)
    return {place: sum(weights) / len(weights) for place, weights in stated.items()}


def _leans(sentence: str) -> bool:
    """Tell whether a sentence can't stand by itself: it opens with a pronoun."""
    return bool(_LEANING.match(sentence))


def _told(point: Point, statements: Mapping[str, Statement]) -> bool:
    """Tell whether the point's leading claim stands in a report's body: a headline is no lede."""
    return not statements[point.claims[0].id].headline


_STATES = frozenset(("be", "have"))


def _lasting(point: Point, statements: Mapping[str, Statement]) -> bool:
    """Tell whether one report alone says by itself what is so at any time ("the coast is home to many"): no news."""
    lead = statements[point.claims[0].id]
    alone = point.reports == 1 and not point.disputed
    return alone and lead.predicate in _STATES and lead.tense == "present" and not lead.chain


def _sentence(
    point: Point,
    statements: Mapping[str, Statement],
    annotations: Mapping[str, Annotations],
    hot: Set[tuple[str, int, str]],
    worth: Mapping[tuple[str, int], float],
) -> LedeSentence | None:
    """Return a whole sentence that carries the point: its leading claim's, or of the others' the one
    that says most that matters; never one that leans on the sentence before, runs too long, tells the point in passing,
    or states a disputed point (`hot`) besides. None where there is no such sentence."""
    chosen: tuple[Statement, Span] | None = None
    best = 0.0
    for claim in point.claims:
        statement = statements[claim.id]
        place = (statement.document, statement.sentence)
        report = annotations[statement.document]
        bounds = report.sentences[statement.sentence]
        whole = cut(report.text, bounds.start, bounds.end)
        heated = not point.disputed and any((d, n) == place for d, n, _ in hot)
        aside = statement.shown.start - whole.start > OPENING * len(whole.text)
        if heated or aside or statement.headline or _leans(whole.text):
            continue
        if (
            claim.relation in ("same", "entails")
            and len(whole.text) <= LONGEST
            and worth[place] > best
        ):
            chosen, best = (statement, whole), worth[place]
            if claim.id == point.claims[0].id:
                break
    if chosen is None:
        return None
    lead, span = chosen
    evidence = Evidence(document=lead.document, start=span.start, end=span.end, text=span.text)
    return LedeSentence(text=" ".join(span.text.split()), points=(point.id,), evidence=(evidence,))
