"""Reduce Natural Earth's 1:50m countries (TopoJSON of the npm package world-atlas) to the lexicon's outlines.tsv.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    python tools/outlines.py package/countries-50m.json src/crosswire/lexicon/data/outlines.tsv

Arcs are simplified one by one (Douglas-Peucker), so that neighbours keep one common line; land rings too small
for a news map, and Antarctica, are left out. Coordinates are hundredths of a degree, the first pair of an arc
absolute, the others steps from the pair before.
"""

import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

TOLERANCE = 0.06
"""Degrees a simplified line may be off: about 7 km, a pixel on a map of ten degrees a hand's breadth wide."""
SMALLEST = 0.04
"""Square degrees of the smallest island kept: about 20 by 20 km."""
SOUTH = -60.0
UNIT = 0.01
HEADER = """\
# Outlines of land and borders between states, for drawing small maps.
# Origin: Natural Earth 1:50m (public domain), by the npm package world-atlas 2.0.2 (ISC); made by tools/outlines.py.
# coast, border: an arc, numbered from 0 in this order. ring: a land polygon as arc numbers, ~n is arc n backwards.
# Coordinates: hundredths of a degree, longitude before latitude; the first pair absolute, the others steps.
# No claim on any border is made or meant.
kind\tvalue
"""
Point = tuple[float, float]


def decode(topology: dict[str, Any]) -> list[list[Point]]:
    """Return the arcs of a quantized topology in degrees."""
    (kx, ky), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * kx + tx, y * ky + ty))
        arcs.append(points)
    return arcs


def simplify(points: list[Point]) -> list[Point]:
    """Return `points` with those left out that lie within TOLERANCE of the line between kept ones."""
    keep = {0, len(points) - 1}
    if points[0] == points[-1] and len(points) > 3:
        keep.add(max(range(len(points)), key=lambda i: distance(points[i], points[0], points[0])))
    edges = sorted(keep)
    stack = list(pairwise(edges))
    while stack:
        first, last = stack.pop()
        inner = range(first + 1, last)
        far = max(inner, key=lambda i: distance(points[i], points[first], points[last]), default=0)
        if inner and distance(points[far], points[first], points[last]) > TOLERANCE:
            keep.add(far)
            stack += [(first, far), (far, last)]
    return [points[i] for i in sorted(keep)]


def distance(point: Point, first: Point, last: Point) -> float:
    """Return how far `point` is from the segment from `first` to `last`."""
    (px, py), (ax, ay), (bx, by) = point, first, last
    length = (bx - ax) ** 2 + (by - ay) ** 2
    t = 0.0
    if length:
        t = max(0.0, min(1.0, ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / length))
    return float(((px - ax - t * (bx - ax)) ** 2 + (py - ay - t * (by - ay)) ** 2) ** 0.5)


def ring_points(ring: list[int], arcs: list[list[Point]]) -> list[Point]:
    """Return the corners of a ring of arc numbers."""
    points: list[Point] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def area(points: list[Point]) -> float:
    """Return the area of a ring in square degrees."""
    pairs = pairwise(points)
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs)) / 2


def rings(geometry: dict[str, Any]) -> list[list[int]]:
    """Return all rings of a geometry as arc numbers."""
    if geometry["type"] == "GeometryCollection":
        return [ring for part in geometry["geometries"] for ring in rings(part)]
    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    return [ring for polygon in polygons for ring in polygon]


def step_line(arc: list[Point]) -> str:
    """Return an arc as whole hundredths of a degree: the first pair, then steps."""
    grid = [(round(x / UNIT), round(y / UNIT)) for x, y in arc]
    steps = [grid[0]]
    for before, after in pairwise(grid):
        if after != before:
            steps.append((after[0] - before[0], after[1] - before[1]))
    return " ".join(f"{x} {y}" for x, y in steps)


def reduce(topology: dict[str, Any]) -> str:
    """Return the text of outlines.tsv."""
    full = decode(topology)
    arcs = [simplify(arc) for arc in full]
    land = [
        ring
        for ring in rings(topology["objects"]["land"])
        if area(points := ring_points(ring, full)) >= SMALLEST and max(y for _, y in points) > SOUTH
    ]
    coast = {number if number >= 0 else ~number for ring in land for number in ring}
    uses: dict[int, int] = {}
    for ring in rings(topology["objects"]["countries"]):
        for number in ring:
            key = number if number >= 0 else ~number
            uses[key] = uses.get(key, 0) + 1
    border = {number for number, times in uses.items() if times > 1} - coast
    order = sorted(coast) + sorted(border)
    place = {number: at for at, number in enumerate(order)}
    lines = [f"{'coast' if n in coast else 'border'}\t{step_line(arcs[n])}" for n in order]
    for ring in land:
        told = (place[n] if n >= 0 else ~place[~n] for n in ring)
        lines.append("ring\t" + " ".join(map(str, told)))
    return HEADER + "\n".join(lines) + "\n"


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:3])
    target.write_text(reduce(json.loads(source.read_text(encoding="utf-8"))), encoding="utf-8")
