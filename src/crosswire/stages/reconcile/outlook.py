"""What is still to come and what nobody answers: expectations with due dates, and open questions."""

import re
from collections.abc import Mapping, Sequence

from crosswire.model.dossier import Expectation, OpenQuestion
from crosswire.model.span import Evidence
from crosswire.stages.reconcile.roots import Origin
from crosswire.stages.reconcile.statements import Statement

_COMING = ("expected", "pledge", "threat")
_OPEN = ("unconfirmed", "no-comment")


def find_expectations(
    statements: Sequence[Statement],
    origins: Mapping[str, Origin],
    group_of: Mapping[str, str],
    published: Mapping[str, str | None],
) -> tuple[Expectation, ...]:
    """Return what is announced or expected, one entry a point, the dated ones first by due date."""
    found: dict[str, list[tuple[Statement, str | None]]] = {}
    for statement in statements:
        due = _due(statement, published[statement.document])
        whole = statement.kind not in ("relative", "participle", "adverbial")
        if not statement.headline and (due or (statement.status in _COMING and whole)):
            found.setdefault(group_of[statement.id], []).append((statement, due))
    entries = []
    for listed in found.values():
        dates = sorted(d for _, d in listed if d)
        lead = max(
            (s for s, _ in listed),
            key=lambda s: (bool(_due(s, published[s.document])), len(s.text), s.id),
        )
        origin = origins[lead.id]
        entries.append(
            Expectation(
                text=" ".join(lead.shown.text.split()),
                by=origin.party.name if origin.party else None,
                due=dates[0] if dates else None,
                evidence=tuple(_evidence(s) for s, _ in listed),
            )
        )
    return tuple(sorted(entries, key=lambda e: (e.due is None, e.due or "", e.text)))


def _due(statement: Statement, published: str | None) -> str | None:
    """Return the first date of a statement that lies after its report's day."""
    if published is None or (statement.tense == "past" and statement.status not in _COMING):
        return None
    day = published[:10]
    dates = [t.value for t in statement.times if t.value and re.match(r"\d{4}-\d\d", t.value)]
    later = sorted(d for d in dates if d[: len(day)] > day[: len(d)])
    return later[0] if later else None


def find_open_questions(
    statements: Sequence[Statement], group_of: Mapping[str, str]
) -> tuple[OpenQuestion, ...]:
    """Return what somebody could not confirm or would not answer, one entry a point."""
    found: dict[str, list[Statement]] = {}
    for statement in statements:
        if statement.status in _OPEN and not statement.headline:
            found.setdefault(group_of[statement.id], []).append(statement)
    entries = []
    for listed in found.values():
        lead = max(listed, key=lambda s: (len(s.shown.text), s.id))
        entries.append(
            OpenQuestion(
                text=" ".join(lead.shown.text.split()), evidence=tuple(_evidence(s) for s in listed)
            )
        )
    return tuple(sorted(entries, key=lambda q: (-len(q.evidence), q.text)))


def _evidence(statement: Statement) -> Evidence:
    return Evidence(
        document=statement.document,
        start=statement.shown.start,
        end=statement.shown.end,
        text=statement.shown.text,
    )
