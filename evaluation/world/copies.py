"""Copying: an edition of the agency's text with a desk's edits, and a passage lifted into another's report."""

from random import Random

from evaluation.world.drafts import Paragraph
from evaluation.world.truth import Mark

KEPT = 0.75
"""How many paragraphs of an agency's text an edition keeps, the first two always."""
LIFTED_WORDS = 30
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
    """Return an edition: paragraphs dropped from the agency's text, words edited."""
    kept = [p for n, p in enumerate(paragraphs) if n < 2 or rng.random() < KEPT]
    return [edited(p, edits, rng) for p in kept]


def lifted(paragraphs: list[Paragraph], rng: Random) -> list[Paragraph]:
    """Return neighboring paragraphs of the agency's text, without quotations and long enough to show."""
    runs = [
        paragraphs[n : n + length]
        for length in (2, 3)
        for n in range(1, len(paragraphs) - length + 1)
    ]
    fit = [
        run
        for run in runs
        if sum(len(p.text.split()) for p in run) >= LIFTED_WORDS
        and not any(m.kind == "quote" for p in run for m in p.marks)
    ]
    return rng.choice(fit) if fit else []


def facts_in(paragraphs: list[Paragraph]) -> set[str]:
    """Return the facts that paragraphs tell as claims."""
    marks: list[Mark] = [m for p in paragraphs for m in p.marks]
    return {m.key for m in marks if m.kind == "claim"}
