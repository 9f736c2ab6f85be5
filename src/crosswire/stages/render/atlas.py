"""Places on a small map: places with coordinates in, land, borders, dots and labels out, in a box of the page's units.

Outlines are Natural Earth's (public domain), kept reduced in the lexicon. The projection is equirectangular, true
to scale at the map's middle.
"""

import math
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from crosswire.lexicon import table
from crosswire.model.dossier import DossierPlace

WIDTH, HEIGHT = 720.0, 400.0
SPAN = 8.0
"""Least degrees of latitude shown: nearer in, the outlines are too coarse to help."""
NORTH = 84.0
"""Degrees of the map's upper edge at most: there is no land beyond."""
MARGIN = 1.45
"""How much wider than its places the map is, so that neighbours tell where it is."""
FINEST = 2.2
"""Units of the box below which two corners are drawn as one, and islands left out."""
STEPS = 2
"""Steps of the drawn grid in a unit of the box; whole steps keep the page small."""
LABEL, LETTER = 13.0, 6.6
"""Height of a label and the width of its average letter, in units of the box."""

Point = tuple[float, float]


class Dot(NamedTuple):
    """A place on the map; `anchor` is the SVG text-anchor of its label at (`text_x`, `text_y`), None for no room."""

    x: float
    y: float
    name: str
    text_x: float
    text_y: float
    anchor: str | None


class Atlas(NamedTuple):
    """A map: SVG path data of land and borders in STEPS to a unit, and the dots."""

    land: str
    borders: str
    dots: tuple[Dot, ...]


class Shape(NamedTuple):
    """A line or ring in degrees, with the box around it."""

    west: float
    south: float
    east: float
    north: float
    points: tuple[Point, ...]


class Frame(NamedTuple):
    """The window in degrees, and the scale that fits it to the box."""

    west: float
    south: float
    east: float
    north: float
    x_scale: float
    y_scale: float

    def place(self, point: Point) -> Point:
        """Return where a longitude and latitude stand in the box."""
        return (point[0] - self.west) * self.x_scale, (self.north - point[1]) * self.y_scale


def atlas(places: Iterable[DossierPlace]) -> Atlas | None:
    """Return the map of those of `places` that have coordinates; None where none has."""
    located = [
        (p.name, (p.lon, p.lat))
        for p in places
        if p.lat is not None and p.lon is not None and abs(p.lat) <= 90 and abs(p.lon) <= 180
    ]
    if not located:
        return None
    frame = window([point for _, point in located])
    borders, rings = outlines()
    land = (clip(ring, frame) for ring in rings if meets(ring, frame))
    lines = (border.points for border in borders if meets(border, frame))
    return Atlas(
        land="".join(_path(ring, frame, close=True) for ring in land if ring),
        borders="".join(_path(line, frame, close=False) for line in lines),
        dots=label([(name, frame.place(point)) for name, point in located]),
    )


def window(points: Sequence[Point]) -> Frame:
    """Return the frame around `points`, of the box's shape and inside the world."""
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    middle_x, middle_y = (west + east) / 2, max(-60.0, min(75.0, (south + north) / 2))
    narrowing = max(0.2, math.cos(math.radians(middle_y)))
    tall = max(SPAN, (north - south) * MARGIN, (east - west) * MARGIN * narrowing * HEIGHT / WIDTH)
    wide = tall * WIDTH / HEIGHT / narrowing
    west, south = middle_x - wide / 2, min(middle_y - tall / 2, NORTH - tall)
    return Frame(west, south, west + wide, south + tall, WIDTH / wide, HEIGHT / tall)


@cache
def outlines() -> tuple[tuple[Shape, ...], tuple[Shape, ...]]:
    """Return the lexicon's borders and rings of land."""
    arcs: list[tuple[Point, ...]] = []
    borders, rings = [], []
    for row in table("outlines"):
        if row["kind"] == "ring":
            numbers = map(int, row["value"].split(" "))
            ring = (arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers)
            rings += _whole([corner for arc in ring for corner in arc])
            continue
        arcs.append(_degrees(row["value"]))
        if row["kind"] == "border":
            borders.append(_shape(arcs[-1]))
    return tuple(borders), tuple(rings)


def _whole(corners: list[Point]) -> list[Shape]:
    """Return a ring; one that crosses the line of 180 degrees in one piece, and again on the other side."""
    turns = 0
    points = [corners[0]]
    for before, after in pairwise(corners):
        turns += (before[0] - after[0] > 180) - (after[0] - before[0] > 180)
        points.append((after[0] + 360 * turns, after[1]))
    shape = _shape(tuple(points))
    shift = -360 if shape.east > 180 else 360 if shape.west < -180 else 0
    again = [_shape(tuple((x + shift, y) for x, y in points))] if shift else []
    return [shape, *again]


def _shape(points: tuple[Point, ...]) -> Shape:
    xs, ys = zip(*points, strict=True)
    return Shape(min(xs), min(ys), max(xs), max(ys), points)


def _degrees(value: str) -> tuple[Point, ...]:
    steps = list(map(int, value.split(" ")))
    x = y = 0
    points = []
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x / 100, y / 100))
    return tuple(points)


def meets(shape: Shape, frame: Frame) -> bool:
    """Return whether a shape may show in the frame: its box touches it and is not too small to draw."""
    apart = (
        shape.east < frame.west
        or shape.west > frame.east
        or shape.north < frame.south
        or shape.south > frame.north
    )
    wide = (shape.east - shape.west) * frame.x_scale
    return not apart and max(wide, (shape.north - shape.south) * frame.y_scale) > FINEST


def clip(ring: Shape, frame: Frame) -> Sequence[Point]:
    """Return a ring cut to the frame (Sutherland and Hodgman 1974), a little outside so that no edge shows."""
    pad_x, pad_y = (frame.east - frame.west) / 50, (frame.north - frame.south) / 50
    west, east = frame.west - pad_x, frame.east + pad_x
    south, north = frame.south - pad_y, frame.north + pad_y
    sides = (
        (0, west, 1, ring.west < west),
        (0, east, -1, ring.east > east),
        (1, south, 1, ring.south < south),
        (1, north, -1, ring.north > north),
    )
    points: Sequence[Point] = ring.points
    for axis, limit, sign, crosses in sides:
        if crosses:
            points = _cut(points, axis, limit, sign)
    return points


def _cut(points: Sequence[Point], axis: int, limit: float, sign: int) -> list[Point]:
    """Return the part of a ring on one side of a line: where `sign * (point[axis] - limit)` is not negative."""
    kept: list[Point] = []
    for i, point in enumerate(points):
        before = points[i - 1]
        inside, was_inside = sign * (point[axis] - limit) >= 0, sign * (before[axis] - limit) >= 0
        if inside != was_inside:
            share = (limit - before[axis]) / (point[axis] - before[axis])
            across = before[1 - axis] + share * (point[1 - axis] - before[1 - axis])
            kept.append((limit, across) if axis == 0 else (across, limit))
        if inside:
            kept.append(point)
    return kept


def _path(points: Sequence[Point], frame: Frame, *, close: bool) -> str:
    """Return SVG path data through `points`, corners nearer than FINEST run together."""
    drawn: list[tuple[int, int]] = []
    least = FINEST * STEPS
    for point in points:
        x, y = frame.place(point)
        step = (round(x * STEPS), round(y * STEPS))
        if not drawn or abs(step[0] - drawn[-1][0]) + abs(step[1] - drawn[-1][1]) > least:
            drawn.append(step)
    if len(drawn) < (4 if close else 2):
        return ""
    moves = (f"{bx - ax} {by - ay}" for (ax, ay), (bx, by) in pairwise(drawn))
    return f"M{drawn[0][0]} {drawn[0][1]}l{' '.join(moves)}{'z' if close else ''}".replace(
        " -", "-"
    )


def label(places: Sequence[tuple[str, Point]]) -> tuple[Dot, ...]:
    """Return dots with their labels right, left, above or below, wherever there is room first; else unlabelled."""
    taken = [(x - 5, y - 5, x + 5, y + 5) for _, (x, y) in places]
    dots = []
    for name, (x, y) in places:
        long = len(name) * LETTER
        for text_x, text_y, anchor, left in (
            (x + 9, y + 4, "start", x + 9),
            (x - 9, y + 4, "end", x - 9 - long),
            (x, y - 10, "middle", x - long / 2),
            (x, y + 19, "middle", x - long / 2),
        ):
            box = (left, text_y - LABEL + 2, left + long, text_y + 3)
            inside = box[0] > 0 and box[2] < WIDTH and box[1] > 0 and box[3] < HEIGHT
            if inside and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                dots.append(
                    Dot(round(x, 1), round(y, 1), name, round(text_x, 1), round(text_y, 1), anchor)
                )
                break
        else:
            dots.append(Dot(round(x, 1), round(y, 1), name, 0.0, 0.0, None))
    return tuple(dots)


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    return not apart
