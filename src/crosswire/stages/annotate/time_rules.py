"""The table of rules: a name, the pattern it fits, and the function that reads what it fits.

At each place the longest fit is read first; of two as long the one that stands earlier here. A reader
that gives None passes the words on to the next; one that gives an empty list keeps them for no time.
"""

from collections.abc import Callable

from crosswire.stages.annotate.time_compared import (
    read_latest_period,
    read_same_period,
    read_the_unit,
    read_year_ago,
)
from crosswire.stages.annotate.time_counted import (
    read_clock_set,
    read_from_day,
    read_nth_weekday,
    read_unit_after_next,
    read_week_of_day,
    read_weekdays_ago,
)
from crosswire.stages.annotate.time_days import read_clock, read_day, read_part
from crosswire.stages.annotate.time_patterns import Match
from crosswire.stages.annotate.time_periods import (
    read_century,
    read_day_beside,
    read_month,
    read_quarter,
    read_season,
    read_unit,
    read_year,
    read_year_end,
    read_years,
)
from crosswire.stages.annotate.time_ranges import (
    read_day_range,
    read_two_decades,
    read_two_quarters,
    read_week_of_month,
    read_year_range,
)
from crosswire.stages.annotate.time_scene import Reading, Scene
from crosswire.stages.annotate.time_spans import (
    read_ago,
    read_bare_units,
    read_each,
    read_later,
    read_long_word,
    read_period_of,
    read_rate,
    read_recent,
    read_reference,
    read_set,
    read_span,
    read_the_past,
    read_two_spans,
    read_weekdays,
    swallow,
)

Reader = Callable[[Match, Scene], Reading | list[Reading] | None]

RULES: tuple[tuple[str, str, Reader], ...] = (
    # no times
    ("age", "COUNT dash? ANYUNIT dash? old", swallow),
    ("name", "the? name", swallow),
    # times of day
    ("clock-day", "CLOCK comma? (?:on|at)? EDGE? DAYREF part?", read_clock),
    ("day-clock", "DAYREF part? comma? at? CLOCK", read_clock),
    ("clock-dotted", "dotted (?:on|comma)? DAYREF part?", read_clock),
    ("clock-set", "CLOCK on? (?:weekdays|workdays|each (?:WEEKDAY|unit))", read_clock_set),
    ("clock", "CLOCK", read_clock),
    ("day-part", "EDGE? DAYREF (?:the? EDGE)? part", read_part),
    ("part-of-day", "EDGE? the? (?:part|hours) (?:of|on|in)? DAYREF", read_part),
    ("this-part", "EDGE? the? (?:this|that|last|next|the|same) (?:part|hours)", read_part),
    ("tonight", "EDGE? tonight", read_part),
    ("overnight", "overnight", read_part),
    # days
    ("day", "EDGE? DAYREF", read_day),
    ("weekday-and-day", "REL? WEEKDAY open (?:day|nth) close", read_day),
    ("weekday-of-week", "EDGE? WEEKDAY of? (?:this|last|next|the? (?:last|next)) unit", read_day),
    (
        "nth-weekday",
        "the? (?:NTH|last) WEEKDAY (?:of|in) (?:each unit|REL? MONTH YEAR?)",
        read_nth_weekday,
    ),
    ("week-of-day", "the unit of FULLDAY", read_week_of_day),
    ("from-day", "COUNT ANYUNIT from DAYREF", read_from_day),
    ("weekdays-ago", "COUNT weekdays (?:ago|from_now)", read_weekdays_ago),
    ("day-range", "MONTH day (?:dash|to|and|or) day YEAR?", read_day_range),
    ("day-range", "day (?:dash|to|and|or) day of? MONTH YEAR?", read_day_range),
    ("unit-after-next", "the unit (?:after next|before last)", read_unit_after_next),
    ("day-beside", "EDGE? the unit (?:before|after|earlier|later|last)", read_day_beside),
    # weeks, months, quarters, seasons, years
    (
        "period",
        "approx? the? (?:last|next) (?:approx|near)? (?:COUNT half? more?)? ANYUNIT or_so?",
        read_period_of,
    ),
    ("month", "EDGE? (?:REL)? MONTH YEAR?", read_month),
    ("unit", "EDGE? (?:REL|the? that same?) fiscal? (?:UNIT|weekend)", read_unit),
    ("unit-edge", "EDGE the (?:UNIT|weekend)", read_unit),
    ("weekend", "EDGE? the weekend", read_unit),
    ("week-of-month", "the? (?:last|next|NTH) more? unit of REL? MONTH YEAR?", read_week_of_month),
    ("year", "EDGE? (?:the unit)? fiscal? year", read_year),
    ("year-end", "year_end", read_year_end),
    ("year-range", "year dash (?:year|day|number)", read_year_range),
    ("years-pair", "the? years and years", read_two_decades),
    ("years", "EDGE? the? (?:edge|earlier|later)? dash? years", read_years),
    ("century", "EDGE? the? NTH dash? unit", read_century),
    ("season", "EDGE? REL? the? season YEAR?", read_season),
    ("season", "year season", read_season),
    (
        "quarter",
        "EDGE? the? fiscal? NTH dash? unit (?:of? the? (?:fiscal? year|RELYEAR))?",
        read_quarter,
    ),
    ("quarter", "(?:RELYEAR poss|the? fiscal? year) fiscal? NTH dash? unit", read_quarter),
    ("quarters", "the? fiscal? NTH (?:and|or|to) NTH units", read_two_quarters),
    ("half", "the? NTH half_word of (?:the? fiscal? year|RELYEAR)", read_quarter),
    # periods of the text
    ("year-ago", "the? same? year_ago (?:fiscal? NTH dash?)? (?:unit|period_word)?", read_year_ago),
    (
        "same-period",
        "the? (?:same|latest)? (?:unit|period_word) (?:in|of)? (?:RELYEAR|year|a unit (?:ago|earlier))",
        read_same_period,
    ),
    ("same-period", "(?:RELYEAR poss|the year) (?:unit|period_word)", read_same_period),
    ("latest-period", "the (?:same|latest) period_word", read_latest_period),
    ("the-unit", "the more? fiscal? unit", read_the_unit),
    # distances
    ("ago", "(?:approx|near)? COUNT half? more? ANYUNIT half? or_so? (?:ago|from_now)", read_ago),
    ("ago", "units ago", read_ago),
    (
        "later",
        "(?:approx|near)? COUNT half? more? ANYUNIT half? or_so? (?:earlier|later|before|after)",
        read_later,
    ),
    ("later", "units (?:earlier|later)", read_later),
    # repetitions
    (
        "each",
        "each (?:COUNT|other)? (?:ANYUNIT|WEEKDAY part?|MONTH|season|part|weekend)",
        read_each,
    ),
    ("weekdays", "weekdays (?:part|parts)?", read_weekdays),
    ("weekdays", "WEEKDAY parts", read_weekdays),
    ("times", "(?:times|COUNT times) (?:a|per|each) UNIT", read_rate),
    ("rate", "(?:a|per) UNIT", read_rate),
    ("set", "set", read_set),
    # lengths
    (
        "span",
        "(?:approx|near)? the? (?:NTH|last|latest)? COUNT half? more? ANYUNIT half? or_so?",
        read_span,
    ),
    ("span-adjective", "COUNT dash more? ANYUNIT (?:dash long)?", read_span),
    (
        "span-range",
        "(?:approx|near)? COUNT dash? (?:to|dash|or|and) dash? COUNT more? dash? ANYUNIT",
        read_two_spans,
    ),
    ("long-word", "long_word", read_long_word),
    ("bare-units", "units", read_bare_units),
    # vague references
    ("reference", "ref", read_reference),
    ("reference", "the last", read_the_past),
    ("recent", "the? recent units", read_recent),
    ("recent", "(?:recent|current)", read_recent),
)
