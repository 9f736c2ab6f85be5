"""Matches counted from a period named before ("the quarter", "the year-ago quarter", "the same period last year").

Reports of earnings and of output compare a quarter or month with the same one of another year. Rule: the
period is the one named last; where none is named, the value is the year alone, or None.
"""

from dataclasses import replace

from crosswire.stages.annotate.time_days import year_of
from crosswire.stages.annotate.time_patterns import Match
from crosswire.stages.annotate.time_scene import Named, Reading, Scene

_COMPARING = frozenset(
    "from than compared compares with versus against vs vs. over to up down".split()
)
_AMOUNTS = ("CD", "NN", "NNS", "IN", "$")
_WITHIN = frozenset("for during in over throughout".split())
_TO_ITS_END = frozenset("since after before to following that when leading".split())
_PARTS = frozenset("months weeks days quarters half part quarter most much".split())


def sibling(base: Named, year: int) -> str:
    """Return the value of the quarter or month `base` in another year."""
    if base.grain == "quarter":
        return f"{year:04d}-Q{(base.day.month + 2) // 3}"
    return f"{year:04d}-{base.day.month:02d}"


def base_of(match: Match, scene: Scene, grains: tuple[str, ...]) -> Named | None:
    """Return the quarter or month that `match` is compared with: the last one named, a month in one sentence."""
    named = scene.recent(match, ("quarter", "month", "year"))
    if named is None or named.grain not in grains:
        return None
    if named.grain == "month" and not scene.same_sentence(named.start, match.start):
        return None
    return named


def year_before(match: Match, scene: Scene, years: float, coarse: str | None) -> Reading | None:
    """Read "a year earlier" where amounts are compared: the quarter or month named, so many years before.

    The plain reading `coarse` is kept as the other candidate.
    """
    tokens = scene.tokens(match)
    if not tokens or not years.is_integer() or not _compares(scene, tokens[0]):
        return None
    base = base_of(match, scene, ("quarter", "month"))
    if base is None:
        return None
    value = sibling(base, base.day.year - int(years))
    others = (value, coarse) if coarse and coarse != value else ()
    return Reading(value, rule="year-compared", anchor=_label(base), candidates=others)


def _compares(scene: Scene, first: int) -> bool:
    """Tell whether an amount is compared before token `first` ("from $2 million", "than")."""
    parse = scene.tree.parse
    begin = max(scene.tree.sentence(first).first, first - 25)
    before = first - 1 - (first - 2 >= begin and parse.words[first - 1] == ",")
    if first == begin or parse.tags[before] not in _AMOUNTS:
        return False
    return any(parse.words[t].lower() in _COMPARING for t in range(begin, first))


def _label(base: Named) -> str:
    return f"text {sibling(base, base.day.year)}"


def read_year_ago(match: Match, scene: Scene) -> Reading | None:
    """Read "the year-ago quarter", "the year-earlier third quarter", "year-earlier"."""
    unit = match.one("unit")
    number = match.one("ordinal", "nth", "second")
    if unit is not None and unit.value not in ("quarter", "month", "week"):
        return None
    if scene.anchor is None:
        return Reading(None, rule="year-compared")
    if number is not None and unit is not None and unit.value == "quarter":
        value = f"{scene.anchor.day.year - 1:04d}-Q{number.value}"
        known = number.value in ("1", "2", "3", "4")
        return Reading(value if known else None, rule="year-compared", anchor=scene.anchor.label)
    base = base_of(match, scene, _grains(match))
    if base is not None:
        value = sibling(base, base.day.year - 1)
        return Reading(value, rule="year-compared", anchor=_label(base))
    coarse = f"{scene.anchor.day.year - 1:04d}" if unit is None else None
    return Reading(coarse, rule="year-compared", anchor=scene.anchor.label)


def _grains(match: Match) -> tuple[str, ...]:
    """Return what "quarter", "month" or "period" can stand for."""
    unit = next((w.value for w in match.all("unit") if w.value != "year"), None)
    return ("quarter", "month") if unit is None else (unit,)


def read_same_period(match: Match, scene: Scene) -> Reading | None:
    """Read "the same period last year", "the same month a year ago", "last year's quarter", "the 1988 period"."""
    if any(w.value not in ("year", "quarter", "month", "week") for w in match.all("unit")):
        return None
    base = base_of(match, scene, _grains(match))
    if match.has("ago", "earlier") and match.has("a", "num"):
        year, label = (base.day.year - 1 if base else None), None
        if base is None and scene.anchor is not None:
            year, label = scene.anchor.day.year - 1, scene.anchor.label
    else:
        words = tuple(w for w in match.words if w.kind != "unit" or w.value == "year")
        year, label = year_of(replace(match, words=words), scene)
    if year is None:
        return Reading(None, rule="same-period")
    if base is None:
        return Reading(f"{year:04d}", rule="same-period", anchor=label)
    if year == base.day.year:  # "last year" of a report on last year's quarter
        year -= int(not match.has("year"))
    return Reading(sibling(base, year), rule="same-period", anchor=_label(base))


def read_latest_period(match: Match, scene: Scene) -> Reading | None:
    """Read "the latest period", "the same period" as the quarter named last."""
    base = base_of(match, scene, ("quarter",))
    if base is None:
        return Reading(None, rule="same-period") if match.has("latest") else None
    return Reading(sibling(base, base.day.year), rule="same-period", anchor=_label(base))


def read_the_unit(match: Match, scene: Scene) -> Reading | None:
    """Read "in the quarter", "for the full year" from what was named, "in the year since" as a length."""
    unit = match.one("unit")
    tokens = scene.tokens(match)
    if unit is None or unit.value not in ("quarter", "year") or not tokens:
        return None
    parse = scene.tree.parse
    before = [w.lower() for w in parse.words[max(0, tokens[0] - 2) : tokens[0]]]
    after = parse.words[tokens[-1] + 1].lower() if tokens[-1] + 1 < len(parse.words) else ""
    if parse.deps[tokens[-1]] in ("compound", "amod", "nmod", "poss") or after in ("-", "–", "'s"):
        return None
    within = before[-1:] and before[-1] in _WITHIN
    of_part = before[-1:] == ["of"] and before[0] in _PARTS
    if unit.value == "quarter":
        named = scene.recent(match, ("quarter",))
        if named is not None:
            value = sibling(named, named.day.year)
            return Reading(value, rule="quarter-of-text", anchor=_label(named))
        return Reading(None, rule="quarter-of-text") if within else None
    if within and before[-1] != "for" and after in _TO_ITS_END:
        return Reading("P1Y", "DURATION", "duration")
    if of_part and scene.anchor is not None:
        return Reading(str(scene.anchor.day.year), rule="year-of-anchor", anchor=scene.anchor.label)
    if not within or before[-1] == "in":
        return None
    named = scene.recent(match, ("quarter", "year", "month"))
    if named is None or not scene.same_sentence(named.start, match.start):
        return Reading(None, rule="year-of-text")
    year = f"{named.day.year:04d}"
    return Reading(year, rule="year-of-text", anchor=f"text {year}")
