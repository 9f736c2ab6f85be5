"""Who holds what stands at a passage: a dossier's claims looked up by place, with status, holders and roots.

Records that carry spans but no attribution of their own (events, places, dates) get it here, so that no format
shows as fact what a report only attributes.
"""

from collections.abc import Iterable
from typing import NamedTuple

from crosswire.model.annotation import Status
from crosswire.model.dossier import Claim, Dossier
from crosswire.model.span import Evidence
from crosswire.stages.render import wording

UNKNOWN = "not known who says so"
ITSELF = "stated by the report itself"


class Held(NamedTuple):
    """Status, holders and roots of what passages say; `status` is None where no claim holds them."""

    status: Status | None
    holders: tuple[str, ...]
    roots: tuple[str, ...]

    @property
    def words(self) -> str:
        """How it is held, for readers: "Alleged by Varga", "stated by the report itself"."""
        if self.status is None:
            return UNKNOWN
        return wording.stance_of(self.status, self.holders) or ITSELF


class Ledger:
    """The claims of a dossier by document."""

    def __init__(self, dossier: Dossier) -> None:
        self._claims: dict[str, list[Claim]] = {}
        self._names = {
            **{r.id: r for p in dossier.points for r in p.roots},
            **{r.id: r for r in dossier.provenance.roots},
        }
        for point in dossier.points:
            for claim in point.claims:
                self._claims.setdefault(claim.document, []).append(claim)

    def at(self, evidence: Evidence) -> tuple[Claim, ...]:
        """Return the innermost claims that hold a passage whole; none where it stands in no claim."""
        around = [
            c
            for c in self._claims.get(evidence.document, ())
            if c.evidence.start <= evidence.start and evidence.end <= c.evidence.end
        ]
        if not around:
            return ()
        shortest = min(c.evidence.end - c.evidence.start for c in around)
        return tuple(c for c in around if c.evidence.end - c.evidence.start == shortest)

    def holder(self, claim: Claim) -> str | None:
        """Return who a claim is put down to: its root where that is a party, else the far end of its chain."""
        root = self._names.get(claim.root or "")
        if root is not None and root.kind == "party":
            return root.name
        return claim.attribution[-1].speaker if claim.attribution else None

    def held(self, evidence: Iterable[Evidence]) -> Held:
        """Return how passages of one record are held.

        A report's own plain assertion comes first, then what is said by somebody, then the weaker statuses
        in the order of the passages.
        """
        claims = list(dict.fromkeys(c for e in evidence for c in self.at(e)))
        roots = tuple(sorted({c.root for c in claims if c.root}))
        if not claims:
            return Held(None, (), ())
        if any(c.status == "asserted" and c.root and not c.attribution for c in claims):
            return Held("asserted", (), roots)
        statuses = [c.status for c in claims]
        status: Status = "asserted" if "asserted" in statuses else statuses[0]
        named = (self.holder(c) for c in claims if c.status == status)
        return Held(status, tuple(dict.fromkeys(n for n in named if n)), roots)
