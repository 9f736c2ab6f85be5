"""What a language model proposed beside the machine's own lines: kept with its evidence, or refused with the reason."""

from typing import Literal

from crosswire.model.record import Record
from crosswire.model.span import Evidence

ProposalKind = Literal["lede", "link", "question", "translation"]


class Proposer(Record, frozen=True, kw_only=True):
    """Who made a proposal: the model and the host that were asked, and the version of what they were asked."""

    model: str
    host: str
    asked: str


class Draft(Record, frozen=True, kw_only=True):
    """What came from the model, as it came: nothing in it has been checked.

    `cites` are ids of claims; `target` is the id of what a question is about; `relation` is a link's.
    """

    kind: str
    text: str = ""
    cites: tuple[str, ...] = ()
    target: str | None = None
    relation: str | None = None
    language: str | None = None


class Proposal(Record, frozen=True, kw_only=True):
    """A draft after the checks: `reasons` say why it was refused; one that was kept has none, and has evidence."""

    id: str
    kind: str
    state: Literal["kept", "refused"]
    text: str
    claims: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    target: str | None = None
    relation: str | None = None
    language: str | None = None
    evidence: tuple[Evidence, ...] = ()
    reasons: tuple[str, ...] = ()
    producer: Proposer
