"""What a number without unit and noun may stand for: people harmed, a group, an age, a toll, or nothing at all."""

from dataclasses import replace

from crosswire.stages.annotate.figure_bounds import bound_before
from crosswire.stages.annotate.figure_counted import Counted, act_before, state_after
from crosswire.stages.annotate.figure_draft import Draft, Reading
from crosswire.stages.annotate.figure_numbers import Number, low_at

_GROUPS = frozenset("family crew group team party gang band squad factor".split())


_TOLL_REACH = 40
"""Lexemes from "toll" to where it stands, at most: "The toll in the blast, in which ..., rose to 85"."""

_NOT_ONE = frozenset("day time thing way another reason".split())


def bare(sentence: Reading, draft: Draft) -> Draft | None:
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
    before = low_at(lex, draft.first - 1)
    if before == "including" and number.value != 1.0:
        return replace(draft, rule="carried")
    if before == "from" and low_at(lex, draft.first - 2) in ("up", "down"):
        return replace(draft, rule="carried")
    subject = _subject(sentence, draft)
    if subject is not None:
        unit = subject.split()[-1].lower()
        return replace(draft, unit=unit, kind="count", label=subject, rule="subject")
    token = lex[number.last - 1].token
    dep = parse.deps[token]
    if number.kind == "words":
        if number.value == 1.0 or number.value == 0.0 or not _stands_alone(sentence, number):
            return None
        return draft if dep in ("nsubj", "nsubjpass", "dobj") else None
    return draft if _stands_alone(sentence, number) else None


def counts_one(sentence: Reading, draft: Draft, noun: Counted) -> bool:
    """Tell whether "one" counts: before its noun or before "of", but not "one day" or "no one"."""
    lex = sentence.lex
    before = low_at(lex, draft.first - 1)
    if before in (
        "no",
        "any",
        "every",
        "each",
        "some",
        "this",
        "that",
        "the",
        "which",
        "a",
        "-",
        "another",
    ):
        return False
    if noun.of:
        return sentence.parse.tags[lex[noun.head].token] in ("NNS", "NNPS") or low_at(
            lex, noun.head
        ) in ("people", "them")
    return lex[noun.head].low not in _NOT_ONE or noun.head > draft.number.last


def _subject(sentence: Reading, draft: Draft) -> str | None:
    """Return the plural noun that "were" ties to a bare number ("casualties were almost 680,000")."""
    lex, parse = sentence.lex, sentence.parse
    bound = bound_before(lex, draft.first, parse, "bare")
    verb = (bound.first if bound else draft.first) - 1
    if low_at(lex, verb) not in ("were", "are") or verb < 1:
        return None
    head = verb - 1
    if parse.tags[lex[head].token] != "NNS":
        return None
    first = head - (head > 0 and parse.pos[lex[head - 1].token] in ("ADJ", "NOUN"))
    return sentence.text[lex[first].start : lex[head].end]


def _is_toll(sentence: Reading, draft: Draft) -> bool:
    """Tell whether a bare number is where a death toll is said to stand."""
    lex = sentence.lex
    if low_at(lex, draft.first - 1) not in ("to", "at", "is", "was", "of", "reached", "reaches"):
        return False
    return any(x.low == "toll" for x in lex[max(0, draft.first - _TOLL_REACH) : draft.first])


def _stands_alone(sentence: Reading, number: Number) -> bool:
    lex, parse = sentence.lex, sentence.parse
    token = lex[number.last - 1].token
    if parse.deps[token] in ("appos", "npadvmod", "compound", "nmod", "ROOT", "dep", "meta"):
        return (number.value or 0) >= 1000 and parse.deps[token] != "compound"
    text = lex[number.first].text
    if number.kind == "digits" and (number.value or 0) < 10 and number.last == number.first + 1:
        return "." in text
    return True


def _is_age(sentence: Reading, draft: Draft) -> bool:
    """Tell whether a bare number is somebody's age ("who was 10", "he will be 35", "aged 71")."""
    lex, value = sentence.lex, draft.number.value
    if value is None or not 0 < value < 120 or value != int(value):
        return False
    k = draft.first - 1
    if low_at(lex, k) in ("aged", "age"):
        return True
    if low_at(lex, k) == "," and k > 0 and sentence.parse.pos[lex[k - 1].token] == "PROPN":
        closed = low_at(lex, draft.last) in (",", ".", ";", "") and "." not in lex[draft.first].text
        return (
            closed
            and value > 0
            and lex[draft.first].digits is not None
            and _person_before(sentence, k)
        )
    while low_at(lex, k) in ("only", "just", "now", "about", "around", "almost", "nearly", "then"):
        k -= 1
    if low_at(lex, k) in ("turned", "turns", "turning"):
        return low_at(lex, k - 1) in ("he", "she", "who", "i") or lex[k - 1].text[:1].isupper()
    if low_at(lex, k) not in ("was", "is", "be", "am"):
        return False
    k -= 1 + (low_at(lex, k - 1) in ("will", "would", "to"))
    return low_at(lex, k) in ("he", "she", "who", "i")


def _person_before(sentence: Reading, comma: int) -> bool:
    """Tell whether two capitalised names stand before the comma ("Ana Ruiz, 56,"), and no month or place label."""
    lex, parse = sentence.lex, sentence.parse
    if comma < 2:
        return False
    names = [lex[comma - 2], lex[comma - 1]]
    return all(x.text[:1].isupper() and parse.pos[x.token] == "PROPN" for x in names)
