"""A dossier for a terminal: calm at 80 columns, never wider than asked, plain text where colour is not wanted.

Long lists are cut, and say so; the page has them whole.
"""

import io
from collections.abc import Iterable, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from crosswire.model.dossier import Conflict, Dossier, FigureGroup, Point, Quote
from crosswire.stages.render import languages, wording
from crosswire.stages.render.clean import line as safe
from crosswire.stages.render.differences import Piece, side_pieces, variant_pieces
from crosswire.stages.render.earlier import earlier
from crosswire.stages.render.index import (
    Index,
    Line,
    cite,
    cited,
    index,
    leading,
    outlets,
    published,
    root_names,
    rooted,
    says,
    stands_alone,
    title,
    trailing,
    when,
)

WIDTH = 80
NARROWEST = 40
POINTS, FIGURES, CONFLICTS, QUOTES, DATES, ROWS = 12, 6, 6, 6, 12, 15
"""Most entries shown of each list: together about three screens of a large dossier."""
VARIANTS = 6
COLUMNS = 14
"""Most reports that the coverage table has columns for at any width."""
CLASS_STYLES = {"contradiction": "bold red", "dispute": "yellow", "update": "cyan"}
CELL_STYLES = {"supports": "", "partial": "", "contradicts": "red", "absent": "dim"}


def render_terminal(dossier: Dossier, *, width: int | None = None, colour: bool = False) -> str:
    """Return `dossier` as lines of at most `width` columns (80 unless given, 40 at least).

    Escape codes are written only where `colour` is asked for, so the text can go down any pipe.
    """
    out = io.StringIO()
    console = Console(
        file=out,
        width=max(width or WIDTH, NARROWEST),
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
        _environ={},
    )
    book = index(dossier)
    console.print(_masthead(book))
    for heading, body in _sections(book, console.width):
        console.print()
        console.print(Rule(Text(heading, "bold"), align="left", style="dim", characters="─"))
        console.print(body)
    console.print()
    console.print(_footer(book))
    return "\n".join(text.rstrip() for text in out.getvalue().split("\n"))


def _sections(book: Index, width: int) -> Iterable[tuple[str, RenderableType]]:
    dossier = book.dossier
    rows = [row for row in dossier.coverage if stands_alone(book, row.point)]
    if dossier.points:
        whole = [p for p in dossier.points if p.within is None]
        yield _heading("points"), _cut([_point(book, p) for p in whole], POINTS)
    if dossier.figures:
        yield _heading("figures"), _cut([_figure(book, g) for g in dossier.figures], FIGURES)
    conflicts = [_conflict(book, c) for c in dossier.conflicts]
    none = Text("No disagreement was found among these reports.")
    yield _heading("conflicts"), _cut(conflicts, CONFLICTS) if conflicts else none
    if dossier.quotes:
        yield _heading("quotes"), _cut([_quote(book, q) for q in dossier.quotes], QUOTES)
    if dossier.timeline:
        yield _heading("timeline"), _timeline(book)
    if rows:
        yield _heading("coverage"), _coverage(book, width)
    yield "The reports", _reports(book)


def _heading(field: str) -> str:
    return wording.SECTIONS[field][0]


def _masthead(book: Index) -> RenderableType:
    story, dossier = book.dossier.story, book.dossier
    parts = [
        wording.day(story.happened_on),
        languages.counted(dossier),
        wording.count(len(outlets(dossier)), "known outlet"),
        wording.count(rooted(dossier), "root"),
    ]
    if story.first_published_at:
        span = wording.days(story.first_published_at, story.last_published_at)
        parts.append(f"published {span}")
    held = trailing(book, title(book))
    lede = Text()
    for sentence in dossier.lede:
        note = trailing(book, Line(sentence.points, sentence.text, sentence.evidence))
        lede.append(safe(sentence.text) + (f" ({safe(note)})" if note else ""))
        lede.append(_numbers(cited(book, sentence.evidence)) + " ", "dim")
    return Group(
        Text(safe(story.title), "bold"),
        *([Text(safe(held), "italic")] if held else []),
        Text(safe(" · ".join(part for part in parts if part)), "dim"),
        *([Text(""), lede] if dossier.lede else []),
    )


def _point(book: Index, point: Point) -> RenderableType:
    held = wording.lead_in(point)
    head = Text(f"{safe(held)}: ", "bold") if held else Text()
    head.append(safe(point.text))
    head.append(_numbers(cite(book, (c.document for c in point.claims))), "dim")
    small = Text(wording.standing(point), "yellow" if point.disputed else "dim")
    roots = root_names(book, (root.id for root in point.roots))
    if roots:
        small.append(f" · rests on {safe(wording.listing(roots))}", "dim")
    table = _grid(2)
    table.add_row(Text("•", "dim"), Group(head, small))
    return table


def _figure(book: Index, group: FigureGroup) -> RenderableType:
    told: dict[tuple[str, ...], list[str]] = {}
    for mention in group.mentions:
        value = wording.amount(mention)
        asof = safe(when(book, mention))
        counted = "" if mention.unit and not mention.counted else wording.counted(mention)
        key = (safe(value), safe(counted), safe(says(book, mention)), asof)
        told.setdefault(key, []).append(mention.document)
    table = _grid(3)
    for (value, counted, who, asof), documents in list(told.items())[:VARIANTS]:
        about = Text(counted)
        about.append(f"{' — ' if counted else ''}{who}, {asof}", "dim")
        table.add_row(Text(value, "bold"), about, Text(_numbers(cite(book, documents)).strip()))
    head = Text(safe(group.question))
    head.append(f"  {wording.FIGURE_RELATIONS[group.relation]}", "dim")
    return Group(head, Padding(Group(table, *_more(len(told) - VARIANTS)), (0, 0, 0, 2)))


def _conflict(book: Index, conflict: Conflict) -> RenderableType:
    head = Text(safe(conflict.question), "bold")
    small = Text(conflict.class_, CLASS_STYLES.get(conflict.class_, "dim"))
    meaning = wording.CLASS_MEANINGS[conflict.class_]
    small.append(f": {meaning} · severity {conflict.severity}", "dim")
    sides = _grid(2)
    for side, pieces in zip(conflict.sides, side_pieces(conflict), strict=True):
        words = Text("“").append_text(_marked(pieces)).append("”")
        roots = root_names(book, side.roots)
        who = f"rests on {wording.listing(roots)}" if roots else "no source named"
        numbers = _numbers(cite(book, side.documents) or cited(book, side.evidence))
        words.append(f" — {safe(who)}{numbers}", "dim")
        sides.add_row(Text("│", "dim"), words)
    reading = [Text(f"Reading: {safe(conflict.reading)}", "italic")] if conflict.reading else []
    return Group(head, Padding(Group(small, sides, *reading), (0, 0, 0, 2)))


def _quote(book: Index, quote: Quote) -> RenderableType:
    table = _grid(2)
    for variant, pieces in list(zip(quote.variants, variant_pieces(quote), strict=True))[:VARIANTS]:
        words = Text("“").append_text(_marked(pieces)).append("”")
        channel = f", {variant.channel}" if variant.channel else ""
        notes = "; ".join(wording.variant_notes(variant))
        words.append(f" — {safe(f'{variant.speaker_as_given}{channel} ({notes})')}", "dim")
        table.add_row(Text(_numbers(cite(book, [variant.document])).strip(), "dim"), words)
    more = _more(len(quote.variants) - VARIANTS)
    head = Text(safe(quote.speaker.name), "bold")
    return Group(head, Padding(Group(table, *more), (0, 0, 0, 2)))


def _timeline(book: Index) -> RenderableType:
    table = _grid(2)
    for entry in book.dossier.timeline[:DATES]:
        words = Text(f"{wording.TIMELINE_STATUSES[entry.status]}: ", "dim")
        held = leading(book, Line(entry.points, entry.text, entry.evidence))
        words.append(f"{safe(held)}: " if held else "", "bold").append(safe(entry.text))
        notes = wording.date_notes(entry)
        words.append(f" ({safe('; '.join(notes))})" if notes else "", "dim")
        numbers = cite(book, entry.documents) or cited(book, entry.evidence)
        words.append(_numbers(numbers), "dim")
        table.add_row(Text(safe(wording.dates(entry)), "bold"), words)
    return Group(table, *_more(len(book.dossier.timeline) - DATES))


def _coverage(book: Index, width: int) -> RenderableType:
    documents = list(book.numbers)
    shown = documents[: max(1, min(COLUMNS, (width - 30) // 3))]
    rows = [row for row in book.dossier.coverage if stands_alone(book, row.point)]
    signs = languages.cells(book.dossier)
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, expand=False)
    table.add_column("", no_wrap=True, overflow="ellipsis", max_width=width - 4 - 3 * len(shown))
    for document in shown:
        table.add_column(str(book.numbers[document]), justify="right", width=2, no_wrap=True)
    for row in rows[:ROWS]:
        point = book.points[row.point]
        held = wording.stance(point)
        cells = [languages.cell(book.dossier, row, document) for document in shown]
        table.add_row(
            Text(safe(f"{held}: {point.text}" if held else point.text)),
            *(Text(signs[cell][0], CELL_STYLES.get(cell, "dim")) for cell in cells),
        )
    key = "  ".join(f"{sign} {meaning}" for sign, meaning in signs.values())
    beyond = len(documents) - len(shown)
    note = [Text(f"… {wording.count(beyond, 'more report')} (see the page)")] if beyond > 0 else []
    return Group(table, *_more(len(rows) - ROWS), *note, Text(key, "dim"))


def _reports(book: Index) -> RenderableType:
    table = _grid(2)
    for document in book.dossier.documents[:ROWS]:
        facts = [safe(document.outlet or "outlet not known"), published(book, document.id)]
        facts += filter(None, [languages.standing(document), safe(wording.source_fate(document))])
        if document.agency and document.agency != document.outlet:
            facts.insert(1, f"copy of {safe(document.agency)}")
        words = Text(safe(document.title or document.id))
        words.append(f" — {', '.join(filter(None, facts))}", "dim")
        table.add_row(Text(str(book.numbers[document.id])), words)
    more = _more(len(book.dossier.documents) - ROWS)
    return Group(table, *more, *_earlier(book))


def _earlier(book: Index) -> list[RenderableType]:
    listed = earlier(book.dossier)
    lines: list[RenderableType] = [Text("Earlier versions and reports taken back:")] * bool(listed)
    for name, text, loud in listed[:ROWS]:
        words = Text("! " if loud else "  ", "bold red")
        words.append(safe(name), "").append(f" — {safe(text)}", "dim")
        lines.append(words)
    return [*lines, *_more(len(listed) - ROWS)]


def _footer(book: Index) -> RenderableType:
    missing = wording.missing(book.dossier)
    skipped = [
        Text(f"left out: {safe(item.document)}: {safe(item.reason)}", "dim")
        for item in book.dossier.skipped[:ROWS]
    ]
    unresolved = len(book.dossier.unresolved)
    open_ends = [Text(f"{unresolved} not resolved (see the page)", "dim")] if unresolved else []
    sought = [Text(missing, "dim")] if missing else []
    return Group(*skipped, *open_ends, *sought, Text(wording.RULE, "dim"))


def _cut(entries: Sequence[RenderableType], most: int) -> RenderableType:
    return Group(*entries[:most], *_more(len(entries) - most))


def _more(left: int) -> list[Text]:
    return [Text(f"… {left:,} more (see the page)", "dim")] if left > 0 else []


def _grid(columns: int) -> Table:
    """Return a table without lines whose last but widest column folds any word too long for it."""
    table = Table.grid(padding=(0, 1, 0, 0), pad_edge=False)
    for _ in range(columns):
        table.add_column(overflow="fold")
    return table


def _numbers(numbers: Iterable[int]) -> str:
    told = ", ".join(map(str, numbers))
    return f" [{told}]" if told else ""


def _marked(pieces: Iterable[Piece]) -> Text:
    words = Text()
    for piece in pieces:
        blank = " " if piece.text[-1:].isspace() else ""
        words.append(safe(piece.text), "underline" if piece.differs else "").append(blank)
    words.rstrip()
    return words
