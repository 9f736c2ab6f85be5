"""Copying: an edition of the agency's text with a desk's edits, and a passage lifted into another's report."""

from random import Random

from evaluation.world.drafts import Paragraph
from evaluation.world.truth import Mark

KEPT = 0.75
"""How many paragraphs of an agency's text an edition keeps, the first two always."""
LIFTED_WORDS = 24
"""A lifted passage is at least as long."""


def edited(paragraph: Paragraph, edits: dict[str, str], rng: Random) -> Paragraph:
    """Return a paragraph with some of the desk's edits made, its marks where they now stand."""
    for old, new in edits.items():
        at = paragraph.text.find(old)
        if at >= 0 and rng.random() < 0.5:
            paragraph = replaced(paragraph, at, at + len(old), new)
    return paragraph


def replaced(paragraph: Paragraph, start: int, end: int, new: str) -> Paragraph:
    """Return a paragraph with `[start, end)` replaced; a mark that the cut would split keeps its other end."""
    by = len(new) - (end - start)

    def moved(at: int) -> int:
        return at if at <= start else at + by if at >= end else min(at, start + len(new))

    text = paragraph.text[:start] + new + paragraph.text[end:]
    marks = tuple(m._replace(start=moved(m.start), end=moved(m.end)) for m in paragraph.marks)
    return Paragraph(text, marks)


def edition(paragraphs: list[Paragraph], edits: dict[str, str], rng: Random) -> list[Paragraph]:
    """Return an edition: paragraphs dropped that introduce nobody who comes later, words edited."""
    kept = [
        p
        for n, p in enumerate(paragraphs)
        if n < 2 or rng.random() < KEPT or _named(p, "plain") & _later(paragraphs[n + 1 :])
    ]
    return [edited(p, edits, rng) for p in kept]


def _named(paragraph: Paragraph, form: str) -> set[str]:
    marks = [m for m in paragraph.marks if m.kind in ("name", "short") and m.form == form]
    return {m.key for m in marks}


def _later(paragraphs: list[Paragraph]) -> set[str]:
    return {key for p in paragraphs for key in _named(p, "later")}


def lifted(paragraphs: list[Paragraph], rng: Random) -> list[Paragraph]:
    """Return neighboring paragraphs of the agency's text: no quotations, nobody called by a surname alone."""
    runs = [
        paragraphs[n : n + length]
        for length in (1, 2, 3)
        for n in range(1, len(paragraphs) - length + 1)
    ]
    fit = [
        run
        for run in runs
        if sum(len(p.text.split()) for p in run) >= LIFTED_WORDS
        and not any(m.kind == "quote" for p in run for m in p.marks)
        and not _later(run)
    ]
    return rng.choice(fit) if fit else []


def facts_in(paragraphs: list[Paragraph]) -> set[str]:
    """Return the facts that paragraphs tell as claims."""
    marks: list[Mark] = [m for p in paragraphs for m in p.marks]
    return {
        m.key.rstrip("0123") if m.key[:2] == "bg" else m.key for m in marks if m.kind == "claim"
    }
