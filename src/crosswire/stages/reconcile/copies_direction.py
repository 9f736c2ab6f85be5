"""Who has it from whom: stated by a credit, or inferred from who is the agency, who was first, who has more."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from crosswire.model.document import Document
from crosswire.model.span import Evidence

OWN_AGENCY, CREDITED, EARLIER, EARLIER_DAY, LONGER = 4.0, 1.5, 3.0, 2.0, 1.0
_PRECISE = ("minute", "second")


class Direction(NamedTuple):
    """`copy` has it from `original`; why, and the credit where the copy states it."""

    copy: Document
    original: Document
    stated: bool
    because: tuple[str, ...]
    credit: Evidence | None = None


def direction(one: Document, two: Document, sizes: tuple[int, int]) -> Direction:
    """Return which of two reports with shared text is the copy; the later by id where nothing tells.

    `sizes` are the lengths of their bodies in code points.
    """
    signs = [*_by_agency(one, two), *_by_time(one, two), *_by_length(sizes)]
    total = sum(weight for weight, _ in signs)
    first = total > 0 or (total == 0 and (_day(one), one.id) <= (_day(two), two.id))
    original, copy = (one, two) if first else (two, one)
    because = [text for weight, text in signs if (weight > 0) == first]
    credit = credit_of(copy, original)
    if credit is not None:
        because.insert(0, f"stated: {copy.id} credits {original.outlet}")
    against = [text for weight, text in signs if (weight > 0) != first]
    told = because or ["nothing tells who was first: taken in the order of their ids"]
    return Direction(
        copy, original, credit is not None, (*told, *(f"against it: {t}" for t in against)), credit
    )


def credit_of(copy: Document, original: Document) -> Evidence | None:
    """Return the words by which `copy` credits the outlet or agency that `original` is of, if it does."""
    if original.outlet is None or copy.outlet == original.outlet:
        return None
    if copy.agency != original.outlet:
        return None
    if copy.agency_evidence is not None:
        return copy.evidence(copy.agency_evidence.start, copy.agency_evidence.end)
    at = copy.text.find(original.outlet)
    return copy.evidence(at, at + len(original.outlet)) if at >= 0 else None


def _by_agency(one: Document, two: Document) -> list[tuple[float, str]]:
    own = [d.agency is not None and d.agency == d.outlet for d in (one, two)]
    if own[0] != own[1]:
        agency = one if own[0] else two
        return [(OWN_AGENCY if own[0] else -OWN_AGENCY, f"{agency.id} is the agency's own text")]
    credited = [d.agency is not None for d in (one, two)]
    if credited[0] != credited[1]:
        named = one if credited[0] else two
        return [
            (
                CREDITED if credited[0] else -CREDITED,
                f"{named.id} credits {named.agency}, the other nobody",
            )
        ]
    return []


def _by_time(one: Document, two: Document) -> list[tuple[float, str]]:
    first, second = one.published_at, two.published_at
    if first.value is None or second.value is None:
        return []
    precise = first.precision in _PRECISE and second.precision in _PRECISE
    left, right = (_instant(v) if precise else v[:10] for v in (first.value, second.value))
    if left == right:
        return []
    weight = EARLIER if precise else EARLIER_DAY
    early = one if left < right else two
    return [
        (
            weight if early is one else -weight,
            f"{early.id} was published first, at {min(left, right)}",
        )
    ]


def _instant(value: str) -> str:
    """Return an ISO time in UTC, so that two can be compared; as given where it has no offset."""
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return value
    return at.astimezone(UTC).isoformat() if at.tzinfo else value


def _by_length(sizes: tuple[int, int]) -> list[tuple[float, str]]:
    longer, shorter = max(sizes), min(sizes)
    if longer < 1.1 * shorter:
        return []
    sign = 1 if sizes[0] > sizes[1] else -1
    return [(sign * LONGER, f"the longer text has {longer} characters, the other {shorter}")]


def _day(document: Document) -> str:
    return document.published_at.value or "9999"


def depths(names: Sequence[str], targets: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Return how many copies each report is away from an original; reports in a circle are as far as one another."""
    found: dict[str, int] = {}
    left = list(names)
    level = 0
    while left:
        free = [n for n in left if all(t in found for t in targets.get(n, ()))] or left
        found.update(dict.fromkeys(free, level))
        left = [n for n in left if n not in found]
        level += 1
    return found
