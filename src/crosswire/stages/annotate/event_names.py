"""States and bodies named in a document: which tokens name which code, by the lexicons alone.

In: a `Tree`. Out: a `Spot` at every token of a known name. The longest name wins, and case counts: "US"
is a state, "us" is not. Bodies of no state have IGO, NGO or IMG in the place of a country's code.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from crosswire import lexicon
from crosswire.stages.annotate.tree import Tree

STATELESS = ("IGO", "NGO", "IMG")
_HALVES = {"North": "PRK", "South": "KOR"}
_BEFORE_HALVES = {"the", "-", "armed", "isolated", "communist", "secretive"}
_Name = tuple[tuple[str, ...], str, str | None, str]


class Spot(NamedTuple):
    """A state or body named at tokens `[first, last)`; `kind` is name, people, seat, body or leader."""

    first: int
    last: int
    code: str
    sector: str | None
    kind: str


@cache
def _alpha3() -> Mapping[str, str]:
    return {row["iso2"]: row["iso3"] for row in lexicon.table("countries")}


def iso3(code: str) -> str:
    """Return the alpha-3 code of a country given by its alpha-2 or alpha-3 code."""
    return _alpha3().get(code, code)


def find_spots(tree: Tree) -> dict[int, Spot]:
    """Return the spot at every token of every known name."""
    words, names = tree.parse.words, _names()
    found: dict[int, Spot] = {}
    at = 0
    while at < len(words):
        word = words[at]
        known = word in names or (len(word) > 4 and word.isupper())
        match = _match(words, at, names) if known else None
        if match is None or (match[3] == "leader" and _namesake(tree, at, len(match[0]))):
            at += 1
            continue
        spot = Spot(at, at + len(match[0]), match[1], match[2], match[3])
        for token in range(spot.first, spot.last):
            found[token] = spot
        at = spot.last
    _name_halves(tree, found)
    return found


def _name_halves(tree: Tree, found: dict[int, Spot]) -> None:
    """Add "the North" and "the South" in a document that names the Korea meant."""
    named = {spot.code for spot in found.values()}
    words = tree.parse.words
    if not named & set(_HALVES.values()):
        return
    for at in range(1, len(words) - 1):
        code = _HALVES.get(words[at])
        if code not in named or at in found or words[at - 1].lower() not in _BEFORE_HALVES:
            continue
        if tree.parse.heads[at] != at + 1 and not _part_of_land(words, at + 1):
            found[at] = Spot(at, at + 1, code or "", None, "name")


def _part_of_land(words: list[str], at: int) -> bool:
    """Tell whether "of England" or "Korean" follows: then the North is a part, or no half of Korea."""
    of = words[at] == "of" and at + 1 < len(words) and words[at + 1][:1].isupper()
    return of or words[at] in ("Korean", "Korea", "American", "African", "Atlantic")


def _namesake(tree: Tree, at: int, length: int) -> bool:
    """Tell whether a leader's surname is part of another name ("Michelle Obama", "Trump Tower")."""
    if length > 1:
        return False
    pos, words, names = tree.parse.pos, tree.parse.words, _names()
    after = at + 1
    if after < len(words) and pos[after] == "PROPN" and tree.parse.heads[at] == after:
        return True
    before = at - 1
    if before < 0 or pos[before] != "PROPN" or tree.parse.heads[before] != at:
        return False
    return words[before].lower().rstrip(".") not in titles() and words[before] not in names


@cache
def titles() -> frozenset[str]:
    """Return the words that stand before a name as a title ("minister", "mr"), in lower case."""
    offices = {word.lower() for row in lexicon.table("offices") for word in row["title"].split()}
    return frozenset(offices | {"mr", "mrs", "ms", "dr", "sir", "comrade", "then", "ex"})


def _match(words: list[str], at: int, names: Mapping[str, tuple[_Name, ...]]) -> _Name | None:
    word = words[at]
    for name in names.get(word, ()):
        if tuple(words[at : at + len(name[0])]) == name[0]:
            return name
    if word.isupper() and len(word) > 4:
        # "RUSSIA" in a headline set in capitals
        return next((n for n in names.get(word.capitalize(), ()) if len(n[0]) == 1), None)
    return None


@cache
def _names() -> Mapping[str, tuple[_Name, ...]]:
    """Return every known name by its first word, longest first; the surest reading of a name wins."""
    found: dict[tuple[str, ...], tuple[str, str | None, str]] = {}
    for form, entry in (*_leaders(), *_bodies(), *_states(), *_regions()):
        found[form] = entry
    index: dict[str, list[_Name]] = {}
    for words, (code, sector, kind) in found.items():
        index.setdefault(words[0], []).append((words, code, sector, kind))
    return {key: tuple(sorted(v, key=lambda n: (-len(n[0]), n[0]))) for key, v in index.items()}


_Entry = tuple[tuple[str, ...], tuple[str, str | None, str]]


def _states() -> Iterator[_Entry]:
    for row in lexicon.table("metonyms"):
        yield from _entries(row["name"], row["country"], "GOV", "seat")
    for row in lexicon.table("countries"):
        yield from _entries(row["capitals"], row["iso3"], "GOV", "seat")
        yield from _entries(row["people"], row["iso3"], None, "people")
        for adjective in row["adjectives"].split("|"):
            yield from _entries(adjective, row["iso3"], None, "people")
            if adjective and adjective[-1] in "nrbktdl":
                yield from _entries(adjective + "s", row["iso3"], None, "people")
        yield from _entries(row["names"], row["iso3"], None, "name")
        yield from _entries(row["name"], row["iso3"], None, "name")


def _bodies() -> Iterator[_Entry]:
    for row in lexicon.table("organizations"):
        sector = "IMG" if row["sector"] == "REB" else row["sector"]
        code = row["country"] or (sector if sector in STATELESS else "")
        if code:
            yield from _entries(row["name"], code, row["sector"] or None, "body")
            yield from _entries(row["names"], code, row["sector"] or None, "body")


def _leaders() -> Iterator[_Entry]:
    for row in lexicon.table("event_leaders"):
        sector = row["code"] if row["code"] in STATELESS else "GOV"
        yield from _entries(row["names"], row["code"], sector, "leader")
        for title in row["titles"].split("|"):
            titled = "|".join(f"{title} {name}" for name in row["titled"].split("|") if name)
            yield from _entries(titled, row["code"], sector, "leader")


def _regions() -> Iterator[_Entry]:
    for row in lexicon.table("event_regions"):
        kind = "body" if row["sector"] else "name"
        yield from _entries(row["names"], row["code"], row["sector"] or None, kind)


def _entries(names: str, code: str, sector: str | None, kind: str) -> Iterator[_Entry]:
    for name in names.split("|"):
        words = _split(name)
        if words:
            yield words, (code, sector, kind)


def _split(name: str) -> tuple[str, ...]:
    """Return the words of `name` as the tokeniser cuts them: hyphens and possessives stand alone."""
    return tuple(name.replace("-", " - ").replace("'s", " 's").replace("’s", " ’s").split())
