"""A million made-up reports for measuring scale: seeded, 300 words and more, each made alone from its number.

Words follow Zipf over an invented vocabulary of 120,000 between real function words; stories have a long tail of
sizes and last days; stories come in sagas, whose neighbours share people, places and half of their subject's words;
a twelfth of the reports are copies of an earlier one, cut from below under another headline.
"""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

import msgspec
import numpy as np

from crosswire import lexicon
from crosswire.model.document import Block, Document, Published
from crosswire.text.words import is_stop

SYLLABLES = (
    "ka lo mir ven tar ol das fe rin sul bre an dor vik hal mo set gru pel nor is tam ul wen po shi ren cal tor "
    "ba ne lu gan fi so ri de mu jo pa"
).split()
VOCABULARY = 120_000
TAIL = 1.15
"""Exponent of the sizes of stories: most are of one report, a few of very many."""
LARGEST = 3000
A_DAY = 10_000
"""Reports of a day, so that the crowd of a day does not grow with the number of all."""
SAGA = 3
"""Stories of one saga, at the most."""
COPIES = 1 / 12
START = datetime(2024, 3, 4)


class Plan(NamedTuple):
    """The story, the number in it and the minute of each report, by time."""

    story: np.ndarray
    number: np.ndarray
    minute: np.ndarray


def plan(count: int, seed: int = 1) -> Plan:
    """Draw the stories and times of `count` reports."""
    random = np.random.default_rng(seed)
    drawn = 1.0 + random.pareto(TAIL, count)
    sizes = np.minimum(drawn.astype(np.int64), min(LARGEST, max(2, count // 50)))
    sizes = sizes[: int(np.searchsorted(np.cumsum(sizes), count)) + 1]
    sizes[-1] -= int(sizes.sum()) - count
    story = np.repeat(np.arange(len(sizes)), sizes)
    number = np.arange(count) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    span = max(1440, count * 1440 // A_DAY)
    # The stories of a saga follow each other within days.
    begin = random.integers(0, span, len(sizes) // SAGA + 1)[np.arange(len(sizes)) // SAGA]
    begin = begin + (np.arange(len(sizes)) % SAGA) * 2000
    minute = begin[story] + (random.exponential(900, count) * (number > 0)).astype(np.int64)
    order = np.lexsort((number, story, minute))
    return Plan(story[order], number[order], minute[order])


class Subject(NamedTuple):
    """What the reports of a story have in common."""

    words: tuple[str, ...]
    names: tuple[str, ...]
    figures: tuple[str, ...]


@lru_cache(maxsize=1)
def words() -> tuple[str, ...]:
    """Return the invented vocabulary, the commonest first."""
    random = np.random.default_rng(7)
    found: dict[str, None] = {}
    while len(found) < VOCABULARY:
        for parts in random.integers(0, len(SYLLABLES), (20_000, 4)).tolist():
            found["".join(SYLLABLES[p] for p in parts[: 2 + parts[0] % 3])] = None
    return tuple(found)[:VOCABULARY]


@lru_cache(maxsize=1)
def function_words() -> tuple[str, ...]:
    """Return real function words, in one order."""
    return tuple(sorted(w for w in lexicon.words("stop_words") if w.isalpha() and is_stop(w)))


@lru_cache(maxsize=1)
def _zipf() -> np.ndarray:
    """Return the cumulative shares of the vocabulary's words."""
    weights = 1.0 / np.arange(3, VOCABULARY + 3)
    return np.asarray(np.cumsum(weights / weights.sum()))


@lru_cache(maxsize=20_000)
def subject(story: int, seed: int) -> Subject:
    """Return what a story is about; stories of a saga share their people and places and half of their words."""
    own = np.random.default_rng((seed, 1, story))
    saga = np.random.default_rng((seed, 2, story // SAGA))
    known = words()

    def drawn(random: np.random.Generator, count: int) -> list[str]:
        # Subjects are of rarer words than talk is.
        return [known[i] for i in random.integers(800, VOCABULARY, count).tolist()]

    shared = drawn(saga, 15)
    names = [f"{a.capitalize()} {b.capitalize()}" for a, b in zip(*[iter(drawn(saga, 8))] * 2)]  # noqa: B905
    more = [w.capitalize() for w in drawn(own, 3)]
    figures = tuple(str(n) for n in own.integers(13, 90_000, 4).tolist())
    return Subject(tuple(drawn(own, 20) + shared), tuple(names + more), figures)


def text(story: int, number: int, seed: int = 1) -> tuple[str, str]:
    """Return headline and body of a report."""
    random = np.random.default_rng((seed, 3, story, number))
    if number and random.random() < COPIES:
        headline, body = text(story, int(random.integers(0, number)), seed)
        paragraphs = body.split("\n")
        kept = max(2, int(len(paragraphs) * random.uniform(0.4, 1.0)))
        return " ".join(reversed(headline.split())), "\n".join(paragraphs[:kept])
    about = subject(story, seed)
    size = int(random.integers(300, 420))
    talk = np.searchsorted(_zipf(), random.random(size)).tolist()
    kinds = random.random(size).tolist()
    picks = random.integers(0, 1 << 30, size).tolist()
    functions, known = function_words(), words()
    out = []
    for talked, kind, pick in zip(talk, kinds, picks, strict=True):
        if kind < 0.45:
            out.append(functions[pick % len(functions)])
        elif kind < 0.75:
            out.append(known[talked])
        elif kind < 0.89:
            # Some of the subject is in every report, the rest in some.
            out.append(about.words[min(pick % len(about.words), pick // 64 % len(about.words))])
        elif kind < 0.97:
            out.append(about.names[pick % len(about.names)])
        else:
            out.append(about.figures[pick % len(about.figures)])
    headline = " ".join(
        [about.names[picks[0] % len(about.names)], *about.words[:4], out[1], out[2]]
    )
    sentences = [" ".join(out[i : i + 18]).capitalize() + "." for i in range(0, size, 18)]
    # `capitalize` lowers the rest: names inside are put right again.
    for name in about.names:
        low = name.lower()
        sentences = [s.replace(low, name) for s in sentences]
    return headline, "\n".join(" ".join(sentences[i : i + 2]) for i in range(0, len(sentences), 2))


def line(story: int, number: int, minute: int, seed: int = 1) -> bytes:
    """Return a report as a line of JSON Lines, which says its language, as records of agencies do."""
    headline, body = text(story, number, seed)
    record = {
        "id": f"{story}-{number}",
        "title": headline,
        "text": body,
        "language": "en",
        "outlet": f"Outlet {(story * 7 + number) % 400}",
        "published_at": (START + timedelta(minutes=minute)).strftime("%Y-%m-%dT%H:%M:00Z"),
    }
    return msgspec.json.encode(record) + b"\n"


def report(story: int, number: int, minute: int, seed: int = 1) -> Document:
    """Return a report as the acquiring stage would make it."""
    headline, body = text(story, number, seed)
    whole = f"{headline}\n{body}"
    blocks, at = [], 0
    for place, line in enumerate(whole.split("\n")):
        kind = "body" if place else "headline"
        blocks.append(Block(start=at, end=at + len(line), kind=kind))  # type: ignore[arg-type]
        at += len(line) + 1
    when = (START + timedelta(minutes=int(minute))).strftime("%Y-%m-%dT%H:%M:00Z")
    return Document(
        id=f"{story}-{number}",
        sha256=f"{story:032x}{number:032x}",
        text=whole,
        blocks=tuple(blocks),
        outlet=f"Outlet {(story * 7 + number) % 400}",
        published_at=Published(value=when, precision="minute", known_from="metadata"),
    )
