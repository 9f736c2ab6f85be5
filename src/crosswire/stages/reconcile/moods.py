"""What a clause's own mood makes of what it says, before anybody's attribution: expected, possible, rumoured."""

import re
from collections.abc import Mapping
from functools import cache

from crosswire import lexicon
from crosswire.model.annotation import Clause, Status

_STATUS_OF_MODALITY: dict[str, Status] = {
    "possible": "possible",
    "expected": "expected",
    "conditional": "conditional",
    "demand": "demand",
}
_TENSELESS = ("complement", "adverbial")
_CONTENT_OF = re.compile(r"([a-z]+?)s? that\s+$", re.IGNORECASE)
LONGEST_NOUN = 24
"""Code points before a clause in which a noun and its "that" are looked for."""


def own_status(clause: Clause, clauses: Mapping[str, Clause]) -> Status | None:
    """Return the status that a clause has by itself, or None for a plain assertion.

    One without tense has the mood of the verb that it follows: "will run, beginning at noon", "may allow it to dock".
    """
    if clause.modality in _STATUS_OF_MODALITY:
        return _STATUS_OF_MODALITY[clause.modality]
    if clause.tense == "future":
        return "expected"
    holder = clauses.get(clause.within or "")
    if clause.tense != "none" or clause.kind not in _TENSELESS or holder is None:
        return None
    if holder.predicate_start > clause.start or holder.attribution != clause.attribution:
        return None
    return own_status(holder, clauses)


def status_as_content(clause: Clause, text: str) -> Status:
    """Return the status of a clause that is the content of a noun ("a finding that …"), else asserted."""
    before = text[max(0, clause.start - LONGEST_NOUN) : clause.start]
    own = clause.subject is not None and clause.subject.start == clause.start
    noun = _CONTENT_OF.search(before) if own else None
    return _content_nouns().get(noun[1].lower(), "asserted") if noun else "asserted"


@cache
def _content_nouns() -> dict[str, Status]:
    return {row["noun"]: row["status"] for row in lexicon.table("content_nouns")}  # type: ignore[misc]
