"""Stories brought up to date: what came, went or was decided by a person, and its neighbourhood, is settled again.

The outcome is that of settling all reports at once (`stages.cluster.arrive`), in one transaction, so that two
processes never undo each other's work. A story keeps its id as long as its founder's part holds together;
an id that is gone leads to its heir.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from crosswire.model.act import Constraints, constraints
from crosswire.model.record import Record
from crosswire.model.story import Saga, Story
from crosswire.pipeline import memory
from crosswire.pipeline.lasting import apart, with_lasting_ids
from crosswire.pipeline.marking import Stirred
from crosswire.pipeline.placing import LARGE, placed
from crosswire.stages.cluster.across import held
from crosswire.stages.cluster.arrive import Arrived, arrive
from crosswire.stages.cluster.ground import Holder, Kept, Listed
from crosswire.stages.cluster.settle import ClusterOptions, Ward, settle, story_id
from crosswire.stages.cluster.sketch import Sketch, glance, pack, rank_of, unpack
from crosswire.stages.cluster.sketches import sketches
from crosswire.store.base import Store, View, Writer

MADE_BY = "cluster 4"
"""What kept sketches are made by; those of another release are made anew."""
AT_ONCE = 400
"""New reports from which, if they are as many as a quarter of those there, all is settled at once."""
PAGE = 1000
"""Rows written at a time."""

_writing = msgspec.msgpack.Encoder()
reading = msgspec.msgpack.Decoder(tuple[str, bytes, tuple[tuple[str, int], ...]])


Then = Callable[[Writer, Sequence[str], Stirred], None]
"""What is done in the same transaction with those that waited, and with those that went from story to story."""


def _nothing(writer: Writer, waiting: Sequence[str], stirred: Stirred) -> None:
    """Do nothing more."""


def settle_waiting(
    store: Store,
    then: Then = _nothing,
    *,
    patient: bool = False,
    only: Iterable[str] | None = None,
) -> None:
    """Settle the reports that wait for it: new ones, and those that an act of a person speaks of.

    Where `patient`, what comes to a large ward stands with its nearest for now (`placing`); with `only`, of what
    stands so these reports alone are settled.
    """
    with store.writer() as writer:
        waiting = writer.view.unsettled(placed=not patient and only is None)
        if only is not None:
            waiting = (*waiting, *sorted(writer.view.placed(only)))
        if not waiting:
            return
        ground = writer.view.ground()
        known = {name for name, _ in writer.view.sketches(MADE_BY, waiting)}
        new = [name for name in waiting if name not in known]
        many = len(new) >= AT_ONCE and len(new) * 4 >= writer.view.count()
        if _by_another_release(writer) or many:
            from crosswire.pipeline.filling import settle_all  # it stands on this module

            then(writer, waiting, settle_all(writer))
            return
        decided = constraints(writer.view.acts(standing=True))
        stirred: dict[str, list[str]] = {}
        desk = memory.taken(store, ground, Shelf(writer.view))
        for start in range(0, max(1, len(new)), PAGE):  # so that memory stays small
            some = new[start : start + PAGE]
            fresh = list(sketches(list(writer.view.documents(some))))
            change = desk.arrive(fresh, (), decided.together, known)
            rest = _place(writer, change, decided, known, waiting) if patient else change.wards
            done = _keep(writer, change, rest, some, decided, settled=waiting)
            for story, names in done.items():
                stirred.setdefault(story, []).extend(names)
            desk.settled(change)
            known = set()
        then(writer, waiting, stirred)
    memory.keep(store, ground + 1, desk)  # it is written: until then it was nobody's


class Clustering(Record, frozen=True, kw_only=True):
    """What made the sketches of a workspace."""

    made_by: str


def _by_another_release(writer: Writer) -> bool:
    """Tell whether the sketches that are there are of no use, and say that all are of this release from now on."""
    kept = writer.view.record("", Clustering)
    if kept is not None and kept.made_by == MADE_BY:
        return False
    writer.put_record("", Clustering(made_by=MADE_BY))
    return writer.view.story_count() > 0


def forget(writer: Writer, documents: Iterable[str]) -> None:
    """Settle as if `documents` were not there, so that nothing kept names them; they may then be dropped."""
    gone = sorted(set(documents))
    decided = constraints(writer.view.acts(standing=True))
    together = [pair for pair in decided.together if not set(gone).intersection(pair)]
    change = arrive(Shelf(writer.view), (), gone, together)
    decided = replace(decided, together=tuple(together))
    _keep(writer, change, change.wards, (), decided, removed=gone)


class Shelf:
    """What clustering remembers, in a store: the ground on which `arrive` stands."""

    def __init__(self, view: View) -> None:
        self._view = view

    def holders(self, keys: Iterable[int], most: int) -> Mapping[int, Sequence[Holder]]:
        """Return for each key its first `most` holders, as (rank, id), in that order."""
        return self._view.holders(keys, most)

    def kept(self, names: Iterable[str]) -> Mapping[str, Kept]:
        """Return what is remembered of these reports; strangers are left out."""
        found = {}
        for name, shelved in self._view.sketches(MADE_BY, names):
            found[name] = _Shelved(name, *reading.decode(shelved))
        return found

    def short(self, names: Iterable[str], most: int) -> set[str]:
        """Return those of these reports, all in English, that are found by at most so many keys."""
        return self._view.keyed(names, most)

    def wards(self, names: Iterable[str]) -> Mapping[str, frozenset[str]]:
        """Return the ward that each of these stands in, if any."""
        stories = _ward_stories(self._view, names)
        held: dict[str, list[str]] = {}
        for story in stories.values():
            held.setdefault(story.saga or story.id, []).extend(story.documents)
        wards = [frozenset(ward) for ward in held.values()]
        return {name: ward for ward in wards for name in ward}


def _ward_stories(view: View, names: Iterable[str]) -> dict[str, Story]:
    """Return the stories of the wards that these reports stand in, bare: theirs, and the others of their sagas."""
    found = set(view.homes(names).values())
    sagas = set(view.sagas(found).values())
    found |= {name for saga in view.records(Saga, sagas).values() for name in saga.stories}
    saga_of = view.sagas(found)
    return {
        name: Story(id=name, documents=tuple(documents), saga=saga_of.get(name))
        for name, documents in view.members(found).items()
    }


class _Shelved(Kept):
    """A report as it lies in a store; its sketch is unpacked when it is asked for."""

    __slots__ = ("_foreign", "_found", "_id", "_keyed", "_rank", "packed", "sha256")

    def __init__(self, id: str, sha256: str, packed: bytes, near: Listed) -> None:
        super().__init__(near)
        day, self._keyed, self._foreign = glance(packed)
        self._id, self.sha256, self.packed = id, sha256, packed
        self._rank = rank_of(id, sha256, day)
        self._found: Sketch | None = None

    @property
    def sketch(self) -> Sketch:
        """Return the sketch."""
        if self._found is None:
            self._found = unpack(self._id, self.sha256, self.packed)
        return self._found

    @property
    def rank(self) -> int:
        """Return the place in time, as a sort key."""
        return self._rank

    @property
    def keyed(self) -> int:
        """Return how many keys it is found by."""
        return self._keyed

    @property
    def foreign(self) -> bool:
        """Tell whether it is in another language than English."""
        return self._foreign

    def listed(self, near: Listed) -> Kept:
        """Return it with another list."""
        found = _Shelved(self._id, self.sha256, self.packed, near)
        found._found = self._found
        return found


def shelved(kept: Kept) -> bytes:
    """Return what a store keeps of a report; `reading` takes it apart."""
    if isinstance(kept, _Shelved):
        return _writing.encode((kept.sha256, kept.packed, kept.near))
    return _writing.encode((kept.sketch.sha256, pack(kept.sketch), kept.near))


def _place(
    writer: Writer,
    change: Arrived,
    decided: Constraints,
    touched: Collection[str],
    waiting: Sequence[str],
) -> list[Ward]:
    """Let what came to large wards stand with its nearest for now; return the wards to settle."""
    large = [ward for ward in change.wards if len(ward.items) >= LARGE]
    if not large:
        return list(change.wards)
    view = writer.view
    names = [item.id for ward in large for item in ward.items]
    before, placed_before = _ward_stories(view, names), view.placed(names)
    lists = {name: change.kept[name].near for name in waiting if name in change.kept}
    spoken = {*touched, *(n for pair in (*decided.together, *decided.apart) for n in pair)}
    rest = []
    for ward in change.wards:
        inside = [item.id for item in ward.items if item.id in placed_before]
        found = placed(ward, lists, before, inside, spoken)
        if found is None:
            rest.append(ward)
        else:
            writer.join_stories(found)
    return rest


def _keep(
    writer: Writer,
    change: Arrived,
    wards: Sequence[Ward],
    new: Sequence[str],
    decided: Constraints,
    *,
    settled: Sequence[str] = (),
    removed: Sequence[str] = (),
) -> Stirred:
    """Write what changed: sketches with their lists, keys, stories and sagas; return who came to a story or left it.

    `wards` are those of the change that are settled now.
    """
    writer.put_sketches([(n, shelved(kept)) for n, kept in change.kept.items()], MADE_BY)
    writer.put_keys([keys_row(change.kept[name].sketch) for name in new if name in change.kept])
    inside = [item.id for ward in wards for item in ward.items]
    before = _ward_stories(writer.view, [*inside, *removed])
    found = [story for ward in wards for story in settle(ward, ClusterOptions(), decided)]
    stand = writer.view.placed(settled) if len(wards) < len(change.wards) else set()
    return put_stories(writer, found, before, [name for name in settled if name not in stand])


def put_stories(
    writer: Writer, found: Sequence[Story], before: Mapping[str, Story], settled: Sequence[str]
) -> Stirred:
    """Write the stories of whole wards in the place of those `before`, under lasting ids; return who moved."""
    strangers = [story.id for story in found if story.id not in before]
    reserved = {story.id for story in writer.view.stories(strangers)} if strangers else set()
    stories, former = with_lasting_ids(
        found, before, reserved, _founded(writer.view, found, before)
    )
    names = {story.id for story in stories}
    gone = {name: former.get(name) for name in sorted(before.keys() - names)}
    writer.change_stories(stories, gone, former, settled)
    sagas: dict[str, list[str]] = {}
    for story in stories:
        if story.saga:
            sagas.setdefault(story.saga, []).append(story.id)
    for name in sorted({s.saga for s in before.values() if s.saga} - sagas.keys()):
        writer.drop_record(name, Saga)
    writer.put_records(
        {name: Saga(id=name, stories=tuple(sorted(inside))) for name, inside in sagas.items()}
    )
    return _stirred(stories, before)


def _founded(view: View, found: Sequence[Story], before: Mapping[str, Story]) -> dict[str, str]:
    """Return the former ids that lead to stories which fall apart, each with the report that founded it."""
    falling = apart(found, before)
    leading = {old for name in falling for old in view.former(name)}
    if not leading:
        return {}
    names = [document for name in falling for document in before[name].documents]
    hashes = ((name, reading.decode(kept)[0]) for name, kept in view.sketches(MADE_BY, names))
    ids = {story_id(name, sha256): name for name, sha256 in hashes}
    return {old: ids[old] for old in sorted(leading & ids.keys())}


def _stirred(stories: Iterable[Story], before: Mapping[str, Story]) -> dict[str, list[str]]:
    """Return of each story the documents that came to it from another one or left it, if any did."""
    home = {name: story.id for story in before.values() for name in story.documents}
    found: dict[str, list[str]] = {}
    for story in stories:
        shared = Counter(home[name] for name in story.documents if name in home)
        if not shared:
            continue
        own = story.id if story.id in shared else min(shared, key=lambda one: (-shared[one], one))
        came = [name for name in story.documents if home.get(name, own) != own]
        left = set(before[own].documents).difference(story.documents)
        if came or left:
            found[story.id] = [*came, *sorted(left)]
    return found


def keys_row(item: Sketch) -> tuple[str, int, list[int]]:
    """Return what a report is found by, as the store keeps it."""
    return item.id, item.rank, held(item)
