"""Names known beforehand: countries, nationalities, bodies and seats of government, found by their exact letters.

In goes a text position, out comes the longest known name that begins there. The lexicons are read
once, when first asked.
"""

import re
from functools import cache
from typing import NamedTuple

from crosswire import lexicon
from crosswire.model.annotation import EntityType
from crosswire.text.names import unmarked


class Known(NamedTuple):
    """An entry: what the words name. `kind` is country, nationality, organization, seat or feature."""

    kind: str
    type: EntityType
    name: str
    country: str
    sector: str


_FIRST = re.compile(r"[^\W_]+")


@cache
def entries() -> dict[str, Known]:
    """Return all entries by their exact words."""
    found: dict[str, Known] = {}

    def add(words: str, known: Known) -> None:
        if words:
            found.setdefault(words.removeprefix("the ").removeprefix("The "), known)

    for row in lexicon.table("countries"):
        country = Known("country", "place", row["name"], row["iso3"], "GOV")
        nation = Known("nationality", "nationality", row["name"], row["iso3"], "")
        for word in (row["name"], *row["names"].split("|")):
            add(word, country)
        for word in row["adjectives"].split("|"):
            add(word, nation)
            if word[-1:] in "nice" and word[-2:] not in ("ch", "sh", "se", "ss"):
                add(word + "s", nation)
        for word in row["people"].split("|"):
            add(word, nation)
    for row in lexicon.table("metonyms"):
        if row["kind"] == "seat":
            add(row["name"], Known("seat", "place", row["name"], row["country"], "GOV"))
    for row in lexicon.table("organizations"):
        body = Known(
            "organization",
            "organization",
            row["name"].removeprefix("The "),
            row["country"],
            row["sector"],
        )
        for word in (row["name"], *row["names"].split("|")):
            add(word, body)
    for row in lexicon.table("us_states"):
        state = Known("feature", "place", row["name"], "USA", "")
        for word in (row["name"], *row["names"].split("|")):
            add(word, state)
    for row in lexicon.table("features"):
        feature = Known(
            "feature", "place", row["name"], country_by_code().get(row["country"], ""), ""
        )
        for word in (row["name"], *row["names"].split("|")):
            if "," not in word:
                add(word, feature)
    return found


@cache
def _longest() -> dict[str, int]:
    """Return for every first word the greatest length in letters of an entry that begins with it."""
    sizes: dict[str, int] = {}
    for words in entries():
        first = _FIRST.match(words)
        if first:
            sizes[first.group()] = max(sizes.get(first.group(), 0), len(words))
    return sizes


def known_at(text: str, ends: list[int], start: int, token: int) -> tuple[int, Known] | None:
    """Return the longest entry that begins at `start`, the first letter of `token`, with the token after its end."""
    first = _FIRST.match(text, start)
    if first is None:
        return None
    limit = _longest().get(first.group())
    if limit is None:
        return None
    best = None
    for after in range(token, min(token + 10, len(ends))):
        if ends[after] - start > limit:
            break
        words = text[start : ends[after]]
        found = entries().get(words) or entries().get(_flat(words))
        if found:
            best = after + 1, found
    return best


def _flat(words: str) -> str:
    return " ".join(words.replace("’", "'").split())


@cache
def country_by_code() -> dict[str, str]:
    """Return ISO 3166-1 alpha-3 by alpha-2."""
    return {row["iso2"]: row["iso3"] for row in lexicon.table("countries")}


@cache
def country_names() -> dict[str, str]:
    """Return the name of a country by alpha-3."""
    return {row["iso3"]: row["name"] for row in lexicon.table("countries")}


@cache
def capitals() -> dict[str, str]:
    """Return the alpha-3 code of the state whose government a city stands for, by the city's name."""
    found: dict[str, str] = {}
    for row in lexicon.table("countries"):
        for city in row["capitals"].split("|"):
            if city:
                found.setdefault(city, row["iso3"])
    for row in lexicon.table("metonyms"):
        if row["kind"] == "city":
            found[row["name"]] = row["country"]
    return found


@cache
def female_names() -> frozenset[str]:
    """Return given names that are usually a woman's, in lower case."""
    return lexicon.words("given_names_female")


@cache
def male_names() -> frozenset[str]:
    """Return given names that are usually a man's, in lower case."""
    return lexicon.words("given_names_male")


def is_given(word: str) -> bool:
    """Tell whether `word` is a common given name."""
    low = unmarked(word)
    return low in male_names() or low in female_names()
