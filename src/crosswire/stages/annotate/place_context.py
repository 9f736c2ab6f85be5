"""Where a report plays: the countries and states it speaks of, the outlet's home, and which places stand together.

In go the mentions, the names of places with all the places so called, and those beyond doubt; out comes a `Context`
that gives each reading its weight: inhabitants, times how much the report speaks of where that is. The idea is
Leidner's (2007): of all readings take those that lie together, within what the text names.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from itertools import islice
from math import cos, hypot, radians

from crosswire import lexicon
from crosswire.model.annotation import Mention
from crosswire.model.document import Document
from crosswire.stages.annotate.gazetteer import country_by_code, entries
from crosswire.text.names import unmarked
from crosswire.text.places import Spot, places_named, states_by_name

AROUND = 150.0
"""Kilometres within which places named in one report speak for each other."""

CELL = 1.5
"""Degrees of a square of the map in which votes are counted, together with the eight around it."""

LARGE = 1500.0
"""Thousands of inhabitants from which a city is as well known as a country."""

FOREIGN, NAMED, NEAR = 0.03, 16.0, 20.0
"""Weight of a country that the report does not name, of a state that it names, of each place near by."""

MOST = 40
"""Readings of one name, the largest first, that vote."""

REGIONAL = {
    "Scottish": "GB", "Welsh": "GB", "English": "GB", "Bavarian": "DE", "Saxon": "DE", "Catalan": "ES",
    "Basque": "ES", "Andalusian": "ES", "Flemish": "BE", "Walloon": "BE", "Sicilian": "IT", "Tuscan": "IT",
    "Corsican": "FR", "Breton": "FR", "Chechen": "RU", "Siberian": "RU", "Crimean": "UA", "Tibetan": "CN",
    "Californian": "US", "Texan": "US", "Quebecois": "CA", "Tasmanian": "AU",
}  # fmt: skip
"""Adjectives of regions and the countries that these are in."""

VOTERS = 100
"""Names that vote, so that lists of places cost no more than their length."""

DOMAINS_AT_HOME = {
    "uk": "GB",
    "com": "",
    "org": "",
    "net": "",
    "tv": "",
    "co": "",
    "me": "",
    "io": "",
}
"""Ends of web addresses that are not the country's code, or say no country."""

AMERICAN = re.compile(
    r"[a-z] County(?! (?:Council|Court\b))|[Ss]heriff|[a-z] Parish\b|[a-z] Township|school district|School District|"
    r"\b(?:county|city) (?:commissioners?|clerk)|\b(?:[Ii]nterstate|I-)\s?\d|R-[A-Z][a-z]|D-[A-Z][a-z]"
)
"""Words that a local report from the United States has, and others have not: "Vesk County", "sheriff"."""

_MOST_STATES = 3
"""Mentions of states after which more do not make the United States likelier."""
_AMBIGUOUS_STATES = frozenset("washington|wash.|georgia|ga.|new york|n.y.".split("|"))
"""Names of states that are as often a city's or another state's, and say nothing alone."""


class Context:
    """What a report says of where it plays."""

    def __init__(self, document: Document, mentions: tuple[Mention, ...]) -> None:
        self.countries: Counter[str] = Counter()
        self.states: Counter[tuple[str, str]] = Counter()
        self.anchors: list[Spot] = []
        self.votes: dict[tuple[int, int], dict[str, float]] = defaultdict(dict)
        self.voters = 0
        self.outlet = _squeezed(document.outlet or "")
        self._read_countries(mentions)
        self._read_states(document.text)
        self.countries["US"] += min(2, sum(1 for _ in islice(AMERICAN.finditer(document.text), 2)))
        self.home = self._read_outlet(document)

    def _read_countries(self, mentions: tuple[Mention, ...]) -> None:
        for mention in mentions:
            if land := REGIONAL.get(mention.text):
                self.countries[land] += 2
            entry = entries().get(mention.text) if mention.form != "pronoun" else None
            if not entry or not entry.country or self.is_home(unmarked(mention.text)):
                continue  # "The Lebanon Herald" need not be from Lebanon
            if mention.text.lower() in states_by_name():
                continue  # "Georgia" speaks for neither
            if entry.kind in ("country", "nationality"):
                self.countries[alpha2(entry.country)] += 2
            elif entry.kind == "feature" and entry.country != "USA":
                self.countries[alpha2(entry.country)] += 1

    def _read_states(self, text: str) -> None:
        """Count the states of the United States that stand anywhere, in names of bodies and addresses too."""
        for found in _states().finditer(text):
            code = states_by_name()[found.group().lower()]
            self.states["US", code] += 1
        self.countries["US"] += min(_MOST_STATES, self.states.total())

    def _read_outlet(self, document: Document) -> Spot | None:
        """Return the outlet's town; that, or the country its address ends in, speaks for what lies there."""
        home = home_of(document.outlet) or home_of(document.url)
        land = home.country if home else country_of_address(document.outlet or document.url or "")
        self.countries[land] += 3 * bool(land)
        return home

    def trust(self, spot: Spot, weight: int) -> None:
        """Take `spot` as a place beyond doubt."""
        self.anchors.append(spot)
        self.countries[spot.country] += weight
        if spot.state:
            self.states[spot.country, spot.state] += weight

    def anchor(self, spots: Iterable[Spot]) -> None:
        """Take `spots`, now resolved, for fixed points beside those beyond doubt."""
        towns = (s for s in spots if s.kind == "city" or s.state)
        self.anchors = list(dict.fromkeys([*self.anchors, *towns]))

    def vote(self, name: str, options: tuple[Spot, ...]) -> None:
        """Let every reading of a name speak for what lies around it, the less the more readings there are.

        One of ten Springfields says far less than a tenth of what the one Vesk says.
        """
        self.voters += 1
        cells = {_cell(s) for s in options[:MOST]} if self.voters <= VOTERS else set()
        for cell in cells:
            self.votes[cell][name] = len(cells) ** -1.5

    def together(self, name: str, spot: Spot) -> float:
        """Return how many other names have a reading near `spot`, counted by how sure each is."""
        row, column = _cell(spot)
        best: dict[str, float] = {}
        for y in (row - 1, row, row + 1):
            for x in (column - 1, column, column + 1):
                for other, share in self.votes.get((y, x), {}).items():
                    if other != name:
                        best[other] = max(share, best.get(other, 0.0))
        return sum(best.values())

    def local(self, name: str, spot: Spot, *, outlet: bool) -> float:
        """Return how much that stands in the report, and its `outlet`, is near `spot`: 1 for nothing."""
        home = self.home if outlet else None
        near = sum(km(spot, anchor) < AROUND for anchor in self.anchors[:30])
        near += home is not None and km(spot, home) < AROUND
        itself = unmarked(spot.name) == name and spot.kind == "region"
        named = self.states[spot.country, spot.state] if spot.state and not itself else 0
        named += home is not None and (home.country, home.state) == (spot.country, spot.state)
        together = self.together(name, spot)
        return 1.0 + NAMED * min(1.0, named / 2) + NEAR * min(3.0, near + together)

    def share(self, spot: Spot) -> float:
        """Return the share of the country of `spot` among all countries that the report names."""
        return self.countries[spot.country] / (self.countries.total() or 1)

    def weight(self, name: str, spot: Spot, *, outlet: bool) -> float:
        """Return the weight of a reading: inhabitants, times how much the report speaks of where it is."""
        size = 60.0 if spot.kind == "region" and not spot.thousands else min(LARGE, spot.thousands)
        size = LARGE if spot.kind == "country" else size
        if self.is_home(name):
            size = size**0.5
        return (size + 2.0) * (FOREIGN + self.share(spot)) * self.local(name, spot, outlet=outlet)

    def is_home(self, name: str) -> bool:
        """Tell whether the outlet bears the name of this place."""
        return len(name) > 3 and _squeezed(name) in self.outlet


def _cell(spot: Spot) -> tuple[int, int]:
    return int(spot.lat // CELL), int(spot.lon // CELL)


def _squeezed(words: str) -> str:
    return re.sub(r"[^a-z0-9.]", "", unmarked(words))


def _host(address: str) -> str:
    host = re.sub(r"^[a-z]+://", "", address.lower()).partition("/")[0]
    return host if "." in host and " " not in host else ""


@cache
def _homes() -> dict[str, tuple[str, str, str]]:
    rows = lexicon.table("outlet_homes")
    return {row["host"]: (row["place"], row["country"], row["state"]) for row in rows}


def home_of(address: str | None) -> Spot | None:
    """Return the town where the outlet of this host or address is at home, or None where that is not known."""
    host = _host(address or "")
    while host.count("."):
        if found := _homes().get(host):
            name, country, state = found
            return next(
                (s for s in places_named(name) if s.country == country and state in ("", s.state)),
                None,
            )
        host = host.partition(".")[2]
    return None


def country_of_address(address: str) -> str:
    """Return the country that a host name ends in, as ISO 3166-1 alpha-2, or ""."""
    end = _host(address).rpartition(".")[2]
    return DOMAINS_AT_HOME.get(end, end.upper() if end.upper() in country_by_code() else "")


@cache
def _states() -> re.Pattern[str]:
    """Return the pattern of the names and abbreviations of states that mean nothing else."""
    names = {
        name
        for row in lexicon.table("us_states")
        for name in (row["name"], *row["names"].split("|"))
        if name and name.lower() not in _AMBIGUOUS_STATES and (len(name) > 2 or "." in name)
    }
    longest = sorted(names, key=lambda n: (-len(n), n))
    return re.compile(r"(?<![\w.])(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)")


def km(a: Spot, b: Spot) -> float:
    """Return the distance in kilometres, near enough below a thousand."""
    across = (a.lon - b.lon + 540) % 360 - 180
    return 111.2 * hypot(a.lat - b.lat, across * cos(radians((a.lat + b.lat) / 2)))


def alpha2(code: str) -> str:
    """Return the ISO 3166-1 alpha-2 code for an alpha-3 one."""
    return _codes().get(code, "")


@cache
def _codes() -> dict[str, str]:
    return {three: two for two, three in country_by_code().items()}
