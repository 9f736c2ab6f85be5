"""What is known of a made-up story: where every fact stands in every report, and what was planted."""

from collections.abc import Iterable
from typing import Any, NamedTuple

NOBODY: frozenset[str] = frozenset()


class Mark(NamedTuple):
    """Where a report tells a fact: `[start, end)` of the report's text."""

    kind: str
    """`claim`, `figure`, `quote`, `noise`, `name`, or `short` for a name's stand-in."""
    key: str
    """The fact, measure, utterance or entity."""
    start: int
    end: int
    document: str = ""
    also: frozenset[str] = NOBODY
    """Further facts that the same words tell: an event's clause that names its toll."""
    value: Any = None
    """The number of a figure, and of a claim that tells one."""
    form: str = "plain"
    """How it was changed: `plain`, or the operator that changed it."""
    root: str | None = None
    """Where the attribution ends: a party, `agency` or `report:ID`; None where the truth leaves it open."""
    status: frozenset[str] = NOBODY
    """The statuses that are right for a claim; empty where any is."""
    day: str | None = None
    """The day that the words give, as a date."""
    headline: bool = False
    mode: str = ""
    """How the party that says it is called: `head`, `body`, `spokes`, each also `later` in its report."""

    @property
    def keys(self) -> frozenset[str]:
        """Return all facts that the words tell."""
        return self.also | {self.key}

    def moved(self, by: int, document: str) -> "Mark":
        """Return the mark `by` code points later, in `document`."""
        return self._replace(start=self.start + by, end=self.end + by, document=document)


class Clash(NamedTuple):
    """Two sets of passages that disagree, and the classes under which a dossier may show it."""

    operator: str
    classes: frozenset[str]
    left: tuple[Mark, ...]
    right: tuple[Mark, ...]
    required: bool = True
    """Whether a dossier has to show it; others are only no false alarm."""


class Copy(NamedTuple):
    """A report that carries words of another, and where they stand in the copy."""

    copy: str
    original: str
    passages: tuple[tuple[int, int], ...]
    required: bool = True
    """Whether a dossier has to show it; two copies of a third share its words, too."""


class Report(NamedTuple):
    """One report as a JSON Lines document gives it; marks count from the title's first letter."""

    id: str
    title: str
    text: str
    outlet: str
    published: str
    agency: str | None
    marks: tuple[Mark, ...]

    @property
    def whole(self) -> str:
        """Return the text with its title, as reading a source gives it."""
        return f"{self.title}\n\n{self.text}"


class Story(NamedTuple):
    """A made-up story: its reports and all that is true of them."""

    id: str
    kind: str
    reports: tuple[Report, ...]
    clashes: tuple[Clash, ...]
    copies: tuple[Copy, ...]
    names: dict[str, frozenset[str]]
    """The proper names under which each entity stands in the reports."""
    callings: dict[str, frozenset[str]]
    """The names under which a root may be shown: of a party, the agency, a report."""
    days: dict[str, tuple[str, frozenset[str]]]
    """The day of each dated fact, and the statuses that are right for it in a timeline."""
    planted: tuple[str, ...]

    def marks(self, kind: str) -> list[Mark]:
        """Return all marks of a kind, in order of reports."""
        return [m for report in self.reports for m in report.marks if m.kind == kind]


def meets(start: int, end: int, mark: Mark) -> bool:
    """Tell whether `[start, end)` shares half of the shorter stretch with the mark."""
    common = min(end, mark.end) - max(start, mark.start)
    return common > 0 and common * 2 >= min(end - start, mark.end - mark.start)


def on(evidence: Iterable[dict[str, Any]], marks: Iterable[Mark]) -> bool:
    """Tell whether any of the evidence rests on any of the marks."""
    listed = list(marks)
    return any(
        e["document"] == m.document and meets(e["start"], e["end"], m)
        for e in evidence
        for m in listed
    )
