"""The roots of statements that say one thing: a report's own word gives way to the source it names."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from crosswire.model.dossier import Root
from crosswire.model.record import content_id
from crosswire.stages.reconcile.copies import Copies
from crosswire.stages.reconcile.parties import independent
from crosswire.stages.reconcile.roots import Origin
from crosswire.stages.reconcile.statements import Statement
from crosswire.text.tfidf import cosine

_NO_SOURCE = ("denied", "no-comment", "unconfirmed")
"""Who denies a thing, or can't confirm it, is not whom the report has it from."""


def settle_origins(
    members: Sequence[Statement],
    origins: Mapping[str, Origin],
    copies: Copies | None = None,
    vector: Mapping[str, Mapping[str, float]] | None = None,
) -> dict[str, Origin]:
    """Return the origins of statements that say one thing, a report's own word giving way to its source.

    A report that names its source for a thing has it from there, wherever it also states it plainly, in
    its headline above all: one report is no second root beside the party it cites. A copied sentence has
    the source that its original names, though the copy leaves that out; and a headline roots where its
    report's text does.
    """
    cited: dict[str, Statement] = {}
    told: dict[str, Origin] = {}
    ordered = sorted(members, key=lambda s: (s.document, s.start))
    copied = {
        s.document: origins[s.id] for s in ordered if _from_elsewhere(s, origins[s.id].report)
    }
    for statement in ordered:
        origin = origins[statement.id]
        if origin.party is not None and statement.status not in _NO_SOURCE:
            cited.setdefault(statement.document, statement)
        if origin.report is not None and not statement.headline:
            told.setdefault(statement.document, origin)
    settled = {}
    for statement in members:
        origin = origins[statement.id]
        if origin.report is not None:
            original = (
                copies.source(statement.document, statement.start, statement.end)
                if copies is not None
                else statement.document
            )
            source = cited.get(statement.document) or cited.get(original)
            if source is not None and _one_saying(statement, source, vector):
                origin = replace(origin, party=origins[source.id].party, report=None)
            elif statement.document in copied:
                origin = replace(origin, report=copied[statement.document].report)
            elif statement.headline and statement.document in told:
                origin = replace(origin, report=told[statement.document].report)
        settled[statement.id] = origin
    return settled


def _from_elsewhere(statement: Statement, report: Root | None) -> bool:
    """Tell whether a plain statement roots in an agency or another report: its report adds no root of its own."""
    own = content_id("r", "report", statement.document)
    return report is not None and report.id != own


SAYS_SO = 0.4
"""Likeness of a plain statement to a cited one from which its report has it from whom it cites."""


def _one_saying(
    plain: Statement, cited: Statement, vector: Mapping[str, Mapping[str, float]] | None
) -> bool:
    if vector is None or plain.headline:
        return True
    return cosine(vector[plain.id], vector[cited.id]) >= SAYS_SO


def roots_of(origins: Sequence[Origin]) -> tuple[Root, ...]:
    """Return the distinct roots of some origins, parties first, each with its name."""
    parties = independent([o.party for o in origins if o.party is not None])
    found = {p.id: Root(id=p.id, kind="party", name=p.name) for p in parties}
    for origin in origins:
        if origin.report is not None:
            found[origin.report.id] = origin.report
    return tuple(sorted(found.values(), key=lambda r: (r.kind, r.name, r.id)))
