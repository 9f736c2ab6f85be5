"""Why: for anything with an id, the exact words, where they stand, which rule or feature decided, and what
would have changed it."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from crosswire.model.dossier import (
    Claim,
    Conflict,
    Dossier,
    DossierEntity,
    FigureGroup,
    Point,
    Quote,
    Root,
)
from crosswire.model.record import Record
from crosswire.model.span import Evidence
from crosswire.model.story import Membership, Story

if TYPE_CHECKING:
    from crosswire.store.base import View


class Explanation(Record, frozen=True, kw_only=True):
    """What an id stands for, why it is so, and the passages behind it."""

    id: str
    kind: str
    text: str
    because: tuple[str, ...]
    evidence: tuple[Evidence, ...] = ()


UNREAD_LOOKED_AT = 50
"""Stories without a dossier that one is made for, the largest first, to look for an id in it."""


def homes_of(view: "View", name: str) -> Iterator[str]:
    """Yield the stories in whose dossier `name` may be: those whose kept one has it, else those that have none."""
    lines = view.story_lines(order="largest", limit=1_000_000)
    kept = [line for line in lines if line.revision]
    stale = []
    for line in kept:
        dossier = view.revision(line.id, line.revision)
        if dossier is None:
            stale.append(line.id)
        elif explain_in_dossier(name, dossier) is not None:
            yield line.id
    yield from stale
    yield from [line.id for line in lines if not line.revision][:UNREAD_LOOKED_AT]


def explain_document(name: str, story: Story | None) -> Explanation:
    """Return why a document stands in its story."""
    if story is None:
        return Explanation(
            id=name, kind="document", text=name, because=("in no story yet: nothing is like it",)
        )
    member = next((m for m in story.members if m.document == name), None)
    return Explanation(
        id=name,
        kind="document",
        text=f"{name} in story {story.id} with {len(story.documents) - 1} other(s)",
        because=(*_membership(member), *_around(story, member)),
    )


def _around(story: Story, member: Membership | None) -> Iterator[str]:
    """Yield what kind of report it is, what nearly joined its story, and the saga's other stories."""
    if member is not None and member.kind != "event":
        yield _KINDS[member.kind]
    near = story.near
    if near is not None:
        yield (
            f"nearest report that is not in the story: {near.other} (to {near.document}); together "
            f"they would be alike by {near.likeness:.2f}, and {near.needed:.2f} was needed"
        )
    for link in story.links:
        yield (
            f"of the same saga: story {link.story}, by {link.document} and {link.other}, alike by "
            f"{link.likeness:.2f}"
        )


_KINDS = {
    "live": "a live page: it tells of several events, and this is the one it is most about",
    "round-up": "a round-up of several events, which is tied to none",
}


def _membership(member: Membership | None) -> tuple[str, ...]:
    if member is None or member.nearest is None:
        return ("it founded the story: the earliest report of its event",)
    lines = [f"nearest to {member.nearest} by {member.score:.2f}"]
    lines += [
        f"{r.feature}: {r.value:.2f} × {r.weight:+.2f} = {r.value * r.weight:+.2f}"
        for r in sorted(member.reasons, key=lambda r: -abs(r.value * r.weight))
    ]
    return tuple(lines)


def explain_in_dossier(
    name: str, dossier: Dossier, story: Story | None = None
) -> Explanation | None:
    """Return what `name` is in `dossier` and why, or None where nothing has that id."""
    if name == dossier.story.id:
        return _story(dossier, story)
    for point in dossier.points:
        if point.id == name:
            return _point(point, dossier)
        for claim in point.claims:
            if claim.id == name:
                return _claim(claim, point)
    for root in dossier.provenance.roots:
        if root.id == name:
            return _root(root, dossier)
    for conflict in dossier.conflicts:
        if conflict.id == name:
            return _conflict(conflict)
    for figure in dossier.figures:
        if figure.id == name:
            return _figure(figure)
    for quote in dossier.quotes:
        if quote.id == name:
            return _quote(quote)
    for entity in dossier.entities:
        if entity.id == name:
            return _entity(entity)
    return _edge(name, dossier)


def _story(dossier: Dossier, story: Story | None) -> Explanation:
    lines = [f"{len(dossier.documents)} reports of one event"]
    for member in story.members if story else ():
        lines += [f"{member.document}: {line}" for line in _membership(member)]
    return Explanation(
        id=dossier.story.id, kind="story", text=dossier.story.title, because=tuple(lines)
    )


def _point(point: Point, dossier: Dossier) -> Explanation:
    lines = [_VERDICTS[point.verdict], f"status: {point.status}"]
    lines += [f"root: {root.name} ({root.kind}, {root.id})" for root in point.roots]
    if not any(root.kind == "party" for root in point.roots) and point.reports > 1:
        lines.append("no chain ends in a party: the reports assert it themselves")
    for claim in point.claims:
        lines.append(
            f"{claim.id} in {claim.document}, {claim.relation}: {'; '.join(claim.explain)}"
        )
    lines += [f"disputed with {other}" for other in point.disputed_with]
    return Explanation(
        id=point.id,
        kind="point",
        text=point.text,
        because=tuple(lines),
        evidence=tuple(c.evidence for c in point.claims),
    )


_VERDICTS = {
    "both-sides": "parties opposed in the story both say it",
    "multi-root": "two roots or more say it",
    "one-root": "several reports, one root: they agree because they have it from one",
    "single-report": "one report alone has it",
    "unsourced": "no chain ends in anybody",
    "observed": "a report's own reporter saw it",
    "background": "dated long before the event",
}


def _claim(claim: Claim, point: Point) -> Explanation:
    lines = [f"{claim.relation} in point {point.id} (“{point.text}”)", f"status: {claim.status}"]
    chain = " → ".join(
        f"{link.speaker} ({link.cue}{', ' + link.channel if link.channel else ''})"
        for link in claim.attribution
    )
    lines.append(f"chain: report → {chain}" if chain else "chain: the report asserts it itself")
    root = next((r for r in point.roots if r.id == claim.root), None)
    lines.append(
        f"root: {root.name}" if root else "root: " + (claim.root or "none, nobody is named")
    )
    return Explanation(
        id=claim.id,
        kind="claim",
        text=claim.evidence.text,
        because=(*lines, *claim.explain),
        evidence=(claim.evidence, *(link.evidence for link in claim.attribution)),
    )


def _root(root: Root, dossier: Dossier) -> Explanation:
    claims = [c for p in dossier.points for c in p.claims if c.root == root.id]
    reports = sorted({c.document for c in claims})
    words = sorted({link.evidence.text for c in claims for link in c.attribution[-1:]})
    lines = [f"{len(claims)} claims in {len(reports)} report(s) end here: {', '.join(reports)}"]
    if words:
        lines.append("named as: " + "; ".join(words))
    if root.kind == "party":
        lines.append("contracted: an organisation and whoever speaks for it are one root")
    return Explanation(
        id=root.id,
        kind="root",
        text=root.name,
        because=tuple(lines),
        evidence=tuple(link.evidence for c in claims for link in c.attribution[-1:])[:20],
    )


def _conflict(conflict: Conflict) -> Explanation:
    return Explanation(
        id=conflict.id,
        kind="conflict",
        text=conflict.question,
        because=(
            f"{conflict.class_} ({conflict.kind}), severity {conflict.severity}",
            *conflict.explain,
            conflict.reading,
        ),
        evidence=_flat(side.evidence for side in conflict.sides),
    )


def _figure(figure: FigureGroup) -> Explanation:
    lines = [f"relation: {figure.relation}"]
    lines += [
        f"{m.text!r} in {m.document}: value {m.value}, from {m.low} to {m.high}, counts "
        f"{m.counted or m.unit or 'nothing named'}, said by {m.attributed_to or 'the report'}, as of {m.as_of}"
        for m in figure.mentions
    ]
    return Explanation(
        id=figure.id,
        kind="figure",
        text=figure.question,
        because=tuple(lines),
        evidence=tuple(
            Evidence(document=m.document, start=m.start, end=m.end, text=m.text)
            for m in figure.mentions
        ),
    )


def _quote(quote: Quote) -> Explanation:
    lines = []
    for variant in quote.variants:
        changed = "; ".join(f"{a or '–'} | {b or '–'}" for a, b in variant.difference)
        lines.append(
            f"{variant.document}: {variant.form}, {variant.relation}"
            + (f": {changed}" if changed else "")
        )
    return Explanation(
        id=quote.id,
        kind="quote",
        text=f"{quote.speaker.name}: {quote.variants[0].text}",
        because=tuple(lines),
        evidence=tuple(
            Evidence(document=v.document, start=v.start, end=v.end, text=v.text)
            for v in quote.variants
        ),
    )


def _entity(entity: DossierEntity) -> Explanation:
    lines = [f"{use.text}: {', '.join(use.documents)}" for use in entity.aliases]
    lines += [f"title “{use.text}”: {', '.join(use.documents)}" for use in entity.titles]
    return Explanation(
        id=entity.id,
        kind=entity.type,
        text=entity.name,
        because=tuple(lines),
        evidence=entity.evidence,
    )


ARROW = ">"
"""Stands between the two ids of an edge: the copy's first, as `b.txt>a.txt`."""


def _edge(name: str, dossier: Dossier) -> Explanation | None:
    """Return the edges between two ids, whichever stands first: what is shared, and what would undo it."""
    one, arrow, two = (part.strip() for part in name.partition(ARROW))
    edges = [e for e in dossier.provenance.edges if {e.from_, e.to} == {one, two}]
    if not arrow or not edges:
        return None
    lines = []
    for edge in edges:
        how = "stated" if edge.stated else "inferred"
        lines.append(f"{edge.from_} {edge.kind} {edge.to}, {how}, score {edge.score:.2f}")
        lines += edge.explain
    first = edges[0]
    return Explanation(
        id=name,
        kind="edge",
        text=f"{first.from_} → {first.to}: {', '.join(e.kind for e in edges)}",
        because=tuple(lines),
        evidence=_flat(e.evidence for e in edges),
    )


def _flat(groups: Iterable[tuple[Evidence, ...]]) -> tuple[Evidence, ...]:
    return tuple(e for group in groups for e in group)
