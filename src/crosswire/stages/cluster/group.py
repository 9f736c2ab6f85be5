"""From pairs to groups: a tree of mergers by average likeness, cut where stories hold together best.

A branch is one story where its reports are more alike to each other than to the branch it would join next
(the gap), summed over reports: so a neighbouring event of one saga stays outside a close story, a loose
story still gathers its follow-ups, and a story may be of any size. Pairs that must stay apart never meet.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from crosswire.stages.cluster.score import Matrix

_NEVER = -np.inf
SMALL = 48
"""Branches up to which they are merged without arrays."""
_ALONE, _PAIRED = 0.1, 0.2
"""Likeness to the nearest other up to which a report surely stands alone, and from which it surely does not."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """`least` and `sure` are the likeness below which nothing merges, and from which all does.

    Between them a branch of n reports is worth n times its likeness less `outside` of that at which it would
    merge next (at least `around`); a report alone is worth `alone` less the same. Where most reports stand alone,
    `lonely` takes the place of `least` (`fitted`).
    """

    least: float = 0.105
    lonely: float = 0.2
    sure: float = 0.3
    outside: float = 1.05
    around: float = 0.02
    alone: float = 0.0


@dataclass(frozen=True, slots=True)
class Group:
    """Rows that are one story; `beside` are those it would have merged with next, at `height` of `needed`."""

    members: tuple[int, ...]
    beside: tuple[int, ...] = ()
    height: float = 0.0
    needed: float = 0.0


@dataclass(slots=True)
class _Tree:
    """Branches by number, leaves first: their rows, the likeness of the merger, branches below and above."""

    members: list[list[int]]
    height: list[float]
    below: list[tuple[int, int] | None]
    above: list[int | None]


Pairs = Sequence[tuple[int, int]]


def group(likeness: Matrix, bounds: Bounds, together: Pairs = (), apart: Pairs = ()) -> list[Group]:
    """Return the groups of rows, by their first row; ties fall to the lower rows.

    `together` and `apart` are pairs that are in one group, and in two, whatever the likeness; `apart` wins.
    """
    values = likeness.copy()
    for i, j in apart:
        values[i, j] = values[j, i] = _NEVER
    tree = _leaves(len(values), together, apart)
    _grow(tree, values)
    return sorted(_cut(tree, bounds), key=lambda one: one.members)


def fitted(bounds: Bounds, likeness: Matrix) -> Bounds:
    """Return the bounds for a ward: the fewer of its reports have another much like them, the more is asked.

    Where stories are many, a report that is little like another is likely to have one, too; in a pile of reports
    that have nothing to do with each other, the two least unlike are no story.
    """
    values = likeness.copy()
    np.fill_diagonal(values, 0.0)
    paired = np.clip((values.max(1) - _ALONE) / (_PAIRED - _ALONE), 0.0, 1.0)
    more = max(0.0, bounds.lonely - bounds.least) * (1.0 - float(paired.mean()))
    return replace(bounds, least=round(bounds.least + more, 9))


def _leaves(size: int, together: Pairs, apart: Pairs) -> _Tree:
    """Return a tree of single rows, but for those that a person put together."""
    home = list(range(size))
    sets = [{i} for i in range(size)]
    never = {frozenset(pair) for pair in apart}
    for i, j in sorted(together):
        one, other = sorted((home[i], home[j]))
        if one == other or any(frozenset((a, b)) in never for a in sets[one] for b in sets[other]):
            continue
        for member in sets[other]:
            home[member] = one
        sets[one] |= sets[other]
        sets[other] = set()
    members = [sorted(one) for one in sets if one]
    count = len(members)
    return _Tree(members, [0.0] * count, [None] * count, [None] * count)


def _grow(tree: _Tree, values: Matrix) -> None:
    """Merge the two branches most alike, again and again, until none are alike at all."""
    values = _of_branches(values, tree.members)
    np.fill_diagonal(values, _NEVER)
    if len(values) <= SMALL:
        _grow_few(tree, values.tolist())
    else:
        _grow_many(tree, values)


def _grow_few(tree: _Tree, rows: list[list[float]]) -> None:
    """Merge as `_grow_many` does, row by row: with so few, less time than arrays take to be called."""
    node = list(range(len(rows)))
    alive = node.copy()
    sizes = [float(len(row)) for row in tree.members]
    top = [max(row) for row in rows]
    best = [row.index(most) for row, most in zip(rows, top, strict=True)]
    while (height := max(top, default=_NEVER)) > 0.0:
        i = top.index(height)
        i, j = sorted((i, best[i]))
        _merge(tree, node, i, j, height)
        one, other = sizes[i], sizes[j]
        both = sizes[i] = one + other
        row = [(x * one + y * other) / both for x, y in zip(rows[i], rows[j], strict=True)]
        rows[i], top[j] = row, _NEVER
        alive.remove(j)
        for k in alive:
            own = rows[k]
            own[i], own[j] = row[k], _NEVER
            if k == i or best[k] in (i, j) or row[k] > top[k]:
                top[k] = max(own)
                best[k] = own.index(top[k])


def _grow_many(tree: _Tree, values: Matrix) -> None:
    count = len(values)
    node = list(range(count))
    sizes = [float(len(row)) for row in tree.members]
    best = values.argmax(1)
    top = values[np.arange(count), best]
    while (height := float(top.max())) > 0.0:
        i = int(top.argmax())
        i, j = sorted((i, int(best[i])))
        _merge(tree, node, i, j, height)
        row = (values[i] * sizes[i] + values[j] * sizes[j]) / (sizes[i] + sizes[j])
        values[i], values[:, i] = row, row
        values[j], values[:, j] = _NEVER, _NEVER
        sizes[i] += sizes[j]
        stale = (best == i) | (best == j) | (row > top)
        stale[i] = True
        again = stale.nonzero()[0]
        best[again] = firsts = values[again].argmax(1)
        top[again] = values[again, firsts]
        top[j] = _NEVER


def _merge(tree: _Tree, node: list[int], i: int, j: int, height: float) -> None:
    one, other = node[i], node[j]
    tree.members.append(tree.members[one] + tree.members[other])
    tree.height.append(height)
    tree.below.append((one, other))
    tree.above.append(None)
    tree.above[one] = tree.above[other] = node[i] = len(tree.members) - 1


def _of_branches(values: Matrix, rows: Sequence[Sequence[int]]) -> Matrix:
    """Return the mean likeness between rows that stand together already."""
    if all(len(row) == 1 for row in rows):
        return values
    found: Matrix = np.empty((len(rows), len(rows)))
    for i, one in enumerate(rows):
        for j, other in enumerate(rows):
            part = values[np.ix_(one, other)]
            found[i, j] = _NEVER if part.min() <= _NEVER else part.mean()
    return found


def _cut(tree: _Tree, bounds: Bounds) -> Iterable[Group]:
    """Yield the branches that are stories: the choice that is worth most."""
    worth: list[float] = []
    whole: list[bool] = []
    needed: list[float] = []
    for branch, members in enumerate(tree.members):
        above, below = tree.above[branch], tree.below[branch]
        next_up = max(bounds.around, tree.height[above] if above is not None else 0.0)
        if below is None:
            inner = bounds.sure if len(members) > 1 else bounds.alone
            worth.append(len(members) * (inner - bounds.outside * next_up))
            whole.append(True)
            needed.append(0.0)
            continue
        parts = worth[below[0]] + worth[below[1]]
        needed.append(max(bounds.least, parts / len(members) + bounds.outside * next_up))
        own = len(members) * (tree.height[branch] - bounds.outside * next_up)
        one = tree.height[branch] >= min(needed[branch], bounds.sure)
        worth.append(max(own, parts) if one else parts)
        whole.append(one)
    waiting = [branch for branch, above in enumerate(tree.above) if above is None]
    while waiting:
        branch = waiting.pop()
        below = tree.below[branch]
        if below is not None and not whole[branch]:
            waiting += below
            continue
        inside = tuple(sorted(tree.members[branch]))
        above = tree.above[branch]
        if above is None:
            yield Group(inside)
        else:
            beside = tuple(sorted(set(tree.members[above]) - set(inside)))
            bound = min(needed[above], bounds.sure)
            yield Group(inside, beside, tree.height[above], bound)
