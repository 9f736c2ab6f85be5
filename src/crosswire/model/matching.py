"""What a text of a reader's own has in common with the reports of a workspace: likeness, never a verdict on truth."""

from crosswire.model.record import Record
from crosswire.model.span import Evidence, Span


class MetClaim(Record, frozen=True, kw_only=True):
    """A claim of a report that a sentence is like, and the numbers that only one of the two has.

    `likeness` is the cosine of their weighted words, 0 to 1; `verbatim` where one holds the other's very words.
    """

    story: str
    point: str
    claim: str
    verdict: str
    status: str
    likeness: float
    verbatim: bool
    evidence: Evidence
    numbers_here: tuple[str, ...] = ()
    numbers_there: tuple[str, ...] = ()


class MatchedSentence(Record, frozen=True, kw_only=True):
    """A sentence of the given text (`span` is in it) and the claims it is like, the likest first."""

    span: Span
    claims: tuple[MetClaim, ...]


class Matching(Record, frozen=True, kw_only=True):
    """The sentences that meet claims, the stories that were looked at, and how many sentences met nothing."""

    sentences: tuple[MatchedSentence, ...]
    stories: tuple[str, ...]
    unmet: int = 0
