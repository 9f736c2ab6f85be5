"""The story's title: a whole clause of its heaviest point, and no outlet's headline.

What one source alone says is told as its words ("Coast guard: Nine people were saved"): no attribution is dropped.
"""

import re
from collections.abc import Mapping, Sequence, Set

from crosswire.model.document import Document
from crosswire.model.dossier import FigureMention, Point
from crosswire.stages.reconcile.statements import Statement
from crosswire.stages.reconcile.terms import counts

TITLE, SHORT = 160, 120
"""Code points from which a title is cut, and from which it loses asides and gives way to a shorter one."""
LONG = 0.75
"""What a title longer than SHORT counts beside a short one."""
MOST = 10
"""Points that may give the title."""
NEAR = 0.5
"""Share of the heaviest point's weight that another must have to give the title."""


LEAST = 0.1
"""What a title that shares no word with any headline counts."""
_WHOLE = ("main", "coordinate", "complement", "content")


def title(
    points: Sequence[Point],
    documents: Sequence[Document],
    statements: Mapping[str, Statement],
    texts: Mapping[str, str],
    stale: Sequence[FigureMention] = (),
) -> tuple[str, str | None]:
    """Return a plain title, no outlet's headline, and the point it is from.

    It is a whole clause of a heavy point that names most of what the headlines name, without a count that is `stale`.
    """
    kept = [p for p in points[:MOST] if p.verdict != "background"]
    able = [
        (p, _voiced(p, _title_of(statements[c.id])))
        for p in kept
        for c in p.claims
        if c.relation in ("same", "entails")
        and _can_title(statements[c.id], texts[c.document])
        and not any(_holds(statements[c.id], mention) for mention in stale)
    ]
    if not able and points:
        able = [(points[0], _voiced(points[0], _title_of(statements[points[0].claims[0].id])))]
    about = [set(counts(d.title.text)) for d in documents if d.title]
    heavy = able[0][0].weight if able else 0.0
    first = sorted(
        ((p, text) for p, text in able if p.weight >= NEAR * heavy),
        key=lambda found: (-_told_of(found[1], about) * found[0].weight, len(found[1]), found[1]),
    )
    if not first:
        plain = documents[0].title.text if documents and documents[0].title else "Untitled story"
        return plain, None
    point, text = next(((p, text) for p, text in first if len(text) <= TITLE), first[0])
    if len(text) > TITLE:
        text = text[: text.rfind(" ", 0, TITLE - 2)].rstrip(" ,;:–—-") + " …"
    return text, point.id


def _told_of(text: str, about: Sequence[Set[str]]) -> float:
    """Return how much of what the outlets' headlines name a title names too (0 to 1), a little for none."""
    named = set(counts(text))
    shares = [len(named & terms) / len(terms) for terms in about if terms]
    worth = LEAST + (sum(shares) / len(shares) if shares else 0.0)
    return worth if len(text) <= SHORT else LONG * worth


def _holds(statement: Statement, mention: FigureMention) -> bool:
    """Tell whether a statement's words have the mention of a figure."""
    within = statement.start <= mention.start < statement.end
    return within and statement.document == mention.document


def _voiced(point: Point, text: str) -> str:
    """Return a title with who alone says it before it; a report's own words, and two sources', stand by themselves."""
    told = text[:1].upper() + text[1:]
    if len(point.roots) > 1 or any(root.kind == "report" for root in point.roots):
        return told
    name = point.roots[0].name if point.roots else "Reported"
    return f"{name[:1].upper()}{name[1:]}: {told}"


def _title_of(statement: Statement) -> str:
    """Return a statement up to a dash; a long one loses asides ("…, in which …,") and its end after a comma."""
    text = " ".join(statement.text.split()).strip(" ,;:–—-")
    dash = re.search(r"\s[–—]\s", text)
    if dash and _has_verb(statement, text[: dash.start()]):
        text = text[: dash.start()]
    if len(text) > SHORT:
        text = _ASIDE.sub("", text)
    if len(text) <= SHORT:
        return text
    comma = text.rfind(", ", SHORT // 2, SHORT)
    return text[:comma] if comma > 0 and _has_verb(statement, text[:comma]) else text


_ASIDE = re.compile(
    r", (?:(?:in|of|at|by|from|on|for|with) )?(?:which|who|whose|whom|where|when) [^,]{3,160},"
)
_FORMS = {"be": "(?:is|are|was|were)", "have": "(?:has|had)", "say": "said", "tell": "told"}


def _has_verb(statement: Statement, text: str) -> bool:
    """Tell whether the verb of a statement stands in `text`; a form that is not its lemma's is not seen."""
    lemma = statement.predicate
    form = _FORMS.get(lemma, re.escape(lemma[:-1] if len(lemma) > 3 else lemma))
    return re.search(rf"\b{form}", text, re.IGNORECASE) is not None


_TOLD = ("asserted", "presupposed", "expected", "alleged")
"""What is denied, demanded or possible is not so by the words of its clause alone."""
_RUNS_ON = re.compile(
    r"\s+(?!(?:and|but|or|while|when|as|after|before|because|if|since|although|though|amid|according|"
    r"he|she|they|officials|police|authorities|said|says|told)\b)[a-z]"
)
"""What follows a clause that is not whole without it: "the 84 people" of "the 84 people killed when …"."""


def _can_title(statement: Statement, text: str) -> bool:
    """Tell whether a statement of `text` reads as a title: a whole finite clause with a subject that is no pronoun."""
    subject = statement.subject
    return (
        statement.kind in _WHOLE
        and statement.status in _TOLD
        and statement.tense != "none"
        and not statement.headline
        and not _RUNS_ON.match(text, statement.end)
        and subject is not None
        and subject.start == statement.start
        and not re.match(
            r"(?:he|she|it|they|we|i|this|that|who|which|there)\b", subject.text, re.IGNORECASE
        )
    )
