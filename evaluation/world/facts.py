"""The fact base of a story: who takes part, what happened when, how many, drawn from the seed."""

from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from evaluation.world.amounts import Amount
from evaluation.world.wording import Wording

PARTIES = ("lead", "second", "accuser", "accused", "inquirer", "leader")
FIGURES = ("fig1", "fig2", "fig3", "part", "bg")
EVENINGS = ("accident", "attack", "storm")
"""Kinds of event that have a time of day."""


class Party(NamedTuple):
    """Somebody who speaks or acts: a body, its head, and who else speaks for it."""

    key: str
    body: str
    article: str
    short: str
    title: str
    person: str
    respelled: str
    spokes: str
    """"spokesman" or "spokeswoman", where it has one."""

    @property
    def callings(self) -> frozenset[str]:
        """Return the names under which an attribution to the party may be shown."""
        family = {name.rsplit(" ", 1)[1] for name in (self.person, self.respelled)}
        return frozenset({self.body, self.short, *family} - {""})


class Facts(NamedTuple):
    """All that is so in a story."""

    wording: Wording
    day: date
    parties: dict[str, Party]
    slots: dict[str, str]
    figures: dict[str, tuple[Amount, ...]]
    """The counts of each measure, a later one for every day where it grows."""
    due: date
    visit: date
    year: int
    outlets: list[str]
    agency: str
    part: str


def draw(wording: Wording, rng: Random) -> Facts:
    """Return the facts of one story."""
    cast, names = wording.cast, wording.names
    places = rng.sample(names["place"], 2)
    firms = rng.sample(names["firm"], 3)
    states = rng.sample(names["states"], 3)
    slots = {
        "place": places[0],
        "place2": places[1],
        "region": rng.choice(names["region"]),
        "firm": firms[0],
        "firm2": firms[1],
        "firm3": firms[2],
        "storm": rng.choice(names["storm"]),
        "country": states[0][0],
        "state": states[0][1],
        "capital": states[0][2],
        "other_country": states[1][0],
        "other_state": states[1][1],
        "third_country": states[2][0],
        "cause": rng.choice(cast["causes"]),
        "may_have": wording.told["may_have"],
        **{key: cast[key] for key in ("the_event", "whole", "part_kind")},
    }
    given = rng.sample(names["given"], len(PARTIES))
    family = rng.sample(names["family"], len(PARTIES))
    office = rng.choice(("Prime Minister", "President", "Governor"))
    described = {**cast, "leader": {"body": "", "short": "", "title": office}}
    parties = {
        key: _party(key, described[key], f"{given[n]} {family[n]}", slots)
        for n, key in enumerate(PARTIES)
    }
    slots |= {f"{key}_name": parties[key].body for key in ("lead", "accused")}
    day = date(2025, 1, 6) + timedelta(days=rng.randrange(300))
    return Facts(
        wording=wording,
        day=day,
        parties=parties,
        slots=slots,
        figures={key: _counts(cast[key], rng) for key in FIGURES},
        due=day + timedelta(days=rng.randrange(30, 75)),
        visit=day + timedelta(days=rng.randrange(4, 6)),
        year=rng.randrange(1987, 2017),
        outlets=rng.sample(names["outlet"], len(names["outlet"])),
        agency=rng.choice(names["agency"]),
        part=rng.choice(("evening", "night")) if wording.kind in EVENINGS else "",
    )


def _party(key: str, described: dict[str, Any], person: str, slots: dict[str, str]) -> Party:
    body = described["body"].format(**slots)
    return Party(
        key=key,
        body=body,
        article="" if "{firm" in described["body"] else "the ",
        short=described["short"],
        title=described.get("title", ""),
        person=person,
        respelled=respelled(person),
        spokes=described.get("spokes", ""),
    )


def respelled(name: str) -> str:
    """Return another spelling of a name, as a transcription gives it: one letter more or less, or another."""
    given, family = name.rsplit(" ", 1)
    for old, new in (("ll", "l"), ("rr", "r"), ("k", "c"), ("v", "w"), ("e", "é"), ("o", "oh")):
        if old in family[1:]:
            return f"{given} {family[0]}{family[1:].replace(old, new, 1)}"
    return f"{given} {family}h"


def _counts(drawn: dict[str, Any], rng: Random) -> tuple[Amount, ...]:
    step, low, high = drawn.get("step", 1), drawn["low"], drawn["high"]
    number = low + step * rng.randrange(round((high - low) / step) + 1)
    numbers = [round(number, 2)]
    if drawn.get("grows"):
        for _ in range(2):
            numbers.append(numbers[-1] + rng.randrange(1, 6))
    return tuple(Amount(n, drawn.get("form", "count")) for n in numbers)
