"""Two versions of a report, with their layers, to everything that changed from one to the other."""

from crosswire.model.annotation import Annotations
from crosswire.model.change import SameBecause, VersionChange
from crosswire.model.document import Document
from crosswire.stages.compare.claims import compare_claims
from crosswire.stages.compare.notes import find_note, restamped, said_beside
from crosswire.stages.compare.sentences import compare_sentences


def compare_versions(
    before: Document,
    after: Document,
    layers: tuple[Annotations, Annotations],
    *,
    because: SameBecause,
    kept: float,
) -> VersionChange:
    """Return what changed from `before` to `after`; silent where the text did and nothing says so."""
    sentences = compare_sentences(*layers)
    note, said = find_note(before, after), said_beside(before, after)
    later = restamped(before, after)
    return VersionChange(
        before=before.id,
        after=after.id,
        because=because,
        kept=kept,
        silent=bool(sentences) and note is None and said is None and not later,
        note=note,
        said=said,
        restamped=later,
        sentences=sentences,
        claims=compare_claims(*layers, sentences),
    )
