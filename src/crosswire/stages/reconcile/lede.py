"""The lede: three to five of the reports' own sentences that carry the heaviest points, each cited.

Greedy choice by weight with a penalty for what is already said (Lin and Bilmes 2011: monotone submodular
coverage); a disputed point brings its other side with it.
"""

from collections.abc import Mapping, Sequence

from crosswire.model.annotation import Annotations
from crosswire.model.dossier import LedeSentence, Point
from crosswire.model.span import Evidence, cut
from crosswire.stages.reconcile.statements import Statement
from crosswire.stages.reconcile.terms import counts

SENTENCES = 4
LONGEST = 340
"""Code points of a sentence that is taken whole; longer ones give their clause alone."""
REPEATS = 0.45
"""Share of a sentence's terms already in the lede above which it says nothing new."""


def write_lede(
    points: Sequence[Point],
    statements: Mapping[str, Statement],
    annotations: Mapping[str, Annotations],
) -> tuple[LedeSentence, ...]:
    """Return the lede of the story's `points`, which stand in order of weight."""
    chosen: list[LedeSentence] = []
    said: set[str] = set()
    by_id = {p.id: p for p in points}
    queue = [p for p in points if p.verdict != "background" and _told(p, statements)][:40]
    while queue and len(chosen) < SENTENCES:
        point = queue.pop(0)
        sentence = _sentence(point, statements, annotations)
        terms = set(counts(sentence.text))
        if not terms or len(terms & said) > REPEATS * len(terms) or len(terms) < 4:
            continue
        chosen.append(sentence)
        said |= terms
        if point.disputed and len(chosen) < SENTENCES:
            others = (by_id[i] for i in point.disputed_with if i in by_id)
            other = next((o for o in others if _told(o, statements)), None)
            answer = _sentence(other, statements, annotations) if other is not None else None
            if other is not None and answer is not None and answer.evidence != sentence.evidence:
                chosen.append(answer)
                said |= set(counts(answer.text))
                queue = [p for p in queue if p.id != other.id]
    return tuple(chosen)


def _told(point: Point, statements: Mapping[str, Statement]) -> bool:
    """Tell whether the point's leading claim stands in a report's body: a headline is no lede."""
    return not statements[point.claims[0].id].headline


def _sentence(
    point: Point,
    statements: Mapping[str, Statement],
    annotations: Mapping[str, Annotations],
) -> LedeSentence:
    """Return a whole sentence that carries the point: round its leading claim, or round another that says
    the same if that one runs too long, or the leading claim's own words."""
    lead = statements[point.claims[0].id]
    span = lead.shown
    for claim in point.claims:
        statement = statements[claim.id]
        report = annotations[statement.document]
        bounds = report.sentences[statement.sentence]
        whole = cut(report.text, bounds.start, bounds.end)
        if (
            claim.relation in ("same", "entails")
            and not statement.headline
            and len(whole.text) <= LONGEST
        ):
            lead, span = statement, whole
            break
    evidence = Evidence(document=lead.document, start=span.start, end=span.end, text=span.text)
    return LedeSentence(text=" ".join(span.text.split()), points=(point.id,), evidence=(evidence,))
