"""What stands around a number and says its measure: currency before or after, unit after, and what it is per."""

from functools import cache
from typing import NamedTuple

from crosswire import lexicon
from crosswire.model.annotation import Parse
from crosswire.stages.annotate.figure_numbers import Lexeme, low_at

_HYPHENS = frozenset("-‐‑–")
_LONGEST = 5
"""Lexemes in the longest form that the tables hold."""

METRE_CONTEXT = frozenset(
    "tall high long wide deep above below away sprint hurdles freestyle relay x × - thick".split()
)


class Unit(NamedTuple):
    """A unit that ends before lexeme `last`: its one name and the kind of measure."""

    name: str
    last: int
    kind: str


@cache
def _units() -> tuple[dict[str, tuple[str, str]], dict[str, tuple[str, str, str]]]:
    """Return forms read in any case, and forms read only as written (with how)."""
    loose, exact = {}, {}
    for row in lexicon.table("figures_units"):
        if row["how"]:
            exact[row["form"]] = (row["unit"], row["kind"], row["how"])
        else:
            loose[row["form"].lower()] = (row["unit"], row["kind"])
    return loose, exact


@cache
def _currencies(side: str) -> dict[str, str]:
    rows = [row for row in lexicon.table("figures_currencies") if row["side"] == side]
    found = {row["form"]: row["unit"] for row in rows}
    if side == "after":
        found.update({row["form"].lower(): row["unit"] for row in rows if len(row["form"]) > 2})
    return found


@cache
def _letter_scales() -> dict[str, float]:
    rows = lexicon.table("figures_numbers")
    return {row["word"]: float(row["value"]) for row in rows if row["kind"] == "letter"}


def _written(lex: list[Lexeme], first: int, last: int) -> str:
    """Return lexemes `[first, last)` as written, every gap one blank."""
    text = lex[first].text
    for x in lex[first + 1 : last]:
        text += x.text if x.glued else " " + x.text
    return text


def currency_before(lex: list[Lexeme], i: int) -> tuple[int, str] | None:
    """Return where the currency that stands before lexeme `i` begins, and its name."""
    table = _currencies("before")
    if i >= len(lex):
        return None
    for length in (4, 3, 2, 1):
        first = i - length
        if first < 0:
            continue
        form = _written(lex, first, i)
        name = table.get(form)
        if name is None:
            continue
        spelt = form.isalpha()
        if spelt and not lex[i].glued and not form.isupper() and form not in ("Rs", "Rp"):
            continue
        if lex[first].glued and first > 0 and lex[first - 1].text.isalnum():
            continue
        return first, name
    return None


def letter_scale(lex: list[Lexeme], i: int, parse: Parse, money: bool) -> float | None:
    """Return what the letter at lexeme `i` multiplies by ("4.3M sales", "EUR50m", "8 B people")."""
    if i >= len(lex):
        return None
    x = lex[i]
    factor = _letter_scales().get(x.low)
    if factor is None or (i + 1 < len(lex) and lex[i + 1].glued and lex[i + 1].text.isalnum()):
        return None
    if money:
        return factor if x.glued or x.low in ("bn", "mn", "tn", "m", "b", "k") else None
    plural_next = i + 1 < len(lex) and parse.tags[lex[i + 1].token] in ("NNS", "NNPS")
    plural_next = plural_next or (
        i + 2 < len(lex)
        and parse.pos[lex[i + 1].token] in ("NOUN", "PROPN", "ADJ")
        and x.text.isupper()
    )
    if x.low in ("m", "b"):
        metres = low_at(lex, i + 1) in METRE_CONTEXT
        return factor if plural_next and not metres else None
    if not x.glued:
        return factor if x.low in ("bn", "mn", "tn", "trn", "mln", "bln") else None
    return factor


def read_unit(lex: list[Lexeme], i: int, digits: bool) -> Unit | None:
    """Return the unit that begins at lexeme `i`, which follows a number written in `digits` or words."""
    if i < len(lex) and lex[i].text in _HYPHENS and lex[i].glued:
        if i + 1 >= len(lex) or not lex[i + 1].glued:
            return None
        i += 1
    if i >= len(lex):
        return None
    loose, exact = _units()
    money = _currencies("after")
    for length in range(min(_LONGEST, len(lex) - i), 0, -1):
        last = i + length
        if last < len(lex) and lex[last].glued and lex[last].text.isalnum():
            continue
        form = _written(lex, i, last)
        if digits and form in exact:
            name, kind, how = exact[form]
            metres = form == "m" and low_at(lex, last) in METRE_CONTEXT
            if how == "exact" or metres or (how == "glued") == lex[i].glued:
                return Unit(name, last, kind)
        name = money.get(form) or (money.get(form.lower(), "") if len(form) > 2 else "")
        if name and (digits or len(form) > 2) and (form != "p" or lex[i].glued):
            return Unit(name, last, "money")
        found = loose.get(form.lower()) or loose.get(form.lower().replace("-", " "))
        if found and (digits or len(form) > 2 or form == "%"):
            return Unit(found[0], last, found[1])
    return None


_DISTANCES = ("ago", "earlier", "before", "later", "after", "prior", "previously")
"""What makes "a year" behind an amount say when, and no rate ("$2.8 million a year earlier")."""


def read_per(lex: list[Lexeme], i: int, parse: Parse) -> Unit | None:
    """Return what a rate is per, where lexeme `i` is "per", "a", "/" or a hyphen before one of them."""
    at = i
    if low_at(lex, at) in _HYPHENS and low_at(lex, at + 1) in ("a", "an", "per", "to"):
        at += 1
    word = low_at(lex, at)
    if word not in ("per", "a", "an", "/", "every"):
        if word in ("u.s", "u.s.", "us") and low_at(lex, at + 1) == "per":
            return read_per(lex, at + 1, parse)
        return None
    at += 1
    if at < len(lex) and lex[at].text in _HYPHENS and lex[at].glued:
        at += 1
    known = lexicon.words("figures_per")
    for skip in (0, 1):
        if skip and not (at < len(lex) and lex[at].text[:1].isupper() and word != "/"):
            break
        for length in (3, 2, 1):
            if at + skip + length > len(lex):
                continue
            form = _written(lex, at + skip, at + skip + length).lower()
            if word in ("a", "an") and low_at(lex, at + skip + length) in _DISTANCES:
                return None
            if form in known and not _glued_on(lex, at + skip + length):
                name = _units()[0].get(form, (form, ""))[0]
                return Unit(name, at + skip + length, "per")
    if word == "per" and at < len(lex) and parse.pos[lex[at].token] == "NOUN":
        return Unit(lex[at].low, at + 1, "per")
    return None


def _glued_on(lex: list[Lexeme], i: int) -> bool:
    return i < len(lex) and lex[i].glued and lex[i].text.isalnum()
