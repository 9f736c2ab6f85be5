"""Measure places against geoparsing corpora in the XML of GeoVirus and LGL.

    python evaluation/places.py CORPUS.xml… [--limit N] [--errors] [--no-outlet]

Prints precision, recall and F1 of finding (a place counts where it overlaps a gold one), and of those
found the share that lies within 161 km, with and without those left without coordinates. LGL gives no coordinates
for an eighth of its toponyms; they count for finding alone. It counts adjectives of nationality as toponyms; those that
a mention of type nationality covers are left out. The outlet that LGL names is given, as it is for a report
that comes from a page or a feed, unless `--no-outlet`.
"""

import sys
import xml.etree.ElementTree as ElementTree
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

from crosswire.model.annotation import Annotations, Place
from crosswire.model.document import Block, Document
from crosswire.stages.annotate.layers import annotate


class Gold(NamedTuple):
    start: int
    end: int
    text: str
    lat: float | None
    lon: float | None


def main() -> None:
    paths = [a for a in sys.argv[1:] if a.endswith(".xml")]
    limit = int(sys.argv[sys.argv.index("--limit") + 1]) if "--limit" in sys.argv else None
    for path in paths:
        articles = list(ElementTree.parse(path).getroot())[:limit]
        outlet = "--no-outlet" not in sys.argv
        documents = [
            document(a.findtext("text") or "", a.findtext("domain") if outlet else None)
            for a in articles
        ]
        counts = [0, 0, 0, 0, 0, 0]
        for article, notes in zip(articles, annotate(documents), strict=True):
            found = judge(gold(article), notes, "--errors" in sys.argv)
            counts = [a + b for a, b in zip(counts, found, strict=True)]
        report(path, counts)


def document(text: str, outlet: str | None = None) -> Document:
    blocks = (Block(start=0, end=len(text), kind="body"),)
    return Document(id="d", sha256="0" * 64, text=text, blocks=blocks, language="en", outlet=outlet)


def gold(article: ElementTree.Element) -> list[Gold]:
    """Return the toponyms of an article in either form."""
    found = []
    for place in article.iter("location"):
        found.append(_gold(place, place.findtext("name"), place))
    for place in article.iter("toponym"):
        found.append(_gold(place, place.findtext("phrase"), place.find("gaztag")))
    return found


def _gold(place: ElementTree.Element, text: str | None, point: ElementTree.Element | None) -> Gold:
    lat, lon = (point.findtext("lat"), point.findtext("lon")) if point is not None else (None, None)
    start, end = int(place.findtext("start") or 0), int(place.findtext("end") or 0)
    return Gold(start, end, text or "", float(lat) if lat else None, float(lon) if lon else None)


def judge(wanted: list[Gold], notes: Annotations, errors: bool) -> list[int]:
    """Return found, given, wanted; of those found how many are within 161 km, have coordinates, and can be judged."""
    nations = [m for m in notes.mentions if m.type == "nationality"]
    found = near = placed = judged = nationalities = 0
    hit: set[int] = set()
    for item in wanted:
        place = next((p for p in notes.places if p.start < item.end and item.start < p.end), None)
        if place is None:
            if any(m.start < item.end and item.start < m.end for m in nations):
                nationalities += 1
            elif errors:
                print("missed:", item.text, "|", around(notes.text, item.start))
            continue
        found += 1
        hit.add(place.start)
        if item.lat is None or item.lon is None:
            continue
        judged += 1
        placed += place.lat is not None
        distance = kilometres(place, item)
        near += distance is not None and distance <= 161
        if errors and (distance is None or distance > 161):
            print("far:", item, "|", place.name, place.country, place.lat, place.lon)
    if errors:
        for place in notes.places:
            if place.start not in hit:
                print("extra:", place.text, "|", around(notes.text, place.start))
    return [found, len(notes.places), len(wanted) - nationalities, near, placed, judged]


def around(text: str, at: int) -> str:
    return text[max(0, at - 40) : at + 40].replace("\n", " ")


def kilometres(place: Place | Gold, item: Gold) -> float | None:
    """Return the great-circle distance."""
    if place.lat is None or place.lon is None or item.lat is None or item.lon is None:
        return None
    one, two = radians(place.lat), radians(item.lat)
    across = radians(item.lon - place.lon)
    half = sin((two - one) / 2) ** 2 + cos(one) * cos(two) * sin(across / 2) ** 2
    return 2 * 6371 * asin(sqrt(half))


def report(path: str, counts: list[int]) -> None:
    found, given, wanted, near, placed, judged = counts
    p, r = found / max(1, given), found / max(1, wanted)
    f = 2 * p * r / max(1e-9, p + r)
    print(
        f"{path}: P {100 * p:.1f} R {100 * r:.1f} F1 {100 * f:.1f}; "
        f"within 161 km {100 * near / max(1, judged):.1f} of found, "
        f"{100 * near / max(1, placed):.1f} of those with coordinates"
    )


if __name__ == "__main__":
    main()
