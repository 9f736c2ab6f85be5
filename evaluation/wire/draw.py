"""Made-up events: names, numbers and places from a split's own lists, filled into its wordings."""

import tomllib
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

SPLITS = ("tune", "score")
FOLDER = Path(__file__).parent / "data"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NUMBERS = {
    "n1": (13, 97),
    "n2": (14, 99),
    "n3": (110, 990),
    "n4": (21, 260),
    "n5": (14, 88),
    "n6": (13, 480),
    "n7": (210, 2900),
    "n8": (2, 19),
}
"""Bounds of the numbers that an event draws."""


class Event(NamedTuple):
    """One made-up event: its kind of wording, and what stands for each slot."""

    split: str
    kind: dict[str, Any]
    slots: dict[str, str]

    def fill(self, template: str) -> str:
        """Return the template with its slots filled."""
        return template.format_map(self.slots)


@cache
def wordings(split: str) -> dict[str, Any]:
    """Return the wordings of a split; the two share no template and no name."""
    return tomllib.loads((FOLDER / f"{split}.toml").read_text(encoding="utf-8"))


def event(split: str, number: int, rng: Random) -> Event:
    """Return an event of kind `number` (kinds take turns)."""
    words = wordings(split)
    kind = words["kind"][number % len(words["kind"])]
    people = zip(rng.sample(words["given"], 5), rng.sample(words["surname"], 5), strict=True)
    slots = {f"p{n}": f"{given} {last}" for n, (given, last) in enumerate(people, 1)}
    for n, root in enumerate(rng.sample(words["town"], 3), 1):
        slots[f"c{n}"] = root + rng.choice(words["ending"])
    slots["o1"] = f"{rng.choice(words['body'])} {rng.choice(words['trade'])}"
    slots["agency"] = rng.choice(words["agency"])
    slots["weekday"] = rng.choice(WEEKDAYS)
    slots["hour"] = str(rng.randrange(2, 12))
    for name, (low, high) in NUMBERS.items():
        slots[name] = f"{rng.randrange(low, high):,}"
    for n in range(1, 5):
        slots[f"x{n}"] = _thing(words, rng)
    return Event(split, kind, slots)


def _thing(words: dict[str, Any], rng: Random) -> str:
    quality, thing, where = (rng.choice(words[key]) for key in ("quality", "thing", "where"))
    return f"{'an' if quality[0] in 'aeiou' else 'a'} {quality} {thing} {where}"


def yesterday(today: Event, number: int, rng: Random) -> Event:
    """Return an earlier event of the same series: three sentences on the same pattern, all else of another kind.

    The place, the firm and the agency are the same; people, numbers and things are not.
    """
    other = event(today.split, number + 1, rng)
    kept = {key: today.slots[key] for key in ("c1", "o1", "agency")}
    alike = [f for f in today.kind["fact"] if f["wire"].count("{") >= 3 and not f.get("quote")]
    facts = [*alike[:3], *(f for f in other.kind["fact"] if not f.get("law"))]
    others = {**other.slots, **kept}
    for name in NUMBERS:  # no number is the same by chance
        while others[name] == today.slots[name]:
            others[name] = f"{rng.randrange(*NUMBERS[name]):,}"
    others["hour"] = str(int(today.slots["hour"]) % 10 + 2)
    return Event(today.split, {**other.kind, "fact": facts}, others)
