"""Symbol strings to matches: patterns over word classes, compiled once, the longest match first.

A pattern is a regular expression whose letters are names of word classes (`weekday`, `month`, ...); names
in capitals are the fragments below. All repetition is bounded, so that matching is linear in the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crosswire.stages.annotate.time_words import OTHER, TimeWord, letter

_FRAGMENTS = {
    "EDGE": "(?:approx? the? (?:latest|more)? (?:edge|earlier|later) dash? (?:in|of|on)?)",
    "COUNT": "(?:num|day|number|few|a)",
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
_NAME = re.compile(r"[A-Za-z_\d]+")
_CORE = (
    "month month_abbr weekday weekdays weekday_abbr unit units second season weekend weekends today tonight "
    "holiday year years nth clock clock24 noon iso numeric ref recent current set long_word part parts overnight "
    "hours name year_end"
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
    """Patterns with names, tried at every word; `matches` gives at each place the longest first."""

    def __init__(self, rules: tuple[tuple[str, str], ...]) -> None:
        self._rules = [(name, re.compile(_compiled(pattern))) for name, pattern in rules]
        core = "".join(letter(kind) for kind in _CORE)
        self._runs = re.compile(f"[^{re.escape(OTHER + letter('gap'))}]+")
        self._core = re.compile(f"[{core}]")

    def runs(self, symbols: str) -> Iterator[tuple[int, int]]:
        """Yield the stretches of `symbols` that may hold a time expression."""
        for run in self._runs.finditer(symbols):
            if self._core.search(symbols, run.start(), run.end()):
                yield run.start(), run.end()

    def matches(self, symbols: str, words: list[TimeWord], at: int, end: int) -> Iterator[Match]:
        """Yield what fits from word `at` on, the longest first, then in the order of the rules."""
        found = []
        for order, (name, pattern) in enumerate(self._rules):
            fit = pattern.match(symbols, at, end)
            if fit is not None and fit.end() > at:
                found.append((-fit.end(), order, name))
        for minus_end, _, name in sorted(found):
            stop = -minus_end
            yield Match(
                rule=name,
                words=tuple(words[at:stop]),
                before=words[at - 1] if at else None,
                after=words[stop] if stop < len(words) else None,
            )


def _compiled(pattern: str) -> str:
    """Return the regular expression over symbols that `pattern` stands for."""

    def name(found: re.Match[str]) -> str:
        word = found.group()
        if word in _FRAGMENTS:
            return _compiled(_FRAGMENTS[word])
        return re.escape(letter(word))

    return _NAME.sub(name, pattern).replace(" ", "")
