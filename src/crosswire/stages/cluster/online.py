"""Each document's provisional story at arrival, by the scorer that also settles.

Only what came before is known: document frequencies grow as documents come, and a decision is never
taken back. Postings keep the most recent reports and a story its latest exemplars, so the cost of a
document doesn't grow with what has come before it.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from crosswire.model.document import Document
from crosswire.model.story import Membership
from crosswire.stages.cluster.block import keys
from crosswire.stages.cluster.group import crowding
from crosswire.stages.cluster.score import (
    Rarities,
    Vectors,
    Weights,
    apart,
    reasons,
    similarity,
    vectors,
)
from crosswire.stages.cluster.settle import ClusterOptions, story_id
from crosswire.stages.cluster.sketch import Sketch, sketch

RECENT = 300
"""Reports a posting keeps, the latest."""
EXEMPLARS = 8
"""Reports by which a story is known: its founder and the latest."""
COMPARED = 12
"""Stories compared with a report in full."""


@dataclass(slots=True)
class _Story:
    id: str
    exemplars: deque[int] = field(default_factory=lambda: deque(maxlen=EXEMPLARS))


def assign_online(
    documents: Iterable[Document], options: ClusterOptions | None = None
) -> Iterator[Membership]:
    """Yield each document's provisional membership as it arrives, in the order given."""
    options = options or ClusterOptions()
    desk = _Desk(options.weights)
    for document in documents:
        yield desk.assign(sketch(document), options.join)


class _Desk:
    """The stories so far, and the postings by which a report finds them."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._rarities = Rarities.none()
        self._items: list[tuple[Sketch, Vectors]] = []
        self._story_of: list[int] = []
        self._stories: list[_Story] = []
        self._postings: dict[str, deque[tuple[int, float]]] = {}

    def assign(self, item: Sketch, join: float) -> Membership:
        """Return the membership of the next report, and remember it."""
        self._rarities.add(item)
        mine = vectors(item, self._rarities)
        looked_up = keys(mine)
        place = len(self._items)
        self._items.append((item, mine))
        likeness = {story: self._likeness(mine, story) for story in self._candidates(looked_up)}
        member = self._decide(place, likeness, join)
        for key, weight in looked_up:
            self._postings.setdefault(key, deque(maxlen=RECENT)).append((place, weight))
        return member

    def _candidates(self, looked_up: list[tuple[str, float]]) -> list[int]:
        partial: dict[int, float] = {}
        for key, weight in looked_up:
            for place, other in self._postings.get(key, ()):
                partial[place] = partial.get(place, 0.0) + weight * other
        best: dict[int, float] = {}
        for place, value in partial.items():
            story = self._story_of[place]
            best[story] = max(value, best.get(story, 0.0))
        return sorted(best, key=lambda story: (-best[story], story))[:COMPARED]

    def _likeness(self, mine: Vectors, story: int) -> list[tuple[float, int]]:
        return [
            (similarity(mine, self._items[place][1], self._weights), place)
            for place in self._stories[story].exemplars
        ]

    def _decide(
        self, place: int, likeness: dict[int, list[tuple[float, int]]], join: float
    ) -> Membership:
        item, mine = self._items[place]
        means = {
            story: sum(value for value, _ in found) / len(found)
            for story, found in likeness.items()
        }
        crowd = crowding(list(means.values()), len(self._stories))
        scored = []
        for story, mean in means.items():
            _, nearest = max(likeness[story], key=lambda one: (one[0], -one[1]))
            days = apart(item.day, self._items[nearest][0].day)
            score = mean - self._weights.days * days - self._weights.crowd * crowd
            scored.append((score, -story, nearest))
        best = max(scored, default=None)
        if best is None or best[0] < join:
            self._remember(place, len(self._stories))
            return Membership(document=item.id, story=self._stories[-1].id)
        story, nearest = -best[1], best[2]
        self._remember(place, story)
        other, theirs = self._items[nearest]
        return Membership(
            document=item.id,
            story=self._stories[story].id,
            nearest=other.id,
            score=round(best[0], 4),
            reasons=reasons(mine, theirs, (item.day, other.day), crowd, self._weights),
        )

    def _remember(self, place: int, story: int) -> None:
        if story == len(self._stories):
            self._stories.append(_Story(story_id(self._items[place][0])))
        self._stories[story].exemplars.append(place)
        self._story_of.append(story)
