"""A dossier as Markdown that reads well as plain text too. Every line carries its report numbers and its words.

Text of reports passes `clean.markdown`, nothing else does; numbers in brackets are the numbers of the reports.
"""

from collections.abc import Iterable, Iterator

from crosswire.model.dossier import (
    Conflict,
    Dossier,
    FigureGroup,
    FigureMention,
    Point,
    Side,
)
from crosswire.model.span import Evidence
from crosswire.stages.render import languages, wording
from crosswire.stages.render.clean import address
from crosswire.stages.render.clean import markdown as safe
from crosswire.stages.render.differences import Piece, side_pieces, variant_pieces
from crosswire.stages.render.earlier import earlier
from crosswire.stages.render.index import (
    Index,
    Line,
    backed,
    cite,
    cited,
    end_name,
    index,
    leading,
    name,
    outlets,
    published,
    root_name,
    root_names,
    rooted,
    says,
    stands_alone,
    title,
    topics,
    trailing,
    voices,
    when,
)

MATRIX = 12
"""Most reports a coverage table has columns for; with more, each row lists the numbers instead."""


def render_markdown(dossier: Dossier) -> str:
    """Return `dossier` as Markdown (CommonMark with GFM tables)."""
    book = index(dossier)
    parts = [_masthead(book), _lede(book)]
    for field, write in _SECTIONS.items():
        lines = list(write(book)) if getattr(dossier, field) else []
        if field == "conflicts" and not lines:
            lines = ["No disagreement was found among these reports.", ""]
        if lines:
            parts.append([f"## {wording.SECTIONS[field][0]}", "", *lines])
    parts += [_provenance(book), _proposals(book), _reports(book), _leftovers(book), _footer(book)]
    text = "\n".join(line for part in parts for line in [*part, ""])
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.strip("\n") + "\n"


def _masthead(book: Index) -> list[str]:
    story, dossier = book.dossier.story, book.dossier
    held = trailing(book, title(book))
    facts = [
        f"Happened on {wording.day(story.happened_on)}" if story.happened_on else "",
        languages.counted(dossier),
        wording.count(len(outlets(dossier)), "known outlet"),
        wording.count(rooted(dossier), "root"),
        f"published {wording.days(story.first_published_at, story.last_published_at)}"
        if story.first_published_at
        else "",
    ]
    lines = [f"# {safe(story.title)}", ""]
    lines += [f"*{safe(held)}*", ""] if held else []
    return [*lines, safe(" · ".join(fact for fact in facts if fact))]


def _lede(book: Index) -> list[str]:
    sentences = []
    for sentence in book.dossier.lede:
        held = trailing(book, Line(sentence.points, sentence.text, sentence.evidence))
        note = f" ({safe(held)})" if held else ""
        sentences.append(f"{safe(sentence.text)}{note} {_numbers(cited(book, sentence.evidence))}")
    return [" ".join(sentences)]


def _conflicts(book: Index) -> Iterator[str]:
    for conflict in book.dossier.conflicts:
        yield f"### {safe(conflict.question)}"
        yield ""
        yield (
            f"*{conflict.class_}: {wording.CLASS_MEANINGS[conflict.class_]} · "
            f"{wording.CONFLICT_KINDS[conflict.kind]} · severity {conflict.severity}*"
        )
        yield ""
        yield from _sides(book, conflict)
        yield ""
        if conflict.reading:
            yield f"Reading: {safe(conflict.reading)}"
            yield ""


def _sides(book: Index, conflict: Conflict) -> Iterator[str]:
    for side, pieces in zip(conflict.sides, side_pieces(conflict), strict=True):
        yield f"- “{_marked(pieces)}” {_side_notes(book, side)}"
        yield from _words(book, side.evidence, side.text)


def _side_notes(book: Index, side: Side) -> str:
    """Return the reports and roots behind a side, as Markdown."""
    numbers = _numbers(cite(book, side.documents) or cited(book, side.evidence))
    roots = root_names(book, side.roots)
    rests = f"; rests on {safe(wording.listing(roots))}" if roots else "; no source named"
    return f"— {wording.count(side.reports, 'report')} {numbers}{rests}"


def _points(book: Index) -> Iterator[str]:
    for topic, points in topics(book.dossier.points):
        yield f"### {safe(topic)}"
        yield ""
        for point in points:
            yield from _point(book, point)
        yield ""


def _point(book: Index, point: Point) -> Iterator[str]:
    held = wording.lead_in(point)
    lead = f"**{safe(held)}:** " if held else ""
    yield f"- {lead}{safe(point.text)} — *{wording.standing(point)}*"
    for voice in voices(book, point):
        note = f", {voice.relation}" if voice.relation else ""
        if voice.status != point.status:
            note += f", {voice.status}"
        yield f"  - {safe(voice.words)}{note} {_numbers(voice.numbers)}"
        yield from _words(book, voice.evidence, point.text, indent="    ")
    for other in point.disputed_with:
        if other in book.points:
            against = book.points[other]
            yield f"  - disputed with: {_brief(against)}"


def _brief(point: Point) -> str:
    """Return a point on one line, its holder first."""
    held = wording.lead_in(point)
    return f"{safe(held)}: {safe(point.text)}" if held else safe(point.text)


def _figures(book: Index) -> Iterator[str]:
    for group in book.dossier.figures:
        yield f"### {safe(group.question)}"
        yield ""
        yield f"*{wording.FIGURE_RELATIONS[group.relation]}*"
        yield ""
        yield "| report | as written | reads | counts | who says | as of |"
        yield "|---|---|---|---|---|---|"
        for mention in group.mentions:
            yield _figure_row(book, group, mention)
        yield ""


def _figure_row(book: Index, group: FigureGroup, mention: FigureMention) -> str:
    cells = (
        _numbers(cite(book, [mention.document])),
        f"“{safe(mention.text)}”",
        safe(wording.amount(mention)),
        safe(wording.counted(mention)),
        safe(says(book, mention)),
        safe(when(book, mention)),
    )
    return f"| {' | '.join(cells)} |"


def _quotes(book: Index) -> Iterator[str]:
    for quote in book.dossier.quotes:
        yield f"### {safe(quote.speaker.name)}"
        yield ""
        for variant, pieces in zip(quote.variants, variant_pieces(quote), strict=True):
            channel = f", {variant.channel}" if variant.channel else ""
            notes = "; ".join(map(safe, wording.variant_notes(variant)))
            given = safe(f"{variant.speaker_as_given}{channel}")
            numbers = _numbers(cite(book, [variant.document]))
            yield f"- “{_marked(pieces)}” — {given} {numbers} *({notes})*"
        yield ""


def _timeline(book: Index) -> Iterator[str]:
    for entry in book.dossier.timeline:
        numbers = _numbers(cite(book, entry.documents) or cited(book, entry.evidence))
        held = leading(book, Line(entry.points, entry.text, entry.evidence))
        words = f"{safe(held)}: {safe(entry.text)}" if held else safe(entry.text)
        status = wording.TIMELINE_STATUSES[entry.status]
        notes = "".join(f"; {safe(note)}" for note in wording.date_notes(entry))
        yield f"- **{safe(wording.dates(entry))}** ({status}{notes}) {words} {numbers}"


def _entities(book: Index) -> Iterator[str]:
    for entity in book.dossier.entities:
        yield f"- **{safe(entity.name)}** ({safe(entity.type)}) {_numbers(cited(book, entity.evidence))}"
        for label, uses in (("titles", entity.titles), ("also", entity.aliases)):
            if uses:
                told = [f"{safe(u.text)} {_numbers(cite(book, u.documents))}" for u in uses]
                yield f"  - {label}: {'; '.join(told)}"


def _events(book: Index) -> Iterator[str]:
    yield "| who | to whom | type | CAMEO | date | place | | reports |"
    yield "|---|---|---|---|---|---|---|---|"
    for event in book.dossier.events:
        cells = (
            safe(event.actor_text or event.actor or "not known"),
            safe(event.recipient_text or event.recipient or "not known"),
            safe(" / ".join(filter(None, [event.type, event.mode]))),
            safe(event.cameo or ""),
            safe(wording.day(event.date) or "not known"),
            safe(event.place or ""),
            wording.REALIS[event.realis],
            _numbers(cited(book, event.evidence)),
        )
        yield f"| {' | '.join(cells)} |"


def _coverage(book: Index) -> Iterator[str]:
    documents = list(book.numbers)
    rows = [row for row in book.dossier.coverage if stands_alone(book, row.point)]
    if len(documents) > MATRIX:
        for row in rows:
            held = [d for d, cell in row.cells.items() if cell in ("supports", "partial")]
            against = cite(book, (d for d, cell in row.cells.items() if cell == "contradicts"))
            other = f"; says otherwise {_numbers(against)}" if against else ""
            yield f"- {_brief(book.points[row.point])} {_numbers(cite(book, held))}{other}"
        return
    signs = languages.cells(book.dossier)
    yield "| point |" + "".join(f" {book.numbers[d]} |" for d in documents)
    yield "|---|" + ":-:|" * len(documents)
    for row in rows:
        cells = [signs[languages.cell(book.dossier, row, d)][0] for d in documents]
        yield f"| {_brief(book.points[row.point])} | {' | '.join(cells)} |"
    yield ""
    yield "; ".join(f"{sign} {meaning}" for sign, meaning in signs.values()) + "."


def _omissions(book: Index) -> Iterator[str]:
    for omission in book.dossier.omissions:
        number = _numbers(cite(book, [omission.document]))
        yield f"- {safe(name(book, omission.document))} {number}: {safe(omission.text)}"


def _expectations(book: Index) -> Iterator[str]:
    for item in book.dossier.expectations:
        due = f"due {safe(wording.day(item.due))}" if item.due else "no date given"
        by = safe(item.by) if item.by else "nobody named"
        yield f"- **{due}** — {by}: “{safe(item.text)}” {_numbers(cited(book, item.evidence))}"


def _open(book: Index) -> Iterator[str]:
    for question in book.dossier.open_questions:
        yield f"- {safe(question.text)} {_numbers(cited(book, question.evidence))}"


def _places(book: Index) -> Iterator[str]:
    for place in book.dossier.places:
        country = f", {safe(place.country)}" if place.country else ""
        known = place.lat is not None and place.lon is not None
        at = f"{place.lat:.2f}, {place.lon:.2f}" if known else "not located"
        yield f"- {safe(place.name)}{country} ({at}) {_numbers(cited(book, place.evidence))}"


def _provenance(book: Index) -> list[str]:
    lines = []
    for root, points, reports in backed(book):
        held = wording.count(points, "point")
        lines.append(f"- **{safe(root_name(book, root))}**: {held} {_numbers(reports)}")
    for edge in book.dossier.provenance.edges:
        how = "" if edge.stated else f" (inferred, {edge.score:.2f})"
        source, target = (safe(end_name(book, end)) for end in (edge.from_, edge.to))
        lines.append(f"- {source} {wording.EDGES[edge.kind]} {target}{how}")
    return ["## Where it comes from", "", *lines] if lines else []


def _reports(book: Index) -> list[str]:
    lines = ["## The reports", ""]
    for document in book.dossier.documents:
        number = book.numbers[document.id]
        facts = [
            document.outlet or "outlet not known",
            f"copy of {document.agency}" if document.agency not in (None, document.outlet) else "",
            published(book, document.id) or "date not known",
            languages.standing(document),
            wording.source_fate(document),
        ]
        url = address(document.url)
        lines.append(f"{number}. {languages.isolated(safe(document.title or document.id))}")
        told = (languages.isolated(safe(fact)) for fact in facts if fact)
        lines.append(f"   - {' · '.join(told)}")
        lines.append(f"   - {safe(document.id)}, sha256 {safe(document.sha256)}")
        if url:
            lines.append(f"   - <{url}>")
    listed = earlier(book.dossier)
    lines += ["", "Earlier versions and reports taken back:", ""] * bool(listed)
    for called, text, loud in listed:
        lines.append(f"- {'**!** ' if loud else ''}{safe(called)}: {safe(text)}")
    return lines


def _proposals(book: Index) -> list[str]:
    """Return what a language model proposed, each line marked as its own, kept or refused."""
    lines = []
    for one in book.dossier.proposals:
        by = f"proposed by {one.producer.model} at {one.producer.host}"
        said = one.text or one.relation or one.kind
        why = f": {'; '.join(one.reasons)}" if one.reasons else ""
        lines.append(f"- {safe(f'{one.state} {one.kind} ({by}): {said}{why}')}")
        lines += _words(book, one.evidence, one.text)
    return ["## Proposed by a language model", "", *lines] if lines else []


def _leftovers(book: Index) -> list[str]:
    lines = []
    for skipped in book.dossier.skipped:
        lines.append(f"- left out: {safe(skipped.document)}: {safe(skipped.reason)}")
    for item in book.dossier.unresolved:
        lines.append(
            f"- not resolved ({safe(item.kind)}): {safe(item.reason)} "
            f"{_numbers(cited(book, item.evidence))}"
        )
    return ["## Left out and not resolved", "", *lines] if lines else []


def _footer(book: Index) -> list[str]:
    producer = book.dossier.producer
    steps = ", ".join(f"{step} {version}" for step, version in producer.steps.items())
    made = f"Made by {producer.name} {producer.version}; settings {producer.settings or 'default'}"
    missing = wording.missing(book.dossier)
    return [
        "---",
        "",
        wording.RULE,
        "",
        *([missing, ""] if missing else []),
        safe(made + (f"; steps {steps}" if steps else "") + "."),
    ]


def _words(
    book: Index, evidence: Iterable[Evidence], shown: str, *, indent: str = "  "
) -> Iterator[str]:
    """Yield the passages that are not just what the line above shows; equal words once, with their reports."""
    passages: dict[str, list[str]] = {}
    for found in evidence:
        passages.setdefault(found.text, []).append(found.document)
    for text, documents in passages.items():
        if text != shown:
            yield f"{indent}- {_numbers(cite(book, documents))} “{safe(text)}”"


def _numbers(numbers: Iterable[int]) -> str:
    told = ", ".join(map(str, numbers))
    return f"\\[{told}\\]" if told else ""


def _marked(pieces: Iterable[Piece]) -> str:
    written = []
    for piece in pieces:
        text = safe(piece.text)
        blank = " " if piece.text[-1:].isspace() else ""
        written.append(f"**{text}**{blank}" if piece.differs and text else text + blank)
    return "".join(written).strip()


_SECTIONS = {
    "conflicts": _conflicts,
    "points": _points,
    "figures": _figures,
    "quotes": _quotes,
    "timeline": _timeline,
    "entities": _entities,
    "events": _events,
    "coverage": _coverage,
    "omissions": _omissions,
    "expectations": _expectations,
    "open_questions": _open,
    "places": _places,
}
