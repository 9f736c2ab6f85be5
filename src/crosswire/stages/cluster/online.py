"""Each document's provisional story at arrival: the one told before whose reports it is most like, or its own.

What is told is never taken back: a story keeps the id it had when its first report came, and a report that
joins takes that id. So more is asked than in settling, which sees what came later, too. What a person said,
and reports that are tied across languages, are settled with their ward, and take the id that most there have.
"""

import dataclasses
from bisect import insort
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nlargest

from msgspec.structs import replace

from crosswire.model.act import Constraints
from crosswire.model.document import Document
from crosswire.model.record import content_id
from crosswire.model.story import Membership, Story
from crosswire.stages.cluster.across import held
from crosswire.stages.cluster.arrive import arrive
from crosswire.stages.cluster.ground import Holder, Kept
from crosswire.stages.cluster.group import Bounds, fitted
from crosswire.stages.cluster.score import among, cosines, crowds, reasons
from crosswire.stages.cluster.settle import MOST, ClusterOptions, Ward, settle, story_id
from crosswire.stages.cluster.sketch import Sketch, sketch

DATED = Bounds(least=0.12, lonely=0.25)
"""The bounds at arrival: few others are known yet to stand against a report, and what is wrongly joined stays so."""
UNDATED = Bounds(least=0.16, lonely=0.35)
"""Those of a ward of reports mostly without a date, whose days tell nothing apart."""
VOICES = 2
"""Reports of a story that an arriving one must be like, the nearest; fewer where it has fewer."""


def assign_online(
    documents: Iterable[Document],
    options: ClusterOptions | None = None,
    constraints: Constraints | None = None,
) -> Iterator[Membership]:
    """Yield each document's provisional membership as it arrives, in the order given."""
    options, constraints = options or ClusterOptions(), constraints or Constraints()
    bound = {name for pair in (*constraints.together, *constraints.apart) for name in pair}
    memory = Memory()
    given: dict[str, str] = {}
    for document in documents:
        item = sketch(document)
        (ward,) = [
            ward
            for ward in memory.add([item], constraints)
            if any(one.id == item.id for one in ward.items)
        ]
        careful_ones = careful(options, ward)
        if ward.parts or item.language or any(one.id in bound for one in ward.items):
            member = _settled(ward, item, given, settle(ward, careful_ones, constraints))
        else:
            member = _joined(ward, item, given, careful_ones)
        given[item.id] = member.story
        yield member


def careful(options: ClusterOptions, ward: Ward) -> ClusterOptions:
    """Return the options under which a ward is read at arrival: without rounds, which read the whole ward anew."""
    undated = sum(item.day is None for item in ward.items)
    asked, bounds = UNDATED if 2 * undated > len(ward.items) else DATED, options.bounds
    least, lonely = max(asked.least, bounds.least), max(asked.lonely, bounds.lonely)
    bounds = dataclasses.replace(bounds, least=least, lonely=lonely)
    return dataclasses.replace(options, bounds=bounds, rounds=False)


def _joined(
    ward: Ward, item: Sketch, given: Mapping[str, str], options: ClusterOptions
) -> Membership:
    """Return the membership in the story whose nearest reports are most like `item`, where these are enough."""
    alone = Membership(document=item.id, story=story_id(item.id, item.sha256), kind=item.kind)
    others = _before(ward, item)
    if not others:
        return alone
    found = cosines([item, *others, *ward.around])
    alike = found.likeness(options.weights)
    crowd = crowds(alike)
    likeness = among(alike, crowd)
    stories: dict[str, list[tuple[float, int]]] = {}
    for i, other in enumerate(others, 1):
        stories.setdefault(given[other.id], []).append((float(likeness[0, i]), -i))
    near = {name: nlargest(VOICES, values) for name, values in sorted(stories.items())}
    means = {name: sum(value for value, _ in two) / len(two) for name, two in near.items()}
    name = max(means, key=lambda name: means[name])
    own = len(others) + 1
    if means[name] < fitted(options.bounds, likeness[:own, :own]).least:
        return alone
    tied = -near[name][0][1]
    why = reasons(found, 0, tied, options.weights, crowd)
    return replace(
        alone,
        story=name,
        nearest=others[tied - 1].id,
        score=round(sum(reason.value * reason.weight for reason in why), 4),
        reasons=why,
    )


def _before(ward: Ward, item: Sketch) -> list[Sketch]:
    """Return the other reports of a ward: of a large one those on the list of `item`, and the first."""
    others = [one for one in ward.items if one.id != item.id]
    if len(others) < MOST:
        return others
    listed = {*ward.near[[one.id for one in ward.items].index(item.id)]}
    others.sort(key=lambda one: one.id not in listed)
    return others[: MOST - 1]


def _settled(
    ward: Ward, item: Sketch, given: Mapping[str, str], stories: Sequence[Story]
) -> Membership:
    """Return the membership that `item` has where its ward is settled, under the provisional id of its story."""
    (story,) = [s for s in stories if item.id in s.documents]
    (member,) = [m for m in story.members if m.document == item.id]
    return replace(member, story=_names(stories, given, item.id)[story.id])


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
