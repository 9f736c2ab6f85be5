"""The kinds of edit by which a wire is copied: each takes the wire and gives the copy's headline and paragraphs."""

import re
from collections.abc import Callable
from random import Random
from typing import NamedTuple

from evaluation.wire import styles
from evaluation.wire.draw import Event, wordings
from evaluation.wire.pages import COPIED, OWN, Line, Page, Paragraphs, relined
from evaluation.wire.rivals import Pool, branded, independent


class Source(NamedTuple):
    """What a copy is made of: the wire, its event, and a second wire for those that mix two."""

    wire: Page
    event: Event
    second: Page
    pool: Pool
    outlet: str = ""


Edit = Callable[[Source, Random], Page]


def whole(source: Source, rng: Random) -> Page:
    """Return the wire's text as it is."""
    return source.wire


def truncated(share: float) -> Edit:
    """Return the edit that keeps about `share` of the words, from the top."""

    def edit(source: Source, rng: Random) -> Page:
        least = share * sum(len(line.text.split()) for line in source.wire.lines())
        kept: Paragraphs = []
        words = 0
        for paragraph in source.wire.paragraphs:
            if words >= least:
                break
            kept.append(paragraph)
            words += sum(len(line.text.split()) for line in paragraph)
        return source.wire._replace(paragraphs=kept)

    return edit


def shuffled(source: Source, rng: Random) -> Page:
    lines = source.wire.lines()
    rng.shuffle(lines)
    return source.wire._replace(paragraphs=_paired(lines))


def dropped(source: Source, rng: Random) -> Page:
    paragraphs = list(source.wire.paragraphs)
    for _ in range(2):
        paragraphs.pop(rng.randrange(1, len(paragraphs)))
    return source.wire._replace(paragraphs=paragraphs)


def synonyms(source: Source, rng: Random) -> Page:
    listed = wordings(source.event.split)["synonyms"]
    return _relined(source.wire, lambda text: styles.with_synonyms(text, listed, rng))


def headline_swapped(source: Source, rng: Random) -> Page:
    others = [source.event.fill(h) for h in source.event.kind["headlines"]]
    return source.wire._replace(
        headline=rng.choice([h for h in others if h != source.wire.headline])
    )


def local_top(source: Source, rng: Random) -> Page:
    top = source.pool.take("local", 3)
    return source.wire._replace(
        headline=f"{source.event.slots['c3']} follows the news from {source.event.slots['c1']}",
        paragraphs=[top, *source.wire.paragraphs],
    )


def house_style(source: Source, rng: Random) -> Page:
    return _relined(source.wire, styles.british)


def credits_removed(source: Source, rng: Random) -> Page:
    return source.wire._replace(agency=None, dateline="", credit="", byline="")


def byline_swapped(source: Source, rng: Random) -> Page:
    name = source.event.slots["p5"]
    return source.wire._replace(agency=None, dateline="", credit="", byline=f"By {name}")


def quotes_trimmed(source: Source, rng: Random) -> Page:
    def trim(text: str) -> str:
        return re.sub(
            r"“([^”]{30,}?),? (?:and|or|because|that|where) [^”]*?([,.]?)”", r"“\1\2”", text
        )

    return _relined(source.wire, trim)


def voice(source: Source, rng: Random) -> Page:
    return source.wire._replace(
        paragraphs=[
            [line._replace(text=line.passive or line.text) for line in p]
            for p in source.wire.paragraphs
        ]
    )


def merged_and_split(source: Source, rng: Random) -> Page:
    """Return the wire with sentences cut at an "and" or "which", and neighbors joined."""
    lines: list[Line] = []
    for line in source.wire.lines():
        first, mark, rest = line.text.partition(", and ")
        if mark and "“" not in line.text and len(rest.split()) > 6:
            lines += [
                line._replace(text=first + "."),
                line._replace(text=rest[0].upper() + rest[1:]),
            ]
        elif lines and rng.random() < 0.4 and "“" not in line.text + lines[-1].text:
            before = lines.pop()
            text = f"{before.text.rstrip('.')}, while {line.text[0].lower()}{line.text[1:]}"
            lines.append(before._replace(text=text))
        else:
            lines.append(line)
    return source.wire._replace(paragraphs=_paired(lines))


def boilerplate_around(source: Source, rng: Random) -> Page:
    return branded(source.wire, source.event, source.outlet)


def typography(source: Source, rng: Random) -> Page:
    return _relined(source.wire, styles.typography)


def names_respelled(source: Source, rng: Random) -> Page:
    slots = source.event.slots
    words = {w for key in ("p1", "p2", "p3", "c1", "c2") for w in slots[key].split()}
    names = {word: styles.spelling_of(word) for word in sorted(words)}
    return _relined(source.wire, lambda text: styles.respelled(text, names))


def two_wires(source: Source, rng: Random) -> Page:
    """Return the wire's first half followed by half of another wire on the event."""
    mine = source.wire.paragraphs
    other = [[x._replace(whose=OWN) for x in p] for p in source.second.paragraphs]
    return source.wire._replace(
        paragraphs=[*mine[: -(-len(mine) // 2)], *other[1 : 1 + len(other) // 2]]
    )


def copy_of_copy(source: Source, rng: Random) -> Page:
    once = dropped(source._replace(wire=headline_swapped(source, rng)), rng)
    return synonyms(source._replace(wire=once), rng)


def brief(source: Source, rng: Random) -> Page:
    """Return a brief: the first sentence, and one more of the wire's."""
    lines = source.wire.lines()
    more = rng.choice([line for line in lines[1:] if _plain(line)])
    return source.wire._replace(paragraphs=[[lines[0], more]])


def one_passage(source: Source, rng: Random) -> Page:
    """Return own reporting with two neighboring sentences of the wire's in its midst."""
    at = rng.choice(
        [
            n
            for n, p in enumerate(source.wire.paragraphs)
            if n and sum(len(x.text.split()) for x in p if _plain(x)) >= 24
        ]
    )
    taken = [x for x in source.wire.paragraphs[at] if _plain(x)]
    keys = frozenset(x.key for x in taken)
    own = independent(source.event, rng, source.pool, without=keys)
    where = rng.randrange(1, len(own.paragraphs) + 1)
    return own._replace(paragraphs=[*own.paragraphs[:where], taken, *own.paragraphs[where:]])


def written_through(source: Source, rng: Random) -> Page:
    """Return the agency's later version: a toll raised, a paragraph added, one dropped."""
    slots = source.event.slots
    toll = str(int(slots["n1"]) + 3)
    paragraphs = relined(
        dropped(source, rng).paragraphs, lambda t: re.sub(rf"\b{slots['n1']}\b", toll, t)
    )
    added = source.pool.take("own", 2)
    return source.wire._replace(paragraphs=[paragraphs[0], added, *paragraphs[1:]])


def caption(source: Source, rng: Random) -> Page:
    """Return a picture page: nothing but the wire's sentences beneath two pictures."""
    lines = [x for x in source.wire.lines() if x.whose == COPIED]
    return source.wire._replace(
        headline=f"In pictures: {source.event.slots['c1']}", paragraphs=[[lines[0]], [lines[1]]]
    )


def as_list(source: Source, rng: Random) -> Page:
    """Return "what we know": one bullet a sentence."""
    lines = [x for x in source.wire.lines() if x.whose == COPIED]
    return source.wire._replace(
        headline=f"What we know about {source.event.slots['c1']}",
        paragraphs=[[x._replace(text=f"- {x.text}")] for x in lines],
    )


def scanned(source: Source, rng: Random) -> Page:
    return _relined(source.wire, lambda text: styles.misread(text, rng))


def paraphrased(source: Source, rng: Random) -> Page:
    return source.wire._replace(
        paragraphs=[
            [line._replace(text=line.again or line.text) for line in p]
            for p in source.wire.paragraphs
        ]
    )


def rounded(source: Source, rng: Random) -> Page:
    return _relined(source.wire, styles.rounded)


def _plain(line: Line) -> bool:
    return line.whose == COPIED and "“" not in line.text


def _relined(page: Page, change: Callable[[str], str]) -> Page:
    return page._replace(paragraphs=relined(page.paragraphs, change))


def _paired(lines: list[Line]) -> Paragraphs:
    return [lines[n : n + 2] for n in range(0, len(lines), 2)]


EDITS: dict[str, Edit] = {
    "whole": whole,
    "truncated to 70 %": truncated(0.7),
    "truncated to 50 %": truncated(0.5),
    "truncated to 30 %": truncated(0.3),
    "sentences shuffled": shuffled,
    "paragraphs dropped": dropped,
    "synonyms": synonyms,
    "headline swapped": headline_swapped,
    "local top": local_top,
    "house style": house_style,
    "credits removed": credits_removed,
    "byline swapped": byline_swapped,
    "quotes trimmed": quotes_trimmed,
    "voice turned": voice,
    "merged and split": merged_and_split,
    "boilerplate around": boilerplate_around,
    "typography": typography,
    "names respelled": names_respelled,
    "two wires": two_wires,
    "copy of a copy": copy_of_copy,
    "brief": brief,
    "one passage": one_passage,
    "written through": written_through,
    "captions": caption,
    "list": as_list,
    "scanned": scanned,
    "paraphrased": paraphrased,
    "rounded": rounded,
}
OWN_REPORTING = frozenset(("one passage",))
"""Kinds whose report was written by somebody who was there, but for the passage that is copied."""
UNCREDITED = frozenset(("credits removed", "byline swapped", "one passage"))
"""Kinds that never name the agency."""
BY_AGENCY = frozenset(("written through",))
"""Kinds that the wire's own agency sends."""
