"""Pages: paragraphs of lines, each line with whose words it has, and the JSON Lines record they make."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

OWN, COPIED, SHARED = "own", "copied", "shared"
"""Whose words a line has: the page's own; the wire's; those of a third whom both quote."""


class Line(NamedTuple):
    """A sentence, the fact it tells, and whose words it has."""

    text: str
    key: str = ""
    whose: str = OWN
    passive: str = ""
    again: str = ""


Paragraphs = list[list[Line]]


class Page(NamedTuple):
    """A report in the making."""

    id: str
    outlet: str
    headline: str
    paragraphs: Paragraphs
    published: datetime | None = None
    precise: bool = True
    """Whether the time of day is known."""
    agency: str | None = None
    dateline: str = ""
    byline: str = ""
    credit: str = ""

    def lines(self) -> list[Line]:
        """Return all lines in order."""
        return [line for paragraph in self.paragraphs for line in paragraph]

    def text(self) -> str:
        """Return the text without its title."""
        told = [" ".join(line.text for line in p) for p in self.paragraphs if p]
        if self.dateline and told:
            told[0] = self.dateline + told[0]
        return "\n\n".join(t for t in (self.byline, *told, self.credit) if t)

    def record(self) -> dict[str, Any]:
        """Return the page as a line of a JSON Lines file gives it."""
        at = self.published
        when = at and (at.isoformat() if self.precise else at.date().isoformat())
        given = {"agency": self.agency, "published_at": when}
        return {
            "id": self.id,
            "title": self.headline,
            "text": self.text(),
            "outlet": self.outlet,
            "language": "en",
            **{key: value for key, value in given.items() if value},
        }


def copied_spans(page: Page, text: str) -> list[tuple[int, int]]:
    """Return where the page's copied lines stand in `text`; those that were read otherwise are left out."""
    found = []
    at = 0
    for line in page.lines():
        start = text.find(line.text, at)
        if start < 0:
            continue
        at = start + len(line.text)
        if line.whose == COPIED:
            found.append((start, at))
    return found


def relined(paragraphs: Sequence[Sequence[Line]], change: Any) -> Paragraphs:
    """Return the paragraphs with `change` made in the text of every line."""
    return [[line._replace(text=change(line.text)) for line in p] for p in paragraphs]
