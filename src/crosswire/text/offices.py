"""Titles and offices compared: "First Deputy Foreign Minister" and "Vice Minister of Foreign Affairs" are one office.

In goes a title as written; out comes its class, domain and rank, read from `offices.tsv` and the rules here.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from crosswire import lexicon
from crosswire.text.names import SPELLINGS, unmarked

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*\.?")

LOWER_RANK = frozenset("deputy vice assistant under associate".split())
PASSING = frozenset(
    "former ex acting interim then late outgoing incoming first second senior chief".split()
)
DOMAINS = {
    "foreign": "foreign",
    "external": "foreign",
    "defense": "defense",
    "war": "defense",
    "interior": "interior",
    "home": "interior",
    "internal": "interior",
    "finance": "finance",
    "treasury": "finance",
    "economy": "economy",
    "economic": "economy",
    "trade": "trade",
    "commerce": "trade",
    "justice": "justice",
    "health": "health",
    "education": "education",
    "energy": "energy",
    "environment": "environment",
    "climate": "environment",
    "transport": "transport",
    "transportation": "transport",
    "agriculture": "agriculture",
    "labor": "labor",
    "culture": "culture",
    "information": "information",
    "security": "security",
    "unification": "unification",
    "prime": "prime",
}


class Office(NamedTuple):
    """What a title says: `kind` is "" where no word of it is known."""

    office: str
    domain: str
    deputy: bool
    former: bool
    sector: str
    gender: str
    kind: str


NONE = Office("", "", False, False, "", "", "")


@lru_cache(maxsize=1)
def _entries() -> dict[tuple[str, ...], dict[str, str]]:
    return {tuple(row["title"].split()): dict(row) for row in lexicon.table("offices")}


@lru_cache(maxsize=1)
def head_words() -> frozenset[str]:
    """Return the words, in lower case, with which an office of the lexicon ends."""
    return frozenset(words[-1] for words in _entries())


def entry_ending(words: tuple[str, ...]) -> tuple[int, dict[str, str]] | None:
    """Return the length and row of the longest office that the lower-case `words` end with, or None."""
    for size in (4, 3, 2, 1):
        if len(words) >= size and words[-size:] in _entries():
            return size, _entries()[words[-size:]]
    return None


@lru_cache(maxsize=5_000)
def read_office(title: str) -> Office:
    """Return what `title` says, by its last office word before "of", "for", "in" or "at"."""
    words = tuple(SPELLINGS.get(unmarked(w), unmarked(w)) for w in _WORD.findall(title))
    heads = _before_preposition(words)
    found = entry_ending(heads) or entry_ending(_plural_cut(heads)) or _anywhere(heads)
    if found is None:
        return NONE
    size, row = found
    known = heads[: len(heads) - size] if heads[-size:] == tuple(row["title"].split()) else heads
    around = (*known, *words[len(heads) :])
    office, domain = row["class"], next((DOMAINS[w] for w in around if w in DOMAINS), "")
    deputy = office.startswith("deputy ") or bool(LOWER_RANK.intersection(known))
    office = office.removeprefix("deputy ")
    if " minister" in office and office != "prime minister":
        domain, office = office.split()[0], "minister"
    sector = _sector(row["sector"], office, domain)
    former = bool({"former", "ex", "late"} & set(words)) or (
        words[:1] and words[0].startswith("ex-")
    )
    return Office(office, domain, deputy, bool(former), sector, row["gender"], row["kind"])


def _before_preposition(words: tuple[str, ...]) -> tuple[str, ...]:
    for at, word in enumerate(words):
        if at and word in ("of", "for", "in", "at", "to", "on", "with", "from", "who"):
            whole = words[: at + 2]
            if word == "of" and entry_ending(whole):
                return whole
            return words[:at]
    return words


def _plural_cut(words: tuple[str, ...]) -> tuple[str, ...]:
    return (*words[:-1], words[-1].removesuffix("s")) if words else words


def _anywhere(words: tuple[str, ...]) -> tuple[int, dict[str, str]] | None:
    for end in range(len(words) - 1, 0, -1):
        if found := entry_ending(words[:end]):
            return found
    return None


def _sector(given: str, office: str, domain: str) -> str:
    if office == "minister" and domain == "defense":
        return "GOV"
    return given


def same_office(a: str, b: str) -> bool | None:
    """Tell whether two titles name one office: False where rank or domain differ, None where one says less."""
    one, two = read_office(a), read_office(b)
    if not one.kind or not two.kind or "honorific" in (one.kind, two.kind):
        return None
    if one.office != two.office or one.deputy != two.deputy:
        general = {"leader", "chief", "official", "minister", "member", "executive"}
        return None if general & {one.office, two.office} and one.deputy == two.deputy else False
    if one.domain == two.domain:
        return True
    return None if not one.domain or not two.domain else False
