"""When: every time expression with its TIMEX3 value and the anchor it was resolved against.

1. Words that can tell time are read off the prose blocks (`time_words`), patterns over their classes
   matched (`time_rules`), and each match read against its surroundings (`time_scene`).
2. What is told within another's speech is read a second time from the day of that speech; where the
   two differ, both are candidates.
3. No publication date, no value for what is counted from it: null beats a guess.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from crosswire.model.annotation import Time
from crosswire.model.document import Block, Document
from crosswire.stages.annotate.time_patterns import Grammar, Match
from crosswire.stages.annotate.time_rules import RULES, Reader
from crosswire.stages.annotate.time_scene import Anchor, Named, Reading, Scene, publication
from crosswire.stages.annotate.time_tense import root_of, saying_above, verb_of
from crosswire.stages.annotate.time_words import TimeWord, read_words
from crosswire.stages.annotate.tree import Tree

_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:T.*)?$")
_OFTEN, _ONE_OF_TWO = 0.95, 0.6
_SURE = {
    "ago": 0.85,
    "counted-from-text": 0.75,
    "day-of-text": 0.8,
    "duration": 0.7,
    "duration-next": 0.7,
    "duration-past": 0.7,
    "duration-unsaid": 0.6,
    "earlier": 0.75,
    "each": 0.8,
    "holiday-nearest": 0.75,
    "month-nearest": 0.75,
    "month-of-text": 0.75,
    "quarter": 0.75,
    "quarter-of-text": 0.75,
    "rate": 0.7,
    "reference": 0.7,
    "relative-week": 0.85,
    "relative-year": 0.85,
    "same-period": 0.7,
    "season": 0.75,
    "set": 0.7,
    "vague-distance": 0.7,
    "vague-period": 0.7,
    "weekday-future": 0.75,
    "year-compared": 0.7,
    "year-of-text": 0.75,
}
"""How often the less sure rules are right in news; the others `_OFTEN`, one of two candidates `_ONE_OF_TWO`."""

_COMPARED = ("year-compared", "same-period")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])$")


@dataclass(frozen=True, slots=True)
class _Found:
    """A time with the match and reader it came from, kept until the second reading."""

    time: Time
    match: Match
    reader: Reader
    deictic: bool


def find_times(document: Document, tree: Tree) -> tuple[Time, ...]:
    """Return the time expressions of `document`, in the order of the text."""
    names = {t: name for name in tree.parse.names for t in range(name.first, name.last)}
    scene = Scene(document, tree, publication(document), name_at=names)
    found: list[_Found] = []
    for block in document.prose():
        scene.headline = block.kind in ("headline", "subhead")
        found.extend(_read_block(block, scene))
    return _retold(found, scene)


@cache
def _grammar() -> Grammar:
    return Grammar(tuple((str(number), pattern) for number, (_, pattern, _) in enumerate(RULES)))


def _read_block(block: Block, scene: Scene) -> list[_Found]:
    """Return what stands in one block; the dates named go into the scene."""
    words, symbols = read_words(scene.document.text, block.start, block.end)
    grammar = _grammar()
    found: list[_Found] = []
    at = grammar.next(symbols, 0)
    while at is not None:
        at = grammar.next(symbols, _read_at(grammar, symbols, words, at, scene, found))
    return found


def _read_at(
    grammar: Grammar,
    symbols: str,
    words: list[TimeWord],
    at: int,
    scene: Scene,
    found: list[_Found],
) -> int:
    """Read the longest match at word `at` that a reader takes; return the word to go on from."""
    for match in grammar.matches(symbols, words, at):
        reader = RULES[int(match.rule)][2]
        given = reader(match, scene)
        if given is None:
            continue
        for reading in given if isinstance(given, list) else [given]:
            time = _time(match, reading, scene)
            found.append(_Found(time, match, reader, reading.deictic))
            _remember(time, scene)
        return at + len(match.words)
    return at + 1


def _time(match: Match, reading: Reading, scene: Scene) -> Time:
    """Return the record of a reading."""
    words = match.words[_verbs_before(match, scene) or reading.first : reading.last]
    start, end = words[0].start, words[-1].end
    return Time(
        start=start,
        end=end,
        text=scene.document.text[start:end],
        type=reading.type,
        value=reading.value,
        anchor=reading.anchor if reading.value else None,
        candidates=reading.candidates,
        rule=reading.rule or RULES[int(match.rule)][0],
        confidence=_confidence(reading, RULES[int(match.rule)][0]),
    )


def _confidence(reading: Reading, name: str) -> float | None:
    """Return how often values of such a rule are right; None where there is no value."""
    if reading.value is None:
        return None
    sure = _SURE.get(reading.rule or name, _OFTEN)
    return min(sure, _ONE_OF_TWO) if reading.candidates else sure


def _verbs_before(match: Match, scene: Scene) -> int:
    """Return how many words of a match are a verb with its preposition ("to start in the third quarter")."""
    if match.words[0].kind != "edge" or not scene.tag(match).startswith("VB"):
        return 0
    return 1 + (len(match.words) > 2 and match.words[1].kind in ("in", "of", "on"))


def _remember(time: Time, scene: Scene) -> None:
    """Add a date to those named, with how exactly it is told."""
    if (
        time.rule in _COMPARED
    ):  # the other side of a comparison is not what the report goes on about
        return
    if quarter := _QUARTER.match(time.value or ""):
        first = date(int(quarter[1]), 3 * int(quarter[2]) - 2, 1)
        scene.name_quarter(Named(time.start, first, "quarter"))
    told = _DATE.match(time.value or "") if time.type in ("DATE", "TIME") else None
    if told is None:
        return
    year, month, day = told.groups()
    try:
        when = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return
    grain = "day" if day else "month" if month else "year"
    scene.named.append(Named(time.start, when, grain))


def _retold(found: list[_Found], scene: Scene) -> tuple[Time, ...]:
    """Return the times, those counted from now and told by a speaker read again from the day of the saying."""
    said: dict[int, date] = {}
    for each in found:
        told = _DATE.match(each.time.value or "")
        if told and told.group(3) and each.time.type in ("DATE", "TIME"):
            tokens = scene.tokens(each.match)
            verb = verb_of(scene.tree, tokens) if tokens else None
            if verb is not None:
                said.setdefault(verb, date.fromisoformat(each.time.value[:10]))  # type: ignore[index]
    return tuple(_from_saying(each, said, scene) if each.deictic else each.time for each in found)


def _from_saying(each: _Found, said: dict[int, date], scene: Scene) -> Time:
    """Return the time with both values as candidates where the day of the saying gives another."""
    tokens = scene.tokens(each.match)
    if not tokens or scene.anchor is None:
        return each.time
    verbs = saying_above(scene.tree, root_of(scene.tree, tokens))
    day = next((said[verb] for verb in verbs if verb in said), None)
    if day is None or day == scene.anchor.day or each.time.value is None:
        return each.time
    again = each.reader(each.match, scene.based(Anchor(day, "day", "said")))
    if not isinstance(again, Reading) or again.value in (None, each.time.value):
        return each.time
    fields = {name: getattr(each.time, name) for name in each.time.__struct_fields__}
    fields["candidates"] = (each.time.value, str(again.value))
    fields["confidence"] = min(each.time.confidence or _ONE_OF_TWO, _ONE_OF_TWO)
    return Time(**fields)
