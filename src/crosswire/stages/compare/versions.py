"""Documents to reports: which are versions of one report, in which order, and which of them count.

1. One address, one item of an agency or feed, or one outlet with mostly the same text: one report. Never by file name,
   never across outlets: a copy in another outlet is a report of its own.
2. The later time comes later; where times are silent, the item's version number, then the order of arrival.
3. The last version counts, unless its agency took it back: then none does.

The cost is linear in the texts; a run of words that many reports have finds nobody.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import pairwise

from crosswire.model.change import Notice, SameBecause
from crosswire.model.document import Document
from crosswire.model.record import Record
from crosswire.text.addresses import canonical
from crosswire.text.shingles import containment, shingles
from crosswire.text.words import split, words

SAME_TEXT = 0.6
"""Share of the shorter text's runs of five words that the longer must have, both of one outlet."""
SAME_TEXT_ELSEWHERE = 0.75
"""The same where the two have different addresses: an outlet uses its own paragraphs again."""
ALIKE_IN_SIZE = 0.5
"""How long the shorter must be beside the longer, where their headlines differ."""
LEAST_RUNS = 25
"""Runs of words below which a share means nothing."""
DAYS = 10
"""Days between two versions at most, where only their text makes them one report."""
_HOLDERS = 64
"""Reports of one outlet that may have one run before it counts as stock phrase."""
_EXCERPT = 0.6
"""A feed's beginning of a page is this much shorter than the page."""


class Chain(Record, frozen=True, kw_only=True):
    """One report: its versions from the first on, and why each is a version of the one before it.

    `withdrawn` says why the last one was taken back; then no version counts.
    """

    documents: tuple[str, ...]
    because: tuple[SameBecause, ...] = ()
    kept: tuple[float, ...] = ()
    withdrawn: str | None = None


def find_chains(
    documents: Sequence[Document],
    *,
    arrivals: Mapping[str, str] | None = None,
    notices: Iterable[Notice] = (),
) -> tuple[Chain, ...]:
    """Return the reports that `documents` are versions of, by their last version's id.

    `arrivals` has the moment each document came, where that is known: it decides where times are silent.
    """
    by_id = {d.id: d for d in documents}
    runs = _Runs(by_id)
    ties = _ties([by_id[name] for name in sorted(by_id)], runs)
    taken_back = _taken_back(documents, notices)
    chains = []
    for group in _joined(by_id, ties):
        ordered = _in_order([by_id[name] for name in group], arrivals or {}, runs)
        because, kept = [], []
        for before, after in pairwise(ordered):
            because.append(ties.get(_pair(before, after), "text"))
            kept.append(round(containment(runs[before], runs[after]), 4))
        chains.append(
            Chain(
                documents=tuple(ordered),
                because=tuple(because),
                kept=tuple(kept),
                withdrawn=taken_back.get(ordered[-1]),
            )
        )
    return tuple(sorted(chains, key=lambda c: c.documents[-1]))


def item_of(document: Document) -> str | None:
    """Return what an agency or feed calls the item, whatever version of it: None where it calls it nothing."""
    given = document.metadata.get("guid")
    return given if isinstance(given, str) and given.strip() else None


def prose(document: Document) -> str:
    """Return the words a report is made of, its headline left out."""
    return "\n".join(
        document.text[b.start : b.end] for b in document.prose() if b.kind != "headline"
    )


def headline(document: Document) -> str:
    """Return a report's headline on one line; "" without one."""
    return " ".join(document.title.text.split()) if document.title else ""


class _Runs(dict[str, frozenset[int]]):
    """Each report's runs of words, made when they are first asked for: most reports meet no other of their outlet."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents

    def __missing__(self, name: str) -> frozenset[int]:
        text = prose(self._documents[name])
        found = frozenset(shingles(split(text)[0], 5))
        self[name] = found
        return found


# ---------------------------------------------------------------- one report


def _ties(
    documents: Sequence[Document], runs: Mapping[str, frozenset[int]]
) -> dict[tuple[str, str], SameBecause]:
    """Return the pairs of ids that are one report, and why."""
    found: dict[tuple[str, str], SameBecause] = {}
    for group in _by_outlet(documents):
        for one, other in _meeting(group, runs):
            if _mostly_same(one, other, runs):
                found[_pair(one.id, other.id)] = "text"
    for key_of in (_item_key, _address_key):
        groups: dict[str, list[Document]] = defaultdict(list)
        for document in documents:
            if (key := key_of(document)) is not None:
                groups[key].append(document)
        for group in groups.values():
            for one, other in pairwise(group):
                if not _other_items(one, other):
                    by_address = key_of is _address_key
                    found[_pair(one.id, other.id)] = "address" if by_address else "item"
    return found


def _item_key(document: Document) -> str | None:
    item = item_of(document)
    return None if item is None else f"{item}\n{(document.outlet or '').casefold()}"


def _address_key(document: Document) -> str | None:
    return canonical(document.url)


def _other_items(one: Document, other: Document) -> bool:
    """Tell whether a feed keeps two entries apart, whatever page both lead to (a live blog's posts do)."""
    mine, its = item_of(one), item_of(other)
    return (
        mine is not None
        and its is not None
        and mine != its
        and "feed" in one.metadata
        and "feed" in other.metadata
    )


def _by_outlet(documents: Sequence[Document]) -> list[list[Document]]:
    groups: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        if document.outlet:
            groups[document.outlet.casefold()].append(document)
    return [group for group in groups.values() if len(group) > 1]


def _meeting(
    group: Sequence[Document], runs: Mapping[str, frozenset[int]]
) -> list[tuple[Document, Document]]:
    """Return the pairs of an outlet's reports that share enough runs to be looked at."""
    holders: dict[int, list[int]] = defaultdict(list)
    found = []
    for number, document in enumerate(group):
        shared: Counter[int] = Counter()
        for run in runs[document.id]:
            held = holders[run]
            if len(held) < _HOLDERS:
                shared.update(held)
                held.append(number)
        for other, count in sorted(shared.items()):
            least = min(len(runs[document.id]), len(runs[group[other].id]))
            if count >= SAME_TEXT * 0.8 * max(least, LEAST_RUNS):
                found.append((group[other], document))
    return found


def _mostly_same(one: Document, other: Document, runs: Mapping[str, frozenset[int]]) -> bool:
    """Tell whether two reports of one outlet have mostly the same text."""
    short, long = sorted((runs[one.id], runs[other.id]), key=len)
    if len(short) < LEAST_RUNS or _days_apart(one, other) > DAYS:
        return False
    places = canonical(one.url), canonical(other.url)
    elsewhere = None not in places and places[0] != places[1]
    if containment(short, long) < (SAME_TEXT_ELSEWHERE if elsewhere else SAME_TEXT):
        return False
    return len(short) >= ALIKE_IN_SIZE * len(long) or _headlines_alike(one, other)


def _headlines_alike(one: Document, other: Document) -> bool:
    mine, its = ({w.text.casefold() for w in words(headline(d))} for d in (one, other))
    return bool(mine and its) and 2 * len(mine & its) >= len(mine) + len(its) - len(mine & its)


def _days_apart(one: Document, other: Document) -> int:
    days = []
    for document in (one, other):
        try:
            days.append(date.fromisoformat((document.published_at.value or "")[:10]))
        except ValueError:
            return 0
    return abs((days[0] - days[1]).days)


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _joined(
    names: Iterable[str], ties: Mapping[tuple[str, str], SameBecause]
) -> Iterable[list[str]]:
    """Return the groups that the ties make, each sorted."""
    parent = {name: name for name in names}

    def top(name: str) -> str:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for one, other in sorted(ties):
        low, high = sorted((top(one), top(other)))
        parent[high] = low
    groups: dict[str, list[str]] = defaultdict(list)
    for name in sorted(parent):
        groups[top(name)].append(name)
    return groups.values()


# ---------------------------------------------------------------- in order


def stamp(document: Document) -> str | None:
    """Return the latest time a report gives itself: UTC to the second, a day alone, or None."""
    given = [document.published_at.value, document.metadata.get("updated")]
    found = [s for value in given if isinstance(value, str) and (s := _utc(value))]
    timed = [s for s in found if len(s) > 10]
    return max(timed or found, default=None)


def _utc(value: str) -> str | None:
    value = value.strip()
    try:
        if len(value) == 10:
            return date.fromisoformat(value).isoformat()
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def version_number(value: object) -> int:
    """Return the number of an item's version; -1 where it has none."""
    text = str(value).strip() if isinstance(value, str | int) else ""
    return int(text) if re.fullmatch(r"\d{1,9}", text, re.ASCII) else -1


def _in_order(
    group: Sequence[Document], arrivals: Mapping[str, str], runs: Mapping[str, frozenset[int]]
) -> list[str]:
    """Return the ids of one report's versions, the first first."""
    if len(group) == 1:
        return [group[0].id]
    stamps = {d.id: stamp(d) for d in group}
    known = [s for s in stamps.values() if s is not None]
    width = 0 if len(known) < len(group) else min(map(len, known))
    longest = max((runs[d.id] for d in group), key=len)

    def order(document: Document) -> tuple[object, ...]:
        own = runs[document.id]
        beginning = (
            "feed" in document.metadata
            and len(own) < _EXCERPT * len(longest)
            and containment(own, longest) > 0.9
        )
        return (
            (stamps[document.id] or "")[:width],
            version_number(document.metadata.get("version")),
            not beginning,
            _came(document, arrivals),
            len(own),
            document.sha256,
            document.id,
        )

    return [d.id for d in sorted(group, key=order)]


def _came(document: Document, arrivals: Mapping[str, str]) -> str:
    """Return when a report was fetched (an archive says so), else when it came here."""
    fetched = document.metadata.get("fetched")
    return fetched if isinstance(fetched, str) else arrivals.get(document.id, "")


def _taken_back(documents: Sequence[Document], notices: Iterable[Notice]) -> dict[str, str]:
    """Return why a document was taken back, by its id, where it was."""
    by_item: dict[str, list[Notice]] = defaultdict(list)
    by_address: dict[str, list[Notice]] = defaultdict(list)
    for notice in sorted(notices, key=lambda n: (n.item, n.version or "", n.at or "", n.reason)):
        by_item[notice.item].append(notice)
        if (place := canonical(notice.url)) is not None:
            by_address[place].append(notice)
    found = {}
    for document in documents if by_item else ():
        names = {document.id, item_of(document), document.metadata.get("renamed_from")}
        meant = [n for name in names if isinstance(name, str) for n in by_item.get(name, ())]
        meant += by_address.get(canonical(document.url) or "", ())
        reasons = sorted({n.reason for n in meant if _covers(n, document)})
        if reasons:
            found[document.id] = reasons[0]
    return found


def _covers(notice: Notice, document: Document) -> bool:
    """Tell whether the notice means this version: not one that came later and may be used again."""
    mine, its = version_number(document.metadata.get("version")), version_number(notice.version)
    if mine >= 0 and its >= 0 and mine != its:
        return mine < its
    said, own = _utc(notice.at or ""), stamp(document)
    if said and own:
        width = min(len(said), len(own))
        return own[:width] <= said[:width]
    return True
