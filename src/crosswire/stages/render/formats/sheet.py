"""A dossier as a sheet to hand out: headings, paragraphs, lists and tables with footnotes, for PDF and DOCX alike.

The disagreements come first, then what the reports say; every line's words stand in its footnote with the number
of their report. What only one report says indirectly and what was known before is left to the other formats, and
the sheet says so.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from crosswire.model.dossier import Conflict, Dossier, FigureGroup, Point, Quote, Side
from crosswire.model.record import Record
from crosswire.model.span import Evidence
from crosswire.stages.render import languages, wording
from crosswire.stages.render.clean import address, line
from crosswire.stages.render.differences import Piece, side_pieces, variant_pieces
from crosswire.stages.render.index import (
    Index,
    Line,
    cite,
    cited,
    end_name,
    index,
    leading,
    outlets,
    published,
    root_names,
    rooted,
    says,
    title,
    topics,
    trailing,
    voices,
    when,
)

PASSAGES = 4
"""Most passages in a footnote; how many more there are is said."""
LONGEST = 280
"""Code points of a passage in a footnote; what is cut is marked."""


class Run(Record, frozen=True, kw_only=True):
    """Words of one look."""

    text: str
    look: Literal["plain", "strong", "quiet", "marked", "slanted"] = "plain"


class Block(Record, frozen=True, kw_only=True):
    """One piece of the sheet; `notes` are footnotes at its end, `rows` the cells of a table, the head first."""

    kind: Literal["title", "section", "topic", "item", "paragraph", "bullet", "under", "table"]
    runs: tuple[Run, ...] = ()
    notes: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


class Sheet(Record, frozen=True, kw_only=True):
    """A sheet: its name, its pieces in order, and the line at its foot."""

    name: str
    blocks: tuple[Block, ...]
    foot: str


def sheet(dossier: Dossier) -> Sheet:
    """Return the sheet of `dossier`."""
    book = index(dossier)
    blocks = [*_masthead(book), *_lede(book)]
    for heading, listed in (
        (wording.SECTIONS["conflicts"][0], _conflicts(book)),
        (wording.SECTIONS["points"][0], _points(book)),
        (wording.SECTIONS["figures"][0], _figures(book)),
        (wording.SECTIONS["quotes"][0], _quotes(book)),
        (wording.SECTIONS["timeline"][0], _timeline(book)),
        (wording.SECTIONS["expectations"][0], _expectations(book)),
        (wording.SECTIONS["open_questions"][0], _open(book)),
        ("The reports", _reports(book)),
    ):
        found = list(listed)
        if found:
            blocks += [Block(kind="section", runs=_plain(heading)), *found]
    name = line(dossier.story.title)
    return Sheet(name=name, blocks=tuple(blocks), foot=wording.RULE)


# ---------------------------------------------------------------- runs and notes


def _plain(text: str) -> tuple[Run, ...]:
    return (Run(text=line(text)),)


def _quiet(text: str) -> tuple[Run, ...]:
    return (Run(text=line(text), look="quiet"),) if text else ()


def _strong(text: str) -> tuple[Run, ...]:
    return (Run(text=line(text), look="strong"),) if text else ()


def _space(*groups: tuple[Run, ...]) -> tuple[Run, ...]:
    """Return runs of several groups with a blank between groups."""
    found: list[Run] = []
    for group in groups:
        if found and group:
            found.append(Run(text=" "))
        found += group
    return tuple(found)


def _marked(pieces: Iterable[Piece]) -> tuple[Run, ...]:
    """Return words with what differs marked, in quotation marks."""
    found = [Run(text="“")]
    for piece in pieces:
        words = line(piece.text)
        if not words:
            continue
        if piece.text[:1].isspace() and len(found) > 1:
            found.append(Run(text=" "))
        found.append(Run(text=words, look="marked" if piece.differs else "plain"))
        if piece.text[-1:].isspace():
            found.append(Run(text=" "))
    last = found[-1]
    found[-1] = Run(text=last.text.rstrip(), look=last.look)
    return (*found, Run(text="”"))


def _numbers(numbers: Iterable[int]) -> str:
    told = ", ".join(map(str, numbers))
    return f"[{told}]" if told else ""


def _note(book: Index, evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """Return the footnote of passages: each once, with the numbers of all reports that have it."""
    grouped: dict[str, list[str]] = {}
    for found in evidence:
        words = line(found.text)
        cut = words if len(words) <= LONGEST else f"{words[:LONGEST].rsplit(' ', 1)[0]} […]"
        grouped.setdefault(cut, []).append(found.document)
    told = [f"{_numbers(cite(book, documents))} “{cut}”" for cut, documents in grouped.items()]
    if not told:
        return ()
    more = len(told) - PASSAGES
    ending = f" and {wording.count(more, 'more passage')}" if more > 0 else ""
    return (" ".join(told[:PASSAGES]) + ending,)


# ---------------------------------------------------------------- sections


def _masthead(book: Index) -> Iterator[Block]:
    dossier, story = book.dossier, book.dossier.story
    facts = (
        f"Happened on {wording.day(story.happened_on)}" if story.happened_on else "",
        languages.counted(dossier),
        wording.count(len(outlets(dossier)), "known outlet"),
        wording.count(rooted(dossier), "root"),
        f"published {wording.days(story.first_published_at, story.last_published_at)}"
        if story.first_published_at
        else "",
    )
    yield Block(kind="title", runs=_plain(story.title))
    if held := trailing(book, title(book)):
        yield Block(kind="paragraph", runs=(Run(text=line(held), look="slanted"),))
    yield Block(kind="paragraph", runs=_quiet(" · ".join(filter(None, facts))))


def _lede(book: Index) -> Iterator[Block]:
    for sentence in book.dossier.lede:
        held = trailing(book, Line(sentence.points, sentence.text, sentence.evidence))
        runs = _space(_plain(sentence.text), _quiet(f"({held})") if held else ())
        yield Block(kind="paragraph", runs=runs, notes=_note(book, sentence.evidence))


def _conflicts(book: Index) -> Iterator[Block]:
    for conflict in book.dossier.conflicts:
        yield Block(kind="item", runs=_plain(conflict.question))
        meaning = wording.CLASS_MEANINGS[conflict.class_]
        about = f"{conflict.class_}: {meaning} · severity {conflict.severity}"
        yield Block(kind="paragraph", runs=_quiet(about))
        yield from _sides(book, conflict)
        if conflict.reading:
            reading = (Run(text=f"Reading: {line(conflict.reading)}", look="slanted"),)
            yield Block(kind="paragraph", runs=reading)


def _sides(book: Index, conflict: Conflict) -> Iterator[Block]:
    for side, pieces in zip(conflict.sides, side_pieces(conflict), strict=True):
        runs = _space(_marked(pieces), _quiet(_behind(book, side)))
        yield Block(kind="bullet", runs=runs, notes=_note(book, side.evidence))


def _behind(book: Index, side: Side) -> str:
    numbers = _numbers(cite(book, side.documents) or cited(book, side.evidence))
    roots = root_names(book, side.roots)
    rests = f"rests on {wording.listing(roots)}" if roots else "no source named"
    return f"{wording.count(side.reports, 'report')} {numbers}; {rests}"


def _points(book: Index) -> Iterator[Block]:
    shown = [p for p in book.dossier.points if p.within is None and p.verdict != "background"]
    for topic, points in topics(shown):
        yield Block(kind="topic", runs=_plain(topic))
        yield from (_point(book, point) for point in points)
    left = len(book.dossier.points) - len(shown)
    if left:
        told = f"{wording.count(left, 'point')} known before or part of one above: in the dossier's other formats."
        yield Block(kind="paragraph", runs=_quiet(told))


def _point(book: Index, point: Point) -> Block:
    held = wording.stance(point)
    numbers = cite(book, (claim.document for claim in wording.supporting(point)))
    standing = f"— {wording.standing(point)} {_numbers(numbers)}"
    runs = _space(_strong(f"{held}:") if held else (), _plain(point.text), _quiet(standing))
    told = [
        f"{voice.words}: {note}"
        for voice in voices(book, point)[:PASSAGES]
        for note in _note(book, voice.evidence)
    ]
    more = len(voices(book, point)) - PASSAGES
    ending = [f"and {wording.count(more, 'more chain')}"] if more > 0 else []
    return Block(kind="bullet", runs=runs, notes=(line("; ".join([*told, *ending])),))


def _figures(book: Index) -> Iterator[Block]:
    for group in book.dossier.figures:
        relation = f"— {wording.FIGURE_RELATIONS[group.relation]}"
        yield Block(kind="item", runs=_space(_plain(group.question), _quiet(relation)))
        yield Block(kind="table", rows=(_HEAD, *_figure_rows(book, group)))


_HEAD = ("reads", "counts", "who says", "as of", "as written", "reports")


def _figure_rows(book: Index, group: FigureGroup) -> tuple[tuple[str, ...], ...]:
    """Return a row for each different reading, with the numbers of the reports that have it."""
    told: dict[tuple[str, ...], tuple[list[str], list[str]]] = {}
    for m in group.mentions:
        key = tuple(
            map(line, (wording.amount(m), wording.counted(m), says(book, m), when(book, m)))
        )
        words, documents = told.setdefault(key, ([], []))
        words += [line(m.text)] if line(m.text) not in words else []
        documents.append(m.document)
    return tuple(
        (*key, "; ".join(f"“{w}”" for w in words), _numbers(cite(book, documents)))
        for key, (words, documents) in told.items()
    )


def _quotes(book: Index) -> Iterator[Block]:
    shown = [
        q for q in book.dossier.quotes if len(q.variants) > 1 or q.variants[0].form != "indirect"
    ]
    speakers: dict[str, list[Quote]] = {}
    for quote in shown:
        speakers.setdefault(quote.speaker.name, []).append(quote)
    for speaker, quotes in speakers.items():
        yield Block(kind="item", runs=_plain(speaker))
        for quote in quotes:
            yield from _variants(book, quote)
    left = len(book.dossier.quotes) - len(shown)
    if left:
        told = f"{wording.count(left, 'utterance')} that one report gives in its own words: in the other formats."
        yield Block(kind="paragraph", runs=_quiet(told))


def _variants(book: Index, quote: Quote) -> Iterator[Block]:
    for variant, pieces in zip(quote.variants, variant_pieces(quote), strict=True):
        channel = f", {variant.channel}" if variant.channel else ""
        notes = "; ".join(wording.variant_notes(variant))
        given = f"— {variant.speaker_as_given}{channel} ({notes})"
        numbers = _numbers(cite(book, [variant.document]))
        yield Block(kind="bullet", runs=_space(_marked(pieces), _quiet(f"{given} {numbers}")))


def _timeline(book: Index) -> Iterator[Block]:
    for entry in book.dossier.timeline:
        held = leading(book, Line(entry.points, entry.text, entry.evidence))
        notes = "".join(f"; {note}" for note in wording.date_notes(entry))
        status = f"({wording.TIMELINE_STATUSES[entry.status]}{notes})"
        words = _plain(f"{held}: {entry.text}" if held else entry.text)
        runs = _space(_strong(wording.dates(entry)), _quiet(status), words)
        yield Block(kind="bullet", runs=runs, notes=_note(book, entry.evidence))


def _expectations(book: Index) -> Iterator[Block]:
    for item in book.dossier.expectations:
        due = f"Due {wording.day(item.due)}" if item.due else "No date given"
        held = wording.stance_of("expected", [item.by] if item.by else [])
        runs = _space(_strong(f"{due}."), _plain(f"{held}: {line(item.text)}"))
        yield Block(kind="bullet", runs=runs, notes=_note(book, item.evidence))


def _open(book: Index) -> Iterator[Block]:
    for question in book.dossier.open_questions:
        yield Block(kind="bullet", runs=_plain(question.text), notes=_note(book, question.evidence))


def _reports(book: Index) -> Iterator[Block]:
    for document in book.dossier.documents:
        facts: Sequence[str | None] = (
            languages.isolated(document.outlet or "outlet not known"),
            f"copy of {document.agency}"
            if document.agency not in (None, document.outlet)
            else None,
            published(book, document.id) or "date not known",
            languages.standing(document),
            wording.source_fate(document),
            address(document.url),
        )
        number = _strong(_numbers([book.numbers[document.id]]))
        told = _plain(languages.isolated(document.title or document.id))
        runs = _space(number, told, _quiet("— " + " · ".join(filter(None, facts))))
        yield Block(kind="under", runs=runs)
    for edge in book.dossier.provenance.edges:
        if edge.kind in ("same-version", "republishes", "uses-copy", "updates"):
            how = "" if edge.stated else f" (inferred, {edge.score:.2f})"
            ends = (end_name(book, edge.from_), end_name(book, edge.to))
            told = _quiet(f"{ends[0]} {wording.EDGES[edge.kind]} {ends[1]}{how}")
            yield Block(kind="paragraph", runs=told)
    if missing := wording.missing(book.dossier):
        yield Block(kind="paragraph", runs=_quiet(missing))
