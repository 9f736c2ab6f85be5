"""The law of copies: one more copy in a story adds coverage, never a root, and raises no verdict."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from crosswire.model.dossier import Claim, Dossier, Point
from crosswire.stages.reconcile.assemble import reconcile
from evaluation.wire.edits import OWN_REPORTING
from evaluation.wire.judged import Read
from evaluation.wire.pages import COPIED, OWN, copied_spans
from evaluation.wire.piles import Copied, Pile
from evaluation.world.findings import Finding

STRENGTH = {"unsourced": 0, "background": 1, "single-report": 1, "observed": 1, "one-root": 1}
"""How strong a verdict is; that several reports have one root is no more than one report says."""
RIVALS = 2


def judge_laws(given: Sequence[Pile], found: Read) -> Iterator[Finding]:
    """Yield for each copy whether it added a root, and whether it raised a verdict; pages are `found` so."""
    for pile in given:
        names = [pile.wire.id, *(page.id for _, page in pile.rivals[:RIVALS])]
        before = _dossier(names, found)
        for copied in pile.copies:
            after = _dossier([*names, copied.page.id], found)
            yield from judge(pile, copied, before, after, found)


def judge(
    pile: Pile, copied: Copied, before: Dossier, after: Dossier, found: Read
) -> Iterator[Finding]:
    """Yield the two findings on one copy: roots and verdicts, but for what it says of its own."""
    added = _added(copied, pile, found.documents[copied.page.id].text)

    def own(claim: Claim) -> bool:
        """Tell whether the copy says this by itself, on a line that is not the wire's."""
        at = claim.evidence
        return claim.document == copied.page.id and any(
            a < at.end and at.start < b for a, b in added
        )

    known = {r.name for r in before.provenance.roots}
    told = {r.id: r.name for r in after.provenance.roots}
    claims = [c for p in after.points for c in p.claims]
    new = {
        told[c.root] for c in claims if c.root in told and told[c.root] not in known and not own(c)
    }
    new -= {told[c.root] for c in claims if c.root in told and own(c)}
    state = "extra" if new else "right"
    yield Finding("no root added", state, copied.kind, pile.id, ", ".join(sorted(new)))

    def moved(point: Point) -> bool:
        """Tell whether the copied words may have moved a point: much own reporting moves others by its own words."""
        return copied.kind not in OWN_REPORTING or any(
            c.document == copied.page.id and not own(c) for c in point.claims
        )

    raised = list(_raised(before.points, [p for p in after.points if moved(p)], own))
    state = "extra" if raised else "right"
    yield Finding("no verdict raised", state, copied.kind, pile.id, "; ".join(raised[:2]))


def _added(copied: Copied, pile: Pile, text: str) -> list[tuple[int, int]]:
    """Return where lines stand that the copy has not from the wire: of own reporting all but the copied passage."""
    if copied.kind in OWN_REPORTING:
        taken = copied_spans(copied.page, text)
        edges = [0, *(n for span in taken for n in span), len(text)]
        return list(zip(edges[::2], edges[1::2], strict=True))
    known = {line.text for line in pile.wire.lines()}
    found = []
    for line in copied.page.lines():
        at = text.find(line.text)
        fresh = line.whose != COPIED and line.text not in known and not line.key
        if at >= 0 and (fresh or line.whose == OWN):
            found.append((at, at + len(line.text)))
    return found


def _raised(
    before: Sequence[Point], after: Sequence[Point], own: Callable[[Claim], bool]
) -> Iterator[str]:
    home: Mapping[str, Point] = {c.id: p for p in after for c in p.claims}
    for point in before:
        for claim in point.claims:
            now = home.get(claim.id)
            if now is None or any(own(c) for c in now.claims):
                continue
            if STRENGTH.get(now.verdict, 2) > STRENGTH.get(point.verdict, 2):
                yield f"{point.verdict} → {now.verdict}: {claim.evidence.text[:80]}"
                break


def _dossier(names: Sequence[str], found: Read) -> Dossier:
    return reconcile([found.documents[n] for n in names], [found.layers[n] for n in names])
