"""Documents to settled stories: a pure function of the set of documents, whatever their order of arrival.

Passes: (1) sketch each document and sort by content; (2) near copies join their original; (3) postings
give the pairs worth comparing; (4) each pair is scored; (5) pairs become groups; (6) groups become
stories, each member with the report it is tied to and the reasons.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from crosswire.model.document import Document
from crosswire.model.record import content_id
from crosswire.model.story import Membership, Reason, Story
from crosswire.stages.cluster.block import MOST, candidates
from crosswire.stages.cluster.copies import near_copies
from crosswire.stages.cluster.group import Bounds, Pairs, group
from crosswire.stages.cluster.score import (
    Rarities,
    Vectors,
    Weights,
    crowding,
    reasons,
    similarity,
    vectors,
)
from crosswire.stages.cluster.sketch import Sketch, sketch


@dataclass(frozen=True, slots=True)
class ClusterOptions:
    """The weights of the score, and the bounds from which reports are one story."""

    weights: Weights = field(default_factory=Weights)
    bounds: Bounds = field(default_factory=Bounds)


def cluster(
    documents: Iterable[Document], options: ClusterOptions | None = None
) -> tuple[Story, ...]:
    """Return the stories of `documents`, earliest first; every document is in exactly one."""
    return cluster_sketches(map(sketch, documents), options)


def cluster_sketches(
    sketches: Iterable[Sketch], options: ClusterOptions | None = None
) -> tuple[Story, ...]:
    """Return the stories of documents that were sketched before (elsewhere, or in parallel)."""
    options = options or ClusterOptions()
    distinct = {(item.id, item.sha256): item for item in sketches}
    items = sorted(distinct.values(), key=lambda item: item.order)
    rarities = Rarities.none()
    for item in items:
        rarities.add(item)
    found = [vectors(item, rarities) for item in items]
    copied = {copy: (original, share) for copy, original, share in near_copies(items)}
    likeness = {
        (i, j): similarity(found[i], found[j], options.weights) for i, j in candidates(found)
    }

    around: list[list[float]] = [[] for _ in items]
    for (i, j), value in likeness.items():
        around[i].append(value)
        around[j].append(value)
    crowds = [crowding(values) for values in around]
    groups = group(
        Pairs(
            days=[item.day for item in items],
            likeness=likeness,
            tied=[(copy, original) for copy, (original, _) in sorted(copied.items())],
            crowds=crowds,
            edges=[min(sorted(values, reverse=True)[:MOST], default=0.0) for values in around],
        ),
        options.weights,
        options.bounds,
    )
    pile = _Pile(items, found, copied, likeness, crowds, options.weights)
    return tuple(_story(pile, members) for members in groups)


@dataclass(frozen=True, slots=True)
class _Pile:
    items: Sequence[Sketch]
    vectors: Sequence[Vectors]
    copied: dict[int, tuple[int, float]]
    likeness: dict[tuple[int, int], float]
    crowds: Sequence[float]
    weights: Weights


def days_apart(one: Sketch, other: Sketch) -> float:
    """Return the days between two reports, 0 where one has no date."""
    return 0.0 if one.day is None or other.day is None else abs(one.day - other.day)


def story_id(founder: Sketch) -> str:
    """Return the id of the story that `founder` is the first document of."""
    return content_id("s", founder.id, founder.sha256)


def _story(pile: _Pile, members: Sequence[int]) -> Story:
    name = story_id(pile.items[members[0]])
    return Story(
        id=name,
        documents=tuple(pile.items[i].id for i in members),
        members=tuple(_membership(pile, name, i, members) for i in members),
    )


def _membership(pile: _Pile, story: str, i: int, members: Sequence[int]) -> Membership:
    document = pile.items[i].id
    if i in pile.copied:
        original, share = pile.copied[i]
        why: tuple[Reason, ...] = (Reason(feature="copied", value=round(share, 4), weight=1.0),)
    elif len(members) == 1:
        return Membership(document=document, story=story)
    else:
        known = [j for j in members if j != i and (min(i, j), max(i, j)) in pile.likeness]
        original = min(
            known or [j for j in members if j != i],
            key=lambda j: (-pile.likeness.get((min(i, j), max(i, j)), 0.0), j),
        )
        why = reasons(
            pile.vectors[i],
            pile.vectors[original],
            days_apart(pile.items[i], pile.items[original]),
            (pile.crowds[i] + pile.crowds[original]) / 2,
            pile.weights,
        )
    return Membership(
        document=document,
        story=story,
        nearest=pile.items[original].id,
        score=round(sum(reason.value * reason.weight for reason in why), 4),
        reasons=why,
    )
