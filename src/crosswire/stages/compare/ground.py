"""What two states of a story have in common: which reports came, went or changed, and which words are the same words.

Ids of points, figures and conflicts move when reports are read anew together; the words behind them do not. So a thing
of the earlier state is found again by its words: the same span of the same report, or the same sentence of its next
version.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from crosswire.model.change import VersionChange
from crosswire.model.dossier import Dossier, DossierDocument
from crosswire.model.span import Evidence

SAME_SPAN = 0.5
"""Share of two spans (of what either covers) that both must cover to be one."""


class Ground:
    """The reports of two states of a story, asked what became of them and of their words."""

    def __init__(self, before: Dossier | None, after: Dossier) -> None:
        """Compare which reports count in the two states; one whose bytes changed under its id is another."""
        self.old = {_key(d): d for d in before.documents} if before else {}
        self.new = {_key(d): d for d in after.documents}
        self.listed = {d.id: d for d in after.earlier}
        self.added = frozenset(d.id for key, d in self.new.items() if key not in self.old)
        self.gone = frozenset(d.id for key, d in self.old.items() if key not in self.new)
        self.versions = _between(after.versions, self.added, self.gone)
        self._met = _met_words(self.versions)
        self._last = {old: change.after for change in after.versions for old in (change.before,)}

    @property
    def still(self) -> bool:
        """Tell whether the very same reports count: then nothing is new, however they are read."""
        return not self.added and not self.gone

    def successor(self, name: str) -> str | None:
        """Return the version that now counts of a report that no longer does, if there is one."""
        seen = {name}
        while name in self._last and self._last[name] not in seen:
            name = self._last[name]
            seen.add(name)
        return name if name in self.added else None

    def predecessor(self, name: str) -> str | None:
        """Return the version that counted before of a report that counts now, if there was one."""
        return next((old for old in sorted(self.gone) if self.successor(old) == name), None)

    def withdrawn(self, name: str) -> str | None:
        """Return why a report was taken back, where it was."""
        document = self.listed.get(name)
        return document.withdrawn if document else None

    def fresh(self, evidence: Iterable[Evidence]) -> bool:
        """Tell whether any of the words stand in a report that came."""
        return any(e.document in self.added for e in evidence)

    def lost(self, evidence: Iterable[Evidence]) -> bool:
        """Tell whether any of the words stand in a report that went."""
        return any(e.document in self.gone for e in evidence)

    def same(self, old: Evidence, new: Evidence) -> bool:
        """Tell whether words of the earlier state are these of the later one."""
        if old.document == new.document:
            return new.document not in self.added and overlap(old, new) >= SAME_SPAN
        if self.successor(old.document) != new.document:
            return False
        if _plain(old.text) == _plain(new.text):
            return True
        return any(
            overlap(was, old) > 0 and overlap(now, new) > 0
            for was, now in self._met.get((old.document, new.document), ())
        )


def overlap(one: Evidence, other: Evidence) -> float:
    """Return the share (0 to 1) that two spans have in common, of what either covers; 0 in different reports."""
    if one.document != other.document:
        return 0.0
    common = min(one.end, other.end) - max(one.start, other.start)
    return max(0.0, common / (max(one.end, other.end) - min(one.start, other.start)))


class Index:
    """The things of the earlier state by their words, asked which of them later words belong to."""

    def __init__(self, ground: Ground, things: Mapping[str, Sequence[Evidence]]) -> None:
        """Keep `things`, the evidence of each by its id."""
        self._ground = ground
        self._by_document: dict[str, list[tuple[str, Evidence]]] = defaultdict(list)
        for name, evidence in things.items():
            for words in evidence:
                self._by_document[words.document].append((name, words))

    def votes(self, evidence: Iterable[Evidence]) -> dict[str, int]:
        """Return how many of the words belong to each earlier thing."""
        found: dict[str, int] = defaultdict(int)
        for words in evidence:
            places = (words.document, self._ground.predecessor(words.document))
            names = {
                name
                for place in places
                if place is not None
                for name, old in self._by_document.get(place, ())
                if self._ground.same(old, words)
            }
            for name in names:
                found[name] += 1
        return found

    def best(self, evidence: Iterable[Evidence]) -> str | None:
        """Return the earlier thing that most of the words belong to, or None."""
        found = self.votes(evidence)
        return max(found, key=lambda name: (found[name], name), default=None)


def _key(document: DossierDocument) -> tuple[str, str]:
    return document.id, document.sha256


def _between(
    versions: Sequence[VersionChange], added: frozenset[str], gone: frozenset[str]
) -> tuple[VersionChange, ...]:
    """Return the changes of reports that lie between the two states."""
    named = {change.after: change for change in versions}
    found = []
    for name in sorted(added):
        while name in named:
            found.append(named[name])
            name = named[name].before
            if name in gone:
                break
    return tuple(found)


def _met_words(
    versions: Sequence[VersionChange],
) -> dict[tuple[str, str], list[tuple[Evidence, Evidence]]]:
    met: dict[tuple[str, str], list[tuple[Evidence, Evidence]]] = defaultdict(list)
    for change in versions:
        pairs = [(s.before, s.after) for s in change.sentences]
        pairs += [(c.was, c.evidence) for c in change.claims if c.kind == "figure-changed"]
        met[change.before, change.after] += [(a, b) for a, b in pairs if a and b]
    return met


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
