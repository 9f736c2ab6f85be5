"""How many: every number said of something, with its bounds, unit and counted population.

1. Numbers are read from the words of a sentence, without dates, names and labels (`figure_numbers`, `figure_labels`).
2. Currency, unit and rate around them (`figure_units`) or the noun they count (`figure_counted`, `figure_bare`)
   make a draft (`figure_drafts`); two drafts may be a range (`figure_ranges`).
3. Bounds and movement come from the words beside a draft (`figure_bounds`), never from the size of the number.
"""

import re
from itertools import islice, takewhile

from crosswire.model.annotation import Figure, Parse, SentenceTokens, Time
from crosswire.model.document import Document
from crosswire.model.span import cut
from crosswire.stages.annotate import figure_labels as labels
from crosswire.stages.annotate.figure_bounds import (
    Bound,
    Change,
    bound_after,
    bound_before,
    movement,
)
from crosswire.stages.annotate.figure_counted import INCREMENTS, read_counted, tail_of
from crosswire.stages.annotate.figure_draft import PRONOUNS, Draft, Reading
from crosswire.stages.annotate.figure_drafts import read_drafts
from crosswire.stages.annotate.figure_numbers import Lexeme, lexemes, low_at, trigger
from crosswire.stages.annotate.tree import Tree


def find_figures(document: Document, tree: Tree, times: tuple[Time, ...]) -> tuple[Figure, ...]:
    """Return the figures of `document`, in the order of the text.

    Numbers inside `times` that date something are none; lengths of time ("six days") are.
    """
    found: list[Figure] = []
    calendar = sorted(labels.calendar(times))
    at = 0
    for sentence in tree.parse.sentences:
        while at < len(calendar) and calendar[at][1] <= sentence.start:
            at += 1
        inside = takewhile(lambda span, end=sentence.end: span[0] < end, islice(calendar, at, None))  # type: ignore[misc]
        dates = list(inside)
        if trigger().search(document.text, sentence.start, sentence.end):
            found.extend(_read(document.text, tree.parse, sentence, dates, found))
    return tuple(found)


def _read(
    text: str,
    parse: Parse,
    bounds: SentenceTokens,
    dates: list[tuple[int, int]],
    before: list[Figure],
) -> list[Figure]:
    lex = lexemes(text, bounds.start, bounds.end, parse.starts, bounds.first)
    blocked = dates
    if any(x.digits is not None for x in lex):
        blocked = labels.blocked_ranges(text, bounds.start, bounds.end, dates)
    sentence = Reading(text, lex, parse, blocked)
    drafts = read_drafts(sentence)
    found: list[Figure] = []
    for n, draft in enumerate(drafts):
        earlier = drafts[n - 1] if n else None
        figure = _figure(sentence, draft, earlier, found, before)
        found.append(figure)
    return found


def _change(
    sentence: Reading, draft: Draft, bound: Bound | None, earlier: Draft | None, found: list[Figure]
) -> tuple[Change, float | None, float | None]:
    """Return a draft's sign with its low and high bound; what moves is said to move even if blurred."""
    lex, value, low, high = sentence.lex, draft.value, draft.low, draft.high
    change: Change = bound.change if bound else "="
    if change in ("=", "~"):
        between = draft.moved or low_at(lex, draft.first - 1) == "between"
        start = (
            draft.first - 1 if between else min(draft.first, bound.first if bound else draft.first)
        )
        kind = "points" if draft.unit in _COINS else draft.kind
        moved = movement(lex, start, sentence.parse, kind)
        change = moved or _echo(sentence, draft, earlier, found) or change
    if change == "=" and earlier is not None and _converts(lex, earlier, draft):
        change = found[-1].change
    if value is not None:
        low = value if change == ">" else low
        high = value if change == "<" else high
        if value < 0 and draft.kind in ("percent", "points") and change == "=":
            change = "down"
    return change, low, high


def _figure(
    sentence: Reading,
    draft: Draft,
    earlier: Draft | None,
    found: list[Figure],
    before: list[Figure],
) -> Figure:
    """Return the record of a draft, with its bounds, movement and population."""
    lex = sentence.lex
    bound, first, last = _bound(sentence, draft)
    change, low, high = _change(sentence, draft, bound, earlier, found)
    first, increment = _increment(lex, first, draft)
    counted, part = _population(sentence, draft, earlier, found, before)
    span = cut(sentence.text, lex[first].start, lex[last - 1].end)
    return Figure(
        start=span.start,
        end=span.end,
        text=span.text,
        rule=draft.rule,
        confidence=_CONFIDENCE.get(draft.rule, 0.9),
        value=draft.value,
        low=low,
        high=high,
        change=change,
        unit=draft.unit or _carried_unit(lex, draft, earlier, found, before),
        counted=counted,
        increment=increment,
        part_of=part or low_at(lex, first - 1) == "including",
    )


_COINS = ("cent", "penny", "sen")
"""What prices move by: added and lost say a rise and a fall of them, as of points."""

_CONFIDENCE = {
    "digits": 0.6,
    "words": 0.5,
    "attributive": 0.7,
    "from-to": 0.8,
    "ratio": 0.8,
    "fraction": 0.8,
    "none": 0.8,
}
"""How sure the less sure rules are; the others 0.9."""


def _bound(sentence: Reading, draft: Draft) -> tuple[Bound | None, int, int]:
    """Return the draft's modifier, and the lexemes `[first, last)` of draft and modifier."""
    lex = sentence.lex
    first, last = draft.first, draft.last
    start = first
    while low_at(lex, start - 1) in ("additional", "another", "further", "extra", "new"):
        start -= 1
    bound = bound_before(lex, start, sentence.parse, draft.kind)
    if bound and bound.change != "=":
        return bound, bound.first, last
    for at in (draft.number.last, last):
        after = bound_after(lex, at)
        if after:
            return after, first, max(last, after.last)
    return None, first, last


def _echo(
    sentence: Reading, draft: Draft, earlier: Draft | None, found: list[Figure]
) -> Change | None:
    """Return the direction carried over: "lost 190 points, or 0.6%", "down 2.3%, Burlington by 2.6%"."""
    if earlier is None or not found or found[-1].change not in ("up", "down"):
        return None
    between = [x.low for x in sentence.lex[earlier.last : draft.first] if x.text not in ",()"]
    if draft.kind in ("percent", "points") and (between == ["or"] or between[-1:] == ["by"]):
        return found[-1].change
    return None


def _converts(lex: list[Lexeme], earlier: Draft, draft: Draft) -> bool:
    """Tell whether `draft` gives `earlier` again in another unit ("100 kilometers (60 miles)")."""
    between = [x.text for x in lex[earlier.last : draft.first]]
    measured = draft.kind == earlier.kind and draft.kind not in ("count", "bare", "time", "percent")
    return between in (["("], ["/"]) and measured and draft.unit != earlier.unit


def _increment(lex: list[Lexeme], first: int, draft: Draft) -> tuple[int, bool]:
    """Return where the figure begins with "additional" or "another" before it, and whether it adds to others."""
    if draft.kind in ("percent", "points"):
        return first, False
    inside = any(x.low in INCREMENTS for x in lex[draft.number.last : draft.last])
    before = low_at(lex, first - 1)
    if before in INCREMENTS and before != "more":
        return first - 1, True
    return first, inside or (low_at(lex, draft.last) == "more" and draft.kind == "count")


def _population(
    sentence: Reading,
    draft: Draft,
    earlier: Draft | None,
    found: list[Figure],
    before: list[Figure],
) -> tuple[str | None, bool]:
    """Return the words for what is counted, and whether the figure is a part of another one."""
    lex = sentence.lex
    noun = draft.counted
    if noun is None:
        if _of_those(lex, draft, earlier):
            return (found[-1].counted if found else None), True
        if draft.rule == "carried":
            return (found[-1].counted if found else None), False
        if draft.label:
            return draft.label, draft.rule == "part of"
        return _measured(sentence, draft), False
    if lex[noun.head].low in PRONOUNS:
        whole = next((f for f in reversed([*before[-3:], *found[-3:]]) if f.counted), None)
        return (whole.counted if whole else None), True
    last = tail_of(lex, noun.last, sentence.parse)
    part = noun.of and draft.number.kind != "vague" and low_at(lex, draft.first - 1) != "all"
    return _words(sentence, noun.first, last), part


def _carried_unit(
    lex: list[Lexeme],
    draft: Draft,
    earlier: Draft | None,
    found: list[Figure],
    before: list[Figure],
) -> str | None:
    """Return the unit that a figure takes over from the one it is a part of or is compared with."""
    noun = draft.counted
    if noun is not None and lex[noun.head].low in PRONOUNS:
        whole = next((f for f in reversed([*before[-3:], *found[-3:]]) if f.counted), None)
        return whole.unit if whole else None
    carried = draft.rule == "carried" or _of_those(lex, draft, earlier)
    carried = carried and bool(found) and bool(found[-1].counted)
    return found[-1].unit if carried else None


def _of_those(lex: list[Lexeme], draft: Draft, earlier: Draft | None) -> bool:
    """Tell whether a bare number is a part of the one a sentence sets out from ("Of the 64 crew, nine died")."""
    if earlier is None or earlier.counted is None or draft.unit or draft.kind != "bare":
        return False
    start = earlier.first - 1
    start -= low_at(lex, start) in ("the", "its", "their", "all", "about", "some", "nearly")
    opens = start == 0 or (start > 0 and lex[start - 1].text in ",;:—")
    return opens and low_at(lex, start) == "of" and low_at(lex, draft.first - 1) == ","


def _measured(sentence: Reading, draft: Draft) -> str | None:
    """Return what a measure is of: "12 percent of voters", "a $700 award", "a fine of $3 billion"."""
    lex, parse = sentence.lex, sentence.parse
    if draft.kind not in ("percent", "money", "bare", "amount") and draft.rule not in (
        "fraction",
        "ratio",
    ):
        return None
    if low_at(lex, draft.last) == "of" and draft.last + 1 < len(lex):
        noun = read_counted(lex, draft.last, lex[draft.last].token, parse)
        return _words(sentence, noun.first, noun.last) if noun and not noun.increment else None
    if low_at(lex, draft.first - 1) == "of" and draft.first >= 2:
        head = lex[draft.first - 2]
        return head.text if parse.pos[head.token] == "NOUN" else None
    if draft.last < len(lex) and parse.pos[lex[draft.last].token] in ("NOUN", "ADJ"):
        noun = read_counted(lex, draft.last, lex[draft.last].token, parse)
        return _words(sentence, noun.first, noun.last) if noun else None
    return None


def _words(sentence: Reading, first: int, last: int) -> str:
    text = sentence.text[sentence.lex[first].start : sentence.lex[last - 1].end]
    return re.sub(r"\s+", " ", text)
