"""Piles of reports: a wire, copies of it in several kinds of edit, and reports that only look like copies."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import NamedTuple

from evaluation.wire.draw import Event, event, wordings, yesterday
from evaluation.wire.edits import BY_AGENCY, EDITS, UNCREDITED, Source
from evaluation.wire.pages import Page
from evaluation.wire.rivals import Pool, branded, independent, wire

COPIES = 4
"""Copies in a pile."""
CREDITED = 0.5
PRECISE, DATED = 0.65, 0.9
"""Share of copies whose time is known to the minute; whose day at least is."""
RIVALS = (
    "another's report",
    "same quotations and law",
    "same outlet's boilerplate",
    "yesterday's wire",
)


class Copied(NamedTuple):
    """A planted copy: its kind of edit, its page, and whether it names the agency."""

    kind: str
    page: Page
    stated: bool


class Pile(NamedTuple):
    """Reports on one event, and what is true of them."""

    id: str
    wire: Page
    copies: tuple[Copied, ...]
    rivals: tuple[tuple[str, Page], ...]

    def pages(self) -> list[Page]:
        """Return all pages."""
        return [self.wire, *(c.page for c in self.copies), *(p for _, p in self.rivals)]


def piles(split: str, seed: int, count: int) -> list[Pile]:
    """Return `count` piles; kinds of edit take turns, so that seven piles hold every kind once."""
    kinds = list(EDITS)
    found = []
    for number in range(count):
        first = number * COPIES % len(kinds)
        lap = number * COPIES // len(kinds)
        turn = [kinds[(first + n * 5 + lap) % len(kinds)] for n in range(COPIES)]
        found.append(pile(split, seed, number, turn))
    return found


def pile(split: str, seed: int, number: int, kinds: Sequence[str]) -> Pile:
    """Return pile `number` with one copy of each of `kinds`: always the same for the same arguments."""
    rng = Random(f"{split} {seed} {number}")
    name = f"{split}-{seed}-{number}"
    told = event(split, number, rng)
    agency = told.slots["agency"]
    at = datetime(2031, 3, 4, tzinfo=UTC) + timedelta(minutes=rng.randrange(60, 700))
    original = wire(told, rng)._replace(
        id=f"{name}-wire",
        outlet=agency,
        agency=agency,
        published=at,
        dateline=_dateline(told, at),
    )
    outlets = rng.sample(wordings(split)["outlet"], 10)
    pool = Pool(told, rng)
    source = Source(original, told, wire(event(split, number + 1, rng), rng), pool, outlets[0])
    copies = tuple(
        _copy(kind, source, outlets[n + 1], f"{name}-c{n}", rng) for n, kind in enumerate(kinds)
    )
    rivals = _rivals(told, pool, outlets, number, rng, "boilerplate around" in kinds)
    placed = [
        (kind, page._replace(id=f"{name}-r{n}", published=page.published or _later(at, rng)))
        for n, (kind, page) in enumerate(rivals)
    ]
    return Pile(name, original, copies, tuple(placed))


def _copy(kind: str, source: Source, outlet: str, name: str, rng: Random) -> Copied:
    wired = source.wire
    page = EDITS[kind](source, rng)
    credited = kind in BY_AGENCY or (kind not in UNCREDITED and rng.random() < CREDITED)
    known = rng.random()
    outlet = wired.outlet if kind in BY_AGENCY else outlet
    if kind == "boilerplate around":
        outlet = source.outlet
    below = credited and kind not in BY_AGENCY and rng.random() < 0.4
    agency = wired.agency
    page = page._replace(
        id=name,
        outlet=outlet,
        agency=agency if credited else None,
        dateline=wired.dateline if credited and not below else "",
        credit=f"({agency})" if below else "",
        published=_later(wired.published, rng) if known < DATED or kind in BY_AGENCY else None,
        precise=known < PRECISE or kind in BY_AGENCY,
    )
    return Copied(kind, page, credited)


def _rivals(
    told: Event, pool: Pool, outlets: list[str], number: int, rng: Random, brand_used: bool
) -> list[tuple[str, Page]]:
    brand = outlets[0]
    first = independent(told, rng, pool)._replace(outlet=outlets[6])
    second = independent(told, rng, pool, law=True, quotes=1.0)._replace(outlet=outlets[7])
    third = branded(independent(told, rng, pool), told, brand)
    if not brand_used:
        first = branded(first, told, brand)
    before = yesterday(told, number, rng)
    old = wire(before, rng)
    day = datetime(2031, 3, 3, rng.randrange(6, 20), rng.randrange(60), tzinfo=UTC)
    old = old._replace(
        outlet=told.slots["agency"],
        agency=told.slots["agency"],
        dateline=_dateline(before, day),
        published=day,
    )
    return list(zip(RIVALS, (first, second, third, old), strict=True))


def _dateline(told: Event, at: datetime) -> str:
    return f"{told.slots['c1'].upper()}, {at:%B} {at.day} ({told.slots['agency']}) — "


def _later(at: datetime | None, rng: Random) -> datetime | None:
    return at and at + timedelta(minutes=rng.randrange(8, 400))
