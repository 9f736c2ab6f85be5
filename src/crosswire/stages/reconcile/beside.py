"""Reports that are not read wholly, set beside the dossier of those that are: listed, counted, in their own words.

They change nothing that the others say: no point, root, agreement, verdict or conflict rests on them. What rules
found in one (figures, quotations) stands with its own evidence: a figure joins others of a toll only where the
number is the same, and a quotation is never called a translation of another, as nobody has compared them.
"""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from crosswire.model.annotation import Annotations, Attribution, Figure
from crosswire.model.document import Document
from crosswire.model.dossier import (
    Dossier,
    DossierDocument,
    DossierStory,
    FigureGroup,
    FigureMention,
    Quote,
    QuoteSpeaker,
    QuoteVariant,
)
from crosswire.model.record import content_id
from crosswire.model.skipped import Skipped
from crosswire.stages.reconcile.assemble import listed
from crosswire.stages.reconcile.copies import find_copies
from crosswire.stages.reconcile.questions import TOLL_QUESTIONS
from crosswire.text.names import name_tokens, same_person

TOLLS = dict(zip(("toll:killed", "toll:hurt"), TOLL_QUESTIONS, strict=True))
"""The questions that figures by these rules answer."""
PLURAL = frozenset(
    "people children women men workers residents troops protesters passengers patients".split()
)
"""What a question names that is counted."""
_SIGNS = ' .,;:«»“”"\n'
AROUND = 60
"""Code points after a number that a question shows."""


def with_others(
    dossier: Dossier,
    documents: Sequence[Document],
    annotations: Mapping[str, Annotations],
    *,
    named: bool = True,
) -> Dossier:
    """Return `dossier` with reports that are read in part or not at all; `named`: its story has an id already."""
    if not documents:
        return dossier
    others = sorted(documents, key=lambda d: (d.published_at.value or "9999", d.id))
    every = [*dossier.documents, *(listed(d, annotations[d.id]) for d in others)]
    every.sort(key=lambda d: (d.published_at.value or "9999", d.id))
    _, copies = find_copies(others, {d.id: annotations[d.id] for d in others})
    read = [annotations[d.id] for d in others if annotations[d.id].read == "part"]
    provenance = replace(dossier.provenance, edges=(*dossier.provenance.edges, *copies))
    unread = tuple(
        Skipped(document=d.id, reason=annotations[d.id].skipped or "")
        for d in others
        if annotations[d.id].skipped
    )
    return replace(
        dossier,
        story=_story(dossier, every, named=named),
        documents=tuple(every),
        figures=_figures(dossier.figures, read),
        quotes=(*dossier.quotes, *(q for a in read for q in _quotes(a, dossier))),
        provenance=provenance,
        skipped=(*dossier.skipped, *unread),
    )


def _story(dossier: Dossier, every: Sequence[DossierDocument], *, named: bool) -> DossierStory:
    """Return what the dossier is about; where no report is read, it is known by the first one's title."""
    story = dossier.story
    times = [d.published_at.value for d in every if d.published_at.value]
    if not dossier.documents:
        day = min(times)[:10] if times else None
        story = replace(story, title=every[0].title or every[0].id, happened_on=day)
    return replace(
        story,
        id=story.id if named else content_id("s", *sorted(d.sha256 for d in every)),
        first_published_at=min(times, default=None),
        last_published_at=max(times, default=None),
    )


# ---------------------------------------------------------------- figures


def _figures(groups: Sequence[FigureGroup], read: Sequence[Annotations]) -> tuple[FigureGroup, ...]:
    """Return the groups of figures, those of other reports joined to a toll of the same number, or by themselves."""
    found = list(groups)
    for report in read:
        for figure in report.figures:
            mention = _mention(report, figure)
            asked = _asked(figure)
            place = next((i for i, g in enumerate(found) if _answers(g, asked, figure)), None)
            if place is not None:
                group = found[place]
                found[place] = _joined(group, mention)
            else:
                found.append(_alone(report, figure, mention))
    return tuple(found)


def _joined(group: FigureGroup, mention: FigureMention) -> FigureGroup:
    """Return a group with a mention of the same number; what stood alone then has company."""
    mentions = (*group.mentions, mention)
    relation = group.relation
    if relation == "single":
        relation = "agree" if len({m.change for m in mentions}) == 1 else "refine"
    return replace(group, mentions=mentions, relation=relation)


def _asked(figure: Figure) -> tuple[str, ...]:
    """Return the questions that a toll answers: of people, and of those it counts ("How many miners were killed?")."""
    toll = TOLLS.get(figure.rule or "")
    return (toll, toll.replace("people", figure.unit or "people")) if toll else ()


def _answers(group: FigureGroup, asked: Sequence[str], figure: Figure) -> bool:
    return group.question in asked and figure.value in [m.value for m in group.mentions]


def _alone(report: Annotations, figure: Figure, mention: FigureMention) -> FigureGroup:
    start, end = _sentence(report, figure)
    before = report.text[max(start, figure.start - AROUND) : figure.start].strip(_SIGNS)
    tail = report.text[figure.end : min(end, figure.end + AROUND)].strip(_SIGNS)
    shown = f"… {_whole_words(tail)}" if tail else f"{before} …"
    of = f" {figure.counted}" if figure.counted in PLURAL else ""
    return FigureGroup(
        id=content_id("f", report.id, figure.start, figure.end),
        question=next(iter(_asked(figure)[1:]), "") or f"How many{of}, as in “{shown}”?",
        relation="single",
        mentions=(mention,),
        low=figure.low,
        best=figure.value,
        high=figure.high,
    )


def _sentence(report: Annotations, figure: Figure) -> tuple[int, int]:
    held = ((s.start, s.end) for s in report.sentences if s.start <= figure.start < s.end)
    return next(held, (max(0, figure.start - AROUND), figure.end + AROUND))


def _whole_words(text: str) -> str:
    return text.rsplit(" ", 1)[0].strip(_SIGNS) if len(text) > AROUND - 3 else text


def _mention(report: Annotations, figure: Figure) -> FigureMention:
    holders = [
        a for a in report.attributions for s in a.content.spans if s.start <= figure.start < s.end
    ]
    return FigureMention(
        document=report.id,
        start=figure.start,
        end=figure.end,
        text=figure.text,
        value=figure.value,
        low=figure.low,
        high=figure.high,
        change=figure.change,
        unit=figure.unit,
        counted=figure.counted,
        attributed_to=_speaker(holders[0]) if holders else None,
        as_of=report.published_at.value,
    )


# ---------------------------------------------------------------- quotations


def _speaker(attribution: Attribution) -> str:
    return " ".join(span.text for span in attribution.speaker.spans)


def _quotes(report: Annotations, dossier: Dossier) -> list[Quote]:
    """Return what a report quotes, each by itself; speakers are the dossier's where both names are one person's."""
    found = []
    names = {entity.id: entity.name for entity in report.entities}
    for attribution in report.attributions:
        given = _speaker(attribution)
        if attribution.form != "direct" or not given:
            continue
        full = names.get(attribution.speaker.entity or "", given)
        speaker = _known(full, dossier) or QuoteSpeaker(name=full)
        for span in attribution.content.spans:
            start, end = _inside(report.text, span.start, span.end)
            variant = QuoteVariant(
                document=report.id,
                start=start,
                end=end,
                text=report.text[start:end],
                form="direct",
                speaker_as_given=given,
                channel=attribution.channel,
                relation="exact",
            )
            found.append(
                Quote(
                    id=content_id("q", report.id, start, end),
                    speaker=speaker,
                    variants=(variant,),
                )
            )
    return found


def _inside(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a quotation without its marks."""
    while start < end and text[start] in _MARKS:
        start += 1
    while end > start and text[end - 1] in _MARKS:
        end -= 1
    return start, end


_MARKS = frozenset("«»“”„\"'‘’‹›")


def _known(name: str, dossier: Dossier) -> QuoteSpeaker | None:
    """Return who of the dossier bears this full name; a surname alone is nobody's."""
    fits = [
        e
        for e in dossier.entities
        if e.type == "person" and len(name_tokens(name)) > 1 and same_person(name, e.name)
    ]
    return QuoteSpeaker(entity=fits[0].id, name=fits[0].name) if len(fits) == 1 else None
