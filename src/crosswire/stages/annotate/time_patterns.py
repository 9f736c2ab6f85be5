"""Symbol strings to matches: patterns over word classes, compiled once, the longest match first.

A pattern is a regular expression whose letters are names of word classes (`weekday`, `month`, ...); names
in capitals are the fragments below. All repetition is bounded, so that matching is linear in the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from crosswire.stages.annotate.time_words import OTHER, TimeWord, letter

_FRAGMENTS = {
    "EDGE": "(?:approx? the? (?:latest|more)? (?:edge|earlier|later) dash? (?:in|of|on)?)",
    "COUNT": "(?:num|day|number|dotted|few|a)",
    "UNIT": "(?:unit|second)",
    "ANYUNIT": "(?:units|unit|second)",
    "WEEKDAY": "(?:weekday|weekday_abbr)",
    "MONTH": "(?:month|month_abbr)",
    "NTH": "(?:nth|ordinal|second)",
    "REL": "(?:the? (?:this (?:last|next|same)?|last|next|same|current|latest))",
    "RELYEAR": "(?:REL fiscal? unit|the? unit (?:before|earlier))",
    "YEAR": "(?:(?:comma|of)? (?:fiscal? year|RELYEAR))",
    "HOLIDAY": "(?:the? (?:year|this|last|next)? holiday (?:comma? (?:of|in)? year)?)",
    "FULLDAY": "(?:(?:WEEKDAY comma?)? MONTH (?:day|the? NTH) YEAR?"
    "|(?:WEEKDAY comma?)? (?:the? nth|day) of? MONTH YEAR?|iso|numeric)",
    "DAYREF": "(?:FULLDAY|(?:this (?:last|next)?|the? (?:last|next)|that)? WEEKDAY|today|HOLIDAY)",
    "CLOCK": "(?:(?:approx|near)? (?:clock|clock24|noon) (?:open? zone close?)?)",
}
_REACH = 32
"""More words than any pattern holds."""
_NAME = re.compile(r"[A-Za-z_\d]+")
_CORE = (
    "month month_abbr weekday weekdays weekday_abbr unit units second season weekend weekends today tonight "
    "holiday year years nth clock clock24 noon iso numeric ref recent current set long_word part parts overnight "
    "hours name year_end year_ago period_word last"
).split()


@dataclass(frozen=True, slots=True)
class Match:
    """The words that a pattern fits, and the words on either side of them."""

    rule: str
    words: tuple[TimeWord, ...]
    before: TimeWord | None
    after: TimeWord | None

    @property
    def start(self) -> int:
        """The code point where the match begins."""
        return self.words[0].start

    @property
    def end(self) -> int:
        """The code point after the match."""
        return self.words[-1].end

    def one(self, *kinds: str) -> TimeWord | None:
        """Return the first word of one of the classes, or None."""
        return next((word for word in self.words if word.kind in kinds), None)

    def all(self, *kinds: str) -> list[TimeWord]:
        """Return the words of the classes, in order."""
        return [word for word in self.words if word.kind in kinds]

    def has(self, *kinds: str) -> bool:
        """Tell whether there is a word of one of the classes."""
        return self.one(*kinds) is not None


class Grammar:
    """Patterns with names: where one fits next, and what fits there, the longest first."""

    def __init__(self, rules: tuple[tuple[str, str], ...]) -> None:
        compiled = [(name, _compiled(pattern)) for name, pattern in rules]
        self._rules = [(name, re.compile(pattern)) for name, pattern in compiled]
        core = "".join(letter(kind) for kind in _CORE)
        # A cheap look first: no rule fits without one of the core classes within reach.
        outside = re.escape(OTHER + letter("gap"))
        self._any = re.compile(
            f"(?=[^{outside}{core}]{{0,{_REACH}}}[{core}])(?:"
            + "|".join(p for _, p in compiled)
            + ")"
        )
        self._fits = lru_cache(maxsize=4096)(self._all_fits)

    def next(self, symbols: str, at: int) -> int | None:
        """Return the first word from `at` on where a pattern fits, or None."""
        found = self._any.search(symbols, at)
        return None if found is None else found.start()

    def matches(self, symbols: str, words: list[TimeWord], at: int) -> Iterator[Match]:
        """Yield what fits from word `at` on, the longest first, then in the order of the rules."""
        for size, name in self._fits(symbols[at : at + _REACH]):
            stop = at + size
            yield Match(
                rule=name,
                words=tuple(words[at:stop]),
                before=words[at - 1] if at else None,
                after=words[stop] if stop < len(words) else None,
            )

    def _all_fits(self, symbols: str) -> tuple[tuple[int, str], ...]:
        """Return size and name of every rule that fits the beginning of `symbols`."""
        fits = ((pattern.match(symbols), name) for name, pattern in self._rules)
        found = [(fit.end(), name) for fit, name in fits if fit is not None and fit.end()]
        return tuple(sorted(found, key=lambda pair: -pair[0]))


def _compiled(pattern: str) -> str:
    """Return the regular expression over symbols that `pattern` stands for."""

    def name(found: re.Match[str]) -> str:
        word = found.group()
        if word in _FRAGMENTS:
            return _compiled(_FRAGMENTS[word])
        return re.escape(letter(word))

    return _NAME.sub(name, pattern).replace(" ", "")
