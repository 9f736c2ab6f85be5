"""Reports added and removed, one by one: whose lists of nearest others change, and which wards to settle again.

The outcome is that of settling all reports at once, whatever the order and however they come in batches:
lists follow from pairs and from which reports are the first under a term, wards from lists, stories from wards.
"""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from crosswire.stages.cluster.across import (
    ANY,
    ASKED,
    NAMES,
    SEEN,
    Tie,
    asks,
    ties_of,
)
from crosswire.stages.cluster.ground import Come, Ground, Holder, Kept, Listed
from crosswire.stages.cluster.nearest import FEW, HOLDERS, NEAR, Scale, flat, needed
from crosswire.stages.cluster.settle import Ward, kept_ward, parted, whole
from crosswire.stages.cluster.sketch import Sketch
from crosswire.stages.cluster.wards import ties, wards

EVERY = 1 << 40
"""More holders than a term can have."""


REPORTS, KEYS = 10_000, 400_000
"""Reports and keys that a desk remembers from one arrival to the next, at most: some 80 MB."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """What changed: reports that are new or have another list now, and the wards to settle again."""

    kept: Mapping[str, Kept]
    wards: Sequence[Ward]


def arrive(
    ground: Ground,
    added: Sequence[Sketch] = (),
    removed: Sequence[str] = (),
    bound: Sequence[tuple[str, str]] = (),
    touched: Iterable[str] = (),
) -> Arrived:
    """Return what changes when reports are added and removed.

    `bound` are all pairs that a person put together, `touched` reports whose wards are settled in any case.
    """
    return Desk(ground).arrive(added, removed, bound, touched)


class Desk:
    """The ground with what was added and removed since; `fresh` are the reports that are not as they were.

    It remembers what it read. Where every change is written and nobody else changes the ground, it may be kept from
    one arrival to the next (`settled`), which then reads only what is new to it.
    """

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._long: set[str] = set()
        self._holders: dict[int, list[Holder]] = {}
        self._whole: set[int] = set()
        self._known: dict[str, Kept] = {}
        self._scale = Scale()
        self.fresh: dict[str, Kept] = {}
        self.gone: set[str] = set()
        self._touched: set[str] = set()
        self._late: dict[int, list[Holder]] = {}
        self._asking: set[str] = set()
        self._stood: dict[str, frozenset[str]] = {}

    def arrive(
        self,
        added: Sequence[Sketch] = (),
        removed: Sequence[str] = (),
        bound: Sequence[tuple[str, str]] = (),
        touched: Iterable[str] = (),
    ) -> Arrived:
        """Return what changes, as `arrive` does."""
        for name, kept in sorted(self._ground.kept(removed).items()):
            self.remove(name, kept)
        self._look_ahead(added)
        for item in sorted(added, key=lambda item: (item.rank, item.id)):
            self.add(item)
        fresh = {name: kept for name, kept in self.fresh.items() if name not in self.gone}
        return Arrived(fresh, self.wards(bound, {*touched} - {*removed}))

    def settled(self, change: Arrived) -> None:
        """Take what changed for what is kept: it was written, and its wards were settled."""
        for key in self._late:
            held = self._holders.get(key)
            if held and key not in self._whole:
                del held[HOLDERS + 1 :]  # what stands beyond is not all that there is
        for ward in change.wards:
            for item in ward.items:
                for name in (item.id, *self._stood.get(item.id, ())):
                    self._stood.pop(name, None)
        self._known.update(self.fresh)
        self.fresh = {}
        self._touched, self._asking, self._late = set(), set(), {}

    def follows(self, ground: Ground) -> bool:
        """Go on over `ground`, which is as it was left; False where too much is remembered, or something went."""
        self._ground = ground
        return not self.gone and len(self._known) < REPORTS and len(self._holders) < KEYS

    # ------------------------------------------------------------ what is known

    def _look_ahead(self, added: Sequence[Sketch]) -> None:
        """Read together what adding each of these reports will ask for."""
        if len(added) < 2:
            return
        self._under(dict.fromkeys(int(key) for item in added for key in item.keys))
        wanted: set[str] = set()
        rest: set[str] = set()
        for item in added:
            counts = self._shared(item)
            least = needed(len(item.keys), len(item.keys))
            near = {name for name, count in counts.items() if count >= least}
            wanted |= near
            if not item.language and len(item.keys) > FEW:
                rest |= counts.keys() - near
        found = self.kept(wanted | self._short(rest - wanted))
        self.kept({name for kept in found.values() for name, _ in kept.near})

    def _short(self, names: set[str]) -> set[str]:
        """Return those of these reports that are found by so few keys that one or two may be enough."""
        unread = names - self._long - self._known.keys() - self.fresh.keys()
        short = self._ground.short(unread, FEW) if unread else set()
        self._long |= unread - short
        for name in names - unread - self._long:
            if (self.fresh.get(name) or self._known[name]).keyed <= FEW:
                short.add(name)
        return short

    def kept(self, names: Iterable[str]) -> dict[str, Kept]:
        """Return what is known of these reports."""
        found = self._of(names)
        return {name: found[name] for name in sorted(found)}

    def _of(self, names: Iterable[str]) -> dict[str, Kept]:
        """Return what is known of these reports, in any order."""
        wanted = set(names) - self.gone
        missing = wanted - self.fresh.keys() - self._known.keys()
        if missing:
            self._known.update(self._ground.kept(missing))
        found = {name: self._known[name] for name in wanted & self._known.keys()}
        found.update({name: self.fresh[name] for name in wanted & self.fresh.keys()})
        return found

    def _stand(self, names: Iterable[str]) -> dict[str, frozenset[str]]:
        """Return the ward that each of these stood in before, if any."""
        wanted = set(names)
        missing = wanted - self._stood.keys()
        if missing:
            for ward in set(self._ground.wards(missing).values()):
                self._stood.update(dict.fromkeys(ward, ward))
            for name in missing - self._stood.keys():
                self._stood[name] = frozenset()
        return {name: self._stood[name] for name in wanted}

    def _under(self, keys: Iterable[int], *, whole: bool = False) -> dict[int, list[Holder]]:
        """Return the holders of each key: at least the first `HOLDERS` and one more, or all."""
        wanted = [int(key) for key in keys]
        missing = [
            key for key in wanted if key not in self._holders or (whole and key not in self._whole)
        ]
        if missing:
            most = EVERY if whole else HOLDERS + 1 + len(self.gone)
            found = self._ground.holders(missing, most)
            for key in missing:
                held = [one for one in found.get(key, ()) if one[1] not in self.gone]
                if whole or len(found.get(key, ())) < most:
                    self._whole.add(key)
                for one in self._late.get(key, ()):
                    if one not in held:
                        insort(held, one)
                self._holders[key] = held
        return {key: self._holders[key] for key in wanted}

    def _shared(self, item: Sketch) -> Counter[str]:
        """Count the keys under which `item` sees each other report."""
        under = self._under(item.keys).values()
        counts = Counter([name for held in under for _, name in held[:HOLDERS]])
        counts.pop(item.id, None)
        return counts

    def _likenesses(self, item: Sketch, others: Sequence[Sketch]) -> list[int]:
        if not len(item.terms):
            return []
        rows = flat([item, *others])
        values = self._scale.likenesses(0, rows, np.arange(1, len(others) + 1))
        return [int(value) for value in values]

    # ------------------------------------------------------------ adding

    def add(self, item: Sketch) -> None:
        """Add a report: make its list, and put it into the lists of those that see it."""
        mine = (item.rank, item.id)
        seen_by: list[str] = []
        displaced: list[tuple[int, str]] = []
        crowded = False
        self._under(item.keys)
        for key in map(int, item.keys):
            self._late.setdefault(key, []).append(mine)
            held = self._holders[key]
            insort(held, mine)
            if len(held) > HOLDERS:
                crowded = True
                if bisect_left(held, mine) >= HOLDERS:
                    continue
                displaced.append((key, held[HOLDERS][1]))
                held = self._under([key], whole=True)[key]
            seen_by += [name for _, name in held]
        seen = Counter(seen_by)
        seen.pop(item.id, None)
        shared = self._shared(item) if crowded else seen
        counts = shared | seen if crowded else seen
        least = self._least(item, counts)
        found = self.kept(name for name, n in least.items() if counts[name] >= n)
        values = self._likenesses(item, [kept.sketch for kept in found.values()])
        self.fresh[item.id] = Come(item)
        mine_near: list[tuple[str, int]] = []
        for (name, kept), value in zip(found.items(), values, strict=True):
            if value > 0 and shared[name] >= least[name]:
                mine_near.append((name, value))
            if value > 0 and seen[name] >= least[name]:
                self._insert(name, kept, item, value)
        self.fresh[item.id] = Come(item, self._best(mine_near))
        self._touched.add(item.id)
        self._displace(displaced)
        if item.language:
            for key in (ANY, *(ASKED + key for key in asks(item))):
                self._late.setdefault(key, []).append(mine)
                if key in self._holders:
                    insort(self._holders[key], mine)
        self._heard(item)

    def _least(self, item: Sketch, counts: Mapping[str, int]) -> dict[str, int]:
        """Return how many keys reports must share with `item`: of those that share so many, and may be enough."""
        mine = len(item.keys)
        most = needed(mine, mine)
        wanted = {name for name, count in counts.items() if count >= most}
        rest = counts.keys() - wanted
        if item.language or mine <= FEW:
            wanted |= rest
        else:  # most that share a key or two are long, and need not be read
            wanted |= self._short(rest)
        return {name: needed(mine, kept.keyed) for name, kept in self.kept(wanted).items()}

    def _insert(self, name: str, kept: Kept, item: Sketch, value: int) -> None:
        if len(kept.near) >= NEAR and kept.near[-1][1] > value:
            return
        near = self._best([*(one for one in kept.near if one[0] != item.id), (item.id, value)])
        if near != kept.near:
            self._keep(name, kept.listed(near))

    def _keep(self, name: str, kept: Kept) -> None:
        self.fresh[name] = kept
        self._touched.add(name)

    def _best(self, near: Sequence[tuple[str, int]]) -> Listed:
        """Return the first `NEAR`, by likeness, then rank."""
        known = self._of(name for name, _ in near)
        order = sorted(near, key=lambda one: (-one[1], known[one[0]].rank, one[0]))
        return tuple(order[:NEAR])

    def _displace(self, displaced: Iterable[tuple[int, str]]) -> None:
        """Make the lists anew of those that saw a report under a term of which it is no more among the first."""
        stale: set[str] = set()
        for key, name in displaced:
            held = [other for _, other in self._under([key], whole=True)[key]]
            stale |= {
                other
                for other, kept in self.kept(held).items()
                if any(listed == name for listed, _ in kept.near)
            }
        self._relist(stale)

    def _relist(self, names: Iterable[str]) -> None:
        for name, kept in self.kept(names).items():
            shared = self._shared(kept.sketch)
            least = self._least(kept.sketch, shared)
            found = self.kept(other for other, n in least.items() if shared[other] >= n)
            values = self._likenesses(kept.sketch, [one.sketch for one in found.values()])
            near = self._best(
                [(other, value) for other, value in zip(found, values, strict=True) if value > 0]
            )
            if near != kept.near:
                self._keep(name, kept.listed(near))

    # ------------------------------------------------------------ removing

    def remove(self, name: str, kept: Kept) -> None:
        """Remove a report: make the lists anew of those that saw it, or see another in its place."""
        mine = (kept.rank, name)
        self._heard(kept.sketch)
        stale: set[str] = set()
        keys = [int(key) for key in kept.sketch.keys]
        for key, held in self._under(keys, whole=True).items():
            place = bisect_left(held, mine)
            moved = place < HOLDERS < len(held)
            del held[place]
            others = self.kept(other for _, other in held)
            stale |= {
                other
                for other, one in others.items()
                if moved or any(listed == name for listed, _ in one.near)
            }
            self._holders[key] = held
        self._touched |= self._stand([name])[name]
        self.gone.add(name)
        self._relist(sorted(stale - {name}))

    # ------------------------------------------------------------ across languages

    def _heard(self, item: Sketch) -> None:
        """Note the reports in other languages that may be tied to `item`, or to what it takes the place of."""
        if not item.language and not self._under([ANY])[ANY]:
            return
        keys = [*asks(item)] if item.language else [int(key) for key in item.keys]
        counts: dict[str, int] = {}
        for key, asking in self._under((ASKED + key for key in keys), whole=True).items():
            if not asking:
                continue
            listed = asking if item.language else self._under([key - ASKED])[key - ASKED]
            if listed[SEEN - 1 : SEEN] and listed[SEEN - 1] < (item.rank, item.id):
                continue  # too late to be seen under this key
            crowded = len(listed) >= SEEN
            for _, name in asking:
                counts[name] = counts.get(name, 0) + (NAMES if crowded else 1)
        self._asking |= {name for name, count in counts.items() if count >= NAMES} - {item.id}

    def _ties(self, name: str) -> list[Tie]:
        """Return the ties of a report that is not in English."""

        def holders(keys: Iterable[int]) -> dict[int, list[Holder]]:
            found = self._under(keys)
            return {
                key: [one for one in held if one[1] not in self.gone][:SEEN]
                for key, held in found.items()
            }

        def known(names: Iterable[str]) -> dict[str, Sketch]:
            return {name: kept.sketch for name, kept in self.kept(names).items()}

        return ties_of(self.kept([name])[name].sketch, holders, known)

    # ------------------------------------------------------------ wards

    def wards(self, bound: Sequence[tuple[str, str]], touched: set[str]) -> list[Ward]:
        """Return the wards that may be other than they were."""
        names = self._touched | touched | (self._asking - self.gone)
        names |= self._tied()
        held = names.union(*self._stand(names).values())
        spoken: dict[str, list[Tie]] = {}
        while True:
            for name, kept in self.kept(held - spoken.keys()).items():
                spoken[name] = self._ties(name) if kept.foreign else []
            partners = {b if a in held else a for a, b in bound if (a in held) != (b in held)}
            partners |= {tie.other for listed in spoken.values() for tie in listed} - held
            if not partners:
                break
            held |= partners.union(*self._stand(partners).values())
        found = self.kept(held)
        order = sorted(found, key=lambda name: (found[name].rank, name))
        lists = {name: found[name].near for name in order}
        inside = {name for pair in bound for name in pair} & found.keys()
        own, across = parted(bound, {name: found[name].sketch for name in sorted(inside)})
        across += [tie for name in order for tie in spoken.get(name, ())]
        changed = {*self._touched, *touched, *self._asking}
        if not across:
            other = [w for w in wards(lists, own) if not self._is_as_it_was(w, changed)]
            return [kept_ward(ward, self.kept) for ward in other]
        return whole([kept_ward(ward, self.kept) for ward in wards(lists, own)], across)

    def _tied(self) -> set[str]:
        """Return the reports that those with another list are tied to now, by either's list.

        Only these can be in one ward with them that were in another one: what ties two others is as it was.
        """
        fresh = {name: self.fresh[name] for name in self._touched if name in self.fresh}
        others = {other for kept in fresh.values() for other, _ in kept.near}
        lists = {name: kept.near for name, kept in {**self.kept(others), **fresh}.items()}
        return {other for name in fresh for other in ties(lists, name)}

    def _is_as_it_was(self, ward: Sequence[str], changed: set[str]) -> bool:
        """Tell whether a ward has the reports and lists that it had when it was settled last."""
        return changed.isdisjoint(ward) and self._stand(ward[:1])[ward[0]] == set(ward)
