"""Groups of statements to points: the claims about one thing, with verdict, status, roots and weight.

1. The leading claim is the medoid with the most filled slots; the point's text is its words, attribution kept.
2. The other claims are same, entails, part-of or contradicts against it.
3. The verdict is the first that holds of the list in the contract; copies and agencies never add a root.
4. The weight puts first what more reports say, earlier, with more roots and plainer words.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date as date_type
from math import exp, log, log2

from msgspec.structs import replace

from crosswire.model.annotation import Status
from crosswire.model.dossier import Claim, Point, Relation, Verdict
from crosswire.model.record import Record, content_id
from crosswire.model.span import Evidence
from crosswire.stages.reconcile.align import JOIN, Group, Pair, compare_figures, states_near
from crosswire.stages.reconcile.roots import Origin
from crosswire.stages.reconcile.settled_roots import roots_of
from crosswire.stages.reconcile.statements import Statement
from crosswire.stages.reconcile.terms import counts

_OWN_EYES = re.compile(
    r"\b(reporter|correspondent|journalist|photographer|camera crew|team)s?\b", re.IGNORECASE
)
_SEEING = frozenset(
    "see saw seen witness witnessed observe observed watch watched hear heard".split()
)
BACKGROUND_DAYS = 21
"""What is dated this long before the event is background to it."""


class Reading(Record, frozen=True, kw_only=True):
    """What the story knows when points are made: origins, opposed countries, the event's day."""

    origins: Mapping[str, Origin]
    opposed: frozenset[tuple[str, str]]
    happened_on: str | None
    outlets: Mapping[str, str | None]
    reports: int
    headlined: Mapping[str, float]
    """How much of a statement the reports' headlines say (0 to 1), by statement id."""
    recency: Mapping[str, float]
    """How late a report is among the story's (0 to 1): the last count of the dead is the one to know."""
    decided: Mapping[str, tuple[str, ...]] = {}
    """The acts of a person that decided something about a statement, by its id."""
    copied: frozenset[str] = frozenset()
    """Statements that stand in copied words: they say nothing about how well a point is founded."""
    withdrawn: Mapping[str, str] = {}
    """Why the words that a statement is copied from were taken back, by its id, where they were."""


def make_point(group: Group, reading: Reading) -> Point:
    """Return the point that the statements of `group` make, in words that have the status of most of them."""
    held = status(group.members, leading(group, reading))
    lead = leading(group, reading, held)
    ties = best_pairs(group)
    members = sorted(group.members, key=lambda s: (s.id != lead.id, s.document, s.start))
    roots = roots_of([reading.origins[s.id] for s in _standing(members, reading)])
    documents = {s.document for s in members}
    outlets = {reading.outlets[d] for d in documents if reading.outlets[d]}
    return Point(
        id=content_id("p", *sorted(s.id for s in members)),
        text=" ".join(lead.shown.text.split()),
        topic=topic(lead, members, reading),
        verdict=verdict(members, reading),
        status=held,
        reports=len(documents),
        outlets=len(outlets),
        roots=roots,
        disputed=False,
        claims=tuple(_claim(s, lead, ties.get(s.id), reading) for s in members),
        weight=round(weight(members, len(roots), reading), 4),
        withdrawn=_withdrawn(members, reading),
    )


def _standing(members: Sequence[Statement], reading: Reading) -> Sequence[Statement]:
    """Return the statements whose words nobody took back; all, where all were."""
    return [s for s in members if s.id not in reading.withdrawn] or members


def _withdrawn(members: Sequence[Statement], reading: Reading) -> str | None:
    reasons = sorted({reading.withdrawn.get(s.id, "") for s in members})
    return reasons[0] if reasons[0] else None


def leading(group: Group, reading: Reading, held: Status | None = None) -> Statement:
    """Return the statement that stands for the group, of those with status `held` if given: nearest to all,
    then with the most filled slots."""
    closeness: Counter[str] = Counter()
    for pair in group.pairs:
        closeness[pair.left] += pair.score  # type: ignore[assignment]
        closeness[pair.right] += pair.score  # type: ignore[assignment]

    def slots(s: Statement) -> float:
        filled: float = (
            (s.subject is not None) + (s.object is not None) + bool(s.times) + bool(s.figures)
        )
        size = len(s.text)
        own: float = s.subject is not None and s.start <= s.subject.start < s.end
        own += reading.origins[s.id].root is not None
        filled += LEAD_HEADLINED * reading.headlined.get(s.id, 0.0)
        return filled + own + (40 <= size <= 200) - 2.0 * s.headline - (size < 25) - (size > 260)

    most = max((closeness[s.id] for s in group.members), default=0.0) or 1.0
    return max(
        (s for s in group.members if held in (None, s.status)),
        key=lambda s: (round(closeness[s.id] / most + 0.4 * slots(s), 6), s.id),
    )


def _claim(statement: Statement, lead: Statement, pair: Pair | None, reading: Reading) -> Claim:
    origin = reading.origins[statement.id]
    return Claim(
        id=statement.id,
        document=statement.document,
        evidence=Evidence(
            document=statement.document,
            start=statement.start,
            end=statement.end,
            text=statement.text,
        ),
        relation="same" if statement.id == lead.id else relation(lead, statement),
        attribution=origin.links,
        status=statement.status,
        root=origin.root,
        score=pair.score if pair else None,
        explain=explain(statement, pair),
        decided=reading.decided.get(statement.id, ()),
        withdrawn=reading.withdrawn.get(statement.id),
    )


def best_pairs(group: Group) -> dict[str, Pair]:
    """Return the pair that ties each statement most strongly to its group, by statement id."""
    best: dict[str, Pair] = {}
    for pair in sorted(group.pairs, key=lambda p: (p.score, p.left, p.right)):
        best[pair.left] = best[pair.right] = pair
    return best


def explain(statement: Statement, pair: Pair | None) -> tuple[str, ...]:
    """Return why a claim stands where it stands, and what would have parted it."""
    if pair is None:
        return ("alone: no other statement of the story is likely enough to say the same",)
    other = pair.right if pair.left == statement.id else pair.left
    lines = [f"tied to {other} by {pair.score:.2f} (joined from {JOIN:.2f})"]
    heavy = sorted(pair.reasons, key=lambda r: -abs(r.value * r.weight))
    lines += [
        f"{r.feature}: {r.value:.2f} × {r.weight:+.1f} = {r.value * r.weight:+.2f}" for r in heavy
    ]
    odds = log(pair.score / (1 - pair.score)) if 0 < pair.score < 1 else 0.0
    for reason in heavy:
        without = 1 / (1 + exp(-(odds - reason.value * reason.weight)))
        if pair.score >= JOIN > without:
            lines.append(f"without “{reason.feature}” it would be {without:.2f} and stand apart")
            break
    return tuple(lines)


def relation(lead: Statement, other: Statement) -> Relation:
    """Return what `other` is to the leading statement."""
    _, other_figure = compare_figures(lead, other)
    if other_figure:
        return (
            "part-of" if any(f.part_of for f in (*lead.figures, *other.figures)) else "contradicts"
        )
    if lead.negated != other.negated and lead.predicate == other.predicate:
        return "contradicts"
    mine, its = set(counts(lead.text)), set(counts(other.text))
    if its > mine:
        return "entails"
    return "same"


def verdict(members: Sequence[Statement], reading: Reading) -> Verdict:
    """Return the first verdict of the contract's list that holds."""
    free = [s for s in members if s.id not in reading.copied] or members
    if all(is_background(s, reading.happened_on) for s in free):
        return "background"
    origins = [reading.origins[s.id] for s in _standing(members, reading)]
    roots = roots_of(origins)
    if not roots:
        return "unsourced"
    countries = {o.party.country for o in origins if o.party is not None and o.party.country}
    if any((a, b) in reading.opposed for a in countries for b in countries):
        return "both-sides"
    if len(roots) >= 2:
        return "multi-root"
    if any(_seen(s) for s in free):
        return "observed"
    return "one-root" if len({s.document for s in members}) >= 2 else "single-report"


def _seen(statement: Statement) -> bool:
    """Tell whether a report's own reporter saw it."""
    for attribution in statement.chain[-1:]:
        speaker = " ".join(s.text for s in attribution.speaker.spans)
        cue = {w for s in attribution.cue.spans for w in s.text.lower().split()}
        if _OWN_EYES.search(speaker) and cue & _SEEING:
            return True
    return False


def is_background(statement: Statement, happened_on: str | None) -> bool:
    """Tell whether a statement is dated long before the event."""
    if happened_on is None:
        return False
    times = statement.times or ((statement.before,) if statement.before else ())
    dates = [t.value for t in times if t.value and re.match(r"\d{4}", t.value)]
    return bool(dates) and all(_days_before(d, happened_on) > BACKGROUND_DAYS for d in dates)


def _days_before(date: str, day: str) -> int:
    """Return about how many days `date` (any TIMEX3 date from a year on) ends before `day`."""
    try:
        year = int(date[:4])
        if re.fullmatch(r"\d{4}-W\d\d", date):
            ends = date_type.fromisocalendar(year, int(date[6:8]), 7)
        elif re.match(r"\d{4}-\d\d-\d\d", date):
            ends = date_type(year, int(date[5:7]), int(date[8:10]))
        elif re.match(r"\d{4}-\d\d", date):
            ends = date_type(year, int(date[5:7]), 28)
        else:
            ends = date_type(year, 12, 31)
        return (date_type.fromisoformat(day[:10]) - ends).days
    except ValueError:
        return 0


_TELLING: tuple[Status, ...] = (
    "denied", "threat", "demand", "pledge", "no-comment", "unconfirmed", "alleged", "conditional",
    "possible", "expected", "presupposed", "asserted",
)  # fmt: skip
"""Statuses, the more telling first: of two that tie, a threat says more than an expectation."""


BARE_FUTURE = 0.5
"""Weight of a mere "will": a verb of threatening or promising tells more than two of them."""


def status(members: Sequence[Statement], lead: Statement) -> Status:
    """Return the status most claims have; where they tie the leading claim's, then the more telling one."""
    votes = Counter(s.status for s in members)
    spoken = any(s in ("threat", "pledge", "demand") for s in votes)
    strength = {
        s: count * (BARE_FUTURE if spoken and s == "expected" else 1.0)
        for s, count in votes.items()
    }
    return max(votes, key=lambda s: (strength[s], s == lead.status, -_TELLING.index(s)))


def topic(lead: Statement, members: Sequence[Statement], reading: Reading) -> str:
    """Return the heading under which a reader looks for the point."""
    if all(is_background(s, reading.happened_on) for s in members):
        return "Background"
    kind = status(members, lead)
    if kind in ("denied", "unconfirmed", "no-comment"):
        return "Denied, not confirmed, not answered"
    if kind in ("expected", "possible", "conditional", "pledge", "threat"):
        return "Announced, expected, possible"
    if kind == "demand":
        return "Demands"
    if all(s.chain for s in members):
        return "Said and alleged"
    return "What happened"


LITTLE = 1.5
"""What a claim loses that the parser cut off in the middle, or that tells only of coming and speaking."""
_CUT_OFF = re.compile(
    r"\b(?:with|after|before|of|to|for|from|by|at|in|on|and|or|but|that|the|a|an|saying|despite|the fact|than|as)$",
    re.IGNORECASE,
)
_LITTLE = frozenset("come respond speak reply begin continue follow comment answer".split())


def _says_little(statement: Statement) -> bool:
    """Tell whether a statement breaks off, or predicates nothing but that somebody came or spoke."""
    text = statement.text.rstrip(' ,;.”"’')
    bare = statement.predicate in _LITTLE and statement.object is None and not statement.figures
    return bool(_CUT_OFF.search(text)) or (bare and len(text.split()) <= 6)


def folded(points: Sequence[Point], statements: Mapping[str, Statement]) -> list[Point]:
    """Return the points, each that stands whole within another's evidence marked with that other one."""
    reach: dict[str, list[tuple[int, int, Point]]] = defaultdict(list)
    for point in (p for p in points if p.verdict != "background"):
        for claim in point.claims:
            reach[claim.document].append((claim.evidence.start, claim.evidence.end, point))
    return [replace(p, within=_holder(p, reach, statements)) for p in points]


def _holder(
    point: Point,
    reach: Mapping[str, Sequence[tuple[int, int, Point]]],
    statements: Mapping[str, Statement],
) -> str | None:
    if point.disputed:
        return None
    own = {root.id for root in point.roots}
    holders: set[str] | None = None
    for claim in point.claims:
        span = statements[claim.id]
        around = {
            other.id
            for start, end, other in reach[claim.document]
            if other.id != point.id
            and start <= span.start
            and span.end <= end
            and end - start > span.end - span.start
            and own <= {root.id for root in other.roots}
            and other.status == point.status
            and other.weight >= point.weight
        }
        holders = around if holders is None else holders & around
    return min(holders) if holders else None


TOLL = 1.6
"""Weight of telling how many died or were hurt, in the last report: what is asked first."""
LEAD_HEADLINED = 6.0
"""The same for which of a point's claims stands for it, in filled slots."""
HEADLINED = 2.0
"""Weight of standing in the headlines: they agree on what the event is."""


def weight(members: Sequence[Statement], roots: int, reading: Reading) -> float:
    """Return how much the point matters to somebody who reads only a few."""
    documents = {s.document for s in members}
    first = {d: min(s.position for s in members if s.document == d) for d in documents}
    early = sum((1 - p) ** 2 for p in first.values()) / len(first)
    share = (len(documents) - 1) / max(1, reading.reports - 1)
    slots = max(
        bool(s.figures) + bool(s.times) + bool(s.entities) + (s.subject is not None)
        for s in members
    )
    total = 3.0 * share + 1.5 * early + 0.4 * log2(1 + roots) + 0.25 * slots
    total += HEADLINED * max((reading.headlined.get(s.id, 0.0) for s in members), default=0.0)
    if any(states_near(f, s) & {"=kill", "=injure"} for s in members for f in s.figures):
        total += TOLL * max(reading.recency[s.document] for s in members)
    if all(s.headline for s in members):
        total -= 0.5
    if all(is_background(s, reading.happened_on) for s in members):
        total -= 1.0
    if max(len(s.text) for s in members) < 30:
        total -= 0.7
    if all(_says_little(s) for s in members):
        total -= LITTLE
    return total
