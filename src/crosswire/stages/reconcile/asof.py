"""Times to which counts hold, compared: is one later than the other by so much that a count may have grown?"""

import re
from datetime import UTC, datetime

HOURS_APART = 2.0
"""Hours between two counts of one day from which the later one supersedes."""


def later(one: str, two: str) -> bool:
    """Tell whether the time `two` comes after `one` by so much that a count may have grown."""
    moments = moment(one), moment(two)
    if moments[0] is not None and moments[1] is not None:
        return moments[1] - moments[0] >= HOURS_APART
    return two[:10] > one[:10]


def apart_in_time(one: str, two: str) -> bool:
    """Tell whether two times are so far apart that a count may have grown from one to the other."""
    moments = [moment(value) for value in (one, two)]
    if moments[0] is not None and moments[1] is not None:
        return abs(moments[0] - moments[1]) >= HOURS_APART
    return one[:10] != two[:10]


def moment(value: str) -> float | None:
    """Return a date with a clock as hours since 1970, UTC where no zone is given; None without a clock."""
    if not re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d", value):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() / 3600
