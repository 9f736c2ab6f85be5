"""Two states of a story to what is new, each line with the words behind it: the reader's diff.

A pure function of the two dossiers (and of two days, by which it tells what fell due). The same reports give an empty
diff whatever moved in how they are read.
"""

from collections.abc import Collection, Iterator

from crosswire.model.change import Change, ChangedStory, Changes, CitedReport, State
from crosswire.model.dossier import Dossier, DossierDocument
from crosswire.model.span import Evidence
from crosswire.stages.compare.ground import Ground
from crosswire.stages.compare.ledger import COMPARERS, compare_expectations, line

ORDER = (
    "report-withdrawn",
    "source-withdrawn",
    "report-updated",
    "point-withdrawn",
    "root-gone",
    "conflict-new",
    "figure-changed",
    "status-changed",
    "root-new",
    "conflict-gone",
    "expectation-due",
    "point-new",
    "expectation-new",
    "report-added",
    "report-removed",
)
"""What an editor needs first stands first; what is loud stands before all else."""


def compare(
    before: Dossier | None, after: Dossier, *, days: tuple[str | None, str | None] | None = None
) -> Changes:
    """Return what `after` has that `before` had not, and what it lost; `before` is None for a first look.

    What fell due is told by `days` (ISO dates, the earlier look's and this one's); without them by the reports' own.
    """
    ground = Ground(before, after)
    given = days or (_day(before), _day(after))
    found: list[Change] = []
    if not ground.still:
        found += _reports(before, after, ground)
        for compare_part in COMPARERS.values():
            found += compare_part(before, after, ground)
    found += _sources_withdrawn(before, after)
    if not ground.still or days is not None:
        found += compare_expectations(before, after, ground, given)
    unique = {change.id: change for change in reversed(found) if change.evidence or change.was}
    kept = sorted(
        (c for c in found if unique.get(c.id) is c),
        key=lambda c: (not c.loud, ORDER.index(c.kind)),
    )
    names = {name for change in kept for name in change.documents}
    names |= {name for edit in ground.versions for name in (edit.before, edit.after)}
    return Changes(
        story=ChangedStory(id=after.story.id, title=after.story.title),
        since=state(before),
        until=state(after),
        changes=tuple(kept),
        versions=ground.versions,
        reports=cited(before, after, names),
    )


def state(dossier: Dossier | None) -> State:
    """Return what a state of a story is called; that of no dossier is the state before the first look."""
    if dossier is None:
        return State()
    return State(revision=dossier.story.revision, reports=len(dossier.documents))


def cited(
    before: Dossier | None, after: Dossier, names: Collection[str]
) -> tuple[CitedReport, ...]:
    """Return what a reader calls the reports of these ids, of either state."""
    earlier = (*before.documents, *before.earlier) if before else ()
    known = {d.id: d for d in (*earlier, *after.earlier, *after.documents)}
    return tuple(
        CitedReport(id=d.id, sha256=d.sha256, outlet=d.outlet, title=d.title, url=d.url)
        for name in sorted(set(names) & known.keys())
        for d in (known[name],)
    )


def _day(dossier: Dossier | None) -> str | None:
    return ((dossier and dossier.story.last_published_at) or "")[:10] or None


def _sources_withdrawn(before: Dossier | None, after: Dossier) -> Iterator[Change]:
    """Yield the reports whose source was taken back since: its agency's word reaches them by nobody else."""
    told = {d.id: d.source_withdrawn for d in before.documents} if before else {}
    for document in after.documents:
        why = document.source_withdrawn
        if why is not None and told.get(document.id) is None:
            text = f"{_called(document)} has words of a report that was taken back ({why})"
            yield line("source-withdrawn", text, opening(document, after), (), after=why, loud=True)


def _reports(before: Dossier | None, after: Dossier, ground: Ground) -> Iterator[Change]:
    edits = {change.after: change for change in ground.versions}
    for document in (d for d in after.documents if d.id in ground.added):
        place = opening(document, after)
        old = ground.predecessor(document.id)
        earlier = next((d for d in before.documents if d.id == old), None) if before else None
        if earlier is None:
            yield line("report-added", _called(document), place, (), after=document.title)
            continue
        edit = edits.get(document.id)
        silent = edit is not None and edit.silent
        words = [s.after for s in edit.sentences if s.after][:3] if edit else []
        gone = [s.before for s in edit.sentences if s.before][:3] if edit else []
        note = [edit.note] if edit and edit.note else []
        yield line(
            "report-updated",
            f"{_called(document)}: {_how(silent, edit is not None and bool(edit.sentences))}",
            [*note, *words] or place,
            gone,
            before=earlier.id,
            after=document.id,
            loud=silent,
        )
    for document in (d for d in before.documents if d.id in ground.gone) if before else ():
        if ground.successor(document.id) is not None:
            continue
        reason = ground.withdrawn(document.id)
        if reason is None and document.id in ground.listed:
            continue  # superseded by a version that counts in another story, or has come to count here
        text = f"{_called(document)}: {reason or 'no longer among the reports of this story'}"
        kind = "report-withdrawn" if reason else "report-removed"
        yield line(kind, text, (), opening(document, before or after), loud=bool(reason))


def _how(silent: bool, changed: bool) -> str:
    if not changed:
        return "a new version, its words unchanged"
    return "changed silently" if silent else "a new version, and it says so"


def _called(document: DossierDocument) -> str:
    return document.outlet or document.id


def opening(document: DossierDocument, dossier: Dossier) -> list[Evidence]:
    """Return the words a report is known by: its headline where it stands in the text, else its first claim's."""
    title = document.title or ""
    at = document.text.find(title) if document.text and title else -1
    if at >= 0:
        return [Evidence(document=document.id, start=at, end=at + len(title), text=title)]
    claims = [c.evidence for p in dossier.points for c in p.claims if c.document == document.id]
    if claims:
        return [min(claims, key=lambda e: (e.start, e.end))]
    text = (document.text or "")[:200]
    return (
        [Evidence(document=document.id, start=0, end=len(text), text=text)] if text.strip() else []
    )
