"""What a person decided, kept beside what the machine found: acts, and the plain records that stages honour.

An act is never deleted, only undone; `constraints` and `judgements` turn the acts that stand into what
clustering and reconciling take as input. Later acts win over earlier ones.
"""

from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec.structs import replace

from crosswire.model.record import Record
from crosswire.model.span import Evidence

ActKind = Literal["merge", "split", "confirm", "reject", "note"]
Judged = Literal["alignment", "alias", "root"]
"""What can be confirmed or rejected: that two claims say one thing, that two names name one party, that a
claim's chain ends in a party."""


class Act(Record, frozen=True, kw_only=True):
    """One decision: who, when (UTC), what; `number` is its place in the order of acts.

    A merge or split names two sets of documents, `documents` and `others`, as they stood then. A confirm or
    reject names `names` (see `Judgement`) with the words they stood for as `evidence`. A note is `text` on
    the thing `names[0]`.
    """

    id: str
    number: int
    at: str
    who: str
    kind: ActKind
    about: Judged | None = None
    names: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    text: str | None = None
    undone_at: str | None = None
    undone_by: str | None = None

    @property
    def stands(self) -> bool:
        """Tell whether the act has not been undone."""
        return self.undone_at is None


class Constraints(Record, frozen=True, kw_only=True):
    """What every settling keeps to: pairs of documents in one story, and pairs in two; `apart` wins.

    `together` is transitive; of a group that is together, one member stands for all in `apart`.
    """

    together: tuple[tuple[str, str], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.together or self.apart)


class Judgement(Record, frozen=True, kw_only=True):
    """One thing a person confirmed (`holds`) or rejected; `act` is the id to show it by.

    `names` are, for an alignment, the ids of two claims; for an alias, two names; for a root, a claim's id and
    the root's name. `evidence` has the words of the claims named, in that order: ids may change with a release,
    a span of a text never does.
    """

    act: str
    about: Judged
    holds: bool
    names: tuple[str, ...]
    evidence: tuple[Evidence, ...] = ()


def judgements(acts: Iterable[Act]) -> tuple[Judgement, ...]:
    """Return what the acts that stand confirm or reject, the last word on each thing, by act number."""
    found: dict[tuple[str, tuple[str, ...]], Judgement] = {}
    for act in sorted(acts, key=lambda act: act.number):
        if act.stands and act.about and act.names and act.kind in ("confirm", "reject"):
            key = (act.about, tuple(sorted(act.names)))
            found.pop(key, None)
            found[key] = Judgement(
                act=act.id,
                about=act.about,
                holds=act.kind == "confirm",
                names=act.names,
                evidence=act.evidence,
            )
    return tuple(found.values())


def constraints(acts: Iterable[Act]) -> Constraints:
    """Return the pairs that the merges and splits that stand ask for, sorted; a later act wins over an earlier."""
    standing = sorted((a for a in acts if a.stands), key=lambda act: act.number)
    groups = [g for place, act in enumerate(standing) for g in _groups(act, standing[place + 1 :])]
    head = _heads(groups)
    apart: set[tuple[str, str]] = set()
    for place, act in enumerate(standing):
        if act.kind == "split":
            merged = [_members(a) for a in standing[place + 1 :] if a.kind == "merge"]
            apart |= {
                _pair(head.get(one, one), head.get(other, other))
                for one in act.documents
                for other in act.others
                if not any(one in m and other in m for m in merged)
            }
    together = {_pair(group[0], name) for group in groups for name in group[1:]}
    return Constraints(
        together=tuple(sorted(together)),
        apart=tuple(sorted(pair for pair in apart if pair[0] != pair[1])),
    )


def _members(act: Act) -> frozenset[str]:
    return frozenset(act.documents) | frozenset(act.others)


def _groups(act: Act, later: Sequence[Act]) -> list[list[str]]:
    """Return the groups that `act` holds together, as far as later splits leave them whole."""
    if act.kind not in ("merge", "split"):
        return []
    groups = [set(_members(act) if act.kind == "merge" else act.documents)]
    for split in (a for a in later if a.kind == "split"):
        out = set(split.documents)
        if out and split.others:
            groups = [part for group in groups for part in (group & out, group - out)]
    return [sorted(group) for group in groups if len(group) > 1]


def _heads(groups: Iterable[Sequence[str]]) -> dict[str, str]:
    """Return for every document of a group the one that stands for all it is together with."""
    head: dict[str, str] = {}

    def find(name: str) -> str:
        while head.setdefault(name, name) != name:
            name = head[name]
        return name

    for group in groups:
        for name in group[1:]:
            low, high = sorted((find(group[0]), find(name)))
            head[high] = low
    return {name: find(name) for name in head}


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one <= other else (other, one)


TAKEN_DOWN = "[taken down with the report it quoted]"
"""What stands in the place of a note's words that quoted a report which was removed."""


def without_document(act: Act, document: str, *, quotes: bool = False) -> Act:
    """Return `act` without any trace of `document`; `quotes` says that its text quotes the document."""
    evidence = tuple(e for e in act.evidence if e.document != document)
    lost = len(evidence) < len(act.evidence)
    names = tuple(n for n in act.names if n != document)
    return replace(
        act,
        names=() if lost and act.about else names,
        documents=tuple(d for d in act.documents if d != document),
        others=tuple(d for d in act.others if d != document),
        evidence=() if lost and act.about else evidence,
        text=TAKEN_DOWN if act.text is not None and (quotes or lost) else act.text,
    )
