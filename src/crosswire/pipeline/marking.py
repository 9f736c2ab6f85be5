"""What lists and search are told of a story's reports: which version counts, which was taken back.

Only the reports that may be versions of what came or moved are read: those that hang together by outlet, address or
item. The rest of a story, however large, is known by its labels alone. The parser reads nothing.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise

from crosswire.model.change import Notice, VersionChange
from crosswire.model.document import Document
from crosswire.model.kept import Label, Standing
from crosswire.model.record import Record
from crosswire.pipeline.versions import changes_in, tell_apart, unread
from crosswire.store.base import Store, View, Writer
from crosswire.text.addresses import canonical

Mark = tuple[str | None, str | None]
"""What lists and search are told of a document: the version that took its place, why it was taken back."""
Stirred = Mapping[str, Sequence[str]]
"""Of each story, the reports that came to it from another one or left it."""
AT_ONCE = 100
"""Stories that are looked at together."""
PAGE = 1000
"""Documents that are asked for together."""


class Unheeded(Record, frozen=True, kw_only=True):
    """A notice that lists and search have not been told of yet; a kill may come between the two."""

    notice: Notice


class Settled(Record, frozen=True, kw_only=True):
    """What adding did to reports that were there: new versions of them, and those taken back."""

    versions: tuple[VersionChange, ...] = ()
    withdrawn: tuple[str, ...] = ()


def settle_versions(store: Store, added: Sequence[str], notices: Sequence[Notice]) -> Settled:
    """Tell which of the `added` documents are versions of others, and what the `notices` take back.

    Lists and search are told which documents count; dossiers find it out for themselves. The parser reads nothing.
    """
    view = store.view()
    told = _tell(view, added, notices, {})
    if told.unheeded or stale(view, told.marks):
        with store.writer() as writer:
            _write(writer, told)
    return told.settled


def mark_versions(
    writer: Writer, added: Sequence[str], notices: Sequence[Notice], stirred: Stirred
) -> Settled:
    """Do what `settle_versions` does in the transaction of `writer`, for what was `stirred` by settling, too."""
    told = _tell(writer.view, added, notices, stirred)
    _write(writer, told)
    return told.settled


def stale(view: View, marks: Mapping[str, Mark]) -> list[str]:
    """Return the documents of which lists and search know something else."""
    found: list[str] = []
    waiting = iter(sorted(marks))
    while some := list(islice(waiting, PAGE)):
        kept = view.standings(some)
        found += [n for n in some if n in kept and _mark_of(kept[n]) != marks[n]]
    return found


def _mark_of(kept: Standing) -> Mark:
    return kept.superseded_by, kept.withdrawn


def mark(writer: Writer, marks: Mapping[str, Mark]) -> None:
    """Tell lists and search how documents stand."""
    for name in stale(writer.view, marks):
        later, reason = marks[name]
        writer.supersede(name, later)
        writer.withdraw(name, reason)


class _Told(Record, frozen=True, kw_only=True):
    settled: Settled
    marks: dict[str, Mark]
    unheeded: tuple[str, ...]


def _write(writer: Writer, told: _Told) -> None:
    mark(writer, told.marks)
    for key in told.unheeded:
        writer.drop_record(key, Unheeded)


def _tell(view: View, added: Sequence[str], notices: Sequence[Notice], stirred: Stirred) -> _Told:
    unheeded = view.records(Unheeded)
    kept = view.records(Notice)
    notices = [*notices, *(unheeded[key].notice for key in sorted(unheeded))]
    items = sorted({n.item for n in notices})
    named: set[str] = {*view.same_report(items), *view.known(items)} if items else set()
    # What was killed long ago may count again, or no more, when a version of it goes.
    named |= {n.item for n in kept.values()}.intersection(added)
    touched = {*added, *named}
    seeds: dict[str, set[str]] = {story: set(names) for story, names in stirred.items()}
    coming = iter(sorted(touched))
    while some := list(islice(coming, PAGE)):
        for name, story in view.homes(some).items():
            seeds.setdefault(story, set()).add(name)
    found = _Found(touched, [kept[key] for key in sorted(kept)])
    waiting = iter(sorted(seeds))
    while some := list(islice(waiting, AT_ONCE)):
        found.look(view, {story: seeds[story] for story in some})
    return _Told(settled=found.settled(), marks=found.marks, unheeded=tuple(sorted(unheeded)))


class _Found:
    """What was found: changes from version to version, what was taken back, and how every report stands."""

    def __init__(self, touched: Container[str], notices: Sequence[Notice]) -> None:
        self._touched = touched
        self._notices = notices
        self._named = {name for n in notices for name in (n.item, canonical(n.url))} - {None}
        self._versions: dict[tuple[str, str], VersionChange] = {}
        self._withdrawn: set[str] = set()
        self.marks: dict[str, Mark] = {}

    def settled(self) -> Settled:
        return Settled(
            versions=tuple(self._versions[pair] for pair in sorted(self._versions)),
            withdrawn=tuple(sorted(self._withdrawn)),
        )

    def look(self, view: View, seeds: Mapping[str, Iterable[str]]) -> None:
        """Look at the reports of some stories that may be versions of those named as `seeds`."""
        read: list[_Kin] = []
        for kin in _kindred(view, seeds):
            if len(kin.labels) > 1 or any(map(self._is_named, kin.labels)):
                read.append(kin)
            else:  # it stands alone: its text need not be read
                self.marks |= dict.fromkeys(kin.own, (None, None))
        names = sorted({label.document for kin in read for label in kin.labels})
        documents = {d.id: d for d in view.documents(names)}
        came = {name: f"{at} {n:012}" for name, (at, n) in view.arrivals(names).items()}
        for kin in read:
            self._tell_apart(kin, documents, came)

    def _is_named(self, label: Label) -> bool:
        name = label.document
        names = {name, name.rpartition("~")[0], label.item, label.canonical} - {None, ""}
        return not names.isdisjoint(self._named)

    def _tell_apart(
        self, kin: "_Kin", documents: Mapping[str, Document], came: Mapping[str, str]
    ) -> None:
        inside = [label.document for label in kin.labels]
        reports = tell_apart(
            [documents[name] for name in inside if name in kin.own],
            elsewhere=[documents[name] for name in inside if name not in kin.own],
            arrivals=came,
            notices=self._notices,
        )
        for chain in reports.chains:
            later = dict(pairwise(chain.documents))
            for name in chain.documents:
                self.marks[name] = later.get(name), None if name in later else chain.withdrawn
            touched = [name for name in chain.documents if name in self._touched]
            if not touched:
                continue
            if chain.withdrawn:
                self._withdrawn.add(chain.documents[-1])
            layers = {name: unread(documents[name]) for name in chain.documents}
            for change in changes_in(chain, documents, layers):
                if change.after in touched or change.before in touched:
                    self._versions[change.before, change.after] = change


# ---------------------------------------------------------------- who may be a version of whom


class _Kin(Record, frozen=True, kw_only=True):
    """Reports that hang together by outlet, address or item, by id; `own` are those of the story itself."""

    labels: tuple[Label, ...]
    own: frozenset[str]


def _kindred(view: View, seeds: Mapping[str, Iterable[str]]) -> Iterator[_Kin]:
    """Yield the kin of the seeds of each story: among its reports, and those elsewhere of their addresses and items."""
    homes = view.labels_in(seeds)
    known = {label.document: label for held in homes.values() for label in held}
    keys = {key for label in known.values() for key in (label.canonical, label.item) if key}
    strangers = {name for names in seeds.values() for name in names}
    if keys:
        strangers |= set(view.same_report(sorted(keys)))
    known |= {label.document: label for label in view.labels(sorted(strangers - known.keys()))}
    holders = _by_mark(known.values())
    for story in sorted(homes):
        own = {label.document: label for label in homes[story]}
        kept = {key for label in own.values() for key in _marks(label) if key[0] == "key"}
        beside = {name: known[name] for key in kept for name in holders[key]}
        left = {name: known[name] for name in seeds[story] if name in known}
        around = {**left, **beside, **own}
        inside = own.keys() | beside.keys()
        for group in _hanging_together(sorted(seeds[story]), around):
            names = sorted(group & inside)
            if not own.keys().isdisjoint(names):
                yield _Kin(
                    labels=tuple(known[name] for name in names),
                    own=frozenset(own.keys() & group),
                )


def _hanging_together(seeds: Iterable[str], around: Mapping[str, Label]) -> Iterator[set[str]]:
    """Yield the groups of reports around the seeds, each once."""
    holders = _by_mark(around.values())
    reached: set[str] = set()
    for seed in seeds:
        group: set[str] = set()
        waiting = [seed]
        while waiting:
            name = waiting.pop()
            if name in around and name not in reached:
                reached.add(name)
                group.add(name)
                for key in _marks(around[name]):
                    waiting += holders.pop(key, ())
        if group:
            yield group


def _by_mark(labels: Iterable[Label]) -> dict[tuple[str, str], list[str]]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for label in labels:
        for key in _marks(label):
            found[key].append(label.document)
    return found


def _marks(label: Label) -> list[tuple[str, str]]:
    """Return what two reports must have one of in common to be versions of one."""
    found = [("key", key) for key in (label.canonical, label.item) if key]
    return [*found, ("outlet", label.outlet.casefold())] if label.outlet else found
