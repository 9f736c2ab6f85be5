"""Who tells what: the outline of every report of a story, and where which operator is planted.

One report is agency text and tells nearly all; others write for themselves, each with families of wording
of its own; the rest are editions of the agency's text.
"""

from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import NamedTuple

from evaluation.world.facts import Facts
from evaluation.world.wording import FAMILIES

AGENCY_TELLS = 0.9
OPERATOR = 0.45
"""How often an operator is planted in a story."""
TOLD = {
    "fig2": 0.85,
    "fig3": 0.7,
    "part": 0.4,
    "quote0": 0.7,
    "quote1": 0.55,
    "cause": 0.6,
    "accusation": 0.75,
    "denial": 0.7,
    "inquiry": 0.6,
    "visit": 0.5,
    "unconfirmed": 0.4,
    "bg": 0.35,
}
"""How often a report of its own tells a fact; the event and the first count it always tells."""
OPERATORS = {
    "number": "fig2",
    "rounded": "fig3",
    "stale": "fig1",
    "plain-cause": "cause",
    "dropped": "accusation",
    "swapped": "accusation",
    "altered": "quote0",
    "translation": "quote0",
    "truncated": "quote1",
    "translation-too": "quote1",
    "unnamed": "fig3",
    "other-day": "event",
    "headline": "headline",
    "respelled": "names",
    "passage": "passage",
}
"""What each operator changes; one report has at most one change of a fact."""


class Telling(NamedTuple):
    """A fact in one of its families of wording, said by a party or by the report itself."""

    fact: str
    family: int
    speaker: str | None = None
    form: str = "plain"
    frame: int = 0


Sentence = tuple[Telling, ...]
"""One telling, or two that one speaker makes in one sentence."""


class Outline(NamedTuple):
    """What a report tells, in order, and how it writes."""

    id: str
    outlet: str
    agency: str | None
    published: datetime
    paragraphs: tuple[tuple[Sentence, ...], ...]
    headline: Telling
    day_style: int
    modes: dict[str, str]
    """How a party is called: by its head, as a body, or by its spokesman."""
    changed: frozenset[str]
    noise: frozenset[str]


class Plan(NamedTuple):
    """The outlines of a story; the first is the agency's, and `editions` of it are made besides."""

    outlines: tuple[Outline, ...]
    editions: int
    planted: tuple[str, ...]


def plan(facts: Facts, rng: Random, size: int) -> Plan:
    """Return the plan of a story of `size` reports, two at least."""
    own = min(FAMILIES - 1, max(1, size - 2))
    order = {fact: rng.sample(range(FAMILIES), FAMILIES) for fact in ("event", "fig1", *TOLD)}
    frames = rng.sample(range(FAMILIES), FAMILIES)
    speakers = _speakers(facts, rng)
    changes, planted = _changes(facts, rng, own)
    heads = rng.sample(range(FAMILIES), FAMILIES)
    outlines = []
    for number in range(own + 1):
        changed = changes[number]
        fresh = {fact: families[number] for fact, families in order.items()}
        told = [
            fact
            for fact, share in TOLD.items()
            if rng.random() < (share if number else AGENCY_TELLS)
            or fact in changed
            or (number == 0 and any(fact in c for c in changes))
        ]
        tellings = {
            fact: Telling(
                fact,
                fresh[fact],
                _speaker(fact, speakers[number], changed),
                changed.get(fact, "plain"),
                frames[(number + n) % FAMILIES],
            )
            for n, fact in enumerate(("event", "fig1", *told))
        }
        outlines.append(
            Outline(
                id=f"r{number}",
                outlet=facts.outlets[number],
                agency=facts.agency if number == 0 else None,
                published=_published(facts, number, rng),
                paragraphs=_arranged(tellings, rng, joined=number > 0),
                headline=Telling("headline", heads[number], form=changed.get("headline", "plain")),
                day_style=rng.choice((0, 0, 1, 2, 3)),
                modes={key: rng.choice(("head", "body", "spokes")) for key in facts.parties},
                changed=frozenset(changed.values()),
                noise=frozenset(n for n in ("promo", "caption") if rng.random() < 0.4),
            )
        )
    return Plan(tuple(outlines), max(0, size - own - 1), planted)


def _speakers(facts: Facts, rng: Random) -> list[dict[str, str | None]]:
    """Return who tells what in each report: mostly one party, at times another or the report itself."""
    return [
        {
            "event": "lead" if rng.random() < 0.4 else None,
            "fig1": "lead" if rng.random() < 0.75 else "second",
            "fig2": "second" if rng.random() < 0.75 else "lead",
            "fig3": "lead" if rng.random() < 0.6 else None,
            "part": "second" if rng.random() < 0.6 else "lead",
            "cause": "lead",
            "quote0": "lead",
            "quote1": "lead",
        }
        for _ in range(FAMILIES)
    ]


def _speaker(fact: str, speakers: dict[str, str | None], changed: dict[str, str]) -> str | None:
    form = changed.get(fact)
    if form == "unnamed":
        return "unnamed"
    return None if form == "plain-cause" else speakers.get(fact)


def _changes(facts: Facts, rng: Random, own: int) -> tuple[list[dict[str, str]], tuple[str, ...]]:
    """Return what is changed in each report (none in the agency's), and the operators planted."""
    changes: list[dict[str, str]] = [{} for _ in range(own + 1)]
    planted = []
    for operator, fact in OPERATORS.items():
        number = rng.randrange(1, own + 1)
        wanted = rng.random() < OPERATOR
        if operator == "stale" and (number == 1 or len(facts.figures["fig1"]) == 1):
            continue
        if wanted and fact not in changes[number]:
            changes[number][fact] = operator.removesuffix("-too")
            planted.append(operator)
    return changes, tuple(planted)


def _published(facts: Facts, number: int, rng: Random) -> datetime:
    """Return when a report appears: the agency's at once, the others up to two days later."""
    hour = (22, 23, 12, 18)[number]
    day = facts.day + timedelta(days=(0, 0, 1, 2)[number])
    return datetime.combine(day, time(hour, rng.randrange(60)), UTC)


def _arranged(
    tellings: dict[str, Telling], rng: Random, *, joined: bool
) -> tuple[tuple[Sentence, ...], ...]:
    """Return the paragraphs: the event first, then the count, the rest in any order."""
    event = ((tellings.pop("event"),),)
    first = tellings.pop("fig1")
    second = tellings.get("fig2")
    lead: tuple[Sentence, ...] = ((first,),)
    if joined and second and second.speaker == first.speaker and first.form == "plain":
        lead = ((first, tellings.pop("fig2")),)
    rest = list(tellings.values())
    rng.shuffle(rest)
    paragraphs = [event, lead]
    while rest:
        telling = rest.pop()
        sentences: tuple[Sentence, ...] = ((telling,),)
        if rest and not telling.fact.startswith("quote") and rng.random() < 0.6:
            sentences += ((rest.pop(),),)
        paragraphs.append(sentences)
    return tuple(paragraphs)
