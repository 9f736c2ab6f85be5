"""The tools: a table of names, arguments, answers and functions. Each says one verb of the workspace, for reading.

What is wrong with a call is told with what was expected.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any, NamedTuple, TypeVar

from msgspec.structs import replace

from crosswire.errors import UsageError
from crosswire.mcp.answers import (
    Answer,
    CannotTell,
    Explained,
    FoundReport,
    FoundReports,
    Like,
    Line,
    Lines,
    Matches,
    Reading,
    Sentence,
    Stories,
    StoryLine,
)
from crosswire.mcp.arguments import (
    Given,
    OfChanges,
    OfDossier,
    OfFigures,
    OfId,
    OfPoints,
    OfQuery,
    OfQuotes,
    OfReport,
    OfText,
)
from crosswire.mcp.lines import (
    SECTIONS,
    change_lines,
    passage,
    reports_of,
    section_sizes,
    short,
)
from crosswire.model.codec import to_json
from crosswire.model.document import Document
from crosswire.model.dossier import Dossier
from crosswire.model.record import Record
from crosswire.model.story import Story
from crosswire.workspace import Workspace

BUDGET = 60_000
"""Bytes of an answer's lines; what is more waits for the next page. One line alone is at most about as large."""
AT_HAND = 4
"""Dossiers kept at hand."""
OPENING = 240

T = TypeVar("T", bound=Record)


class Room:
    """A workspace, and the dossiers that were asked for last."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._at_hand: OrderedDict[str, tuple[int, Dossier]] = OrderedDict()

    def dossier(self, story: str) -> Dossier:
        """Return the dossier of a story as the workspace stands now; raises NotFoundError."""
        name = self.workspace.story(story).id
        view = self.workspace.store.view()
        known = self._at_hand.get(name)
        if known is not None and known[0] == view.changes():
            return known[1]
        made = self.workspace.dossier(name)
        self._at_hand[name] = view.changes(), made
        self._at_hand.move_to_end(name)
        while len(self._at_hand) > AT_HAND:
            self._at_hand.popitem(last=False)
        return made


def paged(found: Sequence[T], given: Given) -> tuple[tuple[T, ...], int | None]:
    """Return the page that was asked for, as far as the budget goes, and where the next one begins."""
    page: list[T] = []
    size = 0
    for one in found[given.offset : given.offset + given.limit]:
        size += len(to_json(one))
        if page and size > BUDGET:
            break
        page.append(one)
    end = given.offset + len(page)
    return tuple(page), end if page and end < len(found) else None


def _nothing(reason: str, do: str, given: Given, total: int) -> CannotTell | None:
    """Return why a page is empty: nothing is there at all, or nothing after the offset."""
    if not total:
        return CannotTell(reason=reason, do=do)
    if given.offset >= total:
        return CannotTell(
            reason=f"offset {given.offset} is past the last of {total}",
            do="begin again with offset 0",
        )
    return None


# ---------------------------------------------------------------- the tools


def list_stories(room: Room, given: Given) -> Stories:
    """List the workspace's stories, the largest first, each with the words its first report begins with."""
    found = room.workspace.stories(limit=given.limit, offset=given.offset)
    total = room.workspace.store.view().story_count()
    lines = [_story_line(room, s) for s in found]
    page, _ = paged(lines, replace(given, offset=0))
    end = given.offset + len(page)
    return Stories(
        stories=page,
        total=total,
        next_offset=end if page and end < total else None,
        cannot_tell=_nothing(
            "the workspace has no reports", "add some with `crosswire add SOURCE`", given, total
        ),
    )


def _story_line(room: Room, story: Story) -> StoryLine:
    documents = [room.workspace.document(name) for name in story.documents[:200]]
    days = sorted(d.published_at.value for d in documents if d.published_at.value)
    first = documents[0]
    return StoryLine(
        id=story.id,
        reports=len(story.documents),
        kind=story.kind,
        first_published_at=days[0] if days else None,
        last_published_at=days[-1] if days else None,
        passages=(passage(first.evidence(0, min(len(first.text), OPENING)), _reports_of(first)),),
    )


def _reports_of(document: Document) -> dict[str, tuple[str | None, str | None]]:
    return {document.id: (document.outlet, document.url)}


def _lines(dossier: Dossier, lines: Sequence[Line], given: Given, nothing: str, do: str) -> Lines:
    page, after = paged(lines, given)
    return Lines(
        story=dossier.story.id,
        untrusted_title=short(dossier.story.title) or "",
        revision=dossier.story.revision,
        sections=section_sizes(dossier),
        lines=page,
        total=len(lines),
        next_offset=after,
        cannot_tell=_nothing(nothing, do, given, len(lines)),
    )


def get_dossier(room: Room, given: OfDossier) -> Lines:
    """Return sections of a story's dossier, line by line with the exact words behind each; counts of all sections."""
    unknown = [s for s in given.sections if s not in SECTIONS]
    if unknown or not given.sections:
        raise UsageError(f"sections {unknown}; expected some of {', '.join(SECTIONS)}")
    dossier = room.dossier(given.story)
    reports = reports_of(dossier)
    lines = list(chain.from_iterable(SECTIONS[s](dossier, reports) for s in given.sections))
    nothing = f"the reports of this story give nothing for: {', '.join(given.sections)}"
    return _lines(dossier, lines, given, nothing, "`sections` counts what there is")


def get_points(room: Room, given: OfPoints) -> Lines:
    """Return what the reports of a story claim, heaviest first: verdict, status, roots and each report's words.

    Verdicts: both-sides, multi-root (two roots or more), one-root (many reports, one source), single-report,
    unsourced, observed, background.
    """
    dossier = room.dossier(given.story)
    chosen = [
        p
        for p in dossier.points
        if given.verdict in (None, p.verdict) and given.disputed in (None, p.disputed)
    ]
    lines = list(SECTIONS["points"](replace(dossier, points=tuple(chosen)), reports_of(dossier)))
    there = sorted({p.verdict for p in dossier.points})
    nothing = f"none of the story's {len(dossier.points)} points is so"
    return _lines(
        dossier, lines, given, nothing, f"verdicts there are: {', '.join(there) or 'none'}"
    )


def get_quotes(room: Room, given: OfQuotes) -> Lines:
    """Return who said what in a story, with each report's wording."""
    dossier = room.dossier(given.story)
    wanted = (given.speaker or "").casefold()
    chosen = tuple(q for q in dossier.quotes if wanted in q.speaker.name.casefold())
    lines = list(SECTIONS["quotes"](replace(dossier, quotes=chosen), reports_of(dossier)))
    nothing = f"none of the story's {len(dossier.quotes)} quotes is by such a speaker"
    return _lines(dossier, lines, given, nothing, "ask without `speaker` to see who is quoted")


def get_figures(room: Room, given: OfFigures) -> Lines:
    """Return the numbers of a story by the question they answer: whether they agree, differ or were updated."""
    dossier = room.dossier(given.story)
    wanted = (given.about or "").casefold()
    chosen = tuple(f for f in dossier.figures if wanted in f.question.casefold())
    lines = list(SECTIONS["figures"](replace(dossier, figures=chosen), reports_of(dossier)))
    nothing = f"none of the story's {len(dossier.figures)} figures is about that"
    return _lines(dossier, lines, given, nothing, "ask without `about` to see all")


def get_changes(room: Room, given: OfChanges) -> Lines:
    """Return what is new in a story since a revision, a time or an age: each line with its words now and before."""
    dossier = room.dossier(given.story)
    since = int(given.since) if given.since.isdecimal() and len(given.since) < 9 else given.since
    changes = room.workspace.diff(dossier.story.id, since, reader="mcp")
    nothing = f"nothing is new since {changes.since.at or given.since}"
    return _lines(dossier, change_lines(changes), given, nothing, "give an earlier `since`")


def match_text(room: Room, given: OfText) -> Matches:
    """Tell which claims of which reports the sentences of a text are like, and which numbers differ.

    Likeness is no verdict: a sentence that meets nothing may be true, and one that meets a claim may be false.
    """
    found = room.workspace.match(given.text, story=given.story)
    outlets = {n: reports_of(room.dossier(n)) for n in found.stories}
    sentences = [
        Sentence(
            start=s.span.start,
            end=s.span.end,
            claims=tuple(
                Like(
                    story=c.story,
                    point=c.point,
                    claim=c.claim,
                    verdict=c.verdict,
                    status=c.status,
                    likeness=c.likeness,
                    verbatim=c.verbatim,
                    numbers_here=c.numbers_here[:20],
                    untrusted_numbers_there=c.numbers_there[:20],
                    passages=(passage(c.evidence, outlets[c.story]),),
                )
                for c in s.claims
            ),
        )
        for s in found.sentences
    ]
    page, after = paged(sentences, given)
    looked = len(found.stories)
    return Matches(
        sentences=page,
        stories=found.stories,
        unmet=found.unmet,
        total=len(sentences),
        next_offset=after,
        cannot_tell=_nothing(
            f"no claim of the {looked} stories looked at is like any sentence of the text"
            if looked
            else "no report of the workspace shares enough words with the text",
            "this says nothing about whether it is true; try its names with `search`",
            given,
            len(sentences),
        ),
    )


def why(room: Room, given: OfId) -> Explained:
    """Explain anything with an id (point, claim, root, conflict, figure, quote, entity, story, report)."""
    found = room.workspace.why(given.id, given.other, story=given.story)
    home = room.workspace.store.view().story_of(given.story or "")
    reports = reports_of(room.dossier(home)) if home else {}
    page, after = paged([passage(e, reports) for e in found.evidence], given)
    return Explained(
        kind=found.kind,
        untrusted_id=found.id,
        untrusted_text=short(found.text) or "",
        untrusted_because=tuple(short(b) or "" for b in found.because[:60]),
        passages=page,
        total=len(found.evidence),
        next_offset=after,
        cannot_tell=None
        if found.evidence
        else CannotTell(
            reason="no passage stands behind this: it is decided by the features in untrusted_because",
            do="ask for a point or a claim to see words",
        ),
    )


def search(room: Room, given: OfQuery) -> FoundReports:
    """Find reports that meet all terms of a query, with the passages that do."""
    found = room.workspace.find(given.query, limit=given.limit, offset=given.offset)
    hits = [
        FoundReport(
            untrusted_document=h.document,
            story=h.story,
            untrusted_title=short(h.title),
            untrusted_outlet=short(h.outlet),
            published_at=h.published_at.value,
            passages=tuple(passage(p.evidence, {h.document: (h.outlet, None)}) for p in h.passages),
        )
        for h in found.hits
    ]
    page, _ = paged(hits, replace(given, offset=0))
    end = given.offset + len(page)
    bound = "at least " if found.unread_at_least else ""
    unread = f"; {bound}{found.unread} more were never read by the parser" if found.unread else ""
    return FoundReports(
        reports=page,
        unread=found.unread,
        total=found.total,
        at_least=found.at_least,
        unread_at_least=found.unread_at_least,
        next_offset=end if page and (end < found.total or found.at_least) else None,
        cannot_tell=_nothing(
            f"no report meets all terms{unread}", "give fewer terms", given, found.total
        ),
    )


def read_report(room: Room, given: OfReport) -> Reading:
    """Read a report's own text from a place on, to see the words around a passage."""
    document = room.workspace.document(given.document)
    stretch = 800
    starts = range(given.start, len(document.text), stretch)
    reports = _reports_of(document)
    found = [
        passage(document.evidence(at, min(at + stretch, len(document.text))), reports)
        for at in starts[: given.offset + given.limit]
    ]
    page, _ = paged(found, given)
    end = given.offset + len(page)
    return Reading(
        untrusted_title=short(document.title.text) if document.title else None,
        published_at=document.published_at.value,
        length=len(document.text),
        passages=page,
        total=len(starts),
        next_offset=end if page and end < len(starts) else None,
        cannot_tell=_nothing(
            f"the report ends at {len(document.text)}",
            "give an earlier `start`",
            given,
            len(starts),
        ),
    )


class Tool(NamedTuple):
    """A tool: what it takes, what it answers, and what does it."""

    title: str
    takes: type[Given]
    gives: type[Answer]
    do: Callable[[Room, Any], Answer]


TOOLS: dict[str, Tool] = {
    "list_stories": Tool("Stories", Given, Stories, list_stories),
    "get_dossier": Tool("Dossier of a story", OfDossier, Lines, get_dossier),
    "get_points": Tool("What is claimed, and on whose word", OfPoints, Lines, get_points),
    "get_quotes": Tool("Who said what", OfQuotes, Lines, get_quotes),
    "get_figures": Tool("Numbers side by side", OfFigures, Lines, get_figures),
    "get_changes": Tool("What is new", OfChanges, Lines, get_changes),
    "match_text": Tool("Which claims a text meets", OfText, Matches, match_text),
    "why": Tool("Why something is so", OfId, Explained, why),
    "search": Tool("Search reports", OfQuery, FoundReports, search),
    "read_report": Tool("Read a report", OfReport, Reading, read_report),
}
