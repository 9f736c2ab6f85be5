"""What only looks like copy: others' reports of the event, yesterday's wire, boilerplate, a law's words."""

import re
from random import Random

from evaluation.wire.draw import Event, wordings
from evaluation.wire.pages import COPIED, SHARED, Line, Page, Paragraphs

_SHARED_KEYS = ("quote", "statement", "law")
_PAIRS = 2
_FRAMES = (
    "“{q},” {who} told reporters.",
    "As {who} put it: “{q}.”",
    "“{q},” said {who}.",
    "{who} was blunt. “{q}.”",
    "Asked about it, {who} answered: “{q}.”",
)


class Pool:
    """Wordings of an event that one report alone may use, dealt without putting back."""

    def __init__(self, event: Event, rng: Random) -> None:
        """Shuffle what there is: sentences of one's own, local ones, and facts in others' words."""
        self.event = event
        facts = [f for f in event.kind["fact"] if not _shares(f)]
        self.left = {
            "own": [Line(event.fill(t)) for t in event.kind["own"]],
            "local": [Line(event.fill(t)) for t in wordings(event.split)["local"]],
            "other": [Line(event.fill(f["other"]), f["key"]) for f in facts],
        }
        for listed in self.left.values():
            rng.shuffle(listed)

    def take(self, name: str, count: int, without: frozenset[str] = frozenset()) -> list[Line]:
        """Return up to `count` lines, none that tells a fact in `without`."""
        fit = [line for line in self.left[name] if line.key not in without][:count]
        self.left[name] = [line for line in self.left[name] if line not in fit]
        return fit


def wire(event: Event, rng: Random) -> Page:
    """Return the agency's text: nearly every fact, in the order of the wordings."""
    facts = [f for n, f in enumerate(event.kind["fact"]) if n == 0 or rng.random() < 0.9]
    lines = [
        Line(
            event.fill(fact["wire"]),
            fact["key"],
            SHARED if fact.get("law") or fact.get("statement") else COPIED,
            event.fill(fact.get("passive", "")),
            event.fill(fact["again"]),
        )
        for fact in facts
    ]
    stock = _stock(event, rng)
    lines = [*lines[:3], *stock[:1], *lines[3:], *stock[1:]]
    paragraphs: Paragraphs = [[lines[0]]]
    paragraphs += [lines[n : n + _PAIRS] for n in range(1, len(lines), _PAIRS)]
    return Page("", "", event.fill(rng.choice(event.kind["headlines"])), paragraphs)


def independent(
    event: Event,
    rng: Random,
    pool: Pool,
    *,
    without: frozenset[str] = frozenset(),
    law: bool = False,
    quotes: float = 0.6,
) -> Page:
    """Return a report by somebody who was there: own words, some of the facts, the same quotations."""
    both = [
        Line(_framed(f, event, rng), f["key"], SHARED)
        for f in event.kind["fact"]
        if _shares(f) and f["key"] not in without
        if (law if f.get("law") else rng.random() < quotes)
    ]
    told = pool.take("other", 3, without) + pool.take("own", 2)
    rest = [*both, *_stock(event, rng)]
    rng.shuffle(rest)
    lines = told[:1] + rest
    for line in told[1:]:
        lines.insert(rng.randrange(1, len(lines) + 1), line)
    paragraphs: Paragraphs = [lines[:1]]
    paragraphs += [lines[n : n + _PAIRS] for n in range(1, len(lines), _PAIRS)]
    return Page("", "", event.fill(rng.choice(event.kind["headlines"])), paragraphs)


def branded(page: Page, event: Event, outlet: str) -> Page:
    """Return a page between the boilerplate of its outlet."""
    slots = {**event.slots, "outlet": outlet}
    before, after = ([Line(b.format_map(slots))] for b in wordings(event.split)["brand"])
    return page._replace(paragraphs=[before, *page.paragraphs, after], outlet=outlet)


def _shares(fact: dict[str, object]) -> bool:
    return any(fact.get(key) for key in _SHARED_KEYS)


def _framed(fact: dict[str, str], event: Event, rng: Random) -> str:
    """Return a shared fact in words of one's own around what is quoted."""
    if not fact.get("quote"):
        return event.fill(fact["other"])
    quoted = re.search(r"“([^”]*?)[,.]?”", fact["other"])
    who = re.search(r"\{p\d\}", fact["other"])
    assert quoted, fact
    assert who, fact
    frame = rng.choice(_FRAMES).replace("{q}", quoted.group(1))
    return event.fill(frame.replace("{who}", who.group()))


def _stock(event: Event, rng: Random) -> list[Line]:
    chosen = rng.sample(wordings(event.split)["stock"], 2)
    return [Line(event.fill(t), whose=SHARED) for t in chosen]
