"""Figures of a report that is read in part: a number with a unit that the language's word list knows, and its bound.

A number without a known unit is left out: it may be a year, an age, an address. A count of dead or hurt says so in
its rule (`toll:killed`, `toll:hurt`), from a noun or a verb right beside it.
"""

import re
from collections.abc import Iterator, Sequence

from crosswire.model.annotation import Figure
from crosswire.stages.annotate.partly import Line, Token, Words

BETWEEN = 3
"""Words between what is counted and the verb that says what became of it."""
DENIED = 3
"""Words before a number within which a "none of" takes its toll away."""
TOLLS = ("killed", "hurt")


def find_figures(lines: Sequence[Line], text: str, words: Words) -> tuple[Figure, ...]:
    """Return the figures of a report's sentences, in order."""
    return tuple(figure for line in lines for figure in _of_line(line.tokens, text, words))


def _of_line(tokens: Sequence[Token], text: str, words: Words) -> Iterator[Figure]:
    at = 0
    while at < len(tokens):
        size, value = _number(tokens, at, words)
        if not size:
            at += 1
            continue
        figure = (
            None if _is_label(tokens, at, words) else _figure(tokens, at, size, value, text, words)
        )
        if figure is not None:
            yield figure
        at += size


def _is_label(tokens: Sequence[Token], at: int, words: Words) -> bool:
    """Tell whether a number names something ("artículo 23"), is part of a score, clock or date, or one of two."""
    before = tokens[at - 1].low if at else ""
    after = tokens[at + 1].low if at + 1 < len(tokens) else ""
    beside = before in ("-", ":", "/", "#") or after in ("-", ":", "/")
    joined = at > 1 and (words.has("or", tokens[at - 1]) or words.has("and", tokens[at - 1]))
    one_of_two = joined and tokens[at - 2].text[0].isdigit()
    return beside or one_of_two or bool(words.match_before("label", tokens, at)[0])


def _figure(
    tokens: Sequence[Token], at: int, size: int, value: float, text: str, words: Words
) -> Figure | None:
    first = at
    bound, change = words.match_before("bound", tokens, at)
    article = at > 0 and words.has("article", tokens[at - 1])
    if not bound and article:  # "casi el 9%"
        bound, change = words.match_before("bound", tokens, at - 1)
        bound += bound > 0
    more, _ = words.match_before("more", tokens, at - bound)
    part, _ = words.match_before("part", tokens, at - bound - more)
    first -= bound
    counted, unit, last, toll = _counted(tokens, at + size, words)
    toll = toll or _toll_before(tokens, first - more, words)
    if any(words.has("not", token) for token in tokens[max(0, first - DENIED) : first]):
        toll = ""
    if not unit or (unit != "percentage" and toll and not _is_person(tokens, at + size, words)):
        return None
    start, end = tokens[first].start, tokens[last - 1].end
    return Figure(
        start=start,
        end=end,
        text=text[start:end],
        rule=f"toll:{toll}" if toll else "unit",
        value=value,
        low=value if change == ">" else None,
        high=value if change == "<" else None,
        change=change or "=",  # type: ignore[arg-type]
        unit=unit,
        counted=counted,
        increment=bool(more),
        part_of=bool(part),
    )


def _counted(tokens: Sequence[Token], at: int, words: Words) -> tuple[str | None, str, int, str]:
    """Return what a number that ends at `at` counts and its unit, in English, where that ends, and the toll it is."""
    percent, _ = words.match("percent", tokens, at)
    if percent:
        return None, "percentage", at + percent, ""
    for toll in TOLLS:
        after, _ = words.match(toll, tokens, at, "after")
        if after and not words.match("not", tokens, at - 1)[0]:
            return toll, "people", at + after, toll
    link, _ = words.match("link", tokens, at)
    for kind in ("person", "unit"):
        size, unit = words.match(kind, tokens, at + link)
        if size:
            end = at + link + size
            return (
                unit,
                unit,
                end,
                _toll(tokens, at + link, end, words) if kind == "person" else "",
            )
    return None, "", at, ""


def _is_person(tokens: Sequence[Token], at: int, words: Words) -> bool:
    link, _ = words.match("link", tokens, at)
    if words.match("person", tokens, at + link)[0]:
        return True
    return any(words.match(toll, tokens, at, "after")[0] for toll in TOLLS)


def _toll(tokens: Sequence[Token], at: int, end: int, words: Words) -> str:
    """Return what became of people named at `at`, by their noun, or by a verb that follows before any sign."""
    for toll in TOLLS:
        if words.match(toll, tokens, at, "noun")[0] or words.match(toll, tokens, end, "noun")[0]:
            return toll
    for place in range(end, min(end + BETWEEN + 1, len(tokens))):
        if not tokens[place].text[0].isalpha() or words.has("not", tokens[place]):
            return ""
        for toll in TOLLS:
            if words.match(toll, tokens, place, "after")[0]:
                return toll
    return ""


def _toll_before(tokens: Sequence[Token], at: int, words: Words) -> str:
    """Return what became of people whose number begins at `at`, by a verb right before it."""
    for toll in TOLLS:
        size, _ = words.match_before(toll, tokens, at, "before")
        if size and not words.match_before("not", tokens, at - size)[0]:
            return toll
    return ""


# ---------------------------------------------------------------- numbers


def _number(tokens: Sequence[Token], at: int, words: Words) -> tuple[int, float]:
    """Return how many tokens from `at` on are one number, and its value; 0 where there is none."""
    value = _digits(tokens[at].text, words)
    size = 1 if value is not None else 0
    if value is None:
        size, value = _spelled(tokens, at, words)
    scale, times = words.match("scale", tokens, at + size)
    unread = size == 0 and at > 0 and tokens[at - 1].text[0].isdigit()
    if scale and not unread:
        size, value = size + scale, (value if size else 1.0) * float(times)
    return size, value or 0.0


def _digits(text: str, words: Words) -> float | None:
    """Return the value of digits by the language's signs; None where they are none, or could be read in two ways."""
    if not text[0].isdigit():
        return None
    group, point = words.language.group, words.language.decimal
    whole, _, rest = text.partition(point)
    parts = re.split(rf"[{re.escape(group)}\u00a0\u202f ]", whole)
    if not all(part.isdecimal() for part in parts) or any(len(part) != 3 for part in parts[1:]):
        return None
    if rest and not rest.isdecimal():
        return None
    return float("".join(parts) + (f".{rest}" if rest else ""))


def _spelled(tokens: Sequence[Token], at: int, words: Words) -> tuple[int, float]:
    """Return a number below a thousand in words ("ciento treinta y dos"), and how many tokens it has."""
    size, value, last = 0, 0.0, 1000.0
    while True:
        joined = words.match("and", tokens, at + size)[0] if size else 0
        count, said = words.match("number", tokens, at + size + joined)
        if not count or float(said) >= last:
            return size, value
        value, last = value + float(said), float(said) if float(said) < 100 else 100.0
        size += joined + count
