"""The points, figures, conflicts and expectations of two states of a story to the lines that say what is new.

A line stands only on reports that came or went: reports read anew together say nothing new.
"""

import calendar
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from crosswire.model.change import Change
from crosswire.model.dossier import (
    Claim,
    Conflict,
    Dossier,
    Expectation,
    FigureGroup,
    FigureMention,
    Point,
    Root,
)
from crosswire.model.record import content_id
from crosswire.model.span import Evidence
from crosswire.stages.compare.ground import Ground, Index

_RISEN = ("multi-root", "both-sides")
_AHEAD = ("expected", "possible", "conditional", "pledge", "demand", "threat")
_COMING = re.compile(
    r"\b(?:expect|plan|hop|aim|intend|propos|schedul|promis|forecast|predict|urg|demand|threaten)(?:e|s|es|ed|ing)?\b"
    r"|\b(?:will|would|shall|due|to be|about to|going to)\b",
    re.IGNORECASE,
)
_DENIALS = ("denied", "unconfirmed", "no-comment")
MOST = 6
"""Passages that a line carries at most."""


def line(
    kind: str, text: str, evidence: Sequence[Evidence], was: Sequence[Evidence], **more: object
) -> Change:
    """Return a line with the id of what it says."""
    words = [(e.document, e.start, e.end) for e in (*evidence, *was)]
    before, after = more.get("before"), more.get("after")
    documents = sorted({e.document for e in (*evidence, *was)})
    return Change(
        id=content_id("n", kind, before, after, *sorted(words)),
        kind=kind,  # type: ignore[arg-type]
        text=" ".join(text.split()),
        documents=tuple(documents),
        evidence=_widest(evidence)[:MOST],
        was=_widest(was)[:MOST],
        **more,  # type: ignore[arg-type]
    )


def _widest(passages: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return the passages, but those that stand within another of their report."""
    return tuple(
        e
        for e in passages
        if not any(
            o.document == e.document
            and o.start <= e.start
            and e.end <= o.end
            and o.end - o.start > e.end - e.start
            for o in passages
        )
    )


# ---------------------------------------------------------------- points


def compare_points(before: Dossier | None, after: Dossier, ground: Ground) -> Iterator[Change]:
    """Yield new and withdrawn points, and what changed in those that stay."""
    old = {p.id: p for p in before.points} if before else {}
    index = Index(ground, {name: [c.evidence for c in p.claims] for name, p in old.items()})
    met: set[str] = set()
    for point in after.points:
        votes = index.votes(c.evidence for c in point.claims)
        met.update(votes)
        came = [c for c in point.claims if c.document in ground.added]
        if votes:
            name = max(votes, key=lambda n: (votes[n], n))
            yield from _changed(old[name], point, came, ground)
        elif came and point.within is None:
            yield _new(point, came)
    for name, point in old.items():
        if name not in met and all(c.document in ground.gone for c in point.claims):
            yield line(
                "point-withdrawn",
                point.text,
                (),
                [c.evidence for c in point.claims],
                points=(name,),
                loud=True,
            )


def _new(point: Point, came: Sequence[Claim]) -> Change:
    own = sorted(came, key=lambda c: c.evidence.text != point.text)
    return line(
        "point-new",
        point.text,
        [c.evidence for c in own],
        (),
        after=point.status,
        points=(point.id,),
        speakers=_holders(point, own),
        label=point.verdict,
    )


def _changed(old: Point, new: Point, came: Sequence[Claim], ground: Ground) -> Iterator[Change]:
    fresh = [
        r
        for r in new.roots
        if _name(r) not in {_name(o) for o in old.roots}
        and any(c.root == r.id for c in came)
        and all(c.root != r.id for c in new.claims if c not in came)
    ]
    if fresh and new.verdict in _RISEN and len(new.roots) > len(old.roots):
        names = {r.id for r in fresh}
        yield line(
            "root-new",
            new.text,
            [c.evidence for c in came if c.root in names],
            (),
            before=_rests_on(old),
            after=_rests_on(new),
            points=(new.id,),
            speakers=tuple(r.name for r in fresh),
        )
    else:
        kept = {_name(r) for r in new.roots}
        lost = [r for r in old.roots if _name(r) not in kept]
        ids = {r.id for r in lost}
        went = [c for c in old.claims if c.root in ids and c.document in ground.gone]
        fewer = len(new.roots) < len(old.roots) and new.verdict not in _RISEN
        if went and fewer and old.verdict in _RISEN:
            yield line(
                "root-gone",
                new.text,
                (),
                [c.evidence for c in went],
                before=_rests_on(old),
                after=_rests_on(new),
                points=(new.id,),
                speakers=tuple(r.name for r in lost if any(c.root == r.id for c in went)),
                loud=True,
            )
    yield from _restated(old, new, came)


def _restated(old: Point, new: Point, came: Sequence[Claim]) -> Iterator[Change]:
    held = {c.status for c in old.claims}
    turned = [c for c in came if c.status not in held]
    telling = [
        c
        for c in turned
        if (c.status == new.status and new.status != old.status) or c.status in _DENIALS
        if not _still_ahead(c, old)
    ]
    if telling:
        status = telling[0].status
        own = [c for c in telling if c.status == status]
        yield line(
            "status-changed",
            new.text,
            [c.evidence for c in own],
            [c.evidence for c in old.claims[:1]],
            before=old.status,
            after=status,
            points=(new.id,),
            speakers=_holders(new, own),
        )


def _still_ahead(claim: Claim, old: Point) -> bool:
    """Tell whether a claim only words otherwise that something is to come: "he expected findings by April"."""
    return (
        claim.status == "asserted"
        and old.status in _AHEAD
        and _COMING.search(claim.evidence.text) is not None
    )


def _name(root: Root) -> tuple[str, str]:
    return root.kind, root.name.casefold()


def _rests_on(point: Point) -> str:
    number = len(point.roots)
    return "no source named" if not number else f"{number} root{'s' if number > 1 else ''}"


def _holders(point: Point, claims: Sequence[Claim]) -> tuple[str, ...]:
    """Return who says what `claims` say; nobody where a report says it itself."""
    names = {r.id: r.name for r in point.roots if r.kind == "party"}
    found: dict[str, None] = {}
    for claim in claims:
        if claim.root in names:
            found.setdefault(names[claim.root])
        elif claim.attribution:
            found.setdefault(claim.attribution[-1].speaker)
    return tuple(found)


# ---------------------------------------------------------------- figures


def compare_figures(before: Dossier | None, after: Dossier, ground: Ground) -> Iterator[Change]:
    """Yield the figures that answer a known question with another number."""
    old = {g.id: g for g in before.figures} if before else {}
    index = Index(ground, {name: [said(m) for m in g.mentions] for name, g in old.items()})
    told = {(m.document, _amount(m)) for g in old.values() for m in g.mentions}
    for group in after.figures:
        name = index.best(said(m) for m in group.mentions)
        came = [m for m in group.mentions if m.document in ground.added]
        if name is None or not came:
            continue
        known = {_amount(m) for m in old[name].mentions}
        came = [m for m in came if (ground.predecessor(m.document), _amount(m)) not in told]
        changed = [m for m in came if _amount(m) not in known and _amount(m) != (None,) * 3]
        if changed:
            yield _figure(old[name], group, changed, ground)


def _figure(
    old: FigureGroup, group: FigureGroup, changed: Sequence[FigureMention], ground: Ground
) -> Change:
    now = max(changed, key=_lateness)
    own = [m for m in old.mentions if m.document == ground.predecessor(now.document)]
    was = max(own or old.mentions, key=_lateness)
    same = [m for m in own or old.mentions if _amount(m) == _amount(was)]
    return line(
        "figure-changed",
        group.question,
        [said(m) for m in sorted(changed, key=_lateness, reverse=True)],
        [said(m) for m in sorted(same, key=_lateness, reverse=True)],
        before=" ".join(was.text.split()),
        after=" ".join(now.text.split()),
        as_of=now.as_of,
        points=group.points,
        speakers=(now.attributed_to,) if now.attributed_to else (),
    )


def said(mention: FigureMention) -> Evidence:
    """Return a figure's words as evidence."""
    return Evidence(
        document=mention.document, start=mention.start, end=mention.end, text=mention.text
    )


def _amount(mention: FigureMention) -> tuple[float | None, float | None, float | None]:
    return mention.value, mention.low, mention.high


def _lateness(mention: FigureMention) -> tuple[str, float, str, int]:
    size = next((a for a in _amount(mention) if a is not None), 0.0)
    return mention.as_of or "", size, mention.document, mention.start


# ---------------------------------------------------------------- conflicts


def compare_conflicts(before: Dossier | None, after: Dossier, ground: Ground) -> Iterator[Change]:
    """Yield the conflicts that arose and those that are gone."""
    old = {c.id: c for c in before.conflicts} if before else {}
    index = Index(ground, {name: _words(c) for name, c in old.items()})
    met: set[str] = set()
    for conflict in after.conflicts:
        again = [name for name in index.votes(_words(conflict)) if _is(old[name], conflict, ground)]
        met.update(again)
        if not again and ground.fresh(_words(conflict)):
            yield line(
                "conflict-new",
                conflict.question,
                _words(conflict),
                (),
                after=" / ".join(side.text for side in conflict.sides),
                points=conflict.points,
                label=f"{conflict.kind} {conflict.class_}",
            )
    for name, conflict in old.items():
        if name not in met and ground.lost(_words(conflict)):
            yield line(
                "conflict-gone",
                conflict.question,
                (),
                _words(conflict),
                before=" / ".join(side.text for side in conflict.sides),
                points=conflict.points,
            )


def _words(conflict: Conflict) -> list[Evidence]:
    """Return the first words of every side, then the rest, so that a short list shows them all."""
    first = [s.evidence[0] for s in conflict.sides if s.evidence]
    return first + [e for s in conflict.sides for e in s.evidence[1:]]


def _is(old: Conflict, new: Conflict, ground: Ground) -> bool:
    """Tell whether two conflicts are one: of one kind, with words of two sides in common."""
    if old.kind != new.kind:
        return False
    common = sum(
        any(ground.same(a, b) for o in old.sides for a in o.evidence for b in side.evidence)
        for side in new.sides
    )
    return common >= min(2, len(new.sides))


# ---------------------------------------------------------------- expectations


def compare_expectations(
    before: Dossier | None, after: Dossier, ground: Ground, days: tuple[str | None, str | None]
) -> Iterator[Change]:
    """Yield what is newly said to come, and what should have come between the two `days`."""
    old = before.expectations if before else ()
    index = Index(ground, {str(n): e.evidence for n, e in enumerate(old)})
    for expectation in after.expectations:
        if index.best(expectation.evidence) is None and ground.fresh(expectation.evidence):
            yield _expectation("expectation-new", expectation)
        elif is_due(expectation.due, days):
            yield _expectation("expectation-due", expectation)


def is_due(due: str | None, days: tuple[str | None, str | None]) -> bool:
    """Tell whether a date (TIMEX3) ended before the second day, and not before the first."""
    end = last_day(due or "")
    since, until = days
    return end is not None and until is not None and (since or "") <= end < until


def last_day(value: str) -> str | None:
    """Return the last day of a TIMEX3 date of a day, week, month or year; None for anything else."""
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d(?:T.*)?", value):
            return date.fromisoformat(value[:10]).isoformat()
        if re.fullmatch(r"\d{4}-W\d\d", value):
            return date.fromisocalendar(int(value[:4]), int(value[6:]), 7).isoformat()
        if re.fullmatch(r"\d{4}-\d\d", value):
            year, month = int(value[:4]), int(value[5:])
            return date(year, month, calendar.monthrange(year, month)[1]).isoformat()
        if re.fullmatch(r"\d{4}", value):
            return (date(int(value) + 1, 1, 1) - timedelta(days=1)).isoformat()
    except ValueError:
        return None
    return None


def _expectation(kind: str, expectation: Expectation) -> Change:
    return line(
        kind,
        expectation.text,
        expectation.evidence,
        (),
        after=expectation.due,
        speakers=(expectation.by,) if expectation.by else (),
    )


COMPARERS: Mapping[str, Callable[[Dossier | None, Dossier, Ground], Iterator[Change]]] = {
    "points": compare_points,
    "figures": compare_figures,
    "conflicts": compare_conflicts,
}
"""What is compared besides reports and expectations, which need more than the two states."""
