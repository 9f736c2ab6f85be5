"""A story from its seed: facts, plan, drafts, copies, noise, and the truth about all of them."""

from datetime import timedelta
from random import Random

from evaluation.world.amounts import month_day
from evaluation.world.clashes import clashes
from evaluation.world.copies import edition, facts_in, lifted
from evaluation.world.drafts import Draft, Paragraph
from evaluation.world.facts import Facts, draw
from evaluation.world.plan import Outline, plan
from evaluation.world.truth import Copy, Mark, Report, Story
from evaluation.world.wording import FAMILIES, kinds, wording

CREDITED = 0.5
"""How many editions of an agency's text name the agency."""


def story(split: str, seed: int, number: int, size: int) -> Story:
    """Return story `number` of a seed: always the same for the same arguments."""
    kind = kinds()[number % len(kinds())]
    rng = Random(f"{split} {seed} {number}")
    facts = draw(wording(kind, split), rng)
    planned = plan(facts, rng, size)
    reports: list[Report] = []
    copies: list[Copy] = []
    agency_text: list[Paragraph] = []
    for outline in planned.outlines:
        written, lifted_here = _written(facts, outline, agency_text, rng)
        agency_text = agency_text or written
        head = Draft(facts, outline, rng).headline()
        report, starts = _report(facts, outline, head, written, rng)
        reports.append(report)
        if lifted_here:
            spans = tuple((starts[n], starts[n] + len(written[n].text)) for n in lifted_here)
            copies.append(Copy(outline.id, planned.outlines[0].id, spans))
    editions: list[Report] = []
    for number_of in range(planned.editions):
        report, starts, written = _edition(facts, planned.outlines[0], agency_text, number_of, rng)
        spans = tuple((at, at + len(p.text)) for at, p in zip(starts, written, strict=True))
        copies.append(Copy(report.id, planned.outlines[0].id, spans))
        for other in editions:
            later, earlier = sorted((report, other), key=lambda r: (r.published, r.id))[::-1]
            copies.append(Copy(later.id, earlier.id, ()))
        editions.append(report)
        copies += [
            Copy(c.copy, report.id, (), required=False) for c in copies if c.copy.startswith("r")
        ]
        reports.append(report)
    name = f"{split}-{seed}-{number}"
    reports = [_renamed(r, name) for r in sorted(reports, key=lambda r: (r.published, r.id))]
    return Story(
        id=name,
        kind=kind,
        reports=tuple(reports),
        clashes=clashes(reports),
        copies=tuple(
            c._replace(copy=f"{name}-{c.copy}", original=f"{name}-{c.original}") for c in copies
        ),
        names=_names(reports),
        callings=_callings(facts, reports),
        days=_days(facts),
        planted=planned.planted,
    )


def _written(
    facts: Facts, outline: Outline, agency_text: list[Paragraph], rng: Random
) -> tuple[list[Paragraph], list[int]]:
    """Return a report's paragraphs, and which of them are lifted from the agency's text."""
    draft = Draft(facts, outline, rng)
    passage = lifted(agency_text, rng) if "passage" in outline.changed else []
    taken = facts_in(passage)
    opening = ""
    if outline.agency:
        place = facts.slots["place"].upper()
        opening = f"{place}, {month_day(outline.published.date())} ({outline.agency}) — "
    written: list[Paragraph] = []
    for sentences in outline.paragraphs:
        fresh = tuple(
            kept
            for sentence in sentences
            if (kept := tuple(t for t in sentence if t.fact not in taken or t.form != "plain"))
        )
        if fresh:
            written.append(draft.paragraph(fresh, opening if not written else ""))
    again = {m.key for p in written for m in p.marks if m.kind == "claim"}
    passage = [p for p in passage if not facts_in([p]) & again]
    at = rng.randrange(1, len(written) + 1)
    return written[:at] + passage + written[at:], list(range(at, at + len(passage)))


def _report(
    facts: Facts, outline: Outline, head: Paragraph, written: list[Paragraph], rng: Random
) -> tuple[Report, list[int]]:
    """Return the report that the paragraphs make, and where each of them starts."""
    starts, marks = [], [m._replace(document=outline.id) for m in head.marks]
    noise = {"promo": rng.randrange(1, len(written) + 1), "caption": rng.randrange(1, 3)}
    text = ""
    for number, paragraph in enumerate(written):
        for kind, at in noise.items():
            if kind in outline.noise and at == number:
                line = rng.choice(facts.wording.noise[kind])
                line = line.format(place=facts.slots["place"], outlet=outline.outlet)
                start = len(head.text) + 2 + len(text)
                marks.append(Mark("noise", kind, start, start + len(line), document=outline.id))
                text += f"{line}\n\n"
        start = len(head.text) + 2 + len(text)
        starts.append(start)
        marks += [m.moved(start, outline.id) for m in paragraph.marks]
        text += f"{paragraph.text}\n\n"
    report = Report(
        id=outline.id,
        title=head.text,
        text=text.strip(),
        outlet=outline.outlet,
        published=outline.published.isoformat(),
        agency=outline.agency,
        marks=tuple(marks),
    )
    return report, starts


def _edition(
    facts: Facts, wire: Outline, paragraphs: list[Paragraph], number: int, rng: Random
) -> tuple[Report, list[int], list[Paragraph]]:
    credited = rng.random() < CREDITED
    dateline, _, _ = paragraphs[0].text.partition(" — ")
    kept = edition(paragraphs, facts.wording.edits, rng)
    if not credited:  # the dateline names the agency, so it goes
        by = len(dateline) + 3
        first = kept[0]
        kept[0] = Paragraph(first.text[by:], tuple(m.moved(-by, "") for m in first.marks))
    outline = wire._replace(
        id=f"e{number}",
        outlet=facts.outlets[-1 - number % 4],
        agency=wire.agency if credited else None,
        published=wire.published + timedelta(minutes=rng.randrange(20, 110) * (number + 1)),
        headline=wire.headline._replace(family=wire.headline.family + 1 + number),
        noise=frozenset(n for n in ("promo", "caption") if rng.random() < 0.4),
    )
    as_agency = outline._replace(agency=wire.agency, published=wire.published)
    head = Draft(facts, as_agency, rng).headline()
    report, starts = _report(facts, outline, head, kept, rng)
    return report, starts, kept


def _renamed(report: Report, name: str) -> Report:
    """Return the report under an id that no other story has."""
    own = f"{name}-{report.id}"
    marks = tuple(
        m._replace(
            document=own,
            root=f"report:{own}" if m.root == f"report:{report.id}" else m.root,
        )
        for m in report.marks
    )
    return report._replace(id=own, marks=marks)


def _names(reports: list[Report]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for report in reports:
        for mark in report.marks:
            if mark.kind == "name" and mark.end > mark.start:
                found.setdefault(mark.key, set()).add(report.whole[mark.start : mark.end])
    return {key: frozenset(texts) for key, texts in found.items()}


def _callings(facts: Facts, reports: list[Report]) -> dict[str, frozenset[str]]:
    return {
        **{key: party.callings for key, party in facts.parties.items()},
        "agency": frozenset((facts.agency,)),
        "unnamed": frozenset(
            t.removeprefix("a").lstrip("n ") for t in facts.wording.told["unnamed"]
        ),
        **{f"report:{r.id}": frozenset((r.outlet,)) for r in reports},
    }


def _days(facts: Facts) -> dict[str, tuple[str, frozenset[str]]]:
    told, expected = frozenset(("happened", "alleged")), frozenset(("expected",))
    return {
        "event": (facts.day.isoformat(), told),
        "inquiry": (facts.due.isoformat(), expected),
        "visit": (facts.visit.isoformat(), expected),
        **{f"bg{n}": (str(facts.year), told | {"background"}) for n in range(FAMILIES)},
    }
