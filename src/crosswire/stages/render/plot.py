"""Figures as marks on axes: a group of figures in, positions in a drawing out; drawing itself is the page's.

Where the figures are of different times, time runs across and the value up: a toll that grows is seen to grow.
Where they are not, each has its own row of the table, and all rows share one axis. A mark's colour and shape
tell the speaker, so that neither is needed alone.
"""

import datetime
import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from crosswire.model.dossier import FigureGroup, FigureMention
from crosswire.stages.render import index as ix
from crosswire.stages.render.index import Index
from crosswire.stages.render.moments import Moment, day_words, moment
from crosswire.stages.render.wording import number

LOG = 50.0
"""Ratio of the largest to the smallest number from which a linear scale would squeeze the small ones together."""
VOICES = 6
"""Speakers with a colour and a shape of their own; the seventh and later share the last."""
APART = 0.1
"""Days between the first and last time from which figures are drawn over time."""
WIDTH, HEIGHT = 700.0, 230.0
LEFT, RIGHT, TOP, BOTTOM = 64.0, 24.0, 18.0, 40.0
"""Margins of the drawing over time, for its labels."""
STRIP = 100.0
"""Width of a row's own strip, in its own units."""


class Tick(NamedTuple):
    """A place on an axis and what stands at it."""

    at: float
    text: str


class Mark(NamedTuple):
    """A figure: its place across and up, where it has a value; its bounds on the axis of values; who says it."""

    x: float | None
    y: float | None
    low: float | None
    high: float | None
    voice: int
    report: int | None


class Plot(NamedTuple):
    """The marks of a group, one a mention in its order, with the ticks of both axes; `times` is empty for strips."""

    values: tuple[Tick, ...]
    times: tuple[Tick, ...]
    marks: tuple[Mark, ...]
    logarithmic: bool


Row = tuple[FigureMention, Mark | None]


class Scale(NamedTuple):
    """An axis of numbers from `first` to `last`."""

    first: float
    last: float
    logarithmic: bool

    def share(self, value: float | None) -> float | None:
        """Return how far along the axis `value` stands, 0 to 1."""
        if value is None or not math.isfinite(value):
            return None
        if self.logarithmic:
            return math.log(value / self.first) / math.log(self.last / self.first)
        # halves first, so that the span of two very large numbers does not overflow
        return (value / 2 - self.first / 2) / (self.last / 2 - self.first / 2)


def plot(book: Index, group: FigureGroup) -> Plot | None:
    """Return where the figures of `group` stand; None where there is nothing to compare."""
    numbers = [n for m in group.mentions for n in _numbers(m)]
    if len(set(numbers)) < 2:
        return None
    first, last = min(numbers), max(numbers)
    logarithmic = first > 0 and last / first > LOG
    scale = Scale(first, last, logarithmic) if logarithmic else rounded(first, last)
    speakers = list(voices(book, group))
    times = [time_of(book, m) for m in group.mentions]
    known = [t for t in times if t]
    apart = max((t.at for t in known), default=0.0) - min((t.at for t in known), default=0.0)
    if len(known) == len(times) > 2 and apart > APART:
        return _over_time(book, group, scale, known, speakers)
    return _strips(book, group, scale, speakers)


def voices(book: Index, group: FigureGroup) -> dict[str, int]:
    """Return who gives the figures of a group, each with the number of its colour and shape."""
    names = dict.fromkeys(ix.says(book, m) for m in group.mentions)
    return {name: min(n, VOICES - 1) for n, name in enumerate(names)}


def time_of(book: Index, mention: FigureMention) -> Moment | None:
    """Return the time a figure is of: its as-of, else when its report was published."""
    found = book.documents.get(mention.document)
    return moment(mention.as_of) or moment(found.published_at.value if found else None)


def rounded(first: float, last: float) -> Scale:
    """Return a linear axis around the numbers that starts and ends on round ones."""
    step = _step(first, last)
    if not math.isfinite(step) or step <= 0:
        return Scale(first, last, False)
    low, high = math.floor(first / step) * step, math.ceil(last / step) * step
    if (wider := _step(low, high)) > step:  # the ticks of the wider axis shall be round, too
        low, high = math.floor(low / wider) * wider, math.ceil(high / wider) * wider
    if low >= high or not math.isfinite(high - low):
        return Scale(first, last, False)
    return Scale(low, high, False)


def _step(first: float, last: float) -> float:
    """Return a step of 1, 2 or 5 times a power of ten that gives four ticks or so."""
    rough = last / 4 - first / 4
    if rough <= 0 or not math.isfinite(rough):
        return 0.0
    size = 10.0 ** math.floor(math.log10(rough))
    return next((size * n for n in (1, 2, 5) if size * n >= rough), size * 10)


def _ticks(scale: Scale) -> list[float]:
    """Return the numbers to write at an axis: round steps, or powers of ten within a logarithmic one."""
    if scale.logarithmic:
        powers = range(math.ceil(math.log10(scale.first)), math.floor(math.log10(scale.last)) + 1)
        inner = [10.0**p for p in powers if scale.first * 1.5 < 10.0**p < scale.last / 1.5]
        return [scale.first, *inner[:4], scale.last]
    step = _step(scale.first, scale.last)
    count = round((scale.last - scale.first) / step) if step > 0 else 0
    if not 1 <= count <= 8:
        return [scale.first, scale.last]
    return [scale.first + step * n for n in range(count + 1)]


def _over_time(
    book: Index, group: FigureGroup, scale: Scale, times: list[Moment], speakers: list[str]
) -> Plot:
    start, end = min(t.at for t in times), max(t.at for t in times)
    reach = WIDTH - LEFT - RIGHT - 40

    def across(at: float) -> float:
        share = (at - start) / max(end - start, 1e-9)
        return round(LEFT + 20 + reach * max(0.0, min(1.0, share)), 1)

    def up(value: float | None) -> float | None:
        share = scale.share(value)
        return (
            None if share is None else round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)
        )

    taken: set[tuple[int, float | None]] = set()
    marks = []
    for mention, time in zip(group.mentions, times, strict=True):
        mark = _mark(book, mention, up, speakers, (HEIGHT - BOTTOM, TOP))
        x = across(time.at)
        while (round(x / 13), mark.y) in taken:
            x += 13  # reports that say the same at the same time stand beside each other
        taken.add((round(x / 13), mark.y))
        marks.append(mark._replace(x=x))
    return Plot(
        values=tuple(Tick(up(v) or 0.0, number(v)) for v in _ticks(scale)),
        times=tuple(Tick(across(at), words) for at, words in _times(start, end)),
        marks=tuple(marks),
        logarithmic=scale.logarithmic,
    )


def _times(start: float, end: float) -> list[tuple[float, str]]:
    """Return the times to write below a drawing: some hours of a day or two, else days."""
    step = next((n for n in (1 / 12, 1 / 4, 1 / 2) if (end - start) / n <= 5), None)
    if step is None:
        step = float(max(1, math.ceil((end - start) / 6)))
    ticks = []
    for n in range(math.ceil(start / step - 1e-9), math.floor(end / step + 1e-9) + 1):
        at = n * step
        hour = round(at % 1 * 24)
        day = day_words(datetime.date.fromordinal(math.floor(at + 1e-9)))
        ticks.append((at, f"{day}, {hour % 24:02}:00" if step < 1 else day))
    return ticks


def by_time(book: Index, group: FigureGroup, drawn: Plot | None) -> list[Row]:
    """Return the mentions of a group with their marks, the earliest first where the drawing is over time."""
    marks: Sequence[Mark | None] = drawn.marks if drawn else [None] * len(group.mentions)
    rows = list(zip(group.mentions, marks, strict=True))
    if drawn and drawn.times:
        rows.sort(key=lambda row: getattr(time_of(book, row[0]), "at", 0.0))
    return rows


def _strips(book: Index, group: FigureGroup, scale: Scale, speakers: list[str]) -> Plot:
    def along(value: float | None) -> float | None:
        share = scale.share(value)
        return None if share is None else round(6 + (STRIP - 12) * share, 1)

    marks = [_mark(book, m, along, speakers, (0.0, STRIP)) for m in group.mentions]
    return Plot(
        values=tuple(Tick(along(v) or 0.0, number(v)) for v in (scale.first, scale.last)),
        times=(),
        marks=tuple(m._replace(x=m.y, y=None) for m in marks),
        logarithmic=scale.logarithmic,
    )


def _numbers(mention: FigureMention) -> list[float]:
    given = (mention.value, mention.low, mention.high)
    return [n for n in given if n is not None and math.isfinite(n)]


def _mark(
    book: Index,
    mention: FigureMention,
    place: Callable[[float | None], float | None],
    speakers: list[str],
    ends: tuple[float, float],
) -> Mark:
    """Return the mark of a figure; an open bound runs to the axis's own end."""
    value, low, high = place(mention.value), place(mention.low), place(mention.high)
    if value is None and low is None and high is not None:
        low = ends[0]
    elif value is None and high is None and low is not None:
        high = ends[1]
    voice = min(speakers.index(ix.says(book, mention)), VOICES - 1)
    return Mark(None, value, low, high, voice, book.numbers.get(mention.document))
