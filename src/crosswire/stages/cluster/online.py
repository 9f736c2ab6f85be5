"""Each document's provisional story at arrival, by the scorer and the bounds that also settle.

Only what came before is known: document frequencies grow as documents come, and a decision is never
taken back. Postings keep the most recent reports and a story its latest exemplars, so the cost of a
document doesn't grow with what has come before it.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from crosswire.model.document import Document
from crosswire.model.story import Membership
from crosswire.stages.cluster.block import MOST, keys
from crosswire.stages.cluster.group import Group, link
from crosswire.stages.cluster.score import Rarities, Vectors, crowding, reasons, similarity, vectors
from crosswire.stages.cluster.settle import ClusterOptions, days_apart, story_id
from crosswire.stages.cluster.sketch import Sketch, sketch

RECENT = 300
"""Reports a posting keeps, the latest."""
EXEMPLARS = 8
"""Reports by which a story is known: its latest."""
COMPARED = 8
"""Stories compared with a report in full."""
ASSUMED = 0.12
"""Crowding assumed at the least: what is yet to come will crowd the place."""


@dataclass(slots=True)
class _Story:
    """A story so far: `group` holds its sums, `exemplars` the places of its latest reports."""

    id: str
    group: Group
    exemplars: deque[int] = field(default_factory=lambda: deque(maxlen=EXEMPLARS))


def assign_online(
    documents: Iterable[Document], options: ClusterOptions | None = None
) -> Iterator[Membership]:
    """Yield each document's provisional membership as it arrives, in the order given."""
    desk = _Desk(options or ClusterOptions())
    for document in documents:
        yield desk.assign(sketch(document))


class _Desk:
    """The stories so far, and the postings by which a report finds them."""

    def __init__(self, options: ClusterOptions) -> None:
        self._options = options
        self._rarities = Rarities.none()
        self._items: list[tuple[Sketch, Vectors]] = []
        self._story_of: list[int] = []
        self._stories: list[_Story] = []
        self._postings: dict[str, deque[tuple[int, float]]] = {}

    def assign(self, item: Sketch) -> Membership:
        """Return the membership of the next report, and remember it."""
        self._rarities.add(item)
        mine = vectors(item, self._rarities)
        looked_up = keys(mine)
        place = len(self._items)
        self._items.append((item, mine))
        likeness = {other: self._likeness(mine, other) for other in self._candidates(looked_up)}
        member = self._decide(place, likeness)
        for key, weight in looked_up:
            self._postings.setdefault(key, deque(maxlen=RECENT)).append((place, weight))
        return member

    def _candidates(self, looked_up: list[tuple[str, float]]) -> list[int]:
        if len(self._items) <= MOST:
            return list(range(len(self._items) - 1))
        partial: dict[int, float] = {}
        for key, weight in looked_up:
            for place, other in self._postings.get(key, ()):
                partial[place] = partial.get(place, 0.0) + weight * other
        return sorted(partial, key=lambda place: (-partial[place], place))[:MOST]

    def _likeness(self, mine: Vectors, place: int) -> float:
        return similarity(mine, self._items[place][1], self._options.weights)

    def _decide(self, place: int, likeness: dict[int, float]) -> Membership:
        item, mine = self._items[place]
        options = self._options
        crowd = max(ASSUMED, crowding(list(likeness.values())))
        alone = Group([place], item.day, item.day, crowd, 0.0)
        nearest: dict[int, int] = {}
        for other in sorted(likeness, key=lambda other: (-likeness[other], other)):
            nearest.setdefault(self._story_of[other], other)
        means = {story: self._mean(mine, story, likeness) for story in list(nearest)[:COMPARED]}
        scored = []
        for story, mean in means.items():
            group = self._stories[story].group
            total = mean * len(group.members)
            scored.append((link(alone, group, total, options.weights, options.bounds), -story))
        score, negative = max(scored, default=(-1.0, 0))
        if score < 0:
            self._stories.append(_Story(story_id(item), alone))
            self._remember(place, len(self._stories) - 1)
            return Membership(document=item.id, story=self._stories[-1].id)
        self._join(alone, -negative, means[-negative])
        self._remember(place, -negative)
        known, theirs = self._items[nearest[-negative]]
        why = reasons(mine, theirs, days_apart(item, known), crowd, options.weights)
        return Membership(
            document=item.id,
            story=self._stories[-negative].id,
            nearest=known.id,
            score=round(sum(reason.value * reason.weight for reason in why), 4),
            reasons=why,
        )

    def _mean(self, mine: Vectors, story: int, likeness: Mapping[int, float]) -> float:
        exemplars = self._stories[story].exemplars
        found = [likeness[x] if x in likeness else self._likeness(mine, x) for x in exemplars]
        return sum(found) / len(found)

    def _join(self, alone: Group, story: int, mean: float) -> None:
        group = self._stories[story].group
        group.inner += mean * len(group.members)
        group.members += alone.members
        group.crowd += alone.crowd
        group.first = min((d for d in (group.first, alone.first) if d is not None), default=None)
        group.last = max((d for d in (group.last, alone.last) if d is not None), default=None)

    def _remember(self, place: int, story: int) -> None:
        self._stories[story].exemplars.append(place)
        self._story_of.append(story)
