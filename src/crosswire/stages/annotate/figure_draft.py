"""A figure while it is being read: lexemes, number, unit or noun, before bounds and population are known."""

from dataclasses import dataclass

from crosswire.model.annotation import Parse
from crosswire.stages.annotate.figure_counted import Counted
from crosswire.stages.annotate.figure_numbers import Lexeme, Number

DASHES = frozenset("-–—‐‑")


PRONOUNS = frozenset(("them", "whom", "these", "those", "which"))


@dataclass(frozen=True)
class Draft:
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
class Reading:
    """One sentence while it is read."""

    text: str
    lex: list[Lexeme]
    parse: Parse
    blocked: list[tuple[int, int]]
