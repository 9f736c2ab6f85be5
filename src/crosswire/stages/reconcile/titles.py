"""The story's title: a whole clause of its heaviest point, and no outlet's headline."""

import re
from collections.abc import Mapping, Sequence

from crosswire.model.document import Document
from crosswire.model.dossier import (
    Point,
)
from crosswire.stages.reconcile.statements import Statement

TITLE = 120
"""Code points from which a title is cut."""
NEAR = 0.8
"""Share of the heaviest point's weight that another must have to give the title where no clause of it is short."""


_WHOLE = ("main", "coordinate", "complement", "content")


def title(
    points: Sequence[Point],
    documents: Sequence[Document],
    statements: Mapping[str, Statement],
    texts: Mapping[str, str],
) -> tuple[str, str | None]:
    """Return a plain title, no outlet's headline, and the point it is from: the heaviest that is a whole clause."""
    kept = [p for p in points[:10] if p.verdict != "background"]
    able = [
        (p, _title_of(statements[c.id]))
        for p in kept
        for c in p.claims
        if c.relation in ("same", "entails") and _can_title(statements[c.id], texts[c.document])
    ]
    first = [(p, text) for p, text in able if p.id == able[0][0].id]
    near = [(p, text) for p, text in able if p.weight >= NEAR * able[0][0].weight]
    if not able and points:
        first = [(points[0], _title_of(statements[points[0].claims[0].id]))]
    if not first:
        plain = documents[0].title.text if documents and documents[0].title else "Untitled story"
        return plain, None
    point, text = next(((p, text) for p, text in (*first, *near) if len(text) <= TITLE), first[0])
    if len(text) > TITLE:
        text = text[: text.rfind(" ", 0, TITLE - 2)].rstrip(" ,;:–—-") + " …"
    return text[:1].upper() + text[1:], point.id


def _title_of(statement: Statement) -> str:
    """Return the words of a statement; a long one loses asides ("…, in which …,") and its end after a comma."""
    text = " ".join(statement.text.split()).strip(" ,;:–—-")
    if len(text) > TITLE:
        text = _ASIDE.sub("", text)
    if len(text) <= TITLE:
        return text
    comma = text.rfind(", ", TITLE // 2, TITLE)
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
        and statement.tense != "none"
        and not statement.headline
        and not _RUNS_ON.match(text, statement.end)
        and subject is not None
        and subject.start == statement.start
        and not re.match(
            r"(?:he|she|it|they|we|i|this|that|who|which|there)\b", subject.text, re.IGNORECASE
        )
    )
