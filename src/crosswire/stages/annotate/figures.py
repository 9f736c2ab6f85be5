"""How many: every number said of something, with its bounds, unit and counted population.

1. Numbers are read from the words of a sentence, dates, names and labels left out (`figure_numbers`, `figure_labels`).
2. Currency, unit and rate around them (`figure_units`), or the noun they count (`figure_counted`), make a draft; two drafts may be a range.
3. Bounds and movement come from the words beside a draft (`figure_bounds`), never from the size of the number.
"""

import re
from dataclasses import dataclass, replace

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
from crosswire.stages.annotate.figure_counted import (
    INCREMENTS,
    Counted,
    act_before,
    is_person,
    is_toll,
    read_counted,
    state_after,
    tail_of,
)
from crosswire.stages.annotate.figure_numbers import (
    Lexeme,
    Number,
    lexemes,
    low_at,
    read_number,
    starters,
    trigger,
)
from crosswire.stages.annotate.figure_units import (
    currency_before,
    letter_scale,
    read_per,
    read_unit,
)
from crosswire.stages.annotate.tree import Tree

_DASHES = frozenset("-–—‐‑")
_PRONOUNS = frozenset(("them", "whom", "these", "those", "which"))
_GROUPS = frozenset("family crew group team party gang band squad factor".split())


@dataclass(frozen=True)
class _Draft:
    """A figure being read: lexemes `[first, last)` of number, currency, unit or noun."""

    first: int
    last: int
    number: Number
    value: float | None
    low: float | None
    high: float | None
    unit: str | None
    kind: str
    rule: str
    counted: Counted | None = None
    label: str | None = None
    moved: bool = False


@dataclass(frozen=True)
class _Sentence:
    """One sentence while it is read."""

    text: str
    lex: list[Lexeme]
    parse: Parse
    blocked: list[tuple[int, int]]


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
        dates = [span for span in calendar[at : at + 20] if span[0] < sentence.end]
        if trigger().search(document.text, sentence.start, sentence.end):
            found.extend(_read(document.text, tree.parse, sentence, dates, found))
    return tuple(found)


def _read(
    text: str, parse: Parse, bounds: SentenceTokens, dates: list[tuple[int, int]], before: list[Figure]
) -> list[Figure]:
    lex = lexemes(text, bounds.start, bounds.end, parse.starts, bounds.first)
    blocked = dates
    if any(x.digits is not None for x in lex):
        blocked = labels.blocked_ranges(text, bounds.start, bounds.end, dates)
    sentence = _Sentence(text, lex, parse, blocked)
    drafts = _drafts(sentence)
    found: list[Figure] = []
    for n, draft in enumerate(drafts):
        earlier = drafts[n - 1] if n else None
        figure = _figure(sentence, draft, earlier, found, before)
        found.append(figure)
    return found


def _drafts(sentence: _Sentence) -> list[_Draft]:
    """Return the drafts of a sentence, ranges joined."""
    found: list[_Draft] = []
    i, at, may_start = 0, 0, starters()
    lex, blocked = sentence.lex, sentence.blocked
    while i < len(lex):
        while at < len(blocked) and blocked[at][1] <= lex[i].start:
            at += 1
        starts = lex[i].digits is not None or lex[i].low in may_start
        number = (read_number(lex, i) or _none_of(sentence, i)) if starts else None
        if number is None:
            i += 1
            continue
        inside = at < len(blocked) and blocked[at][0] < lex[number.last - 1].end
        draft = None if inside and not _lasts(sentence, number) else _draft(sentence, number)
        if draft is None:
            i = number.last
            continue
        joined = _range(sentence, draft)
        if joined is None and draft.kind == "open":
            joined = _count(sentence, draft)
            if joined is None:
                i = number.last
                continue
        draft = joined or draft
        found.append(draft)
        i = draft.last
    return found


def _lasts(sentence: _Sentence, number: Number) -> bool:
    """Tell whether a number inside a date is a length of time all the same ("nine days later")."""
    unit = read_unit(sentence.lex, number.last, True)
    return unit is not None and unit.kind in ("time", "age")


def _none_of(sentence: _Sentence, i: int) -> Number | None:
    """Read "no passengers", "no deaths" as zero: only before nouns for people and harm."""
    if sentence.lex[i].low != "no":
        return None
    noun = read_counted(sentence.lex, i + 1, sentence.lex[i].token, sentence.parse)
    if noun is None or noun.of or noun.increment:
        return None
    head = sentence.lex[noun.head].low
    plural = sentence.parse.tags[sentence.lex[noun.head].token] in ("NNS", "NNPS")
    fits = (is_person(head) or is_toll(head)) and (plural or head in ("people",))
    return Number(i, i + 1, 0.0, kind="none") if fits else None


def _draft(sentence: _Sentence, number: Number) -> _Draft | None:
    """Return the draft of one number with its currency, unit or noun; None where it is no quantity."""
    lex, parse = sentence.lex, sentence.parse
    money = currency_before(lex, number.first)
    minus = labels.minus_before(lex, number.first)
    if money is None and minus and lex[number.first - 1].glued:
        money = currency_before(lex, number.first - 1)
    if money is None and not minus and labels.is_name_part(lex, number):
        return None
    value, last = number.value, number.last
    if number.kind == "digits":
        factor = letter_scale(lex, last, parse, money is not None)
        if factor and value is not None:
            value, last = value * factor, last + 1
            number = number._replace(last=last)
    first = money[0] if money else number.first
    minus = minus or (labels.minus_before(lex, first) if money else 0)
    if value is not None and minus:
        value, first = -value, min(first, number.first - minus)
    draft = _Draft(first, last, number, value, number.low, number.high, None, "bare", number.kind)
    if money:
        return _per(sentence, replace(draft, unit=money[1], kind="money", rule="currency"))
    unit = read_unit(lex, last, number.kind in ("digits", "fraction"))
    if unit is not None and number.kind == "words" and lex[last].low in ("day", "time"):
        if number.value == 1.0 and lex[first].low == "one":
            return None  # "one day", "one time" say when
    if unit is not None and not _tied_attribute(sentence, number, unit.kind):
        draft = replace(draft, last=unit.last, unit=unit.name, kind=unit.kind, rule=unit.kind)
        return _per(sentence, draft)
    return _count(sentence, draft)


def _tied_attribute(sentence: _Sentence, number: Number, kind: str) -> bool:
    """Tell whether a number word is tied to its unit ("a five-year award"): it names the thing, ages apart."""
    lex = sentence.lex
    if number.kind != "words" or number.last >= len(lex) or kind == "age":
        return False
    return lex[number.last].text in _DASHES and lex[number.last].glued


def _per(sentence: _Sentence, draft: _Draft) -> _Draft:
    per = read_per(sentence.lex, draft.last, sentence.parse)
    if per is None:
        return draft
    unit = f"{draft.unit} per {per.name}" if draft.unit else per.name
    return replace(draft, last=per.last, unit=unit)


def _count(sentence: _Sentence, draft: _Draft) -> _Draft | None:
    """Return the draft with the noun it counts, or bare where it may stand alone, or None."""
    lex, parse, number = sentence.lex, sentence.parse, draft.number
    last = number.last
    if draft.kind == "bare" and _begins_range(sentence, draft):
        return replace(draft, kind="open")
    if labels.is_labelled(lex, number, parse):
        return None
    of_unit = _vague_unit(sentence, draft)
    if of_unit is not None:
        return of_unit
    glued_on = last < len(lex) and lex[last].glued
    if glued_on and (lex[last].text.isalpha() or (lex[last].text in _DASHES and number.kind != "digits")):
        return None
    if number.kind == "digits":
        if labels.is_year(
            lex, number, parse, bound_before(lex, number.first, parse, "bare") is not None
        ):
            return None
        if labels.follows_name(lex, number, parse) or labels.is_score(sentence.text, lex, number):
            return None
    tied = glued_on and lex[last].text in _DASHES
    noun = read_counted(lex, last + tied, lex[last - 1].token, parse)
    per = read_per(lex, last, parse)
    if noun is not None and labels.is_street(lex, number, noun.head, parse):
        return None
    if per is not None and low_at(lex, last) == "per":
        return replace(draft, last=per.last, unit=per.name, kind="count", rule="rate")
    if noun is None:
        return _among(sentence, draft) or _bare(sentence, draft)
    if number.kind == "words" and number.value == 1.0 and not _counts_one(sentence, draft, noun):
        return None
    head = None if lex[noun.head].low in _PRONOUNS else lex[noun.head].low
    rule = "part of" if noun.of and number.kind != "vague" else "counted"
    single = parse.tags[lex[noun.head].token] == "NN" and (number.value or 0) > 1
    rule = "attributive" if single and not is_person(lex[noun.head].low) else rule
    return replace(draft, last=noun.last, unit=head, kind="count", counted=noun, rule=rule)


_NOT_ONE = frozenset("day time thing way another reason".split())


def _vague_unit(sentence: _Sentence, draft: _Draft) -> _Draft | None:
    """Read the unit behind "of": "billions of dollars", "hundreds of miles"."""
    if draft.number.kind != "vague" or low_at(sentence.lex, draft.last) != "of":
        return None
    unit = read_unit(sentence.lex, draft.last + 1, False)
    if unit is None:
        return None
    return _per(
        sentence, replace(draft, last=unit.last, unit=unit.name, kind=unit.kind, rule=unit.kind)
    )


def _among(sentence: _Sentence, draft: _Draft) -> _Draft | None:
    """Read a part whose whole has its own number: "10 of the 12 victims", "five of the dead"."""
    lex, parse = sentence.lex, sentence.parse
    k = draft.number.last + 1
    if low_at(lex, draft.number.last) != "of":
        return None
    determined = low_at(lex, k) in ("the", "those", "these", "all", "its", "their")
    k += determined
    state = state_after(lex, k)
    if state is not None and state[0] == k:
        return replace(
            draft, last=k + 1, unit="people", kind="count", label=state[1], rule="part of"
        )
    money = currency_before(lex, k + 1)
    whole = read_number(lex, k + (1 if money else 0)) if k < len(lex) else None
    if whole is None or (draft.value == 1.0 and not determined):
        return None
    unit = read_unit(lex, whole.last, True)
    if unit is not None:
        return replace(draft, unit=unit.name, kind=unit.kind, rule="part of")
    noun = read_counted(lex, whole.last, lex[whole.last - 1].token, parse)
    if noun is None or noun.of:
        return None
    noun = noun._replace(of=True)
    return replace(draft, unit=lex[noun.head].low, kind="count", counted=noun, rule="part of")


def _counts_one(sentence: _Sentence, draft: _Draft, noun: Counted) -> bool:
    """Tell whether "one" counts: before its noun or before "of", but not "one day" or "no one"."""
    lex = sentence.lex
    before = low_at(lex, draft.first - 1)
    if before in ("no", "any", "every", "each", "some", "this", "that", "the", "which", "a", "-", "another"):
        return False
    if noun.of:
        return sentence.parse.tags[lex[noun.head].token] in ("NNS", "NNPS") or low_at(
            lex, noun.head
        ) in ("people", "them")
    return lex[noun.head].low not in _NOT_ONE or noun.head > draft.number.last


def _bare(sentence: _Sentence, draft: _Draft) -> _Draft | None:
    """Keep a number without noun or unit only where the sentence uses it as one."""
    lex, parse, number = sentence.lex, sentence.parse, draft.number
    after = low_at(lex, number.last)
    state = state_after(lex, number.last)
    if state is not None and number.value != 1.0:
        last = state[0] + 1 if state[0] == number.last else number.last
        return replace(draft, last=last, unit="people", kind="count", label=state[1], rule="state")
    act = act_before(lex, draft.first)
    if act is not None and number.kind != "vague" and after not in ("of",):
        return replace(draft, unit="people", kind="count", label=act, rule="act")
    group = low_at(lex, draft.first - 2) if low_at(lex, draft.first - 1) == "of" else ""
    if group in _GROUPS:
        unit = "time" if group == "factor" else "people"
        return replace(
            draft, first=draft.first - 2, unit=unit, kind="count", label=group, rule="group"
        )
    if _is_age(sentence, draft):
        return replace(draft, unit="year of age", kind="age", rule="age")
    if _is_toll(sentence, draft):
        return replace(draft, unit="people", kind="count", label="death toll", rule="toll")
    if number.kind in ("vague", "fraction", "ratio"):
        return draft
    if low_at(lex, draft.first - 1) == "including" and number.value != 1.0:
        return replace(draft, rule="including")
    token = lex[number.last - 1].token
    dep = parse.deps[token]
    if number.kind == "words":
        if number.value == 1.0 or number.value == 0.0 or not _stands_alone(sentence, number):
            return None
        return draft if dep in ("nsubj", "nsubjpass", "dobj") else None
    return draft if _stands_alone(sentence, number) else None


def _is_toll(sentence: _Sentence, draft: _Draft) -> bool:
    """Tell whether a bare number is where a death toll is said to stand."""
    lex = sentence.lex
    if low_at(lex, draft.first - 1) not in ("to", "at", "is", "was", "of", "reached", "reaches"):
        return False
    return any(x.low == "toll" for x in lex[max(0, draft.first - 25) : draft.first])


def _stands_alone(sentence: _Sentence, number: Number) -> bool:
    lex, parse = sentence.lex, sentence.parse
    token = lex[number.last - 1].token
    if parse.deps[token] in ("appos", "npadvmod", "compound", "nmod", "ROOT", "dep", "meta"):
        return (number.value or 0) >= 1000 and parse.deps[token] != "compound"
    text = lex[number.first].text
    if number.kind == "digits" and (number.value or 0) < 10 and number.last == number.first + 1:
        return "." in text
    return True


def _is_age(sentence: _Sentence, draft: _Draft) -> bool:
    """Tell whether a bare number is somebody's age ("who was 10", "he will be 35", "aged 71")."""
    lex, value = sentence.lex, draft.number.value
    if value is None or not 0 < value < 120 or value != int(value):
        return False
    k = draft.first - 1
    if low_at(lex, k) in ("aged", "age"):
        return True
    if low_at(lex, k) == "," and k > 0 and sentence.parse.pos[lex[k - 1].token] == "PROPN":
        closed = low_at(lex, draft.last) in (",", ".", ";", "") and "." not in lex[draft.first].text
        return closed and value > 0 and lex[draft.first].digits is not None and _person_before(sentence, k)
    while low_at(lex, k) in ("only", "just", "now", "about", "around", "almost", "nearly", "then"):
        k -= 1
    if low_at(lex, k) in ("turned", "turns", "turning"):
        return low_at(lex, k - 1) in ("he", "she", "who", "i") or lex[k - 1].text[:1].isupper()
    if low_at(lex, k) not in ("was", "is", "be", "am"):
        return False
    k -= 1 + (low_at(lex, k - 1) in ("will", "would", "to"))
    return low_at(lex, k) in ("he", "she", "who", "i")


def _person_before(sentence: _Sentence, comma: int) -> bool:
    """Tell whether two capitalised names stand before the comma ("Ana Ruiz, 56,"), and no month or place label."""
    lex, parse = sentence.lex, sentence.parse
    if comma < 2:
        return False
    names = [lex[comma - 2], lex[comma - 1]]
    return all(x.text[:1].isupper() and parse.pos[x.token] == "PROPN" for x in names)


def _range(sentence: _Sentence, one: _Draft) -> _Draft | None:
    """Return the range that `one` begins ("10 to 15", "between 5 and 7", "$3-4 billion"), or None."""
    lex, parse = sentence.lex, sentence.parse
    at = one.last
    if one.counted is not None or one.label or one.value is None:
        return None
    joint, at = _joint(lex, at, low_at(lex, one.first - 1))
    if not joint:
        return None
    before = low_at(lex, one.first - 1)
    number = _second(sentence, at)
    two = _draft(sentence, number) if number else None
    if two is not None and two.kind == "open":
        two = _count(sentence, two)
    if number and two is None and joint in ("to", "and") and before in ("from", "between"):
        two = _plain(sentence, number)
    if two is None or two.value is None or (two.kind == "bare" and joint == "or"):
        return None
    return _joined(sentence, one, two, joint, before)


def _joint(lex: list[Lexeme], at: int, before: str) -> tuple[str, int]:
    """Return the word or dash at lexeme `at` that joins two numbers, and the lexeme behind it."""
    joint = low_at(lex, at)
    if joint in _DASHES and low_at(lex, at + 1) == "to":
        return "to", at + 2 + (low_at(lex, at + 2) in _DASHES)
    if joint == "to" and low_at(lex, at + 1) in _DASHES:
        return "to", at + 2
    if joint == "up" and low_at(lex, at + 1) == "to" and before == "from":
        return "to", at + 2
    if joint in ("to", "or", "/") or joint in _DASHES or (joint == "and" and before == "between"):
        return joint, at + 1
    return "", at


def _begins_range(sentence: _Sentence, draft: _Draft) -> bool:
    """Tell whether a number without unit stands right before a joint and another number."""
    joint, at = _joint(sentence.lex, draft.last, low_at(sentence.lex, draft.first - 1))
    return bool(joint) and draft.value is not None and _second(sentence, at) is not None


def _plain(sentence: _Sentence, number: Number) -> _Draft | None:
    """Return the draft of the bare end of a range ("between 750,000 and 800,000 a year"), no years."""
    if number.value is None or labels.is_year(sentence.lex, number, sentence.parse, False):
        return None
    return _Draft(
        number.first, number.last, number, number.value, None, None, None, "bare", number.kind
    )


def _second(sentence: _Sentence, at: int) -> Number | None:
    """Return the number at lexeme `at`, past a currency that stands before it."""
    lex = sentence.lex
    for skip in range(4):
        if at + skip >= len(lex):
            return None
        number = read_number(lex, at + skip)
        if number is not None:
            money = currency_before(lex, number.first)
            return number if skip == 0 or (money and money[0] == at) else None
    return None


def _joined(
    sentence: _Sentence, one: _Draft, two: _Draft, joint: str, before: str
) -> _Draft | None:
    """Return the range from `one` to `two` where their measures allow one."""
    assert one.value is not None and two.value is not None
    low, high = one.value, two.value
    dashed = joint in _DASHES or joint == "/"
    own_unit = one.unit is not None
    if own_unit and two.kind == "bare" and one.kind != "money":
        return None
    shares = one.number.kind == two.number.kind == "fraction"
    if not own_unit and two.unit is None and not shares and (joint == "/" or dashed or before not in ("between", "from")):
        return None
    if not own_unit and labels.is_year(sentence.lex, one.number, sentence.parse, False):
        return None
    if own_unit and two.unit != one.unit and not (one.kind == "money" and two.kind == "bare"):
        names = sorted((one.unit or "", two.unit or ""), key=len)
        if one.kind != two.kind or not names[1].startswith(f"{names[0]} "):
            return None
    if one.kind == "money" and two.kind == "bare" and not dashed and joint != "to":
        return None
    if joint == "or" and (own_unit or not low < high <= max(low * 2, low + 3)):
        return None
    if dashed and joint != "/" and not low < high and not (one.kind == two.kind == "money"):
        return None
    moving = movement(sentence.lex, one.first, sentence.parse, one.kind)
    if joint == "to" and before not in ("from", "between") and moving and own_unit:
        return None
    factor = _shared_scale(sentence, one, two)
    low *= factor if low * factor < high else 1.0
    if joint == "to" and before != "from" and low > high and not own_unit:
        return None
    return replace(
        one,
        last=two.last,
        value=None,
        low=min(low, high),
        high=max(low, high),
        unit=max(two.unit or "", one.unit or "", key=len) or None,
        kind=two.kind if two.kind != "bare" else one.kind.replace("open", "bare"),
        counted=two.counted,
        label=two.label,
        rule="from-to" if before == "from" and joint == "to" else "range",
        moved=before == "from",
    )


def _shared_scale(sentence: _Sentence, one: _Draft, two: _Draft) -> float:
    """Return the scale that the second number lends the first ("$3-4 billion", "four to five thousand")."""
    first, second = one.number, two.number
    if one.value is None or two.value is None or first.last - first.first != 1 or one.value >= 1000:
        return 1.0
    scale = 1.0
    for x in sentence.lex[second.first : second.last]:
        if x.digits is None:
            scale *= {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
                      "hundred": 1e2, "m": 1e6, "bn": 1e9, "k": 1e3, "b": 1e9, "crore": 1e7,
                      "lakh": 1e5, "dozen": 12.0, "mn": 1e6, "tn": 1e12}.get(x.low, 1.0)
    if scale == 1.0 or one.kind not in ("open", "money"):
        return 1.0
    if sentence.lex[first.last - 1].low in ("hundred", "thousand", "million", "billion"):
        return 1.0
    return scale


def _figure(
    sentence: _Sentence, draft: _Draft, earlier: _Draft | None, found: list[Figure], before: list[Figure]
) -> Figure:
    """Return the record of a draft, with its bounds, movement and population."""
    lex, parse = sentence.lex, sentence.parse
    bound, first, last = _bound(sentence, draft)
    change: Change = bound.change if bound else "="
    value, low, high = draft.value, draft.low, draft.high
    if value is not None and change == ">":
        low = value
    if value is not None and change == "<":
        high = value
    if change in ("=", "~"):
        start = draft.first - 1 if draft.moved or low_at(lex, draft.first - 1) == "between" else first
        moved = movement(lex, start, parse, draft.kind)
        change = moved or _echo(sentence, draft, earlier, found) or change
    if change == "=" and earlier is not None and _converts(lex, earlier, draft):
        change = found[-1].change
        low, high = (value if change == ">" else low), (value if change == "<" else high)
    if value is not None and value < 0 and draft.kind in ("percent", "points") and change == "=":
        change = "down"
    first, increment = _increment(lex, first, draft)
    counted, part = _population(sentence, draft, found, before)
    span = cut(sentence.text, lex[first].start, lex[last - 1].end)
    return Figure(
        start=span.start,
        end=span.end,
        text=span.text,
        rule=draft.rule,
        confidence=_CONFIDENCE.get(draft.rule, 0.9),
        value=value,
        low=low,
        high=high,
        change=change,
        unit=draft.unit or (found[-1].unit if draft.rule == "including" and found else None),
        counted=counted,
        increment=increment,
        part_of=part or low_at(lex, first - 1) == "including",
    )


_CONFIDENCE = {"digits": 0.6, "words": 0.5, "from-to": 0.8, "ratio": 0.8, "fraction": 0.8, "none": 0.8, "attributive": 0.7}


def _bound(sentence: _Sentence, draft: _Draft) -> tuple[Bound | None, int, int]:
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
    sentence: _Sentence, draft: _Draft, earlier: _Draft | None, found: list[Figure]
) -> Change | None:
    """Return the direction carried over: "lost 190 points, or 0.6%", "down 2.3%, Burlington by 2.6%"."""
    if earlier is None or not found or found[-1].change not in ("up", "down"):
        return None
    between = [x.low for x in sentence.lex[earlier.last : draft.first] if x.text not in ",()"]
    if draft.kind in ("percent", "points") and (between == ["or"] or between[-1:] == ["by"]):
        return found[-1].change
    return None


def _converts(lex: list[Lexeme], earlier: _Draft, draft: _Draft) -> bool:
    """Tell whether `draft` gives `earlier` again in another unit ("100 kilometers (60 miles)")."""
    between = [x.text for x in lex[earlier.last : draft.first]]
    measured = draft.kind == earlier.kind and draft.kind not in ("count", "bare", "time", "percent")
    return between in (["("], ["/"]) and measured and draft.unit != earlier.unit


def _increment(lex: list[Lexeme], first: int, draft: _Draft) -> tuple[int, bool]:
    """Return where the figure begins with "additional" or "another" before it, and whether it adds to others."""
    if draft.kind in ("percent", "points"):
        return first, False
    inside = any(x.low in INCREMENTS for x in lex[draft.number.last : draft.last])
    before = low_at(lex, first - 1)
    if before in INCREMENTS and before != "more":
        return first - 1, True
    return first, inside or low_at(lex, draft.last) == "more" and draft.kind == "count"


def _population(
    sentence: _Sentence, draft: _Draft, found: list[Figure], before: list[Figure]
) -> tuple[str | None, bool]:
    """Return the words for what is counted, and whether the figure is a part of another one."""
    lex = sentence.lex
    noun = draft.counted
    if noun is None:
        if draft.rule == "including" and found:
            return found[-1].counted, True
        if draft.label:
            return draft.label, draft.rule == "part of"
        return _measured(sentence, draft), False
    if lex[noun.head].low in _PRONOUNS:
        whole = next((f for f in reversed([*before[-3:], *found]) if f.counted), None)
        return (whole.counted if whole else None), True
    last = tail_of(lex, noun.last, sentence.parse)
    return _words(sentence, noun.first, last), noun.of and draft.number.kind not in ("vague",)


def _measured(sentence: _Sentence, draft: _Draft) -> str | None:
    """Return what a measure is of: "12 percent of voters", "a $700 award", "a fine of $3 billion"."""
    lex, parse = sentence.lex, sentence.parse
    if draft.kind not in ("percent", "money", "bare", "amount") and draft.rule not in ("fraction", "ratio"):
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


def _words(sentence: _Sentence, first: int, last: int) -> str:
    text = sentence.text[sentence.lex[first].start : sentence.lex[last - 1].end]
    return re.sub(r"\s+", " ", text)
