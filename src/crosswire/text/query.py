"""A search as one types it, to its conditions; all must hold.

    query     = { [ "-" ] term }
    term      = field | figure | phrase | word
    field     = NAME ":" ( phrase | word )                  no blank after the colon
    figure    = [ phrase | word ] comparison | phrase NUMBER ".." NUMBER | word NUMBER ".." NUMBER
    comparison = ( ">" | ">=" | "<" | "<=" | "=" ) NUMBER
    phrase    = '"' letters '"'                             straight or curly
    word      = letters without blanks                      a final * stands for any ending

NUMBER is digits with commas or a point, then k, m, bn or a word (thousand, million, billion). Dates are YYYY,
YYYY-MM or YYYY-MM-DD, and `FROM..TO` with the field `date`.
"""

import calendar
import re
from datetime import date

from crosswire.errors import UsageError
from crosswire.model.finding import Condition, ConditionKind

LONGEST = 1000
"""Letters of a query that are read."""
FIELDS = (
    "speaker", "entity", "place", "date", "outlet", "agency", "language", "story", "title",
    "after", "before", "on",
)  # fmt: skip
_TOKEN = re.compile(
    r"""(?P<space>\s+)
    |(?P<minus>-(?=[^\s-]))
    |(?P<field>[A-Za-z]+:(?![\s/]|$))
    |(?P<phrase>["“”][^"“”]*(?:["“”]|$))
    |(?P<op>>=|<=|[<>=≥≤])
    |(?P<word>[^\s"“”<>=≥≤]+)""",
    re.VERBOSE,
)
_SPELT = {"≥": ">=", "≤": "<="}
_AMOUNT = re.compile(r"(\d[\d,]*(?:\.\d+)?)(k|m|mn|bn|b|thousand|million|billion)?$", re.IGNORECASE)
_SCALE = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9,
          "thousand": 1e3, "million": 1e6, "billion": 1e9}  # fmt: skip
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$")


def parse_query(text: str) -> tuple[Condition, ...]:
    """Return the conditions of a query; raises UsageError that says what is wrong and what is known."""
    if len(text) > LONGEST:
        raise UsageError(f"a query of {len(text)} letters; at most {LONGEST} are read")
    tokens = [
        (match.lastgroup or "", match[0])
        for match in _TOKEN.finditer(text)
        if match.lastgroup != "space"
    ]
    found: list[Condition] = []
    at, excluded = 0, False
    while at < len(tokens):
        kind, _ = tokens[at]
        if kind == "minus":
            excluded, at = True, at + 1
            continue
        made, at = _term(tokens, at, excluded)
        found += made
        excluded = False
    return tuple(found)


_Tokens = list[tuple[str, str]]


def _term(tokens: _Tokens, at: int, excluded: bool) -> tuple[list[Condition], int]:
    kind, shown = tokens[at]
    if kind == "field":
        return _field(tokens, at, excluded)
    if kind == "op":
        bounds, end = _comparison(tokens, at)
        return [_figure("", bounds, excluded)], end
    text = _bare(kind, shown)
    if at + 1 < len(tokens):
        following, value = tokens[at + 1]
        if following == "op":
            bounds, end = _comparison(tokens, at + 1)
            return [_figure(text, bounds, excluded)], end
        if following == "word" and (span := _amounts(value)):
            return [_figure(text, (*span, False), excluded)], at + 2
    if not re.search(r"\w", text):
        return [], at + 1
    named: ConditionKind = "phrase" if kind == "phrase" else "words"
    return [Condition(kind=named, text=text, excluded=excluded)], at + 1


def _field(tokens: _Tokens, at: int, excluded: bool) -> tuple[list[Condition], int]:
    name = tokens[at][1][:-1].lower()
    if name not in FIELDS:
        raise UsageError(
            f"no field {name!r} to search; there are {', '.join(FIELDS)}. "
            'Put words with a colon in quotes: "…:…"'
        )
    if at + 1 >= len(tokens) or tokens[at + 1][0] not in ("word", "phrase"):
        raise UsageError(
            f"{name}: needs a value right after the colon, a word or a phrase in quotes"
        )
    text = _bare(*tokens[at + 1])
    if name in ("after", "before", "on", "date"):
        return [_dated(name, text, excluded)], at + 2
    return [Condition(kind=name, text=text, excluded=excluded)], at + 2  # type: ignore[arg-type]


def _dated(name: str, text: str, excluded: bool) -> Condition:
    first, _, last = text.partition("..")
    low, high = _days(first, name)[0], _days(last or first, name)[1]
    bounds: dict[str, tuple[float | None, float | None]] = {
        "after": (low, None), "before": (None, low - 1), "on": (low, high), "date": (low, high),
    }  # fmt: skip
    least, most = bounds[name]
    kind = "date" if name == "date" else "published"
    return Condition(kind=kind, text=f"{name}:{text}", excluded=excluded, low=least, high=most)  # type: ignore[arg-type]


def _days(text: str, name: str) -> tuple[float, float]:
    """Return the first and last day (ordinals) of a year, month or day."""
    match = _DAY.match(text)
    try:
        if match is None:
            raise ValueError
        year, month, day = int(match[1]), match[2], match[3]
        first = date(year, int(month or 1), int(day or 1))
        ends = int(month or 12)
        last = date(year, ends, int(day) if day else calendar.monthrange(year, ends)[1])
    except ValueError:
        raise UsageError(f"{name}:{text} is no date; write YYYY, YYYY-MM or YYYY-MM-DD") from None
    return float(first.toordinal()), float(last.toordinal())


def _comparison(tokens: _Tokens, at: int) -> tuple[tuple[float | None, float | None, bool], int]:
    """Return low, high and whether they are strict, and where the comparison ends."""
    op = _SPELT.get(tokens[at][1], tokens[at][1])
    following = tokens[at + 1 : at + 3]
    text = "".join(shown for kind, shown in following[:1] if kind == "word")
    end = at + 2
    if len(following) == 2 and following[1][1].lower() in ("thousand", "million", "billion"):
        text, end = text + following[1][1], at + 3
    value = _amount(text)
    if value is None:
        raise UsageError(f"{op} needs a number after it, as in: killed {op} 50")
    low, high = (
        (value if op in (">", ">=", "=") else None),
        (value if op in ("<", "<=", "=") else None),
    )
    return (low, high, op in ("<", ">")), end


def _figure(
    text: str, bounds: tuple[float | None, float | None, bool], excluded: bool
) -> Condition:
    low, high, strict = bounds
    return Condition(kind="figure", text=text, excluded=excluded, low=low, high=high, strict=strict)


def _amounts(text: str) -> tuple[float, float] | None:
    first, dots, last = text.partition("..")
    low, high = _amount(first), _amount(last)
    return (low, high) if dots and low is not None and high is not None else None


def _amount(text: str) -> float | None:
    match = _AMOUNT.match(text)
    if match is None:
        return None
    return float(match[1].replace(",", "")) * _SCALE.get((match[2] or "").lower(), 1)


def _bare(kind: str, shown: str) -> str:
    return shown.strip('"“”').strip() if kind == "phrase" else shown
