"""Which way a number is bounded, blurred or moving, by the words around it: more than, up to, about, rose by."""

from functools import cache
from typing import Literal, NamedTuple

from crosswire import lexicon
from crosswire.model.annotation import Parse
from crosswire.stages.annotate.figure_numbers import Lexeme, low_at

Change = Literal["=", "~", "<", ">", "up", "down"]
Direction = Literal["up", "down"]

_LONGEST = 5
_RUNS = frozenset("run roll".split())
_TAKES = frozenset("take last spend be live wait".split())
_BETWEEN = frozenset(
    "by another an a additional further extra as much some the its on only just even nearly about".split()
)
_SLIGHT = ("percent", "points")


class Bound(NamedTuple):
    """A modifier over lexemes `[first, last)` and what it says."""

    change: Change
    first: int
    last: int


@cache
def _modifiers(side: str) -> dict[str, Change]:
    rows = lexicon.table("figures_modifiers")
    return {r["phrase"]: r["change"] for r in rows if r["side"] == side}  # type: ignore[misc]


@cache
def _movers(kind: str) -> dict[str, Direction]:
    rows = lexicon.table("figures_movers")
    return {r["word"]: r["direction"] for r in rows if r["kind"] == kind}  # type: ignore[misc]


def _phrase(lex: list[Lexeme], first: int, last: int) -> str:
    text = lex[first].low
    for x in lex[first + 1 : last]:
        text += x.low if x.glued else " " + x.low
    return text


def bound_before(lex: list[Lexeme], i: int, parse: Parse, kind: str) -> Bound | None:
    """Return the modifier that ends right before lexeme `i`, together with one that stands before it."""
    first = _bound_before(lex, i)
    if first is None or (
        lex[first.first].low == "over" and _lasting(lex, first.first, parse, kind)
    ):
        return None
    outer = _bound_before(lex, first.first)
    if outer is None or outer.change == "=":
        return first
    sign: Change = outer.change if outer.change in "<>" or first.change == "=" else first.change
    return Bound(sign, outer.first, first.last)


def _lasting(lex: list[Lexeme], k: int, parse: Parse, kind: str) -> bool:
    """Tell whether "over" at lexeme `k` is no bound: "ran over two men", "fell 4% over two years"."""
    token = lex[k].token
    verb = parse.lemmas[parse.heads[token]]
    if kind == "count" and k > 0 and parse.lemmas[lex[k - 1].token] in _RUNS:
        return True
    if parse.deps[token] == "prt" or (kind == "count" and verb in _RUNS):
        return True
    during = parse.deps[token] == "prep" and low_at(lex, k - 1) not in ("for", "in", "after", "of")
    return kind == "time" and during and verb not in _TAKES


def _bound_before(lex: list[Lexeme], end: int) -> Bound | None:
    if (
        end > 0
        and lex[end - 1].text == "-"
        and lex[end - 1].glued
        and low_at(lex, end - 2) == "sub"
    ):
        return Bound("<", end - 2, end)
    for length in range(min(_LONGEST, end), 0, -1):
        change = _modifiers("before").get(_phrase(lex, end - length, end))
        if change is not None:
            return Bound(change, end - length, end)
    return None


def bound_after(lex: list[Lexeme], i: int) -> Bound | None:
    """Return the modifier that begins at lexeme `i` ("or more", "or so", "-plus")."""
    for length in range(min(4, len(lex) - i), 0, -1):
        phrase = _phrase(lex, i, i + length)
        change = _modifiers("after").get(phrase)
        if change is not None and (phrase[0] not in "+-" or lex[i].glued):
            return Bound(change, i, i + length)
    return None


def movement(lex: list[Lexeme], i: int, parse: Parse, kind: str) -> Direction | None:
    """Return whether the quantity of `kind` that begins at lexeme `i` is said to be a rise or a fall."""
    moves = _movers("move") | _movers("change")
    k = i - 1
    by = False
    for _ in range(6):
        word = low_at(lex, k)
        if word in moves:
            return moves[word] if _moves(lex, k, parse, kind, by) else None
        if word not in _BETWEEN and not (k >= 0 and parse.tags[lex[k].token] == "RB"):
            break
        by = by or word == "by"
        k -= 1
    if not by:
        return None
    # "grow sales by 35 per cent": the verb stands before its object
    for back in range(k, max(-1, k - 7), -1):
        if lex[back].text in ".;:" or low_at(lex, back) == "by":
            return None
        if lex[back].low in moves and parse.pos[lex[back].token] in ("VERB", "AUX"):
            return moves[lex[back].low]
    return None


def _moves(lex: list[Lexeme], k: int, parse: Parse, kind: str, by: bool) -> bool:
    """Tell whether the mover at lexeme `k` is one here: a verb that takes a measure, or "up" and "down"."""
    word, pos = lex[k].low, parse.pos[lex[k].token]
    if word in ("up", "down"):
        return kind not in ("count", "age", "time")
    if pos == "NOUN" and not by:
        return parse.tags[lex[k].token] != "NNS" and kind in _SLIGHT
    if word in _movers("change") and not by:
        return kind in _SLIGHT
    return kind not in ("count", "age", "bare") or by or (pos == "VERB" and kind != "age")
