"""Matches that are a length of time, a repetition, a distance from now, or a vague reference, to readings."""

from datetime import date

from crosswire.stages.annotate.time_calendar import duration, period, shift
from crosswire.stages.annotate.time_compared import year_before
from crosswire.stages.annotate.time_patterns import Match
from crosswire.stages.annotate.time_periods import has_object
from crosswire.stages.annotate.time_scene import Reading, Scene
from crosswire.stages.annotate.time_tense import AHEAD
from crosswire.stages.annotate.time_words import TimeWord

_UNITS = ("units", "unit", "second")
_COUNTS = ("num", "day", "number", "dotted", "few", "a")
_WEEKDAY_SET = "XXXX-WXX-{}"
_RATE_NOUNS = ("NN", "NNS", "CD", "$", "NNP", "NNPS", "SYM")


def read_span(match: Match, scene: Scene) -> Reading | None:
    """Read "for three years", "the past two weeks", "a day"; before "after X" it is anchored on an event."""
    if match.has("ordinal", "second") and match.has("a"):
        return None  # "the second a month later"
    if _is_some_day(match, scene):
        return Reading("FUTURE_REF") if scene.way(match) == AHEAD else None
    value = _length(match)
    if value is None or _is_fraction(match) or _is_generic(match, scene):
        return None
    if _is_event_anchored(match, scene):
        assert match.after is not None
        return Reading(value, "DURATION", "event-anchored", _event(match, scene))
    return Reading(value, "DURATION", "duration")


def _is_some_day(match: Match, scene: Scene) -> bool:
    """Tell "one day" that is some day ("will one day return") from a length ("in one day")."""
    said = scene.document.text[match.start : match.end].lower()
    tokens = scene.tokens(match)
    if said != "one day" or not tokens or _is_event_anchored(match, scene):
        return False
    parse = scene.tree.parse
    token = tokens[-1]
    beside = (
        parse.deps[token] in ("npadvmod", "compound") and parse.pos[parse.heads[token]] == "VERB"
    )
    return beside and parse.pos[tokens[0] - 1] != "ADP"


def _is_fraction(match: Match) -> bool:
    """Tell "a quarter of the firms" and "three quarters" from three months."""
    return _unit(match) == "quarter" and not match.has("more", "last", "next")


def _is_generic(match: Match, scene: Scene) -> bool:
    """Tell "not a day for blame" from a length: a subject or predicate with "a" measures nothing."""
    if not match.has("a") or match.has("num", "number", "half") or _is_event_anchored(match, scene):
        return False
    tokens = scene.tokens(match)
    deps = scene.tree.parse.deps
    return any(deps[t] in ("attr", "nsubj", "nsubjpass", "appos") for t in tokens[-1:])


def _length(match: Match) -> str | None:
    """Return the value of the words "COUNT ... UNIT"."""
    unit = _unit(match)
    count = match.one(*_COUNTS)
    if unit is None or (unit in ("second",) and not match.has("units")):
        return None
    if count is None:
        return duration(1.0, unit)
    number = number_of(count)
    if isinstance(number, float) and match.has("half"):
        number += 0.5
    return duration(number, unit)


def _unit(match: Match) -> str | None:
    words = match.all(*_UNITS)
    if not words:
        return None
    return "second" if words[-1].kind == "second" else words[-1].value


def number_of(word: TimeWord) -> float | str:
    """Return the number that a count word says; "X" for one that is not said."""
    if word.kind == "a":
        return 1.0
    return "X" if word.kind == "few" else float(word.value)


def _is_event_anchored(match: Match, scene: Scene) -> bool:
    return match.after is not None and match.after.kind in ("before", "after")


def _event(match: Match, scene: Scene) -> str:
    """Return "before" or "after": what the length is counted from stands in the words that follow."""
    assert match.after is not None
    return scene.document.text[match.after.start : match.after.end].lower() + " an event"


def read_period_of(match: Match, scene: Scene) -> Reading | None:
    """Read "the past three years" and "the past year" as lengths, "coming months" as a vague reference."""
    unit = _unit(match)
    if unit is None:
        return None
    if not match.has(*_COUNTS):
        word = match.one("last", "next")
        assert word is not None
        said = scene.document.text[word.start : word.end].lower()
        if said == "following" and match.words[0] is word:
            return None  # "in 2014 following years of discord": after them
        if not match.has("units"):
            long = unit in ("decade", "century") and word.kind == "last"
            if said != "past" and not long and not _up_to_now(match, scene, said):
                return None
            return Reading(duration(1.0, unit), "DURATION", "duration-past")
        back = word.kind == "last"
        return Reading("PAST_REF" if back else "FUTURE_REF", "DATE", "vague-period")
    value = _length(match)
    return (
        Reading(value, "DURATION", "duration-" + ("past" if match.has("last") else "next"))
        if value
        else None
    )


_WITHIN = ("in", "over", "during", "within", "throughout")


def _up_to_now(match: Match, scene: Scene, said: str) -> bool:
    """Tell "doubled in the last year", a length up to now, from the calendar's ("last year")."""
    the = match.words[0].kind == "the" and said == "last" and _unit(match) != "quarter"
    of = match.after is not None and match.after.kind == "of"
    return the and not of and _word_before(match, scene) in _WITHIN


def read_two_spans(match: Match, scene: Scene) -> list[Reading] | None:
    """Read "60 to 90 days" as two lengths of one unit."""
    unit = _unit(match)
    counts = [i for i, word in enumerate(match.words) if word.kind in _COUNTS]
    if unit is None or len(counts) != 2:
        return None
    first, second = (duration(number_of(match.words[i]), unit) for i in counts)
    return [
        Reading(first, "DURATION", "duration-range", first=0, last=counts[0] + 1),
        Reading(second, "DURATION", "duration-range", first=counts[1]),
    ]


def read_long_word(match: Match, scene: Scene) -> Reading:
    """Read "yearlong", "decades-long"."""
    return Reading(match.words[0].value, "DURATION", "duration-adjective")


_BEFORE_BARE = frozenset(
    "for in over after within of take takes took taken lasted spent through into last spend "
    "spending taking across following despite many".split()
)


def read_bare_units(match: Match, scene: Scene) -> Reading | None:
    """Read "years of war", "for hours", "weeks later" as an unsaid number of units."""
    tokens = scene.tokens(match)
    unit = match.words[0].value
    if not tokens or unit in ("second", "quarter"):
        return None
    parse = scene.tree.parse
    first = tokens[0]
    before = parse.words[first - 1].lower() if first else ""
    after = parse.words[tokens[-1] + 1].lower() if tokens[-1] + 1 < len(parse.words) else ""
    long = unit in ("decade", "century", "millennium")
    if (
        not long
        and before not in _BEFORE_BARE
        and after not in ("of", "after", "before")
        and before != ""
    ):
        return None
    if parse.pos[first] not in ("NOUN", "PROPN"):
        return None
    if _is_event_anchored(match, scene):
        return Reading(duration("X", unit), "DURATION", "event-anchored", _event(match, scene))
    return Reading(duration("X", unit), "DURATION", "duration-unsaid")


# ---------------------------------------------------------------- distances


def read_ago(match: Match, scene: Scene) -> Reading | None:
    """Read "a year ago", "48 hours ago", "decades ago", "three weeks from now"."""
    unit = _unit(match)
    count = match.one(*_COUNTS)
    if unit is None:
        return None
    number = number_of(count) if count else "X"
    sign = -1 if match.has("ago") else 1
    if isinstance(number, str):
        return Reading("PAST_REF" if sign < 0 else "FUTURE_REF", "DATE", "vague-distance")
    if match.has("half"):
        number += 0.5
    anchor = scene.anchor
    if anchor is None or anchor.grain not in ("day", unit):
        return Reading(None, rule="ago")
    value = _counted(anchor.day, sign * number, unit)
    if sign < 0 and unit == "year" and (compared := year_before(match, scene, number, value)):
        return compared
    return Reading(value, "DATE", "ago" if sign < 0 else "from-now", anchor.label, deictic=True)


def _counted(day: date, count: float, unit: str) -> str | None:
    """Return the value of the day `count` units away, as coarse as the unit; None where it is finer than a day."""
    if unit in ("fortnight", "weekend"):
        count, unit = count * 2, "week"
    if unit == "decade":
        count, unit = count * 10, "year"
    if unit == "century":
        count, unit = count * 100, "year"
    if unit == "hour" and count % 24 == 0:
        count, unit = count / 24, "day"
    found = shift(day, count, unit)
    return period(found, unit) if found else None


def read_later(match: Match, scene: Scene) -> Reading | None:
    """Read "three days later", "two weeks earlier", "a year before" from the last date named."""
    unit, count = _unit(match), match.one(*_COUNTS)
    step = match.one("earlier", "later", "before", "after")
    if unit is None or step is None:
        return None
    if match.has("before", "after") and has_object(match, scene):
        return None
    if (
        match.after is not None
        and scene.document.text[match.after.start : match.after.end].lower() == "than"
    ):
        return None
    number = number_of(count) if count else "X"
    if isinstance(number, str):
        return Reading(duration("X", unit), "DURATION", "duration-from-text")
    grains = ("day",) if unit in ("day", "week", "hour", "fortnight") else ("day", "month", "year")
    if unit == "year" and step.value == "-1":
        plain = _counted(scene.anchor.day, -number, unit) if scene.anchor else None
        if compared := year_before(match, scene, number, plain):
            return compared
    recent = scene.recent(match, grains)
    if recent is not None:
        value = _counted(recent.day, int(step.value) * number, unit)
        return Reading(value, "DATE", "counted-from-text", f"text {recent.day.isoformat()}")
    if unit in ("month", "quarter", "year") and int(step.value) < 0 and scene.anchor:
        value = _counted(scene.anchor.day, -number, unit)
        return Reading(value, "DATE", "earlier", scene.anchor.label)
    return Reading(None, "DATE", "counted-from-text")


# ---------------------------------------------------------------- repetitions


def read_each(match: Match, scene: Scene) -> Reading | None:
    """Read "every week", "each Monday", "every two years"."""
    if weekday := match.one("weekday", "weekday_abbr"):
        part = match.one("part")
        return Reading(
            _WEEKDAY_SET.format(weekday.value) + (f"T{part.value}" if part else ""), "SET", "each"
        )
    if month := match.one("month"):
        return Reading(f"XXXX-{int(month.value):02d}", "SET", "each")
    if season := match.one("season"):
        return Reading(f"XXXX-{season.value}", "SET", "each")
    if part := match.one("part"):
        return Reading(f"XXXX-XX-XXT{part.value}", "SET", "each")
    if match.has("weekend"):
        return Reading("XXXX-WXX-WE", "SET", "each")
    value = _length(match)
    return Reading(value, "SET", "each") if value else None


def read_weekdays(match: Match, scene: Scene) -> Reading:
    """Read "on Mondays", "Tuesday nights"."""
    weekday, part = match.one("weekdays", "weekday"), match.one("parts", "part")
    assert weekday is not None
    value = _WEEKDAY_SET.format(weekday.value) + (f"T{part.value}" if part else "")
    return Reading(value, "SET", "weekdays")


def read_rate(match: Match, scene: Scene) -> Reading | None:
    """Read "$3 million a year", "twice a week", "per day"; "a year" after a verb or preposition is a length."""
    if not match.has("per", "times", "each"):
        before = scene.tokens(match)
        if not before or before[0] == 0:
            return None
        if scene.tree.parse.tags[before[0] - 1] not in _RATE_NOUNS:
            return None
        if match.after is not None and match.after.kind in (
            "before",
            "after",
            "earlier",
            "later",
            "ago",
        ):
            return None
    unit = _unit(match)
    value = duration(1.0, unit) if unit else None
    return Reading(value, "SET", "rate") if value else None


def _is_paper(match: Match, scene: Scene) -> bool:
    """Tell a newspaper ("a regional daily", "the Norrel Zeitung daily") from what is done each day."""
    tokens = scene.tokens(match)
    if not tokens:
        return False
    parse, token = scene.tree.parse, tokens[0]
    after = parse.pos[token + 1] if token + 1 < len(parse.pos) else ""
    named = token > 0 and parse.pos[token - 1] == "PROPN"
    return parse.tags[token] in ("NN", "NNP") or (named and after not in ("NOUN", "PROPN", "ADJ"))


def read_set(match: Match, scene: Scene) -> Reading | None:
    """Read "daily", "annual"; with a capital inside a name ("Daily Herald") it is none."""
    word = match.words[0]
    text = scene.document.text
    after = match.after
    if text[word.start].isupper() and after is not None and text[after.start].isupper():
        return None
    if word.value in ("P1D", "P1W") and _is_paper(match, scene):
        return None
    return Reading(word.value, "SET", "set")


# ---------------------------------------------------------------- vague references


def read_reference(match: Match, scene: Scene) -> Reading | None:
    """Read "now", "recently", "the near future" as TimeML's references."""
    word = match.words[-1]
    said = scene.document.text[word.start : word.end].lower()
    if said == "now" and scene.tag(match) != "RB":
        return None
    if said == "the moment" and _word_before(match, scene) not in ("at", "for", "of"):
        return None
    if said == "soon" and _word_before(match, scene) == "as":
        return None
    if match.after is not None and match.after.kind in ("before", "after", "later"):
        return None  # "shortly after the vote": when is said by the vote
    return Reading(word.value, "DATE", "reference")


def _word_before(match: Match, scene: Scene) -> str:
    """Return the word before the match in lower case, empty where there is none."""
    before = match.before
    return scene.document.text[before.start : before.end].lower() if before else ""


def read_the_past(match: Match, scene: Scene) -> Reading | None:
    """Read "the past", a noun."""
    said = scene.document.text[match.words[-1].start : match.end].lower()
    tokens = scene.tokens(match)
    noun = bool(tokens) and scene.tree.parse.pos[tokens[-1]] == "NOUN"
    return Reading("PAST_REF", "DATE", "reference") if said == "past" and noun else None


def read_recent(match: Match, scene: Scene) -> Reading | None:
    """Read "recent", "recent years", "current", "future"; "the most recent" is the latest, not a time."""
    word = match.one("recent", "current")
    assert word is not None
    tokens = scene.tokens(match)
    parse = scene.tree.parse
    if not tokens or parse.words[tokens[0] - 1].lower() == "most":
        return None
    if word.value == "FUTURE_REF" and parse.deps[tokens[-1]] not in ("amod", "compound", "nmod"):
        return None  # "its future is bright"
    return Reading(word.value, "DATE", "reference")


def swallow(match: Match, scene: Scene) -> list[Reading]:
    """Give nothing for words that are no time ("33-year-old", "the Sunday Times"), and let nothing else have them."""
    return []
