"""The story's title: a whole clause of its heaviest point, and no outlet's headline."""

import re
from collections.abc import Mapping, Sequence

from crosswire.model.document import Document
from crosswire.model.dossier import (
    Point,
)
from crosswire.stages.reconcile.statements import Statement

TITLE = 110
"""Code points from which a title is cut."""


_WHOLE = ("main", "coordinate", "complement", "content")


def title(
    points: Sequence[Point], documents: Sequence[Document], statements: Mapping[str, Statement]
) -> tuple[str, str | None]:
    """Return a plain title, no outlet's headline, and the point it is from: the heaviest that is a whole clause."""
    kept = [p for p in points[:10] if p.verdict != "background"]
    found = next(
        (
            (p, c)
            for p in kept
            for c in p.claims
            if c.relation in ("same", "entails") and _can_title(statements[c.id])
        ),
        (points[0], points[0].claims[0]) if points else None,
    )
    if found is None:
        plain = documents[0].title.text if documents and documents[0].title else "Untitled story"
        return plain, None
    point, claim = found
    text = " ".join(claim.evidence.text.split()).strip(" ,;:–—-")
    if len(text) > TITLE:
        text = _cut_title(text)
    return text[:1].upper() + text[1:], point.id


def _cut_title(text: str) -> str:
    """Return a title cut at its last comma, else at a word with an ellipsis."""
    comma = text.rfind(", ", TITLE // 2, TITLE)
    if comma > 0:
        return text[:comma]
    return text[: text.rfind(" ", 0, TITLE - 2)].rstrip(" ,;:–—-") + " …"


def _can_title(statement: Statement) -> bool:
    """Tell whether a statement reads as a title: a finite clause with a subject that is no pronoun."""
    subject = statement.subject
    return (
        statement.kind in _WHOLE
        and statement.tense != "none"
        and not statement.headline
        and subject is not None
        and subject.start == statement.start
        and not re.match(
            r"(?:he|she|it|they|we|i|this|that|who|which|there)\b", subject.text, re.IGNORECASE
        )
    )
