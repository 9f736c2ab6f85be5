"""What a number counts: the noun behind it with its population, or the state or harm that a bare number is said of."""

from functools import cache
from typing import NamedTuple

from crosswire import lexicon
from crosswire.model.annotation import Parse
from crosswire.stages.annotate.figure_numbers import Lexeme, low_at

_NOMINAL = ("NOUN", "PROPN")
_JOINTS = frozenset("'’‘“”\"&/")
_HYPHENS = frozenset("-‐‑")
_REACH = 12
"""Lexemes from a number to the head of what it counts, at most."""

INCREMENTS = frozenset("additional another further extra more".split())
_TIME_WORDS = frozenset(
    "today yesterday tomorrow tonight monday tuesday wednesday thursday friday saturday sunday "
    "year month week day morning evening afternoon night".split()
)
_PLACE_TAILS = frozenset(("aboard", "onboard"))


class Counted(NamedTuple):
    """A counted noun phrase, lexemes `[first, last)`, and its head noun's lexeme."""

    first: int
    last: int
    head: int
    increment: bool = False
    of: bool = False
    """The phrase stands behind "of" ("six of its patents")."""


@cache
def _classes(name: str) -> dict[str, str]:
    rows = lexicon.table("figures_counted")
    return {r["word"]: r["label"] for r in rows if r["class"] == name}


def is_person(word: str) -> bool:
    """Tell whether `word` (lower case) is a noun for people."""
    return word in _classes("person")


def is_toll(word: str) -> bool:
    """Tell whether `word` (lower case) is a noun for harm done to people."""
    return word in _classes("toll")


def read_counted(lex: list[Lexeme], i: int, number_token: int, parse: Parse) -> Counted | None:
    """Return the noun phrase that begins at lexeme `i`, right behind a number, or None."""
    k, increment, of = i, False, False
    if low_at(lex, k) == "of":
        k, of = k + 1, True
        if low_at(lex, k) in ("them", "whom", "which", "these", "those"):
            return Counted(k, k + 1, k, of=True)
        while low_at(lex, k) in (
            "the",
            "its",
            "their",
            "his",
            "her",
            "our",
            "my",
            "your",
            "these",
            "those",
            "all",
            "this",
            "that",
            "a",
            "an",
        ):
            k += 1
    first, head = k, -1
    target = parse.heads[number_token] if not of and parse.deps[number_token] == "nummod" else -1
    while k < min(len(lex), i + _REACH):
        x = lex[k]
        pos, tag = parse.pos[x.token], parse.tags[x.token]
        if x.low in INCREMENTS and head < 0:
            increment = True
            first = k + 1 if first == k else first
        elif pos in _NOMINAL and x.text[0].isalpha():
            if head >= 0 and (
                x.low in _TIME_WORDS or (pos == "PROPN" and _is_plural(parse, lex[head]))
            ):
                break
            head = k
            if _is_plural(parse, x) and not _compounds(lex, k, parse):
                break
            if x.token == target and not _compounds(lex, k, parse):
                break
        elif x.text in _HYPHENS:
            # "gas-only", "e-minis": whatever is tied on belongs to the phrase, and the head comes later
            if not x.glued or k + 1 >= len(lex) or not lex[k + 1].glued:
                break
            k += 1
            head = k if parse.pos[lex[k].token] in _NOMINAL else -1
            if head >= 0 and _is_plural(parse, lex[k]):
                break
        elif lex[k].digits is not None and head < 0 and _names(lex, k, parse):
            pass
        elif x.text in _JOINTS and k + 1 < len(lex):
            if x.text in "'’&/" and not (x.glued or x.text == "&"):
                break
        elif pos == "CCONJ" and x.low == "and":
            if not _continues(lex, k, parse, head):
                break
        elif (
            pos in ("ADJ", "NUM")
            or tag in ("VBN", "VBG", "VBD", "JJ", "POS")
            or (pos == "ADV" and head < 0 and tag == "RB")
        ):
            if not _leads_on(lex, k, parse, head) or (k == first and _predicates(parse, x)):
                break
        else:
            break
        k += 1
    if head < 0:
        return None
    return Counted(first, head + 1, head, increment, of)


def _names(lex: list[Lexeme], k: int, parse: Parse) -> bool:
    """Tell whether digits inside a phrase belong to a name ("two new 737 Max jets")."""
    after = k + 1
    return (
        after + 1 < len(lex)
        and lex[after].text[0].isupper()
        and parse.pos[lex[after].token] in ("PROPN", "NOUN", "ADJ")
        and _is_plural(parse, lex[after + 1])
    )


def _is_plural(parse: Parse, x: Lexeme) -> bool:
    return parse.tags[x.token] in ("NNS", "NNPS") or x.low in (
        "people",
        "troops",
        "police",
        "staff",
    )


def _compounds(lex: list[Lexeme], k: int, parse: Parse) -> bool:
    """Tell whether the noun at lexeme `k` only modifies the noun behind it."""
    token = lex[k].token
    if k + 1 >= len(lex) or lex[k].low in ("people",):
        return False
    follows = parse.pos[lex[k + 1].token]
    if lex[k].low.endswith(("'s", "s'", "’s", "s’")):
        return True
    if follows == "PROPN" and not lex[k].text[0].isupper():
        return False
    compound = (
        parse.deps[token] in ("compound", "nmod", "amod", "poss") and parse.heads[token] > token
    )
    return compound and (follows in _NOMINAL or follows == "ADJ")


def _leads_on(lex: list[Lexeme], k: int, parse: Parse, head: int) -> bool:
    """Tell whether the word at lexeme `k` still stands before the head noun."""
    token = lex[k].token
    if parse.pos[token] == "NUM" and (head < 0 or k + 1 >= len(lex)):
        return False
    if k + 1 >= len(lex):
        return False
    follows = lex[k + 1]
    pos, tag = parse.pos[follows.token], parse.tags[follows.token]
    if follows.digits is not None:
        return head < 0 and _names(lex, k + 1, parse)
    if head >= 0 and not (parse.heads[token] > token and pos in _NOMINAL):
        return False
    if parse.tags[token] == "VBD" and not (pos in _NOMINAL and parse.deps[token] == "amod"):
        return False
    return (
        pos in (*_NOMINAL, "ADJ", "CCONJ", "ADV")
        or tag in ("VBN", "VBG", "VBD", "HYPH")
        or (follows.text in _JOINTS or follows.text == ",")
    )


def _predicates(parse: Parse, x: Lexeme) -> bool:
    """Tell whether a participle right behind the number says what they do ("two involving fire")."""
    verbal = parse.tags[x.token] in ("VBG", "VBD") or parse.pos[x.token] == "VERB"
    return verbal and parse.deps[x.token] not in ("amod", "compound", "nmod")


def _continues(lex: list[Lexeme], k: int, parse: Parse, head: int) -> bool:
    """Tell whether "and" at lexeme `k` joins two modifiers of one plural head ("digital and physical sales")."""
    if k + 2 >= len(lex) or (head >= 0 and _is_plural(parse, lex[head])):
        return False
    return parse.pos[lex[k + 1].token] in ("ADJ", "NOUN", "PROPN") and (
        _is_plural(parse, lex[k + 2]) or parse.tags[lex[k + 1].token] == "NNS"
    )


def tail_of(lex: list[Lexeme], last: int, parse: Parse) -> int:
    """Return where the population behind the head ends: "US citizens on board", "soldiers from Norland"."""
    word = low_at(lex, last)
    if word in _PLACE_TAILS:
        return last + 1
    if word in _classes("state") and parse.tags[lex[last].token] in ("VBN", "JJ"):
        return last + 1
    if word == "on" and low_at(lex, last + 1) in ("board", "foot", "duty", "site"):
        return last + 2
    if word in ("from", "of") and last + 1 < len(lex):
        k = last + 1 + (low_at(lex, last + 1) == "the")
        start = k
        while (
            k < min(len(lex), last + 6)
            and parse.pos[lex[k].token] in _NOMINAL
            and (word == "of" or lex[k].text[0].isupper())
            and lex[k].low not in _TIME_WORDS
        ):
            k += 1
        whole = k >= len(lex) or parse.pos[lex[k].token] not in (*_NOMINAL, "ADJ", "PART")
        return k if k > start and whole else last
    return last


def state_after(lex: list[Lexeme], i: int) -> tuple[int, str] | None:
    """Return the lexeme and label of the state said of a bare number: "12 killed", "12 were injured"."""
    k = i
    while low_at(lex, k) in (
        "were",
        "was",
        "are",
        "is",
        "have",
        "has",
        "had",
        "been",
        "be",
        "being",
        "left",
        "others",
        "more",
        "still",
        "also",
        "reportedly",
    ):
        k += 1
    label = _classes("state").get(low_at(lex, k))
    return (k, label) if label and k - i <= 4 else None


def act_before(lex: list[Lexeme], i: int) -> str | None:
    """Return what was done to a bare number of people: "killing 12", "wounded 30"."""
    return _classes("act").get(low_at(lex, i - 1))
