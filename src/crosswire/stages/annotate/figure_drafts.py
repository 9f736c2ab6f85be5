"""Numbers to drafts: each with its currency, unit, rate or counted noun; what is no quantity is left out."""

from dataclasses import replace

from crosswire.stages.annotate import figure_labels as labels
from crosswire.stages.annotate.figure_bare import bare, counts_one
from crosswire.stages.annotate.figure_bounds import bound_after, bound_before
from crosswire.stages.annotate.figure_counted import is_person, is_toll, read_counted, state_after
from crosswire.stages.annotate.figure_draft import DASHES, PRONOUNS, Draft, Reading
from crosswire.stages.annotate.figure_numbers import Number, low_at, read_number, starters
from crosswire.stages.annotate.figure_ranges import joined, joint_at
from crosswire.stages.annotate.figure_units import (
    currency_before,
    letter_scale,
    read_per,
    read_unit,
)


def read_drafts(sentence: Reading) -> list[Draft]:
    """Return the drafts of a sentence, ranges joined."""
    found: list[Draft] = []
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


def _lasts(sentence: Reading, number: Number) -> bool:
    """Tell whether a number inside a date is a length of time all the same ("nine days later")."""
    unit = read_unit(sentence.lex, number.last, True)
    return unit is not None and unit.kind in ("time", "age")


def _none_of(sentence: Reading, i: int) -> Number | None:
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


def _draft(sentence: Reading, number: Number) -> Draft | None:
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
    draft = Draft(first, last, number, value, number.low, number.high, None, "bare", number.kind)
    if money:
        return _per(sentence, replace(draft, unit=money[1], kind="money", rule="currency"))
    unit = read_unit(lex, last, number.kind in ("digits", "fraction"))
    if unit is not None and lex[first].low == "one" and low_at(lex, first + 1) in ("day", "time"):
        return None  # "one day", "one time" say when
    if unit is not None and not _tied_attribute(sentence, number, unit.kind):
        draft = replace(draft, last=unit.last, unit=unit.name, kind=unit.kind, rule=unit.kind)
        return _per(sentence, draft)
    return _count(sentence, draft)


def _tied_attribute(sentence: Reading, number: Number, kind: str) -> bool:
    """Tell whether a number word is tied to its unit ("a five-year award"): it names the thing, ages apart."""
    lex = sentence.lex
    if number.kind != "words" or number.last >= len(lex) or kind == "age":
        return False
    return lex[number.last].text in DASHES and lex[number.last].glued


def _per(sentence: Reading, draft: Draft) -> Draft:
    per = read_per(sentence.lex, draft.last, sentence.parse)
    if per is None:
        return draft
    unit = f"{draft.unit} per {per.name}" if draft.unit else per.name
    return replace(draft, last=per.last, unit=unit)


def _count(sentence: Reading, draft: Draft) -> Draft | None:
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
    if glued_on and (
        lex[last].text.isalpha() or (lex[last].text in DASHES and number.kind != "digits")
    ):
        return None
    if number.kind == "digits":
        if labels.is_year(
            lex, number, parse, bound_before(lex, number.first, parse, "bare") is not None
        ):
            return None
        if labels.follows_name(lex, number, parse) or labels.is_score(lex, number):
            return None
        if labels.is_model(lex, number):
            return None
    tied = glued_on and lex[last].text in DASHES
    behind = bound_after(lex, last)
    start = behind.last if behind else last + tied
    noun = read_counted(lex, start, lex[last - 1].token, parse)
    state = state_after(lex, last)
    if noun is not None and state is not None and state[0] == last == noun.head:
        noun = None  # "20 hurt", which headlines say without a verb
    if noun is not None and len(lex[noun.head].text) == 1:
        return None  # "9 E 71st St"
    if noun is not None and _dated(sentence, noun.head):
        noun = None
    per = read_per(lex, last, parse)
    if noun is not None and labels.is_street(lex, number, noun.head, parse):
        return None
    if per is not None and low_at(lex, last) == "per":
        return replace(draft, last=per.last, unit=per.name, kind="count", rule="rate")
    if noun is None:
        return _among(sentence, draft) or bare(sentence, draft)
    if number.kind == "words" and number.value == 1.0 and not counts_one(sentence, draft, noun):
        return None
    head = None if lex[noun.head].low in PRONOUNS else lex[noun.head].low
    rule = "part of" if noun.of and number.kind != "vague" else "counted"
    single = parse.tags[lex[noun.head].token] == "NN" and (number.value or 0) > 1
    rule = "attributive" if single and not is_person(lex[noun.head].low) else rule
    counted = replace(draft, last=noun.last, unit=head, kind="count", counted=noun, rule=rule)
    return _per(sentence, counted) if head and number.kind != "vague" else counted


def _dated(sentence: Reading, at: int) -> bool:
    """Tell whether the lexeme lies in a date, which nothing counts ("94.02 late Wednesday")."""
    start = sentence.lex[at].start
    return any(first <= start < end for first, end in sentence.blocked)


def _vague_unit(sentence: Reading, draft: Draft) -> Draft | None:
    """Read the unit behind "of": "billions of dollars", "hundreds of miles"."""
    if draft.number.kind != "vague" or low_at(sentence.lex, draft.last) != "of":
        return None
    unit = read_unit(sentence.lex, draft.last + 1, False)
    if unit is None:
        return None
    return _per(
        sentence, replace(draft, last=unit.last, unit=unit.name, kind=unit.kind, rule=unit.kind)
    )


def _among(sentence: Reading, draft: Draft) -> Draft | None:
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


def _range(sentence: Reading, one: Draft) -> Draft | None:
    """Return the range that `one` begins ("10 to 15", "between 5 and 7", "$3-4 billion"), or None."""
    lex, at = sentence.lex, one.last
    if one.counted is not None or one.label or one.value is None:
        return None
    joint, at = joint_at(lex, at, low_at(lex, one.first - 1))
    if not joint:
        return None
    before = low_at(lex, one.first - 1)
    number = _second(sentence, at)
    two = _draft(sentence, number) if number else None
    if two is not None and two.kind == "open":
        two = _count(sentence, two)
    said = joint in ("to", "and") and before in ("from", "between", "aged")
    if number and two is None and (said or one.kind == "money"):
        two = _plain(sentence, number)
    if two is None or two.value is None or (two.kind == "bare" and joint == "or"):
        return None
    return joined(sentence, one, two, joint, before)


def _begins_range(sentence: Reading, draft: Draft) -> bool:
    """Tell whether a number without unit stands right before a joint and another number."""
    joint, at = joint_at(sentence.lex, draft.last, low_at(sentence.lex, draft.first - 1))
    return bool(joint) and draft.value is not None and _second(sentence, at) is not None


def _second(sentence: Reading, at: int) -> Number | None:
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


def _plain(sentence: Reading, number: Number) -> Draft | None:
    """Return the draft of the bare end of a range ("between 750,000 and 800,000 a year"), no years."""
    if number.value is None or labels.is_year(sentence.lex, number, sentence.parse, False):
        return None
    return Draft(
        number.first, number.last, number, number.value, None, None, None, "bare", number.kind
    )
