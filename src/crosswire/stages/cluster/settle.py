"""Documents to settled stories: a pure function of the set of documents, whatever their order of arrival.

Passes: (1) sketch each document; (2) each finds its nearest others; (3) what is tied hangs together in wards;
(4) each ward is settled by itself into stories, each member with the report it is tied to and the reasons.
A ward is settled from its own reports and those near to them alone, so that it can be settled again by itself
when a report is added (`arrive`), and comes out as if all had been settled at once.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np

from crosswire.model.act import Constraints
from crosswire.model.document import Document
from crosswire.model.record import content_id
from crosswire.model.story import Membership, NearMiss, Story, StoryLink
from crosswire.stages.cluster.across import BY_A_PERSON, Tie, join, provinces, ties_among
from crosswire.stages.cluster.briefs import are_brief, grouped
from crosswire.stages.cluster.ground import Kept
from crosswire.stages.cluster.group import Bounds, Group, fitted, group
from crosswire.stages.cluster.nearest import Lists, nearest
from crosswire.stages.cluster.score import (
    Cosines,
    Matrix,
    Weights,
    among,
    cosines,
    crowds,
    reasons,
)
from crosswire.stages.cluster.sketch import Sketch, sketch
from crosswire.stages.cluster.wards import wards_of

MOST = 500
"""Reports of a ward that are compared each with each: of a larger one the first, which the others follow."""
AROUND = 60
"""Reports near to a ward that are looked at with it."""
COPIES = Bounds(least=0.45, sure=0.5)
"""The bounds for reports that are not in English."""
LINKS = 5
"""Neighbouring stories that a story names."""


@dataclass(frozen=True, slots=True)
class ClusterOptions:
    """The weights of the score, and the bounds from which reports are one story.

    `rounds` tells whether stories of short texts grow in rounds, as `briefs` has it.
    """

    weights: Weights = field(default_factory=Weights)
    bounds: Bounds = field(default_factory=Bounds)
    rounds: bool = True


@dataclass(frozen=True, slots=True)
class Ward:
    """Reports to be settled together, in order of rank, with their lists; `around` are others near to them.

    One that ties hold together across languages has `parts`: each is settled by itself, and the stories are joined.
    """

    items: Sequence[Sketch]
    near: Sequence[Sequence[str]]
    around: Sequence[Sketch] = ()
    parts: Sequence[Self] = ()
    ties: Sequence[Tie] = ()


def cluster(
    documents: Iterable[Document],
    options: ClusterOptions | None = None,
    constraints: Constraints | None = None,
) -> tuple[Story, ...]:
    """Return the stories of `documents`, earliest first; every document is in exactly one."""
    return cluster_sketches(map(sketch, documents), options, constraints)


def cluster_sketches(
    sketches: Iterable[Sketch],
    options: ClusterOptions | None = None,
    constraints: Constraints | None = None,
) -> tuple[Story, ...]:
    """Return the stories of documents that were sketched before (elsewhere, or in parallel)."""
    distinct = {item.id: item for item in sketches}
    items = sorted(distinct.values(), key=lambda item: (item.rank, item.id))
    lists = nearest(items)
    options, constraints = options or ClusterOptions(), constraints or Constraints()
    place = {item.id: i for i, item in enumerate(items)}
    own, across = parted(constraints.together, {item.id: item for item in items})
    places = wards_of(lists, [(place[one], place[other]) for one, other in own])
    found: list[Story] = []
    for ward in whole([ward_of(items, lists, ward) for ward in places], across + ties_among(items)):
        found += settle(ward, options, constraints)
    return tuple(sorted(found, key=lambda story: place[story.documents[0]]))


def parted(
    together: Iterable[tuple[str, str]], items: Mapping[str, Sketch]
) -> tuple[list[tuple[str, str]], list[Tie]]:
    """Return the pairs that a person put together: those of one language, and as ties those of two."""
    own, across = [], []
    for one, other in together:
        if one in items and other in items:
            if items[one].language == items[other].language:
                own.append((one, other))
            else:
                across.append(Tie(one, other, BY_A_PERSON))
    return own, across


def whole(wards: Sequence[Ward], ties: Sequence[Tie]) -> list[Ward]:
    """Return wards, those that ties across languages hold together as one of several parts."""
    if not ties:
        return list(wards)
    found = []
    for places, held in provinces([[item.id for item in ward.items] for ward in wards], ties):
        parts = [wards[place] for place in places]
        if len(parts) == 1:
            found += parts
            continue
        items = [item for part in parts for item in part.items]
        items.sort(key=lambda item: (item.rank, item.id))
        near = {
            item.id: listed
            for part in parts
            for item, listed in zip(part.items, part.near, strict=True)
        }
        found.append(Ward(items, [near[item.id] for item in items], parts=parts, ties=held))
    return found


def ward_of(items: Sequence[Sketch], lists: Lists, ward: Sequence[int]) -> Ward:
    """Return the ward of these places."""
    near = [[j for j, _ in lists.of(i)] for i in ward]
    return Ward(
        items=[items[i] for i in ward],
        near=[[items[j].id for j in listed] for listed in near],
        around=[items[j] for j in nearby(near, ward)],
    )


def nearby(near: Iterable[Iterable[int]], ward: Sequence[int]) -> list[int]:
    """Return the places outside a ward that its lists name, in order: those named most, where they are many."""
    if len(ward) == 1:
        return []
    named = Counter(j for listed in near for j in listed)
    for i in ward:
        del named[i]
    return sorted(sorted(named, key=lambda j: (-named[j], j))[:AROUND])


def kept_ward(names: Sequence[str], kept: Callable[[Iterable[str]], Mapping[str, Kept]]) -> Ward:
    """Return the ward of the reports `names`, in order of rank, as `kept` remembers them and those around them."""
    found = kept(names)
    near = [[name for name, _ in found[one].near] for one in names]
    others = kept({name for listed in near for name in listed})
    known = {**others, **found}
    order = sorted(known, key=lambda name: (known[name].rank, name))
    place = {name: i for i, name in enumerate(order)}
    around = nearby(
        [[place[name] for name in listed if name in place] for listed in near],
        [place[name] for name in names],
    )
    return Ward(
        [found[name].sketch for name in names], near, [others[order[i]].sketch for i in around]
    )


def story_id(founder: str, sha256: str) -> str:
    """Return the id of the story that the report `founder` of this hash is the first of."""
    return content_id("s", founder, sha256)


def settle(
    ward: Ward, options: ClusterOptions, constraints: Constraints, *, bare: bool = False
) -> list[Story]:
    """Return the stories of one ward; `bare` ones have their documents and nothing besides."""
    if ward.parts:
        stories = [s for part in ward.parts for s in settle(part, options, constraints, bare=bare)]
        return join(stories, {item.id: item for item in ward.items}, ward.ties, constraints)
    if len(ward.items) == 1:
        item = ward.items[0]
        name = story_id(item.id, item.sha256)
        member = Membership(document=item.id, story=name, kind=item.kind)
        return [Story(id=name, documents=(item.id,), members=(member,), kind=item.kind)]
    brief = options.rounds and are_brief(ward.items)
    compared = [*ward.items[:MOST], *(() if brief else ward.around)]
    settled = _compared(ward, compared, options.weights)
    place = {item.id: i for i, item in enumerate(ward.items if brief else compared)}
    pairs = [_inside(some, place) for some in (constraints.together, constraints.apart)]
    if brief:
        weights = options.weights
        found = grouped(
            ward.items, lambda some: _likeness(some, weights)[1], options.bounds, MOST, *pairs
        )
        own, later = found, settled.beyond(found)
    else:
        # How rare a word is in another language is not known: by words alone only copies are one story.
        first = min(len(ward.items), MOST)
        fit = fitted(options.bounds, settled.likeness[:first, :first])
        found = group(settled.likeness, COPIES if ward.items[0].language else fit, *pairs)
        own = [one for one in found if one.members[0] < first]
        later = settled.followers(own)
    return list(settled.bare(own, later) if bare else settled.stories(own, later))


def _likeness(items: Sequence[Sketch], weights: Weights) -> tuple[Cosines, Matrix, Matrix | None]:
    """Return the features of every pair, their likeness, and how crowded it is around each (in English)."""
    found = cosines(items)
    alike = found.likeness(weights)
    if items[0].language:
        return found, alike, None
    crowd = crowds(alike)
    return found, among(alike, crowd), crowd


def _compared(ward: Ward, compared: Sequence[Sketch], weights: Weights) -> "_Settled":
    found, likeness, crowd = _likeness(compared, weights)
    return _Settled(ward, compared, found, likeness, crowd, weights)


def _part(values: Matrix, rows: Sequence[int], columns: Sequence[int]) -> Matrix:
    """Return these rows and columns: what `numpy.ix_` gives, at a third of its cost for small matrices."""
    part: Matrix = values[np.array(rows, np.intp)[:, None], np.array(columns, np.intp)]
    return part


def _inside(pairs: Iterable[tuple[str, str]], place: dict[str, int]) -> list[tuple[int, int]]:
    return [(place[a], place[b]) for a, b in pairs if a in place and b in place]


Later = dict[int, list[tuple[Sketch, str | None]]]
"""By group, the reports that were not compared with all, each with the one it follows."""


@dataclass(frozen=True, slots=True)
class _Settled:
    """A ward and what was found in it."""

    ward: Ward
    compared: Sequence[Sketch]
    found: Cosines
    likeness: Matrix
    crowd: Matrix | None
    weights: Weights

    def stories(self, groups: Sequence[Group], later: Later) -> Iterator[Story]:
        """Yield the story of each group, those that only stand around left out."""
        inside = self._inside(groups)
        names = self._names(inside, later)
        saga = None
        if len(groups) > 1:
            saga = content_id("g", *sorted(names)[:1])
        for k, one in enumerate(groups):
            members = self._memberships(names[k], inside[k])
            members += [self._follower(names[k], item, near) for item, near in later.get(k, ())]
            kinds = {member.kind for member in members}
            yield Story(
                id=names[k],
                documents=tuple(member.document for member in members),
                members=tuple(members),
                kind=kinds.pop() if len(kinds) == 1 else "event",
                saga=saga,
                links=self._links(k, inside, names),
                near=self._near(one, inside[k]),
            )

    def bare(self, groups: Sequence[Group], later: Later) -> Iterator[Story]:
        """Yield the story of each group with its documents alone."""
        inside = self._inside(groups)
        for k, name in enumerate(self._names(inside, later)):
            names = [self.compared[i].id for i in inside[k]]
            names += [item.id for item, _ in later.get(k, ())]
            yield Story(id=name, documents=tuple(names))

    def _inside(self, groups: Sequence[Group]) -> list[list[int]]:
        """Return the places of each group's reports that were compared and are the ward's own."""
        own = min(len(self.ward.items), MOST)
        return [[i for i in one.members if i < own] for one in groups]

    def _names(self, inside: Sequence[Sequence[int]], later: Later) -> list[str]:
        first = [
            self.compared[members[0]] if members else later[k][0][0]
            for k, members in enumerate(inside)
        ]
        return [story_id(item.id, item.sha256) for item in first]

    def followers(self, groups: Sequence[Group]) -> Later:
        """Return, for reports beyond the core, the story that the nearest of their list stands in."""
        home = {i: k for k, members in enumerate(self._inside(groups)) for i in members}
        known = {self.compared[i].id: k for i, k in home.items()}
        first = next(iter(home.values()), 0)
        found: Later = {}
        for item, near in list(zip(self.ward.items, self.ward.near, strict=True))[MOST:]:
            tied = next((name for name in near if name in known), None)
            k = known[tied] if tied is not None else first
            known[item.id] = k
            found.setdefault(k, []).append((item, tied or self.compared[0].id))
        return found

    def beyond(self, groups: Sequence[Group]) -> Later:
        """Return the reports beyond the core of each group, each with the nearest of its list there."""
        found: Later = {}
        for k, one in enumerate(groups):
            names = {self.ward.items[i].id for i in one.members}
            for i in one.members:
                if i >= MOST:
                    item = self.ward.items[i]
                    near = (name for name in self.ward.near[i] if name in names)
                    found.setdefault(k, []).append((item, next(near, None)))
        return found

    def _follower(self, story: str, item: Sketch, near: str | None) -> Membership:
        return Membership(document=item.id, story=story, nearest=near, kind=item.kind)

    def _memberships(self, story: str, members: Sequence[int]) -> list[Membership]:
        """Return each member with the one most like it, the first of those alike."""
        if len(members) < 2:
            if not members:
                return []
            item = self.compared[members[0]]
            return [Membership(document=item.id, story=story, kind=item.kind)]
        part = _part(self.likeness, members, members)
        np.fill_diagonal(part, -1.0)
        found = []
        for i, place in zip(members, part.argmax(1).tolist(), strict=True):
            tied = members[place]
            why = reasons(self.found, i, tied, self.weights, self.crowd)
            found.append(
                Membership(
                    document=self.compared[i].id,
                    story=story,
                    nearest=self.compared[tied].id,
                    score=round(sum(reason.value * reason.weight for reason in why), 4),
                    reasons=why,
                    kind=self.compared[i].kind,
                )
            )
        return found

    def _near(self, one: Group, members: Sequence[int]) -> NearMiss | None:
        beside = [i for i in one.beside if i < len(self.compared)]
        if not beside or not members:
            return None
        part = _part(self.likeness, members, beside)
        row, column = divmod(int(part.argmax()), part.shape[1])
        i, j = members[row], beside[column]
        return NearMiss(
            document=self.compared[i].id,
            other=self.compared[j].id,
            likeness=round(one.height, 4),
            needed=round(one.needed, 4),
            reasons=reasons(self.found, i, j, self.weights, self.crowd),
        )

    def _nearest(self, k: int, groups: Sequence[Sequence[int]]) -> list[int]:
        """Return the groups that may be among the nearest to group `k`, by the two reports most alike."""
        columns = [i for members in groups for i in members]
        held = [j for j, members in enumerate(groups) if members]
        starts = np.cumsum([0, *(len(groups[j]) for j in held[:-1])])
        values = np.zeros(len(groups))
        near = _part(self.likeness, groups[k], columns).max(0)
        values[held] = np.maximum.reduceat(near, starts)
        values[k] = 0.0
        least = np.sort(values)[-LINKS:][0] - 0.001  # those that round alike, too
        return [int(other) for other in np.flatnonzero((values > 0.0) & (values >= least))]

    def _links(
        self, k: int, groups: Sequence[Sequence[int]], names: Sequence[str]
    ) -> tuple[StoryLink, ...]:
        """Return the stories of this ward that are nearest, by the two reports most alike."""
        found = []
        for other in self._nearest(k, groups) if groups[k] else ():
            members = groups[other]
            part = _part(self.likeness, groups[k], members)
            row, column = divmod(int(part.argmax()), part.shape[1])
            found.append(
                StoryLink(
                    story=names[other],
                    document=self.compared[groups[k][row]].id,
                    other=self.compared[members[column]].id,
                    likeness=round(float(part[row, column]), 4),
                )
            )
        return tuple(sorted(found, key=lambda link: (-link.likeness, link.story))[:LINKS])
