"""Numbers of reports, and where the words behind a line stand: a dossier's evidence in, markup for its line out.

Words that the line itself shows have their places at its numbers (a part of them only where the page has the report,
to show which); others are listed once, each with all its places.
A place is "report.start.end" in half-open code points; at a number that links to its report, "start.end".
"""

from collections.abc import Iterable
from typing import NamedTuple

from markupsafe import Markup

from crosswire.model.span import Evidence
from crosswire.stages.render.index import Index

MOST, SHOWN = 12, 10
"""Numbers that are shown one by one; of more than MOST the first SHOWN are, and how many more there are."""

CLAUSE = 20
"""Characters that a passage has at least, to be shown by a line that says more."""


class Spot(NamedTuple):
    """Where a passage stands: report number (None where the dossier lists no such report) and its span."""

    number: int | None
    start: int
    end: int


class Passage(NamedTuple):
    """Exact words, once, with every place they stand in."""

    text: str
    spots: tuple[Spot, ...]

    @property
    def places(self) -> str:
        """The places in reports the dossier lists, as the page's script reads them."""
        return _written(spot for spot in self.spots if spot.number)

    @property
    def reports(self) -> str:
        """The numbers of its reports, as a reader reads them."""
        found = [*dict.fromkeys(spot.number for spot in self.spots if spot.number)]
        if not found:
            return "report not listed"
        most = len(found) if len(found) <= MOST else SHOWN
        rest = f" +{len(found) - most}" if found[most:] else ""
        return ", ".join(map(str, found[:most])) + rest


def passages(book: Index, evidence: Iterable[Evidence]) -> tuple[Passage, ...]:
    """Return passages in their order; equal words come once, with all their places."""
    grouped: dict[str, dict[Spot, None]] = {}
    for found in evidence:
        spot = Spot(book.numbers.get(found.document), found.start, found.end)
        grouped.setdefault(found.text, {}).setdefault(spot)
    return tuple(Passage(text, tuple(spots)) for text, spots in grouped.items())


def chips(
    book: Index, numbers: Iterable[int], evidence: Iterable[Evidence] = (), shown: str = ""
) -> Markup:
    """Return links to reports by number; those of `evidence` in the words `shown` say where these stand."""
    all_ = tuple(numbers)
    places: dict[int, dict[Spot, None]] = {}
    for found in evidence:
        number = book.numbers.get(found.document)
        if number in all_ and _shows(book, shown, found):
            places.setdefault(number, {}).setdefault(Spot(number, found.start, found.end))
    most = len(all_) if len(all_) <= MOST else SHOWN
    links = [
        f"<a href=#d{n}{_data(','.join(f'{s.start}.{s.end}' for s in places.get(n, ())))}>{n}</a>"
        for n in all_[:most]
    ]
    if rest := all_[most:]:
        held = _written(spot for n in rest for spot in places.get(n, ()))
        title = " ".join(map(str, rest))
        links.append(f'<a href=#d{rest[0]} title="{title}"{_data(held)}>+{len(rest)}</a>')
    return Markup("".join(links))


def elsewhere(
    book: Index, evidence: Iterable[Evidence], held: Iterable[tuple[Iterable[int], str]]
) -> tuple[Evidence, ...]:
    """Return the evidence that no `chips` of a line carry; `held` are their numbers and words."""
    carried = [(frozenset(numbers), text) for numbers, text in held]
    return tuple(
        e
        for e in evidence
        if not any(book.numbers.get(e.document) in n and _shows(book, t, e) for n, t in carried)
    )


def _shows(book: Index, words: str, found: Evidence) -> bool:
    """Tell whether a line of these words shows a passage's."""
    if found.text == words:
        return True
    return (
        len(found.text) >= CLAUSE
        and found.text in words
        and book.documents[found.document].text is not None
    )


def _data(places: str) -> str:
    return f" data-p={places}" if places else ""


def _written(spots: Iterable[Spot]) -> str:
    return ",".join(f"{s.number}.{s.start}.{s.end}" for s in spots)
