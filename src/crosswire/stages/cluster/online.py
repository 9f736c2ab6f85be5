"""Each document's provisional story at arrival: the story it has when its ward is settled from what came before.

A decision is never taken back: a story keeps the id it had when its first report came, and a report that
joins takes the id of those it joins. So it is taken with more care than settling needs, where days say nothing.
"""

import dataclasses
from bisect import insort
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from crosswire.model.act import Constraints
from crosswire.model.document import Document
from crosswire.model.record import content_id
from crosswire.model.story import Membership, Story
from crosswire.stages.cluster.across import held
from crosswire.stages.cluster.arrive import arrive
from crosswire.stages.cluster.ground import Holder, Kept
from crosswire.stages.cluster.settle import ClusterOptions, Ward, settle
from crosswire.stages.cluster.sketch import Sketch, sketch

STRICT = 0.2
"""Likeness below which nothing merges at arrival in a ward of reports mostly without a date: few others are
known yet to stand against it, and what is wrongly joined stays so."""


def assign_online(
    documents: Iterable[Document],
    options: ClusterOptions | None = None,
    constraints: Constraints | None = None,
) -> Iterator[Membership]:
    """Yield each document's provisional membership as it arrives, in the order given."""
    options, constraints = options or ClusterOptions(), constraints or Constraints()
    memory = Memory()
    given: dict[str, str] = {}
    for document in documents:
        item = sketch(document)
        (ward,) = [
            ward
            for ward in memory.add([item], constraints)
            if any(one.id == item.id for one in ward.items)
        ]
        stories = settle(ward, careful(options, ward), constraints)
        (story,) = [s for s in stories if item.id in s.documents]
        (member,) = [m for m in story.members if m.document == item.id]
        name = _names(stories, given, item.id)[story.id]
        given[item.id] = name
        yield replace(member, story=name)


def careful(options: ClusterOptions, ward: Ward) -> ClusterOptions:
    """Return the options under which a ward is settled at arrival: without rounds, which read the whole ward anew."""
    options = dataclasses.replace(options, rounds=False)
    undated = sum(item.day is None for item in ward.items)
    if 2 * undated <= len(ward.items):
        return options
    bounds = dataclasses.replace(options.bounds, least=max(STRICT, options.bounds.least))
    return dataclasses.replace(options, bounds=bounds)


def _names(stories: Sequence[Story], given: Mapping[str, str], arrived: str) -> dict[str, str]:
    """Return the provisional id of each story of a ward: the one most of its reports were given, to one story each.

    What was taken for one story and has come apart since is not conflated for ever: the larger part keeps
    the id, and what joins the other part takes one of its own.
    """
    held = {s.id: Counter(given[d] for d in s.documents if d in given) for s in stories}
    bids = sorted(
        ((-count, name, story) for story, names in held.items() for name, count in names.items())
    )
    found: dict[str, str] = {}
    for _, name, story in bids:
        if story not in found and name not in found.values():
            found[story] = name
    used = {*given.values(), *found.values()}
    for story in sorted(held):
        if story not in found:
            own = content_id("s", arrived)
            found[story] = story if story not in used else own
    return found


class Memory:
    """A ground in memory: what `arrive` reads, and what it changed."""

    def __init__(self) -> None:
        self._kept: dict[str, Kept] = {}
        self._holders: dict[int, list[Holder]] = {}
        self._wards: dict[str, frozenset[str]] = {}

    def holders(self, keys: Iterable[int], most: int) -> Mapping[int, Sequence[Holder]]:
        """Return for each key its first `most` holders, as (rank, id), in that order."""
        return {key: self._holders.get(key, [])[:most] for key in keys}

    def kept(self, names: Iterable[str]) -> Mapping[str, Kept]:
        """Return what is remembered of these reports; strangers are left out."""
        return {name: self._kept[name] for name in names if name in self._kept}

    def short(self, names: Iterable[str], most: int) -> set[str]:
        """Return those of these reports that are found by at most so many keys."""
        return {name for name, kept in self.kept(names).items() if kept.keyed <= most}

    def wards(self, names: Iterable[str]) -> Mapping[str, frozenset[str]]:
        """Return the ward that each of these stands in, if any."""
        return {name: self._wards[name] for name in names if name in self._wards}

    def add(self, added: Sequence[Sketch], constraints: Constraints) -> Sequence[Ward]:
        """Add reports; return the wards to settle again."""
        return self.change(added, (), constraints)

    def change(
        self, added: Sequence[Sketch], removed: Sequence[str], constraints: Constraints
    ) -> Sequence[Ward]:
        """Add reports and remove some that are there; return the wards to settle again."""
        change = arrive(self, added, removed, constraints.together)
        for name in removed:
            gone = self._kept.pop(name).sketch
            del self._wards[name]
            for key in held(gone):
                self._holders[key].remove((gone.rank, name))
        self._kept.update(change.kept)
        for item in added:
            for key in held(item):
                insort(self._holders.setdefault(key, []), (item.rank, item.id))
        for ward in change.wards:
            names = frozenset(item.id for item in ward.items)
            self._wards.update(dict.fromkeys(names, names))
        return change.wards
