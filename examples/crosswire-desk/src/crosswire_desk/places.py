"""A step: places that only this desk knows get the coordinates that stand in `places.tsv`."""

import csv
from functools import cache
from importlib import resources

from msgspec.structs import replace

from crosswire import Annotations, Document
from crosswire.model.annotation import Place


def locate(document: Document, annotations: Annotations) -> Annotations:
    """Return `annotations` with coordinates for places that have none and that the desk knows."""
    known = _places()
    return replace(annotations, places=tuple(_located(p, known) for p in annotations.places))


locate.version = "1"  # type: ignore[attr-defined]  # to be raised whenever the output may change
locate.reads = ("places",)  # type: ignore[attr-defined]
locate.writes = ("places",)  # type: ignore[attr-defined]


def _located(place: Place, known: dict[str, tuple[float, float]]) -> Place:
    if place.lat is None and place.name in known:
        lat, lon = known[place.name]
        return replace(place, lat=lat, lon=lon, rule="desk_places")
    return place


@cache
def _places() -> dict[str, tuple[float, float]]:
    text = (resources.files(__package__) / "places.tsv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), delimiter="\t")
    return {row["name"]: (float(row["lat"]), float(row["lon"])) for row in rows}
