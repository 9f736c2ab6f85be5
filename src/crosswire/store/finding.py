"""Conditions of a query to the documents that meet all of them, and the places where they do.

The latest are looked at first, a few hundred at a time, and each is asked whether it meets the conditions (`sieves`);
when as many are found as anybody counts, no more are looked at. Where conditions leave few documents, these are
looked at alone. Which documents are found, and in which order, is that of looking at all.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, text

from crosswire.model.finding import Condition, Match, Matches
from crosswire.store import orders, places, search
from crosswire.store.search import WORDED
from crosswire.store.sieves import NOT_CURRENT, Sieve, Test, gone, read, sieve, worded
from crosswire.store.statements import rows_among

COUNTED = 1000
"""Matches that are counted; of more is told that there are as many at least."""
FIRST, MOST = 256, 8000
"""Documents that are looked at at once: at first, and at most."""
FEW = 2000
"""Documents that a condition leaves, from which on others are not listed but asked of these."""
BASE = 20_000
"""Documents of a list that are looked at although enough were found."""


class Level(NamedTuple):
    """How far one goes: documents that are listed of a condition, and looked at before giving up (None: all)."""

    listed: int | None
    looked: int | None


LEVELS = (Level(20_000, 6_000), Level(100_000, 30_000), Level(None, None))
"""What is met often is found by looking, what is met seldom by listing; which it is one knows afterwards only."""


def find(
    connection: Connection, conditions: Sequence[Condition], limit: int, offset: int
) -> Matches:
    """Return the documents that meet all conditions: of words the latest 500 best first, else the newest first."""
    wanted = {at: c for at, c in enumerate(conditions) if not c.excluded}
    if not wanted:
        return Matches(0, 0, [])
    words = [c.text for c in wanted.values() if c.kind in WORDED]
    most = max(COUNTED, offset + limit)
    enough = max(search.LATEST if words else 0, offset + limit)
    found, more = _met(connection, conditions, enough, most, _said(connection, conditions))
    if words:
        ranked = search.phrases(connection, words)
        shown = search.best(connection, ranked, found, limit, offset)
    else:
        shown = found[offset : offset + limit]
    asked = "SELECT number, id FROM documents WHERE number {}"
    names = dict(map(tuple, rows_among(connection, asked, shown)))
    where = places.shown(connection, wanted, shown)
    matches = [Match(names[number], sorted(where.get(number, ()))) for number in shown]
    unread, more_unread = _unread(connection, conditions)
    return Matches(min(len(found), most), unread, matches, more, more_unread)


Last = Callable[[Sequence[int]], Sequence[int]]
"""What is asked of documents that meet everything else: gives those that pass, in their order."""


def _said(connection: Connection, conditions: Sequence[Condition]) -> Last | None:
    wanted = {at: c for at, c in enumerate(conditions) if not c.excluded}
    if not any(c.kind == "speaker" for c in wanted.values()):
        return None
    return lambda some: places.said(connection, wanted, some)


def _met(
    connection: Connection,
    conditions: Sequence[Condition],
    enough: int,
    most: int,
    last: Last | None,
) -> tuple[list[int], bool]:
    """Return the documents that meet all conditions, in order, and whether these may not be all.

    Of more than `most` these are all that matter. Where conditions that many meet are seldom met together, to count
    them takes seconds: then `enough`, those that are shown, will do.
    """
    found: list[int] = []
    for at, level in enumerate(LEVELS):
        will_do = at > 0 and len(found) >= enough
        if will_do and level.listed is None:
            return found, True
        way = _way(connection, conditions, level.listed)
        if will_do and not way.base:
            return found, True
        found, whole = _walked(way, enough, most, level.looked, last)
        if whole:
            break
    return found, len(found) > most


class _Way(NamedTuple):
    """Documents in order, all among them that meet the conditions, and what they are still to be asked.

    `base` tells that conditions leave but so many; `sure`, that nearly all of them meet the conditions.
    """

    take: orders.Take
    tests: list[Test]
    bars: list[Test]
    base: bool
    sure: bool


def _walked(
    way: _Way, enough: int, most: int, limit: int | None, last: Last | None
) -> tuple[list[int], bool]:
    """Return the documents that pass, and whether these are all, or more than `most`; else `limit` were looked at."""
    found: list[int] = []
    looked = 0
    sure = way.sure and last is None
    size = most + 1 if sure else FIRST
    while some := way.take(size):
        looked += len(some)
        for test in way.tests:
            kept = test(some) if some else ()
            some = [number for number in some if number in kept]
        for bar in way.bars:
            dropped = bar(some) if some else ()
            some = [number for number in some if number not in dropped]
        found += last(some) if last and some else some
        if len(found) > most:
            break
        tired = limit is not None and looked >= (BASE if way.base else limit) and not sure
        if tired and (not way.base or len(found) >= enough):
            return found, False
        rate = max(1, len(found)) / looked
        size = min(MOST, max(FIRST, int(1.1 * (most + 1 - len(found)) / rate)))
    return found, True


def _way(connection: Connection, conditions: Sequence[Condition], listed: int | None) -> _Way:
    """Return the way through the documents on which at most `listed` of a condition are listed."""
    by_number = any(c.kind in WORDED and not c.excluded for c in conditions)
    times = None if by_number else orders.days(conditions)
    light = _light(connection, conditions, listed) if by_number else []
    sieves: list[Sieve] = []
    bars: list[Sieve] = []
    expression = ""
    if light:
        wanted = [c.text for c in light if not c.excluded]
        barred = [c.text for c in light if c.excluded]
        sieves.append(worded(connection, wanted, barred, listed))
        expression = search.expression(connection, wanted, barred)
    for condition in conditions:
        if condition in light or (
            times and condition.kind == "published" and not condition.excluded
        ):
            continue
        side = bars if condition.excluded else sieves
        left = min((len(s.few) for s in sieves if s.few is not None), default=FEW + 1)
        side.append(sieve(connection, condition, listed if left > FEW else 0))
    few = sorted((s.few for s in sieves if s.few is not None), key=len)
    base = few[0].intersection(*few[1:]) if few else None
    tests = [s.test for s in sieves if s.few is None or not s.whole]
    if base is not None and by_number:
        take = orders.latest_of(base)
    elif base is not None:
        take = orders.newest_of(connection, base, times, tested=bool(tests or bars))
    elif expression:
        take = orders.meeting(connection, expression)
        del tests[0]  # of these very words
    elif by_number:
        take = orders.latest(connection)
    else:
        take = orders.newest(connection, times)
    return _Way(
        take,
        tests,
        [gone(connection, listed).test, *(s.test for s in bars)],
        base=base is not None,
        sure=not tests and not bars,
    )


def _light(
    connection: Connection, conditions: Sequence[Condition], listed: int | None
) -> list[Condition]:
    """Return the words and phrases that are asked of the index at once, if any are wanted.

    Those of which it would read too much are left to be asked of texts, until all is to be listed.
    """
    found = [
        c
        for c in conditions
        if c.kind in WORDED and (listed is None or not search.heavy(connection, [c.text]))
    ]
    return found if any(not c.excluded for c in found) else []


def _unread(connection: Connection, conditions: Sequence[Condition]) -> tuple[int, bool]:
    """Count the documents that meet what can be told without reading, and were not read; tell if there are more."""
    if not any(c.kind in places.READ and not c.excluded for c in conditions):
        return 0, False
    found = max(0, int(connection.execute(_UNREAD).scalar_one()))
    told = [c for c in conditions if c.excluded or c.kind not in places.LOCATED]
    if not found or all(c.excluded for c in told):
        return min(found, COUNTED), found > COUNTED

    def unread(some: Sequence[int]) -> Sequence[int]:
        known = read(connection, some)
        return [number for number in some if number not in known]

    met, more = _met(connection, told, 1, COUNTED, unread)
    return min(len(met), COUNTED), more


_UNREAD = text(
    "SELECT (SELECT count(*) FROM documents) - (SELECT count(*) FROM annotations) "
    f"- (SELECT count(*) FROM documents WHERE {NOT_CURRENT}) "
    f"+ (SELECT count(*) FROM documents d JOIN annotations a ON a.document = d.id WHERE {NOT_CURRENT})"
)
